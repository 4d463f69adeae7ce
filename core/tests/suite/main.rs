//! The tests of the public API, in one binary: it is linked once, and its tests run in parallel.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test that cannot go on stops
#![allow(clippy::format_collect, clippy::items_after_statements, clippy::too_many_lines)] // tables
#![allow(clippy::fn_params_excessive_bools)] // switches of a page
#![allow(clippy::format_push_string)] // texts that are put together

mod allocations;
mod bytes;
mod capabilities;
mod chain_client;
mod chain_network;
mod chain_server;
mod common;
mod crypto_vectors;
mod detached;
mod dynamic_calls;
mod dynamic_requests;
mod dynamic_responses;
mod errors;
mod fast_decode;
mod fast_decode_agrees;
mod front;
mod handshake_refusals;
mod handshake_schedule;
mod journey;
mod message_bytes;
mod message_catalogue;
mod message_requests;
mod message_responses;
mod message_round_trips;
mod one_verdict;
#[cfg(feature = "serde")]
mod owned;
#[cfg(feature = "serde")]
mod owned_rules;
mod pages;
mod profile_swap;
mod redaction;
mod robustness;
mod secrecy;
mod snapshots;
mod stream;
mod vectors;
mod xml_envelope;
mod xml_validate;
