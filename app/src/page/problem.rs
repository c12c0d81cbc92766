//! Pages that say what went wrong, in the look of the house.

use leptos::prelude::*;

use hotel::error::{AppError, Code};

use super::guest::frame::GuestFrame;
use crate::api::problem::Problem;
use crate::component::button::{LinkButton, Weight};
use crate::component::title::PageTitle;
use crate::response;

/// An address nobody knows. It has no request number: it is made on both sides of the wire, and
/// there is nothing to look up in a log.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    let problem = AppError::new(
        Code::NotFound,
        "There is nothing at this address. It may have been mistyped, or the page has moved.",
    );
    view! { <ProblemPage problem=Problem(problem) /> }
}

/// A whole page for a problem; answers with the problem's status.
#[component]
pub fn ProblemPage(
    /// What went wrong.
    problem: Problem,
) -> impl IntoView {
    response::set_status(problem.status());
    view! {
        <GuestFrame>
            <ProblemBody problem />
        </GuestFrame>
    }
}

/// The same without a frame of its own, for a page that has one; sets the status, too.
#[component]
pub fn ProblemBody(
    /// What went wrong.
    problem: Problem,
) -> impl IntoView {
    response::set_status(problem.status());
    let number = (!problem.request_id.is_empty()).then(|| problem.request_id.clone());
    let title = title(problem.code);
    view! {
        <PageTitle text=title.to_owned() />
        <section class="problem">
            <p class="problem-status">{problem.status()}</p>
            <h1 class="problem-title">{title}</h1>
            <p class="problem-text">{problem.message.clone()}</p>
            <div class="problem-actions">
                <LinkButton href="/".to_owned() weight=Weight::Primary>"To the hotels"</LinkButton>
            </div>
            {number.map(|number| view! { <p class="request-number">"Request " {number}</p> })}
        </section>
    }
}

fn title(code: Code) -> &'static str {
    match code {
        Code::NotFound => "Not here",
        Code::Forbidden => "Not for this role",
        Code::Unauthenticated | Code::InvalidCredentials => "Please log in",
        Code::TooManyRequests => "A little slower, please",
        Code::Internal => "Something went wrong",
        Code::Network | Code::Unavailable => "Not reachable right now",
        _ => "That did not work",
    }
}
