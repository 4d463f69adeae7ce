//! Spans and events for those who run the application: operation, practice, duration, outcome and code.
//!
//! They hold no patient data: no field of a request or a response, no relationship, no label, no SessionId.

use core::fmt;
use std::time::Instant;

use emis_core::session::Outcome;
use emis_core::types::OdsCode;
use tracing::span::EnteredSpan;

use crate::error::Error;

/// A call that is being observed.
pub(crate) struct Observed {
    began: Instant,
    _span: EnteredSpan,
}

impl Observed {
    pub(crate) fn new(operation: &'static str, practice: OdsCode) -> Self {
        let span = tracing::info_span!("patient_services", operation, practice = practice.as_str());
        Self { began: Instant::now(), _span: span.entered() }
    }

    /// The call is over.
    pub(crate) fn end<A>(self, result: Result<A, Error>) -> Result<A, Error> {
        match &result {
            Ok(_) => self.tell(Outcome::CarriedOut, 0),
            Err(error) => self.tell(error.outcome(), error.code().number()),
        }
        result
    }

    /// The outcome in words, and the error's code, or 0.
    pub(crate) fn tell(self, outcome: impl fmt::Display, code: u16) {
        let duration_ms = u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX);
        if code == 0 {
            tracing::info!(%outcome, code, duration_ms, "call ended");
        } else {
            tracing::warn!(%outcome, code, duration_ms, "call ended");
        }
    }
}
