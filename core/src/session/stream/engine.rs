//! The reading of a reply that comes in pieces: where it stands, and what each piece of it means.
//!
//! The octets of the Body are hashed as they pass. What is needed later (the start tags that are open, and the fields
//! beside the lists) is kept in the window's beginning, so that at the end a short response stands there, without the
//! items, which the ordinary reader reads. Nothing that is read here counts before the SessionHash has held.

use core::ops::Range;

use super::scanner::{Scanner, Tag, TagKind};
use super::window::Window;
use crate::crypto::{Crypto, MacKey};
use crate::envelope::{self, Block, EnvelopeError};
use crate::messages::{Called, Context, DecodeError, DecodeErrorKind, Row};
use crate::profile::Profile;
use crate::session::UnverifiedReply;
use crate::xml::reader::{Event, Notes, Reader, Standing};
use crate::xml::{Ns, XmlError, XmlErrorKind, chars, scan};

/// How often an octet that is kept may be looked at again, for each octet that comes in.
const WORK_FACTOR: usize = 64;
/// What may be looked at again before anything has come in.
const WORK_BEFORE: usize = 64 * 1024;

/// Where the reading stands.
#[derive(Clone, Copy)]
pub(super) enum Place {
    /// In front of the Body's content.
    Head,
    /// In the Body, in front of its element.
    Start,
    /// Between the response's fields.
    Fields,
    /// In a field that is kept, or in an unknown one that is not.
    Field { kept: usize, known: bool },
    /// Between the items of a list.
    List { kept: usize, field: usize },
    /// In an item.
    Item { kept: usize, field: usize },
    /// In the base64 content: whether any octet of it has come, and whether its padding has.
    Content { field: usize, any: bool, padded: bool },
    /// Behind the Body's element.
    After,
    /// In something that is not the response: a fault, or another operation's.
    Whole,
    /// In a Body that cannot be read, which is hashed all the same.
    Unreadable,
    /// Behind the Body.
    Tail,
    /// Behind the Envelope.
    End,
    /// Nothing can be proved any more.
    Failed(UnverifiedReply),
}

/// A piece that can be given out.
#[derive(Clone)]
pub(super) enum Ready {
    /// What stands in front of the Body has been read: the MAC can begin.
    Head,
    Item {
        field: usize,
        octets: Range<usize>,
    },
    Content {
        octets: Range<usize>,
    },
}

/// What a step came to.
enum Step {
    Again,
    /// More octets are needed.
    More,
    Ready(Ready),
}

type Running<P> = <<<P as Profile>::Crypto as Crypto>::MacKey as MacKey>::Running;

pub(super) struct Engine<'w, P: Profile> {
    pub(super) window: Window<'w>,
    scanner: Scanner,
    pub(super) place: Place,
    /// How many elements are open in the Body.
    depth: u32,
    /// At the end of what is kept, inside the elements that are open there.
    reader: Standing,
    notes: Notes,
    /// Over the Body; none if the reply is not about the session.
    pub(super) mac: Option<Running<P>>,
    pub(super) block: Block,
    info: &'static Called,
    pub(super) context: Context,
    /// The lists that have been seen.
    seen: u32,
    work: usize,
    envelope_name: usize,
    body_name: usize,
    /// What is wrong with the response.
    pub(super) unreadable: Option<DecodeError>,
    /// The Body is none of the response's, and is kept as a whole.
    pub(super) whole: bool,
}

impl<'w, P: Profile> Engine<'w, P> {
    pub(super) fn new(window: &'w mut [u8], info: &'static Called, context: Context) -> Self {
        Self {
            window: Window::new(window),
            scanner: Scanner::new(),
            place: Place::Head,
            depth: 0,
            // A Body's element has the depth 3 (protocol.md section 5).
            reader: Standing::new(2),
            notes: Notes::NONE,
            mac: None,
            block: Block::None,
            info,
            context,
            seen: 0,
            work: WORK_BEFORE,
            envelope_name: 0,
            body_name: 0,
            unreadable: None,
            whole: false,
        }
    }

