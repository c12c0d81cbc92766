//! Every screen of Keyrack.
//!
//! * [`routes`] holds the application and its addresses, `shell` the HTML around it.
//! * [`page`] has one folder per area. Desk pages are lazy routes: a guest never downloads them.
//! * [`component`] are the shared parts; a page puts them together and adds what only it needs.
//! * [`form`] reads what people typed, the same way on both sides of the wire.
//! * [`live_store`] keeps the board of a desk page true.
//! * [`api`] are the server functions: context, service, view, in at most ten lines.
//! * `request` reads who asks and under which name, [`response`] sets status and headers.
//!
//! # Adding a page
//!
//! 1. Make `page/<area>/<noun>.rs` with a `LazyRoute`; load its data in `view` and leave `data` empty: it is
//!    not lazy, and whatever it names every page would carry.
//! 2. Give it a line in [`routes`] with `SsrMode::Async` if it must be readable without JavaScript
//!    or answers with a status of its own.
//! 3. Its view type lives in `hotel::view`, its server function in `api/<area>.rs` and its use case
//!    in `hotel::service`.

// A view's type holds the types of all parts inside it.
#![recursion_limit = "512"]

pub mod api;
pub mod browser;
pub mod component;
pub mod form;
pub mod live_store;
pub mod page;
pub mod response;
pub mod routes;

#[cfg(feature = "ssr")]
pub mod request;
#[cfg(feature = "ssr")]
pub mod shell;

pub use routes::App;
#[cfg(feature = "ssr")]
pub use shell::shell;
