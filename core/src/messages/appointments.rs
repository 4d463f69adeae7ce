//! Appointments: what is free, what the patient has, booking and cancelling.
//!
//! Generated from `spec/catalogue` by `cargo xtask generate`.

use core::fmt;

use super::practice::Sex;
use super::{Operation, Paged, Parts, Streamed};
use crate::codec::{
    Allowed, Decode, Effect, ElementReader, ElementWriter, Encode, EndsSession, FieldDescriptor, FieldType,
    FieldsReader, Invalid, List, OperationDescriptor, Requirement, WordRead, find_word, required,
};
use crate::profile::Version;
use crate::types::{Date, DateTime, PageSize, Text, Word};

/// How an appointment takes place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SlotType<'a> {
    /// At the practice.
    Practice,
    /// By telephone.
    Telephone,
    /// At the patient's home.
    Visit,
    /// By video.
    Video,
    /// A word that is none of the others.
    Unknown(Word<'a>),
}

impl<'a> SlotType<'a> {
    /// The words that are known.
    pub const WORDS: &'static [&'static str] = &["Practice", "Telephone", "Visit", "Video", "Unknown"];

    /// The word as it is written.
    #[must_use]
    pub fn as_str(&self) -> &'a str {
        match self {
            Self::Practice => "Practice",
            Self::Telephone => "Telephone",
            Self::Visit => "Visit",
            Self::Video => "Video",
            Self::Unknown(word) => word.as_str(),
        }
    }

    /// The arm for a word, compared without regard to ASCII case.
    #[must_use]
    pub fn of(word: &'a str) -> Self {
        find_word(Self::WORDS, word).map_or(Self::Unknown(Word::plain(word)), Self::at)
    }

    /// The arm of a word's place.
    fn at(place: usize) -> Self {
        match place {
            0 => Self::Practice,
            1 => Self::Telephone,
            2 => Self::Visit,
            3 => Self::Video,
            // The word "Unknown" itself.
            _ => Self::Unknown(Word::plain("Unknown")),
        }
    }
}

impl fmt::Display for SlotType<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl<'a> Decode<'a> for SlotType<'a> {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        Ok(match reader.word(Self::WORDS)? {
            WordRead::Known(place) => Self::at(place),
            WordRead::Other(word) => Self::Unknown(Word::raw(word)),
        })
    }
}

impl Encode for SlotType<'_> {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        match self {
            Self::Unknown(word) => word.encode(writer),
            known => writer.raw(known.as_str()),
        }
    }
}

/// Whether the slots of a session have times of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SessionType<'a> {
    /// They have times of their own.
    Timed,
    /// They have none: patients come and wait.
    Untimed,
    /// A word that is none of the others.
    Unknown(Word<'a>),
}

impl<'a> SessionType<'a> {
    /// The words that are known.
    pub const WORDS: &'static [&'static str] = &["Timed", "Untimed"];

    /// The word as it is written.
    #[must_use]
    pub fn as_str(&self) -> &'a str {
        match self {
            Self::Timed => "Timed",
            Self::Untimed => "Untimed",
            Self::Unknown(word) => word.as_str(),
        }
    }

    /// The arm for a word, compared without regard to ASCII case.
    #[must_use]
    pub fn of(word: &'a str) -> Self {
        find_word(Self::WORDS, word).map_or(Self::Unknown(Word::plain(word)), Self::at)
    }

    /// The arm of a word's place.
    fn at(place: usize) -> Self {
        match place {
            0 => Self::Timed,
            1 => Self::Untimed,
            _ => Self::Unknown(Word::plain("Unknown")),
        }
    }
}

impl fmt::Display for SessionType<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl<'a> Decode<'a> for SessionType<'a> {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        Ok(match reader.word(Self::WORDS)? {
            WordRead::Known(place) => Self::at(place),
            WordRead::Other(word) => Self::Unknown(Word::raw(word)),
        })
    }
}

impl Encode for SessionType<'_> {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        match self {
            Self::Unknown(word) => word.encode(writer),
            known => writer.raw(known.as_str()),
        }
    }
}

/// What kind of telephone number it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContactType<'a> {
    /// A number at home.
    Home,
    /// A mobile number.
    Mobile,
    /// Another number.
    Other,
    /// A word that is none of the others.
    Unknown(Word<'a>),
}

impl<'a> ContactType<'a> {
    /// The words that are known.
    pub const WORDS: &'static [&'static str] = &["Home", "Mobile", "Other"];

    /// The word as it is written.
    #[must_use]
    pub fn as_str(&self) -> &'a str {
        match self {
            Self::Home => "Home",
            Self::Mobile => "Mobile",
            Self::Other => "Other",
            Self::Unknown(word) => word.as_str(),
        }
    }

    /// The arm for a word, compared without regard to ASCII case.
    #[must_use]
    pub fn of(word: &'a str) -> Self {
        find_word(Self::WORDS, word).map_or(Self::Unknown(Word::plain(word)), Self::at)
    }

    /// The arm of a word's place.
    fn at(place: usize) -> Self {
        match place {
            0 => Self::Home,
            1 => Self::Mobile,
            2 => Self::Other,
            _ => Self::Unknown(Word::plain("Unknown")),
        }
    }
}