    /// Where the next octets go. It is empty only when nothing can be proved any more.
    pub(super) fn room(&mut self) -> &mut [u8] {
        if self.window.is_full() {
            self.make_room();
        }
        if self.window.is_full() {
            self.too_long();
        }
        match self.place {
            Place::Failed(_) => &mut [],
            _ => self.window.room(),
        }
    }

    pub(super) fn filled(&mut self, count: usize) {
        self.work = self.work.saturating_add(count.saturating_mul(WORK_FACTOR));
        self.window.filled(count);
    }

    fn make_room(&mut self) {
        let down = self.window.compact();
        self.scanner.moved(down);
    }

    /// What stands in the window is one piece, not whole, and fills it.
    fn too_long(&mut self) {
        match self.place {
            Place::Head => self.fail(UnverifiedReply::Envelope(EnvelopeError::HeaderTooLong)),
            Place::Tail | Place::End => self.fail(UnverifiedReply::Envelope(EnvelopeError::NotAnEnvelope)),
            Place::Failed(_) => {}
            _ => {
                let kind =
                    if self.whole { DecodeErrorKind::UnexpectedElement } else { DecodeErrorKind::TooLong };
                self.give_up(DecodeError { kind, field: None });
                while self.step_text_only() {}
                self.make_room();
                if self.window.is_full() {
                    if self.depth == 0 && self.scanner.may_be_end_tag() {
                        return self.fail(UnverifiedReply::Envelope(EnvelopeError::NotAnEnvelope));
                    }
                    // A tag longer than the window: only that it ends is of interest.
                    let end = self.window.octets().len();
                    self.window.drop_to(end, self.mac.as_mut());
                    self.make_room();
                    self.scanner.restart_at(self.window.start());
                }
            }
        }
    }

    /// Drops text of an unreadable Body; whether there was any.
    fn step_text_only(&mut self) -> bool {
        let end = self.scanner.text(self.window.octets());
        let some = end > self.window.start();
        self.window.drop_to(end, self.mac.as_mut());
        some
    }

    pub(super) fn fail(&mut self, why: UnverifiedReply) {
        self.place = Place::Failed(why);
    }

    /// The Body cannot be read. It goes on being hashed, so that the session can go on.
    fn give_up(&mut self, why: DecodeError) {
        self.unreadable.get_or_insert(why);
        self.whole = false;
        self.place = Place::Unreadable;
        self.window.forget();
    }

    fn malformed(&mut self) -> Step {
        self.give_up(DecodeError::MALFORMED);
        Step::Again
    }

    fn invalid(&mut self, field: Option<&'static str>) -> Step {
        self.give_up(DecodeError { kind: DecodeErrorKind::Invalid, field });
        Step::Again
    }

    /// Goes on as far as it can with what has come: to the next piece that can be given out, or to where more is
    /// needed.
    pub(super) fn advance(&mut self) -> Option<Ready> {
        loop {
            let step = match self.place {
                Place::Failed(_) => Step::More,
                Place::Head => self.head(),
                Place::Tail | Place::End => self.tail(),
                _ => self.body(),
            };
            match step {
                Step::Again => {}
                Step::More => return None,
                Step::Ready(ready) => return Some(ready),
            }
        }
    }

