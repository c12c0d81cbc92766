use chrono::Days;
use proptest::prelude::*;

use super::*;
use crate::domain::sample::{date, stay};

/// Days around the stay, each with its rules; the tests' stays begin on day 2.
fn week(rules: &[(u64, Restrictions)]) -> Vec<NightRate> {
    let first = date(2026, 11, 18);
    (0..14)
        .map(|offset| {
            let own = rules.iter().find(|(day, _)| *day == offset);
            NightRate {
                night: first + Days::new(offset),
                price_minor: 10_000,
                extra_adult_minor: 0,
                extra_child_minor: 0,
                restrictions: own.map_or_else(Restrictions::default, |(_, rules)| *rules),
            }
        })
        .collect()
}

const OPEN: Restrictions = Restrictions {
    min_stay_arrival: None,
    min_stay_through: None,
    max_stay_arrival: None,
    closed_to_arrival: false,
    closed_to_departure: false,
    stop_sell: false,
};

fn any_restrictions() -> impl Strategy<Value = Restrictions> {
    let nights = || prop::option::weighted(0.3, 1_u16..8);
    let closed = || prop::bool::weighted(0.15);
    (nights(), nights(), nights(), closed(), closed(), closed()).prop_map(
        |(arrival, through, most, to_arrival, to_departure, stop)| Restrictions {
            min_stay_arrival: arrival,
            min_stay_through: through,
            max_stay_arrival: most,
            closed_to_arrival: to_arrival,
            closed_to_departure: to_departure,
            stop_sell: stop,
        },
    )
}

fn any_week() -> impl Strategy<Value = Vec<NightRate>> {
    prop::collection::vec(any_restrictions(), 14).prop_map(|rules| {
        let rules: Vec<_> = (0..).zip(rules).collect();
        week(&rules)
    })
}

#[test]
fn every_reason_is_a_sentence_to_act_on() {
    let sunday = date(2026, 11, 22);
    let cases = [
        (
            Refusal::MinStay {
                date: sunday,
                nights: 2,
                asked: 1,
            },
            "On Sunday 22 November guests can only arrive for two nights or more.",
        ),
        (
            Refusal::MinStayThrough {
                date: sunday,
                nights: 3,
                asked: 1,
            },
            "A stay over Sunday 22 November must have three nights or more.",
        ),
        (
            Refusal::MaxStay {
                date: sunday,
                nights: 14,
                asked: 20,
            },
            "On Sunday 22 November guests can arrive for 14 nights at most.",
        ),
        (
            Refusal::ClosedToArrival { date: sunday },
            "Guests cannot arrive on Sunday 22 November; please choose another day.",
        ),
        (
            Refusal::ClosedToDeparture { date: sunday },
            "Guests cannot leave on Sunday 22 November; please choose another day.",
        ),
        (
            Refusal::StopSell { night: sunday },
            "The hotel has closed the night of Sunday 22 November for new bookings.",
        ),
        (
            Refusal::SoldOut { night: sunday },
            "No room of this type is left for the night of Sunday 22 November.",
        ),
        (
            Refusal::NoPrice { night: sunday },
            "The night of Sunday 22 November is not on sale yet.",
        ),
        (
            Refusal::Past { date: sunday },
            "Sunday 22 November has passed; please choose a later arrival.",
        ),
        (
            Refusal::TooManyAdults { max: 2 },
            "This room takes two adults at most.",
        ),
        (
            Refusal::TooManyAdults { max: 1 },
            "This room takes one adult.",
        ),
        (
            Refusal::TooManyGuests { max: 4 },
            "This room takes four guests at most.",
        ),
        (
            Refusal::TooManyGuests { max: 1 },
            "This room takes one guest.",
        ),
    ];
    for (refusal, sentence) in cases {
        assert_eq!(refusal.sentence(), sentence);
        assert_eq!(refusal.to_string(), sentence);
    }
}

#[test]
fn a_refusal_names_itself_on_the_wire() {
    let refusal = Refusal::MinStay {
        date: date(2026, 11, 22),
        nights: 2,
        asked: 1,
    };
    let text = serde_json::to_string(&refusal).unwrap();
    assert_eq!(
        text,
        r#"{"reason":"min_stay","date":"2026-11-22","nights":2,"asked":1}"#
    );
    assert_eq!(serde_json::from_str::<Refusal>(&text).unwrap(), refusal);
}

