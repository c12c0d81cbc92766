//! The address as a partner meets it.

use std::io::Write as _;

use axum::Router;
use axum::body::{Body, to_bytes};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::GzEncoder;
use hotel::error::AppError;
use hotel::service::services::Services;
use hotel::testing::TestHouse;
use http::request::Builder;
use http::{Request, StatusCode};
use leptos::config::LeptosOptions;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt as _;

use crate::state::AppState;

const PUSH: &str =
    include_str!("../../../tests/data/alpinebits/GuestRequests-Push-OTA_HotelResNotifRQ.xml");
const STATUS: &str = include_str!(
    "../../../tests/data/alpinebits/GuestRequests-Push-OTA_HotelResNotifRQ-StatusUpdate.xml"
);
const PING: &str = include_str!("../../../tests/data/alpinebits/Handshake-OTA_PingRQ.xml");

const RESERVATIONS: &str = "OTA_HotelResNotif:GuestRequests";
const BOUNDARY: &str = "----partner";

struct Said {
    status: StatusCode,
    kind: String,
    body: String,
}

impl Said {
    /// The code of the contract's error; fails on any other body.
    fn code(&self) -> String {
        let error: AppError = serde_json::from_str(&self.body).unwrap();
        assert!(!error.message.is_empty() && !error.request_id.is_empty());
        assert_eq!(self.kind, "application/json");
        error.code.as_str().to_owned()
    }
}

fn form(fields: &[(&str, &str)]) -> Vec<u8> {
    let parts = fields.iter().map(|(name, value)| {
        format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
        )
    });
    let body: Vec<String> = parts.chain([format!("--{BOUNDARY}--\r\n")]).collect();
    body.concat().into_bytes()
}

fn gzip(body: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(body).unwrap();
    encoder.finish().unwrap()
}

fn request() -> Builder {
    let credentials = STANDARD.encode("demo-channel:keyrack-demo");
    Request::post("/webhooks/alpinebits")
        .header("Authorization", format!("Basic {credentials}"))
        .header(
            "Content-Type",
            format!("multipart/form-data; boundary={BOUNDARY}"),
        )
        .header("X-AlpineBits-ClientProtocolVersion", "2024-10")
}

async fn send(house: &TestHouse, request: Request<Body>) -> Said {
    let router: Router = super::routes::<Services>().with_state(house.services.clone());
    let response = router.oneshot(request).await.unwrap();
    let header = |name: &str| {
        response
            .headers()
            .get(name)
            .map(|v| v.to_str().unwrap().to_owned())
            .unwrap_or_default()
    };
    let (status, kind) = (response.status(), header("content-type"));
    if status != StatusCode::METHOD_NOT_ALLOWED {
        assert_eq!(header("x-alpinebits-server-version"), "2024-10");
        assert_eq!(header("x-alpinebits-server-accept-encoding"), "gzip");
    }
    assert_eq!(
        status == StatusCode::UNAUTHORIZED,
        header("www-authenticate").starts_with("Basic ")
    );
    let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    Said {
        status,
        kind,
        body: String::from_utf8(body.into()).unwrap(),
    }
}

async fn post(house: &TestHouse, action: &str, text: &str) -> Said {
    let body = form(&[("action", action), ("request", text)]);
    send(house, request().body(body.into()).unwrap()).await
}

async fn messages(house: &TestHouse) -> i64 {
    sqlx::query_scalar("SELECT count(*) FROM channel_message")
        .fetch_one(&house.owner["home"])
        .await
        .unwrap()
}

#[tokio::test]
async fn a_reservation_is_pushed_plain_and_packed() {
    let house = TestHouse::new().await;
    let plain = post(&house, RESERVATIONS, PUSH).await;
    assert_eq!(
        (plain.status, plain.kind.as_str()),
        (StatusCode::OK, "application/xml; charset=utf-8")
    );
    assert!(plain.body.contains("<OTA_HotelResNotifRS") && plain.body.contains("6b34fe24ac2ff810"));

    // The parts in another order, one more field, and all of it packed: the same message.
    let body = form(&[("request", PUSH), ("extra", "x"), ("action", RESERVATIONS)]);
    let packed = request()
        .header("Content-Encoding", "gzip")
        .body(gzip(&body).into())
        .unwrap();
    assert_eq!(send(&house, packed).await.body, plain.body);
    assert_eq!(messages(&house).await, 1);
}

#[tokio::test]
async fn a_status_update_and_a_handshake_are_answered() {
    let house = TestHouse::new().await;
    let said = post(
        &house,
        "OTA_HotelResNotif:GuestRequests_StatusUpdate",
        STATUS,
    )
    .await;
    assert!(said.status == StatusCode::OK && said.body.contains("6b34fe24ac999999"));
    let said = post(&house, "OTA_Ping:Handshaking", PING).await;
    assert!(said.status == StatusCode::OK && said.body.contains("ALPINEBITS_HANDSHAKE"));
    // An older client may ask, whatever its version.
    let body = form(&[("action", "OTA_Ping:Handshaking"), ("request", PING)]);
    let mut old = request().body(Body::from(body)).unwrap();
    old.headers_mut().insert(
        "X-AlpineBits-ClientProtocolVersion",
        "2015-07b".parse().unwrap(),
    );
    assert_eq!(send(&house, old).await.status, StatusCode::OK);
}

