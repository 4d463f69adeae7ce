//! See `emis_fuzz::client`.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| emis_fuzz::client::run(data));
