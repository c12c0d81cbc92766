//! `POST /webhooks/alpinebits`: the server side of `AlpineBits` `HotelData` 2024-10.
//!
//! A form with `action` and `request` under HTTP Basic. Answers of the protocol are XML with 200;
//! what never gets as far as the protocol is an error of the contract, and nothing is stored.

use std::io::Read as _;
use std::sync::Arc;

use app::request::{RequestId, origin_of};
use axum::Router;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, FromRef, FromRequest as _, Multipart, Request, State};
use axum::middleware::map_response;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::{Bytes, BytesMut};
use flate2::read::GzDecoder;
use futures::StreamExt as _;
use hotel::error::{AppError, Code};
use hotel::integration::channel::alpinebits::{
    self, Action, ReadError, UNKNOWN_ACTION, VERSION, notification_answer,
};
use hotel::integration::channel::mask::mask_cards;
use hotel::service::channel::{self, Delivery, Partner};
use hotel::service::services::Services;
use http::request::Parts;
use http::{HeaderMap, HeaderValue, StatusCode, header};

/// The largest request, packed or unpacked.
const MAX_BODY: usize = 4 * 1024 * 1024;
/// So much of a request that is too large is still taken in and thrown away: a client in the
/// middle of sending would miss the answer otherwise.
const MAX_DRAIN: usize = 16 * 1024 * 1024;
/// Names the version a client speaks.
const CLIENT_VERSION: &str = "x-alpinebits-clientprotocolversion";
/// The version in which reservations were first pushed.
const FIRST_PUSH: &str = "2018-10";

/// The one address of the protocol.
pub fn routes<S>() -> Router<S>
where
    S: Clone + Send + Sync + 'static,
    Services: FromRef<S>,
{
    Router::new()
        .route("/webhooks/alpinebits", post(receive))
        // Counted below, where also what was packed is counted.
        .layer(DefaultBodyLimit::disable())
        .layer(map_response(introduce))
}

/// Tells the client who answers and what it may send.
async fn introduce(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(
        "X-AlpineBits-Server-Version",
        HeaderValue::from_static(VERSION),
    );
    headers.insert(
        "X-AlpineBits-Server-Accept-Encoding",
        HeaderValue::from_static("gzip"),
    );
    response
}

async fn receive(State(services): State<Services>, request: Request) -> Response {
    let request_id = match request.extensions().get::<RequestId>() {
        Some(RequestId(id)) => Arc::clone(id),
        None => services.ids().uuid().to_string().into(),
    };
    match answer(&services, request, Arc::clone(&request_id)).await {
        Ok(Answer::Xml(xml)) => (
            [(header::CONTENT_TYPE, "application/xml; charset=utf-8")],
            xml,
        )
            .into_response(),
        Ok(Answer::UnknownAction) => (StatusCode::BAD_REQUEST, UNKNOWN_ACTION).into_response(),
        Err(error) => super::refusal(error.with_request_id(&*request_id)),
    }
}

enum Answer {
    Xml(String),
    /// The one answer that the standard wants in plain text.
    UnknownAction,
}

async fn answer(
    services: &Services,
    request: Request,
    request_id: Arc<str>,
) -> Result<Answer, AppError> {
    let (parts, body) = request.into_parts();
    // Before a single byte of the body is taken in.
    let partner = authenticate(services, &parts).await?;
    let version = client_version(&parts.headers)?;
    let packed = is_packed(&parts.headers)?;
    let body = read_body(&parts.headers, body, packed).await?;
    let form = read_form(parts, body).await?;
    let Some(action) = form.action.as_deref().and_then(Action::parse) else {
        return Ok(Answer::UnknownAction);
    };
    let Some(message) = form.request else {
        return Err(bad_request("The form has no field \"request\"."));
    };
    if action == Action::Handshake {
        if packed {
            return Err(bad_request("A handshake must not be compressed."));
        }
        return Ok(Answer::Xml(
            alpinebits::answer_ping(&message).map_err(|error| unreadable(&error))?,
        ));
    }
    if !pushes(&version) {
        return Err(bad_request(&format!(
            "Reservations are taken from version {FIRST_PUSH} on; this server speaks {VERSION}."
        )));
    }
    take(services, &partner, action, message, request_id)
        .await
        .map(Answer::Xml)
}

/// Reads the message away from the threads that answer others, and hands it on.
async fn take(
    services: &Services,
    partner: &Partner,
    action: Action,
    message: Bytes,
    request_id: Arc<str>,
) -> Result<String, AppError> {
    let read = tokio::task::spawn_blocking(move || {
        let read = alpinebits::read_notification(&message)?;
        Ok(Delivery {
            action: action.as_str(),
            masked: mask_cards(&message),
            message: read,
        })
    });
    let delivery = read
        .await
        .map_err(|_| AppError::internal())?
        .map_err(|error| unreadable(&error))?;
    channel::receive(services, partner, delivery, request_id, notification_answer).await
}

fn bad_request(message: &str) -> AppError {
    AppError::new(Code::BadRequest, message)
}

fn unreadable(error: &ReadError) -> AppError {
    bad_request(&format!("{error} Nothing was stored."))
}

