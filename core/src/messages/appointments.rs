//! Appointments: what is free, what the patient has, booking and cancelling.

use super::macros::{message, operation};
use super::practice::Sex;
use super::types::{Date, DateTime, Text, words};
use super::{List, PageSize};

words! {
    /// How an appointment takes place.
    SlotType {
        /// At the practice.
        Practice,
        /// By telephone.
        Telephone,
        /// At the patient's home.
        Visit,
        /// By video.
        Video,
    } unknown "Unknown"
}

words! {
    /// Whether a session's slots have times of their own.
    SessionType {
        /// They have.
        Timed,
        /// Patients come and wait.
        Untimed,
    }
}

words! {
    /// Whose number a telephone number is.
    ContactType {
        /// At home.
        Home,
        /// Mobile.
        Mobile,
        /// Another.
        Other,
    }
}

message! {
    /// Asks for the slots that this patient may book: From ≤ StartTime < To.
    GetAvailableAppointments<'a> [Clone, Copy] {
        /// The beginning.
        from: DateTime = "From",
        /// The end, at most 120 days later.
        to: DateTime = "To",
        /// How many slots a page may have.
        maximum_items: Option<PageSize> = "MaximumItems",
        /// `Next` of the page before.
        after: Option<Text<'a, 64>> = "After",
    }
}

message! {
    /// A time that can be booked.
    Slot<'a> [Clone, Copy] {
        /// Which slot.
        slot_id: i64 = "SlotId",
        /// Which session of the clinician's day.
        session_id: i64 = "SessionId",
        /// When it begins.
        start_time: DateTime = "StartTime",
        /// When it ends.
        end_time: DateTime = "EndTime",
        /// The practice's name for such slots.
        slot_type_name: Option<Text<'a, 255>> = "SlotTypeName",
        /// How it takes place.
        slot_type: SlotType<'a> = "SlotType",
    }
}

message! {
    /// A clinician's session, to which slots belong.
    AppointmentSession<'a> [Clone, Copy] {
        /// Which session.
        session_id: i64 = "SessionId",
        /// Its name.
        session_name: Option<Text<'a, 255>> = "SessionName",
        /// Whether its slots have times of their own.
        session_type: Option<SessionType<'a>> = "SessionType",
        /// Where it is.
        location_id: Option<i64> = "LocationId",
        /// Who holds it.
        clinician_ids: List<'a, i64> = "ClinicianIds" / ClinicianId,
    }
}

message! {
    /// A clinician.
    Clinician<'a> [Clone, Copy] {
        /// Which clinician.
        clinician_id: i64 = "ClinicianId",
        /// The name.
        display_name: Text<'a, 255> = "DisplayName",
        /// What the clinician is.
        job_role: Option<Text<'a, 255>> = "JobRole",
        /// The clinician's sex.
        sex: Option<Sex<'a>> = "Sex",
    }
}

message! {
    /// A place of the practice.
    Location<'a> [Clone, Copy] {
        /// Which place.
        location_id: i64 = "LocationId",
        /// Its name.
        location_name: Text<'a, 255> = "LocationName",
        /// Its postcode.
        postcode: Option<Text<'a, 10>> = "Postcode",
    }
}

message! {
    /// A page of free slots, by StartTime and then SlotId, and the tables that it refers to.
    GetAvailableAppointmentsResponse<'a> [Clone, Copy] parts AvailableAppointmentsPart {
        /// The slots.
        slots: List<'a, Slot<'a>> = "Slots" / Slot,
        /// The sessions that they belong to.
        sessions: List<'a, AppointmentSession<'a>> = "Sessions" / Session,
        /// Who holds them.
        clinicians: List<'a, Clinician<'a>> = "Clinicians" / Clinician,
        /// Where they are.
        locations: List<'a, Location<'a>> = "Locations" / Location,
        /// To be sent as `After` for the next page; absent on the last.
        next: Option<Text<'a, 64>> = "Next",
    }
}

