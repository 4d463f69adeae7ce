//! Taking a message apart.
//!
//! The head is read forwards, every octet checked. The Body's end is found backwards, which is exact: no `<` can stand
//! in well-formed XML but at a tag, so the last two tags are those of Envelope and Body; whatever is between the Body's
//! tags and is not one well-formed element is refused when it is judged.

use super::{Block, Envelope, EnvelopeError, own};
use crate::messages::begin::{Exact, exact_number};
use crate::profile::{Profile, SOAP_NAMESPACE, namespaces};
use crate::types::{ApplicationId, SessionId, decode_exact};
use crate::xml::reader::{Event, Notes, Reader};
use crate::xml::{Cursor, Ns, XmlError, XmlErrorKind, chars, scan};

// XML-20
/// The Header element's limit, in octets (protocol.md section 5).
const HEADER_LIMIT: usize = 2048;

/// Takes a message apart.
///
/// # Errors
/// [`EnvelopeError`] if it is no envelope of the profile. The Body's octets are not looked at.
pub fn read<P: Profile>(message: &[u8]) -> Result<Envelope<'_>, EnvelopeError> {
    let text = core::str::from_utf8(message)
        .map_err(|e| XmlError { kind: XmlErrorKind::NotUtf8, at: e.valid_up_to() })?;
    if u32::try_from(text.len()).is_err() {
        return Err(XmlError { kind: XmlErrorKind::TooLong, at: text.len() }.into());
    }
    if let Some(envelope) = read_own::<P>(text) {
        return Ok(envelope);
    }
    let head = read_head::<P>(text)?;
    let rest = text.get(head.length..).unwrap_or_default();
    let rest = before_end_tag(rest, head.envelope_name).ok_or(EnvelopeError::NotAnEnvelope)?;
    let body = before_end_tag(rest, head.body_name).ok_or(EnvelopeError::NotAnEnvelope)?;
    Ok(Envelope { block: head.block, body })
}

/// What stands in front of a Body's content.
pub(crate) struct Head<'a> {
    /// What the Header says.
    pub(crate) block: Block,
    /// The qualified name of the Envelope, as its end tag has to have it.
    pub(crate) envelope_name: &'a str,
    /// That of the Body.
    pub(crate) body_name: &'a str,
    /// How many octets it all takes, the Body's start tag included.
    pub(crate) length: usize,
}

/// Reads a message up to and with the Body's start tag.
pub(crate) fn read_head<P: Profile>(text: &str) -> Result<Head<'_>, EnvelopeError> {
    let start = declaration(text)?;
    let mut notes = Notes::NONE;
    let mut reader = Reader::new(text, start, 0, namespaces::<P>(), &mut notes);
    if next_element(&mut reader)? != Some((Ns::Soap, "Envelope")) || reader.is_empty_element() {
        return Err(EnvelopeError::NotAnEnvelope);
    }
    let envelope_name = reader.open_name();
    let mut block = Block::None;
    let mut header = false;
    loop {
        // White space in front of the Header is no part of it.
        let rest = text.get(reader.position()..).unwrap_or_default();
        let at = text.len() - rest.trim_start_matches(chars_space).len();
        match next_element(&mut reader)? {
            Some((Ns::Soap, "Header")) if !header => {
                header = true;
                block = read_header::<P>(text, &mut reader)?;
                if reader.position() - at > HEADER_LIMIT {
                    return Err(EnvelopeError::HeaderTooLong);
                }
            }
            Some((Ns::Soap, "Body")) if !reader.is_empty_element() => break,
            _ => return Err(EnvelopeError::NotAnEnvelope),
        }
    }
    Ok(Head { block, envelope_name, body_name: reader.open_name(), length: reader.position() })
}

/// Takes a session's message apart if it is exactly as we write it; `None` says nothing about it.
///
/// That the Body's end tag is the one at the message's end is exact for the same reason as in the general way.
fn read_own<P: Profile>(text: &str) -> Option<Envelope<'_>> {
    let rest =
        text.strip_prefix(own::DECLARATION)?.strip_prefix(SOAP_NAMESPACE)?.strip_prefix(own::ENVELOPE_END)?;
    let rest = rest.strip_prefix(own::HEADER)?.strip_prefix(own::SESSION)?.strip_prefix(P::NAMESPACE)?;
    let (id, rest) = rest.strip_prefix(own::SESSION_ID)?.split_at_checked(own::ID_LENGTH)?;
    let rest = rest.strip_prefix(own::SEQUENCE)?;
    let (sequence, rest) = rest.split_at_checked(rest.bytes().position(|b| b == b'<')?)?;
    let (hash, rest) = rest.strip_prefix(own::SESSION_HASH)?.split_at_checked(own::HASH_LENGTH)?;
    let body = rest.strip_prefix(own::HEADER_END)?.strip_prefix(own::BODY)?.strip_suffix(own::END)?;
    let block = Block::Session {
        session_id: SessionId::parse(id).ok()?,
        sequence: exact_number(sequence).filter(|n| (1..=P::SEQUENCE_LIMIT).contains(n))?,
        session_hash: decode_exact(hash)?,
    };
    Some(Envelope { block, body })
}

