//! The operations: what is common to all, and for each a small `impl` of [`Perform`] in a file beside.
//!
//! The order of the checks is protocol.md's and can be observed: the version of the fields, then the kind of session,
//! then the service, and only then whether the fields are right.

mod appointments;
mod convert;
mod item;
mod messaging;
mod practice;
mod prescribing;
mod record;
mod registration;
mod shelf;

use emis_core::fault::FaultCode;
use emis_core::messages::appointments::{
    BookAppointment, CancelAppointment, GetAvailableAppointments, GetPatientAppointments,
};
use emis_core::messages::messaging::{
    DeleteMessage, GetMessage, GetMessageRecipients, GetMessages, SendMessage, SetMessageReadState,
};
use emis_core::messages::practice::{GetClinicalVersionInformation, GetPracticeSettings, GetUserOptions};
use emis_core::messages::prescribing::{
    CancelPrescriptionRequest, GetMedicationCourses, GetPrescriptionRequests, RequestPrescription,
};
use emis_core::messages::record::{
    GetMedicalRecordData, GetMedicalRecordDocumentContent, ResetAccountLinkageKey,
};
use emis_core::messages::registration::{
    GetDemographics, RegisterWithPatientDetails, RegisterWithPinDocument,
};
use emis_core::messages::session::EndSession;
use emis_core::messages::{Operation, OperationDescriptor, Problem, ProblemKind, SessionKind};
use emis_core::profile::{OpenProfile, Version};
use emis_core::session::{Replied, Request, ServerCall, sessionless_request, sessionless_response};
use emis_core::types::{OdsCode, PatientRelationshipId, PatientRelationshipKey};

use super::bodies::Bodies;
use super::refusal::Refused;
use super::sessions::Facts;
use super::written;
use crate::clock::Now;
use crate::world::{Caller, Refusal, World};

/// Whether a request came in a session, and so how it is read and answered.
#[derive(Clone, Copy, Debug)]
pub(super) enum Channel<'c> {
    Session(&'c ServerCall),
    Outside,
}

impl Channel<'_> {
    fn read<'m, O: Operation + emis_core::codec::Decode<'m>>(
        self,
        request: &Request<'m>,
    ) -> Result<O, Problem<'m>> {
        match self {
            Channel::Session(call) => call.read(request),
            Channel::Outside => sessionless_request(request),
        }
    }
}

/// A response, written.
#[derive(Debug)]
pub(super) struct Written {
    pub(super) body: Vec<u8>,
    /// In a session: its link of the chain.
    pub(super) replied: Option<Replied>,
    /// The relationships whose other sessions end now, while the world is still locked.
    pub(super) ended: Vec<PatientRelationshipId>,
}

/// Takes the answer of an operation, once.
#[derive(Debug)]
struct Answer<'c>(Channel<'c>);

impl Answer<'_> {
    /// Writes the response.
    fn give<O: Operation>(self, response: &O::Response<'_>) -> Written {
        match self.0 {
            Channel::Session(call) => {
                let (body, replied) = written(|out| call.respond::<O>(response, out));
                Written { body, replied: Some(replied), ended: Vec::new() }
            }
            Channel::Outside => {
                let write = |out: &mut [u8]| {
                    sessionless_response::<O, OpenProfile>(response, out).map(|length| (length, ()))
                };
                Written { body: written(write).0, replied: None, ended: Vec::new() }
            }
        }
    }
}

/// The context of an operation.
#[derive(Debug)]
pub(super) struct Scene<'s> {
    pub(super) world: &'s mut World,
    pub(super) now: Now,
    /// None outside a session.
    pub(super) session: Option<&'s Facts>,
    /// What a reset of the linkage key makes the relationship's key; only there for a reset.
    pub(super) next_key: Option<&'s PatientRelationshipKey>,
    /// Where requests that were read are kept.
    pub(super) bodies: Option<&'s Bodies>,
}

impl<'s> Scene<'s> {
    /// The session, where the operation is only called in one.
    fn facts(&self) -> Result<&'s Facts, Refusal> {
        self.session.ok_or_else(|| FaultCode::InternalError.into())
    }

    fn kind(&self) -> Option<SessionKind> {
        self.session.map(|facts| match facts.relationship {
            Some(_) => SessionKind::Patient,
            None => SessionKind::Application,
        })
    }

    /// The session's own practice is meant.
    fn own(&self, ods_code: OdsCode) -> Result<(), Refusal> {
        if self.facts()?.ods_code == ods_code { Ok(()) } else { Err(Refusal::invalid("OdsCode")) }
    }
}

