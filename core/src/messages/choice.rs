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
            use $crate::messages::field::{Field, Occurs};
            use $crate::messages::value::{Member, Put, Value};
            use $crate::messages::walk::{Failed, Input, Out, Record, Written, read_record};
            use $crate::messages::Row;

            /// The places in the table: of the fields, and behind them of the arms.
            #[allow(non_camel_case_types)]
            enum Place { $($field,)* $($arm,)* }

            impl<'a> Fields<'a> for $name $(<$a>)? {
                const FIELDS: &'static [Field] = &[
                    $(Field::new(
                        $tag,
                        None,
                        $crate::profile::Version::V1_0,
                        <$type as Member<'_>>::OCCURS,
                        <$type as Member<'_>>::HOLDS,
                    ),)*
                    $(Field::new(
                        stringify!($arm),
                        None,
                        $crate::profile::Version::V1_0,
                        Occurs::Arm,
                        <$held as Value<'_>>::KIND,
                    ),)*
                ];

                const ROWS: &'static [Row] = &[
                    $(Row::new(
                        $tag,
                        None,
                        $crate::profile::Version::V1_0,
                        <$type as Member<'_>>::OCCURS,
                        <$type as Member<'_>>::HOLDS,
                    ),)*
                    $(Row::new(
                        stringify!($arm),
                        None,
                        $crate::profile::Version::V1_0,
                        Occurs::Arm,
                        <$held as Value<'_>>::KIND,
                    ),)*
                ];

                #[inline(never)]
                fn blank() -> Self {
                    Self { $($field: <$type as Member<'_>>::absent(),)* arm: $arms::Unknown }
                }
            }

            impl<'a> Record<'a> for $name $(<$a>)? {
                #[inline(never)]
                fn read(&mut self, input: &mut Input<'a>) -> Result<(), Failed> {
                    read_record(self, input, &<Self as Fields<'a>>::ROWS)
                }

                fn read_field(
                    &mut self,
                    input: &mut Input<'a>,
                    index: usize,
                ) -> Result<(), Failed> {
                    match index {
                        $(index if index == Place::$field as usize => return self.$field.read(input),)*
                        $(index if index == Place::$arm as usize => {
                            self.arm = $arms::$arm(<$held as Value<'a>>::blank());
                        })*
                        _ => {}
                    }
                    match &mut self.arm {
                        $($arms::$arm(held) => held.read(input),)*
                        $arms::Unknown => Err(input.invalid()),
                    }
                }

                #[cfg(feature = "strict-walk")]
                fn clear(&mut self) {
                    *self = <Self as Fields<'a>>::blank();
                }
            }

            impl $(<$a>)? Written for $name $(<$a>)? {
                fn put(&self, index: usize, out: &mut Out<'_, '_>, row: &'static Row) {
                    match index {
                        $(index if index == Place::$field as usize => Put::put(&self.$field, out, row),)*
                        _ => match &self.arm {
                            $($arms::$arm(arm) if index == Place::$arm as usize => Put::put(arm, out, row),)*
                            _ => {}
                        },
                    }
                }
            }

            $crate::messages::macros::record_value! { ['a] $name $(<$a>)? }
        };
    };
}
pub(crate) use choice;
