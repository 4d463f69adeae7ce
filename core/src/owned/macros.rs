//! The macros of [`messages::macros`](crate::messages::macros) and of words once more, with the same input: what they
//! make owns what it says.
//!
//! A borrowed message's types have a lifetime and an owned one's have not, so `fields!` first takes the lifetimes out of
//! a list of fields. The rest is then made by the very macro that makes it for the borrowed ones.

/// Takes the lifetimes out of the types of fields, and gives `then!` its own input and the fields:
/// `{#[meta] name: (Type) = "Element" [Item] [since]}`.
macro_rules! fields {
    ($then:ident $own:tt [$($done:tt)*]) => {
        $crate::owned::macros::$then! { $own $($done)* }
    };
    ($then:ident $own:tt $done:tt $(#[$meta:meta])* $field:ident: $($rest:tt)+) => {
        $crate::owned::macros::fields! { @type $then $own $done [$(#[$meta])* $field] [] $($rest)+ }
    };
    (@type $then:ident $own:tt $done:tt $field:tt $type:tt $lt:lifetime, $($rest:tt)+) => {
        $crate::owned::macros::fields! { @type $then $own $done $field $type $($rest)+ }
    };
    (@type $then:ident $own:tt $done:tt $field:tt $type:tt $lt:lifetime $($rest:tt)+) => {
        $crate::owned::macros::fields! { @type $then $own $done $field $type $($rest)+ }
    };
    (
        @type $then:ident $own:tt [$($done:tt)*] [$($field:tt)+] [$($type:tt)+]
        = $tag:literal $(/ $item:ident)? $(since $since:ident)?, $($rest:tt)*
    ) => {
        $crate::owned::macros::fields! {
            $then $own [$($done)* {$($field)+: ($($type)+) = $tag [$($item)?] [$($since)?]}] $($rest)*
        }
    };
    (@type $then:ident $own:tt $done:tt $field:tt [$($type:tt)*] $token:tt $($rest:tt)+) => {
        $crate::owned::macros::fields! { @type $then $own $done $field [$($type)* $token] $($rest)+ }
    };
}
pub(crate) use fields;

/// An element with fields. `Clone` and `Default` are as of the borrowed one; what it may be compared with is itself.
macro_rules! message {
    ($(#[$meta:meta])* $name:ident $(<$lt:lifetime>)? [Clone, Copy, Default] { $($fields:tt)* }) => {
        $crate::owned::macros::fields! {
            structure { [$(#[$meta])* #[derive(Clone, Default, PartialEq)]] $name $(<$lt>)? } [] $($fields)*
        }
    };
    (
        $(#[$meta:meta])* $name:ident $(<$lt:lifetime>)? [Clone $(, $derive:ident)*] $(parts $parts:ident)?
        { $($fields:tt)* }
    ) => {
        // What streams is given out as it comes, and so is borrowed.
        $(#[doc(no_inline)] pub use $crate::owned::borrowed::$parts;)?

        $crate::owned::macros::fields! {
            structure { [$(#[$meta])* #[derive(Clone, PartialEq)]] $name $(<$lt>)? } [] $($fields)*
        }
    };
    ($(#[$meta:meta])* $name:ident $(<$lt:lifetime>)? { $($fields:tt)* }) => {
        $crate::owned::macros::fields! {
            structure { [$(#[$meta])* #[derive(PartialEq)]] $name $(<$lt>)? } [] $($fields)*
        }
    };
}
pub(crate) use message;

/// Makes the struct of an element, and all that it can.
macro_rules! structure {
    (
        { [$(#[$meta:meta])*] $name:ident $(<$lt:lifetime>)? }
        $({
            $(#[$field_meta:meta])* $field:ident: ($($type:tt)+) = $tag:literal [$($item:ident)?] [$($since:ident)?]
        })*
    ) => {
        $(#[$meta])*
        pub struct $name {
            $($(#[$field_meta])* pub $field: $($type)+,)*
        }

        impl core::fmt::Debug for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                // It may hold patient data.
                f.write_str(concat!(stringify!($name), "(redacted)"))
            }
        }

        $crate::messages::macros::message!(@impl [] $name {
            $($field: $($type)+ = $tag [$($item)?] [$($since)?],)*
        });

        impl $(<$lt>)? $crate::owned::own::Own for $crate::owned::borrowed::$name $(<$lt>)? {
            type Owned = $name;

            fn own(self) -> Result<$name, $crate::messages::DecodeError> {
                Ok($name {
                    $($field: $crate::owned::own::Own::own(self.$field)
                        .map_err(|error| $crate::owned::own::in_field(error, $tag))?,)*
                })
            }
        }

        $crate::owned::macros::try_from! { $name $(<$lt>)? }

        #[cfg(feature = "serde")]
        $crate::owned::serialised::structure! {
            $name { $($field: ($($type)+) = $tag [$($item)?],)* }
        }
    };
}
pub(crate) use structure;

/// What is borrowed becomes owned.
macro_rules! try_from {
    ($name:ident $(<$lt:lifetime>)?) => {
        impl $(<$lt>)? TryFrom<$crate::owned::borrowed::$name $(<$lt>)?> for $name {
            type Error = $crate::messages::DecodeError;

            /// # Errors
            /// That of the first item of a list that cannot be read, or of a word with white space around it.
            fn try_from(
                read: $crate::owned::borrowed::$name $(<$lt>)?,
            ) -> Result<Self, $crate::messages::DecodeError> {
                $crate::owned::own::Own::own(read)
            }
        }
    };
}
pub(crate) use try_from;

/// A request and its response.
macro_rules! operation {
    ($request:ident $(<$lt:lifetime>)? => $response:ident $(<$rlt:lifetime>)?, since $since:ident, $allowed:ident
        $(, needs $need:ident)? $(, ends $ends:ident)? $(, parts $parts:ident)?
        $(, paged $items:ident: $item:ident)?) => {
        impl $crate::messages::Operation for $request {
            const INFO: &'static $crate::messages::OperationInfo =
                <$crate::owned::macros::operation!(@borrowed $request $(<$lt>)?) as $crate::messages::Operation>::INFO;

            const CALLED: &'static $crate::messages::Called =
                <$crate::owned::macros::operation!(@borrowed $request $(<$lt>)?) as $crate::messages::Operation>::CALLED;

            const ROWS: &'static [$crate::messages::Row] =
                <$crate::owned::macros::operation!(@borrowed $request $(<$lt>)?) as $crate::messages::Operation>::ROWS;

            const ELEMENT: &'static $crate::messages::Row =
                <$crate::owned::macros::operation!(@borrowed $request $(<$lt>)?) as $crate::messages::Operation>::ELEMENT;

            type Response<'r> = $response;
        }

        $(
            impl $crate::messages::Streamed for $request {
                type Part<'p> = $parts<'p>;
            }
        )?
    };
    (@borrowed $request:ident) => { $crate::owned::borrowed::$request };
    (@borrowed $request:ident <$lt:lifetime>) => { $crate::owned::borrowed::$request<'static> };
}
pub(crate) use operation;

/// Makes an element that is a choice: its fields, and behind them its arms.
macro_rules! choice_structure {
    (
        {
            [$(#[$meta:meta])*] $name:ident
            [$(#[$arms_meta:meta])*] $arms:ident { $($(#[$arm_meta:meta])* $arm:ident($held:ident),)* }
        }
        $({$(#[$field_meta:meta])* $field:ident: ($($type:tt)+) = $tag:literal [] []})*
    ) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq)]
        pub struct $name {
            $($(#[$field_meta])* pub $field: $($type)+,)*
            /// What kind of item it is.
            pub arm: $arms,
        }

        $(#[$arms_meta])*
        #[derive(Clone, Debug, PartialEq)]
        #[allow(clippy::large_enum_variant)] // As the borrowed one: whoever reads one reads the other.
        pub enum $arms {
            $($(#[$arm_meta])* $arm($held),)*
            /// One that is not known here; the common fields are.
            Unknown,
        }

        impl core::fmt::Debug for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                // It may hold patient data.
                f.write_str(concat!(stringify!($name), "(redacted)"))
            }
        }

        $crate::messages::choice::choice!(@impl $name $arms {
            $($field: $($type)+ = $tag,)*
        } {
            $($arm($held),)*
        });

        impl $crate::owned::own::Own for $crate::owned::borrowed::$arms<'_> {
            type Owned = $arms;

            fn own(self) -> Result<$arms, $crate::messages::DecodeError> {
                Ok(match self {
                    $(Self::$arm(arm) => $arms::$arm($crate::owned::own::Own::own(arm)?),)*
                    Self::Unknown => $arms::Unknown,
                })
            }
        }

        impl $crate::owned::own::Own for $crate::owned::borrowed::$name<'_> {
            type Owned = $name;

            fn own(self) -> Result<$name, $crate::messages::DecodeError> {
                Ok($name {
                    $($field: $crate::owned::own::Own::own(self.$field)
                        .map_err(|error| $crate::owned::own::in_field(error, $tag))?,)*
                    arm: $crate::owned::own::Own::own(self.arm)?,
                })
            }
        }

        $crate::owned::macros::try_from! { $name<'a> }

        #[cfg(feature = "serde")]
        $crate::owned::serialised::choice! {
            $name { $($field: ($($type)+) = $tag,)* } $arms { $($arm($held),)* }
        }
    };
}
pub(crate) use choice_structure;

/// An enumeration: each word once.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$arm_doc:meta])* $arm:ident),+ $(,)? } $(unknown $unknown:literal)?) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum $name {
            $($(#[$arm_doc])* $arm,)+
            /// A word that is none of the others.
            Unknown($crate::owned::types::Word),
        }

        impl $name {
            /// The words that are known.
            pub const WORDS: &'static [&'static str] = $crate::owned::borrowed::$name::WORDS;

            /// The word as it is written.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$arm => stringify!($arm),)+
                    Self::Unknown(word) => word.as_str(),
                }
            }

            /// The arm for a word, compared without regard to ASCII case.
            ///
            /// # Errors
            /// [`InvalidValue`](crate::error::InvalidValue) if it is not known and no message can carry it: empty, with
            /// white space around it, or of characters that XML does not have.
            pub fn of(word: &str) -> Result<Self, $crate::error::InvalidValue> {
                const ARMS: &[$name] = &[$($name::$arm),+];
                let place = $crate::types::word_index($crate::owned::borrowed::$name::LIST, word);
                if let Some(known) = place.and_then(|place| ARMS.get(place)) {
                    return Ok(known.clone());
                }
                let word = place.and_then(|place| Self::WORDS.get(place)).copied().unwrap_or(word);
                $crate::owned::types::Word::new(word).map(Self::Unknown)
            }
        }

        impl core::fmt::Display for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl core::str::FromStr for $name {
            type Err = $crate::error::InvalidValue;

            fn from_str(word: &str) -> Result<Self, $crate::error::InvalidValue> {
                Self::of(word)
            }
        }

        impl $crate::owned::own::Own for $crate::owned::borrowed::$name<'_> {
            type Owned = $name;

            fn own(self) -> Result<$name, $crate::messages::DecodeError> {
                match self {
                    $(Self::$arm => Ok($name::$arm),)+
                    Self::Unknown(word) => {
                        let word: alloc::string::String = word.chars().collect();
                        $name::of(&word).map_err($crate::owned::own::invalid)
                    }
                }
            }
        }

        $crate::owned::macros::try_from! { $name<'a> }

        impl<'a> $crate::messages::value::Value<'a> for $name {
            const KIND: $crate::messages::field::Kind = $crate::messages::field::Kind::Words(&Self::WORDS);

            fn blank() -> Self {
                Self::Unknown($crate::owned::types::Word::BLANK)
            }
        }

        impl<'a> $crate::messages::Record<'a> for $name {
            fn read(&mut self, input: &mut $crate::messages::walk::Input<'a>) -> Result<(), $crate::messages::walk::Failed> {
                use $crate::owned::borrowed::$name as Borrowed;
                let mut word = <Borrowed<'a> as $crate::messages::value::Value<'a>>::blank();
                word.read(input)?;
                *self = $crate::owned::own::Own::own(word).map_err(|_| input.invalid())?;
                Ok(())
            }

            #[cfg(feature = "strict-walk")]
            fn clear(&mut self) {
                *self = <Self as $crate::messages::value::Value<'a>>::blank();
            }
        }

        impl $crate::messages::value::Content for $name {
            fn write(&self, out: &mut $crate::messages::walk::Out<'_, '_>) {
                out.writer.text(self.as_str());
            }
        }

        #[cfg(feature = "serde")]
        $crate::owned::serialised::text! { $name, by $name::of, as |v| v.as_str() }
    };
}
pub(crate) use words;
