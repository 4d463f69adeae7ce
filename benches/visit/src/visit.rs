//! The visit: every operation, in the order that sessions allow.

use core::hint::black_box;
use core::num::NonZeroU16;

use emis_core::client::{BeginError, Client, ClientError, Platform};
use emis_core::handshake::SessionOptions;
use emis_core::messages::messaging::GetMessageRecipients;
use emis_core::messages::practice::GetUserOptions;
use emis_core::messages::registration::{GetDemographics, RegisterWithPinDocument};
use emis_core::messages::session::EndSession;
use emis_core::messages::{Operation, Streamed};
use emis_core::profile::{OpenProfile, Version};
use emis_core::session::Session;
use emis_core::time::Time;
use emis_core::transport::{Action, Reply, Transport};
use emis_core::types::{PatientRelationshipId, PatientRelationshipKey, Relationship};

use crate::{RELATIONSHIP, Requests, Whole};

/// Why a visit did not come to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// A value that it was given is none.
    Given,
    /// A session could not be begun, or a call failed; the number is the error's own.
    Call(u16),
    /// An item of a reply cannot be read.
    Reply,
    /// There is no key to keep before a linkage key is reset.
    NoKey,
}

impl Trouble {
    /// A number for it: a failed call's is its own.
    #[must_use]
    pub fn number(self) -> u16 {
        match self {
            Self::Given => 1,
            Self::Reply => 2,
            Self::NoKey => 3,
            Self::Call(number) => number,
        }
    }
}

impl From<NonZeroU16> for Trouble {
    /// That of the visit by the tables, which is a number.
    fn from(number: NonZeroU16) -> Self {
        Self::Call(number.get())
    }
}

/// Who watches a visit.
pub trait Witness {
    /// What comes next; what came before has ended.
    fn next(&mut self, what: &'static str);
}

/// The buffers of a visit.
#[derive(Debug)]
pub struct Room {
    /// For requests.
    pub request: [u8; crate::REQUEST],
    /// For replies.
    pub reply: [u8; crate::REPLY],
    /// For the heads of both.
    pub head: [u8; crate::HEAD],
}

impl Room {
    /// Empty buffers.
    #[must_use]
    pub const fn new() -> Self {
        Self { request: [0; crate::REQUEST], reply: [0; crate::REPLY], head: [0; crate::HEAD] }
    }
}

impl Default for Room {
    fn default() -> Self {
        Self::new()
    }
}

/// How many iterations of the key stretching are done before the device does something else.
pub(crate) const BUDGET: u32 = 50;

/// How many pages of the record are asked for: one for each kind of item.
pub const PAGES: usize = 7;

/// Goes through the visit.
///
/// # Errors
/// [`Trouble`].
#[inline(never)]
pub fn visit<T: Transport, X: Platform<Profile = OpenProfile>>(
    client: &mut Client<'_, T, X>,
    requests: &Requests<'_>,
    witness: &mut impl Witness,
) -> Result<(), Trouble> {
    let mut device = Device { client, witness };
    let version = device.version(requests)?;
    let mut relationship = None;
    device.register(requests, version, &mut relationship)?;
    let relationship = relationship.as_ref().ok_or(Trouble::Reply)?;
    device.patient(requests, SessionOptions::negotiated(requests.ods_code, version).for_patient(relationship))
}

/// Begins one more session of the patient and asks for the appointments, with only the reading of the reply being
/// watched: its verification, and every field of its items.
///
/// # Errors
/// [`Trouble`].
#[inline(never)]
pub fn decode<T: Transport, W: Witness>(
    session: &mut Session,
    transport: &mut T,
    requests: &Requests<'_>,
    (request, reply): (&mut [u8], &mut [u8]),
    witness: &mut W,
) -> Result<(), Trouble> {
    let call = session
        .call(&requests.mine, request, Time::from_millis(0))
        .map_err(|e| Trouble::Call(e.code().number()))?;
    let reply = fetched(transport, call.action(), call.bytes(), reply).ok_or(Trouble::Reply)?;
    witness.next("decode");
    let response = call.read(reply).map_err(|e| Trouble::Call(e.code().number()))?;
    seen(&response)?;
    witness.next("");
    Ok(())
}

/// Sends a message, and gives its whole reply.
pub(crate) fn fetched<'r, T: Transport>(
    transport: &mut T,
    action: Action,
    message: &[u8],
    reply: &'r mut [u8],
) -> Option<&'r [u8]> {
    let mut length = 0;
    let mut incoming = transport.send(action, message).ok()?;
    loop {
        match incoming.read(reply.get_mut(length..)?).ok()? {
            0 => break,
            read => length += read,
        }
    }
    reply.get(..length)
}

/// Begins a session of a patient that was registered before.
///
/// # Errors
/// [`Trouble`].
#[inline(never)]
pub fn begin<T: Transport, X: Platform<Profile = OpenProfile>>(
    client: &mut Client<'_, T, X>,
    requests: &Requests<'_>,
    witness: &mut impl Witness,
) -> Result<Session, Trouble> {
    let relationship = Relationship {
        id: PatientRelationshipId::parse(RELATIONSHIP.0).map_err(|_| Trouble::Given)?,
        key: PatientRelationshipKey::parse(RELATIONSHIP.1).map_err(|_| Trouble::Given)?,
    };
    let begin = SessionOptions::negotiated(requests.ods_code, Version::V2_1).for_patient(&relationship);
    Device { client, witness }.begin(begin, "")
}

