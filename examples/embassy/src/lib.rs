//! A patient's booking from a device under [Embassy](https://embassy.dev): core's asynchronous client over a TCP socket of
//! embassy-net, without a heap.
//!
//! - [`board`] is what the device brings to the client: Embassy's clock, and the chip's randomness;
//! - [`socket`] is the way to the practice end;
//! - [`booking`] is the job: read it from [`booking::book`] down.
//!
//! It is a library, so that it is for any chip: a firmware makes its network stack and its randomness and spawns a task
//! that calls [`booking::book`]. Nothing here names an executor.
#![no_std]

pub mod board;
pub mod booking;
pub mod socket;
