//! Every request and every response, in its shortest form and its fullest: read by one side and written by it again, it is
//! the same bytes, so what is read is all that stood there.

use crate::common::catalogue::{requests, responses};
use crate::common::fields::{FORMS, Form, body, content, each, good, written};
use emis_core::messages::{FieldType, OPERATIONS, Occurs};
use emis_core::profile::Version;

const VERSIONS: [Version; 4] = [Version::V1_0, Version::V1_1, Version::V2_0, Version::V2_1];

#[test]
fn every_operation_is_there_but_begin_session() {
    let page: Vec<_> =
        OPERATIONS.iter().map(|info| info.name).filter(|name| *name != "BeginSession").collect();
    assert_eq!(requests().map(|request| request.info.name).to_vec(), page);
    assert_eq!(responses().map(|response| response.info.name).to_vec(), page);
}

// OP-1, OP-2, OP-3, VER-1
#[test]
fn in_every_version_that_has_them() {
    for version in VERSIONS {
        for form in FORMS {
            for request in requests().iter().filter(|request| request.info.since <= version) {
                let text = body(request.info.name, &content(request.info.request, form, version));
                assert_eq!((request.again)(&text, version), text);
            }
            for response in responses().iter().filter(|response| response.info.since <= version) {
                let text = body(response.info.response_name, &content(response.info.response, form, version));
                assert_eq!((response.again)(&text, version), text);
            }
        }
    }
}

/// Values that a sender writes otherwise than they came: read in more than one form.
fn as_written(kind: &FieldType, value: &str) -> bool {
    match kind {
        FieldType::Integer | FieldType::RelationshipKey => !value.contains('&'),
        FieldType::Boolean => matches!(value, "true" | "false"),
        FieldType::Guid => !value.contains(|c: char| c.is_ascii_uppercase()),
        FieldType::Word(words) => words.contains(&value),
        _ => value.len() < 50_000,
    }
}

#[test]
fn every_field_by_itself_with_every_value() {
    let version = Version::V2_1;
    for request in requests() {
        for form in FORMS {
            each(request.info.request, form, version, &|put, fields, i| {
                let field = &fields[i];
                let FieldType::Element(_) = field.holds() else {
                    for value in good(&field.holds()).iter().filter(|value| as_written(&field.holds(), value))
                    {
                        let text =
                            body(request.info.name, &put(&crate::common::fields::around(field, value)));
                        assert_eq!((request.again)(&text, version), text);
                    }
                    return;
                };
                let text = body(request.info.name, &put(&written(field, version)));
                assert_eq!((request.again)(&text, version), text);
            });
        }
    }
    for response in responses() {
        for form in FORMS {
            each(response.info.response, form, version, &|put, fields, i| {
                let field = &fields[i];
                let text = body(response.info.response_name, &put(&written(field, version)));
                assert_eq!((response.again)(&text, version), text);
                // Left out, it is not written; a list is, without items. (In the shortest form an element may be left with
                // no fields at all, and then reads as absent.)
                if form == Form::Least {
                    return;
                }
                let absent = body(response.info.response_name, &put(""));
                match field.occurs() {
                    Occurs::Optional => assert_eq!((response.again)(&absent, version), absent),
                    Occurs::List => {
                        let empty = put(&format!("<{0}></{0}>", field.name()));
                        let empty = body(response.info.response_name, &empty);
                        assert_eq!((response.again)(&absent, version), empty);
                    }
                    _ => {}
                }
            });
        }
    }
}
