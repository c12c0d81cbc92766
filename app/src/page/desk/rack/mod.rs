//! `/desk/{hotel}/rack`: the tape chart.

mod chart;
pub mod panel;
mod toolbar;
pub mod window;

use leptos::either::Either;
use leptos::prelude::*;
use leptos_router::components::Redirect;
use leptos_router::hooks::use_query_map;
use leptos_router::{LazyRoute, lazy_route};

use hotel::domain::reference::Reference;
use hotel::domain::role::Capability;
use hotel::view::hotel::DeskFrame;
use hotel::view::rack::Rack;

use self::chart::RackChart;
use self::panel::StayPanel;
use self::toolbar::Toolbar;
use self::window::Asked;
use super::refusal::Refusal;
use super::shell::{Area, DeskShell};
use super::skeleton::DeskSkeleton;
use super::use_hotel;
use super::words::query_text;
use crate::api::desk;
use crate::component::rack::Chart;
use crate::component::title::PageTitle;
use crate::live_store::LiveStore;

/// `/desk/{hotel}/rack`: the tape chart.
#[derive(Debug)]
pub struct RackRoute;

#[lazy_route]
impl LazyRoute for RackRoute {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let RackRoute = this;
        let (hotel, query) = (use_hotel(), use_query_map());
        let frame = Resource::new(move || hotel.get(), desk::frame);
        // The days of the first look; later ones are fetched when somebody turns the page.
        let asked = move || (hotel.get(), query.with_untracked(Asked::of));
        let rack = Resource::new(asked, |(hotel, asked)| {
            desk::rack(hotel, asked.from, Some(asked.days))
        });
        let page = move || {
            Suspend::new(async move {
                match (frame.await, rack.await) {
                    (Ok(frame), Ok(rack)) => Either::Left(view! { <RackPage frame rack /> }),
                    (Err(problem), _) | (_, Err(problem)) => {
                        Either::Right(view! { <Refusal problem /> })
                    }
                }
            })
        };
        view! { <Suspense fallback=DeskSkeleton>{page}</Suspense> }.into_any()
    }
}

/// What the address says beside the days.
#[derive(Clone, Copy)]
struct Address {
    asked: Memo<Asked>,
    selected: Memo<Option<Reference>>,
    wanted: Memo<String>,
}

impl Address {
    fn new() -> Self {
        let query = use_query_map();
        let text = move |name: &str| query.with(|query| query.get(name)).unwrap_or_default();
        Self {
            asked: Memo::new(move |_| query.with(Asked::of)),
            selected: Memo::new(move |_| text("selected").parse().ok()),
            wanted: Memo::new(move |_| text("q").trim().to_owned()),
        }
    }

    /// What every address on the page keeps: the days and the search.
    fn kept(self) -> String {
        let wanted = self.wanted.get();
        let search = if wanted.is_empty() {
            String::new()
        } else {
            format!("q={}&", query_text(&wanted))
        };
        self.asked.get().kept() + &search
    }
}

#[component]
fn RackPage(frame: DeskFrame, rack: Rack) -> impl IntoView {
    let address = Address::new();
    // A whole reference in the search field is a way to its page.
    if let Ok(reference) = address.wanted.get_untracked().parse::<Reference>() {
        let path = format!("/desk/{}/reservations/{reference}", frame.code);
        return Either::Left(view! { <Redirect path /> });
    }
    let (hotel, may_open) = (
        frame.code.clone(),
        frame.role.can(Capability::ViewReservations),
    );
    let board = LiveStore::follow(rack);
    let turning = turn_pages(board, hotel.clone(), address.asked);
    let chart = Chart {
        window: board.window(),
        kept: Signal::derive(move || address.kept()),
        selected: address.selected.into(),
        wanted: address.wanted.into(),
    };
    Either::Right(view! {
        <PageTitle text=format!("Rack · {}", frame.name) />
        <DeskShell frame area=Area::Rack board=Some(board) wanted=address.wanted>
            <div class="rack" class:has-panel=move || address.selected.get().is_some()>
                <section class="rack-page" aria-label="Rack" aria-busy=move || turning.get().to_string()>
                    <Toolbar asked=address.asked board />
                    <RackChart board chart all=Signal::derive(move || address.asked.get().href()) />
                </section>
                <StayPanel hotel may_open board chart />
            </div>
        </DeskShell>
    })
}

/// Fetches other days when the address asks for them; true while they are on their way. What is
/// shown stays until the new picture is there, and only the last one asked for is taken.
fn turn_pages(board: LiveStore, hotel: String, asked: Memo<Asked>) -> Signal<bool> {
    let turning = RwSignal::new(false);
    Effect::watch(
        move || asked.get(),
        move |now, _, _| {
            let (now, hotel) = (*now, hotel.clone());
            turning.set(true);
            leptos::task::spawn_local(async move {
                let answer = desk::rack(hotel, now.from, Some(now.days)).await;
                if asked.try_get_untracked() != Some(now) {
                    return;
                }
                if let Ok(rack) = answer {
                    board.show(rack);
                }
                turning.set(false);
            });
        },
        false,
    );
    turning.into()
}
