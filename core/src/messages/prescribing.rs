//! Prescribing: courses of medication, requests for them, and what became of these.
//!
//! Generated from `spec/catalogue` by `cargo xtask generate`.

use core::fmt;

use super::{Operation, Paged, Parts, Streamed};
use crate::codec::{
    Allowed, BoundedList, Decode, Effect, ElementReader, ElementWriter, Encode, EndsSession, FieldDescriptor,
    FieldType, FieldsReader, Invalid, List, OperationDescriptor, Requirement, WordRead, find_word, required,
};
use crate::profile::Version;
use crate::types::{Date, DateTime, Guid, PageSize, Text, Word};

/// How a course is prescribed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PrescriptionType<'a> {
    /// Prescribed once.
    Acute,
    /// May be requested again.
    Repeat,
    /// Several issues under one authorisation.
    RepeatDispensing,
    /// Issued without a request.
    Automatic,
    /// A word that is none of the others.
    Unknown(Word<'a>),
}

impl<'a> PrescriptionType<'a> {
    /// The words that are known.
    pub const WORDS: &'static [&'static str] =
        &["Acute", "Repeat", "RepeatDispensing", "Automatic", "Unknown"];

    /// The word as it is written.
    #[must_use]
    pub fn as_str(&self) -> &'a str {
        match self {
            Self::Acute => "Acute",
            Self::Repeat => "Repeat",
            Self::RepeatDispensing => "RepeatDispensing",
            Self::Automatic => "Automatic",
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
            0 => Self::Acute,
            1 => Self::Repeat,
            2 => Self::RepeatDispensing,
            3 => Self::Automatic,
            // The word "Unknown" itself.
            _ => Self::Unknown(Word::plain("Unknown")),
        }
    }
}

impl fmt::Display for PrescriptionType<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl<'a> Decode<'a> for PrescriptionType<'a> {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        Ok(match reader.word(Self::WORDS)? {
            WordRead::Known(place) => Self::at(place),
            WordRead::Other(word) => Self::Unknown(Word::raw(word)),
        })
    }
}

impl Encode for PrescriptionType<'_> {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        match self {
            Self::Unknown(word) => word.encode(writer),
            known => writer.raw(known.as_str()),
        }
    }
}

/// The status of a requested course.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequestStatus<'a> {
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
    Unknown(Word<'a>),
}

impl<'a> RequestStatus<'a> {
    /// The words that are known.
    pub const WORDS: &'static [&'static str] =
        &["Requested", "ForwardedForSigning", "Issued", "Rejected", "Cancelled", "Unknown"];

    /// The word as it is written.
    #[must_use]
    pub fn as_str(&self) -> &'a str {
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
    #[must_use]
    pub fn of(word: &'a str) -> Self {
        find_word(Self::WORDS, word).map_or(Self::Unknown(Word::plain(word)), Self::at)
    }

    /// The arm of a word's place.
    fn at(place: usize) -> Self {
        match place {
            0 => Self::Requested,
            1 => Self::ForwardedForSigning,
            2 => Self::Issued,
            3 => Self::Rejected,
            4 => Self::Cancelled,
            // The word "Unknown" itself.
            _ => Self::Unknown(Word::plain("Unknown")),
        }
    }
}

impl fmt::Display for RequestStatus<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl<'a> Decode<'a> for RequestStatus<'a> {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        Ok(match reader.word(Self::WORDS)? {
            WordRead::Known(place) => Self::at(place),
            WordRead::Other(word) => Self::Unknown(Word::raw(word)),
        })
    }
}

impl Encode for RequestStatus<'_> {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        match self {
            Self::Unknown(word) => word.encode(writer),
            known => writer.raw(known.as_str()),
        }
    }
}

/// Asks for the patient's courses.
#[derive(Clone, Copy)]
pub struct GetMedicationCourses<'a> {
    /// The most courses of a page.
    pub maximum_items: Option<PageSize>,
    /// The `Next` of the page before.
    pub after: Option<Text<'a, 64>>,
}

