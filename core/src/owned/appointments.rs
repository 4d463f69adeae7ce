//! Appointments: what is free, what the patient has, booking and cancelling.
//!
//! Generated from `spec/catalogue` by `cargo xtask generate`.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::str::FromStr;

use super::own::InField as _;
use super::own::{Own, decode_owned, invalid};
use super::practice::Sex;
use super::types::{Date, DateTime, Text, Word};
use crate::codec::{
    Decode, DecodeError, ElementReader, ElementWriter, Encode, FieldDescriptor, Invalid, OperationDescriptor,
    find_word,
};
use crate::error::InvalidValue;
use crate::messages::appointments as borrowed;
// What streams is given out as it comes, and so is borrowed.
use crate::messages::{Operation, Streamed};
use crate::types::PageSize;
#[doc(no_inline)]
pub use borrowed::{AvailableAppointmentsPart, PatientAppointmentsPart};

/// How an appointment takes place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SlotType {
    /// At the practice.
    Practice,
    /// By telephone.
    Telephone,
    /// At the patient's home.
    Visit,
    /// By video.
    Video,
    /// A word that is none of the others.
    Unknown(Word),
}

impl SlotType {
    /// The words that are known.
    pub const WORDS: &'static [&'static str] = borrowed::SlotType::WORDS;

    /// The word as it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Practice => "Practice",
            Self::Telephone => "Telephone",
            Self::Visit => "Visit",
            Self::Video => "Video",
            Self::Unknown(word) => word.as_str(),
        }
    }

    /// The arm for a word, compared without regard to ASCII case.
    ///
    /// # Errors
    /// [`InvalidValue`] if it is not known and a message cannot carry it: it is empty, has white space around it, or
    /// characters that XML does not have.
    pub fn of(word: &str) -> Result<Self, InvalidValue> {
        match find_word(Self::WORDS, word) {
            Some(0) => Ok(Self::Practice),
            Some(1) => Ok(Self::Telephone),
            Some(2) => Ok(Self::Visit),
            Some(3) => Ok(Self::Video),
            Some(4) => Word::new("Unknown").map(Self::Unknown),
            _ => Word::new(word).map(Self::Unknown),
        }
    }
}

impl fmt::Display for SlotType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for SlotType {
    type Err = InvalidValue;

    fn from_str(word: &str) -> Result<Self, InvalidValue> {
        Self::of(word)
    }
}

impl Own for borrowed::SlotType<'_> {
    type Owned = SlotType;

    fn own(self) -> Result<SlotType, DecodeError> {
        match self {
            Self::Practice => Ok(SlotType::Practice),
            Self::Telephone => Ok(SlotType::Telephone),
            Self::Visit => Ok(SlotType::Visit),
            Self::Video => Ok(SlotType::Video),
            Self::Unknown(word) => {
                let word: String = word.chars().collect();
                SlotType::of(&word).map_err(invalid)
            }
        }
    }
}

impl TryFrom<borrowed::SlotType<'_>> for SlotType {
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::SlotType<'_>) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl<'a> Decode<'a> for SlotType {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::SlotType<'a>>(reader)
    }
}

impl Encode for SlotType {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer.text(self.as_str());
    }
}

/// Whether the slots of a session have times of their own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SessionType {
    /// They have times of their own.
    Timed,
    /// They have none: patients come and wait.
    Untimed,
    /// A word that is none of the others.
    Unknown(Word),
}

impl SessionType {
    /// The words that are known.
    pub const WORDS: &'static [&'static str] = borrowed::SessionType::WORDS;

    /// The word as it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Timed => "Timed",
            Self::Untimed => "Untimed",
            Self::Unknown(word) => word.as_str(),
        }
    }

    /// The arm for a word, compared without regard to ASCII case.
    ///
    /// # Errors
    /// [`InvalidValue`] if it is not known and a message cannot carry it: it is empty, has white space around it, or
    /// characters that XML does not have.
    pub fn of(word: &str) -> Result<Self, InvalidValue> {
        match find_word(Self::WORDS, word) {
            Some(0) => Ok(Self::Timed),
            Some(1) => Ok(Self::Untimed),
            _ => Word::new(word).map(Self::Unknown),
        }
    }
}

