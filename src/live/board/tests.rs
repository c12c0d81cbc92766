//! A house whose whole history is known, and boards that hear of it in every possible way.

mod house;

use proptest::prelude::*;

use self::house::{Deed, House, ROOMS, State, bar, day, deed};
use super::*;
use crate::domain::reservation::Status;
use crate::live::{Change, ClientFrame, ServerFrame, kind};

/// What the network brings to a board.
#[derive(Clone, Copy, Debug)]
enum Delivery {
    Event(usize),
    Picture {
        at: usize,
        late: usize,
        window: (u8, u8),
    },
}

fn windows() -> impl Strategy<Value = (u8, u8)> {
    proptest::sample::select(vec![(0, 14), (7, 21), (8, 9)])
}

fn delivery(latest: usize) -> impl Strategy<Value = Delivery> {
    prop_oneof![
        6 => (0..40_usize).prop_map(Delivery::Event),
        1 => (0..40_usize, 0..=latest, windows())
            .prop_map(|(at, late, window)| Delivery::Picture { at, late, window }),
    ]
}

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    prop::collection::vec(deed(), 1..40)
}

/// Hands a delivery over; answers the window the board shows afterwards.
fn deliver(house: &House, board: &mut Board, delivery: Delivery, window: (u8, u8)) -> (u8, u8) {
    match delivery {
        Delivery::Event(index) => {
            board.apply(house.events[index % house.events.len()].clone());
            window
        }
        Delivery::Picture {
            at,
            late,
            window: other,
        } => match board.replace(house.picture(at, late, other)) {
            Replaced::Taken => other,
            Replaced::Known | Replaced::Behind => window,
        },
    }
}

fn rows(board: &Board) -> BTreeMap<RoomId, Row> {
    board
        .rooms()
        .iter()
        .filter_map(|room| Some((room.id, board.row(room.id)?)))
        .collect()
}

proptest! {
    /// Whatever arrives in whatever order, the board shows exactly the moment it claims to show,
    /// never goes back, and is up to date once nothing is missing.
    #[test]
    fn every_order_of_arrival_ends_in_the_same_picture(
        deeds in deeds(),
        start in 0..40_usize,
        first in windows(),
        deliveries in prop::collection::vec(delivery(0), 0..120),
    ) {
        let house = House::of(&deeds);
        let mut window = first;
        let mut board = Board::new(house.picture(start, 0, window));
        for delivery in deliveries {
            let before = board.version();
            window = deliver(&house, &mut board, delivery, window);
            prop_assert!(board.version() >= before);
            prop_assert_eq!(board.picture(), house.truth(&board, window));
        }
        for event in house.missing(&board) {
            board.apply(event);
        }
        prop_assert!(!board.has_gap());
        prop_assert_eq!(board.picture(), house.last(window));
        prop_assert_eq!(rows(&board), rows(&Board::new(house.last(window))));
    }

    /// A picture is numbered before it is drawn, so it may show more than its number says. The
    /// events in between arrive all the same and do no harm.
    #[test]
    fn pictures_that_run_ahead_of_their_number_converge_too(
        deeds in deeds(),
        start in 0..40_usize,
        deliveries in prop::collection::vec(delivery(5), 0..120),
    ) {
        let house = House::of(&deeds);
        let mut window = (0, 14);
        let mut board = Board::new(house.picture(start, 3, window));
        for delivery in deliveries {
            window = deliver(&house, &mut board, delivery, window);
        }
        for event in house.missing(&board) {
            board.apply(event);
        }
        prop_assert_eq!(board.picture(), house.last(window));
    }

    /// A board that was cut off needs the missing events and nothing else, in any order.
    #[test]
    fn a_board_that_was_away_catches_up_by_the_missing_events(
        deeds in deeds(),
        start in 0..40_usize,
        order in prop::collection::vec(any::<prop::sample::Index>(), 40),
    ) {
        let house = House::of(&deeds);
        let mut board = Board::new(house.picture(start, 0, (0, 14)));
        let mut missing = house.missing(&board);
        for index in order {
            if missing.is_empty() {
                break;
            }
            board.apply(missing.swap_remove(index.index(missing.len())));
        }
        prop_assert!(!board.has_gap());
        prop_assert_eq!(board.picture(), house.last((0, 14)));
    }

    /// What an event does not name looks the same as before, so nothing else has to be drawn.
    #[test]
    fn only_what_is_named_changes(deeds in deeds()) {
        let house = House::of(&deeds);
        let mut board = Board::new(house.picture(0, 0, (0, 14)));
        for event in &house.events {
            let before = board.clone();
            let Applied::Changed(changes) = board.apply(event.clone()) else {
                return Err(TestCaseError::fail("the next event was not taken"));
            };
            prop_assert_eq!(changes.is_empty(), before.picture() == Rack {
                version: before.version(),
                ..board.picture()
            });
            let (old, new) = (rows(&before), rows(&board));
            for (id, row) in &new {
                prop_assert_eq!(
                    changes.rooms.contains(id),
                    old.get(id) != Some(row) || touched_out_of_sight(&before, &board, *id),
                    "row {}", id
                );
            }
            prop_assert!(changes.unassigned || before.unassigned() == board.unassigned());
            let order = |board: &Board| board.rooms().iter().map(|r| r.id).collect::<Vec<_>>();
            prop_assert!(changes.layout || order(&before) == order(&board));
        }
    }

    /// Today's stays stay today's until the day is closed.
    #[test]
    fn the_board_of_today_converges(deeds in deeds(), start in 0..40_usize) {
        let same_day = |deed: &Deed| !matches!(deed, Deed::CloseDay);
        let deeds: Vec<Deed> = deeds.into_iter().filter(same_day).collect();
        let house = House::of(&deeds);
        let start = start.min(house.events.len());
        let mut board = Board::of_today(house.states[start].today(start));
        for event in house.missing(&board) {
            board.apply(event);
        }
        let end = house.events.len();
        let fresh = Board::of_today(house.states[end].today(end));
        prop_assert_eq!(board.day(), fresh.day());
        prop_assert_eq!(board.room_counts(), fresh.room_counts());
        prop_assert_eq!(rows(&board), rows(&fresh));
    }

    /// Counting a night from its stays gives what counting all nights at once gives.
    #[test]
    fn nights_count_the_stays_of_each_night(deeds in deeds()) {
        let house = House::of(&deeds);
        let board = Board::new(house.last((0, 14)));
        for night in board.nights() {
            let sleeps = |stay: &&Arc<StayBar>| stay.arrival <= night.date && night.date < stay.departure;
            let sold = board.stays().filter(sleeps).filter(|stay| stay.status.occupies()).count();
            prop_assert_eq!(usize::try_from(night.sold), Ok(sold));
            prop_assert_eq!(usize::try_from(night.rooms), Ok(board.rooms().len()));
        }
        let of_types: u32 = board.room_types().iter().flat_map(|t| board.nights_of(t.id)).map(|n| n.sold).sum();
        prop_assert_eq!(of_types, board.nights().iter().map(|night| night.sold).sum::<u32>());
    }
}

