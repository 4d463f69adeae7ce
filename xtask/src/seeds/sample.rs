//! A Body with every field of a descriptor table.

use emis_core::messages::{FieldDescriptor, FieldType, Occurs};

/// The Body's element.
pub(crate) fn body(name: &str, fields: &[FieldDescriptor]) -> String {
    format!("<{name} xmlns=\"urn:emis-ps:1\">{}</{name}>", all(fields, 0))
}

/// The same, where a list of items that are a choice has one item alone, of this arm.
pub(crate) fn body_with_arm(name: &str, fields: &[FieldDescriptor], arm: usize) -> String {
    let of_choices = |field: &&FieldDescriptor| matches!(field.holds(), FieldType::Element(inner) if arms(inner).count() > 0);
    let mut body = body(name, fields);
    if let Some(field) = fields.iter().find(of_choices) {
        let item = field.item_name().unwrap_or_default();
        let one = format!("<{item}>{}</{item}>", value(field.holds(), arm));
        body = body.replace(&element(field), &format!("<{0}>{one}</{0}>", field.name()));
    }
    body
}

/// All fields; of several arms the one that `arm` picks.
fn all(fields: &[FieldDescriptor], arm: usize) -> String {
    let arms: Vec<&str> = arms(fields).map(FieldDescriptor::name).collect();
    let picked = arms.get(arm % arms.len().max(1));
    let stands = |field: &&FieldDescriptor| field.occurs() != Occurs::Arm || picked == Some(&field.name());
    fields.iter().filter(stands).map(element).collect()
}

fn arms(fields: &[FieldDescriptor]) -> impl Iterator<Item = &FieldDescriptor> {
    fields.iter().filter(|field| field.occurs() == Occurs::Arm)
}

fn element(field: &FieldDescriptor) -> String {
    let name = field.name();
    let Some(item) = field.item_name() else {
        return format!("<{name}>{}</{name}>", value(field.holds(), 0));
    };
    // Two items, or one for each arm.
    let count = match field.holds() {
        FieldType::Element(fields) => arms(fields).count().max(2),
        _ => 2,
    };
    let items: Vec<String> =
        (0..count).map(|arm| format!("<{item}>{}</{item}>", value(field.holds(), arm))).collect();
    format!("<{name}>{}</{name}>", items.concat())
}

fn value(kind: FieldType, arm: usize) -> String {
    match kind {
        FieldType::Integer => "-42".into(),
        FieldType::PageSize => "10".into(),
        FieldType::Boolean => "true".into(),
        FieldType::Decimal => "-1.50".into(),
        FieldType::Date => "2024-02-29".into(),
        FieldType::DateTime => "2026-10-25T01:30:00.5+01:00".into(),
        FieldType::Guid => format!("01234567-89ab-cdef-0123-456789abcde{}", arm % 10),
        FieldType::Base64 => "PGI+wqM8L2I+\nIQ==".into(),
        FieldType::Word(words) => words.first().copied().unwrap_or_default().into(),
        FieldType::OdsCode => "A81001".into(),
        FieldType::NhsNumber => "9434765919".into(),
        FieldType::RelationshipId => "1-a".into(),
        FieldType::RelationshipKey => "0123456789&amp;bcdef".into(),
        FieldType::Version => "2.0".into(),
        FieldType::Element(fields) => all(fields, arm),
        // Text, and whatever a later table adds.
        FieldType::Text(0..8) => "a&lt;".into(),
        _ => "a &amp; \u{e9}".into(),
    }
}
