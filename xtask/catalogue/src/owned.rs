//! Core's owned messages: `core/src/owned/*.rs`.

use core::fmt::Write as _;

use super::File;
use super::rust::{doc, lifetime, method, module_doc, modules, rust_type, uses};
use crate::catalogue::{Catalogue, Choice, Element, Enumeration, Field, Occurs, Operation, Type, Value};

const CODEC: &[&str] = &[
    "Decode",
    "DecodeError",
    "ElementReader",
    "ElementWriter",
    "Encode",
    "FieldDescriptor",
    "Invalid",
    "OperationDescriptor",
    "find_word",
];

const TYPES: &[&str] = &[
    "Base64",
    "Date",
    "DateTime",
    "Decimal",
    "Guid",
    "NhsNumber",
    "OdsCode",
    "PatientRelationshipId",
    "PatientRelationshipKey",
    "Text",
    "Word",
];

/// A file's messages, and where they are.
struct Source<'c> {
    /// The module of the owned messages.
    module: &'c str,
    doc: &'c str,
    /// The module of the borrowed ones.
    borrowed: String,
    enumerations: &'c [Enumeration],
    elements: &'c [Element],
    choices: &'c [Choice],
    operations: &'c [Operation],
}

/// The files.
pub(super) fn files(catalogue: &Catalogue) -> Vec<File> {
    let mut files = Vec::new();
    for group in &catalogue.groups {
        let source = Source {
            module: &group.file,
            doc: &group.doc,
            borrowed: format!("crate::messages::{}", group.file),
            enumerations: &group.enumerations,
            elements: &group.elements,
            choices: &group.choices,
            operations: &group.operations,
        };
        files.push(file(catalogue, &source));
        let choices = &group.choices;
        files.push(super::serde::file(&group.file, &group.enumerations, &group.elements, choices));
    }
    let (words, elements) =
        (core::slice::from_ref(&catalogue.faults.code), core::slice::from_ref(&catalogue.faults.detail));
    let source = Source {
        module: "fault",
        doc: "A fault that can be kept when its reply is gone.",
        borrowed: "crate::fault".to_owned(),
        enumerations: words,
        elements,
        choices: &[],
        operations: &[],
    };
    files.push(file(catalogue, &source));
    files.push(super::serde::file("fault", words, elements, &[]));
    files
}

fn file(catalogue: &Catalogue, source: &Source<'_>) -> File {
    let module = source.module;
    let mut text = String::new();
    for one in source.enumerations {
        words(&mut text, one);
    }
    for one in source.elements {
        element(catalogue, &mut text, one);
        let request = one.name.strip_suffix("Response");
        for operation in source.operations.iter().filter(|operation| Some(operation.name.as_str()) == request)
        {
            call(catalogue, &mut text, operation);
        }
    }
    for one in source.choices {
        choice(catalogue, &mut text, one);
    }
    let mut head = module_doc(source.doc);
    head.push('\n');
    head.push_str(&uses("alloc::string", &["String"], &text));
    head.push_str(&uses("alloc::vec", &["Vec"], &text));
    head.push_str(&uses("core", &["fmt"], &text));
    head.push_str(&uses("core::str", &["FromStr"], &text));
    head.push('\n');
    let elements = source.elements.iter().flat_map(|element| &element.fields);
    let fields: Vec<&Field> =
        elements.chain(source.choices.iter().flat_map(|choice| &choice.fields)).collect();
    let own = if module == "fault" { "faults" } else { module };
    for (other, name) in modules(catalogue, own, &fields) {
        let _ = writeln!(head, "use super::{other}::{name};");
    }
    head.push_str(&uses("super::list", &["BoundedList"], &text));
    if text.contains(".in_field(") {
        head.push_str("use super::own::InField as _;\n");
    }
    head.push_str(&uses("super::own", &["Own", "decode_owned", "invalid"], &text));
    head.push_str(&uses("super::types", TYPES, &text));
    head.push_str(&uses("crate::codec", CODEC, &text));
    head.push_str(&uses("crate::error", &["InvalidValue"], &text));
    let _ = writeln!(head, "use {} as borrowed;", source.borrowed);
    let parts: Vec<_> = source.elements.iter().filter_map(|element| element.parts.as_deref()).collect();
    if !parts.is_empty() {
        let _ = writeln!(head, "// What streams is given out as it comes, and so is borrowed.");
        let _ = writeln!(head, "#[doc(no_inline)]\npub use borrowed::{{{}}};", parts.join(", "));
    }
    head.push_str(&uses("crate::messages", &["Operation", "Streamed"], &text));
    head.push_str(&uses("crate::profile", &["Version"], &text));
    head.push_str(&uses("crate::types", &["PageSize"], &text));
    (format!("core/src/owned/{module}.rs").into(), format!("{head}\n{text}"))
}

