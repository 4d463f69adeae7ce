//! Core's borrowed messages: `core/src/messages/*.rs`.

use core::fmt::Write as _;

use super::File;
use super::rust::{
    constant, doc, lifetime, method, module_doc, modules, rust_type, type_name, underscored, uses, version,
};
use crate::catalogue::{
    Allowed, Catalogue, Choice, Element, Ends, Enumeration, Faults, Field, Group, Occurs, Operation,
    ReadBack, Requirement, Type, Value,
};

const CODEC: &[&str] = &[
    "Allowed",
    "BoundedList",
    "Decode",
    "Effect",
    "ElementReader",
    "ElementWriter",
    "Encode",
    "EndsSession",
    "FieldDescriptor",
    "FieldType",
    "FieldsReader",
    "Invalid",
    "List",
    "OperationDescriptor",
    "Requirement",
    "WordRead",
    "find_word",
    "required",
];

const TYPES: &[&str] = &[
    "Base64",
    "Date",
    "DateTime",
    "Decimal",
    "Guid",
    "NhsNumber",
    "OdsCode",
    "PageSize",
    "PatientRelationshipId",
    "PatientRelationshipKey",
    "Text",
    "Word",
];

/// The files.
pub(super) fn files(catalogue: &Catalogue) -> Vec<File> {
    let mut files: Vec<_> = catalogue.groups.iter().map(|group| file(catalogue, group)).collect();
    files.push(("core/src/messages/table.rs".into(), table(catalogue)));
    files.push(("core/src/fault/detail.rs".into(), fault(catalogue, &catalogue.faults)));
    files
}

fn file(catalogue: &Catalogue, group: &Group) -> File {
    let mut text = String::new();
    for enumeration in &group.enumerations {
        words(&mut text, enumeration, "");
    }
    for one in &group.elements {
        element(catalogue, &mut text, one);
        let request = one.name.strip_suffix("Response");
        for operation in group.operations.iter().filter(|operation| Some(operation.name.as_str()) == request)
        {
            call(catalogue, &mut text, operation);
        }
    }
    for one in &group.choices {
        choice(catalogue, &mut text, one);
    }
    for operation in group.operations.iter().filter(|operation| operation.exact) {
        exact(&mut text, operation);
    }
    let elements = group.elements.iter().flat_map(|element| &element.fields);
    let fields: Vec<&Field> =
        elements.chain(group.choices.iter().flat_map(|choice| &choice.fields)).collect();
    let head = head(catalogue, &group.doc, &group.file, &fields, &text);
    (format!("core/src/messages/{}.rs", group.file).into(), format!("{head}\n{text}"))
}

/// What a fault says, which is in a room of its own.
fn fault(catalogue: &Catalogue, faults: &Faults) -> String {
    let mut text = String::new();
    // A word is found again when its message is gone.
    words(&mut text, &faults.code, "pub(super) ");
    element(catalogue, &mut text, &faults.detail);
    let fields: Vec<&Field> = faults.detail.fields.iter().collect();
    let head = head(catalogue, "What a fault says.", "faults", &fields, &text);
    format!("{head}\n{text}")
}

/// The documentation and the imports of a file.
fn head(catalogue: &Catalogue, doc: &str, file: &str, fields: &[&Field], text: &str) -> String {
    let mut head = module_doc(doc);
    head.push('\n');
    head.push_str(&uses("core", &["fmt"], text));
    head.push('\n');
    for (module, name) in modules(catalogue, file, fields) {
        let _ = writeln!(head, "use super::{module}::{name};");
    }
    head.push_str(&uses("super", &["Operation", "Paged", "Parts", "Streamed"], text));
    head.push_str(&uses("crate::codec", CODEC, text));
    head.push_str(&uses("crate::profile", &["Version"], text));
    head.push_str(&uses("crate::types", TYPES, text));
    head
}

