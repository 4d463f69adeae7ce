//! Responses as a client reads them: every field of every operation, what is skipped and what is an error, and what is
//! then known of the call.

use core::cell::RefCell;
use std::collections::HashSet;

use crate::common::catalogue::{Response, Verdict, responses};
use crate::common::fields::{
    Check, FORMS, Form, around, bad, body, content, each, element, good, is_required, sample, unusual, whole,
    with, written,
};
use emis_core::messages::{DecodeErrorKind, FieldDescriptor, FieldType, Occurs};
use emis_core::profile::Version;
use emis_core::session::Outcome;

const NEWEST: Version = Version::V2_1;

#[derive(Clone, Copy, Debug, PartialEq)]
enum Expected {
    Read,
    Missing,
    Invalid,
}
use Expected::{Invalid, Missing, Read};

impl Response {
    fn body(&self, fields: &str) -> String {
        body(self.info.response_name, fields)
    }

    /// Reads it as our own senders write it, and as they never do: by the fast path and by the validated one. They say the
    /// same.
    fn read_both_ways(&self, fields: &str) -> Verdict {
        let body = self.body(fields);
        let fast = (self.read)(&body, NEWEST);
        for validated in unusual(self.info.response_name, fields) {
            assert_eq!((self.read)(&validated, NEWEST), fast, "{validated}");
        }
        fast
    }

    /// The result, and the field that it names.
    fn verdict(&self, fields: &str) -> (Expected, Option<&'static str>) {
        match self.read_both_ways(fields) {
            Ok(_) => (Read, None),
            Err((Some(error), outcome)) => {
                assert_eq!(outcome, Outcome::CarriedOut, "{fields}");
                let kind = match error.kind {
                    DecodeErrorKind::Missing => Missing,
                    DecodeErrorKind::Invalid => Invalid,
                    other => panic!("{other:?}: {fields}"),
                };
                (kind, error.field)
            }
            Err((None, _)) => panic!("{fields}"),
        }
    }

    fn check(&self, fields: &str, expected: Expected) {
        assert_eq!(self.verdict(fields).0, expected, "{}: {fields}", self.info.name);
    }

    /// An error names this field of the table.
    fn check_field(&self, fields: &str, expected: Expected, field: &str) {
        let field = Some(field).filter(|_| expected != Read);
        assert_eq!(self.verdict(fields), (expected, field), "{}: {fields}", self.info.name);
    }

    /// Every field, also of the elements and of the lists' items inside.
    fn each(&self, check: Check<'_>) {
        for form in FORMS {
            each(self.info.response, form, NEWEST, check);
        }
    }
}

/// The name by which an error calls what a field holds.
fn held(field: &FieldDescriptor) -> &'static str {
    field.item_name().unwrap_or(field.name())
}

// OP-2, XML-15
#[test]
fn whole_responses_are_read_in_any_order_and_with_any_prefix() {
    for response in responses() {
        let fields = response.info.response;
        response.check(&content(fields, Form::Least, NEWEST), Read);
        let all = whole(fields, NEWEST);
        let count = response.read_both_ways(&all).unwrap();
        let reversed: String = fields.iter().rev().map(|f| written(f, NEWEST)).collect();
        assert_eq!(response.read_both_ways(&reversed), Ok(count), "as many items as in their order");
        let mixed =
            all.replace("<Slot>", "<q:Slot xmlns:q='urn&#58;emis-ps:1'>").replace("</Slot>", "</q:Slot>");
        assert_eq!((response.read)(&response.body(&mixed), NEWEST), Ok(count));
        let spaced = all.replace("><", ">\r\n <").replace("\r\n </", "</");
        assert_eq!(response.read_both_ways(&spaced), Ok(count));
    }
}

#[test]
fn reordered_inside() {
    for response in responses() {
        each_struct(response.info.response, &str::to_owned, &|fields, put| {
            let arm = fields.iter().position(|field| field.occurs() == Occurs::Arm);
            let chosen = |i: &usize| fields[*i].occurs() != Occurs::Arm || Some(*i) == arm;
            let order: Vec<usize> = (0..fields.len()).filter(chosen).collect();
            let in_order: String = order.iter().map(|i| written(&fields[*i], NEWEST)).collect();
            let count = response.read_both_ways(&put(&in_order)).unwrap();
            for turn in 1..order.len() {
                let turned = order.iter().cycle().skip(turn).take(order.len());
                let turned: String = turned.map(|i| written(&fields[*i], NEWEST)).collect();
                assert_eq!(response.read_both_ways(&put(&turned)), Ok(count), "{turned}");
            }
        });
    }
}

