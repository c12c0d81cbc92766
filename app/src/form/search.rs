//! Dates and people of a search.

use chrono::{Days, NaiveDate};

use hotel::error::{AppError, FieldErrors};
use hotel::view::availability::Search;
use hotel::view::hotel::PublicHotel;

/// People of a search that names none.
const ADULTS: u8 = 2;

/// A search from the words of an address. Says of every field at once what is wrong with it.
pub fn read(
    hotel: &str,
    arrival: &str,
    departure: &str,
    adults: &str,
    children: &str,
) -> Result<Search, AppError> {
    let mut wrong = FieldErrors::new();
    let arrival = date("arrival", arrival, &mut wrong);
    let departure = date("departure", departure, &mut wrong);
    let adults = count("adults", adults, ADULTS, &mut wrong);
    let children = count("children", children, 0, &mut wrong);
    match (arrival, departure) {
        (Some(arrival), Some(departure)) if wrong.is_empty() => Ok(Search {
            hotel: hotel.to_owned(),
            arrival,
            departure,
            adults,
            children,
        }),
        _ => Err(AppError::invalid(wrong)),
    }
}

/// A search for the page: what the address leaves out is filled in. Where a word cannot be read,
/// the search has the usual value in its place and the error says so.
pub fn complete(
    hotel: &PublicHotel,
    arrival: &str,
    departure: &str,
    adults: &str,
    children: &str,
) -> (Search, Result<(), AppError>) {
    let mut wrong = FieldErrors::new();
    let mut typed = |name, text: &str| match text {
        "" => None,
        text => date(name, text, &mut wrong),
    };
    let arrival = typed("arrival", arrival);
    let departure = typed("departure", departure);
    let arrival = arrival.unwrap_or_else(|| later(hotel.business_date, 1));
    let departure = departure.unwrap_or_else(|| later(arrival, 2));
    let adults = count("adults", adults, ADULTS, &mut wrong);
    let children = count("children", children, 0, &mut wrong);
    let search = Search {
        hotel: hotel.code.clone(),
        arrival,
        departure,
        adults,
        children,
    };
    let read = if wrong.is_empty() {
        Ok(())
    } else {
        Err(AppError::invalid(wrong))
    };
    (search, read)
}

/// So many days after a date; the last day there is stays itself.
pub fn later(date: NaiveDate, days: u64) -> NaiveDate {
    date.checked_add_days(Days::new(days)).unwrap_or(date)
}

/// The query of an address that asks for this search.
pub fn query(search: &Search) -> String {
    let Search {
        arrival,
        departure,
        adults,
        children,
        ..
    } = search;
    format!("?arrival={arrival}&departure={departure}&adults={adults}&children={children}")
}

/// A date as inputs send it, `2026-11-24`.
pub(super) fn date(name: &str, text: &str, wrong: &mut FieldErrors) -> Option<NaiveDate> {
    let read = text
        .trim()
        .parse::<NaiveDate>()
        .ok()
        .filter(|date| in_calendar(*date));
    if read.is_none() {
        wrong.insert(
            name.to_owned(),
            "Please give a date like 2026-11-24.".to_owned(),
        );
    }
    read
}

/// Days the house can calculate with: far enough from both ends of time.
fn in_calendar(date: NaiveDate) -> bool {
    use chrono::Datelike as _;
    (1900..=2999).contains(&date.year())
}

/// A number of people; `usual` where nothing was said.
pub(super) fn count(name: &str, text: &str, usual: u8, wrong: &mut FieldErrors) -> u8 {
    let text = text.trim();
    if text.is_empty() {
        return usual;
    }
    text.parse().unwrap_or_else(|_| {
        wrong.insert(name.to_owned(), "Please give a number, like 2.".to_owned());
        usual
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hotel() -> PublicHotel {
        PublicHotel {
            code: "AUR".to_owned(),
            name: "Hotel Aurora".to_owned(),
            city: "Bolzano".to_owned(),
            business_date: day("2026-11-22"),
        }
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn an_address_without_dates_asks_for_two_nights_from_tomorrow() {
        let (search, read) = complete(&hotel(), "", "", "", "");
        assert_eq!(read, Ok(()));
        assert_eq!(search.arrival, day("2026-11-23"));
        assert_eq!(search.departure, day("2026-11-25"));
        assert_eq!((search.adults, search.children), (2, 0));
    }

    #[test]
    fn what_cannot_be_read_is_named_and_the_rest_kept() {
        let (search, read) = complete(&hotel(), "soon", "2026-12-03", "3", "many");
        let fields = read
            .expect_err("two fields are wrong")
            .fields
            .unwrap_or_default();
        assert_eq!(fields.keys().collect::<Vec<_>>(), ["arrival", "children"]);
        assert_eq!((search.departure, search.adults), (day("2026-12-03"), 3));
    }

    #[test]
    fn a_date_at_the_end_of_time_is_refused() {
        for text in [
            "262142-12-31",
            "-0001-01-01",
            "2026-02-30",
            "24.11.2026",
            "<b>",
        ] {
            let read = read("AUR", text, "2026-11-25", "2", "0");
            assert!(read.is_err(), "{text}");
        }
    }

    #[test]
    fn a_search_survives_its_own_query() {
        let found = read("AUR", "2026-11-24", "2026-11-27", "2", "1").expect("a search");
        assert_eq!(
            query(&found),
            "?arrival=2026-11-24&departure=2026-11-27&adults=2&children=1"
        );
    }
}
