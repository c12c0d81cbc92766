//! What partners send.

use chrono::{Days, NaiveDate};
use hotel::domain::reservation::Status;
use hotel::domain::role::Role;
use hotel::error::{AppError, Code};
use hotel::integration::channel::alpinebits::{Action, notification_answer, read_notification};
use hotel::integration::channel::mask::mask_cards;
use hotel::live::Change;
use hotel::service::channel::{self, Delivery};
use hotel::service::reservation;
use hotel::testing::{TestHouse, today};
use hotel::view::rack::StayBar;
use sqlx::Row as _;

const PUSH: &str = include_str!("../data/alpinebits/GuestRequests-Push-OTA_HotelResNotifRQ.xml");
const STATUS: &str =
    include_str!("../data/alpinebits/GuestRequests-Push-OTA_HotelResNotifRQ-StatusUpdate.xml");

/// The sample's booking.
const SAMPLE_ID: &str = "6b34fe24ac2ff810";

/// The sample under another number, for two nights from `days` days after today.
fn push(id: &str, days: u64) -> String {
    let (from, to) = (today() + Days::new(days), today() + Days::new(days + 2));
    PUSH.replace(SAMPLE_ID, id)
        .replace("2023-01-01", &from.to_string())
        .replace("2023-01-12", &to.to_string())
}

/// The same message told later.
fn later(text: &str, minute: u32) -> String {
    let stamp = format!("LastModifyDateTime=\"2022-03-21T15:{minute:02}:30+01:00\" ResStatus");
    text.replacen("ResStatus", &stamp, 1)
}

fn cancelled(text: &str) -> String {
    text.replace("ResStatus=\"Reserved\"", "ResStatus=\"Cancelled\"")
        .replace("Type=\"14\"", "Type=\"15\"")
}

async fn send_as(house: &TestHouse, action: Action, text: &str) -> Result<String, AppError> {
    let partner = channel::authenticate(&house.services, "demo-channel", "keyrack-demo", "")
        .await
        .unwrap();
    let delivery = Delivery {
        action: action.as_str(),
        masked: mask_cards(text.as_bytes()),
        message: read_notification(text.as_bytes()).unwrap(),
    };
    let request = "request-1".into();
    channel::receive(
        &house.services,
        &partner,
        delivery,
        request,
        notification_answer,
    )
    .await
}

async fn send(house: &TestHouse, text: &str) -> String {
    send_as(house, Action::GuestRequests, text).await.unwrap()
}

const BOOKINGS: &str = "SELECT count(*) FROM booking";
const MESSAGES: &str = "SELECT count(*) FROM channel_message";

/// How many there are, in all hotels at home.
async fn count(house: &TestHouse, query: &'static str) -> i64 {
    sqlx::query_scalar(query)
        .fetch_one(&house.owner["home"])
        .await
        .unwrap()
}

/// Every stay of a booking, in the order in which they were made.
async fn stays(house: &TestHouse, id: &str) -> Vec<StayBar> {
    let ids: Vec<uuid::Uuid> = sqlx::query_scalar(
        "SELECT r.id FROM reservation r JOIN booking b ON b.id = r.booking_id WHERE b.external_id = $1 ORDER BY r.id",
    )
    .bind(id)
    .fetch_all(&house.owner["home"])
    .await
    .unwrap();
    let mut conn = house.owner["home"].acquire().await.unwrap();
    let hotel = house.guest("AUR").await.hotel.id;
    let mut stays = hotel::store::stay_bar::by_ids(&mut conn, hotel, &ids)
        .await
        .unwrap();
    stays.sort_by_key(|stay| stay.id);
    stays
}

/// Sold and forced of a type on a night.
async fn counters(house: &TestHouse, room_type: &str, night: NaiveDate) -> (i32, i32) {
    let row = sqlx::query(
        "SELECT i.sold, i.forced FROM inventory i JOIN room_type t ON t.id = i.room_type_id \
         JOIN property p ON p.hotel_id = i.hotel_id WHERE p.code = 'AUR' AND t.code = $1 AND i.night = $2",
    )
    .bind(room_type)
    .bind(night)
    .fetch_one(&house.owner["home"])
    .await
    .unwrap();
    (row.get("sold"), row.get("forced"))
}

