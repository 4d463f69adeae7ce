//! Where documents of the record are saved.
//!
//! Easy to get wrong: a document's bytes come before the reply is verified. So they go into a file with a temporary
//! name, which is renamed when the reply has been verified, and removed otherwise.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::directory::Directory;
use crate::trouble::Trouble;

/// The folder, which may be one that is removed when this is dropped.
#[derive(Debug)]
pub(crate) struct Folder {
    path: PathBuf,
    own: Option<Directory>,
}

impl Folder {
    pub(crate) fn new(path: Option<&Path>) -> Result<Self, Trouble> {
        let Some(path) = path else {
            let own = Directory::new("give --documents")?;
            return Ok(Self { path: own.path().to_owned(), own: Some(own) });
        };
        if !path.is_dir() {
            return Err(Trouble::Setup(format!(
                "{} is not a folder: name one that is there.",
                path.display()
            )));
        }
        Ok(Self { path: path.to_owned(), own: None })
    }

    /// Whether what is saved outlasts the visit.
    pub(crate) fn keeps(&self) -> bool {
        self.own.is_none()
    }

    /// A new file for a document, under a name that no other file has.
    pub(crate) fn draft(&self, extension: &'static str) -> io::Result<Draft> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        // It is patient data: other users must not read it.
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        for number in 1..10_000 {
            let path = self.path.join(format!("document-{number}.{extension}"));
            let written = path.with_extension("unconfirmed");
            if path.exists() {
                continue;
            }
            match options.open(&written) {
                Ok(file) => {
                    return Ok(Draft { file, path, written, length: 0, failed: None, confirmed: false });
                }
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
        Err(io::Error::from(io::ErrorKind::AlreadyExists))
    }
}

/// A document that is being written and not confirmed yet. It is removed when dropped.
#[derive(Debug)]
pub(crate) struct Draft {
    file: File,
    path: PathBuf,
    written: PathBuf,
    length: u64,
    failed: Option<io::Error>,
    confirmed: bool,
}

impl Draft {
    /// Takes the next bytes. An error is reported by [`Draft::confirm`]: the reply has to be read to its end anyway, so
    /// that the session can go on.
    pub(crate) fn take(&mut self, bytes: &[u8]) {
        if self.failed.is_none() {
            self.failed = self.file.write_all(bytes).err();
            self.length = self.length.saturating_add(bytes.len() as u64);
        }
    }

    /// The reply is verified: the document gets its name. Returns its path and its length.
    pub(crate) fn confirm(mut self) -> io::Result<(PathBuf, u64)> {
        if let Some(error) = self.failed.take() {
            return Err(error);
        }
        self.file.sync_all()?;
        // A file that was created under the name meanwhile is not replaced.
        match fs::hard_link(&self.written, &self.path) {
            Ok(()) => fs::remove_file(&self.written)?,
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Err(error),
            // Memory sticks do not support hard links.
            Err(_) => fs::rename(&self.written, &self.path)?,
        }
        self.confirmed = true;
        Ok((self.path.clone(), self.length))
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if !self.confirmed {
            let _ = fs::remove_file(&self.written);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Folder) -> Vec<String> {
        let mut names: Vec<_> = fs::read_dir(&folder.path)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn only_what_is_confirmed_is_kept() {
        let folder = Folder::new(None).unwrap();
        let mut first = folder.draft("html").unwrap();
        first.take(b"one");
        assert_eq!(names(&folder), ["document-1.unconfirmed"]);
        drop(folder.draft("html").unwrap());
        assert_eq!(names(&folder), ["document-1.unconfirmed"]);
        let (path, length) = first.confirm().unwrap();
        assert_eq!((fs::read(&path).unwrap(), length), (b"one".to_vec(), 3));
        let mut second = folder.draft("html").unwrap();
        second.take(b"two");
        drop(second);
        assert_eq!(names(&folder), ["document-1.html"]);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(fs::metadata(path).unwrap().permissions().mode() & 0o777, 0o600);
        }
    }

    #[test]
    fn a_folder_has_to_be_there() {
        assert!(Folder::new(Some(Path::new("/nonexistent/folder"))).is_err());
    }
}
