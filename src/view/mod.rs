//! What the screens and the API show: one serialisable type per screen.
//!
//! Numbers on the wire have fixed widths: the browser's `usize` is not the server's.

pub mod availability;
pub mod booking;
pub mod guest_stay;
pub mod hotel;
pub mod rack;
pub mod reservation;
pub mod session;
pub mod today;