/// How a booking stands with the partner.
async fn standing(house: &TestHouse, id: &str) -> Option<String> {
    sqlx::query_scalar("SELECT status FROM channel_booking WHERE external_id = $1")
        .bind(id)
        .fetch_optional(&house.owner["home"])
        .await
        .unwrap()
}

/// The counters are what the nights of sold reservations add up to.
async fn counters_add_up(house: &TestHouse) {
    let wrong: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM inventory i WHERE i.sold <> (SELECT count(*) FROM reservation_night n \
         JOIN reservation r ON r.id = n.reservation_id WHERE n.room_type_id = i.room_type_id \
         AND n.night = i.night AND r.status IN ('confirmed', 'in_house', 'checked_out'))",
    )
    .fetch_one(&house.owner["home"])
    .await
    .unwrap();
    assert_eq!(wrong, 0, "counters and nights agree");
}

async fn events(house: &TestHouse) -> Vec<(String, Change)> {
    let rows = sqlx::query("SELECT kind, data FROM outbox ORDER BY seq")
        .fetch_all(&house.owner["home"])
        .await
        .unwrap();
    rows.into_iter()
        .map(|row| {
            (
                row.get("kind"),
                serde_json::from_value(row.get("data")).unwrap(),
            )
        })
        .collect()
}

#[tokio::test]
async fn the_sample_becomes_a_booking() {
    let house = TestHouse::new().await;
    let answer = send(&house, PUSH).await;
    assert!(
        answer.contains("<UniqueID Type=\"14\" ID=\"6b34fe24ac2ff810\"/>"),
        "{answer}"
    );
    assert!(answer.contains("<Success/>") && !answer.contains("Warning"));

    let stays = stays(&house, SAMPLE_ID).await;
    assert_eq!(stays.len(), 1);
    let stay = &stays[0];
    assert_eq!(stay.status, Status::Confirmed);
    assert_eq!(stay.arrival, NaiveDate::from_ymd_opt(2023, 1, 1).unwrap());
    assert_eq!(
        (stay.adults, stay.children, stay.guest.as_str()),
        (2, 2, "Otto Mustermann")
    );
    assert_eq!(
        (stay.balance.minor, stay.source.as_str()),
        (29_900, "demo-channel")
    );
    assert_eq!(
        stay.attention.as_deref(),
        Some("Nights outside the calendar: 11.")
    );

    let prices: Vec<i64> =
        sqlx::query_scalar("SELECT price_minor FROM reservation_night ORDER BY night")
            .fetch_all(&house.owner["home"])
            .await
            .unwrap();
    assert_eq!(prices.len(), 11);
    assert_eq!(
        (prices[0], prices[1], prices.iter().sum::<i64>()),
        (2_720, 2_718, 29_900)
    );

    let staff = house.staff("AUR", Role::FrontDesk).await;
    let page = reservation::page(&house.services, &staff, &stay.reference)
        .await
        .unwrap();
    assert_eq!(
        (page.stay.room_type.as_str(), page.stay.rate_plan.as_str()),
        ("DBL", "FLEX")
    );
    assert!(page.notes.contains("Sind Hunde erlaubt?") && page.notes.contains("Agency: ACME"));
    assert_eq!(page.history.len(), 1);
    assert_eq!(page.history[0].who, "Demo Channel");

    let told = events(&house).await;
    assert_eq!(told.len(), 1);
    assert_eq!(
        (told[0].0.as_str(), &told[0].1.stays[0]),
        ("reservation.created", stay)
    );
}

