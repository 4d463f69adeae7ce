//! Registration with a letter from the practice.
//!
//! The one thing that a reader would get wrong: a registration whose reply was lost may be asked again, unlike a
//! booking. Its pair is provisional until a session has been opened with it, and the second answer makes the first one
//! void (protocol.md section 4, Registration).

use std::io::Write;

use emis_core::fault::FaultCode;
use emis_core::messages::practice::AccountStatus;
use emis_core::messages::registration::RegisterWithPinDocument;
use emis_core::types::{OdsCode, Relationship, Text};

use crate::desk::Desk;
use crate::screens::Screen;
use crate::setup::{Keyring, PinDocument};
use crate::trouble::Trouble;

/// Registers with the first letter that still serves, and keeps the pair. When this returns, it is on the disk.
pub(super) fn register<W: Write>(
    desk: &mut Desk<'_>,
    keyring: &mut Keyring,
    practice: OdsCode,
    letters: &[PinDocument],
    screen: &mut Screen<W>,
) -> Result<Relationship, Trouble> {
    for document in letters {
        let request = request(practice, document)?;
        let mut ask = || {
            desk.change(&request, |told| {
                let (id, key) = (told.patient_relationship_id, told.patient_relationship_key);
                Ok((Relationship { id, key }, told.account_status == AccountStatus::Full))
            })
        };
        let answer = match ask() {
            Err(Trouble::InDoubt(_)) => ask(),
            answer => answer,
        };
        let (relationship, full) = match answer {
            Err(Trouble::Refused(refusal)) if is_spent(refusal.code) => continue,
            answer => answer?,
        };
        keyring.keep(practice, &relationship)?;
        screen.say("You are registered with the letter from your practice.")?;
        if let Some(path) = keyring.kept_at() {
            screen.say(&format!("(The key to your account is kept in {}.)", path.display()))?;
        }
        if !full {
            screen.say("Until the practice has checked who you are, some things can't be used.")?;
        }
        return Ok(relationship);
    }
    Err(Trouble::Setup(format!(
        "all {} PIN documents of practice {practice} that the server names have been used: start the server anew, or \
         give another --practice.",
        letters.len()
    )))
}

/// The letter was used, locked or withdrawn by somebody before: the next one may serve.
fn is_spent(code: Option<FaultCode<'_>>) -> bool {
    matches!(
        code,
        Some(
            FaultCode::AlreadyLinked
                | FaultCode::LinkageKeyMismatch
                | FaultCode::TooManyAttempts
                | FaultCode::AccountArchived
                | FaultCode::PatientArchived
        )
    )
}

fn request(ods_code: OdsCode, document: &PinDocument) -> Result<RegisterWithPinDocument<'_>, Trouble> {
    let wrong = |_| {
        Trouble::Setup(
            "a PIN document of the server breaks the protocol's limits: get another line.".to_owned(),
        )
    };
    Ok(RegisterWithPinDocument {
        ods_code,
        account_id: Text::new(&document.account_id).map_err(wrong)?,
        linkage_key: Text::new(&document.linkage_key).map_err(wrong)?,
        surname: Text::new(&document.surname).map_err(wrong)?,
        date_of_birth: document.date_of_birth,
    })
}
