//! Serde's traits for the messages of one group.
//!
//! Generated from `spec/catalogue` by `cargo xtask generate`.

use serde_core::de::MapAccess;
use serde_core::{Deserialize, Deserializer, Serialize, Serializer};

use super::{FieldMap, FieldsSerializer, FromFields, Parse, is_there, read_fields, required};
use crate::owned::prescribing::{
    CancelPrescriptionRequest, CancelPrescriptionRequestResponse, Course, GetMedicationCourses,
    GetMedicationCoursesResponse, GetPrescriptionRequests, GetPrescriptionRequestsResponse,
    PrescriptionRequest, PrescriptionType, RequestPrescription, RequestPrescriptionResponse, RequestStatus,
    RequestedCourse,
};

impl Serialize for PrescriptionType {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for PrescriptionType {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_string(Parse(Self::of))
    }
}

impl Serialize for RequestStatus {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for RequestStatus {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_string(Parse(Self::of))
    }
}

impl Serialize for GetMedicationCourses {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = FieldsSerializer::new(
            serializer,
            "GetMedicationCourses",
            is_there(&self.maximum_items) + is_there(&self.after),
        )?;
        fields.optional("MaximumItems", &self.maximum_items)?;
        fields.optional("After", &self.after)?;

        fields.end()
    }
}

impl FromFields for GetMedicationCourses {
    const NAME: &'static str = "GetMedicationCourses";
    const FIELDS: &'static [&'static str] = &["MaximumItems", "After"];

    fn from_fields<'de, A: MapAccess<'de>>(fields: &mut FieldMap<A>) -> Result<Self, A::Error> {
        let mut maximum_items = None;
        let mut after = None;

        while let Some(place) = fields.next_field()? {
            match place {
                0 => maximum_items = fields.optional()?,
                1 => after = fields.optional()?,
                _ => fields.skip()?,
            }
        }
        Ok(Self { maximum_items, after })
    }
}

impl<'de> Deserialize<'de> for GetMedicationCourses {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_fields(deserializer)
    }
}

impl Serialize for Course {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = FieldsSerializer::new(
            serializer,
            "Course",
            5 + is_there(&self.dosage)
                + is_there(&self.quantity)
                + is_there(&self.last_issued)
                + is_there(&self.next_issue)
                + is_there(&self.review_date),
        )?;
        fields.value("CourseId", &self.course_id)?;
        fields.value("Name", &self.name)?;
        fields.optional("Dosage", &self.dosage)?;
        fields.optional("Quantity", &self.quantity)?;
        fields.value("PrescriptionType", &self.prescription_type)?;
        fields.value("CanBeRequested", &self.can_be_requested)?;
        fields.list("Constituents", "Constituent", &self.constituents)?;
        fields.optional("LastIssued", &self.last_issued)?;
        fields.optional("NextIssue", &self.next_issue)?;
        fields.optional("ReviewDate", &self.review_date)?;

        fields.end()
    }
}

impl FromFields for Course {
    const NAME: &'static str = "Course";
    const FIELDS: &'static [&'static str] = &[
        "CourseId",
        "Name",
        "Dosage",
        "Quantity",
        "PrescriptionType",
        "CanBeRequested",
        "Constituents",
        "LastIssued",
        "NextIssue",
        "ReviewDate",
    ];

    fn from_fields<'de, A: MapAccess<'de>>(fields: &mut FieldMap<A>) -> Result<Self, A::Error> {
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

        while let Some(place) = fields.next_field()? {
            match place {
                0 => course_id = Some(fields.value()?),
                1 => name = Some(fields.value()?),
                2 => dosage = fields.optional()?,
                3 => quantity = fields.optional()?,
                4 => prescription_type = Some(fields.value()?),
                5 => can_be_requested = Some(fields.value()?),
                6 => constituents = Some(fields.list(&["Constituent"])?),
                7 => last_issued = fields.optional()?,
                8 => next_issue = fields.optional()?,
                9 => review_date = fields.optional()?,
                _ => fields.skip()?,
            }
        }
        Ok(Self {
            course_id: required(course_id, "CourseId")?,
            name: required(name, "Name")?,
            dosage,
            quantity,
            prescription_type: required(prescription_type, "PrescriptionType")?,
            can_be_requested: required(can_be_requested, "CanBeRequested")?,
            constituents: constituents.unwrap_or_default(),
            last_issued,
            next_issue,
            review_date,
        })
    }
}

impl<'de> Deserialize<'de> for Course {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_fields(deserializer)
    }
}

impl Serialize for GetMedicationCoursesResponse {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields =
            FieldsSerializer::new(serializer, "GetMedicationCoursesResponse", 1 + is_there(&self.next))?;
        fields.list("Courses", "Course", &self.courses)?;
        fields.optional("Next", &self.next)?;

        fields.end()
    }
}

