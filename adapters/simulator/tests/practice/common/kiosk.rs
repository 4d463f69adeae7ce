//! The core's own client over the practice end, with what most tests of an operation want of it.

use emis_core::client::{Client, ClientError, Parts};
use emis_core::handshake::{Application, SessionOptions};
use emis_core::messages::Operation;
use emis_core::profile::{SoftwareKeys, Version};
use emis_core::session::{CallError, Session};
use emis_core::types::{OdsCode, PatientRelationshipId, PatientRelationshipKey, Relationship, SessionId};

use super::direct::Still;
use super::end::Way;
use super::{Counter, Rel, Stage};

/// What a client works in: a request, and the largest document's reply.
pub struct Room(pub(super) Vec<u8>, pub(super) Vec<u8>);

impl Room {
    pub fn new() -> Self {
        Self::with_reply(6_000_000)
    }

    /// With so much room for a reply.
    pub fn with_reply(bytes: usize) -> Self {
        Self(vec![0; 20_000], vec![0; bytes])
    }

    /// With a reply buffer of so many bytes.
    pub fn short(reply: usize) -> Self {
        Self(vec![0; 20_000], vec![0; reply])
    }
}

type Front<'k> = Client<'k, Way<'k>, Parts<Still, Counter, &'k SoftwareKeys>>;

/// A client and a session of it.
pub struct Kiosk<'k> {
    pub front: Front<'k>,
    pub session: Session,
}

/// The same, as the core's client wants it.
pub fn known(rel: &Rel) -> Relationship {
    let key = core::str::from_utf8(&rel.key).unwrap();
    Relationship {
        id: PatientRelationshipId::parse(&rel.id).unwrap(),
        key: PatientRelationshipKey::parse(key).unwrap(),
    }
}

impl<'k> Kiosk<'k> {
    pub fn front(stage: &'k Stage, room: &'k mut Room) -> Front<'k> {
        let known = &stage.server.applications()[0];
        let application = Application { id: *known.id(), keys: known.keys() };
        Client::new(
            application,
            stage.server.way(),
            Parts::new(Still::default(), Counter),
            &mut room.0,
            &mut room.1,
        )
    }

    fn begin(mut front: Front<'k>, begin: SessionOptions<'_>) -> Self {
        let session = front.begin_session(begin.with_iteration_policy(1..=100_000)).unwrap();
        Self { front, session }
    }

    /// An application session at the practice's version.
    pub fn application(stage: &'k Stage, room: &'k mut Room, ods: &str) -> Self {
        let version = version(stage, ods);
        Self::begin(
            Self::front(stage, room),
            SessionOptions::negotiated(OdsCode::parse(ods).unwrap(), version),
        )
    }

    /// A session at this version, the application's own without a relationship.
    pub fn at(stage: &'k Stage, room: &'k mut Room, ods: &str, version: Version, rel: Option<&Rel>) -> Self {
        let known = rel.map(known);
        let mut begin = SessionOptions::pinned(OdsCode::parse(ods).unwrap(), version);
        if let Some(known) = &known {
            begin = begin.for_patient(known);
        }
        Self::begin(Self::front(stage, room), begin)
    }

    /// A patient session at the practice's version.
    pub fn patient(stage: &'k Stage, room: &'k mut Room, rel: &Rel) -> Self {
        Self::patient_of(stage, room, &rel.ods, &known(rel))
    }

    pub fn patient_of(stage: &'k Stage, room: &'k mut Room, ods: &str, of: &Relationship) -> Self {
        Self::replacing(stage, room, ods, of, None)
    }

    pub fn replacing(
        stage: &'k Stage,
        room: &'k mut Room,
        ods: &str,
        of: &Relationship,
        doubtful: Option<SessionId>,
    ) -> Self {
        let ods_code = OdsCode::parse(ods).unwrap();
        let mut begin = SessionOptions::negotiated(ods_code, version(stage, ods)).for_patient(of);
        if let Some(id) = doubtful {
            begin = begin.replacing(id);
        }
        Self::begin(Self::front(stage, room), begin)
    }

    /// A call that is carried out.
    #[track_caller]
    pub fn call<O: Operation>(&mut self, request: &O) -> O::Response<'_> {
        match self.front.call(&mut self.session, request) {
            Ok(response) => response,
            Err(error) => panic!("{}: {error}", O::DESCRIPTOR.name),
        }
    }

    /// A call that may be refused with an authenticated fault: then its code, and the field that it names.
    #[track_caller]
    pub fn attempt<O: Operation>(&mut self, request: &O) -> Option<(String, Option<String>)> {
        match self.front.call(&mut self.session, request) {
            Err(ClientError::Call(CallError::Fault(fault))) => {
                Some((fault.word().to_owned(), fault.field.map(str::to_owned)))
            }
            Err(error) => panic!("{}: {error}", O::DESCRIPTOR.name),
            Ok(_) => None,
        }
    }

    /// A call that is refused so.
    #[track_caller]
    pub fn fault<O: Operation>(&mut self, request: &O) -> (String, Option<String>) {
        self.attempt(request).unwrap_or_else(|| panic!("{} was carried out", O::DESCRIPTOR.name))
    }

    /// Nothing that is believed comes back.
    #[track_caller]
    pub fn refused<O: Operation>(&mut self, request: &O) {
        let answer = self.front.call(&mut self.session, request).err();
        assert!(
            matches!(answer, Some(ClientError::Call(CallError::Unverified(_)))),
            "{}",
            O::DESCRIPTOR.name
        );
    }
}

fn version(stage: &Stage, ods: &str) -> Version {
    stage.server.world().practice(ods).unwrap().version
}

/// A fault without a field.
pub fn plain(code: &str) -> (String, Option<String>) {
    (code.to_owned(), None)
}

/// A fault that names a field.
pub fn naming(code: &str, field: &str) -> (String, Option<String>) {
    (code.to_owned(), Some(field.to_owned()))
}
