//! From the outbox to the record and the bus.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use hotel::integration::bus::Received;
use hotel::job::{Registry, Relay, RelayConfig, WorkerConfig, Workers};
use hotel::live::{Change, ServerFrame};
use hotel::service::ctx::Ctx;
use hotel::service::services::{Database, Services};
use hotel::service::tx::Tx;
use hotel::testing::TestHouse;
use serde_json::json;
use sqlx::PgPool;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

const SOON: Duration = Duration::from_secs(20);

/// One transaction that tells one thing.
async fn tell(services: &Services, ctx: &Ctx, data: serde_json::Value) {
    let mut tx = Tx::begin(services, ctx).await.unwrap();
    tx.emit("test.told", &data).unwrap();
    tx.commit().await.unwrap();
}

/// The record of a database: hotel, number, data, in order.
async fn record(owner: &PgPool) -> Vec<(Uuid, i64, serde_json::Value)> {
    sqlx::query_as("SELECT hotel_id, number, data FROM event ORDER BY hotel_id, number")
        .fetch_all(owner)
        .await
        .unwrap()
}

/// Fails unless every hotel's numbers are 1, 2, 3, … and what each teller told is in its order.
fn assert_whole(record: &[(Uuid, i64, serde_json::Value)], expected: usize) {
    let mut last: BTreeMap<Uuid, i64> = BTreeMap::new();
    let mut order: BTreeMap<(Uuid, u64), u64> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for (hotel, number, data) in record {
        let expected = last.get(hotel).copied().unwrap_or(0) + 1;
        assert_eq!(*number, expected, "a gap in {hotel}");
        last.insert(*hotel, *number);
        let (teller, turn) = (
            data["teller"].as_u64().unwrap(),
            data["turn"].as_u64().unwrap(),
        );
        let before = order.insert((*hotel, teller), turn);
        assert!(
            before.is_none_or(|before| before < turn),
            "{teller} out of order"
        );
        assert!(seen.insert((*hotel, teller, turn)), "told twice");
    }
    assert_eq!(seen.len(), expected);
}

