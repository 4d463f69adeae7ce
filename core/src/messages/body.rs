//! A Body's one element: written of a request or a response, and read into one.
//!
//! The one thing that a reader would get wrong: a response is tried by the strict walk first, where there is one, and what
//! that has read before it gave up is thrown away.

use super::value::Content;
use super::walk::{Input, Out, Record, Refused, Written, write_record};
use super::{Called, Context, DecodeError, DecodeErrorKind, Fields, Operation, Row, Side};
use crate::profile::{Profile, Version};
use crate::xml::{Cursor, Judged, Node, Ns, Writer};

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
