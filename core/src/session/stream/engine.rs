//! The reading of a reply that comes in pieces: where it stands, and what each piece of it means.
//!
//! The octets of the Body are hashed as they pass. What is needed later (the start tags that are open, and the fields
//! beside the lists) is kept in the window's beginning, so that at the end a short response stands there, without the
//! items, which the ordinary reader reads. Nothing that is read here counts before the SessionHash has held.

mod body;

use core::ops::Range;

use super::scanner::{Scanner, TagKind};
use super::window::Window;
use crate::crypto::{Crypto, MacKey};
use crate::envelope::{self, Block, EnvelopeError, local_name};
use crate::messages::{Called, Context, DecodeError, DecodeErrorKind, Row};
use crate::profile::Profile;
use crate::session::UnverifiedReply;
use crate::session::call::Flight;
use crate::xml::chars::are_space;
use crate::xml::reader::{Notes, Standing};
use crate::xml::{XmlError, XmlErrorKind};

/// How often an octet that is kept may be looked at again, for each octet that comes in.
const WORK_FACTOR: usize = 64;
/// What may be looked at again before anything has come in.
const WORK_BEFORE: usize = 64 * 1024;

/// Where the reading stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// In front of the Body's content.
    Head,
    /// In the Body, in front of its element.
    Start,
    /// Between the response's fields.
    Fields,
    /// In a field that is kept.
    Field,
    /// In a field that is not known, and not kept.
    Unknown,
    /// Between the items of a list.
    List,
    /// In an item.
    Item,
    /// In the base64 content.
    Content,
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
    Failed,
}

/// What a step came to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    Again,
    /// More octets are needed.
    More,
    /// An item can be given out: the `piece`.
    Item,
    /// Decoded content can be given out: the `piece`.
    Content,
}

type Running<P> = <<<P as Profile>::Crypto as Crypto>::MacKey as MacKey>::Running;

/// A streaming reply of any operation.
///
/// What is asked for most stands first, since a small processor reaches it by shorter instructions; then what begins as
/// zero stands together.
#[repr(C)]
pub(crate) struct Streaming<'s, 'b, 'w, P: Profile> {
    pub(super) window: Window<'w>,
    pub(super) place: Place,
    /// Whether any octet of the content has come, and whether its padding has.
    any: bool,
    padded: bool,
    /// The Body is none of the response's, and is kept as a whole.
    pub(super) whole: bool,
    scanner: Scanner,
    /// How many elements are open in the Body.
    depth: u32,
    /// What can be given out.
    pub(super) piece: Range<usize>,
    /// The field of the list or the content.
    pub(super) field: usize,
    /// How much was kept in front of the field.
    kept: usize,
    /// The lists that have been seen.
    seen: u32,
    envelope_name: usize,
    body_name: usize,
    work: usize,
    /// What has come whole has been given out.
    pub(super) drained: bool,
    pub(super) info: &'static Called,
    /// The response's fields.
    pub(super) fields: &'static [Row],
    pub(super) context: Context,
    /// At the end of what is kept, inside the elements that are open there.
    reader: Standing,
    /// What is wrong with the response.
    pub(super) unreadable: Option<DecodeError>,
    /// Why nothing can be proved, unless the end has come.
    pub(super) failure: UnverifiedReply,
    pub(super) block: Block,
    /// Over the Body; none if the reply is not about the session.
    pub(super) mac: Option<Running<P>>,
    notes: Notes,
    pub(crate) flight: Flight<'s, 'b, P>,
}

impl<'s, 'b, 'w, P: Profile> Streaming<'s, 'b, 'w, P> {
    pub(crate) fn new(flight: Flight<'s, 'b, P>, fields: &'static [Row], window: &'w mut [u8]) -> Self {
        Self {
            window: Window::new(window),
            scanner: Scanner::new(),
            place: Place::Head,
            // What it is if nothing more comes.
            failure: UnverifiedReply::Envelope(EnvelopeError::Xml(XmlError {
                kind: XmlErrorKind::Incomplete,
                at: 0,
            })),
            depth: 0,
            field: 0,
            kept: 0,
            any: false,
            padded: false,
            piece: 0..0,
            // A Body's element has the depth 3 (protocol.md section 5).
            reader: Standing::new(2),
            notes: Notes::NONE,
            mac: None,
            block: Block::None,
            info: flight.info,
            fields,
            context: flight.context(false),
            seen: 0,
            work: WORK_BEFORE,
            envelope_name: 0,
            body_name: 0,
            unreadable: None,
            whole: false,
            drained: true,
            flight,
        }
    }

    /// Where the next octets go. It is empty only when nothing can be proved any more, or what has come whole has not
    /// been given out.
    pub(crate) fn space(&mut self) -> &mut [u8] {
        if self.drained && self.window.is_full() {
            self.make_room();
            if self.window.is_full() {
                self.too_long();
            }
        }
        if !self.drained || self.place == Place::Failed { &mut [] } else { self.window.room() }
    }

