//! Decisions by hand, before the clock decides: forward a request for signing, issue it, reject it.
//!
//! Only undecided courses can be decided, so nothing that a patient has seen is taken back. A course that is forwarded
//! by hand is still decided at its time.

use super::World;
use super::courses::RequestStatus;
use super::practice::PatientNumber;
use super::prescriptions::{Decided, PrescriptionRequest, Wanted, told};
use super::refusal::{FaultCode, Refusal};
use super::time::newest_first;
use crate::clock::Now;

/// What is decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// It goes to a prescriber now: Requested becomes ForwardedForSigning.
    Forward,
    /// It is signed now.
    Issue,
    /// It is refused now.
    Reject,
}

/// A request and its patient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldRequest {
    /// The patient.
    pub patient: PatientNumber,
    /// What the patient sees of it.
    pub request: PrescriptionRequest,
}

impl Decision {
    fn is_open(self, status: RequestStatus) -> bool {
        match self {
            Self::Forward => status == RequestStatus::Requested,
            Self::Issue | Self::Reject => status.is_pending(),
        }
    }
}

impl World {
    /// All requests at a practice, newest first.
    ///
    /// # Errors
    /// OrganisationUnknown.
    pub fn requests(&self, ods_code: &str, now: Now) -> Result<Vec<HeldRequest>, Refusal> {
        let practice = self.practice(ods_code)?;
        let mut all: Vec<_> = practice.requests.iter().zip(0i64..).collect();
        all.sort_by_key(|(request, number)| newest_first(request.requested_at, *number));
        all.iter()
            .map(|(request, _)| {
                let who = &practice.patient(request.patient)?.demographics;
                let name = format!("{} {}", who.forenames, who.surname);
                Ok(HeldRequest { patient: request.patient, request: told(request, &name, now) })
            })
            .collect()
    }

    /// Decides some courses of a request, or, if no course is named, all that can still be decided so. All or none.
    ///
    /// # Errors
    /// OrganisationUnknown, RequestNotFound; CourseNotFound, if one is named that was not asked for;
    /// RequestAlreadyIssued, if one is named that is no longer open to the decision, or none is left.
    pub fn decide(
        &mut self,
        ods_code: &str,
        request_id: &str,
        course_ids: &[&str],
        decision: Decision,
        now: Now,
    ) -> Result<(), Refusal> {
        self.practice(ods_code)?;
        let practice = self.practice_mut(ods_code)?;
        let (number, request) = practice.request(request_id).ok_or(FaultCode::RequestNotFound)?;
        let requested_at = request.requested_at;
        let named = |course: &Wanted| course_ids.iter().any(|id| course.course_id.eq_ignore_ascii_case(id));
        let open = |course: &Wanted| decision.is_open(course.status(requested_at, now.local));
        let known = |id: &&str| request.courses.iter().any(|c| c.course_id.eq_ignore_ascii_case(id));
        if !course_ids.iter().all(known) {
            return Err(FaultCode::CourseNotFound.into());
        }
        let closed = |course: &Wanted| named(course) && !open(course);
        if request.courses.iter().any(closed) || !request.courses.iter().any(open) {
            return Err(FaultCode::RequestAlreadyIssued.into());
        }
        let request = practice.requests.change(number).ok_or(FaultCode::RequestNotFound)?;
        let meant = |course: &Wanted| open(course) && (course_ids.is_empty() || named(course));
        for course in request.courses.iter_mut().filter(|course| meant(course)) {
            let by_hand = |issued| Some(Decided { issued, on: now.local.date() });
            match decision {
                Decision::Forward => course.forwarded = true,
                Decision::Issue => course.decided = by_hand(true),
                Decision::Reject => course.decided = by_hand(false),
            }
        }
        Ok(())
    }
}
