//! A hub on disk for the length of a test.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use almoner::build::{self, BuildRequest};
use almoner::release::Include;
use camino::{Utf8Path, Utf8PathBuf};

use crate::case::{Case, Kind, Section, unescaped};
use crate::cases::Silent;
use crate::said;

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

    /// The hub that all cases share, with nothing over it.
    pub fn of_base() -> Folder {
        let base = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases/_base.txt")).expect("the base is there");
        let base = Case::parse("_base.txt", &base).expect("the base is sound");
        Folder::of(&base, &Case { about: String::new(), sections: Vec::new() })
    }

    /// Every file of the public site of a day in June 2026; the hub must be sound.
    pub fn built(&self) -> BTreeMap<String, Vec<u8>> {
        let output = self.path().join("public");
        let request = BuildRequest {
            hub: self.hub(),
            output: output.clone(),
            base_url: None,
            as_of: "2026-06-01T12:00:00Z".parse().expect("a sound instant"),
            include: Include::default(),
            sync: false,
        };
        let outcome = build::build(&request, &mut Silent).expect("the hub can be built");
        assert!(outcome.made.is_some(), "{}", said::lines(self.path(), &outcome.diagnostics));
        tree(&output)
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
