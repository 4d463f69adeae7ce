//! The same visit by the operations' tables: what is asked for is data, and every field of what is answered is looked at
//! by one loop.

use core::hint::black_box;
use core::num::NonZeroU16;

use emis_core::client::{BeginError, Client, ClientError, Platform};
use emis_core::dynamic::{Element, Field, FieldValue, Node, OperationId, Part};
use emis_core::handshake::SessionOptions;
use emis_core::profile::{OpenProfile, Version};
use emis_core::session::Session;
use emis_core::time::Time;
use emis_core::transport::Transport;
use emis_core::types::{OdsCode, PatientRelationshipId, PatientRelationshipKey, Relationship};

use crate::visit::{BUDGET, fetched};
use crate::{RELATIONSHIP, Witness};

/// Why a visit did not come to its end: an error's own number, or one of these.
pub type Trouble = NonZeroU16;
/// A value that it was given is none.
pub const GIVEN: Trouble = Trouble::MIN;
/// There is no reply, or it has not what is looked for.
pub const REPLY: Trouble = Trouble::MAX;

/// A call.
#[derive(Clone, Copy, Debug)]
pub struct Step<'p> {
    operation: &'p str,
    given: &'p [Field<'p>],
    streamed: bool,
}

/// What is asked for, in its order.
#[derive(Clone, Copy, Debug)]
pub struct Plan<'p> {
    ods_code: &'p str,
    version: Step<'p>,
    application: &'p [Step<'p>],
    patient: &'p [Step<'p>],
    mine: Step<'p>,
}

const fn call<'p>(operation: &'p str, given: &'p [Field<'p>]) -> Step<'p> {
    Step { operation, given, streamed: false }
}

const fn stream<'p>(operation: &'p str, given: &'p [Field<'p>]) -> Step<'p> {
    Step { operation, given, streamed: true }
}

const fn value(name: &'static str, value: &'static str) -> Field<'static> {
    Field::value(name, value)
}

// The values of `GIVEN` and `NUMBER`.
const NAME: &str = "Ann Other";
const ODS_CODE: &str = "A81001";
const DATE: &str = "1985-02-28";
const TIME: &str = "2026-11-23T08:00:00";
const GUID: &str = "01234567-89ab-cdef-0123-456789abcdef";
const NHS_NUMBER: &str = "9434765919";
const TEN: &str = "10";

const PRACTICE: Field<'_> = value("OdsCode", ODS_CODE);
const MAXIMUM: Field<'_> = value("MaximumItems", TEN);
const AFTER: Field<'_> = value("After", NAME);
const PAGE: &[Field<'_>] = &[MAXIMUM, AFTER];
const SEARCH: &[Field<'_>] = &[value("From", TIME), value("To", TIME), MAXIMUM, AFTER];
const REASON: Field<'_> = value("Reason", NAME);
const MESSAGE: Field<'_> = value("MessageId", TEN);
const MINE: Step<'_> =
    call("GetPatientAppointments", &[value("IncludePast", "true"), value("PastFrom", DATE), MAXIMUM, AFTER]);
const RECORD: Step<'_> = call(
    "GetMedicalRecordData",
    &[value("ItemType", "Consultations"), value("From", DATE), value("To", DATE), MAXIMUM, AFTER],
);

/// The visit, of the values that the typed one is given.
pub static PLAN: Plan<'static> = Plan {
    ods_code: ODS_CODE,
    version: call("GetClinicalVersionInformation", &[PRACTICE]),
    application: &[
        call("GetPracticeSettings", &[PRACTICE]),
        call(
            "RegisterWithPatientDetails",
            &[
                PRACTICE,
                value("Title", NAME),
                value("Forenames", NAME),
                value("Surname", NAME),
                value("DateOfBirth", DATE),
                value("Sex", "NotKnown"),
                value("Postcode", NAME),
                value("HouseNameFlatNumber", NAME),
                value("NhsNumber", NHS_NUMBER),
                value("EmailAddress", NAME),
                value("MobileNumber", NAME),
            ],
        ),
        call(
            "RegisterWithPinDocument",
            &[
                PRACTICE,
                value("AccountId", NAME),
                value("LinkageKey", NAME),
                value("Surname", NAME),
                value("DateOfBirth", DATE),
            ],
        ),
        call("EndSession", &[]),
    ],
    patient: &[
        call("GetUserOptions", &[]),
        call("GetDemographics", &[]),
        call("GetAvailableAppointments", SEARCH),
        stream("GetAvailableAppointments", SEARCH),
        call(
            "BookAppointment",
            &[
                value("SlotId", TEN),
                value("BookingReason", NAME),
                Field::fields("Telephone", &[value("Number", NAME), value("ContactType", "Mobile")]),
            ],
        ),
        MINE,
        call("CancelAppointment", &[value("SlotId", TEN), REASON]),
        call("GetMedicationCourses", PAGE),
        call(
            "RequestPrescription",
            &[
                Field::items("CourseIds", &[FieldValue::Value(GUID), FieldValue::Value(GUID)]),
                value("Comment", NAME),
            ],
        ),
        call("GetPrescriptionRequests", &[value("From", DATE), value("To", DATE), MAXIMUM, AFTER]),
        call("CancelPrescriptionRequest", &[value("RequestId", GUID), REASON]),
        call("GetMessageRecipients", &[]),
        call("SendMessage", &[value("RecipientId", GUID), value("Subject", NAME), value("Content", NAME)]),
        call("GetMessages", PAGE),
        call("GetMessage", &[MESSAGE]),
        call("SetMessageReadState", &[MESSAGE, value("Read", "true")]),
        call("DeleteMessage", &[MESSAGE]),
        RECORD,
        RECORD,
        RECORD,
        RECORD,
        RECORD,
        RECORD,
        RECORD,
        stream("GetMedicalRecordDocumentContent", &[value("DocumentId", NAME)]),
        call("ResetAccountLinkageKey", &[REASON]),
    ],
    mine: MINE,
};

