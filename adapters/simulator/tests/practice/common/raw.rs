//! A client that sends what a test asks for, also what the core's own client would never send.
//!
//! It computes the protocol from the profile's functions; only what it sends is unbridled.

use base64ct::{Base64, Encoding as _};
use emis_core::crypto::{Crypto, KeyPair as _, Pbkdf2 as _, RustCrypto, Secret, ValidationKeys as _};
use emis_core::profile::{Agreement, ClientHello, OpenProfile, Profile as _, ServerHello, SessionKeys};
use emis_core::random::{Random, RandomError};
use emis_core::types::SessionId;

use super::{Answer, Stage, body, draw, elements};

/// What a registration gave.
#[derive(Clone, Debug)]
pub struct Rel {
    pub ods: String,
    pub id: String,
    pub key: Vec<u8>,
}

/// A BeginSession to be.
#[derive(Clone, Debug)]
pub struct Hello {
    pub application: usize,
    pub ods: String,
    pub version: String,
    pub rel: Option<Rel>,
    pub replaces: Option<String>,
    pub nonce: [u8; 32],
    scalar: [u8; 32],
}

type Pair = <RustCrypto as Crypto>::KeyPair;
struct Fixed([u8; 32]);

impl Random for Fixed {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), RandomError> {
        out.copy_from_slice(&self.0);
        Ok(())
    }
}

fn labelled(label: &str, hash: &[u8; 32]) -> Vec<u8> {
    let length = |bytes: &[u8]| u32::try_from(bytes.len()).unwrap().to_be_bytes();
    [&length(label.as_bytes())[..], label.as_bytes(), &length(hash), hash].concat()
}

pub fn b64(bytes: &[u8]) -> String {
    Base64::encode_string(bytes)
}

fn unb64<const N: usize>(text: &str) -> [u8; N] {
    Base64::decode_vec(text).unwrap().try_into().unwrap()
}

pub fn envelope(header: &str, body: &str) -> String {
    format!(
        "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\"><s:Header>{header}</s:Header><s:Body>{body}\
         </s:Body></s:Envelope>"
    )
}

/// The Header block outside a session.
pub fn application_block(id: &str) -> String {
    format!("<Application xmlns=\"urn:emis-ps:1\"><ApplicationId>{id}</ApplicationId></Application>")
}

impl Hello {
    /// Of an application session, at the practice's own version.
    pub fn new(stage: &Stage, ods: &str) -> Self {
        let world = stage.server.world();
        let version =
            world.practice(ods).map_or_else(|_| "1.0".to_owned(), |practice| practice.version.to_string());
        Self {
            application: 0,
            ods: ods.to_owned(),
            version,
            rel: None,
            replaces: None,
            nonce: draw(),
            scalar: draw(),
        }
    }

    pub fn of(self, rel: &Rel) -> Self {
        Self { rel: Some(rel.clone()), ..self }
    }

    pub fn version(self, version: &str) -> Self {
        Self { version: version.to_owned(), ..self }
    }

    /// Of another application than the first.
    pub fn by(self, application: usize) -> Self {
        Self { application, ..self }
    }

    pub fn replacing(self, session: &Raw) -> Self {
        Self { replaces: Some(session.id.clone()), ..self }
    }

    fn pair(&self) -> Pair {
        Pair::generate(&mut Fixed(self.scalar)).unwrap()
    }

    fn hash(&self, stage: &Stage, public_key: &[u8; 65]) -> [u8; 32] {
        OpenProfile::client_hello_hash(&ClientHello {
            application_id: stage.server.applications()[self.application].id().as_str(),
            ods_code: &self.ods,
            schema_version: &self.version,
            patient_relationship_id: self.rel.as_ref().map_or("", |rel| &rel.id),
            replaces_session_id: self.replaces.as_deref().unwrap_or(""),
            client_nonce: &self.nonce,
            client_public_key: public_key,
        })
    }

    fn validation(&self, stage: &Stage, public_key: &[u8; 65]) -> [u8; 32] {
        let data = labelled(OpenProfile::LABELS.client_hello, &self.hash(stage, public_key));
        *stage.server.applications()[self.application].keys().client_mac(&data).unwrap().expose()
    }

    /// The fields, validated for the public key that they hold.
    pub fn fields_with_key(&self, stage: &Stage, public_key: [u8; 65]) -> Vec<(&'static str, String)> {
        let mut fields = vec![
            ("Profile", "emis-ps/1".to_owned()),
            ("ApplicationId", stage.server.applications()[self.application].id().to_string()),
            ("OdsCode", self.ods.clone()),
            ("SchemaVersion", self.version.clone()),
        ];
        fields.extend(self.rel.as_ref().map(|rel| ("PatientRelationshipId", rel.id.clone())));
        fields.extend(self.replaces.clone().map(|id| ("ReplacesSessionId", id)));
        fields.push(("ClientNonce", b64(&self.nonce)));
        fields.push(("ClientPublicKey", b64(&public_key)));
        fields.push(("ClientValidation", b64(&self.validation(stage, &public_key))));
        fields
    }

    pub fn fields(&self, stage: &Stage) -> Vec<(&'static str, String)> {
        self.fields_with_key(stage, self.pair().public_key())
    }

