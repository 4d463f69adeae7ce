//! A patient's visit from a microcontroller without a heap: HTTP over a serial line to a practice end.
//!
//! [`board`] is the hardware, [`journey`] the visit; everything between them is emis-core and emis-embedded-io. What the
//! host gives, by semihosting, is in [`host`] and [`visit`]. The programs are in `bin/`. See README.md.
#![no_std]

pub mod board;
pub mod host;
pub mod journey;
#[cfg(board = "mps2")]
mod more;
pub mod random;
mod raw;
pub mod ticks;
#[cfg(feature = "tls")]
pub mod tls;
pub mod visit;

use core::panic::PanicInfo;

use host::{Digits, say, say_figure};

/// Everything that a program works in.
pub struct Buffers {
    pub visit: [u8; visit::LONGEST],
    pub messages: Messages,
    #[cfg(feature = "tls")]
    pub tls: tls::Buffers,
}

/// What requests and replies are in.
pub struct Messages {
    pub head: [u8; board::HEAD],
    pub request: [u8; board::REQUEST],
    pub reply: [u8; board::REPLY],
}

/// What did not work, and the number of its error.
pub struct Trouble {
    pub step: &'static str,
    pub number: u16,
}

impl Trouble {
    pub const fn at(step: &'static str) -> Self {
        Self { step, number: 0 }
    }
}

/// Runs a program in its buffers, says what it took, and ends.
pub fn run(program: impl FnOnce(&mut Buffers) -> Result<(), Trouble>) -> ! {
    ticks::start();
    say(&["board ", board::NAME]);
    let mut buffers = Buffers {
        visit: [0; visit::LONGEST],
        messages: Messages { head: [0; board::HEAD], request: [0; board::REQUEST], reply: [0; board::REPLY] },
        #[cfg(feature = "tls")]
        tls: tls::Buffers::new(),
    };
    let done = program(&mut buffers);
    match &done {
        Ok(()) => say(&["everything was done"]),
        Err(Trouble { step, number }) => {
            say(&["it ended at: ", step, ", number ", Digits::of(u64::from(*number)).as_str()]);
        }
    }
    let buffers = size_of::<Buffers>();
    say_figure("buffers", buffers as u64);
    say_figure("peak_stack", (raw::stack_used() - buffers) as u64);
    say_figure("static_ram", raw::statics() as u64);
    host::exit(done.is_ok());
}

/// There is nothing to save, and the reason would cost more flash than it is worth.
#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    say(&["panicked"]);
    host::exit(false)
}
