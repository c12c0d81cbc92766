//! Payments nobody knows the end of.

use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::handler::{JobError, JobHandler};
use crate::domain::id::PaymentId;
use crate::integration::payment::Settlement;
use crate::service::booking;
use crate::service::ctx::Ctx;
use crate::service::services::Services;

/// As stored.
pub const KIND: &str = "payment.settle";

/// How long an order may be on its way. A pending payment is left alone for so long, and only
/// after it does "never arrived" mean that it never will: longer than all tries of a charge
/// together.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// Asks the gateway what became of a charge and settles it.
#[derive(Clone, Copy, Debug)]
pub struct Settle;

/// Which payment, and since when.
#[derive(Debug, Deserialize)]
pub struct OpenPayment {
    payment: PaymentId,
    since: DateTime<Utc>,
}

#[async_trait]
impl JobHandler for Settle {
    const KIND: &'static str = KIND;
    type Payload = OpenPayment;

    async fn run(&self, services: &Services, ctx: &Ctx, open: OpenPayment) -> Result<(), JobError> {
        // The payment's id is the key the gateway knows the charge by.
        let settlement = services.gateway().lookup(&open.payment.to_string()).await;
        match &settlement {
            Settlement::Unknown { detail } => return Err(JobError::Later(detail.clone())),
            Settlement::NeverArrived => {
                let age = (services.clock().now() - open.since)
                    .to_std()
                    .unwrap_or_default();
                if let Some(rest) = PATIENCE.checked_sub(age).filter(|rest| !rest.is_zero()) {
                    return Err(JobError::Early(rest.min(Duration::from_secs(5))));
                }
            }
            Settlement::Succeeded { .. } | Settlement::Declined { .. } => {}
        }
        // Declined or failed is an end too; only an error of ours means to come back.
        booking::settle(services, ctx, open.payment, settlement).await?;
        Ok(())
    }
}
