use chrono::{Days, NaiveTime};
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::domain::cancellation::CancelFee;
use crate::domain::sample::{any_party, any_stay, date, stay};
use crate::domain::tax::CityTax;

const VAT: Taxes = Taxes {
    room_vat_bp: 1_000,
    meal_vat_bp: 1_000,
    city: None,
};

fn double() -> RoomType {
    RoomType {
        id: RoomTypeId(Uuid::nil()),
        code: "DBL".to_owned(),
        name: "Double room".to_owned(),
        description: String::new(),
        size_m2: 22,
        max_adults: 2,
        max_guests: 3,
        base_guests: 2,
        position: 1,
    }
}

fn plan(adjust_bp: i32, adjust_minor: i64, meal_minor: i64) -> RatePlan {
    RatePlan {
        id: RatePlanId(Uuid::nil()),
        code: "FLEX".to_owned(),
        name: "Flexible".to_owned(),
        description: String::new(),
        parent_id: None,
        adjust_bp,
        adjust_minor,
        meal_minor,
        meal_name: String::new(),
        prepaid: false,
        cancellation: CancellationPolicy {
            free_days: Some(1),
            free_time: NaiveTime::MIN,
            fee: CancelFee::FirstNight,
        },
        public: true,
        position: 1,
    }
}

fn row(night: NaiveDate, price_minor: i64) -> NightRate {
    NightRate {
        night,
        price_minor,
        extra_adult_minor: 3_000,
        extra_child_minor: 1_500,
        restrictions: Restrictions::default(),
    }
}

/// A row for every night, and for the departure day, each with its price.
fn rows(stay: Stay, prices: &[i64]) -> Vec<NightRate> {
    let days = stay.nights().chain([stay.departure()]);
    days.zip(prices.iter().cycle())
        .map(|(day, price)| row(day, *price))
        .collect()
}

fn people(adults: u8, children: u8) -> Party {
    Party::of_counts(adults, children).unwrap()
}

fn price(
    plan: &RatePlan,
    stay: Stay,
    party: &Party,
    rates: &[NightRate],
    taxes: &Taxes,
) -> Result<Quote, Vec<Refusal>> {
    quote(&double(), plan, &stay, party, rates, taxes, Currency::EUR)
}

fn minors(quote: &Quote) -> Vec<i64> {
    quote.nights.iter().map(|night| night.price.minor).collect()
}

#[test]
fn a_base_plan_costs_what_stands_in_its_rows() {
    let rates = rows(stay(2), &[14_200, 16_000]);
    let quote = price(&plan(0, 0, 0), stay(2), &people(2, 0), &rates, &VAT).unwrap();
    assert_eq!(minors(&quote), [14_200, 16_000]);
    assert_eq!(quote.total, Money::new(30_200, Currency::EUR));
    assert_eq!(quote.vat.minor, 1_291 + 1_455);
    assert_eq!(quote.city_tax, Money::zero(Currency::EUR));
}

#[test]
fn a_derived_plan_takes_its_share_then_its_amount_then_meals() {
    let rates = rows(stay(1), &[14_205]);
    let total = |plan| {
        price(&plan, stay(1), &people(2, 0), &rates, &VAT)
            .unwrap()
            .total
            .minor
    };
    assert_eq!(total(plan(-1_200, 0, 0)), 12_500, "12500.4 is rounded");
    assert_eq!(total(plan(-1_000, 0, 0)), 12_785, "12784.5 is rounded up");
    assert_eq!(total(plan(-1_200, -500, 0)), 12_000);
    assert_eq!(total(plan(0, 0, 1_900)), 14_205 + 2 * 1_900);
    assert_eq!(
        total(plan(0, -20_000, 1_900)),
        2 * 1_900,
        "the room is free, breakfast is not"
    );
    assert_eq!(
        total(plan(-30_000, 700, 0)),
        700,
        "nobody is paid for sleeping"
    );
    assert_eq!(total(plan(0, 0, -1_900)), 14_205, "nor for eating");
}

#[test]
fn adults_take_the_included_places_first() {
    let rate = row(date(2026, 11, 20), 10_000);
    assert_eq!(rate.for_party(2, &people(1, 0)), 10_000);
    assert_eq!(rate.for_party(2, &people(1, 1)), 10_000);
    assert_eq!(rate.for_party(2, &people(2, 1)), 11_500);
    assert_eq!(rate.for_party(2, &people(3, 0)), 13_000);
    assert_eq!(rate.for_party(2, &people(1, 3)), 13_000);
    assert_eq!(rate.for_party(2, &people(3, 2)), 16_000);
}