impl fmt::Display for SessionType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for SessionType {
    type Err = InvalidValue;

    fn from_str(word: &str) -> Result<Self, InvalidValue> {
        Self::of(word)
    }
}

impl Own for borrowed::SessionType<'_> {
    type Owned = SessionType;

    fn own(self) -> Result<SessionType, DecodeError> {
        match self {
            Self::Timed => Ok(SessionType::Timed),
            Self::Untimed => Ok(SessionType::Untimed),
            Self::Unknown(word) => {
                let word: String = word.chars().collect();
                SessionType::of(&word).map_err(invalid)
            }
        }
    }
}

impl TryFrom<borrowed::SessionType<'_>> for SessionType {
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::SessionType<'_>) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl<'a> Decode<'a> for SessionType {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::SessionType<'a>>(reader)
    }
}

impl Encode for SessionType {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer.text(self.as_str());
    }
}

/// What kind of telephone number it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ContactType {
    /// A number at home.
    Home,
    /// A mobile number.
    Mobile,
    /// Another number.
    Other,
    /// A word that is none of the others.
    Unknown(Word),
}

impl ContactType {
    /// The words that are known.
    pub const WORDS: &'static [&'static str] = borrowed::ContactType::WORDS;

    /// The word as it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Home => "Home",
            Self::Mobile => "Mobile",
            Self::Other => "Other",
            Self::Unknown(word) => word.as_str(),
        }
    }

    /// The arm for a word, compared without regard to ASCII case.
    ///
    /// # Errors
    /// [`InvalidValue`] if it is not known and a message cannot carry it: it is empty, has white space around it, or
    /// characters that XML does not have.
    pub fn of(word: &str) -> Result<Self, InvalidValue> {
        match find_word(Self::WORDS, word) {
            Some(0) => Ok(Self::Home),
            Some(1) => Ok(Self::Mobile),
            Some(2) => Ok(Self::Other),
            _ => Word::new(word).map(Self::Unknown),
        }
    }
}

impl fmt::Display for ContactType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for ContactType {
    type Err = InvalidValue;

    fn from_str(word: &str) -> Result<Self, InvalidValue> {
        Self::of(word)
    }
}

impl Own for borrowed::ContactType<'_> {
    type Owned = ContactType;

    fn own(self) -> Result<ContactType, DecodeError> {
        match self {
            Self::Home => Ok(ContactType::Home),
            Self::Mobile => Ok(ContactType::Mobile),
            Self::Other => Ok(ContactType::Other),
            Self::Unknown(word) => {
                let word: String = word.chars().collect();
                ContactType::of(&word).map_err(invalid)
            }
        }
    }
}

impl TryFrom<borrowed::ContactType<'_>> for ContactType {
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::ContactType<'_>) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl<'a> Decode<'a> for ContactType {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::ContactType<'a>>(reader)
    }
}

impl Encode for ContactType {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer.text(self.as_str());
    }
}

/// Asks for the free slots that this patient may book, with From ≤ StartTime < To.
#[derive(Clone, PartialEq)]
pub struct GetAvailableAppointments {
    /// The earliest StartTime.
    pub from: DateTime,
    /// The StartTime before which slots are listed: at most 120 days after From.
    pub to: DateTime,
    /// The most slots of a page.
    pub maximum_items: Option<PageSize>,
    /// The `Next` of the page before.
    pub after: Option<Text<64>>,
}

impl GetAvailableAppointments {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = borrowed::GetAvailableAppointments::FIELDS;
}

impl Own for borrowed::GetAvailableAppointments<'_> {
    type Owned = GetAvailableAppointments;

    fn own(self) -> Result<GetAvailableAppointments, DecodeError> {
        Ok(GetAvailableAppointments {
            from: self.from.own().in_field("From")?,
            to: self.to.own().in_field("To")?,
            maximum_items: self.maximum_items.own().in_field("MaximumItems")?,
            after: self.after.own().in_field("After")?,
        })
    }
}

