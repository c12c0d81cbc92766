//! The browser's end of `/live`: opens the socket, listens, and comes back after every cut.

use std::cell::RefCell;
use std::rc::{Rc, Weak};
use std::time::Duration;

use chrono::DateTime;
use leptos::leptos_dom::helpers::{IntervalHandle, TimeoutHandle, WindowListenerHandle};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast as _;
use leptos::wasm_bindgen::closure::Closure;
use web_sys::{CloseEvent, MessageEvent, WebSocket};

use hotel::live::{ClientFrame, ServerFrame, Subscribe};

use super::talk::{Next, Talk};
use super::{Connection, LiveStore, retry};
use crate::browser;

/// The server gives a sign of life every 20 s; after this long without one the line is dead.
const SILENCE_MS: i64 = 45_000;
/// How long the answer to a question may take when the page comes back into view.
const ANSWER_MS: i64 = 5_000;
/// How long it may take until a fresh line brings its first message.
const CONNECT_MS: i64 = 10_000;
/// Between two looks at whether the line is dead.
const LOOK: Duration = Duration::from_secs(2);
/// The server says that the session has ended.
const LOGGED_OUT: u16 = 4401;

/// Connects the store, for as long as the page lives.
pub fn connect(store: LiveStore) {
    let line = Rc::new(Line {
        store,
        state: RefCell::new(State {
            talk: Talk::default(),
            socket: None,
            attempt: 0,
            retry: None,
            deadline: 0,
            is_over: false,
        }),
    });
    let keep = StoredValue::new_local(Some(Keep::new(&line)));
    on_cleanup(move || drop(keep.try_update_value(Option::take)));
    let turned = Rc::downgrade(&line);
    Effect::new(move |before: Option<()>| {
        store.turned.track();
        if let (Some(()), Some(line)) = (before, turned.upgrade()) {
            line.ask_again();
        }
    });
    line.open();
}

/// What must end with the page.
struct Keep {
    line: Rc<Line>,
    look: Option<IntervalHandle>,
    listeners: Vec<WindowListenerHandle>,
}

impl Keep {
    fn new(line: &Rc<Line>) -> Self {
        let weak = Rc::downgrade(line);
        let look = set_interval_with_handle(with(&weak, Line::look), LOOK).ok();
        let on = |name, act: fn(&Rc<Line>)| {
            let act = with(&weak, act);
            window_event_listener_untyped(name, move |_| act())
        };
        let listeners = vec![
            on("online", Line::wake),
            on("pageshow", Line::wake),
            on("visibilitychange", Line::wake),
            on("offline", Line::cut),
        ];
        Self {
            line: Rc::clone(line),
            look,
            listeners,
        }
    }
}

impl Drop for Keep {
    fn drop(&mut self) {
        self.line.end();
        if let Some(look) = self.look.take() {
            look.clear();
        }
        self.listeners
            .drain(..)
            .for_each(WindowListenerHandle::remove);
    }
}

/// A callback that does nothing once the line is gone.
fn with(line: &Weak<Line>, act: fn(&Rc<Line>)) -> impl Fn() + Clone + 'static {
    let line = line.clone();
    move || {
        if let Some(line) = line.upgrade() {
            act(&line);
        }
    }
}

struct Line {
    store: LiveStore,
    state: RefCell<State>,
}

struct State {
    talk: Talk,
    socket: Option<Socket>,
    /// Tries since the last time all was well.
    attempt: u32,
    /// The next try, while waiting for it.
    retry: Option<TimeoutHandle>,
    /// When the line counts as dead, unless something is heard before.
    deadline: i64,
    /// No more tries.
    is_over: bool,
}

impl Line {
    /// Tries to connect, now.
    fn open(self: &Rc<Self>) {
        let mut state = self.state.borrow_mut();
        if state.is_over || state.socket.is_some() {
            return;
        }
        if let Some(retry) = state.retry.take() {
            retry.clear();
        }
        state.deadline = browser::now_ms() + CONNECT_MS;
        state.socket = Socket::open(&Rc::downgrade(self));
        let failed = state.socket.is_none();
        drop(state);
        if failed {
            self.retry_later();
        }
    }

    /// The socket stands: says what is known.
    fn greet(self: &Rc<Self>) {
        let mut state = self.state.borrow_mut();
        let wish = self
            .store
            .board
            .try_with_value(|board| state.talk.begin(board));
        if let Some(wish) = wish {
            state.say(wish);
        }
    }

    fn receive(self: &Rc<Self>, text: &str) {
        let Ok(frame) = serde_json::from_str::<ServerFrame>(text) else {
            // Of another version of the house, perhaps. Waiting a little bounds the tries.
            self.lose();
            return;
        };
        let mut state = self.state.borrow_mut();
        state.deadline = browser::now_ms() + SILENCE_MS;
        match self.store.hear(&mut state.talk, frame) {
            Next::Listen => {}
            Next::Current => {
                state.attempt = 0;
                self.tell(Connection::Live);
            }
            Next::Ask(wish) => state.say(wish),
            Next::Leave => {
                drop(state);
                self.end();
                self.tell(Connection::Ended);
            }
        }
    }

    fn closed(self: &Rc<Self>, code: u16) {
        if code == LOGGED_OUT {
            self.end();
            self.tell(Connection::Ended);
        } else {
            self.lose();
        }
    }

