//! Serde's traits for the messages of one group.
//!
//! Generated from `spec/catalogue` by `cargo xtask generate`.

use serde_core::de::MapAccess;
use serde_core::{Deserialize, Deserializer, Serialize, Serializer};

use super::{FieldMap, FieldsSerializer, FromFields, Parse, is_there, read_fields, required};
use crate::owned::practice::{
    AccountStatus, AppointmentSettings, GetClinicalVersionInformation, GetClinicalVersionInformationResponse,
    GetPracticeSettings, GetPracticeSettingsResponse, GetUserOptions, GetUserOptionsResponse,
    InputRequirement, InputRequirements, MedicalRecordSettings, PracticeMessages, PracticeServices, Sex,
    UserServices,
};

impl Serialize for InputRequirement {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for InputRequirement {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_string(Parse(Self::of))
    }
}

impl Serialize for AccountStatus {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for AccountStatus {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_string(Parse(Self::of))
    }
}

impl Serialize for Sex {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Sex {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_string(Parse(Self::of))
    }
}

impl Serialize for GetClinicalVersionInformation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = FieldsSerializer::new(serializer, "GetClinicalVersionInformation", 1)?;
        fields.value("OdsCode", &self.ods_code)?;

        fields.end()
    }
}

impl FromFields for GetClinicalVersionInformation {
    const NAME: &'static str = "GetClinicalVersionInformation";
    const FIELDS: &'static [&'static str] = &["OdsCode"];

    fn from_fields<'de, A: MapAccess<'de>>(fields: &mut FieldMap<A>) -> Result<Self, A::Error> {
        let mut ods_code = None;

        while let Some(place) = fields.next_field()? {
            match place {
                0 => ods_code = Some(fields.value()?),
                _ => fields.skip()?,
            }
        }
        Ok(Self { ods_code: required(ods_code, "OdsCode")? })
    }
}

impl<'de> Deserialize<'de> for GetClinicalVersionInformation {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_fields(deserializer)
    }
}

impl Serialize for GetClinicalVersionInformationResponse {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = FieldsSerializer::new(serializer, "GetClinicalVersionInformationResponse", 5)?;
        fields.value("OdsCode", &self.ods_code)?;
        fields.value("PracticeName", &self.practice_name)?;
        fields.value("SchemaVersion", &self.schema_version)?;
        fields.value("Live", &self.live)?;
        fields.list("Operations", "Operation", &self.operations)?;

        fields.end()
    }
}

impl FromFields for GetClinicalVersionInformationResponse {
    const NAME: &'static str = "GetClinicalVersionInformationResponse";
    const FIELDS: &'static [&'static str] =
        &["OdsCode", "PracticeName", "SchemaVersion", "Live", "Operations"];

    fn from_fields<'de, A: MapAccess<'de>>(fields: &mut FieldMap<A>) -> Result<Self, A::Error> {
        let mut ods_code = None;
        let mut practice_name = None;
        let mut schema_version = None;
        let mut live = None;
        let mut operations = None;

        while let Some(place) = fields.next_field()? {
            match place {
                0 => ods_code = Some(fields.value()?),
                1 => practice_name = Some(fields.value()?),
                2 => schema_version = Some(fields.value()?),
                3 => live = Some(fields.value()?),
                4 => operations = Some(fields.list(&["Operation"])?),
                _ => fields.skip()?,
            }
        }
        Ok(Self {
            ods_code: required(ods_code, "OdsCode")?,
            practice_name: required(practice_name, "PracticeName")?,
            schema_version: required(schema_version, "SchemaVersion")?,
            live: required(live, "Live")?,
            operations: operations.unwrap_or_default(),
        })
    }
}

impl<'de> Deserialize<'de> for GetClinicalVersionInformationResponse {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_fields(deserializer)
    }
}

impl Serialize for GetPracticeSettings {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = FieldsSerializer::new(serializer, "GetPracticeSettings", 1)?;
        fields.value("OdsCode", &self.ods_code)?;

