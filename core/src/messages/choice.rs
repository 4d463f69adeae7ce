//! The macro for an element that is a choice: fields that all have, and exactly one arm of several.
//!
//! The arms share one place, which keeps the struct as small as its largest arm. So it is not made by `message!`, where
//! each arm would have a place of its own.

/// The fields as for `message!`, then the arms: each is named as its element, and holds an element with fields.
macro_rules! choice {
    (
        $(#[$meta:meta])*
        $name:ident<$lt:lifetime> {
            $($(#[$field_meta:meta])* $field:ident: $type:ty = $tag:literal,)*
        }
        $(#[$arms_meta:meta])*
        $arms:ident<$arms_lt:lifetime> {
            $($(#[$arm_meta:meta])* $arm:ident($held:ident<$held_lt:lifetime>),)*
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy)]
        pub struct $name<$lt> {
            $($(#[$field_meta])* pub $field: $type,)*
            /// What kind of item it is.
            pub arm: $arms<$lt>,
        }

        $(#[$arms_meta])*
        #[derive(Clone, Copy, Debug)]
        #[allow(clippy::large_enum_variant)] // There is no heap to put the large ones.
        pub enum $arms<$arms_lt> {
            $($(#[$arm_meta])* $arm($held<$held_lt>),)*
            /// One that is not known here; the common fields are.
            Unknown,
        }

        impl core::fmt::Debug for $name<'_> {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                // It may hold patient data.
                f.write_str(concat!(stringify!($name), "(redacted)"))
            }
        }

        $crate::messages::choice::choice!(@impl $name<'a> $arms<'a> {
            $($field: $type = $tag,)*
        } {
            $($arm($held<'a>),)*
        });
    };
    (@impl $name:ident $(<$a:lifetime>)? $arms:ident $(<$b:lifetime>)? {
        $($field:ident: $type:ty = $tag:literal,)*
    } {
        $($arm:ident($held:ty),)*
    }) => {
        const _: () = {
            use $crate::messages::Fields;
            use $crate::messages::field::{
                Context, Field, Kind, Occurs, Out, Problem as FieldProblem, ProblemKind, Side, Walk, bare,
            };
            use $crate::messages::value::{Member, Value};
            use $crate::xml::{Cursor, Writer};

            /// The places in the table: of the fields, and behind them of the arms.
            #[allow(non_camel_case_types)]
            enum Place { $($field,)* $($arm,)* }

            impl<'a> Fields<'a> for $name $(<$a>)? {
                const FIELDS: &'static [Field] = &[
                    $(Field {
                        tag: concat!("<", $tag, ">"),
                        item: None,
                        since: $crate::profile::Version::V1_0,
                        occurs: <$type as Member<'_>>::OCCURS,
                        kind: <$type as Member<'_>>::HOLDS,
                    },)*
                    $(Field {
                        tag: concat!("<", stringify!($arm), ">"),
                        item: None,
                        since: $crate::profile::Version::V1_0,
                        occurs: Occurs::Arm,
                        kind: <$held as Value<'_>>::KIND,
                    },)*
                ];

                fn read_fields(
                    cursor: &mut Cursor<'a>,
                    own: &'static str,
                    context: Context,
                ) -> Result<Self, FieldProblem<'a>> {
                    $(let mut $field: Option<$type> = None;)*
                    let mut arm = None;
                    let mut walk = Walk::new(own, Self::FIELDS, context);
                    while let Some(found) = walk.next(cursor) {
                        let Some(field) = Self::FIELDS.get(found) else { break };
                        let read = match found {
                            $(found if found == Place::$field as usize => {
                                <$type as Member<'a>>::read_into(cursor, field, context, &mut $field)
                            })*
                            _ => read_arm(cursor, found, field.tag, context).and_then(|read| {
                                // Two known arms contradict each other.
                                if arm.replace(read).is_some() {
                                    Err(FieldProblem::invalid(field.tag))
                                } else {
                                    Ok(())
                                }
                            }),
                        };
                        walk.keep(found, read);
                    }
                    $(walk.settle(Place::$field as usize, &mut $field, <$type as Member<'a>>::absent());)*
                    walk.done()?;
                    let arm = match (arm, context.side) {
                        (Some(arm), _) => arm,
                        (None, Side::Response) => $arms::Unknown,
                        (None, Side::Request) => return Err(FieldProblem::new(ProblemKind::Missing, own)),
                    };
                    match ($($field,)*) {
                        ($(Some($field),)*) => Ok(Self { $($field,)* arm }),
                        _ => Err(FieldProblem::new(ProblemKind::Invalid, own)),
                    }
                }

                fn write_fields(&self, writer: &mut Writer<'_>, out: &mut Out) {
                    $(if let Some(field) = Self::FIELDS.get(Place::$field as usize) {
                        self.$field.put(writer, field, out);
                    })*
                    match &self.arm {
                        $($arms::$arm(arm) => {
                            if let Some(field) = Self::FIELDS.get(Place::$arm as usize) {
                                arm.put(writer, field, out);
                            }
                        })*
                        $arms::Unknown => {}
                    }
                }
            }

            fn read_arm<'a>(
                cursor: &mut Cursor<'a>,
                found: usize,
                tag: &'static str,
                context: Context,
            ) -> Result<$arms $(<$b>)?, FieldProblem<'a>> {
                $(if found == Place::$arm as usize {
                    return <$held as Value<'a>>::read(cursor, tag, context).map($arms::$arm);
                })*
                cursor.skip();
                Err(FieldProblem::invalid(tag))
            }

            impl<'a> Value<'a> for $name $(<$a>)? {
                const KIND: Kind = Kind::Struct(<Self as Fields<'a>>::FIELDS);

                fn read(
                    cursor: &mut Cursor<'a>,
                    tag: &'static str,
                    context: Context,
                ) -> Result<Self, FieldProblem<'a>> {
                    Self::read_fields(cursor, bare(tag), context)
                }

                fn write(&self, writer: &mut Writer<'_>, out: &mut Out) {
                    self.write_fields(writer, out);
                }
            }
        };
    };
}
pub(crate) use choice;
