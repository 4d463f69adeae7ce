//! A session outside memory: exported on one device or before a restart, restored on another or after it.
//!
//! The form is this software's own and has a version; it is not a part of the protocol. Numbers are big-endian.
//!
//! | bytes | what |
//! | --- | --- |
//! | 4 | `EPSS` |
//! | 1 | version of the form, 1 |
//! | 1 | state: 0 live, 1 with a call in flight, 2 in doubt, 3 expired, 4 ended |
//! | 1 | kind: 0 application, 1 patient; plus 2 if it replaces another and no call of it has been verified |
//! | 8 | the profile: the beginning of its namespace's SHA-256 |
//! | 16 | the session's id |
//! | 2, 2 | the session's version and the practice's, major and minor |
//! | 4 | number of the last verified call |
//! | 4 | idle timeout in seconds |
//! | 8, 8 | milliseconds to the deadline and to the end of life |
//! | 32 × 4 | request key, response key, next relationship key, SessionHash; zero unless live or in flight |
//! | 32, 8 | of the call in flight: SessionHash, milliseconds to the deadline that its reply gives; or zero |
//! | 1, 47 | of the call in flight: the operation's name, its length in front, zeros behind; or zero |
//! | 32 | SHA-256 of all before it |

use core::fmt;
use core::marker::PhantomData;
use core::time::Duration;

use super::super::error::{ResumeError, SnapshotError};
use super::detached::InFlight;
use super::live::{Session, SessionState};
use crate::codec::SessionKind;
use crate::crypto::{Crypto, Hash, Secret};
use crate::dynamic::OperationId;
use crate::profile::{Profile, Version};
use crate::time::Time;
use crate::types::SessionId;

const MAGIC: [u8; 4] = *b"EPSS";
const FORM: u8 = 1;
const LENGTH: usize = 307;
const CHECKSUM: usize = 32;
const NAME: usize = 47;

/// An exported session: [`Session::restore`] makes a session of it again.
///
/// A live session's snapshot holds its keys. It wipes itself, but its bytes are not encrypted: **encrypt them, with
/// authentication, before they are stored or sent**. The checksum inside detects damage and proves nothing.
///
/// A snapshot is for one restoration. Two sessions that are restored from copies of one snapshot share one chain: the
/// practice accepts the first call of either, and destroys the session at the other's (SH-7), so nothing takes effect
/// twice, and both end in doubt. To survive a crash after the restoration, replace the stored snapshot with a
/// [`Session::checkpoint`] before the restored session's first call.
pub struct SessionSnapshot(Secret<LENGTH>);

impl SessionSnapshot {
    /// The length in bytes.
    pub const LENGTH: usize = LENGTH;

    /// The bytes. They may hold the session's keys: see the type.
    #[must_use]
    pub const fn expose(&self) -> &[u8; LENGTH] {
        self.0.expose()
    }

    /// Takes bytes that [`SessionSnapshot::expose`] gave. The caller wipes its own copy.
    ///
    /// # Errors
    /// [`SnapshotError`] if they are of another form or version, or damaged.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, SnapshotError> {
        let (&magic, rest) = bytes.split_first_chunk().ok_or(SnapshotError::Form)?;
        let form = *rest.first().ok_or(SnapshotError::Form)?;
        if magic != MAGIC {
            return Err(SnapshotError::Form);
        }
        if form != FORM {
            return Err(SnapshotError::Version(form));
        }
        let mut snapshot = Self(Secret::zero());
        *snapshot.0.expose_mut() = *<&[u8; LENGTH]>::try_from(bytes).map_err(|_| SnapshotError::Form)?;
        Ok(snapshot)
    }
}

impl fmt::Debug for SessionSnapshot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SessionSnapshot(redacted)")
    }
}

/// What [`Session::restore`] gives.
pub struct Restored<P: Profile> {
    /// The session. Its [`state`](Session::state) says whether it can be called.
    pub session: Session<P>,
    /// The session's call in flight, if it was exported with one: [`Session::resume`] takes it back.
    pub in_flight: Option<InFlight>,
}

impl<P: Profile> fmt::Debug for Restored<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Restored")
            .field("session", &self.session)
            .field("in_flight", &self.in_flight)
            .finish()
    }
}

impl<P: Profile> Session<P> {
    /// Ends the session here and gives what is needed to go on with it elsewhere or later; `now` is by the session's
    /// clock.
    ///
    /// A live session is restored live, if it has not expired by then. One with a detached call is restored in doubt:
    /// [`Session::export_in_flight`] keeps the call.
    #[must_use = "the session is in the snapshot alone"]
    pub fn export(mut self, now: Time) -> SessionSnapshot {
        if self.state == SessionState::Live && now >= self.deadline() {
            self.end(SessionState::Expired);
        }
        if self.state == SessionState::Live {
            self.write_snapshot(0, Some(now), None)
        } else {
            self.checkpoint()
        }
    }

