//! See `emis_fuzz::stream`.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| emis_fuzz::stream::run(data));
