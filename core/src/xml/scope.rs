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

/// A piece of the message that is read.
#[inline(never)]
pub(crate) fn piece(text: &str, start: u32, length: u32) -> &str {
    let start = start as usize;
    text.get(start..start + length as usize).unwrap_or_default()
}

/// A namespace declaration. Its pieces are of the message that is read.
#[derive(Clone, Copy)]
pub(crate) struct Binding {
    prefix_start: u32,
    /// A prefix is part of a name, which has at most 128 octets.
    prefix_length: u8,
    ns: Ns,
    /// The first declaration in scope of the same namespace. Names of namespaces are compared once, here, and not at
    /// every attribute: they may be long, and attributes many.
    first: u8,
    uri_start: u32,
    uri_length: u32,
}

impl Binding {
    pub(crate) const NONE: Self =
        Self { prefix_start: 0, prefix_length: 0, ns: Ns::None, first: 0, uri_start: 0, uri_length: 0 };

    /// One that is not judged yet.
    pub(crate) fn new((prefix_start, prefix_length): (u32, u8), (uri_start, uri_length): (u32, u32)) -> Self {
        Self { prefix_start, prefix_length, uri_start, uri_length, ..Self::NONE }
    }

    fn prefix<'a>(&self, text: &'a str) -> &'a str {
        piece(text, self.prefix_start, u32::from(self.prefix_length))
    }

    fn uri<'a>(&self, text: &'a str) -> &'a str {
        piece(text, self.uri_start, self.uri_length)
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
    pub(crate) fn declare(&mut self, mark: usize, mut declared: Binding) -> Result<(), XmlErrorKind> {
        let (prefix, uri) = (declared.prefix(self.text), declared.uri(self.text));
        let known = [XML, XMLNS, self.names.ours, self.names.soap];
        let known = known.iter().position(|name| unescape::same_attribute(uri, name));
        if (prefix == "xml") != (known == Some(0))
            || prefix == "xmlns"
            || known == Some(1)
            || (!prefix.is_empty() && uri.is_empty())
        {
            return Err(XmlErrorKind::NotAllowed);
        }
        declared.ns = match known {
            Some(2) => Ns::Ours,
            Some(3) => Ns::Soap,
            _ if uri.is_empty() => Ns::None,
            _ => Ns::Other,
        };
        let mut first = None;
        let mut here = 0;
        for (i, earlier) in self.bindings.iter().take(self.count).enumerate() {
            // Twice on one element is a repeated attribute.
            if i >= mark && earlier.prefix(self.text) == prefix {
                return Err(XmlErrorKind::NotAllowed);
            }
            if first.is_none()
                && earlier.ns == declared.ns
                && unescape::same_attribute(earlier.uri(self.text), uri)
            {
                first = Some(here);
            }
            here += 1;
        }
        declared.first = first.unwrap_or(here);
        *self.bindings.get_mut(self.count).ok_or(XmlErrorKind::TooManyNamespaces)? = declared;
        self.count += 1;
        if prefix.is_empty() {
            self.default = declared.ns;
        }
        Ok(())
    }

    fn find(&self, prefix: &str) -> Option<&Binding> {
        self.bindings.get(..self.count)?.iter().rev().find(|b| b.prefix(self.text) == prefix)
    }

    /// What an element name with this prefix belongs to; `None` if the prefix is not declared.
    #[inline]
    pub(crate) fn element(&self, prefix: &str) -> Option<Ns> {
        if prefix.is_empty() {
            return Some(self.default);
        }
        self.attribute(prefix).map(|ns| self.named(ns))
    }

    /// Which namespace an attribute with this prefix belongs to; `None` if the prefix is not declared.
    pub(crate) fn attribute(&self, prefix: &str) -> Option<AttributeNs> {
        match prefix {
            "" => Some(NO_NAMESPACE),
            "xml" => Some(XML_NAMESPACE),
            _ => self.find(prefix).map(|b| b.first),
        }
    }

    /// Which of the namespaces that are told apart it is, if it has a prefix.
    pub(crate) fn named(&self, ns: AttributeNs) -> Ns {
        self.bindings.get(usize::from(ns)).map_or(Ns::Other, |b| b.ns)
    }
}