    /// Exports a session together with its detached call, so that another machine can read the reply.
    ///
    /// # Errors
    /// [`ResumeError`] if the call is not the one that this session has in flight. Both are lost, and the session is in
    /// doubt: ask [`InFlight::belongs_to`] first where sessions may be mixed up.
    pub fn export_in_flight(self, in_flight: InFlight, now: Time) -> Result<SessionSnapshot, ResumeError> {
        in_flight.belongs_to(&self)?;
        Ok(self.write_snapshot(1, Some(now), Some(in_flight)))
    }

    /// What to store while the session goes on, for the case of a crash: which session it was, and no key.
    ///
    /// Calls may follow a checkpoint, so a live session's is restored in doubt, and can only be named in the next
    /// session's [`SessionOptions::replacing`](crate::handshake::SessionOptions::replacing).
    #[must_use]
    pub fn checkpoint(&self) -> SessionSnapshot {
        let state = match self.state {
            SessionState::Live | SessionState::InDoubt => 2,
            SessionState::Expired => 3,
            SessionState::Ended => 4,
        };
        self.write_snapshot(state, None, None)
    }

    /// Writes the form; with `now`, the keys and times too.
    fn write_snapshot(&self, state: u8, now: Option<Time>, in_flight: Option<InFlight>) -> SessionSnapshot {
        let mut snapshot = SessionSnapshot(Secret::zero());
        let mut out = Writer(snapshot.0.expose_mut());
        out.put(&MAGIC);
        let kind = u8::from(self.kind == SessionKind::Patient) | u8::from(self.replacing) << 1;
        out.put(&[FORM, state, kind]);
        out.put(&profile_mark::<P>());
        out.put(self.id.bytes());
        out.put(&self.version.to_bytes());
        out.put(&self.practice_version.to_bytes());
        out.put(&self.sequence.to_be_bytes());
        out.put(&self.idle_timeout_seconds.to_be_bytes());
        let left = |time: Time| now.map_or(0, |now| time.as_millis().saturating_sub(now.as_millis()));
        out.put(&left(self.deadline).to_be_bytes());
        out.put(&left(self.end_of_life).to_be_bytes());
        for key in [&self.request_key, &self.response_key, &self.next_relationship_key, &self.hash] {
            if now.is_some() {
                out.put(key.expose());
            } else {
                out.put(&[0; 32]);
            }
        }
        let mut name = [0; NAME];
        let mut length = 0;
        if let Some(in_flight) = in_flight {
            out.put(in_flight.hash.expose());
            out.put(&left(in_flight.deadline).to_be_bytes());
            for (to, from) in name.iter_mut().zip(in_flight.operation.name.bytes()) {
                *to = from;
                length += 1;
            }
        } else {
            out.put(&[0; 40]);
        }
        out.put(&[length]);
        out.put(&name);
        let checksum = checksum::<P>(snapshot.0.expose());
        if let Some(end) = snapshot.0.expose_mut().last_chunk_mut() {
            *end = checksum;
        }
        snapshot
    }

