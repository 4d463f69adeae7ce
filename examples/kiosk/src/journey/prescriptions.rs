//! Repeat prescriptions: what the patient takes, asking for a medicine again, and taking the request back.

use std::io::Write;

use emis_core::capabilities::{Capabilities, Capability};
use emis_core::messages;
use emis_core::messages::BoundedList;
use emis_core::owned::PageSize;
use emis_core::owned::prescribing::{
    CancelPrescriptionRequest, Course, GetMedicationCourses, GetPrescriptionRequests,
    GetPrescriptionRequestsResponse, PrescriptionRequest, PrescriptionType, RequestPrescription,
    RequestStatus,
};
use emis_core::types::Guid;

use super::Journey;
use super::abilities::Welcome;
use super::change::Said;
use super::entered::{COMMENT, owned, text, wanted};
use crate::screens::{day_of, day_with_year, uk_local};
use crate::trouble::Trouble;
use crate::words;

/// How many items a page may have.
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
    /// Whether it is a repeat medicine.
    repeat: bool,
    requestable: bool,
    cells: Vec<String>,
}

impl Medicine {
    fn of(course: Course) -> Self {
        let name = String::from(course.name);
        let cells = vec![
            name.clone(),
            course.dosage.map(String::from).unwrap_or_default(),
            course.quantity.map(String::from).unwrap_or_default(),
            course.last_issued.map(|day| day_with_year(day_of(day))).unwrap_or_default(),
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
    /// The practice has not decided about any of them.
    waits: bool,
    cells: Vec<String>,
}

impl Request {
    /// A request of a page, whose courses' names are in `courses`.
    fn of(request: &PrescriptionRequest, courses: &[Course]) -> Self {
        let name =
            |id: Guid| courses.iter().find(|course| course.course_id == id).map(|course| &*course.name);
        let what: Vec<_> =
            request.courses.iter().map(|course| name(course.course_id).unwrap_or("a medicine")).collect();
        let mut told: Vec<_> = request.courses.iter().map(|course| stands(&course.status)).collect();
        told.dedup();
        Self {
            id: request.request_id,
            courses: request.courses.iter().map(|course| course.course_id).collect(),
            waits: request.courses.iter().all(|course| course.status == RequestStatus::Requested),
            cells: vec![
                day_with_year(uk_local(&request.requested_at).date()),
                what.join(", "),
                told.join(", "),
                request.comment.as_ref().map(ToString::to_string).unwrap_or_default(),
            ],
        }
    }
}

impl<W: Write + Send> Journey<'_, W> {
    /// A medicine asked for, and the request taken back.
    pub(super) fn prescriptions(&mut self, welcome: &Welcome) -> Result<(), Trouble> {
        let known = &welcome.known;
        self.screen.heading("Your medicines")?;
        let open = known.of::<RequestPrescription>();
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
        match known.of::<CancelPrescriptionRequest>() {
            Capability::Refused(reason) => {
                self.screen.say(&words::closed(reason))?;
                self.screen.say("The practice has your request, and decides about it.")?;
            }
            _ => {
                self.take_back(request, chosen)?;
                self.show_requests()?;
            }
        }
        *self.left = None;
        Ok(())
    }

    /// Shows what the patient takes.
    fn medicines(&mut self) -> Result<Vec<Medicine>, Trouble> {
        let request = GetMedicationCourses { maximum_items: PageSize::new(PAGE).ok(), after: None };
        let pages = self.patient.all_pages(&request)?;
        let medicines: Vec<_> = pages.into_iter().flat_map(|page| page.courses).map(Medicine::of).collect();
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
        let pages = self.patient.all_pages(&request)?;
        let of_page = |page: &GetPrescriptionRequestsResponse| {
            page.requests.iter().map(|request| Request::of(request, &page.courses)).collect::<Vec<_>>()
        };
        Ok(pages.iter().flat_map(of_page).collect())
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
        let course_ids = BoundedList::new(&courses)
            .map_err(|_| Trouble::Practice("it has a medicine that cannot be asked for"))?;
        let comment = comment.map(text).transpose()?;
        let request = messages::prescribing::RequestPrescription { course_ids, comment };
        known.check_prescription(&request)?;
        let left = format!("The practice may still have your request for {}.", medicine.name);
        match self.change::<RequestPrescription>(&owned(request)?, &ASKING, left)? {
            Some(answer) => Ok(answer.request_id),
            // The answer was lost, so the request is looked up: a medicine can wait in one request alone.
            None => {
                let mut made = self.requests()?.into_iter().filter(|request| request.courses == courses);
                let made = made.find(|request| request.waits).map(|request| request.id);
                made.ok_or(Trouble::Practice("it does not show a request that it has taken"))
            }
        }
    }

    fn take_back(&mut self, request_id: Guid, medicine: &Medicine) -> Result<(), Trouble> {
        let request = CancelPrescriptionRequest { request_id, reason: None };
        let left = format!("The practice may still have your request for {}.", medicine.name);
        self.change(&request, &TAKING_BACK, left).map(drop)
    }
}

fn stands(status: &RequestStatus) -> &'static str {
    match status {
        RequestStatus::Requested => "with the practice",
        RequestStatus::ForwardedForSigning => "waits to be signed",
        RequestStatus::Issued => "issued",
        RequestStatus::Rejected => "not granted",
        RequestStatus::Cancelled => "taken back",
        RequestStatus::Unknown(_) => "not known",
    }
}
