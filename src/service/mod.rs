//! The use cases, one file per noun.
//!
//! Every function takes [`services::Services`] and a [`ctx::Ctx`], checks the capability first,
//! reads and writes through one [`tx::Tx`], and answers with a type of [`crate::view`] or an
//! [`crate::error::AppError`]. Pages, webhooks, jobs and the API call the same functions.

pub mod availability;
pub mod booking;
pub mod catalog;
pub mod channel;
pub mod check;
pub mod clock_time;
pub mod ctx;
pub mod demo;
pub mod desk;
pub mod determinism;
pub mod directory;
pub mod guest_letter;
pub mod guest_stay;
pub mod live;
pub mod rack;
pub mod reservation;
pub mod services;
pub mod staff;
pub mod today;
pub mod tx;
