//! Around every request, from the outside in: a name, an identity, a check of where it comes from,
//! and on the way out the right status and the headers of a careful site.

pub mod answer;
pub mod header;
pub mod identity;
pub mod origin;
pub mod problem;
pub mod trace;