impl TryFrom<borrowed::GetAvailableAppointments<'_>> for GetAvailableAppointments {
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::GetAvailableAppointments<'_>) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl<'a> Decode<'a> for GetAvailableAppointments {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::GetAvailableAppointments<'a>>(reader)
    }
}

impl Encode for GetAvailableAppointments {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer
            .fields(Self::FIELDS)
            .value(&self.from)
            .value(&self.to)
            .optional(&self.maximum_items)
            .optional(&self.after);
    }
}

impl fmt::Debug for GetAvailableAppointments {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("GetAvailableAppointments(redacted)")
    }
}

/// A time that can be booked.
#[derive(Clone, PartialEq)]
pub struct Slot {
    /// Identifies the slot.
    pub slot_id: i64,
    /// Identifies the clinician's session that the slot belongs to.
    pub session_id: i64,
    /// When the appointment begins.
    pub start_time: DateTime,
    /// When the appointment ends.
    pub end_time: DateTime,
    /// The practice's name for slots of this type.
    pub slot_type_name: Option<Text<255>>,
    /// How the appointment takes place.
    pub slot_type: SlotType,
}

impl Slot {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = borrowed::Slot::FIELDS;
}

impl Own for borrowed::Slot<'_> {
    type Owned = Slot;

    fn own(self) -> Result<Slot, DecodeError> {
        Ok(Slot {
            slot_id: self.slot_id.own().in_field("SlotId")?,
            session_id: self.session_id.own().in_field("SessionId")?,
            start_time: self.start_time.own().in_field("StartTime")?,
            end_time: self.end_time.own().in_field("EndTime")?,
            slot_type_name: self.slot_type_name.own().in_field("SlotTypeName")?,
            slot_type: self.slot_type.own().in_field("SlotType")?,
        })
    }
}

impl TryFrom<borrowed::Slot<'_>> for Slot {
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::Slot<'_>) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl<'a> Decode<'a> for Slot {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::Slot<'a>>(reader)
    }
}

impl Encode for Slot {
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

impl fmt::Debug for Slot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("Slot(redacted)")
    }
}

/// A clinician's session, to which slots belong.
#[derive(Clone, PartialEq)]
pub struct AppointmentSession {
    /// Identifies the session.
    pub session_id: i64,
    /// The name.
    pub session_name: Option<Text<255>>,
    /// Whether its slots have times of their own.
    pub session_type: Option<SessionType>,
    /// The location where it is held.
    pub location_id: Option<i64>,
    /// The clinicians who hold it.
    pub clinician_ids: Vec<i64>,
}

impl AppointmentSession {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = borrowed::AppointmentSession::FIELDS;
}

impl Own for borrowed::AppointmentSession<'_> {
    type Owned = AppointmentSession;

    fn own(self) -> Result<AppointmentSession, DecodeError> {
        Ok(AppointmentSession {
            session_id: self.session_id.own().in_field("SessionId")?,
            session_name: self.session_name.own().in_field("SessionName")?,
            session_type: self.session_type.own().in_field("SessionType")?,
            location_id: self.location_id.own().in_field("LocationId")?,
            clinician_ids: self.clinician_ids.own().in_field("ClinicianIds")?,
        })
    }
}

impl TryFrom<borrowed::AppointmentSession<'_>> for AppointmentSession {
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::AppointmentSession<'_>) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl<'a> Decode<'a> for AppointmentSession {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::AppointmentSession<'a>>(reader)
    }
}

impl Encode for AppointmentSession {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer
            .fields(Self::FIELDS)
            .value(&self.session_id)
            .optional(&self.session_name)
            .optional(&self.session_type)
            .optional(&self.location_id)
            .items(&self.clinician_ids);
    }
}

impl fmt::Debug for AppointmentSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("AppointmentSession(redacted)")
    }
}

/// A clinician.
#[derive(Clone, PartialEq)]
pub struct Clinician {
    /// Identifies the clinician.
    pub clinician_id: i64,
    /// The name.
    pub display_name: Text<255>,
    /// The clinician's job.
    pub job_role: Option<Text<255>>,
    /// The clinician's sex.
    pub sex: Option<Sex>,
}

