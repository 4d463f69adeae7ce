//! Errors of a call over HTTP travel by `?` through the boxes that callers use, and say at the far end what became of it.

use core::error::Error as StdError;
use std::io;
use std::net::TcpListener;

use emis_core::client::{Client, ClientError};
use emis_core::crypto::Secret;
use emis_core::error::{ErrorCode, Outcome};
use emis_core::handshake::Application;
use emis_core::profile::SoftwareKeys;
use emis_core::types::{ApplicationId, OdsCode};
use emis_http::{Error, HttpTransport, IoError, Stage, TlsFault};
use emis_std::StdPlatform;

use crate::server::Server;

fn travels<T: StdError + Send + Sync + Clone + 'static>() {}

fn application() -> Application<SoftwareKeys> {
    let key = || Secret::new([7; 32]);
    Application {
        id: ApplicationId::parse("00000000-0000-4000-8000-000000000001").unwrap(),
        keys: SoftwareKeys::from_validation_keys(key(), key()),
    }
}

/// A caller's function: its buffers are gone when its error is looked at.
fn boxed(url: &str) -> Result<String, Box<dyn StdError + Send + Sync>> {
    let (mut request, mut reply) = ([0; 4096], [0; 4096]);
    let practice = HttpTransport::new(url)?;
    let mut client = Client::new(application(), practice, StdPlatform::new(), &mut request, &mut reply);
    let information = client.clinical_version_information(OdsCode::parse("A81001")?)?;
    Ok(information.schema_version.to_string())
}

/// The same with anyhow.
fn anyhow(url: &str) -> anyhow::Result<String> {
    let (mut request, mut reply) = ([0; 4096], [0; 4096]);
    let practice = HttpTransport::new(url)?;
    let mut client = Client::new(application(), practice, StdPlatform::new(), &mut request, &mut reply);
    let information = client.clinical_version_information(OdsCode::parse("A81001")?)?;
    Ok(information.schema_version.to_string())
}

/// An address at which nothing listens.
fn nowhere() -> String {
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    format!("http://{address}/emis")
}

fn checked(error: &ClientError<Error>, outcome: Outcome, code: ErrorCode) {
    assert_eq!((error.outcome(), error.code()), (outcome, code), "{error}");
}

#[test]
fn a_question_mark_carries_the_outcome_through_a_box_and_through_anyhow() {
    let refused = nowhere();
    let error = boxed(&refused).unwrap_err();
    let call = error.downcast_ref::<ClientError<Error>>().unwrap();
    checked(call, Outcome::NotSent, ErrorCode::NotSent);
    // The whole chain down to the operating system's own error.
    let http = call.source().unwrap().downcast_ref::<Error>().unwrap();
    assert_eq!(http.code(), ErrorCode::ConnectionFailed);
    let os = http.source().unwrap().downcast_ref::<io::Error>().unwrap();
    assert_eq!(os.kind(), io::ErrorKind::ConnectionRefused);

    let error = anyhow(&refused).unwrap_err();
    checked(error.downcast_ref::<ClientError<Error>>().unwrap(), Outcome::NotSent, ErrorCode::NotSent);
    assert_eq!(error.chain().count(), 3);
    let report = format!("{error:#}");
    assert_eq!(report.matches("the connection failed").count(), 1, "{report}");

    // The connection ends behind the request: what became of it cannot be known.
    let silent = Server::start(|peer, _| {
        peer.request();
    });
    let error = std::thread::scope(|scope| scope.spawn(|| boxed(&silent.url())).join().unwrap()).unwrap_err();
    checked(error.downcast_ref::<ClientError<Error>>().unwrap(), Outcome::Unknown, ErrorCode::NoReply);
    let error = anyhow(&silent.url()).unwrap_err();
    checked(error.downcast_ref::<ClientError<Error>>().unwrap(), Outcome::Unknown, ErrorCode::NoReply);

    let error = boxed("ftp://practice.example").unwrap_err();
    assert_eq!(error.downcast_ref::<Error>().map(Error::code), Some(ErrorCode::InvalidEndpoint));
    let error = anyhow("ftp://practice.example").unwrap_err();
    assert_eq!(error.downcast_ref::<Error>().map(Error::code), Some(ErrorCode::InvalidEndpoint));
}

#[test]
fn every_error_has_its_number_and_its_text() {
    travels::<Error>();
    travels::<IoError>();
    let errors = [
        (Error::BadUrl, 1),
        (Error::NotHttps, 2),
        (Error::BadProxy, 3),
        (Error::BadCertificate, 4),
        (Error::BadAction, 5),
        (Error::EmptyBuffer, 6),
        (Error::NameNotFound, 20),
        (Error::Connection(io::ErrorKind::BrokenPipe.into()), 21),
        (Error::Closed, 22),
        (Error::Tls(TlsFault::WrongName), 23),
        (Error::Proxy, 24),
        (Error::TimedOut(Stage::Total), 25),
        (Error::Status(404), 40),
        (Error::NotHttp, 41),
        (Error::ContentType, 42),
        (Error::Coded, 43),
        (Error::Unframed, 44),
        (Error::TooLong { limit: 7 }, 45),
        (Error::Unexpected, 60),
    ];
    for (error, number) in errors {
        assert_eq!(error.code().number(), number, "{error}");
        assert!(error.to_string().len() > 20, "{error}");
        let is_os = matches!(error, Error::Connection(_));
        assert_eq!(error.source().is_some(), is_os);
        assert_eq!(error.clone(), error);
    }
}
