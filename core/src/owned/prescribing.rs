//! Prescribing: courses of medication, requests for them, and what became of these.
//!
//! Generated from `spec/catalogue` by `cargo xtask generate`.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::str::FromStr;

use super::list::BoundedList;
use super::own::InField as _;
use super::own::{Own, decode_owned, invalid};
use super::types::{Date, DateTime, Guid, Text, Word};
use crate::codec::{
    Decode, DecodeError, ElementReader, ElementWriter, Encode, FieldDescriptor, Invalid, OperationDescriptor,
    find_word,
};
use crate::error::InvalidValue;
use crate::messages::prescribing as borrowed;
// What streams is given out as it comes, and so is borrowed.
use crate::messages::{Operation, Streamed};
use crate::types::PageSize;
#[doc(no_inline)]
pub use borrowed::{MedicationCoursesPart, PrescriptionRequestsPart};

/// How a course is prescribed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PrescriptionType {
    /// Prescribed once.
    Acute,
    /// May be requested again.
    Repeat,
    /// Several issues under one authorisation.
    RepeatDispensing,
    /// Issued without a request.
    Automatic,
    /// A word that is none of the others.
    Unknown(Word),
}

impl PrescriptionType {
    /// The words that are known.
    pub const WORDS: &'static [&'static str] = borrowed::PrescriptionType::WORDS;

    /// The word as it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Acute => "Acute",
            Self::Repeat => "Repeat",
            Self::RepeatDispensing => "RepeatDispensing",
            Self::Automatic => "Automatic",
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
            Some(0) => Ok(Self::Acute),
            Some(1) => Ok(Self::Repeat),
            Some(2) => Ok(Self::RepeatDispensing),
            Some(3) => Ok(Self::Automatic),
            Some(4) => Word::new("Unknown").map(Self::Unknown),
            _ => Word::new(word).map(Self::Unknown),
        }
    }
}

impl fmt::Display for PrescriptionType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for PrescriptionType {
    type Err = InvalidValue;

    fn from_str(word: &str) -> Result<Self, InvalidValue> {
        Self::of(word)
    }
}

impl Own for borrowed::PrescriptionType<'_> {
    type Owned = PrescriptionType;

    fn own(self) -> Result<PrescriptionType, DecodeError> {
        match self {
            Self::Acute => Ok(PrescriptionType::Acute),
            Self::Repeat => Ok(PrescriptionType::Repeat),
            Self::RepeatDispensing => Ok(PrescriptionType::RepeatDispensing),
            Self::Automatic => Ok(PrescriptionType::Automatic),
            Self::Unknown(word) => {
                let word: String = word.chars().collect();
                PrescriptionType::of(&word).map_err(invalid)
            }
        }
    }
}

impl TryFrom<borrowed::PrescriptionType<'_>> for PrescriptionType {
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::PrescriptionType<'_>) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl<'a> Decode<'a> for PrescriptionType {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::PrescriptionType<'a>>(reader)
    }
}

impl Encode for PrescriptionType {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer.text(self.as_str());
    }
}

/// The status of a requested course.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RequestStatus {
    /// Requested from the practice.
    Requested,
    /// Sent to a clinician to be signed.
    ForwardedForSigning,
    /// Issued.
    Issued,
    /// Rejected.
    Rejected,
    /// Cancelled by the patient.
    Cancelled,
    /// A word that is none of the others.
    Unknown(Word),
}

impl RequestStatus {
    /// The words that are known.
    pub const WORDS: &'static [&'static str] = borrowed::RequestStatus::WORDS;

    /// The word as it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Requested => "Requested",
            Self::ForwardedForSigning => "ForwardedForSigning",
            Self::Issued => "Issued",
            Self::Rejected => "Rejected",
            Self::Cancelled => "Cancelled",
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
            Some(0) => Ok(Self::Requested),
            Some(1) => Ok(Self::ForwardedForSigning),
            Some(2) => Ok(Self::Issued),
            Some(3) => Ok(Self::Rejected),
            Some(4) => Ok(Self::Cancelled),
            Some(5) => Word::new("Unknown").map(Self::Unknown),
            _ => Word::new(word).map(Self::Unknown),
        }
    }
}

impl fmt::Display for RequestStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for RequestStatus {
    type Err = InvalidValue;

    fn from_str(word: &str) -> Result<Self, InvalidValue> {
        Self::of(word)
    }
}

