//! What can go wrong between a request and the whole of its reply, said so that whoever reads it knows whose
//! fault it was and what to do.
//!
//! No error holds anything that the peer sent but a status number, and none holds the URL: an error may be shown
//! and logged as it is. Whether the call may be tried again is said by the `DeliveryError` around it, not here.

use core::fmt;
use std::io;

/// Why a message or its reply did not get through (protocol.md sections 4 and 6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// The endpoint is no absolute `https` URL, or has a user name or password in it.
    BadUrl,
    /// The endpoint is plain `http` to something other than this machine, or through a proxy.
    NotHttps,
    /// The proxy is no `http` or `https` URL.
    BadProxy,
    /// The PEM of the trusted roots or of the client certificate is not readable, or the key is not the
    /// certificate's.
    BadCertificate,
    /// The action has characters that cannot stand in a quoted header parameter.
    BadAction,
    /// A read into no room at all: its `Ok(0)` would have looked like the end of the message.
    EmptyBuffer,
    /// No address is known for the endpoint's host, or none on this machine for a plain `http` one.
    NameNotFound,
    /// The connection could not be opened, or broke, as the operating system puts it.
    Connection(io::ErrorKind),
    /// The peer ended the connection before its reply was whole.
    Closed,
    /// TLS failed.
    Tls(TlsFault),
    /// The proxy did not open the way to the endpoint.
    Proxy,
    /// A time-out passed.
    TimedOut(Stage),
    /// A status other than 200, 400 and 500, a redirect among them.
    Status(u16),
    /// The reply is no HTTP/1.1, or its head is too long.
    NotHttp,
    /// The reply's content type is not `application/soap+xml` in UTF-8.
    ContentType,
    /// The reply is compressed or coded in another way, though no coding was accepted.
    Coded,
    /// Neither a Content-Length nor chunks alone say where the reply ends, so that its end could not be known.
    Unframed,
    /// The reply is longer than the limit, which is in octets.
    TooLong {
        /// The limit that was passed, in octets.
        limit: u64,
    },
    /// The HTTP library did something that this crate does not know.
    Unexpected,
}

/// Which of the three time-outs passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Stage {
    /// Finding the name, or connecting, a proxy and the TLS handshake included.
    Connect,
    /// From the last octet of the request to the end of the reply's head.
    Response,
    /// The whole call, from its beginning to the last octet of the reply.
    Total,
}

/// What was wrong in TLS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TlsFault {
    /// The certificate's chain ends in no trusted root.
    UnknownIssuer,
    /// The certificate is for another name.
    WrongName,
    /// The certificate is not valid at this machine's time.
    WrongTime,
    /// The certificate was revoked.
    Revoked,
    /// The certificate is wrong in another way.
    BadCertificate,
    /// Both sides have no version or cipher in common: TLS 1.2 is the least.
    Incompatible,
    /// The peer refused us with an alert; a client certificate that it wanted and did not get ends so.
    Refused,
    /// What answered does not speak TLS.
    NotTls,
    /// Anything else.
    Other,
}

impl Error {
    /// A number that never changes its meaning: below 20 a caller's mistake, below 40 the way, above it the reply.
    #[must_use]
    pub const fn code(&self) -> u16 {
        match self {
            Self::BadUrl => 1,
            Self::NotHttps => 2,
            Self::BadProxy => 3,
            Self::BadCertificate => 4,
            Self::BadAction => 5,
            Self::EmptyBuffer => 6,
            Self::NameNotFound => 20,
            Self::Connection(_) => 21,
            Self::Closed => 22,
            Self::Tls(_) => 23,
            Self::Proxy => 24,
            Self::TimedOut(_) => 25,
            Self::Status(_) => 40,
            Self::NotHttp => 41,
            Self::ContentType => 42,
            Self::Coded => 43,
            Self::Unframed => 44,
            Self::TooLong { .. } => 45,
            Self::Unexpected => 60,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::BadUrl => "the endpoint is no https URL without a user name: correct the setting",
            Self::NotHttps => "plain http is for this machine only and for no proxy: use an https endpoint",
            Self::BadProxy => "the proxy is no http or https URL: correct the setting",
            Self::BadCertificate => {
                "the roots, the client certificate or its key cannot be used: check the PEM files"
            }
            Self::BadAction => "the action cannot be written into a header: a mistake in the calling code",
            Self::EmptyBuffer => "a read into an empty buffer: a mistake in the calling code",
            Self::NameNotFound => "the endpoint's host has no address: check its name and this machine's DNS",
            Self::Connection(kind) => {
                return write!(f, "the connection failed ({kind}): check the network, then the practice end");
            }
            Self::Closed => "the practice end closed the connection before its reply was whole",
            Self::Tls(fault) => return write!(f, "TLS failed: {fault}"),
            Self::Proxy => "the proxy did not open the way: check its address and what it allows",
            Self::TimedOut(stage) => return write!(f, "{stage} took longer than its time-out"),
            Self::Status(status) => {
                return write!(
                    f,
                    "the practice end answered with status {status}: check the endpoint's path"
                );
            }
            Self::NotHttp => "what answered does not speak HTTP/1.1: check the endpoint",
            Self::ContentType => "the reply is not application/soap+xml in UTF-8: check the endpoint",
            Self::Coded => {
                "the reply is compressed, which was not asked for: something on the way changes it"
            }
            Self::Unframed => {
                "the reply does not say where it ends: the practice end, or something on the way, is at fault"
            }
            Self::TooLong { limit } => {
                return write!(
                    f,
                    "the reply is longer than {limit} octets: raise the limit if that can be right"
                );
            }
            Self::Unexpected => "the HTTP library failed in an unknown way: report this with its number",
        })
    }
}