/// An enumeration.
fn words(text: &mut String, enumeration: &Enumeration, visible: &str) {
    let name = &enumeration.name;
    let mut arms = String::new();
    let mut list = String::new();
    let mut as_str = String::new();
    let mut known = String::new();
    for (at, (arm, meaning)) in enumeration.values.iter().enumerate() {
        let _ = writeln!(arms, "{}{arm},", doc(meaning));
        let _ = write!(list, "\"{arm}\", ");
        let _ = writeln!(as_str, "Self::{arm} => \"{arm}\",");
        let _ = writeln!(known, "{at} => Self::{arm},");
    }
    if let Some(unknown) = &enumeration.unknown {
        let _ = write!(list, "\"{unknown}\"");
    }
    let rest = if enumeration.unknown.is_some() { "// The word \"Unknown\" itself.\n" } else { "" };
    let doc = doc(&enumeration.doc);
    let _ = write!(
        text,
        "{doc}#[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum {name}<'a> {{
            {arms}
            /// A word that is none of the others.
            Unknown(Word<'a>),
        }}

        impl<'a> {name}<'a> {{
            /// The words that are known.
            pub const WORDS: &'static [&'static str] = &[{list}];

            /// The word as it is written.
            #[must_use]
            pub fn as_str(&self) -> &'a str {{
                match self {{
                    {as_str}
                    Self::Unknown(word) => word.as_str(),
                }}
            }}

            /// The arm for a word, compared without regard to ASCII case.
            #[must_use]
            pub fn of(word: &'a str) -> Self {{
                find_word(Self::WORDS, word).map_or(Self::Unknown(Word::plain(word)), Self::at)
            }}

            /// The arm of a word's place.
            {visible}fn at(place: usize) -> Self {{
                match place {{
                    {known}
                    {rest}_ => Self::Unknown(Word::plain(\"Unknown\")),
                }}
            }}
        }}

        impl fmt::Display for {name}<'_> {{
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {{
                f.pad(self.as_str())
            }}
        }}

        impl<'a> Decode<'a> for {name}<'a> {{
            fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {{
                Ok(match reader.word(Self::WORDS)? {{
                    WordRead::Known(place) => Self::at(place),
                    WordRead::Other(word) => Self::Unknown(Word::raw(word)),
                }})
            }}
        }}

        impl Encode for {name}<'_> {{
            fn encode(&self, writer: &mut ElementWriter<'_, '_>) {{
                match self {{
                    Self::Unknown(word) => word.encode(writer),
                    known => writer.raw(known.as_str()),
                }}
            }}
        }}

        "
    );
}

/// A field's type in its struct.
fn field_type(catalogue: &Catalogue, field: &Field) -> String {
    let item = rust_type(catalogue, &field.of, "'a");
    match field.occurs {
        Occurs::Once | Occurs::Arm => item,
        Occurs::Optional => format!("Option<{item}>"),
        Occurs::Any => format!("List<'a, {item}>"),
        Occurs::Some(Some(most)) => format!("BoundedList<'a, {item}, {most}>"),
        Occurs::Some(None) => format!("BoundedList<'a, {item}>"),
    }
}

fn descriptor(field: &Field) -> String {
    let name = &field.name;
    let holds = match &field.of {
        Type::Value(value) => format!("FieldType::{value:?}"),
        Type::Text(limit) => format!("FieldType::Text({})", underscored(*limit)),
        Type::Enumeration(words) => format!("FieldType::Word({words}::WORDS)"),
        Type::Element(of) | Type::Choice(of) => format!("FieldType::Element({of}::FIELDS)"),
    };
    let item = field.item.as_deref().unwrap_or_default();
    let mut made = match field.occurs {
        Occurs::Once => format!("FieldDescriptor::once(\"{name}\", {holds})"),
        Occurs::Optional => format!("FieldDescriptor::optional(\"{name}\", {holds})"),
        Occurs::Arm => format!("FieldDescriptor::arm(\"{name}\", {holds})"),
        Occurs::Any => format!("FieldDescriptor::list(\"{name}\", \"{item}\", {holds})"),
        Occurs::Some(most) => {
            let most = most.map_or("usize::MAX".to_owned(), |most| most.to_string());
            format!("FieldDescriptor::bounded_list(\"{name}\", \"{item}\", {most}, {holds})")
        }
    };
    if field.since != "1.0" {
        let _ = write!(made, ".from_version({})", version(&field.since));
    }
    made
}