impl FromFields for GetMedicationCoursesResponse {
    const NAME: &'static str = "GetMedicationCoursesResponse";
    const FIELDS: &'static [&'static str] = &["Courses", "Next"];

    fn from_fields<'de, A: MapAccess<'de>>(fields: &mut FieldMap<A>) -> Result<Self, A::Error> {
        let mut courses = None;
        let mut next = None;

        while let Some(place) = fields.next_field()? {
            match place {
                0 => courses = Some(fields.list(&["Course"])?),
                1 => next = fields.optional()?,
                _ => fields.skip()?,
            }
        }
        Ok(Self { courses: courses.unwrap_or_default(), next })
    }
}

impl<'de> Deserialize<'de> for GetMedicationCoursesResponse {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_fields(deserializer)
    }
}

impl Serialize for RequestPrescription {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields =
            FieldsSerializer::new(serializer, "RequestPrescription", 1 + is_there(&self.comment))?;
        fields.list("CourseIds", "CourseId", &self.course_ids)?;
        fields.optional("Comment", &self.comment)?;

        fields.end()
    }
}

impl FromFields for RequestPrescription {
    const NAME: &'static str = "RequestPrescription";
    const FIELDS: &'static [&'static str] = &["CourseIds", "Comment"];

    fn from_fields<'de, A: MapAccess<'de>>(fields: &mut FieldMap<A>) -> Result<Self, A::Error> {
        let mut course_ids = None;
        let mut comment = None;

        while let Some(place) = fields.next_field()? {
            match place {
                0 => course_ids = Some(fields.bounded_list(&["CourseId"])?),
                1 => comment = fields.optional()?,
                _ => fields.skip()?,
            }
        }
        Ok(Self { course_ids: required(course_ids, "CourseIds")?, comment })
    }
}

impl<'de> Deserialize<'de> for RequestPrescription {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_fields(deserializer)
    }
}

impl Serialize for RequestPrescriptionResponse {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = FieldsSerializer::new(serializer, "RequestPrescriptionResponse", 1)?;
        fields.value("RequestId", &self.request_id)?;

        fields.end()
    }
}

impl FromFields for RequestPrescriptionResponse {
    const NAME: &'static str = "RequestPrescriptionResponse";
    const FIELDS: &'static [&'static str] = &["RequestId"];

    fn from_fields<'de, A: MapAccess<'de>>(fields: &mut FieldMap<A>) -> Result<Self, A::Error> {
        let mut request_id = None;

        while let Some(place) = fields.next_field()? {
            match place {
                0 => request_id = Some(fields.value()?),
                _ => fields.skip()?,
            }
        }
        Ok(Self { request_id: required(request_id, "RequestId")? })
    }
}

impl<'de> Deserialize<'de> for RequestPrescriptionResponse {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_fields(deserializer)
    }
}

impl Serialize for GetPrescriptionRequests {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = FieldsSerializer::new(
            serializer,
            "GetPrescriptionRequests",
            is_there(&self.from) + is_there(&self.to) + is_there(&self.maximum_items) + is_there(&self.after),
        )?;
        fields.optional("From", &self.from)?;
        fields.optional("To", &self.to)?;
        fields.optional("MaximumItems", &self.maximum_items)?;
        fields.optional("After", &self.after)?;

        fields.end()
    }
}

impl FromFields for GetPrescriptionRequests {
    const NAME: &'static str = "GetPrescriptionRequests";
    const FIELDS: &'static [&'static str] = &["From", "To", "MaximumItems", "After"];

    fn from_fields<'de, A: MapAccess<'de>>(fields: &mut FieldMap<A>) -> Result<Self, A::Error> {
        let mut from = None;
        let mut to = None;
        let mut maximum_items = None;
        let mut after = None;

        while let Some(place) = fields.next_field()? {
            match place {
                0 => from = fields.optional()?,
                1 => to = fields.optional()?,
                2 => maximum_items = fields.optional()?,
                3 => after = fields.optional()?,
                _ => fields.skip()?,
            }
        }
        Ok(Self { from, to, maximum_items, after })
    }
}

impl<'de> Deserialize<'de> for GetPrescriptionRequests {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_fields(deserializer)
    }
}

impl Serialize for RequestedCourse {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = FieldsSerializer::new(serializer, "RequestedCourse", 2)?;
        fields.value("CourseId", &self.course_id)?;
        fields.value("Status", &self.status)?;

        fields.end()
    }
}

impl FromFields for RequestedCourse {
    const NAME: &'static str = "RequestedCourse";
    const FIELDS: &'static [&'static str] = &["CourseId", "Status"];

    fn from_fields<'de, A: MapAccess<'de>>(fields: &mut FieldMap<A>) -> Result<Self, A::Error> {
        let mut course_id = None;
        let mut status = None;

        while let Some(place) = fields.next_field()? {
            match place {
                0 => course_id = Some(fields.value()?),
                1 => status = Some(fields.value()?),
                _ => fields.skip()?,
            }
        }
        Ok(Self { course_id: required(course_id, "CourseId")?, status: required(status, "Status")? })
    }
}

impl<'de> Deserialize<'de> for RequestedCourse {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_fields(deserializer)
    }
}

