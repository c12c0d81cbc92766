//! What the desk sees: the rack, today, the frame.

use chrono::Days;
use hotel::domain::reservation::Status;
use hotel::domain::role::Role;
use hotel::error::Code;
use hotel::live::board::{Applied, Board};
use hotel::live::{Change, Event};
use hotel::service::{booking, desk, rack, reservation, today};
use hotel::testing::{TestHouse, order, paid_order};
use hotel::view::rack::Rack;
use sqlx::Row as _;

/// What the house has told so far, as the relay would number it.
async fn told(house: &TestHouse) -> Vec<Event> {
    let rows = sqlx::query("SELECT kind, data FROM outbox ORDER BY seq")
        .fetch_all(&house.owner["home"])
        .await
        .unwrap();
    let event = |(seq, row): (i64, sqlx::postgres::PgRow)| Event {
        hotel: "AUR".to_owned(),
        seq,
        kind: row.get("kind"),
        data: serde_json::from_value::<Change>(row.get("data")).unwrap(),
    };
    (1..).zip(rows).map(event).collect()
}

/// Pictures agree in everything but their number, which the relay gives.
fn same_picture(mut board: Rack, mut fresh: Rack) {
    board.version = 0;
    fresh.version = 0;
    board.stays.sort_by_key(|stay| stay.id);
    fresh.stays.sort_by_key(|stay| stay.id);
    assert_eq!(board, fresh);
}

#[tokio::test]
async fn the_rack_shows_the_stays_of_its_days_and_no_others() {
    let house = TestHouse::new().await;
    let (guest, staff) = (
        house.guest("AUR").await,
        house.staff("AUR", Role::FrontDesk).await,
    );
    let new = order("AUR", 3);
    let made = booking::book(&house.services, &guest, new.clone(), None)
        .await
        .unwrap();
    let reference = made.made().unwrap().reservations[0].reference.clone();

    let seen = rack::rack(&house.services, &staff, None, None)
        .await
        .unwrap();
    assert_eq!(
        (seen.from, seen.to),
        (
            hotel::testing::today() - Days::new(2),
            hotel::testing::today() + Days::new(19)
        )
    );
    assert_eq!(
        seen.rooms
            .iter()
            .map(|r| r.number.as_str())
            .collect::<Vec<_>>(),
        ["101", "201", "202", "203"]
    );
    let [stay] = &seen.stays[..] else {
        panic!("one stay, not {:?}", seen.stays)
    };
    assert_eq!(
        (&stay.reference, stay.status),
        (&reference, Status::Confirmed)
    );
    assert_eq!(
        (stay.guest.as_str(), stay.adults, stay.source.as_str()),
        ("Elena Rossi", 2, "web")
    );
    // Nothing charged, nothing paid: all of it is still to pay.
    assert_eq!(stay.balance, made.made().unwrap().total);

    // It leaves in the morning of the first day shown, and is there until noon.
    let from = |from| rack::rack_of_days(&house.services, &staff, Some(from), 14);
    assert_eq!(from(new.departure).await.unwrap().stays.len(), 1);
    assert!(
        from(new.departure + Days::new(1))
            .await
            .unwrap()
            .stays
            .is_empty()
    );
    let before = rack::rack(&house.services, &staff, None, Some(new.arrival))
        .await
        .unwrap();
    assert!(before.stays.is_empty());
}

