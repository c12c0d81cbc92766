//! What the desk sees. Everything in here is loaded with the desk's pages only.

pub mod rack;
pub mod refusal;
pub mod reservation;
pub mod shell;
pub mod skeleton;
pub mod today;
pub mod words;

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// The hotel's code from the address.
pub fn use_hotel() -> Memo<String> {
    let params = use_params_map();
    Memo::new(move |_| params.with(|params| params.get("hotel").unwrap_or_default()))
}
