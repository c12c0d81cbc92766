//! The arrow keys: from bar to bar, as one reads the chart.

use leptos::ev::KeyboardEvent;
use leptos::wasm_bindgen::JsCast as _;
use leptos::web_sys::{Element, HtmlElement, NodeList};

const BAR: &str = "a.sb";
const ROW: &str = ".rr";

/// Left and right walk along a row, up and down go to the nearest bar of the next row that has
/// one. The bars stay ordinary links: Tab and Enter do what they do everywhere.
pub fn walk(event: &KeyboardEvent) {
    let target = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok());
    let Some(bar) = target.filter(|element| element.matches(BAR).unwrap_or(false)) else {
        return;
    };
    let next = match event.key().as_str() {
        "ArrowLeft" => sibling(&bar, Element::previous_element_sibling),
        "ArrowRight" => sibling(&bar, Element::next_element_sibling),
        "ArrowUp" => in_other_row(&bar, Direction::Up),
        "ArrowDown" => in_other_row(&bar, Direction::Down),
        _ => return,
    };
    event.prevent_default();
    if let Some(next) = next.and_then(|next| next.dyn_into::<HtmlElement>().ok()) {
        let _ = next.focus();
    }
}

#[derive(Clone, Copy)]
enum Direction {
    Up,
    Down,
}

fn sibling(bar: &Element, step: impl Fn(&Element) -> Option<Element>) -> Option<Element> {
    let mut next = step(bar)?;
    while !next.matches(BAR).unwrap_or(false) {
        next = step(&next)?;
    }
    Some(next)
}

fn in_other_row(bar: &Element, direction: Direction) -> Option<Element> {
    let row = bar.closest(ROW).ok()??;
    let chart = bar.closest(".rk-body").ok()??;
    let rows = elements(&chart.query_selector_all(ROW).ok()?);
    let place = rows.iter().position(|other| *other == row)?;
    let nearest = |row: &Element| nearest_bar(row, middle(bar));
    match direction {
        Direction::Up => rows.get(..place)?.iter().rev().find_map(nearest),
        Direction::Down => rows.get(place + 1..)?.iter().find_map(nearest),
    }
}

fn nearest_bar(row: &Element, at: i32) -> Option<Element> {
    let bars = elements(&row.query_selector_all(BAR).ok()?);
    bars.into_iter().min_by_key(|bar| (middle(bar) - at).abs())
}

fn elements(list: &NodeList) -> Vec<Element> {
    (0..list.length())
        .filter_map(|at| list.item(at)?.dyn_into().ok())
        .collect()
}

/// The middle of a bar in pixels from the beginning of its row.
fn middle(bar: &Element) -> i32 {
    bar.dyn_ref::<HtmlElement>()
        .map_or(0, |bar| bar.offset_left() + bar.offset_width() / 2)
}
