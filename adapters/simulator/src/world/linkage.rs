//! ResetAccountLinkageKey: the patient locks every other application out and gets a key to let one in again.
//!
//! The new relationship key is not made here: both ends of the session derive it, so the caller passes it in. It takes
//! effect with the reset, before the reply is sent.

use super::World;
use super::access::{Caller, Need};
use super::patient::Letter;
use super::refusal::{FaultCode, Refusal};
use super::secret::{Octets, Secret};

/// What a reset gives, and what the caller has to end because of it.
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
        random: Octets<'_>,
    ) -> Result<LinkageReset, Refusal> {
        let seat = self.seat(caller, Need::FullAccount)?;
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
fn fresh_linkage_key(random: Octets<'_>) -> Secret {
    let mut octets = [0; 26];
    random(&mut octets);
    let letters = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    Secret::new(octets.map(|octet| char::from(letters[usize::from(octet & 31)])).iter().collect::<String>())
}