    /// A message of any fields, under the header block of this application.
    pub fn message_of(&self, stage: &Stage, fields: &[(&str, String)]) -> String {
        let fields = elements(fields);
        let id = stage.server.applications()[self.application].id().as_str();
        envelope(&application_block(id), &body("BeginSession", &fields))
    }

    pub fn message(&self, stage: &Stage) -> String {
        self.message_of(stage, &self.fields(stage))
    }

    pub fn post(&self, stage: &Stage) -> Answer {
        stage.post(self.message(stage))
    }

    pub fn begin(&self, stage: &Stage) -> Raw {
        self.finish(stage, &self.post(stage))
    }

    /// The session that the answer grants.
    pub fn finish(&self, stage: &Stage, answer: &Answer) -> Raw {
        answer.done();
        let value = |name: &str| answer.value(name).unwrap();
        let number = |name: &str| value(name).parse::<u32>().unwrap();
        let public_key = self.pair().public_key();
        let server_public_key = unb64(value("ServerPublicKey"));
        let hash = OpenProfile::server_hello_hash(&ServerHello {
            client_hello_hash: &self.hash(stage, &public_key),
            client_validation: &self.validation(stage, &public_key),
            session_id: SessionId::parse(value("SessionId")).unwrap(),
            server_nonce: &unb64(value("ServerNonce")),
            server_public_key: &server_public_key,
            iterations: number("Iterations"),
            idle_timeout_seconds: number("IdleTimeoutSeconds"),
            first_call_seconds: number("FirstCallSeconds"),
            practice_version: value("PracticeVersion"),
        });
        let keys = stage.server.applications()[self.application].keys();
        let labels = OpenProfile::LABELS;
        let (proof, secret) = OpenProfile::agree(&Agreement {
            server_hello_hash: &hash,
            shared_secret: &self.pair().agree(&server_public_key).unwrap(),
            client_agreement: &keys.client_mac(&labelled(labels.client_agreement, &hash)).unwrap(),
            server_agreement: &keys.server_mac(&labelled(labels.server_agreement, &hash)).unwrap(),
        });
        assert_eq!(proof, Secret::new(unb64(value("ServerValidation"))));
        let key = self.rel.as_ref().map_or(&[][..], |rel| &rel.key);
        let iterations = number("Iterations").try_into().unwrap();
        let stretched =
            <RustCrypto as Crypto>::Pbkdf2::start(&[secret.expose(), key], &hash, iterations).finish();
        let keys = OpenProfile::session_keys(&stretched);
        Raw {
            id: value("SessionId").to_owned(),
            ods: self.ods.clone(),
            hash: *keys.hash.expose(),
            keys,
            sequence: 0,
        }
    }
}

/// A session, as an honest client holds it, with doors for dishonest use.
#[derive(Debug)]
pub struct Raw {
    pub id: String,
    pub ods: String,
    pub keys: SessionKeys,
    pub hash: [u8; 32],
    /// The last call's.
    pub sequence: u32,
}

impl Raw {
    /// A message with this Sequence and SessionHash.
    pub fn message_with(&self, sequence: u32, hash: &[u8; 32], body: &str) -> String {
        let header = format!(
            "<Session xmlns=\"urn:emis-ps:1\"><SessionId>{}</SessionId><Sequence>{sequence}</Sequence><SessionHash>{}\
             </SessionHash></Session>",
            self.id,
            b64(hash)
        );
        envelope(&header, body)
    }

    pub fn link(&self, body: &str) -> [u8; 32] {
        OpenProfile::link(&self.hash, &self.keys.request, self.sequence + 1, body.as_bytes())
    }

    /// The next call.
    pub fn message(&self, body: &str) -> String {
        self.message_with(self.sequence + 1, &self.link(body), body)
    }

    /// The answer carries the next link: the chain goes on.
    #[track_caller]
    pub fn verify(&mut self, body: &str, answer: &Answer) {
        let sequence = self.sequence + 1;
        let asked = self.link(body);
        let hash = OpenProfile::link(&asked, &self.keys.response, sequence, answer.body.as_bytes());
        assert_eq!(answer.value("SessionId"), Some(&*self.id), "{}", answer.text);
        assert_eq!(answer.value("Sequence"), Some(&*sequence.to_string()));
        assert_eq!(answer.value("SessionHash"), Some(&*b64(&hash)));
        (self.hash, self.sequence) = (hash, sequence);
    }

    /// A call whose answer is authenticated.
    #[track_caller]
    pub fn call(&mut self, stage: &Stage, body: &str) -> Answer {
        let answer = stage.post(self.message(body));
        self.verify(body, &answer);
        answer
    }

    pub fn settings(&self) -> String {
        body("GetPracticeSettings", &format!("<OdsCode>{}</OdsCode>", self.ods))
    }

    #[track_caller]
    pub fn alive(&mut self, stage: &Stage) {
        self.call(stage, &self.settings()).done();
    }

    #[track_caller]
    pub fn gone(&self, stage: &Stage, code: &str) {
        stage.post(self.message(&self.settings())).refused(code);
    }

    #[track_caller]
    pub fn end(mut self, stage: &Stage) {
        self.call(stage, &body("EndSession", "")).done();
    }
}
