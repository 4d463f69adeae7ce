//! The two roles, and a conversation given as the bytes of its messages.

use emis_core::codec::Decode;
use emis_core::handshake::{Application, Handshake, ServerHandshake, SessionOptions, Terms};
use emis_core::messages::Operation;
use emis_core::messages::appointments::{
    BookAppointment, CancelAppointment, GetAvailableAppointments, GetPatientAppointments,
};
use emis_core::messages::practice::{GetClinicalVersionInformation, GetPracticeSettings, GetUserOptions};
use emis_core::messages::registration::RegisterWithPinDocument;
use emis_core::messages::session::EndSession;
use emis_core::profile::{Profile, SoftwareKeys, Version};
use emis_core::session::{CallError, ServerSession, Session, receive};
use emis_core::time::Time;
use emis_core::types::{
    ApplicationId, OdsCode, PatientRelationshipId, PatientRelationshipKey, Relationship, SessionId,
};

use super::frame::{Given, Test, base64};
use crate::common::key_of;

/// Who begins a session with whom, and what they draw.
pub(crate) struct Parties {
    pub(crate) application: ApplicationId,
    pub(crate) ods_code: OdsCode,
    pub(crate) version: Version,
    pub(crate) relationship: Option<Relationship>,
    pub(crate) replaces: Option<SessionId>,
    pub(crate) session_id: String,
    pub(crate) terms: Terms,
    pub(crate) client_random: Vec<u8>,
    pub(crate) server_random: Vec<u8>,
}

impl Parties {
    /// Takes the members that key schedules and sessions have in common.
    pub(crate) fn take_common(t: &mut Test) -> Self {
        let (relationship, key) = (t.text("patientRelationshipId"), t.text("patientRelationshipKey"));
        let replaces = t.text("replacesSessionId");
        Self {
            application: ApplicationId::parse(&t.text("applicationId")).unwrap(),
            ods_code: OdsCode::parse(&t.text("odsCode")).unwrap(),
            version: t.version("schemaVersion"),
            relationship: (!relationship.is_empty()).then(|| Relationship {
                id: PatientRelationshipId::parse(&relationship).unwrap(),
                key: PatientRelationshipKey::parse(&key).unwrap(),
            }),
            replaces: (!replaces.is_empty()).then(|| SessionId::parse(&replaces).unwrap()),
            session_id: t.text("sessionId"),
            terms: Terms {
                iterations: t.number("iterations"),
                idle_timeout_seconds: t.number("idleTimeoutSeconds"),
                first_call_seconds: t.number("firstCallSeconds"),
                practice_version: t.version("practiceVersion"),
            },
            client_random: Vec::new(),
            server_random: Vec::new(),
        }
    }

    /// Takes those of a key schedule.
    pub(crate) fn take(t: &mut Test) -> Self {
        let mut parties = Self::take_common(t);
        let id: Vec<u8> =
            (0..16).map(|i| u8::from_str_radix(&parties.session_id[2 * i..2 * i + 2], 16).unwrap()).collect();
        parties.client_random = [t.bytes("clientNonce"), t.bytes("clientPrivateKey")].concat();
        parties.server_random = [id, t.bytes("serverNonce"), t.bytes("serverPrivateKey")].concat();
        parties
    }

    pub(crate) fn relationship_key(&self) -> &[u8] {
        self.relationship.as_ref().map_or(&[], |relationship| relationship.key.expose())
    }

