//! Writing a message in its one form.
//!
//! The SessionHash stands before the Body that it covers, so its place is left open and filled once the Body is there.

use super::own;
use crate::error::BufferTooSmall;
use crate::messages::number;
use crate::profile::{Profile, SOAP_NAMESPACE};
use crate::types::{ApplicationId, SessionId, encode_base64};
use crate::xml::Writer;

fn head(writer: &mut Writer<'_>) {
    writer.raw(own::DECLARATION);
    writer.raw(SOAP_NAMESPACE);
    writer.raw(own::ENVELOPE_END);
}

fn body(writer: &mut Writer<'_>, write: impl FnOnce(&mut Writer<'_>)) -> (usize, usize) {
    writer.raw(own::BODY);
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
    head(&mut writer);
    writer.raw("<s:Header><Application xmlns=\"");
    writer.raw(P::NAMESPACE);
    writer.raw("\"><ApplicationId>");
    writer.raw(application.as_str());
    writer.raw("</ApplicationId></Application></s:Header>");
    body(&mut writer, write);
    writer.finish()
}

/// A reply outside a session, or one that cannot be authenticated: it has no Header.
pub(crate) fn sessionless_reply(
    out: &mut [u8],
    write: impl FnOnce(&mut Writer<'_>),
) -> Result<usize, BufferTooSmall> {
    let mut writer = Writer::new(out);
    head(&mut writer);
    body(&mut writer, write);
    writer.finish()
}

/// A message of a session, of the same form both ways, and its SessionHash, which `hash` reckons from the Body's octets.
pub(crate) fn session_message<P: Profile>(
    out: &mut [u8],
    session_id: SessionId,
    sequence: u32,
    write: impl FnOnce(&mut Writer<'_>),
    hash: impl FnOnce(&[u8]) -> [u8; 32],
) -> Result<(usize, [u8; 32]), BufferTooSmall> {
    let mut writer = Writer::new(out);
    head(&mut writer);
    writer.raw(own::HEADER);
    writer.raw(own::SESSION);
    writer.raw(P::NAMESPACE);
    writer.raw(own::SESSION_ID);
    writer.octets(&session_id.text());
    writer.raw(own::SEQUENCE);
    writer.raw(number(sequence.into(), &mut [0; 20]));
    writer.raw(own::SESSION_HASH);
    let place = writer.length();
    writer.octets(&[b'='; own::HASH_LENGTH]);
    writer.raw(own::HEADER_END);
    let (start, end) = body(&mut writer, write);
    let too_small = BufferTooSmall { needed: writer.length() };
    let session_hash = hash(writer.written(start, end).ok_or(too_small)?);
    let mut text = [0; own::HASH_LENGTH];
    let text = encode_base64(&session_hash, &mut text).as_bytes();
    if let Some(place) = writer.written(place, place + own::HASH_LENGTH) {
        place.copy_from_slice(text);
    }
    Ok((writer.finish()?, session_hash))
}
