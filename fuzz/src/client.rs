//! The client: any bytes as the reply to its BeginSession or to a call, past the SessionHash.
//!
//! Input: the operation (a byte), the mode and the schema version (a byte), the reply.
//!
//! Claims: the session ends as the outcome says; what was read can be written and read again, and is then the same; the
//! fast path comes to what the validated walk comes to, also over what is malformed; and the operation's table reads what
//! its types read.

use emis_core::codec::Decode;
use emis_core::dynamic::{Element, Entry, Node, OperationId, Value};
use emis_core::handshake::{Handshake, SessionOptions};
use emis_core::messages::session::EndSession;
use emis_core::messages::{
    EndsSession, FieldDescriptor, FieldType, Occurs, Operation, OperationDescriptor, SessionKind,
};
use emis_core::profile::{Profile, Version};
use emis_core::session::{CallError, Outcome, SessionState};
use emis_core::types::{DateTime, Guid, OdsCode, SessionId};

use crate::null::{Null, Zeros};
use crate::operations::{Visit, given, picked, visit};
use crate::sessions::{
    NOW, accepted, application, exact, kind, least, pair, relationship, respond, version, wrapped,
    wrapped_outside,
};

/// The target.
pub fn run(data: &[u8]) {
    let [operation, mode, reply @ ..] = data else { return };
    let info = picked(*operation);
    let version = version(mode >> 2, info.since);
    match mode & 3 {
        0 if info.name != "BeginSession" => visit(info.name, Call { version, body: None, message: reply }),
        1 if info.name != "BeginSession" => {
            let message = wrapped(reply);
            visit(info.name, Call { version, body: Some(reply), message: &message });
        }
        2 => handshake(reply, version, *operation),
        _ => handshake(&wrapped_outside(reply, false), version, *operation),
    }
}

fn handshake(reply: &[u8], version: Version, choice: u8) {
    let (application, relationship) = (application(), relationship());
    let ods_code = OdsCode::parse("A81001").expect("a code");
    let mut begin = match choice & 1 {
        0 => SessionOptions::pinned(ods_code, version),
        _ => SessionOptions::negotiated(ods_code, version),
    };
    let patient = choice & 2 == 0;
    if patient {
        begin = begin.for_patient(&relationship);
    }
    if choice & 4 != 0 {
        begin = begin.replacing(SessionId::parse(&"1".repeat(32)).expect("an identifier"));
    }
    let handshake = Handshake::<_, Null>::start(&application, begin, &mut Zeros, NOW).expect("it starts");
    match handshake.read(reply) {
        Err(error) => {
            let _ = (error.code().number(), format!("{error} {error:?}"));
        }
        Ok(mut stretching) => {
            let most = if patient { *Null::ITERATION_POLICY.end() } else { 1 };
            assert!(stretching.left() < most);
            while stretching.step(1000) > 0 {}
            let mut session = stretching.finish();
            assert_eq!(session.kind() == SessionKind::Patient, patient);
            assert!(session.practice_version() >= session.version());
            assert_eq!(session.state(), SessionState::Live);
            let _ = session.call(&EndSession {}, &mut [0; 1024], NOW);
        }
    }
}

struct Call<'d> {
    version: Version,
    /// The Body, if the message is an envelope of ours around it.
    body: Option<&'d [u8]>,
    message: &'d [u8],
}

/// What became of a reply, in a form that can be compared.
#[derive(Debug, PartialEq)]
enum Read {
    Response(String),
    Fault(String),
    Other(String),
}

/// Reads a reply as that to the shortest request, and writes what it says.
fn read<'m, O: Operation + Decode<'m>>(version: Version, least: &'m [u8], reply: &[u8]) -> Read {
    let (mut client, mut server) = pair(kind(O::DESCRIPTOR), version);
    let (call, request) = accepted::<O>(&mut server, least);
    let mut out = [0; 2048];
    let sent = client.call(&request, &mut out, NOW).expect("the shortest request can be sent");
    let (read, unverified) = match sent.read(reply) {
        Ok(response) => (Read::Response(text(respond::<O>(&call, &response))), false),
        Err(CallError::Fault(fault)) => {
            let bytes = exact(|out| call.refuse(&fault.to_fault(), out).map_err(|error| error.needed)).0;
            let _ = format!("{fault} {:?} {:?}", fault.word(), fault.supplier_code);
            (Read::Fault(text(bytes)), false)
        }
        Err(error) => {
            let unverified = matches!(error, CallError::Unverified(_));
            (
                Read::Other(format!("{error} {error:?} {} {:?}", error.code().number(), error.outcome())),
                unverified,
            )
        }
    };
    let expected = match (O::DESCRIPTOR.ends, unverified, &read) {
        (EndsSession::Always, ..) => SessionState::Ended,
        (_, true, _) => SessionState::InDoubt,
        (EndsSession::WithReply, _, Read::Response(_)) => SessionState::Ended,
        // A response that cannot be read ends a session that ends with it, a fault does not.
        (EndsSession::WithReply, ..) if client.state() == SessionState::Ended => SessionState::Ended,
        (EndsSession::WithReply, ..) => SessionState::Live,
        (EndsSession::No, ..) => SessionState::Live,
    };
    assert_eq!(client.state(), expected);
    read
}

