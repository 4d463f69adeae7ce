//! Prescribing: the courses, and requests for them.
//!
//! A request is all or nothing when it is made, but each of its courses moves on by itself: one may be issued while
//! another is rejected, and taking a request back takes back only what is still undecided.

use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

use super::World;
use super::access::{Caller, Requirement};
use super::courses::{Course, RequestStatus, milestones, next_issue};
use super::page::{PageRequest, Pager, Position};
use super::practice::{InputRequirement, PatientNumber, Practice};
use super::refusal::{FaultCode, Refusal};
use super::secret::{Bytes, fresh_id};
use super::time::{newest_first, span};
use crate::clock::Now;

/// A request as the practice keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Request {
    pub(super) id: String,
    pub(super) patient: PatientNumber,
    pub(super) requested_at: DateTime,
    pub(super) comment: Option<String>,
    pub(super) courses: Vec<Wanted>,
}

/// A course asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Wanted {
    pub(super) course_id: String,
    /// The decision of the clock, fixed by the course's review date when the request was made.
    pub(super) rejected: bool,
    pub(super) cancelled: bool,
    /// Forwarded before its time (decisions.rs).
    pub(super) forwarded: bool,
    /// Decided before its time (decisions.rs).
    pub(super) decided: Option<Decided>,
}

/// A course decided by hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Decided {
    pub(super) issued: bool,
    pub(super) on: Date,
}

impl Wanted {
    pub(super) fn new(course_id: String, rejected: bool) -> Self {
        Self { course_id, rejected, cancelled: false, forwarded: false, decided: None }
    }

    pub(super) fn status(&self, requested_at: DateTime, now: DateTime) -> RequestStatus {
        let (forwarded, decided) = milestones(requested_at);
        let outcome = |issued| if issued { RequestStatus::Issued } else { RequestStatus::Rejected };
        if self.cancelled {
            RequestStatus::Cancelled
        } else if let Some(by_hand) = self.decided {
            outcome(by_hand.issued)
        } else if now >= decided {
            outcome(!self.rejected)
        } else if now >= forwarded || self.forwarded {
            RequestStatus::ForwardedForSigning
        } else {
            RequestStatus::Requested
        }
    }

    /// The day on which it was issued, if it was.
    fn issued_on(&self, requested_at: DateTime, now: DateTime) -> Option<Date> {
        let on = self.decided.map_or_else(|| milestones(requested_at).1.date(), |by_hand| by_hand.on);
        (self.status(requested_at, now) == RequestStatus::Issued).then_some(on)
    }
}

/// A page of GetMedicationCourses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MedicationCourses {
    /// Courses.
    pub courses: Vec<Course>,
    /// Present if there is another page.
    pub next: Option<String>,
}

/// A course of a request, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestedCourse {
    /// A guid.
    pub course_id: String,
    /// Where it stands now.
    pub status: RequestStatus,
}

/// A request for prescriptions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrescriptionRequest {
    /// A guid.
    pub request_id: String,
    /// When it was made.
    pub requested_at: DateTime,
    /// By whom.
    pub requested_by: String,
    /// What they said.
    pub comment: Option<String>,
    /// For what.
    pub courses: Vec<RequestedCourse>,
}

/// A page of GetPrescriptionRequests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrescriptionRequests {
    /// Requests, newest first.
    pub requests: Vec<PrescriptionRequest>,
    /// The courses that they name.
    pub courses: Vec<Course>,
    /// Present if there is another page.
    pub next: Option<String>,
}

impl World {
    /// GetMedicationCourses: by name, then guid.
    ///
    /// # Errors
    /// ServiceNotEnabled; FieldInvalid naming MaximumItems or After.
    pub fn medication_courses(
        &self,
        caller: Caller<'_>,
        page: PageRequest<'_>,
        now: Now,
    ) -> Result<MedicationCourses, Refusal> {
        let seat = self.seat(caller, Requirement::Prescribing)?;
        let pager = Pager::new(caller.session, "GetMedicationCourses", page)?;
        let numbered =
            seat.practice.courses(seat.number, now).into_iter().zip(0..).map(|(course, n)| (n, course));
        let rest = numbered.filter(|(n, _)| pager.after.is_none_or(|after| (*n, 0) > after));
        let (page, next) = pager.take(rest, |(n, _)| (*n, 0));
        Ok(MedicationCourses { courses: page.into_iter().map(|(_, course)| course).collect(), next })
    }

