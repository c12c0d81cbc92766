//! What is asked for, checked as far as it can be without the database's counters.

use std::sync::Arc;

use super::super::catalog::{Catalog, catalog};
use super::super::ctx::{Actor, Ctx};
use super::super::services::Services;
use crate::domain::party::Party;
use crate::domain::rate::{RatePlan, RoomType};
use crate::domain::stay::Stay;
use crate::error::{AppError, FieldErrors};
use crate::view::booking::{NewGuest, NewReservation};

/// A request that makes sense.
pub(super) struct Order {
    pub catalog: Arc<Catalog>,
    pub room_type: RoomType,
    pub plan: RatePlan,
    pub stay: Stay,
    pub party: Party,
    pub guest: NewGuest,
    /// The card, if one pays now.
    pub token: Option<String>,
    /// `web`, `desk` or `api`.
    pub source: &'static str,
}

impl Order {
    /// Checks everything that needs no counter, and names every wrong field at once.
    pub async fn read(
        services: &Services,
        ctx: &Ctx,
        new: NewReservation,
    ) -> Result<Self, AppError> {
        let catalog = catalog(services, ctx).await?;
        let mut fields = FieldErrors::new();
        let mut wrong = |field: &str, problem: String| {
            fields.insert(field.to_owned(), problem);
        };
        let staff = matches!(ctx.actor, Actor::User { .. });
        let room_type = catalog.room_type(&new.room_type).cloned();
        if room_type.is_none() {
            wrong("room_type", "This hotel has no such room type.".to_owned());
        }
        let plan = catalog
            .rate_plan(&new.rate_plan)
            .filter(|plan| plan.public || staff)
            .cloned();
        if plan.is_none() {
            wrong("rate_plan", "This hotel has no such rate.".to_owned());
        }
        let stay = Stay::new(new.arrival, new.departure)
            .map_err(|problem| wrong("departure", problem.to_string()));
        let party = Party::of_counts(new.adults, new.children)
            .map_err(|problem| wrong("adults", problem.to_string()));
        let token = new.payment.map(|payment| payment.token);
        let pays_now = plan.as_ref().is_some_and(|plan| plan.prepaid) && !staff;
        if pays_now && token.is_none() {
            wrong("payment", "This rate is paid when it is booked.".to_owned());
        }
        if token
            .as_ref()
            .is_some_and(|token| token.is_empty() || token.len() > 255)
        {
            wrong("payment", "This is no card.".to_owned());
        }
        let guest = read_guest(new.guest, &mut wrong);
        match (room_type, plan, stay, party) {
            (Some(room_type), Some(plan), Ok(stay), Ok(party)) if fields.is_empty() => Ok(Self {
                catalog: Arc::clone(&catalog),
                room_type,
                plan,
                stay,
                party,
                guest,
                token,
                source: if staff { "desk" } else { "web" },
            }),
            _ => Err(AppError::invalid(fields)),
        }
    }
}

/// Trims the guest's data and reports what a confirmation could not be sent to.
fn read_guest(guest: NewGuest, wrong: &mut impl FnMut(&str, String)) -> NewGuest {
    let name = guest.name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() {
        wrong("guest.name", "Please give a name.".to_owned());
    } else if name.chars().count() > 120 || name.chars().any(char::is_control) {
        wrong("guest.name", "A name has at most 120 letters.".to_owned());
    }
    let email = non_empty(guest.email);
    if email
        .as_deref()
        .is_some_and(|email| !looks_like_email(email))
    {
        wrong("guest.email", "This is no e-mail address.".to_owned());
    }
    let phone = non_empty(guest.phone);
    if phone
        .as_deref()
        .is_some_and(|phone| !looks_like_phone(phone))
    {
        wrong("guest.phone", "This is no telephone number.".to_owned());
    }
    NewGuest { name, email, phone }
}

fn non_empty(text: Option<String>) -> Option<String> {
    text.map(|text| text.trim().to_owned())
        .filter(|text| !text.is_empty())
}

fn looks_like_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else {
        return false;
    };
    text.len() <= 254
        && !local.is_empty()
        && domain.contains('.')
        && !domain.starts_with('.')
        && !domain.ends_with('.')
        && !text
            .chars()
            .any(|c| c.is_whitespace() || c.is_control() || "<>,;\"".contains(c))
}

fn looks_like_phone(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    (5..=20).contains(&digits)
        && text.len() <= 40
        && text
            .chars()
            .all(|c| c.is_ascii_digit() || " +-()/.".contains(c))
}
