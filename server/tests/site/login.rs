//! Logging in and out.

use hotel::domain::role::Role;
use hotel::error::Code;
use hotel::testing::email;
use http::{StatusCode, header};
use serde_json::json;

use crate::support::{Caller, Site};

#[tokio::test]
async fn a_log_in_answers_the_contract_and_sets_a_careful_cookie() {
    let site = Site::new().await;
    let body = json!({ "email": "Desk@AUR.example ", "password": "keyrack-demo" });
    let answer = site.post(&Caller::default(), "/auth/login", &body).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    let said = answer.json();
    assert!(said["token"].is_string() && said["expires_at"].is_string());
    assert_eq!(said["user"]["email"], email("AUR", Role::FrontDesk));
    let hotels = json!([{ "code": "AUR", "name": "Hotel Aurora", "role": "front_desk" }]);
    assert_eq!(said["user"]["hotels"], hotels);
    let cookie = answer.headers[header::SET_COOKIE].to_str().unwrap();
    for part in [
        "__Host-sid=",
        "Secure",
        "HttpOnly",
        "SameSite=Lax",
        "Path=/",
    ] {
        assert!(cookie.contains(part), "{cookie}");
    }
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_user_get_the_same_words() {
    let site = Site::new().await;
    let mut said = Vec::new();
    for who in ["desk@aur.example", "nobody@aur.example"] {
        let body = json!({ "email": who, "password": "wrong" });
        let answer = site.post(&Caller::default(), "/auth/login", &body).await;
        let problem = answer.problem();
        assert_eq!(problem.code, Code::InvalidCredentials);
        said.push(problem.message);
    }
    assert_eq!(said[0], said[1]);
}

#[tokio::test]
async fn guessing_is_slowed_down_and_only_for_that_account() {
    let site = Site::new().await;
    let guess = json!({ "email": "desk@aur.example", "password": "wrong" });
    let mut last = Code::InvalidCredentials;
    for _ in 0..11 {
        last = site
            .post(&Caller::default(), "/auth/login", &guess)
            .await
            .problem()
            .code;
    }
    assert_eq!(last, Code::TooManyRequests);
    let other = json!({ "email": "manager@aur.example", "password": "keyrack-demo" });
    let answer = site.post(&Caller::default(), "/auth/login", &other).await;
    assert_eq!(answer.status, StatusCode::OK);
}

#[tokio::test]
async fn a_log_out_ends_cookie_and_token_at_once() {
    let site = Site::new().await;
    let program = site.program("AUR", Role::FrontDesk).await;
    let frame = "/api/ui/frame?hotel=AUR";
    assert_eq!(site.get(&program, frame).await.status, StatusCode::OK);
    let gone = site.post(&program, "/auth/logout", &json!({})).await;
    assert_eq!(gone.status, StatusCode::NO_CONTENT, "{}", gone.body);
    assert_eq!(
        site.get(&program, frame).await.problem().code,
        Code::Unauthenticated
    );

    let browser = site.browser("AUR", Role::FrontDesk).await;
    assert_eq!(site.get(&browser, frame).await.status, StatusCode::OK);
    let gone = site.form(&browser, "/logout", "").await;
    assert_eq!(gone.status, StatusCode::SEE_OTHER, "{}", gone.body);
    assert_eq!(
        site.get(&browser, frame).await.problem().code,
        Code::Unauthenticated
    );
}

#[tokio::test]
async fn tokens_that_are_not_ours_are_refused() {
    let site = Site::new().await;
    let none = "eyJhbGciOiJub25lIiwidHlwIjoiYXQrand0In0.eyJpc3MiOiJrZXlyYWNrIn0.";
    for token in ["", "nonsense", none] {
        let request = http::Request::get("/api/ui/frame?hotel=AUR")
            .header(header::AUTHORIZATION, format!("Bearer {token}"));
        let answer = site
            .send(request.body(axum::body::Body::empty()).unwrap())
            .await;
        assert_eq!(answer.problem().code, Code::Unauthenticated, "{token}");
    }
}
