//! A fault that can be kept after its reply is gone.

#[path = "../fault/detail.rs"]
mod detail;
#[path = "../fault/words.rs"]
mod words;

pub use detail::Fault;
pub use words::FaultCode;

use super::{macros, types};
