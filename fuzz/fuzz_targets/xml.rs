//! See `emis_fuzz::xml`.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| emis_fuzz::xml::run(data));
