//! A practice's fault as an error: kept without its reply.

use core::fmt;

use heapless::String;

use super::{Fault, FaultCode};
use crate::profile::Version;
use crate::types::{Guid, Text};

/// How long an unknown word may be to be kept.
const WORD_LIMIT: usize = 64;

/// What a practice's verified fault says. It borrows nothing from the reply.
#[derive(Clone, PartialEq, Eq)]
pub struct PracticeFault {
    /// What it is; `None` for a word that this version does not know: see [`PracticeFault::word`].
    pub code: Option<FaultCode<'static>>,
    /// The supplier's number, where one is publicly known.
    pub supplier_code: Option<i64>,
    /// What the server wrote into its log beside it.
    pub correlation_id: Guid,
    /// The element of the operation's request that is wrong.
    pub field: Option<&'static str>,
    /// The first version of the operation or field.
    pub required_version: Option<Version>,
    /// The version that the practice runs.
    pub practice_version: Option<Version>,
    unknown: String<WORD_LIMIT, u8>,
}

impl PracticeFault {
    /// Keeps a fault. `field` gives the request's own text for an element's name, so that the error holds no bytes of a
    /// message but a word.
    pub(crate) fn of(fault: &Fault<'_>, field: impl FnOnce(&str) -> Option<&'static str>) -> Self {
        let code = fault.code.known();
        let mut unknown = String::new();
        // Anything but a plain word may be there for a log's reader, and is left out.
        let is_word = |word: &str| word.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
        if let (None, word) = (&code, fault.code.as_str())
            && is_word(word)
        {
            // A longer one is left out too.
            let _ = unknown.push_str(word);
        }
        let named = fault.field.and_then(|text| {
            let mut name = String::<WORD_LIMIT, u8>::new();
            text.chars().try_for_each(|c| name.push(c)).ok()?;
            field(&name)
        });
        Self {
            code,
            supplier_code: fault.supplier_code,
            correlation_id: fault.correlation_id,
            field: named,
            required_version: fault.required_version,
            practice_version: fault.practice_version,
            unknown,
        }
    }

    /// The fault's word, known or not. It is empty if the practice sent something other than a word of up to 64 letters
    /// and digits.
    #[must_use]
    pub fn word(&self) -> &str {
        self.code.as_ref().map_or(self.unknown.as_str(), FaultCode::as_str)
    }

    /// The same as a message: for a gateway that passes the practice's refusal on.
    #[must_use]
    pub fn to_fault(&self) -> Fault<'_> {
        Fault {
            code: FaultCode::of(self.word()),
            supplier_code: self.supplier_code,
            correlation_id: self.correlation_id,
            field: self.field.and_then(|name| Text::new(name).ok()),
            required_version: self.required_version,
            practice_version: self.practice_version,
        }
    }

    /// A sentence for engineers and logs. Screens for patients have their own words.
    #[must_use]
    pub fn reason(&self) -> &'static str {
        self.code
            .map_or("the server refused for a reason that this version does not know", |code| code.reason())
    }
}

impl fmt::Display for PracticeFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.reason())?;
        if self.code.is_none() && !self.unknown.is_empty() {
            write!(f, " ({})", self.unknown)?;
        }
        if let Some(field) = self.field {
            write!(f, " ({field})")?;
        }
        if let Some(required) = self.required_version {
            write!(f, " (needs version {required})")?;
        }
        write!(f, " [{}]", self.correlation_id)
    }
}

impl fmt::Debug for PracticeFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PracticeFault")
            .field("word", &self.word())
            .field("correlation_id", &self.correlation_id)
            .field("field", &self.field)
            .finish_non_exhaustive()
    }
}
