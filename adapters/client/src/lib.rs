//! A patient-services client that keeps sessions, retries only what may be retried, and settles what is in doubt.
//!
//! It implements the rules of protocol.md section 9 for every application. A call that changes nothing is retried if
//! its reply is lost. A change is sent once; if its reply is lost, the client begins a session that replaces the
//! doubtful one, and reads back what the practice's books show.
//!
//! ```no_run
//! use emis_client::change::Effect;
//! use emis_client::{Changed, LinkStore, Practice};
//! use emis_core::owned::appointments::{BookAppointment, GetAvailableAppointments};
//! use emis_core::types::{DateTime, OdsCode};
//! use emis_http::HttpTransport;
//! use emis_std::credentials::CredentialsFile;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let store = CredentialsFile::open("/var/lib/kiosk/credentials.toml")?;
//! let transport = HttpTransport::new(store.credentials().endpoint())?;
//! let ods_code = OdsCode::parse("A81001")?;
//! let practice = Practice::connect(transport, store.credentials().application()?, ods_code)?;
//!
//! let link = store.load(ods_code, "customer-0042")?.ok_or("not registered yet")?;
//! let mut patient = practice.patient(&link);
//! let from = DateTime::parse("2026-11-23T08:00:00")?;
//! let to = DateTime::parse("2026-11-30T18:00:00")?;
//! let search = GetAvailableAppointments { from, to, maximum_items: None, after: None };
//! let pages = patient.all_pages(&search)?;
//! let slot = pages.iter().flat_map(|page| &page.slots).next().ok_or("nothing is free")?;
//!
//! let book = BookAppointment { slot_id: slot.slot_id, booking_reason: None, telephone: None };
//! match patient.change(&book)? {
//!     Changed::Done(_) | Changed::Settled(Effect::TookPlace) => println!("It is booked."),
//!     Changed::Settled(Effect::DidNotTakePlace) => println!("It is not booked. Please try again."),
//!     Changed::Settled(Effect::CannotTell) => println!("Please ask at reception."),
//!     // The practice cannot be reached: store the doubt, and settle it later with `patient.settle(&doubt)`.
//!     Changed::InDoubt(doubt) => println!("We don't know yet: {doubt:?}"),
//! }
//! patient.end();
//! # Ok(())
//! # }
//! ```
//!
//! - [`Practice`] and [`Patient`] are the blocking client. They need the feature `std`, which is on by default.
//! - [`decision`] decides what to do next, without I/O: events go in, and the next step comes out.
//! - [`change`] says for each operation that changes something how its effect is read back, and has the form in which
//!   doubts are stored.
//! - [`request`] lists the requests and their answers.
//!
//! # Logs
//!
//! Each call has a span of the [`tracing`](https://docs.rs/tracing) crate with `operation` and `practice`, and an event
//! with `outcome`, `code` (that of the error, or 0) and `duration_ms`. They hold no patient data.
#![cfg_attr(not(feature = "std"), no_std)]
#![forbid(unsafe_code)]

extern crate alloc;

pub mod change;
pub mod decision;
pub mod request;

#[cfg(feature = "std")]
mod drive;
#[cfg(feature = "std")]
mod error;
#[cfg(feature = "std")]
mod link;
#[cfg(feature = "std")]
mod observe;
#[cfg(feature = "std")]
mod pages;
#[cfg(feature = "std")]
mod patient;
#[cfg(feature = "std")]
mod practice;
#[cfg(feature = "std")]
mod reset;
#[cfg(feature = "std")]
mod wire;

#[cfg(feature = "std")]
pub use drive::Progress;
#[cfg(feature = "std")]
pub use error::{Error, NoSession, Refusal, Source};
#[cfg(feature = "std")]
pub use link::{FileError, Link, LinkStore, PendingKey};
#[cfg(feature = "std")]
pub use pages::Pages;
#[cfg(feature = "std")]
pub use patient::{Changed, Patient};
#[cfg(feature = "std")]
pub use practice::{Practice, Registered, Registration, Settings};
#[cfg(feature = "std")]
pub use reset::Reset;
#[cfg(feature = "std")]
pub use wire::Carrier;

/// The README's example compiles and runs, or the tests fail.
#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
mod readme {}
