//! See `emis_fuzz::server`.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| emis_fuzz::server::run(data));
