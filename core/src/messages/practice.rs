//! What a practice is and offers: GetClinicalVersionInformation, GetPracticeSettings, GetUserOptions.

use super::List;
use super::macros::{message, operation};
use super::types::{Date, OdsCode, Text, words};
use crate::profile::Version;

message! {
    /// Asks which schema version a practice runs, without a session. The answer is not authenticated: see
    /// `VersionLowered` in [`handshake`](crate::handshake).
    GetClinicalVersionInformation [Clone, Copy] {
        /// Any practice.
        ods_code: OdsCode = "OdsCode",
    }
}

message! {
    /// What a practice runs.
    GetClinicalVersionInformationResponse<'a> [Clone, Copy] {
        /// The practice.
        ods_code: OdsCode = "OdsCode",
        /// Its name.
        practice_name: Text<'a, 100> = "PracticeName",
        /// The highest version that it runs.
        schema_version: Version = "SchemaVersion",
        /// Whether it can be called at all.
        live: bool = "Live",
        /// The operations that its version has, by name.
        operations: List<'a, Text<'a, 64>> = "Operations" / Operation,
    }
}

operation! {
    GetClinicalVersionInformation => GetClinicalVersionInformationResponse<'a>, since V1_0, Anywhere
}

words! {
    /// Whether a practice wants a text to be entered.
    InputRequirement {
        /// It is not accepted.
        NotRequested,
        /// It may be given.
        RequestedOptional,
        /// It has to be given.
        RequestedMandatory,
    }
}

words! {
    /// How far a person's account goes.
    AccountStatus {
        /// All that the practice offers.
        Full,
        /// Until the practice has verified the person: no demographics, record, key reset or messaging.
        Restricted,
    }
}

words! {
    /// A person's sex, as the practice has it.
    Sex {
        /// Male.
        Male,
        /// Female.
        Female,
        /// Not known.
        NotKnown,
        /// Not specified.
        NotSpecified,
    }
}

message! {
    /// Asks what the practice offers and wants.
    GetPracticeSettings [Clone, Copy] {
        /// The session's own practice.
        ods_code: OdsCode = "OdsCode",
    }
}

message! {
    /// What the practice offers at all.
    PracticeServices [Clone, Copy, PartialEq, Eq] {
        /// Booking appointments.
        appointments: bool = "Appointments",
        /// Repeat prescriptions.
        prescribing: bool = "Prescribing",
        /// The medical record.
        medical_record: bool = "MedicalRecord",
        /// Messages to the practice.
        messaging: bool = "Messaging",
        /// Registration without a PIN document.
        online_registration: bool = "OnlineRegistration",
        /// Changing one's address and the like.
        demographics_update: bool = "DemographicsUpdate",
        /// The electronic prescription service.
        eps: bool = "Eps",
    }
}

message! {
    /// Which texts the practice wants.
    InputRequirements<'a> [Clone, Copy] {
        /// A reason for a booking.
        appointment_booking_reason: InputRequirement<'a> = "AppointmentBookingReason",
        /// A comment to a prescription request.
        prescribing_comment: InputRequirement<'a> = "PrescribingComment",
    }
}

message! {
    /// The rules of booking.
    AppointmentSettings [Clone, Copy, PartialEq, Eq] {
        /// How many bookings that are not yet past a patient may have.
        maximum_bookings: i64 = "MaximumBookings",
        /// How many minutes before its start a slot can last be booked.
        earliest_booking_minutes: i64 = "EarliestBookingMinutes",
        /// How many days of 24 hours ahead a slot can be booked.
        latest_booking_days: i64 = "LatestBookingDays",
        /// How long a reason may be, in Unicode scalar values.
        booking_reason_maximum_length: i64 = "BookingReasonMaximumLength",
        /// Whether there are telephone appointments.
        telephone_appointments: Option<bool> = "TelephoneAppointments" since V1_1,
    }
}

message! {
    /// What of the record the practice shows.
    MedicalRecordSettings [Clone, Copy, PartialEq, Eq] {
        /// Allergies.
        allergies_enabled: bool = "AllergiesEnabled",
        /// Consultations.
        consultations_enabled: bool = "ConsultationsEnabled",
        /// Documents.
        documents_enabled: bool = "DocumentsEnabled",
        /// Immunisations.
        immunisations_enabled: bool = "ImmunisationsEnabled",
        /// Medication.
        medication_enabled: bool = "MedicationEnabled",
        /// Problems.
        problems_enabled: bool = "ProblemsEnabled",
        /// Test results.
        test_results_enabled: bool = "TestResultsEnabled",
        /// The day from which on free text is shown.
        free_text_from: Option<Date> = "FreeTextFrom",
    }
}

message! {
    /// Texts of the practice to its patients.
    PracticeMessages<'a> [Clone, Copy] {
        /// For the first screen.
        welcome: Option<Text<'a, 2000>> = "Welcome",
        /// For booking.
        appointments: Option<Text<'a, 2000>> = "Appointments",
        /// For prescriptions.
        prescribing: Option<Text<'a, 2000>> = "Prescribing",
    }
}

message! {
    /// What the practice offers and wants.
    GetPracticeSettingsResponse<'a> [Clone, Copy] {
        /// What it offers.
        services: PracticeServices = "Services",
        /// Which texts it wants.
        input_requirements: InputRequirements<'a> = "InputRequirements",
        /// The rules of booking.
        appointments: AppointmentSettings = "Appointments",
        /// What of the record it shows.
        medical_record: Option<MedicalRecordSettings> = "MedicalRecord" since V2_0,
        /// Texts to patients.
        messages: PracticeMessages<'a> = "Messages",
    }
}

operation! { GetPracticeSettings => GetPracticeSettingsResponse<'a>, since V1_0, AnySession }

message! {
    /// Asks what this patient may do.
    GetUserOptions [Clone, Copy, Default] {}
}

message! {
    /// The services of one person.
    UserServices [Clone, Copy, PartialEq, Eq] {
        /// Booking appointments.
        appointments: bool = "Appointments",
        /// Repeat prescriptions.
        prescribing: bool = "Prescribing",
        /// The medical record.
        medical_record: bool = "MedicalRecord",
        /// Messages to the practice.
        messaging: bool = "Messaging",
    }
}

message! {
    /// What this patient may do.
    GetUserOptionsResponse<'a> [Clone, Copy] {
        /// How far the account goes.
        account_status: AccountStatus<'a> = "AccountStatus",
        /// What the practice gave this person.
        assigned_services: UserServices = "AssignedServices",
        /// What works now: what the practice offers, the person was given and the account's status allows.
        effective_services: UserServices = "EffectiveServices",
    }
}

operation! { GetUserOptions => GetUserOptionsResponse<'a>, since V1_0, Patient }
