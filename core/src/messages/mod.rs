//! The messages of operations.md, each field written down once.
//!
//! A struct borrows from the message that it was read from; lists are read lazily. The same struct is written by the
//! other side, so a request can be read by a server and a response written by it.

mod body;
mod called;
pub(crate) mod choice;
pub(crate) mod content;
pub mod dynamic;
mod end;
pub(crate) mod field;
mod items;
pub(crate) mod list;
mod lists;
pub(crate) mod macros;
mod names;
mod need;
mod pages;
pub(crate) mod problem;
mod row;
pub(crate) mod scalar;
pub(crate) mod value;
pub(crate) mod walk;

pub mod appointments;
pub mod begin;
pub mod item;
pub mod messaging;
pub mod practice;
pub mod prescribing;
pub mod record;
pub mod registration;

use core::fmt;

#[doc(hidden)]
pub use called::Called;
pub use field::{Context, Field, Kind, Occurs, Side};
pub use items::Items;
pub use list::{List, Listed, Many};
pub use need::{Need, Service};
pub use pages::{Paged, Pages};
pub use problem::{DecodeError, DecodeErrorKind, Problem, ProblemKind};
#[doc(hidden)]
pub use row::Row;
pub use scalar::PageSize;
pub use walk::{Failed, Input, Record, Written};

pub(crate) use body::{Struct, enter, read_response, write_element, write_request, write_response};
#[cfg(feature = "alloc")]
pub(crate) use items::{items_of, next_item};
pub(crate) use list::OLDEST;
pub(crate) use value::Content;
pub(crate) use walk::Refused;

use crate::profile::Version;
use crate::types;

/// An element with fields: its table, where its fields go ([`Record`]) and where they come from ([`Written`]).
///
/// It is implemented for every struct of this module and is not meant to be implemented elsewhere.
pub trait Fields<'a>: Record<'a> + Written + Sized {
    /// The fields, in the order in which they are written.
    const FIELDS: &'static [Field];

    /// What the walk needs of them.
    #[doc(hidden)]
    const ROWS: &'static [Row];

    /// What is read over.
    #[doc(hidden)]
    fn blank() -> Self;
}

/// Reads a response in the place where it is returned. Moved from one place to another it would take the stack of both;
/// and what is moved is left behind where it was, which may be a key.
#[inline]
pub(crate) fn read_in_place<'r, R: Fields<'r>, E>(
    read: impl FnOnce(&mut R) -> Result<(), E>,
) -> Result<R, E> {
    let mut result = Ok(R::blank());
    if let Ok(response) = &mut result
        && let Err(error) = read(response)
    {
        result = Err(error);
    }
    result
}

/// A request, and what goes with it.
pub trait Operation: Written {
    /// What is known of the operation.
    const INFO: &'static OperationInfo;

    /// What calling it needs.
    #[doc(hidden)]
    const CALLED: &'static Called;

    /// What the walk needs of the request's fields.
    #[doc(hidden)]
    const ROWS: &'static [Row];

    /// The request's element, for whoever reads it.
    #[doc(hidden)]
    const ELEMENT: &'static Row;

    /// What the server answers.
    type Response<'r>: Fields<'r>;
}

/// An operation whose response can be read while it comes in, through a buffer shorter than it
/// ([`Call::stream`](crate::session::Call::stream)).
pub trait Streamed: Operation {
    /// What is given out of it as it comes.
    type Part<'p>: Parts<'p>;
}

/// The pieces of a response that is read while it comes in. It is not meant to be implemented elsewhere.
pub trait Parts<'p>: Sized {
    /// What an item of the list that is the response's field of this place is read into.
    #[doc(hidden)]
    fn blank(index: usize, row: &'static Row) -> Option<Self>;

    /// The item, to be read into.
    #[doc(hidden)]
    fn record(&mut self) -> Option<&mut (dyn Record<'p> + '_)>;

    /// Octets of the response's base64 content, decoded.
    #[doc(hidden)]
    fn content(_octets: &'p [u8]) -> Option<Self> {
        None
    }
}

/// Where an operation may be called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Allowed {
    /// Outside a session only.
    Outside,
    /// Outside a session, and in any.
    Anywhere,
    /// In a session of either kind.
    AnySession,
    /// In an application session.
    Application,
    /// In a patient session.
    Patient,
}

