//! What every image has: the start of a program.
#![no_std]
#![no_main]

use core::panic::PanicInfo;

use cortex_m_rt::entry;
use emis_footprint::board::DATA;

#[entry]
fn main() -> ! {
    loop {
        DATA.write(DATA.read());
    }
}

#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    loop {}
}