impl Own for borrowed::RequestStatus<'_> {
    type Owned = RequestStatus;

    fn own(self) -> Result<RequestStatus, DecodeError> {
        match self {
            Self::Requested => Ok(RequestStatus::Requested),
            Self::ForwardedForSigning => Ok(RequestStatus::ForwardedForSigning),
            Self::Issued => Ok(RequestStatus::Issued),
            Self::Rejected => Ok(RequestStatus::Rejected),
            Self::Cancelled => Ok(RequestStatus::Cancelled),
            Self::Unknown(word) => {
                let word: String = word.chars().collect();
                RequestStatus::of(&word).map_err(invalid)
            }
        }
    }
}

impl TryFrom<borrowed::RequestStatus<'_>> for RequestStatus {
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::RequestStatus<'_>) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl<'a> Decode<'a> for RequestStatus {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::RequestStatus<'a>>(reader)
    }
}

impl Encode for RequestStatus {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer.text(self.as_str());
    }
}

/// Asks for the patient's courses.
#[derive(Clone, PartialEq)]
pub struct GetMedicationCourses {
    /// The most courses of a page.
    pub maximum_items: Option<PageSize>,
    /// The `Next` of the page before.
    pub after: Option<Text<64>>,
}

impl GetMedicationCourses {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = borrowed::GetMedicationCourses::FIELDS;
}

impl Own for borrowed::GetMedicationCourses<'_> {
    type Owned = GetMedicationCourses;

    fn own(self) -> Result<GetMedicationCourses, DecodeError> {
        Ok(GetMedicationCourses {
            maximum_items: self.maximum_items.own().in_field("MaximumItems")?,
            after: self.after.own().in_field("After")?,
        })
    }
}

impl TryFrom<borrowed::GetMedicationCourses<'_>> for GetMedicationCourses {
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::GetMedicationCourses<'_>) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl<'a> Decode<'a> for GetMedicationCourses {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::GetMedicationCourses<'a>>(reader)
    }
}

impl Encode for GetMedicationCourses {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer.fields(Self::FIELDS).optional(&self.maximum_items).optional(&self.after);
    }
}

impl fmt::Debug for GetMedicationCourses {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("GetMedicationCourses(redacted)")
    }
}

/// A course of medication.
#[derive(Clone, PartialEq)]
pub struct Course {
    /// Identifies the course.
    pub course_id: Guid,
    /// The medicine.
    pub name: Text<255>,
    /// The dosage.
    pub dosage: Option<Text<1000>>,
    /// The quantity of an issue.
    pub quantity: Option<Text<255>>,
    /// How it is prescribed.
    pub prescription_type: PrescriptionType,
    /// Whether it can be requested now.
    pub can_be_requested: bool,
    /// The constituents of a mixture.
    pub constituents: Vec<Text<255>>,
    /// When it was last issued.
    pub last_issued: Option<Date>,
    /// When it is next due.
    pub next_issue: Option<Date>,
    /// When it is to be reviewed.
    pub review_date: Option<Date>,
}

impl Course {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = borrowed::Course::FIELDS;
}

impl Own for borrowed::Course<'_> {
    type Owned = Course;

    fn own(self) -> Result<Course, DecodeError> {
        Ok(Course {
            course_id: self.course_id.own().in_field("CourseId")?,
            name: self.name.own().in_field("Name")?,
            dosage: self.dosage.own().in_field("Dosage")?,
            quantity: self.quantity.own().in_field("Quantity")?,
            prescription_type: self.prescription_type.own().in_field("PrescriptionType")?,
            can_be_requested: self.can_be_requested.own().in_field("CanBeRequested")?,
            constituents: self.constituents.own().in_field("Constituents")?,
            last_issued: self.last_issued.own().in_field("LastIssued")?,
            next_issue: self.next_issue.own().in_field("NextIssue")?,
            review_date: self.review_date.own().in_field("ReviewDate")?,
        })
    }
}

impl TryFrom<borrowed::Course<'_>> for Course {
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::Course<'_>) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl<'a> Decode<'a> for Course {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::Course<'a>>(reader)
    }
}

impl Encode for Course {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer
            .fields(Self::FIELDS)
            .value(&self.course_id)
            .value(&self.name)
            .optional(&self.dosage)
            .optional(&self.quantity)
            .value(&self.prescription_type)
            .value(&self.can_be_requested)
            .items(&self.constituents)
            .optional(&self.last_issued)
            .optional(&self.next_issue)
            .optional(&self.review_date);
    }
}

impl fmt::Debug for Course {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("Course(redacted)")
    }
}

