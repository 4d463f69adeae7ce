//! A network with knobs: it loses, repeats, holds back, shortens and alters messages, as a list of faults says.
//!
//! It knows no protocol. What has once been carried may be carried again, much later: that is the replay.

use super::Seeded;

/// What becomes of one message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    Delivered,
    Dropped,
    Duplicated,
    /// An older message of the same direction comes instead.
    Replayed,
    /// It is held back, and what was held back before comes instead.
    Reordered,
    Truncated,
    BitFlipped,
}

pub const FATES: [Fate; 7] = [
    Fate::Delivered,
    Fate::Dropped,
    Fate::Duplicated,
    Fate::Replayed,
    Fate::Reordered,
    Fate::Truncated,
    Fate::BitFlipped,
];

/// One direction of the network.
#[derive(Debug)]
pub struct Line {
    random: Seeded,
    seen: Vec<Vec<u8>>,
    held: Option<Vec<u8>>,
}

impl Line {
    pub fn new(seed: u64) -> Self {
        Self { random: Seeded(seed), seen: Vec::new(), held: None }
    }

    /// Carries a message: what arrives at the other end, in order.
    pub fn carry(&mut self, message: &[u8], fate: Fate) -> Vec<Vec<u8>> {
        self.seen.push(message.to_vec());
        match fate {
            Fate::Delivered => vec![message.to_vec()],
            Fate::Dropped => vec![],
            Fate::Duplicated => vec![message.to_vec(), message.to_vec()],
            Fate::Replayed => {
                let old = self.random.below(self.seen.len());
                vec![self.seen[old].clone()]
            }
            Fate::Reordered => self.held.replace(message.to_vec()).into_iter().collect(),
            Fate::Truncated => vec![message[..self.random.below(message.len())].to_vec()],
            Fate::BitFlipped => {
                let mut altered = message.to_vec();
                let at = self.random.below(altered.len());
                altered[at] ^= 1 << self.random.below(8);
                vec![altered]
            }
        }
    }

    /// All that was ever given to it, in order.
    pub fn everything(&self) -> Vec<Vec<u8>> {
        self.seen.clone()
    }
}