impl Clinician {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = borrowed::Clinician::FIELDS;
}

impl Own for borrowed::Clinician<'_> {
    type Owned = Clinician;

    fn own(self) -> Result<Clinician, DecodeError> {
        Ok(Clinician {
            clinician_id: self.clinician_id.own().in_field("ClinicianId")?,
            display_name: self.display_name.own().in_field("DisplayName")?,
            job_role: self.job_role.own().in_field("JobRole")?,
            sex: self.sex.own().in_field("Sex")?,
        })
    }
}

impl TryFrom<borrowed::Clinician<'_>> for Clinician {
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::Clinician<'_>) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl<'a> Decode<'a> for Clinician {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::Clinician<'a>>(reader)
    }
}

impl Encode for Clinician {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer
            .fields(Self::FIELDS)
            .value(&self.clinician_id)
            .value(&self.display_name)
            .optional(&self.job_role)
            .optional(&self.sex);
    }
}

impl fmt::Debug for Clinician {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("Clinician(redacted)")
    }
}

/// A location of the practice.
#[derive(Clone, PartialEq)]
pub struct Location {
    /// Identifies the location.
    pub location_id: i64,
    /// The name.
    pub location_name: Text<255>,
    /// The postcode.
    pub postcode: Option<Text<10>>,
}

impl Location {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = borrowed::Location::FIELDS;
}

impl Own for borrowed::Location<'_> {
    type Owned = Location;

    fn own(self) -> Result<Location, DecodeError> {
        Ok(Location {
            location_id: self.location_id.own().in_field("LocationId")?,
            location_name: self.location_name.own().in_field("LocationName")?,
            postcode: self.postcode.own().in_field("Postcode")?,
        })
    }
}

impl TryFrom<borrowed::Location<'_>> for Location {
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::Location<'_>) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl<'a> Decode<'a> for Location {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::Location<'a>>(reader)
    }
}

impl Encode for Location {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer
            .fields(Self::FIELDS)
            .value(&self.location_id)
            .value(&self.location_name)
            .optional(&self.postcode);
    }
}

impl fmt::Debug for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("Location(redacted)")
    }
}

/// A page of free slots, by StartTime and then SlotId, with the sessions, clinicians and locations that they
/// refer to.
#[derive(Clone, PartialEq)]
pub struct GetAvailableAppointmentsResponse {
    /// The slots.
    pub slots: Vec<Slot>,
    /// The sessions that the page refers to.
    pub sessions: Vec<AppointmentSession>,
    /// The clinicians that the page refers to.
    pub clinicians: Vec<Clinician>,
    /// The locations that the page refers to.
    pub locations: Vec<Location>,
    /// To be sent as `After` for the next page; absent on the last page.
    pub next: Option<Text<64>>,
}

impl GetAvailableAppointmentsResponse {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = borrowed::GetAvailableAppointmentsResponse::FIELDS;
}

impl Own for borrowed::GetAvailableAppointmentsResponse<'_> {
    type Owned = GetAvailableAppointmentsResponse;

    fn own(self) -> Result<GetAvailableAppointmentsResponse, DecodeError> {
        Ok(GetAvailableAppointmentsResponse {
            slots: self.slots.own().in_field("Slots")?,
            sessions: self.sessions.own().in_field("Sessions")?,
            clinicians: self.clinicians.own().in_field("Clinicians")?,
            locations: self.locations.own().in_field("Locations")?,
            next: self.next.own().in_field("Next")?,
        })
    }
}

impl TryFrom<borrowed::GetAvailableAppointmentsResponse<'_>> for GetAvailableAppointmentsResponse {
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::GetAvailableAppointmentsResponse<'_>) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl<'a> Decode<'a> for GetAvailableAppointmentsResponse {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::GetAvailableAppointmentsResponse<'a>>(reader)
    }
}

impl Encode for GetAvailableAppointmentsResponse {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer
            .fields(Self::FIELDS)
            .items(&self.slots)
            .items(&self.sessions)
            .items(&self.clinicians)
            .items(&self.locations)
            .optional(&self.next);
    }
}

