//! The Keyrack process: configuration, router, live hub, webhooks and command line.

pub mod cluster;
pub mod database;
pub mod sandbox;
