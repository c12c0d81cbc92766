//! Money: whole minor units and a currency. There is no floating point in this house.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// An ISO 4217 code, three capital letters.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Currency([u8; 3]);

/// The text is not three capital letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a currency code of three capital letters")]
pub struct NotACurrency;

impl Currency {
    /// The euro.
    pub const EUR: Self = Self(*b"EUR");
    /// The US dollar.
    pub const USD: Self = Self(*b"USD");

    /// The three letters.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("XXX")
    }

    /// Digits after the decimal point: 2 for most currencies, 0 for yen and its like, 3 for dinars.
    pub fn decimals(self) -> u32 {
        match &self.0 {
            b"JPY" | b"KRW" | b"CLP" | b"ISK" | b"VND" | b"XAF" | b"XOF" | b"XPF" | b"PYG"
            | b"UGX" | b"RWF" | b"GNF" | b"KMF" | b"DJF" | b"BIF" | b"VUV" => 0,
            b"BHD" | b"IQD" | b"JOD" | b"KWD" | b"LYD" | b"OMR" | b"TND" => 3,
            _ => 2,
        }
    }

    /// What stands before an amount on a page.
    pub fn symbol(&self) -> &str {
        match &self.0 {
            b"EUR" => "€",
            b"USD" => "$",
            b"GBP" => "£",
            _ => self.code(),
        }
    }
}

