//! `/book/{hotel}`: dates and people, then offers, then details and payment. One address for all
//! three steps: the query says what is chosen, so every step can be opened, reloaded and shared.

mod details;
mod offers;
mod payment;
mod search;
mod strip;

use std::time::Duration;

use leptos::either::Either;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use hotel::domain::calendar;
use hotel::view::availability::Offer;

use self::details::Details;
use self::offers::Offers;
use self::search::SearchForm;
use self::strip::Strip;
use super::frame::{GuestFrame, Place};
use crate::api::guest::{BookPage, book_page};
use crate::api::problem::Problem;
use crate::browser;
use crate::component::alert::{Alert, ProblemAlert, Tone};
use crate::component::still::Still;
use crate::component::text::capital;
use crate::component::title::PageTitle;
use crate::form::Posted;
use crate::form::booking::spends_key;
use crate::page::problem::ProblemPage;

/// How often the offers are asked for again while somebody looks at them.
const FRESH: Duration = Duration::from_secs(20);

/// The words of the address: hotel, dates and people.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Asked {
    hotel: String,
    arrival: String,
    departure: String,
    adults: String,
    children: String,
}

impl Asked {
    async fn answer(self) -> Result<BookPage, Problem> {
        book_page(
            self.hotel,
            self.arrival,
            self.departure,
            self.adults,
            self.children,
        )
        .await
    }
}

/// Room type and rate plan, once chosen.
type Choice = (String, String);

/// `/book/{hotel}`. The one page that is not lazy: most guests come for it, and in one piece it
/// weighs least.
#[component]
pub fn Book() -> impl IntoView {
    let posted = Posted::take();
    let (asked, choice) = address(&posted);
    let page = Resource::new(move || asked.get(), Asked::answer);
    keep_fresh(page, asked, choice);
    // Lives outside of the part that is drawn anew when offers change.
    let refused = RwSignal::new(posted.problem.clone());
    // Another question, another choice: what was refused before is over.
    Effect::new(move |before: Option<()>| {
        asked.track();
        choice.track();
        if before.is_some() {
            refused.set(None);
        }
    });
    let view = move || {
        let posted = posted.clone();
        Suspend::new(async move {
            Still(match page.await {
                Ok(page) => Either::Left(view! { <Booking page choice posted refused /> }),
                Err(problem) => Either::Right(view! { <ProblemPage problem /> }),
            })
        })
    };
    view! { <Transition fallback=|| Still(view! { <Waiting /> })>{view}</Transition> }
}

/// What the address asks for, and what was chosen. A form posted to the bare address carries the
/// query's words in its fields.
fn address(posted: &Posted) -> (Memo<Asked>, Memo<Option<Choice>>) {
    let (params, query) = (use_params_map(), use_query_map());
    let values = StoredValue::new(posted.values.clone());
    let word = move |name: &str| {
        let word = query.with(|query| query.get(name));
        word.or_else(|| values.with_value(|values| values.get(name).cloned()))
            .unwrap_or_default()
    };
    let asked = Memo::new(move |_| Asked {
        hotel: params
            .with(|params| params.get("hotel"))
            .unwrap_or_default(),
        arrival: word("arrival"),
        departure: word("departure"),
        adults: word("adults"),
        children: word("children"),
    });
    let choice = Memo::new(move |_| {
        Some((word("room_type"), word("rate_plan"))).filter(|(room, _)| !room.is_empty())
    });
    (asked, choice)
}

/// Asks for the offers again now and then, and shows them only when something changed. The key of
/// the page stays: it names the booking, however often the offers are looked at.
fn keep_fresh(
    page: Resource<Result<BookPage, Problem>>,
    asked: Memo<Asked>,
    choice: Memo<Option<Choice>>,
) {
    let look = move || {
        if choice.with_untracked(Option::is_some) {
            return;
        }
        leptos::task::spawn_local(async move {
            let question = asked.get_untracked();
            let Ok(new) = question.clone().answer().await else {
                return;
            };
            if asked.try_get_untracked() != Some(question) {
                return;
            }
            page.maybe_update(|page| match page {
                Some(Ok(page)) if page.found != new.found => {
                    page.found = new.found;
                    true
                }
                _ => false,
            });
        });
    };
    Effect::new(move |_| browser::while_visible(FRESH, look));
}