    /// Looks for the Body's start tag, and reads what stands before it.
    fn head(&mut self) -> Step {
        let not_an_envelope = UnverifiedReply::Envelope(EnvelopeError::NotAnEnvelope);
        let tag = match self.scanner.tag(self.window.octets()) {
            Ok(Some(tag)) => tag,
            Ok(None) => return Step::More,
            Err(_) => {
                self.fail(not_an_envelope);
                return Step::More;
            }
        };
        match tag.kind {
            TagKind::Start => self.depth = self.depth.saturating_add(1),
            TagKind::End => self.depth = self.depth.saturating_sub(1),
            TagKind::Empty | TagKind::Declaration => {}
        }
        let name = local_name(self.window.range(tag.start.saturating_add(1)..tag.end));
        if self.depth == 0 && tag.kind != TagKind::Declaration {
            self.fail(not_an_envelope);
            return Step::More;
        }
        if self.depth != 2 || tag.kind != TagKind::Start || name != b"Body" {
            return Step::Again;
        }
        self.depth = 0;
        match self.take_head(tag.end) {
            Ok(()) => {
                self.place = Place::Start;
                Step::Ready(Ready::Head)
            }
            Err(error) => {
                self.fail(UnverifiedReply::Envelope(error));
                Step::More
            }
        }
    }

    fn take_head(&mut self, end: usize) -> Result<(), EnvelopeError> {
        let octets = self.window.range(0..end);
        let text = core::str::from_utf8(octets)
            .map_err(|e| XmlError { kind: XmlErrorKind::NotUtf8, at: e.valid_up_to() })?;
        let head = envelope::read_head::<P>(text)?;
        if head.length != text.len() {
            return Err(EnvelopeError::NotAnEnvelope);
        }
        // Where the two names stand, each at the beginning of its tag.
        let place = |name: &str, from: usize| {
            let tag = scan::find(octets.get(from..)?, name.as_bytes())?.checked_add(from)?;
            Some(tag..tag.checked_add(name.len())?)
        };
        let envelope_tag = memchr::memchr(b'<', octets).unwrap_or(0);
        let envelope_tag = if octets.get(envelope_tag.saturating_add(1)) == Some(&b'?') {
            scan::find(octets, b"?>").unwrap_or(0)
        } else {
            envelope_tag
        };
        let body_tag = memchr::memrchr(b'<', octets).unwrap_or(0);
        let names = place(head.envelope_name, envelope_tag).zip(place(head.body_name, body_tag));
        let (envelope_name, body_name) = names.ok_or(EnvelopeError::NotAnEnvelope)?;
        self.block = head.block;
        (self.envelope_name, self.body_name) = (envelope_name.len(), body_name.len());
        self.window.keep_names(envelope_name, body_name, end);
        Ok(())
    }

    /// The Body's end tag, the Envelope's, and what may stand behind them.
    fn tail(&mut self) -> Step {
        let failed = UnverifiedReply::Envelope(EnvelopeError::NotAnEnvelope);
        let end = self.scanner.text(self.window.octets());
        if !is_space(self.window.range(self.window.start()..end)) {
            self.fail(failed);
            return Step::More;
        }
        self.window.drop_to(end, None::<&mut Running<P>>);
        let tag = match self.scanner.tag(self.window.octets()) {
            Ok(Some(tag)) => tag,
            Ok(None) => return Step::More,
            Err(_) => {
                self.fail(failed);
                return Step::More;
            }
        };
        let name = self.window.range(0..self.envelope_name);
        if matches!(self.place, Place::End) || !is_end_tag(self.window.range(tag.start..tag.end), name) {
            self.fail(failed);
            return Step::More;
        }
        self.window.drop_to(tag.end, None::<&mut Running<P>>);
        self.place = Place::End;
        Step::Again
    }