impl fmt::Display for ContactType<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl<'a> Decode<'a> for ContactType<'a> {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        Ok(match reader.word(Self::WORDS)? {
            WordRead::Known(place) => Self::at(place),
            WordRead::Other(word) => Self::Unknown(Word::raw(word)),
        })
    }
}

impl Encode for ContactType<'_> {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        match self {
            Self::Unknown(word) => word.encode(writer),
            known => writer.raw(known.as_str()),
        }
    }
}

/// Asks for the free slots that this patient may book, with From ≤ StartTime < To.
#[derive(Clone, Copy)]
pub struct GetAvailableAppointments<'a> {
    /// The earliest StartTime.
    pub from: DateTime,
    /// The StartTime before which slots are listed: at most 120 days after From.
    pub to: DateTime,
    /// The most slots of a page.
    pub maximum_items: Option<PageSize>,
    /// The `Next` of the page before.
    pub after: Option<Text<'a, 64>>,
}

impl GetAvailableAppointments<'_> {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = &[
        FieldDescriptor::once("From", FieldType::DateTime),
        FieldDescriptor::once("To", FieldType::DateTime),
        FieldDescriptor::optional("MaximumItems", FieldType::PageSize),
        FieldDescriptor::optional("After", FieldType::Text(64)),
    ];
}

impl<'a> Decode<'a> for GetAvailableAppointments<'a> {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        let mut from = None;
        let mut to = None;
        let mut maximum_items = None;
        let mut after = None;
        let mut fields = FieldsReader::new(reader, Self::FIELDS);
        while let Some(place) = fields.next_field() {
            match place {
                0 => from = fields.value(),
                1 => to = fields.value(),
                2 => maximum_items = fields.value(),
                3 => after = fields.value(),
                _ => fields.skip(),
            }
        }
        fields.finish()?;
        Ok(Self { from: required(from)?, to: required(to)?, maximum_items, after })
    }
}

impl Encode for GetAvailableAppointments<'_> {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer
            .fields(Self::FIELDS)
            .value(&self.from)
            .value(&self.to)
            .optional(&self.maximum_items)
            .optional(&self.after);
    }
}

impl fmt::Debug for GetAvailableAppointments<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("GetAvailableAppointments(redacted)")
    }
}

/// A time that can be booked.
#[derive(Clone, Copy)]
pub struct Slot<'a> {
    /// Identifies the slot.
    pub slot_id: i64,
    /// Identifies the clinician's session that the slot belongs to.
    pub session_id: i64,
    /// When the appointment begins.
    pub start_time: DateTime,
    /// When the appointment ends.
    pub end_time: DateTime,
    /// The practice's name for slots of this type.
    pub slot_type_name: Option<Text<'a, 255>>,
    /// How the appointment takes place.
    pub slot_type: SlotType<'a>,
}

impl Slot<'_> {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = &[
        FieldDescriptor::once("SlotId", FieldType::Integer),
        FieldDescriptor::once("SessionId", FieldType::Integer),
        FieldDescriptor::once("StartTime", FieldType::DateTime),
        FieldDescriptor::once("EndTime", FieldType::DateTime),
        FieldDescriptor::optional("SlotTypeName", FieldType::Text(255)),
        FieldDescriptor::once("SlotType", FieldType::Word(SlotType::WORDS)),
    ];
}

impl<'a> Decode<'a> for Slot<'a> {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        let mut slot_id = None;
        let mut session_id = None;
        let mut start_time = None;
        let mut end_time = None;
        let mut slot_type_name = None;
        let mut slot_type = None;
        let mut fields = FieldsReader::new(reader, Self::FIELDS);
        while let Some(place) = fields.next_field() {
            match place {
                0 => slot_id = fields.value(),
                1 => session_id = fields.value(),
                2 => start_time = fields.value(),
                3 => end_time = fields.value(),
                4 => slot_type_name = fields.value(),
                5 => slot_type = fields.value(),
                _ => fields.skip(),
            }
        }
        fields.finish()?;
        Ok(Self {
            slot_id: required(slot_id)?,
            session_id: required(session_id)?,
            start_time: required(start_time)?,
            end_time: required(end_time)?,
            slot_type_name,
            slot_type: required(slot_type)?,
        })
    }
}

impl Encode for Slot<'_> {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer
            .fields(Self::FIELDS)
            .value(&self.slot_id)
            .value(&self.session_id)
            .value(&self.start_time)
            .value(&self.end_time)
            .optional(&self.slot_type_name)
            .value(&self.slot_type);
    }
}

