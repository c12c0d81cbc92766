//! What the tests of the domain have in common: dates, strategies, the words of the schema.

use chrono::NaiveDate;
use proptest::prelude::*;

use super::party::Party;
use super::stay::Stay;

/// A date that exists.
pub fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// A stay of `nights` from Friday 20 November 2026.
pub fn stay(nights: u64) -> Stay {
    let arrival = date(2026, 11, 20);
    Stay::new(arrival, arrival + chrono::Days::new(nights)).unwrap()
}

/// Any day of thirty years; leap days and clock changes among them.
pub fn any_date() -> impl Strategy<Value = NaiveDate> {
    (0_u64..11_000).prop_map(|days| date(2020, 1, 1) + chrono::Days::new(days))
}

/// Any stay of up to `longest` nights.
pub fn any_stay(longest: u64) -> impl Strategy<Value = Stay> {
    (any_date(), 1..=longest).prop_map(|(arrival, nights)| {
        Stay::new(arrival, arrival + chrono::Days::new(nights)).unwrap()
    })
}

/// Up to four adults and four children.
pub fn any_party() -> impl Strategy<Value = Party> {
    (1_u8..=4, prop::collection::vec(0_u8..18, 0..=4))
        .prop_map(|(adults, ages)| Party::new(adults, ages).unwrap())
}

/// The words that a `CHECK (column IN (...))` of the migrations allows, sorted.
pub fn schema_words(sql: &str, constraint: &str) -> Vec<String> {
    let (_, rest) = sql
        .split_once(constraint)
        .expect("the constraint is in this migration");
    let (_, list) = rest.split_once(" IN (").expect("it lists words");
    let (list, _) = list.split_once(')').expect("the list ends");
    sorted(list.split(',').map(|word| word.trim().trim_matches('\'')))
}

/// Words in order.
pub fn sorted<'a>(words: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let mut words: Vec<String> = words.into_iter().map(str::to_owned).collect();
    words.sort();
    words
}
