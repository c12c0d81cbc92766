//! `RoomStay`: one room with its dates, people and price.

use chrono::{Days, NaiveDate};

use super::xml::Element;
use crate::domain::money::{Currency, Money};
use crate::integration::channel::ChannelRoom;

/// More rooms than any booking of a channel has.
const MAX_ROOMS: usize = 50;
/// More people than any room holds; larger numbers are somebody's mistake.
const MAX_PEOPLE: u8 = 40;
/// From this age on a guest counts as an adult.
const ADULT_AGE: u8 = 18;
/// A hundred million euros: no stay costs more, and sums stay far from the end of 64 bits.
const MAX_AMOUNT: i64 = 10_000_000_000;
/// The longest stay that can be stored.
const MAX_NIGHTS: i64 = 365;

/// Rooms that belong together; an inquiry may name several such groups to choose from.
#[derive(Debug, Default)]
pub struct StayGroup {
    id: Option<String>,
    /// Each room, or why it cannot be booked.
    pub rooms: Vec<Result<ChannelRoom, String>>,
    /// What was assumed on the way.
    pub doubts: Vec<String>,
}

/// All rooms of a reservation, grouped by `RoomStayGroupID`, in order.
pub fn read_all(reservation: &Element) -> Vec<StayGroup> {
    let mut groups: Vec<StayGroup> = Vec::new();
    let stays = reservation.child("RoomStays");
    for stay in stays
        .iter()
        .flat_map(|s| s.children_named("RoomStay"))
        .take(MAX_ROOMS + 1)
    {
        let id = stay.attribute("RoomStayGroupID").map(str::to_owned);
        let index = groups
            .iter()
            .position(|group| group.id == id)
            .unwrap_or(groups.len());
        if index == groups.len() {
            groups.push(StayGroup {
                id,
                ..StayGroup::default()
            });
        }
        let group = &mut groups[index];
        let room = if group.rooms.len() == MAX_ROOMS {
            Err(format!("A booking can have {MAX_ROOMS} rooms at most."))
        } else {
            read(stay, &mut group.doubts)
        };
        group.rooms.push(room);
    }
    groups
}

fn read(stay: &Element, doubts: &mut Vec<String>) -> Result<ChannelRoom, String> {
    let (arrival, departure) = dates(stay)?;
    let (adults, child_ages) = people(stay, doubts);
    let total = total(stay, doubts);
    let nightly = nightly(stay, arrival, departure);
    let sum = nightly
        .iter()
        .copied()
        .reduce(|a, b| a.checked_add(b).unwrap_or(a));
    let code = |path: &[&str], name: &str| {
        let room_rate = || stay.descend(&["RoomRates", "RoomRate"]);
        stay.descend(path)
            .and_then(|element| element.attribute(name))
            .or_else(|| room_rate().and_then(|rate| rate.attribute(name)))
            .map(str::to_owned)
    };
    Ok(ChannelRoom {
        room_type_code: code(&["RoomTypes", "RoomType"], "RoomTypeCode"),
        rate_plan_code: code(&["RatePlans", "RatePlan"], "RatePlanCode"),
        arrival,
        departure,
        adults,
        child_ages,
        total: total.or(sum),
        // Where the two disagree the guest agreed to the total.
        nightly: if total.is_none() || total == sum {
            nightly
        } else {
            Vec::new()
        },
    })
}

/// Arrival and departure, told as two dates or as a start and a number of nights.
fn dates(stay: &Element) -> Result<(NaiveDate, NaiveDate), String> {
    let span = stay
        .child("TimeSpan")
        .ok_or("The RoomStay has no TimeSpan.")?;
    let window = span
        .child("StartDateWindow")
        .and_then(|w| w.attribute("EarliestDate"));
    let start = span
        .attribute("Start")
        .or(window)
        .and_then(date)
        .ok_or("The TimeSpan has no readable Start.")?;
    let end = match (span.attribute("End"), span.attribute("Duration")) {
        (Some(end), _) => date(end),
        (None, Some(nights)) => nights
            .strip_prefix('P')
            .and_then(|nights| nights.strip_suffix('N'))
            .and_then(|nights| nights.parse().ok())
            .and_then(|nights| start.checked_add_days(Days::new(nights))),
        (None, None) => None,
    };
    let end = end.ok_or("The TimeSpan has no readable End.")?;
    match (end - start).num_days() {
        ..=0 => Err("The departure must be after the arrival.".to_owned()),
        1..=MAX_NIGHTS => Ok((start, end)),
        _ => Err(format!("A stay can have {MAX_NIGHTS} nights at most.")),
    }
}

/// The date at the start of the text; a time or zone behind it does not matter. Years that no
/// hotel has in its books are nobody's stay.
fn date(text: &str) -> Option<NaiveDate> {
    use chrono::Datelike as _;
    let date: NaiveDate = text.get(..10)?.parse().ok()?;
    (1990..=2200).contains(&date.year()).then_some(date)
}