impl GetMedicationCourses<'_> {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = &[
        FieldDescriptor::optional("MaximumItems", FieldType::PageSize),
        FieldDescriptor::optional("After", FieldType::Text(64)),
    ];
}

impl<'a> Decode<'a> for GetMedicationCourses<'a> {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        let mut maximum_items = None;
        let mut after = None;
        let mut fields = FieldsReader::new(reader, Self::FIELDS);
        while let Some(place) = fields.next_field() {
            match place {
                0 => maximum_items = fields.value(),
                1 => after = fields.value(),
                _ => fields.skip(),
            }
        }
        fields.finish()?;
        Ok(Self { maximum_items, after })
    }
}

impl Encode for GetMedicationCourses<'_> {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer.fields(Self::FIELDS).optional(&self.maximum_items).optional(&self.after);
    }
}

impl fmt::Debug for GetMedicationCourses<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("GetMedicationCourses(redacted)")
    }
}

/// A course of medication.
#[derive(Clone, Copy)]
pub struct Course<'a> {
    /// Identifies the course.
    pub course_id: Guid,
    /// The medicine.
    pub name: Text<'a, 255>,
    /// The dosage.
    pub dosage: Option<Text<'a, 1000>>,
    /// The quantity of an issue.
    pub quantity: Option<Text<'a, 255>>,
    /// How it is prescribed.
    pub prescription_type: PrescriptionType<'a>,
    /// Whether it can be requested now.
    pub can_be_requested: bool,
    /// The constituents of a mixture.
    pub constituents: List<'a, Text<'a, 255>>,
    /// When it was last issued.
    pub last_issued: Option<Date>,
    /// When it is next due.
    pub next_issue: Option<Date>,
    /// When it is to be reviewed.
    pub review_date: Option<Date>,
}

impl Course<'_> {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = &[
        FieldDescriptor::once("CourseId", FieldType::Guid),
        FieldDescriptor::once("Name", FieldType::Text(255)),
        FieldDescriptor::optional("Dosage", FieldType::Text(1000)),
        FieldDescriptor::optional("Quantity", FieldType::Text(255)),
        FieldDescriptor::once("PrescriptionType", FieldType::Word(PrescriptionType::WORDS)),
        FieldDescriptor::once("CanBeRequested", FieldType::Boolean),
        FieldDescriptor::list("Constituents", "Constituent", FieldType::Text(255)),
        FieldDescriptor::optional("LastIssued", FieldType::Date),
        FieldDescriptor::optional("NextIssue", FieldType::Date),
        FieldDescriptor::optional("ReviewDate", FieldType::Date),
    ];
}

impl<'a> Decode<'a> for Course<'a> {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        let mut course_id = None;
        let mut name = None;
        let mut dosage = None;
        let mut quantity = None;
        let mut prescription_type = None;
        let mut can_be_requested = None;
        let mut constituents = None;
        let mut last_issued = None;
        let mut next_issue = None;
        let mut review_date = None;
        let mut fields = FieldsReader::new(reader, Self::FIELDS);
        while let Some(place) = fields.next_field() {
            match place {
                0 => course_id = fields.value(),
                1 => name = fields.value(),
                2 => dosage = fields.value(),
                3 => quantity = fields.value(),
                4 => prescription_type = fields.value(),
                5 => can_be_requested = fields.value(),
                6 => constituents = fields.list(),
                7 => last_issued = fields.value(),
                8 => next_issue = fields.value(),
                9 => review_date = fields.value(),
                _ => fields.skip(),
            }
        }
        fields.finish()?;
        Ok(Self {
            course_id: required(course_id)?,
            name: required(name)?,
            dosage,
            quantity,
            prescription_type: required(prescription_type)?,
            can_be_requested: required(can_be_requested)?,
            constituents: constituents.unwrap_or_default(),
            last_issued,
            next_issue,
            review_date,
        })
    }
}

