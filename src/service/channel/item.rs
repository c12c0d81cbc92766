//! One booking of a message, taken in the message's transaction.

use chrono::{DateTime, Utc};

use super::super::booking::{self, ChannelGuest, ChannelSale};
use super::super::ctx::Ctx;
use super::super::guest_stay::fee_now;
use super::super::reservation::cancel_in;
use super::super::services::Services;
use super::super::tx::Tx;
use super::Fault;
use super::mapping::Mapping;
use crate::domain::id::BookingId;
use crate::domain::reservation::Status;
use crate::integration::channel::{ChannelItem, Intent, ItemOutcome};
use crate::live::{Change, kind};
use crate::store;
use crate::store::channel::{ChannelStatus, KnownBooking};
use crate::store::error::StoreError;
use crate::store::reservation::HeldRow;

/// What became of an item.
pub(super) struct Taken {
    /// For the partner.
    pub outcome: ItemOutcome,
    /// For whoever reads the hotel's list of messages.
    pub remark: Option<String>,
}

/// Where the items of one partner are taken.
pub(super) struct Desk<'a> {
    pub services: &'a Services,
    pub ctx: &'a Ctx,
    pub partner: &'a str,
    pub mapping: &'a Mapping<'a>,
}

impl Desk<'_> {
    /// Takes an item. Only what does not say what was sold is refused; everything else is taken,
    /// with a remark where a person should know more.
    pub async fn take(&self, tx: &mut Tx, item: &ChannelItem) -> Result<Taken, Fault> {
        if let Some(reason) = &item.refusal {
            return Ok(Taken {
                outcome: ItemOutcome::refused(item, reason.as_str()),
                remark: None,
            });
        }
        let hotel = self.ctx.hotel.id;
        let said = match item.intent {
            Intent::Reserve | Intent::Acknowledge => ChannelStatus::Reserved,
            Intent::Inquire => ChannelStatus::Requested,
            Intent::Cancel => ChannelStatus::Cancelled,
        };
        let at = stamp(item).unwrap_or(tx.now());
        let known = store::channel::lock_booking(
            tx.conn(),
            hotel,
            self.partner,
            &item.external_id,
            said,
            at,
        )
        .await?;
        let mut booking = known.and_then(|known| known.booking);
        if booking.is_none() {
            // Made before we kept such a list.
            booking =
                store::booking::lookup_external(tx.conn(), hotel, self.partner, &item.external_id)
                    .await?;
        }
        let (now_known, remark) = match item.intent {
            Intent::Reserve => self.reserve(tx, item, booking, known).await?,
            Intent::Inquire => inquire(booking, known),
            Intent::Cancel => self.cancel(tx, booking).await?,
            Intent::Acknowledge => self.acknowledge(tx, booking, known).await?,
        };
        if let Some((booking, status)) = now_known {
            let known = KnownBooking {
                booking,
                status,
                updated_at: at,
            };
            store::channel::remember_booking(
                tx.conn(),
                hotel,
                self.partner,
                &item.external_id,
                &known,
            )
            .await?;
        }
        Ok(Taken {
            outcome: ItemOutcome::accepted(item),
            remark,
        })
    }

    /// Books what was sold, or brings a booking we have up to date.
    async fn reserve(
        &self,
        tx: &mut Tx,
        item: &ChannelItem,
        booking: Option<BookingId>,
        known: Option<KnownBooking>,
    ) -> Result<(NowKnown, Option<String>), Fault> {
        if let Some(why) = known.and_then(|known| outdated(item, &known)) {
            return Ok((None, Some(why.to_owned())));
        }
        let rooms = self.mapping.sold_rooms(item)?;
        let notes = notes(item);
        let guest = guest(item);
        let booking = match booking {
            None => {
                let sale = ChannelSale {
                    partner: self.partner.to_owned(),
                    external_id: item.external_id.clone(),
                    guest: guest.unwrap_or_else(nobody),
                    rooms,
                    notes,
                };
                booking::take_over(self.services, self.ctx, tx, sale).await?
            }
            Some(booking) => {
                let newer = known.is_none_or(|known| stamp(item) > Some(known.updated_at));
                let change = booking::ChangedSale {
                    booking,
                    guest,
                    rooms,
                    notes,
                    newer,
                };
                booking::change_sale(self.services, self.ctx, tx, change).await?;
                booking
            }
        };
        Ok((Some((Some(booking), ChannelStatus::Reserved)), None))
    }

    /// Gives up what can still be given up; a booking never heard of is remembered as cancelled.
    async fn cancel(
        &self,
        tx: &mut Tx,
        booking: Option<BookingId>,
    ) -> Result<(NowKnown, Option<String>), Fault> {
        let told = Some((booking, ChannelStatus::Cancelled));
        let Some(booking) = booking else {
            return Ok((told, Some("cancelled, and never booked here".to_owned())));
        };
        let hotel = self.ctx.hotel.id;
        for held in store::reservation::lock_booking(tx.conn(), hotel, booking).await? {
            if held.status.cancel().is_ok() {
                let row = store::reservation::lookup(tx.conn(), hotel, &held.reference, false)
                    .await?
                    .ok_or_else(|| StoreError::inconsistent("reservation", "id", held.id))?;
                let fee = fee_now(self.services, &row);
                cancel_in(self.ctx, tx, &row, "cancelled by the channel", fee).await?;
            } else if matches!(held.status, Status::InHouse | Status::CheckedOut) {
                self.mark(
                    tx,
                    &held,
                    "The channel cancelled this stay after the guest had come.",
                )
                .await?;
            }
        }
        Ok((told, None))
    }

    /// The partner says that a booking stands.
    async fn acknowledge(
        &self,
        tx: &mut Tx,
        booking: Option<BookingId>,
        known: Option<KnownBooking>,
    ) -> Result<(NowKnown, Option<String>), Fault> {
        let told = Some((booking, ChannelStatus::Reserved));
        let Some(booking) = booking else {
            // A cancellation that came first is not undone by a word.
            let cancelled = known.is_some_and(|known| known.status == ChannelStatus::Cancelled);
            let remark = "reserved, and we never got the stay".to_owned();
            return Ok((if cancelled { None } else { told }, Some(remark)));
        };
        let hotel = self.ctx.hotel.id;
        for held in store::reservation::lock_booking(tx.conn(), hotel, booking).await? {
            if matches!(held.status, Status::Cancelled | Status::NoShow) {
                self.mark(tx, &held, "The channel says that this booking stands.")
                    .await?;
            }
        }
        Ok((told, None))
    }

    /// Puts a reservation before a person's eyes.
    async fn mark(&self, tx: &mut Tx, held: &HeldRow, note: &str) -> Result<(), StoreError> {
        booking::mark(tx, self.ctx.hotel.id, held.id, note).await?;
        let stays = store::stay_bar::by_ids(tx.conn(), self.ctx.hotel.id, &[held.id.0]).await?;
        tx.emit(
            kind::RESERVATION_CHANGED,
            &Change {
                stays,
                ..Change::default()
            },
        )
    }
}

