//! What the shapes mean.

use leptos::prelude::*;

/// The chart's shapes with their names.
#[component]
pub fn RackLegend() -> impl IntoView {
    let shapes = [
        ("sb-c", "Confirmed"),
        ("sb-i", "In house"),
        ("sb-o", "Checked out"),
        ("sb-h", "Held"),
        ("sb-x", "Out of order"),
    ];
    let line = |(class, name)| {
        view! {
            <li>
                <i class=format!("sb-key {class}")></i>
                {name}
            </li>
        }
    };
    view! {
        <ul class="rk-legend" aria-label="What the bars mean">
            {shapes.map(line).collect_view()}
        </ul>
    }
    .into_any()
}
