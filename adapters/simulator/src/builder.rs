//! The options of a practice end.
//!
//! Every option has the protocol's default. What the protocol bounds is checked when the end is made, not when the
//! option is set.

use core::fmt;
use core::net::{IpAddr, Ipv4Addr, SocketAddr};
use core::ops::RangeInclusive;
use std::path::PathBuf;
use std::sync::Arc;
use std::{env, io};

use emis_core::profile::{OpenProfile, Profile as _};

use crate::applications::Application;
use crate::clock::{Clock, MovableClock, SystemClock};
use crate::server::{Bodies, Limits, Parts, Server};
use crate::simulator::{Listen, Simulator};
use crate::store::{Kept, Store, StoreError};
use crate::world::World;

/// Names the directory for Bodies: see [`Builder::bodies`].
const BODIES: &str = "EMIS_SIMULATOR_BODIES";

/// Options. See the module.
#[must_use]
pub struct Builder {
    seed: u64,
    clock: Arc<dyn Clock>,
    iterations: u32,
    limits: Limits,
    listen: SocketAddr,
    admin: Option<SocketAddr>,
    admin_open_to_network: bool,
    framed: Option<SocketAddr>,
    store: Option<PathBuf>,
    logs: bool,
    bodies: Option<PathBuf>,
}

impl Default for Builder {
    fn default() -> Self {
        Self {
            seed: 1,
            clock: Arc::new(SystemClock::new()),
            iterations: OpenProfile::DEFAULT_ITERATIONS,
            limits: Limits {
                unconfirmed: 1_000,
                confirmed: 10_000,
                idle_timeout_seconds: OpenProfile::DEFAULT_IDLE_TIMEOUT_SECONDS,
                first_call_seconds: OpenProfile::DEFAULT_FIRST_CALL_SECONDS,
            },
            listen: SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 0),
            admin: None,
            admin_open_to_network: false,
            framed: None,
            store: None,
            logs: false,
            bodies: env::var_os(BODIES).map(PathBuf::from),
        }
    }
}

impl Builder {
    /// The seed of people, keys and diary. Default 1.
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// The clock; a test keeps an `Arc` of a [`ManualClock`](crate::clock::ManualClock) and moves it.
    pub fn clock(mut self, clock: impl Clock + 'static) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// PBKDF2 iterations of a patient session, 1 to 10,000,000.
    pub fn iterations(mut self, iterations: u32) -> Self {
        self.iterations = iterations;
        self
    }

    /// How long a session may be idle, 1 to 86,400 seconds.
    pub fn idle_timeout_seconds(mut self, seconds: u32) -> Self {
        self.limits.idle_timeout_seconds = seconds;
        self
    }

    /// How long a session is kept without a valid call, 1 to 3600 seconds.
    pub fn first_call_seconds(mut self, seconds: u32) -> Self {
        self.limits.first_call_seconds = seconds;
        self
    }

    /// How many sessions without a valid call an application may have; at the bound its oldest goes.
    pub fn unconfirmed_sessions(mut self, bound: usize) -> Self {
        self.limits.unconfirmed = bound;
        self
    }

    /// How many confirmed sessions an application may have before BeginSession is answered TooManySessions.
    pub fn confirmed_sessions(mut self, bound: usize) -> Self {
        self.limits.confirmed = bound;
        self
    }

    /// Where to listen: a loopback address. Default 127.0.0.1 and any free port.
    pub fn listen(mut self, address: SocketAddr) -> Self {
        self.listen = address;
        self
    }

    /// Where to listen for the admin interface, over HTTP with JSON. Default nowhere. A loopback address, unless
    /// [`Builder::admin_open_to_network`] allows another. Port 0 is any free one.
    ///
    /// Any client that reaches it can do everything that [`Admin`](crate::Admin) can, and sees linkage keys.
    pub fn admin(mut self, address: SocketAddr) -> Self {
        self.admin = Some(address);
        self
    }

    /// Allows the admin interface on an address that other machines can reach: it has no password and no encryption.
    pub fn admin_open_to_network(mut self, open: bool) -> Self {
        self.admin_open_to_network = open;
        self
    }

    /// Where to listen for the byte-stream binding (protocol.md section 7) over TCP. Default nowhere. A loopback
    /// address; port 0 is any free one.
    ///
    /// There may be 64 connections. A message may take 30 seconds from its first byte to its last, and a connection may
    /// be idle for 30 minutes between two. Requests have up to 64 KiB, and replies up to 8 MiB: a client that reads
    /// documents needs that limit.
    pub fn framed(mut self, address: SocketAddr) -> Self {
        self.framed = Some(address);
        self
    }

    /// The file in which the world is stored, so that a restart or a kill loses nothing; it is created if it is not
    /// there. Without one the world ends with the process.
    ///
    /// A store belongs to one seed. The practices' time goes on from where it was: it never runs back, so a clock that
    /// starts at an earlier time is moved ahead. Sessions are not stored.
    pub fn store(mut self, path: impl Into<PathBuf>) -> Self {
        self.store = Some(path.into());
        self
    }

    /// Whether each fault is written to standard error, with its CorrelationId and without anything of the request.
    pub fn logs(mut self, logs: bool) -> Self {
        self.logs = logs;
        self
    }

    /// Keeps the Body of every reply, and of every request that is as the core's client writes it, as a file of its own
    /// in this directory, to be validated against the schema. The files hold everything that the messages do.
    ///
    /// Default: the directory that the environment variable `EMIS_SIMULATOR_BODIES` names, if any.
    pub fn bodies(mut self, directory: impl Into<PathBuf>) -> Self {
        self.bodies = Some(directory.into());
        self
    }

    /// Builds the practice end without a socket; it is reached by [`Server::handle`].
    ///
    /// # Errors
    /// [`StartError::OutOfBounds`]; [`StartError::Store`], if the store cannot be used; [`StartError::Io`] if the
    /// directory for Bodies cannot be created.
    pub fn server(self) -> Result<Server, StartError> {
        for (name, value, bounds) in [
            ("iterations", self.iterations, OpenProfile::ITERATIONS),
            ("idle timeout", self.limits.idle_timeout_seconds, OpenProfile::IDLE_TIMEOUT_SECONDS),
            ("first call seconds", self.limits.first_call_seconds, OpenProfile::FIRST_CALL_SECONDS),
        ] {
            if !bounds.contains(&value) {
                return Err(StartError::OutOfBounds { name, bounds });
            }
        }
        // A generated identifier is always a UUID.
        let applications = Application::all(self.seed).map_err(io::Error::other)?;
        let clock = MovableClock::new(self.clock);
        let (store, kept) = match &self.store {
            Some(path) => Store::open(path, self.seed).map(|(store, kept)| (Some(store), kept))?,
            None => (None, None),
        };
        let is_new = kept.is_none();
        let world = match kept {
            Some(Kept { world, moment }) => {
                clock.resume(moment.ahead, moment.latest);
                world
            }
            None => World::generate(self.seed, clock.now()),
        };
        let bodies = self.bodies.map(Bodies::new).transpose()?;
        let Self { iterations, limits, seed, logs, .. } = self;
        let server =
            Server::new(Parts { applications, clock, iterations, limits, seed, world, store, bodies, logs });
        if is_new {
            server.world().keep_all()?;
        }
        Ok(server)
    }

    /// Builds the practice end and listens for HTTP. It accepts connections when this returns.
    ///
    /// # Errors
    /// [`StartError`].
    pub fn start(self) -> Result<Simulator, StartError> {
        let listen = Listen { protocol: self.listen, admin: self.admin, framed: self.framed };
        // Without TLS, patient data would be readable on the network (protocol.md section 6, FR-3).
        let mut plain = [Some(listen.protocol), listen.framed].into_iter().flatten();
        if let Some(address) = plain.find(|address| !address.ip().is_loopback()) {
            return Err(StartError::NotLoopback(address));
        }
        if let Some(admin) = listen.admin.filter(|admin| !admin.ip().is_loopback())
            && !self.admin_open_to_network
        {
            return Err(StartError::AdminNotLoopback(admin));
        }
        Ok(Simulator::start(self.server()?, listen)?)
    }
}

impl fmt::Debug for Builder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder")
            .field("seed", &self.seed)
            .field("listen", &self.listen)
            .finish_non_exhaustive()
    }
}

