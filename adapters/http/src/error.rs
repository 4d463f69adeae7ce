//! What can go wrong between a request and the end of its reply: each error says whose fault it was and what to do.
//!
//! Of what the peer sent, an error holds a status number at most, and never the URL: it may be shown and logged as it
//! is. An error of the operating system is kept as the source; those of ureq and rustls are not, because their texts
//! contain names and addresses. The `DeliveryError` around the error says whether the call may be retried.

use core::fmt;
use std::io;

use emis_core::error::ErrorCode;

use crate::IoError;

/// Why a message or its reply did not get through (protocol.md sections 4 and 6).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// The endpoint is not an absolute `https` URL, or has a user name or password in it.
    BadUrl,
    /// The endpoint is plain `http` to something other than this machine, or through a proxy.
    NotHttps,
    /// The proxy is not an `http` or `https` URL.
    BadProxy,
    /// The PEM of the trusted roots or of the client certificate cannot be read, or the key does not belong to the
    /// certificate.
    BadCertificate,
    /// The action has characters that are not allowed in a quoted header parameter.
    BadAction,
    /// A read into an empty buffer: its `Ok(0)` would look like the end of the message.
    EmptyBuffer,
    /// No address is known for the endpoint's host, or none on this machine for a plain `http` one.
    NameNotFound,
    /// The connection could not be opened, or broke: the operating system's error.
    Connection(IoError),
    /// The peer closed the connection before the end of its reply.
    Closed,
    /// TLS failed.
    Tls(TlsFault),
    /// The proxy did not connect to the endpoint.
    Proxy,
    /// A timeout passed.
    TimedOut(Stage),
    /// A status other than 200, 400 and 500, a redirect among them.
    Status(u16),
    /// The reply is not HTTP/1.1, or its head is too long.
    NotHttp,
    /// The reply's content type is not `application/soap+xml` in UTF-8.
    ContentType,
    /// The reply is compressed or encoded in another way, although the request accepts no coding.
    Coded,
    /// The reply has neither a Content-Length nor chunks alone, so its end cannot be known.
    Unframed,
    /// The reply is longer than the limit, which is in bytes.
    TooLong {
        /// The limit that was passed, in bytes.
        limit: u64,
    },
    /// The HTTP library failed in a way that this crate does not know.
    Unexpected,
}

/// Which of the three timeouts passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Stage {
    /// Resolving the name, or connecting, including the proxy and the TLS handshake.
    Connect,
    /// From the last byte of the request to the end of the reply's head.
    Response,
    /// The whole call, up to the last byte of the reply.
    Total,
}

/// What was wrong in TLS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TlsFault {
    /// The certificate's chain does not end in a trusted root.
    UnknownIssuer,
    /// The certificate is for another name.
    WrongName,
    /// The certificate is not valid at this machine's time.
    WrongTime,
    /// The certificate was revoked.
    Revoked,
    /// The certificate is invalid in another way.
    BadCertificate,
    /// There is no common version or cipher: TLS 1.2 is the minimum.
    Incompatible,
    /// The peer refused with an alert, for example because it requires a client certificate.
    Refused,
    /// What answered does not speak TLS.
    NotTls,
    /// Anything else.
    Other,
}

