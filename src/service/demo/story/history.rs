//! The audit trail of a reservation.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{Sketch, Story, Visit};
use crate::domain::id::ReservationId;
use crate::domain::money::Money;
use crate::domain::rate::Quote;
use crate::domain::reservation::Status;
use crate::store::demo::AuditLine;

impl Story<'_> {
    pub(super) fn write_history(
        &mut self,
        sketch: &Sketch,
        id: ReservationId,
        quote: &Quote,
        (came, left): Visit,
    ) {
        let desk = ("user", *self.chance.pick(self.house.staff));
        let booker = match sketch.source {
            "web" | "api" => ("guest", "Guest"),
            "channel" => ("partner", "Demo Channel"),
            _ => desk,
        };
        let first = if sketch.status.holds() {
            "reservation.hold"
        } else {
            "reservation.create"
        };
        let after = format!(
            r#"{{"status":"{}","arrival":"{}","departure":"{}","total":{}}}"#,
            if came.is_some() || sketch.ended.is_some() {
                Status::Confirmed.as_str()
            } else {
                sketch.status.as_str()
            },
            sketch.days.start,
            sketch.days.end,
            amount(quote.total),
        );
        self.audit(sketch.created, booker, first, "reservation", id.0, after);
        let status = |status: Status| format!(r#"{{"status":"{}"}}"#, status.as_str());
        if let Some(came) = came {
            let after = status(Status::InHouse);
            self.audit(
                came,
                desk,
                "reservation.check_in",
                "reservation",
                id.0,
                after,
            );
        }
        if let Some(left) = left {
            let after = status(Status::CheckedOut);
            self.audit(
                left,
                desk,
                "reservation.check_out",
                "reservation",
                id.0,
                after,
            );
        }
        if let Some((at, why)) = sketch.ended {
            let (action, who) = match (sketch.status, why) {
                (Status::NoShow, _) => ("reservation.no_show", desk),
                (_, "cancelled at the desk") => ("reservation.cancel", desk),
                (_, "cancelled by the guest") => ("reservation.cancel", booker),
                _ => ("reservation.release", booker),
            };
            let after = format!(
                r#"{{"status":"{}","reason":"{why}"}}"#,
                sketch.status.as_str()
            );
            self.audit(at, who, action, "reservation", id.0, after);
        }
    }

    pub(super) fn audit(
        &mut self,
        at: DateTime<Utc>,
        actor: (&str, &str),
        action: &str,
        entity: &str,
        entity_id: Uuid,
        after: String,
    ) {
        let id = self.chance.uuid(at);
        let line = AuditLine {
            id,
            at,
            actor,
            action,
            entity,
            entity_id,
            after,
        };
        self.sheets.audit(self.place.hotel, &line);
    }
}

/// Money as the API writes it.
pub(super) fn amount(money: Money) -> String {
    format!(
        r#"{{"minor":{},"currency":"{}"}}"#,
        money.minor, money.currency
    )
}
