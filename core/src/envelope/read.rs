//! Taking a message apart.
//!
//! The head is read forwards, every byte checked. The Body's end is found backwards, which is exact: no `<` can stand
//! in well-formed XML but at a tag, so the last two tags are those of Envelope and Body; whatever is between the Body's
//! tags and is not one well-formed element is refused when it is validated.

use super::{Block, Envelope, EnvelopeError, own};
use crate::codec::{Exact, exact_number};
use crate::profile::{Profile, SOAP_NAMESPACE, namespaces};
use crate::types::{ApplicationId, SessionId, decode_exact};
use crate::xml::reader::{Event, Notes, Reader};
use crate::xml::{Cursor, Ns, XmlError, XmlErrorKind, chars, scan};

// XML-20
/// The Header element's limit, in bytes (protocol.md section 5).
const HEADER_LIMIT: usize = 2048;

/// Takes a message apart.
///
/// # Errors
/// [`EnvelopeError`] if it is no envelope of the profile. The Body's bytes are not looked at.
pub fn read<P: Profile>(message: &[u8]) -> Result<Envelope<'_>, EnvelopeError> {
    let text = core::str::from_utf8(message)
        .map_err(|e| XmlError { kind: XmlErrorKind::NotUtf8, at: e.valid_up_to() })?;
    if u32::try_from(text.len()).is_err() {
        return Err(XmlError { kind: XmlErrorKind::TooLong, at: text.len() }.into());
    }
    // The general way comes to the same.
    if scan::WIDE
        && let Some(envelope) = read_own::<P>(text)
    {
        return Ok(envelope);
    }
    let Head { block, envelope_name, body_name, length } = read_head::<P>(text)?;
    let rest = text.get(length..).unwrap_or_default();
    let body = before_end_tag(rest, envelope_name).and_then(|rest| before_end_tag(rest, body_name));
    Ok(Envelope { block, body: body.ok_or(EnvelopeError::NotAnEnvelope)? })
}

/// What stands in front of a Body's content.
pub(crate) struct Head<'a> {
    /// What the Header says.
    pub(crate) block: Block,
    /// The qualified name of the Envelope, as its end tag has to have it.
    pub(crate) envelope_name: &'a str,
    /// That of the Body.
    pub(crate) body_name: &'a str,
    /// How many bytes it all takes, the Body's start tag included.
    pub(crate) length: usize,
}

/// Reads a message up to and with the Body's start tag.
pub(crate) fn read_head<P: Profile>(text: &str) -> Result<Head<'_>, EnvelopeError> {
    let start = declaration(text)?;
    let mut notes = Notes::NONE;
    let mut reader = Reader::new(text, start, 0, namespaces::<P>(), &mut notes);
    let mut block = Block::None;
    let mut envelope_name = None;
    let mut header = false;
    loop {
        let Some((Ns::Soap, local, at)) = next_element(&mut reader)? else {
            return Err(EnvelopeError::NotAnEnvelope);
        };
        match (local, envelope_name) {
            ("Header", Some(_)) if !header => {
                header = true;
                block = read_header(text, &mut reader, P::SEQUENCE_LIMIT)?;
                if reader.position() - at > HEADER_LIMIT {
                    return Err(EnvelopeError::HeaderTooLong);
                }
            }
            _ if reader.is_empty_element() => return Err(EnvelopeError::NotAnEnvelope),
            ("Envelope", None) => envelope_name = Some(reader.open_name()),
            ("Body", Some(envelope_name)) => {
                let (body_name, length) = (reader.open_name(), reader.position());
                return Ok(Head { block, envelope_name, body_name, length });
            }
            _ => return Err(EnvelopeError::NotAnEnvelope),
        }
    }
}

/// Takes a session's message apart if it is exactly as we write it; `None` says nothing about it.
///
/// That the Body's end tag is the one at the message's end is exact for the same reason as in the general way.
fn read_own<P: Profile>(text: &str) -> Option<Envelope<'_>> {
    let rest = text.strip_prefix(own::DECLARATION)?.strip_prefix(SOAP_NAMESPACE)?;
    let rest = rest.strip_prefix(own::SESSION)?.strip_prefix(P::NAMESPACE)?;
    let (id, rest) = rest.strip_prefix(own::SESSION_ID)?.split_at_checked(own::ID_LENGTH)?;
    let rest = rest.strip_prefix(own::SEQUENCE)?;
    let (sequence, rest) = rest.split_at_checked(rest.bytes().position(|b| b == b'<')?)?;
    let (hash, rest) = rest.strip_prefix(own::SESSION_HASH)?.split_at_checked(own::HASH_LENGTH)?;
    let body = rest.strip_prefix(own::BODY)?.strip_suffix(own::END)?;
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
    let Some(inner) = rest.strip_prefix("<?xml") else { return Ok(start) };
    if !inner.as_bytes().first().is_some_and(|b| chars::is(*b, chars::SPACE)) {
        return Ok(start);
    }
    let end = scan::find(inner.as_bytes(), b"?>")
        .ok_or(XmlError { kind: XmlErrorKind::Incomplete, at: text.len() })?;
    if !(Pseudo { rest: inner.get(..end).unwrap_or_default() }).are_allowed() {
        return Err(XmlError { kind: XmlErrorKind::NotAllowed, at: start }.into());
    }
    // "<?xml" and "?>"
    Ok(start + end + 7)
}

