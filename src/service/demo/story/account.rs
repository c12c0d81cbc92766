//! What was charged and paid, and writing it down.

use chrono::{DateTime, TimeDelta, Utc};

use super::super::ledger::{Entry, Ledger, next};
use super::{Known, Sketch, Story, Visit};
use crate::domain::id::{BookingId, FolioId, PaymentId, ReservationId};
use crate::domain::ledger::PaymentMethod;
use crate::domain::money::Money;
use crate::domain::party::Party;
use crate::domain::rate::Quote;
use crate::store::demo::{FolioRow, PaymentLine, PostingRow};

impl Story<'_> {
    /// Everything that was charged and paid so far.
    pub(super) fn account(
        &mut self,
        sketch: &Sketch,
        party: &Party,
        quote: &Quote,
        (came, left): Visit,
        fee: i64,
    ) -> Vec<Entry> {
        let (today, total) = (self.place.today, quote.total.minor);
        let method = self.method();
        let pays_on_the_way = self.chance.permille(350);
        let meals = self.place.plans[sketch.plan].meals(party);
        let taxes = self.place.taxes;
        let mut ledger = Ledger {
            taxes: &taxes,
            entries: Vec::new(),
        };
        if sketch.prepaid {
            ledger.prepay(self.date_of(sketch.created), sketch.created, total);
        }
        if came.is_some() {
            for night in quote.nights.iter().filter(|night| night.date < today) {
                ledger.charge_night(night, meals, self.at(next(night.date), 5));
            }
        }
        if let Some(left) = left {
            let date = sketch.days.end;
            ledger.charge_city_tax(date, left, quote.city_tax.minor);
            if sketch.prepaid {
                ledger.apply_deposit(date, left, total);
            }
            ledger.pay(date, left, method, ledger.owed());
        } else if came.is_some() && sketch.days.start < today && pays_on_the_way {
            let yesterday = today.pred_opt().unwrap_or(today);
            let part = ledger.owed() / 200 * 100;
            ledger.pay(yesterday, self.at(today, 6), method, part);
        }
        if let Some((at, _)) = sketch.ended {
            let date = self.date_of(at);
            ledger.charge_fee(date, at, fee);
            if sketch.prepaid {
                ledger.apply_deposit(date, at, total);
            }
            ledger.pay(date, at, PaymentMethod::Card, ledger.owed());
        }
        ledger.entries
    }

    fn method(&mut self) -> PaymentMethod {
        use PaymentMethod::{BankTransfer, Card, Cash};
        let bank = if self.house.business { 18 } else { 4 };
        self.chance
            .weighted(&[(Card, 75), (Cash, 10), (BankTransfer, bank)])
    }

    pub(super) fn write_account(
        &mut self,
        sketch: &Sketch,
        booking: BookingId,
        reservation: ReservationId,
        guest: &Known,
        left: Option<DateTime<Utc>>,
        entries: &[Entry],
    ) {
        let Some(first) = entries.first() else { return };
        let (hotel, currency) = (self.place.hotel, self.house.currency);
        let folio = FolioId(self.chance.uuid(first.at));
        let row = FolioRow {
            id: folio,
            reservation,
            name: &guest.name,
            currency: currency.code(),
            opened_at: first.at,
            closed_at: left.or(sketch.ended.map(|(at, _)| at)),
        };
        self.sheets.folio(hotel, &row);
        for (second, entry) in (0..).zip(entries) {
            // One after the other, as they stand on the folio.
            let at = entry.at + TimeDelta::seconds(second);
            let transaction = self.chance.uuid(at);
            for line in &entry.lines {
                let row = PostingRow {
                    id: self.chance.uuid(at),
                    transaction,
                    folio,
                    line,
                    business_date: entry.business_date,
                    currency: currency.code(),
                    at,
                };
                self.sheets.posting(hotel, &row);
            }
            if let Some((method, minor, gateway)) = entry.paid {
                let amount = Money::new(minor, currency);
                self.write_payment(booking, method, amount, gateway, None, at);
            }
        }
    }

    /// A payment and, where it went through the gateway, its line in the audit trail.
    pub(in super::super) fn write_payment(
        &mut self,
        booking: BookingId,
        method: PaymentMethod,
        amount: Money,
        gateway: bool,
        refused: Option<&'static str>,
        at: DateTime<Utc>,
    ) {
        let id = PaymentId(self.chance.uuid(at));
        let attempt = gateway.then(|| self.chance.uuid(at));
        let row = PaymentLine {
            id,
            booking,
            method,
            amount,
            refused,
            attempt,
            at,
        };
        self.sheets.payment(self.place.hotel, &row);
        if gateway {
            let (action, after) = match refused {
                None => (
                    "payment.succeed",
                    format!(r#"{{"amount":{}}}"#, super::history::amount(amount)),
                ),
                Some(why) => (
                    "payment.fail",
                    format!(r#"{{"status":"declined","detail":"{why}"}}"#),
                ),
            };
            self.audit(at, ("guest", "Guest"), action, "payment", id.0, after);
        }
    }
}