/// An enumeration.
fn words(text: &mut String, enumeration: &Enumeration) {
    let name = &enumeration.name;
    let (mut arms, mut as_str, mut known, mut owned) =
        (String::new(), String::new(), String::new(), String::new());
    for (at, (arm, meaning)) in enumeration.values.iter().enumerate() {
        let _ = writeln!(arms, "{}{arm},", doc(meaning));
        let _ = writeln!(as_str, "Self::{arm} => \"{arm}\",");
        let _ = writeln!(known, "Some({at}) => Ok(Self::{arm}),");
        let _ = writeln!(owned, "Self::{arm} => Ok({name}::{arm}),");
    }
    if let Some(unknown) = &enumeration.unknown {
        let at = enumeration.values.len();
        let _ = writeln!(known, "Some({at}) => Word::new(\"{unknown}\").map(Self::Unknown),");
    }
    let doc = doc(&enumeration.doc);
    let _ = write!(
        text,
        "{doc}#[derive(Clone, Debug, PartialEq, Eq)]
        pub enum {name} {{
            {arms}
            /// A word that is none of the others.
            Unknown(Word),
        }}

        impl {name} {{
            /// The words that are known.
            pub const WORDS: &'static [&'static str] = borrowed::{name}::WORDS;

            /// The word as it is written.
            #[must_use]
            pub fn as_str(&self) -> &str {{
                match self {{
                    {as_str}
                    Self::Unknown(word) => word.as_str(),
                }}
            }}

            /// The arm for a word, compared without regard to ASCII case.
            ///
            /// # Errors
            /// [`InvalidValue`] if it is not known and a message cannot carry it: it is empty, has white space around it, or
            /// characters that XML does not have.
            pub fn of(word: &str) -> Result<Self, InvalidValue> {{
                match find_word(Self::WORDS, word) {{
                    {known}
                    _ => Word::new(word).map(Self::Unknown),
                }}
            }}
        }}

        impl fmt::Display for {name} {{
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {{
                f.pad(self.as_str())
            }}
        }}

        impl FromStr for {name} {{
            type Err = InvalidValue;

            fn from_str(word: &str) -> Result<Self, InvalidValue> {{
                Self::of(word)
            }}
        }}

        impl Own for borrowed::{name}<'_> {{
            type Owned = {name};

            fn own(self) -> Result<{name}, DecodeError> {{
                match self {{
                    {owned}
                    Self::Unknown(word) => {{
                        let word: String = word.chars().collect();
                        {name}::of(&word).map_err(invalid)
                    }}
                }}
            }}
        }}\n\n"
    );
    conversions(text, name, "<'a>");
    let _ = write!(
        text,
        "impl Encode for {name} {{
            fn encode(&self, writer: &mut ElementWriter<'_, '_>) {{
                writer.text(self.as_str());
            }}
        }}\n\n"
    );
}