struct Device<'c, 'b, T, X: Platform, W> {
    client: &'c mut Client<'b, T, X>,
    witness: &'c mut W,
}

impl<T: Transport, X: Platform<Profile = OpenProfile>, W: Witness> Device<'_, '_, T, X, W> {
    #[inline(never)]
    fn version(&mut self, requests: &Requests<'_>) -> Result<Version, Trouble> {
        self.witness.next("GetClinicalVersionInformation");
        let practice = self.client.clinical_version_information(requests.ods_code).map_err(|e| failed(&e))?;
        seen(&practice)?;
        Ok(practice.schema_version)
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
            Err(BeginError::Handshake(error)) => Err(Trouble::Call(error.code().number())),
            Err(_) => Err(Trouble::Call(0)),
        }
    }

    #[inline(never)]
    fn call<O>(&mut self, session: &mut Session, request: &O) -> Result<(), Trouble>
    where
        O: Operation,
        for<'r> O::Response<'r>: Whole,
    {
        self.witness.next(O::DESCRIPTOR.name);
        match &self.client.call(session, request) {
            Ok(response) => seen(response),
            Err(error) => Err(failed(error)),
        }
    }

    #[inline(never)]
    fn stream<O>(&mut self, session: &mut Session, request: &O) -> Result<(), Trouble>
    where
        O: Streamed,
        for<'r> O::Response<'r>: Whole,
    {
        self.witness.next(O::DESCRIPTOR.name);
        let done = self.client.stream(session, request, |part| {
            black_box(&part);
        });
        match &done {
            Ok(response) => seen(response),
            Err(error) => Err(failed(error)),
        }
    }

    #[inline(never)]
    fn register(
        &mut self,
        requests: &Requests<'_>,
        version: Version,
        relationship: &mut Option<Relationship>,
    ) -> Result<(), Trouble> {
        let mut session =
            self.begin(SessionOptions::negotiated(requests.ods_code, version), "application handshake")?;
        self.call(&mut session, &requests.settings)?;
        self.call(&mut session, &requests.details)?;
        self.link(&mut session, requests, relationship)?;
        self.client.wipe();
        self.call(&mut session, &EndSession {})
    }

    #[inline(never)]
    fn link(
        &mut self,
        session: &mut Session,
        requests: &Requests<'_>,
        relationship: &mut Option<Relationship>,
    ) -> Result<(), Trouble> {
        self.witness.next(RegisterWithPinDocument::DESCRIPTOR.name);
        match self.client.call(session, &requests.letter) {
            Ok(registered) => {
                seen(&registered)?;
                *relationship = Some(Relationship {
                    id: registered.patient_relationship_id,
                    key: registered.patient_relationship_key,
                });
                Ok(())
            }
            Err(error) => Err(failed(&error)),
        }
    }

    #[inline(never)]
    fn patient(&mut self, requests: &Requests<'_>, begin: SessionOptions<'_>) -> Result<(), Trouble> {
        let mut session = self.begin(begin, "handshake")?;
        self.appointments(&mut session, requests)?;
        self.prescriptions(&mut session, requests)?;
        self.messages(&mut session, requests)?;
        self.record(&mut session, requests)
    }

    #[inline(never)]
    fn appointments(&mut self, session: &mut Session, requests: &Requests<'_>) -> Result<(), Trouble> {
        self.call(session, &GetUserOptions {})?;
        self.call(session, &GetDemographics {})?;
        self.call(session, &requests.search)?;
        self.stream(session, &requests.search)?;
        self.call(session, &requests.booking)?;
        self.call(session, &requests.mine)?;
        self.call(session, &requests.cancelling)
    }

    #[inline(never)]
    fn prescriptions(&mut self, session: &mut Session, requests: &Requests<'_>) -> Result<(), Trouble> {
        self.call(session, &requests.courses)?;
        self.call(session, &requests.prescription)?;
        self.call(session, &requests.prescriptions)?;
        self.call(session, &requests.withdrawal)
    }

    #[inline(never)]
    fn messages(&mut self, session: &mut Session, requests: &Requests<'_>) -> Result<(), Trouble> {
        self.call(session, &GetMessageRecipients {})?;
        self.call(session, &requests.message)?;
        self.call(session, &requests.messages)?;
        self.call(session, &requests.one_message)?;
        self.call(session, &requests.read_state)?;
        self.call(session, &requests.deletion)
    }

    #[inline(never)]
    fn record(&mut self, session: &mut Session, requests: &Requests<'_>) -> Result<(), Trouble> {
        for _ in 0..PAGES {
            self.call(session, &requests.record)?;
        }
        // A document is longer than any buffer here, so it is never asked for otherwise.
        self.stream(session, &requests.document)?;
        black_box(session.next_relationship_key().ok_or(Trouble::NoKey)?.expose());
        let end = self.call(session, &requests.reset);
        self.witness.next("");
        end
    }
}

/// Looks at every field.
fn seen(response: &impl Whole) -> Result<(), Trouble> {
    if response.whole() { Ok(()) } else { Err(Trouble::Reply) }
}

/// What a device would tell its user or its log.
#[inline(never)]
fn failed<E>(error: &ClientError<E>) -> Trouble {
    black_box(error.outcome());
    Trouble::Call(error.code().number())
}