/// A row is named as well when a stay changed that has nights in the room outside the window.
fn touched_out_of_sight(before: &Board, after: &Board, id: RoomId) -> bool {
    let spans = |board: &Board| -> Vec<Arc<StayBar>> {
        let lives_there = |stay: &&Arc<StayBar>| stay.rooms.iter().any(|span| span.room == id);
        board.stays().filter(lives_there).cloned().collect()
    };
    spans(before) != spans(after)
}

fn nothing(seq: i64) -> Event {
    let kind = kind::ROOM_CHANGED.to_owned();
    Event {
        hotel: "AUR".to_owned(),
        seq,
        kind,
        data: Change::default(),
    }
}

fn empty_board() -> Board {
    Board::new(State::first().picture(0, (0, 14)))
}

#[test]
fn a_gap_names_what_is_there_and_closes_by_itself() {
    let mut board = empty_board();
    assert_eq!(
        board.apply(nothing(1)),
        Applied::Changed(Changes::default())
    );
    assert_eq!(board.apply(nothing(1)), Applied::Known);
    assert_eq!(board.apply(nothing(3)), Applied::Gap { have: 1 });
    assert!(board.has_gap());
    assert_eq!(
        board.apply(nothing(2)),
        Applied::Changed(Changes::default())
    );
    assert_eq!((board.version(), board.has_gap()), (3, false));
}

#[test]
fn waiting_events_are_bounded() {
    let mut board = empty_board();
    for seq in 2..514 {
        assert_eq!(board.apply(nothing(seq)), Applied::Gap { have: 0 });
    }
    assert_eq!(board.apply(nothing(600)), Applied::Lost);
    assert_eq!(board.apply(nothing(300)), Applied::Gap { have: 0 });
    assert!(matches!(board.apply(nothing(1)), Applied::Changed(_)));
    assert_eq!(board.version(), 513);
}

