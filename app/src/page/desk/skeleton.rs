//! The desk while its data is on the way: the final layout in grey, after a moment.

use leptos::prelude::*;

/// Frame and rows without content. The style sheet keeps it invisible for 300 ms.
#[component]
pub fn DeskSkeleton() -> impl IntoView {
    view! {
        <div class="desk skeleton-desk" aria-hidden="true">
            <div class="desk-top"></div>
            <div class="desk-nav"></div>
            <div class="desk-main">
                {(0..12).map(|_| view! { <div class="skeleton-row"></div> }).collect_view()}
            </div>
        </div>
    }
}
