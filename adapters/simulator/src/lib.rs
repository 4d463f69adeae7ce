//! The practice end of the patient-services protocol, for tests and demonstrations.
//!
//! ```
//! use emis_simulator::Simulator;
//!
//! let simulator = Simulator::builder().seed(7).iterations(1000).start()?;
//! println!("{}", simulator.endpoint());
//! let reply = simulator.handle(b"no message at all");
//! assert_eq!(reply.status, 400);
//! simulator.stop();
//! # Ok::<(), emis_simulator::StartError>(())
//! ```
//!
//! - [`Simulator`] listens for plain HTTP on loopback, on a thread of its own; [`Server`] is the same without a socket,
//!   for tests and fuzzing in one thread;
//! - [`world`] has the practices and all their rules, and knows no protocol;
//! - [`clock`] is the clock of both, and a test can move it;
//! - [`Admin`] is what the practice's staff does, and what a test needs beside that;
//! - [`Builder::store`] keeps the world in a file, so that a restart or a kill loses nothing that was answered;
//! - [`Builder::framed`] listens for the byte-stream binding too.
//!
//! # The admin interface
//!
//! [`Simulator::admin`] has it as methods. Over HTTP it is off by default, listens on loopback unless an option says
//! otherwise, and has no password: any client that reaches it can change everything and read linkage keys. It never
//! shows a relationship's key, but a snapshot holds them all.
//!
//! ```sh
//! emis-simulator --admin 127.0.0.1:7070     # the line then has "admin":"http://127.0.0.1:7070"
//! A=http://127.0.0.1:7070
//!
//! curl $A/                                               # all paths
//! curl $A/practices                                      # odsCode, name, schemaVersion, live, …
//! curl $A/practices/D99004/patients                      # with accounts, linkage keys and relationships
//! curl -X POST $A/practices/D99004/patients/44/verify    # a restricted account becomes full
//! curl -X POST $A/practices/D99004/patients/44/expire    # all sessions of the patient expire
//!
//! curl $A/practices/D99004/requests                      # newest first
//! R=$A/practices/D99004/requests/0f6e…
//! curl -X POST $R/forward                                # for signing: all courses that are not yet forwarded
//! curl $R/issue -d '{"courseIds":["5d0c…"]}'             # one course; without a body all undecided ones
//! curl -X POST $R/reject
//!
//! curl $A/clock
//! curl $A/clock -d '{"seconds":3600}'                    # only forwards
//! curl $A/clock -d '{"to":"2026-11-24T09:00:00"}'        # when UK clocks next show that
//!
//! curl $A/sessions
//! curl -X POST $A/sessions/9a41…/expire                  # its next call is answered SessionExpired
//!
//! curl $A/snapshot > before.json
//! curl -T before.json $A/snapshot                        # the world and its time as they were
//! curl -X POST $A/reset                                  # the world again from its seed, the clock not moved
//! ```
//!
//! An error is answered with `{"error":"AlreadyDecided","message":"…"}`: 400 for a wrong body, 404 for what does not
//! exist, 405 for another method, 409 for what cannot be done in the present state. Requests of web pages, which have
//! an Origin header, are refused with 403.
//!
//! - A request's courses move on by themselves: forwarded at the next ten in the morning, decided at four in the
//!   afternoon of the day after. Decisions by hand are final; a course that is forwarded by hand is still decided at
//!   its time.
//! - Moving the clock does not end sessions; those that have expired by it are found at their next call.
//! - **A reset and a restore end every session**: what their clients know of the world is no longer valid. A snapshot
//!   has no sessions. It has the relationships, so a client of the snapshot's time can begin sessions as before.
//! - A snapshot is for a simulator of the same seed, whose applications have the same keys, and of the same version.
//!
//! # The store
//!
//! `--store FILE` creates the file if it is not there. What a call changes is stored, and synchronised, before the call
//! is answered: bookings, requests, messages, relationships with their keys, provisional ones too, failed attempts, and
//! how the clock was moved. Sessions are not stored. Their next call is answered SessionNotFound, so their clients
//! begin sessions that replace them and read back; no call of the earlier process can take effect after that.
//!
//! A store belongs to one seed, and one simulator uses it at a time. Its first day stays, and so do the diary's
//! numbers; time never runs back: `--now` says where a new store begins, or where an old one goes on if that is later.
//! If the file cannot be written any more, the call is answered InternalError and all later ones Unavailable, until a
//! restart reads it.
//!
//! Its keys come from a seed and its patients are made up: it is no place for real ones.
#![forbid(unsafe_code)]

mod admin;
mod applications;
mod builder;
pub mod clock;
mod description;
mod framed;
mod http;
mod server;
mod simulator;
mod store;
pub mod world;

pub use admin::{Admin, AdminError, LATEST};
pub use applications::Application;
pub use builder::{Builder, StartError};
pub use server::{HeldWorld, REQUEST_LIMIT, Reply, Server, SessionInfo, Trouble};
pub use simulator::Simulator;
pub use store::StoreError;
