//! Stays as the rack, the lists of today and every `reservation.*` event show them.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use super::error::StoreError;
use crate::domain::id::{HotelId, ReservationId, RoomId, RoomTypeId};
use crate::domain::money::Money;
use crate::domain::reservation::Status;
use crate::view::rack::{RoomSpan, StayBar};

/// No stay is longer (constraint `reservation_stay_sane`); bounds the search by arrival.
const LONGEST_STAY: chrono::Days = chrono::Days::new(365);

/// A stay as it stands in the tables, with its rooms and its account beside it.
struct Row {
    id: Uuid,
    reference: String,
    status: String,
    room_type_id: Uuid,
    arrival: NaiveDate,
    departure: NaiveDate,
    adults: i16,
    children: i32,
    guest: String,
    vip: bool,
    source: String,
    total_minor: i64,
    currency: String,
    hold_until: Option<DateTime<Utc>>,
    attention: Option<String>,
    version: i32,
    room_ids: Option<Vec<Uuid>>,
    room_from: Option<Vec<NaiveDate>>,
    room_to: Option<Vec<NaiveDate>>,
    account_minor: i64,
    charged: bool,
}

/// One SELECT for both questions; the tail says which stays, `$1` is always the hotel.
macro_rules! stays {
    ($tail:tt, $($argument:expr),*) => {
        sqlx::query_as!(
            Row,
            r#"
            SELECT r.id, r.reference, r.status, r.room_type_id, r.arrival, r.departure, r.adults
                 , cardinality(r.child_ages) AS "children!", g.name AS guest, g.vip
                 , COALESCE(b.partner, b.source) AS "source!"
                 , r.total_minor, r.currency AS "currency!", r.hold_until, r.attention, r.version
                 , rooms.ids AS room_ids, rooms.since AS room_from, rooms.until AS room_to
                 , account.minor AS "account_minor!", account.charged AS "charged!"
            FROM reservation r
            JOIN guest g ON g.hotel_id = r.hotel_id AND g.id = r.guest_id
            JOIN booking b ON b.hotel_id = r.hotel_id AND b.id = r.booking_id
            CROSS JOIN LATERAL (
                SELECT array_agg(a.room_id ORDER BY lower(a.period)) AS ids
                     , array_agg(lower(a.period) ORDER BY lower(a.period)) AS since
                     , array_agg(upper(a.period) ORDER BY lower(a.period)) AS until
                FROM room_assignment a
                WHERE a.hotel_id = r.hotel_id AND a.reservation_id = r.id
            ) rooms
            CROSS JOIN LATERAL (
                SELECT COALESCE(sum(p.debit_minor - p.credit_minor), 0)::bigint AS minor
                     , COALESCE(bool_or(p.account = 'guest' AND p.kind IN ('charge', 'tax')), false) AS charged
                FROM folio f
                JOIN posting p ON p.hotel_id = f.hotel_id AND p.folio_id = f.id
                WHERE f.hotel_id = r.hotel_id AND f.reservation_id = r.id
                  AND p.account IN ('guest', 'deposit')
            ) account
            WHERE r.hotel_id = $1 "# + $tail,
            $($argument),*
        )
    };
}

/// These reservations, whatever their state: what an event tells of them.
pub async fn by_ids(
    conn: &mut PgConnection,
    hotel: HotelId,
    ids: &[Uuid],
) -> Result<Vec<StayBar>, StoreError> {
    let rows = stays!("AND r.id = ANY($2) ORDER BY r.arrival, r.id", hotel.0, ids)
        .fetch_all(conn)
        .await?;
    rows.into_iter().map(Row::into_bar).collect()
}

/// Every stay that stands on the rack on one of the days `[from, to)`. A stay that leaves on
/// `from` is there until noon, and so is shown.
pub async fn in_window(
    conn: &mut PgConnection,
    hotel: HotelId,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<StayBar>, StoreError> {
    let (earliest, latest) = reach(from, to);
    // Plain comparisons of dates: a range operator is not leakproof, so below row-level security
    // no index could answer it.
    let rows = stays!(
        "AND r.departure >= $2 AND r.arrival < $3 AND r.arrival >= $4 AND r.departure < $5
           AND r.status NOT IN ('cancelled', 'no_show')
         ORDER BY r.arrival, r.id",
        hotel.0,
        from,
        to,
        earliest,
        latest
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(Row::into_bar).collect()
}

/// What the desk has to do with on this day: arrivals, departures and guests in the house, with
/// those that should have come or gone before.
pub async fn on_day(
    conn: &mut PgConnection,
    hotel: HotelId,
    day: NaiveDate,
) -> Result<Vec<StayBar>, StoreError> {
    let (earliest, _) = reach(day, day);
    let rows = stays!(
        "AND r.arrival <= $2 AND r.arrival >= $3
           AND (r.status = 'in_house'
                OR r.status = 'confirmed'
                OR (r.status = 'checked_out' AND r.departure = $2))
         ORDER BY r.arrival, r.id",
        hotel.0,
        day,
        earliest
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(Row::into_bar).collect()
}

/// The earliest arrival and the latest departure of a stay that touches `[from, to)`.
fn reach(from: NaiveDate, to: NaiveDate) -> (NaiveDate, NaiveDate) {
    (
        from.checked_sub_days(LONGEST_STAY)
            .unwrap_or(NaiveDate::MIN),
        to.checked_add_days(LONGEST_STAY).unwrap_or(NaiveDate::MAX),
    )
}

impl Row {
    fn into_bar(self) -> Result<StayBar, StoreError> {
        let bad = |column, value: &str| StoreError::inconsistent("reservation", column, value);
        let rooms = self.spans();
        let currency = self
            .currency
            .parse()
            .map_err(|_| bad("currency", &self.currency))?;
        Ok(StayBar {
            id: ReservationId(self.id),
            reference: self
                .reference
                .parse()
                .map_err(|_| bad("reference", &self.reference))?,
            status: Status::parse(&self.status).ok_or_else(|| bad("status", &self.status))?,
            room_type: RoomTypeId(self.room_type_id),
            rooms,
            arrival: self.arrival,
            departure: self.departure,
            balance: Money::new(self.balance_minor(), currency),
            guest: self.guest,
            adults: self.adults,
            children: i16::try_from(self.children).unwrap_or(i16::MAX),
            vip: self.vip,
            source: self.source,
            hold_until: self.hold_until,
            attention: self.attention,
            version: self.version,
        })
    }

    /// Before anything was charged, the price less what was paid; afterwards what the folio says.
    fn balance_minor(&self) -> i64 {
        if self.charged {
            self.account_minor
        } else {
            self.total_minor.saturating_add(self.account_minor)
        }
    }

    fn spans(&self) -> Vec<RoomSpan> {
        let columns = (&self.room_ids, &self.room_from, &self.room_to);
        let (Some(ids), Some(from), Some(to)) = columns else {
            return Vec::new();
        };
        let spans = ids.iter().zip(from).zip(to);
        spans
            .map(|((id, from), to)| RoomSpan {
                room: RoomId(*id),
                from: *from,
                to: *to,
            })
            .collect()
    }
}
