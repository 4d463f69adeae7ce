//! Repeat prescriptions: what the patient takes, asking for a medicine again, and taking the request back.

use std::io::Write;

use emis_core::capabilities::{Capabilities, Capability};
use emis_core::messages::prescribing::{
    CancelPrescriptionRequest, Course, GetMedicationCourses, GetPrescriptionRequests, PrescriptionType,
    RequestPrescription, RequestStatus,
};
use emis_core::messages::{Many, PageSize};
use emis_core::types::Guid;

use super::Journey;
use super::abilities::Welcome;
use super::change::Said;
use super::entered::{COMMENT, text, wanted};
use crate::desk::walk;
use crate::screens::{day_of, day_with_year, uk_local};
use crate::trouble::Trouble;
use crate::words;

/// How many items a page may have, so that it fits into the reply buffer.
const PAGE: u16 = 50;
/// How many requests are shown.
const SHOWN: usize = 5;

const ASKING: Said = Said { done: "It is asked for.", not_done: "It was not asked for. We ask for it now." };

const TAKING_BACK: Said =
    Said { done: "It is taken back.", not_done: "It was not taken back. We take it back now." };

/// A medicine of the patient's.
struct Medicine {
    id: Guid,
    name: String,
    /// It may be asked for, and is one that people ask for again and again.
    repeat: bool,
    requestable: bool,
    cells: Vec<String>,
}

impl Medicine {
    fn of(course: &Course<'_>) -> Self {
        let name = course.name.to_string();
        let optional = |text: Option<String>| text.unwrap_or_default();
        let cells = vec![
            name.clone(),
            optional(course.dosage.map(|dosage| dosage.to_string())),
            optional(course.quantity.map(|quantity| quantity.to_string())),
            optional(course.last_issued.map(|day| day_with_year(day_of(day)))),
            if course.can_be_requested { "yes" } else { "not now" }.to_owned(),
        ];
        let repeat = course.prescription_type == PrescriptionType::Repeat;
        Self { id: course.course_id, name, repeat, requestable: course.can_be_requested, cells }
    }
}

/// A request of the patient's.
struct Request {
    id: Guid,
    courses: Vec<Guid>,
    /// Nothing of it is left for the practice to decide, since the patient has taken it back.
    taken_back: bool,
    cells: Vec<String>,
}

