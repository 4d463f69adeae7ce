//! Makes the practices of a world from a seed and today's date.
//!
//! The settings are chosen so that between them the practices reach every answer that the operations page has; a change
//! here may make a rule unreachable for tests.

mod history;
mod names;
mod people;

use std::collections::BTreeMap;

use emis_core::profile::Version;
use jiff::ToSpan as _;
use jiff::civil::Date;

use super::diary::Diary;
use super::messages::Recipient;
use super::mix::Mix;
use super::patient::{Letter, PatientStatus, Sex};
use super::practice::{
    AppointmentSettings, InputRequirement, Practice, PracticeServices, RecordSettings, Settings,
    WelcomeMessages,
};
use super::rows::{List, Table};
use super::slot::{Clinician, Location};
use people::Person;

/// How many PIN documents of each live practice simply work.
pub const GOOD_PIN_DOCUMENTS: usize = 44;

const SPECIAL: [Letter; 9] = [
    Letter::Restricted,
    Letter::Restricted,
    Letter::ArchivedAccount,
    Letter::ArchivedAccount,
    Letter::ArchivedPatient,
    Letter::WithoutAppointments,
    Letter::WithoutPrescribing,
    Letter::WithoutMedicalRecord,
    Letter::WithoutMessaging,
];

/// The differences between the practices.
struct Plan {
    ods_code: &'static str,
    name: &'static str,
    version: Version,
    live: bool,
    prescribing: bool,
    reason: InputRequirement,
    comment: InputRequirement,
    appointments: AppointmentSettings,
    welcome: WelcomeMessages,
}

fn plans() -> [Plan; 5] {
    use InputRequirement::{NotRequested, RequestedMandatory, RequestedOptional};
    let appointments = |maximum_bookings, earliest, latest, length, telephone| AppointmentSettings {
        maximum_bookings,
        earliest_booking_minutes: earliest,
        latest_booking_days: latest,
        booking_reason_maximum_length: length,
        telephone_appointments: telephone,
    };
    let text = |text: &str| Some(text.to_owned());
    [
        Plan {
            ods_code: "A99001",
            name: "Ashgrove Surgery",
            version: Version::V1_0,
            live: true,
            prescribing: false,
            reason: NotRequested,
            comment: NotRequested,
            appointments: appointments(3, 0, 14, 0, false),
            welcome: WelcomeMessages::default(),
        },
        Plan {
            ods_code: "B99002",
            name: "St. Mary's & All Saints Health Centre",
            version: Version::V1_1,
            live: true,
            prescribing: true,
            reason: RequestedOptional,
            comment: NotRequested,
            appointments: appointments(4, 60, 28, 100, true),
            welcome: WelcomeMessages {
                welcome: text("Welcome to St. Mary's & All Saints. If it's an emergency, ring 999."),
                appointments: text(
                    "Please cancel what you can't keep: last month 112 appointments were missed.",
                ),
                prescribing: None,
            },
        },
        Plan {
            ods_code: "C99003",
            name: "Bryn Môr Medical Practice",
            version: Version::V2_0,
            live: true,
            prescribing: true,
            reason: RequestedMandatory,
            comment: RequestedMandatory,
            appointments: appointments(2, 1440, 56, 150, false),
            welcome: WelcomeMessages {
                welcome: text("Croeso i Feddygfa Bryn Môr – welcome.\nWe're open <every> day."),
                appointments: None,
                prescribing: text("Allow 48 hours (72 h over a bank holiday) & say why you need it."),
            },
        },
        Plan {
            ods_code: "D99004",
            name: "The Docks Café Surgery",
            version: Version::V2_1,
            live: true,
            prescribing: true,
            reason: RequestedOptional,
            comment: RequestedOptional,
            appointments: appointments(10, 30, 90, 500, true),
            welcome: WelcomeMessages {
                welcome: text("Hello! You can now send us messages."),
                appointments: text("Video calls open 5 minutes early."),
                prescribing: text("Ask a week before you run out."),
            },
        },
        Plan {
            ods_code: "E99005",
            name: "Eastgate Practice",
            version: Version::V2_0,
            live: false,
            prescribing: true,
            reason: RequestedOptional,
            comment: RequestedOptional,
            appointments: appointments(2, 0, 28, 100, false),
            welcome: WelcomeMessages::default(),
        },
    ]
}

