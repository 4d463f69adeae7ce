//! What never travels, and what is drawn anew for each session.

use std::collections::HashSet;

use crate::common::schedule::{base64, element};
use crate::common::{APPLICATION, Seeded, body, ods, received, relationship, time};
use emis_core::handshake::{Application, Handshake, RelationshipKey, ServerHandshake, SessionOptions};
use emis_core::messages::record::{ResetAccountLinkageKey, ResetAccountLinkageKeyResponse};
use emis_core::profile::{OpenProfile, SoftwareKeys, Version};
use emis_core::types::{ApplicationId, Text};

/// The bytes as they are and in every form in which a message could hold them.
fn forms(secret: &[u8]) -> [Vec<u8>; 5] {
    let hex: String = secret.iter().map(|b| format!("{b:02x}")).collect();
    let upper = hex.to_ascii_uppercase();
    let encoded = base64(secret);
    [
        secret.to_vec(),
        hex.into_bytes(),
        upper.into_bytes(),
        encoded.trim_end_matches('=').as_bytes().to_vec(),
        encoded.replace('+', "-").replace('/', "_").trim_end_matches('=').as_bytes().to_vec(),
    ]
}

/// A session of the real profile from BeginSession to a reset: its four messages, and the key that the reset agreed on.
fn conversation(keys: SoftwareKeys, random: &mut Seeded) -> ([Vec<u8>; 4], String) {
    let application = Application { id: ApplicationId::parse(APPLICATION).unwrap(), keys };
    let relationship = relationship();
    let begin = SessionOptions::negotiated(ods(), Version::V2_1).for_patient(&relationship);
    let handshake: Handshake<'_, _> = Handshake::start(&application, begin, random, time(0)).unwrap();
    let (mut hello, mut welcome, mut asked, mut answer) = ([0; 2048], [0; 2048], [0; 2048], [0; 2048]);
    let n = handshake.write(&mut hello).unwrap();
    let hello = &hello[..n];
    let request = received::<OpenProfile>(hello);
    let verified = ServerHandshake::<OpenProfile>::read(&request).unwrap().verify(&application.keys).unwrap();
    let (pending, n) =
        verified.accept(&crate::common::TERMS, &application.keys, random, &mut welcome).unwrap();
    let welcome = &welcome[..n];
    let mut client = handshake.read(welcome).unwrap().finish();
    let mut server = pending.stretch(&RelationshipKey::Known(&relationship.key)).unwrap();
    let next = client.next_relationship_key().unwrap().expose_str().to_owned();
    assert_eq!(server.next_relationship_key().unwrap().expose_str(), next);
    let call = client.call(&ResetAccountLinkageKey { reason: None }, &mut asked, time(0)).unwrap();
    let asked = call.bytes().to_vec();
    let carried = server.accept(&received::<OpenProfile>(&asked)).unwrap();
    let response = ResetAccountLinkageKeyResponse { linkage_key: Text::new("new").unwrap() };
    let (n, _) = carried.respond::<ResetAccountLinkageKey<'_>>(&response, &mut answer).unwrap();
    call.read(&answer[..n]).unwrap();
    ([hello.to_vec(), welcome.to_vec(), asked, answer[..n].to_vec()], next)
}

// PS-2, SH-27: the keys of an application, a relationship's key, and the one that takes its place.
#[test]
fn no_key_is_sent() {
    let (client, server) = ([0xA7; 32], [0x1B; 48]);
    let id = ApplicationId::parse(APPLICATION).unwrap();
    let keys = || SoftwareKeys::derive(&client, &server, &id).unwrap();
    let derived = keys();
    let (messages, next) = conversation(keys(), &mut Seeded(1));
    let raw: Vec<u8> = (0..32).map(|i| u8::from_str_radix(&next[2 * i..2 * i + 2], 16).unwrap()).collect();
    let relationship = relationship();
    let secrets = [
        &client[..],
        &server,
        derived.client_validation_key().expose(),
        derived.server_validation_key().expose(),
        relationship.key.expose(),
        next.as_bytes(),
        &raw,
    ];
    for secret in secrets {
        for form in forms(secret) {
            for message in &messages {
                assert!(!message.windows(form.len()).any(|bytes| bytes == form));
            }
        }
    }
    // What is sent is found in this way.
    let nonce = element(body(&messages[0]), "ClientNonce");
    assert!(
        forms(&crate::common::schedule::unbase64(nonce))
            .iter()
            .any(|form| { messages[0].windows(form.len()).any(|bytes| bytes == form) })
    );
}

// PS-5, HS-2: from the source that the caller gives, and for one session each.
#[test]
fn each_session_has_its_own_nonces_keys_and_name() {
    let mut random = Seeded(1);
    let mut seen = HashSet::new();
    let names = ["ClientNonce", "ClientPublicKey", "SessionId", "ServerNonce", "ServerPublicKey"];
    for _ in 0..8 {
        let keys = SoftwareKeys::from_validation_keys(
            emis_core::crypto::Secret::new([1; 32]),
            emis_core::crypto::Secret::new([2; 32]),
        );
        let (messages, _) = conversation(keys, &mut random);
        let both = format!("{}{}", body(&messages[0]), body(&messages[1]));
        for name in names {
            assert!(seen.insert(element(&both, name).to_owned()), "{name} came twice");
        }
    }
    assert_eq!(seen.len(), 8 * names.len());
    // Another source, other values; the same source, the same: nothing else is mixed in.
    let of = |seed| {
        let keys = SoftwareKeys::from_validation_keys(
            emis_core::crypto::Secret::new([1; 32]),
            emis_core::crypto::Secret::new([2; 32]),
        );
        conversation(keys, &mut Seeded(seed)).0
    };
    assert!(of(5) == of(5) && of(5) != of(6));
}
