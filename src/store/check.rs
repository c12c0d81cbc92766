//! What must hold in every hotel's database, as questions whose answers must be empty.
//!
//! Each answer names the offending row. The questions are asked as the owner, past row-level
//! security; [`is_blind`] tells when that is not so.

mod isolation;

use std::time::Duration;

use sqlx::PgConnection;
use uuid::Uuid;

use super::error::StoreError;

pub use self::isolation::isolation;

/// How long things may take before they count as stuck.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// A hold that has run out, until the job releases it.
    pub expired_hold: Duration,
    /// A payment whose outcome is not known, and the request that waits for it.
    pub open_payment: Duration,
    /// A prepared transaction.
    pub prepared: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            expired_hold: Duration::from_mins(2),
            open_payment: Duration::from_mins(15),
            prepared: Duration::from_mins(1),
        }
    }
}

/// One question's answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The question's name: `room_overlap`.
    pub check: &'static str,
    /// What must hold.
    pub rule: &'static str,
    /// The rows for which it does not.
    pub offences: Vec<String>,
}

/// Asks questions: a name, the rule, the query that finds the offences, its parameters.
macro_rules! ask {
    ($conn:expr; $($check:literal, $rule:literal, $sql:tt $(, $argument:expr)*;)*) => {
        vec![$(
            Answer {
                check: $check,
                rule: $rule,
                offences: sqlx::query_scalar!($sql $(, $argument)*).fetch_all(&mut *$conn).await?,
            },
        )*]
    };
}
use ask;