        fields.end()
    }
}

impl FromFields for GetPracticeSettings {
    const NAME: &'static str = "GetPracticeSettings";
    const FIELDS: &'static [&'static str] = &["OdsCode"];

    fn from_fields<'de, A: MapAccess<'de>>(fields: &mut FieldMap<A>) -> Result<Self, A::Error> {
        let mut ods_code = None;

        while let Some(place) = fields.next_field()? {
            match place {
                0 => ods_code = Some(fields.value()?),
                _ => fields.skip()?,
            }
        }
        Ok(Self { ods_code: required(ods_code, "OdsCode")? })
    }
}

impl<'de> Deserialize<'de> for GetPracticeSettings {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_fields(deserializer)
    }
}

impl Serialize for PracticeServices {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = FieldsSerializer::new(serializer, "PracticeServices", 7)?;
        fields.value("Appointments", &self.appointments)?;
        fields.value("Prescribing", &self.prescribing)?;
        fields.value("MedicalRecord", &self.medical_record)?;
        fields.value("Messaging", &self.messaging)?;
        fields.value("OnlineRegistration", &self.online_registration)?;
        fields.value("DemographicsUpdate", &self.demographics_update)?;
        fields.value("Eps", &self.eps)?;

        fields.end()
    }
}

impl FromFields for PracticeServices {
    const NAME: &'static str = "PracticeServices";
    const FIELDS: &'static [&'static str] = &[
        "Appointments",
        "Prescribing",
        "MedicalRecord",
        "Messaging",
        "OnlineRegistration",
        "DemographicsUpdate",
        "Eps",
    ];

    fn from_fields<'de, A: MapAccess<'de>>(fields: &mut FieldMap<A>) -> Result<Self, A::Error> {
        let mut appointments = None;
        let mut prescribing = None;
        let mut medical_record = None;
        let mut messaging = None;
        let mut online_registration = None;
        let mut demographics_update = None;
        let mut eps = None;

        while let Some(place) = fields.next_field()? {
            match place {
                0 => appointments = Some(fields.value()?),
                1 => prescribing = Some(fields.value()?),
                2 => medical_record = Some(fields.value()?),
                3 => messaging = Some(fields.value()?),
                4 => online_registration = Some(fields.value()?),
                5 => demographics_update = Some(fields.value()?),
                6 => eps = Some(fields.value()?),
                _ => fields.skip()?,
            }
        }
        Ok(Self {
            appointments: required(appointments, "Appointments")?,
            prescribing: required(prescribing, "Prescribing")?,
            medical_record: required(medical_record, "MedicalRecord")?,
            messaging: required(messaging, "Messaging")?,
            online_registration: required(online_registration, "OnlineRegistration")?,
            demographics_update: required(demographics_update, "DemographicsUpdate")?,
            eps: required(eps, "Eps")?,
        })
    }
}

impl<'de> Deserialize<'de> for PracticeServices {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_fields(deserializer)
    }
}

impl Serialize for InputRequirements {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = FieldsSerializer::new(serializer, "InputRequirements", 2)?;
        fields.value("AppointmentBookingReason", &self.appointment_booking_reason)?;
        fields.value("PrescribingComment", &self.prescribing_comment)?;

        fields.end()
    }
}

impl FromFields for InputRequirements {
    const NAME: &'static str = "InputRequirements";
    const FIELDS: &'static [&'static str] = &["AppointmentBookingReason", "PrescribingComment"];

    fn from_fields<'de, A: MapAccess<'de>>(fields: &mut FieldMap<A>) -> Result<Self, A::Error> {
        let mut appointment_booking_reason = None;
        let mut prescribing_comment = None;

        while let Some(place) = fields.next_field()? {
            match place {
                0 => appointment_booking_reason = Some(fields.value()?),
                1 => prescribing_comment = Some(fields.value()?),
                _ => fields.skip()?,
            }
        }
        Ok(Self {
            appointment_booking_reason: required(appointment_booking_reason, "AppointmentBookingReason")?,
            prescribing_comment: required(prescribing_comment, "PrescribingComment")?,
        })
    }
}

