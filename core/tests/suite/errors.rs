//! Errors travel: out of the call by `?`, into a `Box<dyn Error>`, over threads; each has its number, and every number of
//! core is some error's.

use core::error::Error;
use core::fmt;
use std::collections::BTreeSet;

use crate::common::kept::kept;
use crate::common::{Seeded, application, ods, patient, received, relationship, time};
use emis_core::capabilities::{FieldError, FieldErrorKind, Reason};
use emis_core::client::{BeginError, Client, ClientError, Clock, Parts};
use emis_core::crypto::{InvalidPublicKey, KeyUnavailable};
use emis_core::dynamic::{Field, FieldsError, OperationId};
use emis_core::envelope::EnvelopeError;
use emis_core::error::{BufferTooSmall, ErrorCode, InvalidValue};
use emis_core::fault::{Fault, FaultCode, PracticeFault};
use emis_core::handshake::{AcceptError, HandshakeError, SessionOptions, StartError, WrongRelationshipKey};
use emis_core::messages::appointments::CancelAppointment;
use emis_core::messages::practice::GetUserOptions;
use emis_core::messages::{DecodeError, DecodeErrorKind, NotInVersion, Service, SessionKind};
use emis_core::profile::{OpenProfile, Version};
use emis_core::random::RandomError;
use emis_core::session::{
    CallError, Invalidated, Outcome, RequestError, ResumeError, Session, SessionState, SessionlessError,
    SnapshotError, UnverifiedReply,
};
use emis_core::time::Time;
use emis_core::transport::{Action, DeliveryError, Reply, Transport};
use emis_core::types::{Guid, NhsNumber, Text};
use emis_core::xml::{XmlError, XmlErrorKind};

fn travels<T: Error + Send + Sync + Clone + 'static>() {}

#[test]
fn every_error_type_travels() {
    travels::<AcceptError>();
    travels::<BeginError<NoRoute>>();
    travels::<BufferTooSmall>();
    travels::<CallError>();
    travels::<ClientError<NoRoute>>();
    travels::<DecodeError>();
    travels::<DeliveryError<NoRoute>>();
    travels::<EnvelopeError>();
    travels::<FieldError>();
    travels::<FieldsError>();
    travels::<HandshakeError>();
    travels::<Invalidated>();
    travels::<InvalidPublicKey>();
    travels::<InvalidValue>();
    travels::<KeyUnavailable>();
    travels::<NotInVersion>();
    travels::<RandomError>();
    travels::<RequestError>();
    travels::<ResumeError>();
    travels::<SessionlessError>();
    travels::<SnapshotError>();
    travels::<StartError>();
    travels::<UnverifiedReply>();
    travels::<WrongRelationshipKey>();
    travels::<XmlError>();
}

/// A transport's error.
#[derive(Clone, Debug, PartialEq)]
struct NoRoute;

impl fmt::Display for NoRoute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no route to the practice")
    }
}

impl Error for NoRoute {}

/// A fault as a client of a real session reads it.
fn refused(fault: &Fault<'_>) -> CallError {
    let mut begun = patient::<OpenProfile>(Version::V2_1);
    let (mut out, mut reply) = ([0; 2048], [0; 2048]);
    let cancel = CancelAppointment { slot_id: 7, reason: Text::new("ill").ok() };
    let call = begun.client.call(&cancel, &mut out, time(0)).unwrap();
    let carried = begun.server.accept(&received::<OpenProfile>(kept(call.bytes()))).unwrap();
    let (n, _) = carried.refuse(fault, &mut reply).unwrap();
    call.read(&reply[..n]).unwrap_err()
}

fn practice_fault(error: CallError) -> PracticeFault {
    let CallError::Fault(fault) = error else { panic!("{error:?}") };
    fault
}

const XML: XmlError = XmlError { kind: XmlErrorKind::TooDeep, at: 12 };
const VERSION: NotInVersion =
    NotInVersion { name: "Telephone", needed: Version::V2_1, session: Version::V1_0 };

