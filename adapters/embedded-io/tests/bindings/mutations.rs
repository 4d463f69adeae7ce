//! Replies that were changed on the way: every bit flipped, and 10,000 random mutations. Each ends in a value or an error
//! within as many reads as there are octets, and in a session only the octets that were sent are taken for a reply.

use std::rc::Rc;

use emis_core::client::Client;
use emis_core::handshake::Begin;
use emis_core::messages::practice::GetPracticeSettings;
use emis_core::profile::Version;
use emis_core::session::SessionState;
use emis_core::types::OdsCode;
use emis_embedded_io::framed::FramedTransport;
use emis_embedded_io::http::HttpTransport;
use emis_simulator::Server;

use crate::practice::{Form, Practice, Still, application, builder, practice, unspoilt};
use crate::seeded::Seeded;
use crate::stream::endpoint;

/// GetClinicalVersionInformation with its reply spoilt so: whether it was read, and the octets that were to come.
fn ask(server: &Server, ods_code: OdsCode, form: Form, spoil: &dyn Fn(&[u8]) -> Vec<u8>) -> (bool, usize) {
    let line = Practice::new(server, form, spoil);
    let count = Rc::clone(&line.count);
    let (mut buffer, mut request, mut reply) = ([0; 512], [0; 1024], [0; 2048]);
    let (application, random) = (application(server), Seeded(1));
    let read = if let Form::Framed = form {
        let transport = FramedTransport::new(line);
        let mut client = Client::new(application, transport, Still, random, &mut request, &mut reply);
        client.version_information(ods_code).is_ok()
    } else {
        let transport = HttpTransport::new(line, endpoint(), &mut buffer);
        let mut client = Client::new(application, transport, Still, random, &mut request, &mut reply);
        client.version_information(ods_code).is_ok()
    };
    let (octets, reads) = count.get();
    assert!(reads <= octets + 1, "{reads} reads of {octets} octets");
    (read, octets)
}

const FORMS: [Form; 4] = [Form::Length, Form::Chunks(100), Form::Close, Form::Framed];

#[test]
fn every_bit_flipped() {
    let server = builder().server().unwrap();
    let (ods_code, _) = practice(&server);
    for form in FORMS {
        let (read, octets) = ask(&server, ods_code, form, &unspoilt);
        assert!(read);
        let mut refused = 0;
        for bit in 0..octets * 8 {
            let flip = |octets: &[u8]| {
                let mut all = octets.to_vec();
                all[bit / 8] ^= 1 << (bit % 8);
                all
            };
            refused += usize::from(!ask(&server, ods_code, form, &flip).0);
        }
        // What is said outside a session is not authenticated; most flips make it malformed all the same.
        assert!(refused > octets * 4, "{form:?}: {refused} of {} refused", octets * 8);
    }
}

#[test]
fn every_prefix() {
    let server = builder().server().unwrap();
    let (ods_code, _) = practice(&server);
    for form in FORMS {
        let (_, octets) = ask(&server, ods_code, form, &unspoilt);
        for cut in 0..octets {
            assert!(!ask(&server, ods_code, form, &|all| all[..cut].to_vec()).0, "{form:?} cut at {cut}");
        }
    }
}

#[test]
fn ten_thousand_mutations() {
    let server = builder().server().unwrap();
    let (ods_code, _) = practice(&server);
    for number in 0..10_000 {
        let form = FORMS[number % FORMS.len()];
        let seed = u64::try_from(number).unwrap();
        ask(&server, ods_code, form, &|octets| Seeded(seed).mutated(octets));
    }
}

/// A session of the application, one call of it with its reply spoilt so, and whether that was read. If it was, it says
/// what was sent; if not, the session is in doubt.
fn call(server: &Server, ods_code: OdsCode, seed: usize, spoil: &dyn Fn(&[u8]) -> Vec<u8>) -> bool {
    let spoilt = core::cell::Cell::new(false);
    let spoil = |octets: &[u8]| if spoilt.get() { spoil(octets) } else { octets.to_vec() };
    let (mut buffer, mut request, mut reply) = ([0; 512], [0; 1024], [0; 8192]);
    let line = Practice::new(server, Form::Length, &spoil);
    let count = Rc::clone(&line.count);
    let transport = HttpTransport::new(line, endpoint(), &mut buffer);
    // A nonce of a live session is not taken a second time.
    let random = Seeded(u64::try_from(seed).unwrap());
    let mut client = Client::new(application(server), transport, Still, random, &mut request, &mut reply);
    let mut session = client.begin(Begin::at_version(ods_code, Version::V1_0)).unwrap();
    spoilt.set(true);
    count.set((0, 0));
    let read = match client.call(&mut session, &GetPracticeSettings { ods_code }) {
        Ok(settings) => {
            assert!(settings.messages.welcome.is_some());
            true
        }
        Err(_) => false,
    };
    assert_eq!(session.state(), if read { SessionState::Live } else { SessionState::InDoubt });
    let (octets, reads) = count.get();
    assert!(reads <= octets + 1, "{reads} reads of {octets} octets");
    read
}

#[test]
fn in_a_session_only_what_was_sent_is_read() {
    let server = builder().server().unwrap();
    let (ods_code, _) = practice(&server);
    let length = core::cell::Cell::new(0);
    assert!(call(&server, ods_code, usize::MAX, &|octets| {
        length.set(octets.len());
        octets.to_vec()
    }));
    let message = |octets: &[u8]| octets.windows(4).position(|four| four == b"<s:B").unwrap();
    for at in (0..length.get()).step_by(3) {
        let within = core::cell::Cell::new(false);
        let flip = |octets: &[u8]| {
            within.set(
                at > message(octets) + "<s:Body>".len() && at + "</s:Body></s:Envelope>".len() < octets.len(),
            );
            let mut all = octets.to_vec();
            all[at] ^= 1 << (at / 3 % 8);
            all
        };
        let read = call(&server, ods_code, at, &flip);
        assert!(!(read && within.get()), "a flip in the Body's octet {at} was read");
    }
    for seed in 0..300 {
        call(&server, ods_code, 1_000_000 + seed, &|octets| {
            Seeded(u64::try_from(seed).unwrap()).mutated(octets)
        });
    }
}
