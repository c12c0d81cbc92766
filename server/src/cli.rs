//! The command line.

use clap::{Args, Parser, Subcommand};

use crate::config::Config;

/// A live property management system for hotels.
#[derive(Debug, Parser)]
#[command(name = "keyrack", version, about, max_term_width = 100)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// Where things are.
    #[command(flatten)]
    pub config: Config,
    /// Say more; twice for everything.
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    pub verbose: u8,
}

/// What `keyrack` can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the house: pages, API, webhooks, live board and jobs.
    Serve(Serve),
    /// Bring every database up to date.
    Migrate,
    /// Load the demo hotels into empty databases.
    Demo,
    /// Verify invariants and isolation; exit 1 and name the rows when one fails.
    Check,
    /// Race for the last room against a running server.
    Race(Race),
    /// Look after users.
    #[command(subcommand)]
    User(User),
}

/// How to serve.
#[derive(Debug, Args)]
pub struct Serve {
    /// Load the demo hotels first if the directory is empty.
    #[arg(long)]
    pub demo: bool,
}

/// How to race.
#[derive(Debug, Args)]
pub struct Race {
    /// The server.
    #[arg(long, default_value = "http://127.0.0.1:3000")]
    pub url: String,
    /// The hotel's code.
    #[arg(long, default_value = "AUR")]
    pub hotel: String,
    /// How often.
    #[arg(long, default_value_t = 20)]
    pub rounds: u32,
    /// Guests at once.
    #[arg(long, default_value_t = 50)]
    pub guests: u32,
}

/// What can be done with users.
#[derive(Debug, Subcommand)]
pub enum User {
    /// Add somebody to a hotel's staff; the password is read from standard input.
    Add {
        /// The log-in name.
        #[arg(long)]
        email: String,
        /// As shown.
        #[arg(long)]
        name: String,
        /// The hotel's code.
        #[arg(long)]
        hotel: String,
        /// `owner`, `manager`, `front_desk` or `housekeeping`.
        #[arg(long)]
        role: String,
    },
}
