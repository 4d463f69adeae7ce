//! The file itself: opened safely, and replaced as a whole or not at all.
//!
//! Easy to get wrong: kind and permissions are those of the open file and not of its path, because the file could be
//! replaced in between. It is opened without blocking, because a named pipe in its place would block for ever.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read as _, Write as _};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::{Credentials, CredentialsError, Problem, text};

/// About thirty thousand relationships with the longest keys.
const LONGEST: usize = 16 << 20;

impl Credentials {
    /// Reads a credentials file.
    ///
    /// # Errors
    /// [`Problem`] says which: the file is not there, is not a regular file, is open to other users (Unix), or has the
    /// wrong content. The error shows no value.
    pub fn load(path: impl AsRef<Path>) -> Result<Self, CredentialsError> {
        let path = path.as_ref();
        read(path)
            .and_then(|bytes| {
                let text = core::str::from_utf8(&bytes).map_err(|_| Problem::NotText)?;
                text::parse(text)
            })
            .map_err(|problem| CredentialsError::new(path, problem))
    }

    /// Writes the file with mode 0600, replacing an older one. When this returns, the new file is on the disk. If it
    /// fails or the power does, the old file is unchanged. Comments are not kept.
    ///
    /// If two processes write at once, the last one wins: use one process for one file.
    ///
    /// # Errors
    /// [`Problem::NotAFile`], [`Problem::TooLong`] and [`Problem::Unwritable`], and the old file is as it was;
    /// [`Problem::NotDurable`] if the new file is there, but the system did not confirm that it is durable.
    pub fn save(&self, path: impl AsRef<Path>) -> Result<(), CredentialsError> {
        let path = path.as_ref();
        replace(path, text::render(self).as_bytes()).map_err(|problem| CredentialsError::new(path, problem))
    }
}

fn read(path: &Path) -> Result<Zeroizing<Vec<u8>>, Problem> {
    let unreadable = |e: io::Error| Problem::Unreadable(e.into());
    let mut options = OpenOptions::new();
    options.read(true);
    if fs::symlink_metadata(path).map_err(unreadable)?.is_symlink() {
        return Err(Problem::NotAFile);
    }
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        use std::os::unix::fs::OpenOptionsExt as _;
        // A link put there since is not followed, and is reported as unreadable.
        let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
        let flags =
            i32::try_from(flags.bits()).map_err(|_| Problem::Unreadable(ErrorKind::Unsupported.into()))?;
        options.custom_flags(flags);
    }
    let file = options.open(path).map_err(unreadable)?;
    let metadata = file.metadata().map_err(unreadable)?;
    if !metadata.is_file() {
        return Err(Problem::NotAFile);
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = metadata.permissions().mode() & 0o7777;
        if mode & 0o077 != 0 {
            return Err(Problem::OpenToOthers { mode });
        }
    }
    let length = usize::try_from(metadata.len()).ok().filter(|length| *length <= LONGEST);
    // The whole capacity at once: a vector that grows leaves copies behind. One more byte shows the end.
    let mut bytes = Zeroizing::new(vec![0; length.ok_or(Problem::TooLong)? + 1]);
    let mut filled = 0;
    let mut file = file;
    while let Some(free) = bytes.get_mut(filled..).filter(|free| !free.is_empty()) {
        match file.read(free) {
            Ok(0) => {
                bytes.truncate(filled);
                return Ok(bytes);
            }
            Ok(n) => filled += n,
            Err(e) if e.kind() == ErrorKind::Interrupted => {}
            Err(e) => return Err(unreadable(e)),
        }
    }
    // It grew while it was read.
    Err(Problem::Unreadable(ErrorKind::ResourceBusy.into()))
}

fn replace(path: &Path, bytes: &[u8]) -> Result<(), Problem> {
    let unwritable = |e: io::Error| Problem::Unwritable(e.into());
    if bytes.len() > LONGEST {
        // It could not be read again.
        return Err(Problem::TooLong);
    }
    match fs::symlink_metadata(path) {
        Ok(metadata) if !metadata.is_file() => return Err(Problem::NotAFile),
        Ok(_) => {}
        Err(e) if e.kind() == ErrorKind::NotFound => {}
        Err(e) => return Err(unwritable(e)),
    }
    put(&beside(path).map_err(unwritable)?, path, bytes).map_err(unwritable)?;
    sync_directory(path).map_err(|e| Problem::NotDurable(e.into()))
}

/// Writes `temporary` and renames it; if either fails, nothing is left of it.
fn put(temporary: &Path, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let result = write_new(temporary, bytes).and_then(|()| fs::rename(temporary, path));
    if result.is_err() {
        // It may not exist; the first error is the one to report.
        let _ = fs::remove_file(temporary);
    }
    result
}

/// A free name in the same directory: only there is a rename atomic.
fn beside(path: &Path) -> io::Result<PathBuf> {
    let mut random = [0; 8];
    getrandom::fill(&mut random).map_err(|_| io::Error::from(ErrorKind::Other))?;
    let mut name = std::ffi::OsString::from(".");
    name.push(path.file_name().ok_or(ErrorKind::InvalidInput)?);
    name.push(format!(".{:016x}.tmp", u64::from_be_bytes(random)));
    Ok(path.with_file_name(name))
}

fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    let mut file = options.open(path)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // The process's umask may have removed our own bits too.
        file.set_permissions(fs::Permissions::from_mode(0o600))?;
    }
    file.write_all(bytes)?;
    file.sync_all()
}

/// The rename is durable when its directory is.
#[cfg(unix)]
fn sync_directory(path: &Path) -> io::Result<()> {
    let directory = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    File::open(directory)?.sync_all()
}

/// Elsewhere a directory cannot be opened; this relies on the file system's journal.
#[cfg(not(unix))]
fn sync_directory(_: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_left_of_what_could_not_be_put_in_place() {
        let directory = std::env::temp_dir().join(format!("emis-std-put-{}", std::process::id()));
        let (temporary, target) = (directory.join("temporary"), directory.join("target"));
        fs::create_dir_all(&target).unwrap();
        // A file cannot take the place of a directory.
        assert!(put(&temporary, &target, b"secret").is_err());
        assert!(target.is_dir() && !temporary.exists());
        let fine = put(&temporary, &directory.join("file"), b"secret");
        let left = temporary.exists();
        fs::remove_dir_all(&directory).unwrap();
        assert!(fine.is_ok() && !left);
    }
}
