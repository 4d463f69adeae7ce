//! Requests as a server reads them: every field of every operation, wrong in every way, and which problem is named.

use crate::common::catalogue::{Request, requests};
use crate::common::fields::{
    Check, FORMS, Form, around, bad, body, content, each, element, good, is_required, sample, unusual, whole,
    with, written,
};
use emis_core::messages::{FieldDescriptor, FieldType, Occurs, ProblemKind};
use emis_core::profile::Version;

const NEWEST: Version = Version::V2_1;

impl Request {
    fn body(&self, fields: &str) -> String {
        body(self.info.name, fields)
    }

    /// Written as our own senders write it, and as they never do.
    fn check(&self, fields: &str, expected: Result<(), (ProblemKind, &str)>) {
        let expected = expected.map_err(|(kind, field)| (kind, field.to_owned()));
        for body in unusual(self.info.name, fields).into_iter().chain([self.body(fields)]) {
            assert_eq!((self.read)(&body, NEWEST), expected, "{body}");
        }
    }

    /// The same in every field, also of the elements and the lists' items inside.
    fn each(&self, check: Check<'_>) {
        for form in FORMS {
            each(self.info.request, form, NEWEST, check);
        }
    }
}

const OK: Result<(), (ProblemKind, &str)> = Ok(());

fn missing(name: &str) -> Result<(), (ProblemKind, &str)> {
    Err((ProblemKind::Missing, name))
}

fn invalid(name: &str) -> Result<(), (ProblemKind, &str)> {
    Err((ProblemKind::Invalid, name))
}

fn unknown(name: &str) -> Result<(), (ProblemKind, &str)> {
    Err((ProblemKind::Unknown, name))
}

// OP-2, XML-15, XML-17
#[test]
fn whole_requests_are_read_in_any_order_and_with_any_prefix() {
    for request in requests() {
        let fields = request.info.request;
        request.check(&content(fields, Form::Least, NEWEST), OK);
        let in_order = whole(fields, NEWEST);
        request.check(&in_order, OK);
        let reversed: String = fields.iter().rev().map(|f| written(f, NEWEST)).collect();
        request.check(&reversed, OK);
        for i in 0..fields.len() {
            let rotated: String =
                (0..fields.len()).map(|j| written(&fields[(i + j) % fields.len()], NEWEST)).collect();
            request.check(&rotated, OK);
        }
        let spaced = in_order.replace('<', "\r\n\t <").replace("\r\n\t </", "</");
        request.check(&format!("{spaced}\n"), OK);
        let attributes =
            in_order.replace('>', " a='1' xml:lang='en'>").replace(" a='1' xml:lang='en'></", "></");
        let attributes: String = attributes
            .split('<')
            .map(|t| if t.starts_with('/') { t.replace(" a='1' xml:lang='en'", "") } else { t.into() })
            .collect::<Vec<_>>()
            .join("<");
        request.check(&attributes, OK);
    }
}

// OP-3, OP-4, XML-19
#[test]
fn missing_empty_and_twice() {
    for request in requests() {
        request.each(&|put, fields, i| {
            let (field, name) = (&fields[i], fields[i].name());
            let absent = if is_required(field) { missing(name) } else { OK };
            request.check(&put(""), absent);
            request.check(&put(&format!("<{name}></{name}>")), absent);
            request.check(&put(&format!("<{name}/>")), absent);
            request.check(&put(&format!("<{name} a='b' />")), absent);
            let once = written(field, NEWEST);
            request.check(&put(&once.repeat(2)), invalid(name));
            request.check(&put(&format!("{once}<{name}/>")), invalid(name));
            // Both a missing value and a second element are wrong with a required field, and either may be said.
            let read = (request.read)(&request.body(&put(&format!("<{name}/>{once}"))), NEWEST);
            assert_eq!(read.unwrap_err().1, name);
        });
    }
}