impl fmt::Debug for Slot<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("Slot(redacted)")
    }
}

/// A clinician's session, to which slots belong.
#[derive(Clone, Copy)]
pub struct AppointmentSession<'a> {
    /// Identifies the session.
    pub session_id: i64,
    /// The name.
    pub session_name: Option<Text<'a, 255>>,
    /// Whether its slots have times of their own.
    pub session_type: Option<SessionType<'a>>,
    /// The location where it is held.
    pub location_id: Option<i64>,
    /// The clinicians who hold it.
    pub clinician_ids: List<'a, i64>,
}

impl AppointmentSession<'_> {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = &[
        FieldDescriptor::once("SessionId", FieldType::Integer),
        FieldDescriptor::optional("SessionName", FieldType::Text(255)),
        FieldDescriptor::optional("SessionType", FieldType::Word(SessionType::WORDS)),
        FieldDescriptor::optional("LocationId", FieldType::Integer),
        FieldDescriptor::list("ClinicianIds", "ClinicianId", FieldType::Integer),
    ];
}

impl<'a> Decode<'a> for AppointmentSession<'a> {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        let mut session_id = None;
        let mut session_name = None;
        let mut session_type = None;
        let mut location_id = None;
        let mut clinician_ids = None;
        let mut fields = FieldsReader::new(reader, Self::FIELDS);
        while let Some(place) = fields.next_field() {
            match place {
                0 => session_id = fields.value(),
                1 => session_name = fields.value(),
                2 => session_type = fields.value(),
                3 => location_id = fields.value(),
                4 => clinician_ids = fields.list(),
                _ => fields.skip(),
            }
        }
        fields.finish()?;
        Ok(Self {
            session_id: required(session_id)?,
            session_name,
            session_type,
            location_id,
            clinician_ids: clinician_ids.unwrap_or_default(),
        })
    }
}

impl Encode for AppointmentSession<'_> {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer
            .fields(Self::FIELDS)
            .value(&self.session_id)
            .optional(&self.session_name)
            .optional(&self.session_type)
            .optional(&self.location_id)
            .list(&self.clinician_ids);
    }
}

impl fmt::Debug for AppointmentSession<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("AppointmentSession(redacted)")
    }
}

/// A clinician.
#[derive(Clone, Copy)]
pub struct Clinician<'a> {
    /// Identifies the clinician.
    pub clinician_id: i64,
    /// The name.
    pub display_name: Text<'a, 255>,
    /// The clinician's job.
    pub job_role: Option<Text<'a, 255>>,
    /// The clinician's sex.
    pub sex: Option<Sex<'a>>,
}

impl Clinician<'_> {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = &[
        FieldDescriptor::once("ClinicianId", FieldType::Integer),
        FieldDescriptor::once("DisplayName", FieldType::Text(255)),
        FieldDescriptor::optional("JobRole", FieldType::Text(255)),
        FieldDescriptor::optional("Sex", FieldType::Word(Sex::WORDS)),
    ];
}

impl<'a> Decode<'a> for Clinician<'a> {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        let mut clinician_id = None;
        let mut display_name = None;
        let mut job_role = None;
        let mut sex = None;
        let mut fields = FieldsReader::new(reader, Self::FIELDS);
        while let Some(place) = fields.next_field() {
            match place {
                0 => clinician_id = fields.value(),
                1 => display_name = fields.value(),
                2 => job_role = fields.value(),
                3 => sex = fields.value(),
                _ => fields.skip(),
            }
        }
        fields.finish()?;
        Ok(Self {
            clinician_id: required(clinician_id)?,
            display_name: required(display_name)?,
            job_role,
            sex,
        })
    }
}

impl Encode for Clinician<'_> {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer
            .fields(Self::FIELDS)
            .value(&self.clinician_id)
            .value(&self.display_name)
            .optional(&self.job_role)
            .optional(&self.sex);
    }
}

impl fmt::Debug for Clinician<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("Clinician(redacted)")
    }
}

/// A location of the practice.
#[derive(Clone, Copy)]
pub struct Location<'a> {
    /// Identifies the location.
    pub location_id: i64,
    /// The name.
    pub location_name: Text<'a, 255>,
    /// The postcode.
    pub postcode: Option<Text<'a, 10>>,
}

impl Location<'_> {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = &[
        FieldDescriptor::once("LocationId", FieldType::Integer),
        FieldDescriptor::once("LocationName", FieldType::Text(255)),
        FieldDescriptor::optional("Postcode", FieldType::Text(10)),
    ];
}