/// An error of every kind that core has, with its code.
fn all() -> Vec<(ErrorCode, Box<dyn Error>)> {
    let mut all: Vec<(ErrorCode, Box<dyn Error>)> = Vec::new();
    macro_rules! add {
        ($($error:expr),+ $(,)?) => { $({
            let error = $error;
            all.push((error.code(), Box::new(error)));
        })+ };
    }
    let buffer = BufferTooSmall { needed: 7 };
    let operation = "BookAppointment";
    add!(
        buffer,
        VERSION,
        RequestError::NotAllowedInSession { operation, session: SessionKind::Application },
        RequestError::SessionClosed(SessionState::Expired),
        RequestError::SessionClosed(SessionState::InDoubt),
        RequestError::SessionClosed(SessionState::Ended),
        RequestError::SequenceExhausted,
        RequestError::NotReplacedYet { operation },
        RequestError::NeedsSession { operation },
        ResumeError::Session,
        ResumeError::Call,
        ResumeError::Operation { in_flight: operation },
        ResumeError::Handshake,
        SnapshotError::Form,
        SnapshotError::Version(2),
        SnapshotError::Profile,
        SnapshotError::Damaged,
        RequestError::Buffer(buffer),
        RequestError::Version(VERSION),
        NhsNumber::parse("1").unwrap_err(),
    );
    let mut begun = patient::<OpenProfile>(Version::V2_1);
    let book = OperationId::find(operation).unwrap();
    let mut given = |fields: &[Field<'_>]| {
        begun.client.call_dynamic(book, fields, &mut [0; 2048], time(0)).map(drop).unwrap_err()
    };
    let RequestError::Fields(missing) = given(&[]) else { panic!() };
    add!(missing, given(&[Field::value("SlotId", "x")]));
    for kind in [
        FieldErrorKind::Version(VERSION),
        FieldErrorKind::Mandatory,
        FieldErrorKind::TelephoneSlot,
        FieldErrorKind::NotRequested,
        FieldErrorKind::TooLong { maximum_length: 7 },
        FieldErrorKind::Repeated,
        FieldErrorKind::NoTelephoneAppointments,
        FieldErrorKind::NoTelephoneSlot,
    ] {
        add!(FieldError { field: "BookingReason", kind });
    }
    add!(
        HandshakeError::Envelope(EnvelopeError::NotAnEnvelope),
        HandshakeError::Form,
        HandshakeError::Refused(Some(FaultCode::ValidationFailed)),
        HandshakeError::Refused(None),
        HandshakeError::PublicKey,
        HandshakeError::Validation,
        HandshakeError::Keys(KeyUnavailable),
        HandshakeError::Iterations { asked: 1, policy: 2..=3 },
        HandshakeError::PracticeVersion(Version::V1_0),
        HandshakeError::VersionLowered { asked: Version::V1_0, practice: Version::V2_1 },
        StartError::Random(RandomError),
        StartError::Keys(KeyUnavailable),
        StartError::UnknownVersion(Version::new(9, 9)),
        AcceptError::Buffer(buffer),
        AcceptError::Random(RandomError),
        AcceptError::Keys(KeyUnavailable),
        AcceptError::PublicKey(InvalidPublicKey),
        AcceptError::Terms,
        WrongRelationshipKey,
        RandomError,
        KeyUnavailable,
        InvalidPublicKey,
        BeginError::<NoRoute>::Start(StartError::Random(RandomError)),
        BeginError::<NoRoute>::Buffer(buffer),
        BeginError::NotSent(NoRoute),
        BeginError::NoReply(NoRoute),
        BeginError::<NoRoute>::ReplyTooLong { limit: 7 },
        BeginError::<NoRoute>::Handshake(HandshakeError::Form),
    );
    for kind in [
        DecodeErrorKind::Malformed,
        DecodeErrorKind::UnexpectedElement,
        DecodeErrorKind::Missing,
        DecodeErrorKind::Invalid,
        DecodeErrorKind::TooLong,
    ] {
        let error = DecodeError { kind, field: Some("StartTime") };
        add!(error, CallError::InvalidResponse(error), SessionlessError::InvalidResponse(error));
    }
    let fault = refused(&Fault::new(FaultCode::SlotNotFound, Guid::from_bytes([1; 16])));
    for reply in [
        UnverifiedReply::Envelope(EnvelopeError::Xml(XML)),
        UnverifiedReply::NotAuthenticated(Some(FaultCode::SessionNotFound)),
        UnverifiedReply::NotAuthenticated(None),
        UnverifiedReply::SessionId,
        UnverifiedReply::Sequence,
        UnverifiedReply::SessionHash,
    ] {
        add!(reply, CallError::Unverified(reply));
    }
    add!(
        fault.clone(),
        CallError::InvalidFault,
        Invalidated,
        XML,
        EnvelopeError::Xml(XML),
        EnvelopeError::NotAnEnvelope,
        EnvelopeError::HeaderTooLong,
        EnvelopeError::BadHeader,
        SessionlessError::Envelope(EnvelopeError::BadHeader),
        SessionlessError::Refused(None),
        SessionlessError::Refused(Some(FaultCode::OrganisationUnknown)),
        DeliveryError::NotSent(NoRoute),
        DeliveryError::Unknown(NoRoute),
        ClientError::NotSent(NoRoute),
        ClientError::NoReply(NoRoute),
        ClientError::<NoRoute>::ReplyTooLong { limit: 7 },
        ClientError::<NoRoute>::Call(fault),
        ClientError::<NoRoute>::RequestError(RequestError::SequenceExhausted),
        ClientError::<NoRoute>::Sessionless(SessionlessError::Refused(None)),
    );
    all
}

