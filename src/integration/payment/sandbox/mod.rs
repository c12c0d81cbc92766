//! The built-in sandbox gateway, over HTTP like any other: the demo and the tests take the same
//! path as real money.

#[cfg(test)]
mod test;

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::time::Duration;

use async_trait::async_trait;
use reqwest::{Client, Method, Response, StatusCode, Url, redirect};
use serde::{Deserialize, Serialize};

use super::{Charge, ChargeOutcome, PaymentGateway, Refund, RefundOutcome, Settlement};
use crate::domain::money::Currency;

/// How often one order is put before the gateway, with the same key.
const TRIES: u32 = 3;

/// Where the gateway is and how patient we are.
#[derive(Clone, Debug)]
pub struct SandboxConfig {
    /// Like `http://127.0.0.1:4242`.
    pub url: String,
    /// How long a connection may take.
    pub connect_timeout: Duration,
    /// How long an answer may take. After it the outcome is unknown.
    pub answer_timeout: Duration,
    /// The wait before the second try; it doubles, give or take half of it.
    pub backoff: Duration,
}

impl SandboxConfig {
    /// The gateway at `url`: one second to connect, three to answer.
    pub fn new(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            connect_timeout: Duration::from_secs(1),
            answer_timeout: Duration::from_secs(3),
            backoff: Duration::from_millis(100),
        }
    }
}

/// The gateway's address cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the payment gateway cannot be reached at this address: {0}")]
pub struct BadGateway(String);

/// A client of the sandbox gateway. Keeps its connections; make one and share it.
#[derive(Clone, Debug)]
pub struct SandboxGateway {
    client: Client,
    url: Url,
    backoff: Duration,
}

/// How one request ended.
enum Reply {
    /// The gateway answered this.
    Answer(Response),
    /// There was no connection: the request certainly was not heard.
    NotHeard(String),
    /// It was sent, and then nothing came back.
    NoAnswer(String),
}

#[derive(Serialize)]
struct ChargeOrder<'a> {
    amount: i64,
    currency: Currency,
    token: &'a str,
    description: &'a str,
}

#[derive(Serialize)]
struct RefundOrder<'a> {
    charge_key: &'a str,
    amount: i64,
    currency: Currency,
}

/// Of a charge or a refund, the part we need.
#[derive(Deserialize)]
struct Paper {
    id: String,
}

/// A charge in the gateway's books.
#[derive(Deserialize)]
#[serde(tag = "status", rename_all = "snake_case")]
enum Entry {
    Succeeded { id: String },
    Declined { reason: String },
}

#[derive(Deserialize)]
struct Refusal {
    error: RefusalText,
}

#[derive(Deserialize)]
struct RefusalText {
    code: String,
    message: String,
}

impl SandboxGateway {
    /// A client for the gateway that `config` names.
    pub fn new(config: &SandboxConfig) -> Result<Self, BadGateway> {
        let bad = |error: &dyn std::fmt::Display| BadGateway(error.to_string());
        let url: Url = config.url.parse().map_err(|error| bad(&error))?;
        if url.cannot_be_a_base() {
            return Err(BadGateway("it has no host".to_owned()));
        }
        let client = Client::builder()
            .connect_timeout(config.connect_timeout)
            .timeout(config.answer_timeout)
            .redirect(redirect::Policy::none())
            // The sandbox lives on this machine; a proxy of the environment does not reach it.
            .no_proxy()
            .build()
            .map_err(|error| bad(&error))?;
        Ok(Self {
            client,
            url,
            backoff: config.backoff,
        })
    }

