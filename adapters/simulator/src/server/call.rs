//! A call in a session, from its SessionHash to its reply (protocol.md section 4).
//!
//! The world stays locked from the admission of a call to the end of its effect, and the effect is stored before the
//! reply is sent. So if two calls race for one slot, one of them finds it taken.

use emis_core::fault::FaultCode;
use emis_core::messages::EndsSession;
use emis_core::session::Request;
use emis_core::types::SessionId;

use super::operations::{self, Channel, Scene, Written};
use super::refusal::Refused;
use super::sessions::Running;
use super::trouble::Trouble;
use super::{HeldWorld, Reply, Server, status, written};

impl Server {
    /// Answers a request that has a Session header.
    pub(super) fn call(&self, request: &Request<'_>, id: SessionId) -> Reply {
        let now_ms = self.now().monotonic_ms;
        let accepted =
            self.sessions.accept(request, id, now_ms, |facts, pending| self.stretch(facts, pending));
        let running = match accepted.and_then(|running| running.replace().map(|()| running)) {
            Ok(running) => running,
            Err(code) => return self.refuse(request.operation(), &code.into()),
        };
        match self.carry_out(&running, request) {
            Ok(Written { body, replied, .. }) => {
                let ends = request.operation().is_some_and(|info| info.ends != EndsSession::No);
                if let Some(replied) = replied {
                    running.finish(replied, ends, self.now().monotonic_ms);
                }
                Reply { status: 200, body }
            }
            Err(refused) if refused.ends_session() => {
                drop(running);
                self.refuse(request.operation(), &refused)
            }
            Err(refused) => {
                let fault = refused.fault();
                self.log(request.operation(), &fault);
                let (body, replied) = written(|out| running.call().refuse(&fault, out));
                // A reset that failed may have been carried out, and then this session is over as well.
                let reset = request.operation().is_some_and(|info| info.ends == EndsSession::WithReply);
                let ends = reset && refused.code == FaultCode::InternalError;
                running.finish(replied, ends, self.now().monotonic_ms);
                Reply { status: status(&fault), body }
            }
        }
    }

    /// Step 5, in its order (SH-10).
    fn carry_out<'m>(&self, running: &Running<'_>, request: &Request<'m>) -> Result<Written, Refused<'m>> {
        let mut world = self.world();
        let outcome = self.perform(&mut world, running, request);
        // SH-11, for every answer: a refusal may have been counted, and a first call has confirmed.
        world.keep().map_err(|_| FaultCode::InternalError)?;
        outcome
    }

    fn perform<'m>(
        &self,
        world: &mut HeldWorld<'_>,
        running: &Running<'_>,
        request: &Request<'m>,
    ) -> Result<Written, Refused<'m>> {
        let facts = running.facts();
        // A reset in another session may have been faster: then no call of this one takes effect any more.
        if running.was_cut() {
            return Err(FaultCode::SessionInvalidated.into());
        }
        world.ready()?;
        if running.is_first()
            && let Some(relationship) = &facts.relationship
        {
            world.confirm(relationship.as_str())?;
        }
        let info = request.operation().ok_or(FaultCode::OperationUnknown)?;
        if info.since > facts.version {
            return Err(Refused::version(Some(info.since), Some(facts.practice_version)));
        }
        let trouble = self.troubles.at(facts.ods_code).filter(|_| info.ends != EndsSession::Always);
        if trouble == Some(Trouble::Unavailable) {
            return Err(FaultCode::Unavailable.into());
        }
        let scene = Scene {
            world,
            now: self.now(),
            session: Some(facts),
            next_key: running.next_key(),
            bodies: self.bodies.as_ref(),
        };
        let written = operations::carry_out(info, request, Channel::Session(running.call()), scene)?;
        if !written.ended.is_empty() {
            // Before the world is unlocked.
            self.sessions.end_relationships(&written.ended, Some(facts.id));
        }
        if trouble == Some(Trouble::Failing) {
            return Err(FaultCode::InternalError.into());
        }
        Ok(written)
    }
}
