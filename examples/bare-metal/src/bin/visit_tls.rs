//! The visit, with TLS 1.3 around the serial line. What it verifies and what not is in README.md.
#![no_std]
#![no_main]

use cortex_m_rt::entry;
use emis_bare_metal::board::Uart;
use emis_bare_metal::host::{read, read_visit, say, say_figure};
use emis_bare_metal::random::{self, HostSeeded};
use emis_bare_metal::tls::{self, Known, Secured};
use emis_bare_metal::visit::Visit;
use emis_bare_metal::{Buffers, Trouble, journey};

/// How long a byte may take, in the processor's nanoseconds: 20 seconds.
const PATIENCE: u64 = 20_000_000_000;

#[entry]
fn main() -> ! {
    emis_bare_metal::run(visit)
}

fn visit(buffers: &mut Buffers) -> Result<(), Trouble> {
    say_figure("tls_buffers", size_of::<tls::Buffers>() as u64);
    let text = read_visit(&mut buffers.visit).ok_or(Trouble::at("visit.txt"))?;
    let visit = Visit::read(text).map_err(Trouble::at)?;
    let root = read(c"root.der", &mut buffers.tls.root).ok_or(Trouble::at("root.der"))?;
    tls::set_clock(visit.now().map_err(Trouble::at)?);
    say(&[random::WARNING]);
    let mut random = HostSeeded::new(visit.seed);
    let for_tls = random.another().map_err(|_| Trouble::at("randomness"))?;
    // The certificate is for the host's name, whatever its port.
    let name = visit.host.split(':').next().unwrap_or_default();
    let (uart, known) = (Uart::new(PATIENCE, PATIENCE), Known::default());
    let way = Secured::new(uart, &known, &mut buffers.tls.records, root, name, for_tls);
    let done = journey::visit(way, &visit, random, &mut buffers.messages);
    buffers.tls.records.wipe();
    done
}