/// An element with fields: its struct, its descriptors, and how it is read and written.
fn element(catalogue: &Catalogue, text: &mut String, element: &Element) {
    let name = &element.name;
    let (own, any) = (lifetime(catalogue, element, "'a"), lifetime(catalogue, element, "'_"));
    let derives = match (element.copy, element.compare, element.fields.is_empty()) {
        (false, _, _) => "",
        (_, _, true) => "#[derive(Clone, Copy, Default)]\n",
        (_, true, _) => "#[derive(Clone, Copy, PartialEq, Eq)]\n",
        _ => "#[derive(Clone, Copy)]\n",
    };
    let mut members = String::new();
    let mut descriptors = String::new();
    for field in &element.fields {
        let of = field_type(catalogue, field);
        let _ = writeln!(members, "{}pub {}: {of},", doc(&field.doc), field.rust);
        let _ = writeln!(descriptors, "{},", descriptor(field));
    }
    let is_bool = |field: &&Field| field.of == Type::Value(Value::Boolean) && field.occurs == Occurs::Once;
    let bools = if element.fields.iter().filter(is_bool).count() > 3 {
        "#[allow(clippy::struct_excessive_bools)] // As the profile has them.\n"
    } else {
        ""
    };
    let mut description = element.rust_doc.as_ref().unwrap_or(&element.doc).clone();
    if let Some(operation) = catalogue.operation(name) {
        description.push_str(&known(operation));
    }
    let _ = write!(
        text,
        "{}{derives}{bools}pub struct {name}{own} {{\n{members}}}\n
        impl {name}{any} {{
            /// Its fields, in the order in which they are written.
            pub const FIELDS: &'static [FieldDescriptor] = &[{descriptors}];
        }}\n\n",
        doc(&description)
    );
    let variables: Vec<_> = element.fields.iter().map(|field| (field.rust.clone(), field)).collect();
    decode(text, name, &own, &variables, "", "");
    let mut chain = String::new();
    for (variable, field) in &variables {
        let _ = write!(chain, ".{}(&self.{variable})", method(field.occurs));
    }
    encode(text, name, &any, &chain, "");
    redacted(text, name, &any);
    if let Some(parts_name) = &element.parts {
        parts(catalogue, text, element, parts_name);
    }
}

/// How an element is read. `arms` are further arms of the match, and `last` a further field.
fn decode(text: &mut String, name: &str, own: &str, fields: &[(String, &Field)], arms: &str, last: &str) {
    let mut variables = String::new();
    let mut matched = String::new();
    let mut made = String::new();
    for (at, (variable, field)) in fields.iter().enumerate() {
        let _ = writeln!(variables, "let mut {variable} = None;");
        let method = if field.occurs == Occurs::Optional { "value" } else { method(field.occurs) };
        let _ = writeln!(matched, "{at} => {variable} = fields.{method}(),");
        let _ = match field.occurs {
            Occurs::Once | Occurs::Some(_) | Occurs::Arm => {
                writeln!(made, "{variable}: required({variable})?,")
            }
            Occurs::Optional => writeln!(made, "{variable},"),
            Occurs::Any => writeln!(made, "{variable}: {variable}.unwrap_or_default(),"),
        };
    }
    let body = if fields.is_empty() {
        "let mut fields = FieldsReader::new(reader, Self::FIELDS);
        while fields.next_field().is_some() {
            fields.skip();
        }
        fields.finish()?;
        Ok(Self {})"
            .to_owned()
    } else {
        format!(
            "{variables}{}let mut fields = FieldsReader::new(reader, Self::FIELDS);
            while let Some(place) = fields.next_field() {{
                match place {{
                    {matched}{arms}
                    _ => fields.skip(),
                }}
            }}
            fields.finish()?;
            Ok(Self {{ {made}{last} }})",
            if arms.is_empty() { "" } else { "let mut arm = None;\n" }
        )
    };
    let reader = if own.is_empty() { "'_" } else { "'a" };
    let generics = own;
    let _ = write!(
        text,
        "impl{generics} Decode<{reader}> for {name}{own} {{
            fn decode(reader: &mut ElementReader<{reader}>) -> Result<Self, Invalid> {{
                {body}
            }}
        }}\n\n"
    );
}