impl<'a> Decode<'a> for Location<'a> {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        let mut location_id = None;
        let mut location_name = None;
        let mut postcode = None;
        let mut fields = FieldsReader::new(reader, Self::FIELDS);
        while let Some(place) = fields.next_field() {
            match place {
                0 => location_id = fields.value(),
                1 => location_name = fields.value(),
                2 => postcode = fields.value(),
                _ => fields.skip(),
            }
        }
        fields.finish()?;
        Ok(Self { location_id: required(location_id)?, location_name: required(location_name)?, postcode })
    }
}

impl Encode for Location<'_> {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer
            .fields(Self::FIELDS)
            .value(&self.location_id)
            .value(&self.location_name)
            .optional(&self.postcode);
    }
}

impl fmt::Debug for Location<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("Location(redacted)")
    }
}

/// A page of free slots, by StartTime and then SlotId, with the sessions, clinicians and locations that they
/// refer to.
#[derive(Clone, Copy)]
pub struct GetAvailableAppointmentsResponse<'a> {
    /// The slots.
    pub slots: List<'a, Slot<'a>>,
    /// The sessions that the page refers to.
    pub sessions: List<'a, AppointmentSession<'a>>,
    /// The clinicians that the page refers to.
    pub clinicians: List<'a, Clinician<'a>>,
    /// The locations that the page refers to.
    pub locations: List<'a, Location<'a>>,
    /// To be sent as `After` for the next page; absent on the last page.
    pub next: Option<Text<'a, 64>>,
}

impl GetAvailableAppointmentsResponse<'_> {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = &[
        FieldDescriptor::list("Slots", "Slot", FieldType::Element(Slot::FIELDS)),
        FieldDescriptor::list("Sessions", "Session", FieldType::Element(AppointmentSession::FIELDS)),
        FieldDescriptor::list("Clinicians", "Clinician", FieldType::Element(Clinician::FIELDS)),
        FieldDescriptor::list("Locations", "Location", FieldType::Element(Location::FIELDS)),
        FieldDescriptor::optional("Next", FieldType::Text(64)),
    ];
}

impl<'a> Decode<'a> for GetAvailableAppointmentsResponse<'a> {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        let mut slots = None;
        let mut sessions = None;
        let mut clinicians = None;
        let mut locations = None;
        let mut next = None;
        let mut fields = FieldsReader::new(reader, Self::FIELDS);
        while let Some(place) = fields.next_field() {
            match place {
                0 => slots = fields.list(),
                1 => sessions = fields.list(),
                2 => clinicians = fields.list(),
                3 => locations = fields.list(),
                4 => next = fields.value(),
                _ => fields.skip(),
            }
        }
        fields.finish()?;
        Ok(Self {
            slots: slots.unwrap_or_default(),
            sessions: sessions.unwrap_or_default(),
            clinicians: clinicians.unwrap_or_default(),
            locations: locations.unwrap_or_default(),
            next,
        })
    }
}

impl Encode for GetAvailableAppointmentsResponse<'_> {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer
            .fields(Self::FIELDS)
            .list(&self.slots)
            .list(&self.sessions)
            .list(&self.clinicians)
            .list(&self.locations)
            .optional(&self.next);
    }
}

impl fmt::Debug for GetAvailableAppointmentsResponse<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("GetAvailableAppointmentsResponse(redacted)")
    }
}

/// What a streaming reply gives out of a [`GetAvailableAppointmentsResponse`].
#[derive(Clone, Copy)]
#[non_exhaustive]
#[allow(clippy::large_enum_variant)] // There is no heap to put the large ones.
pub enum AvailableAppointmentsPart<'a> {
    /// One of the `Slots`.
    Slot(Slot<'a>),
    /// One of the `Sessions`.
    Session(AppointmentSession<'a>),
    /// One of the `Clinicians`.
    Clinician(Clinician<'a>),
    /// One of the `Locations`.
    Location(Location<'a>),
}

impl<'a> Parts<'a> for AvailableAppointmentsPart<'a> {
    fn item(
        place: usize,
        _: &'static FieldDescriptor,
        reader: &mut ElementReader<'a>,
    ) -> Option<Result<Self, Invalid>> {
        match place {
            0 => Some(Slot::decode(reader).map(Self::Slot)),
            1 => Some(AppointmentSession::decode(reader).map(Self::Session)),
            2 => Some(Clinician::decode(reader).map(Self::Clinician)),
            3 => Some(Location::decode(reader).map(Self::Location)),
            _ => None,
        }
    }
}

impl fmt::Debug for AvailableAppointmentsPart<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("AvailableAppointmentsPart(redacted)")
    }
}

impl Operation for GetAvailableAppointments<'_> {
    const DESCRIPTOR: &'static OperationDescriptor = &OperationDescriptor {
        name: "GetAvailableAppointments",
        response_name: "GetAvailableAppointmentsResponse",
        since: Version::V1_0,
        allowed: Allowed::Patient,
        requirement: Requirement::Appointments,
        effect: Effect::None,
        paged: true,
        ends: EndsSession::No,
        request: Self::FIELDS,
        response: GetAvailableAppointmentsResponse::FIELDS,
    };

    type Response<'r> = GetAvailableAppointmentsResponse<'r>;
}