    /// A step in the Body: the text that stands next, then the tag behind it.
    fn body(&mut self) -> Step {
        let end = self.scanner.text(self.window.octets());
        let start = self.window.start();
        if end > start {
            match self.place {
                // Kept until the element around it is whole.
                Place::Field { .. } | Place::Item { .. } | Place::Whole => {}
                Place::Content { field, any, padded } => {
                    if let Some(step) = self.content(field, (any, padded), end) {
                        return step;
                    }
                }
                Place::Fields | Place::List { .. } => {
                    if !is_space(self.window.range(start..end)) {
                        let between_fields = matches!(self.place, Place::Fields);
                        return self.invalid(between_fields.then(|| self.info.response.name()));
                    }
                    self.window.drop_to(end, self.mac.as_mut());
                }
                Place::Unreadable => self.window.drop_to(end, self.mac.as_mut()),
                // White space is not allowed directly in the Body.
                _ => return self.malformed(),
            }
        }
        let tag = match self.scanner.tag(self.window.octets()) {
            Ok(Some(tag)) => tag,
            Ok(None) => return Step::More,
            // Where a comment ends is not known here, so neither is where the Body does.
            Err(_) => {
                self.fail(UnverifiedReply::Envelope(EnvelopeError::NotAnEnvelope));
                return Step::More;
            }
        };
        match tag.kind {
            TagKind::Start => self.depth = self.depth.saturating_add(1),
            TagKind::Empty => {}
            TagKind::End if self.depth == 0 => return self.body_end(&tag),
            TagKind::End => self.depth = self.depth.saturating_sub(1),
            TagKind::Declaration => {
                self.fail(UnverifiedReply::Envelope(EnvelopeError::NotAnEnvelope));
                return Step::More;
            }
        }
        self.tag(&tag)
    }

    fn body_end(&mut self, tag: &Tag) -> Step {
        let names = self.envelope_name..self.envelope_name.saturating_add(self.body_name);
        if !is_end_tag(self.window.range(tag.start..tag.end), self.window.range(names)) {
            self.fail(UnverifiedReply::Envelope(EnvelopeError::NotAnEnvelope));
            return Step::More;
        }
        match self.place {
            Place::Whole => {
                let length = self.window.place_to(tag.start, self.mac.as_mut());
                self.window.keep(length);
            }
            // No element at all.
            Place::Start => self.give_up(DecodeError::MALFORMED),
            _ => {}
        }
        self.window.drop_to(tag.start, self.mac.as_mut());
        self.window.drop_to(tag.end, None::<&mut Running<P>>);
        self.place = Place::Tail;
        Step::Again
    }

    /// A tag in the Body; `depth` is what it is behind the tag.
    fn tag(&mut self, tag: &Tag) -> Step {
        match self.place {
            Place::Start => self.root(tag),
            Place::Fields if tag.kind == TagKind::End => self.close(tag, Place::After),
            Place::Fields => self.field(tag),
            Place::Field { kept, known } if self.depth == 1 => self.end_of_field(tag, kept, known),
            Place::List { kept, .. } if tag.kind == TagKind::End => {
                let step = self.close(tag, Place::Fields);
                if self.unreadable.is_none() {
                    self.window.forget_to(kept);
                    self.reader.rewind(self.window.kept());
                }
                step
            }
            Place::List { kept, field } if tag.kind == TagKind::Empty => self.item(tag, kept, field),
            Place::List { kept, field } => {
                self.place = Place::Item { kept, field };
                Step::Again
            }
            Place::Item { kept, field } if self.depth == 2 => self.item(tag, kept, field),
            Place::Field { .. } | Place::Item { .. } | Place::Whole => Step::Again,
            // OP-4: required, and not empty.
            Place::Content { any: true, .. } if tag.kind == TagKind::End => self.close(tag, Place::Fields),
            Place::Content { field, .. } => self.invalid(self.info.fields.get(field).map(Row::name)),
            Place::Unreadable => {
                self.window.drop_to(tag.end, self.mac.as_mut());
                Step::Again
            }
            _ => self.malformed(),
        }
    }

