//! What a letter to a guest needs to know.

use super::ctx::Ctx;
use super::guest_stay;
use super::services::Services;
use super::tx::Tx;
use crate::domain::reference::Reference;
use crate::domain::role::Capability;
use crate::error::AppError;
use crate::store;
use crate::view::guest_stay::GuestStay;

/// A stay, and how its guest and its hotel are reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GuestLetter {
    /// The stay as it is now.
    pub stay: GuestStay,
    /// The guest's address, where one was given.
    pub guest_email: Option<String>,
    /// The hotel's address.
    pub hotel_email: String,
    /// Where the guest sees the stay; opens it for whoever has it.
    pub own_page: String,
}

/// The stay with this reference.
#[tracing::instrument(name = "service.guest_letter.get", skip_all)]
pub async fn get(
    services: &Services,
    ctx: &Ctx,
    reference: &Reference,
) -> Result<GuestLetter, AppError> {
    ctx.require(Capability::ViewReservations)?;
    let mut tx = Tx::begin(services, ctx).await?;
    let row = store::reservation::lookup(tx.conn(), ctx.hotel.id, reference, false)
        .await?
        .ok_or_else(|| AppError::not_found("reservation"))?;
    let stay = guest_stay::describe(services, ctx, &mut tx, &row).await?;
    let property = store::property::get(tx.conn(), ctx.hotel.id).await?;
    tx.finish_reading().await?;
    let key = services.secrets().stay_key(row.booking);
    let base = services.settings().public_url.trim_end_matches('/');
    Ok(GuestLetter {
        own_page: format!("{base}/stay/{reference}?key={key}"),
        stay,
        guest_email: row.email,
        hotel_email: property.email,
    })
}
