//! A document's content as it comes in a streaming reply, which is no list and so made by no macro.

use super::{Parts, Record, Row};

/// What a streaming reply gives out of a
/// [`GetMedicalRecordDocumentContentResponse`](super::record::GetMedicalRecordDocumentContentResponse).
#[derive(Clone, Copy)]
#[non_exhaustive]
pub enum MedicalRecordDocumentContentPart<'a> {
    /// The next octets of the document, decoded from base64.
    Content(&'a [u8]),
}

impl core::fmt::Debug for MedicalRecordDocumentContentPart<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        // It is patient data.
        f.write_str("MedicalRecordDocumentContentPart(redacted)")
    }
}

impl<'a> Parts<'a> for MedicalRecordDocumentContentPart<'a> {
    fn blank(_: usize, _: &'static Row) -> Option<Self> {
        None
    }

    fn record(&mut self) -> Option<&mut (dyn Record<'a> + '_)> {
        None
    }

    fn content(octets: &'a [u8]) -> Option<Self> {
        Some(Self::Content(octets))
    }
}