impl<'de> Deserialize<'de> for InputRequirements {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_fields(deserializer)
    }
}

impl Serialize for AppointmentSettings {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = FieldsSerializer::new(
            serializer,
            "AppointmentSettings",
            4 + is_there(&self.telephone_appointments),
        )?;
        fields.value("MaximumBookings", &self.maximum_bookings)?;
        fields.value("EarliestBookingMinutes", &self.earliest_booking_minutes)?;
        fields.value("LatestBookingDays", &self.latest_booking_days)?;
        fields.value("BookingReasonMaximumLength", &self.booking_reason_maximum_length)?;
        fields.optional("TelephoneAppointments", &self.telephone_appointments)?;

        fields.end()
    }
}

impl FromFields for AppointmentSettings {
    const NAME: &'static str = "AppointmentSettings";
    const FIELDS: &'static [&'static str] = &[
        "MaximumBookings",
        "EarliestBookingMinutes",
        "LatestBookingDays",
        "BookingReasonMaximumLength",
        "TelephoneAppointments",
    ];

    fn from_fields<'de, A: MapAccess<'de>>(fields: &mut FieldMap<A>) -> Result<Self, A::Error> {
        let mut maximum_bookings = None;
        let mut earliest_booking_minutes = None;
        let mut latest_booking_days = None;
        let mut booking_reason_maximum_length = None;
        let mut telephone_appointments = None;

        while let Some(place) = fields.next_field()? {
            match place {
                0 => maximum_bookings = Some(fields.value()?),
                1 => earliest_booking_minutes = Some(fields.value()?),
                2 => latest_booking_days = Some(fields.value()?),
                3 => booking_reason_maximum_length = Some(fields.value()?),
                4 => telephone_appointments = fields.optional()?,
                _ => fields.skip()?,
            }
        }
        Ok(Self {
            maximum_bookings: required(maximum_bookings, "MaximumBookings")?,
            earliest_booking_minutes: required(earliest_booking_minutes, "EarliestBookingMinutes")?,
            latest_booking_days: required(latest_booking_days, "LatestBookingDays")?,
            booking_reason_maximum_length: required(
                booking_reason_maximum_length,
                "BookingReasonMaximumLength",
            )?,
            telephone_appointments,
        })
    }
}

impl<'de> Deserialize<'de> for AppointmentSettings {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_fields(deserializer)
    }
}

impl Serialize for MedicalRecordSettings {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields =
            FieldsSerializer::new(serializer, "MedicalRecordSettings", 7 + is_there(&self.free_text_from))?;
        fields.value("AllergiesEnabled", &self.allergies_enabled)?;
        fields.value("ConsultationsEnabled", &self.consultations_enabled)?;
        fields.value("DocumentsEnabled", &self.documents_enabled)?;
        fields.value("ImmunisationsEnabled", &self.immunisations_enabled)?;
        fields.value("MedicationEnabled", &self.medication_enabled)?;
        fields.value("ProblemsEnabled", &self.problems_enabled)?;
        fields.value("TestResultsEnabled", &self.test_results_enabled)?;
        fields.optional("FreeTextFrom", &self.free_text_from)?;

        fields.end()
    }
}

