//! How a stay looks on the rack: place, shape and words. Pure, so that it can be tried.

use std::fmt::Write as _;

use chrono::{Datelike, NaiveDate};

use hotel::domain::calendar;
use hotel::domain::housekeeping::{HousekeepingStatus, OutageKind};
use hotel::domain::reservation::Status;
use hotel::live::board::Bar;
use hotel::view::rack::{OutageBar, StayBar};

/// The class of a state: fill and shape both, so that colour never speaks alone.
pub fn state_class(status: Status) -> &'static str {
    match status {
        Status::Confirmed => "sb-c",
        Status::InHouse => "sb-i",
        Status::CheckedOut => "sb-o",
        Status::Tentative => "sb-h",
        Status::Inquiry | Status::Waitlisted | Status::Cancelled | Status::NoShow => "sb-w",
    }
}

/// The class of the dot that stands for a room's condition.
pub fn condition_class(condition: HousekeepingStatus) -> &'static str {
    match condition {
        HousekeepingStatus::Clean => "hk hk-clean",
        HousekeepingStatus::Dirty => "hk hk-dirty",
        HousekeepingStatus::Pickup => "hk hk-pickup",
        HousekeepingStatus::Inspected => "hk hk-inspected",
    }
}

/// What an outage is called.
pub fn outage_title(kind: OutageKind) -> &'static str {
    match kind {
        OutageKind::OutOfOrder => "Out of order",
        OutageKind::OutOfService => "Out of service",
    }
}

/// Whether the desk has to ask for money: somebody who lives or lived here has not paid all.
pub fn owes(stay: &StayBar) -> bool {
    matches!(stay.status, Status::InHouse | Status::CheckedOut) && stay.balance.minor > 0
}

/// Where something stands among `days` of `[from, to)`, as custom properties counted in half days:
/// it runs from the middle of `since` to the middle of `until` and is cut off at the edges.
pub fn place(since: NaiveDate, until: NaiveDate, (from, to): (NaiveDate, NaiveDate)) -> String {
    let end = (to - from).num_days() * 2;
    let middle = |day: NaiveDate| ((day - from).num_days() * 2 + 1).clamp(0, end);
    let (start, stop) = (middle(since), middle(until));
    format!("--x:{start};--w:{}", (stop - start).max(0))
}

/// The name that fits into a bar: the family name, with the small words before it.
pub fn family_name(guest: &str) -> &str {
    let mut starts = guest.match_indices(' ').map(|(blank, _)| blank + 1);
    let is_small = |at: &usize| guest[*at..].starts_with(char::is_lowercase);
    let start = starts
        .clone()
        .find(is_small)
        .or_else(|| starts.next_back())
        .unwrap_or(0);
    &guest[start..]
}

/// A bar for those who do not see it: `Elena Rossi, confirmed, 24 to 27 November, room 204`.
pub fn spoken(bar: &Bar, room: &str) -> String {
    let mut words = spoken_stay(&bar.stay, bar.span.from, bar.span.to);
    let _ = write!(words, ", room {room}");
    words
}

/// The same for a stay that has no room yet.
pub fn spoken_unassigned(stay: &StayBar, room_type: &str) -> String {
    let mut words = spoken_stay(stay, stay.arrival, stay.departure);
    let _ = write!(words, ", {room_type}, no room yet");
    words
}

/// An outage in words: `Out of order, shower, 24 to 27 November`.
pub fn spoken_outage(outage: &OutageBar) -> String {
    let days = span(outage.from, outage.to);
    format!("{}, {}, {days}", outage_title(outage.kind), outage.reason)
}

fn spoken_stay(stay: &StayBar, from: NaiveDate, to: NaiveDate) -> String {
    let status = stay.status.title().to_lowercase();
    let mut words = format!("{}, {status}, {}", stay.guest, span(from, to));
    if stay.vip {
        words.push_str(", VIP");
    }
    if owes(stay) {
        let _ = write!(words, ", owes {}", stay.balance);
    }
    if stay.attention.is_some() {
        words.push_str(", needs attention");
    }
    words
}

/// `24 to 27 November`, or `28 November to 2 December`.
pub fn span(from: NaiveDate, to: NaiveDate) -> String {
    let whole = |date: NaiveDate| {
        let text = calendar::day(date);
        text.split_once(' ')
            .map(|(_, rest)| rest.to_owned())
            .unwrap_or(text)
    };
    if (from.year(), from.month()) == (to.year(), to.month()) {
        return format!("{} to {}", from.day(), whole(to));
    }
    format!("{} to {}", whole(from), whole(to))
}

/// Whether a stay is what somebody looks for: part of the guest's name, of the reference or the
/// number of a room, in any case. Nothing is found by nothing.
pub fn is_found(stay: &StayBar, room: &str, wanted: &str) -> bool {
    let wanted = wanted.trim().to_lowercase();
    !wanted.is_empty()
        && (stay.guest.to_lowercase().contains(&wanted)
            || stay.reference.as_str().to_lowercase().contains(&wanted)
            || room.to_lowercase() == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn a_bar_runs_from_middle_to_middle_and_is_cut_off_at_the_edges() {
        let window = (day("2026-11-20"), day("2026-12-04"));
        let at = |from, to| place(day(from), day(to), window);
        assert_eq!(at("2026-11-20", "2026-11-21"), "--x:1;--w:2");
        assert_eq!(at("2026-11-18", "2026-11-20"), "--x:0;--w:1");
        assert_eq!(at("2026-12-03", "2026-12-09"), "--x:27;--w:1");
        assert_eq!(at("2026-11-01", "2026-12-31"), "--x:0;--w:28");
        assert_eq!(at("2026-11-01", "2026-11-05"), "--x:0;--w:0");
    }

    #[test]
    fn the_family_name_keeps_its_small_words() {
        let named = [
            "Elena Rossi",
            "Ludwig van Beethoven",
            "Madonna",
            "Ana de la Torre",
            "",
            "Li  Wei",
        ];
        let fits = [
            "Rossi",
            "van Beethoven",
            "Madonna",
            "de la Torre",
            "",
            "Wei",
        ];
        assert_eq!(named.map(family_name), fits);
    }

    #[test]
    fn days_are_said_once_where_the_month_is_the_same() {
        let said = |from, to| span(day(from), day(to));
        assert_eq!(said("2026-11-24", "2026-11-27"), "24 to 27 November");
        assert_eq!(
            said("2026-11-28", "2026-12-02"),
            "28 November to 2 December"
        );
        assert_eq!(
            said("2026-11-28", "2027-11-28"),
            "28 November to 28 November"
        );
    }
}
