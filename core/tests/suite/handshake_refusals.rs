//! Every check of the handshake, in its order, on both sides.

use crate::common::schedule::{
    agree, base64, client_validation, element, public_key, server_validation, unbase64,
};
use crate::common::{
    APPLICATION, ODS, Seeded, TERMS, application, body, envelope, keys, ods, relationship, time,
};
use emis_core::crypto::{KeyUnavailable, Secret, ValidationKeys};
use emis_core::envelope::EnvelopeError;
use emis_core::error::BufferTooSmall;
use emis_core::fault::FaultCode;
use emis_core::handshake::{
    AcceptError, Handshake, HandshakeError, ServerHandshake, SessionOptions, StartError, Terms,
};
use emis_core::messages::practice::GetClinicalVersionInformation;
use emis_core::profile::{DummyKeys, OpenProfile, SoftwareKeys, Version};
use emis_core::random::{Random, RandomError};
use emis_core::session::{SessionlessError, receive, sessionless_reply};

const V_C: [u8; 32] = [0xC1; 32];
const V_S: [u8; 32] = [0x5E; 32];
const OFF_CURVE: [u8; 65] = {
    let mut key = [1; 65];
    key[0] = 4;
    key
};

fn application_header(id: &str) -> String {
    format!(
        "<s:Header><Application xmlns=\"urn:emis-ps:1\"><ApplicationId>{id}</ApplicationId></Application></s:Header>"
    )
}

/// A BeginSession of these fields, signed as the page has it.
fn hello(fields: &[(&str, String)], v_c: &[u8; 32]) -> String {
    let fields: String = fields.iter().map(|(name, value)| format!("<{name}>{value}</{name}>")).collect();
    let validation = base64(&client_validation(v_c, &fields));
    let fields = format!("{fields}<ClientValidation>{validation}</ClientValidation>");
    format!("<BeginSession xmlns=\"urn:emis-ps:1\">{fields}</BeginSession>")
}

fn good_fields() -> Vec<(&'static str, String)> {
    vec![
        ("Profile", "emis-ps/1".into()),
        ("ApplicationId", APPLICATION.into()),
        ("OdsCode", ODS.into()),
        ("SchemaVersion", "2.1".into()),
        ("PatientRelationshipId", "Relationship-1".into()),
        ("ReplacesSessionId", "00112233445566778899aabbccddeeff".into()),
        ("ClientNonce", base64(&[9; 32])),
        ("ClientPublicKey", base64(&public_key(&[3; 32]))),
    ]
}

fn server_says(message: &str, keys: &impl ValidationKeys) -> Result<(), FaultCode<'static>> {
    let request = receive::<OpenProfile>(message.as_bytes()).map_err(|_| FaultCode::MalformedRequest)?;
    ServerHandshake::<OpenProfile>::read(&request)?.verify(keys).map(|_| ())
}

fn server_says_to(body: &str) -> Result<(), FaultCode<'static>> {
    server_says(&envelope(&application_header(APPLICATION), body), &keys::<OpenProfile>())
}

