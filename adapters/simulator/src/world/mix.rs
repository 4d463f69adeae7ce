//! The generator's randomness: SplitMix64, from a seed and a path of numbers.
//!
//! Not for secrets. A path (what is drawn, for which practice, on which day) makes every draw independent of the order
//! of generation, so a world generated piece by piece is still the same.

/// A short sequence of numbers that depends on nothing but its seed and path.
#[derive(Clone, Debug)]
pub(crate) struct Mix(u64);

const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

fn finish(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// A 64-bit digest of some bytes: enough to notice a mistake, not to stop a forger.
pub(crate) fn digest(bytes: &[u8]) -> u64 {
    let fnv = bytes
        .iter()
        .fold(0xCBF2_9CE4_8422_2325, |h: u64, o| (h ^ u64::from(*o)).wrapping_mul(0x0100_0000_01B3));
    finish(fnv)
}

impl Mix {
    pub(crate) fn new(seed: u64, path: &[u64]) -> Self {
        Self(path.iter().fold(finish(seed ^ GOLDEN), |state, step| finish(state ^ step.wrapping_mul(GOLDEN))))
    }

    pub(crate) fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(GOLDEN);
        finish(self.0)
    }

    /// A number below `end`, or 0 when `end` is 0.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        let wide = u128::from(self.number()) * u128::try_from(end).unwrap_or(0);
        usize::try_from(wide >> 64).unwrap_or(0)
    }

    /// A number from `low` to `high`, both included.
    pub(crate) fn between(&mut self, low: i32, high: i32) -> i32 {
        let width = usize::try_from(high.saturating_sub(low).saturating_add(1)).unwrap_or(0);
        low + i32::try_from(self.below(width)).unwrap_or(0)
    }

    pub(crate) fn percent(&mut self, chance: usize) -> bool {
        self.below(100) < chance
    }

    /// One of the items; the table must not be empty.
    pub(crate) fn pick<T: Copy>(&mut self, items: &[T]) -> T {
        items[self.below(items.len())]
    }

    /// A guid; it is never a secret.
    pub(crate) fn guid(&mut self) -> String {
        let mut bytes = [0; 16];
        for byte in &mut bytes {
            *byte = self.number().to_be_bytes()[0];
        }
        super::secret::guid(bytes)
    }

    /// Letters and digits that people do not confuse when they type them.
    pub(crate) fn code(&mut self, length: usize) -> String {
        (0..length).map(|_| char::from(self.pick(b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789"))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_never_change() {
        let mut mix = Mix::new(7, &[1, 2]);
        let first = (mix.number(), mix.number());
        let mut again = Mix::new(7, &[1, 2]);
        assert_eq!(first, (again.number(), again.number()));
        assert_ne!(first.0, Mix::new(7, &[2, 1]).number());
        assert_ne!(first.0, Mix::new(8, &[1, 2]).number());
    }

    #[test]
    fn ranges_hold_and_are_reached() {
        let mut mix = Mix::new(1, &[]);
        let mut seen = [false; 3];
        for _ in 0..200 {
            assert!((-1..=1).contains(&mix.between(-1, 1)));
            seen[mix.below(3)] = true;
        }
        assert_eq!(seen, [true; 3]);
        assert_eq!(mix.below(0), 0);
    }
}
