//! The calls that change something, and what is done when their reply does not come.
//!
//! The one thing that a reader would get wrong: after a lost reply the call is not made again to see what happens. What
//! the practice has is read in the session that replaces the doubtful one, in which no late call can still take effect;
//! only then is it said what is true, and only what is known not to have happened is done again, once.

use std::io::Write;

use emis_core::messages::{DecodeError, Operation};

use super::Journey;
use crate::trouble::{Doubt, Trouble};

/// What is said of a change.
pub(super) struct Said {
    /// When it has been made.
    pub(super) done: &'static str,
    /// When it is known not to have been made, and is made now.
    pub(super) not_done: &'static str,
}

impl<W: Write> Journey<'_, '_, W> {
    /// Makes a change, and says when it has been made. `take` takes what its response says; `look` finds out the same
    /// from what the practice has, and nothing if the change has not been made.
    pub(super) fn change<O: Operation, A>(
        &mut self,
        request: &O,
        take: impl Fn(O::Response<'_>) -> Result<A, DecodeError>,
        look: impl Fn(&mut Self) -> Result<Option<A>, Trouble>,
        said: &Said,
    ) -> Result<A, Trouble> {
        let mut again = true;
        loop {
            let made = match self.desk.change(request, &take) {
                Ok(made) => Some(made),
                // It was carried out: only what its answer said is missing.
                Err(Trouble::Unreadable(error)) => Some(look(self)?.ok_or(Trouble::Unreadable(error))?),
                Err(Trouble::InDoubt(doubt)) => {
                    let (made, doubt) = self.settle(doubt, &look)?;
                    if made.is_none() && !again {
                        return Err(Trouble::NoAnswer(doubt));
                    }
                    made
                }
                Err(trouble) => return Err(trouble),
            };
            match made {
                Some(made) => {
                    self.screen.say(said.done)?;
                    return Ok(made);
                }
                None => self.screen.say(said.not_done)?,
            }
            again = false;
        }
    }

    /// No answer came: asks the practice what it has. Where it does not answer that either, the doubt stays.
    pub(super) fn settle<A>(
        &mut self,
        doubt: Doubt,
        look: impl Fn(&mut Self) -> Result<A, Trouble>,
    ) -> Result<(A, Doubt), Trouble> {
        self.screen.say("The practice didn't answer. One moment: we ask it what it has done.")?;
        match look(self) {
            Ok(found) => Ok((found, doubt)),
            Err(Trouble::NoAnswer(_) | Trouble::NotSent(_) | Trouble::NoSession(_)) => {
                Err(Trouble::InDoubt(doubt))
            }
            Err(trouble) => Err(trouble),
        }
    }
}
