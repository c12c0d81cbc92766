//! Folios and their immutable postings.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use super::error::StoreError;
use crate::domain::id::{FolioId, HotelId, ReservationId};
use crate::domain::ledger::Line;
use crate::domain::money::Currency;

/// Opens a folio for a reservation.
pub async fn open(
    conn: &mut PgConnection,
    hotel: HotelId,
    id: FolioId,
    reservation: ReservationId,
    name: &str,
    currency: Currency,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query!(
        r#"
        INSERT INTO folio (hotel_id, id, reservation_id, name, currency, opened_at)
        VALUES ($1, $2, $3, $4, $5, $6)
        "#,
        hotel.0,
        id.0,
        reservation.0,
        name,
        currency.code(),
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The reservation's folio, if one was opened.
pub async fn lookup(
    conn: &mut PgConnection,
    hotel: HotelId,
    reservation: ReservationId,
) -> Result<Option<FolioId>, StoreError> {
    let id = sqlx::query_scalar!(
        "SELECT id FROM folio WHERE hotel_id = $1 AND reservation_id = $2 ORDER BY opened_at LIMIT 1",
        hotel.0,
        reservation.0
    )
    .fetch_optional(conn)
    .await?;
    Ok(id.map(FolioId))
}

/// A transaction to post: all its lines in one statement, which the database checks for balance.
pub struct Posting<'a> {
    /// The hotel.
    pub hotel: HotelId,
    /// Where the guest's lines go.
    pub folio: FolioId,
    /// Ties the lines together.
    pub transaction: Uuid,
    /// One id per line.
    pub ids: &'a [Uuid],
    /// The lines.
    pub lines: &'a [Line],
    /// The accounting day.
    pub business_date: NaiveDate,
    /// The money.
    pub currency: Currency,
    /// When.
    pub now: DateTime<Utc>,
}

/// Posts a transaction.
pub async fn post(conn: &mut PgConnection, posting: &Posting<'_>) -> Result<(), StoreError> {
    let folios: Vec<Option<Uuid>> = posting
        .lines
        .iter()
        .map(|line| line.account.is_on_folio().then_some(posting.folio.0))
        .collect();
    let accounts: Vec<String> = posting
        .lines
        .iter()
        .map(|line| line.account.as_str().to_owned())
        .collect();
    let kinds: Vec<String> = posting
        .lines
        .iter()
        .map(|line| line.kind.as_str().to_owned())
        .collect();
    let texts: Vec<String> = posting
        .lines
        .iter()
        .map(|line| line.description.clone())
        .collect();
    let debits: Vec<i64> = posting.lines.iter().map(|line| line.debit_minor).collect();
    let credits: Vec<i64> = posting.lines.iter().map(|line| line.credit_minor).collect();
    sqlx::query!(
        r#"
        INSERT INTO posting
            ( hotel_id, id, transaction_id, folio_id, account, kind, description, business_date
            , debit_minor, credit_minor, currency, posted_at )
        SELECT $1, l.id, $2, l.folio_id, l.account, l.kind, l.description, $3, l.debit, l.credit, $4, $5
        FROM UNNEST($6::uuid[], $7::uuid[], $8::text[], $9::text[], $10::text[], $11::bigint[], $12::bigint[])
            AS l (id, folio_id, account, kind, description, debit, credit)
        "#,
        posting.hotel.0,
        posting.transaction,
        posting.business_date,
        posting.currency.code(),
        posting.now,
        posting.ids,
        &folios as &[Option<Uuid>],
        &accounts,
        &kinds,
        &texts,
        &debits,
        &credits,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// One line of the guest's side of a folio.
pub struct FolioLineRow {
    /// The accounting day.
    pub business_date: NaiveDate,
    /// What for.
    pub description: String,
    /// Positive: owed; negative: paid.
    pub amount_minor: i64,
}

/// The guest's lines of a reservation's folios, oldest first. A deposit counts as paid.
pub async fn lines(
    conn: &mut PgConnection,
    hotel: HotelId,
    reservation: ReservationId,
) -> Result<Vec<FolioLineRow>, StoreError> {
    Ok(sqlx::query_as!(
        FolioLineRow,
        r#"
        SELECT p.business_date, p.description, p.debit_minor - p.credit_minor AS "amount_minor!"
        FROM posting p
        JOIN folio f ON f.hotel_id = p.hotel_id AND f.id = p.folio_id
        WHERE p.hotel_id = $1 AND f.reservation_id = $2 AND p.account IN ('guest', 'deposit')
        ORDER BY p.posted_at, p.id
        "#,
        hotel.0,
        reservation.0
    )
    .fetch_all(conn)
    .await?)
}
