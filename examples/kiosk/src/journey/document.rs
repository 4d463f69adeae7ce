//! A document of the record, saved to a file.
//!
//! A document may have some megabytes, so it comes in pieces. Until the whole reply is verified, they may come from
//! anyone (see [`Folder`]).

use std::io::Write;

use emis_core::capabilities::{Capabilities, Capability};
use emis_core::owned::record::{
    Arm, Document, GetMedicalRecordDocumentContent, ItemType, MedicalRecordDocumentContentPart,
};

use super::{Journey, record};
use crate::setup::{Draft, Folder};
use crate::trouble::Trouble;

impl<W: Write + Send> Journey<'_, W> {
    /// Saves the largest document of the record, where documents are shown.
    pub(super) fn document(&mut self, known: &Capabilities, folder: &Folder) -> Result<(), Trouble> {
        let open = known.of::<GetMedicalRecordDocumentContent>();
        if matches!(open, Capability::Refused(_)) {
            // The screen with the record has said so.
            return Ok(());
        }
        self.screen.heading("A document of your record, saved")?;
        let items = self.patient.all_pages(&record::request(ItemType::Documents))?;
        let documents = items.into_iter().flat_map(|page| page.items).filter_map(|item| match item.arm {
            Arm::Document(document) if document.available => Some(document),
            _ => None,
        });
        let Some(Document { document_id, .. }) = documents.max_by_key(|document| document.size) else {
            return Ok(self.screen.say("No document is available.")?);
        };
        let request = GetMedicalRecordDocumentContent { document_id };
        let draft = self.patient.stream(
            &request,
            || folder.draft("html"),
            |draft, part| {
                if let (Ok(draft), MedicalRecordDocumentContentPart::Content(bytes)) = (draft, part) {
                    draft.take(bytes);
                }
            },
        )?;
        match draft.and_then(Draft::confirm) {
            Ok((path, length)) => {
                let place = if folder.keeps() {
                    format!("is saved as {}", path.display())
                } else {
                    "was saved. It is removed when you leave, because no folder was named for documents"
                        .to_owned()
                };
                self.screen.say(&format!("It has {length} bytes and {place}."))?;
                Ok(())
            }
            Err(error) => Err(Trouble::Setup(format!(
                "a document could not be saved ({}): check the free space, or name another folder with --documents.",
                error.kind()
            ))),
        }
    }
}
