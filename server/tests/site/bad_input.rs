//! Bad input everywhere: the contract's error, a sentence in it, and nothing stored.

use axum::body::Body;
use hotel::error::Code;
use hotel::testing::order;
use http::{Method, Request, StatusCode, header};
use serde_json::{Value, json};

use crate::support::{Answer, Caller, Site};

async fn raw(site: &Site, body: impl Into<Body>) -> Answer {
    let request =
        Request::post("/api/reservations").header(header::CONTENT_TYPE, "application/json");
    site.send(request.body(body.into()).unwrap()).await
}

/// The good order with one thing changed.
fn changed(change: impl FnOnce(&mut Value)) -> String {
    let mut body = serde_json::to_value(order("AUR", 3)).unwrap();
    change(&mut body);
    body.to_string()
}

async fn stored(site: &Site) -> i64 {
    let sql = "SELECT (SELECT count(*) FROM reservation) + (SELECT count(*) FROM guest)
        + (SELECT count(*) FROM idempotency) + (SELECT count(*) FROM channel_message)
        + (SELECT count(*) FROM outbox) + (SELECT count(*) FROM audit)";
    sqlx::query_scalar(sql)
        .fetch_one(&site.house.owner["home"])
        .await
        .unwrap()
}

#[tokio::test]
async fn nothing_of_a_bad_order_is_stored() {
    let site = Site::new().await;
    let cases: Vec<(&str, String, Code)> = vec![
        ("broken JSON", "{".to_owned(), Code::BadRequest),
        ("no JSON", "hello".to_owned(), Code::BadRequest),
        ("an array", "[]".to_owned(), Code::BadRequest),
        (
            "an unknown field",
            changed(|b| b["admin"] = json!(true)),
            Code::BadRequest,
        ),
        (
            "an unknown field inside",
            changed(|b| b["guest"]["vip"] = json!(true)),
            Code::BadRequest,
        ),
        (
            "a wrong type",
            changed(|b| b["adults"] = json!("two")),
            Code::BadRequest,
        ),
        (
            "a negative number",
            changed(|b| b["adults"] = json!(-1)),
            Code::BadRequest,
        ),
        (
            "no date",
            changed(|b| b["arrival"] = json!("2026-02-30")),
            Code::BadRequest,
        ),
        (
            "past dates",
            changed(|b| b["arrival"] = json!("2026-11-01")),
            Code::Invalid,
        ),
        (
            "departure before arrival",
            changed(|b| b["departure"] = json!("2026-11-23")),
            Code::Invalid,
        ),
        (
            "400 nights",
            changed(|b| b["departure"] = json!("2027-12-30")),
            Code::Invalid,
        ),
        (
            "no adults",
            changed(|b| b["adults"] = json!(0)),
            Code::Invalid,
        ),
        (
            "200 adults",
            changed(|b| b["adults"] = json!(200)),
            Code::Invalid,
        ),
        (
            "an unknown hotel",
            changed(|b| b["hotel"] = json!("XXX")),
            Code::NotFound,
        ),
        (
            "a hotel that is SQL",
            changed(|b| b["hotel"] = json!("AUR'; DROP TABLE room")),
            Code::NotFound,
        ),
        (
            "an unknown type",
            changed(|b| b["room_type"] = json!("XXX")),
            Code::Invalid,
        ),
        (
            "an empty name",
            changed(|b| b["guest"]["name"] = json!("  ")),
            Code::Invalid,
        ),
        (
            "no e-mail address",
            changed(|b| b["guest"]["email"] = json!("a b@c")),
            Code::Invalid,
        ),
        (
            "a header in the e-mail",
            changed(|b| b["guest"]["email"] = json!("a@b.example\r\nBcc: x@y.example")),
            Code::Invalid,
        ),
    ];
    for (what, body, code) in cases {
        let answer = raw(&site, body).await;
        let problem = answer.problem();
        assert_eq!(problem.code, code, "{what}: {}", answer.body);
        assert!(
            problem.message.ends_with(['.', '!']),
            "{what}: {}",
            problem.message
        );
        if code == Code::Invalid {
            assert!(
                problem.fields.is_some_and(|fields| !fields.is_empty()),
                "{what}"
            );
        }
    }
    let large = raw(&site, vec![b' '; 10 << 20]).await;
    assert_eq!(large.problem().code, Code::TooLarge);
    assert_eq!(stored(&site).await, 0);
}

#[tokio::test]
async fn searches_name_their_wrong_field() {
    let site = Site::new().await;
    for (query, status) in [
        (
            "hotel=AUR&arrival=2026-12-03&departure=2026-12-01&adults=2&children=0",
            422,
        ),
        (
            "hotel=AUR&arrival=2026-12-01&departure=2028-01-05&adults=2&children=0",
            422,
        ),
        (
            "hotel=AUR&arrival=2026-12-01&departure=2026-12-03&adults=0&children=0",
            422,
        ),
        (
            "hotel=AUR&arrival=soon&departure=2026-12-03&adults=2&children=0",
            422,
        ),
        (
            "hotel=XXX&arrival=2026-12-01&departure=2026-12-03&adults=2&children=0",
            404,
        ),
    ] {
        let answer = site
            .get(&Caller::default(), &format!("/api/availability?{query}"))
            .await;
        answer.problem();
        assert_eq!(answer.status.as_u16(), status, "{query}: {}", answer.body);
    }
}

#[tokio::test]
async fn foreign_pages_and_wrong_types_are_refused() {
    let site = Site::new().await;
    let body = serde_json::to_string(&order("AUR", 3)).unwrap();
    let request = |headers: &[(&'static str, &'static str)]| {
        let mut request =
            Request::post("/api/reservations").header(header::HOST, "keyrack.example");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.body(Body::from(body.clone())).unwrap()
    };
    let json = ("content-type", "application/json");
    for (headers, status) in [
        (
            vec![json, ("sec-fetch-site", "cross-site")],
            StatusCode::FORBIDDEN,
        ),
        (
            vec![json, ("origin", "https://evil.example")],
            StatusCode::FORBIDDEN,
        ),
        (
            vec![("content-type", "text/plain")],
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
        ),
        (
            vec![("content-type", "application/x-www-form-urlencoded")],
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
        ),
    ] {
        let answer = site.send(request(&headers)).await;
        assert_eq!(answer.status, status, "{headers:?}: {}", answer.body);
        answer.problem();
    }
    let answer = site
        .ask(&Caller::default(), Method::DELETE, "/api/reservations")
        .await;
    assert_eq!(answer.problem().code, Code::MethodNotAllowed);
    let answer = site.get(&Caller::default(), "/api/no/such/thing").await;
    assert_eq!(answer.problem().code, Code::NotFound);
    assert_eq!(stored(&site).await, 0);
}

#[tokio::test]
async fn pages_that_are_not_there_look_like_the_product() {
    let site = Site::new().await;
    for path in [
        "/nothing/here",
        "/book/XXX",
        "/stay/AUR-23456789?key=wrong",
        "/stay/nonsense",
    ] {
        let answer = site.get(&Caller::default(), path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert!(
            answer.headers[header::CONTENT_TYPE]
                .to_str()
                .unwrap()
                .starts_with("text/html")
        );
        assert!(answer.body.contains("Keyrack"), "{path}");
    }
}
