//! The demo hotels: three houses with two years of guests, the same for the same seed and day.
//!
//! ```text
//! brochure ─ furnish ─┐
//! calendar ───────────┤ story (one reservation's life) ─ sheets ─ COPY
//! people, season ─────┘
//! ```
//!
//! [`chance`] is the only source of chance and the start day the only date that comes from
//! outside, so a failure seen once can be seen again.

mod brochure;
mod calendar;
mod cast;
mod chance;
mod directory;
mod furnish;
mod ledger;
mod people;
mod season;
mod story;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::{PgConnection, PgPool, Postgres, Transaction};

use self::brochure::{HOUSES, House};
use self::calendar::Calendar;
use self::chance::Chance;
use self::furnish::Furnished;
use self::story::Story;
use crate::domain::reservation::Status;
use crate::service::services::HOME;
use crate::store::demo::{self as store, Sheets};
use crate::store::error::StoreError;

pub use self::directory::LogIn;

/// The password of everybody in the demo.
pub const PASSWORD: &str = "keyrack-demo";
/// The seed of the demo that everybody gets.
pub const SEED: u64 = 20_260_801;

/// How far the loading has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// The hotel that is being loaded.
    pub hotel: &'static str,
    /// The table that was just filled; empty while guests are thought up.
    pub table: &'static str,
    /// Steps done, of all hotels.
    pub done: usize,
    /// Steps in all.
    pub total: usize,
}

/// What was loaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoSummary {
    /// One line per hotel.
    pub hotels: Vec<HotelSummary>,
    /// Who can log in, all with [`PASSWORD`].
    pub log_ins: Vec<LogIn>,
    /// The partner's user name; its password is [`PASSWORD`].
    pub partner: &'static str,
    /// Signs the partner's webhooks: `whsec_…`.
    pub signing_secret: String,
}

/// One hotel of the demo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HotelSummary {
    /// Stands in addresses.
    pub code: &'static str,
    /// The name on the door.
    pub name: &'static str,
    /// The database it is in.
    pub database: String,
    /// How many rooms it has.
    pub rooms: u32,
    /// Reservations in any state; 0 when the hotel had been loaded before.
    pub reservations: u64,
}

/// Why the demo could not be loaded. Each database holds all of its hotels or none of them.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// There are hotels already.
    #[error(
        "There are hotels in the directory already. The demo is loaded into empty databases only."
    )]
    NotEmpty,
    /// The pool of the home database is missing.
    #[error("There is no database named home.")]
    NoHome,
    /// The password could not be hashed.
    #[error("The password of the demo could not be hashed.")]
    Password,
    /// A thread ended unexpectedly.
    #[error("The demo's guests could not be thought up.")]
    Interrupted,
    /// The database refused.
    #[error("The demo could not be written: {0}.")]
    Store(#[from] StoreError),
}

impl From<sqlx::Error> for DemoError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

/// Whether there is no hotel at all, so that the demo may be loaded.
pub async fn is_empty(home: &PgPool) -> Result<bool, DemoError> {
    let mut conn = home.acquire().await?;
    Ok(store::directory_is_empty(&mut conn).await?)
}

/// Loads the demo. `owner` holds the owner's pool of every database, by name; where `north` is
/// missing its hotel goes to `home` too. `now` decides which day it is in each hotel.
pub async fn load(
    owner: &BTreeMap<String, PgPool>,
    now: DateTime<Utc>,
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<DemoSummary, DemoError> {
    let home = owner.get(HOME).ok_or(DemoError::NoHome)?;
    if !is_empty(home).await? {
        return Err(DemoError::NotEmpty);
    }
    let loading = Loading {
        owner,
        now,
        progress,
        done: AtomicUsize::new(0),
    };
    let (mut hotels, (mut tx, at_home)) = tokio::try_join!(loading.away(), loading.home(home))?;
    hotels.extend(at_home);
    // The directory comes last: before it stands, nobody sees a hotel, and loading starts anew.
    let place = |house: &House| loading.database(house);
    let (log_ins, signing_secret) = directory::write(&mut tx, SEED, &place).await?;
    tx.commit().await?;
    store::analyze(&mut *home.acquire().await?).await?;
    hotels.sort_by_key(|hotel| HOUSES.iter().position(|house| house.code == hotel.code));
    Ok(DemoSummary {
        hotels,
        log_ins,
        partner: furnish::PARTNER,
        signing_secret,
    })
}

/// One loading, the databases side by side.
struct Loading<'a> {
    owner: &'a BTreeMap<String, PgPool>,
    now: DateTime<Utc>,
    progress: &'a (dyn Fn(Progress) + Sync),
    done: AtomicUsize,
}

