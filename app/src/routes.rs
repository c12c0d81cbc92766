//! The application and its addresses.

use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::{Lazy, SsrMode, path};

use crate::page::desk::rack::RackRoute;
use crate::page::desk::reservation::ReservationRoute;
use crate::page::desk::today::TodayRoute;
use crate::page::guest::book::Book;
use crate::page::guest::home::HomeRoute;
use crate::page::guest::stay::StayRoute;
use crate::page::login::LoginRoute;
use crate::page::problem::NotFoundPage;

/// The application. Every page but one is a lazy route: its code travels when it is opened. The
/// `data` of these routes stays empty on purpose: it is not lazy, and whatever it names every page
/// would carry. Pages are rendered whole on the server, so they can be read without JavaScript and
/// may set their status.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    view! {
        <Router>
            <FlatRoutes fallback=NotFoundPage>
                <Route path=path!("/") view={Lazy::<HomeRoute>::new()} ssr=SsrMode::Async />
                <Route path=path!("/book/:hotel") view=Book ssr=SsrMode::Async />
                <Route path=path!("/stay/:reference") view={Lazy::<StayRoute>::new()} ssr=SsrMode::Async />
                <Route path=path!("/login") view={Lazy::<LoginRoute>::new()} ssr=SsrMode::Async />
                <Route path=path!("/desk/:hotel") view={Lazy::<TodayRoute>::new()} ssr=SsrMode::Async />
                <Route path=path!("/desk/:hotel/rack") view={Lazy::<RackRoute>::new()} ssr=SsrMode::Async />
                <Route
                    path=path!("/desk/:hotel/reservations/:reference")
                    view={Lazy::<ReservationRoute>::new()}
                    ssr=SsrMode::Async
                />
            </FlatRoutes>
        </Router>
    }
}
