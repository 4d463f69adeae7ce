//! The bindings, byte by byte over streams in memory that break anywhere, and over sockets to the simulator.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(clippy::format_collect, clippy::format_push_string)] // tables

mod awaited;
mod delivery;
mod drive;
mod errors;
mod framed;
mod heap;
mod idle;
mod journey;
mod mutations;
mod practice;
mod replies;
mod seeded;
mod sockets;
mod splits;
mod stream;
