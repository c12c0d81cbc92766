//! Tells tests that the page has come alive.

use leptos::prelude::*;

/// Sets `data-hydrated` on the body once listeners are attached. Stands in every page's frame,
/// inside the lazy part, so that it speaks for the whole page.
#[component]
pub fn Hydrated() -> impl IntoView {
    Effect::new(|_| {
        // Effects run before the tree around them is complete; a frame is drawn only after.
        request_animation_frame(|| {
            if let Some(body) = document().body() {
                let _ = body.set_attribute("data-hydrated", "");
            }
        });
    });
}
