//! What guests see: airy, complete without JavaScript, better with it.

pub mod book;
pub mod frame;
pub mod home;
pub mod stay;