impl Streamed for GetAvailableAppointments<'_> {
    type Part<'p> = AvailableAppointmentsPart<'p>;
}

impl Paged for GetAvailableAppointments<'_> {
    type With<'n>
        = GetAvailableAppointments<'n>
    where
        Self: 'n;
    type Item<'r> = Slot<'r>;

    fn after(&self) -> Option<Text<'_, 64>> {
        self.after
    }

    fn with_after<'n>(&'n self, after: Option<Text<'n, 64>>) -> GetAvailableAppointments<'n> {
        GetAvailableAppointments { after, ..*self }
    }

    fn next<'r>(response: &Self::Response<'r>) -> Option<Text<'r, 64>> {
        response.next
    }

    fn items<'r>(response: &Self::Response<'r>) -> List<'r, Slot<'r>> {
        response.slots
    }
}

/// Asks for the appointments that the patient has.
#[derive(Clone, Copy)]
pub struct GetPatientAppointments<'a> {
    /// Whether past appointments are listed too.
    pub include_past: bool,
    /// The first day of past appointments; read only with IncludePast.
    pub past_from: Option<Date>,
    /// The most appointments of a page.
    pub maximum_items: Option<PageSize>,
    /// The `Next` of the page before.
    pub after: Option<Text<'a, 64>>,
}

impl GetPatientAppointments<'_> {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = &[
        FieldDescriptor::once("IncludePast", FieldType::Boolean),
        FieldDescriptor::optional("PastFrom", FieldType::Date),
        FieldDescriptor::optional("MaximumItems", FieldType::PageSize),
        FieldDescriptor::optional("After", FieldType::Text(64)),
    ];
}

impl<'a> Decode<'a> for GetPatientAppointments<'a> {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        let mut include_past = None;
        let mut past_from = None;
        let mut maximum_items = None;
        let mut after = None;
        let mut fields = FieldsReader::new(reader, Self::FIELDS);
        while let Some(place) = fields.next_field() {
            match place {
                0 => include_past = fields.value(),
                1 => past_from = fields.value(),
                2 => maximum_items = fields.value(),
                3 => after = fields.value(),
                _ => fields.skip(),
            }
        }
        fields.finish()?;
        Ok(Self { include_past: required(include_past)?, past_from, maximum_items, after })
    }
}

impl Encode for GetPatientAppointments<'_> {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer
            .fields(Self::FIELDS)
            .value(&self.include_past)
            .optional(&self.past_from)
            .optional(&self.maximum_items)
            .optional(&self.after);
    }
}

impl fmt::Debug for GetPatientAppointments<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("GetPatientAppointments(redacted)")
    }
}

/// The number to call for a telephone appointment.
#[derive(Clone, Copy)]
pub struct Telephone<'a> {
    /// The number.
    pub number: Text<'a, 32>,
    /// What kind of number it is.
    pub contact_type: ContactType<'a>,
}

impl Telephone<'_> {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = &[
        FieldDescriptor::once("Number", FieldType::Text(32)),
        FieldDescriptor::once("ContactType", FieldType::Word(ContactType::WORDS)),
    ];
}

impl<'a> Decode<'a> for Telephone<'a> {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        let mut number = None;
        let mut contact_type = None;
        let mut fields = FieldsReader::new(reader, Self::FIELDS);
        while let Some(place) = fields.next_field() {
            match place {
                0 => number = fields.value(),
                1 => contact_type = fields.value(),
                _ => fields.skip(),
            }
        }
        fields.finish()?;
        Ok(Self { number: required(number)?, contact_type: required(contact_type)? })
    }
}

impl Encode for Telephone<'_> {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer.fields(Self::FIELDS).value(&self.number).value(&self.contact_type);
    }
}

impl fmt::Debug for Telephone<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("Telephone(redacted)")
    }
}

/// An appointment that the patient has or had.
#[derive(Clone, Copy)]
pub struct Appointment<'a> {
    /// Identifies the slot, and so the booking.
    pub slot_id: i64,
    /// Identifies the clinician's session that the slot belongs to.
    pub session_id: i64,
    /// When the appointment begins.
    pub start_time: DateTime,
    /// When the appointment ends.
    pub end_time: DateTime,
    /// The practice's name for slots of this type.
    pub slot_type_name: Option<Text<'a, 255>>,
    /// How the appointment takes place.
    pub slot_type: SlotType<'a>,
    /// The reason given.
    pub booking_reason: Option<Text<'a, 500>>,
    /// When it was booked.
    pub booked_at: Option<DateTime>,
    /// The number to call, of a telephone appointment.
    pub telephone: Option<Telephone<'a>>,
}

