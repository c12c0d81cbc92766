//! The conversation with the server, without a socket: what each frame does to the board, and what
//! to say next.

use hotel::live::board::{Applied, Board, Changes, Replaced};
use hotel::live::{Event, ServerFrame, Snapshot, Subscribe};

/// What looks different now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shown {
    /// Nothing.
    Nothing,
    /// What an event changed.
    Changes(Changes),
    /// Everything.
    All,
}

/// What to do next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    /// Listen on.
    Listen,
    /// Listen on, knowing that nothing is missing.
    Current,
    /// Say this.
    Ask(Subscribe),
    /// Close, and do not come back.
    Leave,
}

/// What became of a frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heard {
    /// What looks different.
    pub shown: Shown,
    /// What to do next.
    pub next: Next,
}

impl Heard {
    fn quietly(next: Next) -> Self {
        Self {
            shown: Shown::Nothing,
            next,
        }
    }
}

/// Where the conversation stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Talk {
    /// The server cannot go on from what is shown: the next picture counts, whatever its number.
    anew: bool,
    /// Missing events were asked for and have not all come.
    mending: bool,
}

impl Talk {
    /// What to say first on a fresh connection.
    pub fn begin(&mut self, board: &Board) -> Subscribe {
        self.mending = false;
        // Version 0 is a house in which nothing has happened yet: nothing can be missing, but
        // the number means "a picture, please" on the wire. That does no harm.
        board.subscription(if self.anew { 0 } else { board.version() })
    }

    /// Takes a frame.
    pub fn hear(&mut self, board: &mut Board, frame: ServerFrame) -> Heard {
        match frame {
            ServerFrame::Event(event) => self.hear_event(board, event),
            ServerFrame::Snapshot(picture) => self.hear_picture(board, picture),
            ServerFrame::Current { hotel, .. }
            | ServerFrame::Refused { hotel, .. }
            | ServerFrame::Resync { hotel, .. }
                if hotel != board.hotel() =>
            {
                Heard::quietly(Next::Listen)
            }
            ServerFrame::Current { version, .. } => self.hear_current(board, version),
            ServerFrame::Resync { .. } => Heard::quietly(self.ask_anew(board)),
            ServerFrame::Refused { .. } => Heard::quietly(Next::Leave),
        }
    }

    fn hear_event(&mut self, board: &mut Board, event: Event) -> Heard {
        match board.apply(event) {
            // A board of today holds nobody of tomorrow: it needs a picture of the new day.
            Applied::Changed(changes) if changes.business_date && board.is_of_today() => Heard {
                shown: Shown::Changes(changes),
                next: Next::Ask(board.subscription(0)),
            },
            Applied::Changed(changes) => Heard {
                shown: Shown::Changes(changes),
                next: Next::Listen,
            },
            Applied::Gap { have } if !self.mending => {
                self.mending = true;
                Heard::quietly(Next::Ask(board.subscription(have)))
            }
            Applied::Known | Applied::Gap { .. } => Heard::quietly(Next::Listen),
            Applied::Lost => Heard::quietly(self.ask_anew(board)),
        }
    }

    fn hear_picture(&mut self, board: &mut Board, picture: Snapshot) -> Heard {
        if std::mem::take(&mut self.anew) {
            *board = picture.into();
            return Heard {
                shown: Shown::All,
                next: Next::Listen,
            };
        }
        match board.replace(picture) {
            Replaced::Taken => Heard {
                shown: Shown::All,
                next: Next::Listen,
            },
            Replaced::Known => Heard::quietly(Next::Listen),
            Replaced::Behind => Heard::quietly(self.ask_anew(board)),
        }
    }

    fn hear_current(&mut self, board: &Board, version: i64) -> Heard {
        self.mending = false;
        if board.version() < version || board.has_gap() {
            return Heard::quietly(self.ask_anew(board));
        }
        Heard::quietly(Next::Current)
    }

    fn ask_anew(&mut self, board: &Board) -> Next {
        self.anew = true;
        Next::Ask(board.subscription(0))
    }
}
