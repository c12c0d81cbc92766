//! What the desk sees. Everything in here is loaded with the desk's pages only.

pub mod rack;
pub mod reservation;
pub mod today;
