//! The brand: a key on its hook.

use leptos::prelude::*;

/// The drawing alone, in brass.
#[component]
pub fn Mark() -> impl IntoView {
    view! {
        <svg class="mark" viewBox="0 0 24 24" fill="none" aria-hidden="true">
            <path class="mark-hook" d="M4 3.5h16M12 3.5v2.6a1.9 1.9 0 0 0 3.8 0" />
            <path
                class="mark-key"
                d="M12 13.500a3.4 3.4 0 1 0 0-6.8 3.4 3.4 0 0 0 0 6.800zM12 13.500v8M12 17h3M12 20.500h2.2"
            />
        </svg>
    }
}

/// The drawing and the name.
#[component]
pub fn Logo() -> impl IntoView {
    view! {
        <span class="logo">
            <Mark />
            <span class="logo-name">"Keyrack"</span>
        </span>
    }
}