/// What is to be written down about the partner's booking, if anything.
type NowKnown = Option<(Option<BookingId>, ChannelStatus)>;

/// An inquiry takes no room. It is written down, and a booking that stands stays one.
fn inquire(booking: Option<BookingId>, known: Option<KnownBooking>) -> (NowKnown, Option<String>) {
    match known {
        Some(known) if known.status != ChannelStatus::Requested => (None, None),
        _ => {
            let remark = "asks for an offer; nothing was booked".to_owned();
            (Some((booking, ChannelStatus::Requested)), Some(remark))
        }
    }
}

/// Why a sale is not news: between two messages of one booking no order is promised.
fn outdated(item: &ChannelItem, known: &KnownBooking) -> Option<&'static str> {
    let at = stamp(item)?;
    match known.status {
        ChannelStatus::Cancelled if at <= known.updated_at => Some("came after its cancellation"),
        ChannelStatus::Reserved if at < known.updated_at => Some("came after a newer message"),
        _ => None,
    }
}

/// When the partner last changed the booking, by its own clock.
fn stamp(item: &ChannelItem) -> Option<DateTime<Utc>> {
    item.modified_at.or(item.created_at).map(|at| at.to_utc())
}

fn guest(item: &ChannelItem) -> Option<ChannelGuest> {
    let guest = item.guest.clone()?;
    Some(ChannelGuest {
        name: guest.name,
        email: guest.email,
        phone: guest.phone,
        country: guest.country,
        language: guest.language,
    })
}

/// Stands for a guest whom the channel did not name.
fn nobody() -> ChannelGuest {
    ChannelGuest {
        name: "Guest without a name".to_owned(),
        email: None,
        phone: None,
        country: None,
        language: None,
    }
}

fn notes(item: &ChannelItem) -> String {
    match &item.agency {
        Some(agency) if item.comments.is_empty() => format!("Agency: {agency}."),
        Some(agency) => format!("{}\nAgency: {agency}.", item.comments),
        None => item.comments.clone(),
    }
}
