//! Over a real socket, through the client the product uses.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use hotel::domain::money::{Currency, Money};
use hotel::integration::payment::sandbox::{SandboxConfig, SandboxGateway};
use hotel::integration::payment::{
    Charge, ChargeOutcome, PaymentGateway as _, Refund, RefundOutcome, Settlement,
};
use serde_json::{Value, json};

use super::ledger::Ledger;
use super::{SandboxServer, serve};

/// A folder of its own for each test, gone at the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("keyrack-{}-{name}", std::process::id()));
        drop(std::fs::remove_dir_all(&path));
        Self(path)
    }

    fn books(&self) -> PathBuf {
        self.0.join("sandbox/charges.jsonl")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.0));
    }
}

fn taken(folder: &Folder) -> i64 {
    Ledger::open(&folder.books()).unwrap().taken(Currency::EUR)
}

fn client(server: &SandboxServer) -> SandboxGateway {
    let mut config = SandboxConfig::new(server.url());
    config.answer_timeout = Duration::from_millis(200);
    config.backoff = Duration::from_millis(1);
    SandboxGateway::new(&config).unwrap()
}

async fn start(data: &Path) -> (SandboxServer, SandboxGateway) {
    let server = serve(data).await.unwrap();
    let client = client(&server);
    (server, client)
}

fn charge(key: &str, token: &str) -> Charge {
    Charge {
        key: key.to_owned(),
        token: token.to_owned(),
        amount: Money::new(14_200, Currency::EUR),
        description: "Hotel Aurora AUR-7H3K9QMX".to_owned(),
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "some cards never answer; the test bounds the wait itself"
)]
async fn post(server: &SandboxServer, path: &str, key: Option<&str>, body: Value) -> (u16, Value) {
    let mut request = reqwest::Client::new().post(server.url() + path).json(&body);
    if let Some(key) = key {
        request = request.header("Idempotency-Key", key);
    }
    let answer = request.send().await.unwrap();
    (answer.status().as_u16(), answer.json().await.unwrap())
}

#[tokio::test]
async fn each_token_does_what_the_contract_says() {
    let folder = Folder::new("tokens");
    let (server, gateway) = start(&folder.0).await;

    let ok = gateway.charge(&charge("ok", "tok_ok")).await;
    let ChargeOutcome::Succeeded { reference } = ok else {
        panic!("{ok:?}")
    };
    assert_eq!(
        gateway.lookup("ok").await,
        Settlement::Succeeded { reference }
    );

    let reason = "The card was declined.".to_owned();
    let declined = gateway.charge(&charge("no", "tok_declined")).await;
    assert_eq!(
        declined,
        ChargeOutcome::Declined {
            reason: reason.clone()
        }
    );
    assert_eq!(gateway.lookup("no").await, Settlement::Declined { reason });

    let unknown_card = gateway.charge(&charge("odd", "4111111111111111")).await;
    assert_eq!(
        unknown_card,
        ChargeOutcome::Declined {
            reason: "The card is unknown.".into()
        }
    );

    let silent = gateway.charge(&charge("silent", "tok_timeout")).await;
    assert!(
        matches!(silent, ChargeOutcome::Unknown { .. }),
        "{silent:?}"
    );
    assert_eq!(gateway.lookup("silent").await, Settlement::NeverArrived);

    let late = gateway
        .charge(&charge("late", "tok_charged_then_timeout"))
        .await;
    assert!(matches!(late, ChargeOutcome::Unknown { .. }), "{late:?}");
    let settled = gateway.lookup("late").await;
    assert!(
        matches!(settled, Settlement::Succeeded { .. }),
        "{settled:?}"
    );

    let broken = gateway.charge(&charge("broken", "tok_error")).await;
    assert!(
        matches!(broken, ChargeOutcome::NotSent { .. }),
        "{broken:?}"
    );
    assert_eq!(gateway.lookup("broken").await, Settlement::NeverArrived);

    server.shutdown().await;
    assert_eq!(taken(&folder), 2 * 14_200);
}