#[test]
fn every_code_of_core_is_an_errors_and_every_text_says_something() {
    let all = all();
    let mut seen: BTreeSet<ErrorCode> = all.iter().map(|(code, _)| *code).collect();
    for reason in [
        Reason::PracticeNotLive,
        Reason::Version { needed: Version::V2_0, session: Version::V1_0, practice: Version::V1_1 },
        Reason::NotAllowedInSession(SessionKind::Patient),
        Reason::NotOffered(Service::Messaging),
        Reason::NotAssigned(Service::Messaging),
        Reason::AccountRestricted,
        Reason::SectionNotEnabled,
        Reason::NoTelephoneAppointments,
    ] {
        seen.insert(reason.code());
    }
    let of_core: BTreeSet<ErrorCode> =
        ErrorCode::ALL.iter().copied().filter(|code| (101..600).contains(&code.number())).collect();
    let missing: Vec<_> = of_core.difference(&seen).collect();
    assert!(missing.is_empty(), "no error has {missing:?}");
    assert!(seen.is_subset(&of_core));
    for (code, error) in &all {
        let text = error.to_string();
        assert!(text.len() > 10, "{code}: {text}");
        // A report of the whole chain repeats nothing.
        let mut source = error.source();
        while let Some(inner) = source {
            assert!(!text.contains(&inner.to_string()), "{code}: {text}: {inner}");
            source = inner.source();
        }
    }
}

