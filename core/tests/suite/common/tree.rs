//! A second reader of messages, of which nothing is shared with core but the tables of fields: it builds a tree with
//! `roxmltree`, and makes of it the JSON that the owned message has by `serde`.
#![allow(missing_docs, unreachable_pub)]
#![allow(clippy::expect_used, clippy::panic)] // a test that cannot go on stops

use emis_core::messages::{FieldDescriptor, FieldType, Occurs};
use roxmltree::Node;
use serde_json::{Map, Value, json};

const NAMESPACE: &str = "urn:emis-ps:1";

/// The JSON of a Body's element, if it is this one.
pub fn message(body: &str, name: &str, fields: &[FieldDescriptor]) -> Option<Value> {
    // Line ends are read as line feeds before all else (XML 1.0, 2.11); `roxmltree` mixes them up with references.
    let body = body.replace("\r\n", "\n").replace('\r', "\n");
    let document = roxmltree::Document::parse(&body).ok()?;
    let root = document.root_element();
    root.has_tag_name((NAMESPACE, name)).then(|| element(root, fields))
}

/// The child elements of a name.
fn children<'n>(node: Node<'n, 'n>, name: &str) -> impl Iterator<Item = Node<'n, 'n>> {
    node.children().filter(move |child| child.has_tag_name((NAMESPACE, name)))
}

fn element(node: Node<'_, '_>, fields: &[FieldDescriptor]) -> Value {
    let mut map = Map::new();
    for field in fields {
        let mut found = children(node, field.name());
        let first = found.next();
        assert!(found.next().is_none(), "{} stands twice", field.name());
        if let Some(item) = field.item_name() {
            let items = first.into_iter().flat_map(|list| children(list, item));
            let items: Vec<_> = items.map(|item| value(item, field.holds())).collect();
            map.insert(field.name().into(), json!({ item: items }));
        } else if let Some(node) = first {
            if field.occurs() != Occurs::Optional || node.has_children() {
                map.insert(field.name().into(), value(node, field.holds()));
            }
        } else {
            assert!(matches!(field.occurs(), Occurs::Optional | Occurs::Arm), "{} is missing", field.name());
        }
    }
    Value::Object(map)
}

fn value(node: Node<'_, '_>, kind: FieldType) -> Value {
    let text: String = node.children().filter_map(|child| child.text()).collect();
    match kind {
        FieldType::Element(fields) => element(node, fields),
        FieldType::Integer => json!(text.parse::<i64>().expect("a whole number")),
        FieldType::PageSize => json!(text.parse::<u16>().expect("a page's size")),
        FieldType::Boolean => json!(text == "true" || text == "1"),
        FieldType::Guid => json!(text.to_ascii_lowercase()),
        FieldType::Base64 => json!(text.split_ascii_whitespace().collect::<String>()),
        FieldType::Word(words) => {
            let known = words.iter().find(|word| word.eq_ignore_ascii_case(&text));
            json!(known.copied().unwrap_or(&text))
        }
        FieldType::DateTime => {
            let zero = text.strip_suffix("+00:00").or_else(|| text.strip_suffix("-00:00"));
            json!(zero.map_or_else(|| text.clone(), |local| format!("{local}Z")))
        }
        _ => json!(text),
    }
}
