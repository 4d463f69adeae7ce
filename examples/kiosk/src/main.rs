//! The main job of this project: what a kiosk in a waiting room does for patients, over real HTTP, from the letter with
//! the PIN on: an appointment, a repeat prescription, the record, a message, and what is closed to whom.
//!
//! Read [`journey`] first: it is the program. [`desk`] is what any application needs around the typed client: when a
//! session is begun anew, what is tried again, and what never is. The one thing that a reader would get wrong: a call
//! without a reply is not a failed call. The kiosk asks the practice what is true before it tells the patient.
#![forbid(unsafe_code)]

mod desk;
mod journey;
mod options;
mod screens;
mod setup;
mod trouble;
mod words;

use std::io;
use std::process::ExitCode;

use clap::Parser as _;

use crate::options::Options;
use crate::screens::Screen;
use crate::setup::Setup;
use crate::trouble::Trouble;

fn main() -> ExitCode {
    match run(&Options::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(trouble) => {
            // For whoever looks after the kiosk: no name, no key, no text of a message is in it.
            eprintln!("kiosk: {trouble}");
            ExitCode::FAILURE
        }
    }
}

fn run(options: &Options) -> Result<(), Trouble> {
    let mut screen = Screen::new(io::stdout().lock());
    journey::run(Setup::new(options)?, &mut screen)
}
