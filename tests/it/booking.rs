//! Hold, charge, confirm.

use hotel::domain::reservation::Status;
use hotel::domain::role::Role;
use hotel::error::Code;
use hotel::integration::payment::Settlement;
use hotel::service::booking::{self, IdempotencyKey};
use hotel::service::{availability, guest_stay, reservation};
use hotel::testing::{TestHouse, order, paid_order};
use hotel::view::availability::Search;
use hotel::view::booking::{NewReservation, PaymentStatus};

fn key(text: &str) -> IdempotencyKey {
    IdempotencyKey::parse(text).unwrap()
}

async fn left(house: &TestHouse, order: &NewReservation) -> i32 {
    let ctx = house.guest(&order.hotel).await;
    let search = Search {
        hotel: order.hotel.clone(),
        arrival: order.arrival,
        departure: order.departure,
        adults: order.adults,
        children: order.children,
    };
    let found = availability::search(&house.services, &ctx, &search)
        .await
        .unwrap();
    let of_type = |o: &&hotel::view::availability::Offer| o.room_type == order.room_type;
    found
        .offers
        .iter()
        .find(of_type)
        .map_or(0, |offer| offer.available)
}

#[tokio::test]
async fn without_a_card_a_flexible_rate_is_confirmed_at_once() {
    let house = TestHouse::new().await;
    let ctx = house.guest("AUR").await;
    let new = order("AUR", 3);
    let answer = booking::book(&house.services, &ctx, new.clone(), None)
        .await
        .unwrap();
    let made = answer.made().unwrap();
    assert_eq!(answer.status, 201);
    assert_eq!(made.payment.status, PaymentStatus::None);
    // Two nights at 150.00 and city tax of 2.10 for two adults and two nights.
    assert_eq!(made.total.minor, 2 * 15_000 + 4 * 210);
    assert_eq!(left(&house, &new).await, 2);

    let stay = &made.reservations[0];
    let seen = guest_stay::get(&house.services, &ctx, &stay.reference, Some(&stay.key)).await;
    assert_eq!(seen.unwrap().status, Status::Confirmed);
    let unseen = guest_stay::get(&house.services, &ctx, &stay.reference, Some("wrong")).await;
    assert_eq!(unseen.unwrap_err().code, Code::NotFound);
}

#[tokio::test]
async fn a_declined_card_books_nothing_and_frees_the_room() {
    let house = TestHouse::new().await;
    let ctx = house.guest("AUR").await;
    let new = paid_order("AUR", 3, "tok_declined");
    let refused = booking::book(&house.services, &ctx, new.clone(), Some(key("a")))
        .await
        .unwrap_err();
    assert_eq!(refused.code, Code::PaymentDeclined);
    assert_eq!(left(&house, &new).await, 3);
    let again = booking::book(&house.services, &ctx, new, Some(key("a")))
        .await
        .unwrap_err();
    assert_eq!(again, refused, "the same key gets the same refusal");
}

#[tokio::test]
async fn an_unknown_outcome_keeps_the_room_and_is_settled_without_a_second_charge() {
    let house = TestHouse::new().await;
    let ctx = house.guest("AUR").await;
    let new = paid_order("AUR", 3, "tok_charged_then_timeout");
    let answer = booking::book(&house.services, &ctx, new.clone(), Some(key("a")))
        .await
        .unwrap();
    let made = answer.made().unwrap();
    assert_eq!(
        (answer.status, made.payment.status),
        (202, PaymentStatus::Unknown)
    );
    assert_eq!(left(&house, &new).await, 2);

    let owner = &house.owner["home"];
    let payment = sqlx::query_scalar("SELECT id FROM payment")
        .fetch_one(owner)
        .await
        .unwrap();
    let payment = hotel::domain::id::PaymentId(payment);
    let found = house.services.gateway().lookup(&payment.to_string()).await;
    assert!(matches!(found, Settlement::Succeeded { .. }));
    let job = hotel::service::ctx::Ctx::system("payment.settle", ctx.hotel.clone());
    let settled = booking::settle(&house.services, &job, payment, found.clone())
        .await
        .unwrap();
    assert_eq!(settled.unwrap().unwrap().status, 201);
    assert!(
        booking::settle(&house.services, &job, payment, found)
            .await
            .unwrap()
            .is_none()
    );
    assert_eq!(house.gateway.charges(), 1);
    assert_eq!(left(&house, &new).await, 2);

    let replayed = booking::book(&house.services, &ctx, new, Some(key("a")))
        .await
        .unwrap();
    assert_eq!(
        (replayed.status, replayed.body, replayed.replayed),
        (202, answer.body, true)
    );
    let stay = &made.reservations[0];
    let seen = guest_stay::get(&house.services, &ctx, &stay.reference, Some(&stay.key)).await;
    let seen = seen.unwrap();
    assert_eq!((seen.status, seen.paid), (Status::Confirmed, seen.total));
}

