//! The panel beside the chart: who it is, from when to when, what to do next.

use chrono::NaiveDate;
use leptos::prelude::*;

use hotel::domain::calendar;
use hotel::domain::reference::Reference;
use hotel::view::rack::StayBar;
use hotel::view::reservation::{HistoryLine, ReservationPage};

use super::super::words::{nights_between, people, source};
use crate::api::desk;
use crate::api::problem::Problem;
use crate::component::alert::{Alert, ProblemAlert, Tone};
use crate::component::button::{LinkButton, Weight};
use crate::component::icon::{Icon, Sign};
use crate::component::rack::Chart;
use crate::component::text::MoneyText;
use crate::live_store::LiveStore;

/// Lines of the history the panel has room for; the reservation's page has them all.
const HISTORY: usize = 4;

type Details = Option<Result<ReservationPage, Problem>>;

/// The selected stay. Its head comes from the board and is there at once and live; prices and
/// history follow, and again after every change.
#[component]
pub fn StayPanel(
    /// The hotel's code.
    hotel: String,
    /// Whether the user may see prices and history.
    may_open: bool,
    /// The page's board.
    board: LiveStore,
    /// What is selected, and what addresses keep.
    chart: Chart,
) -> impl IntoView {
    let selected = chart.selected;
    let on_board = board.stay(selected);
    let seen = move || {
        let version = on_board.with(|stay| stay.as_ref().map(|stay| stay.version));
        (selected.get().filter(|_| may_open), version)
    };
    let code = hotel.clone();
    let details = Resource::new(seen, move |(reference, _)| {
        let hotel = code.clone();
        async move { Some(desk::reservation(hotel, reference?.to_string()).await) }
    });
    let close = move || {
        chart
            .kept
            .with(|kept| format!("?{}", kept.trim_end_matches('&')))
    };
    let panel = move || {
        let reference = selected.get()?;
        let (hotel, code) = (hotel.clone(), hotel.clone());
        let head = move || {
            on_board
                .get()
                .map(|stay| stay_head(&hotel, &stay, may_open))
        };
        let rest = move || {
            let (reference, hotel) = (reference.clone(), code.clone());
            Suspend::new(async move {
                let is_on_board = on_board.with(Option::is_some);
                rest_view(&hotel, &reference, is_on_board, details.await)
            })
        };
        Some(view! {
            <aside class="panel" aria-label="Selected stay">
                <a class="panel-close icon-button" href=close aria-label="Close">
                    <Icon sign=Sign::Close />
                </a>
                {head}
                <Transition fallback=PanelSkeleton>{rest}</Transition>
            </aside>
        })
    };
    panel.into_any()
}

/// What follows the head; the head, too, for a stay that is not among the days shown.
fn rest_view(hotel: &str, reference: &Reference, is_on_board: bool, details: Details) -> AnyView {
    match details {
        Some(Ok(page)) if page.bar.reference == *reference => {
            let head = (!is_on_board).then(|| stay_head(hotel, &page.bar, true));
            view! { {head} {page_view(&page)} }.into_any()
        }
        Some(Err(problem)) => view! { <ProblemAlert problem /> }.into_any(),
        Some(Ok(_)) => view! { <PanelSkeleton /> }.into_any(),
        None => ().into_any(),
    }
}

fn stay_head(hotel: &str, stay: &StayBar, may_open: bool) -> impl IntoView + use<> {
    let address = format!("/desk/{hotel}/reservations/{}", stay.reference);
    let who = format!(
        "{} · {}",
        people(stay.adults, stay.children),
        source(&stay.source)
    );
    view! {
        <p class="caption panel-caption">
            {stay.status.title()} " · " <span class="ref">{stay.reference.to_string()}</span>
        </p>
        <h2 class="panel-name">
            {stay.guest.clone()} {stay.vip.then(|| view! { <i class="sb-vip" title="VIP"></i> })}
        </h2>
        <p class="panel-who">{who}</p>
        <SpanBox arrival=stay.arrival departure=stay.departure />
        {stay.attention.clone().map(|text| view! { <Alert tone=Tone::Warning>{text}</Alert> })}
        {may_open
            .then(|| {
                view! {
                    <LinkButton href=address weight=Weight::Primary class="panel-action">
                        "Open reservation"
                    </LinkButton>
                }
            })}
    }
}

/// In, nights, out.
#[component]
pub fn SpanBox(
    /// First night.
    arrival: NaiveDate,
    /// Day of leaving.
    departure: NaiveDate,
) -> impl IntoView {
    view! {
        <dl class="span-box">
            <div>
                <dt>"In"</dt>
                <dd>{calendar::short(arrival)}</dd>
            </div>
            <div>
                <dt>"Nights"</dt>
                <dd>{nights_between(arrival, departure)}</dd>
            </div>
            <div>
                <dt>"Out"</dt>
                <dd>{calendar::short(departure)}</dd>
            </div>
        </dl>
    }
    .into_any()
}

fn page_view(page: &ReservationPage) -> impl IntoView + use<> {
    let stay = &page.stay;
    let room = match &page.rooms[..] {
        [] => "Not assigned".to_owned(),
        rooms => rooms.join(" → "),
    };
    let owed = if page.balance.minor > 0 {
        "is-owed"
    } else {
        ""
    };
    let history: Vec<_> = page
        .history
        .iter()
        .take(HISTORY)
        .map(history_line)
        .collect();
    view! {
        <dl class="facts">
            <dt>"Room"</dt>
            <dd>{format!("{room} · {}", stay.room_type_name)}</dd>
            <dt>"Rate"</dt>
            <dd>{stay.rate_plan.clone()}</dd>
            <dt>"Total"</dt>
            <dd>
                <MoneyText amount=stay.total />
            </dd>
            <dt>"Paid"</dt>
            <dd>
                <MoneyText amount=stay.paid />
            </dd>
            <dt>"Balance"</dt>
            <dd class=owed>
                <MoneyText amount=page.balance />
            </dd>
        </dl>
        {(!page.notes.is_empty()).then(|| view! { <p class="note">{page.notes.clone()}</p> })}
        <h3 class="caption">"History"</h3>
        <ol class="history">{history}</ol>
    }
}

/// One line of a history: when, what, who.
pub fn history_line(line: &HistoryLine) -> impl IntoView + use<> {
    view! {
        <li>
            <time>{line.at.clone()}</time>
            " "
            {line.what.clone()}
            " "
            <span class="who">{line.who.clone()}</span>
        </li>
    }
}

/// The panel before its details are there.
#[component]
fn PanelSkeleton() -> impl IntoView {
    view! {
        <div class="panel-skeleton" aria-hidden="true">
            {(0..8).map(|_| view! { <div class="skeleton-row"></div> }).collect_view()}
        </div>
    }
    .into_any()
}