/// The pseudo-attributes of an XML declaration.
struct Pseudo<'a> {
    rest: &'a str,
}

impl<'a> Pseudo<'a> {
    /// Whether they are those of a message, in their order, and nothing else.
    fn are_allowed(&mut self) -> bool {
        self.take("version") == Some("1.0")
            && self.take("encoding").is_none_or(|encoding| encoding.eq_ignore_ascii_case("UTF-8"))
            && matches!(self.take("standalone"), None | Some("yes" | "no"))
            && chars::is_space(self.rest)
    }

    /// The value of the next one, if it has this name and is well-formed.
    fn take(&mut self, name: &str) -> Option<&'a str> {
        let named = chars::behind_space(self.rest);
        if named.len() == self.rest.len() {
            return None;
        }
        let value = chars::behind_space(named.strip_prefix(name)?).strip_prefix('=')?;
        let value = chars::behind_space(value);
        let quote = value.bytes().next().filter(|b| matches!(b, b'"' | b'\''))?;
        let (value, rest) = scan::split(value.get(1..)?, quote)?;
        self.rest = rest;
        Some(value)
    }
}

/// The next start tag inside the element that is open and where it begins, or `None` at its end. Only white space may
/// stand before it.
fn next_element<'a>(reader: &mut Reader<'a, '_>) -> Result<Option<(Ns, &'a str, usize)>, EnvelopeError> {
    loop {
        let at = reader.position();
        match reader.next()? {
            Event::Start { ns, local } => return Ok(Some((ns, local, at))),
            Event::End => return Ok(None),
            Event::Text { raw, .. } if chars::is_space(raw) => {}
            Event::Text { .. } => return Err(EnvelopeError::NotAnEnvelope),
            Event::Done => return Err(reader.error(XmlErrorKind::Incomplete).into()),
        }
    }
}

/// The Header's block of ours, if it has one.
fn read_header(text: &str, reader: &mut Reader<'_, '_>, sequence_limit: u32) -> Result<Block, EnvelopeError> {
    let mut block = Block::None;
    while let Some((ns, local, at)) = next_element(reader)? {
        let ours = ns == Ns::Ours;
        // XML-6
        if !ours && reader.must_understand() {
            return Err(EnvelopeError::BadHeader);
        }
        let outside = reader.depth() - 1;
        while reader.depth() > outside {
            if let Event::Start { ns, .. } = reader.next()?
                && ours
                && ns != Ns::Ours
            {
                return Err(EnvelopeError::BadHeader);
            }
        }
        if !ours {
            continue;
        }
        // XML-5
        if !matches!(block, Block::None) {
            return Err(EnvelopeError::BadHeader);
        }
        let bytes = text.get(at..reader.position()).unwrap_or_default();
        block = read_block(local, bytes, sequence_limit).ok_or(EnvelopeError::BadHeader)?;
    }
    Ok(block)
}

// XML-4
/// One of our two blocks, in its exact form.
fn read_block(local: &str, bytes: &str, sequence_limit: u32) -> Option<Block> {
    let mut exact = Exact::new(Cursor::validated(bytes, None));
    exact.cursor.node();
    let block = match local {
        "Application" => {
            Block::Application(exact.value("ApplicationId", |text| ApplicationId::parse_exact(text).ok())?)
        }
        "Session" => {
            let session_id = exact.value("SessionId", |text| SessionId::parse(text).ok())?;
            let sequence = exact.value("Sequence", exact_number)?;
            let mut session_hash = [0; 32];
            exact.bytes("SessionHash", &mut session_hash)?;
            if !(1..=sequence_limit).contains(&sequence) {
                return None;
            }
            Block::Session { session_id, sequence, session_hash }
        }
        _ => return None,
    };
    exact.end().map(|()| block)
}

/// What stands before an end tag of this name that ends the text, white space aside.
fn before_end_tag<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let tag = chars::before_space(text).strip_suffix('>')?;
    chars::before_space(tag).strip_suffix(name)?.strip_suffix("</")
}