impl Encode for Course<'_> {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer
            .fields(Self::FIELDS)
            .value(&self.course_id)
            .value(&self.name)
            .optional(&self.dosage)
            .optional(&self.quantity)
            .value(&self.prescription_type)
            .value(&self.can_be_requested)
            .list(&self.constituents)
            .optional(&self.last_issued)
            .optional(&self.next_issue)
            .optional(&self.review_date);
    }
}

impl fmt::Debug for Course<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("Course(redacted)")
    }
}

/// A page of courses, by Name and then CourseId.
#[derive(Clone, Copy)]
pub struct GetMedicationCoursesResponse<'a> {
    /// The courses.
    pub courses: List<'a, Course<'a>>,
    /// To be sent as `After` for the next page; absent on the last page.
    pub next: Option<Text<'a, 64>>,
}

impl GetMedicationCoursesResponse<'_> {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = &[
        FieldDescriptor::list("Courses", "Course", FieldType::Element(Course::FIELDS)),
        FieldDescriptor::optional("Next", FieldType::Text(64)),
    ];
}

impl<'a> Decode<'a> for GetMedicationCoursesResponse<'a> {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        let mut courses = None;
        let mut next = None;
        let mut fields = FieldsReader::new(reader, Self::FIELDS);
        while let Some(place) = fields.next_field() {
            match place {
                0 => courses = fields.list(),
                1 => next = fields.value(),
                _ => fields.skip(),
            }
        }
        fields.finish()?;
        Ok(Self { courses: courses.unwrap_or_default(), next })
    }
}

impl Encode for GetMedicationCoursesResponse<'_> {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer.fields(Self::FIELDS).list(&self.courses).optional(&self.next);
    }
}

impl fmt::Debug for GetMedicationCoursesResponse<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("GetMedicationCoursesResponse(redacted)")
    }
}

/// What a streaming reply gives out of a [`GetMedicationCoursesResponse`].
#[derive(Clone, Copy)]
#[non_exhaustive]
#[allow(clippy::large_enum_variant)] // There is no heap to put the large ones.
pub enum MedicationCoursesPart<'a> {
    /// One of the `Courses`.
    Course(Course<'a>),
}

impl<'a> Parts<'a> for MedicationCoursesPart<'a> {
    fn item(
        place: usize,
        _: &'static FieldDescriptor,
        reader: &mut ElementReader<'a>,
    ) -> Option<Result<Self, Invalid>> {
        match place {
            0 => Some(Course::decode(reader).map(Self::Course)),
            _ => None,
        }
    }
}

impl fmt::Debug for MedicationCoursesPart<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("MedicationCoursesPart(redacted)")
    }
}

impl Operation for GetMedicationCourses<'_> {
    const DESCRIPTOR: &'static OperationDescriptor = &OperationDescriptor {
        name: "GetMedicationCourses",
        response_name: "GetMedicationCoursesResponse",
        since: Version::V1_0,
        allowed: Allowed::Patient,
        requirement: Requirement::Prescribing,
        effect: Effect::None,
        paged: true,
        ends: EndsSession::No,
        request: Self::FIELDS,
        response: GetMedicationCoursesResponse::FIELDS,
    };

    type Response<'r> = GetMedicationCoursesResponse<'r>;
}

impl Streamed for GetMedicationCourses<'_> {
    type Part<'p> = MedicationCoursesPart<'p>;
}

impl Paged for GetMedicationCourses<'_> {
    type With<'n>
        = GetMedicationCourses<'n>
    where
        Self: 'n;
    type Item<'r> = Course<'r>;

    fn after(&self) -> Option<Text<'_, 64>> {
        self.after
    }

    fn with_after<'n>(&'n self, after: Option<Text<'n, 64>>) -> GetMedicationCourses<'n> {
        GetMedicationCourses { after, ..*self }
    }

    fn next<'r>(response: &Self::Response<'r>) -> Option<Text<'r, 64>> {
        response.next
    }

    fn items<'r>(response: &Self::Response<'r>) -> List<'r, Course<'r>> {
        response.courses
    }
}

