//! `/`: the hotels of the house.

use leptos::either::Either;
use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};

use hotel::view::hotel::PublicHotel;

use super::frame::GuestFrame;
use crate::api::guest::hotels;
use crate::component::empty::EmptyState;
use crate::component::icon::{Icon, Sign};
use crate::component::picture::HotelPicture;
use crate::component::still::Still;
use crate::component::title::PageTitle;
use crate::page::problem::ProblemPage;

/// `/`: the hotels of the house.
#[derive(Debug)]
pub struct HomeRoute;

#[lazy_route]
impl LazyRoute for HomeRoute {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let HomeRoute = this;
        let hotels = Resource::new(|| (), |()| hotels());
        let page = move || {
            Suspend::new(async move {
                Still(match hotels.await {
                    Ok(hotels) => Either::Left(view! { <Portfolio hotels /> }),
                    Err(problem) => Either::Right(view! { <ProblemPage problem /> }),
                })
            })
        };
        view! { <Suspense fallback=|| Still(view! { <Waiting /> })>{page}</Suspense> }.into_any()
    }
}

#[component]
fn Waiting() -> impl IntoView {
    view! { <GuestFrame><div class="bone bone-card"></div></GuestFrame> }
}

#[component]
fn Portfolio(hotels: Vec<PublicHotel>) -> impl IntoView {
    let nothing = hotels.is_empty();
    let cards = hotels
        .into_iter()
        .map(|hotel| view! { <HotelCard hotel /> });
    view! {
        <PageTitle text="Our hotels".to_owned() />
        <GuestFrame>
        <section class="welcome">
            <h1 class="welcome-title">"Where would you like to wake up?"</h1>
            <p class="welcome-text">
                "Book straight from the house: the price you see is the price you pay, taxes included."
            </p>
        </section>
        {nothing.then(|| view! {
            <EmptyState sign=Sign::Bed title="No hotel is open to guests yet">
                <p>"Load the demo data with " <code>"keyrack demo"</code> ", or open a hotel at the desk."</p>
            </EmptyState>
        })}
        <ul class="hotels">{cards.collect_view()}</ul>
        </GuestFrame>
    }
}

#[component]
fn HotelCard(hotel: PublicHotel) -> impl IntoView {
    let PublicHotel {
        code, name, city, ..
    } = hotel;
    view! {
        <li class="hotel sheet">
            <HotelPicture code=code.clone() />
            <div class="hotel-body">
                <h2 class="hotel-name">
                    <a class="hotel-link" href=format!("/book/{code}")>{name}</a>
                </h2>
                <p class="hotel-city"><Icon sign=Sign::Pin />{city}</p>
                <span class="hotel-go" aria-hidden="true">"See rooms and prices"<Icon sign=Sign::ArrowRight /></span>
            </div>
        </li>
    }
}
