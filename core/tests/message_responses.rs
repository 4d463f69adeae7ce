//! Responses as a client reads them: every field of every operation, what is skipped and what is an error, and what is
//! then known of the call.

mod common;

use common::fields::{bad, element, good, sample, whole, with, written};
use common::{Null, begin, id_text, in_session, ods, relationship};
use emis_core::messages::appointments::{
    BookAppointment, CancelAppointment, GetAvailableAppointments, GetPatientAppointments,
};
use emis_core::messages::begin::EndSession;
use emis_core::messages::practice::{GetClinicalVersionInformation, GetPracticeSettings, GetUserOptions};
use emis_core::messages::registration::RegisterWithPinDocument;
use emis_core::messages::{
    DecodeError, DecodeErrorKind, Field, Kind, List, Occurs, Operation, OperationInfo,
};
use emis_core::profile::Version;
use emis_core::session::{CallError, Outcome};
use emis_core::types::{Date, DateTime, Text};

/// What the client knows afterwards: how many items could be read, or what was wrong.
type Verdict = Result<usize, (Option<DecodeError>, Outcome)>;

struct Response {
    info: &'static OperationInfo,
    read: fn(&str, Version) -> Verdict,
}

const NEWEST: Version = Version::V2_1;

fn items<'a, T>(list: &List<'a, T>) -> Result<usize, DecodeError>
where
    List<'a, T>: Clone + IntoIterator<Item = Result<T, DecodeError>>,
{
    list.clone().into_iter().try_fold(0, |n, item| item.map(|_| n + 1))
}

macro_rules! responses {
    ($($type:ty: $request:expr, |$response:ident| $count:expr;)*) => {
        [$(Response {
            info: <$type as Operation>::INFO,
            read: |body, version| {
                let relationship = relationship();
                let in_application = <$type as Operation>::INFO.name.starts_with("Register");
                let mut begun = begin::<Null>(version, Some(&relationship).filter(|_| !in_application), 1);
                let reply = in_session(&id_text(&begun.client), 1, body);
                let mut out = [0; 4096];
                let call = begun.client.call(&$request, &mut out, common::time(0)).unwrap();
                let read: Result<<$type as Operation>::Response<'_>, _> = call.read(reply.as_bytes());
                match read {
                    Ok($response) => {
                        let count: Result<usize, DecodeError> = $count;
                        count.map_err(|error| (Some(error), Outcome::CarriedOut))
                    }
                    Err(error) => {
                        let outcome = error.outcome();
                        Err((match error { CallError::Unreadable(error) => Some(error), _ => None }, outcome))
                    }
                }
            },
        }),*]
    };
}

fn now() -> DateTime {
    DateTime::parse("2026-11-22T09:00:00").unwrap()
}

fn responses() -> [Response; 9] {
    responses! {
        GetClinicalVersionInformation: GetClinicalVersionInformation { ods_code: ods() }, |r| items(&r.operations);
        GetPracticeSettings: GetPracticeSettings { ods_code: ods() }, |_r| Ok(0);
        EndSession: EndSession {}, |_r| Ok(0);
        RegisterWithPinDocument<'_>: RegisterWithPinDocument {
            ods_code: ods(),
            account_id: Text::new("1").unwrap(),
            linkage_key: Text::new("1").unwrap(),
            surname: Text::new("1").unwrap(),
            date_of_birth: Date::new(2000, 1, 1).unwrap(),
        }, |_r| Ok(0);
        GetUserOptions: GetUserOptions {}, |_r| Ok(0);
        GetAvailableAppointments<'_>: GetAvailableAppointments { from: now(), to: now(), maximum_items: None, after: None }, |r| {
            let inner = r.sessions.iter().flatten().try_fold(0, |n, s| items(&s.clinician_ids).map(|m| n + m));
            inner.and_then(|n| Ok(n + items(&r.slots)? + items(&r.sessions)? + items(&r.clinicians)? + items(&r.locations)?))
        };
        GetPatientAppointments<'_>: GetPatientAppointments { include_past: false, past_from: None, maximum_items: None, after: None }, |r| {
            let inner = r.sessions.iter().flatten().try_fold(0, |n, s| items(&s.clinician_ids).map(|m| n + m));
            inner.and_then(|n| Ok(n + items(&r.appointments)? + items(&r.sessions)? + items(&r.clinicians)? + items(&r.locations)?))
        };
        BookAppointment<'_>: BookAppointment { slot_id: 1, booking_reason: None, telephone: None }, |_r| Ok(0);
        CancelAppointment<'_>: CancelAppointment { slot_id: 1, reason: None }, |_r| Ok(0);
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Expected {
    Read,
    Missing,
    Invalid,
}
use Expected::{Invalid, Missing, Read};

