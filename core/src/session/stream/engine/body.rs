//! What stands in the Body of a reply that comes in pieces: the response's element, its fields, items and base64 content.
//!
//! The one thing that a reader would get wrong: what is read here has only been kept. It is validated, but nothing has been
//! proved of it.

use core::cell::Cell;

use super::{Place, Step, Streaming};
use crate::codec::{DecodeErrorKind, FieldDescriptor, FieldType, Occurs};
use crate::envelope::Block;
use crate::profile::Profile;
use crate::session::stream::scanner::TagKind;
use crate::xml::local_name;
use crate::xml::reader::{Event, Reader};
use crate::xml::{Ns, chars};

impl<P: Profile> Streaming<'_, '_, '_, P> {
    /// The local name of the first tag in the piece.
    pub(super) fn name(&self) -> &[u8] {
        local_name(self.window.range(self.piece.clone()))
    }

    /// Keeps what has come up to the end of the tag that was found last, and reads it there. Gives whether an element in
    /// it is not ours; `None` if it cannot be read.
    pub(super) fn read(&mut self) -> Option<bool> {
        self.keep_to(self.scanner.found().end);
        let text = self.window.range(self.window.kept_range());
        let Some(work) = self.work.checked_sub(text.len()) else {
            self.give_up(DecodeErrorKind::TooLong, None);
            return None;
        };
        self.work = work;
        let Ok(text) = core::str::from_utf8(text) else {
            self.malformed();
            return None;
        };
        let mut reader = Reader::resume(text, self.reader, self.context.names, &mut self.notes);
        let mut foreign = false;
        while reader.position() < text.len() || reader.is_empty_element() {
            match reader.next() {
                Ok(Event::Start { ns, .. }) => foreign |= ns != Ns::Ours,
                Ok(_) => {}
                // Nothing is read any more.
                Err(_) => {
                    self.malformed();
                    return None;
                }
            }
        }
        self.reader = reader.standing();
        Some(foreign)
    }

    /// The same where all has to be ours; whether it is.
    pub(super) fn read_ours(&mut self) -> bool {
        match self.read() {
            Some(false) => true,
            Some(true) => {
                self.give_up(DecodeErrorKind::Invalid, None);
                false
            }
            None => false,
        }
    }

    /// The start tag of the Body's element.
    pub(super) fn root(&mut self, kind: TagKind) -> Step {
        let expected = self.operation.response_name;
        let Some(foreign) = self.read() else { return Step::Again };
        let local = self.name();
        if foreign || local != expected.as_bytes() || !matches!(self.block, Block::Session { .. }) {
            self.whole = true;
            self.place = Place::Whole;
        } else {
            self.place = if kind == TagKind::Empty { Place::After } else { Place::Fields };
        }
        Step::Again
    }

    /// An end tag that is kept.
    pub(super) fn close(&mut self, next: Place) -> Step {
        if self.read_ours() {
            self.place = next;
        }
        Step::Again
    }

    /// An end tag whose element is not kept.
    pub(super) fn close_and_forget(&mut self) -> Step {
        if self.read_ours() { self.forget_field() } else { Step::Again }
    }

    /// The start tag of a field.
    pub(super) fn field(&mut self, kind: TagKind) -> Step {
        self.kept = self.window.front();
        if !self.read_ours() {
            return Step::Again;
        }
        let local = self.name();
        let fields = self.fields;
        let version = self.context.version;
        let found = fields
            .iter()
            .enumerate()
            .find(|(_, field)| field.name().as_bytes() == local && field.since() <= version);
        let whole = kind == TagKind::Empty;
        let Some((at, field)) = found else {
            self.place = Place::Unknown;
            return if whole { self.forget_field() } else { Step::Again };
        };
        let place = if field.is_list() {
            Place::List
        } else if field.occurs() == Occurs::Once && matches!(field.holds(), FieldType::Base64) {
            Place::Content
        } else {
            if !whole {
                self.place = Place::Field;
            }
            return Step::Again;
        };
        self.field = at;
        let bit = 1u32.checked_shl(u32::try_from(at).unwrap_or(u32::MAX)).unwrap_or(0);
        if self.seen & bit != 0 || whole && place == Place::Content {
            return self.invalid_field();
        }
        self.seen |= bit;
        if whole {
            return self.forget_field();
        }
        (self.any, self.padded) = (false, false);
        self.place = place;
        Step::Again
    }

    pub(super) fn forget_field(&mut self) -> Step {
        self.forget_to(self.kept);
        self.place = Place::Fields;
        Step::Again
    }

    /// Forgets what was kept after a place.
    pub(super) fn forget_to(&mut self, kept: usize) {
        self.window.forget_to(kept);
        self.reader.rewind(self.window.kept());
    }

    /// An item that is whole. Others than the list's own are passed over.
    pub(super) fn item(&mut self) -> Step {
        if !self.read_ours() {
            return Step::Again;
        }
        self.forget_to(self.piece.start);
        self.place = Place::List;
        let name = self.fields.get(self.field).map(FieldDescriptor::value_name);
        let own = self.name();
        if name.is_some_and(|name| name.as_bytes() == own) { Step::Item } else { Step::Again }
    }

    /// Text of the base64 content up to `end`: whole groups of four characters are decoded where they stand.
    /// `Step::More` if there are none.
    pub(super) fn content(&mut self, end: usize) -> Step {
        let start = self.window.start();
        // Whether a tag ends the content, so that no group can be completed by what comes.
        let ended = self.window.bytes().get(end) == Some(&b'<');
        let bytes = self.window.range_mut(start..end);
        let length = without_space(bytes);
        let rest = length % 4;
        let whole = length - rest;
        if ended && rest != 0 || self.padded && whole > 0 {
            return self.invalid_field();
        }
        // What is no whole group yet waits in front of what comes: it is moved there from its last byte on.
        let cells = Cell::from_mut(bytes).as_slice_of_cells();
        let waiting = cells.get(whole..length).unwrap_or_default();
        cells.iter().rev().zip(waiting.iter().rev()).for_each(|(place, cell)| place.set(cell.get()));
        let groups = bytes.get_mut(..whole).unwrap_or_default();
        self.padded |= groups.last() == Some(&b'=');
        let Some(decoded) = crate::types::decode_in_place(groups) else { return self.invalid_field() };
        self.window.take(end - rest);
        if decoded == 0 {
            return Step::More;
        }
        self.any = true;
        self.piece = start..start + decoded;
        Step::Content
    }
}

/// Moves what is not white space to the beginning, and gives how much it is.
fn without_space(bytes: &mut [u8]) -> usize {
    let cells = Cell::from_mut(bytes).as_slice_of_cells();
    let mut length = 0usize;
    for cell in cells {
        if !chars::is(cell.get(), chars::SPACE)
            && let Some(place) = cells.get(length)
        {
            place.set(cell.get());
            length += 1;
        }
    }
    length
}
