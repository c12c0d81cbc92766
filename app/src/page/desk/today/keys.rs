//! The key rack: every room of the house at one glance.

use leptos::either::Either;
use leptos::prelude::*;

use hotel::domain::housekeeping::HousekeepingStatus;
use hotel::domain::reservation::Status;
use hotel::live::board::{Board, RoomCounts};
use hotel::view::rack::{RackRoom, RackType};

use crate::component::rack::look;
use crate::live_store::LiveStore;

/// One hook: a room, its condition, and who has the key.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Hook {
    room: RackRoom,
    /// Guest and reference of whoever lives there.
    tenant: Option<(String, String)>,
    /// Why the room is out, if it is.
    outage: Option<String>,
}

/// The hooks of one group.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Shelf {
    group: RackType,
    hooks: Vec<Hook>,
}

/// Rooms by group, with a count of each condition.
#[component]
pub fn KeyBoard(hotel: String, board: LiveStore) -> impl IntoView {
    let (shelves, counts) = (board.read(shelves), board.room_counts());
    let out = move || {
        let is_out = |shelf: &Shelf| {
            shelf
                .hooks
                .iter()
                .filter(|hook| hook.outage.is_some())
                .count()
        };
        shelves.with(|shelves| shelves.iter().map(is_out).sum::<usize>())
    };
    view! {
        <section class="keys" aria-labelledby="rooms">
            <div class="list-head">
                <h2 id="rooms">"Rooms"</h2>
                <span class="count">{move || counts.with(|counts| counts.occupied)} " with guests"</span>
            </div>
            {move || {
                shelves.get().into_iter().map(|shelf| shelf_view(shelf, &hotel)).collect_view()
            }}
            <Conditions counts out=Signal::derive(out) />
        </section>
    }
    .into_any()
}

fn shelves(board: &Board) -> Vec<Shelf> {
    let hook = |room: &RackRoom| {
        let row = board.row(room.id);
        let mut bars = row.iter().flat_map(|row| &row.bars);
        let tenant = bars
            .rfind(|bar| bar.stay.status == Status::InHouse && board.is_occupied(room.id))
            .map(|bar| (bar.stay.guest.clone(), bar.stay.reference.to_string()));
        let outage = row.iter().flat_map(|row| &row.outages).next();
        let reason = outage.map(|bar| format!("{}: {}", look::outage_title(bar.kind), bar.reason));
        Hook {
            room: room.clone(),
            tenant,
            outage: reason,
        }
    };
    let shelf = |group: &RackType| Shelf {
        group: group.clone(),
        hooks: board.rooms_of(group.id).map(hook).collect(),
    };
    board.room_types().iter().map(shelf).collect()
}

fn shelf_view(shelf: Shelf, hotel: &str) -> impl IntoView + use<> {
    let hooks: Vec<_> = shelf
        .hooks
        .into_iter()
        .map(|hook| hook_view(hook, hotel))
        .collect();
    view! {
        <h3 class="caption">{shelf.group.name}</h3>
        <ul class="hooks">{hooks}</ul>
    }
}

fn hook_view(hook: Hook, hotel: &str) -> impl IntoView + use<> {
    let Hook {
        room,
        tenant,
        outage,
    } = hook;
    let class = match (&outage, &tenant) {
        (Some(_), _) => "hook is-out",
        (None, Some(_)) => "hook is-taken",
        (None, None) => "hook",
    };
    let state = outage.unwrap_or_else(|| room.housekeeping.title().to_owned());
    let inside = view! {
        <b>{room.number.clone()}</b>
        <i class=look::condition_class(room.housekeeping)></i>
    };
    let label = match &tenant {
        Some((guest, _)) => format!("Room {}, {guest}, {}", room.number, state.to_lowercase()),
        None => format!("Room {}, vacant, {}", room.number, state.to_lowercase()),
    };
    let key = match tenant {
        Some((_, reference)) => {
            let address = format!("/desk/{hotel}/reservations/{reference}");
            Either::Left(
                view! { <a class=class href=address title=label.clone() aria-label=label>{inside}</a> },
            )
        }
        None => Either::Right(
            view! { <span class=class role="img" title=label.clone() aria-label=label>{inside}</span> },
        ),
    };
    view! { <li>{key}</li> }
}

/// What the dots mean, and how many rooms have each.
#[component]
fn Conditions(counts: Signal<RoomCounts>, out: Signal<usize>) -> impl IntoView {
    let line = move |condition: HousekeepingStatus| {
        let count = move || {
            counts.with(|counts| match condition {
                HousekeepingStatus::Clean => counts.clean,
                HousekeepingStatus::Dirty => counts.dirty,
                HousekeepingStatus::Pickup => counts.pickup,
                HousekeepingStatus::Inspected => counts.inspected,
            })
        };
        view! {
            <li>
                <i class=look::condition_class(condition)></i>
                {condition.title()}
                " "
                <b>{count}</b>
            </li>
        }
    };
    let shown = [
        HousekeepingStatus::Inspected,
        HousekeepingStatus::Clean,
        HousekeepingStatus::Pickup,
        HousekeepingStatus::Dirty,
    ];
    view! {
        <ul class="conditions">
            {shown.map(line).collect_view()}
            <li>
                <i class="hk hk-out"></i>
                "Out of order "
                <b>{out}</b>
            </li>
        </ul>
    }
    .into_any()
}
