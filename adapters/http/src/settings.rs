//! The settings of a transport, with defaults for a patient who waits at a screen.
//!
//! Easy to get wrong: a short keep-alive is the safe one. A connection that the practice end has just closed accepts a
//! request and gives no answer, and the outcome of that call is unknown.

use core::fmt;
use core::time::Duration;
use std::sync::Arc;

use ureq::unversioned::transport::{ConnectProxyConnector, Connector as _, RustlsConnector, TcpConnector};
use ureq::{Agent, Proxy, ProxyProtocol};

use crate::endpoint::{Endpoint, Names};
use crate::tls::{self, Identity, Roots};
use crate::watch::{Latching, Watch, Watching};
use crate::{Error, HttpTransport};

/// The longest wait: ureq adds timeouts to the clock, and would overflow.
const LONGEST: Duration = Duration::from_hours(24);
/// A reply's head is a few hundred bytes.
const HEAD_LIMIT: usize = 16 * 1024;
/// Room for a whole head, and for one TLS record.
const BUFFER: usize = 2 * HEAD_LIMIT;

/// Builds an [`HttpTransport`]; each setting names its default.
#[derive(Clone)]
pub struct Builder {
    connect: Duration,
    response: Duration,
    total: Duration,
    keep_alive: Duration,
    reply_limit: u64,
    roots: Roots,
    identity: Option<Identity>,
    proxy: Option<String>,
}

impl Default for Builder {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            response: Duration::from_secs(30),
            total: Duration::from_mins(1),
            keep_alive: Duration::from_secs(15),
            reply_limit: 8 * 1024 * 1024,
            roots: Roots::default(),
            identity: None,
            proxy: None,
        }
    }
}

impl Builder {
    /// The timeout for resolving the name, and again for connecting with the TLS handshake. Default 10 seconds; at most
    /// a day.
    #[must_use]
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect = timeout;
        self
    }

    /// The timeout between the request's last byte and the reply's head. Default 30 seconds; at most a day.
    #[must_use]
    pub fn response_timeout(mut self, timeout: Duration) -> Self {
        self.response = timeout;
        self
    }

    /// The timeout for the whole call, including the reply. Default 60 seconds; at most a day.
    #[must_use]
    pub fn total_timeout(mut self, timeout: Duration) -> Self {
        self.total = timeout;
        self
    }

    /// How long an idle connection is kept for the next call. Default 15 seconds; zero opens one for each call.
    #[must_use]
    pub fn keep_alive(mut self, idle: Duration) -> Self {
        self.keep_alive = idle;
        self
    }

    /// How many bytes a reply's message may have. Default 8 MiB, which holds the largest document of
    /// operations.md.
    #[must_use]
    pub fn reply_limit(mut self, bytes: u64) -> Self {
        self.reply_limit = bytes;
        self
    }

    /// Which certificate authorities are trusted. Default [`Roots::Web`].
    #[must_use]
    pub fn roots(mut self, roots: Roots) -> Self {
        self.roots = roots;
        self
    }

    /// The client certificate, sent if the server requests one: its chain and its key, each as PEM. Default none.
    ///
    /// The key stays in memory, not wiped, for as long as the transport lives. Under TLS 1.3 a practice end that
    /// requires a certificate and gets none refuses only after the request: that call is `Unknown`.
    #[must_use]
    pub fn client_certificate(mut self, chain_pem: &[u8], key_pem: &[u8]) -> Self {
        self.identity = Some(Identity { chain: chain_pem.to_vec(), key: key_pem.to_vec() });
        self
    }

    /// The `http` or `https` proxy to tunnel through, with its user name and password if it requires them. Default
    /// none; proxies named by the environment are ignored.
    #[must_use]
    pub fn proxy(mut self, url: &str) -> Self {
        self.proxy = Some(url.to_owned());
        self
    }

    /// Builds the transport. Nothing is resolved or connected yet.
    ///
    /// # Errors
    /// [`Error::BadUrl`], [`Error::NotHttps`], [`Error::BadProxy`] and [`Error::BadCertificate`] for settings that
    /// could never work.
    pub fn build(&self, url: &str) -> Result<HttpTransport, Error> {
        let endpoint = Endpoint::parse(url)?;
        let proxy = self.proxy.as_deref().map(read_proxy).transpose()?;
        if endpoint.plain && proxy.is_some() {
            // The proxy's loopback is not ours.
            return Err(Error::NotHttps);
        }
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .https_only(!endpoint.plain)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .proxy(proxy)
            .no_delay(true)
            .tls_config(tls::config(&self.roots, self.identity.as_ref())?)
            .user_agent("")
            .timeout_resolve(Some(self.connect.min(LONGEST)))
            .timeout_connect(Some(self.connect.min(LONGEST)))
            .timeout_recv_response(Some(self.response.min(LONGEST)))
            .timeout_global(Some(self.total.min(LONGEST)))
            .max_response_header_size(HEAD_LIMIT)
            .input_buffer_size(BUFFER)
            .output_buffer_size(BUFFER)
            .max_idle_connections(1)
            .max_idle_connections_per_host(1)
            .max_idle_age(self.keep_alive.min(LONGEST))
            .build();
        let watch = Arc::new(Watch::default());
        let connector = Watching {
            inner:
                ().chain(ConnectProxyConnector::default())
                    .chain(TcpConnector::default())
                    .chain(Latching)
                    .chain(RustlsConnector::default()),
            watch: Arc::clone(&watch),
        };
        let names = Names { loopback_only: endpoint.plain };
        let agent = Agent::with_parts(config, connector, names);
        Ok(HttpTransport::from_parts(agent, endpoint.uri, watch, self.reply_limit))
    }
}

