//! What the desk asks: its frame, today, the rack, one reservation.

use chrono::NaiveDate;
use leptos::prelude::*;
use server_fn::codec::GetUrl;

use hotel::view::hotel::DeskFrame;
use hotel::view::rack::Rack;
use hotel::view::reservation::ReservationPage;
use hotel::view::today::Today;

use super::codec::Json;
use super::problem::Problem;

/// `GET /api/ui/frame`: which hotel, which day, who looks.
#[server(name = GetFrame, prefix = "/api", endpoint = "ui/frame", input = GetUrl, output = Json)]
pub async fn frame(
    /// The hotel's code.
    hotel: String,
) -> Result<DeskFrame, Problem> {
    let (services, ctx) = crate::request::staff_ctx(&hotel).await?;
    Ok(hotel::service::desk::frame(&services, &ctx).await?)
}

/// `GET /api/ui/today`: arrivals, departures, in house, rooms.
#[server(name = GetToday, prefix = "/api", endpoint = "ui/today", input = GetUrl, output = Json)]
pub async fn today(
    /// The hotel's code.
    hotel: String,
) -> Result<Today, Problem> {
    let (services, ctx) = crate::request::staff_ctx(&hotel).await?;
    Ok(hotel::service::today::today(&services, &ctx).await?)
}

/// `GET /api/ui/rack`: rooms by nights, for so many days from a day; 21 days from the day before
/// yesterday when left out.
#[server(name = GetRack, prefix = "/api", endpoint = "ui/rack", input = GetUrl, output = Json)]
pub async fn rack(
    /// The hotel's code.
    hotel: String,
    /// First day shown.
    #[server(default)]
    from: Option<NaiveDate>,
    /// How many days.
    #[server(default)]
    days: Option<u16>,
) -> Result<Rack, Problem> {
    let (services, ctx) = crate::request::staff_ctx(&hotel).await?;
    let days = days.unwrap_or(21);
    Ok(hotel::service::rack::rack_of_days(&services, &ctx, from, days).await?)
}

/// `GET /api/ui/reservation`: guest, prices, folio and history of one reservation.
#[server(name = GetReservationPage, prefix = "/api", endpoint = "ui/reservation", input = GetUrl, output = Json)]
pub async fn reservation(
    /// The hotel's code.
    hotel: String,
    /// The reservation's reference.
    reference: String,
) -> Result<ReservationPage, Problem> {
    let (services, ctx) = crate::request::staff_ctx(&hotel).await?;
    let reference = crate::form::reference(&reference)?;
    Ok(hotel::service::reservation::page(&services, &ctx, &reference).await?)
}
