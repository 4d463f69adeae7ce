//! Which prefix means which namespace at one place of a message.
//!
//! Bounded at [`NAMESPACE_LIMIT`] declarations in scope. The reader asks for the meaning of every name, so what
//! unprefixed names mean is kept at hand.

use super::{NAMESPACE_LIMIT, Namespaces, XmlErrorKind, unescape};

const XML: &str = "http://www.w3.org/XML/1998/namespace";
const XMLNS: &str = "http://www.w3.org/2000/xmlns/";

/// What a name belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ns {
    /// No namespace.
    None,
    /// The profile's.
    Ours,
    /// SOAP 1.2's.
    Soap,
    /// Any other.
    Other,
}

/// What an attribute's name belongs to: equal for equal namespaces at one place of a message. It is the number of the
/// first declaration of the namespace, or one of two that no declaration has.
pub(crate) type AttributeNs = u8;

const NO_NAMESPACE: AttributeNs = u8::MAX;
const XML_NAMESPACE: AttributeNs = u8::MAX - 1;

/// A qualified name that was read: where it stands in the message. It has at most 128 bytes.
#[derive(Clone, Copy)]
pub(crate) struct Name {
    start: u32,
    /// The length of its prefix; 0 without one.
    prefix: u8,
    /// The length of the whole.
    length: u8,
    ns: Ns,
    /// What is noted beside it, by the scope's user.
    pub(crate) note: u8,
}

impl Name {
    pub(crate) const NONE: Self = Self { start: 0, prefix: 0, length: 0, ns: Ns::None, note: 0 };

    /// Messages are shorter than 4 GiB: the reader is given no longer ones.
    #[allow(clippy::cast_possible_truncation)]
    pub(crate) fn new(start: usize, prefix: usize, length: usize) -> Self {
        Self { start: start as u32, prefix: prefix as u8, length: length as u8, ..Self::NONE }
    }
}

/// A namespace declaration.
#[derive(Clone, Copy)]
pub(crate) struct Binding {
    /// The attribute's. Beside it is noted the first declaration in scope of the same namespace. Names of namespaces are
    /// compared once, and not at every attribute: they may be long, and attributes many.
    name: Name,
    uri_start: u32,
    uri_length: u32,
}

impl Binding {
    pub(crate) const NONE: Self = Self { name: Name::NONE, uri_start: 0, uri_length: 0 };

    /// One that is not validated yet.
    #[allow(clippy::cast_possible_truncation)] // as for names
    pub(crate) fn new(name: Name, uri_start: usize, uri_length: usize) -> Self {
        Self { name, uri_start: uri_start as u32, uri_length: uri_length as u32 }
    }
}

/// The namespace declarations in scope.
pub(crate) struct Scope<'a, 'n> {
    pub(crate) text: &'a str,
    names: &'static Namespaces,
    bindings: &'n mut [Binding; NAMESPACE_LIMIT],
    count: usize,
    default: Ns,
}

impl<'a, 'n> Scope<'a, 'n> {
    /// The first `count` of these declarations, which stand in the text; `default` is what unprefixed names mean there.
    pub(crate) fn resume(
        text: &'a str,
        names: &'static Namespaces,
        bindings: &'n mut [Binding; NAMESPACE_LIMIT],
        count: usize,
        default: Ns,
    ) -> Self {
        Self { text, names, bindings, count, default }
    }

    /// What unprefixed names mean.
    pub(crate) fn default(&self) -> Ns {
        self.default
    }

    /// How many declarations are in scope; to be given back to [`Scope::leave`].
    pub(crate) fn mark(&self) -> usize {
        self.count
    }

    /// Forgets the declarations made since the mark.
    pub(crate) fn leave(&mut self, mark: usize) {
        if self.count != mark {
            self.count = mark;
            self.default = self.find("").map_or(Ns::None, |place| self.named(small(place)));
        }
    }

