//! The application's keys and the patients', in a file that outlasts the program.
//!
//! The one thing that a reader would get wrong: [`Keyring::keep`] has to have returned before a session is begun with
//! the pair. A registration's reply comes once; a pair that is only in memory when the power goes is a patient who has
//! to come to the practice for another letter.

use std::fs;
use std::path::{Path, PathBuf};

use emis_core::crypto::SoftwareKeys;
use emis_core::handshake::Application;
use emis_core::types::{self, OdsCode};
use emis_std::credentials::{Credentials, Keys, Relationship};

use super::description::Description;
use super::directory::Directory;
use crate::trouble::Trouble;

/// The credentials file, and what is in it.
#[derive(Debug)]
pub(crate) struct Keyring {
    path: PathBuf,
    credentials: Credentials,
    /// Removed at the end, with the file in it.
    directory: Option<Directory>,
}

impl Keyring {
    /// The file at `path`, made if it is not there, or one in a directory that is removed at the end.
    ///
    /// It is written once here: what keeps it from being written is found before a letter is used up.
    pub(super) fn new(description: &Description, path: Option<&Path>) -> Result<Self, Trouble> {
        let (path, directory) = if let Some(path) = path {
            (path.to_owned(), None)
        } else {
            let directory = Directory::new("give --credentials")?;
            (directory.path().join("credentials.toml"), Some(directory))
        };
        let mut credentials = credentials(description)?;
        if fs::symlink_metadata(&path).is_ok() {
            let old = Credentials::load(&path).map_err(|error| Trouble::Setup(format!("{error}.")))?;
            if old.application_id() != credentials.application_id() {
                return Err(Trouble::Setup(format!(
                    "credentials file {} is of another application than the server's: name another file.",
                    path.display()
                )));
            }
            // The server's endpoint and keys are the newer ones; its patients are still the application's.
            for relationship in old.relationships() {
                credentials.set_relationship(relationship.clone());
            }
        }
        let keyring = Self { path, credentials, directory };
        keyring.save()?;
        Ok(keyring)
    }

    fn save(&self) -> Result<(), Trouble> {
        self.credentials.save(&self.path).map_err(|error| Trouble::Setup(format!("{error}.")))
    }

    /// The application, for the client.
    pub(crate) fn application(&self) -> Result<Application<SoftwareKeys>, Trouble> {
        self.credentials.application().map_err(|error| Trouble::Setup(format!("{error}.")))
    }

    /// Keeps a registration's pair. When this returns it is on the disk, and a session may be begun with it.
    pub(crate) fn keep(&mut self, ods_code: OdsCode, pair: &types::Relationship) -> Result<(), Trouble> {
        self.credentials.set_relationship(Relationship::of(ods_code, pair));
        self.save()
    }

    /// Where the pairs are; `None` if they are not kept beyond this run.
    pub(crate) fn kept_at(&self) -> Option<&Path> {
        self.directory.is_none().then_some(&*self.path)
    }
}

/// What a device is provisioned with: the validation keys, and not the pre-shared ones that they come from.
fn credentials(description: &Description) -> Result<Credentials, Trouble> {
    let wrong = |error| Trouble::Setup(format!("the server's line is wrong: {error}. Get another one."));
    let client = description.client_pre_shared_key.clone();
    let keys = Keys::pre_shared(client, description.server_pre_shared_key.clone()).map_err(wrong)?;
    let (id, endpoint) = (&description.application_id, &description.endpoint);
    let mut credentials = Credentials::new(id, endpoint, keys).map_err(wrong)?;
    let application = credentials.application().map_err(wrong)?;
    credentials.set_keys(Keys::from(&application.keys));
    Ok(credentials)
}
