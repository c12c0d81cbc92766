//! The Keyrack process: configuration, router, live hub, webhooks and command line.
//!
//! * [`cli`] reads the command line, [`command`] carries a command out.
//! * [`config`] reads the environment; [`house`] builds the services from it.
//! * [`router`] puts pages, server functions, forms, webhooks and `/live` together and wraps them
//!   in [`middleware`].
//! * [`form`] answers forms of pages without JavaScript, [`api`] what server functions cannot.

pub mod api;
pub mod cli;
pub mod cluster;
pub mod command;
pub mod config;
pub mod database;
pub mod failure;
pub mod form;
pub mod health;
pub mod house;
pub mod live;
pub mod middleware;
pub mod router;
pub mod sandbox;
pub mod site;
pub mod state;
pub mod telemetry;
pub mod webhook;

pub use failure::Failure;
