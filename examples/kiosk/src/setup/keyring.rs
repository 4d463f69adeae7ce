//! The application's keys and the patients', in a file that outlasts the program.

use std::fs;
use std::path::{Path, PathBuf};

use emis_core::handshake::Application;
use emis_core::profile::SoftwareKeys;
use emis_core::types::OdsCode;
use emis_std::credentials::{Credentials, CredentialsError, CredentialsFile, Keys};

use super::description::Description;
use super::directory::Directory;
use crate::trouble::Trouble;

/// The application's keys, and where the patients' are kept. It holds no patient's key itself.
#[derive(Debug)]
pub(crate) struct Keyring {
    application: Credentials,
    path: Option<PathBuf>,
}

impl Keyring {
    /// Keys kept in the file at `path`, which is created if it is not there; without a path, in one for each visit.
    ///
    /// The file is written once here: what prevents that is found before a letter is used up.
    pub(super) fn new(description: &Description, path: Option<&Path>) -> Result<Self, Trouble> {
        let application = application(description)?;
        if let Some(path) = path {
            let mut credentials = application.clone();
            if fs::symlink_metadata(path).is_ok() {
                let old = Credentials::load(path).map_err(unusable)?;
                if old.application_id() != application.application_id() {
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
            credentials.save(path).map_err(unusable)?;
        }
        Ok(Self { application, path: path.map(Path::to_owned) })
    }

    /// The application, for the client.
    pub(crate) fn application(&self) -> Result<Application<SoftwareKeys>, Trouble> {
        self.application.application().map_err(|error| Trouble::Setup(format!("{error}.")))
    }

    /// The place where a visit's key is kept.
    pub(crate) fn open(&self) -> Result<Kept, Trouble> {
        let (file, directory) = if let Some(path) = &self.path {
            (CredentialsFile::open(path), None)
        } else {
            let directory = Directory::new("give --credentials")?;
            let path = directory.path().join("credentials.toml");
            (CredentialsFile::create(path, self.application.clone()), Some(directory))
        };
        Ok(Kept { file: file.map_err(unusable)?, directory })
    }
}

/// The patients' keys, open for a visit. When it is dropped, the keys in memory are wiped, and the file is removed unless
/// it was named in the options.
#[derive(Debug)]
pub(crate) struct Kept {
    file: CredentialsFile,
    directory: Option<Directory>,
}

impl Kept {
    pub(crate) fn file(&mut self) -> &mut CredentialsFile {
        &mut self.file
    }

    /// The file, if it outlasts the visit.
    pub(crate) fn path(&self) -> Option<&Path> {
        self.directory.is_none().then_some(self.file.path())
    }

    /// A name for a patient that no other patient of the practice has. It says nothing about the person.
    pub(crate) fn free_label(&self, practice: OdsCode) -> String {
        let known = self.file.credentials();
        let mut number = known.relationships().len();
        loop {
            number += 1;
            let label = format!("patient {number}");
            if known.find(practice.as_str(), &label).is_none() {
                return label;
            }
        }
    }
}

#[allow(clippy::needless_pass_by_value, reason = "it is passed to map_err")]
fn unusable(error: CredentialsError) -> Trouble {
    Trouble::Setup(format!("{error}."))
}

/// What a device is provisioned with: the validation keys, and not the pre-shared ones that they come from.
fn application(description: &Description) -> Result<Credentials, Trouble> {
    let wrong = |error| Trouble::Setup(format!("the server's line is wrong: {error}. Get another one."));
    let client = description.client_pre_shared_key.clone();
    let keys = Keys::pre_shared(client, description.server_pre_shared_key.clone()).map_err(wrong)?;
    let (id, endpoint) = (&description.application_id, &description.endpoint);
    let mut credentials = Credentials::new(id, endpoint, keys).map_err(wrong)?;
    let application = credentials.application().map_err(wrong)?;
    credentials.set_keys(Keys::from(&application.keys));
    Ok(credentials)
}

#[cfg(test)]
mod tests {
    use super::*;
    use emis_client::{Link, LinkStore as _};
    use emis_core::types::{PatientRelationshipId, PatientRelationshipKey, Relationship};

    const LINE: &str = r#"{"endpoint":"http://127.0.0.1:1/x","now":"2026-11-22T09:00:00",
        "applicationId":"3f1c7a54-0d4e-4b7c-9a55-6a2f2a1b9c01","clientPreSharedKey":"aHVudGVyMmh1bnRlcjJodW50ZXIy",
        "serverPreSharedKey":"aHVudGVyMmh1bnRlcjJodW50ZXIy","practices":[],"pinDocuments":[]}"#;

    fn link(label: String, practice: OdsCode) -> Link {
        let id = PatientRelationshipId::parse(&label.replace(' ', "-")).unwrap();
        let key = PatientRelationshipKey::parse("0123456789abcdef").unwrap();
        Link::new(label, practice, Relationship { id, key })
    }

    #[test]
    fn a_key_is_gone_with_its_patient_unless_a_file_was_named() {
        let practice = OdsCode::parse("A99001").unwrap();
        let description = Description::parse(LINE).unwrap();
        let keyring = Keyring::new(&description, None).unwrap();
        let mut kept = keyring.open().unwrap();
        let label = kept.free_label(practice);
        kept.file().save(&link(label, practice)).unwrap();
        let path = kept.file().path().to_owned();
        assert!(path.exists() && kept.path().is_none());
        drop(kept);
        assert!(!path.exists());
        assert!(keyring.open().unwrap().file().credentials().relationships().is_empty());

        let directory = Directory::new("").unwrap();
        let path = directory.path().join("named.toml");
        for patients in 1..=2 {
            let keyring = Keyring::new(&description, Some(&path)).unwrap();
            let mut kept = keyring.open().unwrap();
            let label = kept.free_label(practice);
            kept.file().save(&link(label, practice)).unwrap();
            assert_eq!(kept.path(), Some(&*path));
            assert_eq!(Credentials::load(&path).unwrap().relationships().len(), patients);
        }
    }
}