impl Appointment<'_> {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = &[
        FieldDescriptor::once("SlotId", FieldType::Integer),
        FieldDescriptor::once("SessionId", FieldType::Integer),
        FieldDescriptor::once("StartTime", FieldType::DateTime),
        FieldDescriptor::once("EndTime", FieldType::DateTime),
        FieldDescriptor::optional("SlotTypeName", FieldType::Text(255)),
        FieldDescriptor::once("SlotType", FieldType::Word(SlotType::WORDS)),
        FieldDescriptor::optional("BookingReason", FieldType::Text(500)),
        FieldDescriptor::optional("BookedAt", FieldType::DateTime),
        FieldDescriptor::optional("Telephone", FieldType::Element(Telephone::FIELDS))
            .from_version(Version::V1_1),
    ];
}

impl<'a> Decode<'a> for Appointment<'a> {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        let mut slot_id = None;
        let mut session_id = None;
        let mut start_time = None;
        let mut end_time = None;
        let mut slot_type_name = None;
        let mut slot_type = None;
        let mut booking_reason = None;
        let mut booked_at = None;
        let mut telephone = None;
        let mut fields = FieldsReader::new(reader, Self::FIELDS);
        while let Some(place) = fields.next_field() {
            match place {
                0 => slot_id = fields.value(),
                1 => session_id = fields.value(),
                2 => start_time = fields.value(),
                3 => end_time = fields.value(),
                4 => slot_type_name = fields.value(),
                5 => slot_type = fields.value(),
                6 => booking_reason = fields.value(),
                7 => booked_at = fields.value(),
                8 => telephone = fields.value(),
                _ => fields.skip(),
            }
        }
        fields.finish()?;
        Ok(Self {
            slot_id: required(slot_id)?,
            session_id: required(session_id)?,
            start_time: required(start_time)?,
            end_time: required(end_time)?,
            slot_type_name,
            slot_type: required(slot_type)?,
            booking_reason,
            booked_at,
            telephone,
        })
    }
}

impl Encode for Appointment<'_> {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer
            .fields(Self::FIELDS)
            .value(&self.slot_id)
            .value(&self.session_id)
            .value(&self.start_time)
            .value(&self.end_time)
            .optional(&self.slot_type_name)
            .value(&self.slot_type)
            .optional(&self.booking_reason)
            .optional(&self.booked_at)
            .optional(&self.telephone);
    }
}

impl fmt::Debug for Appointment<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("Appointment(redacted)")
    }
}

/// A page of the patient's appointments, by StartTime, with the sessions, clinicians and locations that they
/// refer to.
#[derive(Clone, Copy)]
pub struct GetPatientAppointmentsResponse<'a> {
    /// The appointments.
    pub appointments: List<'a, Appointment<'a>>,
    /// The sessions that the page refers to.
    pub sessions: List<'a, AppointmentSession<'a>>,
    /// The clinicians that the page refers to.
    pub clinicians: List<'a, Clinician<'a>>,
    /// The locations that the page refers to.
    pub locations: List<'a, Location<'a>>,
    /// To be sent as `After` for the next page; absent on the last page.
    pub next: Option<Text<'a, 64>>,
}

impl GetPatientAppointmentsResponse<'_> {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = &[
        FieldDescriptor::list("Appointments", "Appointment", FieldType::Element(Appointment::FIELDS)),
        FieldDescriptor::list("Sessions", "Session", FieldType::Element(AppointmentSession::FIELDS)),
        FieldDescriptor::list("Clinicians", "Clinician", FieldType::Element(Clinician::FIELDS)),
        FieldDescriptor::list("Locations", "Location", FieldType::Element(Location::FIELDS)),
        FieldDescriptor::optional("Next", FieldType::Text(64)),
    ];
}

impl<'a> Decode<'a> for GetPatientAppointmentsResponse<'a> {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        let mut appointments = None;
        let mut sessions = None;
        let mut clinicians = None;
        let mut locations = None;
        let mut next = None;
        let mut fields = FieldsReader::new(reader, Self::FIELDS);
        while let Some(place) = fields.next_field() {
            match place {
                0 => appointments = fields.list(),
                1 => sessions = fields.list(),
                2 => clinicians = fields.list(),
                3 => locations = fields.list(),
                4 => next = fields.value(),
                _ => fields.skip(),
            }
        }
        fields.finish()?;
        Ok(Self {
            appointments: appointments.unwrap_or_default(),
            sessions: sessions.unwrap_or_default(),
            clinicians: clinicians.unwrap_or_default(),
            locations: locations.unwrap_or_default(),
            next,
        })
    }
}

impl Encode for GetPatientAppointmentsResponse<'_> {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer
            .fields(Self::FIELDS)
            .list(&self.appointments)
            .list(&self.sessions)
            .list(&self.clinicians)
            .list(&self.locations)
            .optional(&self.next);
    }
}

