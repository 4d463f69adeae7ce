//! The session protocol of the EMIS Patient Services API, open profile `emis-ps/1`: bytes in, bytes out.
//!
//! The crate has no heap, no I/O, no clock and no randomness of its own: the caller brings buffers, the time, a
//! [`random::Random`] and a [`transport::Transport`]. Any bytes may come from the network; the answer is a value or an
//! error, in linear time and bounded stack.
//!
//! - [`client`] is the high-level blocking client: one method per call;
//! - [`handshake`] and [`session`] are the protocol below it, for both sides;
//! - [`capabilities`] says what can be done here, without a call;
//! - [`messages`] has every request and response, [`types`] the values in them, [`fault`] the refusals;
//! - [`dynamic`] calls any operation by its name, if operations are not known at compile time;
//! - `owned` has the same messages in a form that can be kept (feature `alloc`) and serialised (feature `serde`);
//! - [`profile`] holds every choice that the public description of the API leaves open.
//!
//! # A handshake and a call, with both ends
//!
//! Each side writes into a buffer of the caller's; the other reads it. What carries the bytes is not the protocol's
//! concern, so here both ends are in one thread.
//!
//! ```
//! use emis_core::crypto::Secret;
//! use emis_core::handshake::{Application, Handshake, RelationshipKey, ServerHandshake, SessionOptions, Terms};
//! use emis_core::messages::appointments::{CancelAppointment, CancelAppointmentResponse};
//! use emis_core::profile::{OpenProfile, SoftwareKeys, Version};
//! use emis_core::session::{SessionState, receive};
//! use emis_core::time::Time;
//! use emis_core::types::{
//!     ApplicationId, OdsCode, PatientRelationshipId, PatientRelationshipKey, Relationship,
//! };
//! # use emis_core::random::{Random, RandomError};
//! # struct Counter(u8); // never do this: randomness has to be unpredictable
//! # impl Random for Counter {
//! #     fn fill(&mut self, out: &mut [u8]) -> Result<(), RandomError> {
//! #         for byte in out {
//! #             self.0 = self.0.wrapping_mul(5).wrapping_add(77);
//! #             *byte = self.0;
//! #         }
//! #         Ok(())
//! #     }
//! # }
//! # let (mut client_random, mut server_random) = (Counter(1), Counter(9));
//!
//! // Both sides have the application's validation keys and the patient's key.
//! let keys = || SoftwareKeys::<OpenProfile>::from_validation_keys(Secret::new([1; 32]), Secret::new([2; 32]));
//! let application =
//!     Application { id: ApplicationId::parse("3f1c7a54-0d4e-4b7c-9a55-6a2f2a1b9c01")?, keys: keys() };
//! let patient = Relationship {
//!     id: PatientRelationshipId::parse("7d3e9f")?,
//!     key: PatientRelationshipKey::parse("0123456789abcdef")?,
//! };
//! let (mut request, mut reply) = ([0; 4096], [0; 4096]);
//! let now = Time::from_millis(0);
//!
//! // The client asks for a session.
//! let options = SessionOptions::negotiated(OdsCode::parse("A81001")?, Version::V2_1).for_patient(&patient);
//! let handshake = Handshake::<_, OpenProfile>::start(&application, options, &mut client_random, now)?;
//! let length = handshake.write(&mut request)?;
//!
//! // The server verifies the client, grants the session on its terms, and proves itself.
//! let message = receive::<OpenProfile>(&request[..length])?;
//! let received = ServerHandshake::<OpenProfile>::read(&message).map_err(|fault| fault.to_string())?;
//! assert_eq!(received.application_id(), &application.id);
//! let verified = received.verify(&keys()).map_err(|fault| fault.to_string())?;
//! assert_eq!(verified.relationship(), Some(&patient.id));
//! let terms = Terms {
//!     iterations: 1000,
//!     idle_timeout_seconds: 1200,
//!     first_call_seconds: 300,
//!     practice_version: Version::V2_1,
//! };
//! let (pending, length) = verified.accept(&terms, &keys(), &mut server_random, &mut reply)?;
//!
//! // The client verifies the server. Then both stretch the patient's key, and have the same session.
//! let mut session = handshake.read(&reply[..length])?.finish();
//! let mut server = pending.stretch(&RelationshipKey::Known(&patient.key))?;
//! assert_eq!(session.id(), pending.session_id());
//! assert_eq!(session.state(), SessionState::Live);
//!
//! // The client calls.
//! let call = session.call(&CancelAppointment { slot_id: 7, reason: None }, &mut request, now)?;
//! assert_eq!(call.action().operation, "CancelAppointment");
//!
//! // The server verifies the request, then reads and answers it.
//! let message = receive::<OpenProfile>(call.bytes())?;
//! let accepted = server.accept(&message).map_err(|_| "the server's session has ended")?;
//! let cancel: CancelAppointment<'_> = accepted.read(&message).map_err(|_| "the request is not valid")?;
//! assert_eq!((accepted.sequence(), cancel.slot_id), (1, 7));
//! let answer = CancelAppointmentResponse { slot_id: cancel.slot_id };
//! let (length, replied) = accepted.respond::<CancelAppointment<'_>>(&answer, &mut reply)?;
//! server.complete(replied);
//!
//! // The client verifies the reply, then reads it. The session is ready for the next call.
//! assert_eq!(call.read(&reply[..length])?.slot_id, 7);
//! assert_eq!(session.state(), SessionState::Live);
//!
//! // A call whose reply is lost leaves the session in doubt: the next session names it as replaced.
//! let call = session.call(&CancelAppointment { slot_id: 8, reason: None }, &mut request, now)?;
//! drop(call);
//! assert_eq!(session.state(), SessionState::InDoubt);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Features
//!
//! - `fast-decode` (default): replies in the form that our own senders write are decoded faster. It never changes what a
//!   well-formed reply says. What is malformed inside a list is reported at the item, not for the whole response. A device
//!   that is short of flash leaves the feature out.
//! - `alloc`: owned messages. Nothing else of the crate allocates.
//! - `serde`: Serde's traits for owned messages.
//!
//! The sections that the documentation names are those of the protocol's specification.
#![no_std]
#![forbid(unsafe_code)]

#[cfg(feature = "alloc")]
extern crate alloc;

pub mod capabilities;
pub mod client;
pub mod codec;
pub mod crypto;
pub mod dynamic;
pub mod envelope;
pub mod error;
pub mod fault;
pub mod handshake;
pub mod messages;
#[cfg(feature = "alloc")]
pub mod owned;
pub mod profile;
pub mod random;
pub mod session;
pub mod time;
pub mod transport;
pub mod types;
pub mod xml;
