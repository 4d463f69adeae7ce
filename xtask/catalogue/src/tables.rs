//! What the tables of spec/operations.md have in them.

use core::fmt::Write as _;

use crate::catalogue::{
    Allowed, Catalogue, Ends, Enumeration, Fault, Field, Occurs, Operation, ReadBack, Requirement, Type,
    Value,
};

/// The table of this name.
pub(super) fn table(catalogue: &Catalogue, name: &str) -> Option<String> {
    match name {
        "operations" => Some(operations(catalogue)),
        "versions" => Some(versions(catalogue)),
        "effects" => Some(effects(catalogue)),
        "faults" => Some(faults(catalogue)),
        "fault detail" => {
            let detail = &catalogue.faults.detail;
            let fields: Vec<_> = detail.fields.iter().collect();
            Some(format!("{FIELDS}| `{}` | {} |\n", detail.wire_name(), shown(&fields)))
        }
        _ => messages(catalogue, name.strip_prefix("messages ")?),
    }
}

const FIELDS: &str = "| element | fields, in this order |\n| --- | --- |\n";

/// The operations: where they may be called, and what they need.
fn operations(catalogue: &Catalogue) -> String {
    let mut table =
        "| operation | since | called | needs | ends its session |\n| --- | --- | --- | --- | --- |\n"
            .to_owned();
    for operation in catalogue.operations() {
        let called = match operation.session {
            Allowed::Outside => "outside a session",
            Allowed::Anywhere => "outside a session, and in any",
            Allowed::AnySession => "in any session",
            Allowed::Application => "in an application session",
            Allowed::Patient => "in a patient session",
        };
        let needs = match operation.requires {
            None => "",
            Some(Requirement::Appointments) => "Appointments",
            Some(Requirement::Prescribing) => "Prescribing",
            Some(Requirement::MedicalRecord) => "MedicalRecord, a full account",
            Some(Requirement::Messaging) => "Messaging, a full account",
            Some(Requirement::FullAccount) => "a full account",
        };
        let ends = match operation.ends {
            Ends::No => "",
            Ends::WithReply => "with its reply",
            Ends::Always => "always",
        };
        let Operation { name, since, .. } = operation;
        let _ = writeln!(table, "| {name} | {since} | {called} | {needs} | {ends} |");
    }
    table
}

/// What each version adds.
fn versions(catalogue: &Catalogue) -> String {
    let mut table = "| version | operations | fields |\n| --- | --- | --- |\n".to_owned();
    for version in &catalogue.versions {
        let operations = catalogue.operations().filter(|it| it.since == *version);
        let operations: Vec<_> = operations.map(|it| it.name.as_str()).collect();
        let mut fields = Vec::new();
        // What every version has had is not told.
        if *version != catalogue.versions[0] {
            for element in catalogue.elements() {
                let added = element.fields.iter().filter(|field| field.since == *version);
                fields.extend(added.map(|field| format!("`{}` of {}", field.name, element.name)));
            }
        }
        let _ = writeln!(table, "| {version} | {} | {} |", operations.join(", "), fields.join(", "));
    }
    table
}

/// The elements of the operations of a section; those that an earlier section has are not repeated.
fn messages(catalogue: &Catalogue, section: &str) -> Option<String> {
    let (mut elements, mut words) = (String::new(), String::new());
    let mut seen = Vec::new();
    let mut found = false;
    for operation in catalogue.operations().filter(|operation| !operation.exact) {
        let here = operation.section == section;
        found |= here;
        for name in [operation.name.clone(), operation.response()] {
            let of = Type::Element(name.clone());
            let mut rows = vec![row(catalogue, &name, &of)];
            parts(catalogue, &of, &mut seen, &mut rows, &mut words, here);
            if here {
                elements.extend(rows);
            }
        }
        if here && !operation.faults.is_empty() {
            let order = if operation.checked_in_order { ", in this order" } else { "" };
            let _ = writeln!(elements, "| its own faults{order} | {} |", operation.faults.join(", "));
        }
    }
    if !words.is_empty() {
        words = format!("\n| enumeration | words |\n| --- | --- |\n{words}");
    }
    found.then(|| format!("{FIELDS}{elements}{words}"))
}

/// The rows of what an element holds, as far as it is not known yet, and its enumerations.
fn parts(
    catalogue: &Catalogue,
    of: &Type,
    seen: &mut Vec<Type>,
    rows: &mut Vec<String>,
    words: &mut String,
    here: bool,
) {
    for field in catalogue.fields(of) {
        if seen.contains(&field.of) {
            continue;
        }
        match &field.of {
            Type::Value(_) | Type::Text(_) => {}
            Type::Enumeration(name) => {
                let all = catalogue.enumeration(name).into_iter().flat_map(Enumeration::words);
                if here {
                    let _ = writeln!(words, "| `{name}` | {} |", all.collect::<Vec<_>>().join(", "));
                }
                seen.push(field.of.clone());
            }
            Type::Element(name) | Type::Choice(name) => {
                seen.push(field.of.clone());
                rows.push(row(catalogue, name, &field.of));
                parts(catalogue, &field.of, seen, rows, words, here);
            }
        }
    }
}