impl fmt::Debug for GetAvailableAppointmentsResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("GetAvailableAppointmentsResponse(redacted)")
    }
}

impl Operation for GetAvailableAppointments {
    const DESCRIPTOR: &'static OperationDescriptor = borrowed::GetAvailableAppointments::DESCRIPTOR;

    type Response<'r> = GetAvailableAppointmentsResponse;
}

impl Streamed for GetAvailableAppointments {
    type Part<'p> = AvailableAppointmentsPart<'p>;
}

/// Asks for the appointments that the patient has.
#[derive(Clone, PartialEq)]
pub struct GetPatientAppointments {
    /// Whether past appointments are listed too.
    pub include_past: bool,
    /// The first day of past appointments; read only with IncludePast.
    pub past_from: Option<Date>,
    /// The most appointments of a page.
    pub maximum_items: Option<PageSize>,
    /// The `Next` of the page before.
    pub after: Option<Text<64>>,
}

impl GetPatientAppointments {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = borrowed::GetPatientAppointments::FIELDS;
}

impl Own for borrowed::GetPatientAppointments<'_> {
    type Owned = GetPatientAppointments;

    fn own(self) -> Result<GetPatientAppointments, DecodeError> {
        Ok(GetPatientAppointments {
            include_past: self.include_past.own().in_field("IncludePast")?,
            past_from: self.past_from.own().in_field("PastFrom")?,
            maximum_items: self.maximum_items.own().in_field("MaximumItems")?,
            after: self.after.own().in_field("After")?,
        })
    }
}

impl TryFrom<borrowed::GetPatientAppointments<'_>> for GetPatientAppointments {
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::GetPatientAppointments<'_>) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl<'a> Decode<'a> for GetPatientAppointments {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::GetPatientAppointments<'a>>(reader)
    }
}

impl Encode for GetPatientAppointments {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer
            .fields(Self::FIELDS)
            .value(&self.include_past)
            .optional(&self.past_from)
            .optional(&self.maximum_items)
            .optional(&self.after);
    }
}

impl fmt::Debug for GetPatientAppointments {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("GetPatientAppointments(redacted)")
    }
}

/// The number to call for a telephone appointment.
#[derive(Clone, PartialEq)]
pub struct Telephone {
    /// The number.
    pub number: Text<32>,
    /// What kind of number it is.
    pub contact_type: ContactType,
}

impl Telephone {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = borrowed::Telephone::FIELDS;
}

impl Own for borrowed::Telephone<'_> {
    type Owned = Telephone;

    fn own(self) -> Result<Telephone, DecodeError> {
        Ok(Telephone {
            number: self.number.own().in_field("Number")?,
            contact_type: self.contact_type.own().in_field("ContactType")?,
        })
    }
}

impl TryFrom<borrowed::Telephone<'_>> for Telephone {
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::Telephone<'_>) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl<'a> Decode<'a> for Telephone {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::Telephone<'a>>(reader)
    }
}

impl Encode for Telephone {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer.fields(Self::FIELDS).value(&self.number).value(&self.contact_type);
    }
}

impl fmt::Debug for Telephone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("Telephone(redacted)")
    }
}

/// An appointment that the patient has or had.
#[derive(Clone, PartialEq)]
pub struct Appointment {
    /// Identifies the slot, and so the booking.
    pub slot_id: i64,
    /// Identifies the clinician's session that the slot belongs to.
    pub session_id: i64,
    /// When the appointment begins.
    pub start_time: DateTime,
    /// When the appointment ends.
    pub end_time: DateTime,
    /// The practice's name for slots of this type.
    pub slot_type_name: Option<Text<255>>,
    /// How the appointment takes place.
    pub slot_type: SlotType,
    /// The reason given.
    pub booking_reason: Option<Text<500>>,
    /// When it was booked.
    pub booked_at: Option<DateTime>,
    /// The number to call, of a telephone appointment.
    pub telephone: Option<Telephone>,
}

impl Appointment {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = borrowed::Appointment::FIELDS;
}

