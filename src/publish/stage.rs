//! The fresh folder in which a site grows beside the output. Files are only ever made new in it, never written over:
//! that is cheaper on most file systems, and nothing can be written through a link into the last output.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, Read, Write};
use std::os::fd::OwnedFd;
use std::sync::{Mutex, PoisonError};

use camino::{Utf8Path, Utf8PathBuf};
use rustix::fs::{AtFlags, Mode, OFlags};
use rustix::io::Errno;

use super::ground::Ground;
use super::last::Last;
use super::manifest::{self, Entry, Manifest};
use crate::diagnostic::Failure;

pub(super) struct Stage {
    pub name: String,
    path: Utf8PathBuf,
    folder: OwnedFd,
    /// Folders that stand, so that making one is one call to the system and finding it none.
    folders: Mutex<BTreeSet<Utf8PathBuf>>,
    /// Once the site is in place, what bears the stage's name is the last output, which is not ours to remove whole.
    pub in_place: bool,
}

impl Stage {
    pub fn create(ground: &Ground) -> Result<Stage, Failure> {
        let failed = |name: &str, error: Errno| Failure::io(ground.shown_sibling(name), "make a folder beside the output", &error.into());
        // Under the lock there is no rival; a name that is taken belongs to somebody else and stays.
        let mut number = 0;
        let name = loop {
            let name = ground.sibling(&format!("staging-{number}"));
            match rustix::fs::mkdirat(&ground.parent, &name, Mode::from_raw_mode(0o777)) {
                Ok(()) => break name,
                Err(Errno::EXIST) => number += 1,
                Err(error) => return Err(failed(&name, error)),
            }
        };
        let opened = rustix::fs::openat(&ground.parent, &name, OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC, Mode::empty());
        let folder = match opened {
            Ok(folder) => folder,
            Err(error) => {
                let _ = rustix::fs::unlinkat(&ground.parent, &name, AtFlags::REMOVEDIR);
                return Err(failed(&name, error));
            }
        };
        let stage = Stage { path: ground.parent_path.join(&name), name, folder, folders: Mutex::default(), in_place: false };
        // First of all files: a folder with it is known to be an abandoned stage, however little else was written.
        stage
            .write(Utf8Path::new(manifest::UNFINISHED), b"")
            .map_err(|error| Failure::io(&ground.shown, "write beside the output", &error))?;
        Ok(stage)
    }

    pub fn write(&self, path: &Utf8Path, bytes: &[u8]) -> io::Result<()> {
        self.make_folder_of(path)?;
        let flags = OFlags::CREATE | OFlags::EXCL | OFlags::WRONLY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let file = rustix::fs::openat(&self.folder, path.as_str(), flags, Mode::from_raw_mode(0o666))?;
        File::from(file).write_all(bytes)
    }

    /// The file as the last output has it: a second name for the same bytes, or a copy where the file system has no such thing.
    pub fn take_over(&self, last: &Last, path: &Utf8Path, entry: &Entry) -> io::Result<()> {
        self.make_folder_of(path)?;
        if rustix::fs::linkat(&last.folder, path.as_str(), &self.folder, path.as_str(), AtFlags::empty()).is_ok() {
            return Ok(());
        }
        let file = rustix::fs::openat(&last.folder, path.as_str(), OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC, Mode::empty())?;
        let mut bytes = Vec::new();
        File::from(file).read_to_end(&mut bytes)?;
        if Entry::of(&bytes) != *entry {
            return Err(io::Error::other("the last build's copy of it was changed meanwhile"));
        }
        self.write(path, &bytes)
    }

    fn make_folder_of(&self, path: &Utf8Path) -> io::Result<()> {
        match path.parent() {
            Some(folder) if !folder.as_str().is_empty() => self.make_folder(folder),
            _ => Ok(()),
        }
    }

    fn make_folder(&self, folder: &Utf8Path) -> io::Result<()> {
        // Not held while the system works: two threads may both make a folder, and the second finds it made.
        if self.folders.lock().unwrap_or_else(PoisonError::into_inner).contains(folder) {
            return Ok(());
        }
        self.make_folder_of(folder)?;
        match rustix::fs::mkdirat(&self.folder, folder.as_str(), Mode::from_raw_mode(0o777)) {
            Ok(()) | Err(Errno::EXIST) => {}
            Err(error) => return Err(error.into()),
        }
        self.folders.lock().unwrap_or_else(PoisonError::into_inner).insert(folder.to_owned());
        Ok(())
    }

    /// The site is whole: from now on its manifest says whose it is. In this order, so that at no moment neither does.
    pub fn seal(&self, manifest: &Manifest) -> io::Result<()> {
        self.write(Utf8Path::new(manifest::NAME), manifest.to_text().as_bytes())?;
        Ok(rustix::fs::unlinkat(&self.folder, manifest::UNFINISHED, AtFlags::empty())?)
    }

    /// One call for the whole file system; file by file would cost more than the build.
    pub fn sync(&self) -> io::Result<()> {
        #[cfg(target_os = "linux")]
        rustix::fs::syncfs(&self.folder)?;
        #[cfg(not(target_os = "linux"))]
        rustix::fs::sync();
        Ok(())
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        if !self.in_place {
            // If this fails, the next build does it.
            let _ = discard(&self.path);
        }
    }
}

/// Removes a stage and everything in it. What says that it is a stage goes last: a build that is killed here must be known again.
pub(super) fn discard(stage: &Utf8Path) -> io::Result<()> {
    let signs = [manifest::NAME, manifest::UNFINISHED];
    for entry in stage.as_std_path().read_dir()? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            std::fs::remove_dir_all(entry.path())?;
        } else if !signs.iter().any(|sign| entry.file_name() == *sign) {
            std::fs::remove_file(entry.path())?;
        }
    }
    for sign in signs {
        match std::fs::remove_file(stage.join(sign)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    std::fs::remove_dir(stage)
}
