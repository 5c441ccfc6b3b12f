//! One text file as it was read: its words, its hash, and how to point into it.

use std::ops::Range;

use camino::Utf8PathBuf;

use crate::diagnostic::Place;

#[derive(Debug, Clone)]
pub struct Source {
    /// Inside the hub, with forward slashes: `guides/supervision.md`.
    pub path: Utf8PathBuf,
    /// As a person at the command line names it: `content/guides/supervision.md`.
    pub file: Utf8PathBuf,
    /// Without a byte order mark; line ends as written.
    pub text: String,
    pub hash: blake3::Hash,
}

impl Source {
    pub fn new(path: impl Into<Utf8PathBuf>, file: impl Into<Utf8PathBuf>, text: String) -> Self {
        let hash = blake3::hash(text.as_bytes());
        Source { path: path.into(), file: file.into(), text, hash }
    }

    pub fn place(&self, range: Range<usize>) -> Place {
        Place::in_text(&self.file, &self.text, range)
    }

    pub fn whole(&self) -> Place {
        Place::whole(&self.file)
    }
}
