//! How long to wait before the next try.

use std::time::Duration;

/// The longest wait.
const LONGEST_MS: u64 = 30_000;
/// The wait before the second try; it doubles from there.
const FIRST_MS: u64 = 1_000;

/// The wait before try number `attempt` (from 0), between half and all of a time that doubles up
/// to 30 s. `chance` spreads clients that were cut off together: any number will do.
pub fn wait(attempt: u32, chance: u32) -> Duration {
    let whole = FIRST_MS
        .saturating_mul(1 << attempt.min(10))
        .min(LONGEST_MS);
    let half = whole / 2;
    Duration::from_millis(half + u64::from(chance) % (half + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_to_half_a_minute_and_never_agree() {
        let range = |attempt| {
            let waits = (0..40_000).map(|chance| wait(attempt, chance).as_millis());
            (waits.clone().min(), waits.max())
        };
        assert_eq!(range(0), (Some(500), Some(1_000)));
        assert_eq!(range(3), (Some(4_000), Some(8_000)));
        for attempt in [5, 6, 40, u32::MAX] {
            assert_eq!(range(attempt), (Some(15_000), Some(30_000)));
        }
    }
}
