//! TLS: handshakes that fail are `NotSent`, whatever bytes they took.

use core::time::Duration;
use std::io::{Read as _, Write as _};
use std::sync::{Arc, Mutex};

use emis_http::{Builder, Error, HttpTransport, Roots, Stage, TlsFault};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig, ServerConnection, StreamOwned, SupportedProtocolVersion};

use crate::server::{Outcome, REQUEST, Server, call, quick, read_request, reply};

/// A self-signed certificate and its key, as PEM.
struct Made {
    chain: String,
    key: String,
}

fn made(name: &str) -> Made {
    let made = rcgen::generate_simple_self_signed(vec![name.to_owned()]).unwrap();
    Made { chain: made.cert.pem(), key: made.signing_key.serialize_pem() }
}

impl Made {
    fn der(&self) -> CertificateDer<'static> {
        CertificateDer::from_pem_slice(self.chain.as_bytes()).unwrap()
    }

    fn roots(&self) -> Roots {
        Roots::Pem(self.chain.clone().into_bytes())
    }
}

/// A practice end that answers over TLS, with the bodies that it read.
struct Practice {
    server: Server,
    read: Arc<Mutex<Vec<Vec<u8>>>>,
}

impl Practice {
    fn start(own: &Made, client: Option<&Made>, versions: &[&'static SupportedProtocolVersion]) -> Self {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let builder = ServerConfig::builder_with_provider(Arc::clone(&provider))
            .with_protocol_versions(versions)
            .unwrap();
        let builder = match client {
            None => builder.with_no_client_auth(),
            Some(client) => {
                let mut roots = RootCertStore::empty();
                roots.add(client.der()).unwrap();
                let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider);
                builder.with_client_cert_verifier(verifier.build().unwrap())
            }
        };
        let key = PrivateKeyDer::from_pem_slice(own.key.as_bytes()).unwrap();
        let config = Arc::new(builder.with_single_cert(vec![own.der()], key).unwrap());
        let read = Arc::<Mutex<Vec<_>>>::default();
        let all = Arc::clone(&read);
        let server = Server::start(move |peer, _| {
            let connection = ServerConnection::new(Arc::clone(&config)).unwrap();
            let mut tls = StreamOwned::new(connection, peer.stream.try_clone().unwrap());
            while let Some(request) = read_request(&mut tls) {
                all.lock().unwrap().push(request);
                let _ = tls.write_all(reply("200 OK", "<ok/>").as_bytes());
                let _ = tls.flush();
            }
        });
        Self { server, read }
    }

    fn call(&self, builder: &Builder) -> Outcome {
        call(&mut self.client(builder))
    }

    fn client(&self, builder: &Builder) -> HttpTransport {
        builder.build(&format!("https://localhost:{}/", self.server.address.port())).unwrap()
    }

    fn requests(&self) -> usize {
        self.read.lock().unwrap().len()
    }
}

fn whole() -> Outcome {
    Outcome::Whole(b"<ok/>".to_vec())
}

#[test]
fn a_trusted_practice_is_spoken_to_and_its_connection_kept() {
    let own = made("localhost");
    for version in [&rustls::version::TLS12, &rustls::version::TLS13] {
        let practice = Practice::start(&own, None, &[version]);
        let mut client = practice.client(&quick().roots(own.roots()));
        for _ in 0..3 {
            assert_eq!(call(&mut client), whole());
        }
        assert!(practice.read.lock().unwrap()[0].ends_with(REQUEST));
        assert_eq!((practice.server.seen.connections(), practice.requests()), (1, 3));
    }
}

// HTTP-8, HTTP-9
#[test]
fn an_untrusted_certificate() {
    let practice = Practice::start(&made("localhost"), None, rustls::ALL_VERSIONS);
    for roots in [Roots::Web, made("localhost").roots()] {
        let outcome = practice.call(&quick().roots(roots));
        // The signature distinguishes another authority's certificate of the same name.
        assert!(
            matches!(
                outcome,
                Outcome::NotSent(Error::Tls(TlsFault::UnknownIssuer | TlsFault::BadCertificate))
            ),
            "{outcome:?}"
        );
    }
    assert_eq!(practice.requests(), 0);
}