#[test]
fn all_reasons_are_given_in_the_order_of_the_days() {
    let nights = week(&[
        (
            2,
            Restrictions {
                closed_to_arrival: true,
                min_stay_arrival: Some(4),
                ..OPEN
            },
        ),
        (
            3,
            Restrictions {
                stop_sell: true,
                min_stay_through: Some(3),
                ..OPEN
            },
        ),
        (
            4,
            Restrictions {
                closed_to_departure: true,
                ..OPEN
            },
        ),
    ]);
    let (arrival, second, departure) = (date(2026, 11, 20), date(2026, 11, 21), date(2026, 11, 22));
    assert_eq!(
        refusals(&stay(2), &nights),
        [
            Refusal::ClosedToArrival { date: arrival },
            Refusal::MinStay {
                date: arrival,
                nights: 4,
                asked: 2
            },
            Refusal::StopSell { night: second },
            Refusal::MinStayThrough {
                date: second,
                nights: 3,
                asked: 2
            },
            Refusal::ClosedToDeparture { date: departure },
        ]
    );
}

#[test]
fn limits_are_inclusive() {
    let exactly = Restrictions {
        min_stay_arrival: Some(3),
        min_stay_through: Some(3),
        max_stay_arrival: Some(3),
        ..OPEN
    };
    let nights = week(&[(2, exactly)]);
    assert_eq!(refusals(&stay(3), &nights), []);
    assert_eq!(refusals(&stay(2), &nights).len(), 2);
    assert_eq!(refusals(&stay(4), &nights).len(), 1);
}

#[test]
fn each_rule_has_its_own_scope() {
    let all = Restrictions {
        min_stay_arrival: Some(9),
        min_stay_through: Some(9),
        max_stay_arrival: Some(1),
        closed_to_arrival: true,
        closed_to_departure: true,
        stop_sell: true,
    };
    let on_day = |day| refusals(&stay(2), &week(&[(day, all)]));
    let date_of = |day| date(2026, 11, 18) + Days::new(day);
    assert_eq!(on_day(1), [], "the day before is nobody's business");
    assert_eq!(
        on_day(3),
        [
            Refusal::StopSell { night: date_of(3) },
            Refusal::MinStayThrough {
                date: date_of(3),
                nights: 9,
                asked: 2
            },
        ],
        "within the stay only what concerns the night counts"
    );
    assert_eq!(on_day(4), [Refusal::ClosedToDeparture { date: date_of(4) }]);
    assert_eq!(on_day(5), []);
}

proptest! {
    #[test]
    fn no_rule_forbids_nothing(nights in 1_u64..12) {
        prop_assert_eq!(refusals(&stay(nights), &week(&[])), []);
        prop_assert_eq!(refusals(&stay(nights), &[]), []);
    }

    #[test]
    fn the_order_of_the_rows_does_not_matter(
        nights in 1_u64..12, rows in any_week().prop_shuffle(),
    ) {
        let mut sorted = rows.clone();
        sorted.sort_by_key(|row| row.night);
        prop_assert_eq!(refusals(&stay(nights), &rows), refusals(&stay(nights), &sorted));
    }

    #[test]
    fn every_reason_stands_in_a_row_of_the_stay(nights in 1_u64..12, rows in any_week()) {
        let stay = stay(nights);
        for refusal in refusals(&stay, &rows) {
            let (Refusal::ClosedToArrival { date } | Refusal::ClosedToDeparture { date }
            | Refusal::MinStay { date, .. } | Refusal::MinStayThrough { date, .. }
            | Refusal::MaxStay { date, .. } | Refusal::StopSell { night: date }) = refusal else {
                return Err(TestCaseError::fail(format!("{refusal:?} is no restriction")));
            };
            prop_assert!(stay.arrival() <= date && date <= stay.departure());
            let row = rows.iter().find(|row| row.night == date).unwrap();
            prop_assert_ne!(row.restrictions, OPEN);
        }
    }

    #[test]
    fn lifting_a_rule_never_adds_a_reason(
        nights in 1_u64..12, rows in any_week(), lifted in 0_usize..14,
    ) {
        let mut fewer = rows.clone();
        fewer[lifted].restrictions = OPEN;
        let before = refusals(&stay(nights), &rows);
        let after = refusals(&stay(nights), &fewer);
        prop_assert!(after.iter().all(|reason| before.contains(reason)));
        let lifted = rows[lifted].night;
        let concerned = stay(nights).arrival() <= lifted && lifted <= stay(nights).departure();
        prop_assert!(concerned || before == after, "a day outside has no say");
    }

    #[test]
    fn a_longer_stay_meets_every_minimum(rows in any_week()) {
        let too_short = |reason: &Refusal| {
            matches!(reason, Refusal::MinStay { .. } | Refusal::MinStayThrough { .. })
        };
        let reasons = refusals(&stay(8), &rows);
        prop_assert!(!reasons.iter().any(too_short), "no minimum of the tests is above seven");
    }
}
