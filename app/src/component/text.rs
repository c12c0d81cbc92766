//! Money and dates as text: the same on the server and in every browser, because the house formats
//! them itself.

use chrono::NaiveDate;
use leptos::prelude::*;

use hotel::domain::calendar;
use hotel::domain::money::Money;

/// An amount: currency before, figures of equal width.
#[component]
pub fn MoneyText(
    /// The amount.
    amount: Money,
    /// Further classes.
    #[prop(optional)]
    class: &'static str,
) -> impl IntoView {
    view! { <span class=format!("money {class}")>{amount.to_string()}</span> }
}

/// How much of a date is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DateForm {
    /// `Tue 24 Nov`.
    #[default]
    Short,
    /// `Tuesday 24 November`.
    Day,
    /// `Tuesday 24 November 2026`.
    Long,
}

/// A date that machines can read, too.
#[component]
pub fn DateText(
    /// The date, of the hotel's calendar.
    date: NaiveDate,
    /// How much of it is said.
    #[prop(optional)]
    form: DateForm,
) -> impl IntoView {
    let text = match form {
        DateForm::Short => calendar::short(date),
        DateForm::Day => calendar::day(date),
        DateForm::Long => calendar::long(date),
    };
    view! { <time datetime=date.to_string()>{text}</time> }
}