/// Requests courses: all of them or none.
///
/// Its own faults, in the order in which they are checked: `CourseNotFound`, `RequestPending`,
/// `CourseNotRequestable`, `FieldMissing`, `FieldInvalid`.
///
/// If its reply is lost, `GetPrescriptionRequests` shows whether it took place: A Request is listed whose
/// RequestId was not listed before and whose Courses are the request's CourseIds, in any order. It did not:
/// None is. It cannot be told: The state before is not known, and a Request of these courses is listed: it
/// may be an older one.
#[derive(Clone, Copy)]
pub struct RequestPrescription<'a> {
    /// The courses to request, each named once.
    pub course_ids: BoundedList<'a, Guid, 32>,
    /// A comment, where the practice asks for it.
    pub comment: Option<Text<'a, 1000>>,
}

impl RequestPrescription<'_> {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = &[
        FieldDescriptor::bounded_list("CourseIds", "CourseId", 32, FieldType::Guid),
        FieldDescriptor::optional("Comment", FieldType::Text(1000)),
    ];
}

impl<'a> Decode<'a> for RequestPrescription<'a> {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        let mut course_ids = None;
        let mut comment = None;
        let mut fields = FieldsReader::new(reader, Self::FIELDS);
        while let Some(place) = fields.next_field() {
            match place {
                0 => course_ids = fields.bounded_list(),
                1 => comment = fields.value(),
                _ => fields.skip(),
            }
        }
        fields.finish()?;
        Ok(Self { course_ids: required(course_ids)?, comment })
    }
}

impl Encode for RequestPrescription<'_> {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer.fields(Self::FIELDS).bounded_list(&self.course_ids).optional(&self.comment);
    }
}

impl fmt::Debug for RequestPrescription<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("RequestPrescription(redacted)")
    }
}

/// The prescription is requested.
#[derive(Clone, Copy)]
pub struct RequestPrescriptionResponse {
    /// Identifies the request.
    pub request_id: Guid,
}

impl RequestPrescriptionResponse {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = &[FieldDescriptor::once("RequestId", FieldType::Guid)];
}

impl Decode<'_> for RequestPrescriptionResponse {
    fn decode(reader: &mut ElementReader<'_>) -> Result<Self, Invalid> {
        let mut request_id = None;
        let mut fields = FieldsReader::new(reader, Self::FIELDS);
        while let Some(place) = fields.next_field() {
            match place {
                0 => request_id = fields.value(),
                _ => fields.skip(),
            }
        }
        fields.finish()?;
        Ok(Self { request_id: required(request_id)? })
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

impl Operation for RequestPrescription<'_> {
    const DESCRIPTOR: &'static OperationDescriptor = &OperationDescriptor {
        name: "RequestPrescription",
        response_name: "RequestPrescriptionResponse",
        since: Version::V1_0,
        allowed: Allowed::Patient,
        requirement: Requirement::Prescribing,
        effect: Effect::Changes { read_back: Some("GetPrescriptionRequests") },
        paged: false,
        ends: EndsSession::No,
        request: Self::FIELDS,
        response: RequestPrescriptionResponse::FIELDS,
    };

    type Response<'r> = RequestPrescriptionResponse;
}

/// Asks for the patient's prescription requests.
#[derive(Clone, Copy)]
pub struct GetPrescriptionRequests<'a> {
    /// The first day.
    pub from: Option<Date>,
    /// The last day, included.
    pub to: Option<Date>,
    /// The most requests of a page.
    pub maximum_items: Option<PageSize>,
    /// The `Next` of the page before.
    pub after: Option<Text<'a, 64>>,
}

