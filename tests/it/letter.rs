//! Letters to guests, from the booking to the mailer.

use hotel::job::{registry, settle_down};
use hotel::service::booking::{self, Answer};
use hotel::service::reservation;
use hotel::testing::{TestHouse, order, paid_order};
use hotel::view::booking::NewReservation;

async fn book(house: &TestHouse, new: NewReservation) -> Answer {
    let ctx = house.guest(&new.hotel).await;
    booking::book(&house.services, &ctx, new, None)
        .await
        .unwrap()
}

async fn later(house: &TestHouse) {
    settle_down(&house.services, registry()).await.unwrap();
}

#[tokio::test]
async fn a_booking_is_confirmed_by_one_letter_from_its_hotel() {
    let house = TestHouse::new().await;
    let made = book(&house, order("MER", 3)).await.made().unwrap();
    later(&house).await;
    later(&house).await;
    let sent = house.mailer.sent();
    assert_eq!(sent.len(), 1);
    let (mail, stay) = (&sent[0], &made.reservations[0]);
    assert_eq!(
        (mail.to.name(), mail.to.address()),
        ("Elena Rossi", "elena@example.com")
    );
    assert!(
        mail.subject.as_str().contains(stay.reference.as_str()),
        "{:?}",
        mail.subject
    );
    let link = format!(
        "http://127.0.0.1:3000/stay/{}?key={}",
        stay.reference, stay.key
    );
    for part in [
        link.as_str(),
        &made.total.to_string(),
        "To pay at the hotel",
        "Free cancellation",
    ] {
        assert!(mail.text.contains(part), "{part} is not in {}", mail.text);
    }
}

#[tokio::test]
async fn a_paid_stay_is_confirmed_when_the_money_is_there_and_not_before() {
    let house = TestHouse::new().await;
    let answer = book(&house, paid_order("AUR", 3, "tok_ok")).await;
    later(&house).await;
    let sent = house.mailer.sent();
    assert_eq!(sent.len(), 1);
    assert!(sent[0].text.contains("Paid") && !sent[0].text.contains("To pay at the hotel"));
    assert_eq!(answer.status, 201);

    let ctx = house.guest("AUR").await;
    let declined = paid_order("AUR", 3, "tok_declined");
    booking::book(&house.services, &ctx, declined, None)
        .await
        .unwrap_err();
    book(&house, paid_order("AUR", 3, "tok_timeout")).await;
    later(&house).await;
    assert_eq!(
        house.mailer.sent().len(),
        1,
        "nothing is booked, nobody is written to"
    );
}

#[tokio::test]
async fn a_cancellation_is_confirmed_after_the_booking() {
    let house = TestHouse::new().await;
    let made = book(&house, order("AUR", 3)).await.made().unwrap();
    later(&house).await;
    let ctx = house.guest("AUR").await;
    let stay = &made.reservations[0];
    reservation::cancel(&house.services, &ctx, &stay.reference, Some(&stay.key))
        .await
        .unwrap();
    later(&house).await;
    let subjects: Vec<_> = house
        .mailer
        .sent()
        .iter()
        .map(|mail| mail.subject.as_str().to_owned())
        .collect();
    assert_eq!(subjects.len(), 2, "{subjects:?}");
    assert!(subjects[0].starts_with("Booked: ") && subjects[1].starts_with("Cancelled: "));
    assert!(
        house.mailer.sent()[1]
            .text
            .contains("The cancellation is free of charge.")
    );
}

#[tokio::test]
async fn a_stay_that_was_cancelled_before_its_letter_left_gets_the_last_letter_only() {
    let house = TestHouse::new().await;
    let made = book(&house, order("AUR", 3)).await.made().unwrap();
    let ctx = house.guest("AUR").await;
    let stay = &made.reservations[0];
    reservation::cancel(&house.services, &ctx, &stay.reference, Some(&stay.key))
        .await
        .unwrap();
    later(&house).await;
    let sent = house.mailer.sent();
    assert_eq!(sent.len(), 1);
    assert!(sent[0].subject.as_str().starts_with("Cancelled: "));
}

#[tokio::test]
async fn the_same_event_makes_the_same_mail() {
    let house = TestHouse::new().await;
    book(&house, order("AUR", 3)).await;
    later(&house).await;
    // A worker that was gone after the mail had left and before it could say so.
    sqlx::query(
        "INSERT INTO job (hotel_id, id, kind, key, lane, payload, run_at)
         SELECT hotel_id, gen_random_uuid(), 'mail.confirmation', 'again', 'again'
              , jsonb_build_object('event', id, 'at', at, 'data', data), now()
         FROM event WHERE kind = 'reservation.created'",
    )
    .execute(&house.owner["home"])
    .await
    .unwrap();
    later(&house).await;
    let sent = house.mailer.sent();
    assert_eq!(sent.len(), 2);
    assert_eq!(sent[0], sent[1]);
}

#[tokio::test]
async fn guests_without_an_address_and_guests_of_channels_get_no_letter() {
    let house = TestHouse::new().await;
    let mut nameless = order("AUR", 3);
    nameless.guest.email = None;
    book(&house, nameless).await;
    later(&house).await;
    assert!(house.mailer.sent().is_empty());

    book(&house, order("AUR", 5)).await;
    sqlx::query("UPDATE outbox SET data = jsonb_set(data, '{stays,0,source}', '\"demo-channel\"')")
        .execute(&house.owner["home"])
        .await
        .unwrap();
    later(&house).await;
    assert!(house.mailer.sent().is_empty());
    let jobs: i64 = sqlx::query_scalar("SELECT count(*) FROM job")
        .fetch_one(&house.owner["home"])
        .await
        .unwrap();
    assert_eq!(jobs, 0);
}
