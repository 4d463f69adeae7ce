//! A directory of this process, for files that are not to be kept.

use std::path::{Path, PathBuf};
use std::{env, fs};

use crate::trouble::Trouble;

/// The directory. It is removed when dropped, with all that is in it.
#[derive(Debug)]
pub(crate) struct Directory(PathBuf);

impl Directory {
    /// A new one that other users cannot read. `instead` says what to do if it cannot be created.
    pub(super) fn new(instead: &str) -> Result<Self, Trouble> {
        let mut random = [0; 8];
        getrandom::fill(&mut random)
            .map_err(|_| Trouble::Setup("this machine's random generator gives nothing.".to_owned()))?;
        let path = env::temp_dir().join(format!("kiosk-{:016x}", u64::from_be_bytes(random)));
        let mut builder = fs::DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(&path).map_err(|error| {
            Trouble::Setup(format!("a temporary directory cannot be created ({}): {instead}.", error.kind()))
        })?;
        Ok(Self(path))
    }

    pub(super) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