    /// RequestPrescription: all courses or none. An empty comment is none. Returns the request's guid.
    ///
    /// # Errors
    /// ServiceNotEnabled, CourseNotFound, RequestPending, CourseNotRequestable, FieldMissing, FieldInvalid.
    pub fn request_prescription(
        &mut self,
        caller: Caller<'_>,
        course_ids: &[&str],
        comment: Option<&str>,
        random: Bytes<'_>,
        now: Now,
    ) -> Result<String, Refusal> {
        let seat = self.seat(caller, Requirement::Prescribing)?;
        let comment = comment.filter(|text| !text.is_empty());
        let mut own = seat.practice.courses(seat.number, now);
        let named = |course: &Course| course_ids.iter().any(|id| course.course_id.eq_ignore_ascii_case(id));
        let known = |id: &&str| own.iter().any(|course| course.course_id.eq_ignore_ascii_case(id));
        if !course_ids.iter().all(known) {
            return Err(FaultCode::CourseNotFound.into());
        }
        own.retain(named);
        if own.iter().any(|course| seat.practice.is_pending(seat.number, &course.course_id, now)) {
            return Err(FaultCode::RequestPending.into());
        }
        if own.iter().any(|course| !course.can_be_requested) {
            return Err(FaultCode::CourseNotRequestable.into());
        }
        let wanted = seat.practice.settings.prescribing_comment;
        if course_ids.is_empty() {
            return Err(Refusal::missing("CourseIds"));
        }
        if wanted == InputRequirement::RequestedMandatory && comment.is_none() {
            return Err(Refusal::missing("Comment"));
        }
        if own.len() != course_ids.len() {
            return Err(Refusal::invalid("CourseId"));
        }
        if wanted == InputRequirement::NotRequested && comment.is_some() {
            return Err(Refusal::invalid("Comment"));
        }
        let today = now.local.date();
        let overdue = |course: &Course| course.review_date.is_some_and(|review| review < today);
        let courses = own.iter().map(|course| Wanted::new(course.course_id.clone(), overdue(course)));
        let request = Request {
            id: fresh_id(random),
            patient: seat.number,
            requested_at: now.stamp(),
            comment: comment.map(str::to_owned),
            courses: courses.collect(),
        };
        let (ods_code, request_id) = (seat.practice.ods_code.clone(), request.id.clone());
        self.practice_mut(&ods_code)?.requests.push(request);
        Ok(request_id)
    }

    /// GetPrescriptionRequests: made from `from` to `to`, both days included, newest first.
    ///
    /// # Errors
    /// ServiceNotEnabled; FieldInvalid naming From, MaximumItems or After.
    pub fn prescription_requests(
        &self,
        caller: Caller<'_>,
        from: Option<Date>,
        to: Option<Date>,
        page: PageRequest<'_>,
        now: Now,
    ) -> Result<PrescriptionRequests, Refusal> {
        let seat = self.seat(caller, Requirement::Prescribing)?;
        let days = span(from, to)?;
        let pager = Pager::new(caller.session, &format!("GetPrescriptionRequests {from:?} {to:?}"), page)?;
        let position = |(request, number): &(&Request, i64)| newest_first(request.requested_at, *number);
        let own =
            seat.practice.requests.iter().zip(0i64..).filter(|(request, _)| request.patient == seat.number);
        let mut own: Vec<(&Request, i64)> = own
            .filter(|(request, _)| days.contains(&request.requested_at.date()))
            .filter(|item| pager.after.is_none_or(|after: Position| position(item) > after))
            .collect();
        own.sort_by_key(position);
        let (own, next) = pager.take(own.into_iter(), position);
        let who = &seat.patient.demographics;
        let requests: Vec<_> = own
            .iter()
            .map(|(request, _)| told(request, &format!("{} {}", who.forenames, who.surname), now))
            .collect();
        let mut courses = seat.practice.courses(seat.number, now);
        courses.retain(|course| {
            requests
                .iter()
                .flat_map(|request| &request.courses)
                .any(|asked| asked.course_id == course.course_id)
        });
        Ok(PrescriptionRequests { requests, courses, next })
    }