impl GetPrescriptionRequests<'_> {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = &[
        FieldDescriptor::optional("From", FieldType::Date),
        FieldDescriptor::optional("To", FieldType::Date),
        FieldDescriptor::optional("MaximumItems", FieldType::PageSize),
        FieldDescriptor::optional("After", FieldType::Text(64)),
    ];
}

impl<'a> Decode<'a> for GetPrescriptionRequests<'a> {
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
        Ok(Self { from, to, maximum_items, after })
    }
}

impl Encode for GetPrescriptionRequests<'_> {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer
            .fields(Self::FIELDS)
            .optional(&self.from)
            .optional(&self.to)
            .optional(&self.maximum_items)
            .optional(&self.after);
    }
}

impl fmt::Debug for GetPrescriptionRequests<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("GetPrescriptionRequests(redacted)")
    }
}

/// A course of a request.
#[derive(Clone, Copy)]
pub struct RequestedCourse<'a> {
    /// Identifies the course.
    pub course_id: Guid,
    /// The status of the course.
    pub status: RequestStatus<'a>,
}

impl RequestedCourse<'_> {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = &[
        FieldDescriptor::once("CourseId", FieldType::Guid),
        FieldDescriptor::once("Status", FieldType::Word(RequestStatus::WORDS)),
    ];
}

impl<'a> Decode<'a> for RequestedCourse<'a> {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        let mut course_id = None;
        let mut status = None;
        let mut fields = FieldsReader::new(reader, Self::FIELDS);
        while let Some(place) = fields.next_field() {
            match place {
                0 => course_id = fields.value(),
                1 => status = fields.value(),
                _ => fields.skip(),
            }
        }
        fields.finish()?;
        Ok(Self { course_id: required(course_id)?, status: required(status)? })
    }
}

impl Encode for RequestedCourse<'_> {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer.fields(Self::FIELDS).value(&self.course_id).value(&self.status);
    }
}

impl fmt::Debug for RequestedCourse<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("RequestedCourse(redacted)")
    }
}

/// A request for a prescription.
#[derive(Clone, Copy)]
pub struct PrescriptionRequest<'a> {
    /// Identifies the request.
    pub request_id: Guid,
    /// When it was made.
    pub requested_at: DateTime,
    /// The person who made it.
    pub requested_by: Text<'a, 255>,
    /// The comment.
    pub comment: Option<Text<'a, 1000>>,
    /// Its courses.
    pub courses: BoundedList<'a, RequestedCourse<'a>>,
}

impl PrescriptionRequest<'_> {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = &[
        FieldDescriptor::once("RequestId", FieldType::Guid),
        FieldDescriptor::once("RequestedAt", FieldType::DateTime),
        FieldDescriptor::once("RequestedBy", FieldType::Text(255)),
        FieldDescriptor::optional("Comment", FieldType::Text(1000)),
        FieldDescriptor::bounded_list(
            "Courses",
            "RequestedCourse",
            usize::MAX,
            FieldType::Element(RequestedCourse::FIELDS),
        ),
    ];
}

impl<'a> Decode<'a> for PrescriptionRequest<'a> {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        let mut request_id = None;
        let mut requested_at = None;
        let mut requested_by = None;
        let mut comment = None;
        let mut courses = None;
        let mut fields = FieldsReader::new(reader, Self::FIELDS);
        while let Some(place) = fields.next_field() {
            match place {
                0 => request_id = fields.value(),
                1 => requested_at = fields.value(),
                2 => requested_by = fields.value(),
                3 => comment = fields.value(),
                4 => courses = fields.bounded_list(),
                _ => fields.skip(),
            }
        }
        fields.finish()?;
        Ok(Self {
            request_id: required(request_id)?,
            requested_at: required(requested_at)?,
            requested_by: required(requested_by)?,
            comment,
            courses: required(courses)?,
        })
    }
}

