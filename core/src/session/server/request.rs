//! A request as it came: well-formed, and nothing more.

use crate::codec::{self, Context, Decode, OperationDescriptor, Problem, Side};
use crate::envelope::{self, Block, Envelope, EnvelopeError};
use crate::messages::Operation;
use crate::profile::{Profile, Version, namespaces};
use crate::xml::{Namespaces, Validated};

/// A request that is well-formed as a whole. Nothing that it says is to be believed yet.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    envelope: Envelope<'a>,
    body: Validated<'a>,
    names: &'static Namespaces,
}

/// Step 1: the whole message is well-formed and within limits.
///
/// # Errors
/// [`EnvelopeError`]: to be answered with MalformedRequest without a Session header; no session is touched.
pub fn receive<P: Profile>(message: &[u8]) -> Result<Request<'_>, EnvelopeError> {
    let envelope = envelope::read::<P>(message)?;
    let names = namespaces::<P>();
    let body = Validated::of_text(envelope.body, names)?;
    Ok(Request { envelope, body, names })
}

impl<'a> Request<'a> {
    /// The Header's block of ours.
    #[must_use]
    pub fn block(&self) -> Block {
        self.envelope.block
    }

    /// The operation that is asked for, if it is known.
    #[must_use]
    pub fn operation(&self) -> Option<&'static OperationDescriptor> {
        codec::enter(&self.body).and_then(|(local, _)| OperationDescriptor::find(local))
    }

    /// The Body bytes (protocol.md section 4.1), as they travelled.
    #[must_use]
    pub fn body_bytes(&self) -> &'a str {
        self.envelope.body
    }

    pub(crate) fn body(&self) -> &Validated<'a> {
        &self.body
    }

    pub(in crate::session) fn read<O: Operation + Decode<'a>>(
        &self,
        version: Version,
    ) -> Result<O, Problem<'a>> {
        let context = Context { version, side: Side::Request, names: self.names, streamed: false };
        codec::decode_request(&self.body, O::DESCRIPTOR.name, context)
    }
}
