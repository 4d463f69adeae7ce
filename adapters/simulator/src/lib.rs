//! The practice end of the patient-services protocol, for tests and demonstrations.
#![forbid(unsafe_code)]

pub mod clock;
pub mod world;