impl fmt::Debug for GetPatientAppointmentsResponse<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("GetPatientAppointmentsResponse(redacted)")
    }
}

/// What a streaming reply gives out of a [`GetPatientAppointmentsResponse`].
#[derive(Clone, Copy)]
#[non_exhaustive]
#[allow(clippy::large_enum_variant)] // There is no heap to put the large ones.
pub enum PatientAppointmentsPart<'a> {
    /// One of the `Appointments`.
    Appointment(Appointment<'a>),
    /// One of the `Sessions`.
    Session(AppointmentSession<'a>),
    /// One of the `Clinicians`.
    Clinician(Clinician<'a>),
    /// One of the `Locations`.
    Location(Location<'a>),
}

impl<'a> Parts<'a> for PatientAppointmentsPart<'a> {
    fn item(
        place: usize,
        _: &'static FieldDescriptor,
        reader: &mut ElementReader<'a>,
    ) -> Option<Result<Self, Invalid>> {
        match place {
            0 => Some(Appointment::decode(reader).map(Self::Appointment)),
            1 => Some(AppointmentSession::decode(reader).map(Self::Session)),
            2 => Some(Clinician::decode(reader).map(Self::Clinician)),
            3 => Some(Location::decode(reader).map(Self::Location)),
            _ => None,
        }
    }
}

impl fmt::Debug for PatientAppointmentsPart<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("PatientAppointmentsPart(redacted)")
    }
}

impl Operation for GetPatientAppointments<'_> {
    const DESCRIPTOR: &'static OperationDescriptor = &OperationDescriptor {
        name: "GetPatientAppointments",
        response_name: "GetPatientAppointmentsResponse",
        since: Version::V1_0,
        allowed: Allowed::Patient,
        requirement: Requirement::Appointments,
        effect: Effect::None,
        paged: true,
        ends: EndsSession::No,
        request: Self::FIELDS,
        response: GetPatientAppointmentsResponse::FIELDS,
    };

    type Response<'r> = GetPatientAppointmentsResponse<'r>;
}

impl Streamed for GetPatientAppointments<'_> {
    type Part<'p> = PatientAppointmentsPart<'p>;
}

impl Paged for GetPatientAppointments<'_> {
    type With<'n>
        = GetPatientAppointments<'n>
    where
        Self: 'n;
    type Item<'r> = Appointment<'r>;

    fn after(&self) -> Option<Text<'_, 64>> {
        self.after
    }

    fn with_after<'n>(&'n self, after: Option<Text<'n, 64>>) -> GetPatientAppointments<'n> {
        GetPatientAppointments { after, ..*self }
    }

    fn next<'r>(response: &Self::Response<'r>) -> Option<Text<'r, 64>> {
        response.next
    }

    fn items<'r>(response: &Self::Response<'r>) -> List<'r, Appointment<'r>> {
        response.appointments
    }
}

/// Books a slot.
///
/// Its own faults, in the order in which they are checked: `SlotNotFound`, `SlotInPast`, `SlotTooSoon`,
/// `SlotTooLate`, `SlotUnavailable`, `BookingLimitReached`, `FieldMissing`, `FieldInvalid`.
///
/// If its reply is lost, `GetPatientAppointments` shows whether it took place: An Appointment with the
/// request's SlotId is listed. It did not: None is.
#[derive(Clone, Copy)]
pub struct BookAppointment<'a> {
    /// Identifies the slot.
    pub slot_id: i64,
    /// The reason for the appointment, where the practice asks for it.
    pub booking_reason: Option<Text<'a, 500>>,
    /// The number to call, for a telephone slot.
    pub telephone: Option<Telephone<'a>>,
}

impl BookAppointment<'_> {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = &[
        FieldDescriptor::once("SlotId", FieldType::Integer),
        FieldDescriptor::optional("BookingReason", FieldType::Text(500)),
        FieldDescriptor::optional("Telephone", FieldType::Element(Telephone::FIELDS))
            .from_version(Version::V1_1),
    ];
}

impl<'a> Decode<'a> for BookAppointment<'a> {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        let mut slot_id = None;
        let mut booking_reason = None;
        let mut telephone = None;
        let mut fields = FieldsReader::new(reader, Self::FIELDS);
        while let Some(place) = fields.next_field() {
            match place {
                0 => slot_id = fields.value(),
                1 => booking_reason = fields.value(),
                2 => telephone = fields.value(),
                _ => fields.skip(),
            }
        }
        fields.finish()?;
        Ok(Self { slot_id: required(slot_id)?, booking_reason, telephone })
    }
}

impl Encode for BookAppointment<'_> {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer
            .fields(Self::FIELDS)
            .value(&self.slot_id)
            .optional(&self.booking_reason)
            .optional(&self.telephone);
    }
}

