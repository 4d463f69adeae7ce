//! Requests for prescriptions. A new request has an id of its own. The requests before the change are kept, to
//! distinguish it from an older one for the same courses.

use alloc::vec::Vec;
use core::ops::ControlFlow;

use emis_core::owned::PageSize;
use emis_core::owned::prescribing::{
    CancelPrescriptionRequest, GetPrescriptionRequests, GetPrescriptionRequestsResponse, RequestPrescription,
    RequestStatus,
};
use emis_core::owned::types::Guid;

use super::{Change, Effect};

fn all_requests() -> GetPrescriptionRequests {
    GetPrescriptionRequests {
        from: None,
        to: None,
        maximum_items: PageSize::new(super::PAGE).ok(),
        after: None,
    }
}

impl Change for RequestPrescription {
    type ReadBack = GetPrescriptionRequests;
    /// The requests for exactly these courses.
    type Seen = Vec<Guid>;
    const READS_BEFORE: bool = true;

    fn read_back(&self) -> GetPrescriptionRequests {
        all_requests()
    }

    fn look(&self, page: &GetPrescriptionRequestsResponse, seen: &mut Vec<Guid>) -> ControlFlow<()> {
        for request in &page.requests {
            let same = request.courses.len() == self.course_ids.len()
                && request.courses.iter().all(|course| self.course_ids.contains(&course.course_id));
            if same {
                seen.push(request.request_id);
            }
        }
        ControlFlow::Continue(())
    }

    fn settle(&self, before: Option<&Vec<Guid>>, after: &Vec<Guid>) -> Effect {
        match before {
            Some(before) if after.iter().any(|request| !before.contains(request)) => Effect::TookPlace,
            Some(_) => Effect::DidNotTakePlace,
            None if after.is_empty() => Effect::DidNotTakePlace,
            None => Effect::CannotTell,
        }
    }
}

/// The states of a request's courses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Standing {
    /// One can still be cancelled.
    undecided: bool,
    cancelled: bool,
    /// One has an unknown word.
    unknown: bool,
}

impl Change for CancelPrescriptionRequest {
    type ReadBack = GetPrescriptionRequests;
    /// The state of the request; nothing if it is not there.
    type Seen = Option<Standing>;

    fn read_back(&self) -> GetPrescriptionRequests {
        all_requests()
    }

    fn look(&self, page: &GetPrescriptionRequestsResponse, seen: &mut Option<Standing>) -> ControlFlow<()> {
        let Some(request) = page.requests.iter().find(|request| request.request_id == self.request_id) else {
            return ControlFlow::Continue(());
        };
        let seen = seen.insert(Standing::default());
        for course in &request.courses {
            match course.status {
                RequestStatus::Requested | RequestStatus::ForwardedForSigning => seen.undecided = true,
                RequestStatus::Cancelled => seen.cancelled = true,
                RequestStatus::Issued | RequestStatus::Rejected => {}
                RequestStatus::Unknown(_) => seen.unknown = true,
            }
        }
        ControlFlow::Break(())
    }

    fn settle(&self, _: Option<&Option<Standing>>, after: &Option<Standing>) -> Effect {
        match after {
            // A cancellation leaves no course undecided.
            None | Some(Standing { undecided: true, .. }) => Effect::DidNotTakePlace,
            Some(Standing { unknown: true, .. }) => Effect::CannotTell,
            Some(Standing { cancelled: true, .. }) => Effect::TookPlace,
            Some(_) => Effect::DidNotTakePlace,
        }
    }
}
