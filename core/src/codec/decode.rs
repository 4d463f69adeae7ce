//! The trait for everything that is read from an element, and the reader of one element.

use core::fmt;

use super::problem::{DecodeError, Problem, ProblemKind};
use super::words::{WordRead, find_word};
use crate::profile::Version;
use crate::xml::cursor::RawText;
use crate::xml::unescape::Chars;
use crate::xml::{Cursor, Namespaces};

/// Something that is read from one element of a message: a value, or an element with fields.
pub trait Decode<'a>: Sized {
    /// Reads the element that the reader has entered, to its end.
    ///
    /// # Errors
    /// [`Invalid`] if the element does not hold what it should. The reader then stands behind it all the same.
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid>;
}

/// An element does not hold what it should. What is wrong is noted in the [`ElementReader`], as what is wrong with writing
/// is noted beside a [`fmt::Error`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Invalid(());

impl Invalid {
    /// A field is absent, which has been noted already.
    pub(super) const ABSENT: Self = Self(());
}

/// The direction of a message. A request with an unknown element is refused; in a response unknown elements are skipped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// From the client to the server.
    Request,
    /// From the server to the client.
    Response,
}

/// What reading a message depends on beside its bytes.
#[derive(Clone, Copy, Debug)]
pub struct Context {
    /// The version of the session.
    pub version: Version,
    /// The direction of the message.
    pub side: Side,
    /// The namespaces that are distinguished.
    pub names: &'static Namespaces,
    /// Whether lists and base64 content have been given out already, and so stand empty.
    pub(crate) streamed: bool,
}

/// Reads one element of a message.
#[derive(Clone)]
pub struct ElementReader<'a> {
    pub(super) cursor: Cursor<'a>,
    pub(super) context: Context,
    /// The local name of the element that has been entered.
    pub(super) name: &'static str,
    /// What was found wrong last.
    pub(super) problem: Problem<'a>,
}

impl fmt::Debug for ElementReader<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ElementReader(redacted)")
    }
}

impl<'a> ElementReader<'a> {
    pub(crate) fn new(cursor: Cursor<'a>, context: Context, name: &'static str) -> Self {
        Self { cursor, context, name, problem: Problem::peer(ProblemKind::Invalid, "") }
    }

    /// The content of the element as it stands in the message. The reader stays where it is.
    pub(crate) fn peek_content(&self) -> &'a str {
        self.cursor.clone().content(b"")
    }

    pub(crate) fn context(&self) -> Context {
        self.context
    }

    pub(crate) fn is_request(&self) -> bool {
        self.context.side == Side::Request
    }

    /// Skips the element.
    pub(crate) fn skip(&mut self) {
        self.cursor.skip();
    }

    /// Notes what is wrong.
    pub(crate) fn fail(&mut self, problem: Problem<'a>) -> Invalid {
        self.problem = problem;
        Invalid(())
    }

    /// Notes that the element does not hold what its type allows.
    pub(crate) fn invalid(&mut self) -> Invalid {
        self.fail(Problem::known(ProblemKind::Invalid, self.name))
    }

    /// What was found wrong last.
    pub(crate) fn problem(&self) -> Problem<'a> {
        self.problem
    }

    /// The same, as an error of a response.
    pub(crate) fn error(&self) -> DecodeError {
        self.problem.into()
    }

    /// The element's text.
    pub(crate) fn text(&mut self) -> Result<RawText<'a>, Invalid> {
        match self.cursor.text(self.name.as_bytes()) {
            Some(text) => Ok(text),
            None => Err(self.invalid()),
        }
    }

    /// The element's text, of at most `limit` Unicode scalar values.
    pub(crate) fn bounded_text(&mut self, limit: usize) -> Result<RawText<'a>, Invalid> {
        let text = self.text()?;
        if text.fits(limit) { Ok(text) } else { Err(self.invalid()) }
    }

    /// The element's value, parsed from its characters.
    pub(crate) fn parsed<T>(&mut self, parse: impl FnOnce(&str) -> Option<T>) -> Result<T, Invalid> {
        let text = self.text()?;
        with_resolved(text, parse).ok_or_else(|| self.invalid())
    }

    /// One of these words. In a request it has to be one of them; in a response it may be any word (OP-7).
    pub(crate) fn word(&mut self, words: &'static [&'static str]) -> Result<WordRead<'a>, Invalid> {
        let text = self.text()?;
        match with_resolved(text, |word| find_word(words, word)) {
            Some(place) => Ok(WordRead::Known(place)),
            None if !self.is_request() && text.is_trimmed() => Ok(WordRead::Other(text.raw)),
            None => Err(self.invalid()),
        }
    }
}

/// The longest value other than text, decimal or base64 that is looked at: a relationship key.
const VALUE_LIMIT: usize = 128;

/// Parses a text whose references are resolved. The characters are copied only where there is one, which no sender writes
/// into such values.
pub(crate) fn with_resolved<T>(text: RawText<'_>, parse: impl FnOnce(&str) -> Option<T>) -> Option<T> {
    if !text.escaped {
        return parse(text.raw);
    }
    let mut buffer = [0; VALUE_LIMIT];
    parse(resolve(text.raw, &mut buffer)?)
}

/// The text with its references resolved, if it fits.
pub(crate) fn resolve<'o>(raw: &str, buffer: &'o mut [u8]) -> Option<&'o str> {
    let mut length = 0usize;
    for c in Chars::new(raw, true) {
        let end = length.checked_add(c.len_utf8())?;
        c.encode_utf8(buffer.get_mut(length..end)?);
        length = end;
    }
    core::str::from_utf8(buffer.get(..length)?).ok()
}
