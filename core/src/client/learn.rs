//! What can be done in a session, asked of the practice one question after another.

use core::fmt;

use super::error::ClientError;
use super::exchange::{Exchange, WholeReply};
use crate::capabilities::Capabilities;
use crate::messages::practice::{GetPracticeSettings, GetUserOptions};
use crate::profile::Profile;
use crate::session::Call;
use crate::transport::{Action, DeliveryError};

/// An [`Exchange`] that asks one of the questions whose answers make up a session's [`Capabilities`].
#[must_use = "an exchange that is dropped leaves its session in doubt"]
pub struct Learn<'s, 'c, P: Profile> {
    known: Capabilities,
    question: Question<'s, 'c, P>,
}

pub(super) enum Question<'s, 'c, P: Profile> {
    Settings(WholeReply<'c, Call<'s, 'c, GetPracticeSettings, P>>),
    Options(WholeReply<'c, Call<'s, 'c, GetUserOptions, P>>),
}

impl<'s, 'c, P: Profile> Learn<'s, 'c, P> {
    pub(super) const fn new(known: Capabilities, question: Question<'s, 'c, P>) -> Self {
        Self { known, question }
    }
}

impl<P: Profile> Exchange for Learn<'_, '_, P> {
    type Output = Capabilities;
    type Error<E> = ClientError<E>;

    fn action(&self) -> Action {
        match &self.question {
            Question::Settings(exchange) => exchange.action(),
            Question::Options(exchange) => exchange.action(),
        }
    }

    fn message(&self) -> &[u8] {
        match &self.question {
            Question::Settings(exchange) => exchange.message(),
            Question::Options(exchange) => exchange.message(),
        }
    }

    fn room(&mut self) -> Option<&mut [u8]> {
        match &mut self.question {
            Question::Settings(exchange) => exchange.room(),
            Question::Options(exchange) => exchange.room(),
        }
    }

    fn came(&mut self, count: usize) {
        match &mut self.question {
            Question::Settings(exchange) => exchange.came(count),
            Question::Options(exchange) => exchange.came(count),
        }
    }

    fn conclude_in_place<E>(
        &mut self,
        delivered: Result<(), DeliveryError<E>>,
    ) -> Result<Capabilities, ClientError<E>> {
        Ok(match &mut self.question {
            Question::Settings(exchange) => self.known.with_settings(&exchange.conclude_in_place(delivered)?),
            Question::Options(exchange) => self.known.with_options(&exchange.conclude_in_place(delivered)?),
        })
    }
}

impl<P: Profile> fmt::Debug for Learn<'_, '_, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Learn").field("action", &self.action()).finish_non_exhaustive()
    }
}
