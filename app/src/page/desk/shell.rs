//! The frame of every desk page: hotel, day, search, live state, theme and user on top, the areas
//! on the left; on a phone the areas are below, in reach of the thumb.

use leptos::ev::KeyboardEvent;
use leptos::html::Input;
use leptos::prelude::*;

use hotel::domain::calendar;
use hotel::live::board::Night;
use hotel::view::hotel::{DeskFrame, HotelChoice};

use super::words::initials;
use crate::component::hydrated::Hydrated;
use crate::component::icon::{Icon, Sign};
use crate::component::logo::Logo;
use crate::component::theme::ThemeToggle;
use crate::live_store::{Connection, LiveStore};

/// The areas of the desk that exist.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Area {
    /// Arrivals, departures, in house, rooms.
    Today,
    /// The tape chart.
    Rack,
}

impl Area {
    const ALL: [Self; 2] = [Self::Today, Self::Rack];

    fn title(self) -> &'static str {
        match self {
            Self::Today => "Today",
            Self::Rack => "Rack",
        }
    }

    fn sign(self) -> Sign {
        match self {
            Self::Today => Sign::Calendar,
            Self::Rack => Sign::Rack,
        }
    }

    /// The area's address.
    pub fn href(self, hotel: &str) -> String {
        match self {
            Self::Today => format!("/desk/{hotel}"),
            Self::Rack => format!("/desk/{hotel}/rack"),
        }
    }
}

/// The frame around a desk page.
#[component]
pub fn DeskShell(
    /// Which hotel, which day, who looks.
    frame: DeskFrame,
    /// Where in the desk this page is.
    area: Area,
    /// The page's board: day and sales of tonight follow it.
    #[prop(optional_no_strip)]
    board: Option<LiveStore>,
    /// What stands in the search field.
    #[prop(optional, into)]
    wanted: Signal<String>,
    /// The page.
    children: Children,
) -> impl IntoView {
    let hotel = frame.code.clone();
    let day = frame.business_date;
    let day = Signal::derive(move || board.map_or(day, |board| board.business_date().get()));
    view! {
        <a class="skip-link" href="#main">"Skip to the content"</a>
        <div
            class="desk"
            data-live=move || board.map(|board| board.connection().get().word())
            data-version=move || board.map(|board| board.version().get())
        >
            <header class="desk-top">
                <a href=Area::Today.href(&hotel) class="logo-link" aria-label="Keyrack, today">
                    <Logo />
                </a>
                <HotelSwitch frame=frame.clone() />
                <p class="desk-day">
                    <span class="caption">"Business date"</span>
                    " "
                    <time datetime=move || day.get().to_string()>
                        {move || calendar::short(day.get())}
                        <span class="desk-year">{move || year(day.get())}</span>
                    </time>
                </p>
                <Search hotel=hotel.clone() wanted />
                <LiveMark board />
                <ThemeToggle />
                <UserMenu frame=frame.clone() />
            </header>
            <nav class="desk-nav" aria-label="Areas">
                <ul>
                    {Area::ALL
                        .map(|each| view! { <AreaLink area=each here=area hotel=hotel.clone() /> })
                        .collect_view()}
                </ul>
                <SoldTonight frame board />
            </nav>
            <main id="main" class="desk-main">
                {children()}
            </main>
        </div>
        <Hydrated />
    }
    .into_any()
}

fn year(day: chrono::NaiveDate) -> String {
    format!(" {}", chrono::Datelike::year(&day))
}

#[component]
fn AreaLink(area: Area, here: Area, hotel: String) -> impl IntoView {
    view! {
        <li>
            <a href=area.href(&hotel) aria-current=(area == here).then_some("page")>
                <Icon sign=area.sign() />
                {area.title()}
            </a>
        </li>
    }
    .into_any()
}

