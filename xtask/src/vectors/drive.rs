//! Core's two roles, talking to each other with given randomness.
//!
//! All that they say is held against the values that the key schedule gives; what differs ends the generation.

use emis_core::crypto::Secret;
use emis_core::envelope::{self, Block};
use emis_core::fault::Fault;
use emis_core::handshake::{Application, Handshake, RelationshipKey, ServerHandshake, SessionOptions, Terms};
use emis_core::messages::{Operation, session};
use emis_core::profile::{OpenProfile, SoftwareKeys, Version};
use emis_core::session::{CallError, ServerSession, Session, receive};
use emis_core::time::Time;
use emis_core::types::{
    ApplicationId, OdsCode, PatientRelationshipId, PatientRelationshipKey, Relationship, SessionId,
};

use super::draw::{Given, hex};
use super::schedule::{self, Agreed, Answer, Hello, Keys, SessionKeys, link};
use crate::Done;

/// All that a handshake is made of.
#[derive(Clone)]
pub(super) struct Setting {
    pub(super) keys: Keys,
    pub(super) hello: Hello,
    pub(super) client_private_key: [u8; 32],
    pub(super) answer: Answer,
    pub(super) server_private_key: [u8; 32],
    /// Empty for an application session.
    pub(super) relationship_key: String,
}

impl Setting {
    /// What a client that draws nothing in vain draws.
    pub(super) fn client_random(&self) -> Vec<u8> {
        [self.hello.client_nonce.as_slice(), &self.client_private_key].concat()
    }

    /// What a server that draws nothing in vain draws.
    pub(super) fn server_random(&self) -> Done<Vec<u8>> {
        let digits = self.answer.session_id.as_bytes();
        let id: Result<Vec<u8>, _> = digits
            .chunks(2)
            .map(|two| u8::from_str_radix(core::str::from_utf8(two).unwrap_or_default(), 16))
            .collect();
        Ok([id?.as_slice(), &self.answer.server_nonce, &self.server_private_key].concat())
    }
}

/// One message and its reply.
pub(crate) struct Exchange {
    /// The number of the call; 0 for BeginSession.
    pub(crate) sequence: u32,
    pub(crate) operation: &'static str,
    pub(crate) request: Message,
    pub(crate) response: Message,
    pub(super) fault: &'static str,
    pub(super) status: u16,
}

/// One message.
pub(crate) struct Message {
    pub(crate) text: String,
    pub(crate) body: String,
    /// What its Header says; none for BeginSession.
    pub(super) hash: Option<[u8; 32]>,
}

impl Message {
    fn new(bytes: &[u8]) -> Done<Self> {
        let envelope = envelope::read::<OpenProfile>(bytes)?;
        let hash = match envelope.block {
            Block::Session { session_hash, .. } => Some(session_hash),
            _ => None,
        };
        Ok(Self { text: String::from_utf8(bytes.to_vec())?, body: envelope.body.to_owned(), hash })
    }
}

/// A session of both roles, and what has been said in it.
pub(super) struct Driven {
    pub(super) agreed: Agreed,
    pub(super) keys: SessionKeys,
    pub(super) exchanges: Vec<Exchange>,
    client: Session,
    server: ServerSession,
    /// The chain's value, computed here.
    chain: [u8; 32],
}

fn same(what: &str, ours: &[u8], theirs: &[u8]) -> Done {
    if ours == theirs {
        return Ok(());
    }
    Err(format!("{what}: computed {}, but core has {}", hex(ours), hex(theirs)).into())
}