#[tokio::test]
async fn the_message_is_kept_without_the_card() {
    let house = TestHouse::new().await;
    let answer = send(&house, PUSH).await;
    let row = sqlx::query("SELECT partner, action, raw, answer, error FROM channel_message")
        .fetch_one(&house.owner["home"])
        .await
        .unwrap();
    let raw = String::from_utf8(row.get("raw")).unwrap();
    assert!(!raw.contains("444433332222") && raw.contains("************1111"));
    assert_eq!(raw.len(), PUSH.len());
    assert_eq!(row.get::<String, _>("answer"), answer);
    assert_eq!(row.get::<Option<String>, _>("error"), None);
    assert_eq!(row.get::<String, _>("partner"), "demo-channel");
    assert_eq!(
        row.get::<String, _>("action"),
        "OTA_HotelResNotif:GuestRequests"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_message_sixteen_times_is_one_booking_and_one_answer() {
    let house = TestHouse::new().await;
    let text = push("twice", 3);
    let sent = futures_of(&house, vec![text.clone(); 16]).await;
    assert!(sent.iter().all(|answer| *answer == sent[0]));
    assert_eq!(send(&house, &text).await, sent[0]);
    assert_eq!(
        (count(&house, BOOKINGS).await, count(&house, MESSAGES).await),
        (1, 1)
    );
    assert_eq!(
        counters(&house, "DBL", today() + Days::new(3)).await,
        (1, 0)
    );
    assert_eq!(events(&house).await.len(), 1);
}

/// Sends all at once.
async fn futures_of(house: &TestHouse, texts: Vec<String>) -> Vec<String> {
    let house = std::sync::Arc::new(house.services.clone());
    let tasks: Vec<_> = texts
        .into_iter()
        .map(|text| {
            let services = std::sync::Arc::clone(&house);
            tokio::spawn(async move {
                let partner =
                    channel::authenticate(&services, "demo-channel", "keyrack-demo", "").await?;
                let delivery = Delivery {
                    action: Action::GuestRequests.as_str(),
                    masked: mask_cards(text.as_bytes()),
                    message: read_notification(text.as_bytes()).unwrap(),
                };
                channel::receive(
                    &services,
                    &partner,
                    delivery,
                    "r".into(),
                    notification_answer,
                )
                .await
            })
        })
        .collect();
    let mut answers = Vec::new();
    for task in tasks {
        answers.push(task.await.unwrap().unwrap());
    }
    answers
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_messages_about_one_booking_at_once_are_one_booking() {
    let house = TestHouse::new().await;
    let texts = (0..12)
        .map(|n| push("same", 3).replace("Hunde", &format!("{n} Hunde")))
        .collect();
    futures_of(&house, texts).await;
    assert_eq!(
        (count(&house, BOOKINGS).await, count(&house, MESSAGES).await),
        (1, 12)
    );
    assert_eq!(stays(&house, "same").await.len(), 1);
    counters_add_up(&house).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_is_sold_is_taken_even_without_a_room() {
    let house = TestHouse::new().await;
    let texts = (0..8).map(|n| push(&format!("sold-{n}"), 3)).collect();
    let answers = futures_of(&house, texts).await;
    assert!(
        answers
            .iter()
            .all(|answer| answer.contains("<Success/>") && !answer.contains("Warning"))
    );
    // Three doubles were sold eight times.
    assert_eq!(
        counters(&house, "DBL", today() + Days::new(3)).await,
        (8, 5)
    );
    let mut marked = 0;
    for n in 0..8 {
        let stay = stays(&house, &format!("sold-{n}")).await.remove(0);
        marked += usize::from(
            stay.attention
                .is_some_and(|text| text.starts_with("Overbooked on ")),
        );
    }
    assert_eq!(marked, 5);
    counters_add_up(&house).await;
    for n in 0..8 {
        send(&house, &cancelled(&push(&format!("sold-{n}"), 3))).await;
    }
    assert_eq!(
        counters(&house, "DBL", today() + Days::new(3)).await,
        (0, 0)
    );
}

#[tokio::test]
async fn unmapped_codes_are_assumed_and_said() {
    let house = TestHouse::new().await;
    let text = push("u", 3)
        .replace("bigsuite", "nosuite")
        .replace("123456-xyz", "no-rate");
    send(&house, &text).await;
    let stay = stays(&house, "u").await.remove(0);
    assert_eq!(
        stay.attention.as_deref(),
        Some(
            "Please check: the room type \"nosuite\" is not mapped, SGL assumed; the rate \"no-rate\" is not mapped, FLEX assumed."
        )
    );
    // Our own codes need no mapping.
    send(
        &house,
        &push("v", 3)
            .replace("bigsuite", "DBL")
            .replace("123456-xyz", "BB"),
    )
    .await;
    assert_eq!(stays(&house, "v").await[0].attention, None);
}

#[tokio::test]
async fn a_foreign_or_missing_price_is_said() {
    let house = TestHouse::new().await;
    send(&house, &push("usd", 3).replace("\"EUR\"", "\"USD\"")).await;
    let stay = stays(&house, "usd").await.remove(0);
    assert_eq!(stay.balance.minor, 0);
    assert!(
        stay.attention
            .unwrap()
            .contains("the channel's price is $\u{a0}299.00")
    );
    send(&house, &push("none", 3).replace("<Total", "<Sum")).await;
    assert!(
        stays(&house, "none").await[0]
            .attention
            .as_ref()
            .unwrap()
            .contains("sent no price")
    );
}

#[tokio::test]
async fn a_cancellation_gives_the_room_back_once() {
    let house = TestHouse::new().await;
    let text = push("c", 3);
    send(&house, &text).await;
    let answer = send(&house, &cancelled(&text)).await;
    assert!(answer.contains("<UniqueID Type=\"15\" ID=\"c\"/>"));
    assert_eq!(stays(&house, "c").await[0].status, Status::Cancelled);
    assert_eq!(standing(&house, "c").await.as_deref(), Some("cancelled"));
    send(&house, &later(&cancelled(&text), 5)).await;
    assert_eq!(
        counters(&house, "DBL", today() + Days::new(3)).await,
        (0, 0)
    );
    let kinds: Vec<_> = events(&house)
        .await
        .into_iter()
        .map(|(kind, _)| kind)
        .collect();
    assert_eq!(kinds, ["reservation.created", "reservation.cancelled"]);
}

#[tokio::test]
async fn a_cancellation_that_comes_first_is_remembered() {
    let house = TestHouse::new().await;
    let text = push("early", 3);
    let answer = send(&house, &cancelled(&text)).await;
    assert!(answer.contains("<Success/>"));
    assert_eq!(
        standing(&house, "early").await.as_deref(),
        Some("cancelled")
    );
    let answer = send(&house, &text).await;
    assert!(answer.contains("<UniqueID Type=\"14\" ID=\"early\"/>"));
    assert_eq!(count(&house, BOOKINGS).await, 0, "it had been cancelled");
    // Sold once more, later.
    send(&house, &later(&text, 5)).await;
    assert_eq!(stays(&house, "early").await.len(), 1);
    assert_eq!(standing(&house, "early").await.as_deref(), Some("reserved"));
}

#[tokio::test]
async fn the_sample_status_update_is_acknowledged_for_unknown_bookings() {
    let house = TestHouse::new().await;
    let answer = send_as(&house, Action::StatusUpdate, STATUS).await.unwrap();
    assert!(answer.contains("<UniqueID Type=\"14\" ID=\"6b34fe24ac999999\"/>"));
    assert!(answer.contains("<UniqueID Type=\"15\" ID=\"6b34fe24ac244444\"/>"));
    assert_eq!(
        standing(&house, "6b34fe24ac999999").await.as_deref(),
        Some("reserved")
    );
    assert_eq!(
        standing(&house, "6b34fe24ac244444").await.as_deref(),
        Some("cancelled")
    );
    assert_eq!(count(&house, BOOKINGS).await, 0);
    // What it says of bookings we never got can be read at the desk.
    let remark: String = sqlx::query_scalar("SELECT error FROM channel_message")
        .fetch_one(&house.owner["home"])
        .await
        .unwrap();
    assert_eq!(
        remark,
        "6b34fe24ac999999: reserved, and we never got the stay\n\
         6b34fe24ac244444: cancelled, and never booked here"
    );
    // The stay comes afterwards.
    send(
        &house,
        &push("6b34fe24ac999999", 3).replace("2022-03-21", "2024-03-21"),
    )
    .await;
    assert_eq!(
        stays(&house, "6b34fe24ac999999").await[0].status,
        Status::Confirmed
    );
}

#[tokio::test]
async fn a_status_update_changes_known_bookings() {
    let house = TestHouse::new().await;
    send(&house, &push("6b34fe24ac999999", 3)).await;
    send(&house, &push("6b34fe24ac244444", 3)).await;
    send_as(&house, Action::StatusUpdate, STATUS).await.unwrap();
    assert_eq!(
        stays(&house, "6b34fe24ac999999").await[0].status,
        Status::Confirmed
    );
    assert_eq!(
        stays(&house, "6b34fe24ac244444").await[0].status,
        Status::Cancelled
    );
    assert_eq!(
        counters(&house, "DBL", today() + Days::new(3)).await,
        (1, 0)
    );
}

#[tokio::test]
async fn a_booking_cancelled_here_that_stands_there_is_shown_to_a_person() {
    let house = TestHouse::new().await;
    send(&house, &push("6b34fe24ac999999", 3)).await;
    let reference = stays(&house, "6b34fe24ac999999").await.remove(0).reference;
    let staff = house.staff("AUR", Role::FrontDesk).await;
    reservation::cancel(&house.services, &staff, &reference, None)
        .await
        .unwrap();
    send_as(&house, Action::StatusUpdate, STATUS).await.unwrap();
    let stay = stays(&house, "6b34fe24ac999999").await.remove(0);
    assert_eq!(stay.status, Status::Cancelled);
    assert_eq!(
        stay.attention.as_deref(),
        Some("The channel says that this booking stands.")
    );
    // The whole booking, no later than what we knew, does not bring it back either.
    send(
        &house,
        &push("6b34fe24ac999999", 3).replace("Hunde", "Katzen"),
    )
    .await;
    assert_eq!(stays(&house, "6b34fe24ac999999").await.len(), 1);
    assert_eq!(
        counters(&house, "DBL", today() + Days::new(3)).await,
        (0, 0)
    );
}

#[tokio::test]
async fn a_changed_booking_keeps_its_reference() {
    let house = TestHouse::new().await;
    send(&house, &push("m", 3)).await;
    let before = stays(&house, "m").await.remove(0);
    let changed = later(&push("m", 5), 5)
        .replace("ResStatus=\"Reserved\"", "ResStatus=\"Modify\"")
        .replace("\"299\"", "\"311\"")
        .replace("<GivenName>Otto", "<GivenName>Ottilie");
    send(&house, &changed).await;
    let after = stays(&house, "m").await.remove(0);
    assert_eq!((after.id, &after.reference), (before.id, &before.reference));
    assert_eq!(
        (after.arrival, after.balance.minor),
        (today() + Days::new(5), 31_100)
    );
    assert_eq!(after.guest, "Ottilie Mustermann");
    assert!(after.version > before.version);
    assert!(
        after
            .attention
            .as_ref()
            .unwrap()
            .starts_with("Changed by the channel, was ")
    );
    assert_eq!(
        counters(&house, "DBL", today() + Days::new(3)).await,
        (0, 0)
    );
    assert_eq!(
        counters(&house, "DBL", today() + Days::new(5)).await,
        (1, 0)
    );
    counters_add_up(&house).await;
    // The first message once more, with another space: older than what we know.
    send(
        &house,
        &push("m", 3).replace("</HotelReservations>", "</HotelReservations> "),
    )
    .await;
    assert_eq!(stays(&house, "m").await, std::slice::from_ref(&after));
    // The change once more: nothing is different.
    send(
        &house,
        &changed.replace("</HotelReservations>", "</HotelReservations> "),
    )
    .await;
    assert_eq!(stays(&house, "m").await, [after]);
}

#[tokio::test]
async fn rooms_come_and_go_with_the_booking() {
    let house = TestHouse::new().await;
    let one = push("r", 3);
    let start = one.find("<RoomStay>").unwrap();
    let end = one.find("</RoomStays>").unwrap();
    let second = one[start..end]
        .replace("bigsuite", "SGL")
        .replace("\"299\"", "\"100\"");
    let two = format!("{}{second}{}", &one[..end], &one[end..]);
    send(&house, &one).await;
    send(&house, &later(&two, 1)).await;
    let both = stays(&house, "r").await;
    assert_eq!(both.len(), 2);
    assert_eq!(
        (both[0].balance.minor, both[1].balance.minor),
        (29_900, 10_000)
    );
    assert_eq!(both[0].attention, None, "the first room is as it was");
    assert_eq!(
        counters(&house, "SGL", today() + Days::new(3)).await,
        (1, 0)
    );
    send(&house, &later(&one, 2)).await;
    let both = stays(&house, "r").await;
    assert_eq!(
        (both[0].status, both[1].status),
        (Status::Confirmed, Status::Cancelled)
    );
    counters_add_up(&house).await;
    // Two rooms at once make one booking.
    send(&house, &two.replace("ID=\"r\"", "ID=\"r2\"")).await;
    assert_eq!(stays(&house, "r2").await.len(), 2);
    assert_eq!(count(&house, BOOKINGS).await, 2);
    counters_add_up(&house).await;
}

#[tokio::test]
async fn an_inquiry_takes_no_room() {
    let house = TestHouse::new().await;
    let text = push("q", 3);
    let answer = send(&house, &text.replace("\"Reserved\"", "\"Requested\"")).await;
    assert!(answer.contains("<UniqueID Type=\"14\" ID=\"q\"/>"));
    assert_eq!(
        (
            count(&house, BOOKINGS).await,
            standing(&house, "q").await.as_deref()
        ),
        (0, Some("requested"))
    );
    send(&house, &text).await;
    assert_eq!(stays(&house, "q").await.len(), 1, "the offer was taken");
    send(
        &house,
        &later(&text.replace("\"Reserved\"", "\"Requested\""), 5),
    )
    .await;
    assert_eq!(standing(&house, "q").await.as_deref(), Some("reserved"));
}

#[tokio::test]
async fn what_says_no_dates_is_refused_and_the_rest_is_taken() {
    let house = TestHouse::new().await;
    let good = push("good", 3);
    let item =
        &good[good.find("<HotelReservation ").unwrap()..good.find("</HotelReservations>").unwrap()];
    let bad = item
        .replace("ID=\"good\"", "ID=\"bad\"")
        .replace("<TimeSpan", "<NoSpan");
    let both = good.replace(
        "</HotelReservations>",
        &format!("{bad}</HotelReservations>"),
    );
    let answer = send(&house, &both).await;
    assert!(answer.contains("<UniqueID Type=\"14\" ID=\"good\"/>"));
    assert!(
        answer.contains("RecordID=\"bad\">The RoomStay has no TimeSpan.</Warning>"),
        "{answer}"
    );
    assert_eq!(
        (count(&house, BOOKINGS).await, standing(&house, "bad").await),
        (1, None)
    );
    // The corrected one is a new message.
    send(&house, &both.replace("<NoSpan", "<TimeSpan")).await;
    assert_eq!(stays(&house, "bad").await.len(), 1);
    assert_eq!(stays(&house, "good").await.len(), 1);
}

#[tokio::test]
async fn another_hotel_is_not_found_and_nothing_is_kept() {
    let house = TestHouse::new().await;
    let text = PUSH.replace("HotelCode=\"123\"", "HotelCode=\"124\"");
    let refused = send_as(&house, Action::GuestRequests, &text)
        .await
        .unwrap_err();
    assert_eq!(refused.code, Code::NotFound);
    assert_eq!(
        (count(&house, MESSAGES).await, count(&house, BOOKINGS).await),
        (0, 0)
    );
}

#[tokio::test]
async fn a_message_without_a_hotel_goes_where_its_booking_is() {
    let house = TestHouse::new().await;
    sqlx::query(
        "INSERT INTO directory.partner_hotel (partner_id, external_code, hotel_id) \
         SELECT p.id, h.code, h.id FROM directory.partner p, directory.hotel h WHERE h.code IN ('HAR', 'MER')",
    )
    .execute(&house.owner["home"])
    .await
    .unwrap();
    let refused = send_as(&house, Action::StatusUpdate, STATUS)
        .await
        .unwrap_err();
    assert_eq!(refused.code, Code::Invalid);
    assert_eq!(count(&house, MESSAGES).await, 0);
    send(&house, &push("6b34fe24ac244444", 3)).await;
    send_as(&house, Action::StatusUpdate, STATUS).await.unwrap();
    assert_eq!(
        stays(&house, "6b34fe24ac244444").await[0].status,
        Status::Cancelled
    );
    // The same booking number at another hotel, in another database, is another booking.
    send(
        &house,
        &push("6b34fe24ac244444", 3).replace("HotelCode=\"123\"", "HotelCode=\"MER\""),
    )
    .await;
    let there: i64 = sqlx::query_scalar("SELECT count(*) FROM booking")
        .fetch_one(&house.owner["north"])
        .await
        .unwrap();
    assert_eq!((count(&house, BOOKINGS).await, there), (1, 1));
}

#[tokio::test]
async fn a_failure_of_ours_keeps_the_message_for_the_next_try() {
    let house = TestHouse::new().await;
    let owner = &house.owner["home"];
    sqlx::query("ALTER TABLE reservation_night ADD CONSTRAINT broken CHECK (false) NOT VALID")
        .execute(owner)
        .await
        .unwrap();
    let text = push("f", 3);
    let error = send_as(&house, Action::GuestRequests, &text)
        .await
        .unwrap_err();
    assert_eq!(error.status(), 500);
    let row = sqlx::query("SELECT answer, error FROM channel_message")
        .fetch_one(owner)
        .await
        .unwrap();
    assert_eq!(row.get::<Option<String>, _>("answer"), None);
    assert_eq!(row.get::<String, _>("error"), "Not worked off (internal).");
    assert_eq!(
        (count(&house, BOOKINGS).await, standing(&house, "f").await),
        (0, None)
    );
    sqlx::query("ALTER TABLE reservation_night DROP CONSTRAINT broken")
        .execute(owner)
        .await
        .unwrap();
    send(&house, &text).await;
    assert_eq!(
        (
            stays(&house, "f").await.len(),
            count(&house, MESSAGES).await
        ),
        (1, 1)
    );
    let error: Option<String> = sqlx::query_scalar("SELECT error FROM channel_message")
        .fetch_one(owner)
        .await
        .unwrap();
    assert_eq!(error, None);
}

#[tokio::test]
async fn only_the_partner_gets_in() {
    let house = TestHouse::new().await;
    let enter = |user: &'static str, password: &'static str| {
        let services = house.services.clone();
        async move {
            channel::authenticate(&services, user, password, "192.0.2.1")
                .await
                .map_err(|e| e.code)
        }
    };
    assert_eq!(
        enter("demo-channel", "wrong").await.unwrap_err(),
        Code::InvalidCredentials
    );
    assert_eq!(
        enter("nobody", "keyrack-demo").await.unwrap_err(),
        Code::InvalidCredentials
    );
    assert_eq!(
        enter("demo-channel", "keyrack-demo")
            .await
            .unwrap()
            .name
            .as_ref(),
        "Demo Channel"
    );
    for _ in 0..10 {
        assert_eq!(
            enter("demo-channel", "").await.unwrap_err(),
            Code::InvalidCredentials
        );
    }
    assert_eq!(
        enter("demo-channel", "keyrack-demo").await.unwrap_err(),
        Code::TooManyRequests
    );
    let elsewhere =
        channel::authenticate(&house.services, "demo-channel", "keyrack-demo", "192.0.2.2");
    assert!(elsewhere.await.is_ok(), "others are not locked out");
}