#[tokio::test]
async fn an_unknown_action_gets_the_words_of_the_standard() {
    let house = TestHouse::new().await;
    for action in ["OTA_Read:GuestRequests", ""] {
        let said = post(&house, action, PUSH).await;
        assert_eq!(said.status, StatusCode::BAD_REQUEST);
        assert_eq!(
            (said.body.as_str(), said.kind.as_str()),
            (
                "ERROR:unknown or missing action",
                "text/plain; charset=utf-8"
            )
        );
    }
    let body = form(&[("request", PUSH)]);
    let said = send(&house, request().body(body.into()).unwrap()).await;
    assert_eq!(said.body, "ERROR:unknown or missing action");
}

#[tokio::test]
async fn whoever_is_not_the_partner_stays_outside() {
    let house = TestHouse::new().await;
    let with = |value: Option<&str>| {
        let body = form(&[("action", RESERVATIONS), ("request", PUSH)]);
        let mut request = request().body(Body::from(body)).unwrap();
        request.headers_mut().remove("Authorization");
        if let Some(value) = value {
            request
                .headers_mut()
                .insert("Authorization", value.parse().unwrap());
        }
        request
    };
    for value in [
        None,
        Some("Bearer x"),
        Some("Basic"),
        Some("Basic %"),
        Some("Basic bm9jb2xvbg=="),
    ] {
        let said = send(&house, with(value)).await;
        assert_eq!(
            (said.status, said.code().as_str()),
            (StatusCode::UNAUTHORIZED, "unauthenticated")
        );
    }
    let wrong = format!("Basic {}", STANDARD.encode("demo-channel:guess"));
    let said = send(&house, with(Some(&wrong))).await;
    assert_eq!(
        (said.status, said.code().as_str()),
        (StatusCode::UNAUTHORIZED, "invalid_credentials")
    );
    for _ in 0..9 {
        send(&house, with(Some(&wrong))).await;
    }
    assert_eq!(
        send(&house, with(Some(&wrong))).await.code(),
        "too_many_requests"
    );
    assert_eq!(messages(&house).await, 0);
}

#[tokio::test]
async fn what_cannot_be_read_is_refused_and_nothing_is_kept() {
    let house = TestHouse::new().await;
    let bad_xml = [
        "<OTA_HotelResNotifRQ>".to_owned(),
        PUSH.replacen("?>", "?><!DOCTYPE a [<!ENTITY b \"c\">]>", 1),
        PUSH.replace("Otto", "&b;"),
        STATUS
            .replace("HotelReservation>", "Reservation>")
            .replace("<HotelReservation ", "<Reservation "),
        PING.to_owned(),
        String::new(),
    ];
    for text in bad_xml {
        let said = post(&house, RESERVATIONS, &text).await;
        assert_eq!(
            (said.status, said.code().as_str()),
            (StatusCode::BAD_REQUEST, "bad_request")
        );
    }
    let hotel = PUSH.replace("HotelCode=\"123\"", "HotelCode=\"9\"");
    let said = post(&house, RESERVATIONS, &hotel).await;
    assert_eq!(
        (said.status, said.code().as_str()),
        (StatusCode::NOT_FOUND, "not_found")
    );

    let good = form(&[("action", RESERVATIONS), ("request", PUSH)]);
    let twice = form(&[
        ("action", RESERVATIONS),
        ("request", PUSH),
        ("request", PUSH),
    ]);
    let ping = form(&[("action", "OTA_Ping:Handshaking"), ("request", PING)]);
    let cut = good[..good.len() / 2].to_vec();
    for (name, value, body, code) in [
        (
            "Content-Type",
            "application/xml",
            good.clone(),
            "unsupported_media_type",
        ),
        (
            "Content-Type",
            "multipart/form-data",
            good.clone(),
            "bad_request",
        ),
        (
            "Content-Encoding",
            "br",
            good.clone(),
            "unsupported_media_type",
        ),
        ("Content-Encoding", "gzip", good.clone(), "bad_request"),
        ("Content-Encoding", "gzip", gzip(&ping), "bad_request"),
        (
            "X-AlpineBits-ClientProtocolVersion",
            "",
            good.clone(),
            "bad_request",
        ),
        (
            "X-AlpineBits-ClientProtocolVersion",
            "2017-10",
            good.clone(),
            "bad_request",
        ),
        (
            "X-AlpineBits-ClientProtocolVersion",
            "latest",
            good.clone(),
            "bad_request",
        ),
        (
            "X-Other",
            "1",
            form(&[("action", RESERVATIONS)]),
            "bad_request",
        ),
        ("X-Other", "2", cut, "bad_request"),
        ("X-Other", "3", twice, "bad_request"),
    ] {
        let mut request = request().body(Body::from(body)).unwrap();
        let name = http::HeaderName::try_from(name).unwrap();
        request
            .headers_mut()
            .insert(name.clone(), value.parse().unwrap());
        let said = send(&house, request).await;
        assert_eq!(said.code(), code, "{name}: {value}");
    }
    assert_eq!(messages(&house).await, 0);
}

