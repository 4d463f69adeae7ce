//! The two macros with which every element of operations.md is written down once.
//!
//! `message!` makes of one list of fields the struct, its table, its reader and its writer. `operation!` makes a
//! request and its response, and ties them together.

/// An element with fields: `name: Type = "Element"`, a list as `name: List<'a, Type> = "Wrapper" / "Item"`, and
/// `since VERSION` behind a field that a later version added.
macro_rules! message {
    (
        $(#[$meta:meta])*
        $name:ident $(<$lt:lifetime>)? $([$($derive:ident),*])? {
            $($(#[$field_meta:meta])* $field:ident: $type:ty = $tag:literal $(/ $item:literal)? $(since $since:ident)?),*
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
    };
    (@impl [] $($rest:tt)*) => {
        $crate::messages::macros::message!(@impl ['a] $($rest)*);
    };
    (@impl [$a:lifetime] $name:ident $(<$lt:lifetime>)? {
        $($field:ident: $type:ty = $tag:literal [$($item:literal)?] [$($since:ident)?],)*
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
    (@item $item:literal) => { Some(concat!("<", $item, ">")) };
    (@since) => { $crate::profile::Version::V1_0 };
    (@since $since:ident) => { $crate::profile::Version::$since };
}
pub(crate) use message;

/// A request and its response. `$request` and `$response` are structs made by `message!`.
macro_rules! operation {
    ($request:ident $(<$lt:lifetime>)? => $response:ident $(<$rlt:lifetime>)?, since $since:ident, $allowed:ident
        $(, ends $ends:ident)?) => {
        impl $(<$lt>)? $crate::messages::Operation for $request $(<$lt>)? {
            const INFO: &'static $crate::messages::OperationInfo = &$crate::messages::OperationInfo {
                name: stringify!($request),
                response_name: concat!(stringify!($request), "Response"),
                since: $crate::profile::Version::$since,
                allowed: $crate::messages::Allowed::$allowed,
                ends: $crate::messages::macros::operation!(@ends $($ends)?),
                request: <$request as $crate::messages::Fields<'_>>::FIELDS,
                response: <$response as $crate::messages::Fields<'_>>::FIELDS,
            };

            type Response<'r> = $crate::messages::macros::operation!(@response 'r $response $(<$rlt>)?);

            fn write_request(&self, writer: &mut $crate::xml::Writer<'_>, out: &mut $crate::messages::field::Out) {
                $crate::messages::Fields::write_fields(self, writer, out);
            }
        }
    };
    (@response $r:lifetime $response:ident) => { $response };
    (@response $r:lifetime $response:ident <$rlt:lifetime>) => { $response<$r> };
    (@ends) => { $crate::messages::Ends::No };
    (@ends $ends:ident) => { $crate::messages::Ends::$ends };
}
pub(crate) use operation;