impl Response {
    fn body(&self, fields: &str) -> String {
        format!("<{0}Response xmlns=\"urn:emis-ps:1\">{fields}</{0}Response>", self.info.name)
    }

    fn check(&self, fields: &str, expected: Expected) {
        let body = self.body(fields);
        let kind = match (self.read)(&body, NEWEST) {
            Ok(_) => Read,
            Err((Some(error), outcome)) => {
                assert_eq!(outcome, Outcome::CarriedOut, "{body}");
                match error.kind {
                    DecodeErrorKind::Missing => Missing,
                    DecodeErrorKind::Invalid => Invalid,
                    other => panic!("{other:?}: {body}"),
                }
            }
            Err((None, _)) => panic!("{body}"),
        };
        assert_eq!(kind, expected, "{body}");
    }

    /// Every field, also of the elements and of the lists' items inside; the last argument says whether it is an
    /// item's, of which there are two.
    fn each(&self, check: &dyn Fn(&dyn Fn(&str) -> String, &[Field], usize)) {
        fn walk(
            fields: &[Field],
            around: &dyn Fn(&str) -> String,
            check: &dyn Fn(&dyn Fn(&str) -> String, &[Field], usize),
        ) {
            for (i, field) in fields.iter().enumerate() {
                check(&|instead| around(&with(fields, NEWEST, i, instead)), fields, i);
                if let Kind::Struct(inner) = field.kind {
                    let inside = |content: &str| {
                        let content = match field.item_name() {
                            Some(item) => element(item, content),
                            None => content.to_owned(),
                        };
                        around(&with(fields, NEWEST, i, &element(field.name(), &content)))
                    };
                    walk(inner, &inside, check);
                }
            }
        }
        walk(self.info.response, &|content| content.to_owned(), check);
    }
}

#[test]
fn whole_responses_are_read_in_any_order_and_with_any_prefix() {
    for response in responses() {
        let fields = response.info.response;
        let all = whole(fields, NEWEST);
        response.check(&all, Read);
        let reversed: String = fields.iter().rev().map(|f| written(f, NEWEST)).collect();
        response.check(&reversed, Read);
        let prefixed = all.replace("</", "\0").replace('<', "<p:").replace('\0', "</p:");
        let body =
            format!("<p:{0}Response xmlns:p='urn:emis-ps:1'>{prefixed}</p:{0}Response>", response.info.name);
        let plain = (response.read)(&response.body(&all), NEWEST).unwrap();
        assert_eq!((response.read)(&body, NEWEST), Ok(plain), "as many items as without a prefix");
        let mixed =
            all.replace("<Slot>", "<q:Slot xmlns:q='urn&#58;emis-ps:1'>").replace("</Slot>", "</q:Slot>");
        assert_eq!((response.read)(&response.body(&mixed), NEWEST), Ok(plain));
        let spaced = all.replace("><", ">\r\n <").replace("\r\n </", "</").replace("</", "</");
        assert_eq!((response.read)(&response.body(&spaced), NEWEST), Ok(plain));
    }
}

#[test]
fn missing_empty_and_twice() {
    for response in responses() {
        response.each(&|put, fields, i| {
            let (field, name) = (&fields[i], fields[i].name());
            let required = field.occurs == Occurs::Once;
            response.check(&put(""), if required { Missing } else { Read });
            for empty in [format!("<{name}></{name}>"), format!("<{name}/>")] {
                let read = (response.read)(&response.body(&put(&empty)), NEWEST);
                match field.kind {
                    // An empty required text is the empty text. An element whose fields are all optional is not empty.
                    Kind::Text(_) => assert!(read.is_ok(), "{empty}"),
                    Kind::Struct(inner) if required && inner.iter().all(|f| f.occurs != Occurs::Once) => {
                        assert!(read.is_ok(), "{empty}");
                    }
                    _ => assert_eq!(read.is_err(), required, "{name}"),
                }
            }
            response.check(&put(&written(field, NEWEST).repeat(2)), Invalid);
            response.check(&put(&format!("{}<{name}/>", written(field, NEWEST))), Invalid);
        });
    }
}

