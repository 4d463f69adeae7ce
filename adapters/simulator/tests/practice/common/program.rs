//! The program as a process of its own, and a client that knows of it what its line says.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::thread::{self, JoinHandle};

use base64ct::{Base64, Encoding as _};
use emis_core::client::{Client, ClientError, Parts};
use emis_core::handshake::{Application, SessionOptions};
use emis_core::messages::Operation;
use emis_core::messages::registration::RegisterWithPinDocument;
use emis_core::profile::{SoftwareKeys, Version};
use emis_core::session::{CallError, Session};
use emis_core::transport::Transport;
use emis_core::types::{ApplicationId, Date, OdsCode, Relationship, SessionId, Text};
use serde_json::Value;

use super::Counter;
use super::direct::{Still, Tcp};
use super::kiosk::Room;

pub fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_emis-simulator"));
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// A running simulator. It is killed when dropped.
pub struct Running {
    pub child: Child,
    pub out: BufReader<ChildStdout>,
    /// Its line.
    pub line: String,
    log: Option<JoinHandle<String>>,
}

impl Running {
    pub fn start(arguments: &[&str]) -> Self {
        let mut child = program(arguments).spawn().unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut log = child.stderr.take().unwrap();
        let log = thread::spawn(move || {
            let mut text = String::new();
            let _ = log.read_to_string(&mut text);
            text
        });
        let mut line = String::new();
        out.read_line(&mut line).unwrap();
        Self { child, out, line, log: Some(log) }
    }

    /// As `kill -9` does; gives what it has logged.
    pub fn kill(&mut self) -> String {
        let _ = self.child.kill();
        let _ = self.child.wait();
        self.log.take().map(|log| log.join().unwrap()).unwrap_or_default()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.kill();
    }
}

/// A directory of the test's own, removed at its end.
pub struct Directory(PathBuf);

impl Directory {
    pub fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("emis-simulator-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir(&path).unwrap();
        Self(path)
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    pub fn file(&self, name: &str) -> String {
        self.0.join(name).to_str().unwrap().to_owned()
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// What a client needs of a running simulator: its line, and the keys that are in it.
pub struct Site {
    pub line: Value,
    id: ApplicationId,
    keys: SoftwareKeys,
}

impl Site {
    pub fn new(line: &str) -> Self {
        let line: Value = serde_json::from_str(line).unwrap();
        let id = ApplicationId::parse(line["applicationId"].as_str().unwrap()).unwrap();
        let key = |name: &str| Base64::decode_vec(line[name].as_str().unwrap()).unwrap();
        let (client, server) = (key("clientPreSharedKey"), key("serverPreSharedKey"));
        let keys = SoftwareKeys::derive(&client, &server, &id).unwrap();
        Self { line, id, keys }
    }

    /// `127.0.0.1:PORT`.
    pub fn address(&self) -> String {
        let endpoint = self.line["endpoint"].as_str().unwrap().strip_prefix("http://").unwrap();
        endpoint.strip_suffix("/patient-services").unwrap().to_owned()
    }

    /// The `n`th PIN document of a practice.
    pub fn pin(&self, ods: &str, n: usize) -> &Value {
        let all = self.line["pinDocuments"].as_array().unwrap();
        all.iter().filter(|document| document["odsCode"] == ods).nth(n).unwrap()
    }

    /// A session, of the relationship if there is one.
    pub fn visit<'s>(&'s self, room: &'s mut Room, ods: &str, of: Option<&Relationship>) -> Visit<'s, Tcp> {
        self.visit_over(Tcp { address: self.address() }, room, ods, of, None)
    }

    /// A session that replaces a doubtful one.
    pub fn replacing<'s>(
        &'s self,
        room: &'s mut Room,
        ods: &str,
        of: &Relationship,
        doubtful: SessionId,
    ) -> Visit<'s, Tcp> {
        self.visit_over(Tcp { address: self.address() }, room, ods, Some(of), Some(doubtful))
    }

    pub fn visit_over<'s, T: Transport>(
        &'s self,
        transport: T,
        room: &'s mut Room,
        ods: &str,
        of: Option<&Relationship>,
        doubtful: Option<SessionId>,
    ) -> Visit<'s, T> {
        let practices = self.line["practices"].as_array().unwrap();
        let practice = practices.iter().find(|practice| practice["odsCode"] == ods).unwrap();
        let version = Version::parse(practice["schemaVersion"].as_str().unwrap()).unwrap();
        let mut begin = SessionOptions::negotiated(OdsCode::parse(ods).unwrap(), version);
        if let Some(of) = of {
            begin = begin.for_patient(of);
        }
        if let Some(id) = doubtful {
            begin = begin.replacing(id);
        }
        let application = Application { id: self.id, keys: &self.keys };
        let mut front = Client::new(
            application,
            transport,
            Parts::new(Still::default(), Counter),
            &mut room.0,
            &mut room.1,
        );
        let session = front.begin_session(begin.with_iteration_policy(1..=100_000)).map_err(drop).unwrap();
        Visit { front, session }
    }

    /// Registers with the `n`th PIN document of a practice.
    pub fn register(&self, ods: &str, n: usize) -> Relationship {
        let mut room = Room::new();
        let mut visit = self.visit(&mut room, ods, None);
        let told = visit.call(&registration(self.pin(ods, n)));
        Relationship { id: told.patient_relationship_id, key: told.patient_relationship_key }
    }
}

/// The request for which a PIN document is good.
pub fn registration(pin: &Value) -> RegisterWithPinDocument<'_> {
    let text = |name: &str| pin[name].as_str().unwrap();
    RegisterWithPinDocument {
        ods_code: OdsCode::parse(text("odsCode")).unwrap(),
        account_id: Text::new(text("accountId")).unwrap(),
        linkage_key: Text::new(text("linkageKey")).unwrap(),
        surname: Text::new(text("surname")).unwrap(),
        date_of_birth: Date::parse(text("dateOfBirth")).unwrap(),
    }
}

/// A client and a session of it.
pub struct Visit<'s, T> {
    pub front: Client<'s, T, Parts<Still, Counter, &'s SoftwareKeys>>,
    pub session: Session,
}

impl<T: Transport> Visit<'_, T> {
    /// A call that is carried out.
    #[track_caller]
    pub fn call<O: Operation>(&mut self, request: &O) -> O::Response<'_> {
        match self.front.call(&mut self.session, request) {
            Ok(response) => response,
            Err(error) => panic!("{}: {}", O::DESCRIPTOR.name, error.code().number()),
        }
    }

    /// A call that is refused with an authenticated fault: its code.
    #[track_caller]
    pub fn fault<O: Operation>(&mut self, request: &O) -> String {
        match self.front.call(&mut self.session, request) {
            Err(ClientError::Call(CallError::Fault(fault))) => fault.word().to_owned(),
            Err(error) => panic!("{}: {}", O::DESCRIPTOR.name, error.code().number()),
            Ok(_) => panic!("{} was carried out", O::DESCRIPTOR.name),
        }
    }
}
