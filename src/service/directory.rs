//! Which hotels there are, and contexts to work in them.

use std::sync::Arc;

use super::ctx::{Actor, Ctx, HotelScope};
use super::services::Services;
use super::tx::Tx;
use crate::auth::principal::Principal;
use crate::domain::id::{HotelId, PartnerId};
use crate::error::AppError;
use crate::store::{self, error::StoreError, session::unavailable};
use crate::view::hotel::PublicHotel;

/// The hotel with this code, or "no such hotel".
pub async fn scope(services: &Services, code: &str) -> Result<HotelScope, AppError> {
    if let Some(scope) = services.scopes().get(code).await {
        return Ok(scope);
    }
    let mut conn = services.home()?.app.acquire().await.map_err(unavailable)?;
    let found = store::directory::lookup_hotel(&mut conn, code).await?;
    drop(conn);
    let row = found.ok_or_else(|| AppError::not_found("hotel"))?;
    // Zone and currency live in the hotel's own database; they are filled in below.
    let mut scope = HotelScope {
        id: row.id,
        code: row.code.into(),
        name: row.name.into(),
        city: row.city.into(),
        database: row.database.into(),
        zone: chrono_tz::UTC,
        currency: crate::domain::money::Currency::EUR,
        public: row.public,
    };
    let ctx = Ctx::system("directory", scope.clone());
    let mut tx = Tx::begin(services, &ctx).await?;
    let property = store::property::get(tx.conn(), scope.id).await?;
    tx.finish_reading().await?;
    let bad = |column, value: &str| StoreError::inconsistent("property", column, value);
    scope.zone = property
        .zone
        .parse()
        .map_err(|_| bad("zone", &property.zone))?;
    scope.currency = property
        .currency
        .parse()
        .map_err(|_| bad("currency", &property.currency))?;
    services
        .scopes()
        .insert(code.to_owned(), scope.clone())
        .await;
    Ok(scope)
}

/// The hotel with this id.
pub async fn scope_of(services: &Services, hotel: HotelId) -> Result<HotelScope, AppError> {
    let mut conn = services.home()?.app.acquire().await.map_err(unavailable)?;
    let code = store::directory::lookup_hotel_code(&mut conn, hotel).await?;
    drop(conn);
    scope(services, &code.ok_or_else(|| AppError::not_found("hotel"))?).await
}

/// A context for a page anybody may open. Staff of the hotel stays staff; everybody else is a guest.
pub async fn public_ctx(
    services: &Services,
    principal: Option<&Principal>,
    code: &str,
    request_id: Arc<str>,
) -> Result<Ctx, AppError> {
    let hotel = scope(services, code).await?;
    let actor = principal.and_then(|p| staff(p, code));
    if actor.is_none() && !hotel.public {
        return Err(AppError::not_found("hotel"));
    }
    Ok(Ctx {
        actor: actor.unwrap_or(Actor::Guest),
        hotel,
        request_id,
    })
}

/// A context for a desk page: for staff of this hotel only. To everybody else the hotel is not there.
pub async fn staff_ctx(
    services: &Services,
    principal: Option<&Principal>,
    code: &str,
    request_id: Arc<str>,
) -> Result<Ctx, AppError> {
    let principal = principal.ok_or_else(AppError::unauthenticated)?;
    let actor = staff(principal, code).ok_or_else(|| AppError::not_found("hotel"))?;
    Ok(Ctx {
        actor,
        hotel: scope(services, code).await?,
        request_id,
    })
}

/// A context for a partner's message.
pub async fn partner_ctx(
    services: &Services,
    partner: PartnerId,
    name: &str,
    code: &str,
    request_id: Arc<str>,
) -> Result<Ctx, AppError> {
    let actor = Actor::Partner {
        id: partner,
        name: name.into(),
    };
    Ok(Ctx {
        actor,
        hotel: scope(services, code).await?,
        request_id,
    })
}

fn staff(principal: &Principal, code: &str) -> Option<Actor> {
    principal.membership(code).map(|membership| Actor::User {
        id: principal.user,
        name: Arc::clone(&principal.name),
        role: membership.role,
        session: principal.session,
    })
}

/// The hotels a guest can choose.
pub async fn public_hotels(services: &Services) -> Result<Vec<PublicHotel>, AppError> {
    let mut conn = services.home()?.app.acquire().await.map_err(unavailable)?;
    let codes = store::directory::list_hotel_codes(&mut conn, true).await?;
    drop(conn);
    let mut hotels = Vec::with_capacity(codes.len());
    for code in codes {
        hotels.push(public_hotel(services, &code).await?);
    }
    Ok(hotels)
}

/// One hotel as a guest sees it.
pub async fn public_hotel(services: &Services, code: &str) -> Result<PublicHotel, AppError> {
    let ctx = Ctx::system("directory", scope(services, code).await?);
    let mut tx = Tx::begin(services, &ctx).await?;
    let business_date = store::property::business_date(tx.conn(), ctx.hotel.id).await?;
    tx.finish_reading().await?;
    Ok(PublicHotel {
        code: ctx.hotel.code.to_string(),
        name: ctx.hotel.name.to_string(),
        city: ctx.hotel.city.to_string(),
        business_date,
    })
}
