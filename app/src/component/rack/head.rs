//! The chart's head: the days, and how full each night is.

use chrono::{Datelike, NaiveDate, Weekday};
use leptos::prelude::*;

use hotel::domain::calendar;
use hotel::live::board::Night;

/// A night this full, in rooms per hundred, is nearly sold out.
const NEARLY_FULL: u32 = 95;

/// Weekday, date and occupancy of each day; stays in sight while the rooms scroll by.
#[component]
pub fn RackHead(
    /// The nights shown.
    nights: Signal<Vec<Night>>,
    /// The accounting day.
    today: Signal<NaiveDate>,
) -> impl IntoView {
    let days = move || {
        let today = today.get();
        nights.with(|nights| nights.iter().map(|night| day(night, today)).collect_view())
    };
    view! {
        <div class="rk-head">
            <div class="rr-room rk-corner">"Rooms"</div>
            <div class="rk-days">{days}</div>
        </div>
    }
    .into_any()
}

fn day(night: &Night, today: NaiveDate) -> impl IntoView + use<> {
    let percent = night.percent();
    let fullness = match percent {
        101.. => "dh-bar dh-over",
        NEARLY_FULL..=100 => "dh-bar dh-full",
        _ => "dh-bar",
    };
    let text = calendar::short(night.date);
    let (weekday, rest) = text.split_once(' ').unwrap_or(("", &text));
    let (number, month) = rest.split_once(' ').unwrap_or((rest, ""));
    let first = if night.date.day() == 1 {
        month
    } else {
        weekday
    };
    view! {
        <div class=day_class("dh", night.date, today) title=in_words(night)>
            <time datetime=night.date.to_string()>
                <span>{first.to_owned()}</span>
                " "
                <b>{number.to_owned()}</b>
            </time>
            <i class=fullness style=format!("--o:{}%", percent.min(100))></i>
            <small>{percent} "%"</small>
        </div>
    }
}

/// `Fri 27 Nov: 23 of 24 sold, 1 free`.
fn in_words(night: &Night) -> String {
    let (day, sold, rooms) = (calendar::short(night.date), night.sold, night.rooms);
    format!("{day}: {sold} of {rooms} sold, {} free", night.free())
}

/// The columns behind the rows: weekends in shade, today in brass.
#[component]
pub fn RackColumns(
    /// The days shown, `[from, to)`.
    window: Signal<(NaiveDate, NaiveDate)>,
    /// The accounting day.
    today: Signal<NaiveDate>,
) -> impl IntoView {
    let columns = move || {
        let ((from, to), today) = (window.get(), today.get());
        let days = from.iter_days().take_while(|day| *day < to);
        days.map(|day| view! { <i class=day_class("col", day, today)></i> })
            .collect_view()
    };
    view! { <div class="rk-columns" aria-hidden="true">{columns}</div> }
}

fn day_class(class: &str, day: NaiveDate, today: NaiveDate) -> String {
    let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
    let weekend = if weekend { " is-weekend" } else { "" };
    let now = if day == today { " is-today" } else { "" };
    format!("{class}{weekend}{now}")
}
