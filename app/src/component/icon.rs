//! Line drawings, 24 by 24, in the colour of the text around them.

use leptos::prelude::*;

/// What a drawing stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each is the thing it is named after")]
pub enum Sign {
    Alert,
    ArrowLeft,
    ArrowRight,
    Bed,
    Broom,
    Calendar,
    Card,
    Chart,
    Check,
    ChevronDown,
    ChevronLeft,
    ChevronRight,
    Clock,
    Close,
    Coffee,
    Info,
    Key,
    LogOut,
    Mail,
    Moon,
    People,
    Person,
    Phone,
    Pin,
    Plug,
    Rack,
    Refresh,
    Search,
    Sheet,
    Size,
    Sun,
}

impl Sign {
    /// The strokes.
    fn path(self) -> &'static str {
        match self {
            Self::Alert => "M12 3.5 2.5 20h19zM12 10v4.5M12 17.4v.1",
            Self::ArrowLeft => "M20 12H4M10 6l-6 6 6 6",
            Self::ArrowRight => "M4 12h16M14 6l6 6-6 6",
            Self::Bed => {
                "M3 19V6M3 16h18M21 19v-5a3 3 0 0 0-3-3h-7v5M7 13.2a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6"
            }
            Self::Broom => {
                "M19.5 4.5 13 11M9 10.5l4.5 4.5c-1 3-3.5 5-9 5.5.5-5.5 1.5-8.5 4.5-10zM7.5 16.5 5 20"
            }
            Self::Calendar => "M4 6.500h16v14H4zM4 10.500h16M8 3.500v5M16 3.500v5",
            Self::Card => "M3 6h18v12.500H3zM3 10h18M6.5 15h4",
            Self::Chart => "M4 20h16M7 20v-7M12 20V5M17 20v-10",
            Self::Check => "m4.5 12.5 5 5 10-11",
            Self::ChevronDown => "m6 9.5 6 6 6-6",
            Self::ChevronLeft => "m14.5 6-6 6 6 6",
            Self::ChevronRight => "m9.5 6 6 6-6 6",
            Self::Clock => "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5.200l3.3 2",
            Self::Close => "m6 6 12 12M18 6 6 18",
            Self::Coffee => {
                "M4 9h13v6a5 5 0 0 1-5 5H9a5 5 0 0 1-5-5zM17 10.500h1.500a2.5 2.5 0 0 1 0 5H17M8 3v3M13 3v3"
            }
            Self::Info => "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 11v5.500M12 7.600v.1",
            Self::Key => {
                "M15 13.500a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9zM11.8 12.2 3.5 20.500M6 18l2.5 2.5"
            }
            Self::LogOut => "M10 4H4.500v16H10M9.5 12h11M16.5 7.5 21 12l-4.5 4.5",
            Self::Mail => "M3 5.500h18v13H3zM3.5 6.5 12 13l8.5-6.5",
            Self::Moon => "M20.5 14.500A8.5 8.5 0 0 1 9.5 3.500a8.5 8.5 0 1 0 11 11z",
            Self::People => {
                "M9 11.500a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 19.500c.5-3.5 3-5.2 6.5-5.200s6 1.7 6.5 5.200M15.5 4.900a3.5 3.5 0 0 1 0 6.300M17.5 14.700c2.4.6 3.7 2.3 4 4.8"
            }
            Self::Person => {
                "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20.500c.6-4 3.4-5.8 7.5-5.800s6.9 1.8 7.5 5.8"
            }
            Self::Phone => {
                "M5 3.500h4l1.8 5-2.5 1.800a12 12 0 0 0 5.4 5.400l1.8-2.5 5 1.800v4c0 1-.8 1.5-1.7 1.500C10.5 20.5 3.5 13.5 3.5 5.2 3.5 4.3 4 3.5 5 3.500z"
            }
            Self::Pin => {
                "M12 21.500c4.7-4.9 7-8.5 7-11.700a7 7 0 1 0-14 0c0 3.2 2.3 6.8 7 11.700zM12 12.300a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z"
            }
            Self::Plug => "M3 12h5M16 12h5M8 8.500h4a3.5 3.5 0 0 1 0 7H8zM15.5 12H17",
            Self::Rack => "M4 6h9M4 12h16M4 18h7M16 4.500v3M9 10.500v3M14 16.500v3",
            Self::Refresh => {
                "M20 11a8 8 0 0 0-14.3-3.700L3.5 9.500M3.5 4.500v5h5M4 13a8 8 0 0 0 14.3 3.700l2.2-2.200M20.5 19.500v-5h-5"
            }
            Self::Search => "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM16 16l4.5 4.5",
            Self::Sheet => "M5 3.500h14v17H5zM8.5 8h7M8.5 12h7M8.5 16h4",
            Self::Size => "M4 9V4h5M20 15v5h-5M4 4l6 6M20 20l-6-6",
            Self::Sun => {
                "M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM12 2.500v2M12 19.500v2M2.5 12h2M19.5 12h2M5.3 5.300l1.4 1.400M17.3 17.300l1.4 1.400M5.3 18.700l1.4-1.400M17.3 6.700l1.4-1.4"
            }
        }
    }
}

/// A drawing. It is decoration: the text or label beside it says what it means.
#[component]
pub fn Icon(
    /// What it shows.
    sign: Sign,
    /// Further classes, for size and colour.
    #[prop(optional)]
    class: &'static str,
) -> impl IntoView {
    view! {
        <svg
            class=format!("icon {class}")
            viewBox="0 0 24 24"
            fill="none"
            stroke="currentColor"
            stroke-width="1.7"
            stroke-linecap="round"
            stroke-linejoin="round"
            aria-hidden="true"
        >
            <path d=sign.path() />
        </svg>
    }
}