/// How an element is written: a chain of fields, and what stands behind it.
fn encode(text: &mut String, name: &str, any: &str, chain: &str, rest: &str) {
    let (writer, body) = match (chain, rest) {
        ("", _) => ("_", String::new()),
        (chain, "") => ("writer", format!("writer.fields(Self::FIELDS){chain};")),
        (chain, rest) => {
            ("writer", format!("let mut fields = writer.fields(Self::FIELDS);\nfields{chain};\n{rest}"))
        }
    };
    let _ = write!(
        text,
        "impl Encode for {name}{any} {{
            fn encode(&self, {writer}: &mut ElementWriter<'_, '_>) {{
                {body}
            }}
        }}\n\n"
    );
}

fn redacted(text: &mut String, name: &str, any: &str) {
    let _ = write!(
        text,
        "impl fmt::Debug for {name}{any} {{
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {{
                // It may hold patient data.
                f.write_str(\"{name}(redacted)\")
            }}
        }}\n\n"
    );
}

/// What a streaming reply gives out of a response: the items of its lists, or its content.
fn parts(catalogue: &Catalogue, text: &mut String, element: &Element, parts: &str) {
    let mut arms = String::new();
    let mut matched = String::new();
    for (at, field) in element.fields.iter().enumerate().filter(|(_, field)| field.occurs.is_list()) {
        let (list, item) = (&field.name, field.item.as_deref().unwrap_or_default());
        let of = rust_type(catalogue, &field.of, "'a");
        let read = type_name(&field.of);
        let _ = writeln!(arms, "/// One of the `{list}`.\n{item}({of}),");
        let _ = writeln!(matched, "{at} => Some({read}::decode(reader).map(Self::{item})),");
    }
    let has_content = element.fields.iter().any(|field| field.of == Type::Value(Value::Base64));
    if has_content {
        arms.push_str("/// The next bytes of the content, decoded from base64.\nContent(&'a [u8]),\n");
    }
    let (place, reader) = if matched.is_empty() { ("_", "_") } else { ("place", "reader") };
    let body = if matched.is_empty() {
        "None".to_owned()
    } else {
        format!("match place {{\n{matched}_ => None,\n}}")
    };
    let content = if has_content {
        "\n\nfn content(bytes: &'a [u8]) -> Option<Self> {\nSome(Self::Content(bytes))\n}"
    } else {
        ""
    };
    let _ = write!(
        text,
        "/// What a streaming reply gives out of a [`{}`].
        #[derive(Clone, Copy)]
        #[non_exhaustive]
        #[allow(clippy::large_enum_variant)] // There is no heap to put the large ones.
        pub enum {parts}<'a> {{
            {arms}
        }}

        impl<'a> Parts<'a> for {parts}<'a> {{
            fn item({place}: usize, _: &'static FieldDescriptor, {reader}: &mut ElementReader<'a>) -> Option<Result<Self, Invalid>> {{
                {body}
            }}{content}
        }}\n\n",
        element.name
    );
    redacted(text, parts, "<'_>");
}

