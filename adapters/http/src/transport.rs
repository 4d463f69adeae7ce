//! One request out, one reply back.
//!
//! The one thing that a reader would get wrong: [`HttpTransport::send`] is the only place where `NotSent` is said,
//! and it goes by the flag that the connection itself raised, never by the error. See the module `watch`.

use core::fmt;
use std::sync::Arc;

use emis_core::transport::{Action, DeliveryError, Transport};
use ureq::Agent;
use ureq::http::header::{ACCEPT, ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_TYPE};
use ureq::http::{HeaderValue, Uri};

use crate::watch::Watch;
use crate::{Builder, Error, HttpReply, head};

/// A way to one endpoint over HTTPS (protocol.md section 6), one call at a time.
///
/// A call blocks its thread. At most one connection is kept for the next call; nothing is ever sent twice, no
/// redirect is followed, and no proxy is used unless [`Builder::proxy`] names one.
pub struct HttpTransport {
    agent: Agent,
    uri: Uri,
    watch: Arc<Watch>,
    reply_limit: u64,
}

impl HttpTransport {
    /// A transport to `url` with every setting at its default.
    ///
    /// # Errors
    /// [`Error::BadUrl`] or [`Error::NotHttps`]: an `https` URL is wanted, or an `http` one whose host is
    /// `localhost` or a loopback address.
    pub fn new(url: &str) -> Result<Self, Error> {
        Self::builder().build(url)
    }

    /// The settings, at their defaults.
    #[must_use]
    pub fn builder() -> Builder {
        Builder::default()
    }

    pub(crate) fn from_parts(agent: Agent, uri: Uri, watch: Arc<Watch>, reply_limit: u64) -> Self {
        Self { agent, uri, watch, reply_limit }
    }

    fn exchange(&self, action: Action, request: &[u8]) -> Result<HttpReply<'_>, Error> {
        let response = self
            .agent
            .post(self.uri.clone())
            .header(CONTENT_TYPE, content_type(action)?)
            .header(ACCEPT, HeaderValue::from_static("application/soap+xml"))
            .header(ACCEPT_ENCODING, HeaderValue::from_static("identity"))
            .header(CACHE_CONTROL, HeaderValue::from_static("no-store"))
            .send(request)?;
        let (parts, body) = response.into_parts();
        head::check(&parts)?;
        HttpReply::new(body, &self.watch, self.reply_limit)
    }
}

impl Transport for HttpTransport {
    type Error = Error;
    type Reply<'t> = HttpReply<'t>;

    fn send<'t>(
        &'t mut self,
        action: Action,
        request: &[u8],
    ) -> Result<Self::Reply<'t>, DeliveryError<Self::Error>> {
        self.watch.reset();
        // `&mut self` keeps a second call away from the flag while this one runs.
        match self.exchange(action, request) {
            Ok(reply) => Ok(reply),
            // SH-14
            Err(error) if self.watch.handed_over() => Err(DeliveryError::Unknown(error)),
            Err(error) => Err(DeliveryError::NotSent(error)),
        }
    }
}

/// The action goes into a quoted string, which it must not end early.
fn content_type(action: Action) -> Result<HeaderValue, Error> {
    let action = action.to_string();
    if !action.bytes().all(|octet| octet.is_ascii_graphic() && octet != b'"' && octet != b'\\') {
        return Err(Error::BadAction);
    }
    HeaderValue::try_from(format!("application/soap+xml; charset=utf-8; action=\"{action}\""))
        .map_err(|_| Error::BadAction)
}

impl fmt::Debug for HttpTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpTransport").field("host", &self.uri.host()).finish_non_exhaustive()
    }
}
