//! Letters to guests.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use serde::Deserialize;
use uuid::Uuid;

use super::handler::{JobError, JobHandler};
use crate::domain::reservation::Status;
use crate::integration::mail::message::NotForAHeader;
use crate::integration::mail::template::{
    self, CancellationMail, ConfirmationMail, Envelope, HotelCard, StayCard,
};
use crate::integration::mail::{Mail, MailError, Mailbox, MessageId};
use crate::live::Change;
use crate::service::ctx::Ctx;
use crate::service::guest_letter::{self, GuestLetter};
use crate::service::services::Services;
use crate::view::rack::StayBar;

/// As stored: the stay is booked.
pub const CONFIRMATION: &str = "mail.confirmation";
/// As stored: the stay is cancelled.
pub const CANCELLATION: &str = "mail.cancellation";

/// Bookings that came to us. A channel writes to its guests itself.
const OWN_SOURCES: [&str; 5] = ["web", "desk", "walk_in", "phone", "api"];

/// Confirms a stay to its guest.
#[derive(Clone, Copy, Debug)]
pub struct Confirmation;

/// Confirms a cancellation to its guest.
#[derive(Clone, Copy, Debug)]
pub struct Cancellation;

/// The event that asks for the letter.
#[derive(Debug, Deserialize)]
pub struct Told {
    event: Uuid,
    at: DateTime<Utc>,
    data: Change,
}

#[async_trait]
impl JobHandler for Confirmation {
    const KIND: &'static str = CONFIRMATION;
    type Payload = Told;

    async fn run(&self, services: &Services, ctx: &Ctx, told: Told) -> Result<(), JobError> {
        let still_booked = [Status::Confirmed, Status::InHouse, Status::CheckedOut];
        write_to_guests(services, ctx, &told, &still_booked, confirmation).await
    }
}

#[async_trait]
impl JobHandler for Cancellation {
    const KIND: &'static str = CANCELLATION;
    type Payload = Told;

    async fn run(&self, services: &Services, ctx: &Ctx, told: Told) -> Result<(), JobError> {
        write_to_guests(services, ctx, &told, &[Status::Cancelled], cancellation).await
    }
}

/// Composes a letter about a stay, or says which part cannot stand in a mail's head.
type Compose = fn(Envelope, &GuestLetter) -> Result<Mail, NotForAHeader>;

/// One letter per stay of the event, as it is now; none where things have moved on meanwhile.
async fn write_to_guests(
    services: &Services,
    ctx: &Ctx,
    told: &Told,
    fitting: &[Status],
    compose: Compose,
) -> Result<(), JobError> {
    for bar in &told.data.stays {
        if !OWN_SOURCES.contains(&bar.source.as_str()) {
            continue;
        }
        let letter = guest_letter::get(services, ctx, &bar.reference).await?;
        let Some(email) = letter.guest_email.clone() else {
            continue;
        };
        if !fitting.contains(&letter.stay.status) {
            tracing::info!(reference = %bar.reference, "a letter is no longer needed");
            continue;
        }
        let mail = address(told, bar, &email, &letter)
            .and_then(|envelope| compose(envelope, &letter))
            .map_err(MailError::from)?;
        services.mailer().send(&mail).await?;
    }
    Ok(())
}

fn address(
    told: &Told,
    bar: &StayBar,
    email: &str,
    letter: &GuestLetter,
) -> Result<Envelope, NotForAHeader> {
    let from = Mailbox::new(&letter.stay.hotel_name, &letter.hotel_email)?;
    Ok(Envelope {
        to: Mailbox::new(&letter.stay.guest, email)?,
        message_id: MessageId::of(told.event, bar.id.0, from.domain())?,
        from,
        date: told.at,
    })
}

fn confirmation(envelope: Envelope, letter: &GuestLetter) -> Result<Mail, NotForAHeader> {
    template::confirmation(&ConfirmationMail {
        envelope,
        hotel: hotel_card(letter),
        stay: stay_card(letter),
        nights: letter.stay.nights.clone(),
        city_tax: letter.stay.city_tax,
        cancellation: letter.stay.cancellation.clone(),
    })
}

fn cancellation(envelope: Envelope, letter: &GuestLetter) -> Result<Mail, NotForAHeader> {
    template::cancellation(&CancellationMail {
        envelope,
        hotel: hotel_card(letter),
        stay: stay_card(letter),
        fee: letter.stay.cancel_fee,
    })
}

fn hotel_card(letter: &GuestLetter) -> HotelCard {
    let stay = &letter.stay;
    HotelCard {
        name: stay.hotel_name.clone(),
        address: stay.hotel_address.clone(),
        email: letter.hotel_email.clone(),
        phone: stay.hotel_phone.clone(),
        check_in_from: stay.check_in_from.clone(),
        check_out_until: stay.check_out_until.clone(),
    }
}

fn stay_card(letter: &GuestLetter) -> StayCard {
    let stay = &letter.stay;
    StayCard {
        reference: stay.reference.clone(),
        guest: stay.guest.clone(),
        arrival: stay.arrival,
        departure: stay.departure,
        adults: u16::try_from(stay.adults).unwrap_or(0),
        children: u16::try_from(stay.children).unwrap_or(0),
        room: stay.room_type_name.clone(),
        rate: stay.rate_plan_name.clone(),
        total: stay.total,
        paid: stay.paid,
        own_page: letter.own_page.clone(),
    }
}
