//! Why the kiosk could not go on, for the engineer: whose fault it is, and what to do.
//!
//! The patient never sees these sentences; [`words`](crate::words) has theirs. They hold no name, key, date of birth or
//! text of a message, so that they can be logged as they are.

use core::fmt;
use std::io;

use emis_client::{Error, NoSession};
use emis_core::capabilities::FieldError;
use emis_core::fault::FaultCode;
use emis_core::handshake::HandshakeError;
use emis_core::session::SessionlessError;

/// Why the kiosk could not go on.
#[derive(Debug)]
pub(crate) enum Trouble {
    /// The kiosk was started with wrong options, or cannot use this machine.
    Setup(String),
    /// The practice end breaks the protocol's rules.
    Practice(&'static str),
    /// A call failed. Nothing was changed.
    Call(Error),
    /// A change did not take place, although it was made again.
    NotDone(Option<Error>),
    /// It is not known whether a change took place.
    InDoubt(Option<Error>),
    /// A field would have broken a rule of the practice, so nothing was sent.
    Field(FieldError),
    /// The screen cannot be written to.
    Screen(io::Error),
}

impl From<Error> for Trouble {
    fn from(error: Error) -> Self {
        Self::Call(error)
    }
}

impl From<FieldError> for Trouble {
    fn from(error: FieldError) -> Self {
        Self::Field(error)
    }
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Self {
        Self::Screen(error)
    }
}

const NETWORK: &str =
    "The kiosk is not at fault: check that the server runs and that its address is right, then start again.";
const PRACTICE: &str = "The practice end is at fault: report this to those who run it.";
const KIOSK: &str = "The kiosk is at fault: report this.";
const START: &str = "The start of the kiosk is at fault";

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Setup(sentence) => f.write_str(sentence),
            Self::Practice(what) => write!(f, "the practice end breaks the protocol: {what}. {PRACTICE}"),
            Self::Call(error) => call(error, f),
            Self::NotDone(cause) => write!(
                f,
                "the practice did not answer, although it was asked again, and nothing was changed{}. {NETWORK}",
                Cause(cause.as_ref())
            ),
            Self::InDoubt(cause) => write!(
                f,
                "it is not known whether the practice did what it was asked{}. {NETWORK} Read back what the practice \
                 has before anything is done again.",
                Cause(cause.as_ref())
            ),
            Self::Field(error) => write!(f, "the kiosk filled in a request wrongly: {error}. {KIOSK}"),
            Self::Screen(error) => write!(f, "the screen cannot be written to ({}).", error.kind()),
        }
    }
}

/// The cause after a colon, where it is known.
struct Cause<'e>(Option<&'e Error>);

impl fmt::Display for Cause<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.map_or(Ok(()), |error| write!(f, ": {error}"))
    }
}

fn call(error: &Error, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match error {
        Error::Refused(refusal) => {
            write!(f, "{refusal}. Ask the practice, and give them the number in brackets for their log.")
        }
        Error::Request(error) => write!(f, "the kiosk made a call that it may not make: {error}. {KIOSK}"),
        Error::NotSent(error) => {
            write!(f, "the practice could not be reached, and nothing was sent: {error}. {NETWORK}")
        }
        Error::NoReply(_) => {
            write!(f, "the practice did not answer, although it was asked again: {error}. {NETWORK}")
        }
        Error::Sessionless(SessionlessError::Refused(Some(FaultCode::OrganisationUnknown))) => {
            write!(f, "the server knows no such practice. {START}: give another --practice.")
        }
        Error::Sessionless(SessionlessError::Refused(_)) => {
            write!(f, "{error}. {START}: get a new --server file.")
        }
        Error::NoSession(NoSession::NotSent(_) | NoSession::NoReply(_)) => write!(f, "{error}. {NETWORK}"),
        Error::NoSession(NoSession::Handshake(
            HandshakeError::Refused(Some(FaultCode::ValidationFailed)) | HandshakeError::Validation,
        )) => write!(
            f,
            "{error}. The keys here and there are not the same: get a new --server file, or a new pair of keys."
        ),
        error => write!(f, "{error}. {}", error.code().advice()),
    }
}