// OP-3
#[test]
fn lists_to_their_bound_and_over_it() {
    let mut bounds = Vec::new();
    for request in requests() {
        request.each(&|put, fields, i| {
            let (field, name) = (&fields[i], fields[i].name());
            let Some(item) = field.item_name() else { return };
            let value = element(item, &sample(&field.holds(), NEWEST));
            let of = |n: usize| put(&element(name, &value.repeat(n)));
            match field.occurs() {
                Occurs::BoundedList(most) => {
                    request.check(&of(0), missing(name));
                    request.check(&of(most), OK);
                    request.check(&of(most + 1), invalid(name));
                }
                _ => [0, 1, 1000].into_iter().for_each(|n| request.check(&of(n), OK)),
            }
            // What is wrong with an item is said of it, wherever it stands.
            request.check(&put(&element(name, &format!("{value}<{item}/>{value}"))), missing(item));
            request.check(&put(&element(name, &format!("{value}<Other/>"))), unknown("Other"));
            request.check(&put(&element(name, &format!("{value}x{value}"))), invalid(item));
            let foreign = format!("<f:{item} xmlns:f='urn:f'>{}</f:{item}>", sample(&field.holds(), NEWEST));
            request.check(&put(&element(name, &format!("{value}{foreign}"))), unknown(item));
        });
        bounds.extend(request.info.request.iter().filter_map(|field| match field.occurs() {
            Occurs::BoundedList(most) => Some((field.name(), most)),
            _ => None,
        }));
    }
    assert_eq!(bounds, [("CourseIds", 32)]);
}

// TY-1, OP-6, OP-7
#[test]
fn values_good_bad_at_the_limit_and_over_it() {
    for request in requests() {
        request.each(&|put, fields, i| {
            let field = &fields[i];
            // What is wrong with an item of a list is said of the item.
            let name = field.item_name().unwrap_or(field.name());
            if matches!(field.holds(), FieldType::Element(_)) {
                return;
            }
            for value in good(&field.holds()) {
                request.check(&put(&around(field, &value)), OK);
            }
            for value in bad(&field.holds()) {
                request.check(&put(&around(field, &value)), invalid(name));
            }
            if let FieldType::Word(_) = field.holds() {
                for value in ["Nonsense", "Home ", "&lt;"] {
                    request.check(&put(&around(field, value)), invalid(name));
                }
            }
            let value = sample(&field.holds(), NEWEST);
            // White space is a text's own, and around any other value an error; a child is an error in all.
            let spaced = if matches!(field.holds(), FieldType::Text(_)) { OK } else { invalid(name) };
            for value in [format!(" {value}"), format!("{value}\n"), format!("&#32;{value}"), " ".into()] {
                request.check(&put(&around(field, &value)), spaced);
            }
            for value in
                [format!("{value}<y/>"), format!("<y/>{value}"), "<y>1</y>".into(), element(name, &value)]
            {
                request.check(&put(&around(field, &value)), invalid(name));
            }
        });
    }
}

// OP-6, XML-16, XML-18
#[test]
fn what_does_not_belong_there() {
    for request in requests() {
        let name = request.info.name;
        let fields = request.info.request;
        let all = whole(fields, NEWEST);
        for stray in ["x", "&#32;", "0"] {
            request.check(&format!("{stray}{all}"), invalid(name));
            request.check(&format!("{all}{stray}"), invalid(name));
        }
        for (stray, local) in [
            ("<Other/>", "Other"),
            ("<Other>x<y/></Other>", "Other"),
            ("<f:Other xmlns:f='urn:f'/>", "Other"),
            ("<Other xmlns=''/>", "Other"),
        ] {
            request.check(&format!("{stray}{all}"), unknown(local));
            request.check(&format!("{all}{stray}"), unknown(local));
        }
        request.each(&|put, fields, i| {
            let (field, name) = (&fields[i], fields[i].name());
            let once = written(field, NEWEST);
            let foreign = format!("<f:{name} xmlns:f='urn:f'>{}</f:{name}>", sample(&field.holds(), NEWEST));
            request.check(&put(&format!("{once}<Other/>")), unknown("Other"));
            request.check(&put(&format!("{once}{foreign}")), unknown(name));
            request.check(&put(&format!("{foreign}{once}")), unknown(name));
            // Instead of ours: what is missing comes before what is not known.
            let instead = if is_required(field) { missing(name) } else { unknown(name) };
            request.check(&put(&foreign), instead);
            // Not only the first foreign element is refused.
            let body = request.body(&put(&format!("<f:First xmlns:f='urn:f'/>{foreign}")));
            assert!((request.read)(&body, NEWEST).is_err(), "{body}");
            // Names are compared with case, and whole.
            let wrong = name.to_ascii_lowercase();
            let instead = if is_required(field) { missing(name) } else { unknown(&wrong) };
            request.check(&put(&element(&wrong, "1")), instead);
            request.check(
                &put(&format!("{once}{}", element(&format!("{name}s"), "1"))),
                unknown(&format!("{name}s")),
            );
        });
    }
}