impl fmt::Debug for BookAppointment<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("BookAppointment(redacted)")
    }
}

/// The slot is booked for the patient.
#[derive(Clone, Copy)]
pub struct BookAppointmentResponse {
    /// Identifies the slot.
    pub slot_id: i64,
}

impl BookAppointmentResponse {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = &[FieldDescriptor::once("SlotId", FieldType::Integer)];
}

impl Decode<'_> for BookAppointmentResponse {
    fn decode(reader: &mut ElementReader<'_>) -> Result<Self, Invalid> {
        let mut slot_id = None;
        let mut fields = FieldsReader::new(reader, Self::FIELDS);
        while let Some(place) = fields.next_field() {
            match place {
                0 => slot_id = fields.value(),
                _ => fields.skip(),
            }
        }
        fields.finish()?;
        Ok(Self { slot_id: required(slot_id)? })
    }
}

impl Encode for BookAppointmentResponse {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer.fields(Self::FIELDS).value(&self.slot_id);
    }
}

impl fmt::Debug for BookAppointmentResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("BookAppointmentResponse(redacted)")
    }
}

impl Operation for BookAppointment<'_> {
    const DESCRIPTOR: &'static OperationDescriptor = &OperationDescriptor {
        name: "BookAppointment",
        response_name: "BookAppointmentResponse",
        since: Version::V1_0,
        allowed: Allowed::Patient,
        requirement: Requirement::Appointments,
        effect: Effect::Changes { read_back: Some("GetPatientAppointments") },
        paged: false,
        ends: EndsSession::No,
        request: Self::FIELDS,
        response: BookAppointmentResponse::FIELDS,
    };

    type Response<'r> = BookAppointmentResponse;
}

/// Cancels a booking.
///
/// Its own faults: `AppointmentNotFound`, `AppointmentNotCancellable`.
///
/// If its reply is lost, `GetPatientAppointments` shows whether it took place: No Appointment with the
/// request's SlotId is listed. It did not: One is.
#[derive(Clone, Copy)]
pub struct CancelAppointment<'a> {
    /// Identifies the slot.
    pub slot_id: i64,
    /// The reason for cancelling.
    pub reason: Option<Text<'a, 255>>,
}

impl CancelAppointment<'_> {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = &[
        FieldDescriptor::once("SlotId", FieldType::Integer),
        FieldDescriptor::optional("Reason", FieldType::Text(255)),
    ];
}

impl<'a> Decode<'a> for CancelAppointment<'a> {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        let mut slot_id = None;
        let mut reason = None;
        let mut fields = FieldsReader::new(reader, Self::FIELDS);
        while let Some(place) = fields.next_field() {
            match place {
                0 => slot_id = fields.value(),
                1 => reason = fields.value(),
                _ => fields.skip(),
            }
        }
        fields.finish()?;
        Ok(Self { slot_id: required(slot_id)?, reason })
    }
}

impl Encode for CancelAppointment<'_> {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer.fields(Self::FIELDS).value(&self.slot_id).optional(&self.reason);
    }
}

impl fmt::Debug for CancelAppointment<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("CancelAppointment(redacted)")
    }
}

/// The booking is cancelled.
#[derive(Clone, Copy)]
pub struct CancelAppointmentResponse {
    /// Identifies the slot.
    pub slot_id: i64,
}

impl CancelAppointmentResponse {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = &[FieldDescriptor::once("SlotId", FieldType::Integer)];
}

impl Decode<'_> for CancelAppointmentResponse {
    fn decode(reader: &mut ElementReader<'_>) -> Result<Self, Invalid> {
        let mut slot_id = None;
        let mut fields = FieldsReader::new(reader, Self::FIELDS);
        while let Some(place) = fields.next_field() {
            match place {
                0 => slot_id = fields.value(),
                _ => fields.skip(),
            }
        }
        fields.finish()?;
        Ok(Self { slot_id: required(slot_id)? })
    }
}

impl Encode for CancelAppointmentResponse {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer.fields(Self::FIELDS).value(&self.slot_id);
    }
}

impl fmt::Debug for CancelAppointmentResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("CancelAppointmentResponse(redacted)")
    }
}

impl Operation for CancelAppointment<'_> {
    const DESCRIPTOR: &'static OperationDescriptor = &OperationDescriptor {
        name: "CancelAppointment",
        response_name: "CancelAppointmentResponse",
        since: Version::V1_0,
        allowed: Allowed::Patient,
        requirement: Requirement::Appointments,
        effect: Effect::Changes { read_back: Some("GetPatientAppointments") },
        paged: false,
        ends: EndsSession::No,
        request: Self::FIELDS,
        response: CancelAppointmentResponse::FIELDS,
    };

    type Response<'r> = CancelAppointmentResponse;
}
