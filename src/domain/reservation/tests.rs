use std::collections::BTreeSet;

use chrono::Duration;
use proptest::prelude::*;

use super::*;
use crate::domain::sample::{any_stay, date, schema_words, sorted};

type Verb = (
    &'static str,
    fn(Status) -> Result<Status, InvalidTransition>,
);

const VERBS: [Verb; 11] = [
    ("hold", Status::hold),
    ("waitlist", Status::waitlist),
    ("confirm", Status::confirm),
    ("release", Status::release),
    ("cancel", Status::cancel),
    ("check_in", Status::check_in),
    ("check_out", Status::check_out),
    ("mark_no_show", Status::mark_no_show),
    ("reverse_check_in", Status::reverse_check_in),
    ("reverse_check_out", Status::reverse_check_out),
    ("reinstate", Status::reinstate),
];

/// Everything that may happen, written down once more by hand. What is not here is refused.
const LIFE: [(Status, &str, Status); 16] = {
    use Status::{
        Cancelled, CheckedOut, Confirmed, InHouse, Inquiry, NoShow, Tentative, Waitlisted,
    };
    [
        (Inquiry, "hold", Tentative),
        (Inquiry, "waitlist", Waitlisted),
        (Inquiry, "cancel", Cancelled),
        (Tentative, "confirm", Confirmed),
        (Tentative, "release", Cancelled),
        (Tentative, "cancel", Cancelled),
        (Waitlisted, "confirm", Confirmed),
        (Waitlisted, "cancel", Cancelled),
        (Confirmed, "check_in", InHouse),
        (Confirmed, "cancel", Cancelled),
        (Confirmed, "mark_no_show", NoShow),
        (InHouse, "check_out", CheckedOut),
        (InHouse, "reverse_check_in", Confirmed),
        (CheckedOut, "reverse_check_out", InHouse),
        (Cancelled, "reinstate", Confirmed),
        (NoShow, "reinstate", Confirmed),
    ]
};

#[test]
fn nothing_happens_that_is_not_written_down() {
    for from in Status::ALL {
        for (name, verb) in VERBS {
            let expected = LIFE
                .iter()
                .find(|(start, word, _)| *start == from && *word == name);
            assert_eq!(
                verb(from).ok(),
                expected.map(|(_, _, to)| *to),
                "{name} from {from:?}"
            );
        }
    }
}

#[test]
fn every_status_is_reached_from_an_inquiry() {
    let mut reached = vec![Status::Inquiry];
    let mut next = 0;
    while let Some(status) = reached.get(next).copied() {
        next += 1;
        for to in VERBS.iter().filter_map(|(_, verb)| verb(status).ok()) {
            if !reached.contains(&to) {
                reached.push(to);
            }
        }
    }
    assert_eq!(reached.len(), Status::ALL.len());
}

#[test]
fn no_status_is_a_dead_end() {
    for from in Status::ALL {
        assert!(VERBS.iter().any(|(_, verb)| verb(from).is_ok()), "{from:?}");
    }
}

#[test]
fn a_reverse_leads_back() {
    for from in Status::ALL {
        if let Ok(here) = from.check_in() {
            assert_eq!(here.reverse_check_in(), Ok(from));
        }
        if let Ok(left) = from.check_out() {
            assert_eq!(left.reverse_check_out(), Ok(from));
        }
        if let Ok(back) = from.reverse_check_in() {
            assert_eq!(back.check_in(), Ok(from));
        }
        if let Ok(back) = from.reverse_check_out() {
            assert_eq!(back.check_out(), Ok(from));
        }
    }
    assert_eq!(
        Status::Confirmed.cancel().and_then(Status::reinstate),
        Ok(Status::Confirmed)
    );
    assert_eq!(
        Status::Confirmed.mark_no_show().and_then(Status::reinstate),
        Ok(Status::Confirmed)
    );
}

#[test]
fn the_words_are_those_of_the_schema() {
    let sql = include_str!("../../../migrations/0004_reservation.sql");
    let words = Status::ALL.map(Status::as_str);
    assert_eq!(schema_words(sql, "reservation_status_known"), sorted(words));
    for status in Status::ALL {
        assert_eq!(Status::parse(status.as_str()), Some(status));
        let wire = serde_json::to_string(&status).unwrap();
        assert_eq!(wire.trim_matches('"'), status.as_str(), "one word for all");
    }
    assert_eq!(Status::parse("Confirmed"), None);
    let titles: BTreeSet<_> = Status::ALL.map(Status::title).into();
    assert_eq!(titles.len(), Status::ALL.len());
}

