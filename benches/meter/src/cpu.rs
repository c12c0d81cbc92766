//! What processes have cost so far, from Linux's own books.

use std::fs;
use std::io::{Error, Result};
use std::time::{Duration, Instant};

/// One tick of `/proc/*/stat`: 1/100 s on every Linux.
const TICK: Duration = Duration::from_millis(10);

/// The processes that do the server's work.
#[derive(Clone, Copy)]
pub struct Processes {
    /// Keyrack itself.
    pub keyrack: u32,
    /// PostgreSQL's first process, parent of all its others.
    pub postmaster: u32,
}

/// CPU time since the processes began.
#[derive(Clone, Copy)]
pub struct Spent {
    /// By Keyrack itself.
    pub keyrack: Duration,
    /// By PostgreSQL and everything it has started.
    pub postgres: Duration,
}

impl Processes {
    /// What they have spent so far.
    pub fn spent(self) -> Result<Spent> {
        let mut postgres = Duration::ZERO;
        for entry in fs::read_dir("/proc")? {
            let name = entry?.file_name();
            let Some(pid) = name.to_str().and_then(|name| name.parse().ok()) else {
                continue;
            };
            // A process that has just ended is counted by its parent.
            let Ok(stat) = Stat::read(pid) else { continue };
            if pid == self.postmaster {
                postgres += stat.own + stat.ended_children;
            } else if stat.parent == self.postmaster {
                postgres += stat.own;
            }
        }
        Ok(Spent {
            keyrack: Stat::read(self.keyrack)?.own,
            postgres,
        })
    }

    /// Waits until both have nothing left to do, so that a round does not pay for the one before:
    /// events to carry on, mails to write, pages to flush. Not for ever: what is left after half
    /// a minute is how the house is.
    #[expect(clippy::disallowed_methods, reason = "there is no event to wait for")]
    pub fn wait_until_idle(self) -> Result<()> {
        let begun = Instant::now();
        let mut before = self.spent()?;
        while begun.elapsed() < Duration::from_secs(30) {
            std::thread::sleep(Duration::from_millis(300));
            let after = self.spent()?;
            if after.since(before).both() <= 2 * TICK {
                break;
            }
            before = after;
        }
        Ok(())
    }
}

impl Spent {
    /// What was spent between the two.
    pub fn since(self, before: Self) -> Self {
        Self {
            keyrack: self.keyrack.saturating_sub(before.keyrack),
            postgres: self.postgres.saturating_sub(before.postgres),
        }
    }

    /// Keyrack and PostgreSQL together.
    pub fn both(self) -> Duration {
        self.keyrack + self.postgres
    }
}

/// The fields of `/proc/PID/stat` that matter here.
struct Stat {
    parent: u32,
    own: Duration,
    ended_children: Duration,
}

impl Stat {
    fn read(pid: u32) -> Result<Self> {
        let text = fs::read_to_string(format!("/proc/{pid}/stat"))?;
        // The second field is a name in brackets and may hold blanks.
        let rest = text.rsplit_once(") ").map_or("", |(_, rest)| rest);
        let fields: Vec<&str> = rest.split(' ').collect();
        let number = |index: usize| {
            fields
                .get(index)
                .and_then(|field| field.parse::<u32>().ok())
        };
        let ticks = |index| number(index).map(|ticks| TICK * ticks);
        let read = || {
            Some(Self {
                parent: number(1)?,
                own: ticks(11)? + ticks(12)?,
                ended_children: ticks(13)? + ticks(14)?,
            })
        };
        read().ok_or_else(|| Error::other(format!("/proc/{pid}/stat cannot be read")))
    }
}
