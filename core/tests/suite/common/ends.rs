//! Both ends of a session, for tests that read and write one message at a time.
#![allow(dead_code, missing_docs, unreachable_pub)]
#![allow(clippy::unwrap_used, clippy::panic)] // a test that cannot go on stops

use crate::common::{Begun, Null, begin, id_text, in_session, relationship, time};
use emis_core::messages::{Allowed, Operation, OperationDescriptor};
use emis_core::profile::Version;
use emis_core::session::{CallError, Request, RequestError, ServerCall, receive};

pub fn both_ends(info: &OperationDescriptor, version: Version) -> Begun<Null> {
    let relationship = relationship();
    begin(version, Some(&relationship).filter(|_| info.allowed != Allowed::Application), 1)
}

/// A message of the first call of such a session.
pub fn message(begun: &Begun<Null>, body: &str) -> String {
    in_session(&id_text(&begun.client), 1, body)
}

/// The call that a request makes.
pub fn accepted<'m>(begun: &mut Begun<Null>, message: &'m str) -> (ServerCall<Null>, Request<'m>) {
    let received = receive::<Null>(message.as_bytes()).unwrap_or_else(|error| panic!("{error}: {message}"));
    (begun.server.accept(&received).unwrap(), received)
}

pub fn read_response<'m, O: Operation>(
    begun: &mut Begun<Null>,
    request: &O,
    message: &'m str,
) -> Result<O::Response<'m>, CallError> {
    begun.client.call(request, &mut vec![0; 100_000], time(0)).unwrap().read(message.as_bytes())
}

pub fn write_request<O: Operation>(begun: &mut Begun<Null>, request: &O) -> Result<String, RequestError> {
    let mut out = vec![0; 100_000];
    let call = begun.client.call(request, &mut out, time(0))?;
    let text = crate::common::body(call.bytes()).to_owned();
    call.not_sent();
    Ok(text)
}

pub fn write_response<O: Operation>(call: &ServerCall<Null>, response: &O::Response<'_>) -> String {
    let mut out = vec![0; 2_000_000];
    let (length, _) = call.respond::<O>(response, &mut out).unwrap();
    crate::common::body(&out[..length]).to_owned()
}