impl<W: Write> Journey<'_, '_, W> {
    /// A medicine asked for, and the request taken back.
    pub(super) fn prescriptions(&mut self, welcome: &Welcome) -> Result<(), Trouble> {
        let known = &welcome.known;
        self.screen.heading("Your medicines")?;
        let open = known.of::<RequestPrescription<'_>>();
        if !self.is_open(open, &GetMedicationCourses { maximum_items: None, after: None })? {
            return Ok(());
        }
        if let Some(text) = &welcome.prescribing {
            self.screen.quote(text)?;
            self.screen.pause()?;
        }
        let medicines = self.medicines()?;
        let chosen = medicines.iter().filter(|medicine| medicine.requestable);
        let Some(chosen) = chosen.min_by_key(|medicine| !medicine.repeat) else {
            return Ok(self.screen.say("None of them can be asked for here just now.")?);
        };

        self.screen.heading(&format!("Asking for {}", chosen.name))?;
        let request = self.ask_for(chosen, known)?;
        self.show_requests()?;

        self.screen.heading("Taking the request back")?;
        match known.of::<CancelPrescriptionRequest<'_>>() {
            Capability::Refused(reason) => {
                self.screen.say(&words::closed(reason))?;
                self.screen.say("The practice has your request, and decides about it.")?;
            }
            _ => {
                self.take_back(request)?;
                self.show_requests()?;
            }
        }
        self.left = None;
        Ok(())
    }

    /// Shows what the patient takes.
    fn medicines(&mut self) -> Result<Vec<Medicine>, Trouble> {
        let request = GetMedicationCourses { maximum_items: PageSize::new(PAGE).ok(), after: None };
        let (medicines, _) = walk(&mut self.desk, &request, |page| {
            page.courses.iter().map(|course| Ok(Medicine::of(&course?))).collect()
        })?;
        if medicines.is_empty() {
            self.screen.say("You have none.")?;
        } else {
            let heads = ["Medicine", "How to take it", "How much", "Last issued", "Can be asked for"];
            let rows: Vec<_> = medicines.iter().map(|medicine| medicine.cells.clone()).collect();
            self.screen.rows(&heads, &rows)?;
        }
        Ok(medicines)
    }

    /// The patient's requests, newest first.
    fn requests(&mut self) -> Result<Vec<Request>, Trouble> {
        let maximum_items = PageSize::new(PAGE).ok();
        let request = GetPrescriptionRequests { from: None, to: None, maximum_items, after: None };
        let (requests, _) = walk(&mut self.desk, &request, |page| {
            let mut names = Vec::new();
            for course in page.courses {
                let course = course?;
                names.push((course.course_id, course.name.to_string()));
            }
            let mut requests = Vec::new();
            for request in page.requests {
                let request = request?;
                let (mut courses, mut what, mut status) = (Vec::new(), Vec::new(), Vec::new());
                for course in &request.courses {
                    let course = course?;
                    let name = names.iter().find(|(id, _)| *id == course.course_id);
                    courses.push(course.course_id);
                    what.push(name.map_or("a medicine", |(_, name)| name.as_str()));
                    status.push(course.status);
                }
                let taken_back = status.iter().all(|status| *status == RequestStatus::Cancelled);
                let mut told: Vec<_> = status.into_iter().map(stands).collect();
                told.dedup();
                let cells = vec![
                    day_with_year(uk_local(&request.requested_at).date()),
                    what.join(", "),
                    told.join(", "),
                    request.comment.map(|comment| comment.to_string()).unwrap_or_default(),
                ];
                requests.push(Request { id: request.request_id, courses, taken_back, cells });
            }
            Ok(requests)
        })?;
        Ok(requests)
    }

    fn show_requests(&mut self) -> Result<(), Trouble> {
        let requests = self.requests()?;
        let rows: Vec<_> = requests.iter().take(SHOWN).map(|request| request.cells.clone()).collect();
        self.screen.pause()?;
        self.screen.rows(&["Asked for on", "Medicine", "Where it stands", "Your comment"], &rows)?;
        let more = requests.len().saturating_sub(rows.len());
        if more > 0 {
            self.screen.say(&format!("And {more} from before that."))?;
        }
        Ok(())
    }

    fn ask_for(&mut self, medicine: &Medicine, known: &Capabilities) -> Result<Guid, Trouble> {
        let comment = wanted(known.prescribing_comment(), COMMENT);
        if let Some(comment) = comment {
            self.screen.say(&format!("Your comment: {comment}"))?;
        }
        let courses = [medicine.id];
        let course_ids = Many::new(&courses)
            .map_err(|_| Trouble::Practice("it has a medicine that cannot be asked for"))?;
        let request = RequestPrescription { course_ids, comment: comment.map(text).transpose()? };
        known.check_prescription(&request)?;
        let before: Vec<Guid> = self.requests()?.iter().map(|request| request.id).collect();
        // A request that was not there before, for this medicine.
        let look = |journey: &mut Self| {
            let made = |request: &Request| !before.contains(&request.id) && request.courses == courses;
            Ok(journey.requests()?.into_iter().find(made).map(|request| request.id))
        };
        self.left = Some(format!("The practice may still have your request for {}.", medicine.name));
        let made = self.change(&request, |response| Ok(response.request_id), look, &ASKING);
        if made.as_ref().is_err_and(|trouble| !trouble.leaves_doubt()) {
            self.left = None;
        }
        made
    }

    fn take_back(&mut self, request_id: Guid) -> Result<(), Trouble> {
        let request = CancelPrescriptionRequest { request_id, reason: None };
        let look = |journey: &mut Self| {
            let taken_back =
                |request: Request| (request.id == request_id && request.taken_back).then_some(());
            Ok(journey.requests()?.into_iter().find_map(taken_back))
        };
        self.change(&request, |_| Ok(()), look, &TAKING_BACK)
    }
}

fn stands(status: RequestStatus<'_>) -> &'static str {
    match status {
        RequestStatus::Requested => "with the practice",
        RequestStatus::ForwardedForSigning => "waits to be signed",
        RequestStatus::Issued => "issued",
        RequestStatus::Rejected => "not granted",
        RequestStatus::Cancelled => "taken back",
        RequestStatus::Unknown(_) => "not known",
    }
}
