//! Every error of the bindings travels, and has the number that other transports give it.

use core::error::Error as StdError;

use embedded_io::ErrorKind;
use emis_core::client::ClientError;
use emis_core::transport::DeliveryError;
use emis_embedded_io::Error;

fn travels<T: StdError + Send + Sync + Clone + 'static>() {}

#[test]
fn every_error_has_its_number_and_its_text() {
    travels::<Error>();
    travels::<DeliveryError<Error>>();
    travels::<ClientError<Error>>();
    let errors = [
        (Error::BadEndpoint, 1),
        (Error::BadAction, 5),
        (Error::EmptyBuffer, 6),
        (Error::OwnHead, 7),
        (Error::OwnLength { limit: 7 }, 8),
        (Error::OutOfTurn, 9),
        (Error::Ended, 10),
        (Error::Connection(ErrorKind::BrokenPipe), 21),
        (Error::Closed, 22),
        (Error::TimedOut, 25),
        (Error::Connect(ErrorKind::ConnectionRefused), 26),
        (Error::Status(404), 40),
        (Error::NotHttp, 41),
        (Error::ContentType, 42),
        (Error::Coded, 43),
        (Error::Unframed, 44),
        (Error::TooLong { limit: 7 }, 45),
        (Error::HeadTooLong, 46),
        (Error::PeerLength { limit: 7 }, 47),
    ];
    for (error, number) in errors {
        assert_eq!(error.code().number(), number, "{error}");
        assert!(error.to_string().len() > 20, "{error}");
        let call = ClientError::NoReply(error);
        assert_eq!(call.source().and_then(<dyn StdError>::downcast_ref), Some(&error));
        assert!(!call.to_string().contains(&error.to_string()));
    }
}
