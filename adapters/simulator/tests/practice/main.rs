//! The practice end from outside: what a client sees, honest or not.

#![allow(clippy::unwrap_used, clippy::panic, unreachable_pub, reason = "a test's helpers")]

mod admin;
mod admin_http;
mod capabilities;
mod chain;
mod checks;
#[allow(dead_code, reason = "shared with the tests of the catalogue")]
mod common;
mod framed;
mod handshake;
mod http;
mod journey;
mod lifetimes;
mod messaging;
mod pages;
mod prescribing;
mod program;
mod races;
mod record;
mod registering;
mod replacing;
mod reset;
mod stored;
mod streaming;
mod versions;
