//! A visit that uses the whole client once: every operation's request written and every field of its response read.
//!
//! The same code is the image whose size is measured, the program whose instructions and stack are counted in QEMU, and
//! what the host goes through beforehand to make the practice's answers. Easy to get wrong:
//! whatever is added to [`visit`] is measured, and the answers are made anew by `cargo xtask footprint`.
#![no_std]
#![forbid(unsafe_code)]

mod given;
mod guessable;
mod requests;
pub mod table;
mod visit;
mod whole;

pub use given::{GIVEN, Given};
pub use guessable::{Guessable, Stopped};
pub use requests::Requests;
pub use visit::{PAGES, Room, Trouble, Witness, begin, decode, visit};
pub use whole::Whole;

/// How long the longest request is, in bytes.
pub const REQUEST: usize = 1536;
/// How long the reply's buffer is, in bytes: longer replies are streamed through it.
pub const REPLY: usize = 4096;
/// How long the buffer for the heads of requests and replies is, in bytes.
pub const HEAD: usize = 384;
/// PBKDF2 iterations of the patient session. A tenth of the protocol's default, so that what the protocol adds weighs ten
/// times as much.
pub const ITERATIONS: u32 = 1000;
/// The seed of the device's randomness, which is none.
pub const SEED: u64 = 1;
/// That of the session that is begun once more.
pub const OTHER_SEED: u64 = 3;
/// The identifier and the key of the relationship that is registered.
pub const RELATIONSHIP: (&str, &str) = ("1-a", "0123456789&bcdef");
/// The application.
pub const APPLICATION: &str = "00000000-0000-4000-8000-000000000001";
/// Its validation keys.
pub const KEYS: [[u8; 32]; 2] = [[0xC1; 32], [0x5E; 32]];
/// The number that the visit is given: every field that may be left out stands.
pub const NUMBER: u16 = 10;
