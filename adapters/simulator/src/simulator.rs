//! The practice end behind a socket, on a thread of its own.
//!
//! One thread serves the connections; the work on a message (key agreement, key stretching, the world) is done on
//! threads of a bounded pool, so that a slow handshake does not delay other calls.

use core::net::SocketAddr;
use core::time::Duration;
use std::io;
use std::sync::Arc;
use std::thread::{self, JoinHandle};

use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::AbortHandle;

use crate::admin::{self, Admin};
use crate::builder::Builder;
use crate::description;
use crate::framed::Connections;
use crate::http;
use crate::server::{HeldWorld, Reply, Server};

/// How many messages are processed at once.
const WORKERS: usize = 32;
/// How long connections may take to finish when the simulator stops.
const GRACE: Duration = Duration::from_secs(2);

/// Where to listen.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Listen {
    pub(crate) protocol: SocketAddr,
    pub(crate) admin: Option<SocketAddr>,
    pub(crate) framed: Option<SocketAddr>,
}

/// The server of the byte-stream binding.
#[derive(Debug)]
struct Framed {
    address: SocketAddr,
    connections: Arc<Connections>,
    accepting: AbortHandle,
}

/// Listens, inside the runtime, and returns the address.
fn bind(address: SocketAddr) -> io::Result<(TcpListener, SocketAddr)> {
    let listener = std::net::TcpListener::bind(address)?;
    listener.set_nonblocking(true)?;
    let address = listener.local_addr()?;
    Ok((TcpListener::from_std(listener)?, address))
}

/// A running practice end. It stops when dropped.
#[derive(Debug)]
pub struct Simulator {
    server: Arc<Server>,
    endpoint: String,
    admin_endpoint: Option<String>,
    framed: Option<Framed>,
    stop: Vec<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Simulator {
    /// Options, to start one with.
    pub fn builder() -> Builder {
        Builder::default()
    }

    pub(crate) fn start(server: Server, listen: Listen) -> io::Result<Self> {
        let server = Arc::new(server);
        // Derived now, so that the first handshake takes no longer than the others.
        for application in server.applications() {
            let _ = application.keys();
        }
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .max_blocking_threads(WORKERS)
            .build()?;
        let inside = runtime.enter();
        let (mut stop, mut serving) = (Vec::new(), Vec::new());
        let mut serve = |listener, router| {
            let (sender, stopped) = oneshot::channel();
            stop.push(sender);
            serving.push(runtime.spawn(http::serve(listener, router, stopped, GRACE)));
        };
        let (listener, address) = bind(listen.protocol)?;
        let endpoint = format!("http://{address}{}", http::PATH);
        serve(listener, http::router(Arc::clone(&server), &endpoint));
        let admin_endpoint = match listen.admin {
            Some(address) => {
                let (listener, address) = bind(address)?;
                serve(listener, admin::router(Arc::clone(&server)));
                Some(format!("http://{address}"))
            }
            None => None,
        };
        let framed = match listen.framed {
            Some(address) => {
                let (listener, address) = bind(address)?;
                let connections = Arc::<Connections>::default();
                let accept = Arc::clone(&connections).accept(listener, Arc::clone(&server));
                let accepting = runtime.spawn(accept).abort_handle();
                Some(Framed { address, connections, accepting })
            }
            None => None,
        };
        drop(inside);
        let thread = thread::Builder::new().name("emis-simulator".to_owned()).spawn(move || {
            runtime.block_on(async {
                for serving in serving {
                    let _ = serving.await;
                }
            });
            runtime.shutdown_timeout(GRACE);
        })?;
        Ok(Self { server, endpoint, admin_endpoint, framed, stop, thread: Some(thread) })
    }

    /// Where it answers: `http://127.0.0.1:PORT/patient-services`.
    #[must_use]
    pub fn endpoint(&self) -> &str {
        &self.endpoint
    }

    /// Where its admin interface answers, if it is on: `http://127.0.0.1:PORT`.
    #[must_use]
    pub fn admin_endpoint(&self) -> Option<&str> {
        self.admin_endpoint.as_deref()
    }

    /// Where it listens for the byte-stream binding, if that is on.
    #[must_use]
    pub fn framed_address(&self) -> Option<SocketAddr> {
        self.framed.as_ref().map(|framed| framed.address)
    }

    /// The admin interface, whether or not it is on over HTTP.
    #[must_use]
    pub fn admin(&self) -> Admin<'_> {
        self.server.admin()
    }

    /// What a client needs to use it, as one line of JSON.
    #[must_use]
    pub fn description(&self) -> String {
        let framed = self.framed_address().map(|address| address.to_string());
        description::line(&self.endpoint, self.admin_endpoint(), framed.as_deref(), &self.server)
    }

    /// The practice end itself.
    #[must_use]
    pub fn server(&self) -> &Server {
        &self.server
    }

    /// Answers one message without HTTP.
    #[must_use]
    pub fn handle(&self, message: &[u8]) -> Reply {
        self.server.handle(message)
    }

    /// The world, under its lock: no call is carried out while it is held. Changes are stored, if there is a store,
    /// when it is dropped.
    pub fn world(&self) -> HeldWorld<'_> {
        self.server.world()
    }

    /// Stops: calls in progress are finished, for two seconds at most.
    pub fn stop(mut self) {
        self.end();
    }

    fn end(&mut self) {
        for stop in self.stop.drain(..) {
            let _ = stop.send(());
        }
        if let Some(framed) = self.framed.take() {
            framed.accepting.abort();
            framed.connections.end(GRACE);
        }
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        self.end();
    }
}