impl Serialize for PrescriptionRequest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields =
            FieldsSerializer::new(serializer, "PrescriptionRequest", 4 + is_there(&self.comment))?;
        fields.value("RequestId", &self.request_id)?;
        fields.value("RequestedAt", &self.requested_at)?;
        fields.value("RequestedBy", &self.requested_by)?;
        fields.optional("Comment", &self.comment)?;
        fields.list("Courses", "RequestedCourse", &self.courses)?;

        fields.end()
    }
}

impl FromFields for PrescriptionRequest {
    const NAME: &'static str = "PrescriptionRequest";
    const FIELDS: &'static [&'static str] =
        &["RequestId", "RequestedAt", "RequestedBy", "Comment", "Courses"];

    fn from_fields<'de, A: MapAccess<'de>>(fields: &mut FieldMap<A>) -> Result<Self, A::Error> {
        let mut request_id = None;
        let mut requested_at = None;
        let mut requested_by = None;
        let mut comment = None;
        let mut courses = None;

        while let Some(place) = fields.next_field()? {
            match place {
                0 => request_id = Some(fields.value()?),
                1 => requested_at = Some(fields.value()?),
                2 => requested_by = Some(fields.value()?),
                3 => comment = fields.optional()?,
                4 => courses = Some(fields.bounded_list(&["RequestedCourse"])?),
                _ => fields.skip()?,
            }
        }
        Ok(Self {
            request_id: required(request_id, "RequestId")?,
            requested_at: required(requested_at, "RequestedAt")?,
            requested_by: required(requested_by, "RequestedBy")?,
            comment,
            courses: required(courses, "Courses")?,
        })
    }
}

impl<'de> Deserialize<'de> for PrescriptionRequest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_fields(deserializer)
    }
}

impl Serialize for GetPrescriptionRequestsResponse {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields =
            FieldsSerializer::new(serializer, "GetPrescriptionRequestsResponse", 2 + is_there(&self.next))?;
        fields.list("Requests", "Request", &self.requests)?;
        fields.list("Courses", "Course", &self.courses)?;
        fields.optional("Next", &self.next)?;

        fields.end()
    }
}

impl FromFields for GetPrescriptionRequestsResponse {
    const NAME: &'static str = "GetPrescriptionRequestsResponse";
    const FIELDS: &'static [&'static str] = &["Requests", "Courses", "Next"];

    fn from_fields<'de, A: MapAccess<'de>>(fields: &mut FieldMap<A>) -> Result<Self, A::Error> {
        let mut requests = None;
        let mut courses = None;
        let mut next = None;

        while let Some(place) = fields.next_field()? {
            match place {
                0 => requests = Some(fields.list(&["Request"])?),
                1 => courses = Some(fields.list(&["Course"])?),
                2 => next = fields.optional()?,
                _ => fields.skip()?,
            }
        }
        Ok(Self { requests: requests.unwrap_or_default(), courses: courses.unwrap_or_default(), next })
    }
}

impl<'de> Deserialize<'de> for GetPrescriptionRequestsResponse {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_fields(deserializer)
    }
}

impl Serialize for CancelPrescriptionRequest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields =
            FieldsSerializer::new(serializer, "CancelPrescriptionRequest", 1 + is_there(&self.reason))?;
        fields.value("RequestId", &self.request_id)?;
        fields.optional("Reason", &self.reason)?;

        fields.end()
    }
}

impl FromFields for CancelPrescriptionRequest {
    const NAME: &'static str = "CancelPrescriptionRequest";
    const FIELDS: &'static [&'static str] = &["RequestId", "Reason"];

    fn from_fields<'de, A: MapAccess<'de>>(fields: &mut FieldMap<A>) -> Result<Self, A::Error> {
        let mut request_id = None;
        let mut reason = None;

        while let Some(place) = fields.next_field()? {
            match place {
                0 => request_id = Some(fields.value()?),
                1 => reason = fields.optional()?,
                _ => fields.skip()?,
            }
        }
        Ok(Self { request_id: required(request_id, "RequestId")?, reason })
    }
}

impl<'de> Deserialize<'de> for CancelPrescriptionRequest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_fields(deserializer)
    }
}

impl Serialize for CancelPrescriptionRequestResponse {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = FieldsSerializer::new(serializer, "CancelPrescriptionRequestResponse", 1)?;
        fields.value("RequestId", &self.request_id)?;

        fields.end()
    }
}

impl FromFields for CancelPrescriptionRequestResponse {
    const NAME: &'static str = "CancelPrescriptionRequestResponse";
    const FIELDS: &'static [&'static str] = &["RequestId"];

    fn from_fields<'de, A: MapAccess<'de>>(fields: &mut FieldMap<A>) -> Result<Self, A::Error> {
        let mut request_id = None;

        while let Some(place) = fields.next_field()? {
            match place {
                0 => request_id = Some(fields.value()?),
                _ => fields.skip()?,
            }
        }
        Ok(Self { request_id: required(request_id, "RequestId")? })
    }
}

impl<'de> Deserialize<'de> for CancelPrescriptionRequestResponse {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_fields(deserializer)
    }
}
