//! The reading of a reply that comes in pieces: where it stands, and what each piece of it means.
//!
//! The bytes of the Body are hashed as they come, by [`Tail`], which alone says where it ends. What is needed later (the
//! start tags that are open, and the fields beside the lists) is kept in the window's beginning, so that at the end a
//! short response stands there, without the items, which the ordinary reader reads. Nothing that is read here counts
//! before the SessionHash has held.

mod body;

use core::ops::Range;

use super::scanner::{Scanner, TagKind};
use super::tail::{Names, Tail};
use super::window::Window;
use crate::codec::{Context, DecodeError, DecodeErrorKind, FieldDescriptor, OperationDescriptor};
use crate::crypto::Crypto;
use crate::envelope::{self, Block, EnvelopeError};
use crate::profile::Profile;
use crate::session::UnverifiedReply;
use crate::session::client::InFlightCall;
use crate::xml::chars::are_space;
use crate::xml::local_name;
use crate::xml::reader::{Notes, Standing};
use crate::xml::{XmlError, XmlErrorKind};

/// How often a byte that is kept may be looked at again, for each byte that comes in.
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
    /// In or behind a Body that cannot be read, whose bytes are dropped.
    InvalidResponse,
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
    /// More bytes are needed.
    More,
    /// An item can be given out: the `piece`.
    Item,
    /// Decoded content can be given out: the `piece`.
    Content,
}

type Running<P> = <<P as Profile>::Crypto as Crypto>::Mac;

/// A streaming reply of any operation.
#[allow(clippy::struct_excessive_bools)] // Each is a fact of its own about the reply.
pub(crate) struct Streaming<'s, 'b, 'w, P: Profile> {
    pub(super) window: Window<'w>,
    pub(super) place: Place,
    /// Whether any byte of the content has come, and whether its padding has.
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
    pub(super) operation: &'static OperationDescriptor,
    /// The response's fields.
    pub(super) fields: &'static [FieldDescriptor],
    pub(super) context: Context,
    /// At the end of what is kept, inside the elements that are open there.
    reader: Standing,
    /// What is wrong with the response.
    pub(super) unreadable: Option<DecodeError>,
    /// Why nothing can be proved, unless the end has come.
    pub(super) failure: UnverifiedReply,
    pub(super) block: Block,
    pub(super) tail: Tail<Running<P>>,
    notes: Notes,
    pub(crate) flight: InFlightCall<'s, 'b, P>,
}

impl<'s, 'b, 'w, P: Profile> Streaming<'s, 'b, 'w, P> {
    pub(crate) fn new(flight: InFlightCall<'s, 'b, P>, window: &'w mut [u8]) -> Self {
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
            tail: Tail::new(None),
            block: Block::None,
            operation: flight.operation,
            fields: flight.operation.response,
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

    /// Where the next bytes go. It is empty only when nothing can be proved any more, or what has come whole has not
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
        let came = self.window.filled(count);
        self.hash(came);
    }

    /// Hashes what has come of the Body.
    fn hash(&mut self, came: Range<usize>) {
        if !matches!(self.place, Place::Head | Place::Failed) {
            let names = Names {
                envelope: self.window.range(0..self.envelope_name),
                body: self.window.range(self.envelope_name..self.envelope_name + self.body_name),
            };
            self.tail.take(self.window.range(came), names);
        }
    }

    fn make_room(&mut self) {
        let down = self.window.compact();
        self.scanner.moved(down);
    }

    /// What stands in the window is one piece, not whole, and fills it.
    fn too_long(&mut self) {
        match self.place {
            Place::Head => {
                self.fail(&UnverifiedReply::Envelope(EnvelopeError::HeaderTooLong));
            }
            Place::Failed => {}
            _ => {
                let kind =
                    if self.whole { DecodeErrorKind::UnexpectedElement } else { DecodeErrorKind::TooLong };
                self.give_up(kind, None);
                self.make_room();
            }
        }
    }

    /// Keeps what stands before `end`: it is the `piece`.
    fn keep_to(&mut self, end: usize) {
        let (front, from) = (self.window.front(), self.window.start());
        self.window.take(end);
        self.window.keep_from(from);
        self.piece = front..self.window.front();
    }

    pub(super) fn fail(&mut self, why: &UnverifiedReply) -> Step {
        self.place = Place::Failed;
        self.failure = *why;
        Step::More
    }

    fn not_an_envelope(&mut self) -> Step {
        self.fail(&UnverifiedReply::Envelope(EnvelopeError::NotAnEnvelope))
    }

    /// The Body cannot be read. It goes on being hashed, so that the session can go on.
    fn give_up(&mut self, kind: DecodeErrorKind, field: Option<&'static str>) -> Step {
        self.unreadable.get_or_insert(DecodeError { kind, field });
        self.whole = false;
        self.place = Place::InvalidResponse;
        self.window.forget();
        self.window.take(self.window.rest().end);
        Step::Again
    }

    fn malformed(&mut self) -> Step {
        self.give_up(DecodeErrorKind::Malformed, None)
    }

