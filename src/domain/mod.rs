//! The rules of the trade, pure: the same input gives the same answer, today and in a test.

pub mod business_date;
pub mod calendar;
pub mod cancellation;
pub mod housekeeping;
pub mod id;
pub mod inventory;
pub mod ledger;
pub mod money;
pub mod party;
pub mod rate;
pub mod reference;
pub mod reservation;
pub mod restriction;
pub mod role;
pub mod stay;
pub mod tax;

#[cfg(test)]
mod sample;
