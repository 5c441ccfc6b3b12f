//! The only writer. A site is built in a fresh folder beside the output and takes its place in one exchange, so that a
//! reader sees the old site or the new one, whole. Deletes only what its own manifest lists; knows nothing of content.

pub mod fresh;
mod ground;
mod last;
mod leftovers;
mod lock;
mod manifest;
pub mod rewrite;
mod stage;
mod swap;

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;

use crate::diagnostic::Failure;
use ground::Ground;
use last::Last;
use lock::Lock;
use manifest::{Entry, Manifest};
use stage::Stage;

/// A build that holds the lock on its output. Dropped without `commit`, it leaves everything as it was.
pub struct Publisher {
    ground: Ground,
    last: Option<Last>,
    /// Before the lock: fields drop in this order, and the staging folder must go while nobody else may build here.
    stage: Stage,
    tally: Mutex<Tally>,
    _lock: Lock,
}

#[derive(Default)]
struct Tally {
    files: BTreeMap<Utf8PathBuf, Entry>,
    /// Files that the last output holds as they should be: linked at the end, and not even that if nothing changed.
    kept: Vec<Utf8PathBuf>,
}

/// What a build made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    pub files: usize,
    pub bytes: u64,
    /// Files that differ from the last output; the others were taken over from it.
    pub written: usize,
    /// The last output was already exactly this, and was not touched.
    pub unchanged: bool,
    /// Where the last output is if it could not be cleared away whole, because somebody put files into it during the build.
    pub left_over: Option<Utf8PathBuf>,
}

impl Publisher {
    /// Takes the lock and readies a fresh folder. The output may not be, contain or lie inside any of `guarded`.
    pub fn begin(output: &Utf8Path, guarded: &[&Utf8Path]) -> Result<Publisher, Failure> {
        let ground = Ground::find(output, guarded)?;
        let lock = Lock::take(&ground)?;
        // From here on nobody else builds into this output, so whatever an earlier build left is abandoned.
        leftovers::reclaim(&ground)?;
        let last = Last::open(&ground)?;
        let stage = Stage::create(&ground)?;
        Ok(Publisher { ground, last, stage, tally: Mutex::default(), _lock: lock })
    }

    /// Adds a file to the site. May be called from many threads: the thread that made the bytes writes them, which was no
    /// slower than one or two writing threads behind a queue and holds nothing in memory.
    pub fn put(&self, path: &Utf8Path, bytes: &[u8]) -> Result<(), Failure> {
        if !manifest::is_sound(path) {
            return Err(internal(path, "this is no path inside the output"));
        }
        let entry = Entry::of(bytes);
        let kept = self.last.as_ref().is_some_and(|last| last.holds(path, &entry));
        {
            // A panic of another page cannot leave the tally half changed, so a poisoned lock is as good as any.
            let mut tally = self.tally.lock().unwrap_or_else(PoisonError::into_inner);
            if tally.files.insert(path.to_owned(), entry).is_some() {
                return Err(internal(path, "two parts of the site would be this one file"));
            }
            if kept {
                tally.kept.push(path.to_owned());
            }
        }
        if kept { Ok(()) } else { self.stage.write(path, bytes).map_err(|error| self.cannot_write(path, &error)) }
    }

    /// What was put so far, in the order of the paths: path, size and hash.
    pub fn files(&self) -> Vec<(Utf8PathBuf, u64, blake3::Hash)> {
        let tally = self.tally.lock().unwrap_or_else(PoisonError::into_inner);
        tally.files.iter().map(|(path, entry)| (path.clone(), entry.size, entry.hash)).collect()
    }

    /// Puts the new site in the place of the last one. `sync` first asks the system to bring it safely to the disk.
    pub fn commit(self, sync: bool) -> Result<Published, Failure> {
        let tally = std::mem::take(&mut *self.tally.lock().unwrap_or_else(PoisonError::into_inner));
        let manifest = Manifest { files: tally.files };
        let mut published = Published {
            files: manifest.files.len(),
            bytes: manifest.files.values().map(|entry| entry.size).sum(),
            written: manifest.files.len() - tally.kept.len(),
            unchanged: false,
            left_over: None,
        };
        if published.written == 0 && self.last.as_ref().is_some_and(|last| last.manifest == manifest) {
            published.unchanged = true;
            return Ok(published);
        }
        if let Some(last) = &self.last {
            let take_over = |path: &Utf8PathBuf| self.stage.take_over(last, path, &manifest.files[path]);
            tally.kept.par_iter().try_for_each(|path| take_over(path).map_err(|error| self.cannot_write(path, &error)))?;
        }
        self.stage.seal(&manifest).map_err(|error| self.cannot_write(Utf8Path::new(manifest::NAME), &error))?;
        if sync {
            self.stage.sync().map_err(|error| Failure::io(&self.ground.shown, "bring the new site safely to the disk", &error))?;
        }
        let old = swap::into_place(&self.ground, self.stage, self.last.as_ref())?;
        if let Some(old) = old {
            // The new site is in place, so nothing that goes wrong now is a failure; the next build tries again.
            let cleared = leftovers::remove_listed(&self.ground, &old).unwrap_or(false);
            published.left_over = (!cleared).then(|| self.ground.shown.with_file_name(old));
        }
        Ok(published)
    }

    fn cannot_write(&self, path: &Utf8Path, error: &std::io::Error) -> Failure {
        Failure::io(self.ground.shown.join(path), "write the file", error)
    }
}

fn internal(path: &Utf8Path, what: &str) -> Failure {
    Failure::new(path, what, "this is a fault of almoner itself: please report it with the message above")
}

#[cfg(test)]
mod tests;