#[tokio::test]
async fn the_books_hold_no_card() {
    let folder = Folder::new("no-card");
    let (server, gateway) = start(&folder.0).await;
    gateway.charge(&charge("one", "4111111111111111")).await;
    server.shutdown().await;
    let books = std::fs::read_to_string(folder.books()).unwrap();
    assert!(
        books.contains("\"one\"") && !books.contains("4111"),
        "{books}"
    );
}

#[tokio::test]
async fn twenty_at_once_with_one_key_are_one_charge() {
    let folder = Folder::new("twenty");
    let (server, gateway) = start(&folder.0).await;
    let gateway = Arc::new(gateway);
    let calls: Vec<_> = (0..20)
        .map(|_| {
            let gateway = Arc::clone(&gateway);
            tokio::spawn(async move { gateway.charge(&charge("same", "tok_ok")).await })
        })
        .collect();
    let mut outcomes = Vec::new();
    for call in calls {
        outcomes.push(call.await.unwrap());
    }
    let expected = ChargeOutcome::Succeeded {
        reference: "sbx_ch_000001".to_owned(),
    };
    assert!(
        outcomes.iter().all(|outcome| *outcome == expected),
        "{outcomes:?}"
    );
    server.shutdown().await;
    assert_eq!(taken(&folder), 14_200);
}

#[tokio::test]
async fn a_key_belongs_to_one_order() {
    let folder = Folder::new("reuse");
    let (server, gateway) = start(&folder.0).await;
    gateway.charge(&charge("k", "tok_ok")).await;
    let mut other = charge("k", "tok_ok");
    other.amount.minor += 1;
    let outcome = gateway.charge(&other).await;
    assert!(
        matches!(outcome, ChargeOutcome::Unknown { .. }),
        "{outcome:?}"
    );
    let body = json!({"amount": 1, "currency": "EUR", "token": "tok_ok"});
    let (status, answer) = post(&server, "/v1/charges", Some("k"), body).await;
    assert_eq!(
        (status, &answer["error"]["code"]),
        (400, &json!("key_reused"))
    );
    server.shutdown().await;
    assert_eq!(taken(&folder), 14_200);
}

