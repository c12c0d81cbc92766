//! Today at the desk: who comes, who goes, who is here, and how the rooms are.

use chrono::Days;

use super::ctx::Ctx;
use super::services::Services;
use super::tx::Tx;
use crate::domain::role::Capability;
use crate::error::AppError;
use crate::store;
use crate::view::today::Today;

/// Everything the desk has to do with on the business date.
#[tracing::instrument(name = "service.today.today", skip_all, fields(hotel = %ctx.hotel.code))]
pub async fn today(services: &Services, ctx: &Ctx) -> Result<Today, AppError> {
    ctx.require(Capability::ViewRack)?;
    let hotel = ctx.hotel.id;
    let mut tx = Tx::begin(services, ctx).await?;
    let standing = store::rack::standing(tx.conn(), hotel).await?;
    let day = standing.business_date;
    let tomorrow = day.checked_add_days(Days::new(1)).unwrap_or(day);
    let house = store::room::house(tx.conn(), hotel).await?;
    let stays = store::stay_bar::on_day(tx.conn(), hotel, day).await?;
    let outages = store::room::outages(tx.conn(), hotel, day, tomorrow).await?;
    tx.finish_reading().await?;
    Ok(Today {
        hotel: ctx.hotel.code.to_string(),
        version: standing.version,
        business_date: day,
        stays,
        room_types: house.room_types,
        rooms: house.rooms,
        outages,
    })
}