/// A practice end could not be started.
#[derive(Debug)]
#[non_exhaustive]
pub enum StartError {
    /// The address is not the machine's own.
    NotLoopback(SocketAddr),
    /// The admin interface's address is not the machine's own, and no option allows that.
    AdminNotLoopback(SocketAddr),
    /// An option is out of the protocol's bounds.
    OutOfBounds {
        /// The option.
        name: &'static str,
        /// Its bounds.
        bounds: RangeInclusive<u32>,
    },
    /// Listening or starting a thread failed.
    Io(io::Error),
    /// The store cannot be used.
    Store(StoreError),
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotLoopback(address) => write!(
                f,
                "{address} is no loopback address: this server speaks without TLS, which would show patients' data to \
                 the network; listen on 127.0.0.1 or [::1] and put TLS in front of it"
            ),
            Self::AdminNotLoopback(address) => write!(
                f,
                "{address} is no loopback address: whoever reaches the admin interface may change everything and reads \
                 linkage keys; listen on 127.0.0.1 or [::1], or say that it may be open to the network"
            ),
            Self::OutOfBounds { name, bounds } => {
                write!(f, "{name} must be {} to {}", bounds.start(), bounds.end())
            }
            Self::Io(error) => write!(f, "the simulator could not start: {error}"),
            Self::Store(error) => error.fmt(f),
        }
    }
}

impl core::error::Error for StartError {}

impl From<StoreError> for StartError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<io::Error> for StartError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_are_the_protocols() {
        let Builder { iterations, limits, listen, logs, .. } = Builder::default();
        assert_eq!((iterations, limits.idle_timeout_seconds, limits.first_call_seconds), (10_000, 1200, 300));
        assert_eq!((limits.unconfirmed, limits.confirmed), (1_000, 10_000));
        assert!(listen.ip().is_loopback() && listen.port() == 0 && !logs);
    }

    #[test]
    fn options_out_of_bounds_are_named() {
        let refused = |builder: Builder| match builder.server() {
            Err(StartError::OutOfBounds { name, .. }) => name,
            _ => "",
        };
        assert_eq!(refused(Builder::default().iterations(0)), "iterations");
        assert_eq!(refused(Builder::default().idle_timeout_seconds(0)), "idle timeout");
        assert_eq!(refused(Builder::default().first_call_seconds(3601)), "first call seconds");
        let elsewhere = Builder::default().listen("192.0.2.1:80".parse().unwrap()).start();
        assert!(matches!(elsewhere, Err(StartError::NotLoopback(_))));
    }
}