#[test]
fn another_hotels_event_is_not_ours_and_another_hotels_picture_starts_anew() {
    let mut board = empty_board();
    let foreign = Event {
        hotel: "MER".to_owned(),
        ..nothing(1)
    };
    assert_eq!(board.apply(foreign), Applied::Known);
    board.apply(nothing(1));
    let picture = Rack {
        hotel: "MER".to_owned(),
        ..State::first().picture(0, (0, 14))
    };
    assert_eq!(board.replace(picture), Replaced::Taken);
    assert_eq!((board.hotel(), board.version()), ("MER", 0));
}

#[test]
fn a_picture_that_is_too_old_for_other_days_is_refused() {
    let mut board = empty_board();
    for seq in 1..=300 {
        board.apply(nothing(seq));
    }
    let picture = |version| State::first().picture(version, (7, 21));
    assert_eq!(board.replace(picture(10)), Replaced::Behind);
    assert_eq!(board.window().0, day(0));
    assert_eq!(board.replace(picture(200)), Replaced::Taken);
    assert_eq!((board.window().0, board.version()), (day(7), 300));
}

#[test]
fn a_bar_stands_between_the_middles_of_its_days() {
    let stay = Arc::new(bar(1, Some(0), 2, 3));
    let bar = Bar {
        span: stay.rooms[0].clone(),
        stay,
    };
    assert_eq!(bar.halves(day(0), day(14)), (5, 11));
    assert_eq!(bar.halves(day(4), day(14)), (0, 3));
    assert_eq!(bar.halves(day(0), day(3)), (5, 6));
    assert!(bar.arrives_here() && bar.leaves_from_here());
}

#[test]
fn a_night_knows_how_full_it_is() {
    let night = |sold, rooms| Night {
        date: day(0),
        sold,
        held: 1,
        rooms,
        out_of_order: 1,
    };
    assert_eq!((night(45, 60).percent(), night(45, 60).free()), (75, 13));
    assert_eq!((night(7, 6).percent(), night(7, 6).free()), (116, 0));
    assert_eq!(night(0, 0).percent(), 0);
}

#[test]
fn today_lists_who_comes_and_who_goes() {
    let mut state = State::first();
    for (number, arrival, nights, status) in [
        (1, 8, 2, Status::Confirmed),
        (2, 7, 2, Status::Confirmed),
        (3, 8, 1, Status::InHouse),
        (4, 5, 3, Status::InHouse),
        (5, 5, 3, Status::CheckedOut),
        (6, 7, 4, Status::InHouse),
        (7, 8, 1, Status::Cancelled),
    ] {
        let stay = StayBar {
            status,
            ..bar(number, Some(number % ROOMS), arrival, nights)
        };
        state.stays.insert(stay.id, stay);
    }
    let board = Board::of_today(state.today(0));
    let today = board.day();
    let names = |list: &[(Movement, Arc<StayBar>)]| -> Vec<String> {
        list.iter().map(|(_, stay)| stay.guest.clone()).collect()
    };
    assert_eq!(names(&today.arrivals), ["Guest 1", "Guest 2", "Guest 3"]);
    assert_eq!(names(&today.departures), ["Guest 4", "Guest 5"]);
    assert_eq!(today.in_house.len(), 3);
    assert_eq!((today.due_in(), today.due_out()), (2, 1));
    assert_eq!(
        board.room_counts(),
        RoomCounts {
            clean: 6,
            occupied: 3,
            ..RoomCounts::default()
        }
    );
}

#[test]
fn frames_look_as_the_contract_says() {
    let picture = State::first().picture(7, (0, 14));
    let frame = ServerFrame::Snapshot(picture.into());
    let text = serde_json::to_string(&frame).expect("JSON");
    assert!(
        text.starts_with(r#"{"snapshot":{"topic":"rack","hotel":"AUR","version":7,"#),
        "{text}"
    );
    assert_eq!(
        serde_json::from_str::<ServerFrame>(&text).expect("a frame"),
        frame
    );
    let text = serde_json::to_string(&ServerFrame::Event(nothing(8))).expect("JSON");
    assert_eq!(
        text,
        r#"{"event":{"hotel":"AUR","seq":8,"kind":"room.changed","data":{}}}"#
    );
    let wish = ClientFrame::Subscribe(empty_board().subscription(3));
    let text = serde_json::to_string(&wish).expect("JSON");
    assert_eq!(
        text,
        r#"{"subscribe":{"hotel":"AUR","topic":"rack","have":3,"from":"2026-11-20","to":"2026-12-04"}}"#
    );
}
