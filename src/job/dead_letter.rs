//! Work that was given up, for a person to see and to send again.

use crate::domain::id::JobId;
use crate::domain::role::Capability;
use crate::error::AppError;
use crate::service::ctx::Ctx;
use crate::service::services::Services;
use crate::service::tx::Tx;
use crate::store;
use crate::store::job::DeadJob;

/// The hotel's given-up jobs, the latest first.
pub async fn list(services: &Services, ctx: &Ctx) -> Result<Vec<DeadJob>, AppError> {
    ctx.require(Capability::ManageHotel)?;
    let mut tx = Tx::begin(services, ctx).await?;
    let dead = store::job::list_dead(tx.conn(), ctx.hotel.id, 200).await?;
    tx.finish_reading().await?;
    Ok(dead)
}

/// Sends one of them again, with all its tries.
pub async fn send_again(services: &Services, ctx: &Ctx, job: JobId) -> Result<(), AppError> {
    ctx.require(Capability::ManageHotel)?;
    let mut tx = Tx::begin(services, ctx).await?;
    if !store::job::revive(tx.conn(), ctx.hotel.id, job).await? {
        return Err(AppError::not_found("job"));
    }
    tx.audit("job.send_again", "job", job, None, None);
    tx.commit().await.map_err(AppError::from)
}
