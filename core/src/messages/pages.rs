//! Lists that come in pages (operations.md, Pages): the walk from one page to the next, without any I/O.
//!
//! [`Paged`] says what all paged requests have in common, and [`Pages`] walks: it keeps the request and the one text
//! that leads on, so it needs no more memory however long the list is. The one thing that a reader would get wrong:
//! `Next` is good only in the session that gave it, with the request's other fields unchanged. A caller that has to begin a new
//! session on the way begins the list anew.

use core::fmt;

use super::Paged;
use crate::codec::{DecodeError, DecodeErrorKind};
use crate::types::Text;

/// A `Next`, kept when the reply that it came in is gone: 64 Unicode scalar values are at most 256 bytes.
#[derive(Clone)]
struct Next(heapless::String<256>);

impl Next {
    fn keep(text: Option<Text<'_, 64>>) -> Self {
        let mut next = heapless::String::new();
        for c in text.iter().flat_map(Text::chars) {
            if next.push(c).is_err() {
                // It has more than 64 characters, which its type does not allow.
                next.clear();
                break;
            }
        }
        Self(next)
    }

    fn text(&self) -> Option<Text<'_, 64>> {
        Text::new(&self.0).ok().filter(|text| !text.is_empty())
    }
}

/// Where a walk stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// A page is to be asked for.
    Ready,
    /// It has been asked for.
    Asked,
    /// There is no other page, or an error came.
    Over,
}

/// A walk over a list's pages: [`Pages::request`] gives the next page's request, and [`Pages::read`] takes note of its
/// response.
///
/// ```
/// # use emis_core::messages::prescribing::GetMedicationCourses;
/// # use emis_core::messages::Pages;
/// # use emis_core::session::Session;
/// # use emis_core::time::Time;
/// # fn walk(session: &mut Session, mut exchange: impl FnMut(&[u8]) -> Vec<u8>) -> Result<(), Box<dyn std::error::Error>> {
/// let mut out = [0; 4096];
/// let mut pages = Pages::new(GetMedicationCourses { maximum_items: None, after: None });
/// while let Some(request) = pages.request() {
///     let call = session.call(&request, &mut out, Time::from_millis(0))?;
///     let reply = exchange(call.bytes());
///     let page = call.read(&reply)?;
///     for course in page.courses {
///         println!("{}", course?.name);
///     }
///     pages.read(&page)?;
/// }
/// # Ok(())
/// # }
/// ```
///
/// A page that is longer than the buffer can be [streamed](crate::session::Call::stream): then it is the confirmed
/// response that is read here.
///
/// A list has no end if its practice gives it none: a `Next` that leads to itself is refused, longer circles are the
/// caller's to count.
#[derive(Clone)]
pub struct Pages<O> {
    request: O,
    next: Next,
    state: State,
}

impl<O: Paged> Pages<O> {
    /// The pages from the request's own `After` on; without one, from the list's beginning.
    #[must_use]
    pub fn new(request: O) -> Self {
        let next = Next::keep(request.after());
        Self { request, next, state: State::Ready }
    }

    /// The request for the next page; `None` after the last one. It is given once: a page whose response has not been
    /// [read](Pages::read) is the last, unless it is asked for [again](Pages::again).
    pub fn request(&mut self) -> Option<O::With<'_>> {
        if self.state != State::Ready {
            return None;
        }
        self.state = State::Asked;
        Some(self.request.with_after(self.next.text()))
    }

    /// The next request is the last one once more. This is for a call that was not sent, and only for that.
    pub fn again(&mut self) {
        if self.state == State::Asked {
            self.state = State::Ready;
        }
    }

    /// Takes note of the response to the last request.
    ///
    /// # Errors
    /// [`DecodeError`] naming `Next`: it is the very `After` that was asked for, so the list would never end. There is
    /// no next page.
    pub fn read(&mut self, response: &O::Response<'_>) -> Result<(), DecodeError> {
        self.state = State::Over;
        let Some(next) = O::next(response).filter(|next| !next.is_empty()) else { return Ok(()) };
        if self.next.text() == Some(next) {
            return Err(DecodeError { kind: DecodeErrorKind::Invalid, field: Some("Next") });
        }
        self.next = Next::keep(Some(next));
        self.state = State::Ready;
        Ok(())
    }
}

impl<O> fmt::Debug for Pages<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // What is asked for may be of the patient, and where a page begins too.
        f.debug_struct("Pages").field("state", &self.state).finish_non_exhaustive()
    }
}