impl<'d> Visit<'d> for Call<'d> {
    fn visit<O: Operation + Decode<'d>>(self, fields: &'static str) {
        let said = by_table(O::DESCRIPTOR, self.version, fields, self.message);
        let least = least(O::DESCRIPTOR, fields);
        let first = read::<O>(self.version, least, self.message);
        match (&first, &said) {
            // What cannot be read of a list is left out of both.
            (Read::Response(written), Ok(said)) => {
                let again = by_table(O::DESCRIPTOR, self.version, fields, written.as_bytes());
                if let Ok(again) = again {
                    assert_eq!(
                        said, &again,
                        "what the table reads, and what it reads of what the types read"
                    );
                }
            }
            (Read::Fault(_), Err(Outcome::NotCarriedOut | Outcome::Unknown)) | (Read::Other(_), Err(_)) => {}
            (typed, by_table) => panic!("by its types:\n{typed:?}\nby its table:\n{by_table:?}"),
        }
        again::<O>(self.version, least, &first);
        if let Some(body) = self.body {
            validated::<O>(self.version, least, body, &first);
        }
    }
}

/// Reads a reply by its operation's table. Gives every field in it in a form that can be compared, or what is known of the
/// call's effect.
fn by_table(
    info: &'static OperationDescriptor,
    version: Version,
    fields: &'static str,
    reply: &[u8],
) -> Result<Vec<String>, Outcome> {
    let (mut client, _) = pair(kind(info), version);
    let operation = OperationId::find(info.name).expect("it is in the table");
    let mut out = [0; 2048];
    let call = client.call_dynamic(operation, given(fields), &mut out, NOW).expect("it can be sent");
    let read = call.read(reply);
    let found = match &read {
        Ok(response) => {
            let mut said = Vec::new();
            fields_of(response, &mut said);
            Ok(said)
        }
        Err(error) => Err(error.outcome()),
    };
    let unverified = matches!(read, Err(CallError::Unverified(_)));
    let state = client.state();
    assert!(match (info.ends, unverified) {
        (EndsSession::Always, _) => state == SessionState::Ended,
        (_, true) => state == SessionState::InDoubt,
        (EndsSession::WithReply, _) if found.is_ok() => state == SessionState::Ended,
        (EndsSession::WithReply, _) => matches!(state, SessionState::Ended | SessionState::Live),
        (EndsSession::No, _) => state == SessionState::Live,
    });
    found
}

/// In the order of their names, since a sender has one order and a receiver takes any; those of a list as they stand.
fn fields_of(element: &Element<'_>, said: &mut Vec<String>) {
    let mut entries: Vec<_> = element.entries().collect();
    entries.sort_by_key(Entry::name);
    for entry in entries {
        // An element all of whose fields are absent is written empty, and is then absent itself; an empty list is none.
        let mut inside = Vec::new();
        node(&entry.node(), &mut inside);
        if !inside.is_empty() {
            said.push(entry.name().to_owned());
            said.append(&mut inside);
        }
    }
}

fn node(node: &Node<'_>, said: &mut Vec<String>) {
    match node {
        Node::Value(value) => said.push(canonical(value)),
        Node::Key(key) => said.push(key.relationship_key().expect("checked").expose_str().to_owned()),
        Node::Element(element) => fields_of(element, said),
        Node::List(list) => {
            for item in list.iter().flatten() {
                said.push("-".to_owned());
                self::node(&item, said);
            }
        }
    }
}

/// A value in the one form that a sender writes of several that a receiver reads.
fn canonical(value: &Value<'_>) -> String {
    let _ = (value.base64().is_ok(), value.parse::<i64>().is_ok(), value.as_str());
    if let Some(word) = value.word() {
        word.to_owned()
    } else if let Ok(flag) = value.parse::<bool>() {
        flag.to_string()
    } else if let Ok(guid) = value.parse::<Guid>() {
        guid.to_string()
    } else if let Ok(time) = value.parse::<DateTime>() {
        time.to_string()
    } else {
        value.to_string()
    }
}

/// Reads what was written, and writes it once more, until nothing changes any more.
///
/// An item of a list that cannot be read is left out of what is written, and what had to have such an item may then be
/// left out itself; so it may become shorter, but nothing else.
fn again<'m, O: Operation + Decode<'m>>(version: Version, least: &'m [u8], first: &Read) {
    let (Read::Response(before) | Read::Fault(before)) = first else { return };
    let next = read::<O>(version, least, before.as_bytes());
    match &next {
        _ if *first == next => {}
        Read::Response(text) if text.len() < before.len() => again::<O>(version, least, &next),
        _ => {
            let emptied = any(O::DESCRIPTOR.response, &|field| {
                let name = field.name();
                matches!(field.occurs(), Occurs::BoundedList(_))
                    && before.contains(&format!("<{name}></{name}>"))
            });
            assert!(emptied, "written:\n{before}\nread and written again:\n{next:?}");
        }
    }
}

/// Whether any field of a table is so.
fn any(fields: &[FieldDescriptor], so: &dyn Fn(&FieldDescriptor) -> bool) -> bool {
    fields.iter().any(|field| {
        so(field)
            || match field.holds() {
                FieldType::Element(inner) => any(inner, so),
                _ => false,
            }
    })
}

/// The same Body with a space in its first tag, which the fast path does not take.
fn validated<'m, O: Operation + Decode<'m>>(version: Version, least: &'m [u8], body: &[u8], fast: &Read) {
    let tag = format!("<{} xmlns=\"urn:emis-ps:1\"", O::DESCRIPTOR.response_name);
    let Some(rest) = body.strip_prefix(tag.as_bytes()).filter(|rest| rest.first() == Some(&b'>')) else {
        return;
    };
    let spaced = [tag.as_bytes(), b" ", rest].concat();
    let validated = read::<O>(version, least, &wrapped(&spaced));
    // The space moves the place of an error of the envelope.
    let error = |read: &Read| match read {
        Read::Other(text) => text.split(" at: ").next().map(str::to_owned),
        _ => None,
    };
    let same = if error(fast).is_some() { error(fast) == error(&validated) } else { *fast == validated };
    assert!(same, "the fast path: {fast:?}\nthe validated one: {validated:?}");
}

/// What core writes is UTF-8.
fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).expect("our own message")
}