/// Goes through the visit.
///
/// # Errors
/// [`Trouble`].
#[inline(never)]
pub fn visit<T: Transport, X: Platform<Profile = OpenProfile>>(
    client: &mut Client<'_, T, X>,
    plan: &Plan<'_>,
    witness: &mut impl Witness,
) -> Result<(), Trouble> {
    let ods_code = OdsCode::parse(plan.ods_code).map_err(|_| GIVEN)?;
    let mut device = Device { client, witness };
    let practice = (ods_code, device.version(&plan.version)?);
    let mut relationship = None;
    device.session(&practice, None, plan.application, &mut relationship)?;
    device.client.wipe();
    let patient = Some(relationship.as_ref().ok_or(REPLY)?);
    let end = device.session(&practice, patient, plan.patient, &mut None);
    device.witness.next("");
    end
}

/// Asks for the appointments once more, with only the reading of the reply being watched: its verification, and every
/// field of its items.
///
/// # Errors
/// [`Trouble`].
#[inline(never)]
pub fn decode<T: Transport, W: Witness>(
    session: &mut Session,
    transport: &mut T,
    plan: &Plan<'_>,
    (request, reply): (&mut [u8], &mut [u8]),
    witness: &mut W,
) -> Result<(), Trouble> {
    let operation = OperationId::find(plan.mine.operation).ok_or(GIVEN)?;
    let call = session
        .call_dynamic(operation, plan.mine.given, request, Time::from_millis(0))
        .map_err(|e| numbered(e.code().number()))?;
    let reply = fetched(transport, call.action(), call.bytes(), reply).ok_or(REPLY)?;
    witness.next("decode");
    let response = call.read(reply).map_err(|e| numbered(e.code().number()))?;
    whole(&response)?;
    witness.next("");
    Ok(())
}

/// Begins a session of a patient that was registered before.
///
/// # Errors
/// [`Trouble`].
#[inline(never)]
pub fn begin<T: Transport, X: Platform<Profile = OpenProfile>>(
    client: &mut Client<'_, T, X>,
    plan: &Plan<'_>,
    witness: &mut impl Witness,
) -> Result<Session, Trouble> {
    let relationship = Relationship {
        id: PatientRelationshipId::parse(RELATIONSHIP.0).map_err(|_| GIVEN)?,
        key: PatientRelationshipKey::parse(RELATIONSHIP.1).map_err(|_| GIVEN)?,
    };
    let ods_code = OdsCode::parse(plan.ods_code).map_err(|_| GIVEN)?;
    let begin = SessionOptions::negotiated(ods_code, Version::V2_1).for_patient(&relationship);
    Device { client, witness }.begin(begin, "")
}

struct Device<'c, 'b, T, X: Platform, W> {
    client: &'c mut Client<'b, T, X>,
    witness: &'c mut W,
}

impl<T: Transport, X: Platform<Profile = OpenProfile>, W: Witness> Device<'_, '_, T, X, W> {
    #[inline(never)]
    fn version(&mut self, step: &Step<'_>) -> Result<Version, Trouble> {
        let operation = self.next(step)?;
        let practice = self.client.sessionless_dynamic(operation, step.given);
        let version = looked_at(&practice)?.value("SchemaVersion").ok_or(REPLY)?;
        version.parse().map_err(|_| REPLY)
    }

