//! What can be wrong with credentials and with their file.
//!
//! The one thing that a reader would get wrong: no error shows a value, nor a name that the file invented: a key
//! pasted into the wrong place would be in the logs. The line number says enough.

use core::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// A value that breaks a rule of protocol.md section 1; it says which and how, and not what it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Invalid {
    member: &'static str,
    rule: &'static str,
}

impl Invalid {
    pub(super) fn unless(right: bool, member: &'static str, rule: &'static str) -> Result<(), Self> {
        if right { Ok(()) } else { Err(Self::new(member, rule)) }
    }

    pub(super) const fn new(member: &'static str, rule: &'static str) -> Self {
        Self { member, rule }
    }

    /// The member's name in the file.
    #[must_use]
    pub const fn member(&self) -> &'static str {
        self.member
    }
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} must be {}", self.member, self.rule)
    }
}

impl core::error::Error for Invalid {}

/// A credentials file that could not be read or written, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CredentialsError {
    path: PathBuf,
    problem: Problem,
}

impl CredentialsError {
    pub(super) fn new(path: &Path, problem: Problem) -> Self {
        Self { path: path.to_owned(), problem }
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What is wrong with it.
    #[must_use]
    pub const fn problem(&self) -> &Problem {
        &self.problem
    }
}

/// What is wrong with a credentials file. Lines are counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Problem {
    /// It cannot be opened or read.
    Unreadable(io::ErrorKind),
    /// It cannot be written; what was there before is still there.
    Unwritable(io::ErrorKind),
    /// It was written, but may not outlast a loss of power.
    NotDurable(io::ErrorKind),
    /// It is a directory, a link, a device or the like.
    NotAFile,
    /// Its group or others can read, write or run it; these are its permission bits.
    OpenToOthers {
        /// The permission bits, such as 0o644.
        mode: u32,
    },
    /// It is, or would be, longer than 16 MiB.
    TooLong,
    /// It is not UTF-8.
    NotText,
    /// It is no TOML at this line.
    NotToml {
        /// The line.
        line: usize,
    },
    /// There is a member that nobody knows at this line.
    Unknown {
        /// The line.
        line: usize,
    },
    /// A member is not there.
    Absent {
        /// The line where the table without it begins.
        line: usize,
        /// The member.
        member: &'static str,
    },
    /// A member has another type than it must have.
    WrongType {
        /// The line.
        line: usize,
        /// The member.
        member: &'static str,
    },
    /// A member breaks its rule.
    Invalid {
        /// The line where the member's table begins.
        line: usize,
        /// The member and its rule.
        invalid: Invalid,
    },
    /// There are not exactly one of `pre_shared_keys` and `validation_keys`.
    KeysNotOnce,
    /// A relationship of the same practice and id was there before this line.
    Repeated {
        /// The line.
        line: usize,
    },
}

impl fmt::Display for CredentialsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "credentials file {}: {}", self.path.display(), self.problem)
    }
}

impl core::error::Error for CredentialsError {}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(kind) => {
                write!(f, "it cannot be read ({kind}): check that it is there and belongs to this user")
            }
            Self::Unwritable(kind) => {
                write!(f, "it cannot be written ({kind}): check its directory; the file is as it was")
            }
            Self::NotDurable(kind) => {
                write!(f, "it was written but may not outlast a loss of power ({kind}): write it again")
            }
            Self::NotAFile => {
                f.write_str("it is no regular file: name the file itself, not a link or a directory")
            }
            Self::OpenToOthers { mode } => {
                write!(
                    f,
                    "others can use it (mode {mode:04o}): set mode 0600, and think whether the keys are known"
                )
            }
            Self::TooLong => f.write_str(
                "more than 16 MiB: check that it is the right file, or keep the patients in more than one",
            ),
            Self::NotText => f.write_str("it is not UTF-8: check that it is the right file"),
            Self::NotToml { line } => write!(f, "line {line} is no TOML: correct it"),
            Self::Unknown { line } => {
                write!(f, "line {line} has a member of an unknown name: correct or remove it")
            }
            Self::Absent { line, member } => {
                write!(f, "{member} is missing in the table of line {line}: add it")
            }
            Self::WrongType { line, member } => {
                write!(f, "{member} in line {line} is of the wrong type: see the form in the documentation")
            }
            Self::Invalid { line, invalid } => {
                write!(f, "in the table of line {line}, {invalid}: correct it")
            }
            Self::KeysNotOnce => {
                f.write_str("give either [pre_shared_keys] or [validation_keys], and not both: correct it")
            }
            Self::Repeated { line } => write!(f, "line {line} repeats an earlier relationship: remove one"),
        }
    }
}