/// From the borrowed message, and from an element of a message.
fn conversions(text: &mut String, name: &str, lifetime: &str) {
    let any = lifetime.replace("'a", "'_");
    let (generics, reader) = if lifetime.is_empty() { ("", "'_") } else { ("<'a>", "'a") };
    let _ = write!(
        text,
        "impl TryFrom<borrowed::{name}{any}> for {name} {{
            type Error = DecodeError;

            /// # Errors
            /// That of the first item of a list that cannot be read, or of a word with white space around it.
            fn try_from(read: borrowed::{name}{any}) -> Result<Self, DecodeError> {{
                read.own()
            }}
        }}

        impl{generics} Decode<{reader}> for {name} {{
            fn decode(reader: &mut ElementReader<{reader}>) -> Result<Self, Invalid> {{
                decode_owned::<borrowed::{name}{lifetime}>(reader)
            }}
        }}\n\n"
    );
}

fn field_type(catalogue: &Catalogue, field: &Field) -> String {
    let item = rust_type(catalogue, &field.of, "");
    match field.occurs {
        Occurs::Once | Occurs::Arm => item,
        Occurs::Optional => format!("Option<{item}>"),
        Occurs::Any => format!("Vec<{item}>"),
        Occurs::Some(Some(most)) => format!("BoundedList<{item}, {most}>"),
        Occurs::Some(None) => format!("BoundedList<{item}>"),
    }
}

fn members(catalogue: &Catalogue, fields: &[Field]) -> String {
    let mut members = String::new();
    for field in fields {
        let of = field_type(catalogue, field);
        let _ = writeln!(members, "{}pub {}: {of},", doc(&field.doc), field.rust);
    }
    members
}

fn owned_members(fields: &[Field]) -> String {
    let mut members = String::new();
    for field in fields {
        let (variable, name) = (&field.rust, &field.name);
        let _ = writeln!(members, "{variable}: self.{variable}.own().in_field(\"{name}\")?,");
    }
    members
}

fn chain(fields: &[Field]) -> String {
    let mut chain = String::new();
    for field in fields {
        let method = if field.occurs.is_list() { "items" } else { method(field.occurs) };
        let _ = write!(chain, ".{method}(&self.{})", field.rust);
    }
    chain
}

/// An element with fields.
fn element(catalogue: &Catalogue, text: &mut String, element: &Element) {
    let name = &element.name;
    let lifetime = lifetime(catalogue, element, "'a");
    let any = lifetime.replace("'a", "'_");
    let derives = match (element.copy, element.fields.is_empty()) {
        (false, _) => "#[derive(PartialEq)]",
        (_, true) => "#[derive(Clone, Default, PartialEq)]",
        _ => "#[derive(Clone, PartialEq)]",
    };
    let is_bool = |field: &&Field| field.of == Type::Value(Value::Boolean) && field.occurs == Occurs::Once;
    let bools = if element.fields.iter().filter(is_bool).count() > 3 {
        "#[allow(clippy::struct_excessive_bools)] // As the profile has them.\n"
    } else {
        ""
    };
    let _ = write!(
        text,
        "{}{derives}
        {bools}pub struct {name} {{
            {}
        }}

        impl {name} {{
            /// Its fields, in the order in which they are written.
            pub const FIELDS: &'static [FieldDescriptor] = borrowed::{name}::FIELDS;
        }}

        impl Own for borrowed::{name}{any} {{
            type Owned = {name};

            fn own(self) -> Result<{name}, DecodeError> {{
                Ok({name} {{ {} }})
            }}
        }}\n\n",
        doc(element.rust_doc.as_ref().unwrap_or(&element.doc)),
        members(catalogue, &element.fields),
        owned_members(&element.fields)
    );
    conversions(text, name, &lifetime);
    let chain = chain(&element.fields);
    let (writer, body) = if chain.is_empty() {
        ("_", String::new())
    } else {
        ("writer", format!("writer.fields(Self::FIELDS){chain};"))
    };
    let _ = write!(
        text,
        "impl Encode for {name} {{
            fn encode(&self, {writer}: &mut ElementWriter<'_, '_>) {{
                {body}
            }}
        }}\n\n"
    );
    redacted(text, name);
}

