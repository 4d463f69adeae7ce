//! How each type of value is read from and written to an element, and how often it may stand.

use super::field::{Field, Kind, Occurs, Side};
use super::walk::{Failed, Input, Out, Read};
use crate::types::word_index;
use crate::xml::cursor::RawText;
use crate::xml::unescape::Chars;

/// The content of one element that is read.
pub trait Value<'a>: Content + Sized {
    /// What it is, for whoever makes a schema of it.
    #[doc(hidden)]
    const KIND: Kind;
    /// What stands in its place before it is read. Nobody is given it.
    #[doc(hidden)]
    const BLANK: Self;

    /// Reads the element that the input has entered, to its end, whatever it holds. It is the field's, or an item of
    /// the list that the field is.
    #[doc(hidden)]
    fn read(&mut self, input: &mut Input<'a>, field: &'static Field) -> Read;
}

/// The content of one element that is written.
pub trait Content {
    /// Writes the content.
    #[doc(hidden)]
    fn write(&self, out: &mut Out<'_, '_>);

    /// Whether there is nothing to write, so that the other side would read it as absent.
    #[doc(hidden)]
    fn is_blank(&self) -> bool {
        false
    }
}

/// A field in its struct that is read.
pub trait Take<'a> {
    /// Reads the element that the input has entered.
    #[doc(hidden)]
    fn take(&mut self, input: &mut Input<'a>, field: &'static Field) -> Read;
}

/// A field in its struct that is written.
pub trait Put {
    /// Writes the element, if it has a value.
    #[doc(hidden)]
    fn put(&self, out: &mut Out<'_, '_>, field: &'static Field);
}

/// A field: a value, an optional value or a list of values.
pub(crate) trait Member<'a>: Take<'a> + Put + Sized {
    /// How often it stands.
    const OCCURS: Occurs;
    /// What it holds.
    const HOLDS: Kind;
    /// What it is if the element is not there. Where the element has to be there, nobody is given it.
    const ABSENT: Self;
}

impl<'a, T: Value<'a>> Member<'a> for T {
    const OCCURS: Occurs = Occurs::Once;
    const HOLDS: Kind = T::KIND;
    const ABSENT: Self = T::BLANK;
}

impl<'a, T: Value<'a>> Take<'a> for T {
    fn take(&mut self, input: &mut Input<'a>, field: &'static Field) -> Read {
        self.read(input, field)
    }
}

impl<T: Content> Put for T {
    fn put(&self, out: &mut Out<'_, '_>, field: &'static Field) {
        put_value(self, out, field);
    }
}

impl<'a, T: Value<'a>> Member<'a> for Option<T> {
    const OCCURS: Occurs = Occurs::Optional;
    const HOLDS: Kind = T::KIND;
    const ABSENT: Self = None;
}

impl<'a, T: Value<'a>> Take<'a> for Option<T> {
    fn take(&mut self, input: &mut Input<'a>, field: &'static Field) -> Read {
        self.insert(T::BLANK).read(input, field)
    }
}

impl<T: Content> Put for Option<T> {
    fn put(&self, out: &mut Out<'_, '_>, field: &'static Field) {
        if let Some(value) = self
            && !value.is_blank()
        {
            put_value(value, out, field);
        }
    }
}

fn put_value(value: &dyn Content, out: &mut Out<'_, '_>, field: &'static Field) {
    if out.has(field) {
        out.writer.open(field.tag);
        value.write(out);
        out.writer.close(field.tag);
    }
}

/// Opens a list's element, if the version has it.
pub(crate) fn begin_list(out: &mut Out<'_, '_>, field: &'static Field, is_empty: bool) -> bool {
    let later = field.since > out.version;
    if later && (out.side == Side::Response || !is_empty) {
        let _ = out.has(field);
        return false;
    }
    out.writer.open(field.tag);
    true
}

/// Writes an item of a list.
pub(crate) fn put_item(out: &mut Out<'_, '_>, field: &'static Field, item: &dyn Content) {
    let tag = field.value_tag();
    out.writer.open(tag);
    item.write(out);
    out.writer.close(tag);
}

/// The longest value other than text, decimal or base64 that is looked at: a relationship key.
const VALUE_LIMIT: usize = 128;

/// Reads a value that is parsed from its characters at once. They are copied only where references have to be
/// resolved, which no sender writes into such values.
pub(super) fn parsed(
    input: &mut Input<'_>,
    field: &'static Field,
    parse: &mut dyn FnMut(&str) -> bool,
) -> Read {
    let RawText { raw, escaped } = text(input, field)?;
    let good = if escaped { parse_resolved(raw, parse) } else { parse(raw) };
    if good { Ok(()) } else { Err(input.invalid(field)) }
}

#[cold]
#[inline(never)]
fn parse_resolved(raw: &str, parse: &mut dyn FnMut(&str) -> bool) -> bool {
    let mut buffer = [0; VALUE_LIMIT];
    resolve(raw, &mut buffer).is_some_and(parse)
}

/// The text of the element.
pub(super) fn text<'a>(input: &mut Input<'a>, field: &'static Field) -> Result<RawText<'a>, Failed> {
    match input.cursor.text(field.value_name()) {
        Some(text) => Ok(text),
        None => Err(input.invalid(field)),
    }
}

/// The text of an element that holds text, not longer than the field allows.
pub(super) fn bounded<'a>(input: &mut Input<'a>, field: &'static Field) -> Result<RawText<'a>, Failed> {
    let text = text(input, field)?;
    if text.fits(field.limit()) { Ok(text) } else { Err(input.invalid(field)) }
}

/// The text with its references resolved, if it fits.
pub(crate) fn resolve<'o>(raw: &str, buffer: &'o mut [u8]) -> Option<&'o str> {
    let mut length = 0usize;
    for c in Chars::new(raw, true) {
        let end = length + c.len_utf8();
        c.encode_utf8(buffer.get_mut(length..end)?);
        length = end;
    }
    core::str::from_utf8(buffer.get(..length)?).ok()
}

/// A word that has been read.
pub(crate) enum WordRead<'a> {
    /// Its place in the table.
    Known(usize),
    /// One that is not in the table, as it stands in the message.
    Other(&'a str),
}

/// Reads a word of the field's table. In a request it has to be known; in a response it may be any.
pub(crate) fn read_word<'a>(input: &mut Input<'a>, field: &'static Field) -> Result<WordRead<'a>, Failed> {
    let words = field.words();
    let text = text(input, field)?;
    let mut place = None;
    let mut find = |word: &str| {
        place = word_index(words, word);
        true
    };
    if text.escaped {
        parse_resolved(text.raw, &mut find);
    } else {
        find(text.raw);
    }
    match place {
        Some(place) => Ok(WordRead::Known(place)),
        // OP-7
        None if input.context.side == Side::Response && text.is_trimmed() => Ok(WordRead::Other(text.raw)),
        None => Err(input.invalid(field)),
    }
}
