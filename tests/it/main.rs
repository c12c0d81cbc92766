//! The hotel's use cases on a real PostgreSQL. One binary: the tree below mirrors `src/service`.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod booking;
mod channel;
mod demo;
mod desk;
mod job;
mod letter;
mod relay;
mod settling;