    fn address(&self, segments: &[&str]) -> Url {
        let mut url = self.url.clone();
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().push("v1").extend(segments);
        }
        url
    }

    async fn post(&self, segments: &[&str], key: &str, body: &impl Serialize) -> Reply {
        let request = self.client.request(Method::POST, self.address(segments));
        reply_of(
            request
                .header("Idempotency-Key", key)
                .json(body)
                .send()
                .await,
        )
    }

    /// Waits before the next try: doubling, and spread by the key so that orders which failed
    /// together do not come back together.
    #[expect(
        clippy::disallowed_methods,
        reason = "the pause between two tries is the point"
    )]
    async fn back_off(&self, key: &str, attempt: u32) {
        let base = self.backoff.saturating_mul(1 << attempt.min(8));
        let mut hasher = DefaultHasher::new();
        (key, attempt).hash(&mut hasher);
        let percent = u32::try_from(hasher.finish() % 100).unwrap_or(0);
        tokio::time::sleep(base / 2 + base.saturating_mul(percent) / 100).await;
    }

    /// One try to charge: the outcome, or why another try is safe.
    async fn try_charge(&self, charge: &Charge) -> Result<ChargeOutcome, String> {
        let order = ChargeOrder {
            amount: charge.amount.minor,
            currency: charge.amount.currency,
            token: &charge.token,
            description: &charge.description,
        };
        let answer = match self.post(&["charges"], &charge.key, &order).await {
            Reply::NotHeard(detail) => return Err(detail),
            Reply::NoAnswer(detail) => return Ok(ChargeOutcome::Unknown { detail }),
            Reply::Answer(answer) => answer,
        };
        match answer.status() {
            StatusCode::OK => Ok(match answer.json::<Paper>().await {
                Ok(paper) => ChargeOutcome::Succeeded {
                    reference: paper.id,
                },
                Err(error) => ChargeOutcome::Unknown {
                    detail: cause(&error),
                },
            }),
            StatusCode::PAYMENT_REQUIRED => Ok(match answer.json::<Refusal>().await {
                Ok(refusal) => ChargeOutcome::Declined {
                    reason: refusal.error.message,
                },
                Err(error) => ChargeOutcome::Unknown {
                    detail: cause(&error),
                },
            }),
            status if status == StatusCode::BAD_REQUEST && is_reuse(answer).await => {
                // What the books say under this key is about some other order.
                Ok(ChargeOutcome::Unknown {
                    detail: "the gateway holds another order under this key".to_owned(),
                })
            }
            // An error says nothing about the money. The books do.
            status => self.after_error(&charge.key, status).await,
        }
    }

    async fn after_error(&self, key: &str, status: StatusCode) -> Result<ChargeOutcome, String> {
        match self.lookup(key).await {
            Settlement::Succeeded { reference } => Ok(ChargeOutcome::Succeeded { reference }),
            Settlement::Declined { reason } => Ok(ChargeOutcome::Declined { reason }),
            Settlement::Unknown { detail } => Ok(ChargeOutcome::Unknown { detail }),
            Settlement::NeverArrived if is_passing(status) => {
                Err(format!("the gateway answered {status} and charged nothing"))
            }
            Settlement::NeverArrived => Ok(ChargeOutcome::NotSent {
                detail: format!("the gateway refused the order with {status}"),
            }),
        }
    }

    /// One try to refund. The same key again is safe, so every doubt is worth another try.
    async fn try_refund(&self, refund: &Refund) -> Result<RefundOutcome, RefundOutcome> {
        let order = RefundOrder {
            charge_key: &refund.charge_key,
            amount: refund.amount.minor,
            currency: refund.amount.currency,
        };
        let answer = match self.post(&["refunds"], &refund.key, &order).await {
            Reply::NotHeard(detail) => return Err(RefundOutcome::NotSent { detail }),
            Reply::NoAnswer(detail) => return Err(RefundOutcome::Unknown { detail }),
            Reply::Answer(answer) => answer,
        };
        let status = answer.status();
        if status == StatusCode::OK {
            return match answer.json::<Paper>().await {
                Ok(paper) => Ok(RefundOutcome::Succeeded {
                    reference: paper.id,
                }),
                Err(error) => Err(RefundOutcome::Unknown {
                    detail: cause(&error),
                }),
            };
        }
        if is_passing(status) {
            return Err(RefundOutcome::Unknown {
                detail: format!("the gateway answered {status}"),
            });
        }
        Ok(match answer.json::<Refusal>().await {
            Ok(refusal) => RefundOutcome::Refused {
                reason: refusal.error.message,
            },
            Err(error) => RefundOutcome::Unknown {
                detail: cause(&error),
            },
        })
    }
}