/// A page of courses, by Name and then CourseId.
#[derive(Clone, PartialEq)]
pub struct GetMedicationCoursesResponse {
    /// The courses.
    pub courses: Vec<Course>,
    /// To be sent as `After` for the next page; absent on the last page.
    pub next: Option<Text<64>>,
}

impl GetMedicationCoursesResponse {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = borrowed::GetMedicationCoursesResponse::FIELDS;
}

impl Own for borrowed::GetMedicationCoursesResponse<'_> {
    type Owned = GetMedicationCoursesResponse;

    fn own(self) -> Result<GetMedicationCoursesResponse, DecodeError> {
        Ok(GetMedicationCoursesResponse {
            courses: self.courses.own().in_field("Courses")?,
            next: self.next.own().in_field("Next")?,
        })
    }
}

impl TryFrom<borrowed::GetMedicationCoursesResponse<'_>> for GetMedicationCoursesResponse {
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::GetMedicationCoursesResponse<'_>) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl<'a> Decode<'a> for GetMedicationCoursesResponse {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::GetMedicationCoursesResponse<'a>>(reader)
    }
}

impl Encode for GetMedicationCoursesResponse {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer.fields(Self::FIELDS).items(&self.courses).optional(&self.next);
    }
}

impl fmt::Debug for GetMedicationCoursesResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("GetMedicationCoursesResponse(redacted)")
    }
}

impl Operation for GetMedicationCourses {
    const DESCRIPTOR: &'static OperationDescriptor = borrowed::GetMedicationCourses::DESCRIPTOR;

    type Response<'r> = GetMedicationCoursesResponse;
}

impl Streamed for GetMedicationCourses {
    type Part<'p> = MedicationCoursesPart<'p>;
}

/// Requests courses: all of them or none.
#[derive(Clone, PartialEq)]
pub struct RequestPrescription {
    /// The courses to request, each named once.
    pub course_ids: BoundedList<Guid, 32>,
    /// A comment, where the practice asks for it.
    pub comment: Option<Text<1000>>,
}

impl RequestPrescription {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = borrowed::RequestPrescription::FIELDS;
}

impl Own for borrowed::RequestPrescription<'_> {
    type Owned = RequestPrescription;

    fn own(self) -> Result<RequestPrescription, DecodeError> {
        Ok(RequestPrescription {
            course_ids: self.course_ids.own().in_field("CourseIds")?,
            comment: self.comment.own().in_field("Comment")?,
        })
    }
}

impl TryFrom<borrowed::RequestPrescription<'_>> for RequestPrescription {
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::RequestPrescription<'_>) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl<'a> Decode<'a> for RequestPrescription {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::RequestPrescription<'a>>(reader)
    }
}

impl Encode for RequestPrescription {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer.fields(Self::FIELDS).items(&self.course_ids).optional(&self.comment);
    }
}

impl fmt::Debug for RequestPrescription {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("RequestPrescription(redacted)")
    }
}

/// The prescription is requested.
#[derive(Clone, PartialEq)]
pub struct RequestPrescriptionResponse {
    /// Identifies the request.
    pub request_id: Guid,
}

impl RequestPrescriptionResponse {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = borrowed::RequestPrescriptionResponse::FIELDS;
}

impl Own for borrowed::RequestPrescriptionResponse {
    type Owned = RequestPrescriptionResponse;

    fn own(self) -> Result<RequestPrescriptionResponse, DecodeError> {
        Ok(RequestPrescriptionResponse { request_id: self.request_id.own().in_field("RequestId")? })
    }
}

impl TryFrom<borrowed::RequestPrescriptionResponse> for RequestPrescriptionResponse {
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::RequestPrescriptionResponse) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl Decode<'_> for RequestPrescriptionResponse {
    fn decode(reader: &mut ElementReader<'_>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::RequestPrescriptionResponse>(reader)
    }
}

impl Encode for RequestPrescriptionResponse {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer.fields(Self::FIELDS).value(&self.request_id);
    }
}

impl fmt::Debug for RequestPrescriptionResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("RequestPrescriptionResponse(redacted)")
    }
}

impl Operation for RequestPrescription {
    const DESCRIPTOR: &'static OperationDescriptor = borrowed::RequestPrescription::DESCRIPTOR;

    type Response<'r> = RequestPrescriptionResponse;
}

/// Asks for the patient's prescription requests.
#[derive(Clone, PartialEq)]
pub struct GetPrescriptionRequests {
    /// The first day.
    pub from: Option<Date>,
    /// The last day, included.
    pub to: Option<Date>,
    /// The most requests of a page.
    pub maximum_items: Option<PageSize>,
    /// The `Next` of the page before.
    pub after: Option<Text<64>>,
}

