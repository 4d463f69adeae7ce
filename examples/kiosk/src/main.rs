//! The main job of this project: what a kiosk in a waiting room does for patients, over real HTTP, beginning with the
//! letter with the PIN: an appointment, a repeat prescription, the record, a message, and what is closed to a patient.
//!
//! Read [`journey`] first: it is the program. Sessions, retries and the settling of changes in doubt are `emis-client`'s;
//! what is here is what people see: [`screens`], [`words`] for patients, and [`trouble`] for engineers.
#![forbid(unsafe_code)]

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
            // For the engineer: it holds no name, no key, no text of a message.
            eprintln!("kiosk: {trouble}");
            ExitCode::FAILURE
        }
    }
}

fn run(options: &Options) -> Result<(), Trouble> {
    let screen = Screen::new(io::stdout());
    journey::run(Setup::new(options)?, &screen)
}
