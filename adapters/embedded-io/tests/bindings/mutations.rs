//! Replies that were changed on the way: every bit flipped, and 10,000 random mutations. Each ends in a value or an error
//! within as many reads as there are bytes, and in a session only the bytes that were sent are taken for a reply.

use std::rc::Rc;

use emis_core::client::{Client, Parts};
use emis_core::handshake::SessionOptions;
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

/// GetClinicalVersionInformation with its reply spoilt so: whether it was read, and the bytes that were to come.
fn ask(server: &Server, ods_code: OdsCode, form: Form, spoil: &dyn Fn(&[u8]) -> Vec<u8>) -> (bool, usize) {
    let line = Practice::new(server, form, spoil);
    let count = Rc::clone(&line.count);
    let (mut buffer, mut request, mut reply) = ([0; 512], [0; 1024], [0; 2048]);
    let (application, random) = (application(server), Seeded(1));
    let read = if let Form::Framed = form {
        let transport = FramedTransport::new(line);
        let mut client =
            Client::new(application, transport, Parts::new(Still, random), &mut request, &mut reply);
        client.clinical_version_information(ods_code).is_ok()
    } else {
        let transport = HttpTransport::new(line, endpoint(), &mut buffer);
        let mut client =
            Client::new(application, transport, Parts::new(Still, random), &mut request, &mut reply);
        client.clinical_version_information(ods_code).is_ok()
    };
    let (bytes, reads) = count.get();
    assert!(reads <= bytes + 1, "{reads} reads of {bytes} bytes");
    (read, bytes)
}

const FORMS: [Form; 4] = [Form::Length, Form::Chunks(100), Form::Close, Form::Framed];

/// `cargo xtask sweep` alters more.
fn is_sweep() -> bool {
    std::env::var_os("EMIS_SWEEP").is_some()
}

/// Every bit in a sweep, else every third, which is some of each byte.
#[test]
fn sweep_of_flipped_bits() {
    let step = if is_sweep() { 1 } else { 3 };
    let server = builder().server().unwrap();
    let (ods_code, _) = practice(&server);
    for form in FORMS {
        let (read, bytes) = ask(&server, ods_code, form, &unspoilt);
        assert!(read);
        let mut refused = 0;
        for bit in (0..bytes * 8).step_by(step) {
            let flip = |bytes: &[u8]| {
                let mut all = bytes.to_vec();
                all[bit / 8] ^= 1 << (bit % 8);
                all
            };
            refused += usize::from(!ask(&server, ods_code, form, &flip).0);
        }
        // What is said outside a session is not authenticated; most flips make it malformed all the same.
        assert!(refused * step > bytes * 4, "{form:?}: {refused} of {} refused", bytes * 8 / step);
    }
}

#[test]
fn every_prefix() {
    let server = builder().server().unwrap();
    let (ods_code, _) = practice(&server);
    for form in FORMS {
        let (_, bytes) = ask(&server, ods_code, form, &unspoilt);
        for cut in 0..bytes {
            assert!(!ask(&server, ods_code, form, &|all| all[..cut].to_vec()).0, "{form:?} cut at {cut}");
        }
    }
}

#[test]
fn sweep_of_mutations() {
    let count = if is_sweep() { 10_000 } else { 2_500 };
    let server = builder().server().unwrap();
    let (ods_code, _) = practice(&server);
    for number in 0..count {
        let form = FORMS[number % FORMS.len()];
        let seed = u64::try_from(number).unwrap();
        ask(&server, ods_code, form, &|bytes| Seeded(seed).mutated(bytes));
    }
}

/// A session of the application, one call of it with its reply spoilt so, and whether that was read. If it was, it says
/// what was sent; if not, the session is in doubt.
fn call(server: &Server, ods_code: OdsCode, seed: usize, spoil: &dyn Fn(&[u8]) -> Vec<u8>) -> bool {
    let spoilt = core::cell::Cell::new(false);
    let spoil = |bytes: &[u8]| if spoilt.get() { spoil(bytes) } else { bytes.to_vec() };
    let (mut buffer, mut request, mut reply) = ([0; 512], [0; 1024], [0; 8192]);
    let line = Practice::new(server, Form::Length, &spoil);
    let count = Rc::clone(&line.count);
    let transport = HttpTransport::new(line, endpoint(), &mut buffer);
    // A nonce of a live session is not taken a second time.
    let random = Seeded(u64::try_from(seed).unwrap());
    let mut client =
        Client::new(application(server), transport, Parts::new(Still, random), &mut request, &mut reply);
    let mut session = client.begin_session(SessionOptions::pinned(ods_code, Version::V1_0)).unwrap();
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
    let (bytes, reads) = count.get();
    assert!(reads <= bytes + 1, "{reads} reads of {bytes} bytes");
    read
}

#[test]
fn in_a_session_only_what_was_sent_is_read() {
    let server = builder().server().unwrap();
    let (ods_code, _) = practice(&server);
    let length = core::cell::Cell::new(0);
    assert!(call(&server, ods_code, usize::MAX, &|bytes| {
        length.set(bytes.len());
        bytes.to_vec()
    }));
    let message = |bytes: &[u8]| bytes.windows(4).position(|four| four == b"<s:B").unwrap();
    for at in (0..length.get()).step_by(3) {
        let within = core::cell::Cell::new(false);
        let flip = |bytes: &[u8]| {
            within.set(
                at > message(bytes) + "<s:Body>".len() && at + "</s:Body></s:Envelope>".len() < bytes.len(),
            );
            let mut all = bytes.to_vec();
            all[at] ^= 1 << (at / 3 % 8);
            all
        };
        let read = call(&server, ods_code, at, &flip);
        assert!(!(read && within.get()), "a flip in the Body's byte {at} was read");
    }
    for seed in 0..300 {
        call(&server, ods_code, 1_000_000 + seed, &|bytes| {
            Seeded(u64::try_from(seed).unwrap()).mutated(bytes)
        });
    }
}