impl FromFields for MedicalRecordSettings {
    const NAME: &'static str = "MedicalRecordSettings";
    const FIELDS: &'static [&'static str] = &[
        "AllergiesEnabled",
        "ConsultationsEnabled",
        "DocumentsEnabled",
        "ImmunisationsEnabled",
        "MedicationEnabled",
        "ProblemsEnabled",
        "TestResultsEnabled",
        "FreeTextFrom",
    ];

    fn from_fields<'de, A: MapAccess<'de>>(fields: &mut FieldMap<A>) -> Result<Self, A::Error> {
        let mut allergies_enabled = None;
        let mut consultations_enabled = None;
        let mut documents_enabled = None;
        let mut immunisations_enabled = None;
        let mut medication_enabled = None;
        let mut problems_enabled = None;
        let mut test_results_enabled = None;
        let mut free_text_from = None;

        while let Some(place) = fields.next_field()? {
            match place {
                0 => allergies_enabled = Some(fields.value()?),
                1 => consultations_enabled = Some(fields.value()?),
                2 => documents_enabled = Some(fields.value()?),
                3 => immunisations_enabled = Some(fields.value()?),
                4 => medication_enabled = Some(fields.value()?),
                5 => problems_enabled = Some(fields.value()?),
                6 => test_results_enabled = Some(fields.value()?),
                7 => free_text_from = fields.optional()?,
                _ => fields.skip()?,
            }
        }
        Ok(Self {
            allergies_enabled: required(allergies_enabled, "AllergiesEnabled")?,
            consultations_enabled: required(consultations_enabled, "ConsultationsEnabled")?,
            documents_enabled: required(documents_enabled, "DocumentsEnabled")?,
            immunisations_enabled: required(immunisations_enabled, "ImmunisationsEnabled")?,
            medication_enabled: required(medication_enabled, "MedicationEnabled")?,
            problems_enabled: required(problems_enabled, "ProblemsEnabled")?,
            test_results_enabled: required(test_results_enabled, "TestResultsEnabled")?,
            free_text_from,
        })
    }
}

impl<'de> Deserialize<'de> for MedicalRecordSettings {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_fields(deserializer)
    }
}

impl Serialize for PracticeMessages {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = FieldsSerializer::new(
            serializer,
            "PracticeMessages",
            is_there(&self.welcome) + is_there(&self.appointments) + is_there(&self.prescribing),
        )?;
        fields.optional("Welcome", &self.welcome)?;
        fields.optional("Appointments", &self.appointments)?;
        fields.optional("Prescribing", &self.prescribing)?;

        fields.end()
    }
}

impl FromFields for PracticeMessages {
    const NAME: &'static str = "PracticeMessages";
    const FIELDS: &'static [&'static str] = &["Welcome", "Appointments", "Prescribing"];

    fn from_fields<'de, A: MapAccess<'de>>(fields: &mut FieldMap<A>) -> Result<Self, A::Error> {
        let mut welcome = None;
        let mut appointments = None;
        let mut prescribing = None;

        while let Some(place) = fields.next_field()? {
            match place {
                0 => welcome = fields.optional()?,
                1 => appointments = fields.optional()?,
                2 => prescribing = fields.optional()?,
                _ => fields.skip()?,
            }
        }
        Ok(Self { welcome, appointments, prescribing })
    }
}

impl<'de> Deserialize<'de> for PracticeMessages {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_fields(deserializer)
    }
}

impl Serialize for GetPracticeSettingsResponse {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = FieldsSerializer::new(
            serializer,
            "GetPracticeSettingsResponse",
            4 + is_there(&self.medical_record),
        )?;
        fields.value("Services", &self.services)?;
        fields.value("InputRequirements", &self.input_requirements)?;
        fields.value("Appointments", &self.appointments)?;
        fields.optional("MedicalRecord", &self.medical_record)?;
        fields.value("Messages", &self.messages)?;

        fields.end()
    }
}

impl FromFields for GetPracticeSettingsResponse {
    const NAME: &'static str = "GetPracticeSettingsResponse";
    const FIELDS: &'static [&'static str] =
        &["Services", "InputRequirements", "Appointments", "MedicalRecord", "Messages"];

    fn from_fields<'de, A: MapAccess<'de>>(fields: &mut FieldMap<A>) -> Result<Self, A::Error> {
        let mut services = None;
        let mut input_requirements = None;
        let mut appointments = None;
        let mut medical_record = None;
        let mut messages = None;

        while let Some(place) = fields.next_field()? {
            match place {
                0 => services = Some(fields.value()?),
                1 => input_requirements = Some(fields.value()?),
                2 => appointments = Some(fields.value()?),
                3 => medical_record = fields.optional()?,
                4 => messages = Some(fields.value()?),
                _ => fields.skip()?,
            }
        }
        Ok(Self {
            services: required(services, "Services")?,
            input_requirements: required(input_requirements, "InputRequirements")?,
            appointments: required(appointments, "Appointments")?,
            medical_record,
            messages: required(messages, "Messages")?,
        })
    }
}

