//! `keyrack user`.

use std::io::Read as _;
use std::process::ExitCode;

use hotel::domain::role::Role;
use hotel::service::staff::{self, NewMember};

use crate::Failure;
use crate::cli::User;
use crate::config::Config;
use crate::house::{House, Storage};

/// Looks after users.
pub async fn carry_out(config: &Config, what: User) -> Result<ExitCode, Failure> {
    let User::Add {
        email,
        name,
        hotel,
        role,
    } = what;
    let role = Role::parse(&role).ok_or_else(|| {
        Failure::plain("The role is one of owner, manager, front_desk and housekeeping.")
    })?;
    let mut password = String::new();
    std::io::stdin().read_to_string(&mut password)?;
    let password = password.trim_end_matches(['\r', '\n']).to_owned();
    let storage = Storage::open(config).await?;
    let house = House::build(config, &storage).await?;
    let new = NewMember {
        email,
        name,
        password,
        hotel,
        role,
    };
    let added = staff::add(&house.services, new).await;
    house.close().await;
    storage.close().await?;
    match added {
        Ok(()) => Ok(ExitCode::SUCCESS),
        Err(error) => Err(Failure::plain(match error.fields {
            Some(fields) => fields.into_values().collect::<Vec<_>>().join(" "),
            None => error.message,
        })),
    }
}