impl Error {
    /// The error's stable number and what to do about it.
    #[must_use]
    pub const fn code(&self) -> ErrorCode {
        match self {
            Self::BadUrl => ErrorCode::InvalidEndpoint,
            Self::NotHttps => ErrorCode::PlainHttpRefused,
            Self::BadProxy => ErrorCode::InvalidProxy,
            Self::BadCertificate => ErrorCode::InvalidCertificateFile,
            Self::BadAction => ErrorCode::InvalidAction,
            Self::EmptyBuffer => ErrorCode::EmptyBuffer,
            Self::NameNotFound => ErrorCode::NameNotFound,
            Self::Connection(_) => ErrorCode::ConnectionFailed,
            Self::Closed => ErrorCode::ConnectionClosed,
            Self::Tls(_) => ErrorCode::TlsFailed,
            Self::Proxy => ErrorCode::ProxyRefused,
            Self::TimedOut(_) => ErrorCode::TimedOut,
            Self::Status(_) => ErrorCode::HttpStatus,
            Self::NotHttp => ErrorCode::NotHttp,
            Self::ContentType => ErrorCode::ContentType,
            Self::Coded => ErrorCode::ContentCoding,
            Self::Unframed => ErrorCode::ReplyUnframed,
            Self::TooLong { .. } => ErrorCode::ReplyAboveLimit,
            Self::Unexpected => ErrorCode::HttpLibrary,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::BadUrl => "the endpoint is not an https URL without a user name: correct the setting",
            Self::NotHttps => {
                "plain http is for this machine only, and not through a proxy: use an https endpoint"
            }
            Self::BadProxy => "the proxy is not an http or https URL: correct the setting",
            Self::BadCertificate => {
                "the roots, the client certificate or its key cannot be used: check the PEM files"
            }
            Self::BadAction => "the action cannot be written into a header: correct the calling code",
            Self::EmptyBuffer => "a read into an empty buffer: correct the calling code",
            Self::NameNotFound => "the endpoint's host has no address: check its name and this machine's DNS",
            Self::Connection(_) => "the connection failed: check the network, then the practice end",
            Self::Closed => "the practice end closed the connection before the end of its reply",
            Self::Tls(fault) => return write!(f, "TLS failed: {fault}"),
            Self::Proxy => "the proxy did not open the connection: check its address and what it allows",
            Self::TimedOut(stage) => return write!(f, "{stage} took longer than its timeout"),
            Self::Status(status) => {
                return write!(
                    f,
                    "the practice end answered with status {status}: check the endpoint's path"
                );
            }
            Self::NotHttp => "what answered does not speak HTTP/1.1: check the endpoint",
            Self::ContentType => "the reply is not application/soap+xml in UTF-8: check the endpoint",
            Self::Coded => {
                "the reply is compressed, which was not requested: find what changes replies on their way"
            }
            Self::Unframed => {
                "the reply does not say where it ends: the practice end, or something on the way, is at fault"
            }
            Self::TooLong { limit } => {
                return write!(
                    f,
                    "the reply is longer than {limit} bytes: raise the limit if that can be right"
                );
            }
            Self::Unexpected => "the HTTP library failed in an unknown way: report this with its number",
        })
    }
}

impl core::error::Error for Error {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::Connection(error) => Some(error.as_source()),
            _ => None,
        }
    }
}

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
                "the certificate does not come from a trusted root: check the roots and the endpoint"
            }
            Self::WrongName => "the certificate is for another name: check the endpoint",
            Self::WrongTime => {
                "the certificate is not valid now: check this machine's clock, then the practice end"
            }
            Self::Revoked => "the certificate was revoked: report it to the practice end",
            Self::BadCertificate => "the certificate cannot be used: report it to the practice end",
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
            ureq::Error::Io(e) => from_io(e),
            ureq::Error::Rustls(e) => Self::Tls(TlsFault::from(&e)),
            ureq::Error::Tls(_) | ureq::Error::TlsRequired => Self::Tls(TlsFault::Other),
            ureq::Error::ConnectProxyFailed(_) => Self::Proxy,
            ureq::Error::ConnectionFailed => Self::Connection(io::ErrorKind::Other.into()),
            ureq::Error::Protocol(_) | ureq::Error::LargeResponseHeader(..) => Self::NotHttp,
            ureq::Error::BodyStalled => Self::Closed,
            ureq::Error::BadUri(_) | ureq::Error::RequireHttpsOnly(_) => Self::BadUrl,
            ureq::Error::Http(_) => Self::BadAction,
            _ => Self::Unexpected,
        }
    }
}

/// rustls hands its errors through the connector inside `io::Error`.
fn from_io(e: io::Error) -> Error {
    if let Some(tls) = e.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>()) {
        return Error::Tls(TlsFault::from(tls));
    }
    match e.kind() {
        io::ErrorKind::UnexpectedEof => Error::Closed,
        _ => Error::Connection(e.into()),
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
