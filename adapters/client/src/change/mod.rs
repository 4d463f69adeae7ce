//! How the effect of each operation that changes something is read back.
//!
//! [`Change`] names the operation that shows the effect, says what to look for on its pages, and tells from that
//! whether the change took place. The answer is what the practice's books show: if another device of the same patient
//! made the same change meanwhile, it counts as made, because that is what the patient needs to know.
//!
//! | operation | read back by | it took place if |
//! | --- | --- | --- |
//! | BookAppointment | GetPatientAppointments, past ones too | the patient has the slot |
//! | CancelAppointment | GetPatientAppointments, past ones too | the patient does not have the slot |
//! | RequestPrescription | GetPrescriptionRequests, before and after | there is a new request for the same courses |
//! | CancelPrescriptionRequest | GetPrescriptionRequests | none of its courses is undecided, and one is cancelled |
//! | SendMessage | GetMessages, before and after | there is a new message with the subject |
//! | SetMessageReadState | GetMessage | all replies are in the state; without replies it cannot be told |
//! | DeleteMessage | GetMessages | the message is not there |
//!
//! The registrations and ResetAccountLinkageKey are settled in other ways, by the rules of protocol.md section 4.6. A
//! registration may be repeated until a session has been opened with its pair
//! ([`Practice::register`](crate::Practice::register)). The outcome of a reset shows in which of the two keys opens a
//! session ([`Patient::reset_linkage_key`](crate::Patient::reset_linkage_key)).

mod appointments;
mod doubt;
mod messaging;
mod prescribing;
#[cfg(test)]
mod tests;

use core::fmt;
use core::ops::ControlFlow;

use emis_core::fault::FaultCode;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::request::{Reading, Request};

pub use doubt::{AnyDoubt, Doubt, DoubtVisitor};
pub use messaging::Replies;
pub use prescribing::Standing;

/// The page size of a reading.
const PAGE: u16 = 200;

/// What became of a change, as the practice's books show it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[must_use]
pub enum Effect {
    /// It took place.
    TookPlace,
    /// It did not take place, and never will.
    DidNotTakePlace,
    /// No operation shows whether it took place.
    CannotTell,
}

impl fmt::Display for Effect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TookPlace => "took place",
            Self::DidNotTakePlace => "did not take place",
            Self::CannotTell => "cannot be told",
        })
    }
}

/// A request that changes something, and how its effect is read back.
pub trait Change: Request + Clone + Serialize + DeserializeOwned {
    /// The request that shows the effect.
    type ReadBack: Reading;
    /// What is kept of the pages that were read.
    type Seen: Clone + Default + PartialEq + Serialize + DeserializeOwned;
    /// Whether the effect can be told only in comparison with the state before the change. That state is then read
    /// first, and kept with the doubt.
    const READS_BEFORE: bool = false;

    /// The request for the first page.
    fn read_back(&self) -> Self::ReadBack;

    /// Takes what matters from a page. Returns [`ControlFlow::Break`] if no other page can tell more.
    fn look(&self, page: &<Self::ReadBack as Request>::Answer, seen: &mut Self::Seen) -> ControlFlow<()>;

    /// Tells the effect from what was seen after the change, and before it where that is read.
    fn settle(&self, before: Option<&Self::Seen>, after: &Self::Seen) -> Effect;

    /// Tells the effect if the practice refuses to show it, in a verified reply; `None` if that says nothing about it.
    fn settle_refused(&self, code: FaultCode<'_>) -> Option<Effect> {
        let _ = code;
        None
    }
}