impl FromStr for Currency {
    type Err = NotACurrency;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.as_bytes() {
            &[a, b, c] if [a, b, c].iter().all(u8::is_ascii_uppercase) => Ok(Self([a, b, c])),
            _ => Err(NotACurrency),
        }
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl Serialize for Currency {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// An amount in minor units (cents) of one currency. May be negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Money {
    /// Minor units: 14200 is € 142.00.
    pub minor: i64,
    /// Whose units.
    pub currency: Currency,
}

impl Money {
    /// `minor` units of `currency`.
    pub const fn new(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    /// Nothing.
    pub const fn zero(currency: Currency) -> Self {
        Self::new(0, currency)
    }

    /// The sum, or `None` when the currencies differ or the amount leaves 64 bits.
    #[must_use]
    pub fn checked_add(self, other: Self) -> Option<Self> {
        (self.currency == other.currency)
            .then(|| self.minor.checked_add(other.minor))
            .flatten()
            .map(|minor| Self::new(minor, self.currency))
    }

    /// The share of `basis_points` (1000 = 10 %), rounded half away from zero.
    #[must_use]
    pub fn basis_points(self, basis_points: i64) -> Self {
        Self::new(share(self.minor, basis_points, 10_000), self.currency)
    }
}

/// `amount × part ÷ whole`, rounded half away from zero; saturates instead of wrapping.
pub fn share(amount: i64, part: i64, whole: i64) -> i64 {
    let product = i128::from(amount) * i128::from(part);
    let whole = i128::from(whole);
    let half = if (product < 0) == (whole < 0) {
        whole.abs() / 2
    } else {
        -(whole.abs() / 2)
    };
    let half = if whole < 0 { -half } else { half };
    let quotient = (product + half) / whole;
    i64::try_from(quotient).unwrap_or(if quotient < 0 { i64::MIN } else { i64::MAX })
}

impl fmt::Display for Money {
    /// `€ 1,234.50`: symbol, thin groups by comma, point; the same on server and in the browser.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let decimals = self.currency.decimals();
        let unit = 10_u64.pow(decimals);
        let absolute = self.minor.unsigned_abs();
        let whole = (absolute / unit).to_string();
        let mut grouped = String::with_capacity(whole.len() + whole.len() / 3);
        for (index, digit) in whole.chars().enumerate() {
            if index > 0 && (whole.len() - index).is_multiple_of(3) {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        let sign = if self.minor < 0 { "−" } else { "" };
        write!(f, "{sign}{}\u{a0}{grouped}", self.currency.symbol())?;
        if decimals > 0 {
            let width = usize::try_from(decimals).unwrap_or(2);
            write!(f, ".{:0width$}", absolute % unit)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const YEN: Currency = Currency(*b"JPY");

    #[test]
    fn halves_go_away_from_zero() {
        assert_eq!(share(5, 1, 2), 3);
        assert_eq!(share(-5, 1, 2), -3);
        assert_eq!(share(4, 1, 3), 1);
        assert_eq!(share(5, 1, 3), 2);
        assert_eq!(share(5, -1, 2), -3);
        assert_eq!(share(5, 1, -2), -3);
        assert_eq!(share(-5, 1, -2), 3);
    }

    #[test]
    fn a_share_saturates() {
        assert_eq!(share(i64::MAX, 3, 2), i64::MAX);
        assert_eq!(share(i64::MIN, 3, 2), i64::MIN);
        assert_eq!(share(i64::MAX, 3, -2), i64::MIN);
    }

    #[test]
    fn amounts_read_as_a_person_writes_them() {
        let shown = |minor, currency| Money::new(minor, currency).to_string();
        assert_eq!(shown(14_200, Currency::EUR), "€\u{a0}142.00");
        assert_eq!(shown(123_456_789, Currency::EUR), "€\u{a0}1,234,567.89");
        assert_eq!(shown(-5, Currency::USD), "−$\u{a0}0.05");
        assert_eq!(shown(1_200, YEN), "JPY\u{a0}1,200");
        assert_eq!(shown(1_234_567, Currency(*b"KWD")), "KWD\u{a0}1,234.567");
    }

    #[test]
    fn a_currency_is_three_capital_letters() {
        assert_eq!("EUR".parse(), Ok(Currency::EUR));
        for text in ["eur", "EU", "EURO", "E€", "", "12A"] {
            assert_eq!(text.parse::<Currency>(), Err(NotACurrency), "{text}");
        }
    }

    #[test]
    fn apples_are_not_added_to_pears() {
        let (euro, dollar) = (Money::new(1, Currency::EUR), Money::new(1, Currency::USD));
        assert_eq!(euro.checked_add(dollar), None);
        assert_eq!(Money::new(i64::MAX, Currency::EUR).checked_add(euro), None);
        assert_eq!(euro.checked_add(euro), Some(Money::new(2, Currency::EUR)));
    }

    #[test]
    fn unknown_fields_are_refused() {
        let extra = r#"{"minor":1,"currency":"EUR","major":1}"#;
        assert!(serde_json::from_str::<Money>(extra).is_err());
        let fraction = r#"{"minor":1.5,"currency":"EUR"}"#;
        assert!(serde_json::from_str::<Money>(fraction).is_err());
    }

    /// Amounts of up to ten thousand million in cents.
    const AMOUNT: std::ops::Range<i64> = -1_000_000_000_000..1_000_000_000_000;

    proptest! {
        #[test]
        fn a_share_is_the_nearest_unit(
            amount in AMOUNT, part in -30_000_i64..30_000, whole in 1_i64..30_000,
        ) {
            let exact = i128::from(amount) * i128::from(part);
            let rounded = i128::from(share(amount, part, whole)) * i128::from(whole);
            prop_assert!((exact - rounded).abs() * 2 <= i128::from(whole));
        }

        #[test]
        fn a_share_knows_no_direction(
            amount in AMOUNT, part in -30_000_i64..30_000, whole in 1_i64..30_000,
        ) {
            prop_assert_eq!(share(-amount, part, whole), -share(amount, part, whole));
        }

        #[test]
        fn shares_add_up_to_within_a_unit(a in AMOUNT, b in AMOUNT, part in 0_i64..20_000) {
            let parts = share(a, part, 10_000) + share(b, part, 10_000);
            prop_assert!((parts - share(a + b, part, 10_000)).abs() <= 1);
        }

        #[test]
        fn a_share_and_the_rest_are_the_whole(a in AMOUNT, part in 0_i64..=10_000) {
            let (part, rest) = (share(a, part, 10_000), share(a, 10_000 - part, 10_000));
            prop_assert!((part + rest - a).abs() <= 1);
        }

        #[test]
        fn a_share_never_falls_with_the_amount(a in AMOUNT, more in 0_i64..1_000_000) {
            prop_assert!(share(a, 8_800, 10_000) <= share(a + more, 8_800, 10_000));
        }

        #[test]
        fn sums_have_no_order(a in AMOUNT, b in AMOUNT, c in AMOUNT) {
            let [a, b, c] = [a, b, c].map(|minor| Money::new(minor, Currency::EUR));
            prop_assert_eq!(a.checked_add(b), b.checked_add(a));
            let left = a.checked_add(b).and_then(|sum| sum.checked_add(c));
            let right = b.checked_add(c).and_then(|sum| a.checked_add(sum));
            prop_assert_eq!(left, right);
        }

        #[test]
        fn survives_the_wire(minor in any::<i64>()) {
            let money = Money::new(minor, Currency::EUR);
            let text = serde_json::to_string(&money).unwrap();
            prop_assert_eq!(serde_json::from_str::<Money>(&text).unwrap(), money);
        }

        #[test]
        fn the_shown_digits_are_the_amount(minor in any::<i64>()) {
            let shown = Money::new(minor, Currency::EUR).to_string();
            let digits: String = shown.chars().filter(char::is_ascii_digit).collect();
            prop_assert_eq!(digits.parse::<u64>().unwrap(), minor.unsigned_abs());
            prop_assert_eq!(shown.starts_with('−'), minor < 0);
        }
    }
}
