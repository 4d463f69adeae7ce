//! Validation keys and key schedules.

use core::num::NonZeroU32;

use emis_core::crypto::{Crypto, KeyPair, Pbkdf2, Secret, ValidationKeys};
use emis_core::profile::{Agreement, ClientHello, OpenProfile, Profile, ServerHello, SoftwareKeys};
use emis_core::types::{ApplicationId, SessionId};

use super::frame::{Expected, Given, Test, hex};
use super::replay::{Parties, message};

type Suite = <OpenProfile as Profile>::Crypto;

pub(crate) fn validation_keys((mut test, expected): (Test, Expected)) {
    let id = ApplicationId::parse(&test.text("applicationId")).unwrap();
    let (client, server) = (test.bytes("clientPreSharedKey"), test.bytes("serverPreSharedKey"));
    let keys = SoftwareKeys::<OpenProfile>::derive(&client, &server, &id);
    let (client, server) = (test.bytes32("clientValidationKey"), test.bytes32("serverValidationKey"));
    match (keys, expected) {
        (Ok(keys), Expected::Valid) => {
            assert_eq!(keys.client_validation_key().expose(), &client, "{}", test.id());
            assert_eq!(keys.server_validation_key().expose(), &server, "{}", test.id());
        }
        (Err(_), Expected::Invalid) => {}
        (Ok(_), Expected::Invalid) => panic!("{} is taken", test.id()),
        (Err(error), Expected::Valid) => panic!("{} is refused: {error}", test.id()),
    }
    test.end();
}

/// `T(label, hash)`.
fn labelled(label: &str, hash: &[u8; 32]) -> Vec<u8> {
    let length = u32::try_from(label.len()).unwrap().to_be_bytes();
    [&length[..], label.as_bytes(), &[0, 0, 0, 32], hash].concat()
}

pub(crate) fn schedule((mut test, _): (Test, Expected)) {
    let t = &mut test;
    let id = t.id().to_owned();
    assert_eq!(t.text("profile"), OpenProfile::NAME);
    let (v_c, v_s) = (t.bytes32("clientValidationKey"), t.bytes32("serverValidationKey"));
    let keys = SoftwareKeys::<OpenProfile>::from_validation_keys(Secret::new(v_c), Secret::new(v_s));
    let parties = Parties::take(t);

    // Step by step, by the methods of the profile.
    let pair = |scalar: &[u8]| <Suite as Crypto>::KeyPair::generate(&mut Given(scalar)).unwrap();
    let (client, server) = (pair(&parties.client_random[32..]), pair(&parties.server_random[48..]));
    let (client_public, server_public) = (client.public_key(), server.public_key());
    assert_eq!(t.bytes("clientPublicKey"), client_public, "{id}");
    assert_eq!(t.bytes("serverPublicKey"), server_public, "{id}");
    let practice_version = parties.terms.practice_version.to_string();
    let schema_version = parties.version.to_string();
    let replaces = parties.replaces.map(|id| id.text());
    let h_c = OpenProfile::client_hello_hash(&ClientHello {
        application_id: parties.application.as_str(),
        ods_code: parties.ods_code.as_str(),
        schema_version: &schema_version,
        patient_relationship_id: parties.relationship.as_ref().map_or("", |r| r.id.as_str()),
        replaces_session_id: replaces.as_ref().map_or("", |id| core::str::from_utf8(id).unwrap()),
        client_nonce: parties.client_random[..32].try_into().unwrap(),
        client_public_key: &client_public,
    });
    assert_eq!(t.bytes32("clientHelloHash"), h_c, "{id}");
    let labels = OpenProfile::LABELS;
    let validation = keys.client_mac(&labelled(labels.client_hello, &h_c)).unwrap();
    assert_eq!(&t.bytes32("clientValidation"), validation.expose(), "{id}");
    let h_s = OpenProfile::server_hello_hash(&ServerHello {
        client_hello_hash: &h_c,
        client_validation: validation.expose(),
        session_id: SessionId::parse(&parties.session_id).unwrap(),
        server_nonce: parties.server_random[16..48].try_into().unwrap(),
        server_public_key: &server_public,
        iterations: parties.terms.iterations,
        idle_timeout_seconds: parties.terms.idle_timeout_seconds,
        first_call_seconds: parties.terms.first_call_seconds,
        practice_version: &practice_version,
    });
    assert_eq!(t.bytes32("serverHelloHash"), h_s, "{id}");
    let z = client.agree(&server_public).unwrap();
    assert!(z == server.agree(&client_public).unwrap(), "{id}");
    assert_eq!(&t.bytes32("sharedSecret"), z.expose(), "{id}");
    let a_c = keys.client_mac(&labelled(labels.client_agreement, &h_s)).unwrap();
    let a_s = keys.server_mac(&labelled(labels.server_agreement, &h_s)).unwrap();
    assert_eq!(&t.bytes32("clientAgreement"), a_c.expose(), "{id}");
    assert_eq!(&t.bytes32("serverAgreement"), a_s.expose(), "{id}");
    let handshake_secret = Suite::hkdf_extract(&h_s, &[z.expose(), a_c.expose(), a_s.expose()]);
    assert_eq!(&t.bytes32("handshakeSecret"), handshake_secret.expose(), "{id}");
    let (proof, secret) = OpenProfile::agree(&Agreement {
        server_hello_hash: &h_s,
        shared_secret: &z,
        client_agreement: &a_c,
        server_agreement: &a_s,
    });
    assert_eq!(&t.bytes32("serverValidation"), proof.expose(), "{id}");
    assert_eq!(&t.bytes32("sessionSecret"), secret.expose(), "{id}");
    let iterations = NonZeroU32::new(parties.terms.iterations).unwrap();
    let password = [&secret.expose()[..], parties.relationship_key()];
    let master = <Suite as Crypto>::Pbkdf2::start(&password, &h_s, iterations).finish();
    assert_eq!(&t.bytes32("masterKey"), master.expose(), "{id}");
    let session = OpenProfile::session_keys(&master);
    assert_eq!(&t.bytes32("requestKey"), session.request.expose(), "{id}");
    assert_eq!(&t.bytes32("responseKey"), session.response.expose(), "{id}");
    assert_eq!(&t.bytes32("sessionHash0"), session.hash.expose(), "{id}");
    assert_eq!(&t.bytes32("nextRelationshipKey"), session.next_relationship.expose(), "{id}");

    // And as the two roles have it.
    let mut begun = parties.begin(keys);
    assert!(begun.request.contains(&super::frame::base64(validation.expose())), "{id}");
    assert!(begun.reply.contains(&super::frame::base64(proof.expose())), "{id}");
    let next = hex(session.next_relationship.expose());
    assert_eq!(begun.server.next_relationship_key().unwrap().expose_str(), next, "{id}");
    if let Some(key) = begun.client.next_relationship_key() {
        assert_eq!(key.expose_str(), next, "{id}");
    }
    let body = "<EndSession xmlns=\"urn:emis-ps:1\"></EndSession>";
    let h_1 = OpenProfile::link(session.hash.expose(), &session.request, 1, body.as_bytes());
    let response = "<EndSessionResponse xmlns=\"urn:emis-ps:1\"></EndSessionResponse>";
    let h_2 = OpenProfile::link(&h_1, &session.response, 1, response.as_bytes());
    begun.exchange(
        "EndSession",
        &message(&parties.session_id, 1, &h_1, body),
        &message(&parties.session_id, 1, &h_2, response),
    );
    test.end();
}