    pub(crate) fn filled(&mut self, count: usize) {
        self.drained = false;
        self.work = self.work.saturating_add(count.saturating_mul(WORK_FACTOR));
        self.window.filled(count);
    }

    fn make_room(&mut self) {
        let down = self.window.compact();
        self.scanner.moved(down);
    }

    /// What stands in the window is one piece, not whole, and fills it.
    #[inline(never)]
    fn too_long(&mut self) {
        match self.place {
            Place::Head => {
                self.fail(&UnverifiedReply::Envelope(EnvelopeError::HeaderTooLong));
            }
            Place::Tail | Place::End => {
                self.not_an_envelope();
            }
            Place::Failed => {}
            _ => {
                let kind =
                    if self.whole { DecodeErrorKind::UnexpectedElement } else { DecodeErrorKind::TooLong };
                self.give_up(kind, None);
                // Text of an unreadable Body is dropped at once.
                let end = self.scanner.text(self.window.octets());
                self.drop_to(end);
                self.make_room();
                if self.window.is_full() {
                    if self.depth == 0 && self.scanner.may_be_end_tag() {
                        self.not_an_envelope();
                        return;
                    }
                    // A tag longer than the window: only that it ends is of interest.
                    self.drop_to(self.window.octets().len());
                    self.make_room();
                    self.scanner.restart_at(self.window.start());
                }
            }
        }
    }

    /// Hashes what stands before `end`, and drops it. Behind the Body nothing is hashed.
    #[inline(never)]
    fn drop_to(&mut self, end: usize) {
        if !matches!(self.place, Place::Tail | Place::End) {
            self.window.hash(end, &mut self.mac);
        }
        self.window.take(end);
    }

    /// Hashes what stands before `end`, and keeps it: it is the `piece`.
    #[inline(never)]
    fn keep_to(&mut self, end: usize) {
        let (front, from) = (self.window.front(), self.window.start());
        self.drop_to(end);
        self.window.keep_from(from);
        self.piece = front..self.window.front();
    }

    #[inline(never)]
    pub(super) fn fail(&mut self, why: &UnverifiedReply) -> Step {
        self.place = Place::Failed;
        self.failure = *why;
        Step::More
    }

    #[inline(never)]
    fn not_an_envelope(&mut self) -> Step {
        self.fail(&UnverifiedReply::Envelope(EnvelopeError::NotAnEnvelope))
    }

    /// The Body cannot be read. It goes on being hashed, so that the session can go on.
    #[inline(never)]
    fn give_up(&mut self, kind: DecodeErrorKind, field: Option<&'static str>) -> Step {
        self.unreadable.get_or_insert(DecodeError { kind, field });
        self.whole = false;
        self.place = Place::Unreadable;
        self.window.forget();
        Step::Again
    }

    fn malformed(&mut self) -> Step {
        self.give_up(DecodeErrorKind::Malformed, None)
    }

    /// What is wrong is in the field of the list or the content.
    fn invalid_field(&mut self) -> Step {
        self.give_up(DecodeErrorKind::Invalid, self.fields.get(self.field).map(Row::name))
    }

    /// Goes on as far as it can with what has come: to the next piece that can be given out, or to where more is
    /// needed.
    #[inline(never)]
    pub(super) fn advance(&mut self) -> Step {
        loop {
            match self.step() {
                Step::Again => {}
                step => return step,
            }
        }
    }

