//! Storage for the lists within lists of a response, because a response borrows its content.

use core::cell::{Cell, OnceCell};

/// How many lists a shelf holds before there is another.
const ROOM: usize = 256;

/// Keeps lists as long as itself. It is never emptied, so what it has lent does not move.
#[derive(Debug)]
pub(super) struct Shelf<T> {
    places: [OnceCell<Vec<T>>; ROOM],
    used: Cell<usize>,
    rest: OnceCell<Box<Self>>,
}

impl<T> Default for Shelf<T> {
    fn default() -> Self {
        Self { places: [const { OnceCell::new() }; ROOM], used: Cell::new(0), rest: OnceCell::new() }
    }
}

impl<T> Shelf<T> {
    /// Keeps a list, and lends it.
    pub(super) fn put(&self, list: Vec<T>) -> &[T] {
        if list.is_empty() {
            return &[];
        }
        let place = self.places.get(self.used.get());
        self.used.set(self.used.get().saturating_add(1));
        match place {
            Some(place) => place.get_or_init(|| list),
            None => self.rest.get_or_init(Box::default).put(list),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_lent_stays() {
        let shelf = Shelf::default();
        let lent: Vec<&[usize]> = (0..=3 * ROOM).map(|n| shelf.put(vec![n])).collect();
        assert!(lent.iter().zip(0..).all(|(list, n)| **list == [n]));
        assert!(shelf.put(Vec::new()).is_empty());
    }
}
