//! What the practice has written down of the patient.

use std::io::Write;

use emis_core::capabilities::Capabilities;
use emis_core::messages::registration::{Address, GetDemographics};

use super::Journey;
use crate::screens::{day_of, day_with_year};
use crate::trouble::Trouble;

impl<W: Write> Journey<'_, '_, W> {
    /// The patient's details, as far as the practice has them.
    pub(super) fn details(&mut self, known: &Capabilities) -> Result<(), Trouble> {
        self.screen.heading("Your details")?;
        if !self.is_open(known.of::<GetDemographics>(), &GetDemographics {})? {
            return Ok(());
        }
        let rows = self.desk.ask(&GetDemographics {}, |told| {
            let names = [told.title.map(|title| title.to_string()), Some(told.forenames.to_string())];
            let names = names.into_iter().flatten().chain([told.surname.to_string()]);
            let all = [
                ("Name", Some(joined(names, " "))),
                ("Born on", Some(day_with_year(day_of(told.date_of_birth)))),
                ("NHS number", told.nhs_number.map(|number| grouped(number.as_str()))),
                ("Address", told.address.as_ref().map(address)),
                ("E-mail", told.email_address.map(|address| address.to_string())),
                ("Mobile", told.mobile_number.map(|number| number.to_string())),
                ("Telephone", told.telephone_number.map(|number| number.to_string())),
            ];
            let rows = all.into_iter().filter_map(|(name, value)| Some(vec![name.to_owned(), value?]));
            Ok(rows.collect::<Vec<_>>())
        })?;
        Ok(self.screen.rows(&["What", "As the practice has it"], &rows)?)
    }
}

fn joined(parts: impl Iterator<Item = String>, gap: &str) -> String {
    parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(gap)
}

/// As people read it: three, three and four digits.
fn grouped(digits: &str) -> String {
    match (digits.get(..3), digits.get(3..6), digits.get(6..)) {
        (Some(one), Some(two), Some(three)) => format!("{one} {two} {three}"),
        _ => digits.to_owned(),
    }
}

fn address(of: &Address<'_>) -> String {
    let lines =
        [of.house_name_flat_number, of.number_and_street, of.village, of.town, of.county, of.postcode];
    joined(lines.into_iter().flatten().map(|line| line.to_string()), ", ")
}