#[test]
fn values_good_bad_at_the_limit_and_over_it() {
    for response in responses() {
        response.each(&|put, fields, i| {
            let (field, name) = (&fields[i], fields[i].name());
            if matches!(field.kind, Kind::Struct(_)) {
                return;
            }
            let content = |value: &str| match field.item_name() {
                Some(item) => element(name, &element(item, value)),
                None => element(name, value),
            };
            for value in good(&field.kind) {
                response.check(&put(&content(&value)), Read);
            }
            for value in bad(&field.kind) {
                response.check(&put(&content(&value)), Invalid);
            }
            if let Kind::Words(_) = field.kind {
                // A word that is not known is no error.
                for value in ["Nonsense", "&lt;x&gt;", "Unknown"] {
                    response.check(&put(&content(value)), Read);
                }
            }
            let value = sample(&field.kind, NEWEST);
            let spaced = if matches!(field.kind, Kind::Text(_)) { Read } else { Invalid };
            for value in [format!(" {value}"), format!("{value}\n"), " ".into()] {
                response.check(&put(&content(&value)), spaced);
            }
            for value in [format!("{value}<y/>"), format!("<y/>{value}"), "<y>1</y>".into()] {
                response.check(&put(&content(&value)), Invalid);
            }
        });
    }
}

#[test]
fn what_is_not_known_is_skipped_and_what_is_not_ours_is_an_error() {
    for response in responses() {
        let all = whole(response.info.response, NEWEST);
        let items = (response.read)(&response.body(&all), NEWEST).unwrap();
        for stray in [
            "<Other/>",
            "<Other>x<SlotId>&amp;</SlotId></Other>",
            "<Other a='b'><Other/><Slots><Slot/></Slots></Other>",
        ] {
            for fields in [format!("{stray}{all}"), format!("{all}{stray}"), format!("{stray}{stray}{all}")] {
                assert_eq!((response.read)(&response.body(&fields), NEWEST), Ok(items), "{fields}");
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
            response.check(&put(&format!("<Other>1</Other>{once}")), Read);
            response.check(&put(&format!("{once}x")), Invalid);
            response.check(&put(&format!("{once}<Other/>x")), Invalid);
            response.check(&put(&format!("{once}<f:{name} xmlns:f='urn:f'>1</f:{name}>")), Invalid);
            if let (Kind::Struct(_) | Kind::Int | Kind::Text(_), Some(item)) =
                (fields[i].kind, fields[i].item_name())
            {
                let value = element(item, &sample(&fields[i].kind, NEWEST));
                response
                    .check(&put(&element(name, &format!("<Other/>{value}<Other>x</Other>{value}"))), Read);
                response.check(&put(&element(name, &format!("{value}x{value}"))), Invalid);
                response.check(&put(&format!("<{name}/>")), Read);
            }
        });
    }
}

#[test]
fn a_field_of_a_later_version_is_skipped() {
    for response in responses() {
        let fields = response.info.response;
        for field in fields.iter().filter(|f| f.since > Version::V1_0) {
            let body = response.body(
                &with(fields, NEWEST, fields.len(), "")
                    .replace(&written(field, NEWEST), &element(field.name(), "nonsense")),
            );
            assert!((response.read)(&body, Version::V1_0).is_ok(), "{}", field.name());
            assert!((response.read)(&body, NEWEST).is_err(), "{}", field.name());
        }
    }
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

#[test]
fn an_error_names_the_tables_field_and_nothing_of_the_message() {
    for response in responses() {
        response.each(&|put, fields, i| {
            if fields[i].occurs == Occurs::Once {
                let Err((Some(error), _)) = (response.read)(&response.body(&put("")), NEWEST) else {
                    panic!()
                };
                assert_eq!(error.field, Some(fields[i].name()));
            }
        });
    }
}
