//! What partners sent, what we answered, and what we know of each of their bookings.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use super::error::StoreError;
use crate::domain::id::{BookingId, HotelId, MessageId};

/// A message to keep, as it came and without card data.
pub struct NewMessage<'a> {
    /// The hotel.
    pub hotel: HotelId,
    /// Identifies it, if it is new.
    pub id: MessageId,
    /// The partner's user name.
    pub partner: &'a str,
    /// What it asked for.
    pub action: &'a str,
    /// SHA-256 that tells it from every other message.
    pub body_hash: &'a [u8],
    /// The bytes.
    pub raw: &'a [u8],
    /// When it came.
    pub now: DateTime<Utc>,
}

/// Keeps a message. Answers its id: the given one, or that of the same message kept before.
pub async fn keep_message(
    conn: &mut PgConnection,
    new: &NewMessage<'_>,
) -> Result<MessageId, StoreError> {
    // Waits for whoever is writing the same message right now.
    sqlx::query!(
        r#"
        INSERT INTO channel_message (hotel_id, id, partner, action, body_hash, raw, received_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT ON CONSTRAINT channel_message_body_uq DO NOTHING
        "#,
        new.hotel.0,
        new.id.0,
        new.partner,
        new.action,
        new.body_hash,
        new.raw,
        new.now
    )
    .execute(&mut *conn)
    .await?;
    // A statement of its own: it sees a row that was committed while the first one waited.
    let id = sqlx::query_scalar!(
        r#"
        SELECT id FROM channel_message
        WHERE hotel_id = $1 AND partner = $2 AND action = $3 AND body_hash = $4
        "#,
        new.hotel.0,
        new.partner,
        new.action,
        new.body_hash
    )
    .fetch_one(conn)
    .await?;
    Ok(MessageId(id))
}

/// A message that nobody else is working on.
pub struct LockedMessage {
    /// The answer it got, if it was worked off.
    pub answer: Option<String>,
}

/// Takes a message for work until the transaction ends. `None`: somebody else has it.
pub async fn lock_message(
    conn: &mut PgConnection,
    hotel: HotelId,
    id: MessageId,
) -> Result<Option<LockedMessage>, StoreError> {
    Ok(sqlx::query_as!(
        LockedMessage,
        r#"
        SELECT answer FROM channel_message
        WHERE hotel_id = $1 AND id = $2
        FOR UPDATE SKIP LOCKED
        "#,
        hotel.0,
        id.0
    )
    .fetch_optional(conn)
    .await?)
}

/// Writes what a message was answered, and what a person should know about it.
pub async fn answer_message(
    conn: &mut PgConnection,
    hotel: HotelId,
    id: MessageId,
    answer: &str,
    remark: Option<&str>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query!(
        r#"
        UPDATE channel_message
        SET answer = $3, error = $4, answered_at = $5
        WHERE hotel_id = $1 AND id = $2 AND answer IS NULL
        "#,
        hotel.0,
        id.0,
        answer,
        remark,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Writes why a message could not be worked off; it stays open for the partner's next try.
pub async fn note_failure(
    conn: &mut PgConnection,
    hotel: HotelId,
    id: MessageId,
    error: &str,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE channel_message SET error = $3 WHERE hotel_id = $1 AND id = $2 AND answer IS NULL",
        hotel.0,
        id.0,
        error
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// How a partner's booking stands with the partner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChannelStatus {
    /// Asked for an offer.
    Requested,
    /// Sold.
    Reserved,
    /// Given up.
    Cancelled,
}

impl ChannelStatus {
    /// As stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Requested => "requested",
            Self::Reserved => "reserved",
            Self::Cancelled => "cancelled",
        }
    }

    fn parse(word: &str) -> Option<Self> {
        [Self::Requested, Self::Reserved, Self::Cancelled]
            .into_iter()
            .find(|status| status.as_str() == word)
    }
}

/// What is known of one booking of a partner.
#[derive(Clone, Copy, Debug)]
pub struct KnownBooking {
    /// Our booking, if it ever was one.
    pub booking: Option<BookingId>,
    /// What the partner said last.
    pub status: ChannelStatus,
    /// When it changed, by the partner's own clock where it told.
    pub updated_at: DateTime<Utc>,
}

/// Locks what is known of a partner's booking, so that its messages are taken one after the
/// other. `None`: never heard of; it is written down now as `status` at `at`.
pub async fn lock_booking(
    conn: &mut PgConnection,
    hotel: HotelId,
    partner: &str,
    external_id: &str,
    status: ChannelStatus,
    at: DateTime<Utc>,
) -> Result<Option<KnownBooking>, StoreError> {
    let written = sqlx::query!(
        r#"
        INSERT INTO channel_booking (hotel_id, partner, external_id, status, updated_at)
        VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT ON CONSTRAINT channel_booking_pk DO NOTHING
        "#,
        hotel.0,
        partner,
        external_id,
        status.as_str(),
        at
    )
    .execute(&mut *conn)
    .await?;
    if written.rows_affected() == 1 {
        return Ok(None);
    }
    let row = sqlx::query!(
        r#"
        SELECT booking_id, status, updated_at FROM channel_booking
        WHERE hotel_id = $1 AND partner = $2 AND external_id = $3
        FOR UPDATE
        "#,
        hotel.0,
        partner,
        external_id
    )
    .fetch_one(conn)
    .await?;
    Ok(Some(KnownBooking {
        booking: row.booking_id.map(BookingId),
        status: ChannelStatus::parse(&row.status)
            .ok_or_else(|| StoreError::inconsistent("channel_booking", "status", &row.status))?,
        updated_at: row.updated_at,
    }))
}

/// Writes down how a partner's booking stands; time never goes back.
pub async fn remember_booking(
    conn: &mut PgConnection,
    hotel: HotelId,
    partner: &str,
    external_id: &str,
    known: &KnownBooking,
) -> Result<(), StoreError> {
    sqlx::query!(
        r#"
        UPDATE channel_booking
        SET booking_id = COALESCE($4, booking_id), status = $5, updated_at = greatest(updated_at, $6)
        WHERE hotel_id = $1 AND partner = $2 AND external_id = $3
        "#,
        hotel.0,
        partner,
        external_id,
        known.booking.map(|booking| booking.0),
        known.status.as_str(),
        known.updated_at
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Whether the hotel has heard of one of these bookings of a partner.
pub async fn knows_any(
    conn: &mut PgConnection,
    hotel: HotelId,
    partner: &str,
    external_ids: &[String],
) -> Result<bool, StoreError> {
    Ok(sqlx::query_scalar!(
        r#"
        SELECT EXISTS (
            SELECT FROM channel_booking
            WHERE hotel_id = $1 AND partner = $2 AND external_id = ANY ($3)
        ) AS "known!"
        "#,
        hotel.0,
        partner,
        external_ids
    )
    .fetch_one(conn)
    .await?)
}

/// What a partner calls one of our room types or rate plans.
pub struct MappingRow {
    /// `room_type` or `rate_plan`.
    pub kind: String,
    /// The partner's code.
    pub external_code: String,
    /// Ours.
    pub target: Uuid,
}

/// All codes of a partner.
pub async fn list_mappings(
    conn: &mut PgConnection,
    hotel: HotelId,
    partner: &str,
) -> Result<Vec<MappingRow>, StoreError> {
    Ok(sqlx::query_as!(
        MappingRow,
        r#"
        SELECT kind, external_code, target_id AS target FROM channel_mapping
        WHERE hotel_id = $1 AND partner = $2
        "#,
        hotel.0,
        partner
    )
    .fetch_all(conn)
    .await?)
}
