//! The rack: rooms by nights, with everybody who lives in them.

use chrono::{Days, NaiveDate};

use super::ctx::Ctx;
use super::services::Services;
use super::tx::Tx;
use crate::domain::role::Capability;
use crate::error::AppError;
use crate::store;
use crate::view::rack::Rack;

/// Days before the business date that are shown when nobody says from when.
const LOOK_BACK: Days = Days::new(2);
/// Days shown when nobody says until when.
const DAYS: Days = Days::new(21);
/// The widest window.
const MAX_DAYS: i64 = 62;
/// How far from the business date a window may begin: a hundred years.
const MAX_DISTANCE: i64 = 36_525;

/// The rack for the days `[from, to)`; 21 days from the day before yesterday when left out.
///
/// `invalid` when the window is empty, wider than 62 days or more than a hundred years away.
#[tracing::instrument(name = "service.rack.rack", skip_all, fields(hotel = %ctx.hotel.code))]
pub async fn rack(
    services: &Services,
    ctx: &Ctx,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
) -> Result<Rack, AppError> {
    draw(services, ctx, |today| window(today, from, to)).await
}

/// The rack for so many days from `from`, or from the day before yesterday.
#[tracing::instrument(name = "service.rack.rack_of_days", skip_all, fields(hotel = %ctx.hotel.code))]
pub async fn rack_of_days(
    services: &Services,
    ctx: &Ctx,
    from: Option<NaiveDate>,
    days: u16,
) -> Result<Rack, AppError> {
    let until = |from: NaiveDate| from.checked_add_days(Days::new(days.into()));
    draw(services, ctx, |today| {
        let from = from.or_else(|| today.checked_sub_days(LOOK_BACK));
        window(today, from, from.and_then(until))
    })
    .await
}

async fn draw(
    services: &Services,
    ctx: &Ctx,
    choose: impl FnOnce(NaiveDate) -> Result<(NaiveDate, NaiveDate), AppError>,
) -> Result<Rack, AppError> {
    ctx.require(Capability::ViewRack)?;
    let hotel = ctx.hotel.id;
    let mut tx = Tx::begin(services, ctx).await?;
    let standing = store::rack::standing(tx.conn(), hotel).await?;
    let (from, to) = choose(standing.business_date)?;
    let house = store::room::house(tx.conn(), hotel).await?;
    let stays = store::stay_bar::in_window(tx.conn(), hotel, from, to).await?;
    let outages = store::room::outages(tx.conn(), hotel, from, to).await?;
    tx.finish_reading().await?;
    Ok(Rack {
        hotel: ctx.hotel.code.to_string(),
        version: standing.version,
        business_date: standing.business_date,
        from,
        to,
        room_types: house.room_types,
        rooms: house.rooms,
        stays,
        outages,
    })
}

fn window(
    today: NaiveDate,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
) -> Result<(NaiveDate, NaiveDate), AppError> {
    let beyond = || AppError::field("from", "This day is too far away.");
    let from = match from {
        Some(from) => from,
        None => today.checked_sub_days(LOOK_BACK).ok_or_else(beyond)?,
    };
    if (from - today).num_days().abs() > MAX_DISTANCE {
        return Err(beyond());
    }
    let to = match to {
        Some(to) => to,
        None => from.checked_add_days(DAYS).ok_or_else(beyond)?,
    };
    match (to - from).num_days() {
        1..=MAX_DAYS => Ok((from, to)),
        ..=0 => Err(AppError::field(
            "to",
            "The last day must not be before the first.",
        )),
        _ => Err(AppError::field(
            "to",
            format!("The rack shows {MAX_DAYS} days at most."),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Code;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn starts_the_day_before_yesterday_and_shows_three_weeks() {
        let found = window(day("2026-11-22"), None, None);
        assert_eq!(found, Ok((day("2026-11-20"), day("2026-12-11"))));
    }

    #[test]
    fn refuses_a_window_it_cannot_show() {
        let today = day("2026-11-22");
        let refused = [
            (Some("2026-11-22"), Some("2026-11-22")),
            (Some("2026-11-22"), Some("2026-11-01")),
            (Some("2026-11-22"), Some("2027-01-24")),
            (Some("9999-01-01"), None),
            (Some("+262142-12-31"), None),
            (None, Some("-262143-01-01")),
        ];
        for (from, to) in refused {
            let answer = window(today, from.map(day), to.map(day));
            assert_eq!(
                answer.map_err(|e| e.code),
                Err(Code::Invalid),
                "{from:?} to {to:?}"
            );
        }
        assert!(window(today, Some(today), Some(day("2027-01-23"))).is_ok());
    }
}
