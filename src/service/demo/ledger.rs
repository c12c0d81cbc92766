//! The money of a stay: what was charged, what was paid, when.

use chrono::{DateTime, Days, NaiveDate, Utc};

use crate::domain::calendar;
use crate::domain::ledger::{
    Account, Line, PaymentMethod, apply_deposit_lines, balance, charge_lines, city_tax_lines,
    payment_lines, prepayment_lines,
};
use crate::domain::rate::NightPrice;
use crate::domain::tax::Taxes;

/// One transaction of a folio.
pub(super) struct Entry {
    pub business_date: NaiveDate,
    pub at: DateTime<Utc>,
    pub lines: Vec<Line>,
    /// The payment behind it, and whether it went through the gateway.
    pub paid: Option<(PaymentMethod, i64, bool)>,
}

/// A folio while it is written.
pub(super) struct Ledger<'a> {
    pub taxes: &'a Taxes,
    pub entries: Vec<Entry>,
}

impl Ledger<'_> {
    fn post(&mut self, business_date: NaiveDate, at: DateTime<Utc>, lines: Vec<Line>) {
        if !lines.is_empty() {
            self.entries.push(Entry {
                business_date,
                at,
                lines,
                paid: None,
            });
        }
    }

    /// What the guest still owes.
    pub(super) fn owed(&self) -> i64 {
        balance(self.entries.iter().flat_map(|entry| &entry.lines))
    }

    /// The whole stay, paid on the page when it was booked.
    pub(super) fn prepay(&mut self, date: NaiveDate, at: DateTime<Utc>, minor: i64) {
        let lines = prepayment_lines(minor, PaymentMethod::Card, "Card payment");
        let paid = Some((PaymentMethod::Card, minor, true));
        self.entries.push(Entry {
            business_date: date,
            at,
            lines,
            paid,
        });
    }

    /// A night's room and breakfast, when the day was closed.
    pub(super) fn charge_night(&mut self, night: &NightPrice, meals: i64, at: DateTime<Utc>) {
        let day = calendar::short(night.date);
        let room = night.price.minor - meals;
        let taxes = self.taxes;
        let text = format!("Room, {day}");
        let lines = charge_lines(room, taxes.room_vat_bp, Account::RoomRevenue, &text);
        self.post(night.date, at, lines);
        let text = format!("Breakfast, {}", calendar::short(next(night.date)));
        let lines = charge_lines(meals, taxes.meal_vat_bp, Account::MealRevenue, &text);
        self.post(night.date, at, lines);
    }

    /// The city's tax of the whole stay.
    pub(super) fn charge_city_tax(&mut self, date: NaiveDate, at: DateTime<Utc>, minor: i64) {
        self.post(date, at, city_tax_lines(minor, "City tax"));
    }

    /// What giving up late costs.
    pub(super) fn charge_fee(&mut self, date: NaiveDate, at: DateTime<Utc>, minor: i64) {
        let (rate, account) = (self.taxes.room_vat_bp, Account::CancellationRevenue);
        self.post(
            date,
            at,
            charge_lines(minor, rate, account, "Cancellation fee"),
        );
    }

    /// The prepayment pays for what was charged.
    pub(super) fn apply_deposit(&mut self, date: NaiveDate, at: DateTime<Utc>, minor: i64) {
        self.post(date, at, apply_deposit_lines(minor, "Deposit applied"));
    }

    /// Money over the counter.
    pub(super) fn pay(
        &mut self,
        date: NaiveDate,
        at: DateTime<Utc>,
        method: PaymentMethod,
        minor: i64,
    ) {
        if minor <= 0 {
            return;
        }
        let text = match method {
            PaymentMethod::Card => "Card payment",
            PaymentMethod::Cash => "Cash payment",
            PaymentMethod::BankTransfer => "Bank transfer",
        };
        let lines = payment_lines(minor, method, text);
        let paid = Some((method, minor, false));
        self.entries.push(Entry {
            business_date: date,
            at,
            lines,
            paid,
        });
    }
}

/// The day after.
pub(super) fn next(date: NaiveDate) -> NaiveDate {
    date.checked_add_days(Days::new(1)).unwrap_or(date)
}
