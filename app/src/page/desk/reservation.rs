//! `/desk/{hotel}/reservations/{reference}`: one reservation.

use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};

/// `/desk/{hotel}/reservations/{reference}`: one reservation.
#[derive(Debug)]
pub struct ReservationRoute;

#[lazy_route]
impl LazyRoute for ReservationRoute {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        view! { <p>"Soon."</p> }.into_any()
    }
}
