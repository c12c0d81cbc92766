//! `/desk/{hotel}/rack`: the tape chart.

use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};

/// `/desk/{hotel}/rack`: the tape chart.
#[derive(Debug)]
pub struct RackRoute;

#[lazy_route]
impl LazyRoute for RackRoute {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        view! { <p>"Soon."</p> }.into_any()
    }
}
