//! Bookings and searches: the bare database and Keyrack in turns.

use std::io::{Error, Result};
use std::process::Command;
use std::time::Duration;

use crate::Site;
use crate::cpu::Spent;
use crate::figure::Figures;
use crate::load::{self, CLIENTS, Random, Tally};

/// How often everything is measured.
const ROUNDS: u32 = 5;
/// How long one measurement takes.
const LASTING: Duration = Duration::from_secs(5);
/// What `hotels.sql` makes: hotels of 100 rooms, types in each, and nights on sale.
const HOTELS: usize = 20;
const TYPES: usize = 10;
const NIGHTS: usize = 1000;

/// One kind of work on both sides.
#[derive(Default)]
pub struct Race {
    /// The bare database, transactions a second.
    pub ceiling: Figures,
    /// Keyrack over HTTP, accepted requests a second.
    pub keyrack: Figures,
    /// Keyrack ÷ ceiling, of the same round.
    pub ratio: Figures,
    /// CPU of Keyrack's own process for one request, in milliseconds.
    pub cpu_keyrack: Figures,
    /// CPU of PostgreSQL for one request, in milliseconds.
    pub cpu_postgres: Figures,
    /// Both together.
    pub cpu: Figures,
    /// Requests that were refused, and those that failed, in all rounds.
    pub refused: u32,
    /// Any other answer than booked and refused.
    pub failed: u32,
}

/// Everything that is measured in rounds.
#[derive(Default)]
pub struct Rounds {
    /// `POST /api/reservations` against `book.sql`.
    pub booking: Race,
    /// `GET /api/availability` against `avail_100.sql`.
    pub availability: Race,
}

/// Runs all rounds; the ones to warm up are not counted.
pub fn measure(site: &Site) -> Result<Rounds> {
    let days = days(site)?;
    let book = |random: &mut Random| booking(&site.address, &days, random);
    let search = |random: &mut Random| availability(&site.address, &days, random);
    let mut rounds = Rounds::default();
    for round in 0..=ROUNDS {
        let lasting = if round == 0 {
            Duration::from_secs(1)
        } else {
            LASTING
        };
        let (name, mut unused) = (
            if round == 0 { "warm-up" } else { "round" },
            Rounds::default(),
        );
        eprintln!("    {name} {round} of {ROUNDS}");
        let into = if round == 0 { &mut unused } else { &mut rounds };
        into.booking.run(site, lasting, "book", 201, &book)?;
        into.availability
            .run(site, lasting, "avail_100", 200, &search)?;
    }
    Ok(rounds)
}

impl Race {
    fn run(
        &mut self,
        site: &Site,
        lasting: Duration,
        script: &str,
        wanted: u16,
        request: &(impl Fn(&mut Random) -> String + Sync),
    ) -> Result<()> {
        site.processes.wait_until_idle()?;
        let ceiling = pgbench(site, lasting, script)?;
        site.processes.wait_until_idle()?;
        let before = site.processes.spent()?;
        let tally = load::drive(&site.address, lasting, wanted, request)?;
        // What a request sets going after its answer is part of its price.
        site.processes.wait_until_idle()?;
        self.note(ceiling, &tally, site.processes.spent()?.since(before));
        Ok(())
    }

    fn note(&mut self, ceiling: f64, tally: &Tally, spent: Spent) {
        self.ceiling.push(ceiling);
        self.keyrack.push(tally.per_second);
        self.ratio.push(tally.per_second / ceiling);
        self.refused += tally.refused;
        self.failed += tally.failed;
        let each = |spent: Duration| spent.as_secs_f64() * 1000.0 / f64::from(tally.accepted);
        self.cpu_keyrack.push(each(spent.keyrack));
        self.cpu_postgres.push(each(spent.postgres));
        self.cpu.push(each(spent.both()));
    }
}

/// One to four nights of a random room type of a random hotel, as `book.sql` does it.
fn booking(address: &str, days: &[String], random: &mut Random) -> String {
    let nights = random.between(1, 4);
    let (arrival, departure) = stay(days, random.between(1, NIGHTS), nights);
    let (hotel, room_type) = (random.between(1, HOTELS), random.between(1, TYPES));
    let (key, guest) = (random.bits(), random.between(1, 9_999));
    let body = format!(
        r#"{{"hotel":"B{hotel:02}","room_type":"T{room_type:02}","rate_plan":"FLEX",
            "arrival":"{arrival}","departure":"{departure}","adults":2,"children":0,
            "guest":{{"name":"Guest Number {guest}"}}}}"#
    );
    format!(
        "POST /api/reservations HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/json\r\n\
         Idempotency-Key: {key:016x}\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
}

/// Three nights for two in a random hotel, as `avail_100.sql` does it.
fn availability(address: &str, days: &[String], random: &mut Random) -> String {
    let (arrival, departure) = stay(days, random.between(0, 355), 3);
    let hotel = random.between(1, HOTELS);
    format!(
        "GET /api/availability?hotel=B{hotel:02}&arrival={arrival}&departure={departure}\
         &adults=2&children=0 HTTP/1.1\r\nHost: {address}\r\nAccept: application/json\r\n\r\n"
    )
}

/// Arrival and departure, counted from the day the hotels were loaded.
fn stay(days: &[String], arrival: usize, nights: usize) -> (&str, &str) {
    let day = |index: usize| days.get(index).map_or("", String::as_str);
    (day(arrival), day(arrival + nights))
}

/// Runs a script of `benches/ceiling`; transactions a second. Where the database is stands in the
/// environment.
fn pgbench(site: &Site, lasting: Duration, script: &str) -> Result<f64> {
    let output = Command::new(&site.pgbench)
        .args(["-n", "-M", "prepared", "-j", "2", "-U", "app"])
        .args([
            "-c",
            &CLIENTS.to_string(),
            "-T",
            &lasting.as_secs().to_string(),
        ])
        .args(["-f", &format!("benches/ceiling/{script}.sql"), "ceiling"])
        .output()?;
    let said = String::from_utf8_lossy(&output.stdout);
    let rate = said.lines().find_map(|line| line.strip_prefix("tps = "));
    let rate = rate
        .and_then(|rest| rest.split(' ').next())
        .and_then(|word| word.parse().ok());
    rate.filter(|_| output.status.success()).ok_or_else(|| {
        let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        Error::other(format!("pgbench {script} failed: {said}"))
    })
}

/// Today and the days that come, written as the database writes them: it was what loaded the hotels.
fn days(site: &Site) -> Result<Vec<String>> {
    let query = "SELECT current_date + n FROM generate_series(0, 1100) AS n";
    let psql = site.pgbench.replace("pgbench", "psql");
    let output = Command::new(psql)
        .args(["-AtXd", "home", "-c", query])
        .output()?;
    let days: Vec<String> = String::from_utf8_lossy(&output.stdout)
        .lines()
        .map(str::to_owned)
        .collect();
    let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    if days.len() > NIGHTS + 4 {
        Ok(days)
    } else {
        Err(Error::other(format!("psql said {said}")))
    }
}
