//! A Body with every field that a table has, made from the table alone.

use emis_core::messages::{Field, Kind, Occurs};

/// The Body's element.
pub(crate) fn body(name: &str, fields: &[Field]) -> String {
    format!("<{name} xmlns=\"urn:emis-ps:1\">{}</{name}>", all(fields, 0))
}

/// The same, where a list of items that are a choice has one item alone, of this arm.
pub(crate) fn body_with_arm(name: &str, fields: &[Field], arm: usize) -> String {
    let of_choices = |field: &&Field| matches!(field.kind(), Kind::Struct(inner) if arms(inner).count() > 0);
    let mut body = body(name, fields);
    if let Some(field) = fields.iter().find(of_choices) {
        let item = field.item_name().unwrap_or_default();
        let one = format!("<{item}>{}</{item}>", value(field.kind(), arm));
        body = body.replace(&element(field), &format!("<{0}>{one}</{0}>", field.name()));
    }
    body
}

/// All fields; of several arms the one that `arm` picks.
fn all(fields: &[Field], arm: usize) -> String {
    let arms: Vec<&str> = arms(fields).map(Field::name).collect();
    let picked = arms.get(arm % arms.len().max(1));
    let stands = |field: &&Field| field.occurs() != Occurs::Arm || picked == Some(&field.name());
    fields.iter().filter(stands).map(element).collect()
}

fn arms(fields: &[Field]) -> impl Iterator<Item = &Field> {
    fields.iter().filter(|field| field.occurs() == Occurs::Arm)
}

fn element(field: &Field) -> String {
    let name = field.name();
    let Some(item) = field.item_name() else { return format!("<{name}>{}</{name}>", value(field.kind(), 0)) };
    // Two items, or one for each arm.
    let count = match field.kind() {
        Kind::Struct(fields) => arms(fields).count().max(2),
        _ => 2,
    };
    let items: Vec<String> =
        (0..count).map(|arm| format!("<{item}>{}</{item}>", value(field.kind(), arm))).collect();
    format!("<{name}>{}</{name}>", items.concat())
}

fn value(kind: Kind, arm: usize) -> String {
    match kind {
        Kind::Int => "-42".into(),
        Kind::PageSize => "10".into(),
        Kind::Bool => "true".into(),
        Kind::Decimal => "-1.50".into(),
        Kind::Date => "2024-02-29".into(),
        Kind::DateTime => "2026-10-25T01:30:00.5+01:00".into(),
        Kind::Guid => format!("01234567-89ab-cdef-0123-456789abcde{}", arm % 10),
        Kind::Base64 => "PGI+wqM8L2I+\nIQ==".into(),
        Kind::Words(words) => words.first().copied().unwrap_or_default().into(),
        Kind::OdsCode => "A81001".into(),
        Kind::NhsNumber => "9434765919".into(),
        Kind::RelationshipId => "1-a".into(),
        Kind::RelationshipKey => "0123456789&amp;bcdef".into(),
        Kind::Version => "2.0".into(),
        Kind::Struct(fields) => all(fields, arm),
        // Text, and whatever a later table adds.
        Kind::Text(0..8) => "a&lt;".into(),
        _ => "a &amp; \u{e9}".into(),
    }
}