#[tokio::test]
async fn a_board_that_takes_every_event_equals_a_fresh_picture() {
    let house = TestHouse::new().await;
    let (guest, staff) = (
        house.guest("AUR").await,
        house.staff("AUR", Role::FrontDesk).await,
    );
    let first = rack::rack(&house.services, &staff, None, None)
        .await
        .unwrap();
    let mut board = Board::new(first);
    for (days, token) in [(1, None), (2, Some("tok_ok")), (3, Some("tok_declined"))] {
        let new = token.map_or_else(
            || order("AUR", days),
            |token| paid_order("AUR", days, token),
        );
        let _ = booking::book(&house.services, &guest, new, None).await;
    }
    let unpaid = board_reference(
        &rack::rack(&house.services, &staff, None, None)
            .await
            .unwrap(),
    );
    reservation::cancel(&house.services, &staff, &unpaid, None)
        .await
        .unwrap();

    let events = told(&house).await;
    assert!(events.len() >= 4, "{events:?}");
    for event in events {
        assert!(matches!(board.apply(event), Applied::Changed(_)));
    }
    let fresh = rack::rack(&house.services, &staff, None, None)
        .await
        .unwrap();
    assert_eq!(
        fresh.stays.len(),
        1,
        "one was cancelled, one was never paid"
    );
    same_picture(board.picture(), fresh);
}

fn board_reference(rack: &Rack) -> hotel::domain::reference::Reference {
    rack.stays[0].reference.clone()
}

#[tokio::test]
async fn today_lists_who_comes_and_the_frame_counts_tonight() {
    let house = TestHouse::new().await;
    let (guest, staff) = (
        house.guest("AUR").await,
        house.staff("AUR", Role::FrontDesk).await,
    );
    for days in [0, 0, 1] {
        booking::book(&house.services, &guest, order("AUR", days), None)
            .await
            .unwrap();
    }
    let seen = today::today(&house.services, &staff).await.unwrap();
    assert_eq!(
        (seen.stays.len(), seen.rooms.len(), seen.room_types.len()),
        (2, 4, 2)
    );
    let day = Board::of_today(seen).day();
    assert_eq!((day.due_in(), day.due_out(), day.in_house.len()), (2, 0, 0));

    let frame = desk::frame(&house.services, &staff).await.unwrap();
    assert_eq!((frame.sold_tonight, frame.rooms), (2, 4));
    assert_eq!((frame.code.as_str(), frame.role), ("AUR", Role::FrontDesk));
    assert_eq!(
        frame
            .hotels
            .iter()
            .map(|h| h.code.as_str())
            .collect::<Vec<_>>(),
        ["AUR"]
    );
}

#[tokio::test]
async fn an_outage_is_seen_from_its_first_day_to_its_last() {
    let house = TestHouse::new().await;
    let staff = house.staff("AUR", Role::Housekeeping).await;
    let room = rack::rack(&house.services, &staff, None, None)
        .await
        .unwrap()
        .rooms[1]
        .clone();
    sqlx::query(
        "INSERT INTO room_outage (hotel_id, id, room_id, kind, period, reason)
         VALUES ($1, gen_random_uuid(), $2, 'out_of_order', '[2026-11-22,2026-11-24)', 'Shower')",
    )
    .bind(staff.hotel.id.0)
    .bind(room.id.0)
    .execute(&house.owner["home"])
    .await
    .unwrap();
    let seen = async |from: &str, to: &str| {
        let window = (from.parse().ok(), to.parse().ok());
        rack::rack(&house.services, &staff, window.0, window.1)
            .await
            .unwrap()
            .outages
            .len()
    };
    assert_eq!(seen("2026-11-23", "2026-11-25").await, 1);
    assert_eq!(seen("2026-11-24", "2026-11-26").await, 0);
    assert_eq!(seen("2026-11-20", "2026-11-22").await, 0);
    assert_eq!(
        today::today(&house.services, &staff)
            .await
            .unwrap()
            .outages
            .len(),
        1
    );
}

#[tokio::test]
async fn nobody_from_outside_sees_the_desk() {
    let house = TestHouse::new().await;
    let guest = house.guest("AUR").await;
    let refused = [
        rack::rack(&house.services, &guest, None, None)
            .await
            .unwrap_err(),
        rack::rack_of_days(&house.services, &guest, None, 14)
            .await
            .unwrap_err(),
        today::today(&house.services, &guest).await.unwrap_err(),
        desk::frame(&house.services, &guest).await.unwrap_err(),
    ];
    assert!(
        refused
            .iter()
            .all(|error| error.code == Code::Unauthenticated),
        "{refused:?}"
    );
}