    /// Places what has come up to `end` behind what is kept, and reads it there: each tag is given to `see`, and whether
    /// it is ours and well-formed. Gives how long it is; `None` if it cannot be read.
    fn read_to(&mut self, end: usize, mut see: impl FnMut(&Event<'_>)) -> Option<usize> {
        let length = self.window.place_to(end, self.mac.as_mut());
        let text = self.window.range(self.window.kept_range(length));
        let Some(work) = self.work.checked_sub(text.len()) else {
            self.give_up(DecodeError { kind: DecodeErrorKind::TooLong, field: None });
            return None;
        };
        self.work = work;
        let Ok(text) = core::str::from_utf8(text) else {
            self.give_up(DecodeError::MALFORMED);
            return None;
        };
        let mut reader = Reader::resume(text, self.reader, self.context.names, &mut self.notes);
        let mut foreign = false;
        let mut failed = false;
        while reader.position() < text.len() || reader.is_empty_element() {
            match reader.next() {
                Ok(event) => {
                    foreign |= matches!(event, Event::Start { ns, .. } if ns != Ns::Ours);
                    see(&event);
                }
                Err(_) => {
                    failed = true;
                    break;
                }
            }
        }
        self.reader = reader.standing();
        if failed {
            self.give_up(DecodeError::MALFORMED);
            return None;
        }
        // The element that is no response of ours is seen to by the caller.
        if foreign && !matches!(self.place, Place::Start) {
            self.give_up(DecodeError { kind: DecodeErrorKind::Invalid, field: None });
            return None;
        }
        Some(length)
    }

    /// The start tag of the Body's element.
    fn root(&mut self, tag: &Tag) -> Step {
        let expected = self.info.response.name();
        // It is looked at where it stands, and taken only if it is the response's.
        let octets = self.window.range(self.window.start()..tag.end);
        let Ok(text) = core::str::from_utf8(octets) else { return self.malformed() };
        // What it notes is noted again when the tag is taken.
        let mut reader = Reader::new(text, 0, 2, self.context.names, &mut self.notes);
        let is_response = match reader.next() {
            Ok(Event::Start { ns, local }) => ns == Ns::Ours && local == expected,
            _ => return self.malformed(),
        };
        if !is_response || self.mac.is_none() {
            self.whole = true;
            self.place = Place::Whole;
            return Step::Again;
        }
        if let Some(length) = self.read_to(tag.end, |_| {}) {
            self.window.keep(length);
            self.place = if tag.kind == TagKind::Empty { Place::After } else { Place::Fields };
        }
        Step::Again
    }

    /// An end tag that is kept.
    fn close(&mut self, tag: &Tag, next: Place) -> Step {
        if let Some(length) = self.read_to(tag.end, |_| {}) {
            self.window.keep(length);
            self.place = next;
        }
        Step::Again
    }

    /// The start tag of a field.
    fn field(&mut self, tag: &Tag) -> Step {
        let kept = self.window.front();
        let fields = self.info.fields;
        let version = self.context.version;
        let mut found = None;
        let read = self.read_to(tag.end, |event| {
            if let Event::Start { local, .. } = event {
                found = fields.iter().position(|field| field.name() == *local && field.since() <= version);
            }
        });
        let Some(length) = read else { return Step::Again };
        self.window.keep(length);
        let whole = tag.kind == TagKind::Empty;
        let Some((at, field)) = found.and_then(|at| Some((at, fields.get(at)?))) else {
            self.place = Place::Field { kept, known: false };
            return if whole { self.forget_field(kept) } else { Step::Again };
        };
        let list = field.is_list();
        let content = field.is_content();
        if list || content {
            let bit = 1u32.checked_shl(u32::try_from(at).unwrap_or(u32::MAX)).unwrap_or(0);
            if self.seen & bit != 0 {
                return self.invalid(Some(field.name()));
            }
            self.seen |= bit;
        }
        match (list, content, whole) {
            (true, _, true) => return self.forget_field(kept),
            (true, _, false) => self.place = Place::List { kept, field: at },
            (_, true, true) => return self.invalid(Some(field.name())),
            (_, true, false) => self.place = Place::Content { field: at, any: false, padded: false },
            (_, _, true) => {}
            (false, false, false) => self.place = Place::Field { kept, known: true },
        }
        Step::Again
    }

    fn end_of_field(&mut self, tag: &Tag, kept: usize, known: bool) -> Step {
        let Some(length) = self.read_to(tag.end, |_| {}) else { return Step::Again };
        if !known {
            return self.forget_field(kept);
        }
        self.window.keep(length);
        self.place = Place::Fields;
        Step::Again
    }

    fn forget_field(&mut self, kept: usize) -> Step {
        self.window.forget_to(kept);
        self.reader.rewind(self.window.kept());
        self.place = Place::Fields;
        Step::Again
    }

    /// An item that is whole. Others than the list's own are passed over.
    fn item(&mut self, tag: &Tag, kept: usize, field: usize) -> Step {
        let name = self.info.fields.get(field).map(Row::value_name);
        let mut own = None;
        let read = self.read_to(tag.end, |event| {
            if let Event::Start { local, .. } = event {
                own.get_or_insert(name == Some(*local));
            }
        });
        let Some(length) = read else { return Step::Again };
        self.reader.rewind(self.window.kept());
        self.place = Place::List { kept, field };
        if own != Some(true) {
            return Step::Again;
        }
        let front = self.window.front();
        Step::Ready(Ready::Item { field, octets: front..front.saturating_add(length) })
    }

    /// Text of the base64 content up to `end`: whole groups of four characters are decoded where they stand. `None` if
    /// there are none.
    fn content(&mut self, field: usize, (any, padded): (bool, bool), end: usize) -> Option<Step> {
        let start = self.window.start();
        // Whether a tag ends the content, so that no group can be completed by what comes.
        let ended = self.window.octets().get(end) == Some(&b'<');
        let fresh = end;
        self.window.take_hashed(fresh, end.saturating_sub(start), self.mac.as_mut());
        let octets = self.window.octets_mut();
        let mut length = 0usize;
        for at in start..end {
            if let Some(b) = octets.get(at).copied().filter(|b| !chars::is(*b, chars::SPACE))
                && let Some(place) = octets.get_mut(start.saturating_add(length))
            {
                *place = b;
                length = length.saturating_add(1);
            }
        }
        let rest = length % 4;
        let groups = start..start.saturating_add(length.saturating_sub(rest));
        let name = self.info.fields.get(field).map(Row::name);
        if ended && rest != 0 || padded && !groups.is_empty() {
            return Some(self.invalid(name));
        }
        // What is no whole group yet waits in front of what comes.
        let waiting = groups.end..groups.end.saturating_add(rest);
        if waiting.end <= end {
            octets.copy_within(waiting, end.saturating_sub(rest));
        }
        let padded =
            octets.get(..groups.end).and_then(|o| o.last()) == Some(&b'=') && !groups.is_empty() || padded;
        let decoded = crate::types::decode_in_place(octets.get_mut(groups.clone()).unwrap_or_default());
        let Some(decoded) = decoded else { return Some(self.invalid(name)) };
        self.window.take_hashed(end, rest, self.mac.as_mut());
        self.place = Place::Content { field, any: any || decoded > 0, padded };
        if decoded == 0 {
            return None;
        }
        let octets = groups.start..groups.start.saturating_add(decoded);
        Some(Step::Ready(Ready::Content { octets }))
    }
}

/// The local name in what follows a tag's `<`.
fn local_name(tag: &[u8]) -> &[u8] {
    let end = tag.iter().position(|b| chars::is(*b, chars::SPACE) || matches!(b, b'/' | b'>'));
    let name = tag.get(..end.unwrap_or(tag.len())).unwrap_or_default();
    name.rsplit(|b| *b == b':').next().unwrap_or_default()
}

/// Whether it is the end tag of this qualified name.
fn is_end_tag(tag: &[u8], name: &[u8]) -> bool {
    let rest = tag.strip_prefix(b"</").and_then(|rest| rest.strip_prefix(name));
    rest.and_then(|rest| rest.strip_suffix(b">")).is_some_and(is_space)
}

fn is_space(octets: &[u8]) -> bool {
    octets.iter().all(|b| chars::is(*b, chars::SPACE))
}
