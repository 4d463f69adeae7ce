//! Messages by their tables: what is written is what the types write, octet for octet; what is read says what the types
//! read and what another parser finds; and what is refused is refused alike.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test that cannot go on stops
#![allow(clippy::too_many_lines)] // tables

mod common;
#[path = "common/made.rs"]
mod made;
#[path = "common/tree.rs"]
mod tree;

use core::cell::RefCell;
use std::collections::HashMap;

use common::catalogue::{Verdict, requests, responses};
use common::fields::{
    FORMS, Form, around, bad, body, content, each, element, good, is_required, unusual, whole, written,
};
use common::{Begun, Null, Quick, begin, in_session, patient, relationship, time};
use emis_core::messages::appointments::{BookAppointment, BookAppointmentResponse};
use emis_core::messages::dynamic::{
    Element, Given, GivenError, GivenErrorKind, Holds, Node, OperationId, Part,
};
use emis_core::messages::{
    Allowed, DecodeError, Field, Kind, OPERATIONS, Occurs, OperationInfo, PageSize, Side,
};
use emis_core::profile::Version;
use emis_core::session::{CallError, NotCalled, Outcome, Provisional, Session, SessionState, receive};
use emis_core::types::{DateTime, Guid};
use made::Maker;
use serde_json::{Map, Value as Json, json};

const NEWEST: Version = Version::V2_1;
const VERSIONS: [Version; 4] = [Version::V1_0, Version::V1_1, Version::V2_0, Version::V2_1];

/// A request's document as it is given: what `roxmltree` finds in it.
fn given(document: &str) -> &'static [Given<'static>] {
    let document: &'static str = document.to_owned().leak();
    let document = Box::leak(Box::new(roxmltree::Document::parse(document).unwrap()));
    fields_of(document.root_element())
}

fn fields_of(node: roxmltree::Node<'static, 'static>) -> &'static [Given<'static>] {
    let fields: Vec<_> = node
        .children()
        .filter(roxmltree::Node::is_element)
        .map(|child| Given { name: child.tag_name().name(), holds: holds(child) })
        .collect();
    fields.leak()
}

fn holds(node: roxmltree::Node<'static, 'static>) -> Holds<'static> {
    let elements: Vec<_> = node.children().filter(roxmltree::Node::is_element).collect();
    match elements.first() {
        None => Holds::Value(node.text().unwrap_or_default()),
        // A request's one list is of values.
        Some(item) if item.tag_name().name() == "CourseId" => {
            Holds::Items(elements.iter().map(|item| holds(*item)).collect::<Vec<_>>().leak())
        }
        Some(_) => Holds::Fields(fields_of(node)),
    }
}

thread_local! {
    /// Sessions of each version, a patient's or an application's: a handshake costs more than a message.
    static BEGUN: RefCell<HashMap<(Version, bool), Begun<Null>>> = RefCell::default();
}