    /// Both sides of the handshake.
    pub(crate) fn begin<P: Profile>(&self, keys: SoftwareKeys<P>) -> Begun<P> {
        let application = Application { id: self.application, keys };
        let mut begin =
            SessionOptions::pinned(self.ods_code, self.version).with_iteration_policy(P::ITERATIONS);
        if let Some(relationship) = &self.relationship {
            begin = begin.for_patient(relationship);
        }
        if let Some(id) = self.replaces {
            begin = begin.replacing(id);
        }
        let mut random = Given(&self.client_random);
        let handshake: Handshake<'_, _, P> =
            Handshake::start(&application, begin, &mut random, Time::from_millis(0)).unwrap();
        assert!(random.0.is_empty(), "the client leaves bytes undrawn");
        let (mut request, mut reply) = (vec![0; 4096], vec![0; 4096]);
        let length = handshake.write(&mut request).unwrap();
        request.truncate(length);
        let received = receive::<P>(&request).unwrap();
        let verified = ServerHandshake::<P>::read(&received).unwrap().verify(&application.keys).unwrap();
        assert_eq!(verified.application_id(), &self.application);
        assert_eq!(verified.ods_code(), self.ods_code);
        assert_eq!(verified.schema_version(), self.version);
        let mut random = Given(&self.server_random);
        let (pending, length) =
            verified.accept(&self.terms, &application.keys, &mut random, &mut reply).unwrap();
        assert!(random.0.is_empty(), "the server leaves bytes undrawn");
        assert_eq!(pending.replaces(), self.replaces);
        reply.truncate(length);
        let client = handshake.read(&reply).unwrap().finish();
        Begun {
            client,
            server: pending.stretch(&key_of(self.relationship.as_ref())).unwrap(),
            request: String::from_utf8(request).unwrap(),
            reply: String::from_utf8(reply).unwrap(),
        }
    }
}

/// A session of both roles, and the two messages with which it began.
pub(crate) struct Begun<P: Profile> {
    pub(crate) client: Session<P>,
    pub(crate) server: ServerSession<P>,
    pub(crate) request: String,
    pub(crate) reply: String,
}

impl<P: Profile> Begun<P> {
    /// One call. Each role is given what the other one says, and has to say exactly what stands there.
    pub(crate) fn exchange(
        &mut self,
        operation: &str,
        request: &str,
        response: &str,
    ) -> Option<&'static str> {
        match operation {
            "GetClinicalVersionInformation" => self.typed::<GetClinicalVersionInformation>(request, response),
            "GetPracticeSettings" => self.typed::<GetPracticeSettings>(request, response),
            "EndSession" => self.typed::<EndSession>(request, response),
            "RegisterWithPinDocument" => self.typed::<RegisterWithPinDocument<'_>>(request, response),
            "GetUserOptions" => self.typed::<GetUserOptions>(request, response),
            "GetAvailableAppointments" => self.typed::<GetAvailableAppointments<'_>>(request, response),
            "GetPatientAppointments" => self.typed::<GetPatientAppointments<'_>>(request, response),
            "BookAppointment" => self.typed::<BookAppointment<'_>>(request, response),
            "CancelAppointment" => self.typed::<CancelAppointment<'_>>(request, response),
            other => panic!("the operation {other} is not known"),
        }
    }

    fn typed<'m, O: Operation + Decode<'m>>(
        &mut self,
        request_text: &'m str,
        response_text: &'m str,
    ) -> Option<&'static str> {
        let (mut out, mut reply) = (vec![0; 0x8000], vec![0; 0x8000]);
        let received = receive::<P>(request_text.as_bytes()).unwrap();
        assert_eq!(received.operation().unwrap().name, O::DESCRIPTOR.name);
        let carried = self.server.accept(&received).unwrap();
        let request: O = carried.read(&received).unwrap();
        let call = self.client.call(&request, &mut out, Time::from_millis(0)).unwrap();
        assert_eq!(core::str::from_utf8(call.bytes()).unwrap(), request_text);
        let (fault, (length, replied)) = match call.read(response_text.as_bytes()) {
            Ok(response) => (None, carried.respond::<O>(&response, &mut reply).unwrap()),
            Err(CallError::Fault(fault)) => {
                let word = fault.code.unwrap().as_str();
                (Some(word), carried.refuse(&fault.to_fault(), &mut reply).unwrap())
            }
            Err(error) => panic!("the client refuses the reply: {error}"),
        };
        assert_eq!(core::str::from_utf8(&reply[..length]).unwrap(), response_text);
        self.server.complete(replied);
        fault
    }
}

/// A message in the form in which ours are written.
pub(crate) fn message(session_id: &str, sequence: u32, hash: &[u8; 32], body: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\">\
         <s:Header><Session xmlns=\"urn:emis-ps:1\"><SessionId>{session_id}</SessionId><Sequence>{sequence}</Sequence>\
         <SessionHash>{}</SessionHash></Session></s:Header><s:Body>{body}</s:Body></s:Envelope>",
        base64(hash)
    )
}