// HS-1, HS-3, MF-2, MF-3
#[test]
fn the_forms_of_begin_session() {
    let good = hello(&good_fields(), &V_C);
    assert_eq!(server_says_to(&good), Ok(()));
    for optional in ["PatientRelationshipId", "ReplacesSessionId"] {
        let fields: Vec<_> = good_fields().into_iter().filter(|(name, _)| *name != optional).collect();
        assert_eq!(server_says_to(&hello(&fields, &V_C)), Ok(()), "without {optional}");
    }
    let mut refused = vec![
        good.replace("><OdsCode>", "> <OdsCode>"),
        good.replace("</BeginSession>", "\n</BeginSession>"),
        good.replace("</BeginSession>", "<More>1</More></BeginSession>"),
        good.replace("<OdsCode>", "<More>1</More><OdsCode>"),
        good.replace("<OdsCode>", "<x xmlns='urn:x'/><OdsCode>"),
        good.replace("BeginSession", "BeginSessions"),
        good.replace(" xmlns=\"urn:emis-ps:1\"", ""),
        good.replace("<OdsCode>", "x<OdsCode>"),
    ];
    let names: Vec<_> = good_fields().iter().map(|(name, _)| *name).chain(["ClientValidation"]).collect();
    for name in &names {
        let value = element(&good, name);
        let one = format!("<{name}>{value}</{name}>");
        refused.push(good.replace(&one, &one.repeat(2)));
        refused.push(good.replace(&one, &format!("<{name}></{name}>")));
        refused.push(good.replace(&one, &format!("<{name}/>")));
        refused.push(good.replace(&one, &format!("<{name}><y>{value}</y></{name}>")));
        if *name != "Profile" {
            refused.push(good.replace(&one, &format!("<{name}> {value}</{name}>")));
            refused.push(good.replace(&one, &format!("<{name}>{value}\n</{name}>")));
            refused.push(good.replace(&one, &format!("<f:{name} xmlns:f='urn:f'>{value}</f:{name}>")));
            refused.push(
                good.replace(&one, "").replace("</BeginSession>", &format!("{one}</BeginSession>")).replace(
                    "</BeginSession>",
                    if *name == "ClientValidation" { "<x/></BeginSession>" } else { "</BeginSession>" },
                ),
            );
        }
        if !["PatientRelationshipId", "ReplacesSessionId"].contains(name) {
            refused.push(good.replace(&one, ""));
        }
    }
    for (name, value) in [
        ("ApplicationId", "00000000-0000-4000-8000-00000000000A"),
        ("ApplicationId", "x"),
        ("OdsCode", "A8"),
        ("OdsCode", "a81001"),
        ("OdsCode", "ABCDEFGH123"),
        ("SchemaVersion", "2"),
        ("SchemaVersion", "02.1"),
        ("SchemaVersion", "2.01"),
        ("SchemaVersion", "+2.1"),
        ("PatientRelationshipId", "a_b"),
        ("ReplacesSessionId", "00112233445566778899AABBCCDDEEFF"),
        ("ReplacesSessionId", "0011"),
        ("ClientNonce", &base64(&[9; 31])),
        ("ClientNonce", &base64(&[9; 33])),
        ("ClientNonce", &base64(&[9; 32]).replace('=', "")),
        ("ClientNonce", &format!("{}B=", &base64(&[9; 32])[..42])),
        // Compressed, infinity, hybrid, raw, wrong length.
        ("ClientPublicKey", &base64(&[&[2][..], &public_key(&[3; 32])[1..33]].concat())),
        ("ClientPublicKey", &base64(&[0])),
        ("ClientPublicKey", &base64(&[0; 65])),
        ("ClientPublicKey", &base64(&[&[6][..], &public_key(&[3; 32])[1..]].concat())),
        ("ClientPublicKey", &base64(&public_key(&[3; 32])[1..])),
        ("ClientPublicKey", &base64(&[&public_key(&[3; 32])[..], &[0]].concat())),
    ] {
        let fields: Vec<_> = good_fields()
            .into_iter()
            .map(|(n, v)| (n, if n == name { value.to_owned() } else { v }))
            .collect();
        refused.push(hello(&fields, &V_C));
    }
    for body in &refused {
        assert_ne!(body, &good);
        assert_eq!(server_says_to(body), Err(FaultCode::MalformedRequest), "{body}");
    }
    // What the envelope leaves open is open here too: prefixes, attributes, references.
    for body in [
        good.replace("<OdsCode>", "<OdsCode a='b'>"),
        good.replace("A81001", "A8100&#49;"),
        good.replace("</", "\0").replace('<', "<p:").replace('\0', "</p:").replace("xmlns=", "xmlns:p="),
    ] {
        assert_eq!(server_says_to(&body), Ok(()), "{body}");
    }
}

