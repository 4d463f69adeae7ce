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
    let mut envelope = Envelope::none();
    read_to::<P>(message, &mut envelope).map(|()| envelope)
}

/// The same, into its place: it is large. Where it fails nothing that stands there means anything.
#[inline(never)]
pub(crate) fn read_to<'a, P: Profile>(
    message: &'a [u8],
    envelope: &mut Envelope<'a>,
) -> Result<(), EnvelopeError> {
    let text = core::str::from_utf8(message)
        .map_err(|e| XmlError { kind: XmlErrorKind::NotUtf8, at: e.valid_up_to() })?;
    if u32::try_from(text.len()).is_err() {
        return Err(XmlError { kind: XmlErrorKind::TooLong, at: text.len() }.into());
    }
    // The general way comes to the same.
    if scan::WIDE
        && let Some(own) = read_own::<P>(text)
    {
        *envelope = own;
        return Ok(());
    }
    let head = read_head::<P>(text, &mut envelope.block)?;
    let rest = text.get(head.length..).unwrap_or_default();
    let body = before_end_tag(rest, head.envelope_name).and_then(|rest| before_end_tag(rest, head.body_name));
    envelope.body = body.ok_or(EnvelopeError::NotAnEnvelope)?;
    Ok(())
}

/// What stands in front of a Body's content.
pub(crate) struct Head<'a> {
    /// The qualified name of the Envelope, as its end tag has to have it.
    pub(crate) envelope_name: &'a str,
    /// That of the Body.
    pub(crate) body_name: &'a str,
    /// How many octets it all takes, the Body's start tag included.
    pub(crate) length: usize,
}

/// Reads a message up to and with the Body's start tag; what the Header says is read into `block`.
pub(crate) fn read_head<'a, P: Profile>(text: &'a str, block: &mut Block) -> Result<Head<'a>, EnvelopeError> {
    let start = declaration(text)?;
    let mut notes = Notes::NONE;
    let mut reader = Reader::new(text, start, 0, namespaces::<P>(), &mut notes);
    *block = Block::None;
    let mut envelope_name = None;
    let mut header = false;
    loop {
        let Some((Ns::Soap, local, at)) = next_element(&mut reader)? else {
            return Err(EnvelopeError::NotAnEnvelope);
        };
        match (local, envelope_name) {
            ("Header", Some(_)) if !header => {
                header = true;
                read_header(text, &mut reader, P::SEQUENCE_LIMIT, block)?;
                if reader.position() - at > HEADER_LIMIT {
                    return Err(EnvelopeError::HeaderTooLong);
                }
            }
            _ if reader.is_empty_element() => return Err(EnvelopeError::NotAnEnvelope),
            ("Envelope", None) => envelope_name = Some(reader.open_name()),
            ("Body", Some(envelope_name)) => {
                let (body_name, length) = (reader.open_name(), reader.position());
                return Ok(Head { envelope_name, body_name, length });
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

fn read_header(
    text: &str,
    reader: &mut Reader<'_, '_>,
    sequence_limit: u32,
    block: &mut Block,
) -> Result<(), EnvelopeError> {
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
        let octets = text.get(at..reader.position()).unwrap_or_default();
        read_block(local, octets, sequence_limit, block).ok_or(EnvelopeError::BadHeader)?;
    }
    Ok(())
}

// XML-4
/// One of our two blocks, in its exact form, read into its place.
#[inline(never)]
fn read_block(local: &str, octets: &str, sequence_limit: u32, block: &mut Block) -> Option<()> {
    let mut exact = Exact::new(Cursor::judged(octets, None));
    exact.cursor.node();
    let good = match local {
        "Application" => {
            *block = Block::Application(ApplicationId::BLANK);
            let Block::Application(id) = block else { return None };
            id.set_exact(exact.text("ApplicationId")?)
        }
        "Session" => {
            *block = Block::Session { session_id: SessionId::BLANK, sequence: 0, session_hash: [0; 32] };
            let Block::Session { session_id: id, sequence, session_hash: hash } = block else { return None };
            let named = id.set(exact.text("SessionId")?);
            *sequence = exact_number(exact.text("Sequence")?)?;
            exact.octets("SessionHash", hash)?;
            named && (1..=sequence_limit).contains(sequence)
        }
        _ => return None,
    };
    exact.end().filter(|()| good)
}

/// The local name in a tag.
#[inline(never)]
pub(crate) fn local_name(tag: &[u8]) -> &[u8] {
    let mut start = 1;
    let mut end = 1;
    while let Some(b) = tag.get(end) {
        match b {
            b':' => start = end + 1,
            b'/' | b'>' => break,
            b if chars::is(*b, chars::SPACE) => break,
            _ => {}
        }
        end += 1;
    }
    tag.get(start..end).unwrap_or_default()
}

/// What stands before an end tag of this name that ends the text, white space aside.
fn before_end_tag<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let tag = chars::before_space(text).strip_suffix('>')?;
    chars::before_space(tag).strip_suffix(name)?.strip_suffix("</")
}

impl Envelope<'_> {
    /// The place of one that is not read yet.
    ///
    /// It is no constant, which would be copied as a whole.
    pub(crate) fn none() -> Self {
        Self { block: Block::None, body: "" }
    }

    /// Whether the message was about a session.
    #[must_use]
    pub fn is_in_session(&self) -> bool {
        matches!(self.block, Block::Session { .. })
    }
}
