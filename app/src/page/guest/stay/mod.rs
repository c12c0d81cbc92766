//! `/stay/{reference}?key=…`: the guest's own stay.

mod cancel;
mod state;

use std::time::Duration;

use leptos::either::Either;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use leptos_router::{LazyRoute, lazy_route};

use hotel::domain::reservation::Status;
use hotel::view::guest_stay::GuestStay;

use self::cancel::Cancel;
use self::state::{Moment, Payment, StateNotice};
use super::frame::{GuestFrame, Place};
use crate::api::guest::stay;
use crate::api::problem::Problem;
use crate::browser;
use crate::component::badge::StatusBadge;
use crate::component::icon::{Icon, Sign};
use crate::component::still::Still;
use crate::component::text::{DateText, MoneyText, people};
use crate::component::title::PageTitle;
use crate::form::Posted;
use crate::page::problem::ProblemPage;

/// How often a stay that is being confirmed is looked at.
const NEWS: Duration = Duration::from_secs(3);

/// `/stay/{reference}`.
#[derive(Debug)]
pub struct StayRoute;

#[lazy_route]
impl LazyRoute for StayRoute {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let StayRoute = this;
        let posted = Posted::take();
        let (params, query) = (use_params_map(), use_query_map());
        let typed = posted.value("key");
        let key = Memo::new(move |_| {
            query
                .with(|query| query.get("key"))
                .unwrap_or(typed.clone())
        });
        let moment = Memo::new(move |_| query.with(Moment::of));
        let asked = move || (params.with(|params| params.get("reference")), key.get());
        let stay = Resource::new(asked, |(reference, key)| {
            stay(reference.unwrap_or_default(), key)
        });
        follow(stay);
        let refused = StoredValue::new(posted.problem);
        let page = move || {
            Suspend::new(async move {
                Still(match stay.await {
                    Ok(stay) => Either::Left(view! {
                        <Page stay key=key.get() moment=moment.get() refused=refused.get_value() />
                    }),
                    Err(problem) => Either::Right(view! { <ProblemPage problem /> }),
                })
            })
        };
        view! { <Transition fallback=|| Still(view! { <Waiting /> })>{page}</Transition> }
            .into_any()
    }
}

#[component]
fn Waiting() -> impl IntoView {
    view! { <GuestFrame><div class="bone bone-card"></div></GuestFrame> }
}

/// Looks again while the stay waits for its payment to be known.
fn follow(stay: Resource<Result<GuestStay, Problem>>) {
    let waits = move || {
        stay.try_with_untracked(
            |stay| matches!(stay, Some(Ok(stay)) if stay.status == Status::Tentative),
        )
    };
    let look = move || {
        if waits() == Some(true) {
            stay.refetch();
        }
    };
    Effect::new(move |_| browser::while_visible(NEWS, look));
}

#[component]
fn Page(stay: GuestStay, key: String, moment: Moment, refused: Option<Problem>) -> impl IntoView {
    let place = Place {
        code: stay.hotel.clone(),
        name: stay.hotel_name.clone(),
        city: String::new(),
    };
    let title = format!("Stay {} at {}", stay.reference, stay.hotel_name);
    let heading = moment.heading(&stay);
    view! {
        <PageTitle text=title />
        <GuestFrame place>
            <header class="stay-head">
                <div>
                    <h1 class="page-title">{heading}</h1>
                    <p class="stay-guest">{format!("{} · {}", stay.guest, party(&stay))}</p>
                </div>
                <div class="stay-reference">
                    <span class="caption">"Reference"</span>
                    <strong class="reference" data-reference=stay.reference.to_string()>
                        {stay.reference.to_string()}
                    </strong>
                    <StatusBadge status=stay.status />
                </div>
            </header>
            <StateNotice stay=stay.clone() moment refused />
            <div class="stay">
                <section class="sheet stay-card" aria-label="Your stay">
                    <Dates stay=stay.clone() />
                    <Room stay=stay.clone() />
                    <Prices stay=stay.clone() />
                    <Payment stay=stay.clone() />
                </section>
                <div class="stay-side">
                    <Address stay=stay.clone() />
                    <Cancel stay key />
                </div>
            </div>
        </GuestFrame>
    }
}

#[component]
fn Dates(stay: GuestStay) -> impl IntoView {
    let nights = (stay.departure - stay.arrival).num_days();
    view! {
        <dl class="triple">
            <div>
                <dt>"In"</dt>
                <dd><DateText date=stay.arrival /></dd>
                <dd class="triple-note">{format!("from {}", stay.check_in_from)}</dd>
            </div>
            <div>
                <dt>"Nights"</dt>
                <dd>{nights.to_string()}</dd>
            </div>
            <div>
                <dt>"Out"</dt>
                <dd><DateText date=stay.departure /></dd>
                <dd class="triple-note">{format!("until {}", stay.check_out_until)}</dd>
            </div>
        </dl>
    }
}

#[component]
fn Room(stay: GuestStay) -> impl IntoView {
    view! {
        <dl class="lines">
            <div class="line"><dt>"Room"</dt><dd>{stay.room_type_name}</dd></div>
            <div class="line"><dt>"Rate"</dt><dd>{stay.rate_plan_name}</dd></div>
        </dl>
    }
}

#[component]
fn Prices(stay: GuestStay) -> impl IntoView {
    let nights = stay.nights.into_iter().map(|night| view! {
        <div class="line"><dt><DateText date=night.date /></dt><dd><MoneyText amount=night.price /></dd></div>
    });
    view! {
        <h2 class="section-title">"Price"</h2>
        <dl class="lines">
            {nights.collect_view()}
            {(stay.city_tax.minor > 0).then(|| view! {
                <div class="line"><dt>"City tax"</dt><dd><MoneyText amount=stay.city_tax /></dd></div>
            })}
            <div class="line line-total"><dt>"Total"</dt><dd><MoneyText amount=stay.total /></dd></div>
        </dl>
    }
}

#[component]
fn Address(stay: GuestStay) -> impl IntoView {
    let call = format!("tel:{}", stay.hotel_phone.replace(' ', ""));
    view! {
        <section class="sheet side-card" aria-label="The hotel">
            <h2 class="section-title">{stay.hotel_name}</h2>
            <address class="address">
                <p><Icon sign=Sign::Pin />{stay.hotel_address}</p>
                <p><Icon sign=Sign::Phone /><a href=call>{stay.hotel_phone}</a></p>
            </address>
        </section>
    }
}

fn party(stay: &GuestStay) -> String {
    let count = |number: i16| u16::try_from(number).unwrap_or_default();
    people(count(stay.adults), count(stay.children))
}
