//! Serde's traits for core's owned messages: `core/src/owned/serialised/*.rs`.

use core::fmt::Write as _;

use super::File;
use super::rust::{module_doc, uses};
use crate::catalogue::{Choice, Element, Enumeration, Field, Occurs};

/// The file of a module.
pub(super) fn file(
    module: &str,
    enumerations: &[Enumeration],
    elements: &[Element],
    choices: &[Choice],
) -> File {
    let mut text = String::new();
    let mut names = Vec::new();
    for one in enumerations {
        words(&mut text, &one.name);
        names.push(one.name.as_str());
    }
    for one in elements {
        structure(&mut text, &one.name, &one.fields, None);
        names.push(one.name.as_str());
    }
    for one in choices {
        let arms: Vec<_> = one.arms.iter().map(|arm| arm.rust.as_str()).collect();
        structure(&mut text, &one.name, &one.fields, Some((&one.arm, &arms)));
        names.push(one.name.as_str());
        names.push(one.arm.as_str());
    }
    names.sort_unstable();
    let mut head = module_doc("Serde's traits for the messages of one group.");
    head.push('\n');
    head.push_str(if text.contains("A::Error::custom") { "use serde_core::de::Error as _;\n" } else { "" });
    head.push_str(&uses("serde_core::de", &["MapAccess"], &text));
    head.push_str(&uses("serde_core", &["Deserialize", "Deserializer", "Serialize", "Serializer"], &text));
    head.push('\n');
    head.push_str(&uses(
        "super",
        &["FieldMap", "FieldsSerializer", "FromFields", "Parse", "is_there", "read_fields", "required"],
        &text,
    ));
    head.push_str(&uses(&format!("crate::owned::{module}"), &names, &text));
    (format!("core/src/owned/serialised/{module}.rs").into(), format!("{head}\n{text}"))
}

fn words(text: &mut String, name: &str) {
    let _ = write!(
        text,
        "impl Serialize for {name} {{
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {{
                serializer.serialize_str(self.as_str())
            }}
        }}

        impl<'de> Deserialize<'de> for {name} {{
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {{
                deserializer.deserialize_string(Parse(Self::of))
            }}
        }}\n\n"
    );
}

fn structure(text: &mut String, name: &str, fields: &[Field], arms: Option<(&str, &[&str])>) {
    let (mut names, mut written, mut variables, mut matched, mut made) =
        (String::new(), String::new(), String::new(), String::new(), String::new());
    let mut count = 0;
    let mut length = String::new();
    for (at, field) in fields.iter().enumerate() {
        let (tag, variable) = (&field.name, &field.rust);
        let item = field.item.as_deref().unwrap_or_default();
        let _ = write!(names, "\"{tag}\", ");
        if field.occurs == Occurs::Optional {
            let _ = write!(length, " + is_there(&self.{variable})");
        } else {
            count += 1;
        }
        let _ = match field.occurs {
            Occurs::Once | Occurs::Arm => {
                let _ = writeln!(variables, "let mut {variable} = None;");
                let _ = writeln!(matched, "{at} => {variable} = Some(fields.value()?),");
                let _ = writeln!(made, "{variable}: required({variable}, \"{tag}\")?,");
                writeln!(written, "fields.value(\"{tag}\", &self.{variable})?;")
            }
            Occurs::Optional => {
                let _ = writeln!(variables, "let mut {variable} = None;");
                let _ = writeln!(matched, "{at} => {variable} = fields.optional()?,");
                let _ = writeln!(made, "{variable},");
                writeln!(written, "fields.optional(\"{tag}\", &self.{variable})?;")
            }
            Occurs::Any => {
                let _ = writeln!(variables, "let mut {variable} = None;");
                let _ = writeln!(matched, "{at} => {variable} = Some(fields.list(&[\"{item}\"])?),");
                let _ = writeln!(made, "{variable}: {variable}.unwrap_or_default(),");
                writeln!(written, "fields.list(\"{tag}\", \"{item}\", &self.{variable})?;")
            }
            Occurs::Some(_) => {
                let _ = writeln!(variables, "let mut {variable} = None;");
                let _ = writeln!(matched, "{at} => {variable} = Some(fields.bounded_list(&[\"{item}\"])?),");
                let _ = writeln!(made, "{variable}: required({variable}, \"{tag}\")?,");
                writeln!(written, "fields.list(\"{tag}\", \"{item}\", &self.{variable})?;")
            }
        };
    }
    if let Some((arms_name, arms)) = arms {
        variables.push_str("let mut arm = None;\n");
        let (first, last) = (fields.len(), fields.len() + arms.len() - 1);
        let _ = writeln!(
            matched,
            "{first}..={last} if arm.is_some() => return Err(A::Error::custom(\"more than one kind of item\")),"
        );
        let mut serialised = String::new();
        for (at, arm) in arms.iter().enumerate() {
            let _ = write!(names, "\"{arm}\", ");
            let place = fields.len() + at;
            let _ = writeln!(matched, "{place} => arm = Some({arms_name}::{arm}(fields.value()?)),");
            let _ = writeln!(serialised, "{arms_name}::{arm}(arm) => fields.value(\"{arm}\", arm)?,");
        }
        let _ = write!(made, "arm: arm.unwrap_or({arms_name}::Unknown),");
        let _ = write!(length, " + usize::from(self.arm != {arms_name}::Unknown)");
        let _ = writeln!(written, "match &self.arm {{\n{serialised}{arms_name}::Unknown => {{}}\n}}");
    }
    let walk = if matched.is_empty() {
        "while fields.next_field()?.is_some() {}".to_owned()
    } else {
        format!(
            "while let Some(place) = fields.next_field()? {{
                match place {{
                    {matched}
                    _ => fields.skip()?,
                }}
            }}"
        )
    };
    let count = match (count, length.strip_prefix(" + ")) {
        (0, Some(rest)) => rest.to_owned(),
        (count, _) => format!("{count}{length}"),
    };
    let mutable = if written.is_empty() { "" } else { "mut " };
    let _ = write!(
        text,
        "impl Serialize for {name} {{
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {{
                let {mutable}fields = FieldsSerializer::new(serializer, \"{name}\", {count})?;
                {written}
                fields.end()
            }}
        }}

        impl FromFields for {name} {{
            const NAME: &'static str = \"{name}\";
            const FIELDS: &'static [&'static str] = &[{names}];

            fn from_fields<'de, A: MapAccess<'de>>(fields: &mut FieldMap<A>) -> Result<Self, A::Error> {{
                {variables}
                {walk}
                Ok(Self {{ {made} }})
            }}
        }}

        impl<'de> Deserialize<'de> for {name} {{
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {{
                read_fields(deserializer)
            }}
        }}\n\n"
    );
}
