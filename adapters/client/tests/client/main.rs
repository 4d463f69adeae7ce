//! The client against the simulator: what is asked again, what is not, and what the caller gets.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests are tests too"
)]

mod asking;
mod changing;
mod common;
mod cuts;
mod logs;
mod registering;
mod resetting;
mod travelling;
