//! Requests by their tables: what is written is what the types write, octet for octet, and what is no request is refused
//! before anything is sent.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test that cannot go on stops
#![allow(clippy::too_many_lines)] // tables

#[path = "common/by_table.rs"]
mod by_table;
mod common;
#[path = "common/made.rs"]
mod made;
#[path = "common/tree.rs"]
mod tree;

use by_table::{NEWEST, VERSIONS, given, refused, written_of};
use common::catalogue::requests;
use common::fields::{FORMS, Form, around, bad, body, content, each, element, good, whole};
use common::{Quick, patient, time};
use emis_core::messages::dynamic::{Given, GivenErrorKind, Holds, OperationId};
use emis_core::messages::{Kind, OPERATIONS, Occurs, OperationInfo, Side};
use emis_core::session::{NotCalled, SessionState, receive};
use made::Maker;

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
