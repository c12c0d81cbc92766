//! `/desk/{hotel}`: today at the desk.

use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};

/// `/desk/{hotel}`: today at the desk.
#[derive(Debug)]
pub struct TodayRoute;

#[lazy_route]
impl LazyRoute for TodayRoute {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        view! { <p>"Soon."</p> }.into_any()
    }
}