#[tokio::test]
async fn a_charge_that_never_arrived_frees_room_and_key() {
    let house = TestHouse::new().await;
    let ctx = house.guest("AUR").await;
    let new = paid_order("AUR", 3, "tok_error");
    let refused = booking::book(&house.services, &ctx, new.clone(), Some(key("a")))
        .await
        .unwrap_err();
    assert_eq!(refused.code, Code::Unavailable);
    assert_eq!(left(&house, &new).await, 3);
    let again = booking::book(&house.services, &ctx, new, Some(key("a")))
        .await
        .unwrap_err();
    assert_eq!(again.code, Code::Unavailable);
}

#[tokio::test]
async fn the_same_key_twenty_times_at_once_books_once() {
    let house = TestHouse::new().await;
    let ctx = house.guest("AUR").await;
    for token in [None, Some("tok_ok")] {
        let new = match token {
            None => order("AUR", 5),
            Some(token) => paid_order("AUR", 9, token),
        };
        let word = token.unwrap_or("none");
        let tries = (0..20).map(|_| {
            let (services, ctx, new) = (house.services.clone(), ctx.clone(), new.clone());
            tokio::spawn(async move { booking::book(&services, &ctx, new, Some(key(word))).await })
        });
        let mut bodies = Vec::new();
        for tried in tries.collect::<Vec<_>>() {
            bodies.push(tried.await.unwrap().unwrap().body);
        }
        assert!(bodies.iter().all(|body| *body == bodies[0]));
        assert_eq!(left(&house, &new).await, 2);
    }
    let changed = NewReservation {
        adults: 1,
        ..order("AUR", 5)
    };
    let refused = booking::book(&house.services, &ctx, changed, Some(key("none")))
        .await
        .unwrap_err();
    assert_eq!(refused.code, Code::KeyReused);
}

#[tokio::test]
async fn fifty_guests_for_the_last_room_make_one_booking() {
    let house = TestHouse::new().await;
    let ctx = house.guest("AUR").await;
    for round in 0..4_u64 {
        let new = NewReservation {
            room_type: "SGL".to_owned(),
            adults: 1,
            ..if round % 2 == 0 {
                order("AUR", 10 + round * 3)
            } else {
                paid_order("AUR", 10 + round * 3, "tok_ok")
            }
        };
        let tries = (0..50).map(|_| {
            let (services, ctx, new) = (house.services.clone(), ctx.clone(), new.clone());
            tokio::spawn(async move { booking::book(&services, &ctx, new, None).await })
        });
        let (mut booked, mut sold_out) = (0, 0);
        for tried in tries.collect::<Vec<_>>() {
            match tried.await.unwrap() {
                Ok(answer) if answer.status == 201 => booked += 1,
                Err(error) if error.code == Code::NoAvailability => sold_out += 1,
                other => panic!("neither booked nor sold out: {other:?}"),
            }
        }
        assert_eq!((booked, sold_out), (1, 49));
    }
}

