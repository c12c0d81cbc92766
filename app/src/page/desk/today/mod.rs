//! `/desk/{hotel}`: today at the desk.

mod keys;
mod list;

use leptos::either::Either;
use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};

use hotel::domain::calendar;
use hotel::view::hotel::DeskFrame;
use hotel::view::today::Today;

use self::keys::KeyBoard;
use self::list::{Arrivals, Departures, InHouse};
use super::refusal::Refusal;
use super::shell::{Area, DeskShell};
use super::skeleton::DeskSkeleton;
use super::use_hotel;
use crate::api::desk;
use crate::component::title::PageTitle;
use crate::live_store::LiveStore;

/// `/desk/{hotel}`: today at the desk.
#[derive(Debug)]
pub struct TodayRoute;

#[lazy_route]
impl LazyRoute for TodayRoute {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let TodayRoute = this;
        let hotel = use_hotel();
        let frame = Resource::new(move || hotel.get(), desk::frame);
        let today = Resource::new(move || hotel.get(), desk::today);
        let page = move || {
            Suspend::new(async move {
                match (frame.await, today.await) {
                    (Ok(frame), Ok(today)) => Either::Left(view! { <TodayPage frame today /> }),
                    (Err(problem), _) | (_, Err(problem)) => {
                        Either::Right(view! { <Refusal problem /> })
                    }
                }
            })
        };
        view! { <Suspense fallback=DeskSkeleton>{page}</Suspense> }.into_any()
    }
}

#[component]
fn TodayPage(frame: DeskFrame, today: Today) -> impl IntoView {
    let board = LiveStore::follow(today);
    let (day, date) = (board.day(), board.business_date());
    let hotel = frame.code.clone();
    let due = move || day.with(|day| (day.due_in(), day.due_out(), day.in_house.len()));
    view! {
        <PageTitle text=format!("Today · {}", frame.name) />
        <DeskShell frame area=Area::Today board=Some(board)>
            <div class="today">
                <header class="today-head">
                    <h1>{move || calendar::day(date.get())}</h1>
                    <dl class="figures">
                        <div>
                            <dt>"To arrive"</dt>
                            <dd>{move || due().0}</dd>
                        </div>
                        <div>
                            <dt>"To leave"</dt>
                            <dd>{move || due().1}</dd>
                        </div>
                        <div>
                            <dt>"In house"</dt>
                            <dd>{move || due().2}</dd>
                        </div>
                    </dl>
                </header>
                <div class="today-columns">
                    <div class="today-lists">
                        <Arrivals hotel=hotel.clone() board />
                        <Departures hotel=hotel.clone() board />
                        <InHouse hotel=hotel.clone() board />
                    </div>
                    <KeyBoard hotel board />
                </div>
            </div>
        </DeskShell>
    }
}
