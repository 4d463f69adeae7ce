//! The parts of a world that calls change: maps and lists that note which of their rows have been touched.
//!
//! A store writes only these rows, so every change of a row has to be noted: the methods here are the only way to
//! change one. Two worlds with the same rows are equal, whatever has been noted.

use core::ops::Deref;
use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

/// A map. See the module.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(transparent, bound(deserialize = "K: Ord + Deserialize<'de>, V: Deserialize<'de>"))]
pub(crate) struct Table<K, V> {
    rows: BTreeMap<K, V>,
    #[serde(skip, default = "BTreeSet::new")]
    touched: BTreeSet<K>,
}

impl<K, V> Default for Table<K, V> {
    fn default() -> Self {
        Self { rows: BTreeMap::new(), touched: BTreeSet::new() }
    }
}

impl<K: PartialEq, V: PartialEq> PartialEq for Table<K, V> {
    fn eq(&self, other: &Self) -> bool {
        self.rows == other.rows
    }
}

impl<K: Ord, V> FromIterator<(K, V)> for Table<K, V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(rows: I) -> Self {
        Self { rows: rows.into_iter().collect(), touched: BTreeSet::new() }
    }
}

impl<K, V> Deref for Table<K, V> {
    type Target = BTreeMap<K, V>;

    fn deref(&self) -> &Self::Target {
        &self.rows
    }
}

impl<K: Ord + Clone, V> Table<K, V> {
    pub(crate) fn insert(&mut self, key: K, row: V) {
        self.touched.insert(key.clone());
        self.rows.insert(key, row);
    }

    /// Returns whether there was one.
    pub(crate) fn remove(&mut self, key: &K) -> bool {
        let there = self.rows.remove(key).is_some();
        if there {
            self.touched.insert(key.clone());
        }
        there
    }

    /// A row, to be changed.
    pub(crate) fn change(&mut self, key: &K) -> Option<&mut V> {
        let row = self.rows.get_mut(key)?;
        self.touched.insert(key.clone());
        Some(row)
    }

    pub(crate) fn retain(&mut self, keep: impl Fn(&K, &V) -> bool) {
        let touched = &mut self.touched;
        self.rows.retain(|key, row| {
            let kept = keep(key, row);
            if !kept {
                touched.insert(key.clone());
            }
            kept
        });
    }

    pub(crate) fn is_touched(&self) -> bool {
        !self.touched.is_empty()
    }

    /// The keys that have been touched since the last call, whether or not they still have a row.
    pub(crate) fn take_touched(&mut self) -> BTreeSet<K> {
        core::mem::take(&mut self.touched)
    }
}

/// A list that only grows. See the module.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(transparent, bound(deserialize = "T: Deserialize<'de>"))]
pub(crate) struct List<T> {
    rows: Vec<T>,
    #[serde(skip)]
    touched: BTreeSet<usize>,
}

impl<T> Default for List<T> {
    fn default() -> Self {
        Self { rows: Vec::new(), touched: BTreeSet::new() }
    }
}

impl<T: PartialEq> PartialEq for List<T> {
    fn eq(&self, other: &Self) -> bool {
        self.rows == other.rows
    }
}

impl<T> From<Vec<T>> for List<T> {
    fn from(rows: Vec<T>) -> Self {
        Self { rows, touched: BTreeSet::new() }
    }
}

impl<T> Deref for List<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.rows
    }
}

impl<T> List<T> {
    pub(crate) fn push(&mut self, row: T) {
        self.touched.insert(self.rows.len());
        self.rows.push(row);
    }

    /// A row, to be changed.
    pub(crate) fn change(&mut self, number: usize) -> Option<&mut T> {
        let row = self.rows.get_mut(number)?;
        self.touched.insert(number);
        Some(row)
    }

    pub(crate) fn is_touched(&self) -> bool {
        !self.touched.is_empty()
    }

    /// The numbers of the rows that have been touched since the last call.
    pub(crate) fn take_touched(&mut self) -> BTreeSet<usize> {
        core::mem::take(&mut self.touched)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_change_is_noted_once() {
        let mut table: Table<u8, &str> = [(1, "a"), (2, "b"), (3, "c")].into_iter().collect();
        assert!(table.take_touched().is_empty());
        let same = table.clone();
        assert!(table.change(&9).is_none() && !table.remove(&9) && table.get(&1) == Some(&"a"));
        table.retain(|_, _| true);
        assert!(table.take_touched().is_empty());
        table.insert(4, "d");
        *table.change(&1).unwrap() = "e";
        table.retain(|key, _| *key != 2);
        assert!(table.remove(&3));
        assert_eq!(table.take_touched(), [1, 2, 3, 4].into());
        assert!(table.take_touched().is_empty());
        assert_eq!(table.iter().collect::<Vec<_>>(), [(&1, &"e"), (&4, &"d")]);
        assert_ne!(table, same);
        let mut list = List::from(vec!["a", "b"]);
        assert!(list.change(2).is_none() && list.take_touched().is_empty());
        *list.change(1).unwrap() = "c";
        list.push("d");
        assert_eq!(list.take_touched(), [1, 2].into());
        assert_eq!(*list, ["a", "c", "d"]);
    }

    #[test]
    fn what_was_noted_is_no_part_of_it() {
        let (mut one, two) = (List::from(vec![1]), List::from(vec![1]));
        one.change(0);
        assert_eq!(one, two);
        let json = serde_json::to_string(&one).unwrap();
        assert_eq!(json, "[1]");
        assert_eq!(serde_json::from_str::<List<i32>>(&json).unwrap(), two);
    }
}
