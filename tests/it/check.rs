//! Every check finds the defect it is there for, and none of them cries wolf.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use hotel::domain::role::Role;
use hotel::service::booking;
use hotel::service::check::{self, CheckError, Finding, Patience};
use hotel::testing::{TestHouse, order, paid_order};
use sqlx::PgPool;

/// A check, and a defect that it must name. Each defect is planted in a transaction of its own.
const PLANTED: [(&str, &str); 28] = [
    (
        "room_overlap",
        "ALTER TABLE room_assignment DROP CONSTRAINT room_assignment_no_overlap;
         INSERT INTO room_assignment (hotel_id, id, room_id, period, reservation_id)
         SELECT r.hotel_id, gen_random_uuid(), room.id, daterange(r.arrival, r.departure), r.id
         FROM (SELECT * FROM reservation LIMIT 1) r
         JOIN room ON room.hotel_id = r.hotel_id AND room.number = '201'
         CROSS JOIN generate_series(1, 2)",
    ),
    ("room_guard", "ALTER TABLE room_assignment DROP CONSTRAINT room_assignment_no_overlap"),
    (
        "oversold",
        "ALTER TABLE inventory DROP CONSTRAINT inventory_not_oversold;
         UPDATE inventory SET sold = 99 WHERE night = '2027-01-01'",
    ),
    ("counters", "UPDATE inventory SET held = held + 1 WHERE night = '2027-01-01'"),
    ("sellable", "UPDATE inventory SET sellable = sellable + 1 WHERE night = '2027-01-01'"),
    ("nights", "DELETE FROM reservation_night WHERE night = (SELECT min(night) FROM reservation_night)"),
    (
        "assignment",
        "INSERT INTO room_assignment (hotel_id, id, room_id, period, reservation_id)
         SELECT r.hotel_id, gen_random_uuid(), room.id, daterange(r.arrival, r.departure + 1), r.id
         FROM (SELECT * FROM reservation LIMIT 1) r
         JOIN room ON room.hotel_id = r.hotel_id AND room.number = '201'",
    ),
    (
        "expired_hold",
        "UPDATE reservation SET status = 'tentative', hold_until = now() - interval '1 hour'",
    ),
    ("audit", "DELETE FROM audit"),
    (
        "ledger",
        "ALTER TABLE posting DISABLE TRIGGER posting_balanced;
         INSERT INTO posting (hotel_id, id, transaction_id, account, kind, description, business_date, debit_minor, currency, posted_at)
         SELECT hotel_id, gen_random_uuid(), gen_random_uuid(), 'vat', 'tax', 'out of thin air', '2026-11-22', 100, 'EUR', now()
         FROM property WHERE code = 'AUR';
         ALTER TABLE posting ENABLE TRIGGER posting_balanced",
    ),
    ("folio_currency", "UPDATE folio SET currency = 'USD'"),
    ("closed_folio", "UPDATE folio SET closed_at = now()"),
    ("posting_guard", "ALTER TABLE posting DISABLE TRIGGER posting_balanced"),
    ("open_payment", "UPDATE payment SET status = 'unknown', created_at = now() - interval '1 hour'"),
    (
        "idempotency",
        "UPDATE idempotency SET status = NULL, body = NULL, created_at = now() - interval '1 hour'",
    ),
    (
        "events",
        "INSERT INTO event (hotel_id, number, id, kind, data, at)
         SELECT hotel_id, n, gen_random_uuid(), 'test', '{}', now()
         FROM event_head CROSS JOIN (VALUES (1), (3)) AS numbers (n);
         UPDATE event_head SET number = 3",
    ),
    ("rls_forced", "ALTER TABLE guest NO FORCE ROW LEVEL SECURITY"),
    ("rls_policy", "CREATE POLICY everybody ON guest USING (true)"),
    (
        "rls_foreign_key",
        "ALTER TABLE room ADD CONSTRAINT room_id_uq UNIQUE (id);
         ALTER TABLE room_outage ADD CONSTRAINT outage_room_fk FOREIGN KEY (room_id) REFERENCES room (id)",
    ),
    ("rls_unique", "ALTER TABLE room ADD CONSTRAINT room_id_uq UNIQUE (id)"),
    ("app_role", "GRANT CREATE ON SCHEMA public TO keyrack_app; ALTER TABLE lease OWNER TO keyrack_app"),
    ("app_view", "CREATE VIEW all_guests AS SELECT * FROM guest; GRANT SELECT ON all_guests TO keyrack_app"),
    (
        "app_materialized_view",
        "CREATE MATERIALIZED VIEW all_guests AS SELECT * FROM guest; GRANT SELECT ON all_guests TO keyrack_app",
    ),
    (
        "app_definer",
        "CREATE FUNCTION count_guests() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS 'SELECT count(*) FROM guest'",
    ),
    ("app_grants", "GRANT TRUNCATE ON guest TO keyrack_app"),
    ("app_facts", "GRANT UPDATE ON posting TO keyrack_app"),
    (
        "leakproof",
        "CREATE FUNCTION tells_all(text) RETURNS boolean LANGUAGE sql LEAKPROOF AS 'SELECT true'",
    ),
    // Planted by the tests below: it cannot be undone by a rollback.
    ("prepared", ""),
];

