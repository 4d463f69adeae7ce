//! All that a client must not have, in one image: what looks for it is tried on this.
#![no_std]
#![no_main]

extern crate alloc;

use alloc::vec::Vec;
use core::fmt::{self, Write};
use core::hint::black_box;
use core::panic::PanicInfo;
use core::ptr::null_mut;

use cortex_m_rt::entry;
use emis_core::crypto::Secret;
use emis_core::handshake::ServerHandshake;
use emis_core::profile::{OpenProfile, SoftwareKeys};
use emis_core::session::{Request, ServerSession, receive};
use emis_footprint::board::DATA;

struct Said;

impl Write for Said {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        DATA.give(text.as_bytes());
        Ok(())
    }
}

#[derive(Debug)]
#[allow(dead_code)] // Looked at by Debug alone.
struct Shown {
    number: u32,
    text: &'static str,
}

#[entry]
fn main() -> ! {
    loop {
        let mut bytes = Vec::new();
        bytes.resize(DATA.read() as usize, 0);
        DATA.fill(&mut bytes);
        DATA.write(u32::from(serve(&bytes, None).is_some()));
        let number = f32::from_bits(DATA.read());
        let shown = Shown { number: DATA.read(), text: "control" };
        let _ = write!(Said, "{number} {number:?} {shown:#?} {:>9}", shown.text);
    }
}

/// What a practice end would do.
#[inline(never)]
fn serve(bytes: &[u8], session: Option<&mut ServerSession>) -> Option<()> {
    let request = receive::<OpenProfile>(bytes).ok()?;
    // Called through pointers, so that they keep their names.
    let accept: fn(&mut ServerSession, &Request<'_>) -> _ = ServerSession::accept;
    if let Some(session) = black_box(session) {
        black_box(black_box(accept)(session, &request).ok()?);
    }
    let keys = SoftwareKeys::<OpenProfile>::from_validation_keys(Secret::zero(), Secret::zero());
    let read: fn(&Request<'_>) -> _ = ServerHandshake::<OpenProfile>::read;
    black_box(black_box(read)(&request).ok()?.verify(&keys).ok()?);
    Some(())
}

/// An allocator that has nothing to give.
struct Nothing;

#[global_allocator]
static NOTHING: Nothing = Nothing;

#[allow(unsafe_code)]
// SAFETY: it never gives any memory, which an allocator may do, and so never takes any back.
unsafe impl core::alloc::GlobalAlloc for Nothing {
    unsafe fn alloc(&self, layout: core::alloc::Layout) -> *mut u8 {
        black_box(layout);
        null_mut()
    }

    unsafe fn dealloc(&self, _: *mut u8, _: core::alloc::Layout) {}
}

#[panic_handler]
fn panic(info: &PanicInfo<'_>) -> ! {
    let _ = write!(Said, "{info} {info:?}");
    loop {}
}
