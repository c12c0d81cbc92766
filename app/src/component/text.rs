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

/// `Two adults, one child`.
pub fn people(adults: u16, children: u16) -> String {
    let count = |number: u16, one: &str, many: &str| {
        format!(
            "{} {}",
            calendar::number(number),
            if number == 1 { one } else { many }
        )
    };
    let adults = capital(&count(adults, "adult", "adults"));
    match children {
        0 => adults,
        children => format!("{adults}, {}", count(children, "child", "children")),
    }
}

/// The text with its first letter as a capital.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map(char::to_uppercase)
        .into_iter()
        .flatten()
        .chain(letters)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::people;

    #[test]
    fn people_are_counted_in_words() {
        assert_eq!(people(1, 0), "One adult");
        assert_eq!(people(2, 1), "Two adults, one child");
        assert_eq!(people(13, 2), "13 adults, two children");
    }
}
