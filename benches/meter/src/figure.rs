//! Several measurements of one thing, and how they are written.

use std::fmt;

/// The same thing measured in every round.
#[derive(Clone, Debug, Default)]
pub struct Figures(Vec<f64>);

impl Figures {
    /// One round more.
    pub fn push(&mut self, value: f64) {
        self.0.push(value);
        self.0.sort_by(f64::total_cmp);
    }

    /// The middle one; of an even number the higher of the two.
    pub fn median(&self) -> f64 {
        self.0.get(self.0.len() / 2).copied().unwrap_or(f64::NAN)
    }

    fn range(&self) -> (f64, f64) {
        let end = |value: Option<&f64>| value.copied().unwrap_or(f64::NAN);
        (end(self.0.first()), end(self.0.last()))
    }
}

impl fmt::Display for Figures {
    /// `median (lowest–highest)`, with as many places as the format asks for.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let places = f.precision().unwrap_or(0);
        let (low, high) = self.range();
        write!(
            f,
            "{:.places$} ({low:.places$}–{high:.places$})",
            self.median()
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_is_its_median_and_its_range() {
        let mut figures = Figures::default();
        for value in [3.0, 1.0, 2.04] {
            figures.push(value);
        }
        assert_eq!(format!("{figures:.1}"), "2.0 (1.0–3.0)");
        assert_eq!(format!("{figures}"), "2 (1–3)");
    }
}