#[async_trait]
impl PaymentGateway for SandboxGateway {
    fn name(&self) -> &'static str {
        "sandbox"
    }

    async fn charge(&self, charge: &Charge) -> ChargeOutcome {
        let mut detail = String::new();
        for attempt in 0..TRIES {
            match self.try_charge(charge).await {
                Ok(outcome) => return outcome,
                Err(why) => detail = why,
            }
            if attempt + 1 < TRIES {
                self.back_off(&charge.key, attempt).await;
            }
        }
        ChargeOutcome::NotSent { detail }
    }

    async fn lookup(&self, key: &str) -> Settlement {
        let request = self.client.get(self.address(&["charges", key]));
        let answer = match reply_of(request.send().await) {
            Reply::NotHeard(detail) | Reply::NoAnswer(detail) => {
                return Settlement::Unknown { detail };
            }
            Reply::Answer(answer) => answer,
        };
        match answer.status() {
            StatusCode::OK => match answer.json::<Entry>().await {
                Ok(Entry::Succeeded { id }) => Settlement::Succeeded { reference: id },
                Ok(Entry::Declined { reason }) => Settlement::Declined { reason },
                Err(error) => Settlement::Unknown {
                    detail: cause(&error),
                },
            },
            // Only the gateway's own "no such charge" counts: any server says 404 to something.
            StatusCode::NOT_FOUND => match answer.json::<Refusal>().await {
                Ok(refusal) if refusal.error.code == "no_such_charge" => Settlement::NeverArrived,
                Ok(refusal) => Settlement::Unknown {
                    detail: refusal.error.message,
                },
                Err(error) => Settlement::Unknown {
                    detail: cause(&error),
                },
            },
            status => Settlement::Unknown {
                detail: format!("the gateway answered {status}"),
            },
        }
    }

    async fn refund(&self, refund: &Refund) -> RefundOutcome {
        let mut heard = false;
        let mut last = RefundOutcome::NotSent {
            detail: String::new(),
        };
        for attempt in 0..TRIES {
            match self.try_refund(refund).await {
                Ok(outcome) => return outcome,
                Err(outcome) => {
                    heard |= matches!(outcome, RefundOutcome::Unknown { .. });
                    last = outcome;
                }
            }
            if attempt + 1 < TRIES {
                self.back_off(&refund.key, attempt).await;
            }
        }
        match last {
            // An earlier try may have been carried out.
            RefundOutcome::NotSent { detail } if heard => RefundOutcome::Unknown { detail },
            outcome => outcome,
        }
    }
}

/// Whether the same order may be taken a moment later.
fn is_passing(status: StatusCode) -> bool {
    status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS
}

async fn is_reuse(answer: Response) -> bool {
    answer
        .json::<Refusal>()
        .await
        .is_ok_and(|refusal| refusal.error.code == "key_reused")
}

fn reply_of(sent: reqwest::Result<Response>) -> Reply {
    match sent {
        Ok(answer) => Reply::Answer(answer),
        Err(error) if error.is_connect() || error.is_builder() => Reply::NotHeard(cause(&error)),
        Err(error) => Reply::NoAnswer(cause(&error)),
    }
}

/// The error with its deepest reason; holds an address and no body, so no token.
fn cause(error: &reqwest::Error) -> String {
    let mut deepest: &dyn std::error::Error = error;
    while let Some(source) = deepest.source() {
        deepest = source;
    }
    format!("{error} ({deepest})")
}
