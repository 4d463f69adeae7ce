//! Taking a message apart.
//!
//! The head is read forwards, every octet checked. The Body's end is found backwards, which is exact: no `<` can stand
//! in well-formed XML but at a tag, so the last two tags are those of Envelope and Body; whatever is between the Body's
//! tags and is not one well-formed element is refused when it is judged.

use super::{Block, Envelope, EnvelopeError, own};
use crate::messages::begin::{Exact, exact_number};
use crate::profile::{Profile, SOAP_NAMESPACE, namespaces};
use crate::types::{ApplicationId, SessionId, decode_exact, decode_to};
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
    // The general way comes to the same.
    if scan::WIDE
        && let Some(envelope) = read_own::<P>(text)
    {
        return Ok(envelope);
    }
    let head = read_head::<P>(text)?;
    let rest = text.get(head.length..).unwrap_or_default();
    let body = before_end_tag(rest, head.envelope_name).and_then(|rest| before_end_tag(rest, head.body_name));
    Ok(Envelope { block: head.block, body: body.ok_or(EnvelopeError::NotAnEnvelope)? })
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
        let at = text.len() - chars::behind_space(rest).len();
        match next_element(&mut reader)? {
            Some((Ns::Soap, "Header")) if !header => {
                header = true;
                read_header(text, &mut reader, P::SEQUENCE_LIMIT, &mut block)?;
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
    let mut start = 0;
    if scan::has(text.as_bytes(), 0, "\u{FEFF}".as_bytes()) {
        start = 3;
    }
    let rest = text.get(start..).unwrap_or_default();
    // XML-10, XML-11
    let inner = rest.get(5..).unwrap_or_default();
    if !scan::has(rest.as_bytes(), 0, b"<?xml") || chars::behind_space(inner).len() == inner.len() {
        return Ok(start);
    }
    let end = scan::find(inner.as_bytes(), b"?>")
        .ok_or(XmlError { kind: XmlErrorKind::Incomplete, at: text.len() })?;
    let mut attributes = Pseudo { rest: inner.get(..end).unwrap_or_default() };
    let version = attributes.take("version");
    let encoding = attributes.take("encoding");
    let standalone = attributes.take("standalone");
    if version != Some("1.0")
        || encoding.is_some_and(|encoding| !encoding.eq_ignore_ascii_case("UTF-8"))
        || !matches!(standalone, None | Some("yes" | "no"))
        || !chars::is_space(attributes.rest)
    {
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

fn read_header(
    text: &str,
    reader: &mut Reader<'_, '_>,
    sequence_limit: u32,
    block: &mut Block,
) -> Result<(), EnvelopeError> {
    loop {
        let at = reader.position();
        let Some((ns, local)) = next_element(reader)? else { return Ok(()) };
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
        if !matches!(block, Block::None) {
            return Err(EnvelopeError::BadHeader);
        }
        let octets = text.get(at..reader.position()).unwrap_or_default();
        read_block(local, octets, sequence_limit, block).ok_or(EnvelopeError::BadHeader)?;
    }
}

// XML-4
/// One of our two blocks, in its exact form, read into its place.
fn read_block(local: &str, octets: &str, sequence_limit: u32, block: &mut Block) -> Option<()> {
    let mut cursor = Cursor::judged(octets, None);
    cursor.node();
    let mut exact = Exact::new(cursor);
    match local {
        "Application" => {
            *block = Block::Application(ApplicationId::BLANK);
            let Block::Application(id) = block else { return None };
            field(&mut exact, "ApplicationId", &mut |text| id.set_exact(text))?;
        }
        "Session" => {
            *block = Block::Session { session_id: SessionId::BLANK, sequence: 0, session_hash: [0; 32] };
            let Block::Session { session_id: id, sequence, session_hash: hash } = block else { return None };
            field(&mut exact, "SessionId", &mut |text| id.set(text))?;
            field(&mut exact, "Sequence", &mut |text| {
                *sequence = exact_number(text).unwrap_or(0);
                (1..=sequence_limit).contains(sequence)
            })?;
            field(&mut exact, "SessionHash", &mut |text| decode_to(text, hash).is_some())?;
        }
        _ => return None,
    }
    exact.end()
}

/// The next field, if it is the one named and its value can be set.
fn field(exact: &mut Exact<'_>, name: &str, set: &mut dyn FnMut(&str) -> bool) -> Option<()> {
    exact.value(name, |text| set(text).then_some(()))
}

/// What stands before an end tag of this name that ends the text, white space aside.
fn before_end_tag<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let tag = chars::before_space(text).strip_suffix('>')?;
    chars::before_space(tag).strip_suffix(name)?.strip_suffix("</")
}

impl Envelope<'_> {
    /// Whether the message was about a session.
    #[must_use]
    pub fn is_in_session(&self) -> bool {
        matches!(self.block, Block::Session { .. })
    }
}
