//! See `emis_fuzz::http`.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| emis_fuzz::http::run(data));
