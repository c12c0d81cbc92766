//! The live store: the board behind a desk page, kept true by the events of `/live`.
//!
//! A page hands over the picture the server rendered it with. Every part of the screen reads its
//! own signal of the store; an event notifies the rows it names and nothing else. The socket asks
//! for what happened after the picture, so no list is ever loaded twice.
//!
//! * [`talk`] is the conversation with the server: what a frame does to the board and what to say
//!   next. Pure.
//! * [`retry`] is how long to wait before the next try. Pure.
//! * [`line`] is the browser's socket.

mod line;
mod retry;
mod talk;

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use leptos::prelude::*;

use hotel::domain::id::RoomId;
use hotel::domain::reference::Reference;
use hotel::live::board::{Board, Changes, Day, Night, Replaced, RoomCounts, Row};
use hotel::live::{ServerFrame, Snapshot};
use hotel::view::rack::{RackRoom, RackType, StayBar};

use self::talk::{Heard, Next, Shown, Talk};

/// How the page hears of the house.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Connection {
    /// Every change arrives at once.
    Live,
    /// On the way there.
    Connecting,
    /// Cut off; what is shown may be old. Tries go on by themselves.
    Offline {
        /// Since when, by the browser's clock.
        since: DateTime<Utc>,
    },
    /// Sent away: the log-in has ended, or the right to see this hotel. Nothing is tried again.
    Ended,
}

impl Connection {
    /// `live`, `connecting` or `offline`: the value of `data-live`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Connecting => "connecting",
            Self::Offline { .. } | Self::Ended => "offline",
        }
    }
}

/// The board of a page, by parts. Cheap to copy.
#[derive(Clone, Copy)]
pub struct LiveStore {
    board: StoredValue<Board>,
    rows: StoredValue<HashMap<RoomId, ArcTrigger>>,
    /// Rung when anything on the board looks different.
    any: Trigger,
    version: RwSignal<i64>,
    connection: RwSignal<Connection>,
    /// Rung when the socket must ask anew because the picture was changed under it.
    turned: Trigger,
}

impl LiveStore {
    /// Follows a hotel from a picture on, for as long as the page lives. On the server, and until
    /// the page has come alive, the picture stands still.
    pub fn follow(picture: impl Into<Board>) -> Self {
        let board = picture.into();
        let store = Self {
            version: RwSignal::new(board.version()),
            board: StoredValue::new(board),
            rows: StoredValue::default(),
            any: Trigger::new(),
            connection: RwSignal::new(Connection::Connecting),
            turned: Trigger::new(),
        };
        Effect::new(move |_| line::connect(store));
        store
    }

    /// Shows another picture, of other days for instance, without going back behind what is known.
    pub fn show(self, picture: impl Into<Snapshot>) {
        let picture = picture.into();
        let shown = self.board.try_update_value(|board| {
            let hotel = board.hotel().to_owned();
            let replaced = board.replace(picture.clone());
            if replaced == Replaced::Behind {
                // Rare: more happened meanwhile than is remembered. The socket brings it again.
                *board = picture.into();
            }
            (replaced, hotel == board.hotel())
        });
        let Some((replaced, is_same_hotel)) = shown else {
            return;
        };
        if replaced == Replaced::Known {
            return;
        }
        self.announce(Shown::All);
        if replaced == Replaced::Behind || !is_same_hotel {
            self.turned.notify();
        }
    }

    /// How the page hears of the house.
    pub fn connection(self) -> Signal<Connection> {
        self.connection.into()
    }

    /// Number of the last event shown: the value of `data-version`.
    pub fn version(self) -> Signal<i64> {
        self.version.into()
    }

    /// One room's row; it changes when something in that row does, and not before.
    pub fn row(self, room: RoomId) -> Signal<Option<Row>> {
        let trigger = self
            .rows
            .try_update_value(|rows| rows.entry(room).or_default().clone());
        Memo::new(move |_| {
            if let Some(trigger) = &trigger {
                trigger.track();
            }
            self.board.try_with_value(|board| board.row(room)).flatten()
        })
        .into()
    }

    /// Anything else that is read off the board.
    pub fn read<T>(self, read: impl Fn(&Board) -> T + Send + Sync + 'static) -> Signal<T>
    where
        T: PartialEq + Clone + Send + Sync + 'static,
    {
        Memo::new(move |_| {
            self.any.track();
            self.board.with_value(&read)
        })
        .into()
    }

    /// Stays without a room.
    pub fn unassigned(self) -> Signal<Vec<Arc<StayBar>>> {
        self.read(Board::unassigned)
    }

    /// How full the nights shown are.
    pub fn nights(self) -> Signal<Vec<Night>> {
        self.read(Board::nights)
    }

    /// The days shown.
    pub fn window(self) -> Signal<(NaiveDate, NaiveDate)> {
        self.read(Board::window)
    }

    /// The accounting day.
    pub fn business_date(self) -> Signal<NaiveDate> {
        self.read(Board::business_date)
    }

    /// The groups of rooms.
    pub fn room_types(self) -> Signal<Vec<RackType>> {
        self.read(|board| board.room_types().to_vec())
    }

    /// All rooms.
    pub fn rooms(self) -> Signal<Vec<RackRoom>> {
        self.read(|board| board.rooms().to_vec())
    }

    /// A stay by what the guest quotes, while it is on the board.
    pub fn stay(self, reference: Signal<Option<Reference>>) -> Signal<Option<Arc<StayBar>>> {
        self.read(move |board| {
            let wanted = reference.get()?;
            board.stays().find(|stay| stay.reference == wanted).cloned()
        })
    }

    /// How many stays on the board are of a kind; read it inside something reactive.
    pub fn count_stays(self, is_meant: impl Fn(&StayBar) -> bool) -> usize {
        self.any.track();
        self.board
            .with_value(|board| board.stays().filter(|stay| is_meant(stay)).count())
    }

    /// What today brings.
    pub fn day(self) -> Signal<Day> {
        self.read(Board::day)
    }

    /// Rooms by condition.
    pub fn room_counts(self) -> Signal<RoomCounts> {
        self.read(Board::room_counts)
    }

    /// Takes what the server says; answers what to say next.
    fn hear(self, talk: &mut Talk, frame: ServerFrame) -> Next {
        let heard = self.board.try_update_value(|board| talk.hear(board, frame));
        let Some(Heard { shown, next }) = heard else {
            return Next::Leave;
        };
        self.announce(shown);
        next
    }

    fn announce(self, shown: Shown) {
        let Some(version) = self.board.try_with_value(Board::version) else {
            return;
        };
        match shown {
            Shown::Nothing => {}
            Shown::Changes(changes) => self.notify(&changes),
            Shown::All => {
                self.rows
                    .with_value(|rows| rows.values().for_each(ArcTrigger::notify));
                self.any.notify();
            }
        }
        if self.version.try_get_untracked() != Some(version) {
            self.version.set(version);
        }
    }

    fn notify(self, changes: &Changes) {
        if changes.is_empty() {
            return;
        }
        self.rows.with_value(|rows| {
            changes
                .rooms
                .iter()
                .filter_map(|room| rows.get(room))
                .for_each(ArcTrigger::notify);
        });
        self.any.notify();
    }
}

#[cfg(test)]
mod tests;