    /// What is wrong is in the field of the list or the content.
    fn invalid_field(&mut self) -> Step {
        self.give_up(DecodeErrorKind::Invalid, self.fields.get(self.field).map(FieldDescriptor::name))
    }

    /// Goes on as far as it can with what has come: to the next piece that can be given out, or to where more is
    /// needed.
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
        match self.place {
            Place::Failed => return Step::More,
            Place::InvalidResponse => {
                self.window.take(self.window.rest().end);
                return Step::More;
            }
            _ => {}
        }
        let end = self.scanner.text(self.window.bytes());
        if end > self.window.start() {
            match self.text(end) {
                Step::More => {}
                step => return step,
            }
        }
        let kind = match self.scanner.tag(self.window.bytes()) {
            TagKind::Open => return Step::More,
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
            Place::End => self.malformed(),
            // XML-12
            _ if matches!(kind, TagKind::Declaration | TagKind::NotAllowed) => self.malformed(),
            _ if kind == TagKind::End && outermost => self.end_of_body(),
            _ => self.tag(kind),
        }
    }

    /// Text up to `end`. `Step::More` if the tag behind it is next.
    fn text(&mut self, end: usize) -> Step {
        match self.place {
            // Kept until the element around it is whole.
            Place::Head | Place::Field | Place::Unknown | Place::Item | Place::Whole => Step::More,
            Place::Content => self.content(end),
            Place::Fields | Place::List | Place::Tail | Place::End => {
                // Asked only where the text is dropped at once: what is kept would be looked at again with each tag
                // behind it.
                if are_space(self.window.range(self.window.start()..end)) {
                    self.window.take(end);
                    return Step::More;
                }
                match self.place {
                    Place::Fields => {
                        self.give_up(DecodeErrorKind::Invalid, Some(self.operation.response_name))
                    }
                    Place::List => self.give_up(DecodeErrorKind::Invalid, None),
                    _ => self.malformed(),
                }
            }
            // White space is not allowed directly in the Body.
            _ => self.malformed(),
        }
    }

    /// The bytes of the tag that was found last.
    fn found(&self) -> &[u8] {
        self.window.range(self.scanner.found())
    }

    /// Looks for the Body's start tag, and reads what stands before it.
    fn head(&mut self, kind: TagKind) -> Step {
        if self.depth == 0 && kind != TagKind::Declaration || kind == TagKind::NotAllowed {
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
            Ok(()) => self.tail = Tail::new(Some(self.flight.link_start())),
            // Its fault is read as a hint.
            Err(UnverifiedReply::NotAuthenticated(_)) => {}
            Err(why) => return self.fail(why),
        }
        self.failure = UnverifiedReply::Envelope(EnvelopeError::NotAnEnvelope);
        self.place = Place::Start;
        self.hash(self.window.rest());
        Step::Again
    }

    fn take_head(&mut self, end: usize) -> Result<(), EnvelopeError> {
        let bytes = self.window.range(0..end);
        let text = core::str::from_utf8(bytes)
            .map_err(|e| XmlError { kind: XmlErrorKind::NotUtf8, at: e.valid_up_to() })?;
        let head = envelope::read_head::<P>(text)?;
        if head.length != text.len() {
            return Err(EnvelopeError::NotAnEnvelope);
        }
        // Where the two names stand, which are lent from the text.
        let place = |name: &str| name.as_ptr().addr().wrapping_sub(text.as_ptr().addr());
        let (first, second) = (place(head.envelope_name), place(head.body_name));
        (self.envelope_name, self.body_name) = (head.envelope_name.len(), head.body_name.len());
        self.block = head.block;
        self.window.keep_names((first, self.envelope_name), (second, self.body_name), end);
        Ok(())
    }

    /// The Envelope's end tag.
    fn end_of_envelope(&mut self, kind: TagKind) -> Step {
        if kind != TagKind::End || !self.is_end_tag(0..self.envelope_name) {
            return self.malformed();
        }
        self.place = Place::End;
        self.drop_tag()
    }

    /// Whether the end tag that was found last is that of the qualified name that stands there.
    fn is_end_tag(&self, name: Range<usize>) -> bool {
        let Range { start, end } = self.scanner.found();
        // Between `</` and `>`.
        let inner = self.window.range(start + 2..end - 1);
        inner.strip_prefix(self.window.range(name)).is_some_and(are_space)
    }

    /// Passes over the tag that was found last.
    fn drop_tag(&mut self) -> Step {
        self.window.take(self.scanner.found().end);
        Step::Again
    }

    fn end_of_body(&mut self) -> Step {
        let is_end = self.is_end_tag(self.envelope_name..self.envelope_name + self.body_name);
        // With no element at all it is not well-formed either.
        if !is_end || self.place == Place::Start {
            return self.malformed();
        }
        if self.place == Place::Whole {
            self.keep_to(self.scanner.found().start);
        }
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
            _ => self.malformed(),
        }
    }
}
