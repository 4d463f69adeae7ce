//! How a person becomes known to an application.

use emis_core::messages::registration::{RegisterWithPinDocument, RegisterWithPinDocumentResponse};
use emis_core::types::{PatientRelationshipId, PatientRelationshipKey};

use super::convert::{civil_date, internal, owned};
use super::practice::account_status;
use super::{Answer, Perform, Scene, Written};
use crate::server::random;
use crate::world::{PinRegistration, Refusal};

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