/// A patient session as the world sees it, with the session's identifier at hand for its pages.
struct Seat<'s> {
    facts: &'s Facts,
    session: [u8; 32],
}

impl<'s> Seat<'s> {
    fn of(facts: &'s Facts) -> Self {
        Self { facts, session: facts.id.text() }
    }

    fn caller(&self) -> Result<Caller<'_>, Refusal> {
        let relationship = self.facts.relationship.as_ref().ok_or(FaultCode::InternalError)?;
        Ok(Caller {
            relationship_id: relationship.as_str(),
            version: self.facts.version,
            session: &self.session,
        })
    }
}

/// An operation, as the practice carries it out.
trait Perform: Operation {
    /// Carries it out, and answers.
    fn perform(&self, scene: Scene<'_>, answer: Answer<'_>) -> Result<Written, Refusal>;
}

// SH-10
fn run<'m, O: Perform + emis_core::codec::Decode<'m>>(
    request: &Request<'m>,
    channel: Channel<'_>,
    scene: Scene<'_>,
) -> Result<Written, Refused<'m>> {
    let practice_version = scene.session.map(|facts| facts.practice_version);
    let refused = |problem| Refused::of_problem(problem, practice_version);
    let read = channel.read::<O>(request);
    if let (Some(bodies), Ok(operation)) = (scene.bodies, &read) {
        let version = scene.session.map_or(Version::V1_0, |facts| facts.version);
        bodies.request(operation, version, request);
    }
    if let Err(problem @ Problem { kind: ProblemKind::Version(_), .. }) = read {
        return Err(refused(problem));
    }
    if scene.kind().is_some_and(|kind| !O::DESCRIPTOR.allowed.in_session(kind)) {
        return Err(FaultCode::NotAllowedInSession.into());
    }
    if let Some(facts) = scene.session.filter(|facts| facts.relationship.is_some()) {
        scene.world.admit(Seat::of(facts).caller()?, O::DESCRIPTOR.requirement)?;
    }
    let operation = read.map_err(refused)?;
    Ok(operation.perform(scene, Answer(channel))?)
}

/// Carries out the operation that a request asks for, if that operation's version is the session's.
pub(super) fn carry_out<'m>(
    info: &'static OperationDescriptor,
    request: &Request<'m>,
    channel: Channel<'_>,
    scene: Scene<'_>,
) -> Result<Written, Refused<'m>> {
    let run = match info.name {
        "GetClinicalVersionInformation" => run::<GetClinicalVersionInformation>,
        "GetPracticeSettings" => run::<GetPracticeSettings>,
        "EndSession" => run::<EndSession>,
        "RegisterWithPinDocument" => run::<RegisterWithPinDocument<'m>>,
        "RegisterWithPatientDetails" => run::<RegisterWithPatientDetails<'m>>,
        "GetUserOptions" => run::<GetUserOptions>,
        "GetDemographics" => run::<GetDemographics>,
        "GetAvailableAppointments" => run::<GetAvailableAppointments<'m>>,
        "GetPatientAppointments" => run::<GetPatientAppointments<'m>>,
        "BookAppointment" => run::<BookAppointment<'m>>,
        "CancelAppointment" => run::<CancelAppointment<'m>>,
        "GetMedicationCourses" => run::<GetMedicationCourses<'m>>,
        "RequestPrescription" => run::<RequestPrescription<'m>>,
        "GetPrescriptionRequests" => run::<GetPrescriptionRequests<'m>>,
        "CancelPrescriptionRequest" => run::<CancelPrescriptionRequest<'m>>,
        "GetMedicalRecordData" => run::<GetMedicalRecordData<'m>>,
        "GetMedicalRecordDocumentContent" => run::<GetMedicalRecordDocumentContent<'m>>,
        "ResetAccountLinkageKey" => run::<ResetAccountLinkageKey<'m>>,
        "GetMessageRecipients" => run::<GetMessageRecipients>,
        "GetMessages" => run::<GetMessages<'m>>,
        "GetMessage" => run::<GetMessage>,
        "SendMessage" => run::<SendMessage<'m>>,
        "SetMessageReadState" => run::<SetMessageReadState>,
        "DeleteMessage" => run::<DeleteMessage>,
        // BeginSession is never carried out in a session.
        _ => return Err(FaultCode::NotAllowedInSession.into()),
    };
    run(request, channel, scene)
}
