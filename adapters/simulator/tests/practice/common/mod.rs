//! A practice end under a clock that stands still, and what the tests need of it.

pub mod answer;
pub mod direct;
pub mod end;
pub mod kiosk;
pub mod program;
pub mod raw;

use core::sync::atomic::{AtomicU64, Ordering};
use std::sync::Arc;

use emis_core::random::{Random, RandomError};
use emis_simulator::clock::{Clock as _, ManualClock};
use emis_simulator::world::{Letter, PinDocument, PinRegistration, Slot, SlotType};
use emis_simulator::{Builder, Simulator};
use jiff::ToSpan as _;
use jiff::civil::date;

pub use answer::Answer;
pub use end::End;
pub use raw::{Hello, Raw, Rel};

/// 1.0, no reason requested.
pub const A: &str = "A99001";
/// 1.1, telephone slots.
pub const B: &str = "B99002";
/// 2.0, mandatory reason.
pub const C: &str = "C99003";
/// 2.1, optional reason, telephone slots.
pub const D: &str = "D99004";
/// 2.0, not live.
pub const E: &str = "E99005";

/// Bytes that do not repeat within a test program. Nothing secret is made of them.
#[derive(Debug)]
pub struct Counter;

impl Random for Counter {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), RandomError> {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        let number = NEXT.fetch_add(1, Ordering::Relaxed).to_be_bytes();
        out.iter_mut().zip(number.iter().cycle()).for_each(|(place, byte)| *place = *byte);
        Ok(())
    }
}

pub fn draw<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    Counter.fill(&mut bytes).unwrap();
    bytes
}

/// The practice end.
pub struct Stage {
    pub server: End,
    pub clock: Arc<ManualClock>,
}

impl Stage {
    pub fn new() -> Self {
        Self::with(|builder| builder)
    }

    pub fn with(options: impl FnOnce(Builder) -> Builder) -> Self {
        let (builder, clock) = Self::builder();
        Self { server: End::Direct(Box::new(options(builder).server().unwrap())), clock }
    }

    /// Behind a socket: everything goes over HTTP.
    pub fn listening(options: impl FnOnce(Builder) -> Builder) -> Self {
        let (builder, clock) = Self::builder();
        Self { server: End::Http(options(builder).start().unwrap()), clock }
    }

    fn builder() -> (Builder, Arc<ManualClock>) {
        let clock = Arc::new(ManualClock::new(date(2026, 3, 2).at(9, 5, 0, 0)));
        (Simulator::builder().clock(Arc::clone(&clock)).iterations(10), clock)
    }

    pub fn wait_ms(&self, ms: u64) {
        self.clock.advance(core::time::Duration::from_millis(ms));
    }

    pub fn post(&self, message: impl AsRef<[u8]>) -> Answer {
        Answer::read(self.server.post(message.as_ref()))
    }

    /// An application session that has had a call.
    pub fn application_session(&self, ods: &str) -> Raw {
        let mut session = Hello::new(self, ods).begin(self);
        session.alive(self);
        session
    }

    /// A patient session that has had a call.
    pub fn patient_session(&self, rel: &Rel) -> Raw {
        let mut session = Hello::new(self, &rel.ods).of(rel).begin(self);
        session.alive(self);
        session
    }

    pub fn pin(&self, ods: &str, n: usize) -> PinDocument {
        self.server.world().pin_documents(ods)[n].clone()
    }

    /// A provisional relationship of the `n`th PIN document.
    pub fn relationship(&self, ods: &str, n: usize) -> Rel {
        self.register(&self.pin(ods, n), 0)
    }

    /// A provisional relationship of the PIN document that is good for this.
    pub fn special(&self, ods: &str, letter: Letter) -> Rel {
        let documents = self.server.world().special_pin_documents(ods);
        self.register(documents.iter().find(|document| document.letter == letter).unwrap(), 0)
    }

    pub fn register(&self, pin: &PinDocument, application: usize) -> Rel {
        let request = PinRegistration {
            application_id: self.server.applications()[application].id().as_str(),
            ods_code: &pin.ods_code,
            account_id: &pin.account_id,
            linkage_key: &pin.linkage_key,
            surname: &pin.surname,
            date_of_birth: pin.date_of_birth,
        };
        let mut fill = |out: &mut [u8]| Counter.fill(out).unwrap();
        let now = self.clock.now();
        let registered = self.server.world().register_with_pin_document(&request, &mut fill, now).unwrap();
        Rel {
            ods: pin.ods_code.clone(),
            id: registered.relationship_id,
            key: registered.key.reveal().as_bytes().to_vec(),
        }
    }

    /// A free slot some days ahead.
    pub fn slot(&self, ods: &str, kind: SlotType, n: usize) -> i64 {
        let world = self.server.world();
        let practice = world.practice(ods).unwrap();
        let soon = self.clock.now().local.saturating_add(3.days());
        let days = soon.date().series(1.day()).take(60);
        let free = days
            .flat_map(|day| practice.slots_on(day))
            .filter(|slot: &Slot| practice.is_free(slot) && slot.slot_type == kind && slot.start > soon);
        free.map(|slot| slot.slot_id).nth(n).unwrap()
    }

    /// Who holds the slot.
    pub fn holder(&self, ods: &str, slot: i64) -> Option<usize> {
        self.server.world().practice(ods).unwrap().bookings().get(&slot).map(|booking| booking.patient)
    }
}

/// The Body of a booking.
pub fn book(slot: i64) -> String {
    body("BookAppointment", &format!("<SlotId>{slot}</SlotId>"))
}

/// The elements, one after another.
pub fn elements(fields: &[(&str, String)]) -> String {
    let element = |text: String, (name, value): &(&str, String)| text + &format!("<{name}>{value}</{name}>");
    fields.iter().fold(String::new(), element)
}

/// A Body.
pub fn body(operation: &str, fields: &str) -> String {
    format!("<{operation} xmlns=\"urn:emis-ps:1\">{fields}</{operation}>")
}