impl Encode for PrescriptionRequest<'_> {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer
            .fields(Self::FIELDS)
            .value(&self.request_id)
            .value(&self.requested_at)
            .value(&self.requested_by)
            .optional(&self.comment)
            .bounded_list(&self.courses);
    }
}

impl fmt::Debug for PrescriptionRequest<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("PrescriptionRequest(redacted)")
    }
}

/// A page of requests, newest first, with the courses that they refer to.
#[derive(Clone, Copy)]
pub struct GetPrescriptionRequestsResponse<'a> {
    /// The requests.
    pub requests: List<'a, PrescriptionRequest<'a>>,
    /// The courses.
    pub courses: List<'a, Course<'a>>,
    /// To be sent as `After` for the next page; absent on the last page.
    pub next: Option<Text<'a, 64>>,
}

impl GetPrescriptionRequestsResponse<'_> {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = &[
        FieldDescriptor::list("Requests", "Request", FieldType::Element(PrescriptionRequest::FIELDS)),
        FieldDescriptor::list("Courses", "Course", FieldType::Element(Course::FIELDS)),
        FieldDescriptor::optional("Next", FieldType::Text(64)),
    ];
}

impl<'a> Decode<'a> for GetPrescriptionRequestsResponse<'a> {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        let mut requests = None;
        let mut courses = None;
        let mut next = None;
        let mut fields = FieldsReader::new(reader, Self::FIELDS);
        while let Some(place) = fields.next_field() {
            match place {
                0 => requests = fields.list(),
                1 => courses = fields.list(),
                2 => next = fields.value(),
                _ => fields.skip(),
            }
        }
        fields.finish()?;
        Ok(Self { requests: requests.unwrap_or_default(), courses: courses.unwrap_or_default(), next })
    }
}

impl Encode for GetPrescriptionRequestsResponse<'_> {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer.fields(Self::FIELDS).list(&self.requests).list(&self.courses).optional(&self.next);
    }
}

impl fmt::Debug for GetPrescriptionRequestsResponse<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("GetPrescriptionRequestsResponse(redacted)")
    }
}

/// What a streaming reply gives out of a [`GetPrescriptionRequestsResponse`].
#[derive(Clone, Copy)]
#[non_exhaustive]
#[allow(clippy::large_enum_variant)] // There is no heap to put the large ones.
pub enum PrescriptionRequestsPart<'a> {
    /// One of the `Requests`.
    Request(PrescriptionRequest<'a>),
    /// One of the `Courses`.
    Course(Course<'a>),
}

impl<'a> Parts<'a> for PrescriptionRequestsPart<'a> {
    fn item(
        place: usize,
        _: &'static FieldDescriptor,
        reader: &mut ElementReader<'a>,
    ) -> Option<Result<Self, Invalid>> {
        match place {
            0 => Some(PrescriptionRequest::decode(reader).map(Self::Request)),
            1 => Some(Course::decode(reader).map(Self::Course)),
            _ => None,
        }
    }
}

impl fmt::Debug for PrescriptionRequestsPart<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("PrescriptionRequestsPart(redacted)")
    }
}

impl Operation for GetPrescriptionRequests<'_> {
    const DESCRIPTOR: &'static OperationDescriptor = &OperationDescriptor {
        name: "GetPrescriptionRequests",
        response_name: "GetPrescriptionRequestsResponse",
        since: Version::V1_0,
        allowed: Allowed::Patient,
        requirement: Requirement::Prescribing,
        effect: Effect::None,
        paged: true,
        ends: EndsSession::No,
        request: Self::FIELDS,
        response: GetPrescriptionRequestsResponse::FIELDS,
    };

    type Response<'r> = GetPrescriptionRequestsResponse<'r>;
}

impl Streamed for GetPrescriptionRequests<'_> {
    type Part<'p> = PrescriptionRequestsPart<'p>;
}

