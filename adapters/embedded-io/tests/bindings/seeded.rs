//! Randomness that repeats itself for the same seed (SplitMix64): a test's failure can be seen again.

use emis_core::random::{Random, RandomError};

#[derive(Clone, Debug)]
pub(crate) struct Seeded(pub(crate) u64);

impl Seeded {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `bound`.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(bound.max(1)).unwrap()).unwrap()
    }

    /// The same bytes with one to four changes: a bit flipped, a byte changed, a piece taken out, doubled or swapped
    /// for another, the end cut.
    pub(crate) fn mutated(&mut self, bytes: &[u8]) -> Vec<u8> {
        let mut all = bytes.to_vec();
        for _ in 0..=self.below(4) {
            let at = self.below(all.len());
            let end = at + self.below((all.len() - at).min(40));
            match self.below(6) {
                0 => all.get_mut(at).into_iter().for_each(|byte| *byte ^= 1 << (at % 8)),
                1 => {
                    let other = self.next().to_le_bytes()[0];
                    all.get_mut(at).into_iter().for_each(|byte| *byte = other);
                }
                2 => drop(all.drain(at..end)),
                3 => {
                    let piece = all[at..end].to_vec();
                    all.splice(at..at, piece);
                }
                4 => {
                    let from = self.below(all.len());
                    let piece = all[from..(from + 8).min(all.len())].to_vec();
                    all.splice(at..at, piece);
                }
                _ => all.truncate(at),
            }
        }
        all
    }
}

impl Random for Seeded {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), RandomError> {
        for chunk in out.chunks_mut(8) {
            let bytes = self.next().to_le_bytes();
            chunk.copy_from_slice(&bytes[..chunk.len()]);
        }
        Ok(())
    }
}