// HTTP-8
#[test]
fn a_certificate_for_another_name() {
    let own = made("other.example");
    let practice = Practice::start(&own, None, rustls::ALL_VERSIONS);
    let outcome = practice.call(&quick().roots(own.roots()));
    assert_eq!(outcome, Outcome::NotSent(Error::Tls(TlsFault::WrongName)));
    assert_eq!(practice.requests(), 0);
}

#[test]
fn a_server_without_tls() {
    let heard = Arc::<Mutex<Vec<u8>>>::default();
    let all = Arc::clone(&heard);
    let server = Server::start(move |peer, _| {
        let mut some = [0; 4096];
        let n = peer.stream.read(&mut some).unwrap_or(0);
        all.lock().unwrap().extend_from_slice(&some[..n]);
        peer.say(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
    });
    let mut client = quick().build(&format!("https://{}/", server.address)).unwrap();
    assert_eq!(call(&mut client), Outcome::NotSent(Error::Tls(TlsFault::NotTls)));
    let heard = heard.lock().unwrap();
    assert!(!heard.is_empty(), "the handshake had begun");
    assert!(!heard.windows(REQUEST.len()).any(|w| w == REQUEST));
}

#[test]
fn a_server_that_hangs_up_in_the_handshake() {
    let server = Server::start(|peer, _| {
        let _ = peer.stream.read(&mut [0; 4096]);
    });
    let mut client = quick().build(&format!("https://{}/", server.address)).unwrap();
    let outcome = call(&mut client);
    assert!(matches!(outcome, Outcome::NotSent(Error::Closed | Error::Connection(_))), "{outcome:?}");
}

#[test]
fn a_server_that_says_nothing_in_the_handshake() {
    let server = Server::start(|peer, _| {
        let mut some = [0; 4096];
        while peer.stream.read(&mut some).is_ok_and(|n| n > 0) {}
    });
    let quick = quick().connect_timeout(Duration::from_millis(150));
    let mut client = quick.build(&format!("https://{}/", server.address)).unwrap();
    assert_eq!(call(&mut client), Outcome::NotSent(Error::TimedOut(Stage::Connect)));
}

#[test]
fn a_client_certificate_is_shown() {
    let (own, device) = (made("localhost"), made("device"));
    let with = quick().roots(own.roots()).client_certificate(device.chain.as_bytes(), device.key.as_bytes());
    for version in [&rustls::version::TLS12, &rustls::version::TLS13] {
        let practice = Practice::start(&own, Some(&device), &[version]);
        assert_eq!(practice.call(&with), whole());
    }
}

/// Under TLS 1.3 the client is done before the server has looked at its certificate, and the request is on its way.
#[test]
fn a_client_certificate_that_is_missing() {
    let (own, device) = (made("localhost"), made("device"));
    let without = quick().roots(own.roots());
    let practice = Practice::start(&own, Some(&device), &[&rustls::version::TLS12]);
    // The server's alert may be overtaken by the reset of its connection.
    let outcome = practice.call(&without);
    assert!(matches!(outcome, Outcome::NotSent(_)), "{outcome:?}");
    let practice = Practice::start(&own, Some(&device), &[&rustls::version::TLS13]);
    let outcome = practice.call(&without);
    assert!(matches!(outcome, Outcome::Unknown(_)), "{outcome:?}");
    assert_eq!(practice.requests(), 0);
}

#[test]
fn a_connection_cut_within_tls_is_no_end() {
    // No close_notify: the bytes just stop, after a whole head and half a message.
    let own = made("localhost");
    let key = PrivateKeyDer::from_pem_slice(own.key.as_bytes()).unwrap();
    let config = Arc::new(
        ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![own.der()], key)
            .unwrap(),
    );
    let server = Server::start(move |peer, _| {
        let connection = ServerConnection::new(Arc::clone(&config)).unwrap();
        let mut tls = StreamOwned::new(connection, peer.stream.try_clone().unwrap());
        read_request(&mut tls);
        let whole = reply("200 OK", "<message/>");
        let _ = tls.write_all(&whole.as_bytes()[..whole.len() - 5]);
        let _ = tls.flush();
    });
    let url = format!("https://localhost:{}/", server.address.port());
    let mut client = quick().roots(own.roots()).build(&url).unwrap();
    assert_eq!(call(&mut client), Outcome::Cut(b"<mess".to_vec(), Error::Closed));
}
