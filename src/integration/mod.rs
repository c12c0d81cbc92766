//! The outside world: one folder per kind, each a small trait and its real adapters.
//!
//! Every call here can fail in three ways that must stay apart: it certainly did not happen, it
//! certainly happened, and nobody knows. Adapters say which; services decide what follows.

pub mod bus;
pub mod channel;
pub mod mail;
pub mod payment;