operation! {
    GetAvailableAppointments<'a> => GetAvailableAppointmentsResponse<'a>, since V1_0, Patient, needs Appointments,
    parts AvailableAppointmentsPart, paged slots: Slot
}

message! {
    /// Asks for the patient's own appointments.
    GetPatientAppointments<'a> [Clone, Copy] {
        /// Whether past ones are wanted too.
        include_past: bool = "IncludePast",
        /// From when on; read only with `include_past`.
        past_from: Option<Date> = "PastFrom",
        /// How many appointments a page may have.
        maximum_items: Option<PageSize> = "MaximumItems",
        /// `Next` of the page before.
        after: Option<Text<'a, 64>> = "After",
    }
}

message! {
    /// The number to call for a telephone appointment.
    Telephone<'a> [Clone, Copy] {
        /// The number.
        number: Text<'a, 32> = "Number",
        /// Whose number it is.
        contact_type: ContactType<'a> = "ContactType",
    }
}

message! {
    /// An appointment that the patient has or had.
    Appointment<'a> [Clone, Copy] {
        /// Which slot; it identifies the booking.
        slot_id: i64 = "SlotId",
        /// Which session of the clinician's day.
        session_id: i64 = "SessionId",
        /// When it begins.
        start_time: DateTime = "StartTime",
        /// When it ends.
        end_time: DateTime = "EndTime",
        /// The practice's name for such slots.
        slot_type_name: Option<Text<'a, 255>> = "SlotTypeName",
        /// How it takes place.
        slot_type: SlotType<'a> = "SlotType",
        /// The reason given.
        booking_reason: Option<Text<'a, 500>> = "BookingReason",
        /// When it was booked.
        booked_at: Option<DateTime> = "BookedAt",
        /// The number to call.
        telephone: Option<Telephone<'a>> = "Telephone" since V1_1,
    }
}

message! {
    /// A page of the patient's appointments, by StartTime, and the tables that it refers to.
    GetPatientAppointmentsResponse<'a> [Clone, Copy] parts PatientAppointmentsPart {
        /// The appointments.
        appointments: List<'a, Appointment<'a>> = "Appointments" / Appointment,
        /// The sessions that they belong to.
        sessions: List<'a, AppointmentSession<'a>> = "Sessions" / Session,
        /// Who holds them.
        clinicians: List<'a, Clinician<'a>> = "Clinicians" / Clinician,
        /// Where they are.
        locations: List<'a, Location<'a>> = "Locations" / Location,
        /// To be sent as `After` for the next page; absent on the last.
        next: Option<Text<'a, 64>> = "Next",
    }
}

operation! {
    GetPatientAppointments<'a> => GetPatientAppointmentsResponse<'a>, since V1_0, Patient, needs Appointments,
    parts PatientAppointmentsPart, paged appointments: Appointment
}

message! {
    /// Books a slot.
    BookAppointment<'a> [Clone, Copy] {
        /// Which slot.
        slot_id: i64 = "SlotId",
        /// Why, where the practice asks for it.
        booking_reason: Option<Text<'a, 500>> = "BookingReason",
        /// The number to call, for a telephone slot.
        telephone: Option<Telephone<'a>> = "Telephone" since V1_1,
    }
}

message! {
    /// The slot is the patient's.
    BookAppointmentResponse [Clone, Copy] {
        /// Which slot.
        slot_id: i64 = "SlotId",
    }
}

operation! { BookAppointment<'a> => BookAppointmentResponse, since V1_0, Patient, needs Appointments }

message! {
    /// Gives a booked slot back.
    CancelAppointment<'a> [Clone, Copy] {
        /// Which slot.
        slot_id: i64 = "SlotId",
        /// Why.
        reason: Option<Text<'a, 255>> = "Reason",
    }
}

message! {
    /// The slot is free again.
    CancelAppointmentResponse [Clone, Copy] {
        /// Which slot.
        slot_id: i64 = "SlotId",
    }
}

operation! { CancelAppointment<'a> => CancelAppointmentResponse, since V1_0, Patient, needs Appointments }