fn redacted(text: &mut String, name: &str) {
    let _ = write!(
        text,
        "impl fmt::Debug for {name} {{
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {{
                // It may hold patient data.
                f.write_str(\"{name}(redacted)\")
            }}
        }}\n\n"
    );
}

/// An element with fields and one of several arms.
fn choice(catalogue: &Catalogue, text: &mut String, choice: &Choice) {
    let (name, arms_name) = (&choice.name, &choice.arm);
    let (mut arms, mut owned, mut written) = (String::new(), String::new(), String::new());
    for (at, arm) in choice.arms.iter().enumerate() {
        let (arm_name, of) = (&arm.rust, rust_type(catalogue, &arm.of, ""));
        let _ = writeln!(arms, "{}{arm_name}({of}),", doc(&arm.doc));
        let _ = writeln!(owned, "Self::{arm_name}(arm) => {arms_name}::{arm_name}(arm.own()?),");
        let _ = writeln!(written, "{arms_name}::{arm_name}(arm) => {{ fields.arm({at}, arm); }}");
    }
    let _ = write!(
        text,
        "{}#[derive(Clone, PartialEq)]
        pub struct {name} {{
            {}
            /// Its one arm.
            pub arm: {arms_name},
        }}

        {}#[derive(Clone, Debug, PartialEq)]
        #[allow(clippy::large_enum_variant)] // As the borrowed one: who reads one reads the other.
        pub enum {arms_name} {{
            {arms}
            /// One that is not known here; the common fields are.
            Unknown,
        }}

        impl {name} {{
            /// Its fields and then its arms, in the order in which they are written.
            pub const FIELDS: &'static [FieldDescriptor] = borrowed::{name}::FIELDS;
        }}

        impl Own for borrowed::{arms_name}<'_> {{
            type Owned = {arms_name};

            fn own(self) -> Result<{arms_name}, DecodeError> {{
                Ok(match self {{
                    {owned}
                    Self::Unknown => {arms_name}::Unknown,
                }})
            }}
        }}

        impl Own for borrowed::{name}<'_> {{
            type Owned = {name};

            fn own(self) -> Result<{name}, DecodeError> {{
                Ok({name} {{ {} arm: self.arm.own()? }})
            }}
        }}\n\n",
        doc(&choice.doc),
        members(catalogue, &choice.fields),
        doc(&choice.arm_doc),
        owned_members(&choice.fields)
    );
    conversions(text, name, "<'a>");
    let _ = write!(
        text,
        "impl Encode for {name} {{
            fn encode(&self, writer: &mut ElementWriter<'_, '_>) {{
                let mut fields = writer.fields(Self::FIELDS);
                fields{};
                match &self.arm {{
                    {written}
                    {arms_name}::Unknown => {{}}
                }}
            }}
        }}\n\n",
        chain(&choice.fields)
    );
    redacted(text, name);
}

/// A request's tie to its response.
fn call(catalogue: &Catalogue, text: &mut String, operation: &Operation) {
    let name = &operation.name;
    let response_name = format!("{name}Response");
    let _ = write!(
        text,
        "impl Operation for {name} {{
            const DESCRIPTOR: &'static OperationDescriptor = borrowed::{name}::DESCRIPTOR;

            type Response<'r> = {response_name};
        }}\n\n"
    );
    let parts = catalogue.element(&response_name).and_then(|response| response.parts.as_ref());
    if let Some(parts) = parts.filter(|_| operation.streams) {
        let _ = write!(
            text,
            "impl Streamed for {name} {{
                type Part<'p> = {parts}<'p>;
            }}\n\n"
        );
    }
}
