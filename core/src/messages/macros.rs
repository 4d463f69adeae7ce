//! The two macros with which every element of operations.md is written down once.
//!
//! `message!` makes of one list of fields the struct and its table, and lets it lend its fields to the one walk that
//! reads and writes all of them ([`walk`](super::walk)). `operation!` ties a request to its response, and makes a paged
//! one walk from page to page.

/// An element with fields: `name: Type = "Element"`, a list as `name: List<'a, Type> = "Wrapper" / Item`, and
/// `since VERSION` behind a field that a later version added. `parts Name` behind a response's name makes the enum of
/// what a streaming reply gives out of it: one arm for each of its lists.
macro_rules! message {
    (
        $(#[$meta:meta])*
        $name:ident $(<$lt:lifetime>)? $([$($derive:ident),*])? $(parts $parts:ident)? {
            $($(#[$field_meta:meta])* $field:ident: $type:ty = $tag:literal $(/ $item:ident)? $(since $since:ident)?),*
            $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive($($($derive,)*)?)]
        pub struct $name $(<$lt>)? {
            $($(#[$field_meta])* pub $field: $type,)*
        }

        impl $(<$lt>)? core::fmt::Debug for $name $(<$lt>)? {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                // It may hold patient data.
                f.write_str(concat!(stringify!($name), "(redacted)"))
            }
        }

        $crate::messages::macros::message!(@impl [$($lt)?] $name $(<$lt>)? {
            $($field: $type = $tag [$($item)?] [$($since)?],)*
        });
        $crate::messages::macros::message!(@parts [$($parts)?] $name { $($field: $type = $tag [$($item)?],)* });
    };
    (@parts [] $($rest:tt)*) => {};
    (@parts [$parts:ident] $name:ident {
        $($field:ident: $type:ty = $tag:literal [$($item:ident)?],)*
    }) => {
        #[doc = concat!("What a streaming reply gives out of a [`", stringify!($name), "`].")]
        #[derive(Clone, Copy)]
        #[non_exhaustive]
        #[allow(clippy::large_enum_variant)] // There is no heap to put the large ones.
        pub enum $parts<'a> {
            $($(
                #[doc = concat!("One of the `", $tag, "`.")]
                $item(<$type as $crate::messages::list::Listed>::Item),
            )?)*
        }

        impl core::fmt::Debug for $parts<'_> {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                // It may hold patient data.
                f.write_str(concat!(stringify!($parts), "(redacted)"))
            }
        }

        impl<'a> $crate::messages::Parts<'a> for $parts<'a> {
            #[allow(non_camel_case_types)]
            fn blank(index: usize, _: &'static $crate::messages::Row) -> Option<Self> {
                #[allow(dead_code)]
                enum Place { $($field,)* }
                $($(
                    if index == Place::$field as usize {
                        type Listed<'a> = <$type as $crate::messages::list::Listed>::Item;
                        return Some(Self::$item(<Listed<'a> as $crate::messages::value::Value>::blank()));
                    }
                )?)*
                None
            }

            fn record(&mut self) -> Option<&mut (dyn $crate::messages::Record<'a> + '_)> {
                match self {
                    $($(Self::$item(item) => Some(item),)?)*
                }
            }
        }
    };
    (@impl [] $($rest:tt)*) => {
        $crate::messages::macros::message!(@impl ['a] $($rest)*);
    };
    (@impl [$a:lifetime] $name:ident $(<$lt:lifetime>)? {
        $($field:ident: $type:ty = $tag:literal [$($item:ident)?] [$($since:ident)?],)*
    }) => {
        impl<$a> $crate::messages::Fields<$a> for $name $(<$lt>)? {
            const FIELDS: &'static [$crate::messages::field::Field] = &[$(
                $crate::messages::field::Field::new(
                    $tag,
                    $crate::messages::macros::message!(@item $($item)?),
                    $crate::messages::macros::message!(@since $($since)?),
                    <$type as $crate::messages::value::Member<'_>>::OCCURS,
                    <$type as $crate::messages::value::Member<'_>>::HOLDS,
                ),
            )*];

            const ROWS: &'static [$crate::messages::Row] = &[$(
                $crate::messages::Row::new(
                    $tag,
                    $crate::messages::macros::message!(@item $($item)?),
                    $crate::messages::macros::message!(@since $($since)?),
                    <$type as $crate::messages::value::Member<'_>>::OCCURS,
                    <$type as $crate::messages::value::Member<'_>>::HOLDS,
                ),
            )*];

            #[inline(never)]
            fn blank() -> Self {
                Self { $($field: <$type as $crate::messages::value::Member<'_>>::absent(),)* }
            }
        }

        impl<$a> $crate::messages::walk::Record<$a> for $name $(<$lt>)? {
            #[inline(never)]
            fn read(
                &mut self,
                input: &mut $crate::messages::walk::Input<$a>,
            ) -> Result<(), $crate::messages::walk::Failed> {
                $crate::messages::walk::read_record(self, input, &<Self as $crate::messages::Fields<$a>>::ROWS)
            }

            #[allow(non_camel_case_types, unused_variables)]
            fn read_field(
                &mut self,
                input: &mut $crate::messages::walk::Input<$a>,
                index: usize,
            ) -> Result<(), $crate::messages::walk::Failed> {
                #[allow(dead_code)]
                enum Place { $($field,)* }
                match index {
                    $(index if index == Place::$field as usize => self.$field.read(input),)*
                    // There is no other place: the table is made of the same lines.
                    _ => Ok(()),
                }
            }

            #[cfg(feature = "strict-walk")]
            fn clear(&mut self) {
                *self = <Self as $crate::messages::Fields<$a>>::blank();
            }
        }

        impl $(<$lt>)? $crate::messages::walk::Written for $name $(<$lt>)? {
            #[allow(non_camel_case_types, unused_variables)]
            fn put(
                &self,
                index: usize,
                out: &mut $crate::messages::walk::Out<'_, '_>,
                row: &'static $crate::messages::Row,
            ) {
                #[allow(dead_code)]
                enum Place { $($field,)* }
                match index {
                    $(index if index == Place::$field as usize => {
                        $crate::messages::value::Put::put(&self.$field, out, row);
                    })*
                    _ => {}
                }
            }
        }

        $crate::messages::macros::record_value! { [$a] $name $(<$lt>)? }
    };
    (@item) => { None };
    (@item $item:ident) => { Some(stringify!($item)) };
    (@since) => { $crate::profile::Version::V1_0 };
    (@since $since:ident) => { $crate::profile::Version::$since };
}
pub(crate) use message;

/// The content of an element is its fields.
macro_rules! record_value {
    ([$a:lifetime] $name:ident $(<$lt:lifetime>)?) => {
        impl<$a> $crate::messages::value::Value<$a> for $name $(<$lt>)? {
            const KIND: $crate::messages::field::Kind =
                $crate::messages::field::Kind::Struct(&<Self as $crate::messages::Fields<$a>>::FIELDS);

            #[inline]
            fn blank() -> Self {
                <Self as $crate::messages::Fields<$a>>::blank()
            }
        }

        impl $(<$lt>)? $crate::messages::value::Content for $name $(<$lt>)? {
            fn write(&self, out: &mut $crate::messages::walk::Out<'_, '_>) {
                $crate::messages::walk::write_record(self, <Self as $crate::messages::Fields<'_>>::ROWS, out);
            }
        }
    };
}
pub(crate) use record_value;

/// A request and its response. `$request` and `$response` are structs made by `message!`; of a `paged` one, the response's
/// list and what it is of.
macro_rules! operation {
    ($request:ident $(<$lt:lifetime>)? => $response:ident $(<$rlt:lifetime>)?, since $since:ident, $allowed:ident
        $(, needs $need:ident)? $(, ends $ends:ident)? $(, parts $parts:ident)?
        $(, paged $items:ident: $item:ident)?) => {
        impl $(<$lt>)? $crate::messages::Operation for $request $(<$lt>)? {
            const INFO: &'static $crate::messages::OperationInfo = &$crate::messages::OperationInfo {
                name: stringify!($request),
                response_name: concat!(stringify!($request), "Response"),
                since: $crate::profile::Version::$since,
                allowed: $crate::messages::Allowed::$allowed,
                need: $crate::messages::macros::operation!(@need $($need)?),
                paged: $crate::messages::macros::operation!(@paged $($items)?),
                ends: $crate::messages::macros::operation!(@ends $($ends)?),
                request: <$request as $crate::messages::Fields<'_>>::FIELDS,
                response: <$response as $crate::messages::Fields<'_>>::FIELDS,
            };

            const CALLED: &'static $crate::messages::Called =
                &$crate::messages::Called::new(Self::INFO, concat!(stringify!($request), "Response"));

            const ROWS: &'static [$crate::messages::Row] = <$request as $crate::messages::Fields<'_>>::ROWS;

            const ELEMENT: &'static $crate::messages::Row =
                &$crate::messages::Row::request(concat!(stringify!($request), "Response"));

            type Response<'r> = $crate::messages::macros::operation!(@response 'r $response $(<$rlt>)?);
        }

        const _: () = assert!(
            $crate::messages::field::are_lists_checked(<$request as $crate::messages::Fields<'_>>::FIELDS),
            "a request's list has to be Many: a List is not looked at when it is read",
        );

        $crate::messages::macros::operation!(@streamed [$($parts)?] $request $(<$lt>)?);
        $($crate::messages::macros::operation!(@pages $request $items $item);)?
    };
    (@streamed [] $($rest:tt)*) => {};
    (@streamed [$parts:ident] $request:ident $(<$lt:lifetime>)?) => {
        impl $(<$lt>)? $crate::messages::Streamed for $request $(<$lt>)? {
            type Part<'p> = $parts<'p>;
        }
    };
    (@pages $request:ident $items:ident $item:ident) => {
        impl<'a> $crate::messages::Paged for $request<'a> {
            type With<'n>
                = $request<'n>
            where
                Self: 'n;
            type Item<'r> = $item<'r>;

            fn after(&self) -> Option<$crate::types::Text<'_, 64>> {
                self.after
            }

            fn with_after<'n>(&'n self, after: Option<$crate::types::Text<'n, 64>>) -> $request<'n> {
                $request { after, ..*self }
            }

            fn next<'r>(response: &Self::Response<'r>) -> Option<$crate::types::Text<'r, 64>> {
                response.next
            }

            fn items<'r>(response: &Self::Response<'r>) -> $crate::messages::List<'r, $item<'r>> {
                response.$items
            }
        }
    };
    (@response $r:lifetime $response:ident) => { $response };
    (@response $r:lifetime $response:ident <$rlt:lifetime>) => { $response<$r> };
    (@need) => { $crate::messages::Need::Nothing };
    (@need $need:ident) => { $crate::messages::Need::$need };
    (@paged) => { false };
    (@paged $items:ident) => { true };
    (@ends) => { $crate::messages::Ends::No };
    (@ends $ends:ident) => { $crate::messages::Ends::$ends };
}
pub(crate) use operation;