#[test]
fn meals_carry_their_own_tax() {
    let taxes = Taxes {
        room_vat_bp: 1_000,
        meal_vat_bp: 2_000,
        city: None,
    };
    let rates = rows(stay(1), &[11_000]);
    let quote = price(&plan(0, 0, 1_200), stay(1), &people(2, 0), &rates, &taxes).unwrap();
    assert_eq!(quote.vat.minor, 1_000 + 400);
}

#[test]
fn city_tax_comes_on_top() {
    let city = CityTax {
        per_person_night_minor: 320,
        exempt_under_age: 15,
        max_nights: None,
    };
    let taxes = Taxes {
        city: Some(city),
        ..VAT
    };
    let rates = rows(stay(2), &[10_000]);
    let quote = price(&plan(0, 0, 0), stay(2), &people(2, 1), &rates, &taxes).unwrap();
    assert_eq!(quote.city_tax.minor, 2 * 2 * 320);
    assert_eq!(quote.total.minor, 2 * 11_500 + 1_280);
    let without = price(&plan(0, 0, 0), stay(2), &people(2, 1), &rates, &VAT).unwrap();
    assert_eq!(quote.vat, without.vat, "city tax is not taxed");
}

#[test]
fn a_refusal_gives_all_reasons() {
    let mut rates = rows(stay(3), &[10_000]);
    rates.remove(1);
    rates[0].restrictions.closed_to_arrival = true;
    rates[1].restrictions.stop_sell = true;
    let reasons = price(&plan(0, 0, 0), stay(3), &people(3, 1), &rates, &VAT).unwrap_err();
    let (first, second, third) = (date(2026, 11, 20), date(2026, 11, 21), date(2026, 11, 22));
    assert_eq!(
        reasons,
        [
            Refusal::TooManyAdults { max: 2 },
            Refusal::TooManyGuests { max: 3 },
            Refusal::NoPrice { night: second },
            Refusal::ClosedToArrival { date: first },
            Refusal::StopSell { night: third },
        ]
    );
}

#[test]
fn the_departure_day_needs_no_price() {
    let mut rates = rows(stay(1), &[10_000]);
    rates.pop();
    assert!(price(&plan(0, 0, 0), stay(1), &people(1, 0), &rates, &VAT).is_ok());
}

#[test]
fn absurd_prices_saturate() {
    let rates = rows(stay(2), &[i64::MAX]);
    let dear = plan(50_000, i64::MAX, i64::MAX);
    let quote = price(&dear, stay(2), &people(2, 1), &rates, &VAT).unwrap();
    assert_eq!(quote.total.minor, i64::MAX);
}

#[test]
fn a_night_is_written_as_the_contract_says() {
    let night = NightPrice {
        date: date(2026, 11, 20),
        price: Money::new(14_200, Currency::EUR),
    };
    assert_eq!(
        serde_json::to_string(&night).unwrap(),
        r#"{"date":"2026-11-20","price":{"minor":14200,"currency":"EUR"}}"#
    );
}

fn any_plan() -> impl Strategy<Value = RatePlan> {
    (-11_000_i32..5_000, -5_000_i64..5_000, 0_i64..4_000)
        .prop_map(|(bp, minor, meal)| plan(bp, minor, meal))
}

fn any_taxes() -> impl Strategy<Value = Taxes> {
    let city = (0_i64..1_000, 0_u8..18, prop::option::of(1_u16..10)).prop_map(
        |(per_person_night_minor, exempt_under_age, max_nights)| CityTax {
            per_person_night_minor,
            exempt_under_age,
            max_nights,
        },
    );
    (0_i32..2_500, 0_i32..2_500, prop::option::of(city)).prop_map(
        |(room_vat_bp, meal_vat_bp, city)| Taxes {
            room_vat_bp,
            meal_vat_bp,
            city,
        },
    )
}

/// A house that takes everybody whom the strategies make.
fn hall(base_guests: u8) -> RoomType {
    RoomType {
        max_adults: 12,
        max_guests: 12,
        base_guests,
        ..double()
    }
}

