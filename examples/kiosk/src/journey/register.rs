//! Registration with a letter from the practice.

use std::io::Write;

use emis_client::{Error, Patient, Practice};
use emis_core::fault::FaultCode;
use emis_core::owned::practice::AccountStatus;
use emis_core::owned::registration::RegisterWithPinDocument;
use emis_core::types::OdsCode;
use emis_http::HttpTransport;

use crate::screens::Screen;
use crate::setup::{Kept, PinDocument};
use crate::trouble::Trouble;

/// Registers with the first letter that can still be used, and keeps the patient's key.
pub(super) fn register<'p, W: Write>(
    practice: &'p Practice<HttpTransport>,
    kept: &mut Kept,
    letters: &[PinDocument],
    screen: &Screen<W>,
) -> Result<Patient<'p, HttpTransport>, Trouble> {
    let ods_code = practice.ods_code();
    let label = kept.free_label(ods_code);
    for document in letters {
        let request = request(ods_code, document)?;
        let (registered, patient) = match practice.register_and_open(&request, &label, kept.file()) {
            Err(Error::Refused(refusal)) if is_spent(refusal.code) => continue,
            answer => answer?,
        };
        screen.say("You are registered with the letter from your practice.")?;
        if let Some(path) = kept.path() {
            screen.say(&format!("(The key to your account is kept in {}.)", path.display()))?;
        }
        if registered.account_status != AccountStatus::Full {
            screen.say("Until the practice has checked who you are, some things can't be used.")?;
        }
        return Ok(patient);
    }
    Err(Trouble::Setup(format!(
        "all {} PIN documents of practice {ods_code} that the server names have been used: start the server anew, or \
         give another --practice.",
        letters.len()
    )))
}

/// The letter was used, locked or withdrawn before: the next one may still be good.
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

fn request(ods_code: OdsCode, document: &PinDocument) -> Result<RegisterWithPinDocument, Trouble> {
    let wrong = |_| {
        Trouble::Setup(
            "a PIN document of the server breaks the protocol's limits: get another line.".to_owned(),
        )
    };
    Ok(RegisterWithPinDocument {
        ods_code,
        account_id: document.account_id.parse().map_err(wrong)?,
        linkage_key: document.linkage_key.parse().map_err(wrong)?,
        surname: document.surname.parse().map_err(wrong)?,
        date_of_birth: document.date_of_birth,
    })
}
