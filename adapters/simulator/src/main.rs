//! The simulator as a program: one line of JSON on standard output once it accepts connections, and nothing else there.
//!
//! It ends with status 0 on SIGTERM and SIGINT. The signals are caught before the line is printed, so that a program
//! that has read the line can stop the simulator at once.
#![forbid(unsafe_code)]

use core::net::SocketAddr;
use std::io::{self, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use emis_simulator::Simulator;
use emis_simulator::clock::SystemClock;
use jiff::civil::DateTime;

/// Practices that speak the patient-services protocol, with made-up patients, for tests and demonstrations.
#[derive(Parser)]
#[command(name = "emis-simulator", version)]
struct Options {
    /// Where to listen for plain HTTP: a loopback address, with port 0 for any free port.
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:0")]
    listen: SocketAddr,
    /// The seed of patients, keys and diary.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// PBKDF2 iterations of a patient session.
    #[arg(long, default_value_t = 10_000)]
    iterations: u32,
    /// How long a session may be idle.
    #[arg(long, value_name = "SECONDS", default_value_t = 1_200)]
    idle_timeout: u32,
    /// How long a session is kept without a valid call.
    #[arg(long, value_name = "SECONDS", default_value_t = 300)]
    first_call_seconds: u32,
    /// The time at the practices, in UK local time, such as 2026-11-22T09:00:00. By default now, or the time of the
    /// store if that is later.
    #[arg(long, value_name = "TIME")]
    now: Option<DateTime>,
    /// Where to listen for the admin interface (HTTP, JSON): a loopback address. By default it is off.
    #[arg(long, value_name = "ADDRESS:PORT")]
    admin: Option<SocketAddr>,
    /// Let the admin interface listen on an address that other machines can reach: it has no password and no
    /// encryption.
    #[arg(long, requires = "admin")]
    admin_open_to_network: bool,
    /// Where to listen for the byte-stream binding over TCP: a loopback address. By default it is off.
    #[arg(long, value_name = "ADDRESS:PORT")]
    framed: Option<SocketAddr>,
    /// Store the world in this file, so that a restart or a kill loses nothing; it is created if it is not there.
    #[arg(long, value_name = "FILE")]
    store: Option<PathBuf>,
}

fn main() -> ExitCode {
    match run(&Options::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("emis-simulator: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(options: &Options) -> Result<(), Box<dyn core::error::Error>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let _inside = runtime.enter();
    let stopped = signals()?;
    let mut builder = Simulator::builder()
        .seed(options.seed)
        .clock(options.now.map_or_else(SystemClock::new, SystemClock::starting_at))
        .iterations(options.iterations)
        .idle_timeout_seconds(options.idle_timeout)
        .first_call_seconds(options.first_call_seconds)
        .listen(options.listen)
        .logs(true);
    if let Some(address) = options.admin {
        builder = builder.admin(address).admin_open_to_network(options.admin_open_to_network);
    }
    if let Some(address) = options.framed {
        builder = builder.framed(address);
    }
    if let Some(path) = &options.store {
        builder = builder.store(path);
    }
    let simulator = builder.start()?;
    let mut out = io::stdout().lock();
    writeln!(out, "{}", simulator.description())?;
    out.flush()?;
    drop(out);
    runtime.block_on(stopped);
    simulator.stop();
    Ok(())
}

/// Catches the signals from now on; the result waits for one.
#[cfg(unix)]
fn signals() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};

    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    Ok(core::future::poll_fn(move |context| {
        let ended = terminate.poll_recv(context).is_ready() || interrupt.poll_recv(context).is_ready();
        if ended { core::task::Poll::Ready(()) } else { core::task::Poll::Pending }
    }))
}

/// Waits for the signal to end.
#[cfg(not(unix))]
fn signals() -> io::Result<impl Future<Output = ()>> {
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
    })
}
