//! Prescribing: courses of medication, asking for them again, and what became of that.

use super::macros::{message, operation};
use super::types::{Date, DateTime, Guid, Text, words};
use super::{List, Many, PageSize};

words! {
    /// How a course is prescribed.
    PrescriptionType {
        /// Once.
        Acute,
        /// To be asked for again.
        Repeat,
        /// Several issues under one authorisation.
        RepeatDispensing,
        /// Issued without being asked for.
        Automatic,
    } unknown "Unknown"
}

words! {
    /// Where a requested course stands.
    RequestStatus {
        /// Asked for.
        Requested,
        /// With a clinician.
        ForwardedForSigning,
        /// Issued.
        Issued,
        /// Rejected.
        Rejected,
        /// Cancelled by the patient.
        Cancelled,
    } unknown "Unknown"
}

message! {
    /// Asks for the patient's courses.
    GetMedicationCourses<'a> [Clone, Copy] {
        /// How many courses a page may have.
        maximum_items: Option<PageSize> = "MaximumItems",
        /// `Next` of the page before.
        after: Option<Text<'a, 64>> = "After",
    }
}

message! {
    /// A course of medication.
    Course<'a> [Clone, Copy] {
        /// Which course.
        course_id: Guid = "CourseId",
        /// The medicine.
        name: Text<'a, 255> = "Name",
        /// How it is taken.
        dosage: Option<Text<'a, 1000>> = "Dosage",
        /// How much of it.
        quantity: Option<Text<'a, 255>> = "Quantity",
        /// How it is prescribed.
        prescription_type: PrescriptionType<'a> = "PrescriptionType",
        /// Whether it may be asked for now.
        can_be_requested: bool = "CanBeRequested",
        /// What it is made of.
        constituents: List<'a, Text<'a, 255>> = "Constituents" / Constituent,
        /// When it was last issued.
        last_issued: Option<Date> = "LastIssued",
        /// When it is next due.
        next_issue: Option<Date> = "NextIssue",
        /// When it is to be reviewed.
        review_date: Option<Date> = "ReviewDate",
    }
}

message! {
    /// A page of courses, by Name and then CourseId.
    GetMedicationCoursesResponse<'a> [Clone, Copy] parts MedicationCoursesPart {
        /// The courses.
        courses: List<'a, Course<'a>> = "Courses" / Course,
        /// To be sent as `After` for the next page; absent on the last.
        next: Option<Text<'a, 64>> = "Next",
    }
}

operation! {
    GetMedicationCourses<'a> => GetMedicationCoursesResponse<'a>, since V1_0, Patient, needs Prescribing,
    parts MedicationCoursesPart, paged courses: Course
}

message! {
    /// Asks for courses again: all or none.
    RequestPrescription<'a> [Clone, Copy] {
        /// Which courses.
        course_ids: Many<'a, Guid, 32> = "CourseIds" / CourseId,
        /// A comment, where the practice asks for it.
        comment: Option<Text<'a, 1000>> = "Comment",
    }
}

message! {
    /// The request is made.
    RequestPrescriptionResponse [Clone, Copy] {
        /// Which request.
        request_id: Guid = "RequestId",
    }
}

operation! { RequestPrescription<'a> => RequestPrescriptionResponse, since V1_0, Patient, needs Prescribing }

message! {
    /// Asks what became of requests.
    GetPrescriptionRequests<'a> [Clone, Copy] {
        /// The first day.
        from: Option<Date> = "From",
        /// The last day, included.
        to: Option<Date> = "To",
        /// How many requests a page may have.
        maximum_items: Option<PageSize> = "MaximumItems",
        /// `Next` of the page before.
        after: Option<Text<'a, 64>> = "After",
    }
}

message! {
    /// A course of a request.
    RequestedCourse<'a> [Clone, Copy] {
        /// Which course.
        course_id: Guid = "CourseId",
        /// Where it stands.
        status: RequestStatus<'a> = "Status",
    }
}

message! {
    /// A request for a prescription.
    PrescriptionRequest<'a> [Clone, Copy] {
        /// Which request.
        request_id: Guid = "RequestId",
        /// When it was made.
        requested_at: DateTime = "RequestedAt",
        /// By whom.
        requested_by: Text<'a, 255> = "RequestedBy",
        /// The comment.
        comment: Option<Text<'a, 1000>> = "Comment",
        /// Its courses.
        courses: Many<'a, RequestedCourse<'a>> = "Courses" / RequestedCourse,
    }
}

message! {
    /// A page of requests, newest first, and the courses that they refer to.
    GetPrescriptionRequestsResponse<'a> [Clone, Copy] parts PrescriptionRequestsPart {
        /// The requests.
        requests: List<'a, PrescriptionRequest<'a>> = "Requests" / Request,
        /// The courses.
        courses: List<'a, Course<'a>> = "Courses" / Course,
        /// To be sent as `After` for the next page; absent on the last.
        next: Option<Text<'a, 64>> = "Next",
    }
}

operation! {
    GetPrescriptionRequests<'a> => GetPrescriptionRequestsResponse<'a>, since V1_0, Patient, needs Prescribing,
    parts PrescriptionRequestsPart, paged requests: PrescriptionRequest
}

message! {
    /// Cancels the courses of a request that are not yet issued or rejected.
    CancelPrescriptionRequest<'a> [Clone, Copy] {
        /// Which request.
        request_id: Guid = "RequestId",
        /// Why.
        reason: Option<Text<'a, 255>> = "Reason",
    }
}

message! {
    /// The request is cancelled.
    CancelPrescriptionRequestResponse [Clone, Copy] {
        /// Which request.
        request_id: Guid = "RequestId",
    }
}

operation! {
    CancelPrescriptionRequest<'a> => CancelPrescriptionRequestResponse, since V1_1, Patient, needs Prescribing
}
