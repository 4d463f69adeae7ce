//! Prescribing: courses of medication, asking for them again, and what became of that.

use emis_core::messages::prescribing::{
    CancelPrescriptionRequest, CancelPrescriptionRequestResponse, Course, GetMedicationCourses,
    GetMedicationCoursesResponse, GetPrescriptionRequests, GetPrescriptionRequestsResponse,
    PrescriptionRequest, PrescriptionType, RequestPrescription, RequestPrescriptionResponse, RequestStatus,
    RequestedCourse,
};
use emis_core::messages::{BoundedList, List};
use emis_core::types::Text;

use super::convert::{
    civil_date, date, date_time, each, guid, internal, optional, optional_text, page, text,
};
use super::shelf::Shelf;
use super::{Answer, Perform, Scene, Seat, Written};
use crate::server::random;
use crate::world::{self, Refusal};

pub(super) fn prescription_type(of: world::PrescriptionType) -> PrescriptionType<'static> {
    match of {
        // A word of its own on the wire, which readers treat as unknown.
        world::PrescriptionType::Unknown => PrescriptionType::of("Unknown"),
        world::PrescriptionType::Acute => PrescriptionType::Acute,
        world::PrescriptionType::Repeat => PrescriptionType::Repeat,
        world::PrescriptionType::RepeatDispensing => PrescriptionType::RepeatDispensing,
        world::PrescriptionType::Automatic => PrescriptionType::Automatic,
    }
}

fn status(of: world::RequestStatus) -> RequestStatus<'static> {
    match of {
        world::RequestStatus::Unknown => RequestStatus::of("Unknown"),
        world::RequestStatus::Requested => RequestStatus::Requested,
        world::RequestStatus::ForwardedForSigning => RequestStatus::ForwardedForSigning,
        world::RequestStatus::Issued => RequestStatus::Issued,
        world::RequestStatus::Rejected => RequestStatus::Rejected,
        world::RequestStatus::Cancelled => RequestStatus::Cancelled,
    }
}

fn course<'a>(of: &'a world::Course, texts: &'a Shelf<Text<'a, 255>>) -> Result<Course<'a>, Refusal> {
    let constituents = each(&of.constituents, |of| text(of))?;
    Ok(Course {
        course_id: guid(&of.course_id)?,
        name: text(&of.name)?,
        dosage: optional_text(of.dosage.as_deref())?,
        quantity: optional_text(of.quantity.as_deref())?,
        prescription_type: prescription_type(of.prescription_type),
        can_be_requested: of.can_be_requested,
        constituents: List::new(texts.put(constituents)),
        last_issued: of.last_issued.map(date).transpose()?,
        next_issue: of.next_issue.map(date).transpose()?,
        review_date: of.review_date.map(date).transpose()?,
    })
}

impl Perform for GetMedicationCourses<'_> {
    fn perform(&self, scene: Scene<'_>, answer: Answer<'_>) -> Result<Written, Refusal> {
        let seat = Seat::of(scene.facts()?);
        let after = optional(self.after.as_ref());
        let page = page(self.maximum_items, after.as_deref());
        let found = scene.world.medication_courses(seat.caller()?, page, scene.now)?;
        let texts = Shelf::default();
        let courses = each(&found.courses, |of| course(of, &texts))?;
        Ok(answer.give::<Self>(&GetMedicationCoursesResponse {
            courses: List::new(&courses),
            next: optional_text(found.next.as_deref())?,
        }))
    }
}

impl Perform for RequestPrescription<'_> {
    fn perform(&self, scene: Scene<'_>, answer: Answer<'_>) -> Result<Written, Refusal> {
        let seat = Seat::of(scene.facts()?);
        let wanted = self.course_ids.iter().map(|id| id.map(|id| id.to_string()));
        let wanted = wanted.collect::<Result<Vec<_>, _>>().map_err(|_| Refusal::invalid("CourseId"))?;
        let wanted: Vec<&str> = wanted.iter().map(String::as_str).collect();
        let comment = optional(self.comment.as_ref());
        let request_id = scene.world.request_prescription(
            seat.caller()?,
            &wanted,
            comment.as_deref(),
            &mut random::fill,
            scene.now,
        )?;
        Ok(answer.give::<Self>(&RequestPrescriptionResponse { request_id: guid(&request_id)? }))
    }
}

fn request<'a>(
    of: &'a world::PrescriptionRequest,
    shelf: &'a Shelf<RequestedCourse<'a>>,
) -> Result<PrescriptionRequest<'a>, Refusal> {
    let courses = each(&of.courses, |of| {
        Ok(RequestedCourse { course_id: guid(&of.course_id)?, status: status(of.status) })
    })?;
    Ok(PrescriptionRequest {
        request_id: guid(&of.request_id)?,
        requested_at: date_time(of.requested_at)?,
        requested_by: text(&of.requested_by)?,
        comment: optional_text(of.comment.as_deref())?,
        courses: internal(BoundedList::new(shelf.put(courses)))?,
    })
}

impl Perform for GetPrescriptionRequests<'_> {
    fn perform(&self, scene: Scene<'_>, answer: Answer<'_>) -> Result<Written, Refusal> {
        let seat = Seat::of(scene.facts()?);
        let (from, to) = (self.from.map(civil_date).transpose()?, self.to.map(civil_date).transpose()?);
        let after = optional(self.after.as_ref());
        let page = page(self.maximum_items, after.as_deref());
        let found = scene.world.prescription_requests(seat.caller()?, from, to, page, scene.now)?;
        let (texts, requested) = (Shelf::default(), Shelf::default());
        let requests = each(&found.requests, |of| request(of, &requested))?;
        let courses = each(&found.courses, |of| course(of, &texts))?;
        Ok(answer.give::<Self>(&GetPrescriptionRequestsResponse {
            requests: List::new(&requests),
            courses: List::new(&courses),
            next: optional_text(found.next.as_deref())?,
        }))
    }
}

impl Perform for CancelPrescriptionRequest<'_> {
    fn perform(&self, scene: Scene<'_>, answer: Answer<'_>) -> Result<Written, Refusal> {
        let seat = Seat::of(scene.facts()?);
        let request_id = scene.world.cancel_prescription_request(
            seat.caller()?,
            &self.request_id.to_string(),
            scene.now,
        )?;
        Ok(answer.give::<Self>(&CancelPrescriptionRequestResponse { request_id: guid(&request_id)? }))
    }
}
