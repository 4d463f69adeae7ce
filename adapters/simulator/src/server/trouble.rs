//! Trouble behind a practice end, for tests: the two faults that no request can provoke.
//!
//! It is not part of the world: a snapshot does not have it, and it ends with the process. EndSession still works,
//! because it needs nothing of the practice.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use emis_core::types::OdsCode;

use super::Server;

/// What is wrong at a practice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// Its own system cannot be reached: a call in a session is answered Unavailable and has no effect.
    Unavailable,
    /// Its own system fails after its work: a call in a session is carried out, and answered InternalError all the
    /// same. This is why a client takes the outcome of InternalError as unknown.
    Failing,
}

/// Which practices are in trouble, by ODS code.
#[derive(Debug, Default)]
pub(super) struct Troubles(Mutex<BTreeMap<String, Trouble>>);

impl Troubles {
    pub(super) fn at(&self, ods_code: OdsCode) -> Option<Trouble> {
        let troubles = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        troubles.get(ods_code.as_str()).copied()
    }
}

impl Server {
    /// Sets a practice's trouble, or ends it with `None`.
    pub fn set_trouble(&self, ods_code: &str, trouble: Option<Trouble>) {
        let mut troubles = self.troubles.0.lock().unwrap_or_else(PoisonError::into_inner);
        match trouble {
            Some(trouble) => troubles.insert(ods_code.to_owned(), trouble),
            None => troubles.remove(ods_code),
        };
    }
}