/// Whether row-level security hides rows from this connection, so that its answers mean nothing.
pub async fn is_blind(conn: &mut PgConnection) -> Result<bool, StoreError> {
    let active = sqlx::query_scalar!(r#"SELECT row_security_active('reservation') AS "active!""#);
    Ok(active.fetch_one(conn).await?)
}

/// Rooms and counters: nobody has booked twice.
pub async fn inventory(conn: &mut PgConnection) -> Result<Vec<Answer>, StoreError> {
    Ok(ask! { conn;
        "room_overlap", "No two stays or outages share a room and a night.", r#"
            SELECT format('room %s: %s and %s', r.number, a.period, b.period) AS "offence!"
            FROM room_assignment a
            JOIN room_assignment b ON b.hotel_id = a.hotel_id AND b.room_id = a.room_id
                AND b.id > a.id AND b.period && a.period
            JOIN room r ON r.hotel_id = a.hotel_id AND r.id = a.room_id
        "#;
        "room_guard", "The exclusion constraint on room assignments stands and is valid.", r#"
            SELECT 'room_assignment_no_overlap is missing or not valid' AS "offence!"
            WHERE NOT EXISTS (
                SELECT
                FROM pg_constraint c
                JOIN pg_index i ON i.indexrelid = c.conindid
                WHERE c.conname = 'room_assignment_no_overlap'
                  AND c.conrelid = 'room_assignment'::regclass
                  AND c.contype = 'x' AND c.convalidated AND i.indisvalid AND i.indisready
            )
        "#;
        "oversold", "No night has more rooms sold and held than there are to sell.", r#"
            SELECT format('%s %s on %s: %s sold, %s held, %s to sell', p.code, t.code, i.night
                         , i.sold, i.held, i.sellable + i.overbooking + i.forced) AS "offence!"
            FROM inventory i
            JOIN property p ON p.hotel_id = i.hotel_id
            JOIN room_type t ON t.hotel_id = i.hotel_id AND t.id = i.room_type_id
            WHERE i.sold + i.held > i.sellable + i.overbooking + i.forced
        "#;
        "counters", "Sold and held are what a recount of the reservations' nights gives.", r#"
            WITH recount AS (
                SELECT n.hotel_id, n.room_type_id, n.night
                     , count(*) FILTER (WHERE r.status IN ('confirmed', 'in_house', 'checked_out')) AS sold
                     , count(*) FILTER (WHERE r.status = 'tentative') AS held
                FROM reservation_night n
                JOIN reservation r ON r.hotel_id = n.hotel_id AND r.id = n.reservation_id
                GROUP BY n.hotel_id, n.room_type_id, n.night
            )
            SELECT format('%s %s on %s: counted %s sold and %s held, found %s and %s', p.code, t.code
                         , i.night, i.sold, i.held, coalesce(c.sold, 0), coalesce(c.held, 0)) AS "offence!"
            FROM inventory i
            LEFT JOIN recount c USING (hotel_id, room_type_id, night)
            JOIN property p ON p.hotel_id = i.hotel_id
            JOIN room_type t ON t.hotel_id = i.hotel_id AND t.id = i.room_type_id
            WHERE (i.sold, i.held) <> (coalesce(c.sold, 0), coalesce(c.held, 0))
        "#;
        "sellable", "As many rooms are to be sold as are not out of order.", r#"
            SELECT format('%s %s on %s: %s sellable, %s rooms less %s out of order', p.code, t.code
                         , i.night, i.sellable, coalesce(rooms.count, 0), coalesce(away.count, 0)) AS "offence!"
            FROM inventory i
            JOIN property p ON p.hotel_id = i.hotel_id
            JOIN room_type t ON t.hotel_id = i.hotel_id AND t.id = i.room_type_id
            LEFT JOIN (
                SELECT hotel_id, room_type_id, count(*) FROM room GROUP BY hotel_id, room_type_id
            ) rooms ON rooms.hotel_id = i.hotel_id AND rooms.room_type_id = i.room_type_id
            LEFT JOIN (
                SELECT r.hotel_id, r.room_type_id, day::date AS night, count(DISTINCT r.id)
                FROM room_outage o
                JOIN room r ON r.hotel_id = o.hotel_id AND r.id = o.room_id
                CROSS JOIN generate_series(lower(o.period)::timestamp, upper(o.period) - interval '1 day', '1 day') AS day
                WHERE o.kind = 'out_of_order'
                GROUP BY r.hotel_id, r.room_type_id, day
            ) away ON away.hotel_id = i.hotel_id AND away.room_type_id = i.room_type_id AND away.night = i.night
            WHERE i.sellable <> coalesce(rooms.count, 0) - coalesce(away.count, 0)
        "#;
    })
}

/// Reservations: whole, in rooms only while they are stays, written into the audit trail.
pub async fn reservations(
    conn: &mut PgConnection,
    patience: Patience,
) -> Result<Vec<Answer>, StoreError> {
    Ok(ask! { conn;
        "nights", "A reservation has one row for each of its nights and no other.", r#"
            SELECT format('%s: %s to %s has %s nights', r.reference, r.arrival, r.departure, count(n.night)) AS "offence!"
            FROM reservation r
            LEFT JOIN reservation_night n ON n.hotel_id = r.hotel_id AND n.reservation_id = r.id
            GROUP BY r.hotel_id, r.id, r.reference, r.arrival, r.departure
            HAVING count(n.night) <> r.departure - r.arrival
                OR min(n.night) <> r.arrival OR max(n.night) <> r.departure - 1
        "#;
        "assignment", "A room belongs to a stay during its nights, and to nothing that is no stay.", r#"
            SELECT format('%s (%s, %s to %s) has a room for %s', r.reference, r.status, r.arrival
                         , r.departure, a.period) AS "offence!"
            FROM room_assignment a
            JOIN reservation r ON r.hotel_id = a.hotel_id AND r.id = a.reservation_id
            WHERE r.status NOT IN ('tentative', 'confirmed', 'in_house', 'checked_out')
               OR NOT a.period <@ daterange(r.arrival, r.departure)
        "#;
        "expired_hold", "A hold that has run out goes back on sale.", r#"
            SELECT format('%s is held although its time ended at %s', r.reference, r.hold_until) AS "offence!"
            FROM reservation r
            WHERE r.status = 'tentative' AND r.hold_until < now() - make_interval(secs => $1)
              AND NOT EXISTS (
                  SELECT FROM payment p
                  WHERE p.hotel_id = r.hotel_id AND p.booking_id = r.booking_id
                    AND p.status IN ('pending', 'unknown')
              )
        "#, patience.expired_hold.as_secs_f64();
        "audit", "Every reservation's making stands in the audit trail.", r#"
            SELECT format('%s has no line of its making', r.reference) AS "offence!"
            FROM reservation r
            WHERE NOT EXISTS (
                SELECT FROM audit a
                WHERE a.hotel_id = r.hotel_id AND a.entity_id = r.id
                  AND a.action IN ('reservation.create', 'reservation.hold')
            )
        "#;
    })
}

/// Money: double entry holds, nothing is rewritten, nothing hangs.
pub async fn money(conn: &mut PgConnection, patience: Patience) -> Result<Vec<Answer>, StoreError> {
    let open_payment = patience.open_payment.as_secs_f64();
    Ok(ask! { conn;
        "ledger", "In every transaction the debits equal the credits.", r#"
            SELECT format('transaction %s: debits %s, credits %s %s', transaction_id
                         , sum(debit_minor), sum(credit_minor), currency) AS "offence!"
            FROM posting
            GROUP BY hotel_id, transaction_id, currency
            HAVING sum(debit_minor) <> sum(credit_minor)
        "#;
        "folio_currency", "A folio's lines are in its currency and on the guest's side.", r#"
            SELECT format('folio %s in %s has a line on %s in %s', f.id, f.currency, p.account, p.currency) AS "offence!"
            FROM posting p
            JOIN folio f ON f.hotel_id = p.hotel_id AND f.id = p.folio_id
            WHERE p.currency <> f.currency OR p.account NOT IN ('guest', 'deposit')
        "#;
        "closed_folio", "Nothing is owed on a folio that is closed.", r#"
            SELECT format('folio %s of %s is closed with %s %s open', f.id, f.name
                         , sum(p.debit_minor - p.credit_minor), f.currency) AS "offence!"
            FROM folio f
            JOIN posting p ON p.hotel_id = f.hotel_id AND p.folio_id = f.id
            WHERE f.closed_at IS NOT NULL
            GROUP BY f.hotel_id, f.id, f.name, f.currency
            HAVING sum(p.debit_minor - p.credit_minor) <> 0
        "#;
        "posting_guard", "The trigger that checks the balance of postings stands.", r#"
            SELECT 'posting_balanced is missing or switched off' AS "offence!"
            WHERE NOT EXISTS (
                SELECT FROM pg_trigger
                WHERE tgname = 'posting_balanced' AND tgrelid = 'posting'::regclass AND tgenabled IN ('O', 'A')
            )
        "#;
        "open_payment", "A payment's outcome does not stay open.", r#"
            SELECT format('payment %s is %s since %s', id, status, created_at) AS "offence!"
            FROM payment
            WHERE status IN ('pending', 'unknown') AND created_at < now() - make_interval(secs => $1)
        "#, open_payment;
        "idempotency", "A request that was begun gets its answer.", r#"
            SELECT format('key %s of %s has no answer', i.key, i.created_at) AS "offence!"
            FROM idempotency i
            WHERE i.status IS NULL AND i.created_at < now() - make_interval(secs => $1)
              AND NOT EXISTS (
                  SELECT FROM payment p
                  WHERE p.hotel_id = i.hotel_id AND p.booking_id = i.booking_id
                    AND p.status IN ('pending', 'unknown')
              )
        "#, open_payment;
        "prepared", "No prepared transaction is left over.", r#"
            SELECT format('%s, prepared at %s', gid, prepared) AS "offence!"
            FROM pg_prepared_xacts
            WHERE database = current_database() AND prepared < now() - make_interval(secs => $1)
        "#, patience.prepared.as_secs_f64();
        "events", "A hotel's events are numbered without a gap.", r#"
            SELECT format('hotel %s: %s events from %s to %s, the last number is %s', h.hotel_id
                         , count(e.number), min(e.number), max(e.number), h.number) AS "offence!"
            FROM event_head h
            LEFT JOIN event e ON e.hotel_id = h.hotel_id
            GROUP BY h.hotel_id, h.number
            HAVING coalesce(max(e.number), h.number) <> h.number
                OR count(e.number) <> coalesce(max(e.number) - min(e.number) + 1, 0)
        "#;
    })
}

/// Which hotels are in this database, by their own word: id and code.
pub async fn list_properties(conn: &mut PgConnection) -> Result<Vec<(Uuid, String)>, StoreError> {
    let rows = sqlx::query!("SELECT hotel_id, code FROM property ORDER BY code");
    let rows = rows.fetch_all(conn).await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.hotel_id, row.code))
        .collect())
}

/// Which hotels there are, by the directory's word: id, code and database.
pub async fn list_directory(
    conn: &mut PgConnection,
) -> Result<Vec<(Uuid, String, String)>, StoreError> {
    let rows = sqlx::query!("SELECT id, code, database FROM directory.hotel ORDER BY code");
    let rows = rows.fetch_all(conn).await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.id, row.code, row.database))
        .collect())
}
