//! How each type of value is read from and written to an element, and how often it may stand.

use super::field::{Kind, Occurs, Side};
use super::row::Row;
use super::walk::{Failed, Input, Out, Read, Record};
use crate::types::word_index;
use crate::xml::cursor::RawText;
use crate::xml::unescape::Chars;

/// The content of one element, which can be read and written.
pub trait Value<'a>: Record<'a> + Content + Sized {
    /// What it is, for whoever makes a schema of it.
    #[doc(hidden)]
    const KIND: Kind;

    /// What stands in its place before it is read. Nobody is given it.
    #[doc(hidden)]
    fn blank() -> Self;
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

/// A field in its struct that is written.
pub(crate) trait Put {
    /// Writes the element, if it has a value.
    fn put(&self, out: &mut Out<'_, '_>, row: &'static Row);
}

/// A field: a value, an optional value or a list of values.
pub(crate) trait Member<'a>: Record<'a> + Put + Sized {
    /// How often it stands.
    const OCCURS: Occurs;
    /// What it holds.
    const HOLDS: Kind;

    /// What it is if the element is not there. Where the element has to be there, nobody is given it.
    fn absent() -> Self;
}

impl<'a, T: Value<'a>> Member<'a> for T {
    const OCCURS: Occurs = Occurs::Once;
    const HOLDS: Kind = T::KIND;

    #[inline]
    fn absent() -> Self {
        T::blank()
    }
}

impl<T: Content> Put for T {
    #[inline(never)]
    fn put(&self, out: &mut Out<'_, '_>, row: &'static Row) {
        if out.open(row) {
            self.write(out);
            out.close(row);
        }
    }
}

impl<'a, T: Value<'a>> Member<'a> for Option<T> {
    const OCCURS: Occurs = Occurs::Optional;
    const HOLDS: Kind = T::KIND;

    #[inline]
    fn absent() -> Self {
        None
    }
}

impl<'a, T: Value<'a>> Record<'a> for Option<T> {
    // None of these is put into the place of its call: there it would be as often as there are fields.
    #[inline(never)]
    fn read(&mut self, input: &mut Input<'a>) -> Read {
        self.insert(T::blank()).read(input)
    }

    #[cfg(feature = "strict-walk")]
    fn clear(&mut self) {
        *self = None;
    }
}

impl<T: Content> Put for Option<T> {
    #[inline(never)]
    fn put(&self, out: &mut Out<'_, '_>, row: &'static Row) {
        if let Some(value) = self
            && !value.is_blank()
        {
            value.put(out, row);
        }
    }
}

/// Opens a list's element, if the version has it.
pub(crate) fn begin_list(out: &mut Out<'_, '_>, row: &'static Row, is_empty: bool) -> bool {
    let later = row.since() > out.version;
    if later && (out.side == Side::Response || !is_empty) {
        let _ = out.has(row);
        return false;
    }
    out.writer.open(row.name());
    true
}

/// Writes an item of a list.
pub(crate) fn put_item(out: &mut Out<'_, '_>, row: &'static Row, item: &dyn Content) {
    let name = row.value_name();
    out.writer.open(name);
    item.write(out);
    out.writer.close(name);
}

/// The longest value other than text, decimal or base64 that is looked at: a relationship key.
const VALUE_LIMIT: usize = 128;

/// A value that is parsed from its characters at once.
pub(crate) trait Parsed {
    /// Whether the characters are one; if so, they are read.
    fn parse_into(&mut self, text: &str) -> bool;
}

/// Reads such a value. The characters are copied only where references have to be resolved, which no sender writes into
/// such values.
pub(super) fn parsed(place: &mut dyn Parsed, input: &mut Input<'_>) -> Read {
    let RawText { raw, escaped } = text(input)?;
    let good = if escaped { parse_resolved(place, raw) } else { place.parse_into(raw) };
    if good { Ok(()) } else { Err(input.invalid()) }
}

#[cold]
#[inline(never)]
pub(super) fn parse_resolved(place: &mut dyn Parsed, raw: &str) -> bool {
    let mut buffer = [0; VALUE_LIMIT];
    resolve(raw, &mut buffer).is_some_and(|text| place.parse_into(text))
}

/// The text of the element.
pub(super) fn text<'a>(input: &mut Input<'a>) -> Result<RawText<'a>, Failed> {
    match input.cursor.text(input.row.value_name_octets()) {
        Some(text) => Ok(text),
        None => Err(input.invalid()),
    }
}

/// The text of an element that holds text, not longer than the field allows.
pub(super) fn bounded<'a>(place: &mut RawText<'a>, input: &mut Input<'a>) -> Read {
    *place = text(input)?;
    if place.fits(input.row.limit()) { Ok(()) } else { Err(input.invalid()) }
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

/// Reads one of these words. In a request it has to be known; in a response it may be any.
pub(crate) fn read_word<'a>(words: &'static str, input: &mut Input<'a>) -> Result<WordRead<'a>, Failed> {
    struct Find {
        words: &'static str,
        place: Option<usize>,
    }

    impl Parsed for Find {
        fn parse_into(&mut self, text: &str) -> bool {
            self.place = word_index(self.words, text);
            true
        }
    }

    let text = text(input)?;
    let mut find = Find { words, place: None };
    if text.escaped {
        parse_resolved(&mut find, text.raw);
    } else {
        find.parse_into(text.raw);
    }
    match find.place {
        Some(place) => Ok(WordRead::Known(place)),
        // OP-7
        None if input.context.side == Side::Response && text.is_trimmed() => Ok(WordRead::Other(text.raw)),
        None => Err(input.invalid()),
    }
}
