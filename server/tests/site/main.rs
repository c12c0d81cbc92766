//! The site as a program meets it: contract, errors, authorisation. The whole router over a test
//! house, without a socket.

mod authorization;
mod bad_input;
mod booking;
mod login;
mod support;
