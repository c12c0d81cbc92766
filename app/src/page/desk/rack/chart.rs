//! The chart itself: head, lane of the unassigned, groups of rooms.

use leptos::prelude::*;

use hotel::domain::id::RoomTypeId;
use hotel::view::rack::{RackRoom, RackType};

use crate::component::rack::head::{RackColumns, RackHead};
use crate::component::rack::row::RackRow;
use crate::component::rack::unassigned::UnassignedLane;
use crate::component::rack::{Chart, keys, look};
use crate::live_store::LiveStore;

/// Rooms by nights. Everything in it follows the board; a change redraws the rows it names.
#[component]
pub fn RackChart(
    /// The page's board.
    board: LiveStore,
    /// What all rows share.
    chart: Chart,
    /// The address of the same days without a search.
    all: Signal<String>,
) -> impl IntoView {
    let (today, groups, rooms) = (board.business_date(), board.room_types(), board.rooms());
    let columns = move || {
        let (from, to) = chart.window.get();
        format!("--n:{}", (to - from).num_days())
    };
    let layout = Memo::new(move |_| Layout::of(&groups.get(), &rooms.get()));
    view! {
        <Findings board chart all />
        <div class="rk" style=columns class:is-search=move || !chart.wanted.get().is_empty() tabindex="0" role="region" aria-label="Rooms by nights">
            <div class="rk-body" on:keydown=move |event| keys::walk(&event)>
                <RackHead nights=board.nights() today />
                <RackColumns window=chart.window today />
                <UnassignedLane stays=board.unassigned() groups chart />
                {move || layout.get().groups.into_iter().map(|group| group_view(group, board, chart)).collect_view()}
            </div>
        </div>
    }
    .into_any()
}

/// Which rooms stand where. Rows are drawn anew only when this changes, and it does not when a
/// room is cleaned or sold.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Layout {
    groups: Vec<Group>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Group {
    group: RackType,
    rooms: Vec<hotel::domain::id::RoomId>,
}

impl Layout {
    fn of(groups: &[RackType], rooms: &[RackRoom]) -> Self {
        let rooms_of = |id: RoomTypeId| {
            rooms
                .iter()
                .filter(move |room| room.room_type == id)
                .map(|room| room.id)
                .collect()
        };
        let group = |group: &RackType| Group {
            group: group.clone(),
            rooms: rooms_of(group.id),
        };
        Self {
            groups: groups.iter().map(group).collect(),
        }
    }
}

fn group_view(Group { group, rooms }: Group, board: LiveStore, chart: Chart) -> impl IntoView {
    let id = format!("rk-{}", group.code);
    let count = match rooms.len() {
        1 => "1 room".to_owned(),
        many => format!("{many} rooms"),
    };
    let (title, title_id) = (group.name.clone(), id.clone());
    let rows = rooms.into_iter().map(|room| {
        view! { <RackRow row=board.row(room) group=group.clone() chart /> }
    });
    view! {
        <section class="rk-group" aria-labelledby=id>
            <div class="rk-title">
                <h2 id=title_id>{title}</h2>
                <span class="rk-count">{count}</span>
            </div>
            {rows.collect_view()}
        </section>
    }
}

/// How many stays of the days shown are what somebody looks for.
#[component]
fn Findings(board: LiveStore, chart: Chart, all: Signal<String>) -> impl IntoView {
    let rooms = board.rooms();
    let found = move || {
        let wanted = chart.wanted.get();
        (!wanted.is_empty()).then(|| {
            let count = board.count_stays(|stay| {
                let number = |id| {
                    rooms.with(|rooms| {
                        rooms
                            .iter()
                            .find(|room| room.id == id)
                            .map(|room| room.number.clone())
                    })
                };
                let lives_in = stay.rooms.iter().filter_map(|span| number(span.room));
                let mut places = lives_in.chain([String::new()]);
                places.any(|room| look::is_found(stay, &room, &wanted))
            });
            (wanted, count)
        })
    };
    let line = move || {
        found().map(|(wanted, count)| {
            let what = match count {
                0 => "No stay".to_owned(),
                1 => "One stay".to_owned(),
                many => format!("{many} stays"),
            };
            view! {
                <p class="rack-found" role="status">
                    <span>{what} " of these days matches “" {wanted} "”."</span>
                    " "
                    <a href=all>"Show all"</a>
                </p>
            }
        })
    };
    line.into_any()
}
