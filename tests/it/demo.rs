//! The demo on a real PostgreSQL.

use std::collections::BTreeMap;
use std::sync::Mutex;

use hotel::service::check::{self, Patience};
use hotel::service::demo::{self, DemoError, DemoSummary, Progress};
use hotel::testing;
use sqlx::PgPool;

async fn load(owner: &BTreeMap<String, PgPool>) -> Result<DemoSummary, DemoError> {
    demo::load(owner, testing::now(), &|_| {}).await
}

async fn number(pool: &PgPool, sql: &'static str) -> i64 {
    sqlx::query_scalar(sql).fetch_one(pool).await.unwrap()
}

/// Adds every foreign key once more: PostgreSQL then looks at every row.
const LOOK_AT_FOREIGN_KEYS: &str = "
    DO $$
    DECLARE
        k record;
    BEGIN
        FOR k IN SELECT oid, conrelid::regclass AS name, pg_get_constraintdef(oid) AS rule FROM pg_constraint WHERE contype = 'f' LOOP
            EXECUTE format('ALTER TABLE %s ADD CONSTRAINT again_%s %s', k.name, k.oid, k.rule);
        END LOOP;
    END $$";

#[tokio::test]
async fn fills_two_databases_with_three_hotels_in_good_order() {
    let owner = testing::bare_databases().await;
    let (home, north) = (&owner["home"], &owner["north"]);
    assert!(demo::is_empty(home).await.unwrap());

    let steps: Mutex<Vec<Progress>> = Mutex::new(Vec::new());
    let report = |step: Progress| steps.lock().unwrap().push(step);
    let summary = demo::load(&owner, testing::now(), &report).await.unwrap();
    let steps = steps.into_inner().unwrap();
    assert_eq!(
        steps.last().map(|step| step.done),
        steps.last().map(|step| step.total)
    );
    assert_eq!(steps.len(), steps[0].total);

    let hotels: Vec<_> = summary
        .hotels
        .iter()
        .map(|h| (h.code, h.database.as_str(), h.rooms))
        .collect();
    assert_eq!(
        hotels,
        [
            ("AUR", "home", 24),
            ("MER", "north", 120),
            ("HAR", "home", 60)
        ]
    );
    assert!(summary.signing_secret.starts_with("whsec_"));

    let findings = check::run(&owner, Patience::default(), &|_| {})
        .await
        .unwrap();
    for finding in findings {
        // The start day of the test lies before or after the database's own day.
        if finding.check != "expired_hold" {
            assert_eq!(finding.offences, Vec::<String>::new(), "{}", finding.check);
        }
    }
    for pool in [home, north] {
        sqlx::raw_sql(LOOK_AT_FOREIGN_KEYS)
            .execute(pool)
            .await
            .unwrap();
        looks_like_a_hotel(pool).await;
    }
    can_log_in(home).await;

    assert!(matches!(load(&owner).await, Err(DemoError::NotEmpty)));
    is_taken_up_when_cut_off(&owner).await;
}

/// The directory comes last: without it the hotels are there and nobody sees them.
async fn is_taken_up_when_cut_off(owner: &BTreeMap<String, PgPool>) {
    sqlx::raw_sql("TRUNCATE directory.portfolio, directory.app_user, directory.partner CASCADE")
        .execute(&owner["home"])
        .await
        .unwrap();
    let summary = load(owner).await.unwrap();
    assert!(summary.hotels.iter().all(|hotel| hotel.reservations == 0));
    let findings = check::run(owner, Patience::default(), &|_| {})
        .await
        .unwrap();
    let directory = findings
        .iter()
        .find(|finding| finding.check == "directory")
        .unwrap();
    assert!(directory.is_clean(), "{directory:?}");
}

/// Every state, groups, outages, a full desk, and about 70 % sold.
async fn looks_like_a_hotel(pool: &PgPool) {
    let states = "SELECT count(DISTINCT status) FROM reservation";
    assert_eq!(number(pool, states).await, 8);
    let per_mille = "SELECT sum(sold) * 1000 / sum(sellable) FROM inventory";
    let sold = number(pool, per_mille).await;
    assert!(
        (650..=750).contains(&sold),
        "{sold} of a thousand rooms are sold"
    );
    for (least, what) in [
        (700, "SELECT count(DISTINCT night) FROM inventory"),
        (
            10,
            "SELECT count(*) FROM (SELECT FROM reservation GROUP BY booking_id HAVING count(*) > 2) AS groups",
        ),
        (
            2,
            "SELECT count(*) FROM room_outage o JOIN property p USING (hotel_id) WHERE p.business_date <@ o.period",
        ),
        (
            3,
            "SELECT count(*) FROM reservation r JOIN property p USING (hotel_id) WHERE r.arrival = p.business_date AND status = 'confirmed'",
        ),
        (
            1,
            "SELECT count(*) FROM reservation r JOIN property p USING (hotel_id) WHERE r.arrival = p.business_date AND status = 'in_house'",
        ),
        (
            3,
            "SELECT count(*) FROM reservation r JOIN property p USING (hotel_id) WHERE r.departure = p.business_date AND status = 'in_house'",
        ),
        (
            1,
            "SELECT count(*) FROM reservation r JOIN property p USING (hotel_id) WHERE r.departure = p.business_date AND status = 'checked_out'",
        ),
        (
            50,
            "SELECT count(*) FROM reservation r WHERE status = 'confirmed' AND NOT EXISTS (SELECT FROM room_assignment a WHERE a.reservation_id = r.id)",
        ),
        (
            5,
            "SELECT count(*) FROM (SELECT FROM posting p JOIN folio f ON f.id = p.folio_id JOIN reservation r ON r.id = f.reservation_id WHERE r.status = 'in_house' GROUP BY f.id HAVING sum(p.debit_minor - p.credit_minor) > 0) AS owing",
        ),
        (50, "SELECT count(*) FROM guest WHERE vip"),
        (5, "SELECT count(*) FROM rate WHERE closed_to_arrival"),
        (20, "SELECT count(*) FROM rate WHERE min_stay_arrival = 2"),
        (5, "SELECT count(*) FROM rate WHERE stop_sell"),
    ] {
        let found = number(pool, what).await;
        assert!(found >= least, "{found} instead of {least} or more: {what}");
    }
    let numbers = "SELECT coalesce(max(number), 0) FROM event_head";
    assert_eq!(number(pool, numbers).await, 0);
    let unpaid = "SELECT count(*) FROM reservation r WHERE status = 'checked_out' AND NOT EXISTS (
        SELECT FROM folio f WHERE f.reservation_id = r.id AND f.closed_at IS NOT NULL)";
    assert_eq!(number(pool, unpaid).await, 0);
}

async fn can_log_in(home: &PgPool) {
    let users = "SELECT count(*) FROM directory.app_user WHERE demo";
    assert_eq!(number(home, users).await, 6);
    let members = "SELECT count(*) FROM directory.membership";
    assert_eq!(number(home, members).await, 8);
    let hash: String = sqlx::query_scalar(
        "SELECT password_hash FROM directory.app_user WHERE email = 'desk@aurora.example'",
    )
    .fetch_one(home)
    .await
    .unwrap();
    let hashing = hotel::auth::password::Hashing::default();
    assert!(
        hashing
            .verify(demo::PASSWORD.to_owned(), Some(hash.clone()))
            .await
    );
    assert!(!hashing.verify("keyrack-Demo".to_owned(), Some(hash)).await);
}
