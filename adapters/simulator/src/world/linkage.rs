//! ResetAccountLinkageKey: the patient locks out every other application and gets a key to register one again.
//!
//! Both ends of the session derive the new relationship key, so the caller passes it in. It takes effect with the
//! reset, before the reply is sent.

use super::World;
use super::access::{Caller, Requirement};
use super::patient::Letter;
use super::refusal::{FaultCode, Refusal};
use super::secret::{Bytes, Secret};

/// The result of a reset, and the sessions that the caller has to end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkageReset {
    /// `LinkageKey`: serves one further registration.
    pub linkage_key: Secret,
    /// The relationships whose every other session ends now: the account's removed ones, and the caller's own.
    pub ended: Vec<String>,
}

impl World {
    /// ResetAccountLinkageKey: `new_key` becomes the caller's PatientRelationshipKey.
    ///
    /// # Errors
    /// AccountRestricted.
    pub fn reset_account_linkage_key(
        &mut self,
        caller: Caller<'_>,
        new_key: &str,
        random: Bytes<'_>,
    ) -> Result<LinkageReset, Refusal> {
        let seat = self.seat(caller, Requirement::FullAccount)?;
        let (ods_code, number) = (seat.practice.ods_code.clone(), seat.number);
        let patient = self.practice_mut(&ods_code)?.patients.change(number);
        let account = patient.and_then(|p| p.account.as_mut()).ok_or(FaultCode::InternalError)?;
        let linkage_key = fresh_linkage_key(random);
        account.linkage_key = Some(linkage_key.clone());
        account.linkage_key_spent = false;
        account.letter.get_or_insert(Letter::Good);
        let ended = self.relationships_of(&ods_code, number);
        self.relationships.retain(|id, _| !ended.contains(id) || id == caller.relationship_id);
        if let Some(own) = self.relationships.change(&caller.relationship_id.to_owned()) {
            own.key = Secret::new(new_key);
        }
        Ok(LinkageReset { linkage_key, ended })
    }
}

/// 130 random bits in 26 characters that can be read over the telephone.
fn fresh_linkage_key(random: Bytes<'_>) -> Secret {
    let mut bytes = [0; 26];
    random(&mut bytes);
    let letters = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    Secret::new(bytes.map(|byte| char::from(letters[usize::from(byte & 31)])).iter().collect::<String>())
}