impl Driven {
    /// The handshake, with what each side draws.
    pub(super) fn begin(setting: &Setting, client_random: &[u8], server_random: &[u8]) -> Done<Self> {
        let Setting { keys, hello, answer, .. } = setting;
        let z = schedule::shared_secret(setting.client_private_key, &answer.server_public_key)?;
        let agreed = schedule::agree(keys, hello, answer, z);
        let session_keys = schedule::session_keys(&agreed, answer.iterations, &setting.relationship_key)?;

        let software: SoftwareKeys<OpenProfile> =
            SoftwareKeys::from_validation_keys(Secret::new(keys.client), Secret::new(keys.server));
        let application = Application { id: ApplicationId::parse(&hello.application_id)?, keys: software };
        let relationship = match hello.patient_relationship_id.as_str() {
            "" => None,
            id => Some(Relationship {
                id: PatientRelationshipId::parse(id)?,
                key: PatientRelationshipKey::parse(&setting.relationship_key)?,
            }),
        };
        let version = Version::parse(&hello.schema_version)?;
        let mut begin = SessionOptions::pinned(OdsCode::parse(&hello.ods_code)?, version)
            .with_iteration_policy(1..=10_000_000);
        if let Some(relationship) = &relationship {
            begin = begin.for_patient(relationship);
        }
        if !hello.replaces_session_id.is_empty() {
            begin = begin.replacing(SessionId::parse(&hello.replaces_session_id)?);
        }
        let terms = Terms {
            iterations: answer.iterations,
            idle_timeout_seconds: answer.idle_timeout_seconds,
            first_call_seconds: answer.first_call_seconds,
            practice_version: Version::parse(&answer.practice_version)?,
        };

        let (mut request, mut reply) = (vec![0; 4096], vec![0; 4096]);
        let mut random = Given::new(client_random);
        let handshake: Handshake<'_, _> =
            Handshake::start(&application, begin, &mut random, Time::from_millis(0))?;
        random.end("clientRandom")?;
        let length = handshake.write(&mut request)?;
        request.truncate(length);
        let received = receive::<OpenProfile>(&request)?;
        let verified = ServerHandshake::<OpenProfile>::read(&received)
            .and_then(|hello| hello.verify(&application.keys))
            .map_err(|fault| format!("core's server refuses core's client: {fault:?}"))?;
        let mut random = Given::new(server_random);
        let (pending, length) = verified
            .accept(&terms, &application.keys, &mut random, &mut reply)
            .map_err(|error| format!("core's server cannot accept: {error:?}"))?;
        random.end("serverRandom")?;
        reply.truncate(length);
        let client = handshake.read(&reply)?.finish();
        let key = relationship
            .as_ref()
            .map_or(RelationshipKey::Application, |known| RelationshipKey::Known(&known.key));
        let server = pending.stretch(&key)?;

        let next = server.next_relationship_key().ok_or("no next relationship key")?;
        same("K_n", hex(&session_keys.next_relationship).as_bytes(), next.expose())?;
        let exchange = Exchange {
            sequence: 0,
            operation: session::BEGIN_SESSION.name,
            request: Message::new(&request)?,
            response: Message::new(&reply)?,
            fault: "",
            status: 200,
        };
        let chain = session_keys.hash0;
        Ok(Self { agreed, keys: session_keys, exchanges: vec![exchange], client, server, chain })
    }

    /// A call that is answered with its response.
    pub(super) fn call<O: Operation>(&mut self, request: &O, response: &O::Response<'_>) -> Done {
        self.exchange(request, Ok(response))
    }

    /// A call that is answered with a fault.
    pub(super) fn refuse<O: Operation>(&mut self, request: &O, fault: &Fault<'_>) -> Done {
        self.exchange(request, Err(fault))
    }

    fn exchange<O: Operation>(&mut self, request: &O, answer: Result<&O::Response<'_>, &Fault<'_>>) -> Done {
        let (mut out, mut reply) = (vec![0; 0x8000], vec![0; 0x8000]);
        let call = self.client.call(request, &mut out, Time::from_millis(0))?;
        let sent = Message::new(call.bytes())?;
        let received = receive::<OpenProfile>(call.bytes())?;
        let carried = self.server.accept(&received).map_err(|error| format!("{error:?}"))?;
        let (length, replied) = match answer {
            Ok(response) => carried.respond::<O>(response, &mut reply)?,
            Err(fault) => carried.refuse(fault, &mut reply)?,
        };
        self.server.complete(replied);
        reply.truncate(length);
        match (call.read(&reply), answer) {
            (Ok(_), Ok(_)) | (Err(CallError::Fault(_)), Err(_)) => {}
            (Ok(_), Err(_)) => return Err("core's client took a fault for a response".into()),
            (Err(error), _) => return Err(format!("core's client refuses core's server: {error}").into()),
        }
        let exchange = Exchange {
            sequence: carried.sequence(),
            operation: O::DESCRIPTOR.name,
            request: sent,
            response: Message::new(&reply)?,
            fault: answer.err().map_or("", |fault| fault.code.known().map_or("", |code| code.as_str())),
            status: answer.err().map_or(200, |fault| if fault.code.is_receiver() { 500 } else { 400 }),
        };
        for (message, key) in
            [(&exchange.request, &self.keys.request), (&exchange.response, &self.keys.response)]
        {
            self.chain = link(&self.chain, key, exchange.sequence, &message.body);
            same("SessionHash", &self.chain, &message.hash.unwrap_or_default())?;
        }
        self.exchanges.push(exchange);
        Ok(())
    }
}