    /// The line is cut: try again in a while.
    fn lose(self: &Rc<Self>) {
        let lost = self.state.borrow_mut().socket.take();
        drop(lost);
        self.tell_cut();
        self.retry_later();
    }

    fn retry_later(self: &Rc<Self>) {
        let mut state = self.state.borrow_mut();
        if state.is_over || state.retry.is_some() {
            return;
        }
        let wait = retry::wait(state.attempt, chance());
        state.attempt = state.attempt.saturating_add(1);
        let weak = Rc::downgrade(self);
        let again = move || {
            if let Some(line) = weak.upgrade() {
                line.state.borrow_mut().retry = None;
                line.open();
            }
        };
        state.retry = set_timeout_with_handle(again, wait).ok();
    }

    /// The page is seen again, or the network is back: a line that seems to stand is asked, one
    /// that does not is opened at once.
    fn wake(self: &Rc<Self>) {
        if !browser::is_visible() {
            return;
        }
        let mut state = self.state.borrow_mut();
        if state.is_over {
            return;
        }
        let stands = state.socket.as_ref().is_some_and(Socket::is_open);
        if stands {
            drop(state);
            self.ask_again();
        } else if state.socket.is_none() {
            state.attempt = 0;
            drop(state);
            self.open();
        }
    }

    /// Asks for everything since the last event, which also shows whether anybody answers.
    fn ask_again(self: &Rc<Self>) {
        let mut state = self.state.borrow_mut();
        if !state.socket.as_ref().is_some_and(Socket::is_open) {
            return;
        }
        state.deadline = state.deadline.min(browser::now_ms() + ANSWER_MS);
        drop(state);
        self.greet();
    }

    /// Gives up a line on which nothing is heard.
    fn look(self: &Rc<Self>) {
        let state = self.state.borrow();
        let is_dead = state.socket.is_some() && browser::now_ms() > state.deadline;
        drop(state);
        if is_dead {
            self.lose();
        }
    }

    /// The browser says that there is no network. It says so, too, when there is one again.
    fn cut(self: &Rc<Self>) {
        self.lose();
        self.tell_cut();
    }

    fn end(&self) {
        let mut state = self.state.borrow_mut();
        state.is_over = true;
        if let Some(retry) = state.retry.take() {
            retry.clear();
        }
        let socket = state.socket.take();
        drop(state);
        drop(socket);
    }

    /// A first cut shows as a new try; only when that fails the page says that it is cut off.
    fn tell_cut(&self) {
        let since = DateTime::from_timestamp_millis(browser::now_ms()).unwrap_or_default();
        match self.store.connection.try_get_untracked() {
            Some(Connection::Live) => self.tell(Connection::Connecting),
            Some(Connection::Connecting) => self.tell(Connection::Offline { since }),
            _ => {}
        }
    }

    fn tell(&self, connection: Connection) {
        if self.store.connection.try_get_untracked() != Some(connection) {
            self.store.connection.try_set(connection);
        }
    }
}

impl State {
    fn say(&mut self, wish: Subscribe) {
        let text = serde_json::to_string(&ClientFrame::Subscribe(wish));
        if let (Some(socket), Ok(text)) = (&self.socket, text) {
            // A socket that cannot send is closing, and says so.
            let _ = socket.wire.send_with_str(&text);
        }
    }
}

/// Any number; it only spreads clients that were cut off together.
fn chance() -> u32 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::float_arithmetic,
        reason = "the browser's dice are a float from 0 to 1"
    )]
    let chance = (js_sys::Math::random() * 1_000_000.0) as u32;
    chance
}

/// Opened, heard, closed.
type Callbacks = (
    Closure<dyn Fn()>,
    Closure<dyn Fn(MessageEvent)>,
    Closure<dyn Fn(CloseEvent)>,
);

/// A WebSocket with its callbacks; dropping it closes it without a word.
struct Socket {
    wire: WebSocket,
    _callbacks: Callbacks,
}

impl Socket {
    fn open(line: &Weak<Line>) -> Option<Self> {
        let location = window().location();
        let scheme = if location.protocol().ok()? == "https:" {
            "wss"
        } else {
            "ws"
        };
        let wire = WebSocket::new(&format!("{scheme}://{}/live", location.host().ok()?)).ok()?;
        let opened = Closure::<dyn Fn()>::new(with(line, Line::greet));
        let weak = line.clone();
        let heard = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            if let (Some(line), Some(text)) = (weak.upgrade(), event.data().as_string()) {
                line.receive(&text);
            }
        });
        let weak = line.clone();
        let closed = Closure::<dyn Fn(CloseEvent)>::new(move |event: CloseEvent| {
            if let Some(line) = weak.upgrade() {
                line.closed(event.code());
            }
        });
        wire.set_onopen(Some(opened.as_ref().unchecked_ref()));
        wire.set_onmessage(Some(heard.as_ref().unchecked_ref()));
        wire.set_onclose(Some(closed.as_ref().unchecked_ref()));
        Some(Self {
            wire,
            _callbacks: (opened, heard, closed),
        })
    }

    fn is_open(&self) -> bool {
        self.wire.ready_state() == WebSocket::OPEN
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        self.wire.set_onopen(None);
        self.wire.set_onmessage(None);
        self.wire.set_onclose(None);
        let _ = self.wire.close();
    }
}
