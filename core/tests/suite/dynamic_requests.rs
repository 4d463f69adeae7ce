//! Requests by their tables: what is written is what the types write, byte for byte, and what is no request is refused
//! before anything is sent.

use crate::common::by_table::{NEWEST, VERSIONS, given, refused, written_of};
use crate::common::catalogue::requests;
use crate::common::fields::{FORMS, Form, around, bad, body, content, each, element, good, whole};
use crate::common::made::Maker;
use crate::common::{Quick, patient, time};
use emis_core::dynamic::{Field, FieldValue, FieldsErrorKind, OperationId};
use emis_core::messages::{FieldType, OPERATIONS, Occurs, OperationDescriptor, Side};
use emis_core::session::{RequestError, SessionState, receive};

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
                crate::common::tree::message(&ours, request.info.name, request.info.request),
                crate::common::tree::message(&theirs, request.info.name, request.info.request)
            );
            assert!(ours == theirs || theirs.contains('&'), "{ours} {theirs}");
        }
    }
}

#[test]
fn fields_are_given_in_any_order() {
    let info = OPERATIONS.iter().find(|info| info.name == "BookAppointment").unwrap();
    let telephone = [Field::value("ContactType", "mobile"), Field::value("Number", "1")];
    let fields = [
        Field::fields("Telephone", &telephone),
        Field::value("BookingReason", "a < b & \"c\""),
        Field::value("SlotId", "7"),
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
        let odd = [whole_form, &[Field::value("Nonsense", "x")]].concat();
        assert_eq!(written_of(info, NEWEST, &odd), refused(name, FieldsErrorKind::Unknown));
        for field in whole_form {
            let twice = [whole_form, &[*field]].concat();
            assert_eq!(written_of(info, NEWEST, &twice), refused(name, FieldsErrorKind::Unknown));
            if let FieldValue::Fields(inner) = field.value {
                let inner = [inner, &[Field::value("Nonsense", "x")]].concat();
                let odd: Vec<_> =
                    whole_form
                        .iter()
                        .map(|other| {
                            if other.name == field.name { Field::fields(other.name, &inner) } else { *other }
                        })
                        .collect();
                let own = info.request.iter().find(|own| own.name() == field.name).unwrap().name();
                assert_eq!(written_of(info, NEWEST, &odd), refused(own, FieldsErrorKind::Unknown));
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
                    _ => assert_eq!(write(&none), refused(field.name(), FieldsErrorKind::Missing)),
                }
            }
            if let FieldType::Element(_) = field.holds() {
                assert_eq!(
                    write(&element(field.name(), "x")),
                    refused(field.name(), FieldsErrorKind::Invalid),
                    "a value where fields are"
                );
                return;
            }
            for value in good(&field.holds()) {
                let text = text(&around(field, &value));
                let ours = written_of(info, NEWEST, given(&text)).unwrap();
                let theirs = (request.again)(&text, NEWEST);
                if !matches!(field.holds(), FieldType::Text(_)) {
                    assert_eq!(ours, theirs);
                    continue;
                }
                // A line's end is read as a line feed, and a text keeps its references.
                let theirs = theirs.replace("\r\n", "\n");
                assert_eq!(
                    crate::common::tree::message(&ours, info.name, info.request),
                    crate::common::tree::message(&theirs, info.name, info.request)
                );
            }
            for value in bad(&field.holds()) {
                assert_eq!(
                    write(&around(field, &value)),
                    refused(field.name(), FieldsErrorKind::Invalid),
                    "{value}"
                );
            }
            if let FieldType::Word(_) = field.holds() {
                assert_eq!(
                    write(&around(field, "Nonsense")),
                    refused(field.name(), FieldsErrorKind::Invalid),
                    "a word that is not known"
                );
            }
            if let FieldType::Text(_) = field.holds() {
                // What XML cannot carry cannot be parsed either.
                let fields = given(&text(&around(field, "1")));
                assert!(written_of(info, NEWEST, fields).is_ok());
                for control in ["\u{1}", "\u{FFFE}"] {
                    let fields = with_value(fields, field.name(), control);
                    let found = written_of(info, NEWEST, fields);
                    assert_eq!(found, refused(field.name(), FieldsErrorKind::Invalid));
                }
            }
        });
    }
}

