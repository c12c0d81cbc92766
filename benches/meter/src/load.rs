//! As many requests as a few busy guests can send.

use std::io::{Error, Result};
use std::thread;
use std::time::{Duration, Instant};

use crate::http::Connection;

/// Connections at once, as pgbench has clients.
pub const CLIENTS: u32 = 8;

/// What became of the requests of one round.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tally {
    /// Answered as hoped for.
    pub accepted: u32,
    /// Refused cleanly: nothing left.
    pub refused: u32,
    /// Any other answer.
    pub failed: u32,
    /// Accepted ones in a second.
    pub per_second: f64,
}

/// Sends what `request` makes on every connection, one after the other, for so long. `wanted` is
/// the status of an accepted request; 409 is a refusal.
///
/// # Errors
/// When a connection fails, or when nothing at all was accepted.
pub fn drive(
    address: &str,
    lasting: Duration,
    wanted: u16,
    request: impl Fn(&mut Random) -> String + Sync,
) -> Result<Tally> {
    let begun = Instant::now();
    let one = |client| {
        keep_busy(
            address,
            begun + lasting,
            wanted,
            Random::new(client),
            &request,
        )
    };
    let tallies: Vec<Result<Tally>> = thread::scope(|scope| {
        let one = &one;
        let clients: Vec<_> = (0..CLIENTS).map(|n| scope.spawn(move || one(n))).collect();
        let joined = clients.into_iter().map(thread::ScopedJoinHandle::join);
        joined
            .map(|done| done.unwrap_or_else(|_| Err(Error::other("a client panicked"))))
            .collect()
    });
    let mut all = Tally::default();
    for tally in tallies {
        let tally = tally?;
        all.accepted += tally.accepted;
        all.refused += tally.refused;
        all.failed += tally.failed;
    }
    all.per_second = f64::from(all.accepted) / begun.elapsed().as_secs_f64();
    Ok(all)
}

fn keep_busy(
    address: &str,
    until: Instant,
    wanted: u16,
    mut random: Random,
    request: &impl Fn(&mut Random) -> String,
) -> Result<Tally> {
    let mut connection = Connection::open(address)?;
    let mut tally = Tally::default();
    let mut last = String::new();
    while Instant::now() < until {
        let answer = connection.ask(&request(&mut random))?;
        match answer.status {
            status if status == wanted => tally.accepted += 1,
            409 => tally.refused += 1,
            _ => tally.failed += 1,
        }
        if tally.accepted == 0 {
            last = format!("{} {}", answer.status, String::from_utf8_lossy(answer.body));
        }
    }
    if tally.accepted == 0 {
        return Err(Error::other(format!(
            "nothing was accepted, the last answer was {last}"
        )));
    }
    Ok(tally)
}

/// Numbers that look random, made quickly (`SplitMix64`).
pub struct Random(u64);

impl Random {
    /// A sequence of its own for every client and round.
    fn new(client: u32) -> Self {
        let moment = std::process::id();
        let mut random = Self(u64::from(client) << 32 | u64::from(moment));
        random.0 ^= ROUND.fetch_add(1, std::sync::atomic::Ordering::Relaxed) << 48;
        random
    }

    /// The next 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from `first` to `last`, both included.
    pub fn between(&mut self, first: usize, last: usize) -> usize {
        let number = usize::try_from(self.bits() >> 33).unwrap_or(0);
        first + number % (last - first + 1)
    }
}

/// So that no two rounds ask the same.
static ROUND: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(1);