    /// A step: the text that stands next, then the tag behind it.
    fn step(&mut self) -> Step {
        if self.place == Place::Failed {
            return Step::More;
        }
        let end = self.scanner.text(self.window.octets());
        if end > self.window.start() {
            match self.text(end) {
                Step::More => {}
                step => return step,
            }
        }
        let kind = match self.scanner.tag(self.window.octets()) {
            TagKind::Open => return Step::More,
            // Where a comment ends is not known here, so neither is where the Body does.
            TagKind::NotAllowed => return self.not_an_envelope(),
            kind => kind,
        };
        let outermost = self.depth == 0;
        match kind {
            TagKind::Start => self.depth = self.depth.saturating_add(1),
            TagKind::End => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        match self.place {
            Place::Head => self.head(kind),
            Place::Tail => self.end_of_envelope(kind),
            Place::End => self.not_an_envelope(),
            _ if kind == TagKind::Declaration => self.not_an_envelope(),
            _ if kind == TagKind::End && outermost => self.end_of_body(),
            _ => self.tag(kind),
        }
    }

    /// Text up to `end`. `Step::More` if the tag behind it is next.
    fn text(&mut self, end: usize) -> Step {
        match self.place {
            // Kept until the element around it is whole.
            Place::Head | Place::Field | Place::Unknown | Place::Item | Place::Whole => {}
            Place::Content => return self.content(end),
            Place::Unreadable => self.drop_to(end),
            Place::Fields | Place::List | Place::Tail | Place::End => {
                // Asked only where the text is dropped at once: what is kept would be looked at again with each tag
                // behind it.
                if are_space(self.window.range(self.window.start()..end)) {
                    self.drop_to(end);
                    return Step::More;
                }
                let field = match self.place {
                    Place::Fields => Some(self.info.response.name()),
                    Place::List => None,
                    _ => {
                        self.not_an_envelope();
                        return Step::Again;
                    }
                };
                return self.give_up(DecodeErrorKind::Invalid, field);
            }
            // White space is not allowed directly in the Body.
            _ => return self.malformed(),
        }
        Step::More
    }

    /// The octets of the tag that was found last.
    fn found(&self) -> &[u8] {
        self.window.range(self.scanner.found())
    }

    /// Looks for the Body's start tag, and reads what stands before it.
    fn head(&mut self, kind: TagKind) -> Step {
        if self.depth == 0 && kind != TagKind::Declaration {
            return self.not_an_envelope();
        }
        if self.depth != 2 || kind != TagKind::Start || local_name(self.found()) != b"Body" {
            return Step::Again;
        }
        self.depth = 0;
        if let Err(error) = self.take_head(self.scanner.found().end) {
            return self.fail(&UnverifiedReply::Envelope(error));
        }
        match self.flight.expect(&self.block) {
            Ok(()) => self.mac = Some(self.flight.link_start()),
            // Its fault is read as a hint.
            Err(UnverifiedReply::NotAuthenticated(_)) => {}
            Err(why) => return self.fail(why),
        }
        self.place = Place::Start;
        Step::Again
    }

    fn take_head(&mut self, end: usize) -> Result<(), EnvelopeError> {
        let octets = self.window.range(0..end);
        let text = core::str::from_utf8(octets)
            .map_err(|e| XmlError { kind: XmlErrorKind::NotUtf8, at: e.valid_up_to() })?;
        let head = envelope::read_head::<P>(text, &mut self.block)?;
        if head.length != text.len() {
            return Err(EnvelopeError::NotAnEnvelope);
        }
        // Where the two names stand, which are lent from the text.
        let place = |name: &str| name.as_ptr().addr().wrapping_sub(text.as_ptr().addr());
        let (first, second) = (place(head.envelope_name), place(head.body_name));
        (self.envelope_name, self.body_name) = (head.envelope_name.len(), head.body_name.len());
        self.window.keep_names((first, self.envelope_name), (second, self.body_name), end);
        Ok(())
    }

    /// The Envelope's end tag.
    fn end_of_envelope(&mut self, kind: TagKind) -> Step {
        if kind != TagKind::End || !self.is_end_tag(0..self.envelope_name) {
            return self.not_an_envelope();
        }
        self.place = Place::End;
        self.drop_tag()
    }

    /// Whether the end tag that was found last is that of the qualified name that stands there.
    #[inline(never)]
    fn is_end_tag(&self, name: Range<usize>) -> bool {
        let Range { start, end } = self.scanner.found();
        // Between `</` and `>`.
        let inner = self.window.range(start + 2..end - 1);
        inner.strip_prefix(self.window.range(name)).is_some_and(are_space)
    }

    /// Passes over the tag that was found last.
    #[inline(never)]
    fn drop_tag(&mut self) -> Step {
        self.drop_to(self.scanner.found().end);
        Step::Again
    }

    fn end_of_body(&mut self) -> Step {
        if !self.is_end_tag(self.envelope_name..self.envelope_name + self.body_name) {
            return self.not_an_envelope();
        }
        let start = self.scanner.found().start;
        match self.place {
            Place::Whole => {
                self.keep_to(start);
            }
            // No element at all.
            Place::Start => {
                self.malformed();
            }
            _ => {}
        }
        self.drop_to(start);
        self.place = Place::Tail;
        self.drop_tag()
    }

    /// A tag in the Body; `depth` is what it is behind the tag.
    fn tag(&mut self, kind: TagKind) -> Step {
        match self.place {
            Place::Start => self.root(kind),
            Place::Fields if kind == TagKind::End => self.close(Place::After),
            Place::Fields => self.field(kind),
            Place::Field if self.depth == 1 => self.close(Place::Fields),
            Place::Unknown if self.depth == 1 => self.close_and_forget(),
            Place::List if kind == TagKind::End => self.close_and_forget(),
            Place::List if kind == TagKind::Start => {
                self.place = Place::Item;
                Step::Again
            }
            Place::List => self.item(),
            Place::Item if self.depth == 2 => self.item(),
            Place::Field | Place::Unknown | Place::Item | Place::Whole => Step::Again,
            // OP-4: required, and not empty.
            Place::Content if kind == TagKind::End && self.any => self.close(Place::Fields),
            Place::Content => self.invalid_field(),
            Place::Unreadable => self.drop_tag(),
            _ => self.malformed(),
        }
    }
}
