//! Where a reservation stands.

use leptos::prelude::*;

use hotel::domain::reservation::Status;

/// The status as a word on its colour; colour never speaks alone.
#[component]
pub fn StatusBadge(
    /// The status.
    status: Status,
) -> impl IntoView {
    let class = match status {
        Status::Confirmed => "state state-confirmed",
        Status::InHouse => "state state-in-house",
        Status::Tentative => "state state-held",
        Status::Cancelled | Status::NoShow => "state state-ended",
        Status::CheckedOut | Status::Inquiry | Status::Waitlisted => "state state-quiet",
    };
    view! { <span class=class>{status.title()}</span> }
}
