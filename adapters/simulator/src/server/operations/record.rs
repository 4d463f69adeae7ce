//! The medical record, read-only, and the reset of the linkage key.

use base64ct::{Base64 as Standard, Encoding as _};
use emis_core::fault::FaultCode;
use emis_core::messages::List;
use emis_core::messages::record::{
    Filter, GetMedicalRecordData, GetMedicalRecordDataResponse, GetMedicalRecordDocumentContent,
    GetMedicalRecordDocumentContentResponse, ItemType, ResetAccountLinkageKey,
    ResetAccountLinkageKeyResponse, User,
};
use emis_core::types::{Base64, PatientRelationshipId};

use super::convert::{civil_date, date, each, guid, internal, optional, optional_text, owned, page, text};
use super::item::Shelves;
use super::{Answer, Perform, Scene, Seat, Written};
use crate::server::random;
use crate::world::{self, Refusal};

fn section(of: ItemType<'_>) -> Result<world::ItemType, Refusal> {
    Ok(match of {
        ItemType::Allergies => world::ItemType::Allergies,
        ItemType::Consultations => world::ItemType::Consultations,
        ItemType::Documents => world::ItemType::Documents,
        ItemType::Immunisations => world::ItemType::Immunisations,
        ItemType::Medication => world::ItemType::Medication,
        ItemType::Problems => world::ItemType::Problems,
        ItemType::TestResults => world::ItemType::TestResults,
        ItemType::Unknown(_) => return Err(Refusal::invalid("ItemType")),
    })
}

fn user(of: &world::User) -> Result<User<'_>, Refusal> {
    Ok(User {
        user_id: guid(&of.user_id)?,
        display_name: text(&of.display_name)?,
        role: optional_text(of.role.as_deref())?,
        organisation: optional_text(of.organisation.as_deref())?,
    })
}

impl Perform for GetMedicalRecordData<'_> {
    fn perform(&self, scene: Scene<'_>, answer: Answer<'_>) -> Result<Written, Refusal> {
        let seat = Seat::of(scene.facts()?);
        let item_type = section(self.item_type)?;
        let (from, to) = (self.from.map(civil_date).transpose()?, self.to.map(civil_date).transpose()?);
        let after = optional(self.after.as_ref());
        let page = page(self.maximum_items, after.as_deref());
        let found = scene.world.medical_record_data(seat.caller()?, item_type, from, to, page)?;
        let shelves = Shelves::default();
        let items = each(&found.items, |of| shelves.item(of))?;
        let users = each(&found.users, user)?;
        Ok(answer.give::<Self>(&GetMedicalRecordDataResponse {
            item_type: self.item_type,
            filter: Filter {
                from: found.filter.from.map(date).transpose()?,
                to: found.filter.to.map(date).transpose()?,
                free_text_from: found.filter.free_text_from.map(date).transpose()?,
            },
            items: List::new(&items),
            users: List::new(&users),
            next: optional_text(found.next.as_deref())?,
        }))
    }
}

impl Perform for GetMedicalRecordDocumentContent<'_> {
    fn perform(&self, scene: Scene<'_>, answer: Answer<'_>) -> Result<Written, Refusal> {
        let seat = Seat::of(scene.facts()?);
        let found = scene.world.document_content(seat.caller()?, &owned(&self.document_id))?;
        let content = Standard::encode_string(found.html.as_bytes());
        Ok(answer.give::<Self>(&GetMedicalRecordDocumentContentResponse {
            document_id: text(&found.document_id)?,
            content_type: text(found.content_type)?,
            content: internal(Base64::new(&content))?,
        }))
    }
}

impl Perform for ResetAccountLinkageKey<'_> {
    /// This session ends with the reply, and the other sessions when the world's part is done, both by the table of
    /// sessions.
    fn perform(&self, scene: Scene<'_>, answer: Answer<'_>) -> Result<Written, Refusal> {
        let seat = Seat::of(scene.facts()?);
        let key = scene.next_key.ok_or(FaultCode::InternalError)?;
        let reset =
            scene.world.reset_account_linkage_key(seat.caller()?, key.expose_str(), &mut random::fill)?;
        let ended = each(&reset.ended, |id| internal(PatientRelationshipId::parse(id)))?;
        let response = ResetAccountLinkageKeyResponse { linkage_key: text(reset.linkage_key.reveal())? };
        Ok(Written { ended, ..answer.give::<Self>(&response) })
    }
}