/// An element with fields and one of several arms.
fn choice(catalogue: &Catalogue, text: &mut String, choice: &Choice) {
    let (name, arms_name) = (&choice.name, &choice.arm);
    let mut members = String::new();
    let mut descriptors = String::new();
    for field in &choice.fields {
        let of = field_type(catalogue, field);
        let _ = writeln!(members, "{}pub {}: {of},", doc(&field.doc), field.rust);
        let _ = writeln!(descriptors, "{},", descriptor(field));
    }
    let mut arms = String::new();
    let mut read = String::new();
    let mut written = String::new();
    for (at, arm) in choice.arms.iter().enumerate() {
        let (arm_name, of) = (&arm.rust, rust_type(catalogue, &arm.of, "'a"));
        let _ = writeln!(arms, "{}{arm_name}({of}),", doc(&arm.doc));
        let _ = writeln!(descriptors, "{},", descriptor(arm));
        let place = choice.fields.len() + at;
        let _ = writeln!(read, "{place} => arm = fields.value().map({arms_name}::{arm_name}),");
        let _ = writeln!(written, "{arms_name}::{arm_name}(arm) => {{ fields.arm({at}, arm); }}");
    }
    let _ = write!(
        text,
        "{}#[derive(Clone, Copy)]
        pub struct {name}<'a> {{
            {members}
            /// Its one arm.
            pub arm: {arms_name}<'a>,
        }}

        {}#[derive(Clone, Copy, Debug)]
        #[allow(clippy::large_enum_variant)] // There is no heap to put the large ones.
        pub enum {arms_name}<'a> {{
            {arms}
            /// One that is not known here; the common fields are.
            Unknown,
        }}

        impl {name}<'_> {{
            /// Its fields and then its arms, in the order in which they are written.
            pub const FIELDS: &'static [FieldDescriptor] = &[{descriptors}];
        }}\n\n",
        doc(&choice.doc),
        doc(&choice.arm_doc)
    );
    let variables: Vec<_> = choice.fields.iter().map(|field| (field.rust.clone(), field)).collect();
    let last = format!("arm: arm.unwrap_or({arms_name}::Unknown),");
    decode(text, name, "<'a>", &variables, &read, &last);
    let mut chain = String::new();
    for (variable, field) in &variables {
        let _ = write!(chain, ".{}(&self.{variable})", method(field.occurs));
    }
    let rest = format!("match &self.arm {{\n{written}{arms_name}::Unknown => {{}}\n}}");
    encode(text, name, "<'_>", &chain, &rest);
    redacted(text, name, "<'_>");
}

/// What is known of an operation.
fn operation_descriptor(operation: &Operation, request: &str, response: &str) -> String {
    let allowed = match operation.session {
        Allowed::Outside => "Outside",
        Allowed::Anywhere => "Anywhere",
        Allowed::AnySession => "AnySession",
        Allowed::Application => "Application",
        Allowed::Patient => "Patient",
    };
    let ends = match operation.ends {
        Ends::No => "No",
        Ends::WithReply => "WithReply",
        Ends::Always => "Always",
    };
    let requirement = match operation.requires {
        None => "Nothing",
        Some(Requirement::Appointments) => "Appointments",
        Some(Requirement::Prescribing) => "Prescribing",
        Some(Requirement::MedicalRecord) => "MedicalRecord",
        Some(Requirement::Messaging) => "Messaging",
        Some(Requirement::FullAccount) => "FullAccount",
    };
    let effect = match &operation.read_back {
        None => "Effect::None".to_owned(),
        Some(ReadBack::Operation { operation, .. }) => {
            format!("Effect::Changes {{ read_back: Some(\"{operation}\") }}")
        }
        Some(_) => "Effect::Changes { read_back: None }".to_owned(),
    };
    format!(
        "&OperationDescriptor {{
            name: \"{name}\",
            response_name: \"{name}Response\",
            since: {since},
            allowed: Allowed::{allowed},
            requirement: Requirement::{requirement},
            effect: {effect},
            paged: {paged},
            ends: EndsSession::{ends},
            request: {request},
            response: {response},
        }}",
        name = operation.name,
        since = version(&operation.since),
        paged = operation.pages.is_some(),
    )
}

/// What a caller should know of an operation, behind its description.
fn known(operation: &Operation) -> String {
    let mut text = String::new();
    if !operation.faults.is_empty() {
        let faults: Vec<_> = operation.faults.iter().map(|fault| format!("`{fault}`")).collect();
        let order = if operation.checked_in_order { ", in the order in which they are checked" } else { "" };
        let _ = write!(text, "\n\nIts own faults{order}: {}.", faults.join(", "));
    }
    match &operation.read_back {
        None => {}
        Some(ReadBack::Operation { operation, took_place, did_not, cannot_tell, .. }) => {
            let _ = write!(
                text,
                "\n\nIf its reply is lost, `{operation}` shows whether it took place: {took_place} It did not: {did_not}"
            );
            if let Some(cannot_tell) = cannot_tell {
                let _ = write!(text, " It cannot be told: {cannot_tell}");
            }
        }
        Some(ReadBack::RelationshipKey { took_place, did_not, .. }) => {
            let _ = write!(
                text,
                "\n\nIf its reply is lost, the relationship's keys show whether it took place: {took_place} It did not: {did_not}"
            );
        }
        Some(ReadBack::Again { why } | ReadBack::Nothing { why } | ReadBack::CannotTell { why }) => {
            let _ = write!(text, "\n\nIf its reply is lost: {why}");
        }
    }
    text
}

