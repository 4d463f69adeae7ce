//! Requests outside a session: BeginSession and GetClinicalVersionInformation (protocol.md section 5, "Checks outside
//! a session").
//!
//! These answers are not authenticated, so they must not reveal or change anything important.

use emis_core::envelope::Block;
use emis_core::fault::FaultCode;
use emis_core::messages::Allowed;
use emis_core::messages::session::BEGIN_SESSION;
use emis_core::session::Request;
use emis_core::types::ApplicationId;

use super::operations::{self, Channel, Scene};
use super::refusal::Refused;
use super::{Reply, Server};

impl Server {
    /// Answers a request that has no Session header.
    pub(super) fn outside(&self, request: &Request<'_>) -> Reply {
        match self.answer_outside(request) {
            Ok(body) => Reply { status: 200, body },
            Err(refused) => self.refuse(request.operation(), &refused),
        }
    }

    // XML-8
    fn answer_outside<'m>(&self, request: &Request<'m>) -> Result<Vec<u8>, Refused<'m>> {
        let info = request.operation().ok_or(FaultCode::OperationUnknown)?;
        if !matches!(info.allowed, Allowed::Outside | Allowed::Anywhere) {
            return Err(FaultCode::NotAllowedInSession.into());
        }
        let Block::Application(id) = request.block() else { return Err(FaultCode::MalformedRequest.into()) };
        if info.name == BEGIN_SESSION.name {
            return self.begin(request);
        }
        self.known(&id)?;
        let mut world = self.world();
        let bodies = self.bodies.as_ref();
        let scene = Scene { world: &mut world, now: self.now(), session: None, next_key: None, bodies };
        operations::carry_out(info, request, Channel::Outside, scene).map(|written| written.body)
    }

    fn known(&self, id: &ApplicationId) -> Result<(), FaultCode<'static>> {
        self.application(id).map(|_| ()).ok_or(FaultCode::ValidationFailed)
    }
}