/// The hotel's name; with more than one hotel a menu of the others. Changing the hotel loads the
/// page anew: nothing of one hotel is left on the other's screen.
#[component]
fn HotelSwitch(frame: DeskFrame) -> impl IntoView {
    let name = view! {
        <span class="desk-hotel">
            <b>{frame.name.clone()}</b>
            " "
            <span class="desk-city">{frame.city.clone()}</span>
        </span>
    };
    if frame.hotels.len() < 2 {
        return name.into_any();
    }
    let here = frame.code;
    let choice = move |hotel: HotelChoice| {
        let current = (hotel.code == here).then_some("true");
        view! {
            <li>
                <a href=Area::Today.href(&hotel.code) rel="external" aria-current=current>
                    <b>{hotel.name}</b>
                    <span>{hotel.role.title()}</span>
                </a>
            </li>
        }
    };
    view! {
        <details class="menu-box" name="desk-menu">
            <summary class="menu-open" aria-label="Change the hotel">
                {name}
                <Icon sign=Sign::ChevronDown />
            </summary>
            <ul class="menu-list">{frame.hotels.into_iter().map(choice).collect_view()}</ul>
        </details>
    }
    .into_any()
}

/// Jumps to a reference, or marks on the rack what it finds. Ctrl K brings the cursor here.
#[component]
fn Search(hotel: String, wanted: Signal<String>) -> impl IntoView {
    let field = NodeRef::<Input>::new();
    let keys = window_event_listener(leptos::ev::keydown, move |event: KeyboardEvent| {
        if (event.ctrl_key() || event.meta_key()) && event.key().eq_ignore_ascii_case("k") {
            event.prevent_default();
            if let Some(field) = field.get_untracked() {
                let _ = field.focus();
                field.select();
            }
        }
    });
    on_cleanup(move || keys.remove());
    view! {
        <form class="desk-search" role="search" method="get" action=Area::Rack.href(&hotel)>
            <Icon sign=Sign::Search />
            <input
                node_ref=field
                type="search"
                name="q"
                value=wanted.get_untracked()
                placeholder="Guest, room, reference…"
                aria-label="Guest, room or reference"
                autocomplete="off"
                spellcheck="false"
                maxlength="60"
            />
            <kbd>"Ctrl K"</kbd>
        </form>
    }
    .into_any()
}

/// Whether the page follows the house: a dot and a word. A page without a board says nothing.
#[component]
fn LiveMark(board: Option<LiveStore>) -> impl IntoView {
    let connection = board?.connection();
    let word = move || match connection.get() {
        Connection::Live => "Live",
        Connection::Connecting => "Connecting",
        Connection::Offline { .. } => "Offline",
        Connection::Ended => "Log in again",
    };
    Some(view! {
        <p class="live-mark" role="status">
            <i></i>
            <span>{word}</span>
        </p>
    })
}

/// Who looks, and the way out.
#[component]
fn UserMenu(frame: DeskFrame) -> impl IntoView {
    view! {
        <details class="menu-box menu-right" name="desk-menu">
            <summary class="menu-open" aria-label=format!("{}, menu", frame.user)>
                <span class="avatar" aria-hidden="true">{initials(&frame.user)}</span>
                <span class="desk-user">
                    {frame.user.clone()}
                    <small>{frame.role.title()}</small>
                </span>
            </summary>
            <div class="menu-list">
                <p class="menu-who">
                    <b>{frame.user}</b>
                    <span>{frame.role.title()}</span>
                </p>
                <form method="post" action="/logout">
                    <button type="submit">
                        <Icon sign=Sign::LogOut />
                        "Log out"
                    </button>
                </form>
            </div>
        </details>
    }
    .into_any()
}

/// `22 of 24 sold tonight`, as of the board when it shows tonight.
#[component]
fn SoldTonight(frame: DeskFrame, board: Option<LiveStore>) -> impl IntoView {
    let tonight = board.map(|board| (board.nights(), board.business_date()));
    let figures = move || {
        let of_night = |night: &Night| (i64::from(night.sold), i64::from(night.rooms));
        let shown = tonight.and_then(|(nights, day)| {
            let day = day.get();
            nights.with(|nights| nights.iter().find(|night| night.date == day).map(of_night))
        });
        shown.unwrap_or((frame.sold_tonight.into(), frame.rooms.into()))
    };
    view! {
        <p class="desk-sold">
            {move || {
                let (sold, rooms) = figures();
                format!("{sold} of {rooms} sold tonight")
            }}
        </p>
    }
    .into_any()
}
