//! The hotel's use cases on a real PostgreSQL. One binary: the tree below mirrors `src/service`.

#![expect(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot go on has failed"
)]

mod booking;
mod channel;
mod check;
mod demo;
mod desk;
mod job;
mod letter;
mod relay;
mod settling;
