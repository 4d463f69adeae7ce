//! What can be done here, and why something cannot: without a call.
//!
//! [`Capabilities`] combines what the practice has said so far: its version, its session, its settings, the user's
//! options. It answers for each operation, for each section of the record, and for the fields whose rules are the
//! practice's own. Easy to get wrong: it repeats what the practice said at the time. The practice decides at the call,
//! and its settings may have changed.
//!
//! ```
//! use emis_core::capabilities::{Capabilities, Capability, Reason};
//! use emis_core::messages::messaging::SendMessage;
//! # use emis_core::messages::practice::GetClinicalVersionInformationResponse;
//! # fn show(information: &GetClinicalVersionInformationResponse<'_>) {
//! match Capabilities::of_practice(information).of::<SendMessage<'_>>() {
//!     Capability::Allowed => println!("write to your practice"),
//!     Capability::Refused(Reason::Version { needed, .. }) => println!("your practice would need version {needed}"),
//!     Capability::Refused(reason) => println!("not here: {reason}"),
//!     Capability::Unknown(unknown) => println!("not known yet: {unknown}"),
//! }
//! # }
//! ```

mod answer;
mod fields;

use core::fmt;

pub use answer::{Capability, Reason, Unknown};
pub use fields::{FieldError, FieldErrorKind, InputRule};

use crate::messages::practice::{
    AccountStatus, GetClinicalVersionInformationResponse, GetPracticeSettingsResponse,
    GetUserOptionsResponse, MedicalRecordSettings, UserServices,
};
use crate::messages::record::{GetMedicalRecordData, GetMedicalRecordDocumentContent, ItemType};
use crate::messages::{Allowed, Operation, OperationDescriptor, Requirement, Service, SessionKind};
use crate::profile::{Profile, Version};
use crate::session::Session;

/// What the practice has said so far, and what follows from it. See the module.
///
/// It is small and borrows nothing, so it outlives the reply buffer. It does not say whether a session is still live.
/// `Debug` shows nothing, because what a person may do is private.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Capabilities {
    /// The version that the session speaks, or would.
    version: Version,
    /// The highest that the practice runs.
    practice_version: Version,
    live: bool,
    /// `None` before there is a session.
    kind: Option<SessionKind>,
    settings: Option<Settings>,
    options: Option<Options>,
}

/// The practice's settings that affect an operation or a field.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Settings {
    offered: UserServices,
    booking_reason: Option<InputRule>,
    prescribing_comment: Option<InputRule>,
    telephone_appointments: Option<bool>,
    sections: Option<Sections>,
}

/// The user's options that affect an operation or a field.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Options {
    /// Whether the account is full; `None` for an unknown word.
    full: Option<bool>,
    assigned: UserServices,
    effective: UserServices,
}

/// The sections of the record that are shown, a bit each.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Sections(u8);

impl Sections {
    fn of(shown: &MedicalRecordSettings) -> Self {
        let bits = [
            (ItemType::Allergies, shown.allergies_enabled),
            (ItemType::Consultations, shown.consultations_enabled),
            (ItemType::Documents, shown.documents_enabled),
            (ItemType::Immunisations, shown.immunisations_enabled),
            (ItemType::Medication, shown.medication_enabled),
            (ItemType::Problems, shown.problems_enabled),
            (ItemType::TestResults, shown.test_results_enabled),
        ];
        Self(bits.iter().filter(|(_, enabled)| *enabled).fold(0, |all, (section, _)| all | bit(*section)))
    }

    fn shows(self, section: ItemType<'_>) -> bool {
        self.0 & bit(section) != 0
    }
}

const fn bit(section: ItemType<'_>) -> u8 {
    match section {
        ItemType::Allergies => 1,
        ItemType::Consultations => 2,
        ItemType::Documents => 4,
        ItemType::Immunisations => 8,
        ItemType::Medication => 16,
        ItemType::Problems => 32,
        ItemType::TestResults => 64,
        ItemType::Unknown(_) => 0,
    }
}

const fn given(services: &UserServices, service: Service) -> bool {
    match service {
        Service::Appointments => services.appointments,
        Service::Prescribing => services.prescribing,
        Service::MedicalRecord => services.medical_record,
        Service::Messaging => services.messaging,
    }
}

impl Capabilities {
    /// What a practice's version says, before there is a session. It assumes a session of the right kind, at the
    /// practice's version. It is not authenticated.
    #[must_use]
    pub fn of_practice(information: &GetClinicalVersionInformationResponse<'_>) -> Self {
        Self {
            version: information.schema_version,
            practice_version: information.schema_version,
            live: information.live,
            kind: None,
            settings: None,
            options: None,
        }
    }

    /// What a session's version and kind say.
    #[must_use]
    pub fn of_session<P: Profile>(session: &Session<P>) -> Self {
        Self {
            version: session.version(),
            practice_version: session.practice_version(),
            live: true,
            kind: Some(session.kind()),
            settings: None,
            options: None,
        }
    }

    /// The same practice in this session. Its settings are still known; a user's options are removed, because they may
    /// be another person's.
    #[must_use]
    pub fn in_session<P: Profile>(self, session: &Session<P>) -> Self {
        Self { settings: self.settings, ..Self::of_session(session) }
    }