fn in_one<T>(
    info: &OperationInfo,
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
fn written_of(info: &OperationInfo, version: Version, given: &[Given<'_>]) -> Result<String, NotCalled> {
    in_one(info, version, |session, operation| {
        let mut out = vec![0; 1_000_000];
        let call = session.call_dynamic(operation, given, &mut out, time(0))?;
        let text = common::body(common::kept::kept(call.bytes())).to_owned();
        call.not_sent();
        Ok(text)
    })
}

/// What is given of a field that is `problem`.
fn refused(field: &'static str, kind: GivenErrorKind) -> Result<String, NotCalled> {
    Err(NotCalled::Given(GivenError { field, kind }))
}

/// Reads a response's Body by its table.
fn read<T>(
    info: &OperationInfo,
    version: Version,
    body: &str,
    look: impl FnOnce(Result<Element<'_>, CallError<'_>>) -> T,
) -> T {
    let least = given(&common::fields::body(info.name, &content(info.request, Form::Least, version)));
    in_one(info, version, |session, operation| {
        let mut out = [0; 4096];
        let call = session.call_dynamic(operation, least, &mut out, time(0)).unwrap();
        let message = core::str::from_utf8(call.bytes()).unwrap();
        let sequence = common::schedule::element(message, "Sequence").parse().unwrap();
        let reply = in_session(common::schedule::element(message, "SessionId"), sequence, body);
        look(call.read(reply.as_bytes()))
    })
}

/// How many items there are to the last list, or what is wrong with the first that cannot be read: the lists in the
/// order of the table, as with the types.
fn deep(node: &Element<'_>, fields: &[Field]) -> Result<usize, DecodeError> {
    let mut count = 0;
    for field in fields {
        let Some(found) = node.get(field.name()) else { continue };
        match (found, field.kind()) {
            (Node::List(list), kind) => {
                for item in list {
                    let item = item?;
                    count += 1;
                    if let (Node::Element(item), Kind::Struct(fields)) = (item, kind) {
                        count += deep(&item, fields)?;
                    }
                }
            }
            (Node::Element(inner), Kind::Struct(fields)) => count += deep(&inner, fields)?,
            _ => {}
        }
    }
    Ok(count)
}

fn verdict(info: &OperationInfo, version: Version, body: &str) -> Verdict {
    read(info, version, body, |response| match response {
        Ok(response) => deep(&response, info.response).map_err(|error| (Some(error), Outcome::CarriedOut)),
        Err(error) => {
            let outcome = error.outcome();
            Err((if let CallError::Unreadable(error) = error { Some(error) } else { None }, outcome))
        }
    })
}

/// The JSON that the same document has by `roxmltree`.
fn said(element: &Element<'_>, fields: &[Field]) -> Json {
    let mut map = Map::new();
    for field in fields {
        if let Some(item) = field.item_name() {
            let list = element.list(field.name()).unwrap();
            let items: Vec<_> = list.iter().map(|item| node(&item.unwrap(), field.kind())).collect();
            assert_eq!(list.is_empty(), items.is_empty());
            map.insert(field.name().into(), json!({ item: items }));
        } else if let Some(found) = element.get(field.name()) {
            map.insert(field.name().into(), node(&found, field.kind()));
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

fn node(node: &Node<'_>, kind: Kind) -> Json {
    if let Node::Key(key) = node {
        return json!(key.relationship_key().unwrap().expose_str());
    }
    let Some(value) = node.as_value() else {
        let Kind::Struct(fields) = kind else { panic!("fields in a value") };
        return said(&node.as_element().unwrap(), fields);
    };
    let mut buffer = vec![0; 500_000];
    let text = value.unescape(&mut buffer).unwrap();
    assert!(value == text && format!("{value}") == text && value.chars().eq(text.chars()));
    assert!(value.as_str().is_none_or(|plain| plain == text));
    assert_eq!(value.is_empty(), text.is_empty());
    match kind {
        Kind::Int => json!(value.parse::<i64>().unwrap()),
        Kind::PageSize => json!(value.parse::<PageSize>().unwrap().get()),
        Kind::Bool => json!(value.parse::<bool>().unwrap()),
        Kind::Guid => json!(value.parse::<Guid>().unwrap().to_string()),
        Kind::DateTime => json!(value.parse::<DateTime>().unwrap().to_string()),
        Kind::Words(_) => json!(value.word().unwrap_or(text)),
        Kind::Base64 => {
            let base64 = value.base64().unwrap();
            let plain = text.split_ascii_whitespace().collect::<String>();
            assert_eq!(base64.as_str().split_ascii_whitespace().collect::<String>(), plain);
            json!(plain)
        }
        _ => json!(text),
    }
}

#[test]
fn every_operation_but_begin_session_can_be_found() {
    let page: Vec<_> =
        OPERATIONS.iter().map(|info| info.name).filter(|name| *name != "BeginSession").collect();
    assert_eq!(OperationId::all().map(OperationId::name).collect::<Vec<_>>(), page);
    for name in page {
        assert_eq!(OperationId::find(name).unwrap().name(), name);
    }
    for none in ["BeginSession", "", "bookappointment", "BookAppointmentResponse", "BookAppointmen"] {
        assert_eq!(OperationId::find(none), None, "{none}");
    }
}

// OP-1, OP-2, OP-3
#[test]
fn requests_are_written_as_the_types_write_them() {
    for version in VERSIONS {
        for request in requests().iter().filter(|request| request.info.since <= version) {
            for form in FORMS {
                let text = body(request.info.name, &content(request.info.request, form, version));
                assert_eq!(written_of(request.info, version, given(&text)).unwrap(), text);
                assert_eq!((request.again)(&text, version), text);
            }
        }
    }
    for request in requests() {
        for seed in 0..40 {
            let text = Maker::new(seed, Side::Request, false).body(request.info.name, request.info.request);
            let ours = written_of(request.info, NEWEST, given(&text)).unwrap();
            // A text keeps its references where it was read with them.
            let theirs = (request.again)(&text, NEWEST);
            assert_eq!(
                tree::message(&ours, request.info.name, request.info.request),
                tree::message(&theirs, request.info.name, request.info.request)
            );
            assert!(ours == theirs || theirs.contains('&'), "{ours} {theirs}");
        }
    }
}

#[test]
fn fields_are_given_in_any_order() {
    let info = OPERATIONS.iter().find(|info| info.name == "BookAppointment").unwrap();
    let telephone = [Given::value("ContactType", "mobile"), Given::value("Number", "1")];
    let fields = [
        Given::fields("Telephone", &telephone),
        Given::value("BookingReason", "a < b & \"c\""),
        Given::value("SlotId", "7"),
    ];
    assert_eq!(
        written_of(info, NEWEST, &fields).unwrap(),
        body(
            info.name,
            "<SlotId>7</SlotId><BookingReason>a &lt; b &amp; \"c\"</BookingReason><Telephone><Number>1</Number>\
             <ContactType>Mobile</ContactType></Telephone>"
        )
    );
}

#[test]
fn what_is_no_request_is_refused_here() {
    for request in requests() {
        let (info, name) = (request.info, request.info.name);
        let whole_form = given(&body(name, &whole(info.request, NEWEST)));
        // What is not known, and what stands twice, at any depth.
        let odd = [whole_form, &[Given::value("Nonsense", "x")]].concat();
        assert_eq!(written_of(info, NEWEST, &odd), refused(name, GivenErrorKind::Unknown));
        for field in whole_form {
            let twice = [whole_form, &[*field]].concat();
            assert_eq!(written_of(info, NEWEST, &twice), refused(name, GivenErrorKind::Unknown));
            if let Holds::Fields(inner) = field.holds {
                let inner = [inner, &[Given::value("Nonsense", "x")]].concat();
                let odd: Vec<_> =
                    whole_form
                        .iter()
                        .map(|other| {
                            if other.name == field.name { Given::fields(other.name, &inner) } else { *other }
                        })
                        .collect();
                let own = info.request.iter().find(|own| own.name() == field.name).unwrap().name();
                assert_eq!(written_of(info, NEWEST, &odd), refused(own, GivenErrorKind::Unknown));
            }
        }
        each(info.request, Form::Whole, NEWEST, &|put, fields, i| {
            let field = &fields[i];
            let text = |instead: &str| body(name, &put(instead));
            let write = |instead: &str| written_of(info, NEWEST, given(&text(instead)));
            // Left out, or there and empty.
            for none in [String::new(), element(field.name(), "")] {
                match field.occurs() {
                    Occurs::Optional => {
                        assert!(write(&none).is_ok());
                    }
                    _ => assert_eq!(write(&none), refused(field.name(), GivenErrorKind::Missing)),
                }
            }
            if let Kind::Struct(_) = field.kind() {
                assert_eq!(
                    write(&element(field.name(), "x")),
                    refused(field.name(), GivenErrorKind::Invalid),
                    "a value where fields are"
                );
                return;
            }
            for value in good(&field.kind()) {
                let text = text(&around(field, &value));
                let ours = written_of(info, NEWEST, given(&text)).unwrap();
                let theirs = (request.again)(&text, NEWEST);
                if !matches!(field.kind(), Kind::Text(_)) {
                    assert_eq!(ours, theirs);
                    continue;
                }
                // A line's end is read as a line feed, and a text keeps its references.
                let theirs = theirs.replace("\r\n", "\n");
                assert_eq!(
                    tree::message(&ours, info.name, info.request),
                    tree::message(&theirs, info.name, info.request)
                );
            }
            for value in bad(&field.kind()) {
                assert_eq!(
                    write(&around(field, &value)),
                    refused(field.name(), GivenErrorKind::Invalid),
                    "{value}"
                );
            }
            if let Kind::Words(_) = field.kind() {
                assert_eq!(
                    write(&around(field, "Nonsense")),
                    refused(field.name(), GivenErrorKind::Invalid),
                    "a word that is not known"
                );
            }
            if let Kind::Text(_) = field.kind() {
                // What XML cannot carry cannot be parsed either.
                let fields = given(&text(&around(field, "1")));
                assert!(written_of(info, NEWEST, fields).is_ok());
                for control in ["\u{1}", "\u{FFFE}"] {
                    let fields = with_value(fields, field.name(), control);
                    let found = written_of(info, NEWEST, fields);
                    assert_eq!(found, refused(field.name(), GivenErrorKind::Invalid));
                }
            }
        });
    }
}

/// The same with another value in the fields of this name, at any depth.
fn with_value<'v>(fields: &[Given<'v>], name: &str, value: &'v str) -> &'v [Given<'v>] {
    let fields = fields.iter().map(|field| match field.holds {
        Holds::Value(_) if field.name == name => Given::value(field.name, value),
        Holds::Fields(inner) => Given::fields(field.name, with_value(inner, name, value)),
        _ => *field,
    });
    fields.collect::<Vec<_>>().leak()
}

fn courses(info: &OperationInfo, holds: Holds<'_>) -> Result<String, NotCalled> {
    written_of(info, NEWEST, &[Given { name: "CourseIds", holds }])
}

#[test]
fn lists_are_lists_of_as_many_items_as_may_be() {
    let info = OPERATIONS.iter().find(|info| info.name == "RequestPrescription").unwrap();
    let ids = |count| vec![Holds::Value("01234567-89ab-cdef-0123-456789abcdef"); count];
    assert!(courses(info, Holds::Items(&ids(1))).is_ok() && courses(info, Holds::Items(&ids(32))).is_ok());
    assert_eq!(courses(info, Holds::Items(&ids(33))), refused("CourseIds", GivenErrorKind::Invalid));
    assert_eq!(courses(info, Holds::Items(&[])), refused("CourseIds", GivenErrorKind::Missing));
    let items = [Holds::Items(&[]), Holds::Fields(&[]), Holds::Value(""), Holds::Value("x")];
    for item in items {
        assert_eq!(courses(info, Holds::Items(&[item])), refused("CourseIds", GivenErrorKind::Invalid));
    }
    for holds in [ids(1)[0], Holds::Fields(&[Given::value("CourseId", "x")])] {
        assert_eq!(courses(info, holds), refused("CourseIds", GivenErrorKind::Invalid));
    }
    let comment = Given::items("Comment", &[Holds::Value("x")]);
    let one = ids(1);
    let fields = [Given::items("CourseIds", &one), comment];
    assert_eq!(written_of(info, NEWEST, &fields), refused("Comment", GivenErrorKind::Invalid));
}

// VER-2, VER-3
#[test]
fn what_a_later_version_has_is_refused_with_that_version() {
    for request in requests() {
        for version in VERSIONS {
            if request.info.since > version {
                let text = body(request.info.name, &content(request.info.request, Form::Least, NEWEST));
                let found = written_of(request.info, version, given(&text)).unwrap_err();
                let NotCalled::Version(found) = found else { panic!("{found}") };
                assert_eq!((found.name, found.needed), (request.info.name, request.info.since));
                continue;
            }
            for field in request.info.request.iter().filter(|field| field.since > version) {
                let text = body(request.info.name, &whole(request.info.request, NEWEST));
                let found = written_of(request.info, version, given(&text)).unwrap_err();
                let NotCalled::Version(found) = found else { panic!("{found}") };
                assert_eq!((found.name, found.needed, found.session), (field.name(), field.since, version));
            }
        }
    }
}

/// A refused request has sent nothing: the next call has its number.
#[test]
fn a_refusal_changes_nothing() {
    let mut begun = patient::<Quick>(NEWEST);
    let mut out = [0; 4096];
    let book = OperationId::find("BookAppointment").unwrap();
    for fields in [&[][..], &[Given::value("SlotId", "x")], &[Given::value("SlotId", "1"); 2]] {
        let error = begun.client.call_dynamic(book, fields, &mut out, time(0)).unwrap_err();
        assert_eq!(error.number(), 108);
        assert_eq!(begun.client.state(), SessionState::Live);
    }
    let error =
        begun.client.call_dynamic(book, &[Given::value("SlotId", "1")], &mut [0; 10], time(0)).unwrap_err();
    let NotCalled::Buffer(short) = error else { panic!("{error}") };
    let mut enough = vec![0; short.needed];
    let call = begun.client.call_dynamic(book, &[Given::value("SlotId", "1")], &mut enough, time(0)).unwrap();
    let received = receive::<Quick>(call.bytes()).unwrap();
    assert!(begun.server.accept(&received).is_ok());
    // A call that is let go is in doubt, and so is its session.
    drop(call);
    assert_eq!(begun.client.state(), SessionState::InDoubt);
    let info = OPERATIONS.iter().find(|info| info.name == "RegisterWithPinDocument").unwrap();
    let fields = given(&body(info.name, &whole(info.request, NEWEST)));
    let register = OperationId::find(info.name).unwrap();
    let mut begun = patient::<Quick>(NEWEST);
    let error = begun.client.call_dynamic(register, fields, &mut out, time(0)).unwrap_err();
    assert!(matches!(error, NotCalled::NotAllowedInSession { .. }), "{error}");
}

#[test]
fn responses_say_what_another_parser_finds() {
    for response in responses() {
        let info = response.info;
        let same = |text: &str| {
            let expected = tree::message(text, info.response_name, info.response).unwrap();
            read(info, NEWEST, text, |found| {
                let found = found.unwrap_or_else(|error| panic!("{error}: {text}"));
                assert_eq!(said(&found, info.response), expected, "{text}");
            });
        };
        for seed in 0..40 {
            for wild in [false, true] {
                same(&Maker::new(seed, Side::Response, wild).body(info.response_name, info.response));
            }
        }
        for form in FORMS {
            same(&body(info.response_name, &content(info.response, form, NEWEST)));
        }
    }
}

#[test]
fn responses_of_a_version_have_what_it_has() {
    for version in VERSIONS {
        for response in responses().iter().filter(|response| response.info.since <= version) {
            // What is of a later version is passed over.
            let text = body(response.info.response_name, &whole(response.info.response, NEWEST));
            let own = whole(response.info.response, version);
            let expected = tree::message(
                &body(response.info.response_name, &own),
                response.info.response_name,
                response.info.response,
            );
            read(response.info, version, &text, |found| {
                assert_eq!(Some(said(&found.unwrap(), response.info.response)), expected);
            });
        }
    }
}

/// Every field by itself: good, bad, absent, empty, twice, unknown beside it, with an element in it. The types are the
/// witness: the same error at the same field, and as many items of lists.
#[test]
fn what_cannot_be_read_is_told_as_the_types_tell_it() {
    let mut refusals = 0;
    for response in responses() {
        let info = response.info;
        for form in FORMS {
            each(info.response, form, NEWEST, &|put, fields, i| {
                let field = &fields[i];
                let mut cases = vec![
                    put(""),
                    put(&element(field.name(), "")),
                    put(&format!("<{}/>", field.name())),
                    put(&written(field, NEWEST).repeat(2)),
                    put(&format!("<Nonsense>x</Nonsense>{}", written(field, NEWEST))),
                    put(&element(field.name(), "<Nonsense>x</Nonsense>")),
                    put(&element(field.name(), "x")),
                    put(&format!("x{}", written(field, NEWEST))),
                ];
                if !matches!(field.kind(), Kind::Struct(_)) {
                    let values = [good(&field.kind()), bad(&field.kind())].concat();
                    for value in values.iter().filter(|value| form == Form::Whole || value.len() < 5000) {
                        cases.push(put(&around(field, value)));
                    }
                    cases.push(put(&around(field, "Nonsense")));
                    cases.push(put(&around(field, " x")));
                }
                for case in cases {
                    let text = body(info.response_name, &case);
                    assert_eq!(verdict(info, NEWEST, &text), (response.read)(&text, NEWEST), "{text}");
                    // What is long takes long here, and says no more in another form.
                    if case.len() > 3000 {
                        continue;
                    }
                    for text in unusual(info.response_name, &case) {
                        assert_eq!(verdict(info, NEWEST, &text), (response.read)(&text, NEWEST), "{text}");
                    }
                }
            });
        }
        refusals += info.response.iter().filter(|field| is_required(field)).count();
    }
    assert!(refusals > 20, "the tables have required fields: {refusals}");
}

#[test]
fn a_body_that_is_not_the_response_is_none() {
    for response in responses() {
        let good = body(response.info.response_name, &whole(response.info.response, NEWEST));
        let other = good.replace(response.info.response_name, "OtherResponse");
        for text in [
            "",
            "x",
            "<a/>",
            &other,
            &good.replace("urn:emis-ps:1", "urn:other"),
            &good[..good.len() - 1],
            &format!("{good}<a/>"),
        ] {
            assert_eq!(verdict(response.info, NEWEST, text), (response.read)(text, NEWEST), "{text}");
        }
    }
}

/// A streamed reply gives out the items that the whole reply has, whatever the window and the pieces.
#[test]
fn streamed_replies_say_what_whole_ones_say() {
    for response in responses() {
        let info = response.info;
        let mut case = 0;
        let stream = |text: &str, window: usize, piece: usize| {
            let expected = read(info, NEWEST, text, |found| {
                let found = found.unwrap();
                let mut items = Vec::new();
                for entry in found.entries() {
                    let Node::List(list) = entry.node() else { continue };
                    let field = info.response.iter().find(|field| field.name() == entry.name()).unwrap();
                    for item in list {
                        items.push((entry.name(), node(&item.unwrap(), field.kind())));
                    }
                }
                (items, said(&found, info.response))
            });
            let least = given(&body(info.name, &content(info.request, Form::Least, NEWEST)));
            let (items, content, rest) = in_one(info, NEWEST, |session, operation| {
                let mut out = [0; 4096];
                let call = session.call_dynamic(operation, least, &mut out, time(0)).unwrap();
                let message = core::str::from_utf8(call.bytes()).unwrap();
                let sequence = common::schedule::element(message, "Sequence").parse().unwrap();
                let reply = in_session(common::schedule::element(message, "SessionId"), sequence, text);
                let mut window = vec![0; window];
                let mut streaming = call.stream(&mut window);
                let (mut items, mut octets) = (Vec::new(), Vec::new());
                let mut rest = reply.as_bytes();
                loop {
                    while let Some(part) = streaming.next() {
                        match part.map(Provisional::unconfirmed).unwrap() {
                            Part::Item { list, item } => {
                                let field = info.response.iter().find(|field| field.name() == list).unwrap();
                                items.push((list, node(&item, field.kind())));
                            }
                            Part::Content(piece) => octets.extend_from_slice(piece),
                            other => panic!("{other:?}"),
                        }
                    }
                    let space = streaming.space();
                    let count = space.len().min(piece).min(rest.len());
                    if count == 0 {
                        break;
                    }
                    space[..count].copy_from_slice(&rest[..count]);
                    rest = &rest[count..];
                    streaming.filled(count);
                }
                let response = streaming.finish().unwrap();
                (items, octets, left(&response, info.response))
            });
            assert_eq!(items, expected.0, "{text}");
            assert_eq!(rest, without_lists(&expected.1, info.response), "{text}");
            let whole = read(info, NEWEST, text, |found| {
                let found = found.unwrap();
                found.value("Content").filter(|_| has_content(info)).map(|value| {
                    let mut buffer = vec![0; text.len()];
                    value.base64().unwrap().decode(&mut buffer).unwrap().to_vec()
                })
            });
            assert_eq!(content, whole.unwrap_or_default());
        };
        for seed in 0..6 {
            for wild in [false, true] {
                let text = Maker::new(seed, Side::Response, wild).body(info.response_name, info.response);
                stream(&text, text.len() + 2048, [1, 7, 4096][case % 3]);
                case += 1;
            }
        }
        let text = body(info.response_name, &whole(info.response, NEWEST));
        stream(&text, text.len() + 1024, 5);
    }
}

fn has_content(info: &OperationInfo) -> bool {
    info.response.iter().any(is_content)
}

fn is_content(field: &Field) -> bool {
    matches!(field.kind(), Kind::Base64) && field.occurs() == Occurs::Once
}

/// What is left for the end of a streamed reply.
fn left(element: &Element<'_>, fields: &[Field]) -> Json {
    let own = fields.iter().filter(|field| field.item_name().is_none() && !is_content(field));
    for field in fields.iter().filter(|field| field.item_name().is_some()) {
        assert!(element.list(field.name()).unwrap().is_empty());
    }
    let found = own.filter_map(|field| Some((field.name(), node(&element.get(field.name())?, field.kind()))));
    Json::Object(found.map(|(name, value)| (name.to_owned(), value)).collect())
}

fn without_lists(said: &Json, fields: &[Field]) -> Json {
    let mut said = said.as_object().unwrap().clone();
    said.retain(|name, _| {
        fields.iter().any(|f| f.name() == name && f.item_name().is_none() && !is_content(f))
    });
    Json::Object(said)
}

/// On the real chain: what a server writes by the types is read by the table, verified, whole and streamed.
#[test]
fn on_the_real_chain() {
    let book = OperationId::find("BookAppointment").unwrap();
    let mut begun = patient::<Quick>(NEWEST);
    for (streamed, spoilt) in [(false, false), (true, false), (false, true), (true, true), (false, false)] {
        if begun.client.state() != SessionState::Live {
            begun = patient::<Quick>(NEWEST);
        }
        let Begun { client, server, .. } = &mut begun;
        let mut out = [0; 4096];
        let call = client.call_dynamic(book, &[Given::value("SlotId", "42")], &mut out, time(0)).unwrap();
        assert_eq!(call.action().to_string(), "urn:emis-ps:1/BookAppointment");
        let received = receive::<Quick>(call.bytes()).unwrap();
        let accepted = server.accept(&received).unwrap();
        let asked: BookAppointment<'_> = accepted.read(&received).unwrap();
        let mut reply = vec![0; 4096];
        let booked = BookAppointmentResponse { slot_id: asked.slot_id };
        let (length, replied) = accepted.respond::<BookAppointment<'_>>(&booked, &mut reply).unwrap();
        server.complete(replied);
        reply.truncate(length);
        if spoilt {
            let at = reply.windows(4).position(|w| w == b">42<").unwrap();
            reply[at + 1] = b'5';
        }
        let mut window = [0; 4096];
        let response = if streamed {
            let mut streaming = call.stream(&mut window);
            streaming.space()[..reply.len()].copy_from_slice(&reply);
            streaming.filled(reply.len());
            assert!(streaming.next().is_none(), "it has no list");
            streaming.finish()
        } else {
            call.read(&reply)
        };
        match response {
            Ok(response) => {
                assert!(!spoilt);
                assert_eq!(response.value("SlotId").unwrap().parse(), Ok(42));
                assert!(response.value("SlotId").unwrap().parse::<bool>().is_err());
                assert!(response.value("Nonsense").is_none() && response.element("SlotId").is_none());
                assert!(response.list("SlotId").is_none() && response.list("Nonsense").is_none());
                assert!(response.knows("SlotId") && !response.knows("Nonsense"));
                assert!(response.relationship_key("SlotId").is_none());
            }
            Err(error) => assert!(spoilt && matches!(error, CallError::Unverified(_)), "{error}"),
        }
        assert_eq!(client.state(), if spoilt { SessionState::InDoubt } else { SessionState::Live });
    }
}
