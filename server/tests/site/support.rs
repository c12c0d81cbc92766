//! A site over a test house, and verbs to talk to it.

use axum::body::{Body, to_bytes};
use hotel::domain::role::Role;
use hotel::error::AppError;
use hotel::testing::{PASSWORD, TestHouse, email};
use http::{Method, Request, StatusCode, header};
use leptos::config::LeptosOptions;
use serde_json::{Value, json};
use server::live::LiveHub;
use server::state::AppState;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt as _;

/// The whole router over a fresh house.
pub struct Site {
    pub house: TestHouse,
    router: axum::Router,
}

/// An answer, read to its end.
pub struct Answer {
    pub status: StatusCode,
    pub headers: http::HeaderMap,
    pub body: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("no JSON: {}", self.body))
    }

    /// The contract's error: every field there, nothing internal in it.
    pub fn problem(&self) -> AppError {
        let problem: AppError =
            serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("no error: {}", self.body));
        assert_eq!(problem.status(), self.status.as_u16(), "{}", self.body);
        assert!(!problem.request_id.is_empty(), "{}", self.body);
        for word in ["sqlx", "SELECT", "INSERT", "src/", "panicked", "postgres"] {
            assert!(!self.body.contains(word), "{word} leaks: {}", self.body);
        }
        problem
    }
}

/// How a request is signed.
#[derive(Clone, Default)]
pub struct Caller {
    bearer: Option<String>,
    cookie: Option<String>,
}

impl Site {
    pub async fn new() -> Self {
        let house = TestHouse::new().await;
        let options = LeptosOptions::builder().output_name("keyrack").build();
        let state = AppState {
            options,
            services: house.services.clone(),
            live: LiveHub::new(house.services.clone()),
            closing: CancellationToken::new(),
        };
        Self {
            house,
            router: server::router::router(state),
        }
    }

    /// Somebody of a hotel's staff, with a token.
    pub async fn program(&self, hotel: &str, role: Role) -> Caller {
        let body = json!({ "email": email(hotel, role), "password": PASSWORD });
        let answer = self.post(&Caller::default(), "/auth/login", &body).await;
        let token = answer.json()["token"].as_str().unwrap().to_owned();
        Caller {
            bearer: Some(token),
            cookie: None,
        }
    }

    /// The same, with a browser's cookie.
    pub async fn browser(&self, hotel: &str, role: Role) -> Caller {
        let body = json!({ "email": email(hotel, role), "password": PASSWORD });
        let answer = self.post(&Caller::default(), "/auth/login", &body).await;
        let cookie = answer.headers[header::SET_COOKIE].to_str().unwrap();
        let pair = cookie.split(';').next().unwrap().to_owned();
        Caller {
            bearer: None,
            cookie: Some(pair),
        }
    }

    pub async fn get(&self, caller: &Caller, path: &str) -> Answer {
        self.send(caller.sign(Request::get(path)).body(Body::empty()).unwrap())
            .await
    }

    pub async fn post(&self, caller: &Caller, path: &str, body: &Value) -> Answer {
        let request = caller
            .sign(Request::post(path))
            .header(header::CONTENT_TYPE, "application/json");
        self.send(request.body(Body::from(body.to_string())).unwrap())
            .await
    }

    /// A form as a browser without JavaScript posts it.
    pub async fn form(&self, caller: &Caller, path: &str, body: &str) -> Answer {
        let request = caller
            .sign(Request::post(path))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin");
        self.send(request.body(Body::from(body.to_owned())).unwrap())
            .await
    }

    /// As a browser navigates.
    pub async fn ask(&self, caller: &Caller, method: Method, path: &str) -> Answer {
        let request = caller
            .sign(Request::builder().method(method).uri(path))
            .header("sec-fetch-site", "same-origin")
            .header(header::ACCEPT, "text/html");
        self.send(request.body(Body::empty()).unwrap()).await
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, 8 << 20).await.unwrap();
        Answer {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8_lossy(&bytes).into_owned(),
        }
    }
}

impl Caller {
    /// Puts the credential on a request.
    pub fn sign(&self, mut request: http::request::Builder) -> http::request::Builder {
        if let Some(token) = &self.bearer {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        if let Some(cookie) = &self.cookie {
            request = request.header(header::COOKIE, cookie);
        }
        request
    }
}
