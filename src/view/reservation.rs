//! A reservation as the desk sees it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::guest_stay::GuestStay;
use super::rack::StayBar;
use crate::domain::money::Money;

/// Prices, folio and history of one reservation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReservationPage {
    /// What the guest sees, too.
    pub stay: GuestStay,
    /// What the rack shows.
    pub bar: StayBar,
    /// Numbers of the rooms assigned, in order.
    pub rooms: Vec<String>,
    /// The guest's e-mail address.
    pub email: Option<String>,
    /// The guest's telephone.
    pub phone: Option<String>,
    /// The desk's own notes.
    pub notes: String,
    /// When it was booked.
    pub created_at: DateTime<Utc>,
    /// The hotel's zone, for times on the page.
    pub zone: String,
    /// Lines of the folio, oldest first.
    pub folio: Vec<FolioLine>,
    /// What is still to pay.
    pub balance: Money,
    /// Every command that touched it, newest first.
    pub history: Vec<HistoryLine>,
}

/// One posting on the guest's side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FolioLine {
    /// Day and month in the hotel's accounting, `22 Nov`.
    pub date: String,
    /// What for.
    pub description: String,
    /// Positive: the guest owes it. Negative: the guest paid it.
    pub amount: Money,
}

/// One line of the audit trail in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryLine {
    /// When, in the hotel's zone: `22 Nov, 14:02`.
    pub at: String,
    /// What happened.
    pub what: String,
    /// Who did it.
    pub who: String,
}
