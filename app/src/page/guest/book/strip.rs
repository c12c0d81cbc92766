//! The days around the arrival with the lowest price of each night.

use leptos::either::Either;
use leptos::prelude::*;

use hotel::domain::calendar;
use hotel::domain::money::Money;
use hotel::domain::restriction::Refusal;
use hotel::view::availability::{DayPrice, Search};

use crate::component::icon::{Icon, Sign};
use crate::form::search::{later, query};

/// Days as links that move the stay to begin on them; its nights are marked.
#[component]
pub fn Strip(
    /// What is shown now.
    search: Search,
    /// The days.
    days: Vec<DayPrice>,
) -> impl IntoView {
    let back = days
        .first()
        .filter(|day| !is_past(day))
        .map(|_| shift(&search, -7));
    let on = shift(&search, 7);
    let closed = sentences(&days);
    let cents = days
        .iter()
        .filter_map(|day| day.from)
        .any(|price| whole(price).is_none());
    let cells = days
        .into_iter()
        .map(|day| view! { <Day search=search.clone() day cents /> });
    view! {
        <nav class="strip" aria-label="Prices by day of arrival">
            {back.map(|href| view! {
                <a class="strip-move" href=href aria-label="A week earlier"><Icon sign=Sign::ChevronLeft /></a>
            })}
            <ol class="strip-days">{cells.collect_view()}</ol>
            <a class="strip-move" href=on aria-label="A week later"><Icon sign=Sign::ChevronRight /></a>
        </nav>
        {(!closed.is_empty()).then(|| view! {
            <details class="strip-why">
                <summary>"Why do some days have no price?"</summary>
                <ul>{closed.into_iter().map(|why| view! { <li>{why}</li> }).collect_view()}</ul>
            </details>
        })}
    }
}

#[component]
fn Day(search: Search, day: DayPrice, cents: bool) -> impl IntoView {
    let within = search.arrival <= day.date && day.date < search.departure;
    let date = calendar::short(day.date);
    let price = day.from.map(|price| {
        whole(price)
            .filter(|_| !cents)
            .unwrap_or_else(|| price.to_string())
    });
    let price = price.unwrap_or_else(|| "–".to_owned());
    let why = day.reason.map(|reason| reason.sentence());
    let text = view! {
        <span class="day-date">{date}</span>
        <span class="day-price money">{price}</span>
    };
    let cell = if is_past(&day) {
        Either::Left(view! { <span class="day day-past" title=why>{text}</span> })
    } else {
        let nights = (search.departure - search.arrival).num_days();
        let moved = Search {
            arrival: day.date,
            departure: later(day.date, u64::try_from(nights).unwrap_or(1)),
            ..search.clone()
        };
        let class = if within { "day day-chosen" } else { "day" };
        let current = (day.date == search.arrival).then_some("date");
        Either::Right(view! {
            <a class=class href=query(&moved) title=why aria-current=current>{text}</a>
        })
    };
    view! { <li>{cell}</li> }
}

fn is_past(day: &DayPrice) -> bool {
    matches!(day.reason, Some(Refusal::Past { .. }))
}

/// The search some days later or earlier.
fn shift(search: &Search, days: i64) -> String {
    let by = chrono::TimeDelta::days(days);
    let moved = |date: chrono::NaiveDate| date.checked_add_signed(by).unwrap_or(date);
    query(&Search {
        arrival: moved(search.arrival),
        departure: moved(search.departure),
        ..search.clone()
    })
}

/// Why days have no price, each reason once; days gone by speak for themselves.
fn sentences(days: &[DayPrice]) -> Vec<String> {
    let closed = days
        .iter()
        .filter(|day| day.from.is_none() && !is_past(day));
    closed
        .filter_map(|day| day.reason.map(|reason| reason.sentence()))
        .collect()
}

/// A price without its zero cents, if it has none.
fn whole(price: Money) -> Option<String> {
    price.to_string().strip_suffix(".00").map(str::to_owned)
}