// HS-4, HS-5, HS-6
#[test]
fn the_servers_checks_come_in_their_order() {
    let with = |name: &str, value: &str| -> Vec<(&'static str, String)> {
        good_fields().into_iter().map(|(n, v)| (n, if n == name { value.to_owned() } else { v })).collect()
    };
    // Profile comes before all else, whatever the rest is.
    let other = hello(&with("Profile", "emis-ps/2"), &V_C);
    for body in [
        other.clone(),
        other.replace("<OdsCode>A81001</OdsCode>", ""),
        other.replace("</BeginSession>", "<More/></BeginSession>"),
        other.replace("</BeginSession>", "<x xmlns='urn:emis-ps:2'/></BeginSession>"),
        other.replace("<OdsCode>", "<OdsCode xmlns='urn:emis-ps:2'>"),
        hello(&with("Profile", "EMIS-PS/1"), &V_C),
        hello(&with("Profile", "emis-ps/1 "), &V_C),
        hello(&with("Profile", &"x".repeat(500)), &V_C),
    ] {
        assert_eq!(server_says_to(&body), Err(FaultCode::ProfileNotSupported), "{body}");
    }
    // The same ApplicationId in Header and Body, and our block.
    let good = hello(&good_fields(), &V_C);
    for header in [String::new(), application_header("00000000-0000-4000-8000-000000000002")] {
        assert_eq!(
            server_says(&envelope(&header, &good), &keys::<OpenProfile>()),
            Err(FaultCode::MalformedRequest)
        );
    }
    // ClientValidation, with any altered field, other keys, the keys the wrong way round, and dummy keys.
    for (name, value) in [
        ("OdsCode", "A81002"),
        ("SchemaVersion", "2.0"),
        ("PatientRelationshipId", "Relationship-2"),
        ("ReplacesSessionId", "10112233445566778899aabbccddeeff"),
        ("ClientNonce", &base64(&[8; 32])),
        ("ClientPublicKey", &base64(&public_key(&[4; 32]))),
        ("ClientValidation", &base64(&[0; 32])),
    ] {
        let old = element(&good, name);
        let altered = good.replace(&format!("<{name}>{old}<"), &format!("<{name}>{value}<"));
        assert_eq!(server_says_to(&altered), Err(FaultCode::ValidationFailed), "{name}");
    }
    for name in ["PatientRelationshipId", "ReplacesSessionId"] {
        let one = format!("<{name}>{}</{name}>", element(&good, name));
        assert_eq!(
            server_says_to(&good.replace(&one, "")),
            Err(FaultCode::ValidationFailed),
            "{name} taken out"
        );
    }
    let message = envelope(&application_header(APPLICATION), &good);
    let dummy = DummyKeys::<OpenProfile>::random(&mut Seeded(1)).unwrap();
    assert_eq!(server_says(&message, &dummy), Err(FaultCode::ValidationFailed));
    let swapped = SoftwareKeys::<OpenProfile>::from_validation_keys(Secret::new(V_S), Secret::new(V_C));
    assert_eq!(server_says(&message, &swapped), Err(FaultCode::ValidationFailed));
    // A key off the curve, well signed.
    let off = hello(&with("ClientPublicKey", &base64(&OFF_CURVE)), &V_C);
    assert_eq!(server_says_to(&off), Err(FaultCode::ValidationFailed));
    // Keys that do not answer are the server's failure.
    struct Broken;
    impl ValidationKeys for Broken {
        fn client_mac(&self, _: &[u8]) -> Result<Secret<32>, KeyUnavailable> {
            Err(KeyUnavailable)
        }
        fn server_mac(&self, _: &[u8]) -> Result<Secret<32>, KeyUnavailable> {
            Err(KeyUnavailable)
        }
    }
    assert_eq!(server_says(&message, &Broken), Err(FaultCode::InternalError));
}

