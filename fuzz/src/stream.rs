//! A reply that comes in pieces through a short window, past the SessionHash.
//!
//! Input: as for [`client`](crate::client), so its seeds serve here too; the mode also picks the window and the pieces.
//!
//! Claims: what is confirmed is what the whole reply says, with as many items, by the types and by the table; the session ends where the whole reply
//! would leave it, or in doubt. A Body alone is put into a reply with the SessionHash that it has to have: it is verified as
//! a whole and in pieces, malformed or not.

use emis_core::dynamic::{OperationId, Part};
use emis_core::messages::Streamed;
use emis_core::messages::appointments::{GetAvailableAppointments, GetPatientAppointments};
use emis_core::messages::messaging::{GetMessage, GetMessageRecipients, GetMessages};
use emis_core::messages::prescribing::{GetMedicationCourses, GetPrescriptionRequests};
use emis_core::messages::record::{
    GetMedicalRecordData, GetMedicalRecordDocumentContent, ItemType, MedicalRecordDocumentContentPart,
};
use emis_core::messages::{List, Operation, OperationDescriptor, SessionKind};
use emis_core::profile::{Profile, Version};
use emis_core::session::{CallError, Outcome, Provisional, SessionState};
use emis_core::types::{DateTime, Text};

use crate::counted::{self, Counted};
use crate::null::Null;
use crate::operations::{given, least_of};
use crate::sessions::{NOW, pair_of, version};

/// What came of a reply.
#[derive(Debug)]
struct Came {
    /// How many items, or bytes of content, could be read, and how many items could not; `None` without a response.
    counts: Option<(usize, usize)>,
    unverified: bool,
    outcome: Outcome,
    state: SessionState,
}

impl Came {
    fn of(counts: Result<(usize, usize), CallError>, state: SessionState) -> Self {
        let unverified = matches!(counts, Err(CallError::Unverified(_)));
        let outcome = counts.as_ref().map_or_else(CallError::outcome, |_| Outcome::CarriedOut);
        Self { counts: counts.ok(), unverified, outcome, state }
    }
}

/// A reply, and how it comes.
struct Coming<'a> {
    version: Version,
    /// A whole message past the SessionHash, or a Body alone.
    bytes: &'a [u8],
    is_body: bool,
    window: usize,
    piece: usize,
}

