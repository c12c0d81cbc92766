//! Who comes, who goes, who is here: dense tables on a desk, lists on a phone.

use std::collections::BTreeMap;
use std::sync::Arc;

use leptos::prelude::*;

use hotel::domain::calendar;
use hotel::domain::housekeeping::HousekeepingStatus;
use hotel::domain::id::{RoomId, RoomTypeId};
use hotel::domain::reservation::Movement;
use hotel::live::board::Day;
use hotel::view::rack::{RackRoom, RackType, StayBar};

use super::super::words::{movement_class, nights_between, people, source};
use crate::component::empty::EmptyState;
use crate::component::icon::Sign;
use crate::component::rack::look;
use crate::component::text::MoneyText;
use crate::live_store::LiveStore;

/// Expected, overdue and arrived guests.
#[component]
pub fn Arrivals(hotel: String, board: LiveStore) -> impl IntoView {
    let (day, house) = (board.day(), House::of(board));
    let waiting = Signal::derive(move || day.with(Day::due_in));
    let lines = move || day.with(|day| moving(&day.arrivals, &house.get()));
    let empty = || view! { <EmptyState sign=Sign::Calendar title="Nobody arrives today">"New bookings for tonight appear here by themselves."</EmptyState> };
    view! { <List id="arrivals" title="Arrivals" waiting waits="to come" until="Leaves" hotel lines=Signal::derive(lines) empty=empty.into() /> }
}

/// Guests who leave, should have left or have left.
#[component]
pub fn Departures(hotel: String, board: LiveStore) -> impl IntoView {
    let (day, house) = (board.day(), House::of(board));
    let waiting = Signal::derive(move || day.with(Day::due_out));
    let lines = move || day.with(|day| moving(&day.departures, &house.get()));
    let empty = || view! { <EmptyState sign=Sign::LogOut title="Nobody leaves today">"Departures of the business date stand here."</EmptyState> };
    view! { <List id="departures" title="Departures" waiting waits="to go" until="Leaves" hotel lines=Signal::derive(lines) empty=empty.into() /> }
}

/// Everybody who sleeps here.
#[component]
pub fn InHouse(hotel: String, board: LiveStore) -> impl IntoView {
    let (day, house) = (board.day(), House::of(board));
    let waiting = Signal::derive(move || day.with(|day| day.in_house.len()));
    let lines = move || {
        let house = house.get();
        day.with(|day| {
            day.in_house
                .iter()
                .map(|stay| Line::of(stay, Movement::Stayover, &house))
                .collect()
        })
    };
    let empty = || view! { <EmptyState sign=Sign::Bed title="The house is empty">"Guests appear here once they have checked in."</EmptyState> };
    view! { <List id="in-house" title="In house" waiting waits="guests" until="Leaves" hotel lines=Signal::derive(lines) empty=empty.into() /> }
}

/// Rooms and groups by their identifiers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct House {
    rooms: BTreeMap<RoomId, RackRoom>,
    groups: BTreeMap<RoomTypeId, RackType>,
}

impl House {
    fn of(board: LiveStore) -> Memo<Self> {
        let (rooms, groups) = (board.rooms(), board.room_types());
        Memo::new(move |_| Self {
            rooms: rooms
                .get()
                .into_iter()
                .map(|room| (room.id, room))
                .collect(),
            groups: groups
                .get()
                .into_iter()
                .map(|group| (group.id, group))
                .collect(),
        })
    }
}

/// One guest of a list, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Line {
    stay: Arc<StayBar>,
    room: Option<RackRoom>,
    group: String,
    movement: Movement,
    next: Next,
}

/// What the desk has to do next for a guest.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Next {
    words: String,
    /// Whether somebody has to do it, or it only says that all is well.
    waits: bool,
}

fn moving(stays: &[(Movement, Arc<StayBar>)], house: &House) -> Vec<Line> {
    stays
        .iter()
        .map(|(movement, stay)| Line::of(stay, *movement, house))
        .collect()
}

impl Line {
    fn of(stay: &Arc<StayBar>, movement: Movement, house: &House) -> Self {
        let leaving = matches!(
            movement,
            Movement::DueOut | Movement::DepartureOverdue | Movement::Departed
        );
        let span = if leaving {
            stay.rooms.last()
        } else {
            stay.rooms.first()
        };
        let room = span.and_then(|span| house.rooms.get(&span.room)).cloned();
        let group = house
            .groups
            .get(&stay.room_type)
            .map(|group| group.code.clone());
        let next = next(stay, movement, room.as_ref());
        Self {
            stay: Arc::clone(stay),
            room,
            group: group.unwrap_or_default(),
            movement,
            next,
        }
    }
}

fn next(stay: &StayBar, movement: Movement, room: Option<&RackRoom>) -> Next {
    let waits = |words: String| Next { words, waits: true };
    let fine = |words: &str| Next {
        words: words.to_owned(),
        waits: false,
    };
    match (movement, room) {
        (Movement::ArrivalOverdue, _) => {
            waits(format!("Expected {}", calendar::short(stay.arrival)))
        }
        (Movement::DueIn, None) => waits("Assign a room".to_owned()),
        (Movement::DueIn, Some(room)) if is_ready(room.housekeeping) => fine("Room is ready"),
        (Movement::DueIn, Some(room)) => waits(format!(
            "Room is {}",
            room.housekeeping.title().to_lowercase()
        )),
        (Movement::DueOut | Movement::DepartureOverdue, _) if stay.balance.minor > 0 => {
            waits(format!("Collect {}", stay.balance))
        }
        (Movement::DepartureOverdue, _) => {
            waits(format!("Due {}", calendar::short(stay.departure)))
        }
        (Movement::DueOut, _) => fine("Settled"),
        (Movement::Departed, _) if look::owes(stay) => waits(format!("Owes {}", stay.balance)),
        (Movement::Departed | Movement::Arrived | Movement::Stayover, _) => fine("Open"),
    }
}

