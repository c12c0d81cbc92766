//! Small texts the desk's pages share.

use std::fmt::Write as _;

use chrono::NaiveDate;
use hotel::domain::reservation::Movement;

/// `2 adults, 1 child`.
pub fn people(adults: i16, children: i16) -> String {
    let adults = count(adults, "adult", "adults");
    match children {
        ..=0 => adults,
        children => format!("{adults}, {}", count(children, "child", "children")),
    }
}

fn count(number: i16, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// Where a booking came from, as people say it. A partner's name stays as it is.
pub fn source(word: &str) -> &str {
    match word {
        "web" => "Website",
        "desk" => "Desk",
        "walk_in" => "Walk-in",
        "phone" => "Telephone",
        "api" => "API",
        "channel" => "Channel",
        partner => partner,
    }
}

/// How many nights lie between two days.
pub fn nights_between(arrival: NaiveDate, departure: NaiveDate) -> i64 {
    (departure - arrival).num_days()
}

/// The class of a movement's word: what waits, what is late and what is done look different.
pub fn movement_class(movement: Movement) -> &'static str {
    match movement {
        Movement::DueIn | Movement::DueOut => "move move-due",
        Movement::ArrivalOverdue | Movement::DepartureOverdue => "move move-late",
        Movement::Arrived | Movement::Departed | Movement::Stayover => "move move-done",
    }
}

/// Text that can stand in an address' query.
pub fn query_text(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                encoded.push(char::from(byte));
            }
            _ => {
                // Writing into a string cannot fail.
                let _ = write!(encoded, "%{byte:02X}");
            }
        }
    }
    encoded
}

/// The two letters of a person: `LM` for Lena Moser.
pub fn initials(name: &str) -> String {
    let mut words = name
        .split_whitespace()
        .filter_map(|word| word.chars().next());
    let first = words.next();
    let last = words.next_back();
    first
        .into_iter()
        .chain(last)
        .flat_map(char::to_uppercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_counted_in_words_that_fit() {
        assert_eq!(people(1, 0), "1 adult");
        assert_eq!(people(2, 1), "2 adults, 1 child");
        assert_eq!(people(2, 3), "2 adults, 3 children");
    }

    #[test]
    fn a_query_holds_any_text() {
        assert_eq!(
            query_text("/desk/AUR?from=2026&q=ö"),
            "%2Fdesk%2FAUR%3Ffrom%3D2026%26q%3D%C3%B6"
        );
    }

    #[test]
    fn initials_are_the_first_and_the_last_name() {
        assert_eq!(
            ["Lena M.", "Anna Maria Rossi", "Cher", ""].map(initials),
            ["LM", "AR", "C", ""]
        );
    }
}