#[component]
fn Waiting() -> impl IntoView {
    view! {
        <GuestFrame>
            <div class="bone bone-title"></div>
            <div class="bone bone-card"></div>
            <div class="bone bone-card"></div>
        </GuestFrame>
    }
}

#[component]
fn Booking(
    page: BookPage,
    choice: Memo<Option<Choice>>,
    posted: Posted,
    refused: RwSignal<Option<Problem>>,
) -> impl IntoView {
    let BookPage {
        hotel,
        search,
        found,
        key,
    } = page;
    let place = Place {
        code: hotel.code.clone(),
        name: hotel.name.clone(),
        city: hotel.city.clone(),
    };
    let title = format!("Book {}, {}", hotel.name, hotel.city);
    let nights = (search.departure - search.arrival).num_days();
    let heading = match u16::try_from(nights) {
        Ok(nights @ 1..) => format!("{} in {}", capital(&calendar::nights(nights)), hotel.city),
        _ => format!("Your stay in {}", hotel.city),
    };
    let key = posted_key(&posted).unwrap_or(key);
    let content = match found {
        Err(problem) => Either::Left(view! {
            <h1 class="page-title">{heading}</h1>
            <SearchForm hotel=hotel.clone() search problem=Some(problem.clone()) />
            <ProblemAlert problem />
        }),
        Ok(found) => {
            let offers = StoredValue::new(found.offers.clone());
            let chosen = move || choice.get().map(|choice| find(offers, &choice));
            let step = move || match chosen() {
                Some(Some(offer)) => Either::Left(view! {
                    <Details
                        hotel=hotel.clone()
                        search=search.clone()
                        offer
                        posted=posted.clone()
                        refused
                        key=key.clone()
                    />
                }),
                other => Either::Right(view! {
                    <h1 class="page-title">{heading.clone()}</h1>
                    <SearchForm hotel=hotel.clone() search=search.clone() problem=None />
                    <Strip search=search.clone() days=found.days.clone() />
                    <Obstacle refused gone=other.is_some() />
                    <Offers search=search.clone() found=found.clone() />
                }),
            };
            Either::Right(step)
        }
    };
    view! {
        <PageTitle text=title />
        <GuestFrame place>{content}</GuestFrame>
    }
}

/// Why a booking came to nothing, above what can be booked instead.
#[component]
fn Obstacle(
    refused: RwSignal<Option<Problem>>,
    /// The room that was chosen is not on offer.
    gone: bool,
) -> impl IntoView {
    move || match refused.get() {
        Some(problem) => Either::Left(view! { <ProblemAlert problem /> }),
        None => Either::Right(gone.then(|| view! { <Gone /> })),
    }
}

#[component]
fn Gone() -> impl IntoView {
    view! {
        <Alert tone=Tone::Warning>
            <p>
                "The room you chose is no longer on offer for these dates. Nothing was booked; here is what is free now."
            </p>
        </Alert>
    }
}

fn find(offers: StoredValue<Vec<Offer>>, (room_type, rate_plan): &Choice) -> Option<Offer> {
    let is_chosen = |offer: &&Offer| offer.room_type == *room_type && offer.rate_plan == *rate_plan;
    offers.with_value(|offers| offers.iter().find(is_chosen).cloned())
}

/// The key a refused form was sent with: sent again it names the same booking, unless it is spent.
fn posted_key(posted: &Posted) -> Option<String> {
    let spent = posted
        .problem
        .as_ref()
        .is_some_and(|problem| spends_key(problem.code));
    posted
        .values
        .get("key")
        .filter(|key| !key.is_empty() && !spent)
        .cloned()
}