impl Own for borrowed::Appointment<'_> {
    type Owned = Appointment;

    fn own(self) -> Result<Appointment, DecodeError> {
        Ok(Appointment {
            slot_id: self.slot_id.own().in_field("SlotId")?,
            session_id: self.session_id.own().in_field("SessionId")?,
            start_time: self.start_time.own().in_field("StartTime")?,
            end_time: self.end_time.own().in_field("EndTime")?,
            slot_type_name: self.slot_type_name.own().in_field("SlotTypeName")?,
            slot_type: self.slot_type.own().in_field("SlotType")?,
            booking_reason: self.booking_reason.own().in_field("BookingReason")?,
            booked_at: self.booked_at.own().in_field("BookedAt")?,
            telephone: self.telephone.own().in_field("Telephone")?,
        })
    }
}

impl TryFrom<borrowed::Appointment<'_>> for Appointment {
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::Appointment<'_>) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl<'a> Decode<'a> for Appointment {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::Appointment<'a>>(reader)
    }
}

impl Encode for Appointment {
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

impl fmt::Debug for Appointment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("Appointment(redacted)")
    }
}

/// A page of the patient's appointments, by StartTime, with the sessions, clinicians and locations that they
/// refer to.
#[derive(Clone, PartialEq)]
pub struct GetPatientAppointmentsResponse {
    /// The appointments.
    pub appointments: Vec<Appointment>,
    /// The sessions that the page refers to.
    pub sessions: Vec<AppointmentSession>,
    /// The clinicians that the page refers to.
    pub clinicians: Vec<Clinician>,
    /// The locations that the page refers to.
    pub locations: Vec<Location>,
    /// To be sent as `After` for the next page; absent on the last page.
    pub next: Option<Text<64>>,
}

impl GetPatientAppointmentsResponse {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = borrowed::GetPatientAppointmentsResponse::FIELDS;
}

impl Own for borrowed::GetPatientAppointmentsResponse<'_> {
    type Owned = GetPatientAppointmentsResponse;

    fn own(self) -> Result<GetPatientAppointmentsResponse, DecodeError> {
        Ok(GetPatientAppointmentsResponse {
            appointments: self.appointments.own().in_field("Appointments")?,
            sessions: self.sessions.own().in_field("Sessions")?,
            clinicians: self.clinicians.own().in_field("Clinicians")?,
            locations: self.locations.own().in_field("Locations")?,
            next: self.next.own().in_field("Next")?,
        })
    }
}

impl TryFrom<borrowed::GetPatientAppointmentsResponse<'_>> for GetPatientAppointmentsResponse {
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::GetPatientAppointmentsResponse<'_>) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl<'a> Decode<'a> for GetPatientAppointmentsResponse {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::GetPatientAppointmentsResponse<'a>>(reader)
    }
}

impl Encode for GetPatientAppointmentsResponse {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer
            .fields(Self::FIELDS)
            .items(&self.appointments)
            .items(&self.sessions)
            .items(&self.clinicians)
            .items(&self.locations)
            .optional(&self.next);
    }
}

impl fmt::Debug for GetPatientAppointmentsResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("GetPatientAppointmentsResponse(redacted)")
    }
}

impl Operation for GetPatientAppointments {
    const DESCRIPTOR: &'static OperationDescriptor = borrowed::GetPatientAppointments::DESCRIPTOR;

    type Response<'r> = GetPatientAppointmentsResponse;
}

impl Streamed for GetPatientAppointments {
    type Part<'p> = PatientAppointmentsPart<'p>;
}

/// Books a slot.
#[derive(Clone, PartialEq)]
pub struct BookAppointment {
    /// Identifies the slot.
    pub slot_id: i64,
    /// The reason for the appointment, where the practice asks for it.
    pub booking_reason: Option<Text<500>>,
    /// The number to call, for a telephone slot.
    pub telephone: Option<Telephone>,
}

impl BookAppointment {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = borrowed::BookAppointment::FIELDS;
}

