//! The frame of every desk page: which hotel, which day, who looks.

use super::ctx::{Actor, Ctx};
use super::services::Services;
use super::tx::Tx;
use crate::domain::role::Capability;
use crate::error::AppError;
use crate::store::{self, session::unavailable};
use crate::view::hotel::DeskFrame;

/// The frame for the user who asks. Nobody but a person sees a desk.
#[tracing::instrument(name = "service.desk.frame", skip_all, fields(hotel = %ctx.hotel.code))]
pub async fn frame(services: &Services, ctx: &Ctx) -> Result<DeskFrame, AppError> {
    ctx.require(Capability::ViewRack)?;
    let Actor::User { id, name, role, .. } = &ctx.actor else {
        return Err(AppError::unauthenticated());
    };
    let mut home = services.home()?.app.acquire().await.map_err(unavailable)?;
    let hotels = store::directory::list_hotel_choices(&mut home, *id).await?;
    drop(home);
    let mut tx = Tx::begin(services, ctx).await?;
    let tonight = store::rack::tonight(tx.conn(), ctx.hotel.id).await?;
    tx.finish_reading().await?;
    Ok(DeskFrame {
        code: ctx.hotel.code.to_string(),
        name: ctx.hotel.name.to_string(),
        city: ctx.hotel.city.to_string(),
        business_date: tonight.business_date,
        sold_tonight: tonight.sold,
        rooms: tonight.rooms,
        user: name.to_string(),
        role: *role,
        hotels,
    })
}
