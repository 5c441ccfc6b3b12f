//! The environment failed: a file cannot be read, the disk is full, a lock is held. Nobody's content is at fault; exit code 2.

use std::fmt;
use std::io;

use camino::{Utf8Path, Utf8PathBuf};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    pub path: Utf8PathBuf,
    /// What could not be done and why: `cannot read the folder: permission denied`.
    pub what: String,
    /// What to do next.
    pub advice: String,
}

impl Failure {
    pub fn new(path: impl AsRef<Utf8Path>, what: impl Into<String>, advice: impl Into<String>) -> Self {
        Failure { path: path.as_ref().to_owned(), what: what.into(), advice: advice.into() }
    }

    /// From what the system said while doing `doing` ("read the file").
    pub fn io(path: impl AsRef<Utf8Path>, doing: &str, error: &io::Error) -> Self {
        let (cause, advice) = match error.kind() {
            io::ErrorKind::NotFound => ("it does not exist", "check the spelling of the path"),
            io::ErrorKind::PermissionDenied => ("permission denied", "check who owns the path and who may read and write it"),
            io::ErrorKind::StorageFull => ("no space left on the disk", "free some space and run the command again; nothing was lost"),
            io::ErrorKind::ReadOnlyFilesystem => ("the file system is read-only", "choose another folder with `--output`"),
            io::ErrorKind::QuotaExceeded => ("the disk quota is used up", "free some space and run the command again; nothing was lost"),
            _ if error.raw_os_error() == Some(24) => {
                ("too many open files", "raise the limit with `ulimit -n 1024` and run the command again")
            }
            _ => ("", "run the command again; if it fails the same way, the disk or the file system needs looking at"),
        };
        let cause = if cause.is_empty() { error.to_string() } else { cause.to_owned() };
        Failure::new(path, format!("cannot {doing}: {cause}"), advice)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}\n  = help: {}", self.path, self.what, self.advice)
    }
}

impl std::error::Error for Failure {}
