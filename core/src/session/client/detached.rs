//! A call in flight that borrows nothing: the two halves of a call may be two function calls, or run on two machines.

use core::fmt;

use super::super::error::ResumeError;
use super::call::Call;
use super::dynamic::DynamicCall;
use super::in_flight::InFlightCall;
use super::live::{Session, SessionState};
use crate::codec::OperationDescriptor;
use crate::crypto::Secret;
use crate::messages::Operation;
use crate::profile::Profile;
use crate::time::Time;
use crate::types::SessionId;

/// A call in flight without its session: what [`Session::resume`] needs to read the reply.
///
/// From [`Call::detach`] until it is resumed the session is in doubt, so every other call of it is refused (SH-18). A
/// value that is dropped leaves the session in doubt for good: name the session in the next one's
/// [`SessionOptions::replacing`](crate::handshake::SessionOptions::replacing).
///
/// It can be neither cloned nor copied, so a call cannot be resumed twice:
///
/// ```compile_fail,E0382
/// # use emis_core::session::{InFlight, Session};
/// fn twice(session: &mut Session, in_flight: InFlight) {
///     session.resume_dynamic(in_flight).unwrap().not_sent();
///     session.resume_dynamic(in_flight).unwrap().not_sent();
/// }
/// ```
#[must_use = "a call in flight that is dropped leaves its session in doubt"]
pub struct InFlight {
    pub(in crate::session) session_id: SessionId,
    pub(in crate::session) sequence: u32,
    /// The SessionHash of the request, which the reply's continues.
    pub(in crate::session) hash: Secret<32>,
    pub(in crate::session) operation: &'static OperationDescriptor,
    /// When the session expires once the reply is verified, if it is not called before.
    pub(in crate::session) deadline: Time,
}

impl InFlight {
    /// Which session it is of.
    #[must_use]
    pub const fn session_id(&self) -> SessionId {
        self.session_id
    }

    /// Its number in the session, from 1.
    #[must_use]
    pub const fn sequence(&self) -> u32 {
        self.sequence
    }

    /// The operation's name, such as `BookAppointment`.
    #[must_use]
    pub const fn operation(&self) -> &'static str {
        self.operation.name
    }

    /// Whether [`Session::resume_dynamic`] would take it. Nothing changes, so a call that was offered to the wrong
    /// session can still be resumed in its own.
    ///
    /// # Errors
    /// [`ResumeError`].
    pub fn belongs_to<P: Profile>(&self, session: &Session<P>) -> Result<(), ResumeError> {
        if session.id != self.session_id {
            return Err(ResumeError::Session);
        }
        if !session.detached || session.sequence.checked_add(1) != Some(self.sequence) {
            return Err(ResumeError::Call);
        }
        Ok(())
    }
}

impl fmt::Debug for InFlight {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InFlight")
            .field("session_id", &self.session_id)
            .field("sequence", &self.sequence)
            .field("operation", &self.operation.name)
            .finish_non_exhaustive()
    }
}

impl<P: Profile> Session<P> {
    /// Takes a detached call back, to read its reply.
    ///
    /// The [`Call::bytes`] of a resumed call are empty: the request is where the caller has kept it.
    ///
    /// # Errors
    /// [`ResumeError`] if the call is of another session, is not the one that this session has in flight, or is of
    /// another operation. The call is lost with it, as a dropped one is, so its session stays in doubt: ask
    /// [`InFlight::belongs_to`] first where sessions may be mixed up.
    pub fn resume<O: Operation>(
        &mut self,
        in_flight: InFlight,
    ) -> Result<Call<'_, 'static, O, P>, ResumeError> {
        if in_flight.operation.name != O::DESCRIPTOR.name {
            return Err(ResumeError::Operation { in_flight: in_flight.operation.name });
        }
        Ok(Call::of(InFlightCall::resumed(self, in_flight)?))
    }

    /// Takes a detached call of any operation back, as [`Session::resume`] does.
    ///
    /// # Errors
    /// [`ResumeError`], as there.
    pub fn resume_dynamic(
        &mut self,
        in_flight: InFlight,
    ) -> Result<DynamicCall<'_, 'static, P>, ResumeError> {
        Ok(DynamicCall::of(InFlightCall::resumed(self, in_flight)?))
    }
}

impl<'s, P: Profile> InFlightCall<'s, '_, P> {
    /// Gives the session back, which stays in doubt, and keeps what is needed to read the reply.
    pub(super) fn detach(mut self) -> InFlight {
        self.settled = true;
        self.session.detached = true;
        InFlight {
            session_id: self.session.id,
            sequence: self.sequence,
            hash: self.hash.clone_secret(),
            operation: self.operation,
            deadline: self.deadline,
        }
    }

    fn resumed(session: &'s mut Session<P>, in_flight: InFlight) -> Result<Self, ResumeError> {
        in_flight.belongs_to(session)?;
        debug_assert_eq!(session.state, SessionState::InDoubt, "a detached call leaves its session in doubt");
        session.detached = false;
        Ok(Self {
            session,
            operation: in_flight.operation,
            bytes: &[],
            hash: in_flight.hash,
            sequence: in_flight.sequence,
            deadline: in_flight.deadline,
            settled: false,
        })
    }
}
