//! Which URLs a transport may be made for, and to which addresses their names may resolve.
//!
//! Easy to get wrong: plain `http` is allowed only to this machine, so a URL that says `localhost` is not enough: the
//! address that the name resolves to must be a loopback address too.

use core::net::IpAddr;

use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

use crate::Error;

/// Where requests go: an `https` URL, or an `http` one to this machine (protocol.md section 6).
#[derive(Clone, Debug)]
pub(crate) struct Endpoint {
    pub(crate) uri: Uri,
    /// Plain `http`: only to a loopback address.
    pub(crate) plain: bool,
}

impl Endpoint {
    pub(crate) fn parse(url: &str) -> Result<Self, Error> {
        let uri: Uri = url.parse().map_err(|_| Error::BadUrl)?;
        let authority = uri.authority().ok_or(Error::BadUrl)?;
        // A name in the URL would end up in logs, and ureq would drop it silently.
        if authority.as_str().contains('@') || authority.host().is_empty() {
            return Err(Error::BadUrl);
        }
        let plain = match uri.scheme_str() {
            Some("https") => false,
            Some("http") if is_loopback(authority.host()) => true,
            Some("http") => return Err(Error::NotHttps),
            _ => return Err(Error::BadUrl),
        };
        Ok(Self { uri, plain })
    }
}

fn is_loopback(host: &str) -> bool {
    let bare = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(host);
    bare.eq_ignore_ascii_case("localhost") || bare.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

/// The operating system's resolver, limited to loopback addresses for a plain `http` endpoint.
#[derive(Debug)]
pub(crate) struct Names {
    pub(crate) loopback_only: bool,
}

impl Resolver for Names {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = match DefaultResolver::default().resolve(uri, config, timeout) {
            // The operating system's error for an unknown name has no `ErrorKind` of its own.
            Err(ureq::Error::Io(_)) => return Err(ureq::Error::HostNotFound),
            other => other?,
        };
        if !self.loopback_only {
            return Ok(found);
        }
        let mut kept = self.empty();
        for address in found.iter().filter(|address| address.ip().is_loopback()) {
            kept.push(*address);
        }
        if kept.is_empty() { Err(ureq::Error::HostNotFound) } else { Ok(kept) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn https_anywhere() {
        for url in ["https://practice.example/emis", "https://10.1.2.3:8443/", "https://[2001:db8::1]/x?y"] {
            assert!(Endpoint::parse(url).is_ok_and(|e| !e.plain), "{url}");
        }
    }

    #[test]
    fn plain_http_on_this_machine_only() {
        for url in ["http://localhost:80/", "http://LOCALHOST/", "http://127.9.9.9/", "http://[::1]:1/"] {
            assert!(Endpoint::parse(url).is_ok_and(|e| e.plain), "{url}");
        }
        for url in [
            "http://practice.example/",
            "http://192.168.0.1/",
            "http://0.0.0.0/",
            "http://127.0.0.1.example/",
            "http://localhost.example/",
            "http://[::2]/",
            "http://2130706433/",
        ] {
            assert_eq!(Endpoint::parse(url).err(), Some(Error::NotHttps), "{url}");
        }
    }

    #[test]
    fn no_other_url() {
        for url in [
            "",
            "practice.example",
            "/emis",
            "ftp://practice.example/",
            "https:///emis",
            "https://user:secret@practice.example/",
            "http://user@localhost/",
            "https://practice example/",
        ] {
            assert_eq!(Endpoint::parse(url).err(), Some(Error::BadUrl), "{url}");
        }
    }
}
