//! The device under somebody's hands: the same two calls again and again, whose replies the host spoils on the way.
//!
//! Easy to get wrong: nothing is expected of a reply but that it comes to an end. That a spoilt one is refused where it
//! has to be is for the tests of the adapter and of the core, which see what was spoilt.
#![no_std]
#![no_main]

use cortex_m_rt::entry;
use emis_core::client::{Client, Parts};
use emis_core::handshake::SessionOptions;
use emis_core::profile::Version;
use emis_embedded_io::http::{Endpoint, HttpTransport};
use emis_embedded_io::{Line, TickClock};

use emis_bare_metal::board::Uart;
use emis_bare_metal::host::{read_visit, say, say_figure};
use emis_bare_metal::random::HostSeeded;
use emis_bare_metal::visit::Visit;
use emis_bare_metal::{Buffers, Trouble, ticks};

/// How long the first byte of a reply may take, and one after another, in the processor's nanoseconds. Every reply has a
/// first byte; one that was cut is waited for as long as the second says.
const PATIENCE: (u64, u64) = (20_000_000_000, 2_000_000);

#[entry]
fn main() -> ! {
    emis_bare_metal::run(fed)
}

/// Makes as many calls as the file says.
fn fed(buffers: &mut Buffers) -> Result<(), Trouble> {
    let text = read_visit(&mut buffers.visit).ok_or(Trouble::at("visit.txt"))?;
    let visit = Visit::read(text).map_err(Trouble::at)?;
    let calls = visit.calls.ok_or(Trouble::at("calls"))?;
    let endpoint = Endpoint::new(visit.host, visit.path).map_err(|_| Trouble::at("host or path"))?;
    let ods_code = visit.letter.ods_code;
    let mut random = HostSeeded::new(visit.seed);
    let mut uart = Uart::new(PATIENCE.0, PATIENCE.1);
    let mut answered = 0u32;
    for call in 0..calls {
        // What is left over of the reply before is not this one's.
        uart.drain();
        let (bytes, reads) = uart.counts();
        let messages = &mut buffers.messages;
        let transport = HttpTransport::new(Line::new(&mut uart), endpoint, &mut messages.head);
        let clock = TickClock::<_, 1000>::new(ticks::millis as fn() -> u32);
        let application = visit.application().map_err(Trouble::at)?;
        let mut client = Client::new(
            application,
            transport,
            Parts::new(clock, &mut random),
            &mut messages.request,
            &mut messages.reply,
        );
        let answer = if call % 16 == 15 {
            client.begin_session(SessionOptions::pinned(ods_code, Version::V1_0)).is_ok()
        } else {
            client.clinical_version_information(ods_code).is_ok()
        };
        answered += u32::from(answer);
        drop(client);
        let (bytes, reads) = (uart.counts().0 - bytes, uart.counts().1 - reads);
        // The last one finds nothing more.
        if reads > bytes + 1 {
            return Err(Trouble::at("more reads than bytes"));
        }
    }
    say(&["every reply came to an end"]);
    say_figure("calls", calls.into());
    say_figure("answered", answered.into());
    Ok(())
}
