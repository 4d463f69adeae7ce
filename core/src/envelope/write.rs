//! Writing a message in its one form.
//!
//! The SessionHash stands before the Body that it covers, so its place is left open and filled once the Body is there.

use super::own;
use crate::error::BufferTooSmall;
use crate::profile::{Profile, SOAP_NAMESPACE};
use crate::types::{ApplicationId, SessionId, encode_base64, format_integer};
use crate::xml::Writer;

/// Writes pieces one behind the other. A table of them is shorter than a call for each.
fn all(writer: &mut Writer<'_>, pieces: &[&str]) {
    for piece in pieces {
        writer.raw(piece);
    }
}

/// The Body with what `write` writes into it, whose place is given, and the end of all. Its start tag is written already.
fn body(writer: &mut Writer<'_>, write: impl FnOnce(&mut Writer<'_>)) -> (usize, usize) {
    let start = writer.length();
    write(writer);
    let end = writer.length();
    writer.raw(own::END);
    (start, end)
}

/// A request outside a session.
pub(crate) fn sessionless_request<P: Profile>(
    out: &mut [u8],
    application: &ApplicationId,
    write: impl FnOnce(&mut Writer<'_>),
) -> Result<usize, BufferTooSmall> {
    let mut writer = Writer::new(out);
    all(
        &mut writer,
        const {
            &[
                own::DECLARATION,
                SOAP_NAMESPACE,
                "\"><s:Header><Application xmlns=\"",
                P::NAMESPACE,
                "\"><ApplicationId>",
            ]
        },
    );
    writer.raw(application.as_str());
    writer.raw("</ApplicationId></Application></s:Header><s:Body>");
    body(&mut writer, write);
    writer.finish()
}

/// A reply outside a session, or one that cannot be authenticated: it has no Header.
pub(crate) fn sessionless_reply(
    out: &mut [u8],
    write: impl FnOnce(&mut Writer<'_>),
) -> Result<usize, BufferTooSmall> {
    let mut writer = Writer::new(out);
    all(&mut writer, &[own::DECLARATION, SOAP_NAMESPACE, "\"><s:Body>"]);
    body(&mut writer, write);
    writer.finish()
}

/// A message of a session, of the same form both ways, and its SessionHash, which `link` computes from the Body's
/// bytes. Where it fails the hash means nothing.
pub(crate) fn session_message<P: Profile>(
    out: &mut [u8],
    session_id: &SessionId,
    sequence: u32,
    write: impl FnOnce(&mut Writer<'_>),
    hash: &mut [u8; 32],
    link: impl FnOnce(&[u8]) -> [u8; 32],
) -> Result<usize, BufferTooSmall> {
    let mut writer = Writer::new(out);
    all(
        &mut writer,
        const { &[own::DECLARATION, SOAP_NAMESPACE, own::SESSION, P::NAMESPACE, own::SESSION_ID] },
    );
    writer.bytes(&session_id.text());
    writer.raw(own::SEQUENCE);
    writer.raw(format_integer(sequence.into(), &mut [0; 20]));
    writer.raw(own::SESSION_HASH);
    let place = writer.length();
    writer.leave(own::HASH_LENGTH);
    writer.raw(own::BODY);
    let (start, end) = body(&mut writer, write);
    let too_small = BufferTooSmall { needed: writer.length() };
    *hash = link(writer.written(start, end).ok_or(too_small)?);
    if let Some(place) = writer.written(place, place + own::HASH_LENGTH) {
        encode_base64(hash, place);
    }
    writer.finish()
}
