//! Serde's traits for the messages of one group.
//!
//! Generated from `spec/catalogue` by `cargo xtask generate`.

use serde_core::de::MapAccess;
use serde_core::{Deserialize, Deserializer, Serialize, Serializer};

use super::{FieldMap, FieldsSerializer, FromFields, Parse, is_there, read_fields, required};
use crate::owned::appointments::{
    Appointment, AppointmentSession, BookAppointment, BookAppointmentResponse, CancelAppointment,
    CancelAppointmentResponse, Clinician, ContactType, GetAvailableAppointments,
    GetAvailableAppointmentsResponse, GetPatientAppointments, GetPatientAppointmentsResponse, Location,
    SessionType, Slot, SlotType, Telephone,
};

impl Serialize for SlotType {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for SlotType {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_string(Parse(Self::of))
    }
}

impl Serialize for SessionType {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for SessionType {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_string(Parse(Self::of))
    }
}

impl Serialize for ContactType {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for ContactType {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_string(Parse(Self::of))
    }
}

impl Serialize for GetAvailableAppointments {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = FieldsSerializer::new(
            serializer,
            "GetAvailableAppointments",
            2 + is_there(&self.maximum_items) + is_there(&self.after),
        )?;
        fields.value("From", &self.from)?;
        fields.value("To", &self.to)?;
        fields.optional("MaximumItems", &self.maximum_items)?;
        fields.optional("After", &self.after)?;

        fields.end()
    }
}

impl FromFields for GetAvailableAppointments {
    const NAME: &'static str = "GetAvailableAppointments";
    const FIELDS: &'static [&'static str] = &["From", "To", "MaximumItems", "After"];

    fn from_fields<'de, A: MapAccess<'de>>(fields: &mut FieldMap<A>) -> Result<Self, A::Error> {
        let mut from = None;
        let mut to = None;
        let mut maximum_items = None;
        let mut after = None;

        while let Some(place) = fields.next_field()? {
            match place {
                0 => from = Some(fields.value()?),
                1 => to = Some(fields.value()?),
                2 => maximum_items = fields.optional()?,
                3 => after = fields.optional()?,
                _ => fields.skip()?,
            }
        }
        Ok(Self { from: required(from, "From")?, to: required(to, "To")?, maximum_items, after })
    }
}

impl<'de> Deserialize<'de> for GetAvailableAppointments {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_fields(deserializer)
    }
}

impl Serialize for Slot {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = FieldsSerializer::new(serializer, "Slot", 5 + is_there(&self.slot_type_name))?;
        fields.value("SlotId", &self.slot_id)?;
        fields.value("SessionId", &self.session_id)?;
        fields.value("StartTime", &self.start_time)?;
        fields.value("EndTime", &self.end_time)?;
        fields.optional("SlotTypeName", &self.slot_type_name)?;
        fields.value("SlotType", &self.slot_type)?;

        fields.end()
    }
}

impl FromFields for Slot {
    const NAME: &'static str = "Slot";
    const FIELDS: &'static [&'static str] =
        &["SlotId", "SessionId", "StartTime", "EndTime", "SlotTypeName", "SlotType"];

    fn from_fields<'de, A: MapAccess<'de>>(fields: &mut FieldMap<A>) -> Result<Self, A::Error> {
        let mut slot_id = None;
        let mut session_id = None;
        let mut start_time = None;
        let mut end_time = None;
        let mut slot_type_name = None;
        let mut slot_type = None;

        while let Some(place) = fields.next_field()? {
            match place {
                0 => slot_id = Some(fields.value()?),
                1 => session_id = Some(fields.value()?),
                2 => start_time = Some(fields.value()?),
                3 => end_time = Some(fields.value()?),
                4 => slot_type_name = fields.optional()?,
                5 => slot_type = Some(fields.value()?),
                _ => fields.skip()?,
            }
        }
        Ok(Self {
            slot_id: required(slot_id, "SlotId")?,
            session_id: required(session_id, "SessionId")?,
            start_time: required(start_time, "StartTime")?,
            end_time: required(end_time, "EndTime")?,
            slot_type_name,
            slot_type: required(slot_type, "SlotType")?,
        })
    }
}

impl<'de> Deserialize<'de> for Slot {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_fields(deserializer)
    }
}

