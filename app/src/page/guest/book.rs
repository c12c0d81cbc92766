//! `/book/{hotel}`: search and book.

use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};

/// `/book/{hotel}`: search and book.
#[derive(Debug)]
pub struct BookRoute;

#[lazy_route]
impl LazyRoute for BookRoute {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        view! { <p>"Soon."</p> }.into_any()
    }
}
