//! Drawings where a hotel has no photographs yet. They are files of their own, so that they weigh
//! nothing in the program.

use leptos::prelude::*;

/// A drawing of a room, by the kind of room its name tells.
#[component]
pub fn RoomPicture(
    /// The room type's code; two types of one hotel get different drawings where they can.
    code: String,
    /// The room type's name.
    name: String,
) -> impl IntoView {
    let source = format!("/art/room-{}.svg", kind(&code, &name));
    view! {
        <div class="picture">
            <img src=source alt="" width="400" height="300" loading="lazy" decoding="async" />
        </div>
    }
}

fn kind(code: &str, name: &str) -> &'static str {
    let has = |word: &str| name.contains(word);
    match code {
        _ if has("Penthouse") => "penthouse",
        _ if has("Suite") => "suite",
        _ if has("Single") => "single",
        _ if has("Superior") || has("King") => "superior",
        _ => "double",
    }
}

/// A drawing of a hotel, by its code; further hotels share a quiet one.
#[component]
pub fn HotelPicture(
    /// The hotel's code.
    code: String,
) -> impl IntoView {
    let kind = match code.as_str() {
        "AUR" => "mountain",
        "MER" => "city",
        "HAR" => "harbour",
        _ => "valley",
    };
    view! {
        <div class="picture">
            <img src=format!("/art/hotel-{kind}.svg") alt="" width="640" height="360" decoding="async" />
        </div>
    }
}
