//! What somebody sees who may not see the desk.

use leptos::either::Either;
use leptos::prelude::*;
use leptos_router::components::Redirect;
use leptos_router::hooks::use_location;

use hotel::error::Code;

use super::words::query_text;
use crate::api::problem::Problem;
use crate::page::problem::ProblemPage;

/// To the log-in, and back afterwards, for somebody who is not logged in; a page with the reason
/// for everybody else.
#[component]
pub fn Refusal(
    /// Why the page cannot be shown.
    problem: Problem,
) -> impl IntoView {
    if problem.code != Code::Unauthenticated {
        return Either::Right(view! { <ProblemPage problem /> });
    }
    let location = use_location();
    let search = location.search.get_untracked();
    let mark = if search.is_empty() || search.starts_with('?') {
        ""
    } else {
        "?"
    };
    let here = format!("{}{mark}{search}", location.pathname.get_untracked());
    Either::Left(view! { <Redirect path=format!("/login?to={}", query_text(&here)) /> })
}