/// Where the document begins after a byte order mark and an XML declaration.
fn declaration(text: &str) -> Result<usize, EnvelopeError> {
    let rest = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let start = text.len() - rest.len();
    // XML-10, XML-11
    let Some(inner) = rest.strip_prefix("<?xml").filter(|r| r.starts_with(chars_space)) else {
        return Ok(start);
    };
    let refused = XmlError { kind: XmlErrorKind::NotAllowed, at: start };
    let end = scan::find(inner.as_bytes(), b"?>");
    let inner = end
        .and_then(|end| inner.get(..end))
        .ok_or(XmlError { kind: XmlErrorKind::Incomplete, at: text.len() })?;
    let mut attributes = Pseudo { rest: inner };
    let mut next = attributes.next(refused)?;
    if next != Some(("version", "1.0")) {
        return Err(refused.into());
    }
    next = attributes.next(refused)?;
    if let Some(("encoding", encoding)) = next {
        if !encoding.eq_ignore_ascii_case("UTF-8") {
            return Err(refused.into());
        }
        next = attributes.next(refused)?;
    }
    if let Some(("standalone", "yes" | "no")) = next {
        next = attributes.next(refused)?;
    }
    if next.is_some() {
        return Err(refused.into());
    }
    // "<?xml" and "?>"
    Ok(start + inner.len() + 7)
}

fn chars_space(c: char) -> bool {
    u8::try_from(c).is_ok_and(|b| chars::is(b, chars::SPACE))
}

/// The pseudo-attributes of an XML declaration.
struct Pseudo<'a> {
    rest: &'a str,
}

impl<'a> Pseudo<'a> {
    fn next(&mut self, refused: XmlError) -> Result<Option<(&'a str, &'a str)>, XmlError> {
        let trimmed = self.rest.trim_start_matches(chars_space);
        if trimmed.is_empty() {
            return Ok(None);
        }
        if trimmed.len() == self.rest.len() {
            return Err(refused);
        }
        let (name, value) = scan::split(trimmed, b'=').ok_or(refused)?;
        let value = value.trim_start_matches(chars_space);
        let quote = value.bytes().next().filter(|b| matches!(b, b'"' | b'\'')).ok_or(refused)?;
        let (value, rest) = value.get(1..).and_then(|v| scan::split(v, quote)).ok_or(refused)?;
        self.rest = rest;
        Ok(Some((name.trim_end_matches(chars_space), value)))
    }
}

/// The next start tag inside the element that is open, or `None` at its end. Only white space may stand before it.
fn next_element<'a>(reader: &mut Reader<'a, '_>) -> Result<Option<(Ns, &'a str)>, EnvelopeError> {
    loop {
        match reader.next()? {
            Event::Start { ns, local } => return Ok(Some((ns, local))),
            Event::End => return Ok(None),
            Event::Text { raw, .. } if chars::is_space(raw) => {}
            Event::Text { .. } => return Err(EnvelopeError::NotAnEnvelope),
            Event::Done => return Err(reader.error(XmlErrorKind::Incomplete).into()),
        }
    }
}

fn read_header<P: Profile>(text: &str, reader: &mut Reader<'_, '_>) -> Result<Block, EnvelopeError> {
    let mut block = Block::None;
    loop {
        let at = reader.position();
        let Some((ns, local)) = next_element(reader)? else { return Ok(block) };
        if ns != Ns::Ours {
            // XML-6
            if reader.must_understand() {
                return Err(EnvelopeError::BadHeader);
            }
            reader.skip_element()?;
            continue;
        }
        let outside = reader.depth() - 1;
        while reader.depth() > outside {
            if let Event::Start { ns, .. } = reader.next()?
                && ns != Ns::Ours
            {
                return Err(EnvelopeError::BadHeader);
            }
        }
        // XML-5
        if block != Block::None {
            return Err(EnvelopeError::BadHeader);
        }
        let octets = text.get(at..reader.position()).unwrap_or_default();
        block = read_block::<P>(local, octets).ok_or(EnvelopeError::BadHeader)?;
    }
}

// XML-4
/// One of our two blocks, in its exact form.
fn read_block<P: Profile>(local: &str, octets: &str) -> Option<Block> {
    let mut cursor = Cursor::judged(octets, None);
    cursor.node();
    let mut exact = Exact::new(cursor);
    let block = match local {
        "Application" => {
            Block::Application(exact.value("ApplicationId", |t| ApplicationId::parse_exact(t).ok())?)
        }
        "Session" => Block::Session {
            session_id: exact.value("SessionId", |t| SessionId::parse(t).ok())?,
            sequence: exact
                .value("Sequence", |t| exact_number(t).filter(|n| (1..=P::SEQUENCE_LIMIT).contains(n)))?,
            session_hash: exact.value("SessionHash", decode_exact)?,
        },
        _ => return None,
    };
    exact.end()?;
    Some(block)
}

/// What stands before an end tag of this name that ends the text, white space aside.
fn before_end_tag<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let (before, tag) = text.split_at_checked(memchr::memrchr(b'<', text.as_bytes())?)?;
    let rest = tag.strip_prefix("</")?.strip_prefix(name)?;
    let rest = rest.trim_matches(chars_space).strip_prefix('>')?;
    rest.is_empty().then_some(before)
}

impl Envelope<'_> {
    /// Whether the message was about a session.
    #[must_use]
    pub fn is_in_session(&self) -> bool {
        matches!(self.block, Block::Session { .. })
    }
}
