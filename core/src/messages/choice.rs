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
            use $crate::messages::value::{Member, Put, Take, Value};
            use $crate::messages::walk::{Record, Written};

            /// The places in the table: of the fields, and behind them of the arms.
            #[allow(non_camel_case_types)]
            enum Place { $($field,)* $($arm,)* }

            impl<'a> Fields<'a> for $name $(<$a>)? {
                const FIELDS: &'static [Field] = &[
                    $(Field::new(
                        concat!("<", $tag, ">"),
                        None,
                        $crate::profile::Version::V1_0,
                        <$type as Member<'_>>::OCCURS,
                        <$type as Member<'_>>::HOLDS,
                    ),)*
                    $(Field::new(
                        concat!("<", stringify!($arm), ">"),
                        None,
                        $crate::profile::Version::V1_0,
                        Occurs::Arm,
                        <$held as Value<'_>>::KIND,
                    ),)*
                ];

                const BLANK: Self =
                    Self { $($field: <$type as Member<'_>>::ABSENT,)* arm: $arms::Unknown };
            }

            impl<'a> Record<'a> for $name $(<$a>)? {
                fn field_mut(&mut self, index: usize) -> Option<&mut (dyn Take<'a> + '_)> {
                    match index {
                        $(index if index == Place::$field as usize => return Some(&mut self.$field),)*
                        $(index if index == Place::$arm as usize => {
                            self.arm = $arms::$arm(<$held as Value<'a>>::BLANK);
                        })*
                        _ => return None,
                    }
                    match &mut self.arm {
                        $($arms::$arm(held) => Some(held),)*
                        $arms::Unknown => None,
                    }
                }

                fn clear(&mut self) {
                    *self = <Self as Fields<'_>>::BLANK;
                }

                fn is_whole(&self) -> bool {
                    !matches!(self.arm, $arms::Unknown)
                }
            }

            impl $(<$a>)? Written for $name $(<$a>)? {
                fn field(&self, index: usize) -> Option<&(dyn Put + '_)> {
                    match index {
                        $(index if index == Place::$field as usize => Some(&self.$field),)*
                        _ => match &self.arm {
                            $($arms::$arm(arm) if index == Place::$arm as usize => Some(arm),)*
                            _ => None,
                        },
                    }
                }
            }

            $crate::messages::macros::record_value! { ['a] $name $(<$a>)? }
        };
    };
}
pub(crate) use choice;