#[test]
fn a_fault_is_kept_without_its_reply_and_without_what_is_no_word() {
    let fault =
        |code, field| Fault { field: Text::new(field).ok(), ..Fault::new(code, Guid::from_bytes([1; 16])) };
    let known = practice_fault(refused(&fault(FaultCode::FieldInvalid, "Reason")));
    assert_eq!((known.code, known.field), (Some(FaultCode::FieldInvalid), Some("Reason")));
    assert_eq!((known.word(), known.to_fault().code), ("FieldInvalid", FaultCode::FieldInvalid));
    let text = known.to_string();
    assert!(text.contains("(Reason)") && text.contains(&known.correlation_id.to_string()), "{text}");

    let new = practice_fault(refused(&fault(FaultCode::of("SlotIsHaunted"), "SlotId")));
    assert_eq!((new.code, new.word(), new.field), (None, "SlotIsHaunted", Some("SlotId")));
    assert!(new.to_string().contains("SlotIsHaunted") && format!("{new:?}").contains("SlotIsHaunted"));
    assert_eq!(new.to_fault().code.as_str(), "SlotIsHaunted");

    // Neither the name of another operation's element nor anything else that a log should not show.
    for field in ["NhsNumber", "Agatha Marple", "Reason2", "reason"] {
        assert_eq!(practice_fault(refused(&fault(FaultCode::FieldInvalid, field))).field, None, "{field}");
    }
    let (exact, longer) = ("W".repeat(64), "W".repeat(65));
    for (word, kept) in [
        (exact.as_str(), exact.as_str()),
        (&longer, ""),
        ("Agatha Marple", ""),
        ("Wörter", ""),
        ("a\nb", ""),
        ("x&y", ""),
    ] {
        let CallError::Fault(fault) = refused(&fault(FaultCode::of(word), "SlotId")) else { continue };
        assert_eq!((fault.code, fault.word()), (None, kept), "{word}");
        assert!(!kept.is_empty() || !format!("{fault} {fault:?}").contains(word), "{word}");
    }
}

/// A transport whose connection fails in the way that is asked for.
struct Broken(DeliveryError<NoRoute>);

struct Never;

impl Reply for Never {
    type Error = NoRoute;

    fn read(&mut self, _: &mut [u8]) -> Result<usize, NoRoute> {
        Err(NoRoute)
    }
}

impl Transport for Broken {
    type Error = NoRoute;
    type Reply<'t> = Never;

    fn send(&mut self, _: Action, _: &[u8]) -> Result<Never, DeliveryError<NoRoute>> {
        Err(self.0.clone())
    }
}

struct Still;

impl Clock for Still {
    fn now(&self) -> Time {
        time(0)
    }
}

/// The caller's function, of which only a `Box<dyn Error>` comes back: the buffers are gone.
fn visit(
    broken: &DeliveryError<NoRoute>,
    session: Option<&mut Session>,
) -> Result<(), Box<dyn Error + Send + Sync>> {
    let (mut request, mut reply) = ([0; 4096], [0; 4096]);
    let mut client = Client::new(
        application::<OpenProfile>(),
        Broken(broken.clone()),
        Parts::new(Still, Seeded(1)),
        &mut request,
        &mut reply,
    );
    match session {
        Some(session) => {
            client.call(session, &GetUserOptions {})?;
        }
        None => {
            let marple = relationship();
            client.begin_session(SessionOptions::negotiated(ods(), Version::V2_1).for_patient(&marple))?;
        }
    }
    Ok(())
}

#[test]
fn a_question_mark_carries_the_outcome_to_the_far_end() {
    let cases = [
        (DeliveryError::NotSent(NoRoute), Outcome::NotSent, ErrorCode::NotSent, SessionState::Live),
        (DeliveryError::Unknown(NoRoute), Outcome::Unknown, ErrorCode::NoReply, SessionState::InDoubt),
    ];
    for (broken, outcome, code, state) in cases {
        let mut begun = patient::<OpenProfile>(Version::V2_1);
        let error = visit(&broken, Some(&mut begun.client)).unwrap_err();
        let error = std::thread::spawn(move || error).join().unwrap();
        let error = error.downcast_ref::<ClientError<NoRoute>>().unwrap();
        assert_eq!((error.outcome(), error.code(), begun.client.state()), (outcome, code, state));
        assert_eq!(error.source().and_then(<dyn Error>::downcast_ref), Some(&NoRoute));
        assert_eq!(outcome.to_string(), if outcome == Outcome::NotSent { "not sent" } else { "unknown" });

        let error = visit(&broken, None).unwrap_err();
        let error = error.downcast_ref::<BeginError<NoRoute>>().unwrap();
        assert!(error.source().is_some_and(<dyn Error>::is::<NoRoute>));
    }
}