proptest! {
    #[test]
    fn a_total_is_its_parts(
        plan in any_plan(), stay in any_stay(20), party in any_party(), taxes in any_taxes(),
        prices in prop::collection::vec(0_i64..100_000, 1..8), base in 1_u8..4,
    ) {
        let rates = rows(stay, &prices);
        let quote =
            quote(&hall(base), &plan, &stay, &party, &rates, &taxes, Currency::EUR).unwrap();
        let nights: i64 = minors(&quote).iter().sum();
        prop_assert_eq!(quote.total.minor, nights + quote.city_tax.minor);
        prop_assert!(minors(&quote).iter().all(|price| *price >= 0));
        prop_assert!(quote.city_tax.minor >= 0);
        prop_assert!((0..=nights).contains(&quote.vat.minor));
        let dates: Vec<_> = quote.nights.iter().map(|night| night.date).collect();
        prop_assert_eq!(dates, stay.nights().collect::<Vec<_>>());
    }

    #[test]
    fn nobody_comes_along_for_less_than_nothing(
        plan in any_plan(), stay in any_stay(9), party in any_party(), taxes in any_taxes(),
        prices in prop::collection::vec(0_i64..100_000, 1..8), base in 1_u8..6, age in 0_u8..18,
    ) {
        let rates = rows(stay, &prices);
        let total = |party: &Party| {
            quote(&hall(base), &plan, &stay, party, &rates, &taxes, Currency::EUR).unwrap().total
        };
        let ages = party.child_ages().to_vec();
        let one_adult_more = Party::new(party.adults() + 1, ages.clone()).unwrap();
        let one_child_more = Party::new(party.adults(), [ages, vec![age]].concat()).unwrap();
        prop_assert!(total(&party).minor <= total(&one_adult_more).minor);
        prop_assert!(total(&party).minor <= total(&one_child_more).minor);
    }

    #[test]
    fn every_missing_night_is_named(
        stay in any_stay(20), present in prop::collection::vec(any::<bool>(), 20),
    ) {
        let nights = || stay.nights().zip(&present);
        let rates: Vec<_> =
            nights().filter(|(_, on)| **on).map(|(night, _)| row(night, 100)).collect();
        let missing: Vec<_> = nights()
            .filter(|(_, on)| !**on)
            .map(|(night, _)| Refusal::NoPrice { night })
            .collect();
        let reasons = price(&plan(0, 0, 0), stay, &people(1, 0), &rates, &VAT);
        prop_assert_eq!(reasons.err().unwrap_or_default(), missing);
    }

    #[test]
    fn other_nights_and_their_order_do_not_matter(
        stay in any_stay(9), prices in prop::collection::vec(0_i64..100_000, 1..8),
    ) {
        let mut rates = rows(stay, &prices);
        let before = price(&plan(0, 0, 0), stay, &people(1, 0), &rates, &VAT);
        rates.reverse();
        rates.push(row(stay.departure() + Days::new(3), 1));
        rates.insert(0, row(stay.arrival() - Days::new(3), 1));
        prop_assert_eq!(price(&plan(0, 0, 0), stay, &people(1, 0), &rates, &VAT), before);
    }

    #[test]
    fn a_stay_costs_what_its_halves_cost(
        plan in any_plan(), stay in any_stay(20), party in any_party(),
        prices in prop::collection::vec(0_i64..100_000, 1..8), cut in 1_u64..20,
    ) {
        prop_assume!(cut < stay.len().into());
        let noon = stay.arrival() + Days::new(cut);
        let rates = rows(stay, &prices);
        let total = |from, to| {
            let part = Stay::new(from, to).unwrap();
            quote(&hall(2), &plan, &part, &party, &rates, &VAT, Currency::EUR).unwrap()
        };
        let whole = total(stay.arrival(), stay.departure());
        let (first, second) = (total(stay.arrival(), noon), total(noon, stay.departure()));
        prop_assert_eq!(whole.total.minor, first.total.minor + second.total.minor);
        prop_assert_eq!(whole.vat.minor, first.vat.minor + second.vat.minor);
    }

    #[test]
    fn a_discount_never_raises_the_price(price in 0_i64..1_000_000, bp in -10_000_i32..=0) {
        prop_assert!(plan(bp, 0, 0).adjust(price) <= price);
    }
}