/// ureq would take a SOCKS proxy here and panic at the first call.
fn read_proxy(url: &str) -> Result<Proxy, Error> {
    let proxy = Proxy::new(url).map_err(|_| Error::BadProxy)?;
    match proxy.protocol() {
        ProxyProtocol::Http | ProxyProtocol::Https => Ok(proxy),
        _ => Err(Error::BadProxy),
    }
}

impl fmt::Debug for Builder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder")
            .field("connect", &self.connect)
            .field("response", &self.response)
            .field("total", &self.total)
            .field("keep_alive", &self.keep_alive)
            .field("reply_limit", &self.reply_limit)
            .field("has_client_certificate", &self.identity.is_some())
            .field("has_proxy", &self.proxy.is_some())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_that_could_never_work_are_refused() {
        let refused = |builder: Builder, url| builder.build(url).err();
        let https = "https://practice.example/";
        assert_eq!(refused(Builder::default(), "http://practice.example/"), Some(Error::NotHttps));
        assert_eq!(
            refused(Builder::default().proxy("http://p:1"), "http://localhost/"),
            Some(Error::NotHttps)
        );
        for proxy in ["socks5://p:1", "socks4://p:1", "", "ftp://p"] {
            assert_eq!(refused(Builder::default().proxy(proxy), https), Some(Error::BadProxy), "{proxy}");
        }
        let no_roots = Builder::default().roots(Roots::Pem(vec![]));
        assert_eq!(refused(no_roots, https), Some(Error::BadCertificate));
    }

    #[test]
    fn settings_are_never_shown() {
        let builder =
            Builder::default().proxy("http://u:hunter2@p:1").client_certificate(b"chain", b"hunter2");
        assert!(!format!("{builder:?}").contains("hunter2"));
    }

    #[test]
    fn times_of_any_length_are_taken() {
        let longest = Builder::default()
            .connect_timeout(Duration::MAX)
            .response_timeout(Duration::MAX)
            .total_timeout(Duration::MAX)
            .keep_alive(Duration::MAX);
        assert!(longest.build("https://practice.example/").is_ok());
    }
}
