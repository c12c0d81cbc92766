//! What can be booked, and why the rest cannot.

use leptos::prelude::*;

use hotel::domain::calendar;
use hotel::domain::restriction::Refusal;
use hotel::view::availability::{Availability, Offer, Refused, Search};

use crate::component::button::Weight;
use crate::component::empty::EmptyState;
use crate::component::icon::{Icon, Sign};
use crate::component::picture::RoomPicture;
use crate::component::text::{DateText, MoneyText};
use crate::form::search::query;

/// Rooms left that are worth a word.
const FEW: i32 = 3;

/// One card per room type with its plans, then the types that cannot be had.
#[component]
pub fn Offers(
    /// What was asked for.
    search: Search,
    /// What was found.
    found: Availability,
) -> impl IntoView {
    let Availability {
        offers, refused, ..
    } = found;
    let cards = by_type(offers)
        .into_iter()
        .map(|plans| view! { <RoomCard search=search.clone() plans /> })
        .collect_view();
    let nothing = cards.is_empty();
    let refused = refused
        .into_iter()
        .map(|refused| view! { <RefusedCard refused /> });
    view! {
        {nothing.then(|| view! {
            <EmptyState sign=Sign::Calendar title="Nothing is free for these dates">
                <p>"Choose another day above, fewer nights or fewer people. Below is what stands in the way."</p>
            </EmptyState>
        })}
        <div class="offers">{cards}</div>
        <div class="offers refused">{refused.collect_view()}</div>
    }
}

/// Neighbouring offers of the same room type.
fn by_type(offers: Vec<Offer>) -> Vec<Vec<Offer>> {
    let mut types: Vec<Vec<Offer>> = Vec::new();
    for offer in offers {
        match types.last_mut() {
            Some(plans)
                if plans
                    .first()
                    .is_some_and(|p| p.room_type == offer.room_type) =>
            {
                plans.push(offer);
            }
            _ => types.push(vec![offer]),
        }
    }
    types
}

#[component]
fn RoomCard(search: Search, plans: Vec<Offer>) -> impl IntoView {
    let room = plans.first().cloned();
    let rows = plans
        .into_iter()
        .enumerate()
        .map(|(index, offer)| view! { <Plan search=search.clone() offer first=index == 0 /> })
        .collect_view();
    room.map(|room| {
        let left = (room.available <= FEW).then(|| left(room.available));
        view! {
            <article class="room sheet">
                <div class="room-side">
                    <RoomPicture code=room.room_type.clone() name=room.name.clone() />
                    <header class="room-head">
                        <h2 class="room-name">{room.name.clone()}</h2>
                        <p class="room-facts">{facts(&room)}</p>
                        {left.map(|left| view! { <p class="room-left">{left}</p> })}
                    </header>
                </div>
                <ul class="plans">{rows}</ul>
            </article>
        }
    })
}

fn facts(room: &Offer) -> String {
    match room.description.as_str() {
        "" => format!("{} m²", room.size_m2),
        description => format!("{} m², {description}", room.size_m2),
    }
}

fn left(rooms: i32) -> String {
    if rooms == 1 {
        "Last one".to_owned()
    } else {
        format!("{rooms} left")
    }
}

#[component]
fn Plan(search: Search, offer: Offer, first: bool) -> impl IntoView {
    let nights = u16::try_from(offer.nights.len()).unwrap_or(u16::MAX);
    let href = format!(
        "{}&room_type={}&rate_plan={}",
        query(&search),
        offer.room_type,
        offer.rate_plan
    );
    let weight = if first {
        Weight::Primary
    } else {
        Weight::Quiet
    };
    let label = format!(
        "Choose {}, {}, {}",
        offer.name, offer.rate_plan_name, offer.total
    );
    view! {
        <li class="plan">
            <div class="plan-rules">
                <h3 class="plan-name">{offer.rate_plan_name.clone()}</h3>
                <Rules offer=offer.clone() />
                <Nights offer=offer.clone() />
            </div>
            <div class="plan-price">
                <MoneyText amount=offer.total class="plan-total" />
                <span class="plan-note">{inside(nights, &offer)}</span>
                <a class=weight.class() href=href aria-label=label>"Choose"</a>
            </div>
        </li>
    }
}

/// What the total contains.
fn inside(nights: u16, offer: &Offer) -> String {
    let nights = calendar::nights(nights);
    match offer.city_tax.minor {
        0 => format!("{nights}, taxes included"),
        _ => format!("{nights}, {} city tax included", offer.city_tax),
    }
}

/// The rules of an offer, good news first.
#[component]
pub fn Rules(
    /// The offer.
    offer: Offer,
) -> impl IntoView {
    let (class, sign) = if offer.free_cancellation {
        ("rule rule-good", Sign::Check)
    } else {
        ("rule", Sign::Info)
    };
    let payment = if offer.prepaid {
        "Paid when booking"
    } else {
        "Pay now or at the hotel"
    };
    view! {
        <ul class="rules">
            {(!offer.meal.is_empty()).then(|| view! {
                <li class="rule rule-good"><Icon sign=Sign::Coffee />{format!("{} included", offer.meal)}</li>
            })}
            <li class=class><Icon sign />{offer.cancellation.clone()}</li>
            <li class="rule"><Icon sign=Sign::Card />{payment}</li>
        </ul>
    }
}

/// The price of every night, folded away.
#[component]
pub fn Nights(
    /// The offer.
    offer: Offer,
) -> impl IntoView {
    view! {
        <details class="nights">
            <summary>"Price per night"</summary>
            <NightTable offer />
        </details>
    }
}

/// The price of every night, the city tax and the sum.
#[component]
fn NightTable(offer: Offer) -> impl IntoView {
    let nights = offer.nights.into_iter().map(|night| view! {
        <div class="line"><dt><DateText date=night.date /></dt><dd><MoneyText amount=night.price /></dd></div>
    });
    view! {
        <dl class="lines">
            {nights.collect_view()}
            {(offer.city_tax.minor > 0).then(|| view! {
                <div class="line"><dt>"City tax"</dt><dd><MoneyText amount=offer.city_tax /></dd></div>
            })}
            <div class="line line-total"><dt>"Total"</dt><dd><MoneyText amount=offer.total /></dd></div>
        </dl>
    }
}

#[component]
fn RefusedCard(refused: Refused) -> impl IntoView {
    // Too many adults are too many guests, too; one sentence is enough.
    let adults = refused
        .reasons
        .iter()
        .any(|why| matches!(why, Refusal::TooManyAdults { .. }));
    let reasons = refused
        .reasons
        .into_iter()
        .filter(move |why| !(adults && matches!(why, Refusal::TooManyGuests { .. })))
        .map(|why| view! { <li>{why.sentence()}</li> });
    view! {
        <article class="refused-room">
            <h2 class="refused-name">{refused.name}</h2>
            <ul class="refused-why">{reasons.collect_view()}</ul>
        </article>
    }
}
