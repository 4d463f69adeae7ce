//! Credentials together with their file.

use std::path::{Path, PathBuf};

use super::{Credentials, CredentialsError, Relationship};

/// Credentials that are written to their file with every change.
#[derive(Clone, Debug)]
pub struct CredentialsFile {
    path: PathBuf,
    credentials: Credentials,
}

impl CredentialsFile {
    /// Reads the file.
    ///
    /// # Errors
    /// [`CredentialsError`], as for [`Credentials::load`].
    pub fn open(path: impl Into<PathBuf>) -> Result<Self, CredentialsError> {
        let path = path.into();
        Ok(Self { credentials: Credentials::load(&path)?, path })
    }

    /// Writes credentials to a file, replacing an older one.
    ///
    /// # Errors
    /// [`CredentialsError`], as for [`Credentials::save`].
    pub fn create(path: impl Into<PathBuf>, credentials: Credentials) -> Result<Self, CredentialsError> {
        let path = path.into();
        credentials.save(&path)?;
        Ok(Self { path, credentials })
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What is in it.
    #[must_use]
    pub fn credentials(&self) -> &Credentials {
        &self.credentials
    }

    /// Adds a relationship, or replaces an older one ([`Credentials::set_relationship`]). When this returns, it is on
    /// the disk.
    ///
    /// # Errors
    /// [`CredentialsError`]; the credentials and the file are as they were, except after
    /// [`Problem::NotDurable`](super::Problem::NotDurable).
    pub fn set_relationship(&mut self, relationship: Relationship) -> Result<(), CredentialsError> {
        let mut changed = self.credentials.clone();
        changed.set_relationship(relationship);
        changed.save(&self.path)?;
        self.credentials = changed;
        Ok(())
    }
}
