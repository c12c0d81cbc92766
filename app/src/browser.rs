//! Small things only a browser does. Everything here is called from event handlers and effects,
//! which never run on the server.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{FormData, HtmlFormElement, UrlSearchParams, VisibilityState};

use crate::form::Values;

/// The form that is being sent.
pub fn form_of(event: &SubmitEvent) -> Option<HtmlFormElement> {
    event.target()?.dyn_into().ok()
}

/// The fields of a form as the query of an address, with its question mark.
pub fn query_of(form: &HtmlFormElement) -> Option<String> {
    Some(format!("?{}", String::from(params(form)?.to_string())))
}

/// The fields of a form by name.
pub fn values_of(form: &HtmlFormElement) -> Option<Values> {
    let params = params(form)?;
    let pair = |entry: Result<JsValue, _>| {
        let pair: js_sys::Array = entry.ok()?.dyn_into().ok()?;
        Some((pair.get(0).as_string()?, pair.get(1).as_string()?))
    };
    let mut values = Values::new();
    // Not `collect`: it sorts, and brings the code along.
    for (name, value) in js_sys::try_iter(&params).ok()??.filter_map(pair) {
        values.insert(name, value);
    }
    Some(values)
}

fn params(form: &HtmlFormElement) -> Option<UrlSearchParams> {
    let data = FormData::new_with_form(form).ok()?;
    UrlSearchParams::new_with_str_sequence_sequence(&data).ok()
}

/// Whether somebody can see the page.
pub fn is_visible() -> bool {
    document().visibility_state() == VisibilityState::Visible
}

/// Milliseconds since 1970 by the browser's clock; for countdowns only.
pub fn now_ms() -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "the year 287396 is far")]
    let now = js_sys::Date::now() as i64;
    now
}

/// Repeats something while the page lives, and at once when the visitor comes back to it.
/// Nothing happens while nobody looks.
pub fn while_visible(every: std::time::Duration, act: impl Fn() + Clone + 'static) {
    let again = act.clone();
    let timer = set_interval_with_handle(
        move || {
            if is_visible() {
                again();
            }
        },
        every,
    );
    let focus = window_event_listener(leptos::ev::focus, move |_| act());
    on_cleanup(move || {
        focus.remove();
        if let Ok(timer) = timer {
            timer.clear();
        }
    });
}

/// Brings an element into view and puts the keyboard there, so that nobody misses what it says.
pub fn reveal(id: &'static str) {
    request_animation_frame(move || {
        let found = document().get_element_by_id(id);
        if let Some(element) = found.and_then(|found| found.dyn_into::<web_sys::HtmlElement>().ok())
        {
            let _ = element.focus();
        }
    });
}
