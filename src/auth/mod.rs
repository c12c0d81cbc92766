//! Who is it: passwords, sessions, tokens. One [`principal::Principal`] comes out, whichever
//! credential went in.

pub mod password;
pub mod principal;
pub mod secret;
pub mod session;
pub mod throttle;
pub mod token;
