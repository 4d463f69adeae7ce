//! The medical record, section by section, and what of it the practice withholds.
//!
//! What is withheld is said for a whole section, as the practice says it: an item without free text may never have had
//! any.

use std::io::Write;

use emis_client::Error;
use emis_core::capabilities::{Capabilities, Capability, Reason};
use emis_core::fault::FaultCode;
use emis_core::messages;
use emis_core::owned::PageSize;
use emis_core::owned::record::{Filter, GetMedicalRecordData, ItemType};

use super::Journey;
use crate::screens::{self, day_of, day_with_year};
use crate::trouble::Trouble;

/// The sections in the order in which they are shown, and what people call them.
const SECTIONS: [(ItemType, &str); 7] = [
    (ItemType::Problems, "Problems"),
    (ItemType::Allergies, "Allergies"),
    (ItemType::Medication, "Medication"),
    (ItemType::Immunisations, "Immunisations"),
    (ItemType::TestResults, "Test results"),
    (ItemType::Consultations, "Consultations"),
    (ItemType::Documents, "Documents"),
];

/// The answer for a section that the practice does not show.
const HIDDEN: Capability = Capability::Refused(Reason::SectionNotEnabled);

/// How many items a page may have: an item may have long texts.
const PAGE: u16 = 20;
/// How many items of a section are shown.
const SHOWN: usize = 3;

/// The sections that the practice says it does not show, as a list in a sentence.
pub(super) fn hidden(known: &Capabilities) -> Option<String> {
    let hidden = SECTIONS.iter().filter(|(section, _)| is_hidden(known, section));
    listed(&hidden.map(|(_, name)| *name).collect::<Vec<_>>())
}

fn is_hidden(known: &Capabilities, section: &ItemType) -> bool {
    known.section(messages::record::ItemType::of(section.as_str())) == HIDDEN
}

/// `problems, allergies and documents`.
fn listed(names: &[&str]) -> Option<String> {
    let (last, others) = names.split_last()?;
    let list =
        if others.is_empty() { (*last).to_owned() } else { format!("{} and {last}", others.join(", ")) };
    Some(list.to_lowercase())
}

/// A section, read to its end.
struct Section {
    name: &'static str,
    /// Columns: when, what, more.
    rows: Vec<Vec<String>>,
    pages: usize,
    filter: Option<Filter>,
}

impl<W: Write + Send> Journey<'_, W> {
    /// The record, section by section.
    pub(super) fn record(&mut self, known: &Capabilities) -> Result<(), Trouble> {
        self.screen.heading("Your record")?;
        if !self.is_open(known.of::<GetMedicalRecordData>(), &request(ItemType::Problems))? {
            return Ok(());
        }
        let (mut sections, mut hidden) = (Vec::new(), Vec::new());
        for (section, name) in SECTIONS {
            if is_hidden(known, &section) {
                hidden.push(name);
                continue;
            }
            match self.section(section, name) {
                // The settings did not say so.
                Err(Trouble::Call(Error::Refused(refusal)))
                    if refusal.code == Some(FaultCode::SectionNotEnabled) =>
                {
                    hidden.push(name);
                }
                read => sections.push(read?),
            }
        }
        let first = sections.first().and_then(|section| section.filter.as_ref());
        let alike = sections.iter().all(|section| section.filter.as_ref() == first);
        if alike {
            self.withheld(first)?;
        }
        if let Some(hidden) = listed(&hidden) {
            self.screen.say(&format!("The practice doesn't show {hidden}."))?;
        }
        for section in &sections {
            self.show_section(section)?;
            if !alike {
                self.withheld(section.filter.as_ref())?;
            }
        }
        Ok(())
    }

    fn section(&mut self, section: ItemType, name: &'static str) -> Result<Section, Trouble> {
        let pages = self.patient.all_pages(&request(section))?;
        let rows = pages.iter().flat_map(|page| &page.items).map(screens::item).collect();
        Ok(Section {
            name,
            rows,
            pages: pages.len(),
            filter: pages.into_iter().next().map(|page| page.filter),
        })
    }

    /// The newest items of a section.
    fn show_section(&mut self, section: &Section) -> Result<(), Trouble> {
        self.screen.heading(&format!("Your record: {}", section.name.to_lowercase()))?;
        let count = section.rows.len();
        match count {
            0 => return Ok(self.screen.say("There is nothing here.")?),
            1 => self.screen.say("There is one entry:")?,
            _ if count <= SHOWN => self.screen.say(&format!("There are {count} entries:"))?,
            _ => {
                let pages = match section.pages {
                    1 => String::new(),
                    pages => format!(" (read in {pages} pages)"),
                };
                self.screen.say(&format!("There are {count} entries{pages}. The newest:"))?;
            }
        }
        let newest = section.rows.get(..SHOWN.min(count)).unwrap_or_default();
        Ok(self.screen.rows(&["When", "What", "More"], newest)?)
    }

    fn withheld(&mut self, filter: Option<&Filter>) -> Result<(), Trouble> {
        for sentence in filter.into_iter().flat_map(withheld) {
            self.screen.say(&sentence)?;
        }
        Ok(())
    }
}

/// Asks for a section.
pub(super) fn request(item_type: ItemType) -> GetMedicalRecordData {
    let maximum_items = PageSize::new(PAGE).ok();
    GetMedicalRecordData { item_type, from: None, to: None, maximum_items, after: None }
}

/// What a practice does not let this patient see, in sentences.
fn withheld(filter: &Filter) -> Vec<String> {
    let mut sentences = Vec::new();
    if let Some(from) = filter.from {
        sentences.push(format!("The practice shows no entries from before {}.", day_with_year(day_of(from))));
    }
    if let Some(to) = filter.to {
        sentences.push(format!("The practice shows no entries from after {}.", day_with_year(day_of(to))));
    }
    if let Some(from) = filter.free_text_from {
        sentences.push(format!(
            "Of entries from before {} the practice withholds what was written in free text.",
            day_with_year(day_of(from))
        ));
    }
    sentences
}

#[cfg(test)]
mod tests {
    use super::*;
    use emis_core::types::Date;

    #[test]
    fn sections_are_listed_as_in_a_sentence() {
        assert_eq!(listed(&[]), None);
        assert_eq!(listed(&["Documents"]).as_deref(), Some("documents"));
        let names = ["Problems", "Test results", "Documents"];
        assert_eq!(listed(&names).as_deref(), Some("problems, test results and documents"));
    }

    #[test]
    fn what_is_withheld_is_said_and_nothing_else() {
        let day = |text| Date::parse(text).ok();
        assert!(withheld(&Filter { from: None, to: None, free_text_from: None }).is_empty());
        let all =
            Filter { from: day("1996-11-22"), to: day("2026-01-01"), free_text_from: day("2020-11-22") };
        let said = withheld(&all);
        for (said, day) in said.iter().zip(["before 22 Nov 1996", "after 1 Jan 2026", "before 22 Nov 2020"]) {
            assert!(said.contains(day), "{said}");
        }
        assert_eq!(said.len(), 3);
    }
}
