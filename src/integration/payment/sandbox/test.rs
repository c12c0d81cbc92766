//! Against a peer that misbehaves on cue.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use super::*;
use crate::domain::money::Money;

/// What the peer does with one request.
#[derive(Clone, Copy)]
enum Act {
    Say(u16, &'static str),
    HangUp,
    KeepSilent,
}

use Act::{HangUp, KeepSilent, Say};

const CHARGED: Act = Say(200, r#"{"id":"ch_1","status":"succeeded"}"#);
const NEVER: Act = Say(404, r#"{"error":{"code":"no_such_charge","message":"no"}}"#);
const BROKEN: Act = Say(500, "{}");
const BUSY: Act = Say(429, "{}");

/// Every request's first line and key, in order.
type Heard = Arc<Mutex<Vec<String>>>;

async fn peer(script: &[Act]) -> (SandboxGateway, Heard) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let heard = Heard::default();
    let log = Arc::clone(&heard);
    let mut script: VecDeque<Act> = script.iter().copied().collect();
    tokio::spawn(async move {
        let mut silent = Vec::new();
        loop {
            let (mut socket, _) = listener.accept().await.unwrap();
            let request = read_request(&mut socket).await;
            log.lock().unwrap().push(request);
            match script.pop_front().expect("a request beyond the script") {
                Say(status, body) => {
                    let answer = format!(
                        "HTTP/1.1 {status} X\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
                        body.len()
                    );
                    socket.write_all(answer.as_bytes()).await.unwrap();
                }
                HangUp => drop(socket),
                KeepSilent => silent.push(socket),
            }
        }
    });
    (gateway(url), heard)
}

fn gateway(url: String) -> SandboxGateway {
    let mut config = SandboxConfig::new(url);
    config.answer_timeout = Duration::from_millis(150);
    config.backoff = Duration::from_millis(1);
    SandboxGateway::new(&config).unwrap()
}

/// Reads head and body; gives `POST /v1/charges key`.
async fn read_request(socket: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    loop {
        let mut chunk = [0; 4096];
        let count = socket.read(&mut chunk).await.unwrap();
        bytes.extend_from_slice(&chunk[..count]);
        let text = String::from_utf8_lossy(&bytes).to_lowercase();
        let Some((head, body)) = text.split_once("\r\n\r\n") else {
            continue;
        };
        let header = |name: &str| {
            head.lines()
                .find_map(|line| line.strip_prefix(name))
                .map_or("", str::trim)
                .to_owned()
        };
        if body.len() >= header("content-length:").parse().unwrap_or(0) {
            let first: Vec<&str> = head.split(' ').take(2).collect();
            return format!("{} {}", first.join(" "), header("idempotency-key:"))
                .trim()
                .to_owned();
        }
    }
}

fn order() -> Charge {
    Charge {
        key: "k1".to_owned(),
        token: "tok_secret".to_owned(),
        amount: Money::new(100, Currency::EUR),
        description: "a stay".to_owned(),
    }
}

fn succeeded() -> ChargeOutcome {
    ChargeOutcome::Succeeded {
        reference: "ch_1".to_owned(),
    }
}

const ORDER: &str = "post /v1/charges k1";
const QUESTION: &str = "get /v1/charges/k1";

#[tokio::test]
async fn an_error_after_charging_is_found_out_and_not_repeated() {
    let (gateway, heard) = peer(&[BROKEN, CHARGED]).await;
    assert_eq!(gateway.charge(&order()).await, succeeded());
    assert_eq!(*heard.lock().unwrap(), [ORDER, QUESTION]);
}

#[tokio::test]
async fn an_error_before_charging_is_tried_again_with_the_same_key() {
    for error in [BROKEN, BUSY] {
        let (gateway, heard) = peer(&[error, NEVER, error, NEVER, CHARGED]).await;
        assert_eq!(gateway.charge(&order()).await, succeeded());
        assert_eq!(
            *heard.lock().unwrap(),
            [ORDER, QUESTION, ORDER, QUESTION, ORDER]
        );
    }
}

#[tokio::test]
async fn three_tries_are_enough() {
    let (gateway, heard) = peer(&[BROKEN, NEVER, BUSY, NEVER, BROKEN, NEVER]).await;
    let outcome = gateway.charge(&order()).await;
    assert!(
        matches!(outcome, ChargeOutcome::NotSent { .. }),
        "{outcome:?}"
    );
    assert_eq!(heard.lock().unwrap().len(), 6);
}

#[tokio::test]
async fn what_was_sent_and_not_answered_is_unknown_and_left_alone() {
    for act in [KeepSilent, HangUp] {
        let (gateway, heard) = peer(&[act]).await;
        let outcome = gateway.charge(&order()).await;
        assert!(
            matches!(outcome, ChargeOutcome::Unknown { .. }),
            "{outcome:?}"
        );
        assert_eq!(*heard.lock().unwrap(), [ORDER]);
    }
}

#[tokio::test]
async fn an_error_and_a_gateway_that_cannot_say_is_unknown() {
    // The last is somebody's 404, not the gateway's word that it has no such charge.
    for second in [
        BROKEN,
        KeepSilent,
        HangUp,
        Say(404, "not found"),
        Say(200, "{}"),
    ] {
        let (gateway, heard) = peer(&[BROKEN, second]).await;
        let outcome = gateway.charge(&order()).await;
        assert!(
            matches!(outcome, ChargeOutcome::Unknown { .. }),
            "{outcome:?}"
        );
        assert_eq!(*heard.lock().unwrap(), [ORDER, QUESTION]);
    }
}

#[tokio::test]
async fn an_answer_nobody_understands_is_unknown() {
    for act in [Say(200, "oops"), Say(402, "oops")] {
        let (gateway, _) = peer(&[act]).await;
        let outcome = gateway.charge(&order()).await;
        assert!(
            matches!(outcome, ChargeOutcome::Unknown { .. }),
            "{outcome:?}"
        );
    }
}

#[tokio::test]
async fn a_refused_order_is_not_tried_again() {
    let (gateway, heard) = peer(&[Say(422, "{}"), NEVER]).await;
    let outcome = gateway.charge(&order()).await;
    assert!(
        matches!(outcome, ChargeOutcome::NotSent { .. }),
        "{outcome:?}"
    );
    assert_eq!(heard.lock().unwrap().len(), 2);
}

#[tokio::test]
async fn nobody_there_means_nothing_was_charged() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let outcome = gateway(url).charge(&order()).await;
    assert!(
        matches!(outcome, ChargeOutcome::NotSent { .. }),
        "{outcome:?}"
    );
}

#[tokio::test]
async fn a_refund_is_repeated_until_somebody_says() {
    let refund = Refund {
        key: "r1".to_owned(),
        charge_key: "k1".to_owned(),
        amount: Money::new(50, Currency::EUR),
    };
    let (gateway, heard) = peer(&[HangUp, BROKEN, Say(200, r#"{"id":"re_1"}"#)]).await;
    let done = RefundOutcome::Succeeded {
        reference: "re_1".to_owned(),
    };
    assert_eq!(gateway.refund(&refund).await, done);
    assert_eq!(*heard.lock().unwrap(), ["post /v1/refunds r1"; 3]);

    let (gateway, _) = peer(&[HangUp, HangUp, HangUp]).await;
    let outcome = gateway.refund(&refund).await;
    assert!(
        matches!(outcome, RefundOutcome::Unknown { .. }),
        "{outcome:?}"
    );
}

#[tokio::test]
async fn no_error_and_no_debug_text_shows_the_card() {
    assert!(!format!("{:?}", order()).contains("tok_secret"));
    for act in [HangUp, KeepSilent, Say(200, "oops")] {
        let (gateway, _) = peer(&[act]).await;
        let outcome = format!("{:?}", gateway.charge(&order()).await);
        assert!(!outcome.contains("tok_secret"), "{outcome}");
    }
}