impl<'de> Deserialize<'de> for GetPracticeSettingsResponse {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_fields(deserializer)
    }
}

impl Serialize for GetUserOptions {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let fields = FieldsSerializer::new(serializer, "GetUserOptions", 0)?;

        fields.end()
    }
}

impl FromFields for GetUserOptions {
    const NAME: &'static str = "GetUserOptions";
    const FIELDS: &'static [&'static str] = &[];

    fn from_fields<'de, A: MapAccess<'de>>(fields: &mut FieldMap<A>) -> Result<Self, A::Error> {
        while fields.next_field()?.is_some() {}
        Ok(Self {})
    }
}

impl<'de> Deserialize<'de> for GetUserOptions {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_fields(deserializer)
    }
}

impl Serialize for UserServices {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = FieldsSerializer::new(serializer, "UserServices", 4)?;
        fields.value("Appointments", &self.appointments)?;
        fields.value("Prescribing", &self.prescribing)?;
        fields.value("MedicalRecord", &self.medical_record)?;
        fields.value("Messaging", &self.messaging)?;

        fields.end()
    }
}

impl FromFields for UserServices {
    const NAME: &'static str = "UserServices";
    const FIELDS: &'static [&'static str] = &["Appointments", "Prescribing", "MedicalRecord", "Messaging"];

    fn from_fields<'de, A: MapAccess<'de>>(fields: &mut FieldMap<A>) -> Result<Self, A::Error> {
        let mut appointments = None;
        let mut prescribing = None;
        let mut medical_record = None;
        let mut messaging = None;

        while let Some(place) = fields.next_field()? {
            match place {
                0 => appointments = Some(fields.value()?),
                1 => prescribing = Some(fields.value()?),
                2 => medical_record = Some(fields.value()?),
                3 => messaging = Some(fields.value()?),
                _ => fields.skip()?,
            }
        }
        Ok(Self {
            appointments: required(appointments, "Appointments")?,
            prescribing: required(prescribing, "Prescribing")?,
            medical_record: required(medical_record, "MedicalRecord")?,
            messaging: required(messaging, "Messaging")?,
        })
    }
}

impl<'de> Deserialize<'de> for UserServices {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_fields(deserializer)
    }
}

impl Serialize for GetUserOptionsResponse {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = FieldsSerializer::new(serializer, "GetUserOptionsResponse", 3)?;
        fields.value("AccountStatus", &self.account_status)?;
        fields.value("AssignedServices", &self.assigned_services)?;
        fields.value("EffectiveServices", &self.effective_services)?;

        fields.end()
    }
}

impl FromFields for GetUserOptionsResponse {
    const NAME: &'static str = "GetUserOptionsResponse";
    const FIELDS: &'static [&'static str] = &["AccountStatus", "AssignedServices", "EffectiveServices"];

    fn from_fields<'de, A: MapAccess<'de>>(fields: &mut FieldMap<A>) -> Result<Self, A::Error> {
        let mut account_status = None;
        let mut assigned_services = None;
        let mut effective_services = None;

        while let Some(place) = fields.next_field()? {
            match place {
                0 => account_status = Some(fields.value()?),
                1 => assigned_services = Some(fields.value()?),
                2 => effective_services = Some(fields.value()?),
                _ => fields.skip()?,
            }
        }
        Ok(Self {
            account_status: required(account_status, "AccountStatus")?,
            assigned_services: required(assigned_services, "AssignedServices")?,
            effective_services: required(effective_services, "EffectiveServices")?,
        })
    }
}

impl<'de> Deserialize<'de> for GetUserOptionsResponse {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_fields(deserializer)
    }
}