    /// CancelPrescriptionRequest: takes back the courses not yet decided. Returns the request's guid.
    ///
    /// # Errors
    /// ServiceNotEnabled, RequestNotFound, RequestAlreadyIssued.
    pub fn cancel_prescription_request(
        &mut self,
        caller: Caller<'_>,
        request_id: &str,
        now: Now,
    ) -> Result<String, Refusal> {
        let seat = self.seat(caller, Requirement::Prescribing)?;
        let (ods_code, patient) = (seat.practice.ods_code.clone(), seat.number);
        let practice = self.practice_mut(&ods_code)?;
        let own = practice.request(request_id).filter(|(_, request)| request.patient == patient);
        let (number, request) = own.ok_or(FaultCode::RequestNotFound)?;
        let requested_at = request.requested_at;
        let open = |course: &Wanted| course.status(requested_at, now.local).is_pending();
        if !request.courses.iter().any(open) {
            return Err(FaultCode::RequestAlreadyIssued.into());
        }
        let request = practice.requests.change(number).ok_or(FaultCode::RequestNotFound)?;
        request.courses.iter_mut().filter(|course| open(course)).for_each(|course| course.cancelled = true);
        Ok(request.id.clone())
    }
}

pub(super) fn told(request: &Request, requested_by: &str, now: Now) -> PrescriptionRequest {
    let courses = request.courses.iter().map(|course| RequestedCourse {
        course_id: course.course_id.clone(),
        status: course.status(request.requested_at, now.local),
    });
    PrescriptionRequest {
        request_id: request.id.clone(),
        requested_at: request.requested_at,
        requested_by: requested_by.to_owned(),
        comment: request.comment.clone(),
        courses: courses.collect(),
    }
}

impl Practice {
    /// The patient's courses with what has been asked for and issued since.
    fn courses(&self, patient: PatientNumber, now: Now) -> Vec<Course> {
        let mut courses = self.prescribed(patient);
        for course in &mut courses {
            if let Some(issued) = self.last_issue(patient, &course.course_id, now) {
                course.last_issued = course.last_issued.max(Some(issued));
                course.next_issue = next_issue(course.prescription_type, issued);
            }
            course.can_be_requested &= !self.is_pending(patient, &course.course_id, now);
        }
        courses
    }

    /// The request of that guid, and its place.
    pub(super) fn request(&self, request_id: &str) -> Option<(usize, &Request)> {
        self.requests.iter().enumerate().find(|(_, request)| request.id.eq_ignore_ascii_case(request_id))
    }

    fn asked_for(
        &self,
        patient: PatientNumber,
        course_id: &str,
    ) -> impl Iterator<Item = (DateTime, &Wanted)> {
        let own = self.requests.iter().filter(move |request| request.patient == patient);
        own.flat_map(move |request| {
            let same = request.courses.iter().filter(move |course| course.course_id == course_id);
            same.map(move |course| (request.requested_at, course))
        })
    }

    fn is_pending(&self, patient: PatientNumber, course_id: &str, now: Now) -> bool {
        let mut asked_for = self.asked_for(patient, course_id);
        asked_for.any(|(requested_at, course)| course.status(requested_at, now.local).is_pending())
    }

    fn last_issue(&self, patient: PatientNumber, course_id: &str, now: Now) -> Option<Date> {
        let asked_for = self.asked_for(patient, course_id);
        asked_for.filter_map(|(requested_at, course)| course.issued_on(requested_at, now.local)).max()
    }
}
