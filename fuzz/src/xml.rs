//! The reader: any bytes as a message, and as the Body of one.
//!
//! Claims: what is accepted is well-formed to another parser too, and cut at the same place; it is validated the same
//! again, and in another envelope; and whatever it says can be read, or refused.

use emis_core::codec::Decode;
use emis_core::envelope;
use emis_core::messages::{OPERATIONS, Operation};
use emis_core::profile::{Profile, SOAP_NAMESPACE};
use emis_core::session::{receive, sessionless_reply, sessionless_request};
use emis_core::xml::{Namespaces, Validated, XmlError};

use crate::null::Null;
use crate::operations::{Visit, visit};
use crate::sessions::{wrapped, wrapped_outside};

const NAMES: &Namespaces = &Namespaces { ours: Null::NAMESPACE, soap: SOAP_NAMESPACE };

/// The target.
pub fn run(data: &[u8]) {
    message(data);
    if validate(data).is_ok() {
        let inside = wrapped(data);
        let body = envelope::read::<Null>(&inside).expect("our own envelope").body;
        assert_eq!(body.as_bytes(), data);
        message(&inside);
        message(&wrapped_outside(data, false));
        message(&wrapped_outside(data, true));
    }
}

fn validate(body: &[u8]) -> Result<(), XmlError> {
    let once = Validated::new(body, NAMES).map(|_| ());
    let again = Validated::new(body, NAMES).map(|_| ());
    assert_eq!(once, again);
    once
}

fn message(data: &[u8]) {
    let envelope = envelope::read::<Null>(data);
    assert_eq!(envelope.map(|e| e.block), envelope::read::<Null>(data).map(|e| e.block));
    let Ok(envelope) = envelope else {
        assert!(receive::<Null>(data).is_err());
        return;
    };
    let validated = validate(envelope.body.as_bytes());
    assert_eq!(receive::<Null>(data).is_ok(), validated.is_ok());
    if validated.is_err() {
        return;
    }
    second_opinion(data, envelope.body);
    for info in OPERATIONS {
        visit(info.name, Read(data));
    }
}

/// Another parser takes it too, and finds the same Body.
fn second_opinion(data: &[u8], body: &str) {
    let text = core::str::from_utf8(data).expect("it was accepted");
    let document = roxmltree::Document::parse(text).unwrap_or_else(|error| panic!("accepted, but {error}"));
    let root = document.root_element();
    assert!(root.has_tag_name((SOAP_NAMESPACE, "Envelope")));
    let bodies: Vec<_> = root.children().filter(|n| n.has_tag_name((SOAP_NAMESPACE, "Body"))).collect();
    assert_eq!(bodies.len(), 1);
    let children: Vec<_> = bodies[0].children().collect();
    assert_eq!(children.len(), 1, "exactly one element in Body");
    assert_eq!(&text[children[0].range()], body);
}

/// Reads a message as every request and every response outside a session.
struct Read<'m>(&'m [u8]);

impl<'m> Visit<'m> for Read<'m> {
    fn visit<O: Operation + Decode<'m>>(self, _: &'static str) {
        if let Ok(request) = receive::<Null>(self.0) {
            let _ = sessionless_request::<O>(&request);
        }
        let _ = sessionless_reply::<O, Null>(self.0);
    }
}
