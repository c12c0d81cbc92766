//! The hotel itself: no screen and no socket.
//!
//! # Layers
//!
//! ```text
//! service → store → domain        service → integration (traits)
//! job → service                   view, live → domain        domain → nothing
//! ```
//!
//! * [`domain`] is pure: rules, arithmetic, state machines. No clock, no randomness, no I/O.
//! * [`view`] holds what a screen shows, one type per screen; [`live`] the protocol that keeps
//!   it current. Both cross the wire and compile to WASM.
//! * `store` holds all SQL, one file per noun. A function takes `&mut PgConnection`, never commits
//!   and never checks a right.
//! * `service` holds the use cases, one file per noun. It checks the capability first, owns the
//!   transaction, writes audit and events with it.
//! * `integration` is the outside world behind small traits; `job` is what happens later.
//!
//! # Adding a use case
//!
//! 1. Name it with a verb of the trade and put its rule into [`domain`], with a property test.
//! 2. Write its SQL in `store/<noun>.rs`; name every constraint it can run into and map it there.
//! 3. Write `service/<noun>.rs`: `ctx.require(..)`, `Tx::begin`, store calls, `tx.audit`,
//!    `tx.emit`, `tx.commit`. Return a type of [`view`].
//! 4. Call it from a server function of `app/src/api` (at most ten lines), a webhook or a job.
//! 5. Give it a case in the authorisation test; the suite fails for a route without one.

pub mod domain;
pub mod error;
pub mod live;
pub mod view;

#[cfg(feature = "ssr")]
pub mod auth;
#[cfg(feature = "ssr")]
pub mod integration;
#[cfg(feature = "ssr")]
pub mod job;
#[cfg(feature = "ssr")]
pub mod service;
#[cfg(feature = "ssr")]
pub mod store;
#[cfg(feature = "testing")]
pub mod testing;