impl core::error::Error for Error {}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Connect => "connecting to the practice end",
            Self::Response => "the practice end's answer",
            Self::Total => "the whole call",
        })
    }
}

impl fmt::Display for TlsFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::UnknownIssuer => {
                "the certificate comes from no trusted root: check the roots and the endpoint"
            }
            Self::WrongName => "the certificate is for another name: check the endpoint",
            Self::WrongTime => {
                "the certificate is not valid now: check this machine's clock, then the practice end"
            }
            Self::Revoked => "the certificate was revoked: tell the practice end",
            Self::BadCertificate => "the certificate cannot be used: tell the practice end",
            Self::Incompatible => {
                "no TLS version or cipher in common: the practice end needs TLS 1.2 or later"
            }
            Self::Refused => "the practice end refused: check the client certificate",
            Self::NotTls => "what answered does not speak TLS: check the endpoint's port",
            Self::Other => "report this with its number",
        })
    }
}

impl From<ureq::Error> for Error {
    fn from(e: ureq::Error) -> Self {
        match e {
            ureq::Error::Timeout(timeout) => Self::TimedOut(match timeout {
                ureq::Timeout::Resolve | ureq::Timeout::Connect => Stage::Connect,
                ureq::Timeout::RecvResponse => Stage::Response,
                _ => Stage::Total,
            }),
            ureq::Error::HostNotFound => Self::NameNotFound,
            ureq::Error::Io(e) => from_io(&e),
            ureq::Error::Rustls(e) => Self::Tls(TlsFault::from(&e)),
            ureq::Error::Tls(_) | ureq::Error::TlsRequired => Self::Tls(TlsFault::Other),
            ureq::Error::ConnectProxyFailed(_) => Self::Proxy,
            ureq::Error::ConnectionFailed => Self::Connection(io::ErrorKind::Other),
            ureq::Error::Protocol(_) | ureq::Error::LargeResponseHeader(..) => Self::NotHttp,
            ureq::Error::BodyStalled => Self::Closed,
            ureq::Error::BadUri(_) | ureq::Error::RequireHttpsOnly(_) => Self::BadUrl,
            ureq::Error::Http(_) => Self::BadAction,
            _ => Self::Unexpected,
        }
    }
}

/// rustls hands its errors through the connector inside `io::Error`.
fn from_io(e: &io::Error) -> Error {
    if let Some(tls) = e.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>()) {
        return Error::Tls(TlsFault::from(tls));
    }
    match e.kind() {
        io::ErrorKind::UnexpectedEof => Error::Closed,
        kind => Error::Connection(kind),
    }
}

impl From<&rustls::Error> for TlsFault {
    fn from(e: &rustls::Error) -> Self {
        use rustls::CertificateError as Bad;
        match e {
            rustls::Error::InvalidCertificate(bad) => match bad {
                Bad::UnknownIssuer => Self::UnknownIssuer,
                Bad::NotValidForName | Bad::NotValidForNameContext { .. } => Self::WrongName,
                Bad::Expired
                | Bad::ExpiredContext { .. }
                | Bad::NotValidYet
                | Bad::NotValidYetContext { .. } => Self::WrongTime,
                Bad::Revoked => Self::Revoked,
                _ => Self::BadCertificate,
            },
            rustls::Error::AlertReceived(_) => Self::Refused,
            rustls::Error::PeerIncompatible(_) => Self::Incompatible,
            rustls::Error::InvalidMessage(_) | rustls::Error::InappropriateMessage { .. } => Self::NotTls,
            _ => Self::Other,
        }
    }
}
