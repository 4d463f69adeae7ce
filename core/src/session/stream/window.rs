//! The caller's buffer, through which a reply passes.
//!
//! ```text
//! ┌───────┬──────────────┬─────┬──────────────┬──────┐
//! │ names │ kept, placed │ gap │ not taken    │ room │
//! └───────┴──────────────┴─────┴──────────────┴──────┘
//!         base           front start          filled
//! ```
//!
//! What is taken is either dropped or placed behind what is kept, so that a piece and the start tags
//! around it stand together and can be read as one text. Each byte is moved a bounded number of times.

use core::cell::Cell;
use core::ops::Range;

pub(super) struct Window<'w> {
    bytes: &'w mut [u8],
    base: usize,
    front: usize,
    start: usize,
    filled: usize,
}

impl<'w> Window<'w> {
    pub(super) fn new(bytes: &'w mut [u8]) -> Self {
        Self { bytes, base: 0, front: 0, start: 0, filled: 0 }
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
        self.filled >= self.bytes.len()
    }

    /// All that has come, up to where it is filled.
    pub(super) fn bytes(&self) -> &[u8] {
        self.range(0..self.filled)
    }

    pub(super) fn range(&self, range: Range<usize>) -> &[u8] {
        self.bytes.get(range).unwrap_or_default()
    }

    pub(super) fn range_mut(&mut self, range: Range<usize>) -> &mut [u8] {
        self.bytes.get_mut(range).unwrap_or_default()
    }

    /// Gives what is kept away. Nothing can be put into the window any more.
    pub(super) fn take_kept(&mut self) -> &'w [u8] {
        let bytes = core::mem::take(&mut self.bytes);
        bytes.get(self.kept_range()).unwrap_or_default()
    }

    /// What is kept.
    pub(super) fn kept_range(&self) -> Range<usize> {
        self.base..self.front
    }

    /// Where the next bytes go.
    pub(super) fn room(&mut self) -> &mut [u8] {
        self.bytes.get_mut(self.filled..).unwrap_or_default()
    }

    /// So many bytes have been put there. More than there was room for is no more than there was room for. Gives where
    /// they stand.
    pub(super) fn filled(&mut self, count: usize) -> Range<usize> {
        let start = self.filled;
        self.filled = start.saturating_add(count).min(self.bytes.len());
        start..self.filled
    }

    /// What has come and is not taken.
    pub(super) fn rest(&self) -> Range<usize> {
        self.start..self.filled
    }

    /// Moves what is not taken down to what is kept, and says by how much.
    pub(super) fn compact(&mut self) -> usize {
        let gap = self.start.saturating_sub(self.front);
        if gap > 0 && self.start <= self.filled {
            move_down(self.bytes, self.start..self.filled, self.front);
            self.start = self.front;
            self.filled -= gap;
        }
        gap
    }

    /// Takes what stands before `end`.
    pub(super) fn take(&mut self, end: usize) {
        self.start = self.start.max(end).min(self.filled);
    }

    /// Keeps what has been taken last, from `from` on, placed behind what is kept.
    pub(super) fn keep_from(&mut self, from: usize) {
        if from != self.front {
            move_down(self.bytes, from..self.start, self.front);
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

    /// Keeps two pieces of the bytes in front of `start`, given by their places and lengths, at
    /// the very beginning, to be found by their lengths, and takes everything up to `start`.
    pub(super) fn keep_names(
        &mut self,
        (first, a): (usize, usize),
        (second, b): (usize, usize),
        start: usize,
    ) {
        // The second stands behind the first, and both behind where they go.
        if second >= first + a && second + b <= self.filled {
            move_down(self.bytes, first..first + a, 0);
            move_down(self.bytes, second..second + b, a);
            self.base = a + b;
        }
        self.front = self.base;
        self.start = start.min(self.filled);
    }
}

/// Moves bytes to a place in front of where they stand. The general way is worth its length only where a program has
/// it anyway.
fn move_down(bytes: &mut [u8], from: Range<usize>, to: usize) {
    if cfg!(any(target_arch = "x86_64", target_arch = "aarch64")) {
        bytes.copy_within(from, to);
    } else {
        move_down_plainly(bytes, from, to);
    }
}

#[cfg_attr(any(target_arch = "x86_64", target_arch = "aarch64"), allow(dead_code))]
fn move_down_plainly(bytes: &mut [u8], from: Range<usize>, to: usize) {
    let bytes = Cell::from_mut(bytes).as_slice_of_cells();
    let (from, to) = (bytes.get(from).unwrap_or_default(), bytes.get(to..).unwrap_or_default());
    for (byte, place) in from.iter().zip(to) {
        place.set(byte.get());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ways_move_the_same() {
        let bytes: [u8; 12] = core::array::from_fn(|i| u8::try_from(i).unwrap());
        for end in 0..=bytes.len() {
            for start in 0..=end {
                for to in 0..=start {
                    let (mut a, mut b) = (bytes, bytes);
                    move_down(&mut a, start..end, to);
                    move_down_plainly(&mut b, start..end, to);
                    assert_eq!(a, b, "{start}..{end} to {to}");
                }
            }
        }
    }
}
