//! Stores the Bodies of requests and replies, each once, to be validated against the schema (OP-13).
//!
//! A request's is kept only if it is, byte by byte, what the core's client writes for what was read: so it leaves out
//! what a test sends to be refused, or writes in a form that only receivers know. A reply's Body is always stored. The
//! files hold everything that the messages do, including keys; the simulator's are made up.

use core::hash::{Hash as _, Hasher as _};
use std::fs::{self, OpenOptions};
use std::hash::DefaultHasher;
use std::io::{self, Write as _};
use std::path::PathBuf;

use emis_core::envelope;
use emis_core::messages::{Operation, OperationDescriptor};
use emis_core::profile::{OpenProfile, Version};
use emis_core::session::{Request, request_body};

use super::{REQUEST_LIMIT, Reply};

/// The directory. Each file is `NAME-HASH.xml`, with the element's name.
#[derive(Debug)]
pub(crate) struct Bodies {
    directory: PathBuf,
}

impl Bodies {
    /// Creates the directory if it is not there.
    pub(crate) fn new(directory: PathBuf) -> io::Result<Self> {
        fs::create_dir_all(&directory)?;
        Ok(Self { directory })
    }

    /// A request that was read as this operation.
    pub(super) fn request<O: Operation>(&self, operation: &O, version: Version, request: &Request<'_>) {
        let mut out = vec![0; REQUEST_LIMIT];
        let written = request_body::<O, OpenProfile>(operation, version, &mut out);
        if written.is_ok_and(|length| out.get(..length) == Some(request.body_bytes().as_bytes())) {
            self.keep(O::DESCRIPTOR.name, request.body_bytes());
        }
    }

    /// A request of an exact form, which can be written in only one way.
    pub(super) fn exact(&self, info: &OperationDescriptor, request: &Request<'_>) {
        self.keep(info.name, request.body_bytes());
    }

    /// A reply.
    pub(super) fn reply(&self, reply: &Reply) {
        if let Ok(envelope) = envelope::read::<OpenProfile>(&reply.body) {
            let tag = envelope.body.get(1..).unwrap_or_default();
            let name = tag.split([' ', '>']).next().unwrap_or_default();
            self.keep(name.rsplit(':').next().unwrap_or_default(), envelope.body);
        }
    }

    fn keep(&self, name: &str, body: &str) {
        let mut hasher = DefaultHasher::new();
        body.hash(&mut hasher);
        let path = self.directory.join(format!("{name}-{:016x}.xml", hasher.finish()));
        let written = match OpenOptions::new().write(true).create_new(true).open(path) {
            Ok(mut file) => file.write_all(body.as_bytes()),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
            Err(error) => Err(error),
        };
        if let Err(error) = written {
            // A missing file shows in the count.
            let _ = writeln!(io::stderr(), "a Body could not be stored: {error}");
        }
    }
}
