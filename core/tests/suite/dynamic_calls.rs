//! Calls by their tables: streamed replies through windows of any length, and the real chain.

use crate::common::by_table::{NEWEST, given, in_one, node, read, said};
use crate::common::catalogue::responses;
use crate::common::fields::{Form, body, content, whole};
use crate::common::made::Maker;
use crate::common::{Begun, Quick, in_session, patient, time};
use emis_core::dynamic::{Element, Field, Node, OperationId, Part};
use emis_core::messages::appointments::{BookAppointment, BookAppointmentResponse};
use emis_core::messages::{FieldDescriptor, FieldType, Occurs, OperationDescriptor, Side};
use emis_core::session::{CallError, Provisional, SessionState, receive};
use serde_json::Value as Json;

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
                        items.push((entry.name(), node(&item.unwrap(), field.holds())));
                    }
                }
                (items, said(&found, info.response))
            });
            let least = given(&body(info.name, &content(info.request, Form::Least, NEWEST)));
            let (items, content, rest) = in_one(info, NEWEST, |session, operation| {
                let mut out = [0; 4096];
                let call = session.call_dynamic(operation, least, &mut out, time(0)).unwrap();
                let message = core::str::from_utf8(call.bytes()).unwrap();
                let sequence = crate::common::schedule::element(message, "Sequence").parse().unwrap();
                let reply =
                    in_session(crate::common::schedule::element(message, "SessionId"), sequence, text);
                let mut window = vec![0; window];
                let mut streaming = call.stream(&mut window);
                let (mut items, mut bytes) = (Vec::new(), Vec::new());
                let mut rest = reply.as_bytes();
                loop {
                    while let Some(part) = streaming.next() {
                        match part.map(Provisional::unconfirmed).unwrap() {
                            Part::Item { list, item } => {
                                let field = info.response.iter().find(|field| field.name() == list).unwrap();
                                items.push((list, node(&item, field.holds())));
                            }
                            Part::Content(piece) => bytes.extend_from_slice(piece),
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
                (items, bytes, left(&response, info.response))
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

fn has_content(info: &OperationDescriptor) -> bool {
    info.response.iter().any(is_content)
}

fn is_content(field: &FieldDescriptor) -> bool {
    matches!(field.holds(), FieldType::Base64) && field.occurs() == Occurs::Once
}

/// What is left for the end of a streamed reply.
fn left(element: &Element<'_>, fields: &[FieldDescriptor]) -> Json {
    let own = fields.iter().filter(|field| field.item_name().is_none() && !is_content(field));
    for field in fields.iter().filter(|field| field.item_name().is_some()) {
        assert!(element.list(field.name()).unwrap().is_empty());
    }
    let found =
        own.filter_map(|field| Some((field.name(), node(&element.get(field.name())?, field.holds()))));
    Json::Object(found.map(|(name, value)| (name.to_owned(), value)).collect())
}

fn without_lists(said: &Json, fields: &[FieldDescriptor]) -> Json {
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
        let call = client.call_dynamic(book, &[Field::value("SlotId", "42")], &mut out, time(0)).unwrap();
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