#[test]
fn the_servers_terms_have_bounds_and_its_buffer_a_length() {
    let message = envelope(&application_header(APPLICATION), &hello(&good_fields(), &V_C));
    let request = receive::<OpenProfile>(message.as_bytes()).unwrap();
    let verified =
        ServerHandshake::<OpenProfile>::read(&request).unwrap().verify(&keys::<OpenProfile>()).unwrap();
    let mut out = [0; 4096];
    let accept = |terms: Terms, out: &mut [u8]| {
        verified.accept(&terms, &keys::<OpenProfile>(), &mut Seeded(3), out).map(|(_, n)| n)
    };
    for terms in [
        Terms { iterations: 1, ..TERMS },
        Terms { iterations: 10_000_000, ..TERMS },
        Terms { idle_timeout_seconds: 1, first_call_seconds: 1, ..TERMS },
        Terms { idle_timeout_seconds: 86_400, first_call_seconds: 3600, ..TERMS },
    ] {
        assert!(accept(terms, &mut out).is_ok(), "{terms:?}");
    }
    for terms in [
        Terms { iterations: 0, ..TERMS },
        Terms { iterations: 10_000_001, ..TERMS },
        Terms { idle_timeout_seconds: 0, ..TERMS },
        Terms { idle_timeout_seconds: 86_401, ..TERMS },
        Terms { first_call_seconds: 0, ..TERMS },
        Terms { first_call_seconds: 3601, ..TERMS },
    ] {
        assert_eq!(accept(terms, &mut out), Err(AcceptError::Terms), "{terms:?}");
    }
    let needed = accept(TERMS, &mut out).unwrap();
    for length in [0, needed / 2, needed - 1] {
        assert_eq!(accept(TERMS, &mut out[..length]), Err(AcceptError::Buffer(BufferTooSmall { needed })));
    }
    assert_eq!(accept(TERMS, &mut out[..needed]), Ok(needed));
    struct Empty;
    impl Random for Empty {
        fn fill(&mut self, _: &mut [u8]) -> Result<(), RandomError> {
            Err(RandomError)
        }
    }
    let error =
        verified.accept(&TERMS, &keys::<OpenProfile>(), &mut Empty, &mut out).map(|_| ()).unwrap_err();
    assert_eq!(error, AcceptError::Random(RandomError));
    let error = Handshake::<_, OpenProfile>::start(
        &application::<OpenProfile>(),
        SessionOptions::negotiated(ods(), Version::V2_1),
        &mut Empty,
        time(0),
    )
    .map(|_| ())
    .unwrap_err();
    assert_eq!(error, StartError::Random(RandomError));
}

/// A server by hand: it signs what the test gives it.
struct ByHand {
    hello: String,
    fields: Vec<(&'static str, String)>,
}

const SERVER_SCALAR: [u8; 32] = [5; 32];

impl ByHand {
    fn reply_to(hello: &[u8]) -> Self {
        Self {
            hello: body(hello).to_owned(),
            fields: vec![
                ("SessionId", "00112233445566778899aabbccddeeff".into()),
                ("ServerNonce", base64(&[6; 32])),
                ("ServerPublicKey", base64(&public_key(&SERVER_SCALAR))),
                ("Iterations", if body(hello).contains("Relationship") { "1000" } else { "1" }.into()),
                ("IdleTimeoutSeconds", "1200".into()),
                ("FirstCallSeconds", "300".into()),
                ("PracticeVersion", "2.1".into()),
            ],
        }
    }

    fn say(mut self, name: &str, value: &str) -> Self {
        self.fields.iter_mut().filter(|(n, _)| *n == name).for_each(|(_, v)| value.clone_into(v));
        self
    }

