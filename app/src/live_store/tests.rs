//! The conversation with a server that answers as the real one does.

use chrono::Days;
use uuid::Uuid;

use hotel::domain::housekeeping::HousekeepingStatus;
use hotel::live::{Change, Event, Topic, kind};
use hotel::view::rack::Rack;
use hotel::view::today::Today;

use super::*;

fn day(offset: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 22).unwrap_or_default() + Days::new(offset)
}

fn room(number: u128, housekeeping: HousekeepingStatus) -> RackRoom {
    RackRoom {
        id: Uuid::from_u128(number).into(),
        room_type: Uuid::from_u128(1).into(),
        number: number.to_string(),
        floor: 1,
        housekeeping,
    }
}

fn rack(version: i64) -> Rack {
    Rack {
        hotel: "AUR".to_owned(),
        version,
        business_date: day(0),
        from: day(0),
        to: day(14),
        room_types: Vec::new(),
        rooms: vec![
            room(101, HousekeepingStatus::Clean),
            room(102, HousekeepingStatus::Clean),
        ],
        stays: Vec::new(),
        outages: Vec::new(),
    }
}

fn today(version: i64) -> Today {
    let rack = rack(version);
    Today {
        hotel: rack.hotel,
        version,
        business_date: rack.business_date,
        stays: Vec::new(),
        room_types: Vec::new(),
        rooms: rack.rooms,
        outages: Vec::new(),
    }
}

fn event(seq: i64, data: Change) -> ServerFrame {
    ServerFrame::Event(Event {
        hotel: "AUR".to_owned(),
        seq,
        kind: kind::ROOM_CHANGED.to_owned(),
        data,
    })
}

fn dirty(seq: i64, number: u128) -> ServerFrame {
    event(
        seq,
        Change {
            rooms: vec![room(number, HousekeepingStatus::Dirty)],
            ..Change::default()
        },
    )
}

fn current(version: i64) -> ServerFrame {
    ServerFrame::Current {
        hotel: "AUR".to_owned(),
        version,
    }
}

fn asks(next: &Next, topic: Topic, have: i64) -> bool {
    matches!(next, Next::Ask(wish) if wish.topic == topic && wish.have == have)
}

#[test]
fn a_line_begins_with_what_is_shown_and_goes_on_from_there() {
    let (mut talk, mut board) = (Talk::default(), Board::new(rack(7)));
    let wish = talk.begin(&board);
    assert_eq!(
        (wish.have, wish.from, wish.to),
        (7, Some(day(0)), Some(day(14)))
    );
    assert_eq!(talk.hear(&mut board, current(7)).next, Next::Current);
    let heard = talk.hear(&mut board, dirty(8, 101));
    assert_eq!(heard.next, Next::Listen);
    assert!(matches!(heard.shown, Shown::Changes(changes) if changes.rooms.len() == 1));
    assert_eq!(talk.begin(&board).have, 8);
}

#[test]
fn a_gap_is_asked_for_once_and_a_new_picture_comes_when_it_stays() {
    let (mut talk, mut board) = (Talk::default(), Board::new(rack(7)));
    assert!(asks(
        &talk.hear(&mut board, dirty(9, 101)).next,
        Topic::Rack,
        7
    ));
    assert_eq!(talk.hear(&mut board, dirty(10, 101)).next, Next::Listen);
    // The server fills it.
    assert_eq!(talk.hear(&mut board, dirty(8, 102)).next, Next::Listen);
    assert_eq!(talk.hear(&mut board, current(10)).next, Next::Current);
    // The next one it cannot fill.
    assert!(asks(
        &talk.hear(&mut board, dirty(12, 101)).next,
        Topic::Rack,
        10
    ));
    assert!(asks(
        &talk.hear(&mut board, current(12)).next,
        Topic::Rack,
        0
    ));
    let heard = talk.hear(&mut board, ServerFrame::Snapshot(rack(12).into()));
    assert_eq!((heard.shown, board.version()), (Shown::All, 12));
    assert_eq!(talk.hear(&mut board, current(12)).next, Next::Current);
}

