//! Who stays and how it is paid.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use hotel::error::{AppError, Code};
use hotel::view::availability::{Offer, Search};
use hotel::view::booking::BookingMade;
use hotel::view::hotel::PublicHotel;

use super::offers::{Nights, Rules};
use super::payment::PaymentChoice;
use crate::api::client::under_key;
use crate::api::guest::create_reservation;
use crate::api::problem::Problem;
use crate::browser;
use crate::component::alert::ProblemAlert;
use crate::component::button::{Submit, Weight};
use crate::component::field::Field;
use crate::component::icon::{Icon, Sign};
use crate::component::picture::RoomPicture;
use crate::component::text::{DateText, MoneyText, people};
use crate::form::booking::{address_of, for_guest, input_of, next_key, read, spends_key};
use crate::form::search::query;
use crate::form::{Posted, Values};

/// The form on the left, what is booked on the right.
///
/// Without JavaScript it is posted to the page's own address and answered with 303 or with this
/// page again. With it, the same fields travel as JSON under the same key.
#[component]
pub fn Details(
    /// Where.
    hotel: PublicHotel,
    /// When and how many.
    search: Search,
    /// What was chosen.
    offer: Offer,
    /// What was typed, if the form was refused.
    posted: Posted,
    /// Why it was refused.
    refused: RwSignal<Option<Problem>>,
    /// Names this booking, however often it is sent.
    key: String,
) -> impl IntoView {
    let back = query(&search);
    let busy = RwSignal::new(false);
    let key = RwSignal::new(key);
    let code = StoredValue::new(hotel.code.clone());
    let navigate = use_navigate();
    let book = move |event: SubmitEvent| {
        let values = browser::form_of(&event).and_then(|form| browser::values_of(&form));
        let Some(values) = values else { return };
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        refused.set(None);
        let navigate = navigate.clone();
        leptos::task::spawn_local(async move {
            match send(code.get_value(), values).await {
                Ok(made) => navigate(&address_of(&made), NavigateOptions::default()),
                Err(problem) => {
                    if spends_key(problem.code) {
                        key.update(|key| *key = next_key(key));
                    }
                    refused.set(Some(problem));
                    busy.set(false);
                    browser::reveal("booking-problem");
                }
            }
        });
    };
    // Not the page's own address: a browser forgets a page that something was posted to, and who
    // went back would find a form with another key.
    let action = format!("/book/{}", hotel.code);
    view! {
        <a class="back-link" href=back.clone()><Icon sign=Sign::ArrowLeft />"All rooms"</a>
        <h1 class="page-title">"Your details"</h1>
        <div class="details">
            <form class="details-form sheet" method="post" action=action on:submit=book>
                <div id="booking-problem" class="details-problem" tabindex="-1">
                    {move || refused.get().map(|problem| view! { <ProblemAlert problem /> })}
                </div>
                <Asked search=search.clone() offer=offer.clone() key />
                <Person posted=posted.clone() refused />
                <PaymentChoice
                    prepaid=offer.prepaid
                    total=offer.total
                    chosen=posted.values.get("token").cloned()
                    error=error_of(refused, "token")
                />
                <p class="details-terms">{offer.cancellation.clone()}</p>
                <Submit weight=Weight::Primary class="btn-full" busy>
                    {format!("Book for {}", offer.total)}
                </Submit>
            </form>
            <Summary hotel search offer />
        </div>
    }
}

/// What was chosen on the pages before.
#[component]
fn Asked(search: Search, offer: Offer, key: RwSignal<String>) -> impl IntoView {
    let hidden = |name: &'static str, value: String| {
        view! { <input type="hidden" name=name value=value /> }
    };
    view! {
        {hidden("arrival", search.arrival.to_string())}
        {hidden("departure", search.departure.to_string())}
        {hidden("adults", search.adults.to_string())}
        {hidden("children", search.children.to_string())}
        {hidden("room_type", offer.room_type)}
        {hidden("rate_plan", offer.rate_plan)}
        <input type="hidden" name="key" value=key />
    }
}

#[component]
fn Person(posted: Posted, refused: RwSignal<Option<Problem>>) -> impl IntoView {
    view! {
        <fieldset class="person">
            <legend class="step-title">"Who stays"</legend>
            <Field
                name="name"
                label="Name"
                autocomplete="name"
                value=posted.value("name")
                required=true
                error=error_of(refused, "name")
            />
            <Field
                name="email"
                label="E-mail"
                kind="email"
                autocomplete="email"
                value=posted.value("email")
                hint="The confirmation goes there."
                error=error_of(refused, "email")
            />
            <Field
                name="phone"
                label="Telephone"
                kind="tel"
                autocomplete="tel"
                value=posted.value("phone")
                hint="Only for questions about this stay."
                error=error_of(refused, "phone")
            />
        </fieldset>
    }
}

#[component]
fn Summary(hotel: PublicHotel, search: Search, offer: Offer) -> impl IntoView {
    let nights = u16::try_from(offer.nights.len()).unwrap_or(u16::MAX);
    view! {
        <aside class="summary sheet" aria-label="What you book">
            <RoomPicture code=offer.room_type.clone() name=offer.name.clone() />
            <div class="summary-body">
                <h2 class="room-name">{offer.name.clone()}</h2>
                <p class="room-facts">{format!("{} · {}, {}", offer.rate_plan_name, hotel.name, hotel.city)}</p>
                <dl class="triple">
                    <div><dt>"In"</dt><dd><DateText date=search.arrival /></dd></div>
                    <div><dt>"Nights"</dt><dd>{nights.to_string()}</dd></div>
                    <div><dt>"Out"</dt><dd><DateText date=search.departure /></dd></div>
                </dl>
                <p class="room-facts">{people(search.adults.into(), search.children.into())}</p>
                <Rules offer=offer.clone() />
                <Nights offer=offer.clone() />
                <p class="summary-total"><span>"Total"</span><MoneyText amount=offer.total /></p>
            </div>
        </aside>
    }
}

/// Sends the booking under its key.
async fn send(hotel: String, values: Values) -> Result<BookingMade, Problem> {
    let new = read(&hotel, &values)?;
    if let Some(key) = values.get("key").filter(|key| !key.is_empty()) {
        under_key(key.clone());
    }
    let reply = create_reservation(new)
        .await
        .map_err(|Problem(error)| for_guest(error))?;
    reply.into_inner().map_err(|_| AppError::internal().into())
}

/// What the house says of an input, wherever it is called differently there.
fn error_of(refused: RwSignal<Option<Problem>>, input: &'static str) -> Signal<Option<String>> {
    Signal::derive(move || {
        refused.with(|problem| {
            let fields = problem
                .as_ref()
                .filter(|p| p.code == Code::Invalid)?
                .fields
                .as_ref()?;
            fields
                .iter()
                .find(|(name, _)| input_of(name) == input)
                .map(|(_, why)| why.clone())
        })
    })
}
