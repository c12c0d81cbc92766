//! The outside world as a test wants it.

use std::collections::BTreeMap;
use std::sync::Mutex;

use async_trait::async_trait;
use chrono::{DateTime, Duration, Utc};

use crate::integration::mail::{Mail, MailError, Mailer};
use crate::integration::payment::{
    Charge, ChargeOutcome, PaymentGateway, Refund, RefundOutcome, Settlement,
};
use crate::service::determinism::Clock;

/// A clock that moves when it is told to.
#[derive(Debug)]
pub struct StoppedClock(Mutex<DateTime<Utc>>);

impl StoppedClock {
    /// Stands at this instant.
    pub fn at(instant: DateTime<Utc>) -> Self {
        Self(Mutex::new(instant))
    }

    /// Moves on.
    pub fn advance(&self, by: Duration) {
        if let Ok(mut now) = self.0.lock() {
            *now += by;
        }
    }
}

impl Clock for StoppedClock {
    fn now(&self) -> DateTime<Utc> {
        self.0
            .lock()
            .map_or_else(|poisoned| *poisoned.into_inner(), |now| *now)
    }
}

/// A gateway that answers at once, with the sandbox's tokens: those that never answer are
/// `Unknown` here without a wait.
#[derive(Debug, Default)]
pub struct TestGateway {
    charged: Mutex<BTreeMap<String, String>>,
}

impl TestGateway {
    /// How many charges were really made.
    pub fn charges(&self) -> usize {
        self.charged.lock().map_or(0, |charged| charged.len())
    }

    fn take(&self, key: &str) -> String {
        let reference = format!("ch_{key}");
        if let Ok(mut charged) = self.charged.lock() {
            charged.insert(key.to_owned(), reference.clone());
        }
        reference
    }
}

#[async_trait]
impl PaymentGateway for TestGateway {
    fn name(&self) -> &'static str {
        "test"
    }

    async fn charge(&self, charge: &Charge) -> ChargeOutcome {
        let silent = || ChargeOutcome::Unknown {
            detail: "no answer".to_owned(),
        };
        match charge.token.as_str() {
            "tok_ok" => ChargeOutcome::Succeeded {
                reference: self.take(&charge.key),
            },
            "tok_timeout" => silent(),
            "tok_charged_then_timeout" => {
                self.take(&charge.key);
                silent()
            }
            "tok_error" => ChargeOutcome::NotSent {
                detail: "500 before charging".to_owned(),
            },
            _ => ChargeOutcome::Declined {
                reason: "The card was declined.".to_owned(),
            },
        }
    }

    async fn lookup(&self, key: &str) -> Settlement {
        let charged = self
            .charged
            .lock()
            .ok()
            .and_then(|charged| charged.get(key).cloned());
        match charged {
            Some(reference) => Settlement::Succeeded { reference },
            None => Settlement::NeverArrived,
        }
    }

    async fn refund(&self, refund: &Refund) -> RefundOutcome {
        RefundOutcome::Succeeded {
            reference: format!("re_{}", refund.key),
        }
    }
}

/// Keeps what was mailed.
#[derive(Default)]
pub struct TestMailer {
    sent: Mutex<Vec<Mail>>,
}

impl TestMailer {
    /// Everything mailed so far.
    pub fn sent(&self) -> Vec<Mail> {
        self.sent
            .lock()
            .map(|sent| sent.clone())
            .unwrap_or_default()
    }
}

#[async_trait]
impl Mailer for TestMailer {
    fn name(&self) -> &'static str {
        "test"
    }

    async fn send(&self, mail: &Mail) -> Result<(), MailError> {
        if let Ok(mut sent) = self.sent.lock() {
            sent.push(mail.clone());
        }
        Ok(())
    }
}
