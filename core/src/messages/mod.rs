//! The messages of operations.md, each field written down once.
//!
//! A struct borrows from the message that it was read from; lists are read lazily. The same struct is written by the
//! other side, so a request can be read by a server and a response written by it.

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

#[cfg(feature = "alloc")]
pub(crate) use items::{items_of, next_item};
pub(crate) use list::OLDEST;
pub(crate) use value::Content;
pub(crate) use walk::Refused;

use crate::profile::{Profile, Version};
use crate::types;
use crate::xml::{Cursor, Judged, Node, Ns, Writer};
use walk::{Out, write_record};

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

/// Writes a Body's one element.
pub(crate) fn write_element(
    writer: &mut Writer<'_>,
    namespace: &str,
    name: &str,
    fields: &mut dyn FnMut(&mut Writer<'_>),
) {
    begin_element(writer, namespace, name);
    fields(writer);
    writer.close(name);
}

fn begin_element(writer: &mut Writer<'_>, namespace: &str, name: &str) {
    writer.raw("<");
    writer.raw(name);
    writer.raw(" xmlns=\"");
    writer.raw(namespace);
    writer.raw("\">");
}

/// What the fields of a request or response are, by its struct.
pub(crate) struct Struct<'s> {
    /// The struct.
    pub(crate) record: &'s dyn Written,
    /// Its fields.
    pub(crate) rows: &'static [Row],
}

impl<'s> Struct<'s> {
    /// A request.
    pub(crate) fn request<O: Operation>(request: &'s O) -> Self {
        Self { record: request, rows: O::ROWS }
    }
}

impl Content for Struct<'_> {
    fn write(&self, out: &mut Out<'_, '_>) {
        write_record(self.record, self.rows, out);
    }
}

/// Writes a request. Gives a field of it that cannot be written.
pub(crate) fn write_request<P: Profile>(
    writer: &mut Writer<'_>,
    called: &'static Called,
    request: &dyn Content,
    version: Version,
) -> Option<Refused> {
    write_message(writer, (P::NAMESPACE, called.name()), request, (version, Side::Request))
}

/// Writes a response.
pub(crate) fn write_response<O: Operation, P: Profile>(
    writer: &mut Writer<'_>,
    response: &O::Response<'_>,
    version: Version,
) {
    let content = Struct { record: response, rows: <O::Response<'_> as Fields<'_>>::ROWS };
    write_message(writer, (P::NAMESPACE, O::INFO.response_name), &content, (version, Side::Response));
}

fn write_message(
    writer: &mut Writer<'_>,
    (namespace, name): (&str, &str),
    content: &dyn Content,
    (version, side): (Version, Side),
) -> Option<Refused> {
    begin_element(writer, namespace, name);
    let mut out = Out::new(writer, version, side);
    content.write(&mut out);
    let refused = out.refused;
    writer.close(name);
    refused
}

/// Enters the judged element, and gives its local name if it is ours.
pub(crate) fn enter<'a>(body: &Judged<'a>) -> Option<(&'a str, Cursor<'a>)> {
    let mut cursor = body.cursor();
    match cursor.node() {
        Node::Child { local, .. } if body.root() == Ns::Ours => Some((local, cursor)),
        _ => None,
    }
}

/// Reads an operation's response: strictly if it is as our own senders write it, else judged.
pub(crate) fn read_response<'r>(
    body: &'r str,
    called: &'static Called,
    response: &mut (dyn Record<'r> + '_),
    context: Context,
) -> Result<(), DecodeError> {
    #[cfg(feature = "strict-walk")]
    if !response.is_only_judged() {
        if read_strictly(body, called, response, context)? {
            return Ok(());
        }
        response.clear();
    }
    read_judged(body, called, response, context)
}

/// Reads a response, if it is as our own senders write it.
#[cfg(feature = "strict-walk")]
fn read_strictly<'r>(
    body: &'r str,
    called: &'static Called,
    response: &mut dyn Record<'r>,
    context: Context,
) -> Result<bool, DecodeError> {
    let own = called.response.name();
    let Some(start) = own_root(body, own, context.names.ours) else { return Ok(false) };
    let mut input = Input::new(Cursor::strict(body, start), context, &called.response);
    let read = response.read(&mut input);
    if input.cursor.is_unusual() || !input.cursor.is_done() {
        return Ok(false);
    }
    read.map(|()| true).map_err(|_| DecodeError::of(input.problem()))
}

/// Reads a response that may be any XML of the profile.
fn read_judged<'r>(
    body: &'r str,
    called: &'static Called,
    response: &mut dyn Record<'r>,
    context: Context,
) -> Result<(), DecodeError> {
    // Neither is moved: they are large.
    let Ok(body) = &Judged::of_text(body, context.names) else { return Err(DecodeError::MALFORMED) };
    let mut input = Input::new(body.cursor(), context, &called.response);
    match input.cursor.node() {
        Node::Child { local, .. } if body.root() == Ns::Ours && local == called.response.name() => {}
        _ => return Err(DecodeError { kind: DecodeErrorKind::UnexpectedElement, field: None }),
    }
    if body.foreign().is_some() {
        return Err(DecodeError { kind: DecodeErrorKind::Invalid, field: None });
    }
    response.read(&mut input).map_err(|_| DecodeError::of(input.problem()))
}

/// Where the content of a Body's element begins if it has this name and its tag is as our own senders write it.
#[cfg(feature = "strict-walk")]
fn own_root(body: &str, name: &str, namespace: &str) -> Option<usize> {
    let rest = body.strip_prefix('<')?.strip_prefix(name)?.strip_prefix(" xmlns=\"")?;
    let rest = rest.strip_prefix(namespace)?.strip_prefix("\">")?;
    body.len().checked_sub(rest.len())
}

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
