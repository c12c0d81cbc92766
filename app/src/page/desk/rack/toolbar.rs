//! Above the chart: which days, how many, and what the shapes mean.

use leptos::prelude::*;

use hotel::domain::calendar;

use super::window::{Asked, WIDTHS};
use crate::component::icon::{Icon, Sign};
use crate::component::rack::legend::RackLegend;
use crate::live_store::LiveStore;

/// Turns the pages of the chart.
#[component]
pub fn Toolbar(
    /// What the address asks for.
    asked: Memo<Asked>,
    /// The page's board.
    board: LiveStore,
) -> impl IntoView {
    let window = board.window();
    let first = move || window.get().0;
    let days = move || {
        let (from, to) = window.get();
        let last = to.pred_opt().unwrap_or(to);
        format!("{} – {}", calendar::short(from), calendar::short(last))
    };
    let width = move |days: u16| {
        view! {
            <a
                href=move || asked.get().wide(days).href()
                aria-current=move || (asked.get().days == days).then_some("true")
            >
                {days}
            </a>
        }
    };
    view! {
        <div class="rack-bar">
            <h1>"Rack"</h1>
            <div class="seg" role="group" aria-label="Days shown">
                <a href=move || asked.get().earlier(first()).href() aria-label="A week earlier">
                    <Icon sign=Sign::ChevronLeft />
                </a>
                <a href=move || asked.get().now().href()>"Today"</a>
                <a href=move || asked.get().later(first()).href() aria-label="A week later">
                    <Icon sign=Sign::ChevronRight />
                </a>
            </div>
            <div class="seg seg-widths" role="group" aria-label="How many days">
                {WIDTHS.map(width).collect_view()}
            </div>
            <p class="rack-days">{days}</p>
            <RackLegend />
        </div>
    }
    .into_any()
}
