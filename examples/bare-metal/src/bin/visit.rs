//! The visit.
#![no_std]
#![no_main]

use cortex_m_rt::entry;
use emis_bare_metal::board::Uart;
use emis_bare_metal::host::{read_visit, say};
use emis_bare_metal::random::{self, HostSeeded};
use emis_bare_metal::visit::Visit;
use emis_bare_metal::{Buffers, Trouble, journey};
use emis_embedded_io::Line;

/// How long a byte may take, in the processor's nanoseconds: 20 seconds.
const PATIENCE: u64 = 20_000_000_000;

#[entry]
fn main() -> ! {
    emis_bare_metal::run(visit)
}

fn visit(buffers: &mut Buffers) -> Result<(), Trouble> {
    let text = read_visit(&mut buffers.visit).ok_or(Trouble::at("visit.txt"))?;
    let visit = Visit::read(text).map_err(Trouble::at)?;
    say(&[random::WARNING]);
    let way = Line::new(Uart::new(PATIENCE, PATIENCE));
    journey::visit(way, &visit, HostSeeded::new(visit.seed), &mut buffers.messages)
}