impl Allowed {
    /// Whether it may be called in a session of this kind.
    #[must_use]
    pub fn in_session(self, kind: SessionKind) -> bool {
        match self {
            Self::Outside => false,
            Self::Anywhere | Self::AnySession => true,
            Self::Application => kind == SessionKind::Application,
            Self::Patient => kind == SessionKind::Patient,
        }
    }
}

/// The two kinds of session (protocol.md section 1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SessionKind {
    /// No patient: registration, practice settings.
    Application,
    /// Bound to one relationship.
    Patient,
}

/// Whether an operation ends its session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ends {
    /// It does not.
    No,
    /// With its verified response.
    WithReply,
    /// Whatever becomes of it.
    Always,
}

/// What is known of an operation, for both sides and for whoever makes a schema.
#[derive(Debug)]
pub struct OperationInfo {
    /// The name of the request's element.
    pub name: &'static str,
    /// The name of the response's element.
    pub response_name: &'static str,
    /// The first schema version that has it.
    pub since: Version,
    /// Where it may be called.
    pub allowed: Allowed,
    /// What it needs of the practice and the account.
    pub need: Need,
    /// Whether its response is one page of a list: see [`Paged`].
    pub paged: bool,
    /// Whether it ends its session.
    pub ends: Ends,
    /// The request's fields.
    pub request: &'static [Field],
    /// The response's fields.
    pub response: &'static [Field],
}

impl OperationInfo {
    /// The operation of this name.
    #[must_use]
    pub fn find(name: &str) -> Option<&'static Self> {
        OPERATIONS.iter().copied().find(|info| info.name == name)
    }
}

/// Every operation, in the order of operations.md.
pub static OPERATIONS: &[&OperationInfo] = ALL;

const ALL: &[&OperationInfo] = &[
    practice::GetClinicalVersionInformation::INFO,
    begin::BEGIN_SESSION,
    practice::GetPracticeSettings::INFO,
    begin::EndSession::INFO,
    registration::RegisterWithPinDocument::INFO,
    registration::RegisterWithPatientDetails::INFO,
    practice::GetUserOptions::INFO,
    registration::GetDemographics::INFO,
    appointments::GetAvailableAppointments::INFO,
    appointments::GetPatientAppointments::INFO,
    appointments::BookAppointment::INFO,
    appointments::CancelAppointment::INFO,
    prescribing::GetMedicationCourses::INFO,
    prescribing::RequestPrescription::INFO,
    prescribing::GetPrescriptionRequests::INFO,
    prescribing::CancelPrescriptionRequest::INFO,
    record::GetMedicalRecordData::INFO,
    record::GetMedicalRecordDocumentContent::INFO,
    record::ResetAccountLinkageKey::INFO,
    messaging::GetMessageRecipients::INFO,
    messaging::GetMessages::INFO,
    messaging::GetMessage::INFO,
    messaging::SendMessage::INFO,
    messaging::SetMessageReadState::INFO,
    messaging::DeleteMessage::INFO,
];

/// Something that a request says is of a later version than the session speaks. Nothing was sent.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct NotInVersion {
    /// The operation or the field.
    pub name: &'static str,
    /// The first version that has it.
    pub needed: Version,
    /// The version that the session speaks.
    pub session: Version,
}

impl fmt::Display for NotInVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} needs schema version {}, and this session speaks {}: the practice has to upgrade, or the session to \
             be begun at a higher version",
            self.name, self.needed, self.session
        )
    }
}

impl fmt::Debug for NotInVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl core::error::Error for NotInVersion {}

/// A whole number's decimal digits.
pub(crate) fn number(value: i64, out: &mut [u8; 20]) -> &str {
    // Divided as one does on paper, octet by octet: a division of 64 bits is long where the processor has none.
    let mut pieces = value.unsigned_abs().to_be_bytes();
    let mut start = out.len();
    let mut put = |digit: u8| {
        start = start.saturating_sub(1);
        if let Some(place) = out.get_mut(start) {
            *place = digit;
        }
    };
    loop {
        let mut rest = 0u32;
        let mut more = false;
        for octet in &mut pieces {
            rest = rest << 8 | u32::from(*octet);
            *octet = (rest / 10).to_le_bytes()[0];
            more |= *octet != 0;
            rest %= 10;
        }
        put(b'0' + rest.to_le_bytes()[0]);
        if !more {
            break;
        }
    }
    if value < 0 {
        put(b'-');
    }
    core::str::from_utf8(out.get(start..).unwrap_or_default()).unwrap_or_default()
}
