//! Rewrites a Body in its plainest form: elements without prefix, declaration or attribute, nothing between them, and
//! no empty or unknown elements.
//!
//! `serde-xml-rs` looks at prefixes and not at namespaces, takes white space between elements for text, and finds a
//! value in an optional element that is empty. So this module handles all three, on the events of its own parser.

use emis_core::messages::{FieldDescriptor, FieldType, Occurs, Side};
use xml::ParserConfig;
use xml::common::Position;
use xml::name::OwnedName;
use xml::reader::{EventReader, XmlEvent};

use crate::error::{ReadError, ReadErrorKind};

/// What a Body has to be.
#[derive(Clone, Copy)]
pub(crate) struct Element {
    pub(crate) name: &'static str,
    pub(crate) fields: &'static [FieldDescriptor],
    pub(crate) side: Side,
}

/// The plain form.
pub(crate) fn plain(text: &str, expected: Element, namespace: &str) -> Result<String, ReadError> {
    // The bytes of a Body are its one element: no mark, declaration or white space in front of it, nothing behind it.
    if !text.starts_with('<') || text.starts_with("<?") || !text.ends_with('>') {
        return Err(ReadError { kind: ReadErrorKind::NotAllowed, field: None, place: None });
    }
    let config = ParserConfig::new()
        .whitespace_to_characters(true)
        .ignore_comments(false)
        .allow_multiple_root_elements(false)
        .ignore_root_level_whitespace(false);
    let reader = config.create_reader(text.as_bytes());
    let mut plain = Plain { reader, ahead: None, namespace, side: expected.side, out: String::new() };
    plain.whole(expected)?;
    Ok(plain.out)
}

struct Plain<'t> {
    reader: EventReader<&'t [u8]>,
    /// An event that was looked at.
    ahead: Option<Event>,
    namespace: &'t str,
    side: Side,
    out: String,
}

enum Event {
    /// Of our namespace, by its local name.
    Start(String),
    End,
    Text(String),
    Done,
}

/// XML's white space.
fn is_space(text: &str) -> bool {
    text.bytes().all(|b| matches!(b, b' ' | b'\t' | b'\r' | b'\n'))
}