    /// Makes a session of its snapshot. `elapsed` is how long ago the snapshot was written, by a clock that ran on in
    /// between; `now` is by the clock that the session shall use from here on.
    ///
    /// Where `elapsed` is unknown a live session counts as expired, because it may be: it can only be named as replaced.
    /// The reply of a call in flight can be read all the same; the session is expired afterwards.
    ///
    /// # Errors
    /// [`SnapshotError`] if the snapshot is damaged, of another profile, or names a version or an operation that this
    /// software does not have.
    #[allow(clippy::needless_pass_by_value, reason = "a snapshot is for one restoration")]
    pub fn restore(
        snapshot: SessionSnapshot,
        elapsed: Option<Duration>,
        now: Time,
    ) -> Result<Restored<P>, SnapshotError> {
        let bytes = snapshot.0.expose();
        if bytes.last_chunk::<CHECKSUM>() != Some(&checksum::<P>(bytes)) {
            return Err(SnapshotError::Damaged);
        }
        let mut from = Reader(bytes);
        let [_, _, _, _, _, state, kind] = from.take()?;
        if from.take()? != profile_mark::<P>() {
            return Err(SnapshotError::Profile);
        }
        let id = SessionId::from_bytes(from.take()?);
        let (version, practice_version) = (from.version()?, from.version()?);
        if !P::VERSIONS.contains(&version) {
            return Err(SnapshotError::Form);
        }
        let sequence = u32::from_be_bytes(from.take()?);
        let idle_timeout_seconds = u32::from_be_bytes(from.take()?);
        // What is left of a time; nothing where it is not known how much of it has passed.
        let elapsed =
            elapsed.map_or(u64::MAX, |elapsed| u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX));
        let later = |left: [u8; 8]| now.plus_millis(u64::from_be_bytes(left).saturating_sub(elapsed));
        let deadline = later(from.take()?);
        let end_of_life = later(from.take()?);
        let mut session = Self {
            id,
            version,
            practice_version,
            sequence,
            idle_timeout_seconds,
            deadline,
            end_of_life,
            request_key: from.secret()?,
            response_key: from.secret()?,
            next_relationship_key: from.secret()?,
            hash: from.secret()?,
            detached: false,
            replacing: kind & 2 != 0,
            kind: match kind {
                0 | 2 => SessionKind::Application,
                1 | 3 => SessionKind::Patient,
                _ => return Err(SnapshotError::Form),
            },
            state: SessionState::InDoubt,
            profile: PhantomData,
        };
        let mut in_flight = None;
        match state {
            0 if now < session.deadline() => session.state = SessionState::Live,
            0 | 3 => session.end(SessionState::Expired),
            1 => {
                session.detached = true;
                let (hash, deadline) = (from.secret()?, later(from.take()?));
                let operation = from.operation()?.descriptor();
                let sequence = sequence.checked_add(1).ok_or(SnapshotError::Form)?;
                in_flight = Some(InFlight { session_id: id, sequence, hash, operation, deadline });
            }
            2 => session.end(SessionState::InDoubt),
            4 => session.end(SessionState::Ended),
            _ => return Err(SnapshotError::Form),
        }
        Ok(Restored { session, in_flight })
    }
}

/// Which profile a snapshot is of.
fn profile_mark<P: Profile>() -> [u8; 8] {
    let mut hash = <P::Crypto as Crypto>::Sha256::new();
    hash.update(P::NAMESPACE.as_bytes());
    let hash = hash.finalize();
    hash.first_chunk().copied().unwrap_or_default()
}

fn checksum<P: Profile>(bytes: &[u8; LENGTH]) -> [u8; CHECKSUM] {
    let mut hash = <P::Crypto as Crypto>::Sha256::new();
    hash.update(bytes.get(..LENGTH - CHECKSUM).unwrap_or_default());
    hash.finalize()
}

/// Writes one field after another.
struct Writer<'o>(&'o mut [u8]);

impl Writer<'_> {
    fn put(&mut self, bytes: &[u8]) {
        if let Some((field, rest)) = core::mem::take(&mut self.0).split_at_mut_checked(bytes.len()) {
            field.copy_from_slice(bytes);
            self.0 = rest;
        }
    }
}

/// Reads one field after another.
struct Reader<'b>(&'b [u8]);

impl Reader<'_> {
    fn take<const N: usize>(&mut self) -> Result<[u8; N], SnapshotError> {
        let (field, rest) = self.0.split_first_chunk().ok_or(SnapshotError::Form)?;
        self.0 = rest;
        Ok(*field)
    }

    fn secret(&mut self) -> Result<Secret<32>, SnapshotError> {
        let mut secret = Secret::zero();
        let (field, rest) = self.0.split_first_chunk().ok_or(SnapshotError::Form)?;
        *secret.expose_mut() = *field;
        self.0 = rest;
        Ok(secret)
    }

    fn version(&mut self) -> Result<Version, SnapshotError> {
        let [major, minor] = self.take()?;
        Ok(Version::new(major, minor))
    }

    fn operation(&mut self) -> Result<OperationId, SnapshotError> {
        let [length] = self.take()?;
        let name: [u8; NAME] = self.take()?;
        let name = name.get(..usize::from(length)).and_then(|name| core::str::from_utf8(name).ok());
        name.and_then(OperationId::find).ok_or(SnapshotError::Form)
    }
}

// Every operation's name has to fit, and the fields have to fill the form.
const _: () = {
    assert!(4 + 3 + 8 + 16 + 2 * 2 + 4 + 4 + 8 * 2 + 32 * 4 + 32 + 8 + 1 + NAME + CHECKSUM == LENGTH);
    let mut at = 0;
    while at < crate::messages::OPERATIONS.len() {
        assert!(crate::messages::OPERATIONS[at].name.len() <= NAME);
        at += 1;
    }
};
