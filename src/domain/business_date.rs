//! The hotel's accounting day. It moves at the day close only, never with the clock.

use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::calendar;
use super::restriction::Refusal;
use super::stay::Stay;

/// The day the hotel is living in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct BusinessDate(NaiveDate);

/// The day close was asked for something else than the next day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("The day close moves from {} to the next day only, not to {}.",
    calendar::long(.today.date()), calendar::long(.asked.date()))]
pub struct NotTheNextDay {
    /// The business date as it is.
    pub today: BusinessDate,
    /// What was asked for.
    pub asked: BusinessDate,
}

impl BusinessDate {
    /// The business date that is this date.
    pub const fn new(date: NaiveDate) -> Self {
        Self(date)
    }

    /// The civil date it stands for.
    pub const fn date(self) -> NaiveDate {
        self.0
    }

    /// The day after it; the last day there is stays itself.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0.succ_opt().unwrap_or(self.0))
    }

    /// Whether a date lies before it.
    pub fn is_past(self, date: NaiveDate) -> bool {
        date < self.0
    }

    /// Whether a stay may still be booked: it must not begin before the business date. Between
    /// midnight and the day close, "tonight" is still on sale.
    pub fn accept(self, stay: &Stay) -> Result<(), Refusal> {
        if self.is_past(stay.arrival()) {
            return Err(Refusal::Past {
                date: stay.arrival(),
            });
        }
        Ok(())
    }

    /// The day close: forward by one day, never back and never further. The caller names the day
    /// it means to open, so that two closes at once cannot skip one.
    pub fn close(self, open: Self) -> Result<Self, NotTheNextDay> {
        if open > self && open == self.next() {
            Ok(open)
        } else {
            Err(NotTheNextDay {
                today: self,
                asked: open,
            })
        }
    }
}

impl From<NaiveDate> for BusinessDate {
    fn from(date: NaiveDate) -> Self {
        Self(date)
    }
}

impl From<BusinessDate> for NaiveDate {
    fn from(date: BusinessDate) -> Self {
        date.0
    }
}

impl fmt::Display for BusinessDate {
    /// ISO 8601: `2026-11-24`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
