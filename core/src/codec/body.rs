//! A Body's one element: a request or a response, encoded and decoded.
//!
//! A response is tried by the fast path first, where there is one. What the fast path has read before it gave up is thrown
//! away.

use super::decode::{Context, Decode, ElementReader, Invalid};
use super::encode::{ElementWriter, Encode, Refused};
use super::problem::{DecodeError, DecodeErrorKind, Problem, ProblemKind};
use crate::xml::{Cursor, Node, Ns, Validated, Writer};

/// Writes a Body's one element.
pub(crate) fn write_element(
    writer: &mut Writer<'_>,
    namespace: &str,
    name: &str,
    content: impl FnOnce(&mut Writer<'_>),
) {
    writer.raw("<");
    writer.raw(name);
    writer.raw(" xmlns=\"");
    writer.raw(namespace);
    writer.raw("\">");
    content(writer);
    writer.close(name);
}

/// Writes a request or a response. Gives a field of a request that cannot be written.
pub(crate) fn encode_message(
    writer: &mut Writer<'_>,
    namespace: &str,
    name: &str,
    message: &dyn Encode,
    context: (crate::profile::Version, super::Side),
) -> Option<Refused> {
    let mut refused = None;
    write_element(writer, namespace, name, |writer| {
        let mut element = ElementWriter::new(writer, context.0, context.1);
        message.encode(&mut element);
        refused = element.refused();
    });
    refused
}

/// Enters the validated element, and gives its local name if it is ours.
pub(crate) fn enter<'a>(body: &Validated<'a>) -> Option<(&'a str, Cursor<'a>)> {
    let mut cursor = body.cursor();
    match cursor.node() {
        Node::Child { local, .. } if body.root() == Ns::Ours => Some((local, cursor)),
        _ => None,
    }
}

/// Decodes the request of this name.
pub(crate) fn decode_request<'a, O: Decode<'a>>(
    body: &Validated<'a>,
    name: &'static str,
    context: Context,
) -> Result<O, Problem<'a>> {
    match enter(body) {
        Some((local, cursor)) if local == name => {
            let mut reader = ElementReader::new(cursor, context, name);
            O::decode(&mut reader).map_err(|_| reader.problem())
        }
        _ => Err(Problem::peer(ProblemKind::Unknown, "")),
    }
}

/// Decodes the response of this name: by the fast path if it is as our own senders write it, else validated.
pub(crate) fn decode_response<'r, R: Decode<'r>>(
    body: &'r str,
    name: &'static str,
    context: Context,
) -> Result<R, DecodeError> {
    #[cfg(feature = "fast-decode")]
    if let Some(response) = decode_fast(body, name, context) {
        return response;
    }
    decode_validated(body, name, context, R::decode)
}

/// Decodes a response, if it is as our own senders write it.
#[cfg(feature = "fast-decode")]
fn decode_fast<'r, R: Decode<'r>>(
    body: &'r str,
    name: &'static str,
    context: Context,
) -> Option<Result<R, DecodeError>> {
    let start = content_start(body, name, context.names.ours)?;
    let mut reader = ElementReader::new(Cursor::fast(body, start), context, name);
    let response = R::decode(&mut reader);
    if reader.cursor.is_unusual() || !reader.cursor.is_done() {
        return None;
    }
    Some(response.map_err(|_| reader.error()))
}

/// Decodes a response that may be any XML of the profile, by a function.
pub(crate) fn decode_validated<'r, R>(
    body: &'r str,
    name: &'static str,
    context: Context,
    decode: impl FnOnce(&mut ElementReader<'r>) -> Result<R, Invalid>,
) -> Result<R, DecodeError> {
    let body = Validated::of_text(body, context.names).map_err(|_| DecodeError::MALFORMED)?;
    let cursor = match enter(&body) {
        Some((local, cursor)) if local == name => cursor,
        _ => return Err(DecodeError { kind: DecodeErrorKind::UnexpectedElement, field: None }),
    };
    if body.foreign().is_some() {
        return Err(DecodeError { kind: DecodeErrorKind::Invalid, field: None });
    }
    let mut reader = ElementReader::new(cursor, context, name);
    decode(&mut reader).map_err(|_| reader.error())
}

/// Decodes one element of this name that has been validated, by a function.
pub(crate) fn decode_item<'p, T>(
    text: &'p str,
    name: &'static str,
    context: Context,
    decode: impl FnOnce(&mut ElementReader<'p>) -> Result<T, Invalid>,
) -> Result<T, DecodeError> {
    let mut cursor = Cursor::validated(text, None);
    let Node::Child { .. } = cursor.node() else { return Err(DecodeError::MALFORMED) };
    let mut reader = ElementReader::new(cursor, context, name);
    decode(&mut reader).map_err(|_| reader.error())
}

/// Where the content of a Body's element begins, if it has this name and its tag is as our own senders write it.
#[cfg(feature = "fast-decode")]
fn content_start(body: &str, name: &str, namespace: &str) -> Option<usize> {
    let rest = body.strip_prefix('<')?.strip_prefix(name)?.strip_prefix(" xmlns=\"")?;
    let rest = rest.strip_prefix(namespace)?.strip_prefix("\">")?;
    body.len().checked_sub(rest.len())
}