impl Serialize for AppointmentSession {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = FieldsSerializer::new(
            serializer,
            "AppointmentSession",
            2 + is_there(&self.session_name) + is_there(&self.session_type) + is_there(&self.location_id),
        )?;
        fields.value("SessionId", &self.session_id)?;
        fields.optional("SessionName", &self.session_name)?;
        fields.optional("SessionType", &self.session_type)?;
        fields.optional("LocationId", &self.location_id)?;
        fields.list("ClinicianIds", "ClinicianId", &self.clinician_ids)?;

        fields.end()
    }
}

impl FromFields for AppointmentSession {
    const NAME: &'static str = "AppointmentSession";
    const FIELDS: &'static [&'static str] =
        &["SessionId", "SessionName", "SessionType", "LocationId", "ClinicianIds"];

    fn from_fields<'de, A: MapAccess<'de>>(fields: &mut FieldMap<A>) -> Result<Self, A::Error> {
        let mut session_id = None;
        let mut session_name = None;
        let mut session_type = None;
        let mut location_id = None;
        let mut clinician_ids = None;

        while let Some(place) = fields.next_field()? {
            match place {
                0 => session_id = Some(fields.value()?),
                1 => session_name = fields.optional()?,
                2 => session_type = fields.optional()?,
                3 => location_id = fields.optional()?,
                4 => clinician_ids = Some(fields.list(&["ClinicianId"])?),
                _ => fields.skip()?,
            }
        }
        Ok(Self {
            session_id: required(session_id, "SessionId")?,
            session_name,
            session_type,
            location_id,
            clinician_ids: clinician_ids.unwrap_or_default(),
        })
    }
}

impl<'de> Deserialize<'de> for AppointmentSession {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_fields(deserializer)
    }
}

impl Serialize for Clinician {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = FieldsSerializer::new(
            serializer,
            "Clinician",
            2 + is_there(&self.job_role) + is_there(&self.sex),
        )?;
        fields.value("ClinicianId", &self.clinician_id)?;
        fields.value("DisplayName", &self.display_name)?;
        fields.optional("JobRole", &self.job_role)?;
        fields.optional("Sex", &self.sex)?;

        fields.end()
    }
}

impl FromFields for Clinician {
    const NAME: &'static str = "Clinician";
    const FIELDS: &'static [&'static str] = &["ClinicianId", "DisplayName", "JobRole", "Sex"];

    fn from_fields<'de, A: MapAccess<'de>>(fields: &mut FieldMap<A>) -> Result<Self, A::Error> {
        let mut clinician_id = None;
        let mut display_name = None;
        let mut job_role = None;
        let mut sex = None;

        while let Some(place) = fields.next_field()? {
            match place {
                0 => clinician_id = Some(fields.value()?),
                1 => display_name = Some(fields.value()?),
                2 => job_role = fields.optional()?,
                3 => sex = fields.optional()?,
                _ => fields.skip()?,
            }
        }
        Ok(Self {
            clinician_id: required(clinician_id, "ClinicianId")?,
            display_name: required(display_name, "DisplayName")?,
            job_role,
            sex,
        })
    }
}

impl<'de> Deserialize<'de> for Clinician {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_fields(deserializer)
    }
}

impl Serialize for Location {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = FieldsSerializer::new(serializer, "Location", 2 + is_there(&self.postcode))?;
        fields.value("LocationId", &self.location_id)?;
        fields.value("LocationName", &self.location_name)?;
        fields.optional("Postcode", &self.postcode)?;

        fields.end()
    }
}

impl FromFields for Location {
    const NAME: &'static str = "Location";
    const FIELDS: &'static [&'static str] = &["LocationId", "LocationName", "Postcode"];

    fn from_fields<'de, A: MapAccess<'de>>(fields: &mut FieldMap<A>) -> Result<Self, A::Error> {
        let mut location_id = None;
        let mut location_name = None;
        let mut postcode = None;

        while let Some(place) = fields.next_field()? {
            match place {
                0 => location_id = Some(fields.value()?),
                1 => location_name = Some(fields.value()?),
                2 => postcode = fields.optional()?,
                _ => fields.skip()?,
            }
        }
        Ok(Self {
            location_id: required(location_id, "LocationId")?,
            location_name: required(location_name, "LocationName")?,
            postcode,
        })
    }
}

