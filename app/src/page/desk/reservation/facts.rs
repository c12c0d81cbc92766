//! Who stays, when, where and under which rules.

use leptos::prelude::*;

use hotel::view::reservation::ReservationPage;

use super::super::rack::panel::SpanBox;
use super::super::words::{people, source};
use crate::component::badge::StatusBadge;
use crate::component::icon::{Icon, Sign};
use crate::component::text::MoneyText;

/// The guest's name, the reference, where it stands, what is still to pay.
#[component]
pub fn Head(page: ReservationPage, hotel: String) -> impl IntoView {
    let reference = page.stay.reference.to_string();
    let owed = if page.balance.minor > 0 {
        "res-balance is-owed"
    } else {
        "res-balance"
    };
    let on_rack = format!(
        "/desk/{hotel}/rack?from={}&selected={reference}",
        page.stay.arrival
    );
    view! {
        <header class="res-head">
            <div>
                <p class="res-line">
                    <StatusBadge status=page.stay.status />
                    <span class="ref">{reference}</span>
                    <a class="quiet-link" href=on_rack>
                        <Icon sign=Sign::Rack />
                        "Show on the rack"
                    </a>
                </p>
                <h1>
                    {page.stay.guest.clone()}
                    {page.bar.vip.then(|| view! { <i class="sb-vip" title="VIP"></i> })}
                </h1>
            </div>
            <p class=owed>
                <span class="caption">"Balance"</span>
                <MoneyText amount=page.balance />
            </p>
        </header>
    }
    .into_any()
}

/// Nights, room, rate and rules.
#[component]
pub fn Facts(page: ReservationPage) -> impl IntoView {
    let stay = page.stay;
    let room = match &page.rooms[..] {
        [] => "Not assigned yet".to_owned(),
        rooms => rooms.join(" → "),
    };
    view! {
        <section class="card" aria-label="Stay">
            <SpanBox arrival=stay.arrival departure=stay.departure />
            <dl class="facts facts-wide">
                <dt>"Room"</dt>
                <dd>{room}</dd>
                <dt>"Room type"</dt>
                <dd>{stay.room_type_name}</dd>
                <dt>"Rate"</dt>
                <dd>{stay.rate_plan_name}</dd>
                <dt>"People"</dt>
                <dd>{people(stay.adults, stay.children)}</dd>
                <dt>"Booked by"</dt>
                <dd>{source(&page.bar.source).to_owned()}</dd>
                <dt>"Booking"</dt>
                <dd class="ref">{stay.booking.to_string()}</dd>
                <dt>"Cancellation"</dt>
                <dd>{stay.cancellation}</dd>
            </dl>
        </section>
    }
    .into_any()
}

/// How to reach the guest.
#[component]
pub fn Contact(page: ReservationPage) -> impl IntoView {
    let mail = page.email.map(|email| {
        view! {
            <li>
                <Icon sign=Sign::Mail />
                <a href=format!("mailto:{email}")>{email.clone()}</a>
            </li>
        }
    });
    let phone = page.phone.map(|phone| {
        view! {
            <li>
                <Icon sign=Sign::Phone />
                <a href=format!("tel:{}", phone.replace(' ', ""))>{phone.clone()}</a>
            </li>
        }
    });
    let nothing = (mail.is_none() && phone.is_none())
        .then(|| view! { <p class="quiet">"No e-mail address and no telephone number."</p> });
    view! {
        <section class="card">
            <h2 class="card-title">"Contact"</h2>
            {nothing}
            <ul class="contact">{mail} {phone}</ul>
        </section>
    }
    .into_any()
}
