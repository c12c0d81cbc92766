//! Chance that falls the same way every time.

use chrono::{DateTime, Utc};
use uuid::{Builder, Uuid};

/// `SplitMix64`: small, fast, and the same on every machine and in every version.
#[derive(Clone, Debug)]
pub(super) struct Chance(u64);

impl Chance {
    /// A stream of its own for every seed and name.
    pub(super) fn new(seed: u64, name: &str) -> Self {
        let start = name
            .bytes()
            .fold(seed ^ 0xcbf2_9ce4_8422_2325, |hash, byte| {
                (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
            });
        Self(start)
    }

    /// 64 bits.
    pub(super) fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// 0 up to, and not including, `end`; 0 when `end` is 0.
    pub(super) fn below(&mut self, end: u32) -> u32 {
        let high = self.bits() >> 32;
        u32::try_from((high * u64::from(end)) >> 32).unwrap_or(0)
    }

    /// `first` up to and including `last`.
    pub(super) fn between(&mut self, first: u32, last: u32) -> u32 {
        first + self.below(last.saturating_sub(first) + 1)
    }

    /// True so many times in a thousand.
    pub(super) fn permille(&mut self, share: u32) -> bool {
        self.below(1000) < share
    }

    /// Any of them, each as likely; the list has at least one.
    pub(super) fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        let count = u32::try_from(list.len()).unwrap_or(u32::MAX);
        let index = usize::try_from(self.below(count)).unwrap_or(0);
        &list[index]
    }

    /// Any of them, as likely as its weight says; the last when all weights are 0.
    pub(super) fn weighted<T: Copy>(&mut self, list: &[(T, u32)]) -> T {
        let mut left = self.below(list.iter().map(|(_, weight)| weight).sum());
        for (value, weight) in list {
            if left < *weight {
                return *value;
            }
            left -= weight;
        }
        list[list.len() - 1].0
    }

    /// A UUID of version 7 for a thing made at `at`.
    pub(super) fn uuid(&mut self, at: DateTime<Utc>) -> Uuid {
        let mut random = [0; 10];
        random[..8].copy_from_slice(&self.bits().to_be_bytes());
        random[8..].copy_from_slice(&self.bits().to_be_bytes()[..2]);
        let millis = u64::try_from(at.timestamp_millis()).unwrap_or(0);
        Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn falls_the_same_way_every_time_and_another_way_for_another_name() {
        let draw = |name| {
            let mut chance = Chance::new(7, name);
            [chance.bits(), chance.bits()]
        };
        assert_eq!(draw("AUR"), draw("AUR"));
        assert_ne!(draw("AUR"), draw("MER"));
        let id = Chance::new(7, "AUR").uuid(DateTime::UNIX_EPOCH);
        assert_eq!(id.get_version_num(), 7);
        assert_eq!(id, Chance::new(7, "AUR").uuid(DateTime::UNIX_EPOCH));
    }

    #[test]
    fn stays_within_its_bounds_and_reaches_them() {
        let mut chance = Chance::new(1, "bounds");
        let drawn: Vec<u32> = (0..1000).map(|_| chance.between(2, 4)).collect();
        for value in 2..=4 {
            assert!(drawn.contains(&value));
        }
        assert!(drawn.iter().all(|value| (2..=4).contains(value)));
        assert_eq!(chance.below(0), 0);
        let weighted: Vec<char> = (0..1000)
            .map(|_| chance.weighted(&[('a', 1), ('b', 0), ('c', 9)]))
            .collect();
        assert!(!weighted.contains(&'b'));
        let often = weighted.iter().filter(|letter| **letter == 'c').count();
        assert!((850..950).contains(&often), "{often}");
    }
}