    fn signed(self) -> String {
        let fields: String =
            self.fields.iter().map(|(name, value)| format!("<{name}>{value}</{name}>")).collect();
        let z = agree(&SERVER_SCALAR, &unbase64(element(&self.hello, "ClientPublicKey")));
        let validation = server_validation(&V_C, &V_S, &z, &self.hello, &fields);
        format!(
            "<BeginSessionResponse xmlns=\"urn:emis-ps:1\">{fields}<ServerValidation>{}</ServerValidation></BeginSessionResponse>",
            base64(&validation)
        )
    }
}

fn client_says(begin: SessionOptions<'_>, reply: impl FnOnce(&[u8]) -> String) -> Result<(), HandshakeError> {
    let application = application::<OpenProfile>();
    let handshake: Handshake<'_, _> = Handshake::start(&application, begin, &mut Seeded(1), time(0)).unwrap();
    let mut out = [0; 2048];
    let n = handshake.write(&mut out).unwrap();
    handshake.read(reply(&out[..n]).as_bytes()).map(|_| ())
}

fn body_says(begin: SessionOptions<'_>, reply: impl FnOnce(ByHand) -> String) -> Result<(), HandshakeError> {
    client_says(begin, |hello| envelope("", &reply(ByHand::reply_to(hello))))
}

// HS-1, HS-3, HS-12
#[test]
fn the_forms_of_begin_session_response() {
    let begin = || SessionOptions::negotiated(ods(), Version::V2_1);
    assert_eq!(body_says(begin(), ByHand::signed), Ok(()));
    for (name, value) in [
        ("SessionId", "00112233445566778899AABBCCDDEEFF"),
        ("SessionId", "00112233445566778899aabbccddeef"),
        ("ServerNonce", "AAAA"),
        ("ServerPublicKey", &base64(&[0])),
        ("ServerPublicKey", &base64(&[&[3][..], &public_key(&SERVER_SCALAR)[1..33]].concat())),
        ("ServerPublicKey", &base64(&[0; 65])),
        ("Iterations", "0"),
        ("Iterations", "10000001"),
        ("Iterations", "01"),
        ("Iterations", "+1"),
        ("Iterations", "-1"),
        ("Iterations", " 1"),
        ("Iterations", "1.0"),
        ("Iterations", "4294967297"),
        ("IdleTimeoutSeconds", "0"),
        ("IdleTimeoutSeconds", "86401"),
        ("IdleTimeoutSeconds", "01200"),
        ("FirstCallSeconds", "0"),
        ("FirstCallSeconds", "3601"),
        ("FirstCallSeconds", ""),
        ("PracticeVersion", "2"),
        ("PracticeVersion", "2.01"),
    ] {
        assert_eq!(
            body_says(begin(), |s| s.say(name, value).signed()),
            Err(HandshakeError::Form),
            "{name} {value}"
        );
    }
    for (name, value) in [
        ("IdleTimeoutSeconds", "1"),
        ("IdleTimeoutSeconds", "86400"),
        ("FirstCallSeconds", "1"),
        ("FirstCallSeconds", "3600"),
    ] {
        assert_eq!(body_says(begin(), |s| s.say(name, value).signed()), Ok(()), "{name} {value}");
    }
    let alter = |alter: &dyn Fn(String) -> String| body_says(begin(), |s| alter(s.signed()));
    let names = [
        "SessionId",
        "ServerNonce",
        "ServerPublicKey",
        "Iterations",
        "IdleTimeoutSeconds",
        "FirstCallSeconds",
        "PracticeVersion",
        "ServerValidation",
    ];
    for name in names {
        let one = |body: &str| format!("<{name}>{}</{name}>", element(body, name));
        for altered in [
            alter(&|b| b.replace(&one(&b), "")),
            alter(&|b| b.replace(&one(&b), &one(&b).repeat(2))),
            alter(&|b| b.replace(&one(&b), &format!("\n{}", one(&b)))),
            alter(&|b| b.replace(&one(&b), &format!("<x/>{}", one(&b)))),
            alter(&|b| b.replace(&one(&b), &format!("<{name}/>"))),
            alter(&|b| b.replace(&format!("<{name}>"), &format!("<{name}> "))),
            alter(&|b| b.replace(&format!("<{name}>"), &format!("<{name} xmlns='urn:f'>"))),
            alter(&|b| {
                format!(
                    "{}</BeginSessionResponse>",
                    b.replace(&one(&b), "").replace("</BeginSessionResponse>", &one(&b))
                )
                .replace(
                    "<ServerValidation>",
                    if name == "ServerValidation" { "<x/><ServerValidation>" } else { "<ServerValidation>" },
                )
            }),
        ] {
            assert_eq!(altered, Err(HandshakeError::Form), "{name}");
        }
    }
    assert_eq!(alter(&|b| b.replace("BeginSessionResponse", "BeginSession")), Err(HandshakeError::Form));
    assert_eq!(alter(&|b| b.replace("urn:emis-ps:1", "urn:emis-ps:2")), Err(HandshakeError::Form));
    assert!(matches!(alter(&|b| format!("{b} ")), Err(HandshakeError::Envelope(_))));
    assert!(matches!(client_says(begin(), |_| "x".into()), Err(HandshakeError::Envelope(_))));
    // HS-16: a fault is a hint, with or without words that are known.
    let fault = |detail: &str| {
        format!(
            "<s:Fault xmlns:s='{}' xmlns='urn:emis-ps:1'><s:Detail>{detail}</s:Detail></s:Fault>",
            crate::common::SOAP
        )
    };
    let detail = |code: &str| {
        format!(
            "<FaultDetail><Code>{code}</Code><CorrelationId>00000000-0000-4000-8000-000000000001</CorrelationId></FaultDetail>"
        )
    };
    assert_eq!(
        body_says(begin(), |_| fault(&detail("TooManySessions"))),
        Err(HandshakeError::Refused(Some(FaultCode::TooManySessions)))
    );
    assert_eq!(body_says(begin(), |_| fault(&detail("Other"))), Err(HandshakeError::Refused(None)));
    assert_eq!(body_says(begin(), |_| fault("")), Err(HandshakeError::Refused(None)));
}

// XML-3
#[test]
fn a_reply_outside_a_session_has_no_block_of_ours() {
    let refused = EnvelopeError::BadHeader;
    let session = crate::common::in_session(&"0".repeat(32), 1, "");
    let session = &session[session.find("<s:Header>").unwrap()..session.find("<s:Body>").unwrap()];
    let foreign = "<s:Header><x xmlns='urn:x'/></s:Header>";
    let begin = || SessionOptions::negotiated(ods(), Version::V2_1);
    let handshake =
        |header: &str| client_says(begin(), |hello| envelope(header, &ByHand::reply_to(hello).signed()));
    let fault = |header: &str| {
        let fault = format!("<s:Fault xmlns:s='{}'/>", crate::common::SOAP);
        client_says(begin(), |_| envelope(header, &fault))
    };
    let information = |header: &str| {
        let body = "<GetClinicalVersionInformationResponse xmlns='urn:emis-ps:1'><OdsCode>A81001</OdsCode>\
            <PracticeName>The Surgery</PracticeName><SchemaVersion>2.1</SchemaVersion><Live>true</Live>\
            <Operations><Operation>BookAppointment</Operation></Operations></GetClinicalVersionInformationResponse>";
        let reply = envelope(header, body);
        sessionless_reply::<GetClinicalVersionInformation, OpenProfile>(reply.as_bytes())
            .map(|read| read.schema_version)
    };
    for good in ["", "<s:Header/>", foreign] {
        assert_eq!(handshake(good), Ok(()), "{good}");
        assert_eq!(fault(good), Err(HandshakeError::Refused(None)), "{good}");
        assert_eq!(information(good), Ok(Version::V2_1), "{good}");
    }
    for ours in [application_header(APPLICATION).as_str(), session] {
        assert_eq!(handshake(ours), Err(HandshakeError::Envelope(refused)), "{ours}");
        assert_eq!(fault(ours), Err(HandshakeError::Envelope(refused)), "{ours}");
        assert_eq!(information(ours), Err(SessionlessError::Envelope(refused)), "{ours}");
    }
}

// HS-12
#[test]
fn the_client_takes_nothing_altered_on_the_way() {
    let begin = || SessionOptions::negotiated(ods(), Version::V2_1);
    for (name, value) in [
        ("SessionId", "10112233445566778899aabbccddeeff"),
        ("ServerNonce", &base64(&[7; 32])),
        ("ServerPublicKey", &base64(&public_key(&[7; 32]))),
        ("Iterations", "2"),
        ("IdleTimeoutSeconds", "1201"),
        ("FirstCallSeconds", "301"),
        ("PracticeVersion", "2.2"),
        ("ServerValidation", &base64(&[0; 32])),
    ] {
        let altered = body_says(begin(), |s| {
            let body = s.signed();
            body.replace(&format!("<{name}>{}<", element(&body, name)), &format!("<{name}>{value}<"))
        });
        // Before the policy is looked at: an unauthenticated number decides nothing.
        assert_eq!(altered, Err(HandshakeError::Validation), "{name}");
    }
    // The request altered on the way: a server that signs the altered request is not believed.
    for (from, to) in
        [("A81001", "A81002"), (">2.1<", ">1.0<"), (APPLICATION, "00000000-0000-4000-8000-000000000002")]
    {
        let reply = client_says(begin(), |hello| {
            let altered = core::str::from_utf8(hello).unwrap().replace(from, to);
            let fields = body(altered.as_bytes())
                .split("<ClientValidation>")
                .next()
                .unwrap()
                .split_once('>')
                .unwrap()
                .1
                .to_owned();
            let validation = base64(&client_validation(&V_C, &fields));
            let hello = format!("<s:Body>{fields}<ClientValidation>{validation}</ClientValidation></s:Body>");
            envelope("", &ByHand::reply_to(hello.as_bytes()).signed())
        });
        assert_eq!(reply, Err(HandshakeError::Validation), "{from}");
    }
    // A key off the curve is found before the validation is.
    assert_eq!(
        body_says(begin(), |s| s.signed().replace(&base64(&public_key(&SERVER_SCALAR)), &base64(&OFF_CURVE))),
        Err(HandshakeError::PublicKey)
    );
    // Someone without `V_s`, and someone who sends the request back.
    let application = application::<OpenProfile>();
    let handshake: Handshake<'_, _> =
        Handshake::start(&application, begin(), &mut Seeded(1), time(0)).unwrap();
    let mut out = [0; 2048];
    let n = handshake.write(&mut out).unwrap();
    assert_eq!(
        handshake.read(&out[..n]).map(|_| ()),
        Err(HandshakeError::Envelope(EnvelopeError::BadHeader))
    );
}

// HS-13, HS-14, HS-15
#[test]
fn a_servers_policy_is_the_clients_to_refuse() {
    let relationship = relationship();
    let patient = || SessionOptions::negotiated(ods(), Version::V2_1).for_patient(&relationship);
    let asks = |begin: SessionOptions<'_>, iterations: &str| {
        body_says(begin, |s| s.say("Iterations", iterations).signed())
    };
    for good in ["1000", "100000"] {
        assert_eq!(asks(patient(), good), Ok(()));
    }
    for (bad, asked) in [("1", 1), ("999", 999), ("100001", 100_001)] {
        assert_eq!(asks(patient(), bad), Err(HandshakeError::Iterations { asked, policy: 1000..=100_000 }));
    }
    let own = || patient().with_iteration_policy(2..=3);
    assert_eq!(asks(own(), "2"), Ok(()));
    assert_eq!(asks(own(), "3"), Ok(()));
    assert_eq!(asks(own(), "1"), Err(HandshakeError::Iterations { asked: 1, policy: 2..=3 }));
    assert_eq!(asks(own(), "4"), Err(HandshakeError::Iterations { asked: 4, policy: 2..=3 }));
    // An application session has one, whatever the policy.
    let application = SessionOptions::negotiated(ods(), Version::V2_1).with_iteration_policy(1..=9);
    assert_eq!(asks(application.clone(), "1"), Ok(()));
    assert_eq!(asks(application, "2"), Err(HandshakeError::Iterations { asked: 2, policy: 1..=1 }));

