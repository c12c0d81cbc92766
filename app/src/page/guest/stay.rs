//! `/stay/{reference}`: the guest's own stay.

use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};

/// `/stay/{reference}`: the guest's own stay.
#[derive(Debug)]
pub struct StayRoute;

#[lazy_route]
impl LazyRoute for StayRoute {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        view! { <p>"Soon."</p> }.into_any()
    }
}
