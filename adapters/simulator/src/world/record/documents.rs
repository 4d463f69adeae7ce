//! Documents: HTML of exactly the size that the record says, up to 4,000,000 bytes, generated on demand.
//!
//! The size is that of the bytes before base64; nothing is stored, so a practice may have thousands.

use super::item::ItemType;
use super::{Section, shown};
use crate::world::World;
use crate::world::access::Caller;
use crate::world::mix::Mix;
use crate::world::practice::{PatientNumber, Practice};
use crate::world::refusal::{FaultCode, Refusal};

/// The largest content, in bytes before encoding.
pub const MAXIMUM_DOCUMENT: usize = 4_000_000;

/// What is known of a document without making it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Document {
    pub(super) size: usize,
    pub(super) available: bool,
    seed: u64,
}

impl Document {
    /// The first of every patient's is as large as can be, the second is unavailable, the others are letters.
    pub(super) fn of(practice: &Practice, patient: PatientNumber, number: u64) -> Self {
        let path = u64::try_from(patient).unwrap_or(u64::MAX);
        let mut mix = Mix::new(practice.diary.seed, &[22, path, number]);
        let size = match (number, mix.below(6)) {
            (0, _) => MAXIMUM_DOCUMENT,
            (_, 0) => 100_000 + mix.below(900_000),
            _ => 1_500 + mix.below(30_000),
        };
        Self { size, available: number != 1, seed: mix.number() }
    }

    /// Exactly `size` bytes of HTML: paragraphs, and spaces where the next would not fit.
    fn html(self) -> String {
        const END: &str = "</body></html>\n";
        let mut mix = Mix::new(self.seed, &[]);
        let mut html = String::with_capacity(self.size);
        html.push_str("<!DOCTYPE html>\n<html lang=\"en-GB\"><head><meta charset=\"utf-8\"><title>Letter</title></head><body>\n");
        loop {
            let paragraph = mix.pick(&PARAGRAPHS);
            if html.len() + paragraph.len() + END.len() > self.size {
                break;
            }
            html.push_str(paragraph);
        }
        let padding = self.size.saturating_sub(html.len() + END.len());
        html.extend(core::iter::repeat_n(' ', padding));
        html.push_str(END);
        html
    }
}

const PARAGRAPHS: [&str; 5] = [
    "<p>Dear Doctor,</p>\n<p>Thank you for referring this patient to the clinic at St. Mary&#39;s.</p>\n",
    "<p>On examination: temperature 36.8 °C, blood pressure 132/78 mmHg, oxygen saturation 98 %. The chest was clear &amp; heart sounds were normal.</p>\n",
    "<table><tr><th>Test</th><th>Value</th></tr><tr><td>Sodium</td><td>139 mmol/L</td></tr><tr><td>Ferritin</td><td>&lt; 15 µg/L</td></tr></table>\n",
    "<p>Impression: likely Ménière&#39;s disease; there is no sign of anything worse. We shan&#39;t need to see them again.</p>\n",
    "<ul><li>Continue present medication.</li><li>Repeat bloods in 6 weeks.</li><li>Croeso i chi ffonio – please do ring.</li></ul>\n",
];

/// The answer of GetMedicalRecordDocumentContent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentContent {
    /// Its id.
    pub document_id: String,
    /// text/html
    pub content_type: &'static str,
    /// The HTML, to be sent as base64.
    pub html: String,
}

pub(super) fn document_id(patient: PatientNumber, number: u64) -> String {
    format!("DOC-{patient}-{number}")
}

impl World {
    /// GetMedicalRecordDocumentContent.
    ///
    /// # Errors
    /// ServiceNotEnabled, AccountRestricted, SectionNotEnabled, DocumentNotFound, DocumentUnavailable.
    pub fn document_content(
        &self,
        caller: Caller<'_>,
        document_id: &str,
    ) -> Result<DocumentContent, Refusal> {
        let Section { seat, settings } = self.section(caller, ItemType::Documents)?;
        let items = seat.practice.items(seat.number, ItemType::Documents).into_iter();
        let own = items.zip(0u64..).filter(|(item, _)| shown(item, settings));
        let number =
            own.map(|(_, number)| number).find(|n| self::document_id(seat.number, *n) == document_id);
        let document = Document::of(seat.practice, seat.number, number.ok_or(FaultCode::DocumentNotFound)?);
        if !document.available {
            return Err(FaultCode::DocumentUnavailable.into());
        }
        Ok(DocumentContent {
            document_id: document_id.to_owned(),
            content_type: "text/html",
            html: document.html(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_is_as_large_as_it_says() {
        for size in [1_500, 1_501, 1_502, 30_000, MAXIMUM_DOCUMENT] {
            let html = Document { size, available: true, seed: 3 }.html();
            assert_eq!(html.len(), size);
            assert!(html.ends_with("</body></html>\n"));
        }
    }
}
