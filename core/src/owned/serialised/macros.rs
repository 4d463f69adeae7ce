//! The traits for elements, made of their list of fields.

/// An element with fields.
macro_rules! structure {
    ($name:ident { $($field:ident: ($($type:tt)+) = $tag:literal [$($item:ident)?],)* }) => {
        const _: () = {
            use serde_core::de::{self, MapAccess, Visitor};
            #[allow(unused_imports)]
            use $crate::owned::serialised::{Entry, Name};

            const FIELDS: &[&str] = &[$($tag),*];

            impl serde_core::Serialize for $name {
                #[allow(unused_mut)]
                fn serialize<S: serde_core::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                    let length = 0 $(+ usize::from(self.$field.is_there()))*;
                    let mut out = serializer.serialize_struct(stringify!($name), length)?;
                    $(self.$field.put(&mut out, $tag, &[$(stringify!($item))?])?;)*
                    serde_core::ser::SerializeStruct::end(out)
                }
            }

            struct Fields;

            impl<'de> Visitor<'de> for Fields {
                type Value = $name;

                fn expecting(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                    f.write_str(concat!("the fields of ", stringify!($name)))
                }

                #[allow(dead_code, unused_variables, non_camel_case_types)]
                fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<$name, A::Error> {
                    enum Place { $($field,)* }
                    $(let mut $field: Option<$($type)+> = None;)*
                    while let Some(found) = map.next_key_seed(Name(FIELDS))? {
                        match found {
                            $(Some(found) if found == Place::$field as usize => {
                                if $field.is_some() {
                                    return Err(de::Error::duplicate_field($tag));
                                }
                                $field = Some(Entry::take(&mut map, &[$(stringify!($item))?])?);
                            })*
                            _ => drop(map.next_value::<de::IgnoredAny>()?),
                        }
                    }
                    Ok($name {
                        $($field: $crate::owned::serialised::settled($field, $tag)?,)*
                    })
                }
            }

            impl<'de> serde_core::Deserialize<'de> for $name {
                fn deserialize<D: serde_core::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    deserializer.deserialize_struct(stringify!($name), FIELDS, Fields)
                }
            }
        };
    };
}
pub(crate) use structure;

/// An element that is a choice.
macro_rules! choice {
    (
        $name:ident { $($field:ident: ($($type:tt)+) = $tag:literal,)* }
        $arms:ident { $($arm:ident($held:ident),)* }
    ) => {
        const _: () = {
            use serde_core::de::{self, MapAccess, Visitor};
            use $crate::owned::serialised::{Entry, Name};

            const FIELDS: &[&str] = &[$($tag,)* $(stringify!($arm),)*];

            impl serde_core::Serialize for $name {
                fn serialize<S: serde_core::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                    let arm = usize::from(!matches!(self.arm, $arms::Unknown));
                    let length = arm $(+ usize::from(self.$field.is_there()))*;
                    let mut out = serializer.serialize_struct(stringify!($name), length)?;
                    $(self.$field.put(&mut out, $tag, &[])?;)*
                    match &self.arm {
                        $($arms::$arm(arm) => arm.put(&mut out, stringify!($arm), &[])?,)*
                        $arms::Unknown => {}
                    }
                    serde_core::ser::SerializeStruct::end(out)
                }
            }

            struct Fields;

            impl<'de> Visitor<'de> for Fields {
                type Value = $name;

                fn expecting(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                    f.write_str(concat!("the fields of ", stringify!($name)))
                }

                #[allow(non_camel_case_types)]
                fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<$name, A::Error> {
                    enum Place { $($field,)* $($arm,)* }
                    $(let mut $field: Option<$($type)+> = None;)*
                    let mut arm = $arms::Unknown;
                    while let Some(found) = map.next_key_seed(Name(FIELDS))? {
                        match found {
                            $(Some(found) if found == Place::$field as usize => {
                                if $field.is_some() {
                                    return Err(de::Error::duplicate_field($tag));
                                }
                                $field = Some(Entry::take(&mut map, &[])?);
                            })*
                            $(Some(found) if found == Place::$arm as usize => {
                                if !matches!(arm, $arms::Unknown) {
                                    return Err(de::Error::custom("more than one kind of item"));
                                }
                                arm = $arms::$arm(Entry::take(&mut map, &[])?);
                            })*
                            _ => drop(map.next_value::<de::IgnoredAny>()?),
                        }
                    }
                    Ok($name {
                        $($field: $crate::owned::serialised::settled($field, $tag)?,)*
                        arm,
                    })
                }
            }

            impl<'de> serde_core::Deserialize<'de> for $name {
                fn deserialize<D: serde_core::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    deserializer.deserialize_struct(stringify!($name), FIELDS, Fields)
                }
            }
        };
    };
}
pub(crate) use choice;
