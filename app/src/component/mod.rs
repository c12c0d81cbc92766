//! The parts screens are made of. Each shows one thing, takes plain values or signals and knows
//! nothing of services.

pub mod alert;
pub mod badge;
pub mod button;
pub mod empty;
pub mod field;
pub mod hydrated;
pub mod icon;
pub mod logo;
pub mod picture;
pub mod rack;
pub mod still;
pub mod text;
pub mod theme;
pub mod title;