impl<'de> Deserialize<'de> for Location {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_fields(deserializer)
    }
}

impl Serialize for GetAvailableAppointmentsResponse {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields =
            FieldsSerializer::new(serializer, "GetAvailableAppointmentsResponse", 4 + is_there(&self.next))?;
        fields.list("Slots", "Slot", &self.slots)?;
        fields.list("Sessions", "Session", &self.sessions)?;
        fields.list("Clinicians", "Clinician", &self.clinicians)?;
        fields.list("Locations", "Location", &self.locations)?;
        fields.optional("Next", &self.next)?;

        fields.end()
    }
}

impl FromFields for GetAvailableAppointmentsResponse {
    const NAME: &'static str = "GetAvailableAppointmentsResponse";
    const FIELDS: &'static [&'static str] = &["Slots", "Sessions", "Clinicians", "Locations", "Next"];

    fn from_fields<'de, A: MapAccess<'de>>(fields: &mut FieldMap<A>) -> Result<Self, A::Error> {
        let mut slots = None;
        let mut sessions = None;
        let mut clinicians = None;
        let mut locations = None;
        let mut next = None;

        while let Some(place) = fields.next_field()? {
            match place {
                0 => slots = Some(fields.list(&["Slot"])?),
                1 => sessions = Some(fields.list(&["Session"])?),
                2 => clinicians = Some(fields.list(&["Clinician"])?),
                3 => locations = Some(fields.list(&["Location"])?),
                4 => next = fields.optional()?,
                _ => fields.skip()?,
            }
        }
        Ok(Self {
            slots: slots.unwrap_or_default(),
            sessions: sessions.unwrap_or_default(),
            clinicians: clinicians.unwrap_or_default(),
            locations: locations.unwrap_or_default(),
            next,
        })
    }
}

impl<'de> Deserialize<'de> for GetAvailableAppointmentsResponse {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_fields(deserializer)
    }
}

impl Serialize for GetPatientAppointments {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = FieldsSerializer::new(
            serializer,
            "GetPatientAppointments",
            1 + is_there(&self.past_from) + is_there(&self.maximum_items) + is_there(&self.after),
        )?;
        fields.value("IncludePast", &self.include_past)?;
        fields.optional("PastFrom", &self.past_from)?;
        fields.optional("MaximumItems", &self.maximum_items)?;
        fields.optional("After", &self.after)?;

        fields.end()
    }
}

impl FromFields for GetPatientAppointments {
    const NAME: &'static str = "GetPatientAppointments";
    const FIELDS: &'static [&'static str] = &["IncludePast", "PastFrom", "MaximumItems", "After"];

    fn from_fields<'de, A: MapAccess<'de>>(fields: &mut FieldMap<A>) -> Result<Self, A::Error> {
        let mut include_past = None;
        let mut past_from = None;
        let mut maximum_items = None;
        let mut after = None;

        while let Some(place) = fields.next_field()? {
            match place {
                0 => include_past = Some(fields.value()?),
                1 => past_from = fields.optional()?,
                2 => maximum_items = fields.optional()?,
                3 => after = fields.optional()?,
                _ => fields.skip()?,
            }
        }
        Ok(Self { include_past: required(include_past, "IncludePast")?, past_from, maximum_items, after })
    }
}

impl<'de> Deserialize<'de> for GetPatientAppointments {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_fields(deserializer)
    }
}

impl Serialize for Telephone {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = FieldsSerializer::new(serializer, "Telephone", 2)?;
        fields.value("Number", &self.number)?;
        fields.value("ContactType", &self.contact_type)?;

        fields.end()
    }
}

impl FromFields for Telephone {
    const NAME: &'static str = "Telephone";
    const FIELDS: &'static [&'static str] = &["Number", "ContactType"];

    fn from_fields<'de, A: MapAccess<'de>>(fields: &mut FieldMap<A>) -> Result<Self, A::Error> {
        let mut number = None;
        let mut contact_type = None;

        while let Some(place) = fields.next_field()? {
            match place {
                0 => number = Some(fields.value()?),
                1 => contact_type = Some(fields.value()?),
                _ => fields.skip()?,
            }
        }
        Ok(Self { number: required(number, "Number")?, contact_type: required(contact_type, "ContactType")? })
    }
}

impl<'de> Deserialize<'de> for Telephone {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_fields(deserializer)
    }
}