/// The same with another value in the fields of this name, at any depth.
fn with_value<'v>(fields: &[Field<'v>], name: &str, value: &'v str) -> &'v [Field<'v>] {
    let fields = fields.iter().map(|field| match field.value {
        FieldValue::Value(_) if field.name == name => Field::value(field.name, value),
        FieldValue::Fields(inner) => Field::fields(field.name, with_value(inner, name, value)),
        _ => *field,
    });
    fields.collect::<Vec<_>>().leak()
}

fn courses(info: &OperationDescriptor, holds: FieldValue<'_>) -> Result<String, RequestError> {
    written_of(info, NEWEST, &[Field { name: "CourseIds", value: holds }])
}

#[test]
fn lists_are_lists_of_as_many_items_as_may_be() {
    let info = OPERATIONS.iter().find(|info| info.name == "RequestPrescription").unwrap();
    let ids = |count| vec![FieldValue::Value("01234567-89ab-cdef-0123-456789abcdef"); count];
    assert!(
        courses(info, FieldValue::Items(&ids(1))).is_ok()
            && courses(info, FieldValue::Items(&ids(32))).is_ok()
    );
    assert_eq!(courses(info, FieldValue::Items(&ids(33))), refused("CourseIds", FieldsErrorKind::Invalid));
    assert_eq!(courses(info, FieldValue::Items(&[])), refused("CourseIds", FieldsErrorKind::Missing));
    let items =
        [FieldValue::Items(&[]), FieldValue::Fields(&[]), FieldValue::Value(""), FieldValue::Value("x")];
    for item in items {
        assert_eq!(courses(info, FieldValue::Items(&[item])), refused("CourseIds", FieldsErrorKind::Invalid));
    }
    for holds in [ids(1)[0], FieldValue::Fields(&[Field::value("CourseId", "x")])] {
        assert_eq!(courses(info, holds), refused("CourseIds", FieldsErrorKind::Invalid));
    }
    let comment = Field::items("Comment", &[FieldValue::Value("x")]);
    let one = ids(1);
    let fields = [Field::items("CourseIds", &one), comment];
    assert_eq!(written_of(info, NEWEST, &fields), refused("Comment", FieldsErrorKind::Invalid));
}

// VER-2, VER-3
#[test]
fn what_a_later_version_has_is_refused_with_that_version() {
    for request in requests() {
        for version in VERSIONS {
            if request.info.since > version {
                let text = body(request.info.name, &content(request.info.request, Form::Least, NEWEST));
                let found = written_of(request.info, version, given(&text)).unwrap_err();
                let RequestError::Version(found) = found else { panic!("{found}") };
                assert_eq!((found.name, found.needed), (request.info.name, request.info.since));
                continue;
            }
            for field in request.info.request.iter().filter(|field| field.since() > version) {
                let text = body(request.info.name, &whole(request.info.request, NEWEST));
                let found = written_of(request.info, version, given(&text)).unwrap_err();
                let RequestError::Version(found) = found else { panic!("{found}") };
                assert_eq!((found.name, found.needed, found.session), (field.name(), field.since(), version));
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
    for fields in [&[][..], &[Field::value("SlotId", "x")], &[Field::value("SlotId", "1"); 2]] {
        let error = begun.client.call_dynamic(book, fields, &mut out, time(0)).unwrap_err();
        assert_eq!(error.code().number(), 108);
        assert_eq!(begun.client.state(), SessionState::Live);
    }
    let error =
        begun.client.call_dynamic(book, &[Field::value("SlotId", "1")], &mut [0; 10], time(0)).unwrap_err();
    let RequestError::Buffer(short) = error else { panic!("{error}") };
    let mut enough = vec![0; short.needed];
    let call = begun.client.call_dynamic(book, &[Field::value("SlotId", "1")], &mut enough, time(0)).unwrap();
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
    assert!(matches!(error, RequestError::NotAllowedInSession { .. }), "{error}");
}