    let runs = |begin: SessionOptions<'_>, version: &str| {
        body_says(begin, |s| s.say("PracticeVersion", version).signed())
    };
    let highest = |v| SessionOptions::negotiated(ods(), v);
    let named = |v| SessionOptions::pinned(ods(), v);
    // Below what the session would speak.
    assert_eq!(runs(highest(Version::V2_1), "2.0"), Err(HandshakeError::PracticeVersion(Version::V2_0)));
    assert_eq!(runs(named(Version::V2_1), "2.0"), Err(HandshakeError::PracticeVersion(Version::V2_0)));
    // Above it, and above it here too.
    let lowered = |asked, practice| Err(HandshakeError::VersionLowered { asked, practice });
    assert_eq!(runs(highest(Version::V2_0), "2.1"), lowered(Version::V2_0, Version::V2_1));
    assert_eq!(runs(highest(Version::V1_0), "1.1"), lowered(Version::V1_0, Version::V1_1));
    assert_eq!(runs(highest(Version::V1_0), "9.9"), lowered(Version::V1_0, Version::new(9, 9)));
    assert_eq!(runs(named(Version::V1_0), "2.1"), Ok(()));
    // Above it, and not here: this software's highest was asked for.
    assert_eq!(runs(highest(Version::V2_1), "9.9"), Ok(()));
    // Iterations are looked at first.
    let both = body_says(patient(), |s| s.say("Iterations", "1").say("PracticeVersion", "1.0").signed());
    assert!(matches!(both, Err(HandshakeError::Iterations { .. })));
    // A version that this software does not know cannot be asked for.
    let application = crate::common::application::<OpenProfile>();
    for version in [Version::new(1, 2), Version::new(3, 0), Version::new(0, 9)] {
        let error = Handshake::<_, OpenProfile>::start(&application, named(version), &mut Seeded(1), time(0));
        assert_eq!(error.map(|_| ()).unwrap_err(), StartError::UnknownVersion(version));
    }
}

