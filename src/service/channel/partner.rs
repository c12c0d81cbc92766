//! Who sends, and which of our hotels is meant.

use std::sync::Arc;

use subtle::ConstantTimeEq as _;

use super::super::ctx::Ctx;
use super::super::directory;
use super::super::services::Services;
use super::super::tx::Tx;
use crate::auth::secret::fingerprint;
use crate::domain::id::PartnerId;
use crate::error::{AppError, Code};
use crate::integration::channel::ChannelMessage;
use crate::store;
use crate::store::session::unavailable;

/// A partner whose password was right.
#[derive(Clone, Debug)]
pub struct Partner {
    /// Identifies the partner.
    pub id: PartnerId,
    /// The log-in name; names the partner in every row.
    pub username: Arc<str>,
    /// As shown.
    pub name: Arc<str>,
}

/// The partner with this user name and password; the same words and time for an unknown one.
///
/// # Errors
/// `invalid_credentials`; `too_many_requests` after ten wrong tries from the same address.
pub async fn authenticate(
    services: &Services,
    username: &str,
    password: &str,
    address: &str,
) -> Result<Partner, AppError> {
    let account = format!("partner {username}");
    services.throttle().check(&account, address)?;
    let mut conn = services.home()?.app.acquire().await.map_err(unavailable)?;
    let row = store::directory::lookup_partner(&mut conn, username).await?;
    drop(conn);
    // Partners' passwords are long and random, so a plain hash stands up to guessing.
    let expected = row.as_ref().map_or(&[0; 32][..], |row| &row.password_hash);
    let right = bool::from(fingerprint(password.as_bytes()).ct_eq(expected));
    let Some(row) = row.filter(|_| right) else {
        services.throttle().wrong(&account, address);
        return Err(AppError::new(
            Code::InvalidCredentials,
            "User name and password do not match. Please check both and try again.",
        ));
    };
    services.throttle().right(&account, address);
    Ok(Partner {
        id: row.id,
        username: username.into(),
        name: row.name.into(),
    })
}

/// A context in the hotel that the message is about.
pub(super) async fn hotel_ctx(
    services: &Services,
    partner: &Partner,
    message: &ChannelMessage,
    request_id: Arc<str>,
) -> Result<Ctx, AppError> {
    let code = match &message.hotel_code {
        Some(external) => named_hotel(services, partner, external).await?,
        None => guessed_hotel(services, partner, message, &request_id).await?,
    };
    directory::partner_ctx(services, partner.id, &partner.name, &code, request_id).await
}

async fn named_hotel(
    services: &Services,
    partner: &Partner,
    external: &str,
) -> Result<String, AppError> {
    let mut conn = services.home()?.app.acquire().await.map_err(unavailable)?;
    let code = store::directory::lookup_partner_hotel(&mut conn, partner.id, external).await?;
    code.ok_or_else(|| {
        let shown: String = external.chars().take(32).collect();
        AppError::new(
            Code::NotFound,
            format!(
                "The hotel code \"{shown}\" is not connected with your account. Nothing was stored."
            ),
        )
    })
}

/// A change of state may name no hotel: then it is the partner's only one, or the one that knows
/// a booking of the message.
async fn guessed_hotel(
    services: &Services,
    partner: &Partner,
    message: &ChannelMessage,
    request_id: &Arc<str>,
) -> Result<String, AppError> {
    let mut conn = services.home()?.app.acquire().await.map_err(unavailable)?;
    let mut codes = store::directory::list_partner_hotels(&mut conn, partner.id).await?;
    drop(conn);
    if codes.len() > 1 {
        let ids: Vec<String> = message
            .items
            .iter()
            .map(|item| item.external_id.clone())
            .collect();
        let mut knowing = Vec::new();
        for code in codes {
            let request_id = Arc::clone(request_id);
            let ctx =
                directory::partner_ctx(services, partner.id, &partner.name, &code, request_id)
                    .await?;
            let mut tx = Tx::begin(services, &ctx).await?;
            let hotel = ctx.hotel.id;
            if store::channel::knows_any(tx.conn(), hotel, &partner.username, &ids).await? {
                knowing.push(code);
            }
            tx.finish_reading().await?;
        }
        codes = knowing;
    }
    match codes.as_slice() {
        [code] => Ok(code.clone()),
        _ => Err(AppError::new(
            Code::Invalid,
            "The message does not say which hotel it is about. Name the hotel code; nothing was stored.",
        )),
    }
}
