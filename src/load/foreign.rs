//! The folder of a site that another generator builds, as `import` reads it: which files there are, and what is passed over and why.
//! Names, links and sizes are held to the rules of a hub's own walk. Nothing here knows what a file means.

use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use walkdir::WalkDir;

use super::source::{self, Source};
use super::walk::{MAX_ASSET_BYTES, MAX_PAGE_BYTES, kilobytes};
use crate::diagnostic::{Diagnostic, Failure};

/// A file may have this much, as one of a hub may.
pub const MAX_FILE_BYTES: u64 = MAX_ASSET_BYTES;

/// Files by their path below the folder that was walked.
#[derive(Debug, Clone, Default)]
pub struct Foreign {
    pub files: Vec<ForeignFile>,
    pub passed_over: Vec<PassedOver>,
}

#[derive(Debug, Clone)]
pub struct ForeignFile {
    /// Below the folder that was walked.
    pub path: Utf8PathBuf,
    pub disk: Utf8PathBuf,
    pub bytes: u64,
}

/// A file that is not read, and why.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct PassedOver {
    pub file: Utf8PathBuf,
    pub why: String,
}

/// Every file below `root`, in order. `enters` says which folders, by their path below `root`, are looked into.
pub fn walk(root: &Utf8Path, enters: &dyn Fn(&Utf8Path) -> bool) -> Result<Foreign, Failure> {
    let mut found = Foreign::default();
    let mut walker = WalkDir::new(root).min_depth(1).sort_by_file_name().into_iter();
    while let Some(entry) = walker.next() {
        let entry = entry.map_err(|error| {
            let path = error.path().and_then(Utf8Path::from_path).unwrap_or(root).to_owned();
            let io = error.into_io_error().unwrap_or_else(|| std::io::Error::other("the folder leads back to itself"));
            Failure::io(path, "read the folder", &io)
        })?;
        let is_folder = entry.file_type().is_dir();
        let shown = entry.path().to_string_lossy();
        let mut pass_over = |why: &str| {
            let file = shown.chars().map(|c| if c.is_control() { '\u{FFFD}' } else { c }).collect::<String>();
            found.passed_over.push(PassedOver { file: file.into(), why: why.to_owned() });
        };
        let disk = match Utf8Path::from_path(entry.path()) {
            Some(disk) if !disk.file_name().unwrap_or_default().chars().any(char::is_control) => disk,
            _ => {
                pass_over("its name is no plain text");
                if is_folder {
                    walker.skip_current_dir();
                }
                continue;
            }
        };
        let path = disk.strip_prefix(root).unwrap_or(disk);
        // Hidden files are for tools.
        let is_hidden = disk.file_name().is_some_and(|name| name.starts_with('.'));
        if is_hidden || (is_folder && !enters(path)) {
            if is_folder {
                walker.skip_current_dir();
            }
            continue;
        }
        if is_folder {
            continue;
        }
        if entry.file_type().is_symlink() {
            pass_over("links to other files are not followed");
            continue;
        }
        if !entry.file_type().is_file() {
            pass_over("it is a pipe, socket or device, not a file");
            continue;
        }
        let metadata = disk.symlink_metadata().map_err(|error| Failure::io(disk, "look at the file", &error))?;
        if metadata.len() > MAX_ASSET_BYTES {
            pass_over(&format!("it has {}", kilobytes(metadata.len(), MAX_ASSET_BYTES)));
            continue;
        }
        found.files.push(ForeignFile { path: path.to_owned(), disk: disk.to_owned(), bytes: metadata.len() });
    }
    Ok(found)
}

/// One file that somebody named: none when it is no plain file.
pub fn file(disk: &Utf8Path) -> Result<Option<ForeignFile>, Failure> {
    match disk.symlink_metadata() {
        Ok(metadata) if metadata.is_file() => {
            let path = disk.file_name().map(Utf8PathBuf::from).unwrap_or_default();
            Ok(Some(ForeignFile { path, disk: disk.to_owned(), bytes: metadata.len() }))
        }
        Ok(_) => Ok(None),
        Err(error) if matches!(error.kind(), std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory) => Ok(None),
        Err(error) => Err(Failure::io(disk, "look at the file", &error)),
    }
}

/// Whether there is a folder of this name. A link to one does not count: what it leads to may lie anywhere.
pub fn is_folder(disk: &Utf8Path) -> bool {
    disk.symlink_metadata().is_ok_and(|metadata| metadata.is_dir())
}

/// Where a folder or file really is, to tell whether one lies inside another.
pub fn real(disk: &Utf8Path) -> Result<Utf8PathBuf, Failure> {
    disk.canonicalize_utf8().map_err(|error| Failure::io(disk, "find it", &error))
}

/// The bytes of a file.
pub fn bytes(file: &ForeignFile) -> Result<Vec<u8>, Failure> {
    if file.bytes > MAX_FILE_BYTES {
        return Err(Failure::new(&file.disk, format!("this file has {}", kilobytes(file.bytes, MAX_FILE_BYTES)), "make it smaller"));
    }
    std::fs::read(&file.disk).map_err(|error| Failure::io(&file.disk, "read the file", &error))
}

/// The words of a page or of a settings file; a reason instead when it is too large or no text.
pub fn text(file: &ForeignFile) -> Result<Result<Arc<Source>, String>, Failure> {
    if file.bytes > MAX_PAGE_BYTES {
        return Ok(Err(format!("it has {}", kilobytes(file.bytes, MAX_PAGE_BYTES))));
    }
    let read = source::read(&file.disk, &file.path)?;
    Ok(read.map_err(|fault: Box<Diagnostic>| fault.message.replace("this file", "it")))
}
