//! Dates and small numbers in words, the same on the server and in every browser.

use chrono::{Datelike, NaiveDate, NaiveTime, Timelike, Weekday};

/// `Tue 24 Nov`: for columns and lists, where the year is known.
pub fn short(date: NaiveDate) -> String {
    let (weekday, month) = (weekday(date), month(date));
    format!("{} {} {}", &weekday[..3], date.day(), &month[..3])
}

/// `Tuesday 24 November`: inside a sentence, where the year is known.
pub fn day(date: NaiveDate) -> String {
    format!("{} {} {}", weekday(date), date.day(), month(date))
}

/// `Tuesday 24 November 2026`: where a reader must not have to guess.
pub fn long(date: NaiveDate) -> String {
    format!("{} {}", day(date), date.year())
}

/// `18:00`: hours and minutes of a 24-hour clock.
pub fn time(time: NaiveTime) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// `one night`, `two nights`, `13 nights`: up to twelve in words.
pub fn nights(count: u16) -> String {
    let noun = if count == 1 { "night" } else { "nights" };
    format!("{} {noun}", number(count))
}

/// `one` to `twelve` in words, anything else in digits.
pub fn number(count: u16) -> String {
    const WORDS: [&str; 12] = [
        "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
        "twelve",
    ];
    let word = count
        .checked_sub(1)
        .and_then(|index| WORDS.get(usize::from(index)));
    word.map_or_else(|| count.to_string(), |word| (*word).to_owned())
}

fn weekday(date: NaiveDate) -> &'static str {
    match date.weekday() {
        Weekday::Mon => "Monday",
        Weekday::Tue => "Tuesday",
        Weekday::Wed => "Wednesday",
        Weekday::Thu => "Thursday",
        Weekday::Fri => "Friday",
        Weekday::Sat => "Saturday",
        Weekday::Sun => "Sunday",
    }
}

fn month(date: NaiveDate) -> &'static str {
    match date.month() {
        1 => "January",
        2 => "February",
        3 => "March",
        4 => "April",
        5 => "May",
        6 => "June",
        7 => "July",
        8 => "August",
        9 => "September",
        10 => "October",
        11 => "November",
        _ => "December",
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::sample::{any_date, date};

    #[test]
    fn three_lengths_of_a_date() {
        let tuesday = date(2026, 11, 24);
        assert_eq!(short(tuesday), "Tue 24 Nov");
        assert_eq!(day(tuesday), "Tuesday 24 November");
        assert_eq!(long(tuesday), "Tuesday 24 November 2026");
        assert_eq!(short(date(2028, 2, 29)), "Tue 29 Feb");
    }

    #[test]
    fn small_numbers_are_words() {
        assert_eq!(nights(1), "one night");
        assert_eq!(nights(2), "two nights");
        assert_eq!(nights(12), "twelve nights");
        assert_eq!(nights(13), "13 nights");
        assert_eq!(nights(0), "0 nights");
    }

    #[test]
    fn times_have_two_digits() {
        assert_eq!(time(NaiveTime::from_hms_opt(6, 5, 59).unwrap()), "06:05");
    }

    proptest! {
        #[test]
        fn agrees_with_the_calendar_of_chrono(date in any_date()) {
            prop_assert_eq!(short(date), date.format("%a %-d %b").to_string());
            prop_assert_eq!(long(date), date.format("%A %-d %B %Y").to_string());
        }
    }
}
