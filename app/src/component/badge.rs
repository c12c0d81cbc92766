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
        Status::Confirmed => "status status-confirmed",
        Status::InHouse => "status status-in-house",
        Status::Tentative => "status status-held",
        Status::Cancelled | Status::NoShow => "status status-ended",
        Status::CheckedOut | Status::Inquiry | Status::Waitlisted => "status status-quiet",
    };
    view! { <span class=class>{status.title()}</span> }
}
