//! A document of the record, saved to a file.
//!
//! Documents may have some megabytes, and the kiosk's buffer has not: it comes in pieces. The one thing that a reader
//! would get wrong: until the whole of it has come, the pieces may be anybody's (see [`Folder`]).

use std::io::Write;

use emis_core::capabilities::{Capabilities, Capability};
use emis_core::messages::item::Arm;
use emis_core::messages::record::{
    GetMedicalRecordDocumentContent, ItemType, MedicalRecordDocumentContentPart,
};
use emis_core::types::Text;

use super::{Journey, record};
use crate::desk::walk;
use crate::setup::{Draft, Folder};
use crate::trouble::Trouble;

/// A document that can be had.
struct Found {
    id: String,
    size: Option<i64>,
}

impl<W: Write> Journey<'_, '_, W> {
    /// Saves the largest document of the record, where documents are shown.
    pub(super) fn document(&mut self, known: &Capabilities, folder: &Folder) -> Result<(), Trouble> {
        let open = known.of::<GetMedicalRecordDocumentContent<'_>>();
        if matches!(open, Capability::Refused(_)) {
            // Said with the record.
            return Ok(());
        }
        self.screen.heading("A document of your record, saved")?;
        let (found, _) = walk(&mut self.desk, &record::request(ItemType::Documents), |page| {
            let mut found = Vec::new();
            for item in page.items {
                if let Arm::Document(document) = item?.arm
                    && document.available
                {
                    found.push(Found { id: document.document_id.to_string(), size: document.size });
                }
            }
            Ok(found)
        })?;
        let Some(largest) = found.into_iter().max_by_key(|document| document.size) else {
            return Ok(self.screen.say("There is no document that can be had.")?);
        };
        let document_id = Text::new(&largest.id)
            .map_err(|_| Trouble::Practice("the name of a document breaks the rules"))?;
        let request = GetMedicalRecordDocumentContent { document_id };
        let draft = self.desk.stream(
            &request,
            || folder.draft("html"),
            |draft, part| {
                if let (Ok(draft), MedicalRecordDocumentContentPart::Content(octets)) = (draft, part) {
                    draft.take(octets);
                }
            },
        )?;
        match draft.and_then(Draft::confirm) {
            Ok((path, length)) => {
                let place = if folder.keeps() {
                    format!("is saved as {}", path.display())
                } else {
                    "was saved. It is removed at the end, because no folder was named for documents"
                        .to_owned()
                };
                self.screen.say(&format!("It has {length} octets and {place}."))?;
                Ok(())
            }
            Err(error) => Err(Trouble::Setup(format!(
                "a document could not be saved ({}): see that there is room, or name another folder with --documents.",
                error.kind()
            ))),
        }
    }
}
