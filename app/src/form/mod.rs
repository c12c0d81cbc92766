//! Reading what people typed: the same on the server, which answers forms of pages without
//! JavaScript, and in the browser, which sends JSON.

pub mod booking;
pub mod search;

use std::collections::BTreeMap;

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use hotel::domain::reference::Reference;
use hotel::error::AppError;

use crate::api::problem::Problem;

/// A form's fields by name, as typed.
pub type Values = BTreeMap<String, String>;

/// A form that was posted and refused: what was typed and why not. Whoever renders the page as the
/// answer to a POST puts this into the context; passwords must not be among the values.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Posted {
    /// What was typed.
    pub values: Values,
    /// Why it was refused.
    pub problem: Option<Problem>,
}

impl Posted {
    /// What this page answers: the same value on the server and in the browser, empty for a page
    /// that was merely opened.
    pub fn take() -> Self {
        SharedValue::new(|| use_context::<Self>().unwrap_or_default()).into_inner()
    }

    /// What was typed into a field; empty if nothing was.
    pub fn value(&self, name: &str) -> String {
        self.values.get(name).cloned().unwrap_or_default()
    }
}

impl From<(Values, AppError)> for Posted {
    fn from((values, error): (Values, AppError)) -> Self {
        Self {
            values,
            problem: Some(error.into()),
        }
    }
}

/// A reference from an address. One that cannot exist is not there.
pub fn reference(text: &str) -> Result<Reference, AppError> {
    text.parse().map_err(|_| AppError::not_found("reservation"))
}

/// Where to go after a log-in: a path of this site, never another site. `//host` and `/\host` are
/// other sites to a browser.
pub fn return_to(path: &str) -> Option<&str> {
    let mut letters = path.bytes();
    let local = letters.next() == Some(b'/') && !matches!(letters.next(), Some(b'/' | b'\\'));
    let plain = path
        .bytes()
        .all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    (local && plain && path.len() <= 1000).then_some(path)
}

#[cfg(test)]
mod tests {
    use super::return_to;

    #[test]
    fn a_log_in_leads_to_this_site_only() {
        for path in ["/desk/AUR", "/desk/AUR/rack?from=2026-11-22", "/"] {
            assert_eq!(return_to(path), Some(path));
        }
        for elsewhere in [
            "",
            "desk",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "/a\nb",
            "/\t/evil",
        ] {
            assert_eq!(return_to(elsewhere), None, "{elsewhere}");
        }
    }
}
