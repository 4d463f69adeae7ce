//! A practice end over TLS: it stands in front of the simulator, and takes one connection. Most of them are not the one
//! that the device has to believe, or end a reply in a way that it must not take for an end.
//!
//! Easy to get wrong: a device that refuses says nothing to its peer. What counts is that it has sent nothing of the
//! application, which is what [`Seen`] says, and that it says why.

mod certificates;
mod forged;

use core::fmt;
use std::io::{self, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::thread::{self, JoinHandle};

use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use rustls::version::{TLS12, TLS13};
use rustls::{ServerConfig, ServerConnection, StreamOwned, SupportedProtocolVersion};

use super::feed::message;
use crate::Done;
pub(super) use certificates::{Authority, NAME};
use certificates::{Shows, shown};
pub(super) use forged::Forged;

/// Who stands at the other end of the line.
#[derive(Clone, Copy)]
pub(super) enum Peer {
    /// The practice end, by rustls. It answers as the simulator does, or ends its first reply in a way of its own.
    Practice(Ends),
    /// Somebody else, by rustls: with a certificate by another root, or with one of these.
    Stranger,
    Shows(Shows),
    /// One that speaks TLS 1.2 alone.
    Old,
    /// Somebody who has no certificate's key and goes on without.
    Forged(Forged),
}

/// How the practice end lets a reply end.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Ends {
    /// As the simulator does: it says beforehand how long it is.
    Announced,
    /// With a close_notify.
    Closed,
    /// With a close_notify that is not encrypted: anybody between the two can write one.
    Unencrypted,
}

/// Those that a device has to refuse, and what it has to say.
pub(super) const REFUSED: [(&str, Peer, &str); 10] = {
    const NONE: &str = "refused: there was no handshake for want of a certificate for this name by this root";
    const KEY: &str = "refused: there was no handshake for want of a signature by the certificate's key";
    [
        ("another root's certificate", Peer::Stranger, NONE),
        ("a certificate for another name", Peer::Shows(Shows::OtherName), NONE),
        ("a certificate that has run out", Peer::Shows(Shows::Old), NONE),
        ("a certificate that is not good yet", Peer::Shows(Shows::Early), NONE),
        ("a certificate by one that is no authority's", Peer::Shows(Shows::Neighbour), NONE),
        ("a certificate whose key it does not have", Peer::Shows(Shows::OtherKey), KEY),
        ("TLS 1.2", Peer::Old, NONE),
        (
            "no certificate at all",
            Peer::Forged(Forged::NoCertificate),
            "refused: the handshake ended without a certificate for this name by this root",
        ),
        (
            "a certificate and no signature",
            Peer::Forged(Forged::NoSignature),
            "refused: the handshake ended without a signature by the certificate's key",
        ),
        ("an encrypted record of nothing", Peer::Forged(Forged::EmptyRecord), NONE),
    ]
};

/// What became of the connection.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// Whether the handshake came to its end.
    pub(super) established: bool,
    /// How many requests came, or what could have been some.
    pub(super) requests: usize,
    /// Whether the device said that it had no more.
    pub(super) closed: bool,
}

/// Listens for a device. Gives the port, and what became of it.
pub(super) fn listen(peer: Peer, root: &Authority, server: u16) -> Done<(u16, JoinHandle<io::Result<Seen>>)> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let port = listener.local_addr()?.port();
    let good = shown(Shows::Good, root)?;
    let thread = match peer {
        Peer::Practice(ends) => {
            let config = config(good, &TLS13)?;
            thread::spawn(move || answer(accept(&listener, config)?, ends, server))
        }
        Peer::Forged(forged) => {
            let certificate = good.end_entity_cert()?.to_vec();
            thread::spawn(move || forged::answer(listener.accept()?.0, forged, &certificate))
        }
        Peer::Stranger | Peer::Shows(_) | Peer::Old => {
            let (key, version) = match peer {
                Peer::Stranger => (shown(Shows::Good, &Authority::root()?)?, &TLS13),
                Peer::Shows(shows) => (shown(shows, root)?, &TLS13),
                _ => (good, &TLS12),
            };
            let config = config(key, version)?;
            thread::spawn(move || answer(accept(&listener, config)?, Ends::Announced, server))
        }
    };
    Ok((port, thread))
}

type Tls = StreamOwned<ServerConnection, TcpStream>;

fn accept(listener: &TcpListener, config: ServerConfig) -> io::Result<Tls> {
    let device = listener.accept()?.0;
    device.set_nodelay(true)?;
    let connection = ServerConnection::new(Arc::new(config)).map_err(io::Error::other)?;
    Ok(StreamOwned::new(connection, device))
}

fn config(key: CertifiedKey, version: &'static SupportedProtocolVersion) -> Done<ServerConfig> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ServerConfig::builder_with_provider(provider).with_protocol_versions(&[version])?;
    Ok(builder.with_no_client_auth().with_cert_resolver(Arc::new(Only(Arc::new(key)))))
}

/// Shows this certificate whatever is asked for, and whether the key is its own or not.
struct Only(Arc<CertifiedKey>);

impl ResolvesServerCert for Only {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(Arc::clone(&self.0))
    }
}

impl fmt::Debug for Only {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Only")
    }
}

/// Hands on what the device says, and what the simulator answers.
fn answer(mut device: Tls, ends: Ends, server: u16) -> io::Result<Seen> {
    let mut practice = TcpStream::connect(("127.0.0.1", server))?;
    practice.set_nodelay(true)?;
    let mut seen = Seen::default();
    loop {
        match message(&mut device) {
            Ok(Some(request)) => {
                seen.requests += 1;
                practice.write_all(&request)?;
                let reply = message(&mut practice)?.ok_or(io::ErrorKind::UnexpectedEof)?;
                say(&mut device, &reply, ends)?;
            }
            Ok(None) => {
                seen.closed = true;
                break;
            }
            // The device has gone, or what it says is not for this key: it is over.
            Err(_) => break,
        }
    }
    seen.established = !device.conn.is_handshaking();
    Ok(seen)
}

fn say(device: &mut Tls, reply: &[u8], ends: Ends) -> io::Result<()> {
    if ends == Ends::Announced {
        device.write_all(reply)?;
        return device.flush();
    }
    let head = reply.windows(4).position(|end| end == b"\r\n\r\n").ok_or(io::ErrorKind::InvalidData)?;
    for line in reply[..head].split_inclusive(|byte| *byte == b'\n') {
        if !line.to_ascii_lowercase().starts_with(b"content-length") {
            device.write_all(line)?;
        }
    }
    device.write_all(b"\r\nConnection: close")?;
    device.write_all(&reply[head..])?;
    device.flush()?;
    if ends == Ends::Closed {
        device.conn.send_close_notify();
        return device.flush();
    }
    device.sock.write_all(&[21, 3, 3, 0, 2, 1, 0])?;
    // Nothing more is said; the device goes when it likes, and need not say so.
    let _ = device.sock.read_to_end(&mut Vec::new());
    Ok(())
}
