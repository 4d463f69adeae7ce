//! A patient's visit from a microcontroller without a heap: HTTP over a serial line to a practice end.
//!
//! `board` is the hardware, `journey` the visit; everything between them is emis-core and emis-embedded-io. What the host
//! gives, by semihosting, is in `host` and `visit`. See README.md.
#![no_std]
#![no_main]

mod board;
mod host;
mod journey;
#[cfg(board = "mps2")]
mod more;
mod random;
mod raw;
mod ticks;
mod visit;

use core::panic::PanicInfo;

use cortex_m_rt::entry;
use emis_core::client::Client;
use emis_embedded_io::http::{Endpoint, HttpTransport};
use emis_embedded_io::{Line, TickClock};

use board::Uart;
use host::{Digits, say, say_figure};
use journey::Trouble;
use random::HostSeeded;
use visit::Visit;

/// Everything that the visit works in.
struct Room {
    visit: [u8; visit::LONGEST],
    head: [u8; board::HEAD],
    request: [u8; board::REQUEST],
    reply: [u8; board::REPLY],
}

#[entry]
fn main() -> ! {
    ticks::start();
    say(&["board ", board::NAME]);
    let mut room = Room {
        visit: [0; visit::LONGEST],
        head: [0; board::HEAD],
        request: [0; board::REQUEST],
        reply: [0; board::REPLY],
    };
    let done = run(&mut room);
    match &done {
        Ok(()) => say(&["everything was done"]),
        Err(Trouble { step, number }) => {
            say(&["it ended at: ", step, ", number ", Digits::of(u64::from(*number)).as_str()]);
        }
    }
    let buffers = size_of::<Room>();
    say_figure("buffers", buffers as u64);
    say_figure("peak_stack", (raw::stack_used() - buffers) as u64);
    say_figure("static_ram", raw::statics() as u64);
    host::exit(done.is_ok());
}

fn run(room: &mut Room) -> Result<(), Trouble> {
    let text = host::read_visit(&mut room.visit).ok_or(Trouble::at("visit.txt"))?;
    let visit = Visit::read(text).map_err(Trouble::at)?;
    say(&["WARNING: randomness comes from a seed in visit.txt, which serves a test and nothing else"]);
    let application = visit.application().map_err(Trouble::at)?;
    let endpoint = Endpoint::new(visit.host, visit.path).map_err(|_| Trouble::at("host or path"))?;
    let transport = HttpTransport::new(Line::new(Uart::new()), endpoint, &mut room.head);
    let clock = TickClock::new(ticks::millis as fn() -> u32);
    let random = HostSeeded::new(visit.seed);
    let mut client = Client::new(application, transport, clock, random, &mut room.request, &mut room.reply);
    let done = journey::run(&mut client, &visit);
    client.wipe();
    done
}

/// There is nothing to save, and the reason would cost more flash than it is worth.
#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    say(&["panicked"]);
    host::exit(false)
}
