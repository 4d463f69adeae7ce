//! Messages by their tables: what is given for a request, made of its document, and what a response says.
#![allow(dead_code, missing_docs, unreachable_pub)] // each test needs its part
#![allow(clippy::unwrap_used, clippy::panic)] // a test that cannot go on stops

use core::cell::RefCell;
use std::collections::HashMap;

use emis_core::dynamic::{Element, Field, FieldValue, FieldsError, FieldsErrorKind, Node, OperationId};
use emis_core::messages::{Allowed, DecodeError, FieldDescriptor, FieldType, OperationDescriptor, PageSize};
use emis_core::profile::Version;
use emis_core::session::{CallError, Outcome, RequestError, Session, SessionState};
use emis_core::types::{DateTime, Guid};
use serde_json::{Map, Value as Json, json};

use crate::common::catalogue::Verdict;
use crate::common::fields::{Form, body, content};
use crate::common::kept::kept;
use crate::common::schedule::element;
use crate::common::{Begun, Null, begin, in_session, relationship, time};

pub const NEWEST: Version = Version::V2_1;
pub const VERSIONS: [Version; 4] = [Version::V1_0, Version::V1_1, Version::V2_0, Version::V2_1];

/// A request's document as it is given: what `roxmltree` finds in it.
pub fn given(document: &str) -> &'static [Field<'static>] {
    let document: &'static str = document.to_owned().leak();
    let document = Box::leak(Box::new(roxmltree::Document::parse(document).unwrap()));
    fields_of(document.root_element())
}

pub fn fields_of(node: roxmltree::Node<'static, 'static>) -> &'static [Field<'static>] {
    let fields: Vec<_> = node
        .children()
        .filter(roxmltree::Node::is_element)
        .map(|child| Field { name: child.tag_name().name(), value: holds(child) })
        .collect();
    fields.leak()
}

pub fn holds(node: roxmltree::Node<'static, 'static>) -> FieldValue<'static> {
    let elements: Vec<_> = node.children().filter(roxmltree::Node::is_element).collect();
    match elements.first() {
        None => FieldValue::Value(node.text().unwrap_or_default()),
        // A request's one list is of values.
        Some(item) if item.tag_name().name() == "CourseId" => {
            FieldValue::Items(elements.iter().map(|item| holds(*item)).collect::<Vec<_>>().leak())
        }
        Some(_) => FieldValue::Fields(fields_of(node)),
    }
}

thread_local! {
    /// Sessions of each version, a patient's or an application's: a handshake costs more than a message.
    static BEGUN: RefCell<HashMap<(Version, bool), Begun<Null>>> = RefCell::default();
}

pub fn in_one<T>(
    info: &OperationDescriptor,
    version: Version,
    call: impl FnOnce(&mut Session<Null>, OperationId) -> T,
) -> T {
    let of_patient = info.allowed != Allowed::Application;
    let operation = OperationId::find(info.name).unwrap();
    BEGUN.with_borrow_mut(|all| {
        let key = (version, of_patient);
        if all.get(&key).is_none_or(|begun| begun.client.state() != SessionState::Live) {
            let relationship = relationship();
            all.insert(key, begin::<Null>(version, Some(&relationship).filter(|_| of_patient), 1));
        }
        call(&mut all.get_mut(&key).unwrap().client, operation)
    })
}