/// A request's tie to its response.
fn call(catalogue: &Catalogue, text: &mut String, operation: &Operation) {
    let name = &operation.name;
    let response_name = format!("{name}Response");
    let (Some(request), Some(response)) = (catalogue.element(name), catalogue.element(&response_name)) else {
        return;
    };
    let any = lifetime(catalogue, request, "'_");
    let descriptor = operation_descriptor(operation, "Self::FIELDS", &format!("{response_name}::FIELDS"));
    let _ = write!(
        text,
        "impl Operation for {name}{any} {{
            const DESCRIPTOR: &'static OperationDescriptor = {descriptor};

            type Response<'r> = {response_name}{};
        }}\n\n",
        lifetime(catalogue, response, "'r")
    );
    if let Some(parts) = response.parts.as_ref().filter(|_| operation.streams) {
        let _ = write!(text, "impl Streamed for {name}{any} {{\ntype Part<'p> = {parts}<'p>;\n}}\n\n");
    }
    let Some(list) =
        operation.pages.as_ref().and_then(|list| response.fields.iter().find(|f| &f.name == list))
    else {
        return;
    };
    let item = type_name(&list.of);
    let items = &list.rust;
    let rest = if request.fields.len() > 1 { ", ..*self" } else { "" };
    let _ = write!(
        text,
        "impl Paged for {name}<'_> {{
            type With<'n>
                = {name}<'n>
            where
                Self: 'n;
            type Item<'r> = {item}<'r>;

            fn after(&self) -> Option<Text<'_, 64>> {{
                self.after
            }}

            fn with_after<'n>(&'n self, after: Option<Text<'n, 64>>) -> {name}<'n> {{
                {name} {{ after{rest} }}
            }}

            fn next<'r>(response: &Self::Response<'r>) -> Option<Text<'r, 64>> {{
                response.next
            }}

            fn items<'r>(response: &Self::Response<'r>) -> List<'r, {item}<'r>> {{
                response.{items}
            }}
        }}\n\n"
    );
}

/// An operation whose messages are exact: it has no struct.
fn exact(text: &mut String, operation: &Operation) {
    let constant = constant(&operation.name);
    let descriptor = operation_descriptor(operation, "&[]", "&[]");
    let _ = write!(
        text,
        "/// What is known of {}. Its messages are of the exact form (protocol.md section 3), which has no table of fields.
        pub const {constant}: &OperationDescriptor = {descriptor};\n\n",
        operation.name
    );
}

/// The list of all operations.
fn table(catalogue: &Catalogue) -> String {
    let mut rows = String::new();
    let mut modules: Vec<&str> = Vec::new();
    for operation in catalogue.operations() {
        let name = &operation.name;
        let has = |group: &&Group| group.operations.iter().any(|one| one.name == *name);
        let module = catalogue.groups.iter().find(has).map_or("", |group| &group.file);
        modules.push(module);
        let _ = if operation.exact {
            writeln!(rows, "{module}::{},", constant(name))
        } else {
            writeln!(rows, "{module}::{name}::DESCRIPTOR,")
        };
    }
    modules.sort_unstable();
    modules.dedup();
    format!(
        "{}
        use super::{{Operation as _, {}}};
        use crate::codec::OperationDescriptor;

        /// Every operation, in the order of operations.md.
        pub static OPERATIONS: &[&OperationDescriptor] = &[{rows}];
        ",
        module_doc("The list of all operations."),
        modules.join(", ")
    )
}