impl Plain<'_> {
    fn error(&self, kind: ReadErrorKind, field: Option<&'static str>) -> ReadError {
        let at = self.reader.position();
        ReadError { kind, field, place: Some((at.row + 1, at.column + 1)) }
    }

    fn next(&mut self) -> Result<Event, ReadError> {
        if let Some(event) = self.ahead.take() {
            return Ok(event);
        }
        let event = self.reader.next();
        match event {
            Ok(XmlEvent::StartDocument { .. }) => self.next(),
            Ok(XmlEvent::StartElement { name: OwnedName { local_name, namespace, .. }, .. }) => {
                if namespace.as_deref() != Some(self.namespace) {
                    return Err(self.error(ReadErrorKind::Foreign, None));
                }
                Ok(Event::Start(local_name))
            }
            Ok(XmlEvent::EndElement { .. }) => Ok(Event::End),
            Ok(XmlEvent::Characters(text) | XmlEvent::Whitespace(text)) => Ok(Event::Text(text)),
            Ok(XmlEvent::EndDocument) => Ok(Event::Done),
            Ok(_) => Err(self.error(ReadErrorKind::NotAllowed, None)),
            Err(_) => Err(self.error(ReadErrorKind::Malformed, None)),
        }
    }

    fn whole(&mut self, expected: Element) -> Result<(), ReadError> {
        match self.next()? {
            Event::Start(name) if name == expected.name => {}
            Event::Start(_) => return Err(self.error(ReadErrorKind::UnexpectedElement, None)),
            _ => return Err(self.error(ReadErrorKind::NotAllowed, None)),
        }
        self.tag("<", expected.name);
        self.fields(expected.fields)?;
        self.tag("</", expected.name);
        match self.next()? {
            Event::Done => Ok(()),
            _ => Err(self.error(ReadErrorKind::NotAllowed, None)),
        }
    }

    fn tag(&mut self, open: &str, name: &str) {
        self.out.push_str(open);
        self.out.push_str(name);
        self.out.push('>');
    }

    /// The fields of the element that was entered, to its end.
    fn fields(&mut self, fields: &'static [FieldDescriptor]) -> Result<(), ReadError> {
        let mut seen = vec![false; fields.len()];
        while let Some(name) = self.child(None)? {
            let known = fields.iter().zip(&mut seen).find(|(field, _)| field.name() == name);
            let Some((field, seen)) = known else {
                self.unknown()?;
                continue;
            };
            if core::mem::replace(seen, true) {
                return Err(self.error(ReadErrorKind::Twice, Some(field.name())));
            }
            let empty = self.is_empty()?;
            match field.item_name() {
                None if empty && field.occurs() == Occurs::Optional => self.skip()?,
                None => self.value(field, field.name(), empty)?,
                Some(item) => self.list(field, item)?,
            }
        }
        let missing = |(field, seen): (&FieldDescriptor, &bool)| {
            (!seen && matches!(field.occurs(), Occurs::Once | Occurs::BoundedList(_))).then(|| field.name())
        };
        match fields.iter().zip(&seen).find_map(missing) {
            Some(name) => Err(self.error(ReadErrorKind::Missing, Some(name))),
            None => Ok(()),
        }
    }

    /// A list's wrapper, which was entered, with its items.
    fn list(&mut self, field: &'static FieldDescriptor, item: &'static str) -> Result<(), ReadError> {
        let mut any = false;
        self.tag("<", field.name());
        while let Some(name) = self.child(Some(field.name()))? {
            if name == item {
                any = true;
                let empty = self.is_empty()?;
                self.value(field, item, empty)?;
            } else {
                self.unknown()?;
            }
        }
        self.tag("</", field.name());
        if !any && matches!(field.occurs(), Occurs::BoundedList(_)) {
            return Err(self.error(ReadErrorKind::Missing, Some(field.name())));
        }
        Ok(())
    }

    /// The one value of an element that was entered.
    fn value(
        &mut self,
        field: &'static FieldDescriptor,
        name: &'static str,
        empty: bool,
    ) -> Result<(), ReadError> {
        if empty && self.side == Side::Request {
            return Err(self.error(ReadErrorKind::Missing, Some(name)));
        }
        self.tag("<", name);
        match field.holds() {
            FieldType::Element(fields) => self.fields(fields)?,
            _ => self.text(name)?,
        }
        self.tag("</", name);
        Ok(())
    }

    /// The text of an element without children, to its end.
    fn text(&mut self, name: &'static str) -> Result<(), ReadError> {
        loop {
            match self.next()? {
                Event::End => return Ok(()),
                Event::Text(text) => {
                    for c in text.chars() {
                        match c {
                            '&' => self.out.push_str("&amp;"),
                            '<' => self.out.push_str("&lt;"),
                            '>' => self.out.push_str("&gt;"),
                            '\r' => self.out.push_str("&#13;"),
                            c => self.out.push(c),
                        }
                    }
                }
                Event::Start(_) | Event::Done => {
                    return Err(self.error(ReadErrorKind::Content, Some(name)));
                }
            }
        }
    }

    /// Enters the next child, and gives its name; `None` at the element's end.
    fn child(&mut self, of: Option<&'static str>) -> Result<Option<String>, ReadError> {
        loop {
            match self.next()? {
                Event::Start(name) => return Ok(Some(name)),
                Event::End | Event::Done => return Ok(None),
                Event::Text(text) if is_space(&text) => {}
                Event::Text(_) => return Err(self.error(ReadErrorKind::Content, of)),
            }
        }
    }

    /// Whether the element that was entered has no content at all.
    fn is_empty(&mut self) -> Result<bool, ReadError> {
        let event = self.next()?;
        let empty = matches!(event, Event::End);
        self.ahead = Some(event);
        Ok(empty)
    }

    /// An element that is not known was entered: a response's is passed over.
    fn unknown(&mut self) -> Result<(), ReadError> {
        match self.side {
            Side::Request => Err(self.error(ReadErrorKind::Unknown, None)),
            Side::Response => self.skip(),
        }
    }

    /// Passes to the end of the element that was entered.
    fn skip(&mut self) -> Result<(), ReadError> {
        let mut depth = 1u64;
        while depth > 0 {
            match self.next()? {
                Event::Start(_) => depth += 1,
                Event::End => depth -= 1,
                Event::Text(_) => {}
                Event::Done => return Err(self.error(ReadErrorKind::Malformed, None)),
            }
        }
        Ok(())
    }
}