// OP-5
#[test]
fn the_first_wrong_field_is_named_and_then_unknown_ones() {
    for request in requests() {
        let fields = request.info.request;
        for (i, first) in fields.iter().enumerate() {
            for (j, second) in fields.iter().enumerate().skip(i + 1) {
                let wrong = is_required;
                let twice = |f: &FieldDescriptor| written(f, NEWEST).repeat(2);
                let parts: Vec<String> = fields
                    .iter()
                    .enumerate()
                    .map(|(k, f)| if k == i || k == j { twice(f) } else { written(f, NEWEST) })
                    .collect();
                request.check(&parts.concat(), invalid(first.name()));
                let reversed: String = parts.iter().rev().map(String::as_str).collect();
                request.check(&format!("<Other/>{reversed}"), invalid(first.name()));
                if wrong(first) {
                    // The first is missing, the second stands twice.
                    let rest: String =
                        parts.iter().enumerate().filter(|(k, _)| *k != i).map(|(_, p)| p.as_str()).collect();
                    request.check(&rest, missing(first.name()));
                }
                if wrong(second) {
                    let rest: String =
                        parts.iter().enumerate().filter(|(k, _)| *k != j).map(|(_, p)| p.as_str()).collect();
                    request.check(&rest, invalid(first.name()));
                }
            }
        }
    }
}

// VER-4, SH-10
#[test]
fn a_field_of_a_later_version_is_named_before_all_others() {
    let mut found = 0;
    for request in requests().into_iter().filter(|request| request.info.since == Version::V1_0) {
        let fields = request.info.request;
        for (i, field) in fields.iter().enumerate().filter(|(_, f)| f.since() > Version::V1_0) {
            found += 1;
            let earlier = Version::V1_0;
            let expected = Err((ProblemKind::Version(field.since()), field.name().to_owned()));
            let body = request.body(&whole(fields, NEWEST));
            assert_eq!((request.read)(&body, earlier), expected);
            // Also where it is empty, wrong inside, or others are wrong.
            for fields in [
                with(fields, Form::Whole, NEWEST, i, &format!("<{}/>", field.name())),
                with(fields, Form::Whole, NEWEST, i, &element(field.name(), "<x/>")),
                element(field.name(), "x"),
                format!("<Other/>{}", element(field.name(), "x")),
            ] {
                assert_eq!((request.read)(&request.body(&fields), earlier), expected, "{fields}");
            }
            assert_eq!((request.read)(&request.body(&whole(fields, earlier)), earlier), Ok(()));
            assert_eq!((request.read)(&body, field.since()), Ok(()));
        }
    }
    assert_eq!(found, 1, "Telephone of BookAppointment");
}

#[test]
fn a_request_is_not_read_as_another_operation() {
    for request in requests() {
        for other in requests() {
            let body = other.body(&whole(other.info.request, NEWEST));
            assert_eq!((request.read)(&body, NEWEST).is_ok(), request.info.name == other.info.name);
        }
        let none = format!("<{0}>{1}</{0}>", request.info.name, whole(request.info.request, NEWEST));
        assert!((request.read)(&none, NEWEST).is_err(), "of no namespace");
    }
}
