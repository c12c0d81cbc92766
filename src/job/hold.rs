//! Holds whose time is over.

use async_trait::async_trait;
use serde::Deserialize;

use super::handler::{JobError, JobHandler};
use crate::domain::id::ReservationId;
use crate::service::booking;
use crate::service::ctx::Ctx;
use crate::service::services::Services;

/// As stored.
pub const KIND: &str = "hold.expire";

/// Gives the room of an expired hold back.
#[derive(Clone, Copy, Debug)]
pub struct Expire;

/// Which hold.
#[derive(Debug, Deserialize)]
pub struct Hold {
    reservation: ReservationId,
}

#[async_trait]
impl JobHandler for Expire {
    const KIND: &'static str = KIND;
    type Payload = Hold;

    async fn run(&self, services: &Services, ctx: &Ctx, hold: Hold) -> Result<(), JobError> {
        // Confirmed meanwhile, released already, or waiting for its payment: the service looks.
        booking::release_expired(services, ctx, hold.reservation).await?;
        Ok(())
    }
}