#[test]
fn writing_begin_session_needs_exactly_its_length_and_may_be_done_again() {
    let application = application::<OpenProfile>();
    let relationship = relationship();
    let begin = SessionOptions::negotiated(ods(), Version::V2_1).for_patient(&relationship);
    let handshake: Handshake<'_, _> = Handshake::start(&application, begin, &mut Seeded(1), time(0)).unwrap();
    let mut out = [0; 2048];
    let needed = handshake.write(&mut out).unwrap();
    for length in [0, needed / 2, needed - 1] {
        assert_eq!(handshake.write(&mut vec![0; length]), Err(BufferTooSmall { needed }));
    }
    let mut again = vec![0; needed];
    assert_eq!(handshake.write(&mut again), Ok(needed));
    assert_eq!(again, out[..needed]);
}

#[test]
fn stretching_is_divisible() {
    let relationship = relationship();
    let application = application::<OpenProfile>();
    let sessions: Vec<_> = [0, 1, 7, 999, u32::MAX]
        .iter()
        .map(|budget| {
            let begin = SessionOptions::negotiated(ods(), Version::V2_1).for_patient(&relationship);
            let handshake: Handshake<'_, _> =
                Handshake::start(&application, begin, &mut Seeded(1), time(0)).unwrap();
            let mut out = [0; 2048];
            let n = handshake.write(&mut out).unwrap();
            let reply = envelope("", &ByHand::reply_to(&out[..n]).signed());
            let mut stretching = handshake.read(reply.as_bytes()).unwrap();
            assert_eq!(stretching.left(), 999);
            let mut steps = 0;
            while stretching.left() > 0 {
                let before = stretching.left();
                assert_eq!(stretching.step(*budget), before - (*budget).clamp(1, before));
                steps += 1;
            }
            assert_eq!(steps, 999u32.div_ceil((*budget).clamp(1, 999)));
            stretching.finish().next_relationship_key().unwrap().expose_str().to_owned()
        })
        .collect();
    assert!(sessions.iter().all(|key| *key == sessions[0]));
}
