use chrono::Days;
use proptest::prelude::*;

use super::*;
use crate::domain::reservation::Status;
use crate::domain::sample::{date, stay};

fn count(sellable: i32, sold: i32, held: i32, overbooking: i32) -> NightCount {
    NightCount {
        night: date(2026, 11, 20),
        sellable,
        sold,
        held,
        overbooking,
    }
}

#[test]
fn a_sale_of_a_channel_is_counted_in_any_case() {
    assert_eq!(count(2, 1, 0, 0).take_over(), count(2, 2, 0, 0));
    let over = count(2, 2, 0, 0).take_over();
    assert_eq!((over.sold, over.forced(), over.available()), (3, 1, -1));
    assert_eq!(
        count(2, 2, 0, 1).take_over().forced(),
        0,
        "the hotel had allowed that one"
    );
}

#[test]
fn a_room_freed_of_a_forced_sale_is_not_sold_again() {
    let full = count(2, 2, 0, 0);
    let over = full.take_over();
    assert_eq!(over.cancel(), Ok(full));
    assert_eq!(full.hold(), Err(Refusal::SoldOut { night: full.night }));
}

#[test]
fn nothing_goes_back_that_was_not_taken() {
    let empty = count(2, 0, 0, 0);
    assert_eq!(empty.cancel().unwrap_err().what, "sold");
    assert_eq!(empty.release().unwrap_err().what, "held");
    assert_eq!(empty.confirm().unwrap_err().what, "held");
}

#[test]
fn the_first_night_that_refuses_is_named() {
    let on = |offset, sold| NightCount {
        night: date(2026, 11, 20) + Days::new(offset),
        ..count(2, sold, 0, 0)
    };
    let (second, third) = (date(2026, 11, 21), date(2026, 11, 22));
    assert_eq!(available(&stay(3), &[on(0, 0), on(1, 1), on(2, 0)]), Ok(1));
    assert_eq!(
        available(&stay(1), &[on(0, 0), on(1, 2)]),
        Ok(2),
        "the day of departure is free"
    );
    assert_eq!(
        available(&stay(3), &[on(0, 0), on(1, 2), on(2, 2)]),
        Err(Refusal::SoldOut { night: second })
    );
    assert_eq!(
        available(&stay(3), &[on(0, 0), on(1, 1)]),
        Err(Refusal::NoPrice { night: third })
    );
}

#[test]
fn absurd_counts_saturate() {
    assert_eq!(count(i32::MAX, 0, 0, i32::MAX).available(), i32::MAX);
    assert_eq!(count(0, i32::MAX, i32::MAX, 0).available(), i32::MIN);
}

/// What happens to one of the reservations of a night.
#[derive(Clone, Copy, Debug)]
enum Move {
    Hold,
    Sell,
    TakeOver,
    Confirm,
    Release,
    Cancel,
}

fn any_moves() -> impl Strategy<Value = Vec<(Move, usize)>> {
    use Move::{Cancel, Confirm, Hold, Release, Sell, TakeOver};
    let one = prop_oneof![
        4 => Just(Hold), 2 => Just(Sell), 1 => Just(TakeOver),
        3 => Just(Confirm), 2 => Just(Release), 3 => Just(Cancel),
    ];
    prop::collection::vec((one, 0_usize..64), 0..80)
}

/// Plays a move as the services do: status and counter change together or not at all.
fn play(count: NightCount, book: &mut Vec<Status>, (one, index): (Move, usize)) -> NightCount {
    let begun = match one {
        Move::Hold => Some((count.hold().ok(), Status::Tentative)),
        Move::Sell => Some((count.sell().ok(), Status::Confirmed)),
        Move::TakeOver => Some((Some(count.take_over()), Status::Confirmed)),
        Move::Confirm | Move::Release | Move::Cancel => None,
    };
    if let Some((after, status)) = begun {
        book.extend(after.map(|_| status));
        return after.unwrap_or(count);
    }
    if book.is_empty() {
        return count;
    }
    let index = index % book.len();
    let from = book[index];
    let to = match one {
        Move::Confirm => from.confirm(),
        Move::Release => from.release(),
        _ => from.cancel(),
    };
    let Ok(to) = to else { return count };
    book[index] = to;
    match (from, to) {
        (Status::Tentative, Status::Confirmed) => count.confirm().unwrap(),
        (Status::Tentative, _) => count.release().unwrap(),
        _ => count.cancel().unwrap(),
    }
}

proptest! {
    #[test]
    fn no_sequence_of_moves_oversells(
        sellable in 0_i32..5, overbooking in 0_i32..3, moves in any_moves(),
    ) {
        let (mut count, mut book) = (count(sellable, 0, 0, overbooking), Vec::new());
        for one in moves {
            let before = count;
            count = play(count, &mut book, one);
            let pushed = matches!(one.0, Move::TakeOver);
            prop_assert!(count.forced() <= before.forced() + i32::from(pushed), "{:?}", one);
            prop_assert!(count.sold >= 0 && count.held >= 0);
            prop_assert_eq!((count.sellable, count.overbooking), (sellable, overbooking));
            let counted = |takes: fn(Status) -> bool| {
                i32::try_from(book.iter().filter(|status| takes(**status)).count()).unwrap()
            };
            prop_assert_eq!(count.sold, counted(Status::occupies));
            prop_assert_eq!(count.held, counted(Status::holds));
        }
    }

    #[test]
    fn without_channels_there_is_never_more_than_the_hotel_allows(
        sellable in 0_i32..5, overbooking in 0_i32..3, moves in any_moves(),
    ) {
        let (mut count, mut book) = (count(sellable, 0, 0, overbooking), Vec::new());
        for one in moves.into_iter().filter(|one| !matches!(one.0, Move::TakeOver)) {
            count = play(count, &mut book, one);
            prop_assert!(count.sold + count.held <= sellable + overbooking);
            prop_assert_eq!(count.forced(), 0);
        }
    }

    #[test]
    fn what_goes_back_is_as_if_it_had_never_been(
        sellable in 0_i32..5, sold in 0_i32..5, held in 0_i32..5, overbooking in 0_i32..3,
    ) {
        let before = count(sellable, sold, held, overbooking);
        if let Ok(held) = before.hold() {
            prop_assert_eq!(held.release(), Ok(before));
            prop_assert_eq!(held.confirm().and_then(NightCount::cancel), Ok(before));
            prop_assert_eq!(before.sell(), Ok(held.confirm().unwrap()));
        }
        prop_assert_eq!(before.take_over().cancel(), Ok(before));
        prop_assert_eq!(before.hold().is_ok(), before.available() > 0);
        prop_assert_eq!(before.sell().is_ok(), before.available() > 0);
    }

    #[test]
    fn a_stay_gets_what_its_fullest_night_has(
        sold in prop::collection::vec(0_i32..6, 1..12),
    ) {
        let nights = u64::try_from(sold.len()).unwrap();
        let mut counts: Vec<_> = stay(nights)
            .nights()
            .zip(&sold)
            .map(|(night, sold)| NightCount { night, ..count(5, *sold, 0, 0) })
            .collect();
        counts.reverse();
        let most = sold.iter().max().copied().unwrap();
        let left = available(&stay(nights), &counts);
        prop_assert_eq!(left.ok(), (most < 5).then_some(5 - most));
        if let Err(Refusal::SoldOut { night }) = left {
            let full = sold.iter().position(|sold| *sold == 5).unwrap();
            prop_assert_eq!(stay(nights).nights().nth(full), Some(night));
        }
    }
}