fn database(services: &Services, name: &str) -> Database {
    services.database(name).unwrap().clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_event_is_recorded_once_in_order_and_told_on_the_bus() {
    let house = TestHouse::new().await;
    let mut bus = house.services.bus().subscribe_all();
    let closing = CancellationToken::new();
    let config = WorkerConfig::default();
    let workers = Workers::start(&house.services, Registry::default(), &config, &closing);
    let mut tellers = Vec::new();
    for teller in 0..9 {
        let ctx = house.guest(["AUR", "HAR", "MER"][teller % 3]).await;
        let services = house.services.clone();
        tellers.push(tokio::spawn(async move {
            for turn in 0..20 {
                tell(&services, &ctx, json!({ "teller": teller, "turn": turn })).await;
            }
        }));
    }
    for teller in tellers {
        teller.await.unwrap();
    }
    let mut last: BTreeMap<Uuid, i64> = BTreeMap::new();
    for _ in 0..180 {
        let received = timeout(SOON, bus.next()).await.expect("an event").unwrap();
        let Received::Event(event) = received else {
            panic!("{received:?}")
        };
        let before = last.insert(event.hotel.0, event.number).unwrap_or(0);
        assert_eq!(event.number, before + 1);
        let frame: ServerFrame = serde_json::from_slice(&event.frame).unwrap();
        let ServerFrame::Event(told) = frame else {
            panic!("{frame:?}")
        };
        assert!(["AUR", "HAR", "MER"].contains(&told.hotel.as_str()));
        assert_eq!((told.seq, told.kind.as_str()), (event.number, "test.told"));
        assert_eq!(told.data, Change::default());
    }
    closing.cancel();
    workers.stopped().await;
    assert_whole(&record(&house.owner["home"]).await, 120);
    assert_whole(&record(&house.owner["north"]).await, 60);
    for owner in house.owner.values() {
        let left: i64 = sqlx::query_scalar("SELECT count(*) FROM outbox")
            .fetch_one(owner)
            .await
            .unwrap();
        assert_eq!(left, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_relays_and_a_lead_that_keeps_changing_lose_and_double_nothing() {
    let house = TestHouse::new().await;
    let home = database(&house.services, "home");
    let config = RelayConfig {
        batch: 7,
        ..RelayConfig::default()
    };
    let mut tellers = Vec::new();
    for teller in 0..4 {
        let ctx = house.guest(["AUR", "HAR"][teller % 2]).await;
        let services = house.services.clone();
        tellers.push(tokio::spawn(async move {
            for turn in 0..50 {
                tell(&services, &ctx, json!({ "teller": teller, "turn": turn })).await;
            }
        }));
    }
    let mut relays = Vec::new();
    for _ in 0..2 {
        let mut relay = Relay::new(&house.services, &home, config.clone());
        let owner = house.owner["home"].clone();
        relays.push(tokio::spawn(async move {
            let mut moved = 0;
            for _ in 0..300 {
                moved += relay.step().await.unwrap();
                // The lease runs out under whoever holds it: both believe to lead now and then.
                sqlx::query("UPDATE lease SET until = '-infinity'")
                    .execute(&owner)
                    .await
                    .unwrap();
                tokio::task::yield_now().await;
            }
            moved
        }));
    }
    for teller in tellers {
        teller.await.unwrap();
    }
    let mut moved = 0;
    for relay in relays {
        moved += relay.await.unwrap();
    }
    let mut last = Relay::new(&house.services, &home, RelayConfig::default());
    sqlx::query("UPDATE lease SET until = '-infinity'")
        .execute(&house.owner["home"])
        .await
        .unwrap();
    moved += last.step().await.unwrap();
    assert_eq!(moved, 200);
    assert_whole(&record(&house.owner["home"]).await, 200);
}

#[tokio::test]
async fn a_leader_that_lost_its_lease_moves_nothing() {
    let house = TestHouse::new().await;
    let home = database(&house.services, "home");
    let ctx = house.guest("AUR").await;
    // Renews so rarely that it does not notice by itself.
    let config = RelayConfig {
        lease: Duration::from_mins(10),
        ..RelayConfig::default()
    };
    let mut first = Relay::new(&house.services, &home, config.clone());
    let mut second = Relay::new(&house.services, &home, config);
    tell(&house.services, &ctx, json!({ "teller": 0, "turn": 0 })).await;
    assert_eq!(first.step().await.unwrap(), 1);
    tell(&house.services, &ctx, json!({ "teller": 0, "turn": 1 })).await;
    assert_eq!(second.step().await.unwrap(), 0, "the first one leads");

    sqlx::query("UPDATE lease SET until = '-infinity'")
        .execute(&house.owner["home"])
        .await
        .unwrap();
    assert_eq!(second.step().await.unwrap(), 1);
    tell(&house.services, &ctx, json!({ "teller": 0, "turn": 2 })).await;
    assert_eq!(first.step().await.unwrap(), 0, "its token is fenced off");
    assert_eq!(second.step().await.unwrap(), 1);
    assert_whole(&record(&house.owner["home"]).await, 3);

    second.give_up().await.unwrap();
    tell(&house.services, &ctx, json!({ "teller": 0, "turn": 3 })).await;
    let mut third = Relay::new(&house.services, &home, RelayConfig::default());
    assert_eq!(
        third.step().await.unwrap(),
        1,
        "nobody waits for a lease that was given up"
    );
}

#[tokio::test]
async fn what_commits_late_is_recorded_late_and_not_skipped() {
    let house = TestHouse::new().await;
    let ctx = house.guest("AUR").await;
    let owner = &house.owner["home"];
    let mut relay = Relay::new(
        &house.services,
        &database(&house.services, "home"),
        RelayConfig::default(),
    );
    let mut slow = owner.begin().await.unwrap();
    sqlx::query(
        "INSERT INTO outbox (hotel_id, id, kind, data, at) VALUES ($1, $2, 'test.told', $3, now())",
    )
    .bind(ctx.hotel.id.0)
    .bind(Uuid::from_u128(1))
    .bind(json!({ "teller": 1, "turn": 0 }))
    .execute(&mut *slow)
    .await
    .unwrap();
    tell(&house.services, &ctx, json!({ "teller": 2, "turn": 0 })).await;
    assert_eq!(relay.step().await.unwrap(), 1);
    slow.commit().await.unwrap();
    assert_eq!(relay.step().await.unwrap(), 1);
    let record = record(owner).await;
    assert_whole(&record, 2);
    assert_eq!(record[1].2["teller"], 1);
}

#[tokio::test]
async fn a_commit_rings_the_relay() {
    let house = TestHouse::new().await;
    let ctx = house.guest("AUR").await;
    let mut bus = house.services.bus().subscribe(ctx.hotel.id);
    // It would not look by itself before the test has failed.
    let relay = RelayConfig {
        poll: Duration::from_mins(10),
        ..RelayConfig::default()
    };
    let config = WorkerConfig {
        relay,
        ..WorkerConfig::default()
    };
    let closing = CancellationToken::new();
    let workers = Workers::start(&house.services, Registry::default(), &config, &closing);
    for number in 1..=3 {
        tell(&house.services, &ctx, json!({})).await;
        let received = timeout(SOON, bus.next()).await.expect("an event").unwrap();
        assert!(matches!(received, Received::Event(event) if event.number == number));
    }
    closing.cancel();
    workers.stopped().await;
}

#[tokio::test]
async fn the_app_role_cannot_touch_the_record() {
    let house = TestHouse::new().await;
    let ctx = house.guest("AUR").await;
    let services = Arc::new(house.services.clone());
    for statement in [
        "DELETE FROM outbox",
        "DELETE FROM event",
        "UPDATE event SET number = 7",
        "INSERT INTO event SELECT hotel_id, 9, id, kind, data, at FROM outbox",
        "UPDATE lease SET token = 7",
    ] {
        let mut tx = Tx::begin(&services, &ctx).await.unwrap();
        let error = sqlx::query(statement).execute(tx.conn()).await.unwrap_err();
        let code = error
            .as_database_error()
            .and_then(|e| e.code().map(std::borrow::Cow::into_owned));
        assert_eq!(code.as_deref(), Some("42501"), "{statement}");
    }
}
