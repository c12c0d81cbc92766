//! The server functions: the public JSON interface and what the screens ask.
//!
//! A body has at most ten lines: context, service, view. Those whose address stands in the
//! contract take and give exactly its JSON; those under `/api/ui/` belong to the screens and may
//! change with them.

pub mod auth;
pub mod client;
pub mod codec;
pub mod desk;
pub mod guest;
pub mod problem;
