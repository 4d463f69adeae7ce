//! The server: any bytes as a request, from BeginSession to a call past its SessionHash, and its answer.
//!
//! Input: the mode and the kind of session (a byte), the schema version (a byte), the request's length (two
//! bytes, big-endian), the request, and the Body of the response that the server is to give.
//!
//! Claims: a request that was read can be written and read again, and is then the same; and every answer, also a
//! refusal, is a message that a client reads.

use emis_core::codec::Decode;
use emis_core::envelope::{self, Block};
use emis_core::fault::{Fault, FaultCode};
use emis_core::handshake::{AcceptError, RelationshipKey, ServerHandshake};
use emis_core::messages::practice::GetClinicalVersionInformation;
use emis_core::messages::{Operation, Problem, ProblemKind, SessionKind};
use emis_core::profile::Version;
use emis_core::session::{Request, ServerCall, fault_reply, receive, sessionless_request};
use emis_core::types::{Guid, Text};

use crate::null::{Null, Zeros};
use crate::operations::{Visit, visit};
use crate::sessions::{
    NOW, accepted, application, exact, pair, request, respond, terms, version, wrapped, wrapped_outside,
};

/// The target.
pub fn run(data: &[u8]) {
    let [mode, byte, high, low, rest @ ..] = data else { return };
    let length = usize::from(u16::from_be_bytes([*high, *low])).min(rest.len());
    let (request, response) = rest.split_at(length);
    let kind = if mode & 4 == 0 { SessionKind::Patient } else { SessionKind::Application };
    let version = version(*byte, Version::V1_0);
    let message = match mode & 3 {
        0 => request.to_vec(),
        1 => wrapped(request),
        _ => wrapped_outside(request, true),
    };
    match receive::<Null>(&message) {
        Err(error) => {
            let _ = format!("{error} {error:?}");
            outside(FaultCode::MalformedRequest);
        }
        Ok(received) if matches!(received.block(), Block::Session { .. }) => {
            call(&received, kind, version, response);
        }
        Ok(received) => {
            let _ = sessionless_request::<GetClinicalVersionInformation>(&received);
            handshake(&received);
        }
    }
}

fn fault(code: FaultCode<'_>) -> Fault<'_> {
    Fault::new(code, Guid::from_bytes([7; 16]))
}

/// A refusal that is not authenticated is a message.
fn outside(code: FaultCode<'_>) {
    let text = exact(|out| Ok((fault_reply::<Null>(&fault(code), out).map_err(|error| error.needed)?, ()))).0;
    receive::<Null>(&text).expect("our own fault");
}

fn handshake(received: &Request<'_>) {
    let keys = application().keys;
    let verified = match ServerHandshake::<Null>::read(received).and_then(|hello| hello.verify(&keys)) {
        Ok(verified) => verified,
        Err(code) => return outside(code),
    };
    let (text, pending) = exact(|out| match verified.accept(&terms(), &keys, &mut Zeros, out) {
        Ok((pending, length)) => Ok((length, pending)),
        Err(AcceptError::Buffer(error)) => Err(error.needed),
        Err(other) => panic!("{other:?}"),
    });
    assert_eq!(envelope::read::<Null>(&text).expect("our own response").block, Block::None);
    assert_eq!(pending.relationship(), verified.relationship());
    let key = match pending.relationship() {
        Some(_) => RelationshipKey::unknown(&mut Zeros).expect("zeros are always there"),
        None => RelationshipKey::Application,
    };
    let session = pending.stretch(&key).expect("the key fits the session");
    assert_eq!(session.kind() == SessionKind::Patient, verified.relationship().is_some());
    assert_eq!(session.version(), verified.schema_version());
}

fn call(received: &Request<'_>, kind: SessionKind, version: Version, response: &[u8]) {
    let (_, mut server) = pair(kind, version);
    let Ok(call) = server.accept(received) else { return outside(FaultCode::SessionInvalidated) };
    assert!(server.is_busy());
    assert!(server.accept(received).is_err(), "one call at a time");
    match received.operation() {
        None => refuse(&call, &fault(FaultCode::OperationUnknown)),
        Some(info) if info.since > version => refuse(
            &call,
            &Fault { required_version: Some(info.since), ..fault(FaultCode::VersionNotSupported) },
        ),
        Some(info) => visit(info.name, Carry { received, call: &call, kind, response }),
    }
}

/// An authenticated refusal is a message of the session.
fn refuse(call: &ServerCall<Null>, fault: &Fault<'_>) {
    let text = exact(|out| call.refuse(fault, out).map_err(|error| error.needed)).0;
    let received = receive::<Null>(&text).expect("our own fault");
    assert!(matches!(received.block(), Block::Session { sequence: 1, .. }));
}

struct Carry<'a, 'm> {
    received: &'a Request<'m>,
    call: &'a ServerCall<Null>,
    kind: SessionKind,
    response: &'a [u8],
}

impl<'m> Visit<'m> for Carry<'_, 'm> {
    fn visit<O: Operation + Decode<'m>>(self, _: &'static str) {
        let asked: O = match self.call.read(self.received) {
            Ok(asked) => asked,
            Err(problem) => return refuse(self.call, &refusal(problem)),
        };
        let version = self.call.version();
        let (mut client, _) = pair(self.kind, version);
        let Some(text) = request(&mut client, &asked) else {
            return refuse(self.call, &fault(FaultCode::NotAllowedInSession));
        };
        let text: &[u8] = &text;
        visit(O::DESCRIPTOR.name, Again { text, kind: self.kind, version });

        // The answer is what the rest of the input says, where it says anything.
        let mut out = vec![0; text.len()];
        let sent = client.call(&asked, &mut out, NOW).expect("it was written before");
        let reply = wrapped(self.response);
        if let Ok(response) = sent.read(&reply) {
            let text = respond::<O>(self.call, &response);
            receive::<Null>(&text).expect("our own response");
        }
    }
}

fn refusal(problem: Problem<'_>) -> Fault<'_> {
    let mut fault = fault(match problem.kind {
        ProblemKind::Missing => FaultCode::FieldMissing,
        ProblemKind::Version(_) => FaultCode::VersionNotSupported,
        ProblemKind::Invalid | ProblemKind::Unknown => FaultCode::FieldInvalid,
    });
    fault.field = Text::new(problem.field()).ok();
    if let ProblemKind::Version(since) = problem.kind {
        fault.required_version = Some(since);
    }
    fault
}

/// Reads what was written, and writes it once more.
struct Again<'m> {
    text: &'m [u8],
    kind: SessionKind,
    version: Version,
}

impl<'m> Visit<'m> for Again<'m> {
    fn visit<O: Operation + Decode<'m>>(self, _: &'static str) {
        let (mut client, mut server) = pair(self.kind, self.version);
        let (_, asked) = accepted::<O>(&mut server, self.text);
        let text = request(&mut client, &asked).expect("it was allowed before");
        assert!(text == self.text, "written, read and written again");
    }
}