#[test]
fn a_house_that_begins_anew_is_taken_at_its_word() {
    let (mut talk, mut board) = (Talk::default(), Board::new(rack(700)));
    let resync = ServerFrame::Resync {
        hotel: "AUR".to_owned(),
        reason: String::new(),
    };
    assert!(asks(&talk.hear(&mut board, resync).next, Topic::Rack, 0));
    // Cut before the picture came: it is still needed.
    assert_eq!(talk.begin(&board).have, 0);
    talk.hear(&mut board, ServerFrame::Snapshot(rack(3).into()));
    assert_eq!(board.version(), 3);
    // A picture nobody needs changes nothing.
    let late = talk.hear(&mut board, ServerFrame::Snapshot(rack(2).into()));
    assert_eq!((late.shown, board.version()), (Shown::Nothing, 3));
}

#[test]
fn a_day_close_brings_a_new_picture_of_today() {
    let (mut talk, mut board) = (Talk::default(), Board::of_today(today(7)));
    let close = event(
        8,
        Change {
            business_date: Some(day(1)),
            ..Change::default()
        },
    );
    assert!(asks(
        &talk.hear(&mut board, close.clone()).next,
        Topic::Today,
        0
    ));
    let mut rack_board = Board::new(rack(7));
    assert_eq!(talk.hear(&mut rack_board, close).next, Next::Listen);
}

#[test]
fn whoever_is_refused_leaves_and_other_hotels_are_not_heard() {
    let (mut talk, mut board) = (Talk::default(), Board::new(rack(7)));
    let refused = |hotel: &str| ServerFrame::Refused {
        hotel: hotel.to_owned(),
        reason: String::new(),
    };
    assert_eq!(talk.hear(&mut board, refused("MER")).next, Next::Listen);
    assert_eq!(talk.hear(&mut board, refused("AUR")).next, Next::Leave);
}

/// The point of the store: what an event does not name is not computed again.
#[test]
fn an_event_wakes_the_row_it_names_and_no_other() {
    use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

    let owner = Owner::new();
    owner.set();
    let store = LiveStore::follow(rack(7));
    let (mut talk, drawn) = (
        Talk::default(),
        [Arc::new(AtomicU32::new(0)), Arc::default()],
    );
    let rows: Vec<_> = [101, 102]
        .map(|number| store.row(Uuid::from_u128(number).into()))
        .into();
    let look: Vec<_> = rows
        .iter()
        .zip(&drawn)
        .map(|(row, drawn)| {
            let (row, drawn) = (*row, Arc::clone(drawn));
            Memo::new(move |_| {
                drawn.fetch_add(1, Relaxed);
                row.with(|row| row.as_ref().map(|row| row.room.housekeeping))
            })
        })
        .collect();
    let counts = store.room_counts();
    let seen = || {
        look.iter()
            .map(|memo| memo.get_untracked())
            .collect::<Vec<_>>()
    };
    assert_eq!(seen(), [Some(HousekeepingStatus::Clean); 2]);
    assert_eq!(store.hear(&mut talk, dirty(8, 102)), Next::Listen);
    assert_eq!(
        seen(),
        [
            Some(HousekeepingStatus::Clean),
            Some(HousekeepingStatus::Dirty)
        ]
    );
    assert_eq!(drawn.each_ref().map(|count| count.load(Relaxed)), [1, 2]);
    assert_eq!(counts.get_untracked().dirty, 1);
    assert_eq!(store.version().get_untracked(), 8);
    // Other days, the same rooms: everything is looked at again.
    store.show(Rack {
        from: day(7),
        to: day(21),
        ..rack(7)
    });
    assert_eq!(store.window().get_untracked(), (day(7), day(21)));
    assert_eq!(store.version().get_untracked(), 8);
    assert_eq!(
        seen(),
        [
            Some(HousekeepingStatus::Clean),
            Some(HousekeepingStatus::Dirty)
        ]
    );
}
