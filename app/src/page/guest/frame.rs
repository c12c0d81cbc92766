//! The frame around every page a guest sees.

use leptos::either::Either;
use leptos::prelude::*;

use crate::component::hydrated::Hydrated;
use crate::component::logo::{Logo, Mark};
use crate::component::theme::ThemeToggle;

/// The hotel a page is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The hotel's code.
    pub code: String,
    /// The hotel's name.
    pub name: String,
    /// Where it is.
    pub city: String,
}

/// Brand or hotel on top, content in the middle, the small print below.
#[component]
pub fn GuestFrame<V>(
    /// The hotel the page is about; none on pages of the whole house.
    #[prop(optional)]
    place: Option<Place>,
    /// The page.
    children: TypedChildren<V>,
) -> impl IntoView
where
    V: IntoView + 'static,
{
    let page = children.into_inner()();
    view! {
        <a class="skip-link" href="#main">"Skip to the content"</a>
        <header class="guest-header">
            <div class="guest-column guest-bar">
                <Brand place />
                <ThemeToggle />
            </div>
        </header>
        <main id="main" class="guest-column guest-main">{page}</main>
        <footer class="guest-footer">
            <div class="guest-column guest-foot">
                <a href="/" class="logo-link"><Logo /></a>
                <a href="/login" class="quiet-link">"Staff log-in"</a>
            </div>
        </footer>
        <Hydrated />
    }
}

#[component]
fn Brand(place: Option<Place>) -> impl IntoView {
    match place {
        None => Either::Left(view! { <a href="/" class="logo-link"><Logo /></a> }),
        Some(Place { code, name, city }) => Either::Right(view! {
            <a href=format!("/book/{code}") class="logo-link">
                <span class="logo">
                    <Mark />
                    <span class="logo-name">{name}</span>
                    <span class="logo-city">{city}</span>
                </span>
            </a>
        }),
    }
}