    /// Adds the practice's settings. What the version of the asking session does not have stays unknown.
    #[must_use]
    pub fn with_settings(self, settings: &GetPracticeSettingsResponse<'_>) -> Self {
        let offered = settings.services;
        let settings = Settings {
            offered: UserServices {
                appointments: offered.appointments,
                prescribing: offered.prescribing,
                medical_record: offered.medical_record,
                messaging: offered.messaging,
            },
            booking_reason: InputRule::booking_reason(settings),
            prescribing_comment: InputRule::prescribing_comment(settings),
            telephone_appointments: settings.appointments.telephone_appointments,
            sections: settings.medical_record.as_ref().map(Sections::of),
        };
        Self { settings: Some(settings), ..self }
    }

    /// Adds the options of this session's patient.
    #[must_use]
    pub fn with_options(self, options: &GetUserOptionsResponse<'_>) -> Self {
        let options = Options {
            full: match options.account_status {
                AccountStatus::Full => Some(true),
                AccountStatus::Restricted => Some(false),
                AccountStatus::Unknown(_) => None,
            },
            assigned: options.assigned_services,
            effective: options.effective_services,
        };
        Self { options: Some(options), ..self }
    }

    /// Which question the practice has not been asked yet, of those whose answers belong in here: its settings first, then
    /// in a patient session the user's options.
    #[must_use]
    pub const fn unasked(&self) -> Option<Unknown> {
        match (&self.settings, &self.options, self.kind) {
            (None, _, _) => Some(Unknown::PracticeSettings),
            (_, None, Some(SessionKind::Patient)) => Some(Unknown::UserOptions),
            _ => None,
        }
    }

    /// Whether an operation may be called. Of several reasons against it, the one is given that a server finds first.
    ///
    /// For GetMedicalRecordData this is whether the record is open at all; [`Capabilities::section`] answers for each
    /// section. Documents are a section of their own, so GetMedicalRecordDocumentContent takes that into account.
    #[must_use]
    pub fn operation(&self, info: &OperationDescriptor) -> Capability {
        let open = self.place(info).and(|| self.need(info.requirement));
        if info.name == GetMedicalRecordDocumentContent::DESCRIPTOR.name {
            return open.and(|| self.shows(ItemType::Documents));
        }
        open
    }

    /// The same for a type of request: `capabilities.of::<BookAppointment<'_>>()`.
    #[must_use]
    pub fn of<O: Operation>(&self) -> Capability {
        self.operation(O::DESCRIPTOR)
    }

    /// Whether GetMedicalRecordData may be called for a section of the record.
    #[must_use]
    pub fn section(&self, section: ItemType<'_>) -> Capability {
        self.of::<GetMedicalRecordData<'_>>().and(|| self.shows(section))
    }

    /// The conditions before the service: the practice accepts sessions, its version has the operation, and the session
    /// is of the right kind.
    fn place(&self, info: &OperationDescriptor) -> Capability {
        if !self.live && info.allowed != Allowed::Anywhere {
            return Capability::Refused(Reason::PracticeNotLive);
        }
        if info.since > self.version {
            return Capability::Refused(self.too_early(info.since));
        }
        match self.kind {
            Some(session) if !info.allowed.in_session(session) => {
                Capability::Refused(Reason::NotAllowedInSession(session))
            }
            _ => Capability::Allowed,
        }
    }

    fn too_early(&self, needed: Version) -> Reason {
        Reason::Version { needed, session: self.version, practice: self.practice_version }
    }

    /// Whether what an operation needs is there. It is allowed only if nothing known is against it.
    fn need(&self, need: Requirement) -> Capability {
        if need == Requirement::Nothing {
            return Capability::Allowed;
        }
        let (service, options) = (need.service(), self.options);
        if let Some(service) = service {
            if self.settings.is_some_and(|settings| !given(&settings.offered, service)) {
                return Capability::Refused(Reason::NotOffered(service));
            }
            if options.is_some_and(|options| !given(&options.assigned, service)) {
                return Capability::Refused(Reason::NotAssigned(service));
            }
        }
        let Some(options) = options else { return Capability::Unknown(Unknown::UserOptions) };
        if need.full_account() && options.full == Some(false) {
            return Capability::Refused(Reason::AccountRestricted);
        }
        match service {
            Some(service) if given(&options.effective, service) => Capability::Allowed,
            // The person has it assigned, so the practice does not offer it, unless the practice is known to offer it:
            // then it is the account, whose status is an unknown word.
            Some(_) if self.settings.is_some() && options.full.is_none() => {
                Capability::Refused(Reason::AccountRestricted)
            }
            Some(service) => Capability::Refused(Reason::NotOffered(service)),
            None if options.full.is_none() => Capability::Unknown(Unknown::NotSaid),
            None => Capability::Allowed,
        }
    }

    /// Whether the practice shows a section.
    fn shows(&self, section: ItemType<'_>) -> Capability {
        if let ItemType::Unknown(_) = section {
            return Capability::Unknown(Unknown::NotSaid);
        }
        match self.settings.map(|settings| settings.sections) {
            None => Capability::Unknown(Unknown::PracticeSettings),
            Some(None) => Capability::Unknown(Unknown::NotSaid),
            Some(Some(shown)) if shown.shows(section) => Capability::Allowed,
            Some(Some(_)) => Capability::Refused(Reason::SectionNotEnabled),
        }
    }
}

impl fmt::Debug for Capabilities {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Capabilities(redacted)")
    }
}
