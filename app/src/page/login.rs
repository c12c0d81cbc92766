//! `/login`: the way in for staff.

use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};

/// `/login`: the way in for staff.
#[derive(Debug)]
pub struct LoginRoute;

#[lazy_route]
impl LazyRoute for LoginRoute {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        view! { <p>"Soon."</p> }.into_any()
    }
}
