//! What a hotel sells and how it taxes, remembered for a while: it changes rarely and every search
//! needs it whole.

use std::sync::Arc;

use super::ctx::Ctx;
use super::services::Services;
use super::tx::Tx;
use crate::domain::id::{RatePlanId, RoomTypeId};
use crate::domain::rate::{RatePlan, RoomType};
use crate::domain::tax::Taxes;
use crate::error::AppError;
use crate::store;

/// Room types, rate plans and taxes of one hotel.
#[derive(Clone, Debug)]
pub struct Catalog {
    /// In the hotel's order.
    pub room_types: Vec<RoomType>,
    /// In the hotel's order.
    pub rate_plans: Vec<RatePlan>,
    /// VAT and city tax.
    pub taxes: Taxes,
}

impl Catalog {
    /// The room type with this code.
    pub fn room_type(&self, code: &str) -> Option<&RoomType> {
        self.room_types
            .iter()
            .find(|room_type| room_type.code == code)
    }

    /// The room type with this id.
    pub fn room_type_of(&self, id: RoomTypeId) -> Option<&RoomType> {
        self.room_types.iter().find(|room_type| room_type.id == id)
    }

    /// The rate plan with this code.
    pub fn rate_plan(&self, code: &str) -> Option<&RatePlan> {
        self.rate_plans.iter().find(|plan| plan.code == code)
    }

    /// The rate plan with this id.
    pub fn rate_plan_of(&self, id: RatePlanId) -> Option<&RatePlan> {
        self.rate_plans.iter().find(|plan| plan.id == id)
    }

    /// The plan whose nights have prices of their own: the plan itself, or the one it derives from.
    pub fn base_of(plan: &RatePlan) -> RatePlanId {
        plan.parent_id.unwrap_or(plan.id)
    }
}

/// The hotel's catalogue.
pub async fn catalog(services: &Services, ctx: &Ctx) -> Result<Arc<Catalog>, AppError> {
    if let Some(known) = services.catalogs().get(&ctx.hotel.id).await {
        return Ok(known);
    }
    let mut tx = Tx::begin(services, ctx).await?;
    let hotel = ctx.hotel.id;
    let catalog = Arc::new(Catalog {
        room_types: store::catalog::room_types(tx.conn(), hotel).await?,
        rate_plans: store::catalog::rate_plans(tx.conn(), hotel).await?,
        taxes: store::property::taxes(tx.conn(), hotel).await?,
    });
    tx.finish_reading().await?;
    services
        .catalogs()
        .insert(hotel, Arc::clone(&catalog))
        .await;
    Ok(catalog)
}
