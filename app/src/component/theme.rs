//! Light and dark.

use js_sys::Reflect;
use leptos::ev::MouseEvent;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::icon::{Icon, Sign};

/// What a visitor has chosen. Without a choice the system's preference rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// Paper.
    Light,
    /// Night.
    Dark,
}

impl Theme {
    /// The cookie that keeps the choice; readable by scripts on purpose.
    pub const COOKIE: &'static str = "theme";

    /// The value of `data-theme` and of the cookie.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The theme of this name.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "light" => Some(Self::Light),
            "dark" => Some(Self::Dark),
            _ => None,
        }
    }

    /// The `Set-Cookie` line, or what a script writes: a year.
    pub fn cookie(self) -> String {
        format!(
            "{}={}; Path=/; Max-Age=31536000; SameSite=Lax",
            Self::COOKIE,
            self.as_str()
        )
    }
}

/// A button that changes to the other theme: at once with JavaScript, by a form without.
///
/// Both directions are there; the style sheet shows the one that changes something, so the
/// server need not know which theme the system prefers.
#[component]
pub fn ThemeToggle() -> impl IntoView {
    let location = use_location();
    let to = move || match location.search.get() {
        search if search.is_empty() => location.pathname.get(),
        search => format!("{}?{search}", location.pathname.get()),
    };
    view! {
        <form method="post" action="/theme" class="theme-toggle">
            <input type="hidden" name="to" value=to />
            <Choice theme=Theme::Dark sign=Sign::Moon label="Dark theme" class="theme-when-light" />
            <Choice theme=Theme::Light sign=Sign::Sun label="Light theme" class="theme-when-dark" />
        </form>
    }
}

#[component]
fn Choice(theme: Theme, sign: Sign, label: &'static str, class: &'static str) -> impl IntoView {
    let choose = move |event: MouseEvent| {
        event.prevent_default();
        apply(theme);
    };
    view! {
        <button
            type="submit"
            name="theme"
            value=theme.as_str()
            class=format!("icon-button {class}")
            aria-label=label
            title=label
            on:click=choose
        >
            <Icon sign />
        </button>
    }
}

/// Changes the theme of the page in the browser and remembers it.
fn apply(theme: Theme) {
    let document = document();
    if let Some(root) = document.document_element() {
        // The attribute's name is valid, so this cannot fail.
        let _ = root.set_attribute("data-theme", theme.as_str());
    }
    let _ = Reflect::set(&document, &"cookie".into(), &theme.cookie().into());
}
