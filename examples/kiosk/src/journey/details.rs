//! The patient's details, as the practice has them.

use std::io::Write;

use emis_core::capabilities::Capabilities;
use emis_core::owned::registration::{Address, GetDemographics};

use super::Journey;
use crate::screens::{day_of, day_with_year};
use crate::trouble::Trouble;

impl<W: Write + Send> Journey<'_, W> {
    /// The patient's details, as far as the practice has them.
    pub(super) fn details(&mut self, known: &Capabilities) -> Result<(), Trouble> {
        self.screen.heading("Your details")?;
        if !self.is_open(known.of::<GetDemographics>(), &GetDemographics {})? {
            return Ok(());
        }
        let told = self.patient.ask(&GetDemographics {})?;
        let names = [told.title.map(String::from), Some(told.forenames.into()), Some(told.surname.into())];
        let all = [
            ("Name", Some(joined(names.into_iter().flatten(), " "))),
            ("Born on", Some(day_with_year(day_of(told.date_of_birth)))),
            ("NHS number", told.nhs_number.map(|number| grouped(number.as_str()))),
            ("Address", told.address.map(address)),
            ("E-mail", told.email_address.map(String::from)),
            ("Mobile", told.mobile_number.map(String::from)),
            ("Telephone", told.telephone_number.map(String::from)),
        ];
        let rows = all.into_iter().filter_map(|(name, value)| Some(vec![name.to_owned(), value?]));
        let rows: Vec<_> = rows.collect();
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

fn address(of: Address) -> String {
    let lines =
        [of.house_name_flat_number, of.number_and_street, of.village, of.town, of.county, of.postcode];
    joined(lines.into_iter().flatten().map(String::from), ", ")
}
