//! The frame around every page a guest sees.

use leptos::prelude::*;

use crate::component::hydrated::Hydrated;
use crate::component::logo::Logo;
use crate::component::theme::ThemeToggle;

/// Brand on top, content in the middle, the small print below.
#[component]
pub fn GuestFrame(
    /// Stands beside the brand: the hotel's name, usually.
    #[prop(optional)]
    place: Option<AnyView>,
    /// The page.
    children: Children,
) -> impl IntoView {
    view! {
        <a class="skip-link" href="#main">"Skip to the content"</a>
        <header class="guest-header">
            <div class="guest-column guest-bar">
                {place.unwrap_or_else(|| view! { <a href="/" class="logo-link"><Logo /></a> }.into_any())}
                <ThemeToggle />
            </div>
        </header>
        <main id="main" class="guest-column guest-main">{children()}</main>
        <footer class="guest-footer">
            <div class="guest-column guest-foot">
                <a href="/" class="logo-link"><Logo /></a>
                <a href="/login" class="quiet-link">"Staff log-in"</a>
            </div>
        </footer>
        <Hydrated />
    }
}
