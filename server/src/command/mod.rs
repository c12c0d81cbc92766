//! Carrying out a command.

mod race;
mod serve;
mod upkeep;
mod user;

use std::process::ExitCode;

use crate::Failure;
use crate::cli::{Cli, Command};

/// Carries out what the command line asks for.
pub async fn run(cli: Cli) -> Result<ExitCode, Failure> {
    let config = &cli.config;
    match cli.command {
        Command::Serve(how) => serve::serve(config, &how).await,
        Command::Migrate => upkeep::migrate(config).await,
        Command::Demo => upkeep::demo(config).await,
        Command::Check => upkeep::check(config).await,
        Command::Race(how) => race::race(&how).await,
        Command::User(what) => user::carry_out(config, what).await,
    }
}