#[tokio::test]
async fn a_restart_and_a_torn_line_keep_every_charge() {
    let folder = Folder::new("restart");
    let (server, gateway) = start(&folder.0).await;
    let first = gateway
        .charge(&charge("a", "tok_charged_then_timeout"))
        .await;
    assert!(matches!(first, ChargeOutcome::Unknown { .. }), "{first:?}");
    // No farewell: the process is gone from one moment to the next, in the middle of a write.
    server.task.abort();
    let mut books = std::fs::read(folder.books()).unwrap();
    books.extend_from_slice(br#"{"charge":{"id":"sbx_ch_000002","key":"to"#);
    std::fs::write(folder.books(), books).unwrap();

    let (server, gateway) = start(&folder.0).await;
    let known = Settlement::Succeeded {
        reference: "sbx_ch_000001".to_owned(),
    };
    assert_eq!(gateway.lookup("a").await, known);
    assert_eq!(gateway.lookup("to").await, Settlement::NeverArrived);
    // The first answer again, also for the card that had hung up on it.
    let again = gateway
        .charge(&charge("a", "tok_charged_then_timeout"))
        .await;
    assert_eq!(
        again,
        ChargeOutcome::Succeeded {
            reference: "sbx_ch_000001".to_owned()
        }
    );
    gateway.charge(&charge("b", "tok_ok")).await;
    server.shutdown().await;
    assert_eq!(taken(&folder), 2 * 14_200);
}

#[tokio::test]
async fn damaged_books_are_not_overwritten() {
    let folder = Folder::new("damaged");
    std::fs::create_dir_all(folder.books().parent().unwrap()).unwrap();
    std::fs::write(folder.books(), "not json\n{}\n").unwrap();
    let error = serve(&folder.0).await.unwrap_err().to_string();
    assert!(error.contains("line 1"), "{error}");
    assert_eq!(
        std::fs::read_to_string(folder.books()).unwrap(),
        "not json\n{}\n"
    );
}

#[tokio::test]
async fn a_refund_never_exceeds_its_charge() {
    let folder = Folder::new("refund");
    let (server, gateway) = start(&folder.0).await;
    gateway.charge(&charge("paid", "tok_ok")).await;
    gateway.charge(&charge("refused", "tok_declined")).await;
    let refund = |key: &str, charge_key: &str, minor: i64, currency: Currency| Refund {
        key: key.to_owned(),
        charge_key: charge_key.to_owned(),
        amount: Money::new(minor, currency),
    };
    let part = refund("r1", "paid", 10_000, Currency::EUR);
    let expected = RefundOutcome::Succeeded {
        reference: "sbx_re_000001".to_owned(),
    };
    assert_eq!(gateway.refund(&part).await, expected);
    assert_eq!(gateway.refund(&part).await, expected);
    for bad in [
        refund("r2", "paid", 4_201, Currency::EUR),
        refund("r3", "paid", 1, Currency::USD),
        refund("r4", "refused", 1, Currency::EUR),
        refund("r5", "never", 1, Currency::EUR),
        refund("r1", "paid", 1, Currency::EUR),
        refund("r6", "paid", -1, Currency::EUR),
    ] {
        let outcome = gateway.refund(&bad).await;
        assert!(
            matches!(outcome, RefundOutcome::Refused { .. }),
            "{bad:?} {outcome:?}"
        );
    }
    let rest = gateway
        .refund(&refund("r7", "paid", 4_200, Currency::EUR))
        .await;
    assert!(matches!(rest, RefundOutcome::Succeeded { .. }), "{rest:?}");
    server.shutdown().await;
    assert_eq!(taken(&folder), 0);
}

#[tokio::test]
async fn nonsense_is_refused_and_nothing_is_charged() {
    let folder = Folder::new("nonsense");
    let (server, _) = start(&folder.0).await;
    let good = json!({"amount": 1, "currency": "EUR", "token": "tok_ok"});
    let long = "k".repeat(256);
    let cases = [
        (None, good.clone(), 400),
        (Some(""), good.clone(), 400),
        (Some(long.as_str()), good, 400),
        (
            Some("k"),
            json!({"amount": 0, "currency": "EUR", "token": "tok_ok"}),
            400,
        ),
        (
            Some("k"),
            json!({"amount": -5, "currency": "EUR", "token": "tok_ok"}),
            400,
        ),
        (
            Some("k"),
            json!({"amount": 1.5, "currency": "EUR", "token": "tok_ok"}),
            422,
        ),
        (
            Some("k"),
            json!({"amount": 1, "currency": "eur", "token": "tok_ok"}),
            422,
        ),
        (
            Some("k"),
            json!({"amount": 1, "currency": "EUR", "token": "tok_ok", "x": 1}),
            422,
        ),
        (
            Some("k"),
            json!({"amount": 1, "currency": "EUR", "token": "x".repeat(20_000)}),
            413,
        ),
    ];
    for (key, body, expected) in cases {
        let (status, answer) = post(&server, "/v1/charges", key, body.clone()).await;
        assert_eq!(status, expected, "{answer}");
        assert!(answer["error"]["message"].is_string(), "{answer}");
    }
    server.shutdown().await;
    assert_eq!(taken(&folder), 0);
}

#[tokio::test]
async fn a_gateway_that_is_gone_has_charged_nothing() {
    let folder = Folder::new("gone");
    let (server, gateway) = start(&folder.0).await;
    server.shutdown().await;
    let outcome = gateway.charge(&charge("k", "tok_ok")).await;
    assert!(
        matches!(outcome, ChargeOutcome::NotSent { .. }),
        "{outcome:?}"
    );
    let settlement = gateway.lookup("k").await;
    assert!(
        matches!(settlement, Settlement::Unknown { .. }),
        "{settlement:?}"
    );
}
