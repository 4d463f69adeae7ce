//! Documents made from the tables of fields: the shortest and the fullest, and values that are good, bad, at the limit
//! and one over it.

use emis_core::messages::{FieldDescriptor, FieldType, Occurs};
use emis_core::profile::Version;

/// How much of what may be there is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// What has to be; lists are empty.
    Least,
    /// All that there is; lists have two items, or one of each arm.
    Whole,
}

pub const FORMS: [Form; 2] = [Form::Least, Form::Whole];

/// A value of this kind that is good.
pub fn sample(kind: &FieldType, version: Version) -> String {
    sample_of(kind, Form::Whole, version)
}

fn sample_of(kind: &FieldType, form: Form, version: Version) -> String {
    match kind {
        FieldType::Element(fields) => content(fields, form, version),
        _ => good(kind)[0].clone(),
    }
}

/// Values that are read, the first an ordinary one.
pub fn good(kind: &FieldType) -> Vec<String> {
    let texts = |values: &[&str]| values.iter().map(|v| (*v).to_owned()).collect();
    match kind {
        FieldType::Integer => {
            texts(&["7", "0", "-1", "9223372036854775807", "-9223372036854775808", "&#55;"])
        }
        FieldType::PageSize => texts(&["10", "1", "1000"]),
        FieldType::Boolean => texts(&["true", "false", "1", "0", "&#x74;rue"]),
        FieldType::Decimal => texts(&["1.5", "-0", "007", "123456789012345678.123456789012345678"]),
        FieldType::Date => texts(&["2026-11-22", "0001-01-01", "9999-12-31", "2024-02-29"]),
        FieldType::DateTime => texts(&[
            "2026-11-22T09:00:00",
            "2026-11-22T00:00:00.1",
            "2026-11-22T23:59:59.123456789Z",
            "2026-11-22T09:00:00+14:00",
            "2026-11-22T09:00:00-14:00",
        ]),
        FieldType::Guid => {
            texts(&["0123abcd-4567-89ab-cdef-0123456789ab", "0123ABCD-4567-89AB-CDEF-0123456789AB"])
        }
        FieldType::Text(n) => vec![
            "x".into(),
            " ".into(),
            " x\r\n".into(),
            "a &lt;b&gt; &amp;amp; &#xe9;&#x1F600; ]]&gt;"
                .chars()
                .take(if *n < 40 { 1 } else { 99 })
                .collect(),
            "x".repeat(*n),
            "\u{1F600}".repeat(*n),
            "&amp;".repeat(*n),
        ],
        FieldType::Word(words) => words
            .iter()
            .flat_map(|w| [(*w).to_owned(), w.to_ascii_lowercase(), w.to_ascii_uppercase()])
            .chain([format!("&#{};{}", u32::from(words[0].as_bytes()[0]), &words[0][1..])])
            .collect(),
        FieldType::OdsCode => texts(&["A81001", "A81", "ABCDEFGH12"]),
        FieldType::NhsNumber => texts(&["9434765919"]),
        FieldType::RelationshipId => vec!["a-B-9".into(), "x".repeat(64)],
        FieldType::RelationshipKey => vec!["0123456789abcdef".into(), "~".repeat(128), "&amp;".repeat(16)],
        FieldType::Version => texts(&["1.0", "2.1", "10.255"]),
        FieldType::Base64 => texts(&["QUJD", "QQ==", "QUI=", "Q U\nJ\tD", "+/+/"]),
        _ => panic!("no sample for {kind:?}"),
    }
}