/// Adults, and the ages of the children: whoever has an age is a child.
fn people(stay: &Element, doubts: &mut Vec<String>) -> (u8, Vec<u8>) {
    let mut adults = 0_u8;
    let mut child_ages = Vec::new();
    let counts = stay.child("GuestCounts");
    for group in counts.iter().flat_map(|c| c.children_named("GuestCount")) {
        let left = MAX_PEOPLE
            .saturating_sub(adults)
            .saturating_sub(length(&child_ages));
        let said: u64 = group
            .attribute("Count")
            .and_then(|c| c.parse().ok())
            .unwrap_or(1);
        let count = u8::try_from(said).unwrap_or(MAX_PEOPLE).min(left);
        if u64::from(count) < said {
            doubts.push(format!("the channel counted {said} people of one kind"));
        }
        match group
            .attribute("Age")
            .and_then(|age| age.parse::<u8>().ok())
        {
            Some(age) if age < ADULT_AGE => {
                child_ages.extend(std::iter::repeat_n(age, usize::from(count)));
            }
            _ => adults += count,
        }
    }
    if adults == 0 {
        doubts.push("the channel sent no number of adults; one assumed".to_owned());
    }
    (adults.max(1), child_ages)
}

fn length(ages: &[u8]) -> u8 {
    u8::try_from(ages.len()).unwrap_or(u8::MAX)
}

fn total(stay: &Element, doubts: &mut Vec<String>) -> Option<Money> {
    let total = stay.child("Total")?;
    let money = money(total);
    if money.is_none() {
        doubts.push("the price of the channel could not be read".to_owned());
    }
    money
}

fn money(element: &Element) -> Option<Money> {
    let currency: Currency = element.attribute("CurrencyCode")?.parse().ok()?;
    amount(element.attribute("AmountAfterTax")?, currency)
}

/// The price of each night, if `RoomRates` tells all of them in one currency; else empty.
fn nightly(stay: &Element, arrival: NaiveDate, departure: NaiveDate) -> Vec<Money> {
    let nights = usize::try_from((departure - arrival).num_days()).unwrap_or_default();
    let mut prices: Vec<Option<Money>> = vec![None; nights];
    let rates = stay.descend(&["RoomRates", "RoomRate", "Rates"]);
    for rate in rates.iter().flat_map(|r| r.children_named("Rate")) {
        let price = rate.child("Base").and_then(money);
        for night in rate_nights(rate, arrival, departure) {
            let index = usize::try_from((night - arrival).num_days()).ok();
            if let Some(slot) = index.and_then(|index| prices.get_mut(index)) {
                *slot = price;
            }
        }
    }
    let prices: Option<Vec<Money>> = prices.into_iter().collect();
    prices
        .filter(|all| all.windows(2).all(|w| w[0].currency == w[1].currency))
        .unwrap_or_default()
}

/// The nights of the stay that a `Rate` covers: from its `EffectiveDate` on, up to its
/// `ExpireDate`, which counts unless it is said to be exclusive.
fn rate_nights(
    rate: &Element,
    arrival: NaiveDate,
    departure: NaiveDate,
) -> impl Iterator<Item = NaiveDate> + use<> {
    let first = rate.attribute("EffectiveDate").and_then(date);
    let exclusive = matches!(rate.attribute("ExpireDateExclusiveInd"), Some("true" | "1"));
    let last = rate.attribute("ExpireDate").and_then(date);
    let end = match (last, exclusive) {
        (Some(last), true) => Some(last),
        (last, _) => last.or(first).and_then(|last| last.succ_opt()),
    };
    let span = first
        .zip(end)
        .map(|(first, end)| (first.max(arrival), end.min(departure)));
    span.into_iter()
        .flat_map(|(first, end)| first.iter_days().take_while(move |day| *day < end))
}

/// A decimal number as minor units of a currency, digits beyond them rounded half up.
/// `None` for anything but digits with at most one point.
pub fn amount(text: &str, currency: Currency) -> Option<Money> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits_only = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if (whole.is_empty() && fraction.is_empty()) || !digits_only(whole) || !digits_only(fraction) {
        return None;
    }
    let decimals = usize::try_from(currency.decimals()).ok()?;
    let kept: String = fraction
        .chars()
        .chain(std::iter::repeat('0'))
        .take(decimals)
        .collect();
    let minor: i64 = format!("0{whole}{kept}").parse().ok()?;
    let round_up = fraction
        .as_bytes()
        .get(decimals)
        .is_some_and(|digit| *digit >= b'5');
    Some(minor)
        .filter(|minor| *minor < MAX_AMOUNT)
        .map(|minor| Money::new(minor + i64::from(round_up), currency))
}