fn row(catalogue: &Catalogue, name: &str, of: &Type) -> String {
    let fields = catalogue.fields(of);
    let paged = matches!(fields.last(), Some(field) if matches!(field.name.as_str(), "After" | "Next"));
    let fields: Vec<_> = fields.into_iter().filter(|field| !(paged && is_of_a_page(field))).collect();
    let also = match (paged, fields.is_empty()) {
        (true, true) => "those of a page",
        (true, false) => ", and those of a page",
        (false, true) => "none",
        (false, false) => "",
    };
    format!("| `{name}` | {}{also} |\n", shown(&fields))
}

fn is_of_a_page(field: &Field) -> bool {
    matches!(field.name.as_str(), "MaximumItems" | "After" | "Next")
}

fn shown(fields: &[&Field]) -> String {
    let (arms, fields): (Vec<&Field>, Vec<&Field>) = fields.iter().partition(|it| it.occurs == Occurs::Arm);
    let mut text = fields.into_iter().map(field).collect::<Vec<_>>().join(", ");
    if !arms.is_empty() {
        let arms: Vec<_> = arms.into_iter().map(field).collect();
        let _ = write!(text, ", and exactly one of {}", arms.join(", "));
    }
    text
}

/// A field, as `Slots/Slot[0..n]` or `StartTime datetime`: its type is left out if it has the same name.
fn field(field: &Field) -> String {
    let name = field.item.as_ref().map_or(field.name.clone(), |item| format!("{}/{item}", field.name));
    let of = match &field.of {
        Type::Value(value) => type_name(*value).to_owned(),
        Type::Text(limit) => format!("text({limit})"),
        Type::Enumeration(name) | Type::Element(name) | Type::Choice(name) => name.clone(),
    };
    let of = if of == *field.item.as_ref().unwrap_or(&field.name) { String::new() } else { format!(" {of}") };
    let occurs = match field.occurs {
        Occurs::Once | Occurs::Arm => String::new(),
        Occurs::Optional => "[0..1]".to_owned(),
        Occurs::Any => "[0..n]".to_owned(),
        Occurs::Some(None) => "[1..n]".to_owned(),
        Occurs::Some(Some(most)) => format!("[1..{most}]"),
    };
    let since = if field.since == "1.0" { String::new() } else { format!(" ({})", field.since) };
    format!("`{name}{of}{occurs}`{since}")
}

fn type_name(value: Value) -> &'static str {
    match value {
        Value::Integer | Value::PageSize => "int",
        Value::Boolean => "bool",
        Value::Decimal => "decimal",
        Value::Date => "date",
        Value::DateTime => "datetime",
        Value::Guid => "guid",
        Value::OdsCode => "OdsCode",
        Value::NhsNumber => "NhsNumber",
        Value::RelationshipId => "PatientRelationshipId",
        Value::RelationshipKey => "PatientRelationshipKey",
        Value::Version => "version",
        Value::Base64 => "base64",
    }
}

/// What each operation changes, and how a client whose reply was lost finds out whether it did.
fn effects(catalogue: &Catalogue) -> String {
    let none = catalogue.operations().filter(|operation| !operation.changes());
    let none: Vec<_> = none.map(|operation| operation.name.as_str()).collect();
    let mut table = format!(
        "| operation | effect | read back by | it took place | it did not, and never will | cannot tell |\n\
         | --- | --- | --- | --- | --- | --- |\n\
         | {} | none: it may be asked again | | | | |\n",
        none.join(", ")
    );
    for operation in catalogue.operations() {
        if let Some(read_back) = &operation.read_back {
            let _ = writeln!(table, "| {} | changes | {} |", operation.name, effect(read_back));
        }
    }
    table
}

/// The last four columns.
fn effect(read_back: &ReadBack) -> String {
    match read_back {
        ReadBack::Operation { operation, request, before, confirm, took_place, did_not, cannot_tell } => {
            let mut by = operation.clone();
            if !request.is_empty() {
                let fields: Vec<_> =
                    request.iter().map(|(name, value)| format!("`{name}`: {value}")).collect();
                let _ = write!(by, " with {}", fields.join("; "));
            }
            if let Some(confirm) = confirm {
                let _ = write!(by, ", then {}", confirm.operation);
            }
            if let Some(before) = before {
                let _ = write!(by, "; before the change, by the same operation: {before}");
            }
            let cannot_tell = cannot_tell.as_deref().unwrap_or("");
            format!("{by} | {took_place} | {did_not} | {cannot_tell}")
        }
        ReadBack::RelationshipKey { operation, took_place, did_not } => {
            format!(
                "{operation}, as the first call of a session with the old key | {took_place} | {did_not} |"
            )
        }
        ReadBack::Again { why } => format!("nothing: the same request may be sent again. {why} | | |"),
        ReadBack::Nothing { why } => format!("nothing. {why} | | |"),
        ReadBack::CannotTell { why } => format!("nothing | | | {why}"),
    }
}

/// The words of faults, a row for each group.
fn faults(catalogue: &Catalogue) -> String {
    let mut table = "| group | words (supplier's number where publicly known) |\n| --- | --- |\n".to_owned();
    for group in catalogue.faults.all.chunk_by(|a, b| a.group == b.group) {
        let word = |fault: &Fault| match fault.supplier {
            Some(number) => format!("{} ({number})", fault.name),
            None => fault.name.clone(),
        };
        let words: Vec<_> = group.iter().map(word).collect();
        let name = group.first().map_or("", |fault| &fault.group);
        let _ = writeln!(table, "| {name} | {} |", words.join(", "));
    }
    table
}