    /// Role turn it is.
    fn next(&mut self, step: &Step<'_>) -> Result<OperationId, Trouble> {
        let operation = OperationId::find(step.operation).ok_or(GIVEN)?;
        self.witness.next(operation.name());
        Ok(operation)
    }

    #[inline(never)]
    fn begin(&mut self, begin: SessionOptions<'_>, what: &'static str) -> Result<Session, Trouble> {
        self.witness.next(what);
        match self.client.begin_session_stepwise(begin) {
            Ok(mut stretching) => {
                while stretching.left() > 0 {
                    black_box(stretching.step(BUDGET));
                }
                Ok(stretching.finish())
            }
            Err(BeginError::Handshake(error)) => Err(numbered(error.code().number())),
            Err(_) => Err(REPLY),
        }
    }

    #[inline(never)]
    fn session(
        &mut self,
        (ods_code, version): &(OdsCode, Version),
        patient: Option<&Relationship>,
        steps: &[Step<'_>],
        relationship: &mut Option<Relationship>,
    ) -> Result<(), Trouble> {
        let mut begin = SessionOptions::negotiated(*ods_code, *version);
        let mut what = "application handshake";
        if let Some(patient) = patient {
            (begin, what) = (begin.for_patient(patient), "handshake");
        }
        let mut session = self.begin(begin, what)?;
        for step in steps {
            // What a device keeps before the key is reset.
            if let Some(key) = &session.next_relationship_key() {
                black_box(key.expose());
            }
            self.call(&mut session, step, relationship)?;
        }
        Ok(())
    }

    #[inline(never)]
    fn call(
        &mut self,
        session: &mut Session,
        step: &Step<'_>,
        relationship: &mut Option<Relationship>,
    ) -> Result<(), Trouble> {
        let operation = self.next(step)?;
        if step.streamed {
            let answer = self.client.stream_dynamic(session, operation, step.given, |part| {
                let Ok(part) = part else { return };
                match part.unconfirmed() {
                    Part::Item { item, .. } => {
                        black_box(look(&item).is_ok());
                    }
                    other => {
                        black_box(&other);
                    }
                }
            });
            answered(&answer, relationship)
        } else {
            answered(&self.client.call_dynamic(session, operation, step.given), relationship)
        }
    }
}

type Answer<'c, E> = Result<Element<'c>, ClientError<E>>;

/// Keeps the relationship if it is one that was registered.
#[inline(never)]
fn answered<E>(answer: &Answer<'_, E>, relationship: &mut Option<Relationship>) -> Result<(), Trouble> {
    if let Some(registered) = registered(looked_at(answer)?) {
        *relationship = Some(registered);
    }
    Ok(())
}

fn registered(response: &Element<'_>) -> Option<Relationship> {
    Some(Relationship {
        id: response.value("PatientRelationshipId")?.parse().ok()?,
        key: response.relationship_key("PatientRelationshipKey")?,
    })
}

/// Looks at all of an answer.
#[inline(never)]
fn looked_at<'a, 'c, E>(answer: &'a Answer<'c, E>) -> Result<&'a Element<'c>, Trouble> {
    let response = answer.as_ref().map_err(failed)?;
    whole(response)?;
    Ok(response)
}

/// Looks at every field, items of lists included.
#[inline(never)]
fn whole(element: &Element<'_>) -> Result<(), Trouble> {
    for entry in element.entries() {
        black_box(entry.name());
        look(&entry.node())?;
    }
    Ok(())
}

#[inline(never)]
fn look(node: &Node<'_>) -> Result<(), Trouble> {
    match node {
        Node::Value(value) => {
            // As it would be shown.
            black_box((value.unescape(&mut [0; 64]).is_ok(), value.word()));
        }
        Node::Element(element) => whole(element)?,
        Node::Key(key) => {
            black_box(key.relationship_key().is_ok());
        }
        Node::List(list) => {
            for item in list {
                look(&item.map_err(|_| REPLY)?)?;
            }
        }
    }
    Ok(())
}

fn numbered(number: u16) -> Trouble {
    Trouble::new(number).unwrap_or(REPLY)
}

/// What a device would tell its user or its log.
#[inline(never)]
fn failed<E>(error: &ClientError<E>) -> Trouble {
    black_box(error.outcome());
    numbered(error.code().number())
}
