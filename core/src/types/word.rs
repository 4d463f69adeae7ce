//! Enumerations: words of a message, with an arm for a word that this version does not know.

use core::fmt;

/// A word that is not known, kept as it stood in the message.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Word<'a>(pub(crate) &'a str);

impl<'a> Word<'a> {
    /// The word, as it stood in the message (not unescaped).
    #[must_use]
    pub fn as_str(&self) -> &'a str {
        self.0
    }
}

impl fmt::Debug for Word<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may be anything that the peer put there.
        write!(f, "Word({} octets)", self.0.len())
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

            /// The word as it is written.
            #[must_use]
            pub fn as_str(&self) -> &'a str {
                match self {
                    $(Self::$arm => stringify!($arm),)+
                    Self::Unknown(word) => word.as_str(),
                }
            }

            /// The arm for a word, compared without regard to ASCII case.
            #[must_use]
            pub fn of(word: &'a str) -> Self {
                Self::found($crate::types::word_index(Self::WORDS, word), word)
            }

            /// The arm of a word's place in the table, or the arm for a word that has none.
            fn found(place: Option<usize>, word: &'a str) -> Self {
                const ARMS: &[$name<'static>] = &[$($name::$arm),+];
                place.and_then(|i| ARMS.get(i).copied()).unwrap_or(Self::Unknown($crate::types::Word(word)))
            }
        }

        impl core::fmt::Display for $name<'_> {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl<'a> $crate::messages::value::Value<'a> for $name<'a> {
            const KIND: $crate::messages::field::Kind = $crate::messages::field::Kind::Words(Self::WORDS);

            fn read(
                cursor: &mut $crate::xml::Cursor<'a>,
                tag: &'static str,
                context: $crate::messages::field::Context,
            ) -> Result<Self, $crate::messages::field::Problem<'a>> {
                $crate::messages::value::read_word(cursor, tag, Self::WORDS, context)
                    .map(|(place, word)| Self::found(place, word))
            }

            fn write(&self, writer: &mut $crate::xml::Writer<'_>, _: &mut $crate::messages::field::Out) {
                writer.raw(self.as_str());
            }
        }
    };
}
pub(crate) use words;

/// Which of the words it is.
pub(crate) fn word_index(words: &[&str], word: &str) -> Option<usize> {
    let exact = words.iter().position(|known| *known == word);
    exact.or_else(|| words.iter().position(|known| known.eq_ignore_ascii_case(word)))
}