impl Loading<'_> {
    fn database(&self, house: &House) -> &'static str {
        place_of(house, self.owner.keys())
    }

    /// The hotels of every database but home.
    async fn away(&self) -> Result<Vec<HotelSummary>, DemoError> {
        let mut hotels = Vec::new();
        for (name, pool) in self.owner.iter().filter(|(name, _)| *name != HOME) {
            let mut tx = pool.begin().await?;
            hotels.extend(self.fill_database(&mut tx, name).await?);
            tx.commit().await?;
            store::analyze(&mut *pool.acquire().await?).await?;
        }
        Ok(hotels)
    }

    /// The hotels of home, not committed yet.
    async fn home(
        &self,
        pool: &PgPool,
    ) -> Result<(Transaction<'static, Postgres>, Vec<HotelSummary>), DemoError> {
        let mut tx = pool.begin().await?;
        let hotels = self.fill_database(&mut tx, HOME).await?;
        Ok((tx, hotels))
    }

    async fn fill_database(
        &self,
        conn: &mut PgConnection,
        name: &str,
    ) -> Result<Vec<HotelSummary>, DemoError> {
        let mut hotels = Vec::new();
        store::trust_foreign_keys(conn).await?;
        for house in HOUSES.iter().filter(|house| self.database(house) == name) {
            let reservations = self.fill(conn, house).await?;
            let rooms = house.kinds.iter().flat_map(|kind| kind.rooms);
            hotels.push(HotelSummary {
                code: house.code,
                name: house.name,
                database: name.to_owned(),
                rooms: rooms.map(|(_, _, count)| count).sum(),
                reservations,
            });
        }
        Ok(hotels)
    }

    /// Writes one hotel, unless an earlier loading has done so and was cut off afterwards.
    async fn fill(&self, conn: &mut PgConnection, house: &'static House) -> Result<u64, DemoError> {
        self.report(house, "");
        if store::has_property(conn, furnish::hotel_id(SEED, house.code)).await? {
            return Ok(0);
        }
        let today = self.now.with_timezone(&house.zone).date_naive();
        let thought_up = tokio::task::spawn_blocking(move || write_down(house, SEED, today));
        let sheets = thought_up.await.map_err(|_| DemoError::Interrupted)?;
        store::copy_in(conn, &sheets, |table| self.report(house, table)).await?;
        Ok(sheets.reservations())
    }

    fn report(&self, house: &House, table: &'static str) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        let total = HOUSES.len() * (Sheets::COUNT + 1);
        (self.progress)(Progress {
            hotel: house.name,
            table,
            done,
            total,
        });
    }
}

/// The database of a hotel, or home where there is none of that name.
fn place_of<'a>(house: &House, mut names: impl Iterator<Item = &'a String>) -> &'static str {
    if names.any(|name| name == house.database) {
        house.database
    } else {
        HOME
    }
}

/// Two years of one hotel.
fn write_down(house: &House, seed: u64, today: NaiveDate) -> Sheets {
    let mut sheets = Sheets::default();
    let rooms: u32 = house
        .kinds
        .iter()
        .flat_map(|kind| kind.rooms)
        .map(|(_, _, n)| n)
        .sum();
    let mut calendar = Calendar::new(today, usize::try_from(rooms).unwrap_or(0));
    let mut chance = Chance::new(seed, &format!("{} calendar", house.code));
    let place = Furnished::new(house, seed, today, &calendar, &mut sheets);
    let chance_of_lives = Chance::new(seed, &format!("{} lives", house.code));
    let mut story = Story::new(house, place, &mut sheets, chance_of_lives);

    story.take_out(&calendar.take_out(&mut chance));
    for group in calendar.take_groups(&mut chance) {
        story.welcome_group(&group);
    }
    let singles = calendar.take_singles(house, &mut chance);
    for slot in &singles {
        story.welcome(slot);
    }
    for _ in 0..singles.len() / 11 {
        story.miss();
    }
    for _ in 0..4 {
        story.wish(Status::Inquiry);
        story.wish(Status::Waitlisted);
    }
    story.close();
    sheets
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 22).unwrap()
    }

    fn aurora(seed: u64, today: NaiveDate) -> String {
        write_down(&HOUSES[0], seed, today).text()
    }

    #[test]
    fn a_hotel_without_its_database_goes_home() {
        let names = ["home".to_owned(), "north".to_owned()];
        let places = |names: &[String]| HOUSES.each_ref().map(|h| place_of(h, names.iter()));
        assert_eq!(places(&names), ["home", "north", "home"]);
        assert_eq!(places(&names[..1]), ["home", "home", "home"]);
    }

    #[test]
    fn the_same_seed_and_day_make_the_same_house_and_others_another() {
        let house = aurora(1, today());
        assert!(house == aurora(1, today()), "two loadings differ");
        assert!(house != aurora(2, today()), "the seed changes nothing");
        assert!(
            house != aurora(1, today().succ_opt().unwrap()),
            "the day changes nothing"
        );
    }
}
