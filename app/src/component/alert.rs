//! Messages inside a page.

use leptos::prelude::*;

use super::icon::{Icon, Sign};
use crate::api::problem::Problem;

/// What kind of message.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Good to know.
    #[default]
    Info,
    /// Done.
    Success,
    /// Look here.
    Warning,
    /// It did not work.
    Error,
}

/// A message with its sign. Errors are announced to screen readers at once.
#[component]
pub fn Alert<V>(
    /// What kind of message.
    #[prop(optional)]
    tone: Tone,
    /// What it says.
    children: TypedChildren<V>,
) -> impl IntoView
where
    V: IntoView + 'static,
{
    let (class, sign, role) = match tone {
        Tone::Info => ("notice notice-info", Sign::Info, "status"),
        Tone::Success => ("notice notice-success", Sign::Check, "status"),
        Tone::Warning => ("notice notice-warning", Sign::Clock, "status"),
        Tone::Error => ("notice notice-error", Sign::Alert, "alert"),
    };
    view! {
        <div class=class role=role>
            <Icon sign />
            <div class="notice-text">{children.into_inner()()}</div>
        </div>
    }
}

/// An error of the house: what happened, and small, under which number.
#[component]
pub fn ProblemAlert(
    /// The error.
    problem: Problem,
) -> impl IntoView {
    let number = (!problem.request_id.is_empty()).then(|| problem.request_id.clone());
    view! {
        <Alert tone=Tone::Error>
            <p>{problem.message.clone()}</p>
            {number.map(|number| view! { <p class="request-number">"Request " {number}</p> })}
        </Alert>
    }
}