impl Own for borrowed::BookAppointment<'_> {
    type Owned = BookAppointment;

    fn own(self) -> Result<BookAppointment, DecodeError> {
        Ok(BookAppointment {
            slot_id: self.slot_id.own().in_field("SlotId")?,
            booking_reason: self.booking_reason.own().in_field("BookingReason")?,
            telephone: self.telephone.own().in_field("Telephone")?,
        })
    }
}

impl TryFrom<borrowed::BookAppointment<'_>> for BookAppointment {
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::BookAppointment<'_>) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl<'a> Decode<'a> for BookAppointment {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::BookAppointment<'a>>(reader)
    }
}

impl Encode for BookAppointment {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer
            .fields(Self::FIELDS)
            .value(&self.slot_id)
            .optional(&self.booking_reason)
            .optional(&self.telephone);
    }
}

impl fmt::Debug for BookAppointment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("BookAppointment(redacted)")
    }
}

/// The slot is booked for the patient.
#[derive(Clone, PartialEq)]
pub struct BookAppointmentResponse {
    /// Identifies the slot.
    pub slot_id: i64,
}

impl BookAppointmentResponse {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = borrowed::BookAppointmentResponse::FIELDS;
}

impl Own for borrowed::BookAppointmentResponse {
    type Owned = BookAppointmentResponse;

    fn own(self) -> Result<BookAppointmentResponse, DecodeError> {
        Ok(BookAppointmentResponse { slot_id: self.slot_id.own().in_field("SlotId")? })
    }
}

impl TryFrom<borrowed::BookAppointmentResponse> for BookAppointmentResponse {
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::BookAppointmentResponse) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl Decode<'_> for BookAppointmentResponse {
    fn decode(reader: &mut ElementReader<'_>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::BookAppointmentResponse>(reader)
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

impl Operation for BookAppointment {
    const DESCRIPTOR: &'static OperationDescriptor = borrowed::BookAppointment::DESCRIPTOR;

    type Response<'r> = BookAppointmentResponse;
}

/// Cancels a booking.
#[derive(Clone, PartialEq)]
pub struct CancelAppointment {
    /// Identifies the slot.
    pub slot_id: i64,
    /// The reason for cancelling.
    pub reason: Option<Text<255>>,
}

impl CancelAppointment {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = borrowed::CancelAppointment::FIELDS;
}

impl Own for borrowed::CancelAppointment<'_> {
    type Owned = CancelAppointment;

    fn own(self) -> Result<CancelAppointment, DecodeError> {
        Ok(CancelAppointment {
            slot_id: self.slot_id.own().in_field("SlotId")?,
            reason: self.reason.own().in_field("Reason")?,
        })
    }
}

impl TryFrom<borrowed::CancelAppointment<'_>> for CancelAppointment {
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::CancelAppointment<'_>) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl<'a> Decode<'a> for CancelAppointment {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::CancelAppointment<'a>>(reader)
    }
}

impl Encode for CancelAppointment {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer.fields(Self::FIELDS).value(&self.slot_id).optional(&self.reason);
    }
}

impl fmt::Debug for CancelAppointment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("CancelAppointment(redacted)")
    }
}

/// The booking is cancelled.
#[derive(Clone, PartialEq)]
pub struct CancelAppointmentResponse {
    /// Identifies the slot.
    pub slot_id: i64,
}

impl CancelAppointmentResponse {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = borrowed::CancelAppointmentResponse::FIELDS;
}

impl Own for borrowed::CancelAppointmentResponse {
    type Owned = CancelAppointmentResponse;

    fn own(self) -> Result<CancelAppointmentResponse, DecodeError> {
        Ok(CancelAppointmentResponse { slot_id: self.slot_id.own().in_field("SlotId")? })
    }
}

impl TryFrom<borrowed::CancelAppointmentResponse> for CancelAppointmentResponse {
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::CancelAppointmentResponse) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl Decode<'_> for CancelAppointmentResponse {
    fn decode(reader: &mut ElementReader<'_>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::CancelAppointmentResponse>(reader)
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

impl Operation for CancelAppointment {
    const DESCRIPTOR: &'static OperationDescriptor = borrowed::CancelAppointment::DESCRIPTOR;

    type Response<'r> = CancelAppointmentResponse;
}
