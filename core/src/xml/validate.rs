//! The validation of a Body's bytes by themselves: exactly one element, well-formed, within the limits, with nothing
//! from outside them.
//!
//! What it passes may be walked without looking again at what it has established. It also notes the three things
//! about namespaces that reading a message needs, so that lists can be read lazily without a table of prefixes.

use super::reader::{Event, Notes, Reader};
use super::{BODY_DEPTH, Cursor, Namespaces, Ns, XmlError, XmlErrorKind};

/// One well-formed element, validated by itself.
#[derive(Clone, Copy)]
pub struct Validated<'a> {
    text: &'a str,
    root: Ns,
    foreign: Option<u32>,
    detail: Option<(u32, u32)>,
}

impl<'a> Validated<'a> {
    /// Validates the bytes of a Body.
    ///
    /// # Errors
    /// [`XmlError`], with the place, for anything that is not exactly one well-formed element within the limits of
    /// protocol.md section 5. White space around the element is an error too.
    pub fn new(bytes: &'a [u8], names: &'static Namespaces) -> Result<Self, XmlError> {
        let text = core::str::from_utf8(bytes)
            .map_err(|e| XmlError { kind: XmlErrorKind::NotUtf8, at: e.valid_up_to() })?;
        Self::of_text(text, names)
    }

    /// The same for bytes that are known to be UTF-8.
    pub(crate) fn of_text(text: &'a str, names: &'static Namespaces) -> Result<Self, XmlError> {
        let place = |at: usize| u32::try_from(at).map_err(|_| XmlError { kind: XmlErrorKind::TooLong, at });
        place(text.len())?;
        let mut notes = Notes::NONE;
        let mut reader = Reader::new(text, 0, BODY_DEPTH, names, &mut notes);
        let Event::Start { ns: root, .. } = reader.next()? else {
            return Err(reader.error(XmlErrorKind::NotAllowed));
        };
        let mut validated = Self { text, root, foreign: None, detail: None };
        // Whether what stands there has to be ours: in the root, or in a Fault's FaultDetail.
        let mut ours = root == Ns::Ours;
        let mut in_detail = false;
        while reader.depth() > BODY_DEPTH {
            let at = reader.position();
            match reader.next()? {
                Event::Start { ns, local } => {
                    let depth = reader.depth();
                    if ours {
                        if ns != Ns::Ours && validated.foreign.is_none() {
                            validated.foreign = Some(place(at)?);
                        }
                    } else if depth == BODY_DEPTH + 2 {
                        in_detail = root == Ns::Soap && ns == Ns::Soap && local == "Detail";
                    } else if depth == BODY_DEPTH + 3
                        && in_detail
                        && validated.detail.is_none()
                        && (ns, local) == (Ns::Ours, "FaultDetail")
                    {
                        ours = true;
                        validated.detail = Some((place(at)?, 0));
                    }
                }
                Event::End => {
                    if let Some((_, end @ 0)) = &mut validated.detail
                        && reader.depth() == BODY_DEPTH + 2
                    {
                        ours = false;
                        *end = place(reader.position())?;
                    }
                }
                Event::Text { .. } => {}
                Event::Done => return Err(reader.error(XmlErrorKind::Incomplete)),
            }
        }
        if reader.position() != text.len() {
            return Err(reader.error(XmlErrorKind::NotAllowed));
        }
        Ok(validated)
    }

    /// A cursor in front of the element.
    pub(crate) fn cursor(&self) -> Cursor<'a> {
        Cursor::validated(self.text, self.foreign)
    }

    /// The text that was validated.
    pub(crate) fn text(&self) -> &'a str {
        self.text
    }

    /// What the element itself belongs to.
    pub(crate) fn root(&self) -> Ns {
        self.root
    }

    /// Where the first element begins that stands inside one of ours and is not ours.
    pub(crate) fn foreign(&self) -> Option<u32> {
        self.foreign
    }

    /// The FaultDetail of a SOAP Fault.
    pub(crate) fn fault_detail(&self) -> Option<&'a str> {
        let (start, end) = self.detail?;
        self.text.get(start as usize..end as usize)
    }
}

impl core::fmt::Debug for Validated<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Validated").field("bytes", &self.text.len()).finish_non_exhaustive()
    }
}