fn settings(plan: &Plan, today: Date) -> Settings {
    let version = plan.version;
    let (two, shown) = (version >= Version::V2_0, version >= Version::V2_1);
    Settings {
        services: PracticeServices {
            appointments: true,
            prescribing: plan.prescribing,
            medical_record: two,
            messaging: shown,
            online_registration: version >= Version::V1_1,
            demographics_update: false,
            eps: plan.prescribing,
        },
        appointment_booking_reason: plan.reason,
        prescribing_comment: plan.comment,
        appointments: plan.appointments,
        record: two.then(|| RecordSettings {
            allergies: true,
            consultations: true,
            documents: shown,
            immunisations: true,
            medication: true,
            problems: true,
            test_results: shown,
            free_text_from: (!shown).then(|| today.saturating_sub(6.years())),
            visible_from: (!shown).then(|| today.saturating_sub(30.years())),
        }),
        messages: plan.welcome.clone(),
    }
}

/// All practices, by ODS code.
pub(super) fn practices(seed: u64, today: Date) -> BTreeMap<String, Practice> {
    let made = plans().into_iter().zip(0u64..).map(|(plan, number)| practice(seed, number, today, &plan));
    made.map(|practice| (practice.ods_code.clone(), practice)).collect()
}

fn practice(seed: u64, number: u64, today: Date, plan: &Plan) -> Practice {
    let mut wanted = Vec::new();
    if plan.live {
        wanted.extend([Person::Pin(Letter::Good); GOOD_PIN_DOCUMENTS]);
        wanted.extend(SPECIAL.map(Person::Pin));
        wanted.extend([Person::Unaccounted(PatientStatus::Current); 20]);
        wanted.extend([Person::Child, Person::Child, Person::Unaccounted(PatientStatus::Archived)]);
        wanted.extend([Person::Unaccounted(PatientStatus::Temporary)]);
        wanted.extend([Person::Unaccounted(PatientStatus::Current), Person::Twin]);
    }
    let clinicians = clinicians(number);
    let mut made = Practice {
        ods_code: plan.ods_code.to_owned(),
        name: plan.name.to_owned(),
        version: plan.version,
        live: plan.live,
        settings: settings(plan, today),
        diary: Diary {
            seed: Mix::new(seed, &[1, number]).number(),
            first_day: today,
            telephone: plan.appointments.telephone_appointments,
            clinician_names: clinicians.iter().map(|c| c.display_name.clone()).collect(),
            locations: 2,
        },
        clinicians,
        locations: locations(number),
        patients: people::people(seed, number, today, &wanted).into(),
        bookings: Table::default(),
        cancellations: List::default(),
        requests: List::default(),
        recipients: recipients(seed, number),
        threads: Table::default(),
        last_message_id: 1000,
    };
    made.bookings = history::bookings(seed, number, today, &made).into_iter().collect();
    history::coming(seed, number, today, &mut made);
    made.requests = history::requests(seed, number, today, &made).into();
    if made.settings.services.messaging {
        history::messages(seed, number, today, &mut made);
    }
    made
}

fn clinicians(practice: u64) -> Vec<Clinician> {
    let shift = usize::try_from(practice).unwrap_or(0) * 2;
    let staff = names::STAFF.iter().cycle().skip(shift).take(7);
    staff
        .zip(1..)
        .map(|(&(forename, surname, title, job, woman), clinician_id)| Clinician {
            clinician_id,
            display_name: format!("{title} {forename} {surname}"),
            job_role: Some(job.to_owned()),
            sex: woman.map(|woman| if woman { Sex::Female } else { Sex::Male }),
        })
        .collect()
}

fn locations(practice: u64) -> Vec<Location> {
    let shift = usize::try_from(practice).unwrap_or(0);
    let places = names::PLACES.iter().cycle().skip(shift).take(2);
    places
        .zip(1..)
        .map(|(&(name, inward), location_id)| Location {
            location_id,
            name: name.to_owned(),
            postcode: (location_id == 1).then(|| format!("LS6 {inward}")),
        })
        .collect()
}

fn recipients(seed: u64, practice: u64) -> Vec<Recipient> {
    let mut mix = Mix::new(seed, &[5, practice]);
    ["Reception", "Prescriptions & repeats", "The doctors' secretary", "Siân Pritchard, practice nurse"]
        .map(|name| Recipient { recipient_id: mix.guid(), name: name.to_owned() })
        .into()
}
