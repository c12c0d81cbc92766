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

#[cfg(test)]
mod tests {
    use chrono::Days;
    use proptest::prelude::*;

    use super::*;
    use crate::domain::sample::{any_date, any_stay, date};

    #[test]
    fn a_refused_close_says_what_it_was_asked() {
        let today = BusinessDate::new(date(2026, 11, 24));
        let error = today.close(today.next().next()).unwrap_err();
        assert_eq!(
            error.to_string(),
            "The day close moves from Tuesday 24 November 2026 to the next day only, \
             not to Thursday 26 November 2026."
        );
    }

    #[test]
    fn the_end_of_time_is_not_closed() {
        let last = BusinessDate::new(NaiveDate::MAX);
        assert!(last.close(last.next()).is_err());
    }

    #[test]
    fn travels_as_a_plain_date() {
        let today = BusinessDate::new(date(2026, 11, 24));
        assert_eq!(serde_json::to_string(&today).unwrap(), "\"2026-11-24\"");
        assert_eq!(today.to_string(), "2026-11-24");
    }

    proptest! {
        #[test]
        fn a_close_opens_the_next_day_and_no_other(from in any_date(), offset in -400_i64..400) {
            let today = BusinessDate::new(from);
            let asked = BusinessDate::new(from + chrono::Duration::days(offset));
            prop_assert_eq!(today.close(asked), if offset == 1 {
                Ok(asked)
            } else {
                Err(NotTheNextDay { today, asked })
            });
        }

        #[test]
        fn a_year_of_closes_skips_no_day(from in any_date(), days in 0_u64..400) {
            let mut today = BusinessDate::new(from);
            for _ in 0..days {
                today = today.close(today.next()).unwrap();
            }
            prop_assert_eq!(today.date(), from + Days::new(days));
        }

        #[test]
        fn nobody_arrives_yesterday(stay in any_stay(30), offset in -40_i64..40) {
            let today = BusinessDate::new(stay.arrival() + chrono::Duration::days(offset));
            prop_assert_eq!(today.accept(&stay).is_ok(), offset <= 0);
            prop_assert_eq!(today.is_past(stay.arrival()), offset > 0);
        }
    }
}
