//! Documents made from the tables of fields: a good one, and values that are good, bad, at the limit and one over it.

use emis_core::messages::{Field, Kind, Occurs};
use emis_core::profile::Version;

/// A value of this kind that is good.
pub fn sample(kind: &Kind, version: Version) -> String {
    match kind {
        Kind::Struct(fields) => whole(fields, version),
        _ => good(kind)[0].clone(),
    }
}

/// Values that are read, the first an ordinary one.
pub fn good(kind: &Kind) -> Vec<String> {
    let texts = |values: &[&str]| values.iter().map(|v| (*v).to_owned()).collect();
    match kind {
        Kind::Int => texts(&["7", "0", "-1", "9223372036854775807", "-9223372036854775808", "&#55;"]),
        Kind::PageSize => texts(&["10", "1", "1000"]),
        Kind::Bool => texts(&["true", "false", "1", "0", "&#x74;rue"]),
        Kind::Decimal => texts(&["1.5", "-0", "007", "123456789012345678.123456789012345678"]),
        Kind::Date => texts(&["2026-11-22", "0001-01-01", "9999-12-31", "2024-02-29"]),
        Kind::DateTime => texts(&[
            "2026-11-22T09:00:00",
            "2026-11-22T00:00:00.1",
            "2026-11-22T23:59:59.123456789Z",
            "2026-11-22T09:00:00+14:00",
            "2026-11-22T09:00:00-14:00",
        ]),
        Kind::Guid => {
            texts(&["0123abcd-4567-89ab-cdef-0123456789ab", "0123ABCD-4567-89AB-CDEF-0123456789AB"])
        }
        Kind::Text(n) => vec![
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
        Kind::Words(words) => words
            .iter()
            .flat_map(|w| [(*w).to_owned(), w.to_ascii_lowercase(), w.to_ascii_uppercase()])
            .chain([format!("&#{};{}", u32::from(words[0].as_bytes()[0]), &words[0][1..])])
            .collect(),
        Kind::OdsCode => texts(&["A81001", "A81", "ABCDEFGH12"]),
        Kind::NhsNumber => texts(&["9434765919"]),
        Kind::RelationshipId => vec!["a-B-9".into(), "x".repeat(64)],
        Kind::RelationshipKey => vec!["0123456789abcdef".into(), "~".repeat(128), "&amp;".repeat(16)],
        Kind::Version => texts(&["1.0", "2.1", "10.255"]),
        _ => panic!("no sample for {kind:?}"),
    }
}

/// Values that are not empty and not read.
pub fn bad(kind: &Kind) -> Vec<String> {
    let texts = |values: &[&str]| values.iter().map(|v| (*v).to_owned()).collect();
    match kind {
        Kind::Int => {
            texts(&["x", "-0", "00", "01", "+1", "1.0", "9223372036854775808", "-9223372036854775809", "0x1"])
        }
        Kind::PageSize => texts(&["0", "1001", "-1", "01", "x", "65537"]),
        Kind::Bool => texts(&["True", "TRUE", "yes", "2", "00"]),
        Kind::Decimal => texts(&[".5", "5.", "+1", "1e3", "1234567890123456789"]),
        Kind::Date => texts(&[
            "0000-01-01",
            "2026-02-29",
            "2026-13-01",
            "2026-4-01",
            "10000-01-01",
            "2026-11-22T00:00:00",
            "2026-11-22Z",
        ]),
        Kind::DateTime => texts(&[
            "2026-11-22",
            "2026-11-22T24:00:00",
            "2026-11-22T09:00",
            "2026-11-22 09:00:00",
            "2026-11-22T09:00:00.",
            "2026-11-22T09:00:00.1234567890",
            "2026-11-22T09:00:00+14:01",
            "2026-11-22T09:00:00z",
            "2026-02-29T09:00:00",
        ]),
        Kind::Guid => texts(&[
            "x",
            "0123abcd-4567-89ab-cdef-0123456789a",
            "0123abcd-4567-89ab-cdef-0123456789abc",
            "{0123abcd-4567-89ab-cdef-0123456789a}",
        ]),
        Kind::Text(n) => vec!["x".repeat(n + 1), "\u{1F600}".repeat(n + 1), "&amp;".repeat(n + 1)],
        Kind::OdsCode => texts(&["A8", "ABCDEFGH123", "a81001", "A81-1"]),
        Kind::NhsNumber => texts(&["9434765918", "943 476 5919", "943476591"]),
        Kind::RelationshipId => vec!["a_b".into(), "é".into(), "x".repeat(65)],
        Kind::RelationshipKey => {
            vec!["0123456789abcde".into(), "~".repeat(129), "0123456789abcde\u{E9}".into()]
        }
        Kind::Version => texts(&["1", "01.0", "1.00", "1.0.0", "v1.0"]),
        _ => vec![],
    }
}

/// One element.
pub fn element(name: &str, content: &str) -> String {
    format!("<{name}>{content}</{name}>")
}

/// A field's element with a good value; a list with two items.
pub fn written(field: &Field, version: Version) -> String {
    let value = sample(&field.kind, version);
    match (field.occurs, field.item_name()) {
        (Occurs::List, Some(item)) => element(field.name(), &element(item, &value).repeat(2)),
        _ => element(field.name(), &value),
    }
}

/// All of the fields that the version has, in the table's order.
pub fn whole(fields: &[Field], version: Version) -> String {
    fields.iter().filter(|f| f.since <= version).map(|f| written(f, version)).collect()
}

/// The same with one field's element replaced.
pub fn with(fields: &[Field], version: Version, index: usize, instead: &str) -> String {
    fields
        .iter()
        .enumerate()
        .filter(|(_, f)| f.since <= version)
        .map(|(i, f)| if i == index { instead.to_owned() } else { written(f, version) })
        .collect()
}