impl Coming<'_> {
    fn message(&self, request: &[u8]) -> Vec<u8> {
        if self.is_body { counted::reply(request, self.bytes) } else { self.bytes.to_vec() }
    }

    fn whole<O: Operation, P: Profile>(
        &self,
        request: &O,
        count: impl Fn(O::Response<'_>) -> (usize, usize),
    ) -> Came {
        let (mut session, _) = pair_of::<P>(SessionKind::Patient, self.version);
        let mut out = [0; 2048];
        let call = session.call(request, &mut out, NOW).expect("it can be sent");
        let message = self.message(call.bytes());
        let counts = call.read(&message).map(count);
        Came::of(counts, session.state())
    }

    fn streamed<O: Streamed, P: Profile>(&self, request: &O, count: impl Fn(O::Part<'_>) -> usize) -> Came {
        let (mut session, _) = pair_of::<P>(SessionKind::Patient, self.version);
        let mut out = [0; 2048];
        let mut window = vec![0; self.window];
        let call = session.call(request, &mut out, NOW).expect("it can be sent");
        let message = self.message(call.bytes());
        let mut reply = call.stream(&mut window);
        let mut rest = &message[..];
        let mut counts = (0, 0);
        loop {
            while let Some(part) = reply.next() {
                match part {
                    Ok(part) => counts.0 += count(part.unconfirmed()),
                    Err(_) => counts.1 += 1,
                }
            }
            match self.put(&mut rest, reply.space()) {
                0 => break,
                length => reply.filled(length),
            }
        }
        let end = reply.finish().map(|_| counts);
        Came::of(end, session.state())
    }

    /// Puts the next piece into the space there is for it, and gives its length.
    fn put(&self, rest: &mut &[u8], space: &mut [u8]) -> usize {
        let length = space.len().min(self.piece).min(rest.len());
        let (piece, behind) = rest.split_at(length);
        space[..length].copy_from_slice(piece);
        *rest = behind;
        length
    }

    /// The same by the operation's table.
    fn streamed_by_table<P: Profile>(&self, info: &OperationDescriptor) -> Came {
        let (mut session, _) = pair_of::<P>(SessionKind::Patient, self.version);
        let mut out = [0; 2048];
        let mut window = vec![0; self.window];
        let operation = OperationId::find(info.name).expect("it is in the table");
        let given = given(least_of(info.name));
        let call = session.call_dynamic(operation, given, &mut out, NOW).expect("it can be sent");
        let message = self.message(call.bytes());
        let mut reply = call.stream(&mut window);
        let mut rest = &message[..];
        let mut counts = (0, 0);
        loop {
            while let Some(part) = reply.next() {
                match part.map(Provisional::unconfirmed) {
                    Ok(Part::Content(bytes)) => counts.0 += bytes.len(),
                    Ok(_) => counts.0 += 1,
                    Err(_) => counts.1 += 1,
                }
            }
            match self.put(&mut rest, reply.space()) {
                0 => break,
                length => reply.filled(length),
            }
        }
        let end = reply.finish().map(|_| counts);
        Came::of(end, session.state())
    }

    fn both<O: Streamed, P: Profile>(
        &self,
        request: &O,
        count: impl Fn(O::Response<'_>) -> (usize, usize),
        bytes: impl Fn(O::Part<'_>) -> usize,
    ) {
        let whole = self.whole::<O, P>(request, count);
        let streamed = self.streamed::<O, P>(request, bytes);
        let is_text = core::str::from_utf8(self.bytes).is_ok();
        compare(&whole, &streamed, is_text);
        compare(&whole, &self.streamed_by_table::<P>(O::DESCRIPTOR), is_text);
        if self.is_body && is_text {
            assert!(!whole.unverified && !streamed.unverified, "{whole:?} {streamed:?}");
            // With room for everything there is no reason for another verdict.
            if self.bytes.len() + 2048 <= self.window {
                assert_eq!(streamed.counts, whole.counts);
            }
        }
    }
}

fn compare(whole: &Came, streamed: &Came, is_text: bool) {
    if let Some(counts) = streamed.counts {
        assert_eq!(Some(counts), whole.counts, "{whole:?}");
        assert_eq!(streamed.state, whole.state);
        return;
    }
    // What is not verified as a whole is not verified in pieces. (Whether a Body is UTF-8 is looked at before its hash
    // in the one, and after it in the other.)
    assert!(streamed.unverified || !whole.unverified || !is_text, "{whole:?} {streamed:?}");
    let expected = if streamed.unverified { SessionState::InDoubt } else { SessionState::Live };
    assert_eq!(streamed.state, expected);
    // A refusal is not made up.
    if streamed.outcome == Outcome::NotCarriedOut {
        assert_eq!(whole.outcome, Outcome::NotCarriedOut);
    }
}

fn list<'a, T>(list: &List<'a, T>) -> (usize, usize)
where
    List<'a, T>: Clone + IntoIterator<Item = Result<T, emis_core::messages::DecodeError>>,
{
    list.clone().into_iter().fold((0, 0), |(good, bad), item| match item {
        Ok(_) => (good + 1, bad),
        Err(_) => (good, bad + 1),
    })
}

macro_rules! streamed {
    ($($name:ident: $request:expr, |$response:ident| $count:expr, |$part:pat_param| $bytes:expr;)*) => {
        /// The target.
        pub fn run(data: &[u8]) {
            let [operation, mode, reply @ ..] = data else { return };
            let is_body = mode & 1 != 0;
            let window = [600, 1024, 4096, 65_536][usize::from(mode >> 1 & 3)];
            let piece = [1, 7, 61, 100_000][usize::from(mode >> 3 & 3)];
            let names = [$(stringify!($name)),*];
            // The seeds name the operation by its place in core's table; any other byte picks one of the streamed.
            let picked = crate::operations::picked(*operation).name;
            let name = names.into_iter().find(|name| *name == picked);
            let name = name.unwrap_or(names[usize::from(*operation) % names.len()]);
            match name {
                $(stringify!($name) => {
                    let request = $request;
                    let version = version(mode >> 5, of(&request));
                    let coming = Coming { version, bytes: reply, is_body, window, piece };
                    if is_body {
                        coming.both::<_, Counted>(
                            &request,
                            |$response| sum(&$count),
                            |$part| $bytes,
                        );
                    } else {
                        coming.both::<_, Null>(
                            &request,
                            |$response| sum(&$count),
                            |$part| $bytes,
                        );
                    }
                })*
                _ => {}
            }
        }
    };
}

fn sum(counts: &[(usize, usize)]) -> (usize, usize) {
    counts.iter().fold((0, 0), |a, b| (a.0 + b.0, a.1 + b.1))
}

fn of<O: Operation>(_: &O) -> Version {
    O::DESCRIPTOR.since
}

fn text() -> Text<'static, 64> {
    Text::new("1").expect("a text")
}

fn now() -> DateTime {
    DateTime::parse("2026-11-22T09:00:00").expect("a time")
}

streamed! {
    GetAvailableAppointments: GetAvailableAppointments { from: now(), to: now(), maximum_items: None, after: None },
        |r| [list(&r.slots), list(&r.sessions), list(&r.clinicians), list(&r.locations)], |_| 1;
    GetPatientAppointments: GetPatientAppointments { include_past: false, past_from: None, maximum_items: None, after: None },
        |r| [list(&r.appointments), list(&r.sessions), list(&r.clinicians), list(&r.locations)], |_| 1;
    GetMedicationCourses: GetMedicationCourses { maximum_items: None, after: None }, |r| [list(&r.courses)], |_| 1;
    GetPrescriptionRequests: GetPrescriptionRequests { from: None, to: None, maximum_items: None, after: None },
        |r| [list(&r.requests), list(&r.courses)], |_| 1;
    GetMedicalRecordData: GetMedicalRecordData {
        item_type: ItemType::Problems, from: None, to: None, maximum_items: None, after: None,
    }, |r| [list(&r.items), list(&r.users)], |_| 1;
    GetMedicalRecordDocumentContent: GetMedicalRecordDocumentContent { document_id: text() },
        |r| [(r.content.decode(&mut vec![0; r.content.as_str().len()]).map_or(0, <[u8]>::len), 0)],
        |part| match part {
            MedicalRecordDocumentContentPart::Content(bytes) => bytes.len(),
            _ => 0,
        };
    GetMessageRecipients: GetMessageRecipients {}, |r| [list(&r.recipients)], |_| 1;
    GetMessages: GetMessages { maximum_items: None, after: None }, |r| [list(&r.messages)], |_| 1;
    GetMessage: GetMessage { message_id: 1 }, |r| [list(&r.replies)], |_| 1;
}
