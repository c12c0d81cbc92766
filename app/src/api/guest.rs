//! What guests ask and do.

use leptos::prelude::*;
use server_fn::codec::{GetUrl, Json};

use hotel::view::hotel::PublicHotel;

use super::problem::Problem;

/// `GET /api/ui/hotels`: the hotels a guest can choose.
#[server(name = ListHotels, prefix = "/api", endpoint = "ui/hotels", input = GetUrl, output = Json)]
pub async fn hotels() -> Result<Vec<PublicHotel>, Problem> {
    let services = crate::request::services()?;
    Ok(hotel::service::directory::public_hotels(&services).await?)
}