async fn authenticate(services: &Services, parts: &Parts) -> Result<Partner, AppError> {
    let missing = || {
        AppError::new(
            Code::Unauthenticated,
            "Please send the user name and password of your account (HTTP Basic).",
        )
    };
    let (username, password) = credentials(&parts.headers).ok_or_else(missing)?;
    channel::authenticate(services, &username, &password, &origin_of(parts).address).await
}

/// User name and password of HTTP Basic.
fn credentials(headers: &HeaderMap) -> Option<(String, String)> {
    let (scheme, encoded) = headers
        .get(header::AUTHORIZATION)?
        .to_str()
        .ok()?
        .split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let decoded = String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()?;
    let (username, password) = decoded.split_once(':')?;
    let sane = (1..=200).contains(&username.len()) && password.len() <= 200;
    sane.then(|| (username.to_owned(), password.to_owned()))
}

fn client_version(headers: &HeaderMap) -> Result<String, AppError> {
    let version = headers
        .get(CLIENT_VERSION)
        .and_then(|value| value.to_str().ok());
    version
        .map(|version| version.trim().to_owned())
        .filter(|v| !v.is_empty())
        .ok_or_else(|| {
            bad_request(&format!(
                "Send the header X-AlpineBits-ClientProtocolVersion, for example {VERSION}."
            ))
        })
}

/// Whether reservations of this version (`2018-10`, `2015-07b`) can be read.
fn pushes(version: &str) -> bool {
    let bytes = version.as_bytes();
    let date = bytes.len() >= 7
        && bytes[..7]
            .iter()
            .enumerate()
            .all(|(index, byte)| match index {
                4 => *byte == b'-',
                _ => byte.is_ascii_digit(),
            });
    date && version >= FIRST_PUSH
}

fn is_packed(headers: &HeaderMap) -> Result<bool, AppError> {
    let encoding = headers
        .get(header::CONTENT_ENCODING)
        .map(|value| value.to_str().unwrap_or("?"));
    match encoding.map(str::trim) {
        None | Some("" | "identity") => Ok(false),
        Some(name) if name.eq_ignore_ascii_case("gzip") => Ok(true),
        Some(_) => Err(AppError::new(
            Code::UnsupportedMediaType,
            "Only gzip is taken as Content-Encoding.",
        )),
    }
}

fn too_large() -> AppError {
    AppError::new(
        Code::TooLarge,
        "The message is larger than 4 MB. Nothing was stored; please send it in parts.",
    )
}

/// The whole body, unpacked, as long as it is not too large either way.
async fn read_body(headers: &HeaderMap, body: Body, packed: bool) -> Result<Bytes, AppError> {
    let announced = headers
        .get(header::CONTENT_LENGTH)
        .and_then(|v| v.to_str().ok()?.parse().ok());
    if announced.is_some_and(|length: usize| length > MAX_DRAIN) {
        return Err(too_large());
    }
    let mut raw = BytesMut::new();
    let mut length = 0;
    let mut chunks = body.into_data_stream();
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|_| {
            bad_request("The request ended before it was complete. Nothing was stored.")
        })?;
        length += chunk.len();
        if length > MAX_DRAIN {
            break;
        }
        if length <= MAX_BODY {
            raw.extend_from_slice(&chunk);
        }
    }
    if length > MAX_BODY {
        return Err(too_large());
    }
    if !packed {
        return Ok(raw.freeze());
    }
    tokio::task::spawn_blocking(move || unpack(&raw))
        .await
        .map_err(|_| AppError::internal())?
}

fn unpack(raw: &[u8]) -> Result<Bytes, AppError> {
    let mut unpacked = Vec::new();
    // One byte more than is allowed, to tell the one from the other.
    let limit = MAX_BODY as u64 + 1;
    GzDecoder::new(raw)
        .take(limit)
        .read_to_end(&mut unpacked)
        .map_err(|_| bad_request("The request is not gzip. Nothing was stored."))?;
    if unpacked.len() > MAX_BODY {
        return Err(too_large());
    }
    Ok(unpacked.into())
}

/// The two fields of the form; others are another version's.
#[derive(Default)]
struct Form {
    action: Option<String>,
    request: Option<Bytes>,
}

async fn read_form(mut parts: Parts, body: Bytes) -> Result<Form, AppError> {
    let kind = parts
        .headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    if !kind.is_some_and(|kind| {
        kind.trim_start()
            .to_ascii_lowercase()
            .starts_with("multipart/form-data")
    }) {
        return Err(AppError::new(
            Code::UnsupportedMediaType,
            "Send multipart/form-data with the fields \"action\" and \"request\".",
        ));
    }
    let broken = || bad_request("The form could not be read. Nothing was stored.");
    parts.headers.remove(header::CONTENT_ENCODING);
    parts.headers.remove(header::CONTENT_LENGTH);
    let request = Request::from_parts(parts, Body::from(body));
    let mut multipart = Multipart::from_request(request, &())
        .await
        .map_err(|_| broken())?;
    let mut form = Form::default();
    while let Some(field) = multipart.next_field().await.map_err(|_| broken())? {
        match field.name() {
            Some("action") if form.action.is_none() => {
                form.action = Some(field.text().await.map_err(|_| broken())?);
            }
            Some("request") if form.request.is_none() => {
                form.request = Some(field.bytes().await.map_err(|_| broken())?);
            }
            Some("action" | "request") => {
                return Err(bad_request("The form has a field twice."));
            }
            _ => {}
        }
    }
    Ok(form)
}
