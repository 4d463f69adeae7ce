//! What the fuzz targets do with bytes from anywhere.
//!
//! Every target is a function of this library, so that what it found can be run again without a fuzzer. A claim that
//! does not hold panics; so does core, where it does what it may not.
#![forbid(unsafe_code)]

pub mod client;
mod counted;
pub mod http;
mod null;
mod operations;
pub mod owned;
pub mod server;
mod sessions;
pub mod stream;
#[path = "../../core/tests/suite/common/tree.rs"]
mod tree;
pub mod xml;
