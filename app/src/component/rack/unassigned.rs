//! The lane on top: stays that have no room yet.

use std::sync::Arc;

use leptos::prelude::*;

use hotel::view::rack::{RackType, StayBar};

use super::row::{Shown, bar_link};
use super::{Chart, look};

/// Stays without a room, by group, packed into as few rows as keep them apart. Not there at all
/// while everybody has a room.
#[component]
pub fn UnassignedLane(
    /// Stays without a room, by arrival.
    stays: Signal<Vec<Arc<StayBar>>>,
    /// The groups, in the hotel's order.
    groups: Signal<Vec<RackType>>,
    /// What all rows share.
    chart: Chart,
) -> impl IntoView {
    move || {
        let stays = stays.get();
        (!stays.is_empty()).then(|| {
            let lanes = groups.with(|groups| {
                let of_group = |group| lanes_of(&stays, group);
                groups.iter().flat_map(of_group).collect::<Vec<_>>()
            });
            view! {
                <section class="rk-group rk-waiting" aria-labelledby="rk-waiting">
                    <div class="rk-title">
                        <h2 id="rk-waiting">"Not assigned"</h2>
                        <span class="count count-brass">{stays.len()}</span>
                    </div>
                    {lanes.into_iter().map(|lane| lane_view(&lane, chart)).collect_view()}
                </section>
            }
        })
    }
}

/// One row of the lane.
struct Lane {
    group: RackType,
    stays: Vec<Arc<StayBar>>,
}

/// Puts each stay of a group, in order of arrival, into the first row that is free by then. On a
/// turnover day one bar ends where the next begins.
fn lanes_of(stays: &[Arc<StayBar>], group: &RackType) -> Vec<Lane> {
    let mut lanes: Vec<Lane> = Vec::new();
    for stay in stays.iter().filter(|stay| stay.room_type == group.id) {
        let is_free = |lane: &&mut Lane| {
            lane.stays
                .last()
                .is_none_or(|last| last.departure <= stay.arrival)
        };
        match lanes.iter_mut().find(is_free) {
            Some(lane) => lane.stays.push(Arc::clone(stay)),
            None => lanes.push(Lane {
                group: group.clone(),
                stays: vec![Arc::clone(stay)],
            }),
        }
    }
    lanes
}

fn lane_view(lane: &Lane, chart: Chart) -> impl IntoView + use<> {
    let (window, wanted, selected) = (chart.window.get(), chart.wanted.get(), chart.selected.get());
    let name = lane.group.name.clone();
    let bars = lane.stays.iter().map(|stay| {
        let shown = Shown::of(stay, "", selected.as_ref(), &wanted);
        let label = look::spoken_unassigned(stay, &name);
        let place = look::place(stay.arrival, stay.departure, window);
        bar_link(stay, "", place, chart.href(&stay.reference), label, shown)
    });
    let bars = bars.collect_view();
    view! {
        <div class="rr" role="group" aria-label=format!("{}, no room yet", lane.group.name)>
            <div class="rr-room">
                <span>{lane.group.code.clone()}</span>
            </div>
            <div class="rr-lane">{bars}</div>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::component::rack::sample::{group, stay};

    #[test]
    fn lanes_keep_stays_apart_and_use_few_rows() {
        let days = [
            ("2026-11-20", "2026-11-23"),
            ("2026-11-21", "2026-11-22"),
            ("2026-11-22", "2026-11-25"),
            ("2026-11-23", "2026-11-24"),
        ];
        let stays: Vec<_> = days
            .iter()
            .map(|(from, to)| Arc::new(stay(from, to)))
            .collect();
        let lanes = lanes_of(&stays, &group());
        let packed: Vec<Vec<_>> = lanes
            .iter()
            .map(|lane| {
                lane.stays
                    .iter()
                    .map(|stay| stay.arrival.to_string())
                    .collect()
            })
            .collect();
        assert_eq!(
            packed,
            [["2026-11-20", "2026-11-23"], ["2026-11-21", "2026-11-22"]]
        );
    }
}
