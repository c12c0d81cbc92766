//! The board behind a desk page: every part of the screen reads its own signal of it.

use std::sync::Arc;

use chrono::NaiveDate;
use leptos::prelude::*;

use hotel::domain::id::RoomId;
use hotel::domain::reference::Reference;
use hotel::live::board::{Board, Day, Night, RoomCounts, Row};
use hotel::view::rack::{Rack, RackRoom, RackType, StayBar};

/// The picture a page holds, in parts.
#[derive(Clone, Copy)]
pub struct DeskBoard {
    board: RwSignal<Board>,
}

impl DeskBoard {
    /// Begins with a picture.
    pub fn new(board: Board) -> Self {
        Self { board: RwSignal::new(board) }
    }

    /// Shows another picture.
    pub fn show(self, rack: Rack) {
        self.board.update(|board| {
            board.replace(rack);
        });
    }

    /// Anything else that is read off the board.
    pub fn read<T: PartialEq + Clone + Send + Sync + 'static>(
        self,
        read: impl Fn(&Board) -> T + Send + Sync + 'static,
    ) -> Signal<T> {
        self.part(read)
    }

    fn part<T: PartialEq + Clone + Send + Sync + 'static>(
        self,
        read: impl Fn(&Board) -> T + Send + Sync + 'static,
    ) -> Signal<T> {
        let board = self.board;
        Memo::new(move |_| board.with(&read)).into()
    }

    /// One room's row.
    pub fn row(self, room: RoomId) -> Signal<Option<Row>> {
        self.part(move |board| board.row(room))
    }

    /// Stays without a room.
    pub fn unassigned(self) -> Signal<Vec<Arc<StayBar>>> {
        self.part(Board::unassigned)
    }

    /// How full the nights shown are.
    pub fn nights(self) -> Signal<Vec<Night>> {
        self.part(Board::nights)
    }

    /// The days shown.
    pub fn window(self) -> Signal<(NaiveDate, NaiveDate)> {
        self.part(Board::window)
    }

    /// The accounting day.
    pub fn business_date(self) -> Signal<NaiveDate> {
        self.part(Board::business_date)
    }

    /// The groups.
    pub fn room_types(self) -> Signal<Vec<RackType>> {
        self.part(|board| board.room_types().to_vec())
    }

    /// All rooms.
    pub fn rooms(self) -> Signal<Vec<RackRoom>> {
        self.part(|board| board.rooms().to_vec())
    }

    /// A stay by what the guest quotes.
    pub fn stay(self, reference: Signal<Option<Reference>>) -> Signal<Option<Arc<StayBar>>> {
        self.part(move |board| {
            let wanted = reference.get()?;
            board.stays().find(|stay| stay.reference == wanted).cloned()
        })
    }

    /// How many stays on the board are of a kind.
    pub fn count_stays(self, is_meant: impl Fn(&StayBar) -> bool) -> usize {
        self.board.with(|board| board.stays().filter(|stay| is_meant(stay)).count())
    }

    /// What today brings.
    pub fn day(self) -> Signal<Day> {
        self.part(Board::day)
    }

    /// Rooms by condition.
    pub fn room_counts(self) -> Signal<RoomCounts> {
        self.part(Board::room_counts)
    }
}