type Inside<'c> = &'c dyn Fn(&'static [FieldDescriptor], &dyn Fn(&str) -> String);

/// Every element that has fields, with a way to put something in the place of its content.
fn each_struct(fields: &'static [FieldDescriptor], outside: &dyn Fn(&str) -> String, check: Inside<'_>) {
    check(fields, outside);
    for (i, field) in fields.iter().enumerate() {
        if let FieldType::Element(inner) = field.holds() {
            let inside =
                |content: &str| outside(&with(fields, Form::Whole, NEWEST, i, &around(field, content)));
            each_struct(inner, &inside, check);
        }
    }
}

// OP-3, OP-4, XML-19
#[test]
fn missing_empty_and_twice() {
    for response in responses() {
        response.each(&|put, fields, i| {
            let (field, name) = (&fields[i], fields[i].name());
            // A record's item whose arm is not known, or not there, reads as unknown.
            let required = is_required(field);
            response.check_field(&put(""), if required { Missing } else { Read }, name);
            for empty in [format!("<{name}></{name}>"), format!("<{name}/>")] {
                let read = response.verdict(&put(&empty));
                match (field.holds(), field.occurs()) {
                    (_, Occurs::BoundedList(_)) => assert_eq!(read, (Missing, Some(name))),
                    // An empty required text is the empty text, an empty optional element is absent, and an element
                    // whose fields are all optional is not empty.
                    (_, Occurs::List | Occurs::Optional) | (FieldType::Text(_), _) => {
                        assert_eq!(read.0, Read, "{empty}");
                    }
                    (FieldType::Element(inner), _) if !inner.iter().any(is_required) => {
                        assert_eq!(read.0, Read, "{empty}");
                    }
                    (FieldType::Element(inner), _) => {
                        let first = inner.iter().find(|field| is_required(field)).unwrap();
                        assert_eq!(read, (Missing, Some(first.name())), "{empty}");
                    }
                    _ => assert_eq!(read, (Invalid, Some(name)), "{empty}"),
                }
            }
            let once = written(field, NEWEST);
            response.check_field(&put(&once.repeat(2)), Invalid, name);
            response.check_field(&put(&format!("{once}<{name}/>")), Invalid, name);
        });
    }
}

// TY-1, OP-6, OP-7
#[test]
fn values_good_bad_at_the_limit_and_over_it() {
    // What an element's longest texts do, they do wherever the element stands.
    let tried = RefCell::new(HashSet::new());
    for response in responses() {
        response.each(&|put, fields, i| {
            let field = &fields[i];
            if matches!(field.holds(), FieldType::Element(_)) {
                return;
            }
            let of = |value: &str| put(&around(field, value));
            let first = tried.borrow_mut().insert((fields.len(), field.name()));
            let worth = |value: &String| first || value.len() < 50_000;
            for value in good(&field.holds()).into_iter().filter(worth) {
                response.check(&of(&value), Read);
            }
            for value in bad(&field.holds()).into_iter().filter(worth) {
                response.check_field(&of(&value), Invalid, held(field));
            }
            if let FieldType::Word(_) = field.holds() {
                // A word that is not known is no error.
                for value in ["Nonsense", "&lt;x&gt;", "Unknown"] {
                    response.check(&of(value), Read);
                }
                // White space around it is, however it is written.
                for value in ["&#32;Nonsense", "Nonsense&#xA;", "&#9;", "Nonsense\r"] {
                    response.check_field(&of(value), Invalid, held(field));
                }
            }
            let value = sample(&field.holds(), NEWEST);
            let spaced =
                if matches!(field.holds(), FieldType::Text(_) | FieldType::Base64) { Read } else { Invalid };
            for value in [format!(" {value}"), format!("{value}\n")] {
                response.check_field(&of(&value), spaced, held(field));
            }
            for value in [format!("{value}<y/>"), format!("<y/>{value}"), "<y>1</y>".into()] {
                response.check_field(&of(&value), Invalid, held(field));
            }
        });
    }
}

#[test]
fn an_item_that_is_wrong_does_not_hide_the_others() {
    // Lists are read item by item: what is wrong with one is said when it is asked for.
    for response in responses() {
        response.each(&|put, fields, i| {
            let field = &fields[i];
            let Some(item) = field.item_name() else { return };
            let value = element(item, &sample(&field.holds(), NEWEST));
            let wrong = match field.holds() {
                FieldType::Element(inner) if inner.iter().any(is_required) => format!("<{item}/>"),
                _ => format!("<{item}><y/></{item}>"),
            };
            let list = |items: &str| put(&element(field.name(), items));
            // An unknown element is skipped in any other element with fields.
            let is_wrong =
                !matches!(field.holds(), FieldType::Element(inner) if !inner.iter().any(is_required));
            for items in [format!("{wrong}{value}"), format!("{value}{wrong}")] {
                assert_eq!(response.verdict(&list(&items)).0 == Read, !is_wrong, "{items}");
            }
            response.check(&list(&format!("<Other/>{value}<Other>x</Other>{value}")), Read);
            response.check(&list(&format!("{value}x{value}")), Invalid);
        });
    }
}

// XML-16, XML-18, OP-6
#[test]
fn what_is_not_known_is_skipped_and_what_is_not_ours_is_an_error() {
    for response in responses() {
        let all = whole(response.info.response, NEWEST);
        let items = response.read_both_ways(&all).unwrap();
        for stray in [
            "<Other/>",
            "<Other>x<SlotId>&amp;</SlotId></Other>",
            "<Other a='b'><Other/><Slots><Slot/></Slots></Other>",
        ] {
            for fields in [format!("{stray}{all}"), format!("{all}{stray}"), format!("{stray}{stray}{all}")] {
                assert_eq!(response.read_both_ways(&fields), Ok(items), "{fields}");
            }
        }
        for stray in
            ["<f:Other xmlns:f='urn:f'/>", "<Other xmlns=''/>", "<Other><Other xmlns='urn:f'/></Other>"]
        {
            response.check(&format!("{stray}{all}"), Invalid);
            response.check(&format!("{all}{stray}"), Invalid);
        }
        // Text between fields is an error, also behind an element that is skipped.
        for stray in ["x", "&#32;", "<Other/>x", "x<Other/>"] {
            response.check(&format!("{stray}{all}"), Invalid);
            response.check(&format!("{all}{stray}"), Invalid);
        }
        response.each(&|put, fields, i| {
            let once = written(&fields[i], NEWEST);
            let name = fields[i].name();
            let count = response.read_both_ways(&put(&once)).unwrap();
            for known in [
                format!("<Other>1</Other>{once}"),
                format!("{once}<Other/>"),
                format!("<Later><{name}>x</{name}></Later>{once}<Later a='>'/>"),
            ] {
                assert_eq!(response.read_both_ways(&put(&known)), Ok(count), "{known}");
            }
            response.check(&put(&format!("{once}x")), Invalid);
            response.check(&put(&format!("{once}<Other/>x")), Invalid);
            response.check(&put(&format!("{once}<f:{name} xmlns:f='urn:f'>1</f:{name}>")), Invalid);
            // In a foreign namespace instead of ours it is foreign, not ours.
            let value = sample(&fields[i].holds(), NEWEST);
            response.check(&put(&format!("<f:{name} xmlns:f='urn:f'>{value}</f:{name}>")), Invalid);
        });
    }
}

// REC-2
#[test]
fn an_arm_is_one_of_those_that_are_known_or_unknown() {
    let response = responses().into_iter().find(|r| r.info.name == "GetMedicalRecordData").unwrap();
    let items = response.info.response.iter().position(|field| field.name() == "Items").unwrap();
    let FieldType::Element(fields) = response.info.response[items].holds() else { panic!() };
    let put = |item: &str| {
        let list = element("Items", &element("Item", item));
        with(response.info.response, Form::Least, NEWEST, items, &list)
    };
    let arms: Vec<&FieldDescriptor> = fields.iter().filter(|field| field.occurs() == Occurs::Arm).collect();
    assert_eq!(arms.len(), 7);
    for arm in &arms {
        let common =
            with(fields, Form::Whole, NEWEST, fields.len(), "").replace(&written(arms[0], NEWEST), "");
        let one = format!("{common}{}", written(arm, NEWEST));
        response.check(&put(&one), Read);
        response.check(&put(&format!("{one}<Novelty><Term>x</Term></Novelty>")), Read);
        response.check(&put(&format!("{common}<Novelty><Term>x</Term></Novelty>")), Read);
        response.check(&put(&common), Read);
        for other in &arms {
            let two = format!("{one}{}", written(other, NEWEST));
            response.check_field(&put(&two), Invalid, other.name());
        }
    }
}

#[test]
fn a_field_of_a_later_version_is_skipped() {
    let mut found = 0;
    for response in responses().into_iter().filter(|response| response.info.since == Version::V1_0) {
        let fields = response.info.response;
        for field in fields.iter().filter(|f| f.since() > Version::V1_0) {
            found += 1;
            let body = response.body(
                &whole(fields, NEWEST).replace(&written(field, NEWEST), &element(field.name(), "nonsense")),
            );
            assert!((response.read)(&body, Version::V1_0).is_ok(), "{}", field.name());
            assert!((response.read)(&body, NEWEST).is_err(), "{}", field.name());
        }
    }
    assert_eq!(found, 1, "MedicalRecord of GetPracticeSettings; others stand deeper");
}

#[test]
fn an_answer_that_is_none_leaves_the_outcome_unknown() {
    for response in responses() {
        let all = whole(response.info.response, NEWEST);
        let name = response.info.name;
        for body in [
            format!("<{name} xmlns='urn:emis-ps:1'>{all}</{name}>"),
            format!("<{name}Response>{all}</{name}Response>"),
            format!("<{name}Response xmlns='urn:f'>{all}</{name}Response>"),
            "<OtherResponse xmlns='urn:emis-ps:1'/>".into(),
            "<Fault xmlns='urn:emis-ps:1'/>".into(),
            format!("<{name}Response xmlns='urn:emis-ps:1'>"),
            "x".into(),
            "<!-- -->".into(),
        ] {
            let Err((error, outcome)) = (response.read)(&body, NEWEST) else { panic!("read: {body}") };
            assert!(matches!(
                error.unwrap().kind,
                DecodeErrorKind::Malformed | DecodeErrorKind::UnexpectedElement
            ));
            // It may have been a fault: nothing says that the call was carried out.
            assert_eq!(outcome, Outcome::Unknown, "{body}");
        }
    }
}