    /// A piece of the message.
    fn piece(&self, start: u32, length: u32) -> &'a str {
        let start = start as usize;
        self.text.get(start..start + length as usize).unwrap_or_default()
    }

    /// The whole name.
    pub(crate) fn whole(&self, name: &Name) -> &'a str {
        self.piece(name.start, u32::from(name.length))
    }

    /// What stands in front of the name's colon, or the whole if it has none.
    fn front(&self, name: &Name) -> &'a str {
        let length = if name.prefix == 0 { name.length } else { name.prefix };
        self.piece(name.start, u32::from(length))
    }

    /// What stands behind the name's colon, or the whole if it has none.
    pub(crate) fn local(&self, name: &Name) -> &'a str {
        let before = if name.prefix == 0 { 0 } else { name.prefix + 1 };
        self.piece(name.start + u32::from(before), u32::from(name.length - before))
    }

    /// The value of the attribute.
    pub(crate) fn value(&self, binding: &Binding) -> &'a str {
        self.piece(binding.uri_start, binding.uri_length)
    }

    /// The prefix that an attribute of this name declares, which is empty for the default namespace.
    fn declared(&self, name: &Name) -> &'a str {
        if name.prefix == 0 { "" } else { self.local(name) }
    }

    /// Whether an attribute of this name declares a namespace.
    pub(crate) fn declares(&self, name: &Name) -> bool {
        self.front(name) == "xmlns"
    }

    /// Declares what this attribute declares, within the element whose mark is given.
    pub(crate) fn declare(&mut self, mark: usize, mut declared: Binding) -> Result<(), XmlErrorKind> {
        let (prefix, uri) = (self.declared(&declared.name), self.value(&declared));
        let is = |other| unescape::same_attribute(uri, other);
        if (prefix == "xml") != is(XML)
            || prefix == "xmlns"
            || is(XMLNS)
            || (!prefix.is_empty() && uri.is_empty())
        {
            return Err(XmlErrorKind::NotAllowed);
        }
        let ns = if uri.is_empty() {
            Ns::None
        } else if is(self.names.ours) {
            Ns::Ours
        } else if is(self.names.soap) {
            Ns::Soap
        } else {
            Ns::Other
        };
        // Twice on one element is a repeated attribute.
        if self.find(prefix).is_some_and(|place| place >= mark) {
            return Err(XmlErrorKind::NotAllowed);
        }
        let earlier = self.bindings.get(..self.count).unwrap_or_default();
        let first = earlier.iter().position(|earlier| earlier.name.ns == ns && is(self.value(earlier)));
        declared.name.ns = ns;
        declared.name.note = small(first.unwrap_or(self.count));
        *self.bindings.get_mut(self.count).ok_or(XmlErrorKind::TooManyNamespaces)? = declared;
        self.count += 1;
        if prefix.is_empty() {
            self.default = ns;
        }
        Ok(())
    }

    /// Which declaration of the prefix counts.
    fn find(&self, prefix: &str) -> Option<usize> {
        let mut place = self.count;
        loop {
            place = place.checked_sub(1)?;
            if self.declared(&self.bindings.get(place)?.name) == prefix {
                return Some(place);
            }
        }
    }

    /// What an element of this name belongs to; `None` if its prefix is not declared.
    #[inline]
    pub(crate) fn element(&self, name: &Name) -> Option<Ns> {
        if name.prefix == 0 {
            return Some(self.default);
        }
        self.attribute(name).map(|ns| self.named(ns))
    }

    /// Which namespace an attribute of this name belongs to; `None` if its prefix is not declared.
    pub(crate) fn attribute(&self, name: &Name) -> Option<AttributeNs> {
        if name.prefix == 0 {
            return Some(NO_NAMESPACE);
        }
        match self.front(name) {
            "xml" => Some(XML_NAMESPACE),
            prefix => Some(self.bindings.get(self.find(prefix)?)?.name.note),
        }
    }

    /// Which of the distinguished namespaces it is, if it has a prefix.
    pub(crate) fn named(&self, ns: AttributeNs) -> Ns {
        self.bindings.get(usize::from(ns)).map_or(Ns::Other, |binding| binding.name.ns)
    }
}

/// A number that is known to be that of a byte.
#[allow(clippy::cast_possible_truncation)]
pub(crate) fn small(number: usize) -> u8 {
    number as u8
}