impl Paged for GetPrescriptionRequests<'_> {
    type With<'n>
        = GetPrescriptionRequests<'n>
    where
        Self: 'n;
    type Item<'r> = PrescriptionRequest<'r>;

    fn after(&self) -> Option<Text<'_, 64>> {
        self.after
    }

    fn with_after<'n>(&'n self, after: Option<Text<'n, 64>>) -> GetPrescriptionRequests<'n> {
        GetPrescriptionRequests { after, ..*self }
    }

    fn next<'r>(response: &Self::Response<'r>) -> Option<Text<'r, 64>> {
        response.next
    }

    fn items<'r>(response: &Self::Response<'r>) -> List<'r, PrescriptionRequest<'r>> {
        response.requests
    }
}

/// Cancels the courses of a request that are not yet issued or rejected.
///
/// Its own faults: `RequestNotFound`, `RequestAlreadyIssued`.
///
/// If its reply is lost, `GetPrescriptionRequests` shows whether it took place: Of the Request with the
/// request's RequestId, a course is Cancelled and none is Requested or ForwardedForSigning. It did not: One
/// of its courses is Requested or ForwardedForSigning, or all are Issued or Rejected, or it is not listed. It
/// cannot be told: None of its courses is Requested, ForwardedForSigning or Cancelled, and the Status of one
/// is Unknown.
#[derive(Clone, Copy)]
pub struct CancelPrescriptionRequest<'a> {
    /// Identifies the request.
    pub request_id: Guid,
    /// The reason for cancelling.
    pub reason: Option<Text<'a, 255>>,
}

impl CancelPrescriptionRequest<'_> {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = &[
        FieldDescriptor::once("RequestId", FieldType::Guid),
        FieldDescriptor::optional("Reason", FieldType::Text(255)),
    ];
}

impl<'a> Decode<'a> for CancelPrescriptionRequest<'a> {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        let mut request_id = None;
        let mut reason = None;
        let mut fields = FieldsReader::new(reader, Self::FIELDS);
        while let Some(place) = fields.next_field() {
            match place {
                0 => request_id = fields.value(),
                1 => reason = fields.value(),
                _ => fields.skip(),
            }
        }
        fields.finish()?;
        Ok(Self { request_id: required(request_id)?, reason })
    }
}

impl Encode for CancelPrescriptionRequest<'_> {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer.fields(Self::FIELDS).value(&self.request_id).optional(&self.reason);
    }
}

impl fmt::Debug for CancelPrescriptionRequest<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("CancelPrescriptionRequest(redacted)")
    }
}

/// The request is cancelled.
#[derive(Clone, Copy)]
pub struct CancelPrescriptionRequestResponse {
    /// Identifies the request.
    pub request_id: Guid,
}

impl CancelPrescriptionRequestResponse {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = &[FieldDescriptor::once("RequestId", FieldType::Guid)];
}

impl Decode<'_> for CancelPrescriptionRequestResponse {
    fn decode(reader: &mut ElementReader<'_>) -> Result<Self, Invalid> {
        let mut request_id = None;
        let mut fields = FieldsReader::new(reader, Self::FIELDS);
        while let Some(place) = fields.next_field() {
            match place {
                0 => request_id = fields.value(),
                _ => fields.skip(),
            }
        }
        fields.finish()?;
        Ok(Self { request_id: required(request_id)? })
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

impl Operation for CancelPrescriptionRequest<'_> {
    const DESCRIPTOR: &'static OperationDescriptor = &OperationDescriptor {
        name: "CancelPrescriptionRequest",
        response_name: "CancelPrescriptionRequestResponse",
        since: Version::V1_1,
        allowed: Allowed::Patient,
        requirement: Requirement::Prescribing,
        effect: Effect::Changes { read_back: Some("GetPrescriptionRequests") },
        paged: false,
        ends: EndsSession::No,
        request: Self::FIELDS,
        response: CancelPrescriptionRequestResponse::FIELDS,
    };

    type Response<'r> = CancelPrescriptionRequestResponse;
}
