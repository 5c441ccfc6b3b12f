//! What can go wrong, in plain words.

use std::fmt;

/// Bytes that are not what the writer wrote. Which file they are of, `Fault::Damaged` says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Damage;

#[derive(Debug)]
pub enum Fault {
    /// A file of the index is not there.
    Missing(String),
    /// A file of the index is cut short, swapped or otherwise not as it was written.
    Damaged(String),
    /// The file system, when a file was to be read or written.
    Io(String, std::io::Error),
    /// tantivy, when the records were to be indexed.
    Index(tantivy::TantivyError),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Missing(file) => write!(f, "the search index has no file `{file}`: build the site again"),
            Fault::Damaged(file) => write!(f, "the file `{file}` of the search index is damaged: build the site again"),
            Fault::Io(file, error) => write!(f, "cannot reach `{file}` of the search index: {error}"),
            Fault::Index(error) => write!(f, "the records cannot be indexed: {error}"),
        }
    }
}

impl std::error::Error for Fault {}

impl From<tantivy::TantivyError> for Fault {
    fn from(error: tantivy::TantivyError) -> Self {
        Fault::Index(error)
    }
}

impl From<std::io::Error> for Fault {
    fn from(error: std::io::Error) -> Self {
        Fault::Index(error.into())
    }
}
