//! Why a socket was closed, as the client sees it.

/// The server goes down or starts anew: come back in a moment.
pub const RESTART: u16 = 1012;
/// A part of the house is away: come back later.
pub const TRY_AGAIN: u16 = 1013;
/// The message was none of this protocol.
pub const UNREADABLE: u16 = 4400;
/// The session has ended: log in again.
pub const LOGGED_OUT: u16 = 4401;
/// Nothing was heard of the client for too long.
pub const SILENT: u16 = 4408;
/// The client did not keep up: come back with the number of the last event it has.
pub const RESYNC: u16 = 4409;
/// The client asks too much.
pub const TOO_MUCH: u16 = 4429;
