//! What the clock makes due: holds that end, payments nobody knows the end of.

use chrono::TimeDelta;
use hotel::domain::id::PaymentId;
use hotel::domain::reservation::Status;
use hotel::error::Code;
use hotel::integration::payment::Settlement;
use hotel::job::{registry, settle_down};
use hotel::service::booking::{self, Answer};
use hotel::service::{availability, guest_stay};
use hotel::testing::{TestHouse, paid_order};
use hotel::view::availability::Search;
use hotel::view::booking::PaymentStatus;
use hotel::view::guest_stay::GuestStay;
use uuid::Uuid;

async fn book(house: &TestHouse, hotel: &str, token: &str) -> Answer {
    let ctx = house.guest(hotel).await;
    booking::book(&house.services, &ctx, paid_order(hotel, 3, token), None)
        .await
        .unwrap()
}

async fn stay(house: &TestHouse, hotel: &str, answer: &Answer) -> GuestStay {
    let ctx = house.guest(hotel).await;
    let made = &answer.made().unwrap().reservations[0];
    guest_stay::get(&house.services, &ctx, &made.reference, Some(&made.key))
        .await
        .unwrap()
}

async fn left(house: &TestHouse, hotel: &str) -> i32 {
    let ctx = house.guest(hotel).await;
    let new = paid_order(hotel, 3, "");
    let search = Search {
        hotel: new.hotel,
        arrival: new.arrival,
        departure: new.departure,
        adults: new.adults,
        children: new.children,
    };
    let found = availability::search(&house.services, &ctx, &search)
        .await
        .unwrap();
    found
        .offers
        .iter()
        .find(|o| o.room_type == new.room_type)
        .map_or(0, |offer| offer.available)
}

async fn run(house: &TestHouse, database: &str, statement: &'static str) {
    sqlx::query(statement)
        .execute(&house.owner[database])
        .await
        .unwrap();
}

#[tokio::test]
async fn a_charge_that_was_made_unheard_confirms_the_stay_once() {
    let house = TestHouse::new().await;
    for hotel in ["AUR", "MER"] {
        let charges = house.gateway.charges();
        let answer = book(&house, hotel, "tok_charged_then_timeout").await;
        assert_eq!(answer.status, 202);
        assert_eq!(stay(&house, hotel, &answer).await.status, Status::Tentative);
        for _ in 0..2 {
            settle_down(&house.services, registry()).await.unwrap();
        }
        let stay = stay(&house, hotel, &answer).await;
        assert_eq!(
            (stay.status, stay.payment),
            (Status::Confirmed, PaymentStatus::Succeeded)
        );
        assert_eq!(stay.paid, stay.total);
        assert_eq!(house.gateway.charges(), charges + 1);
        assert_eq!(left(&house, hotel).await, 2);
    }
}

#[tokio::test]
async fn a_charge_that_never_arrived_frees_the_room_after_a_while() {
    let house = TestHouse::new().await;
    let answer = book(&house, "AUR", "tok_timeout").await;
    settle_down(&house.services, registry()).await.unwrap();
    let waiting = stay(&house, "AUR", &answer).await;
    assert_eq!(
        (waiting.status, waiting.payment),
        (Status::Tentative, PaymentStatus::Unknown)
    );
    assert_eq!(left(&house, "AUR").await, 2, "it may still be on its way");

    house.clock.advance(TimeDelta::seconds(31));
    run(&house, "home", "UPDATE job SET run_at = now()").await;
    settle_down(&house.services, registry()).await.unwrap();
    let ended = stay(&house, "AUR", &answer).await;
    assert_eq!(
        (ended.status, ended.payment),
        (Status::Cancelled, PaymentStatus::Failed)
    );
    assert_eq!(left(&house, "AUR").await, 3);
    assert_eq!(house.gateway.charges(), 0);
}

#[tokio::test]
async fn money_that_comes_after_the_end_is_kept_and_a_person_is_told() {
    let house = TestHouse::new().await;
    let answer = book(&house, "AUR", "tok_timeout").await;
    house.clock.advance(TimeDelta::seconds(31));
    settle_down(&house.services, registry()).await.unwrap();
    assert_eq!(left(&house, "AUR").await, 3, "given up as never sent");

    let ctx = house.guest("AUR").await;
    let payment: Uuid = sqlx::query_scalar("SELECT id FROM payment")
        .fetch_one(&house.owner["home"])
        .await
        .unwrap();
    let paid = Settlement::Succeeded {
        reference: "late".to_owned(),
    };
    let told = booking::settle(&house.services, &ctx, PaymentId(payment), paid.clone())
        .await
        .unwrap();
    assert_eq!(told.unwrap().unwrap_err().code, Code::Conflict);

    let ended = stay(&house, "AUR", &answer).await;
    assert_eq!(
        (ended.status, ended.payment),
        (Status::Cancelled, PaymentStatus::Succeeded)
    );
    assert_eq!(ended.paid, ended.total, "the money is on the folio");
    assert_eq!(left(&house, "AUR").await, 3, "and the room stays free");
    let note: String =
        sqlx::query_scalar("SELECT attention FROM reservation WHERE attention <> ''")
            .fetch_one(&house.owner["home"])
            .await
            .unwrap();
    assert_eq!(
        note,
        "Paid after the reservation had ended: refund the guest."
    );
    let again = booking::settle(&house.services, &ctx, PaymentId(payment), paid).await;
    assert!(again.unwrap().is_none(), "counted once");
}

#[tokio::test]
async fn a_crash_between_charge_and_answer_is_settled_after_a_while() {
    let house = TestHouse::new().await;
    let answer = book(&house, "AUR", "tok_charged_then_timeout").await;
    // What stands in the database when the process is gone before the gateway answers.
    run(&house, "home", "UPDATE payment SET status = 'pending'").await;
    settle_down(&house.services, registry()).await.unwrap();
    assert_eq!(stay(&house, "AUR", &answer).await.status, Status::Tentative);
    house.clock.advance(TimeDelta::seconds(31));
    settle_down(&house.services, registry()).await.unwrap();
    assert_eq!(stay(&house, "AUR", &answer).await.status, Status::Confirmed);
    assert_eq!(house.gateway.charges(), 1);
}

#[tokio::test]
async fn a_hold_whose_time_is_over_gives_its_room_back_but_not_under_an_open_payment() {
    let house = TestHouse::new().await;
    let answer = book(&house, "AUR", "tok_timeout").await;
    run(
        &house,
        "home",
        "UPDATE reservation SET hold_until = now() - interval '1 minute'",
    )
    .await;
    settle_down(&house.services, registry()).await.unwrap();
    assert_eq!(stay(&house, "AUR", &answer).await.status, Status::Tentative);
    assert_eq!(left(&house, "AUR").await, 2);

    run(&house, "home", "UPDATE payment SET status = 'failed'").await;
    run(&house, "home", "DELETE FROM job").await;
    settle_down(&house.services, registry()).await.unwrap();
    assert_eq!(stay(&house, "AUR", &answer).await.status, Status::Cancelled);
    assert_eq!(left(&house, "AUR").await, 3);
    let jobs: i64 = sqlx::query_scalar("SELECT count(*) FROM job")
        .fetch_one(&house.owner["home"])
        .await
        .unwrap();
    assert_eq!(jobs, 0, "nothing is left to do");
}
