//! One text file as it was read: its words, its hash, and how to point into it.

use std::ops::Range;
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};

use crate::diagnostic::{Code, Diagnostic, Failure, Place};

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

/// A text file without its byte order mark; a fault instead when it is no text.
pub(super) fn read(disk: &Utf8Path, path: &Utf8Path) -> Result<Result<Arc<Source>, Box<Diagnostic>>, Failure> {
    let bytes = std::fs::read(disk).map_err(|error| Failure::io(disk, "read the file", &error))?;
    let fault = match String::from_utf8(bytes) {
        Ok(text) if !text.contains('\0') => {
            let text = match text.strip_prefix('\u{FEFF}') {
                Some(rest) => rest.to_owned(),
                None => text,
            };
            return Ok(Ok(Arc::new(Source::new(path, disk, text))));
        }
        Ok(text) => {
            let at = text.find('\0').unwrap_or_default();
            Diagnostic::error(
                Code::FileNotText,
                Place::in_text(disk, &text.replace('\0', "\u{FFFD}"), at..at + 1),
                "this file has a zero byte in it",
            )
            .help("save the file again as plain UTF-8 text")
        }
        Err(error) => {
            let sound = error.utf8_error().valid_up_to();
            let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
            Diagnostic::error(Code::FileNotText, Place::in_text(disk, &text, sound..sound + 1), "this file is not UTF-8 text")
                .help("open it in your editor and save it with the encoding UTF-8")
        }
    };
    Ok(Err(Box::new(fault)))
}
