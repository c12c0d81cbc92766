//! How many rooms of a type are left: one counter per night.
//!
//! The hotel never sells more than `sellable + overbooking`; only a channel that has sold already
//! can push `sold + held` above it ([`NightCount::forced`]). The database checks the same; here
//! the moves are written down and tried in every order.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::restriction::Refusal;
use super::stay::Stay;

/// The counter of one room type and night. No count is negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct NightCount {
    /// The date the night begins on.
    pub night: NaiveDate,
    /// Rooms of the type that are not out of order.
    pub sellable: i32,
    /// Rooms sold.
    pub sold: i32,
    /// Rooms held for guests who are paying.
    pub held: i32,
    /// How many the hotel sells above `sellable` on purpose.
    pub overbooking: i32,
}

/// The counter has nothing to give back: somebody counted wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("nothing is {what} on the night of {night}")]
pub struct NothingCounted {
    /// `held` or `sold`.
    pub what: &'static str,
    /// The night.
    pub night: NaiveDate,
}

impl NightCount {
    /// Rooms that can still be sold; zero or less when there are none.
    pub fn available(&self) -> i32 {
        let room = i64::from(self.sellable) + i64::from(self.overbooking);
        let left = room - i64::from(self.sold) - i64::from(self.held);
        i32::try_from(left).unwrap_or(if left < 0 { i32::MIN } else { i32::MAX })
    }

    /// Sales above what the hotel meant to sell, because a channel had made them already. The
    /// first cancellations only make good for them: they free no room.
    pub fn forced(&self) -> i32 {
        self.available().saturating_neg().max(0)
    }

    /// One more room is held, if one is left.
    pub fn hold(self) -> Result<Self, Refusal> {
        self.claim(|count| Self {
            held: count.held + 1,
            ..count
        })
    }

    /// One more room is sold at once, if one is left.
    pub fn sell(self) -> Result<Self, Refusal> {
        self.claim(|count| Self {
            sold: count.sold + 1,
            ..count
        })
    }

    /// A held room becomes a sold one.
    pub fn confirm(self) -> Result<Self, NothingCounted> {
        let count = self.release()?;
        Ok(Self {
            sold: count.sold + 1,
            ..count
        })
    }

    /// A held room goes back.
    pub fn release(self) -> Result<Self, NothingCounted> {
        if self.held < 1 {
            return Err(NothingCounted {
                what: "held",
                night: self.night,
            });
        }
        Ok(Self {
            held: self.held - 1,
            ..self
        })
    }

    /// A sold room goes back.
    pub fn cancel(self) -> Result<Self, NothingCounted> {
        if self.sold < 1 {
            return Err(NothingCounted {
                what: "sold",
                night: self.night,
            });
        }
        Ok(Self {
            sold: self.sold - 1,
            ..self
        })
    }

    /// A sale that a channel has already made: counted in any case.
    #[must_use]
    pub fn take_over(self) -> Self {
        Self {
            sold: self.sold + 1,
            ..self
        }
    }

    fn claim(self, count: impl FnOnce(Self) -> Self) -> Result<Self, Refusal> {
        if self.available() < 1 {
            return Err(Refusal::SoldOut { night: self.night });
        }
        Ok(count(self))
    }
}

/// Rooms left on every night of the stay: the least of them, at least 1, or the first night that
/// refuses: [`Refusal::SoldOut`], or [`Refusal::NoPrice`] for a night that has no counter yet.
pub fn available(stay: &Stay, counts: &[NightCount]) -> Result<i32, Refusal> {
    let mut least = i32::MAX;
    for night in stay.nights() {
        let count = counts.iter().find(|count| count.night == night);
        let left = count.ok_or(Refusal::NoPrice { night })?.available();
        if left < 1 {
            return Err(Refusal::SoldOut { night });
        }
        least = least.min(left);
    }
    Ok(least)
}

#[cfg(test)]
mod tests;