fn is_ready(condition: HousekeepingStatus) -> bool {
    matches!(
        condition,
        HousekeepingStatus::Clean | HousekeepingStatus::Inspected
    )
}

/// A titled list with its count.
#[component]
fn List(
    id: &'static str,
    title: &'static str,
    waiting: Signal<usize>,
    waits: &'static str,
    until: &'static str,
    hotel: String,
    lines: Signal<Vec<Line>>,
    empty: ViewFn,
) -> impl IntoView {
    let is_empty = Memo::new(move |_| lines.with(Vec::is_empty));
    let shows_movement = id != "in-house";
    view! {
        <section class="today-list" aria-labelledby=id>
            <div class="list-head">
                <h2 id=id>{title}</h2>
                <span class="count">{move || format!("{} {waits}", waiting.get())}</span>
            </div>
            {move || {
                let hotel = hotel.clone();
                if is_empty.get() {
                    return empty.run();
                }
                view! {
                    <table class="list">
                        <thead>
                            <tr>
                                <th scope="col">"Guest"</th>
                                <th scope="col">"Room"</th>
                                <th scope="col" class="num">"Nights"</th>
                                <th scope="col">{until}</th>
                                <th scope="col">"Booked by"</th>
                                <th scope="col" class="num">"Balance"</th>
                                <th scope="col">"Next"</th>
                            </tr>
                        </thead>
                        <tbody>
                            {move || {
                                let lines = lines.get();
                                let hotel = &hotel;
                                lines.iter().map(|line| line_view(line, hotel, shows_movement)).collect_view()
                            }}
                        </tbody>
                    </table>
                }
                    .into_any()
            }}
        </section>
    }
    .into_any()
}

fn line_view(line: &Line, hotel: &str, shows_movement: bool) -> impl IntoView + use<> {
    let stay = &line.stay;
    let address = format!("/desk/{hotel}/reservations/{}", stay.reference);
    let owed = if look::owes(stay) {
        "num is-owed"
    } else {
        "num"
    };
    let next = if line.next.waits {
        "next next-waits"
    } else {
        "next"
    };
    view! {
        <tr>
            <td class="c-guest">
                <a href=address.clone()>{stay.guest.clone()}</a>
                {stay.vip.then(|| view! { <i class="sb-vip" title="VIP"></i> })}
                {shows_movement
                    .then(|| {
                        view! { <span class=movement_class(line.movement)>{line.movement.title()}</span> }
                    })}
                <small>{people(stay.adults, stay.children)}</small>
            </td>
            <td class="c-room">{room_view(line)}</td>
            <td class="num c-nights">{nights_between(stay.arrival, stay.departure)}</td>
            <td class="c-until">{calendar::short(stay.departure)}</td>
            <td class="c-source">{source(&stay.source).to_owned()}</td>
            <td class=format!("{owed} c-balance")>
                <MoneyText amount=stay.balance />
            </td>
            <td class="c-next">
                <a class=next href=address tabindex="-1">{line.next.words.clone()}</a>
            </td>
        </tr>
    }
}

fn room_view(line: &Line) -> impl IntoView + use<> {
    let room = line.room.as_ref().map(|room| {
        view! {
            <b>{room.number.clone()}</b>
            <i class=look::condition_class(room.housekeeping) title=room.housekeeping.title()></i>
        }
    });
    view! { {room} <small>{line.group.clone()}</small> }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::component::rack::sample;
    use hotel::domain::money::{Currency, Money};

    fn words(
        movement: Movement,
        owed: i64,
        condition: Option<HousekeepingStatus>,
    ) -> (String, bool) {
        let mut stay = sample::stay("2026-11-20", "2026-11-22");
        stay.balance = Money::new(owed, Currency::EUR);
        let room = condition.map(sample::room);
        let next = next(&stay, movement, room.as_ref());
        (next.words, next.waits)
    }

    #[test]
    fn says_what_waits_and_what_is_well() {
        use HousekeepingStatus as H;
        assert_eq!(
            words(Movement::DueIn, 900, None),
            ("Assign a room".to_owned(), true)
        );
        assert_eq!(
            words(Movement::DueIn, 900, Some(H::Dirty)),
            ("Room is dirty".to_owned(), true)
        );
        assert_eq!(
            words(Movement::DueIn, 900, Some(H::Inspected)),
            ("Room is ready".to_owned(), false)
        );
        assert_eq!(
            words(Movement::DueOut, 900, Some(H::Dirty)).0,
            "Collect €\u{a0}9.00"
        );
        assert_eq!(
            words(Movement::DueOut, -900, None),
            ("Settled".to_owned(), false)
        );
        assert_eq!(
            words(Movement::DepartureOverdue, 0, None),
            ("Due Sun 22 Nov".to_owned(), true)
        );
    }
}
