//! The site as a program meets it: contract, errors, authorisation. The whole router over a test
//! house, without a socket.

#![expect(
    clippy::panic,
    clippy::unwrap_used,
    clippy::too_many_lines,
    reason = "a test that cannot go on has failed; a table of cases is long"
)]

mod authorization;
mod bad_input;
mod booking;
mod login;
mod support;
