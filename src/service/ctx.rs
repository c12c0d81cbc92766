//! Who asks, in which hotel, under which request: handed to every use case.

use std::sync::Arc;

use chrono_tz::Tz;

use crate::domain::id::{HotelId, PartnerId, SessionId, UserId};
use crate::domain::money::Currency;
use crate::domain::role::{Capability, Role};
use crate::error::AppError;

/// The hotel a use case works in: what never changes during a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HotelScope {
    /// Identifies the hotel in every row.
    pub id: HotelId,
    /// Stands in addresses and references.
    pub code: Arc<str>,
    /// The name on the door.
    pub name: Arc<str>,
    /// Where it is.
    pub city: Arc<str>,
    /// The database that holds its rows.
    pub database: Arc<str>,
    /// Its civil time.
    pub zone: Tz,
    /// Its money.
    pub currency: Currency,
    /// Open to guests.
    pub public: bool,
}

/// Who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// Somebody on the public page, not logged in.
    Guest,
    /// A member of this hotel's staff.
    User {
        /// The person.
        id: UserId,
        /// As shown in histories.
        name: Arc<str>,
        /// The role in this hotel.
        role: Role,
        /// The log-in.
        session: SessionId,
    },
    /// A partner that sends bookings.
    Partner {
        /// The partner.
        id: PartnerId,
        /// As shown in histories.
        name: Arc<str>,
    },
    /// The house itself: a job, by name.
    System(&'static str),
}

impl Actor {
    /// The kind as stored in the audit trail.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Guest => "guest",
            Self::User { .. } => "user",
            Self::Partner { .. } => "partner",
            Self::System(_) => "system",
        }
    }

    /// The name as stored in the audit trail.
    pub fn name(&self) -> &str {
        match self {
            Self::Guest => "Guest",
            Self::User { name, .. } | Self::Partner { name, .. } => name,
            Self::System(job) => job,
        }
    }
}

/// One operation's context. Made by the edge; a use case cannot be called without it.
#[derive(Clone, Debug)]
pub struct Ctx {
    /// Who asks.
    pub actor: Actor,
    /// Where.
    pub hotel: HotelScope,
    /// Names the request in logs, errors and the audit trail.
    pub request_id: Arc<str>,
}

impl Ctx {
    /// A context of the house itself, for a job.
    pub fn system(job: &'static str, hotel: HotelScope) -> Self {
        Self {
            actor: Actor::System(job),
            hotel,
            request_id: Arc::from(job),
        }
    }

    /// Passes for staff whose role carries the capability, and for the house itself.
    pub fn require(&self, capability: Capability) -> Result<(), AppError> {
        match &self.actor {
            Actor::System(_) => Ok(()),
            Actor::User { role, .. } if role.can(capability) => Ok(()),
            Actor::User { .. } => Err(AppError::forbidden()),
            Actor::Guest | Actor::Partner { .. } => Err(AppError::unauthenticated()),
        }
    }

    /// Whether staff asks, with this capability.
    pub fn is_staff_with(&self, capability: Capability) -> bool {
        matches!(&self.actor, Actor::User { role, .. } if role.can(capability))
    }
}
