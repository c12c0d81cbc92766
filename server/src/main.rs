//! The `keyrack` command.

use std::process::ExitCode;

use clap::Parser as _;
use server::cli::Cli;

fn main() -> ExitCode {
    let cli = Cli::parse();
    server::telemetry::start(cli.verbose);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build();
    // The future runs on this thread: PostgreSQL is its child and dies with the thread that made
    // it, which must therefore be the one that ends last.
    let outcome = match runtime {
        Ok(runtime) => runtime.block_on(server::command::run(cli)),
        Err(error) => Err(server::Failure::new("The runtime could not start", error)),
    };
    match outcome {
        Ok(code) => code,
        Err(failure) => {
            tracing::error!(cause = %failure.cause(), "{failure}");
            ExitCode::FAILURE
        }
    }
}
