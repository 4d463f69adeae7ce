//! The visit.
#![no_std]
#![no_main]

use cortex_m_rt::entry;
use emis_bare_metal::board::Uart;
use emis_bare_metal::host::{read_visit, say};
use emis_bare_metal::random::HostSeeded;
use emis_bare_metal::visit::Visit;
use emis_bare_metal::{Buffers, Trouble, journey, ticks};
use emis_core::client::Client;
use emis_embedded_io::http::{Endpoint, HttpTransport};
use emis_embedded_io::{Line, TickClock};

/// How long an octet may take, in the processor's nanoseconds: 20 seconds.
const PATIENCE: u64 = 20_000_000_000;

#[entry]
fn main() -> ! {
    emis_bare_metal::run(visit)
}

fn visit(buffers: &mut Buffers) -> Result<(), Trouble> {
    let text = read_visit(&mut buffers.visit).ok_or(Trouble::at("visit.txt"))?;
    let visit = Visit::read(text).map_err(Trouble::at)?;
    say(&["WARNING: randomness comes from a seed in visit.txt, which serves a test and nothing else"]);
    let application = visit.application().map_err(Trouble::at)?;
    let endpoint = Endpoint::new(visit.host, visit.path).map_err(|_| Trouble::at("host or path"))?;
    let transport = HttpTransport::new(Line::new(Uart::new(PATIENCE, PATIENCE)), endpoint, &mut buffers.head);
    let clock = TickClock::new(ticks::millis as fn() -> u32);
    let random = HostSeeded::new(visit.seed);
    let mut client =
        Client::new(application, transport, clock, random, &mut buffers.request, &mut buffers.reply);
    let done = journey::run(&mut client, &visit);
    client.wipe();
    done
}
