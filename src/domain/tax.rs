//! Taxes: value added tax inside gross prices, city tax on top of them.

use serde::{Deserialize, Serialize};

use super::money::share;
use super::party::Party;
use super::stay::Stay;

/// A tax per person and night, on top of the price.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CityTax {
    /// Minor units per person and night.
    pub per_person_night_minor: i64,
    /// Children younger than this pay nothing; 0: everybody pays.
    pub exempt_under_age: u8,
    /// Only so many nights of a stay are taxed; `None`: all.
    pub max_nights: Option<u16>,
}

/// The taxes of one hotel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taxes {
    /// On the room, in basis points of the net price.
    pub room_vat_bp: i32,
    /// On meals, in basis points of the net price.
    pub meal_vat_bp: i32,
    /// Where the city asks for one.
    pub city: Option<CityTax>,
}

/// The value added tax that a gross price contains, in minor units, rounded half away from zero.
/// `rate_bp` is the rate on the net price (1000 = 10 %); a negative one counts as 0.
pub fn vat_inside(gross_minor: i64, rate_bp: i32) -> i64 {
    let rate = i64::from(rate_bp.max(0));
    share(gross_minor, rate, 10_000 + rate)
}

impl CityTax {
    /// City tax of the whole stay, in minor units.
    pub fn total(&self, stay: &Stay, party: &Party) -> i64 {
        let nights = self
            .max_nights
            .map_or(stay.len(), |most| most.min(stay.len()));
        let children = party
            .child_ages()
            .iter()
            .filter(|age| **age >= self.exempt_under_age);
        let payers = i64::from(party.adults())
            .saturating_add(i64::try_from(children.count()).unwrap_or(i64::MAX));
        self.per_person_night_minor
            .saturating_mul(payers)
            .saturating_mul(nights.into())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::sample::{any_party, any_stay, stay};

    const VIENNA: CityTax = CityTax {
        per_person_night_minor: 320,
        exempt_under_age: 15,
        max_nights: Some(3),
    };

    #[test]
    fn value_added_tax_is_taken_out_of_the_gross_price() {
        assert_eq!(vat_inside(11_000, 1_000), 1_000);
        assert_eq!(vat_inside(14_200, 1_000), 1_291);
        assert_eq!(vat_inside(-11_000, 1_000), -1_000);
        assert_eq!(vat_inside(11_000, 0), 0);
        assert_eq!(vat_inside(11_000, -1_000), 0);
    }

    #[test]
    fn city_tax_counts_heads_and_nights() {
        let family = Party::new(2, vec![14, 15]).unwrap();
        assert_eq!(VIENNA.total(&stay(2), &family), 3 * 2 * 320);
        assert_eq!(
            VIENNA.total(&stay(9), &family),
            3 * 3 * 320,
            "three nights at most"
        );
        let nobody_exempt = CityTax {
            exempt_under_age: 0,
            max_nights: None,
            ..VIENNA
        };
        assert_eq!(nobody_exempt.total(&stay(9), &family), 4 * 9 * 320);
    }

    proptest! {
        #[test]
        fn the_tax_is_part_of_the_price(gross in 0_i64..1_000_000_000, rate in 0_i32..=10_000) {
            let vat = vat_inside(gross, rate);
            prop_assert!((0..=gross).contains(&vat));
            let back = share(gross - vat, rate.into(), 10_000);
            prop_assert!((back - vat).abs() <= 1, "the net price leads back to the same tax");
        }

        #[test]
        fn a_refund_gives_back_the_same_tax(gross in 0_i64..1_000_000_000, rate in 0_i32..=10_000) {
            prop_assert_eq!(vat_inside(-gross, rate), -vat_inside(gross, rate));
        }

        #[test]
        fn city_tax_grows_with_the_stay_and_has_an_end(
            stay in any_stay(30), party in any_party(), most in 0_u16..40,
        ) {
            let unlimited = CityTax { max_nights: None, ..VIENNA }.total(&stay, &party);
            let limited = CityTax { max_nights: Some(most), ..VIENNA }.total(&stay, &party);
            prop_assert!((0..=unlimited).contains(&limited));
            prop_assert_eq!(limited == unlimited, most >= stay.len());
            let adults = i64::from(party.adults()) * i64::from(stay.len()) * 320;
            prop_assert!(unlimited >= adults, "an adult is never exempt");
        }
    }
}
