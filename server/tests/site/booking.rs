//! `POST /api/reservations` and what follows, as the contract has it.

use axum::body::Body;
use hotel::domain::role::Role;
use hotel::error::Code;
use hotel::testing::{order, paid_order};
use http::{Request, StatusCode, header};
use serde_json::{Value, json};

use crate::support::{Answer, Caller, Site};

async fn book(site: &Site, order: &impl serde::Serialize, key: &str) -> Answer {
    let request = Request::post("/api/reservations")
        .header(header::CONTENT_TYPE, "application/json")
        .header("idempotency-key", key);
    let body = serde_json::to_string(order).unwrap();
    site.send(request.body(Body::from(body)).unwrap()).await
}

#[tokio::test]
async fn a_booking_is_made_looked_at_and_cancelled() {
    let site = Site::new().await;
    let made = book(&site, &paid_order("AUR", 3, "tok_ok"), "k1").await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
    let said = made.json();
    assert_eq!(said["payment"]["status"], "succeeded");
    assert_eq!(said["total"], json!({ "minor": 30_840, "currency": "EUR" }));
    assert_eq!(said["reservations"][0]["status"], "confirmed");
    let reference = said["reservations"][0]["reference"].as_str().unwrap();
    let key = said["reservations"][0]["key"].as_str().unwrap();

    let again = book(&site, &paid_order("AUR", 3, "tok_ok"), "k1").await;
    assert_eq!(
        (again.status, &again.body),
        (made.status, &made.body),
        "byte for byte"
    );
    let other = book(&site, &paid_order("AUR", 4, "tok_ok"), "k1").await;
    assert_eq!(other.problem().code, Code::KeyReused);

    let path = format!("/api/reservations/{reference}");
    let anybody = Caller::default();
    assert_eq!(
        site.get(&anybody, &path).await.problem().code,
        Code::NotFound
    );
    let guest = site.get(&anybody, &format!("{path}?key={key}")).await;
    assert_eq!(guest.json()["reference"], reference);
    let desk = site.program("AUR", Role::FrontDesk).await;
    assert_eq!(site.get(&desk, &path).await.json()["guest"], "Elena Rossi");

    let gone = site
        .post(&desk, &format!("{path}/cancel"), &json!({}))
        .await;
    assert_eq!(gone.status, StatusCode::OK, "{}", gone.body);
    assert_eq!(gone.json()["fee"], json!({ "minor": 0, "currency": "EUR" }));
    let twice = site
        .post(&desk, &format!("{path}/cancel"), &json!({}))
        .await;
    assert_eq!(twice.problem().code, Code::Conflict);
}

#[tokio::test]
async fn every_outcome_of_a_card_has_its_status() {
    let site = Site::new().await;
    let outcomes = [
        ("tok_ok", 201, "succeeded"),
        ("tok_declined", 402, "payment_declined"),
        ("tok_timeout", 202, "unknown"),
        ("tok_charged_then_timeout", 202, "unknown"),
        ("tok_error", 503, "unavailable"),
        ("tok_nonsense", 402, "payment_declined"),
    ];
    for (day, (token, status, word)) in (3..).step_by(3).zip(outcomes) {
        let answer = book(&site, &paid_order("HAR", day, token), token).await;
        assert_eq!(answer.status.as_u16(), status, "{token}: {}", answer.body);
        if status >= 400 {
            assert_eq!(answer.problem().code.as_str(), word);
        } else {
            assert_eq!(answer.json()["payment"]["status"], word);
        }
    }
    // Three doubles: what is unknown stays held, so the third guest after it finds none.
    for (key, status) in [("one", 201), ("two", 201), ("three", 409)] {
        let answer = book(&site, &order("HAR", 9), key).await;
        assert_eq!(answer.status.as_u16(), status, "{}", answer.body);
    }
}

#[tokio::test]
async fn availability_answers_the_contract() {
    let site = Site::new().await;
    let path =
        "/api/availability?hotel=AUR&arrival=2026-12-01&departure=2026-12-03&adults=2&children=0";
    let answer = site.get(&Caller::default(), path).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    let said = answer.json();
    assert_eq!(said["hotel"], "AUR");
    let flex = said["offers"]
        .as_array()
        .unwrap()
        .iter()
        .find(|o| o["rate_plan"] == "FLEX")
        .unwrap();
    assert_eq!(flex["room_type"], "DBL");
    assert_eq!(flex["available"], 3);
    assert_eq!(flex["nights"].as_array().map(Vec::len), Some(2));
    let night = json!({ "date": "2026-12-01", "price": { "minor": 15_000, "currency": "EUR" } });
    assert_eq!(flex["nights"][0], night);
    let unknown = format!("{path}&utm_source=x");
    assert_eq!(
        site.get(&Caller::default(), &unknown).await.status,
        StatusCode::OK
    );
}

#[tokio::test]
async fn the_page_books_without_javascript() {
    let site = Site::new().await;
    let anybody = Caller::default();
    let page = site
        .get(
            &anybody,
            "/book/AUR?arrival=2026-12-01&departure=2026-12-03&adults=2",
        )
        .await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("Double"), "the offers are in the HTML");
    let hotels = site.get(&anybody, "/").await;
    for name in ["Hotel Aurora", "Grand Meridian", "Harbour House"] {
        assert!(hotels.body.contains(name), "{name}");
    }
}

#[tokio::test]
async fn the_same_key_twenty_times_at_once_gives_one_answer() {
    let site = std::sync::Arc::new(Site::new().await);
    let tries = (0..20).map(|_| {
        let site = std::sync::Arc::clone(&site);
        tokio::spawn(async move { book(&site, &paid_order("AUR", 6, "tok_ok"), "twenty").await })
    });
    let mut bodies: Vec<(u16, String)> = Vec::new();
    for tried in tries.collect::<Vec<_>>() {
        let answer = tried.await.unwrap();
        bodies.push((answer.status.as_u16(), answer.body));
    }
    bodies.dedup();
    assert_eq!(bodies.len(), 1, "{bodies:?}");
    let said: Value = serde_json::from_str(&bodies[0].1).unwrap();
    assert_eq!(said["reservations"].as_array().map(Vec::len), Some(1));
    assert_eq!(site.house.gateway.charges(), 1);
}
