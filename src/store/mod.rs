//! All SQL of the house, one file per noun.
//!
//! A function takes `&mut PgConnection` inside a transaction of its caller: it never begins,
//! never commits, never checks a right. Rows become domain values here; a row the domain forbids
//! is a [`error::StoreError::Inconsistent`], never a panic.

pub mod audit;
pub mod booking;
pub mod catalog;
pub mod channel;
pub mod check;
pub mod demo;
pub mod directory;
pub mod error;
pub mod event;
pub mod folio;
pub mod health;
pub mod idempotency;
pub mod inventory;
pub mod job;
pub mod lease;
pub mod outbox;
pub mod payment;
pub mod property;
pub mod rack;
pub mod rate;
pub mod rebooking;
pub mod reservation;
pub mod room;
pub mod session;
pub mod stay_bar;
