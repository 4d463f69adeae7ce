//! The program from outside, as its patients and its operator see it.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests are tests too"
)]

mod common;
mod doubt;
mod journey;
mod proxy;
mod refused;