impl GetPrescriptionRequests {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = borrowed::GetPrescriptionRequests::FIELDS;
}

impl Own for borrowed::GetPrescriptionRequests<'_> {
    type Owned = GetPrescriptionRequests;

    fn own(self) -> Result<GetPrescriptionRequests, DecodeError> {
        Ok(GetPrescriptionRequests {
            from: self.from.own().in_field("From")?,
            to: self.to.own().in_field("To")?,
            maximum_items: self.maximum_items.own().in_field("MaximumItems")?,
            after: self.after.own().in_field("After")?,
        })
    }
}

impl TryFrom<borrowed::GetPrescriptionRequests<'_>> for GetPrescriptionRequests {
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::GetPrescriptionRequests<'_>) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl<'a> Decode<'a> for GetPrescriptionRequests {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::GetPrescriptionRequests<'a>>(reader)
    }
}

impl Encode for GetPrescriptionRequests {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer
            .fields(Self::FIELDS)
            .optional(&self.from)
            .optional(&self.to)
            .optional(&self.maximum_items)
            .optional(&self.after);
    }
}

impl fmt::Debug for GetPrescriptionRequests {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("GetPrescriptionRequests(redacted)")
    }
}

/// A course of a request.
#[derive(Clone, PartialEq)]
pub struct RequestedCourse {
    /// Identifies the course.
    pub course_id: Guid,
    /// The status of the course.
    pub status: RequestStatus,
}

impl RequestedCourse {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = borrowed::RequestedCourse::FIELDS;
}

impl Own for borrowed::RequestedCourse<'_> {
    type Owned = RequestedCourse;

    fn own(self) -> Result<RequestedCourse, DecodeError> {
        Ok(RequestedCourse {
            course_id: self.course_id.own().in_field("CourseId")?,
            status: self.status.own().in_field("Status")?,
        })
    }
}

impl TryFrom<borrowed::RequestedCourse<'_>> for RequestedCourse {
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::RequestedCourse<'_>) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl<'a> Decode<'a> for RequestedCourse {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::RequestedCourse<'a>>(reader)
    }
}

impl Encode for RequestedCourse {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer.fields(Self::FIELDS).value(&self.course_id).value(&self.status);
    }
}

impl fmt::Debug for RequestedCourse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("RequestedCourse(redacted)")
    }
}

/// A request for a prescription.
#[derive(Clone, PartialEq)]
pub struct PrescriptionRequest {
    /// Identifies the request.
    pub request_id: Guid,
    /// When it was made.
    pub requested_at: DateTime,
    /// The person who made it.
    pub requested_by: Text<255>,
    /// The comment.
    pub comment: Option<Text<1000>>,
    /// Its courses.
    pub courses: BoundedList<RequestedCourse>,
}

impl PrescriptionRequest {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = borrowed::PrescriptionRequest::FIELDS;
}

impl Own for borrowed::PrescriptionRequest<'_> {
    type Owned = PrescriptionRequest;

    fn own(self) -> Result<PrescriptionRequest, DecodeError> {
        Ok(PrescriptionRequest {
            request_id: self.request_id.own().in_field("RequestId")?,
            requested_at: self.requested_at.own().in_field("RequestedAt")?,
            requested_by: self.requested_by.own().in_field("RequestedBy")?,
            comment: self.comment.own().in_field("Comment")?,
            courses: self.courses.own().in_field("Courses")?,
        })
    }
}

impl TryFrom<borrowed::PrescriptionRequest<'_>> for PrescriptionRequest {
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::PrescriptionRequest<'_>) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl<'a> Decode<'a> for PrescriptionRequest {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::PrescriptionRequest<'a>>(reader)
    }
}

impl Encode for PrescriptionRequest {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer
            .fields(Self::FIELDS)
            .value(&self.request_id)
            .value(&self.requested_at)
            .value(&self.requested_by)
            .optional(&self.comment)
            .items(&self.courses);
    }
}

impl fmt::Debug for PrescriptionRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("PrescriptionRequest(redacted)")
    }
}

/// A page of requests, newest first, with the courses that they refer to.
#[derive(Clone, PartialEq)]
pub struct GetPrescriptionRequestsResponse {
    /// The requests.
    pub requests: Vec<PrescriptionRequest>,
    /// The courses.
    pub courses: Vec<Course>,
    /// To be sent as `After` for the next page; absent on the last page.
    pub next: Option<Text<64>>,
}

