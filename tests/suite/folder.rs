//! A hub on disk for the length of a test.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use camino::{Utf8Path, Utf8PathBuf};

use crate::case::{Case, Kind, Section, unescaped};

/// A temporary folder that holds a hub in `content/`.
pub struct Folder(tempfile::TempDir);

impl Folder {
    pub fn empty() -> Folder {
        Folder(tempfile::tempdir().expect("the system has a folder for temporary files"))
    }

    /// The hub that all cases share, with a case's own files over it.
    pub fn of(base: &Case, case: &Case) -> Folder {
        let folder = Folder::empty();
        base.sections.iter().chain(&case.sections).for_each(|section| folder.make(section));
        folder
    }

    pub fn path(&self) -> &Utf8Path {
        Utf8Path::from_path(self.0.path()).expect("folders for temporary files have plain names")
    }

    pub fn hub(&self) -> Utf8PathBuf {
        self.path().join("content")
    }

    pub fn write(&self, path: &str, text: &str) {
        fs::write(self.ready(path.as_bytes()), text).expect("a temporary folder can be written");
    }

    fn make(&self, section: &Section) {
        let body = &section.body;
        match &section.kind {
            Kind::File(path) => self.write(path, body),
            Kind::Bytes(path) => {
                let bytes = unescaped(body.trim_end_matches('\n')).expect("the escapes of a case are sound");
                fs::write(self.ready(path), bytes).expect("a temporary folder can be written");
            }
            Kind::Symlink(path, target) => {
                std::os::unix::fs::symlink(target, self.ready(path)).expect("a temporary folder can hold a link");
            }
            Kind::Fifo(path) => {
                let mode = rustix::fs::Mode::from_raw_mode(0o600);
                rustix::fs::mknodat(rustix::fs::CWD, self.ready(path), rustix::fs::FileType::Fifo, mode, 0)
                    .expect("a temporary folder can hold a pipe");
            }
            Kind::Folder(path) => fs::create_dir_all(self.ready(path)).expect("a temporary folder can hold a folder"),
            Kind::AsOf(_) | Kind::Expect | Kind::Run(_) | Kind::Stdout | Kind::Stderr | Kind::Left(_) => {}
        }
    }

    /// The place for a file, with its folder made and what stood there gone.
    fn ready(&self, path: &[u8]) -> PathBuf {
        let path = self.0.path().join(Path::new(OsStr::from_bytes(path)));
        fs::create_dir_all(path.parent().expect("a path in a folder has a parent")).expect("a temporary folder can hold a folder");
        let _ = fs::remove_file(&path);
        path
    }
}

/// Every file below a folder with its bytes. The build's own manifest is left out: it lists the others.
pub fn tree(root: &Utf8Path) -> BTreeMap<String, Vec<u8>> {
    walkdir::WalkDir::new(root)
        .into_iter()
        .map(|entry| entry.expect("the output can be walked"))
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let path = entry.path().strip_prefix(root).expect("below the root").to_string_lossy().into_owned();
            (path, fs::read(entry.path()).expect("the output can be read"))
        })
        .collect()
}
