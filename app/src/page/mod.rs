//! The screens, by area.

pub mod desk;
pub mod guest;
pub mod login;
pub mod problem;
