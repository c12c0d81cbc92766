//! The table at the end.

use std::fmt;
use std::fs;
use std::io::Result;
use std::process::Command;

use crate::Site;
use crate::rack::{Chart, Charts};
use crate::rounds::{Race, Rounds};

/// `HotelDruid` 3.0.4 on PostgreSQL, measured on this kind of machine: server CPU of a booking and
/// of a search, and its room plan of 31 days with 1,000 and with 100 rooms, all in milliseconds.
const HOTELDRUID_BOOKING: f64 = 65.0;
const HOTELDRUID_SEARCH: f64 = 36.0;
const HOTELDRUID_BIG: f64 = 263.0;
const HOTELDRUID_SMALL: f64 = 49.0;

/// Where all this was measured.
pub struct Machine {
    cores: usize,
    processor: String,
    load: String,
}

impl Machine {
    /// This one.
    pub fn look() -> Result<Self> {
        let info = fs::read_to_string("/proc/cpuinfo")?;
        let model = info
            .lines()
            .find_map(|line| line.strip_prefix("model name"));
        let load = fs::read_to_string("/proc/loadavg")?;
        Ok(Self {
            cores: std::thread::available_parallelism()?.get(),
            processor: model
                .unwrap_or("")
                .trim_start_matches(['\t', ':', ' '])
                .to_owned(),
            load: load.split(' ').next().unwrap_or_default().to_owned(),
        })
    }
}

/// Everything that was found.
pub struct Report<'a> {
    /// What was measured.
    pub site: &'a Site,
    /// Where.
    pub machine: Machine,
    /// The tape charts.
    pub charts: Charts,
    /// What was measured in rounds.
    pub rounds: Rounds,
}

impl fmt::Display for Report<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Rounds {
            booking,
            availability,
        } = &self.rounds;
        writeln!(f, "\n| work | ceiling or peer | Keyrack | ratio | wanted |")?;
        writeln!(f, "|---|---|---|---|---|")?;
        race(
            f,
            "full bookings/s over HTTP, 8 connections",
            booking,
            "≥ 0.35 first, 0.6 wanted",
        )?;
        race(
            f,
            "searches/s over HTTP, 100 rooms, uncached, 8 connections",
            availability,
            "≥ 0.5 first, 0.8 wanted",
        )?;
        cpu(f, "booking", HOTELDRUID_BOOKING, booking, "≤ 1/30")?;
        cpu(f, "search", HOTELDRUID_SEARCH, availability, "")?;
        chart(
            f,
            "1,000 rooms",
            HOTELDRUID_BIG,
            "231 KiB",
            &self.charts.big,
            "≤ 1/5",
        )?;
        chart(
            f,
            "100 rooms",
            HOTELDRUID_SMALL,
            "29 KiB",
            &self.charts.small,
            "",
        )?;
        writeln!(
            f,
            "| JavaScript + WebAssembly of the booking page, brotli | | {} KiB | | ≤ 250 KiB |",
            self.site.weight_of("script")
        )?;
        writeln!(
            f,
            "| everything of the booking page's first view | 17 KiB (HotelDruid), 1490 KiB (QloApps) | {} KiB style, {} KiB page and fonts, {} requests | | |",
            self.site.weight_of("style"),
            self.site.weight_of("other"),
            self.site.weight_of("requests"),
        )?;
        writeln!(f)?;
        self.notes(f)
    }
}

impl Report<'_> {
    fn notes(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Rounds {
            booking,
            availability,
        } = &self.rounds;
        writeln!(
            f,
            "Medians (lowest–highest) of rounds in turns on one cluster with fsync and the product's settings.\n\
             Ceiling: `book.sql` and `avail_100.sql` by pgbench, 8 clients. Peer: HotelDruid 3.0.4 on PostgreSQL.\n\
             Refused bookings {}, failed {}; failed searches {}.",
            booking.refused,
            booking.failed,
            availability.failed + availability.refused
        )?;
        let Machine {
            cores,
            processor,
            load,
        } = &self.machine;
        let postgres = Command::new(self.site.pgbench.replace("pgbench", "postgres"))
            .arg("--version")
            .output();
        let postgres = postgres.map(|said| String::from_utf8_lossy(&said.stdout).trim().to_owned());
        let postgres = postgres.unwrap_or_default();
        write!(
            f,
            "Machine: {cores} cores, {processor}, load {load} at the beginning; {postgres}."
        )
    }
}

fn race(f: &mut fmt::Formatter<'_>, work: &str, race: &Race, wanted: &str) -> fmt::Result {
    let Race {
        ceiling,
        keyrack,
        ratio,
        ..
    } = race;
    writeln!(
        f,
        "| {work} | {ceiling} | {keyrack} | {ratio:.2} | {wanted} |"
    )
}

fn cpu(
    f: &mut fmt::Formatter<'_>,
    work: &str,
    peer: f64,
    race: &Race,
    wanted: &str,
) -> fmt::Result {
    let (own, postgres) = (race.cpu_keyrack.median(), race.cpu_postgres.median());
    writeln!(
        f,
        "| server CPU per {work} | {peer} ms (peer) | {:.2} ms: Keyrack {own:.2}, PostgreSQL {postgres:.2} | 1/{:.0} | {wanted} |",
        race.cpu,
        peer / race.cpu.median()
    )
}

fn chart(
    f: &mut fmt::Formatter<'_>,
    rooms: &str,
    peer: f64,
    peer_size: &str,
    chart: &Chart,
    wanted: &str,
) -> fmt::Result {
    let ratio = peer / chart.millis.median();
    writeln!(
        f,
        "| tape chart, {rooms} × 30 days, server time | {peer} ms, {peer_size} gzip (peer) | {:.1} ms, {:.0} KiB gzip | 1/{ratio:.1} | {wanted} |",
        chart.millis, chart.kib
    )
}