#[test]
fn a_refused_step_is_a_sentence() {
    let sentence = |result: Result<Status, InvalidTransition>| result.unwrap_err().to_string();
    assert_eq!(
        sentence(Status::Cancelled.check_in()),
        "This reservation is cancelled and cannot be checked in."
    );
    assert_eq!(
        sentence(Status::InHouse.cancel()),
        "This reservation is in house and cannot be cancelled."
    );
    assert_eq!(
        sentence(Status::Inquiry.mark_no_show()),
        "This reservation is an inquiry and cannot be marked as a no-show."
    );
}

#[test]
fn a_claim_on_rooms_is_of_one_kind() {
    for status in Status::ALL {
        assert!(!(status.occupies() && status.holds()), "{status:?}");
        let claims = status.occupies() || status.holds();
        let gone = matches!(status, Status::Cancelled | Status::NoShow);
        assert!(!(claims && gone), "{status:?}");
        assert_eq!(
            status.is_live(),
            !gone && status != Status::CheckedOut,
            "{status:?}"
        );
    }
}

#[test]
fn a_stay_seen_from_each_day() {
    use Movement as M;

    let (arrival, departure) = (date(2026, 11, 20), date(2026, 11, 22));
    let seen = |status| {
        [19, 20, 21, 22, 23].map(|day| {
            let today = BusinessDate::new(date(2026, 11, day));
            Movement::of(status, arrival, departure, today)
        })
    };
    assert_eq!(
        seen(Status::Confirmed),
        [
            None,
            Some(M::DueIn),
            Some(M::ArrivalOverdue),
            Some(M::ArrivalOverdue),
            Some(M::ArrivalOverdue)
        ]
    );
    assert_eq!(
        seen(Status::InHouse)[1..],
        [
            Some(M::Arrived),
            Some(M::Stayover),
            Some(M::DueOut),
            Some(M::DepartureOverdue)
        ]
    );
    assert_eq!(
        seen(Status::CheckedOut),
        [None, None, None, Some(M::Departed), None]
    );
    for idle in [
        Status::Inquiry,
        Status::Tentative,
        Status::Cancelled,
        Status::NoShow,
    ] {
        assert_eq!(seen(idle), [None; 5]);
    }
}

proptest! {
    #[test]
    fn the_questions_agree_with_the_movement(
        stay in any_stay(9), offset in -12_i64..12, status in 0_usize..8,
    ) {
        let status = Status::ALL[status];
        let (arrival, departure) = (stay.arrival(), stay.departure());
        let today = BusinessDate::new(arrival + Duration::days(offset));
        let movement = Movement::of(status, arrival, departure, today);
        prop_assert_eq!(due_in(status, arrival, today), movement == Some(Movement::DueIn));
        prop_assert_eq!(due_out(status, departure, today), movement == Some(Movement::DueOut));
        let late = [Some(Movement::ArrivalOverdue), Some(Movement::DepartureOverdue)];
        prop_assert_eq!(overdue(status, arrival, departure, today), late.contains(&movement));
        let staying = stayover(status, arrival, departure, today);
        prop_assert_eq!(staying, movement == Some(Movement::Stayover));
        if staying && offset >= 0 {
            prop_assert!(stay.nights().any(|night| night == today.date()));
        }
    }

    #[test]
    fn any_life_stays_within_the_states(
        start in 0_usize..4, verbs in prop::collection::vec(0_usize..11, 0..40),
    ) {
        let mut status = Status::FIRST[start];
        let mut was_confirmed = status == Status::Confirmed;
        for index in verbs {
            let (_, verb) = VERBS[index];
            match verb(status) {
                Ok(next) => status = next,
                Err(refused) => prop_assert_eq!(refused.from, status, "a refusal changes nothing"),
            }
            was_confirmed |= status == Status::Confirmed;
            let came = matches!(status, Status::InHouse | Status::CheckedOut | Status::NoShow);
            prop_assert!(!came || was_confirmed, "nobody sleeps here unsold");
        }
    }
}