/// Values that are not empty and not read.
pub fn bad(kind: &FieldType) -> Vec<String> {
    let texts = |values: &[&str]| values.iter().map(|v| (*v).to_owned()).collect();
    match kind {
        FieldType::Integer => {
            texts(&["x", "-0", "00", "01", "+1", "1.0", "9223372036854775808", "-9223372036854775809", "0x1"])
        }
        FieldType::PageSize => texts(&["0", "1001", "-1", "01", "x", "65537"]),
        FieldType::Boolean => texts(&["True", "TRUE", "yes", "2", "00"]),
        FieldType::Decimal => texts(&[
            ".5",
            "5.",
            "+1",
            "1e3",
            "1234567890123456789",
            "0.1234567890123456789",
            "1,5",
            "-",
            "--1",
        ]),
        FieldType::Date => texts(&[
            "0000-01-01",
            "2026-02-29",
            "1900-02-29",
            "2026-02-30",
            "2026-04-31",
            "2026-13-01",
            "2026-00-01",
            "2026-01-00",
            "2026-01-32",
            "2026-4-01",
            "10000-01-01",
            "2026-11-22T00:00:00",
            "2026-11-22Z",
        ]),
        FieldType::DateTime => texts(&[
            "2026-11-22",
            "2026-11-31T09:00:00",
            "2026-11-22T24:00:00",
            "2026-11-22T09:60:00",
            "2026-11-22T09:00:60",
            "2026-11-22T09:00:00-14:01",
            "2026-11-22T09:00",
            "2026-11-22 09:00:00",
            "2026-11-22T09:00:00.",
            "2026-11-22T09:00:00.1234567890",
            "2026-11-22T09:00:00+14:01",
            "2026-11-22T09:00:00z",
            "2026-02-29T09:00:00",
        ]),
        FieldType::Guid => texts(&[
            "x",
            "0123abcd-4567-89ab-cdef-0123456789a",
            "0123abcd-4567-89ab-cdef-0123456789abc",
            "{0123abcd-4567-89ab-cdef-0123456789a}",
        ]),
        FieldType::Text(n) => vec!["x".repeat(n + 1), "\u{1F600}".repeat(n + 1), "&amp;".repeat(n + 1)],
        FieldType::OdsCode => texts(&["A8", "ABCDEFGH123", "a81001", "A81-1"]),
        FieldType::NhsNumber => {
            // No digit at the end makes a number of one whose check would be 10.
            let no_number = (0..10).map(|digit| format!("100000001{digit}"));
            texts(&["9434765918", "943 476 5919", "943476591", "94347659190"])
                .into_iter()
                .chain(no_number)
                .collect()
        }
        FieldType::RelationshipId => vec!["a_b".into(), "é".into(), "x".repeat(65)],
        FieldType::RelationshipKey => {
            vec!["0123456789abcde".into(), "~".repeat(129), "0123456789abcde\u{E9}".into()]
        }
        FieldType::Version => texts(&["1", "01.0", "1.00", "1.0.0", "v1.0", "1.256"]),
        FieldType::Base64 => {
            texts(&["A", "AA", "AAA", "AA=", "AB==", "AAB=", "A*==", "====", "QUJD=", "-_-_", "QQ==QQ=="])
        }
        _ => vec![],
    }
}

/// One element.
pub fn element(name: &str, content: &str) -> String {
    format!("<{name}>{content}</{name}>")
}

/// A field's element around a value of it, or around an item of a list that is that value.
pub fn around(field: &FieldDescriptor, value: &str) -> String {
    match field.item_name() {
        Some(item) => element(field.name(), &element(item, value)),
        None => element(field.name(), value),
    }
}

/// A field's element with a good value; a list with two items, or with one of each arm.
pub fn written(field: &FieldDescriptor, version: Version) -> String {
    written_as(field, Form::Whole, version)
}

/// The same in the shortest form that is not absent.
pub fn written_as(field: &FieldDescriptor, form: Form, version: Version) -> String {
    let Some(item) = field.item_name() else {
        return element(field.name(), &sample_of(&field.holds(), form, version));
    };
    let values = match (form, field.occurs(), &field.holds()) {
        (Form::Least, Occurs::List, _) => vec![],
        (Form::Least, ..) => vec![sample_of(&field.holds(), form, version)],
        (Form::Whole, _, FieldType::Element(fields)) if arms(fields).next().is_some() => arms(fields)
            .map(|(i, arm)| with(fields, form, version, i, &written_as(arm, form, version)))
            .collect(),
        (Form::Whole, ..) => vec![sample_of(&field.holds(), form, version); 2],
    };
    element(field.name(), &values.iter().map(|value| element(item, value)).collect::<String>())
}

