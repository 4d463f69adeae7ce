//! Every error of the crate travels, and has its number and its text.
#![allow(clippy::unwrap_used)]

use core::error::Error;
use std::io::{self, ErrorKind};

use emis_core::error::ErrorCode;
use emis_core::transport::{Action, DeliveryError, Transport as _};
use emis_std::IoError;
use emis_std::credentials::{Credentials, CredentialsError, Invalid, Problem};
use emis_std::framed::{FramedError, FramedTransport};

fn travels<T: Error + Send + Sync + Clone + 'static>() {}

#[test]
fn every_type_travels() {
    travels::<CredentialsError>();
    travels::<FramedError>();
    travels::<Invalid>();
    travels::<IoError>();
    travels::<DeliveryError<FramedError>>();
}

#[test]
fn framed_errors_have_the_numbers_that_other_transports_have() {
    let errors = [
        (FramedError::EmptyBuffer, 6),
        (FramedError::OwnLength { limit: 7 }, 8),
        (FramedError::OutOfTurn, 9),
        (FramedError::Ended, 10),
        (FramedError::Io(ErrorKind::BrokenPipe.into()), 21),
        (FramedError::Closed, 22),
        (FramedError::TimedOut, 25),
        (FramedError::PeerLength { limit: 7 }, 47),
    ];
    for (error, number) in errors {
        assert_eq!(error.code().number(), number, "{error}");
        assert!(error.to_string().len() > 15);
        assert_eq!(error.source().is_some(), matches!(error, FramedError::Io(_)));
    }
}

/// A stream that breaks in a way of its own.
struct Breaks;

impl io::Read for Breaks {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Err(io::Error::other("the cable is out"))
    }
}

impl io::Write for Breaks {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn call() -> Result<(), Box<dyn Error + Send + Sync>> {
    let mut transport = FramedTransport::new(Breaks);
    transport.send(Action { namespace: "urn:emis-ps:1", operation: "GetUserOptions" }, b"request")?;
    Ok(())
}

#[test]
fn what_the_stream_said_is_at_the_chains_end() {
    let error = call().unwrap_err();
    let delivery = error.downcast_ref::<DeliveryError<FramedError>>().unwrap();
    assert_eq!(delivery.code(), ErrorCode::NoReply);
    assert_eq!(delivery.outcome(), emis_core::error::Outcome::Unknown);
    let framed = delivery.source().unwrap();
    assert_eq!(framed.downcast_ref::<FramedError>().unwrap().code(), ErrorCode::ConnectionFailed);
    assert_eq!(framed.source().unwrap().to_string(), "the cable is out");
    assert!(!framed.to_string().contains("cable"), "a chain repeats nothing");
}

#[test]
fn a_file_that_cannot_be_read_says_what_the_system_said() {
    let directory = std::env::temp_dir().join(format!("emis-std-errors-{}", std::process::id()));
    let missing = Credentials::load(directory.join("missing")).unwrap_err();
    assert_eq!(missing.code(), ErrorCode::CredentialsUnreadable);
    let source = missing.source().unwrap().downcast_ref::<io::Error>().unwrap();
    assert_eq!(source.kind(), ErrorKind::NotFound);
    assert!(matches!(missing.problem(), Problem::Unreadable(error) if error.kind() == ErrorKind::NotFound));
    assert!(!missing.to_string().contains(&source.to_string()), "a chain repeats nothing");
}
