//! Enumerations: words of a message, with an arm for a word that this version does not know.

use core::fmt;

#[cfg(feature = "alloc")]
use crate::xml::unescape::Chars;
use crate::xml::{Writer, chars};

/// A word that is not known: of a message, kept as it stood there, or of the caller's own.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Word<'a> {
    text: &'a str,
    /// It is of a judged message, so references in it stand for characters.
    raw: bool,
}

impl<'a> Word<'a> {
    pub(crate) const fn plain(text: &'a str) -> Self {
        Self { text, raw: false }
    }

    pub(crate) const fn raw(text: &'a str) -> Self {
        Self { text, raw: true }
    }

    /// The word, as it stood in the message (not unescaped).
    #[must_use]
    pub fn as_str(&self) -> &'a str {
        self.text
    }

    /// Its characters.
    #[cfg(feature = "alloc")]
    pub(crate) fn chars(&self) -> impl Iterator<Item = char> + use<'a> {
        Chars::new(self.text, self.raw)
    }

    pub(crate) fn write(&self, writer: &mut Writer<'_>) {
        if self.raw {
            writer.raw(self.text);
        } else if self.text.chars().all(chars::is_char) {
            writer.text(self.text);
        }
        // What XML cannot carry is left out: the receiver then refuses the empty word.
    }
}

impl fmt::Debug for Word<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may be anything that the peer put there.
        write!(f, "Word({} octets)", self.text.len())
    }
}

/// Declares an enumeration of operations.md: each word once. With `unknown`, the word "Unknown" is one of its words.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$arm_doc:meta])* $arm:ident),+ $(,)? } $(unknown $unknown:literal)?) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name<'a> {
            $($(#[$arm_doc])* $arm,)+
            /// A word that is none of the others.
            Unknown($crate::types::Word<'a>),
        }

        impl<'a> $name<'a> {
            /// The words that are known.
            pub const WORDS: &'static [&'static str] = &[$(stringify!($arm),)+ $($unknown,)?];

            /// The same as one text, which takes less room.
            pub(crate) const LIST: &'static str = concat!($(stringify!($arm), " ",)+ $($unknown, " ")?);

            /// The word as it is written.
            #[must_use]
            pub fn as_str(&self) -> &'a str {
                match self {
                    Self::Unknown(word) => word.as_str(),
                    known => $crate::types::word_at(Self::LIST, known.place()),
                }
            }

            /// The place of a known word in the table.
            pub(crate) fn place(&self) -> usize {
                enum Place { $($arm,)+ Unknown }
                match self {
                    $(Self::$arm => Place::$arm as usize,)+
                    Self::Unknown(_) => Place::Unknown as usize,
                }
            }

            /// The arm for a word, compared without regard to ASCII case.
            #[must_use]
            pub fn of(word: &'a str) -> Self {
                match $crate::types::word_index(Self::LIST, word) {
                    Some(place) => Self::at(place),
                    None => Self::Unknown($crate::types::Word::plain(word)),
                }
            }

            /// The arm of a word's place in the table.
            pub(crate) fn at(place: usize) -> Self {
                enum Place { $($arm),+ }
                match place {
                    $(place if place == Place::$arm as usize => Self::$arm,)+
                    // The word "Unknown" is an arm of its own.
                    _ => Self::Unknown($crate::types::Word::plain("Unknown")),
                }
            }

            /// Writes the word.
            pub(crate) fn write_word(&self, writer: &mut $crate::xml::Writer<'_>) {
                match self {
                    Self::Unknown(word) => word.write(writer),
                    known => writer.raw(known.as_str()),
                }
            }
        }

        impl core::fmt::Display for $name<'_> {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl<'a> $crate::messages::value::Value<'a> for $name<'a> {
            const KIND: $crate::messages::field::Kind = $crate::messages::field::Kind::Words(&Self::WORDS);

            #[inline]
            fn blank() -> Self {
                Self::Unknown($crate::types::Word::plain(""))
            }
        }

        impl<'a> $crate::messages::Record<'a> for $name<'a> {
            #[inline(never)]
            fn read(&mut self, input: &mut $crate::messages::walk::Input<'a>) -> Result<(), $crate::messages::walk::Failed> {
                use $crate::messages::value::{WordRead, read_word};
                *self = match read_word(Self::LIST, input)? {
                    WordRead::Known(place) => Self::at(place),
                    WordRead::Other(word) => Self::Unknown($crate::types::Word::raw(word)),
                };
                Ok(())
            }

            #[cfg(feature = "strict-walk")]
            fn clear(&mut self) {
                *self = <Self as $crate::messages::value::Value<'a>>::blank();
            }
        }

        impl $crate::messages::value::Content for $name<'_> {
            fn write(&self, out: &mut $crate::messages::walk::Out<'_, '_>) {
                self.write_word(out.writer);
            }
        }
    };
}
pub(crate) use words;

/// Takes the first of words that each end with a space.
fn first<'w>(words: &mut &'w str) -> Option<&'w str> {
    let (word, rest) = words.split_at_checked(words.bytes().position(|b| b == b' ')?)?;
    *words = rest.get(1..).unwrap_or_default();
    Some(word)
}

/// The word of this place.
pub(crate) fn word_at(mut words: &'static str, place: usize) -> &'static str {
    for _ in 0..place {
        first(&mut words);
    }
    first(&mut words).unwrap_or_default()
}

/// Which of the words it is: the very same, or else one in other letters.
pub(crate) fn word_index(words: &'static str, word: &str) -> Option<usize> {
    let mut alike = None;
    let (mut rest, mut place) = (words, 0);
    while let Some(known) = first(&mut rest) {
        if known == word {
            return Some(place);
        }
        if alike.is_none() && known.eq_ignore_ascii_case(word) {
            alike = Some(place);
        }
        place += 1;
    }
    alike
}
