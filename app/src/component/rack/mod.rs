//! The pieces of the tape chart: rooms by nights.
//!
//! The chart is made of links and plain boxes, so it is complete before any script runs. Positions
//! travel as custom properties counted in half days; the style sheet turns them into places.

pub mod head;
pub mod keys;
pub mod legend;
pub mod look;
pub mod row;
#[cfg(test)]
pub(crate) mod sample;
pub mod unassigned;

use chrono::NaiveDate;
use leptos::prelude::*;

use hotel::domain::reference::Reference;

/// What every row of the chart reads beside its own room.
#[derive(Clone, Copy, Debug)]
pub struct Chart {
    /// The days shown, `[from, to)`.
    pub window: Signal<(NaiveDate, NaiveDate)>,
    /// What a bar's address keeps of the page's own: `from=2026-11-20&days=14&`, or nothing.
    pub kept: Signal<String>,
    /// The stay whose panel is open.
    pub selected: Signal<Option<Reference>>,
    /// What somebody looks for; empty for nothing.
    pub wanted: Signal<String>,
}

impl Chart {
    /// The address that opens a stay's panel.
    fn href(&self, reference: &Reference) -> String {
        self.kept
            .with(|kept| format!("?{kept}selected={reference}"))
    }
}