impl GetPrescriptionRequestsResponse {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = borrowed::GetPrescriptionRequestsResponse::FIELDS;
}

impl Own for borrowed::GetPrescriptionRequestsResponse<'_> {
    type Owned = GetPrescriptionRequestsResponse;

    fn own(self) -> Result<GetPrescriptionRequestsResponse, DecodeError> {
        Ok(GetPrescriptionRequestsResponse {
            requests: self.requests.own().in_field("Requests")?,
            courses: self.courses.own().in_field("Courses")?,
            next: self.next.own().in_field("Next")?,
        })
    }
}

impl TryFrom<borrowed::GetPrescriptionRequestsResponse<'_>> for GetPrescriptionRequestsResponse {
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::GetPrescriptionRequestsResponse<'_>) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl<'a> Decode<'a> for GetPrescriptionRequestsResponse {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::GetPrescriptionRequestsResponse<'a>>(reader)
    }
}

impl Encode for GetPrescriptionRequestsResponse {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer.fields(Self::FIELDS).items(&self.requests).items(&self.courses).optional(&self.next);
    }
}

impl fmt::Debug for GetPrescriptionRequestsResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("GetPrescriptionRequestsResponse(redacted)")
    }
}

impl Operation for GetPrescriptionRequests {
    const DESCRIPTOR: &'static OperationDescriptor = borrowed::GetPrescriptionRequests::DESCRIPTOR;

    type Response<'r> = GetPrescriptionRequestsResponse;
}

impl Streamed for GetPrescriptionRequests {
    type Part<'p> = PrescriptionRequestsPart<'p>;
}

/// Cancels the courses of a request that are not yet issued or rejected.
#[derive(Clone, PartialEq)]
pub struct CancelPrescriptionRequest {
    /// Identifies the request.
    pub request_id: Guid,
    /// The reason for cancelling.
    pub reason: Option<Text<255>>,
}

impl CancelPrescriptionRequest {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = borrowed::CancelPrescriptionRequest::FIELDS;
}

impl Own for borrowed::CancelPrescriptionRequest<'_> {
    type Owned = CancelPrescriptionRequest;

    fn own(self) -> Result<CancelPrescriptionRequest, DecodeError> {
        Ok(CancelPrescriptionRequest {
            request_id: self.request_id.own().in_field("RequestId")?,
            reason: self.reason.own().in_field("Reason")?,
        })
    }
}

impl TryFrom<borrowed::CancelPrescriptionRequest<'_>> for CancelPrescriptionRequest {
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::CancelPrescriptionRequest<'_>) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl<'a> Decode<'a> for CancelPrescriptionRequest {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::CancelPrescriptionRequest<'a>>(reader)
    }
}

impl Encode for CancelPrescriptionRequest {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer.fields(Self::FIELDS).value(&self.request_id).optional(&self.reason);
    }
}

impl fmt::Debug for CancelPrescriptionRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("CancelPrescriptionRequest(redacted)")
    }
}

/// The request is cancelled.
#[derive(Clone, PartialEq)]
pub struct CancelPrescriptionRequestResponse {
    /// Identifies the request.
    pub request_id: Guid,
}

impl CancelPrescriptionRequestResponse {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = borrowed::CancelPrescriptionRequestResponse::FIELDS;
}

impl Own for borrowed::CancelPrescriptionRequestResponse {
    type Owned = CancelPrescriptionRequestResponse;

    fn own(self) -> Result<CancelPrescriptionRequestResponse, DecodeError> {
        Ok(CancelPrescriptionRequestResponse { request_id: self.request_id.own().in_field("RequestId")? })
    }
}

impl TryFrom<borrowed::CancelPrescriptionRequestResponse> for CancelPrescriptionRequestResponse {
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::CancelPrescriptionRequestResponse) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl Decode<'_> for CancelPrescriptionRequestResponse {
    fn decode(reader: &mut ElementReader<'_>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::CancelPrescriptionRequestResponse>(reader)
    }
}

impl Encode for CancelPrescriptionRequestResponse {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer.fields(Self::FIELDS).value(&self.request_id);
    }
}

impl fmt::Debug for CancelPrescriptionRequestResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("CancelPrescriptionRequestResponse(redacted)")
    }
}

impl Operation for CancelPrescriptionRequest {
    const DESCRIPTOR: &'static OperationDescriptor = borrowed::CancelPrescriptionRequest::DESCRIPTOR;

    type Response<'r> = CancelPrescriptionRequestResponse;
}
