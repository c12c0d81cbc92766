//! `/`: the hotels of the house.

use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};

/// `/`: the hotels of the house.
#[derive(Debug)]
pub struct HomeRoute;

#[lazy_route]
impl LazyRoute for HomeRoute {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        view! { <p>"Soon."</p> }.into_any()
    }
}
