//! The two macros with which every element of operations.md is written down once.
//!
//! `message!` makes of one list of fields the struct, its table, its reader and its writer. `operation!` makes a
//! request and its response, ties them together, and makes a paged one walk from page to page.

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
            fn item(
                field: usize,
                cursor: &mut $crate::xml::Cursor<'a>,
                context: $crate::messages::field::Context,
            ) -> Option<Result<Self, $crate::messages::field::Problem<'a>>> {
                use $crate::messages::value::Value;
                #[allow(dead_code)]
                enum Place { $($field,)* }
                $($(
                    if field == Place::$field as usize {
                        let tag = concat!("<", stringify!($item), ">");
                        return Some(
                            <<$type as $crate::messages::list::Listed>::Item as Value>::read(cursor, tag, context)
                                .map(Self::$item),
                        );
                    }
                )?)*
                None
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
                $crate::messages::field::Field {
                    tag: concat!("<", $tag, ">"),
                    item: $crate::messages::macros::message!(@item $($item)?),
                    since: $crate::messages::macros::message!(@since $($since)?),
                    occurs: <$type as $crate::messages::value::Member<'_>>::OCCURS,
                    kind: <$type as $crate::messages::value::Member<'_>>::HOLDS,
                },
            )*];

            #[allow(unused_mut, unused_variables, non_camel_case_types, clippy::unused_unit)]
            fn read_fields(
                cursor: &mut $crate::xml::Cursor<$a>,
                own: &'static str,
                context: $crate::messages::field::Context,
            ) -> Result<Self, $crate::messages::field::Problem<$a>> {
                #[allow(unused_imports)]
                use $crate::messages::value::Member;
                #[allow(dead_code)]
                enum Place { $($field,)* }
                let fields = <Self as $crate::messages::Fields<$a>>::FIELDS;
                $(let mut $field: Option<$type> = None;)*
                let mut walk = $crate::messages::field::Walk::new(own, fields, context);
                while let Some(found) = walk.next(cursor) {
                    match fields.get(found) {
                        $(Some(field) if found == Place::$field as usize => {
                            walk.keep(found, <$type as Member<$a>>::read_into(cursor, field, context, &mut $field));
                        })*
                        _ => cursor.skip(),
                    }
                }
                $(walk.settle(Place::$field as usize, &mut $field, <$type as Member<$a>>::absent());)*
                walk.done()?;
                match ($($field,)*) {
                    ($(Some($field),)*) => Ok(Self { $($field),* }),
                    #[allow(unreachable_patterns)]
                    _ => Err($crate::messages::field::Problem::new($crate::messages::field::ProblemKind::Invalid, own)),
                }
            }

            #[allow(unused_variables, unused_mut, non_camel_case_types)]
            fn write_fields(&self, writer: &mut $crate::xml::Writer<'_>, out: &mut $crate::messages::field::Out) {
                #[allow(unused_imports)]
                use $crate::messages::value::Member;
                let mut table = <Self as $crate::messages::Fields<$a>>::FIELDS.iter();
                $(if let Some(field) = table.next() {
                    self.$field.put(writer, field, out);
                })*
            }
        }

        impl<$a> $crate::messages::value::Value<$a> for $name $(<$lt>)? {
            const KIND: $crate::messages::field::Kind =
                $crate::messages::field::Kind::Struct(<Self as $crate::messages::Fields<$a>>::FIELDS);

            fn read(
                cursor: &mut $crate::xml::Cursor<$a>,
                tag: &'static str,
                context: $crate::messages::field::Context,
            ) -> Result<Self, $crate::messages::field::Problem<$a>> {
                <Self as $crate::messages::Fields<$a>>::read_fields(cursor, $crate::messages::field::bare(tag), context)
            }

            fn write(&self, writer: &mut $crate::xml::Writer<'_>, out: &mut $crate::messages::field::Out) {
                <Self as $crate::messages::Fields<$a>>::write_fields(self, writer, out);
            }
        }
    };
    (@item) => { None };
    (@item $item:ident) => { Some(concat!("<", stringify!($item), ">")) };
    (@since) => { $crate::profile::Version::V1_0 };
    (@since $since:ident) => { $crate::profile::Version::$since };
}
pub(crate) use message;

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

            type Response<'r> = $crate::messages::macros::operation!(@response 'r $response $(<$rlt>)?);

            fn write_request(&self, writer: &mut $crate::xml::Writer<'_>, out: &mut $crate::messages::field::Out) {
                $crate::messages::Fields::write_fields(self, writer, out);
            }
        }

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
