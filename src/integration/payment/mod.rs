//! Taking money: a trait small enough for any gateway, and the adapters behind it.
//!
//! The one rule: an outcome nobody knows is `Unknown`, never "failed". It is settled later by
//! asking for the charge by its key, never by charging again under another key.

pub mod sandbox;

use std::fmt;

use async_trait::async_trait;

use crate::domain::money::Money;

/// A party that charges cards.
#[async_trait]
pub trait PaymentGateway: Send + Sync + 'static {
    /// The adapter's name, for logs and metrics.
    fn name(&self) -> &'static str;

    /// Charges once per key, however often it is called with it.
    async fn charge(&self, charge: &Charge) -> ChargeOutcome;

    /// What became of the charge with this key.
    async fn lookup(&self, key: &str) -> Settlement;

    /// Gives money back, once per key. Never more than was charged.
    async fn refund(&self, refund: &Refund) -> RefundOutcome;
}

/// An order to charge a card.
#[derive(Clone, PartialEq, Eq)]
pub struct Charge {
    /// Ours, written down before the call; the same for every try of one payment.
    pub key: String,
    /// Stands for the card. A secret: it appears in no log and in no error.
    pub token: String,
    /// How much; more than nothing.
    pub amount: Money,
    /// What the guest reads on the statement.
    pub description: String,
}

impl fmt::Debug for Charge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Charge")
            .field("key", &self.key)
            .field("amount", &self.amount)
            .field("description", &self.description)
            .finish_non_exhaustive()
    }
}

/// How a charge ended, as far as this call could tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChargeOutcome {
    /// The money is taken.
    Succeeded {
        /// What the gateway calls the charge.
        reference: String,
    },
    /// The card was refused; nothing is taken.
    Declined {
        /// In words for the guest.
        reason: String,
    },
    /// Certainly nothing was charged: the order never reached the gateway's books.
    NotSent {
        /// For the log, without secrets.
        detail: String,
    },
    /// It may have been charged or not; [`PaymentGateway::lookup`] will tell.
    Unknown {
        /// For the log, without secrets.
        detail: String,
    },
}

/// What the gateway knows of a charge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Settlement {
    /// The money is taken.
    Succeeded {
        /// What the gateway calls the charge.
        reference: String,
    },
    /// The card was refused; nothing is taken.
    Declined {
        /// In words for the guest.
        reason: String,
    },
    /// The gateway has never seen the key: nothing is taken.
    NeverArrived,
    /// The gateway did not say; ask again later.
    Unknown {
        /// For the log, without secrets.
        detail: String,
    },
}

/// An order to give money back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refund {
    /// Ours, written down before the call; the same for every try of one refund.
    pub key: String,
    /// The key of the charge the money comes from.
    pub charge_key: String,
    /// How much; more than nothing, in the charge's currency.
    pub amount: Money,
}

/// How a refund ended, as far as this call could tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RefundOutcome {
    /// The money is on its way back.
    Succeeded {
        /// What the gateway calls the refund.
        reference: String,
    },
    /// The gateway will not: no such charge, or more than is left of it.
    Refused {
        /// For a person at the desk.
        reason: String,
    },
    /// Certainly nothing was given back.
    NotSent {
        /// For the log, without secrets.
        detail: String,
    },
    /// It may have happened or not; the same key again is safe.
    Unknown {
        /// For the log, without secrets.
        detail: String,
    },
}
