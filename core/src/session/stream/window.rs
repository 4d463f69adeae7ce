//! The caller's buffer, through which a reply passes.
//!
//! ```text
//! ┌───────┬──────────────┬─────┬──────────────┬──────┐
//! │ names │ kept, placed │ gap │ not taken    │ room │
//! └───────┴──────────────┴─────┴──────────────┴──────┘
//!         base           front start          filled
//! ```
//!
//! What is taken is hashed first, and either dropped or placed behind what is kept, so that a piece and the start tags
//! around it stand together and can be read as one text. Each octet is moved a bounded number of times.

use core::cell::Cell;
use core::ops::Range;

use crate::crypto::RunningMac;

pub(super) struct Window<'w> {
    octets: &'w mut [u8],
    base: usize,
    front: usize,
    start: usize,
    filled: usize,
    /// What is not taken has been hashed up to here.
    hashed: usize,
}

impl<'w> Window<'w> {
    pub(super) fn new(octets: &'w mut [u8]) -> Self {
        Self { octets, base: 0, front: 0, start: 0, filled: 0, hashed: 0 }
    }

    pub(super) fn start(&self) -> usize {
        self.start
    }

    pub(super) fn front(&self) -> usize {
        self.front
    }

    /// How much is kept, as a text of its own counts it.
    pub(super) fn kept(&self) -> usize {
        self.front.saturating_sub(self.base)
    }

    /// Whether everything that has come has been taken.
    pub(super) fn is_taken(&self) -> bool {
        self.start >= self.filled
    }

    pub(super) fn is_full(&self) -> bool {
        self.filled >= self.octets.len()
    }

    /// All that has come, up to where it is filled.
    pub(super) fn octets(&self) -> &[u8] {
        self.range(0..self.filled)
    }

    #[inline(never)]
    pub(super) fn range(&self, range: Range<usize>) -> &[u8] {
        self.octets.get(range).unwrap_or_default()
    }

    pub(super) fn range_mut(&mut self, range: Range<usize>) -> &mut [u8] {
        self.octets.get_mut(range).unwrap_or_default()
    }

    /// Gives what is kept away. Nothing can be put into the window any more.
    pub(super) fn take_kept(&mut self) -> &'w [u8] {
        let octets = core::mem::take(&mut self.octets);
        octets.get(self.kept_range()).unwrap_or_default()
    }

    /// What is kept.
    pub(super) fn kept_range(&self) -> Range<usize> {
        self.base..self.front
    }

    /// Where the next octets go.
    pub(super) fn room(&mut self) -> &mut [u8] {
        self.octets.get_mut(self.filled..).unwrap_or_default()
    }

    /// So many octets have been put there. More than there was room for is no more than there was room for.
    pub(super) fn filled(&mut self, count: usize) {
        self.filled = self.filled.saturating_add(count).min(self.octets.len());
    }

    /// Moves what is not taken down to what is kept, and says by how much.
    pub(super) fn compact(&mut self) -> usize {
        let gap = self.start.saturating_sub(self.front);
        if gap > 0 && self.start <= self.filled {
            move_down(self.octets, self.start..self.filled, self.front);
            self.start = self.front;
            self.filled -= gap;
            self.hashed = self.hashed.saturating_sub(gap);
        }
        gap
    }

    /// Hashes what is not taken, up to `end`, unless it has been hashed.
    pub(super) fn hash(&mut self, end: usize, mac: &mut Option<impl RunningMac>) {
        let from = self.hashed.max(self.start);
        if let (Some(mac), Some(octets)) = (mac, self.octets.get(from..end)) {
            mac.update(octets);
        }
        self.hashed = from.max(end);
    }

    /// Takes what stands before `end`.
    pub(super) fn take(&mut self, end: usize) {
        self.start = self.start.max(end).min(self.filled);
    }

    /// Keeps what has been taken last, from `from` on, placed behind what is kept.
    pub(super) fn keep_from(&mut self, from: usize) {
        if from != self.front {
            move_down(self.octets, from..self.start, self.front);
        }
        self.front = (self.front + self.start.saturating_sub(from)).min(self.start);
    }

    /// Forgets what was kept after a place.
    pub(super) fn forget_to(&mut self, front: usize) {
        self.front = self.front.min(front);
    }

    /// Forgets all that was kept, names excepted.
    pub(super) fn forget(&mut self) {
        self.front = self.base;
    }

    /// Keeps two pieces of the octets in front of `start`, of which it is told where they stand and how long they are, at
    /// the very beginning, to be found by their lengths, and takes everything up to `start`.
    pub(super) fn keep_names(
        &mut self,
        (first, a): (usize, usize),
        (second, b): (usize, usize),
        start: usize,
    ) {
        // The second stands behind the first, and both behind where they go.
        if second >= first + a && second + b <= self.filled {
            move_down(self.octets, first..first + a, 0);
            move_down(self.octets, second..second + b, a);
            self.base = a + b;
        }
        self.front = self.base;
        self.start = start.min(self.filled);
        self.hashed = self.start;
    }

    /// Takes what stands before `end`, which has been hashed.
    pub(super) fn take_hashed(&mut self, end: usize) {
        self.start = end;
    }
}

/// Moves octets to a place in front of where they stand. The general way is worth its length only where a program has
/// it anyway.
fn move_down(octets: &mut [u8], from: Range<usize>, to: usize) {
    if cfg!(any(target_arch = "x86_64", target_arch = "aarch64")) {
        octets.copy_within(from, to);
    } else {
        move_down_plainly(octets, from, to);
    }
}

#[cfg_attr(any(target_arch = "x86_64", target_arch = "aarch64"), allow(dead_code))]
#[inline(never)]
fn move_down_plainly(octets: &mut [u8], from: Range<usize>, to: usize) {
    let octets = Cell::from_mut(octets).as_slice_of_cells();
    let (from, to) = (octets.get(from).unwrap_or_default(), octets.get(to..).unwrap_or_default());
    for (octet, place) in from.iter().zip(to) {
        place.set(octet.get());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ways_move_the_same() {
        let octets: [u8; 12] = core::array::from_fn(|i| u8::try_from(i).unwrap());
        for end in 0..=octets.len() {
            for start in 0..=end {
                for to in 0..=start {
                    let (mut a, mut b) = (octets, octets);
                    move_down(&mut a, start..end, to);
                    move_down_plainly(&mut b, start..end, to);
                    assert_eq!(a, b, "{start}..{end} to {to}");
                }
            }
        }
    }
}
