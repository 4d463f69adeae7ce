//! The session protocol of the EMIS Patient Services API, profile `emis-ps/1`: octets in, octets out.
#![no_std]
#![forbid(unsafe_code)]

pub mod random;
pub mod transport;
