//! What the mails say: each in HTML and as text with the same content.
//!
//! The HTML is for mail readers, which know tables and inline styles and little else. Everything
//! a person typed is escaped on its way in.

mod html;
#[cfg(test)]
mod tests;
mod text;

use chrono::{DateTime, NaiveDate, Utc};

use super::message::NotForAHeader;
use super::{Mail, Mailbox, MessageId, Subject};
use crate::domain::money::Money;
use crate::domain::rate::NightPrice;
use crate::domain::reference::Reference;

/// Who writes to whom, and under which name the mail is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope {
    /// The guest.
    pub to: Mailbox,
    /// The hotel.
    pub from: Mailbox,
    /// The same for the same piece of work.
    pub message_id: MessageId,
    /// When the mail was ordered.
    pub date: DateTime<Utc>,
}

/// The hotel as a guest needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HotelCard {
    /// The name on the door.
    pub name: String,
    /// Street, city and country in one line.
    pub address: String,
    /// For questions.
    pub email: String,
    /// For questions.
    pub phone: String,
    /// From when the room is ready, `15:00`.
    pub check_in_from: String,
    /// Until when to leave, `11:00`.
    pub check_out_until: String,
}

/// The stay both mails are about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StayCard {
    /// What the guest names at the desk.
    pub reference: Reference,
    /// Who stays.
    pub guest: String,
    /// First night.
    pub arrival: NaiveDate,
    /// Day of leaving.
    pub departure: NaiveDate,
    /// Adults.
    pub adults: u16,
    /// Children.
    pub children: u16,
    /// The room type's name.
    pub room: String,
    /// The rate plan's name.
    pub rate: String,
    /// Everything included.
    pub total: Money,
    /// Paid so far.
    pub paid: Money,
    /// The guest's own page, with its key.
    pub own_page: String,
}

impl StayCard {
    /// How many nights.
    fn nights(&self) -> u16 {
        u16::try_from((self.departure - self.arrival).num_days()).unwrap_or(0)
    }

    /// `2 adults, 1 child`.
    fn party(&self) -> String {
        let adults = format!(
            "{} {}",
            self.adults,
            if self.adults == 1 { "adult" } else { "adults" }
        );
        match self.children {
            0 => adults,
            1 => format!("{adults}, 1 child"),
            children => format!("{adults}, {children} children"),
        }
    }

    /// What is still owed at the hotel; nothing when too much was paid.
    fn to_pay(&self) -> Money {
        let owed = self.total.minor.saturating_sub(self.paid.minor).max(0);
        Money::new(owed, self.total.currency)
    }
}

/// A stay is booked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfirmationMail {
    /// Who writes to whom.
    pub envelope: Envelope,
    /// Where.
    pub hotel: HotelCard,
    /// What.
    pub stay: StayCard,
    /// The price of each night.
    pub nights: Vec<NightPrice>,
    /// The part of the total that is city tax; zero where there is none.
    pub city_tax: Money,
    /// The rule for cancelling, as a sentence without a full stop.
    pub cancellation: String,
}

/// A stay is given up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CancellationMail {
    /// Who writes to whom.
    pub envelope: Envelope,
    /// Where.
    pub hotel: HotelCard,
    /// What.
    pub stay: StayCard,
    /// What it costs; zero when it was free.
    pub fee: Money,
}

/// Tells a guest that the stay is booked. Refuses a hotel's name that cannot stand in a subject.
pub fn confirmation(mail: &ConfirmationMail) -> Result<Mail, NotForAHeader> {
    let subject = format!("Booked: {}, {}", mail.hotel.name, mail.stay.reference);
    letter(
        &mail.envelope,
        &subject,
        text::confirmation(mail),
        html::confirmation(mail),
    )
}

/// Tells a guest that the stay is cancelled. Refuses a hotel's name that cannot stand in a subject.
pub fn cancellation(mail: &CancellationMail) -> Result<Mail, NotForAHeader> {
    let subject = format!("Cancelled: {}, {}", mail.hotel.name, mail.stay.reference);
    letter(
        &mail.envelope,
        &subject,
        text::cancellation(mail),
        html::cancellation(mail),
    )
}

fn letter(
    envelope: &Envelope,
    subject: &str,
    text: String,
    html: String,
) -> Result<Mail, NotForAHeader> {
    Ok(Mail {
        to: envelope.to.clone(),
        from: envelope.from.clone(),
        subject: Subject::new(subject)?,
        text,
        html,
        message_id: envelope.message_id.clone(),
        date: envelope.date,
    })
}
