//! operations.md over HTTP, from the core's own client to the simulator's data: every row, every fault, every version.
//!
//! Each table here is held against the core's own (`OPERATIONS`, `FaultCode::WORDS`), so that what is added there and
//! not tried here fails.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::format_collect,
    unreachable_pub,
    reason = "a test's helpers"
)]

mod bad_data;
#[path = "../practice/common/mod.rs"]
#[allow(dead_code, reason = "shared with the other tests")]
mod common;
mod faults;
#[path = "../../../../core/tests/suite/common/fields.rs"]
#[allow(dead_code, reason = "shared with the core's tests")]
mod fields;
mod operations;
mod people;
mod told;
mod versions;
