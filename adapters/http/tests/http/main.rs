//! The transport against small servers that misbehave in one way each. No server here retries, pools or knows
//! HTTP: each writes bytes that the test spells out, and counts what it was sent.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests are tests too")]

mod delivery;
mod errors;
#[cfg(feature = "no-wire-log")]
mod logs;
mod pooled;
mod proxy;
mod replies;
mod request;
mod server;
mod tls;
