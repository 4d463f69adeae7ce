//! The pages of a list, one after another, each owned.

use core::fmt;

use emis_core::crypto::ValidationKeys;
use emis_core::messages::{DecodeError, DecodeErrorKind};
use emis_core::session::Outcome;

use crate::error::Error;
use crate::patient::Patient;
use crate::request::PagedRequest;
use crate::wire::Carrier;

/// The most pages of a list; no practice has so many.
const MOST_PAGES: u32 = 10_000;

/// The pages of a list. See [`Patient::pages`].
///
/// It borrows the patient, so that no other call is made between two pages.
pub struct Pages<'a, 'p, T, K, R> {
    patient: &'a mut Patient<'p, T, K>,
    next: Option<R>,
    read: u32,
}

impl<'a, 'p, T, K, R> Pages<'a, 'p, T, K, R> {
    pub(crate) fn new(patient: &'a mut Patient<'p, T, K>, request: R) -> Self {
        Self { patient, next: Some(request), read: 0 }
    }
}

impl<T: Carrier, K: ValidationKeys, R: PagedRequest> Iterator for Pages<'_, '_, T, K, R> {
    type Item = Result<R::Answer, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let request = self.next.take()?;
        // Only the first page may be read in any session.
        let page = if self.read == 0 { self.patient.ask(&request) } else { self.patient.page(&request) };
        self.read += 1;
        Some(page.and_then(|page| {
            if let Some(after) = R::next(&page) {
                if request.is_after(after) || self.read >= MOST_PAGES {
                    return Err(endless());
                }
                self.next = Some(request.starting_after(Some(after.clone())));
            }
            Ok(page)
        }))
    }
}

impl<T, K, R> core::iter::FusedIterator for Pages<'_, '_, T, K, R> where Self: Iterator {}

impl<T, K, R> fmt::Debug for Pages<'_, '_, T, K, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").field("read", &self.read).finish_non_exhaustive()
    }
}

/// The error of a list whose next page is the same page, which would never end.
fn endless() -> Error {
    let error = DecodeError { kind: DecodeErrorKind::Invalid, field: Some("Next") };
    Error::InvalidResponse { error, outcome: Outcome::CarriedOut }
}
