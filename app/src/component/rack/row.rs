//! One row of the chart: a room, its condition, its stays and its outages.

use std::sync::Arc;

use chrono::NaiveDate;
use leptos::prelude::*;

use hotel::domain::reference::Reference;
use hotel::live::board::{Bar, Row};
use hotel::view::rack::{OutageBar, RackRoom, RackType, StayBar};

use super::{Chart, look};

/// A room's row. It reads its own signal only, so a change elsewhere does not touch it.
#[component]
pub fn RackRow(
    /// The room and what stands in it; nothing once the room is gone.
    row: Signal<Option<Row>>,
    /// The room's group.
    group: RackType,
    /// What all rows share.
    chart: Chart,
) -> impl IntoView {
    // Which of this row's stays is selected: selecting touches two rows and not all of them.
    let selected = Memo::new(move |_| {
        let chosen = chart.selected.get()?;
        let here = |row: &Row| row.bars.iter().any(|bar| bar.stay.reference == chosen);
        row.with(|row| row.as_ref().is_some_and(here))
            .then_some(chosen)
    });
    move || {
        let row = row.get()?;
        let (window, wanted) = (chart.window.get(), chart.wanted.get());
        let selected = selected.get();
        let number = &row.room.number;
        let outages = row
            .outages
            .iter()
            .map(|outage| outage_bar(outage, window))
            .collect_view();
        let bars = row.bars.iter().map(|bar| {
            let shown = Shown::of(&bar.stay, number, selected.as_ref(), &wanted);
            let label = look::spoken(bar, number);
            stay_bar(bar, window, chart.href(&bar.stay.reference), label, shown)
        });
        let bars = bars.collect_view();
        Some(view! {
            <div class="rr" role="group" aria-label=title(&row.room, &group)>
                <RoomCell room=row.room.clone() code=group.code.clone() />
                <div class="rr-lane">{outages} {bars}</div>
            </div>
        })
    }
}

/// `Room 204, Double, clean`.
fn title(room: &RackRoom, group: &RackType) -> String {
    let condition = room.housekeeping.title().to_lowercase();
    format!("Room {}, {}, {condition}", room.number, group.name)
}

#[component]
fn RoomCell(room: RackRoom, code: String) -> impl IntoView {
    view! {
        <div class="rr-room">
            <b>{room.number}</b>
            <span>{code}</span>
            <i class=look::condition_class(room.housekeeping) title=room.housekeeping.title()></i>
        </div>
    }
}

/// How a bar stands out from the others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    /// Its panel is open.
    pub selected: bool,
    /// It is what somebody looks for.
    pub found: bool,
}

impl Shown {
    /// How this stay stands out.
    pub fn of(stay: &StayBar, room: &str, selected: Option<&Reference>, wanted: &str) -> Self {
        Self {
            selected: selected == Some(&stay.reference),
            found: look::is_found(stay, room, wanted),
        }
    }
}

/// One stay's time in one room. Plain views and no signals: there may be a thousand of them.
fn stay_bar(
    bar: &Bar,
    window: (NaiveDate, NaiveDate),
    href: String,
    label: String,
    shown: Shown,
) -> impl IntoView + use<> {
    let edges = match (bar.arrives_here(), bar.leaves_from_here()) {
        (true, true) => "",
        (false, true) => " sb-from",
        (true, false) => " sb-on",
        (false, false) => " sb-from sb-on",
    };
    bar_link(
        &bar.stay,
        edges,
        look::place(bar.span.from, bar.span.to, window),
        href,
        label,
        shown,
    )
}

/// The link that a bar is, with its marks.
pub fn bar_link(
    stay: &StayBar,
    edges: &'static str,
    place: String,
    href: String,
    label: String,
    shown: Shown,
) -> impl IntoView + use<> {
    let found = if shown.found { " sb-hit" } else { "" };
    let class = format!("sb {}{edges}{found}", look::state_class(stay.status));
    view! {
        <a
            class=class
            style=place
            href=href
            title=label.clone()
            aria-label=label
            aria-current=shown.selected.then_some("true")
        >
            {look::owes(stay).then(|| view! { <i class="sb-due"></i> })}
            {stay.vip.then(|| view! { <i class="sb-vip"></i> })}
            {stay.attention.is_some().then(|| view! { <i class="sb-look"></i> })}
            {look::family_name(&stay.guest).to_owned()}
        </a>
    }
}

fn outage_bar(outage: &Arc<OutageBar>, window: (NaiveDate, NaiveDate)) -> impl IntoView + use<> {
    let text = format!("{} · {}", look::outage_title(outage.kind), outage.reason);
    let label = look::spoken_outage(outage);
    view! {
        <div class="sb sb-x" role="img" style=look::place(outage.from, outage.to, window) aria-label=label>
            {text}
        </div>
    }
}
