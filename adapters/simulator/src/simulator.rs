//! The practice end behind a socket, on a thread of its own.
//!
//! One thread serves the connections; the work on a message (key agreement, key stretching, the world) is done on
//! threads of a bounded pool, so that a slow handshake keeps nobody else waiting.

use core::net::SocketAddr;
use core::time::Duration;
use std::io;
use std::net::TcpListener;
use std::sync::Arc;
use std::thread::{self, JoinHandle};

use tokio::sync::oneshot;

use crate::builder::Builder;
use crate::description;
use crate::http;
use crate::server::{HeldWorld, Reply, Server};

/// How many messages are worked on at once.
const WORKERS: usize = 32;
/// How long connections have to come to their end when the simulator stops.
const GRACE: Duration = Duration::from_secs(2);

/// A running practice end. It stops when dropped.
#[derive(Debug)]
pub struct Simulator {
    server: Arc<Server>,
    endpoint: String,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Simulator {
    /// Options, to start one with.
    pub fn builder() -> Builder {
        Builder::default()
    }

    pub(crate) fn start(server: Server, listen: SocketAddr) -> io::Result<Self> {
        let server = Arc::new(server);
        // The first handshake takes no longer than the others.
        for application in server.applications() {
            let _ = application.keys();
        }
        let listener = TcpListener::bind(listen)?;
        listener.set_nonblocking(true)?;
        let endpoint = format!("http://{}{}", listener.local_addr()?, http::PATH);
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .max_blocking_threads(WORKERS)
            .build()?;
        let (stop, stopped) = oneshot::channel();
        let shared = Arc::clone(&server);
        let listener = {
            let _inside = runtime.enter();
            tokio::net::TcpListener::from_std(listener)?
        };
        let thread = thread::Builder::new().name("emis-simulator".to_owned()).spawn(move || {
            runtime.block_on(http::serve(listener, shared, stopped, GRACE));
            runtime.shutdown_timeout(GRACE);
        })?;
        Ok(Self { server, endpoint, stop: Some(stop), thread: Some(thread) })
    }

    /// Where it answers: `http://127.0.0.1:PORT/patient-services`.
    #[must_use]
    pub fn endpoint(&self) -> &str {
        &self.endpoint
    }

    /// What a client has to know of it, as one line of JSON.
    #[must_use]
    pub fn description(&self) -> String {
        description::line(&self.endpoint, &self.server)
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

    /// The world, under its lock: no call is carried out while it is held. What is changed is in the store, if there
    /// is one, as soon as it is dropped.
    pub fn world(&self) -> HeldWorld<'_> {
        self.server.world()
    }

    /// Stops: calls in progress are finished, for two seconds at most.
    pub fn stop(mut self) {
        self.end();
    }

    fn end(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
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
