//! What guests ask and do.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use server_fn::codec::{GetUrl, Post};

use hotel::view::availability::{Availability, Search};
use hotel::view::booking::{BookingMade, NewReservation};
use hotel::view::guest_stay::GuestStay;
use hotel::view::hotel::PublicHotel;

use super::client::KeyClient;
use super::codec::{FlatJson, Json, Reply, ReplyJson};
use super::problem::Problem;

/// Everything `/book/{hotel}` shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BookPage {
    /// Which hotel.
    pub hotel: PublicHotel,
    /// What was searched for; sensible dates where the address named none.
    pub search: Search,
    /// What was found, or what is wrong with the search.
    pub found: Result<Availability, Problem>,
    /// The idempotency key of a booking made from this page.
    pub key: String,
}

/// `GET /api/ui/hotels`: the hotels a guest can choose.
#[server(name = ListHotels, prefix = "/api", endpoint = "ui/hotels", input = GetUrl, output = Json)]
pub async fn hotels() -> Result<Vec<PublicHotel>, Problem> {
    let services = crate::request::services()?;
    Ok(hotel::service::directory::public_hotels(&services).await?)
}

/// `GET /api/availability`: what can be booked, and why not.
#[server(name = GetAvailability, prefix = "/api", endpoint = "availability", input = GetUrl, output = Json)]
pub async fn availability(
    /// The hotel's code.
    hotel: String,
    /// First night.
    arrival: String,
    /// Day of leaving.
    departure: String,
    /// Two when left out.
    #[server(default)]
    adults: Option<String>,
    /// None when left out.
    #[server(default)]
    children: Option<String>,
) -> Result<Availability, Problem> {
    let (services, ctx) = crate::request::public_ctx(&hotel).await?;
    let text = |text: Option<String>| text.unwrap_or_default();
    let (adults, children) = (text(adults), text(children));
    let search = crate::form::search::read(&hotel, &arrival, &departure, &adults, &children)?;
    Ok(hotel::service::availability::search(&services, &ctx, &search).await?)
}

/// `GET /api/ui/book`: the booking page for whatever its address says.
#[server(name = GetBookPage, prefix = "/api", endpoint = "ui/book", input = GetUrl, output = Json)]
pub async fn book_page(
    /// The hotel's code.
    hotel: String,
    /// The address' own words; empty where it has none.
    #[server(default)]
    arrival: String,
    /// Day of leaving.
    #[server(default)]
    departure: String,
    /// Adults.
    #[server(default)]
    adults: String,
    /// Children.
    #[server(default)]
    children: String,
) -> Result<BookPage, Problem> {
    let (services, ctx) = crate::request::public_ctx(&hotel).await?;
    let hotel = hotel::service::directory::public_hotel(&services, &hotel).await?;
    let key = services.ids().uuid().to_string();
    let (search, read) =
        crate::form::search::complete(&hotel, &arrival, &departure, &adults, &children);
    let found = match read {
        Ok(()) => hotel::service::availability::search_around(&services, &ctx, &search).await,
        Err(problem) => Err(problem),
    };
    Ok(BookPage {
        hotel,
        search,
        found: found.map_err(Problem::from),
        key,
    })
}

/// `POST /api/reservations`: books once per `Idempotency-Key`, and repeats its answer byte for byte.
#[server(
    name = CreateReservation, prefix = "/api", endpoint = "reservations",
    input = Post<FlatJson<NewReservation>>, output = Post<ReplyJson>, client = KeyClient
)]
pub async fn create_reservation(
    /// What the guest asks for.
    new: NewReservation,
) -> Result<Reply<BookingMade>, Problem> {
    let key = crate::request::header("idempotency-key");
    let (services, ctx) = crate::request::public_ctx(&new.hotel).await?;
    let key = key
        .as_deref()
        .map(hotel::service::booking::IdempotencyKey::parse)
        .transpose()?;
    let answer = hotel::service::booking::book(&services, &ctx, new, key).await?;
    crate::response::set_status(answer.status);
    if answer.replayed {
        crate::response::append_header("idempotent-replayed", "true");
    }
    Ok(Reply::Stored(answer.body))
}

/// `GET /api/ui/stay`: a guest's own stay. Programs ask `/api/reservations/{reference}`.
#[server(name = GetStay, prefix = "/api", endpoint = "ui/stay", input = GetUrl, output = Json)]
pub async fn stay(
    /// The reservation's reference.
    reference: String,
    /// The key from the confirmation; empty for staff.
    #[server(default)]
    key: String,
) -> Result<GuestStay, Problem> {
    let reference = crate::form::reference(&reference)?;
    let (services, ctx) = crate::request::public_ctx(reference.hotel_code()).await?;
    let key = Some(key.as_str()).filter(|key| !key.is_empty());
    Ok(hotel::service::guest_stay::get(&services, &ctx, &reference, key).await?)
}