/// The Body that is written of what is given.
pub fn written_of(
    info: &OperationDescriptor,
    version: Version,
    given: &[Field<'_>],
) -> Result<String, RequestError> {
    in_one(info, version, |session, operation| {
        let mut out = vec![0; 1_000_000];
        let call = session.call_dynamic(operation, given, &mut out, time(0))?;
        let text = crate::common::body(kept(call.bytes())).to_owned();
        call.not_sent();
        Ok(text)
    })
}

/// What is given of a field that is `problem`.
pub fn refused(field: &'static str, kind: FieldsErrorKind) -> Result<String, RequestError> {
    Err(RequestError::Fields(FieldsError { field, kind }))
}

/// Reads a response's Body by its table.
pub fn read<T>(
    info: &OperationDescriptor,
    version: Version,
    text: &str,
    look: impl FnOnce(Result<Element<'_>, CallError>) -> T,
) -> T {
    let least = given(&body(info.name, &content(info.request, Form::Least, version)));
    in_one(info, version, |session, operation| {
        let mut out = [0; 4096];
        let call = session.call_dynamic(operation, least, &mut out, time(0)).unwrap();
        let message = core::str::from_utf8(call.bytes()).unwrap();
        let sequence = element(message, "Sequence").parse().unwrap();
        let reply = in_session(element(message, "SessionId"), sequence, text);
        look(call.read(reply.as_bytes()))
    })
}

/// How many items there are to the last list, or what is wrong with the first that cannot be read: the lists in the
/// order of the table, as with the types.
pub fn deep(node: &Element<'_>, fields: &[FieldDescriptor]) -> Result<usize, DecodeError> {
    let mut count = 0;
    for field in fields {
        let Some(found) = node.get(field.name()) else { continue };
        match (found, field.holds()) {
            (Node::List(list), kind) => {
                for item in list {
                    let item = item?;
                    count += 1;
                    if let (Node::Element(item), FieldType::Element(fields)) = (item, kind) {
                        count += deep(&item, fields)?;
                    }
                }
            }
            (Node::Element(inner), FieldType::Element(fields)) => count += deep(&inner, fields)?,
            _ => {}
        }
    }
    Ok(count)
}

pub fn verdict(info: &OperationDescriptor, version: Version, body: &str) -> Verdict {
    read(info, version, body, |response| match response {
        Ok(response) => deep(&response, info.response).map_err(|error| (Some(error), Outcome::CarriedOut)),
        Err(error) => {
            let outcome = error.outcome();
            Err((if let CallError::InvalidResponse(error) = error { Some(error) } else { None }, outcome))
        }
    })
}

/// The JSON that the same document has by `roxmltree`.
pub fn said(element: &Element<'_>, fields: &[FieldDescriptor]) -> Json {
    let mut map = Map::new();
    for field in fields {
        if let Some(item) = field.item_name() {
            let list = element.list(field.name()).unwrap();
            let items: Vec<_> = list.iter().map(|item| node(&item.unwrap(), field.holds())).collect();
            assert_eq!(list.is_empty(), items.is_empty());
            map.insert(field.name().into(), json!({ item: items }));
        } else if let Some(found) = element.get(field.name()) {
            map.insert(field.name().into(), node(&found, field.holds()));
        }
    }
    // Nothing else is handed out, and nothing twice.
    let mut names: Vec<_> = element.entries().map(|entry| entry.name()).collect();
    assert!(names.iter().all(|name| map.contains_key(*name)));
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), element.entries().count());
    Json::Object(map)
}

pub fn node(node: &Node<'_>, kind: FieldType) -> Json {
    if let Node::Key(key) = node {
        return json!(key.relationship_key().unwrap().expose_str());
    }
    let Some(value) = node.as_value() else {
        let FieldType::Element(fields) = kind else { panic!("fields in a value") };
        return said(&node.as_element().unwrap(), fields);
    };
    let mut buffer = vec![0; 500_000];
    let text = value.unescape(&mut buffer).unwrap();
    assert!(value == text && format!("{value}") == text && value.chars().eq(text.chars()));
    assert!(value.as_str().is_none_or(|plain| plain == text));
    assert_eq!(value.is_empty(), text.is_empty());
    match kind {
        FieldType::Integer => json!(value.parse::<i64>().unwrap()),
        FieldType::PageSize => json!(value.parse::<PageSize>().unwrap().get()),
        FieldType::Boolean => json!(value.parse::<bool>().unwrap()),
        FieldType::Guid => json!(value.parse::<Guid>().unwrap().to_string()),
        FieldType::DateTime => json!(value.parse::<DateTime>().unwrap().to_string()),
        FieldType::Word(_) => json!(value.word().unwrap_or(text)),
        FieldType::Base64 => {
            let base64 = value.base64().unwrap();
            let plain = text.split_ascii_whitespace().collect::<String>();
            assert_eq!(base64.as_str().split_ascii_whitespace().collect::<String>(), plain);
            json!(plain)
        }
        _ => json!(text),
    }
}