impl Serialize for Appointment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = FieldsSerializer::new(
            serializer,
            "Appointment",
            5 + is_there(&self.slot_type_name)
                + is_there(&self.booking_reason)
                + is_there(&self.booked_at)
                + is_there(&self.telephone),
        )?;
        fields.value("SlotId", &self.slot_id)?;
        fields.value("SessionId", &self.session_id)?;
        fields.value("StartTime", &self.start_time)?;
        fields.value("EndTime", &self.end_time)?;
        fields.optional("SlotTypeName", &self.slot_type_name)?;
        fields.value("SlotType", &self.slot_type)?;
        fields.optional("BookingReason", &self.booking_reason)?;
        fields.optional("BookedAt", &self.booked_at)?;
        fields.optional("Telephone", &self.telephone)?;

        fields.end()
    }
}

impl FromFields for Appointment {
    const NAME: &'static str = "Appointment";
    const FIELDS: &'static [&'static str] = &[
        "SlotId",
        "SessionId",
        "StartTime",
        "EndTime",
        "SlotTypeName",
        "SlotType",
        "BookingReason",
        "BookedAt",
        "Telephone",
    ];

    fn from_fields<'de, A: MapAccess<'de>>(fields: &mut FieldMap<A>) -> Result<Self, A::Error> {
        let mut slot_id = None;
        let mut session_id = None;
        let mut start_time = None;
        let mut end_time = None;
        let mut slot_type_name = None;
        let mut slot_type = None;
        let mut booking_reason = None;
        let mut booked_at = None;
        let mut telephone = None;

        while let Some(place) = fields.next_field()? {
            match place {
                0 => slot_id = Some(fields.value()?),
                1 => session_id = Some(fields.value()?),
                2 => start_time = Some(fields.value()?),
                3 => end_time = Some(fields.value()?),
                4 => slot_type_name = fields.optional()?,
                5 => slot_type = Some(fields.value()?),
                6 => booking_reason = fields.optional()?,
                7 => booked_at = fields.optional()?,
                8 => telephone = fields.optional()?,
                _ => fields.skip()?,
            }
        }
        Ok(Self {
            slot_id: required(slot_id, "SlotId")?,
            session_id: required(session_id, "SessionId")?,
            start_time: required(start_time, "StartTime")?,
            end_time: required(end_time, "EndTime")?,
            slot_type_name,
            slot_type: required(slot_type, "SlotType")?,
            booking_reason,
            booked_at,
            telephone,
        })
    }
}

impl<'de> Deserialize<'de> for Appointment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_fields(deserializer)
    }
}

impl Serialize for GetPatientAppointmentsResponse {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields =
            FieldsSerializer::new(serializer, "GetPatientAppointmentsResponse", 4 + is_there(&self.next))?;
        fields.list("Appointments", "Appointment", &self.appointments)?;
        fields.list("Sessions", "Session", &self.sessions)?;
        fields.list("Clinicians", "Clinician", &self.clinicians)?;
        fields.list("Locations", "Location", &self.locations)?;
        fields.optional("Next", &self.next)?;

        fields.end()
    }
}

impl FromFields for GetPatientAppointmentsResponse {
    const NAME: &'static str = "GetPatientAppointmentsResponse";
    const FIELDS: &'static [&'static str] = &["Appointments", "Sessions", "Clinicians", "Locations", "Next"];

    fn from_fields<'de, A: MapAccess<'de>>(fields: &mut FieldMap<A>) -> Result<Self, A::Error> {
        let mut appointments = None;
        let mut sessions = None;
        let mut clinicians = None;
        let mut locations = None;
        let mut next = None;

        while let Some(place) = fields.next_field()? {
            match place {
                0 => appointments = Some(fields.list(&["Appointment"])?),
                1 => sessions = Some(fields.list(&["Session"])?),
                2 => clinicians = Some(fields.list(&["Clinician"])?),
                3 => locations = Some(fields.list(&["Location"])?),
                4 => next = fields.optional()?,
                _ => fields.skip()?,
            }
        }
        Ok(Self {
            appointments: appointments.unwrap_or_default(),
            sessions: sessions.unwrap_or_default(),
            clinicians: clinicians.unwrap_or_default(),
            locations: locations.unwrap_or_default(),
            next,
        })
    }
}