#[tokio::test]
async fn too_much_is_refused_packed_or_not() {
    let house = TestHouse::new().await;
    let filler = "x".repeat(10 * 1024 * 1024);
    let large = PUSH.replace("Sind Hunde erlaubt?", &filler);
    let said = post(&house, RESERVATIONS, &large).await;
    assert_eq!(
        (said.status, said.code().as_str()),
        (StatusCode::PAYLOAD_TOO_LARGE, "too_large")
    );
    let body = gzip(&form(&[("action", RESERVATIONS), ("request", &large)]));
    assert!(body.len() < 100_000);
    let said = send(
        &house,
        request()
            .header("Content-Encoding", "gzip")
            .body(body.into())
            .unwrap(),
    )
    .await;
    assert_eq!(said.code(), "too_large");
    let announced = request()
        .header("Content-Length", "99999999")
        .body(Body::empty())
        .unwrap();
    assert_eq!(send(&house, announced).await.code(), "too_large");
    assert_eq!(messages(&house).await, 0);
    // Two megabytes are fine.
    let said = post(
        &house,
        RESERVATIONS,
        &PUSH.replace("Sind Hunde erlaubt?", &filler[..2 << 20]),
    )
    .await;
    assert_eq!(said.status, StatusCode::OK);
}

#[tokio::test]
async fn a_failure_of_ours_is_one_to_try_again() {
    let house = TestHouse::new().await;
    sqlx::query("ALTER TABLE booking ADD CONSTRAINT broken CHECK (false) NOT VALID")
        .execute(&house.owner["home"])
        .await
        .unwrap();
    let said = post(&house, RESERVATIONS, PUSH).await;
    assert_eq!(
        (said.status, said.code().as_str()),
        (StatusCode::INTERNAL_SERVER_ERROR, "internal")
    );
    assert!(
        !said.body.contains("broken") && !said.body.contains("booking_"),
        "nothing internal"
    );
    sqlx::query("ALTER TABLE booking DROP CONSTRAINT broken")
        .execute(&house.owner["home"])
        .await
        .unwrap();
    assert_eq!(
        post(&house, RESERVATIONS, PUSH).await.status,
        StatusCode::OK
    );
    assert_eq!(messages(&house).await, 1);
}

#[tokio::test]
async fn the_site_around_it_leaves_the_answers_as_they_are() {
    let house = TestHouse::new().await;
    let state = AppState {
        options: LeptosOptions::builder().output_name("keyrack").build(),
        services: house.services.clone(),
        live: crate::live::LiveHub::new(house.services.clone()),
        closing: CancellationToken::new(),
    };
    let router = crate::router::router(state);
    let mut said = Vec::new();
    for action in [RESERVATIONS, "OTA_Read:GuestRequests"] {
        let large = PUSH.replace("Sind Hunde erlaubt?", &"x".repeat(1 << 20));
        let body = form(&[("action", action), ("request", &large)]);
        let request = request().body(Body::from(body)).unwrap();
        let response = router.clone().oneshot(request).await.unwrap();
        let id = response.headers()["x-request-id"]
            .to_str()
            .unwrap()
            .to_owned();
        let status = response.status();
        let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        said.push((status, String::from_utf8(body.into()).unwrap(), id));
    }
    assert_eq!(said[0].0, StatusCode::OK);
    assert!(
        said[0].1.contains("<Success/>"),
        "a megabyte is no page's form"
    );
    let recorded: String = sqlx::query_scalar("SELECT request_id FROM audit LIMIT 1")
        .fetch_one(&house.owner["home"])
        .await
        .unwrap();
    assert_eq!(recorded, said[0].2, "the trail names the request");
    assert_eq!(
        (said[1].0, said[1].1.as_str()),
        (StatusCode::BAD_REQUEST, "ERROR:unknown or missing action")
    );
    let get = Request::get("/webhooks/alpinebits")
        .body(Body::empty())
        .unwrap();
    let response = router.oneshot(get).await.unwrap();
    assert_eq!(response.status(), StatusCode::METHOD_NOT_ALLOWED);
    let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    let error: AppError = serde_json::from_slice(&body).unwrap();
    assert_eq!(error.code.as_str(), "method_not_allowed");
}
