//! `meter URL KEYRACK_PID POSTMASTER_PID PGBENCH WEIGHT`: measures and prints the table.
//!
//! Keyrack and the bare database take turns, round by round, on one cluster: whatever else the
//! machine does meets both. Started by `benches/run`, which says where everything is.
#![expect(
    clippy::float_arithmetic,
    reason = "rates and ratios; there is no money here"
)]

mod cpu;
mod figure;
mod http;
mod load;
mod rack;
mod rounds;
mod table;

use std::io::{Error, Result};
use std::process::ExitCode;

use cpu::Processes;

/// What `benches/run` has set up.
struct Site {
    /// `host:port` of the server.
    address: String,
    processes: Processes,
    /// The program.
    pgbench: String,
    /// What `weight.mjs` found: `script=… style=…`, in KiB.
    weight: String,
}

fn main() -> ExitCode {
    match Site::of_arguments().and_then(|site| measure(&site)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nThe benchmark could not be finished: {error}.");
            ExitCode::FAILURE
        }
    }
}

fn measure(site: &Site) -> Result<()> {
    let machine = table::Machine::look()?;
    let charts = rack::measure(&site.address)?;
    let rounds = rounds::measure(site)?;
    println!(
        "{}",
        table::Report {
            site,
            machine,
            charts,
            rounds
        }
    );
    Ok(())
}

impl Site {
    fn of_arguments() -> Result<Self> {
        let arguments: Vec<String> = std::env::args().skip(1).collect();
        let [url, keyrack, postmaster, pgbench, weight] = arguments.as_slice() else {
            return Err(Error::other("meter is started by benches/run"));
        };
        Ok(Self {
            address: url.trim_start_matches("http://").to_owned(),
            processes: Processes {
                keyrack: keyrack.parse().map_err(Error::other)?,
                postmaster: postmaster.parse().map_err(Error::other)?,
            },
            pgbench: pgbench.clone(),
            weight: weight.clone(),
        })
    }

    /// One of the figures of `weight.mjs`.
    fn weight_of(&self, name: &str) -> &str {
        let pairs = self
            .weight
            .split(' ')
            .filter_map(|pair| pair.split_once('='));
        pairs
            .into_iter()
            .find(|(key, _)| *key == name)
            .map_or("?", |(_, value)| value)
    }
}
