//! One request out, one reply back.
//!
//! Easy to get wrong: [`HttpTransport::send`] is the only place that returns `NotSent`, and it decides by the flag that
//! the connection itself sets, never by the error. See the module `watch`.

use core::fmt;
use std::sync::Arc;

use emis_core::transport::{Action, DeliveryError, Transport};
use ureq::Agent;
use ureq::http::header::{ACCEPT, ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_TYPE};
use ureq::http::{HeaderValue, Uri};

use crate::watch::Watch;
use crate::{Builder, Error, HttpReply, head};

/// A transport to one endpoint over HTTPS (protocol.md section 6), one call at a time.
///
/// A call blocks its thread. At most one connection is kept for the next call. Nothing is ever sent twice, redirects
/// are not followed, and a proxy is used only if [`Builder::proxy`] names it.
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
    /// [`Error::BadUrl`] or [`Error::NotHttps`]: the URL has to be `https`, or `http` with the host `localhost` or a
    /// loopback address.
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
        // `&mut self` prevents a second call from using the flag meanwhile.
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
    if !action.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'"' && byte != b'\\') {
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
