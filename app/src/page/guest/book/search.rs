//! Dates and people.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use hotel::view::availability::Search;
use hotel::view::hotel::PublicHotel;

use crate::api::problem::Problem;
use crate::browser;
use crate::component::button::{Submit, Weight};
use crate::component::field::Field;
use crate::form::search::later;

/// A form that asks for its own page again with other dates or people.
#[component]
pub fn SearchForm(
    /// Where.
    hotel: PublicHotel,
    /// What is shown now.
    search: Search,
    /// What is wrong with it.
    problem: Option<Problem>,
) -> impl IntoView {
    let address = format!("/book/{}", hotel.code);
    let error = |name: &str| problem.as_ref().and_then(|problem| problem.field(name));
    let navigate = use_navigate();
    let find = {
        let address = address.clone();
        move |event: SubmitEvent| {
            let Some(query) = browser::form_of(&event).and_then(|form| browser::query_of(&form))
            else {
                return;
            };
            event.prevent_default();
            let options = NavigateOptions {
                scroll: false,
                ..NavigateOptions::default()
            };
            navigate(&format!("{address}{query}"), options);
        }
    };
    view! {
        <form class="search sheet" method="get" action=address on:submit=find>
            <Field
                name="arrival"
                label="Arrival"
                kind="date"
                value=search.arrival.to_string()
                min=hotel.business_date.to_string()
                required=true
                error=error("arrival")
            />
            <Field
                name="departure"
                label="Departure"
                kind="date"
                value=search.departure.to_string()
                min=later(hotel.business_date, 1).to_string()
                required=true
                error=error("departure")
            />
            <People name="adults" label="Adults" from=1 count=search.adults error=error("adults") />
            <People
                name="children"
                label="Children"
                from=0
                count=search.children
                error=error("children")
            />
            <div class="search-go">
                <Submit weight=Weight::Primary>"Search"</Submit>
            </div>
        </form>
    }
}

/// A number of people. Numbers beyond the list stay selectable, so that an error can be shown
/// beside what was asked for.
#[component]
fn People(
    name: &'static str,
    label: &'static str,
    from: u8,
    count: u8,
    error: Option<String>,
) -> impl IntoView {
    let usual = from..=6;
    let further = (!usual.contains(&count)).then_some(count);
    let choices = further.into_iter().chain(usual).map(|number| {
        view! {
            <option value=number.to_string() selected=number == count>
                {number.to_string()}
            </option>
        }
    });
    let error_id = format!("{name}-error");
    let invalid = error.is_some().then_some("true");
    view! {
        <div class="field field-people">
            <label class="field-label" for=name>{label}</label>
            <select
                class="field-input"
                id=name
                name=name
                aria-invalid=invalid
                aria-describedby=error.is_some().then(|| error_id.clone())
            >
                {choices.collect_view()}
            </select>
            {error.map(|error| view! { <p class="field-error" id=error_id>{error}</p> })}
        </div>
    }
}