impl<'de> Deserialize<'de> for GetPatientAppointmentsResponse {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_fields(deserializer)
    }
}

impl Serialize for BookAppointment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = FieldsSerializer::new(
            serializer,
            "BookAppointment",
            1 + is_there(&self.booking_reason) + is_there(&self.telephone),
        )?;
        fields.value("SlotId", &self.slot_id)?;
        fields.optional("BookingReason", &self.booking_reason)?;
        fields.optional("Telephone", &self.telephone)?;

        fields.end()
    }
}

impl FromFields for BookAppointment {
    const NAME: &'static str = "BookAppointment";
    const FIELDS: &'static [&'static str] = &["SlotId", "BookingReason", "Telephone"];

    fn from_fields<'de, A: MapAccess<'de>>(fields: &mut FieldMap<A>) -> Result<Self, A::Error> {
        let mut slot_id = None;
        let mut booking_reason = None;
        let mut telephone = None;

        while let Some(place) = fields.next_field()? {
            match place {
                0 => slot_id = Some(fields.value()?),
                1 => booking_reason = fields.optional()?,
                2 => telephone = fields.optional()?,
                _ => fields.skip()?,
            }
        }
        Ok(Self { slot_id: required(slot_id, "SlotId")?, booking_reason, telephone })
    }
}

impl<'de> Deserialize<'de> for BookAppointment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_fields(deserializer)
    }
}

impl Serialize for BookAppointmentResponse {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = FieldsSerializer::new(serializer, "BookAppointmentResponse", 1)?;
        fields.value("SlotId", &self.slot_id)?;

        fields.end()
    }
}

impl FromFields for BookAppointmentResponse {
    const NAME: &'static str = "BookAppointmentResponse";
    const FIELDS: &'static [&'static str] = &["SlotId"];

    fn from_fields<'de, A: MapAccess<'de>>(fields: &mut FieldMap<A>) -> Result<Self, A::Error> {
        let mut slot_id = None;

        while let Some(place) = fields.next_field()? {
            match place {
                0 => slot_id = Some(fields.value()?),
                _ => fields.skip()?,
            }
        }
        Ok(Self { slot_id: required(slot_id, "SlotId")? })
    }
}

impl<'de> Deserialize<'de> for BookAppointmentResponse {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_fields(deserializer)
    }
}

impl Serialize for CancelAppointment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = FieldsSerializer::new(serializer, "CancelAppointment", 1 + is_there(&self.reason))?;
        fields.value("SlotId", &self.slot_id)?;
        fields.optional("Reason", &self.reason)?;

        fields.end()
    }
}

impl FromFields for CancelAppointment {
    const NAME: &'static str = "CancelAppointment";
    const FIELDS: &'static [&'static str] = &["SlotId", "Reason"];

    fn from_fields<'de, A: MapAccess<'de>>(fields: &mut FieldMap<A>) -> Result<Self, A::Error> {
        let mut slot_id = None;
        let mut reason = None;

        while let Some(place) = fields.next_field()? {
            match place {
                0 => slot_id = Some(fields.value()?),
                1 => reason = fields.optional()?,
                _ => fields.skip()?,
            }
        }
        Ok(Self { slot_id: required(slot_id, "SlotId")?, reason })
    }
}

impl<'de> Deserialize<'de> for CancelAppointment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_fields(deserializer)
    }
}

impl Serialize for CancelAppointmentResponse {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = FieldsSerializer::new(serializer, "CancelAppointmentResponse", 1)?;
        fields.value("SlotId", &self.slot_id)?;

        fields.end()
    }
}

impl FromFields for CancelAppointmentResponse {
    const NAME: &'static str = "CancelAppointmentResponse";
    const FIELDS: &'static [&'static str] = &["SlotId"];

    fn from_fields<'de, A: MapAccess<'de>>(fields: &mut FieldMap<A>) -> Result<Self, A::Error> {
        let mut slot_id = None;

        while let Some(place) = fields.next_field()? {
            match place {
                0 => slot_id = Some(fields.value()?),
                _ => fields.skip()?,
            }
        }
        Ok(Self { slot_id: required(slot_id, "SlotId")? })
    }
}

impl<'de> Deserialize<'de> for CancelAppointmentResponse {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_fields(deserializer)
    }
}