#[tokio::test]
async fn cancelling_gives_the_nights_back_and_states_the_fee() {
    let house = TestHouse::new().await;
    let guest = house.guest("AUR").await;
    let desk = house.staff("AUR", Role::FrontDesk).await;
    let new = order("AUR", 3);
    let made = booking::book(&house.services, &guest, new.clone(), None)
        .await
        .unwrap();
    let stay = made.made().unwrap().reservations.remove(0);
    let none = reservation::cancel(&house.services, &guest, &stay.reference, None).await;
    assert_eq!(none.unwrap_err().code, Code::NotFound);
    let cancelled =
        reservation::cancel(&house.services, &guest, &stay.reference, Some(&stay.key)).await;
    assert_eq!(cancelled.unwrap().fee.minor, 0);
    assert_eq!(left(&house, &new).await, 3);
    let twice = reservation::cancel(&house.services, &desk, &stay.reference, None).await;
    assert_eq!(twice.unwrap_err().code, Code::Conflict);

    let made = booking::book(&house.services, &guest, new, None)
        .await
        .unwrap();
    let stay = made.made().unwrap().reservations.remove(0);
    house.clock.advance(chrono::Duration::days(3));
    let late = reservation::cancel(&house.services, &desk, &stay.reference, None)
        .await
        .unwrap();
    assert_eq!(late.fee.minor, 15_000);
    let page = reservation::page(&house.services, &desk, &stay.reference)
        .await
        .unwrap();
    let history: Vec<&str> = page.history.iter().map(|line| line.what.as_str()).collect();
    assert_eq!(history, ["Cancelled: cancelled at the desk", "Booked"]);
}

#[tokio::test]
async fn bad_orders_name_every_wrong_field_and_store_nothing() {
    let house = TestHouse::new().await;
    let ctx = house.guest("AUR").await;
    let good = order("AUR", 3);
    let bad = NewReservation {
        room_type: "XXX".to_owned(),
        departure: good.arrival,
        adults: 0,
        guest: hotel::view::booking::NewGuest {
            name: " ".to_owned(),
            email: Some("nobody".to_owned()),
            phone: Some("abc".to_owned()),
        },
        ..good.clone()
    };
    let error = booking::book(&house.services, &ctx, bad, Some(key("a")))
        .await
        .unwrap_err();
    let fields: Vec<String> = error.fields.unwrap().into_keys().collect();
    let wrong = [
        "adults",
        "departure",
        "guest.email",
        "guest.name",
        "guest.phone",
        "room_type",
    ];
    assert_eq!(fields, wrong);
    let past = NewReservation {
        arrival: hotel::testing::today() - chrono::Days::new(1),
        ..good.clone()
    };
    let error = booking::book(&house.services, &ctx, past, Some(key("a")))
        .await
        .unwrap_err();
    assert_eq!(error.code, Code::Invalid);
    let unpaid = NewReservation {
        rate_plan: "NREF".to_owned(),
        ..good
    };
    let error = booking::book(&house.services, &ctx, unpaid, Some(key("a")))
        .await
        .unwrap_err();
    assert!(error.fields.unwrap().contains_key("payment"));
    let owner = &house.owner["home"];
    let count: i64 = sqlx::query_scalar("SELECT (SELECT count(*) FROM idempotency) + (SELECT count(*) FROM reservation) + (SELECT count(*) FROM guest)")
        .fetch_one(owner)
        .await
        .unwrap();
    assert_eq!(count, 0);
}

#[tokio::test]
async fn the_database_itself_refuses_a_second_stay_in_a_room() {
    let house = TestHouse::new().await;
    let ctx = house.guest("AUR").await;
    for _ in 0..2 {
        booking::book(&house.services, &ctx, order("AUR", 3), None)
            .await
            .unwrap();
    }
    let owner = &house.owner["home"];
    let assign = "INSERT INTO room_assignment (hotel_id, id, room_id, period, reservation_id)
        SELECT r.hotel_id, gen_random_uuid(), m.id, daterange(r.arrival, r.departure), r.id
        FROM reservation r JOIN room m ON m.hotel_id = r.hotel_id AND m.number = '201'";
    let error = sqlx::query(assign).execute(owner).await.unwrap_err();
    let database = error.as_database_error().unwrap();
    assert_eq!(database.constraint(), Some("room_assignment_no_overlap"));
    let oversold = "UPDATE inventory SET sold = sellable + 1";
    let error = sqlx::query(oversold).execute(owner).await.unwrap_err();
    assert_eq!(
        error.as_database_error().unwrap().constraint(),
        Some("inventory_not_oversold")
    );
}
