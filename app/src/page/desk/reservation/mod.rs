//! `/desk/{hotel}/reservations/{reference}`: one reservation.

mod cancel;
mod facts;
mod money;

use leptos::either::Either;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use leptos_router::{LazyRoute, lazy_route};

use hotel::domain::role::Capability;
use hotel::view::hotel::DeskFrame;
use hotel::view::reservation::ReservationPage;

use self::cancel::CancelForm;
use self::facts::{Contact, Facts, Head};
use self::money::{Folio, Nights};
use super::rack::panel::history_line;
use super::refusal::Refusal;
use super::shell::{Area, DeskShell};
use super::skeleton::DeskSkeleton;
use super::use_hotel;
use crate::api::desk;
use crate::component::alert::{Alert, ProblemAlert, Tone};
use crate::component::title::PageTitle;
use crate::form::Posted;

/// `/desk/{hotel}/reservations/{reference}`: one reservation.
#[derive(Debug)]
pub struct ReservationRoute;

#[lazy_route]
impl LazyRoute for ReservationRoute {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let ReservationRoute = this;
        let (hotel, params) = (use_hotel(), use_params_map());
        let reference = move || params.with(|params| params.get("reference").unwrap_or_default());
        let frame = Resource::new(move || hotel.get(), desk::frame);
        let page = Resource::new(
            move || (hotel.get(), reference()),
            |(hotel, reference)| desk::reservation(hotel, reference),
        );
        let view = move || {
            Suspend::new(async move {
                match (frame.await, page.await) {
                    (Ok(frame), Ok(page)) => Either::Left(view! { <Reservation frame page /> }),
                    (Err(problem), _) | (_, Err(problem)) => {
                        Either::Right(view! { <Refusal problem /> })
                    }
                }
            })
        };
        view! { <Transition fallback=DeskSkeleton>{view}</Transition> }.into_any()
    }
}

#[component]
fn Reservation(frame: DeskFrame, page: ReservationPage) -> impl IntoView {
    let posted = Posted::take();
    let hotel = frame.code.clone();
    let may_cancel = page.stay.can_cancel && frame.role.can(Capability::ManageReservations);
    let title = format!("{} · {}", page.stay.guest, page.stay.reference);
    let history: Vec<_> = page.history.iter().map(history_line).collect();
    let attention = page.bar.attention.clone();
    let notes = page.notes.clone();
    view! {
        <PageTitle text=title />
        <DeskShell frame area=Area::Rack board=None>
            <article class="res">
                <Head page=page.clone() hotel=hotel.clone() />
                {posted.problem.map(|problem| view! { <ProblemAlert problem /> })}
                {attention.map(|text| view! { <Alert tone=Tone::Warning>{text}</Alert> })}
                <div class="res-columns">
                    <div class="res-main">
                        <Facts page=page.clone() />
                        <Nights stay=page.stay.clone() />
                        <Folio page=page.clone() />
                    </div>
                    <div class="res-side">
                        <Contact page=page.clone() />
                        {(!notes.is_empty())
                            .then(|| {
                                view! {
                                    <section class="card">
                                        <h2 class="card-title">"Notes"</h2>
                                        <p class="res-notes">{notes}</p>
                                    </section>
                                }
                            })}
                        <section class="card">
                            <h2 class="card-title">"History"</h2>
                            <ol class="history">{history}</ol>
                        </section>
                        {may_cancel.then(|| view! { <CancelForm stay=page.stay.clone() hotel /> })}
                    </div>
                </div>
            </article>
        </DeskShell>
    }
}
