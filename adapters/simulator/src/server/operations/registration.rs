//! Registration, and the practice's details of a person.

use emis_core::messages::practice::Sex;
use emis_core::messages::registration::{
    Address, GetDemographics, GetDemographicsResponse, RegisterWithPatientDetails,
    RegisterWithPatientDetailsResponse, RegisterWithPinDocument, RegisterWithPinDocumentResponse,
};
use emis_core::types::{NhsNumber, PatientRelationshipId, PatientRelationshipKey};

use super::convert::{civil_date, date, internal, optional, optional_text, owned, sex, text};
use super::practice::account_status;
use super::{Answer, Perform, Scene, Seat, Written};
use crate::server::random;
use crate::world::{self, DetailsRegistration, PinRegistration, Refusal};

impl Perform for RegisterWithPinDocument<'_> {
    fn perform(&self, scene: Scene<'_>, answer: Answer<'_>) -> Result<Written, Refusal> {
        scene.own(self.ods_code)?;
        let registration = PinRegistration {
            application_id: scene.facts()?.application.as_str(),
            ods_code: self.ods_code.as_str(),
            account_id: &owned(&self.account_id),
            linkage_key: &owned(&self.linkage_key),
            surname: &owned(&self.surname),
            date_of_birth: civil_date(self.date_of_birth)?,
        };
        let registered =
            scene.world.register_with_pin_document(&registration, &mut random::fill, scene.now)?;
        Ok(answer.give::<Self>(&RegisterWithPinDocumentResponse {
            patient_relationship_id: internal(PatientRelationshipId::parse(&registered.relationship_id))?,
            patient_relationship_key: internal(PatientRelationshipKey::parse(registered.key.reveal()))?,
            account_status: account_status(registered.status),
        }))
    }
}

impl Perform for RegisterWithPatientDetails<'_> {
    fn perform(&self, scene: Scene<'_>, answer: Answer<'_>) -> Result<Written, Refusal> {
        scene.own(self.ods_code)?;
        let sex = self.sex.map(|sex| match sex {
            Sex::Male => Ok(world::Sex::Male),
            Sex::Female => Ok(world::Sex::Female),
            Sex::NotKnown => Ok(world::Sex::NotKnown),
            Sex::NotSpecified => Ok(world::Sex::NotSpecified),
            Sex::Unknown(_) => Err(Refusal::invalid("Sex")),
        });
        let house = optional(self.house_name_flat_number.as_ref());
        let registration = DetailsRegistration {
            application_id: scene.facts()?.application.as_str(),
            ods_code: self.ods_code.as_str(),
            forenames: &owned(&self.forenames),
            surname: &owned(&self.surname),
            date_of_birth: civil_date(self.date_of_birth)?,
            sex: sex.transpose()?,
            postcode: &owned(&self.postcode),
            house_name_flat_number: house.as_deref(),
            nhs_number: self.nhs_number.as_ref().map(NhsNumber::as_str),
        };
        let registered =
            scene.world.register_with_patient_details(&registration, &mut random::fill, scene.now)?;
        Ok(answer.give::<Self>(&RegisterWithPatientDetailsResponse {
            patient_relationship_id: internal(PatientRelationshipId::parse(&registered.relationship_id))?,
            patient_relationship_key: internal(PatientRelationshipKey::parse(registered.key.reveal()))?,
            account_status: account_status(registered.status),
        }))
    }
}

fn address(of: &world::Address) -> Result<Address<'_>, Refusal> {
    Ok(Address {
        house_name_flat_number: optional_text(of.house_name_flat_number.as_deref())?,
        number_and_street: optional_text(of.number_and_street.as_deref())?,
        village: optional_text(of.village.as_deref())?,
        town: optional_text(of.town.as_deref())?,
        county: optional_text(of.county.as_deref())?,
        postcode: optional_text(of.postcode.as_deref())?,
    })
}

impl Perform for GetDemographics {
    fn perform(&self, scene: Scene<'_>, answer: Answer<'_>) -> Result<Written, Refusal> {
        let who = scene.world.demographics(Seat::of(scene.facts()?).caller()?)?;
        Ok(answer.give::<Self>(&GetDemographicsResponse {
            title: optional_text(who.title.as_deref())?,
            forenames: text(&who.forenames)?,
            surname: text(&who.surname)?,
            date_of_birth: date(who.date_of_birth)?,
            sex: sex(who.sex),
            nhs_number: internal(who.nhs_number.as_deref().map(NhsNumber::parse).transpose())?,
            address: who.address.as_ref().map(address).transpose()?,
            email_address: optional_text(who.email_address.as_deref())?,
            mobile_number: optional_text(who.mobile_number.as_deref())?,
            telephone_number: optional_text(who.telephone_number.as_deref())?,
        }))
    }
}
