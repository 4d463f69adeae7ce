//! Errors of credentials and of their file.
//!
//! Easy to get wrong: an error shows no value and no unknown name of the file, because a key pasted into the wrong
//! place would end up in the logs. The line number is enough.

use core::fmt;
use std::path::{Path, PathBuf};

use emis_core::error::ErrorCode;

use crate::IoError;

/// A value that breaks a rule of protocol.md section 1: the error names the member and the rule, and does not show the
/// value.
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

    /// The error's stable number and what to do about it.
    #[must_use]
    pub const fn code(&self) -> ErrorCode {
        ErrorCode::InvalidCredential
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

    /// The error's stable number and what to do about it.
    #[must_use]
    pub const fn code(&self) -> ErrorCode {
        match self.problem {
            Problem::Unreadable(_) => ErrorCode::CredentialsUnreadable,
            Problem::Unwritable(_) => ErrorCode::CredentialsUnwritable,
            Problem::NotDurable(_) => ErrorCode::CredentialsNotDurable,
            Problem::NotAFile => ErrorCode::CredentialsNotAFile,
            Problem::OpenToOthers { .. } => ErrorCode::CredentialsOpenToOthers,
            Problem::TooLong => ErrorCode::CredentialsTooLong,
            Problem::NotText => ErrorCode::CredentialsNotText,
            Problem::NotToml { .. } => ErrorCode::CredentialsNotToml,
            Problem::Unknown { .. } => ErrorCode::CredentialsUnknownMember,
            Problem::Absent { .. } => ErrorCode::CredentialsMemberMissing,
            Problem::WrongType { .. } => ErrorCode::CredentialsMemberType,
            Problem::Invalid { .. } => ErrorCode::InvalidCredential,
            Problem::KeysNotOnce => ErrorCode::CredentialsKeys,
            Problem::Repeated { .. } => ErrorCode::CredentialsRepeated,
        }
    }

    /// What is wrong with it.
    #[must_use]
    pub const fn problem(&self) -> &Problem {
        &self.problem
    }
}

/// What is wrong with a credentials file. Lines are counted from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Problem {
    /// It cannot be opened or read.
    Unreadable(IoError),
    /// It cannot be written; what was there before is still there.
    Unwritable(IoError),
    /// It was written, but may not survive a loss of power.
    NotDurable(IoError),
    /// It is a directory, a link, a device or the like.
    NotAFile,
    /// Its group or others can read, write or execute it.
    OpenToOthers {
        /// The permission bits, such as 0o644.
        mode: u32,
    },
    /// It is, or would be, longer than 16 MiB.
    TooLong,
    /// It is not UTF-8.
    NotText,
    /// This line is not TOML.
    NotToml {
        /// The line.
        line: usize,
    },
    /// This line has an unknown member.
    Unknown {
        /// The line.
        line: usize,
    },
    /// A member is missing.
    Absent {
        /// The line where the table without it begins.
        line: usize,
        /// The member.
        member: &'static str,
    },
    /// A member is of the wrong type.
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
    /// Neither or both of `pre_shared_keys` and `validation_keys` are there.
    KeysNotOnce,
    /// The relationship of this line has the practice and id, or practice and label, of an earlier one.
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

impl core::error::Error for CredentialsError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match &self.problem {
            Problem::Unreadable(error) | Problem::Unwritable(error) | Problem::NotDurable(error) => {
                Some(error.as_source())
            }
            _ => None,
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(_) => {
                f.write_str("it cannot be read: check that it is there and belongs to this user")
            }
            Self::Unwritable(_) => {
                f.write_str("it cannot be written: check its directory; the file is as it was")
            }
            Self::NotDurable(_) => {
                f.write_str("it was written but may not survive a loss of power: write it again")
            }
            Self::NotAFile => {
                f.write_str("it is not a regular file: name the file itself, not a link or a directory")
            }
            Self::OpenToOthers { mode } => {
                write!(
                    f,
                    "other users can use it (mode {mode:04o}): set mode 0600, and consider whether the keys are known"
                )
            }
            Self::TooLong => f.write_str(
                "more than 16 MiB: check that it is the right file, or keep the patients in more than one",
            ),
            Self::NotText => f.write_str("it is not UTF-8: check that it is the right file"),
            Self::NotToml { line } => write!(f, "line {line} is not TOML: correct it"),
            Self::Unknown { line } => {
                write!(f, "line {line} has a member of an unknown name: correct or remove it")
            }
            Self::Absent { line, member } => {
                write!(f, "{member} is missing in the table of line {line}: add it")
            }
            Self::WrongType { line, member } => {
                write!(
                    f,
                    "{member} in line {line} is of the wrong type: see the example in the documentation"
                )
            }
            Self::Invalid { line, invalid } => {
                write!(f, "in the table of line {line}, {invalid}: correct it")
            }
            Self::KeysNotOnce => {
                f.write_str("give either [pre_shared_keys] or [validation_keys], and not both")
            }
            Self::Repeated { line } => write!(f, "line {line} repeats an earlier relationship: remove one"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_problem_has_its_number() {
        let io = || IoError::from(std::io::ErrorKind::PermissionDenied);
        let (line, member) = (7, "endpoint");
        let problems = [
            Problem::Unreadable(io()),
            Problem::Unwritable(io()),
            Problem::NotDurable(io()),
            Problem::NotAFile,
            Problem::OpenToOthers { mode: 0o644 },
            Problem::TooLong,
            Problem::NotText,
            Problem::NotToml { line },
            Problem::Unknown { line },
            Problem::Absent { line, member },
            Problem::WrongType { line, member },
            Problem::Invalid { line, invalid: Invalid::new(member, "an https URL") },
            Problem::KeysNotOnce,
            Problem::Repeated { line },
        ];
        let codes = problems.map(|problem| CredentialsError::new(Path::new("file"), problem).code());
        let of_block: Vec<ErrorCode> =
            ErrorCode::ALL.iter().copied().filter(|code| code.number() / 100 == 6).collect();
        assert_eq!(codes[..], of_block[..]);
        assert_eq!(Invalid::new(member, "an https URL").code(), ErrorCode::InvalidCredential);
    }
}