fn arms(fields: &[FieldDescriptor]) -> impl Iterator<Item = (usize, &FieldDescriptor)> {
    fields.iter().enumerate().filter(|(_, field)| field.occurs() == Occurs::Arm)
}

/// Whether the element has to be there.
pub fn is_required(field: &FieldDescriptor) -> bool {
    matches!(field.occurs(), Occurs::Once | Occurs::BoundedList(_))
}

/// All of the fields that the version has, in the table's order; of arms the first.
pub fn whole(fields: &[FieldDescriptor], version: Version) -> String {
    content(fields, Form::Whole, version)
}

/// The same, in one of the forms.
pub fn content(fields: &[FieldDescriptor], form: Form, version: Version) -> String {
    let arm = arms(fields).next().map(|(i, _)| i);
    let there = fields.iter().enumerate().filter(|(i, field)| {
        field.since() <= version
            && match field.occurs() {
                Occurs::Arm => arm == Some(*i),
                Occurs::Optional => form == Form::Whole,
                _ => true,
            }
    });
    there.map(|(_, field)| written_as(field, form, version)).collect()
}

/// The same with one field's element replaced; of arms it is this one.
pub fn with(fields: &[FieldDescriptor], form: Form, version: Version, index: usize, instead: &str) -> String {
    let arm = fields.get(index).filter(|field| field.occurs() == Occurs::Arm);
    let parts = fields.iter().enumerate().filter(|(_, field)| field.since() <= version).map(|(i, field)| {
        let other_arm = arm.is_some() && field.occurs() == Occurs::Arm;
        let left_out = field.occurs() == Occurs::Optional && form == Form::Least;
        let first = arms(fields).next().is_none_or(|(first, _)| i == first || field.occurs() != Occurs::Arm);
        match i == index {
            true => instead.to_owned(),
            false if other_arm || left_out || !first => String::new(),
            false => written_as(field, form, version),
        }
    });
    parts.collect()
}

/// Gets a way to put something in the place of a field, the table, and the field's place in it.
pub type Check<'c> = &'c dyn Fn(&dyn Fn(&str) -> String, &'static [FieldDescriptor], usize);

/// Every field of a table, also of the elements and of the lists' items inside.
pub fn each(fields: &'static [FieldDescriptor], form: Form, version: Version, check: Check<'_>) {
    each_in(fields, form, version, &str::to_owned, check);
}

fn each_in(
    fields: &'static [FieldDescriptor],
    form: Form,
    version: Version,
    outside: &dyn Fn(&str) -> String,
    check: Check<'_>,
) {
    for (i, field) in fields.iter().enumerate() {
        check(&|instead| outside(&with(fields, form, version, i, instead)), fields, i);
        if let FieldType::Element(inner) = field.holds() {
            let inside = |content: &str| outside(&with(fields, form, version, i, &around(field, content)));
            each_in(inner, form, version, &inside, check);
        }
    }
}

/// The Body of an element with these fields.
pub fn body(name: &str, fields: &str) -> String {
    format!("<{name} xmlns=\"urn:emis-ps:1\">{fields}</{name}>")
}

/// The same Body as our own senders never write it, so that only the validated walk takes it: with white space in its first
/// tag, and with a prefix where no element inside has a namespace of its own.
pub fn unusual(name: &str, fields: &str) -> Vec<String> {
    let mut ways = vec![format!("<{name} xmlns=\"urn:emis-ps:1\" >{fields}</{name}>")];
    if !fields.contains("xmlns") {
        let prefixed = fields.replace("</", "\0").replace('<', "<p:").replace('\0', "</p:");
        ways.push(format!("<p:{name} xmlns:p='urn:emis-ps:1'>{prefixed}</p:{name}>"));
    }
    ways
}
