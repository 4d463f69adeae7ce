//! Which prefix means which namespace at one place of a message.
//!
//! Bounded at [`NAMESPACE_LIMIT`] declarations in scope. The reader asks for the meaning of every name, so what
//! unprefixed names mean is kept at hand.

use super::{NAMESPACE_LIMIT, Namespaces, unescape};

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

/// What an attribute's name belongs to: equal for equal namespaces at one place of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AttributeNs {
    None,
    Xml,
    Declared { first: u8, ns: Ns },
}

/// A piece of the message that is read.
#[derive(Clone, Copy)]
pub(crate) struct Span {
    start: u32,
    length: u32,
}

impl Span {
    pub(crate) const EMPTY: Self = Self { start: 0, length: 0 };

    /// A short piece.
    pub(crate) fn at(start: u32, length: u8) -> Self {
        Self { start, length: u32::from(length) }
    }

    pub(crate) fn start(self) -> u32 {
        self.start
    }

    pub(crate) fn length(self) -> u32 {
        self.length
    }

    /// From one octet up to another. Messages are shorter than 4 GiB: the reader refuses longer ones.
    #[inline]
    #[allow(clippy::cast_possible_truncation)]
    pub(crate) fn new(start: usize, end: usize) -> Self {
        Self { start: start as u32, length: end.wrapping_sub(start) as u32 }
    }

    #[inline]
    pub(crate) fn octets(self, text: &str) -> &[u8] {
        let start = self.start as usize;
        text.as_bytes().get(start..start + self.length as usize).unwrap_or_default()
    }

    pub(crate) fn of(self, text: &str) -> &str {
        let start = self.start as usize;
        text.get(start..start + self.length as usize).unwrap_or_default()
    }
}

#[derive(Clone, Copy)]
pub(crate) struct Binding {
    prefix_start: u32,
    prefix_length: u8,
    ns: Ns,
    /// The first declaration in scope of the same namespace. Names of namespaces are compared once, here, and not at
    /// every attribute: they may be long, and attributes many.
    first: u8,
    uri: Span,
}

impl Binding {
    pub(crate) const NONE: Self =
        Self { prefix_start: 0, prefix_length: 0, ns: Ns::None, first: 0, uri: Span::EMPTY };

    fn prefix(&self) -> Span {
        Span::at(self.prefix_start, self.prefix_length)
    }
}

/// The namespace declarations in scope.
pub(crate) struct Scope<'a, 'n> {
    text: &'a str,
    names: &'static Namespaces,
    bindings: &'n mut [Binding; NAMESPACE_LIMIT],
    count: usize,
    default: Ns,
    /// What unprefixed names mean where nothing is declared.
    outside: Ns,
}

/// Why a namespace declaration is refused.
pub(crate) enum Refused {
    TooMany,
    NotAllowed,
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
        Self { text, names, bindings, count, default, outside: Ns::None }
    }

    /// What unprefixed names mean.
    pub(crate) fn default(&self) -> Ns {
        self.default
    }

    /// Outside what is read, the default namespace is ours and nothing else is declared.
    pub(crate) fn assume_ours(&mut self) {
        self.outside = Ns::Ours;
        self.default = Ns::Ours;
    }

    /// How many declarations are in scope; to be given back to [`Scope::leave`].
    pub(crate) fn mark(&self) -> usize {
        self.count
    }

    /// Forgets the declarations made since the mark.
    pub(crate) fn leave(&mut self, mark: usize) {
        if self.count != mark {
            self.count = mark;
            self.default = self.find("").map_or(self.outside, |b| b.ns);
        }
    }

    /// Declares a prefix (the empty one is the default namespace) within the element whose mark is given.
    pub(crate) fn declare(&mut self, mark: usize, prefix_at: Span, uri_at: Span) -> Result<(), Refused> {
        let (prefix, uri) = (prefix_at.of(self.text), uri_at.of(self.text));
        let is_xml = unescape::equals(uri, XML);
        if (prefix == "xml") != is_xml || prefix == "xmlns" || unescape::equals(uri, XMLNS) {
            return Err(Refused::NotAllowed);
        }
        if !prefix.is_empty() && uri.is_empty() {
            return Err(Refused::NotAllowed);
        }
        // Twice on one element is a repeated attribute.
        if self
            .bindings
            .get(mark..self.count)
            .unwrap_or_default()
            .iter()
            .any(|b| b.prefix().of(self.text) == prefix)
        {
            return Err(Refused::NotAllowed);
        }
        let ns = if uri.is_empty() {
            Ns::None
        } else if unescape::equals(uri, self.names.ours) {
            Ns::Ours
        } else if unescape::equals(uri, self.names.soap) {
            Ns::Soap
        } else {
            Ns::Other
        };
        let earlier = self.bindings.get(..self.count).unwrap_or_default();
        let same = |b: &&Binding| b.ns == ns && unescape::same_attribute(b.uri.of(self.text), uri);
        // There are at most 16 declarations.
        let octet = |number| u8::try_from(number).unwrap_or(u8::MAX);
        let here = octet(u32::try_from(self.count).unwrap_or(u32::MAX));
        let first = earlier.iter().find(same).map_or(here, |b| b.first);
        let place = self.bindings.get_mut(self.count).ok_or(Refused::TooMany)?;
        // A prefix is part of a name, which has at most 128 octets.
        let (prefix_start, prefix_length) = (prefix_at.start(), octet(prefix_at.length()));
        *place = Binding { prefix_start, prefix_length, ns, first, uri: uri_at };
        self.count += 1;
        if prefix.is_empty() {
            self.default = ns;
        }
        Ok(())
    }

    fn find(&self, prefix: &str) -> Option<&Binding> {
        self.bindings
            .get(..self.count)?
            .iter()
            .rev()
            .find(|b| b.prefix().octets(self.text) == prefix.as_bytes())
    }

    /// What an element name with this prefix belongs to; `None` if the prefix is not declared.
    #[inline]
    pub(crate) fn element(&self, prefix: &str) -> Option<Ns> {
        if prefix.is_empty() {
            return Some(self.default);
        }
        if prefix == "xml" {
            return Some(Ns::Other);
        }
        self.find(prefix).map(|b| b.ns)
    }

    /// Which namespace an attribute with this prefix belongs to; `None` if the prefix is not declared.
    pub(crate) fn attribute(&self, prefix: &str) -> Option<AttributeNs> {
        match prefix {
            "" => Some(AttributeNs::None),
            "xml" => Some(AttributeNs::Xml),
            _ => self.find(prefix).map(|b| AttributeNs::Declared { first: b.first, ns: b.ns }),
        }
    }
}
