//! Between the hotel's clock on the wall and the instants of the database.

use chrono::{DateTime, Duration, LocalResult, NaiveDateTime, TimeZone as _, Utc};
use chrono_tz::Tz;

use crate::domain::calendar;

/// The instant of a time on the hotel's wall. A time the clock shows twice is its first showing; a
/// time it skips is the moment of the skip.
pub fn to_utc(zone: Tz, local: NaiveDateTime) -> DateTime<Utc> {
    match zone.from_local_datetime(&local) {
        LocalResult::Single(instant) | LocalResult::Ambiguous(instant, _) => {
            instant.with_timezone(&Utc)
        }
        // Clocks skip an hour at most; the hour before is on the wall.
        LocalResult::None => match zone.from_local_datetime(&(local - Duration::hours(1))) {
            LocalResult::Single(instant) | LocalResult::Ambiguous(instant, _) => {
                instant.with_timezone(&Utc) + Duration::hours(1)
            }
            LocalResult::None => local.and_utc(),
        },
    }
}

/// What the hotel's wall shows at an instant.
pub fn local(zone: Tz, instant: DateTime<Utc>) -> NaiveDateTime {
    instant.with_timezone(&zone).naive_local()
}

/// `22 Nov, 14:02` on the hotel's wall.
pub fn wall(zone: Tz, instant: DateTime<Utc>) -> String {
    let local = local(zone, instant);
    let date = calendar::short(local.date());
    // The weekday says nothing in a history.
    let date = date.split_once(' ').map_or(date.as_str(), |(_, date)| date);
    format!("{date}, {}", calendar::time(local.time()))
}