fn quietly(_: &Finding) {}

async fn house_with_bookings() -> TestHouse {
    let house = TestHouse::new().await;
    let guest = house.guest("AUR").await;
    booking::book(&house.services, &guest, order("AUR", 3), None)
        .await
        .unwrap();
    booking::book(
        &house.services,
        &guest,
        paid_order("AUR", 5, "tok_ok"),
        None,
    )
    .await
    .unwrap();
    let desk = house.staff("MER", Role::FrontDesk).await;
    booking::book(&house.services, &desk, order("MER", 3), None)
        .await
        .unwrap();
    house
}

fn offended(findings: &[Finding]) -> Vec<&str> {
    findings
        .iter()
        .filter(|finding| !finding.is_clean())
        .map(|finding| finding.check)
        .collect()
}

#[tokio::test]
async fn a_house_in_order_is_clean_and_every_planted_defect_is_named() {
    let house = house_with_bookings().await;
    let findings = check::run(&house.owner, Patience::default(), &quietly)
        .await
        .unwrap();
    assert_eq!(offended(&findings), Vec::<&str>::new(), "{findings:#?}");
    let home = &house.owner["home"];
    for (name, defect) in PLANTED.into_iter().filter(|(_, defect)| !defect.is_empty()) {
        let mut tx = home.begin().await.unwrap();
        sqlx::raw_sql(defect)
            .execute(&mut *tx)
            .await
            .unwrap_or_else(|e| panic!("{name}: {e}"));
        let answers = check::check_database(&mut tx, Patience::default())
            .await
            .unwrap();
        let named = answers.iter().find(|answer| answer.check == name).unwrap();
        assert!(!named.offences.is_empty(), "{name} did not see: {defect}");
        assert!(named.offences.iter().all(|row| !row.is_empty()));
        tx.rollback().await.unwrap();
    }
    // Nothing is left of the planting.
    let findings = check::run(&house.owner, Patience::default(), &quietly)
        .await
        .unwrap();
    assert_eq!(offended(&findings), Vec::<&str>::new());

    let asked: BTreeSet<&str> = findings.iter().map(|finding| finding.check).collect();
    let mut tried: BTreeSet<&str> = PLANTED.into_iter().map(|(name, _)| name).collect();
    tried.insert("directory");
    assert_eq!(
        asked, tried,
        "a check without a planted defect proves nothing"
    );
}

#[tokio::test]
async fn a_prepared_transaction_that_is_left_over_is_named() {
    let house = TestHouse::new().await;
    let home = &house.owner["home"];
    let gid = format!("test_{}", std::process::id());
    let mut conn = home.acquire().await.unwrap();
    let prepare = format!("BEGIN; UPDATE property SET phone = ''; PREPARE TRANSACTION '{gid}'");
    run_text(&mut conn, prepare).await;
    let patience = Patience {
        prepared: Duration::ZERO,
        ..Patience::default()
    };
    let findings = check::run(&house.owner, patience, &quietly).await.unwrap();
    run_text(&mut conn, format!("ROLLBACK PREPARED '{gid}'")).await;
    let named = findings
        .iter()
        .find(|finding| finding.check == "prepared")
        .unwrap();
    assert!(named.offences[0].contains(&gid), "{named:?}");
    let findings = check::run(&house.owner, patience, &quietly).await.unwrap();
    assert_eq!(offended(&findings), Vec::<&str>::new());
}

#[expect(
    clippy::disallowed_methods,
    reason = "PREPARE TRANSACTION takes no parameters"
)]
async fn run_text(conn: &mut sqlx::PgConnection, text: String) {
    sqlx::raw_sql(sqlx::AssertSqlSafe(text))
        .execute(conn)
        .await
        .unwrap();
}

#[tokio::test]
async fn a_hotel_that_is_not_where_the_directory_says_is_named() {
    let house = TestHouse::new().await;
    let moved = "UPDATE directory.hotel SET database = 'home' WHERE code = 'MER'";
    sqlx::query(moved)
        .execute(&house.owner["home"])
        .await
        .unwrap();
    let findings = check::run(&house.owner, Patience::default(), &quietly)
        .await
        .unwrap();
    assert_eq!(offended(&findings), ["directory"]);
}

#[tokio::test]
async fn a_user_who_sees_nothing_may_not_say_that_all_is_well() {
    let house = TestHouse::new().await;
    let app = house.services.home().unwrap().app.clone();
    let blind: BTreeMap<String, PgPool> = [("home".to_owned(), app)].into();
    let outcome = check::run(&blind, Patience::default(), &quietly).await;
    assert!(matches!(outcome, Err(CheckError::Blind(_))), "{outcome:?}");
}
