//! How a person becomes known to an application: RegisterWithPinDocument.
//!
//! A reply may be lost, so a relationship is provisional until the first valid call of a session made with it
//! (protocol.md section 4): store the pair durably, then open a session at once.

use super::macros::{message, operation};
use super::practice::AccountStatus;
use crate::types::{Date, OdsCode, PatientRelationshipId, PatientRelationshipKey, Text};

message! {
    /// Registers with the letter that the practice gave the person.
    RegisterWithPinDocument<'a> [Clone, Copy] {
        /// The session's own practice.
        ods_code: OdsCode = "OdsCode",
        /// From the letter.
        account_id: Text<'a, 64> = "AccountId",
        /// From the letter.
        linkage_key: Text<'a, 64> = "LinkageKey",
        /// The person's; white space around it and ASCII case do not matter.
        surname: Text<'a, 100> = "Surname",
        /// The person's.
        date_of_birth: Date = "DateOfBirth",
    }
}

message! {
    /// The new relationship. Its key travels in this message and never again.
    RegisterWithPinDocumentResponse<'a> {
        /// Which relationship.
        patient_relationship_id: PatientRelationshipId = "PatientRelationshipId",
        /// Its secret.
        patient_relationship_key: PatientRelationshipKey = "PatientRelationshipKey",
        /// How far the account goes.
        account_status: AccountStatus<'a> = "AccountStatus",
    }
}

operation! { RegisterWithPinDocument<'a> => RegisterWithPinDocumentResponse<'a>, since V1_0, Application }
