//! The calls that change something, and the messages to the patient meanwhile.
//!
//! `emis-client` decides what may be sent again and reads back what became of a change whose reply was lost. The screen
//! says that something was done only when the practice has answered, or when its books show it.

use core::ops::ControlFlow;
use std::io::Write;

use emis_client::change::{Change, Effect};
use emis_client::{Changed, Progress};

use super::Journey;
use crate::trouble::Trouble;

const ASKED: &str = "The practice didn't answer. One moment: we ask it what it has done.";

/// What is said of a change.
pub(super) struct Said {
    /// When it has been made.
    pub(super) done: &'static str,
    /// When it is known not to have been made, and is made again.
    pub(super) not_done: &'static str,
}

impl<W: Write + Send> Journey<'_, W> {
    /// Makes a change, and says when it has been made. The answer is missing if its reply was lost.
    ///
    /// `left` is the message at the end if it may have been made and the visit ends early.
    pub(super) fn change<C: Change>(
        &mut self,
        request: &C,
        said: &'static Said,
        left: String,
    ) -> Result<Option<C::Answer>, Trouble> {
        self.tell_progress(said.not_done);
        match self.patient.change_with_retries(request)? {
            Changed::Done(answer) => self.made(said, left, Some(answer)),
            Changed::Settled(Effect::TookPlace) => self.made(said, left, None),
            Changed::Settled(Effect::DidNotTakePlace) => {
                Err(Trouble::NotDone(self.patient.last_error().cloned()))
            }
            Changed::Settled(Effect::CannotTell) | Changed::InDoubt(_) => {
                *self.left = Some(left);
                Err(Trouble::InDoubt(self.patient.last_error().cloned()))
            }
        }
    }

    fn made<A>(&mut self, said: &Said, left: String, answer: A) -> Result<A, Trouble> {
        *self.left = Some(left);
        self.screen.say(said.done)?;
        Ok(answer)
    }

    /// From now on, the screen says when a reply was lost, and `again` when a change is made again.
    pub(super) fn tell_progress(&mut self, again: &'static str) {
        let screen = self.screen;
        self.patient.on_progress(move |progress| {
            // If the screen is gone, the next sentence finds out: the change has to be settled all the same.
            let _ = match progress {
                Progress::InDoubt => screen.say(ASKED),
                Progress::ChangesAgain => screen.say(again),
                _ => Ok(()),
            };
            ControlFlow::Continue(())
        });
    }
}
