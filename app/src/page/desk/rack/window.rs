//! Which days the rack shows, as its address says it.

use chrono::{Days, NaiveDate};
use leptos_router::params::ParamsMap;

/// The widths one can choose, in days.
pub const WIDTHS: [u16; 3] = [14, 21, 30];
/// The width nobody has to name.
pub const USUAL_WIDTH: u16 = 21;
/// How far the arrows go.
const STEP: Days = Days::new(7);

/// What the address asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The first day; the house chooses when it is left out.
    pub from: Option<NaiveDate>,
    /// One of [`WIDTHS`].
    pub days: u16,
}

impl Asked {
    /// Reads `from` and `days`; what cannot be read is as if it were not there.
    pub fn of(query: &ParamsMap) -> Self {
        let days = query.get("days").and_then(|days| days.parse().ok());
        Self {
            from: query.get("from").and_then(|from| from.parse().ok()),
            days: days
                .filter(|days| WIDTHS.contains(days))
                .unwrap_or(USUAL_WIDTH),
        }
    }

    /// The same days a week earlier, when `shown` is the first day now.
    #[must_use]
    pub fn earlier(self, shown: NaiveDate) -> Self {
        Self {
            from: Some(shown.checked_sub_days(STEP).unwrap_or(shown)),
            ..self
        }
    }

    /// The same days a week later.
    #[must_use]
    pub fn later(self, shown: NaiveDate) -> Self {
        Self {
            from: Some(shown.checked_add_days(STEP).unwrap_or(shown)),
            ..self
        }
    }

    /// The days around the business date.
    #[must_use]
    pub fn now(self) -> Self {
        Self { from: None, ..self }
    }

    /// From the same day, another width.
    #[must_use]
    pub fn wide(self, days: u16) -> Self {
        Self { days, ..self }
    }

    /// The beginning of a query that asks for this: `from=2026-11-20&days=14&`, or nothing for
    /// what is usual.
    pub fn kept(self) -> String {
        let from = self
            .from
            .map(|from| format!("from={from}&"))
            .unwrap_or_default();
        let days = if self.days == USUAL_WIDTH {
            String::new()
        } else {
            format!("days={}&", self.days)
        };
        from + &days
    }

    /// The address that asks for this, from the page itself.
    pub fn href(self) -> String {
        let query = self.kept();
        format!("?{}", query.trim_end_matches('&'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(query: &[(&'static str, &str)]) -> Asked {
        let mut map = ParamsMap::new();
        for (key, value) in query {
            map.insert(*key, (*value).to_owned());
        }
        Asked::of(&map)
    }

    #[test]
    fn nonsense_in_the_address_shows_the_usual_days() {
        let usual = Asked {
            from: None,
            days: 21,
        };
        for query in [
            &[][..],
            &[("days", "400")],
            &[("days", "x"), ("from", "yesterday")],
            &[("from", "")],
        ] {
            assert_eq!(asked(query), usual);
        }
        assert_eq!(usual.href(), "?");
    }

    #[test]
    fn addresses_lead_back_to_what_they_say() {
        let shown = asked(&[("from", "2026-11-20"), ("days", "14")]);
        assert_eq!(shown.href(), "?from=2026-11-20&days=14");
        assert_eq!(
            shown.later("2026-11-20".parse().expect("a date")).href(),
            "?from=2026-11-27&days=14"
        );
        assert_eq!(shown.now().wide(21).href(), "?");
    }
}
