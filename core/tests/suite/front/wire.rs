//! A practice in this process, over a transport that fails in each of its ways.

use crate::common::kept::kept;
use crate::common::{Seeded, TERMS, key_of, relationship};
use core::cell::RefCell;
use emis_core::handshake::ServerHandshake;
use emis_core::messages::List;
use emis_core::messages::appointments::{CancelAppointment, CancelAppointmentResponse};
use emis_core::messages::practice::{
    AccountStatus, GetClinicalVersionInformation, GetClinicalVersionInformationResponse, GetPracticeSettings,
    GetUserOptions,
};
use emis_core::profile::{OpenProfile, Version};
use emis_core::session::{ServerSession, receive, sessionless_request, sessionless_response};
use emis_core::transport::{Action, DeliveryError, Reply, Transport};
use emis_core::types::Text;

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Mode {
    Good,
    /// In pieces of this many bytes.
    Pieces(usize),
    NotSent,
    Lost,
    BreaksOff,
    Empty,
    /// Says that it read more than there was room for.
    Lies,
}

pub(super) struct Wire<'a> {
    pub(super) mode: &'a RefCell<Mode>,
    pub(super) server: &'a RefCell<Option<ServerSession>>,
    pub(super) sent: &'a RefCell<Vec<String>>,
    pub(super) reply: Vec<u8>,
}

pub(super) struct Incoming<'t> {
    rest: &'t [u8],
    mode: Mode,
}

impl Reply for Incoming<'_> {
    type Error = &'static str;

    fn read(&mut self, into: &mut [u8]) -> Result<usize, &'static str> {
        let most = if let Mode::Pieces(most) = self.mode { most } else { usize::MAX };
        let n = self.rest.len().min(into.len()).min(most);
        if self.mode == Mode::BreaksOff && self.rest.len() < 100 {
            return Err("broke off");
        }
        let n = if self.mode == Mode::BreaksOff { n.min(50) } else { n };
        if self.mode == Mode::Lies {
            return Ok(if self.rest.is_empty() {
                0
            } else {
                self.rest = &[];
                usize::MAX
            });
        }
        let (now, rest) = self.rest.split_at(n);
        into[..n].copy_from_slice(now);
        self.rest = rest;
        Ok(n)
    }
}

impl Transport for Wire<'_> {
    type Error = &'static str;
    type Reply<'t>
        = Incoming<'t>
    where
        Self: 't;

    fn send<'t>(
        &'t mut self,
        action: Action,
        request: &[u8],
    ) -> Result<Incoming<'t>, DeliveryError<&'static str>> {
        let mode = *self.mode.borrow();
        self.sent.borrow_mut().push(action.to_string());
        match mode {
            Mode::NotSent => return Err(DeliveryError::NotSent("no route")),
            Mode::Lost => return Err(DeliveryError::Unknown("reset")),
            _ => {}
        }
        self.reply = vec![0; 4096];
        let message = receive::<OpenProfile>(kept(request)).unwrap();
        let n = if message.is_handshake() {
            let keys = crate::common::keys::<OpenProfile>();
            let verified = ServerHandshake::<OpenProfile>::read(&message).unwrap().verify(&keys).unwrap();
            let (pending, n) = verified.accept(&TERMS, &keys, &mut Seeded(4), &mut self.reply).unwrap();
            let known = relationship();
            let key = key_of(pending.relationship().map(|_| &known));
            *self.server.borrow_mut() = Some(pending.stretch(&key).unwrap());
            n
        } else if message.operation().is_some_and(|info| info.name == "GetClinicalVersionInformation") {
            let asked = sessionless_request::<GetClinicalVersionInformation>(&message).unwrap();
            let operations = [Text::new("BookAppointment").unwrap(), Text::new("<&>").unwrap()];
            let response = GetClinicalVersionInformationResponse {
                ods_code: asked.ods_code,
                practice_name: Text::new("The Surgery").unwrap(),
                schema_version: Version::V2_1,
                live: true,
                operations: List::new(&operations),
            };
            let reply = &mut self.reply;
            sessionless_response::<GetClinicalVersionInformation, OpenProfile>(&response, reply).unwrap()
        } else if message.operation().is_some_and(|info| info.name == "GetPracticeSettings") {
            let mut server = self.server.borrow_mut();
            let server = server.as_mut().unwrap();
            let call = server.accept(&message).unwrap();
            let response = crate::capabilities::settings(0b0111);
            let (n, replied) = call.respond::<GetPracticeSettings>(&response, &mut self.reply).unwrap();
            server.complete(replied);
            n
        } else if message.operation().is_some_and(|info| info.name == "GetUserOptions") {
            let mut server = self.server.borrow_mut();
            let server = server.as_mut().unwrap();
            let call = server.accept(&message).unwrap();
            let response = crate::capabilities::options(AccountStatus::Full, 0b0011, 0b0011);
            let (n, replied) = call.respond::<GetUserOptions>(&response, &mut self.reply).unwrap();
            server.complete(replied);
            n
        } else {
            let mut server = self.server.borrow_mut();
            let server = server.as_mut().unwrap();
            let call = server.accept(&message).unwrap();
            let response = CancelAppointmentResponse { slot_id: 7 };
            let (n, replied) = call.respond::<CancelAppointment<'_>>(&response, &mut self.reply).unwrap();
            server.complete(replied);
            n
        };
        kept(&self.reply[..n]);
        self.reply.truncate(if mode == Mode::Empty { 0 } else { n });
        Ok(Incoming { rest: &self.reply, mode })
    }
}

trait IsHandshake {
    fn is_handshake(&self) -> bool;
}

impl IsHandshake for emis_core::session::Request<'_> {
    fn is_handshake(&self) -> bool {
        self.operation().is_some_and(|info| info.name == "BeginSession")
    }
}
