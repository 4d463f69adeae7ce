//! What a practice is and offers, what a user may do, and the end of a session.

use emis_core::messages::practice::{
    AccountStatus, AppointmentSettings, GetClinicalVersionInformation, GetClinicalVersionInformationResponse,
    GetPracticeSettings, GetPracticeSettingsResponse, GetUserOptions, GetUserOptionsResponse,
    InputRequirement, InputRequirements, MedicalRecordSettings, PracticeMessages, PracticeServices,
    UserServices,
};
use emis_core::messages::session::{EndSession, EndSessionResponse};
use emis_core::messages::{List, OPERATIONS};
use emis_core::types::Text;

use super::convert::{date, int, optional_text, text};
use super::{Answer, Perform, Scene, Seat, Written};
use crate::world::{self, Refusal};

impl Perform for GetClinicalVersionInformation {
    fn perform(&self, scene: Scene<'_>, answer: Answer<'_>) -> Result<Written, Refusal> {
        let practice = scene.world.practice(self.ods_code.as_str())?;
        let mut names: Vec<&str> =
            OPERATIONS.iter().filter(|info| info.since <= practice.version).map(|info| info.name).collect();
        names.sort_unstable();
        let operations = names.into_iter().map(text).collect::<Result<Vec<Text<'_, 64>>, _>>()?;
        Ok(answer.give::<Self>(&GetClinicalVersionInformationResponse {
            ods_code: self.ods_code,
            practice_name: text(&practice.name)?,
            schema_version: practice.version,
            live: practice.live,
            operations: List::new(&operations),
        }))
    }
}

fn requirement(of: world::InputRequirement) -> InputRequirement<'static> {
    match of {
        world::InputRequirement::NotRequested => InputRequirement::NotRequested,
        world::InputRequirement::RequestedOptional => InputRequirement::RequestedOptional,
        world::InputRequirement::RequestedMandatory => InputRequirement::RequestedMandatory,
    }
}

fn record(shown: &world::RecordSettings) -> Result<MedicalRecordSettings, Refusal> {
    Ok(MedicalRecordSettings {
        allergies_enabled: shown.allergies,
        consultations_enabled: shown.consultations,
        documents_enabled: shown.documents,
        immunisations_enabled: shown.immunisations,
        medication_enabled: shown.medication,
        problems_enabled: shown.problems,
        test_results_enabled: shown.test_results,
        free_text_from: shown.free_text_from.map(date).transpose()?,
    })
}

impl Perform for GetPracticeSettings {
    fn perform(&self, scene: Scene<'_>, answer: Answer<'_>) -> Result<Written, Refusal> {
        scene.own(self.ods_code)?;
        let settings = scene.world.practice_settings(self.ods_code.as_str())?;
        let (offered, rules) = (settings.services, settings.appointments);
        // The writer leaves out what a session of an earlier version does not have.
        Ok(answer.give::<Self>(&GetPracticeSettingsResponse {
            services: PracticeServices {
                appointments: offered.appointments,
                prescribing: offered.prescribing,
                medical_record: offered.medical_record,
                messaging: offered.messaging,
                online_registration: offered.online_registration,
                demographics_update: offered.demographics_update,
                eps: offered.eps,
            },
            input_requirements: InputRequirements {
                appointment_booking_reason: requirement(settings.appointment_booking_reason),
                prescribing_comment: requirement(settings.prescribing_comment),
            },
            appointments: AppointmentSettings {
                maximum_bookings: int(rules.maximum_bookings)?,
                earliest_booking_minutes: rules.earliest_booking_minutes.into(),
                latest_booking_days: rules.latest_booking_days.into(),
                booking_reason_maximum_length: int(rules.booking_reason_maximum_length)?,
                telephone_appointments: Some(rules.telephone_appointments),
            },
            medical_record: settings.record.as_ref().map(record).transpose()?,
            messages: PracticeMessages {
                welcome: optional_text(settings.messages.welcome.as_deref())?,
                appointments: optional_text(settings.messages.appointments.as_deref())?,
                prescribing: optional_text(settings.messages.prescribing.as_deref())?,
            },
        }))
    }
}

pub(super) fn account_status(of: world::AccountStatus) -> AccountStatus<'static> {
    match of {
        world::AccountStatus::Full => AccountStatus::Full,
        world::AccountStatus::Restricted => AccountStatus::Restricted,
    }
}

fn services(of: world::UserServices) -> UserServices {
    UserServices {
        appointments: of.appointments,
        prescribing: of.prescribing,
        medical_record: of.medical_record,
        messaging: of.messaging,
    }
}

impl Perform for GetUserOptions {
    fn perform(&self, scene: Scene<'_>, answer: Answer<'_>) -> Result<Written, Refusal> {
        let options = scene.world.user_options(Seat::of(scene.facts()?).caller()?)?;
        Ok(answer.give::<Self>(&GetUserOptionsResponse {
            account_status: account_status(options.status),
            assigned_services: services(options.assigned),
            effective_services: services(options.effective),
        }))
    }
}

impl Perform for EndSession {
    /// The session ends with the reply, by the table of sessions.
    fn perform(&self, _: Scene<'_>, answer: Answer<'_>) -> Result<Written, Refusal> {
        Ok(answer.give::<Self>(&EndSessionResponse {}))
    }
}
