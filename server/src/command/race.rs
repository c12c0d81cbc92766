//! `keyrack race`: many guests at once for the last room, against a running server.

use std::collections::BTreeMap;
use std::process::ExitCode;
use std::sync::Arc;

use chrono::{Days, NaiveDate};
use hotel::service::determinism::{Clock as _, Ids as _, SystemClock, SystemIds};
use hotel::view::availability::Availability;
use indicatif::{ProgressBar, ProgressStyle};
use reqwest::{Client, StatusCode};
use tokio::task::JoinSet;

use crate::Failure;
use crate::cli::Race;

/// Races for the last room, round by round, and says what the server answered. Exit code 1 when a
/// round had another outcome than one booking and otherwise clean refusals.
pub async fn race(how: &Race) -> Result<ExitCode, Failure> {
    let client = Client::builder()
        .pool_max_idle_per_host(how.guests as usize)
        .build()?;
    let bar = ProgressBar::new(u64::from(how.rounds));
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} rounds {msg}") {
        bar.set_style(style);
    }
    let mut failed = 0;
    let mut last = last_rooms(&client, how).await?;
    for round in 1..=how.rounds {
        let target = last.pop().ok_or_else(|| {
            Failure::plain("There are not enough nights with a free room left to race for.")
        })?;
        let target = Arc::new(drain(&client, how, target).await?);
        let answers = shoot(&client, how, &target).await;
        let booked = answers.get(&201).copied().unwrap_or(0);
        let refused = answers.get(&409).copied().unwrap_or(0);
        if booked != 1 || refused != how.guests - 1 {
            failed += 1;
            bar.println(format!(
                "round {round}: {answers:?} for {} on {}",
                target.room_type, target.night
            ));
        }
        bar.inc(1);
    }
    bar.finish();
    println!("{} passed, {failed} failed", how.rounds - failed);
    Ok(if failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// A night with free rooms of a type.
struct Target {
    room_type: String,
    rate_plan: String,
    night: NaiveDate,
    free: i32,
}

/// Single nights with a free room, the latest first so that the earliest are taken first.
async fn last_rooms(client: &Client, how: &Race) -> Result<Vec<Target>, Failure> {
    let today = SystemClock.now().date_naive();
    let mut found = Vec::new();
    for day in 20..340 {
        let night = today + Days::new(day);
        let found_here = offers(client, how, night).await?;
        let cheapest = found_here.offers.into_iter().filter(|offer| !offer.prepaid);
        if let Some(offer) = cheapest.min_by_key(|offer| offer.available) {
            found.push(Target {
                room_type: offer.room_type,
                rate_plan: offer.rate_plan,
                night,
                free: offer.available,
            });
        }
        if found.len() >= how.rounds as usize {
            break;
        }
    }
    found.reverse();
    Ok(found)
}

async fn offers(client: &Client, how: &Race, night: NaiveDate) -> Result<Availability, Failure> {
    let next = night + Days::new(1);
    let url = format!(
        "{}/api/availability?hotel={}&arrival={night}&departure={next}&adults=1&children=0",
        how.url, how.hotel
    );
    let answer = client.get(url).send().await?;
    if answer.status() == StatusCode::UNPROCESSABLE_ENTITY {
        return Err(Failure::plain(answer.text().await?));
    }
    Ok(answer.error_for_status()?.json().await?)
}

/// Books all but one of the free rooms.
async fn drain(client: &Client, how: &Race, target: Target) -> Result<Target, Failure> {
    for _ in 1..target.free {
        book(client, how, &target).await?.error_for_status()?;
    }
    Ok(target)
}

async fn shoot(client: &Client, how: &Race, target: &Arc<Target>) -> BTreeMap<u16, u32> {
    let mut guests = JoinSet::new();
    for _ in 0..how.guests {
        let (client, target) = (client.clone(), Arc::clone(target));
        let how = Race {
            url: how.url.clone(),
            hotel: how.hotel.clone(),
            ..*how
        };
        guests.spawn(async move {
            match book(&client, &how, &target).await {
                Ok(answer) => answer.status().as_u16(),
                Err(_) => 0,
            }
        });
    }
    let mut answers = BTreeMap::new();
    while let Some(answer) = guests.join_next().await {
        *answers.entry(answer.unwrap_or(0)).or_insert(0) += 1;
    }
    answers
}

async fn book(
    client: &Client,
    how: &Race,
    target: &Target,
) -> Result<reqwest::Response, reqwest::Error> {
    let order = serde_json::json!({
        "hotel": how.hotel,
        "room_type": target.room_type,
        "rate_plan": target.rate_plan,
        "arrival": target.night,
        "departure": target.night + Days::new(1),
        "adults": 1,
        "children": 0,
        "guest": { "name": "Race Guest" },
    });
    client
        .post(format!("{}/api/reservations", how.url))
        .header("idempotency-key", SystemIds.uuid().to_string())
        .json(&order)
        .send()
        .await
}
