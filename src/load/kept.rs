//! What was read of a hub, kept so that reading it again costs only what changed. A file is opened again when its size, its times or
//! its number on the disk differ; it counts as changed when its bytes do. Nothing here knows what a file means.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use camino::{Utf8Path, Utf8PathBuf};

use super::asset::Asset;
use super::content_type::ContentTypes;
use super::read::PageRead;
use super::source::{self, Source};
use super::walk::{self, Entry, Role, Stamp};
use crate::diagnostic::{Diagnostic, Diagnostics, Failure};

/// One reading of a hub, for the next. Files by where they are on the disk, as text: comparing paths part by part costs several times as much.
#[derive(Debug, Default)]
pub struct Kept {
    pub(super) texts: BTreeMap<String, Text>,
    pub(super) assets: BTreeMap<String, (Stamp, Asset)>,
    pub(super) others: BTreeMap<String, (Stamp, Arc<[u8]>)>,
    /// What the files' names alone were at fault for.
    pub(super) walk_faults: Diagnostics,
    /// Of the files that decide how pages are read: `hub.yaml` and the types.
    pub(super) context: Option<blake3::Hash>,
    pub(super) types: Option<(blake3::Hash, ContentTypes, Diagnostics)>,
}

#[derive(Debug, Clone)]
pub(super) struct Text {
    stamp: Stamp,
    read: Result<Arc<Source>, Box<Diagnostic>>,
    page: Option<Arc<PageRead>>,
}

/// What happened to a file between two readings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    New,
    Edited,
    Gone,
}

/// A reading under way: what the last one kept, and what this one keeps.
#[derive(Debug)]
pub(super) struct Reading<'a> {
    old: &'a Kept,
    /// Files of which a change was told: their stamps are not believed, because two saves can fall into one tick of the disk's clock.
    told: &'a BTreeSet<Utf8PathBuf>,
    new: Mutex<Kept>,
}

impl<'a> Reading<'a> {
    pub(super) fn begin(old: &'a Kept, told: &'a BTreeSet<Utf8PathBuf>) -> Self {
        Reading { old, told, new: Mutex::default() }
    }

    pub(super) fn end(self) -> Kept {
        self.new.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    /// Where the reading ended before the pages: what was kept of them still is.
    pub(super) fn end_early(self, walk_faults: Diagnostics) -> Kept {
        let old = self.old;
        let mut new = self.end();
        let texts = std::mem::take(&mut new.texts);
        new.texts = old.texts.clone();
        new.texts.extend(texts);
        Kept {
            walk_faults,
            assets: old.assets.clone(),
            others: old.others.clone(),
            context: old.context,
            types: old.types.clone(),
            texts: new.texts,
        }
    }

    fn keep(&self, keep: impl FnOnce(&mut Kept)) {
        keep(&mut self.new.lock().unwrap_or_else(PoisonError::into_inner));
    }

    fn trusts(&self, disk: &Utf8Path, then: &Stamp, now: &Stamp) -> bool {
        then == now && !self.told.contains(disk)
    }

    /// A text file; a fault instead when it is no text.
    pub(super) fn text(&self, entry: &Entry, faults: &mut Diagnostics) -> Result<Option<Arc<Source>>, Failure> {
        let kept = self.old.texts.get(entry.disk.as_str()).filter(|kept| self.trusts(&entry.disk, &kept.stamp, &entry.stamp));
        let read = match kept {
            Some(kept) => kept.read.clone(),
            None => source::read(&entry.disk, &entry.path)?,
        };
        // The same words after all: what was made of them still holds.
        let before = self.old.texts.get(entry.disk.as_str()).and_then(|kept| kept.read.as_ref().ok());
        let read = match (read, before) {
            (Ok(source), Some(before)) if source.hash == before.hash => Ok(before.clone()),
            (read, _) => read,
        };
        self.keep(|kept| {
            kept.texts.insert(entry.disk.to_string(), Text { stamp: entry.stamp, read: read.clone(), page: None });
        });
        Ok(read.map_err(|fault| faults.push(*fault)).ok())
    }

    /// A page of which the last reading made something, if neither its words nor the `context` have changed.
    pub(super) fn page(&self, disk: &Utf8Path, source: &Arc<Source>, context: blake3::Hash) -> Option<Arc<PageRead>> {
        let kept = self.old.texts.get(disk.as_str()).filter(|_| self.old.context == Some(context))?;
        kept.page.clone().filter(|_| kept.read.as_ref().is_ok_and(|before| Arc::ptr_eq(before, source)))
    }

    pub(super) fn keep_page(&self, disk: &Utf8Path, page: Arc<PageRead>) {
        self.keep(|kept| {
            if let Some(text) = kept.texts.get_mut(disk.as_str()) {
                text.page = Some(page);
            }
        });
    }

    pub(super) fn bytes(&self, entry: &Entry) -> Result<Arc<[u8]>, Failure> {
        let kept = self.old.others.get(entry.disk.as_str()).filter(|(then, _)| self.trusts(&entry.disk, then, &entry.stamp));
        let bytes = match kept {
            Some((_, bytes)) => bytes.clone(),
            None => std::fs::read(&entry.disk).map_err(|error| Failure::io(&entry.disk, "read the file", &error))?.into(),
        };
        self.keep(|kept| {
            kept.others.insert(entry.disk.to_string(), (entry.stamp, bytes.clone()));
        });
        Ok(bytes)
    }

    pub(super) fn asset(&self, entry: &Entry) -> Result<Asset, Failure> {
        let kept = self.old.assets.get(entry.disk.as_str()).filter(|(then, _)| self.trusts(&entry.disk, then, &entry.stamp));
        let asset = match kept {
            Some((_, asset)) => asset.clone(),
            None => Asset::measure(&entry.path, &entry.disk)?,
        };
        self.keep(|kept| {
            kept.assets.insert(entry.disk.to_string(), (entry.stamp, asset.clone()));
        });
        Ok(asset)
    }

    /// What the types of the last reading were, if their files are the same.
    pub(super) fn types(&self, key: blake3::Hash) -> Option<(ContentTypes, Diagnostics)> {
        let (_, types, faults) = self.old.types.as_ref().filter(|(kept, ..)| *kept == key)?;
        Some((types.clone(), faults.clone()))
    }
}

impl Kept {
    /// Every file of the reading with what tells its content from any other.
    fn contents(&self) -> BTreeMap<&str, blake3::Hash> {
        let faulty = |fault: &Diagnostic| blake3::hash(fault.place.text.as_bytes());
        let texts =
            self.texts.iter().map(|(disk, text)| (disk.as_str(), text.read.as_ref().map_or_else(|fault| faulty(fault), |s| s.hash)));
        let assets = self.assets.iter().map(|(disk, (_, asset))| (disk.as_str(), asset.hash));
        let others = self.others.iter().map(|(disk, (_, bytes))| (disk.as_str(), blake3::hash(bytes)));
        others.chain(assets).chain(texts).collect()
    }

    /// What is otherwise in this reading than in the one before.
    pub fn changes_since(&self, before: &Kept) -> Vec<(Utf8PathBuf, Change)> {
        let (old, new) = (before.contents(), self.contents());
        let gone = old.keys().filter(|disk| !new.contains_key(*disk)).map(|disk| (Utf8PathBuf::from(*disk), Change::Gone));
        let come = new.iter().filter_map(|(disk, hash)| match old.get(disk) {
            None => Some((Utf8PathBuf::from(*disk), Change::New)),
            Some(then) if then != hash => Some((Utf8PathBuf::from(*disk), Change::Edited)),
            Some(_) => None,
        });
        let mut changes: Vec<(Utf8PathBuf, Change)> = gone.chain(come).collect();
        changes.sort();
        changes
    }

    /// Whether names are otherwise that are no files of the hub: what cannot be one is a fault as well.
    pub fn differs_in_names_from(&self, before: &Kept) -> bool {
        self.walk_faults != before.walk_faults
    }

    /// What tells the content of a text file from any other.
    pub fn hash_of(&self, disk: &Utf8Path) -> Option<blake3::Hash> {
        self.texts.get(disk.as_str())?.read.as_ref().ok().map(|source| source.hash)
    }

    /// Whether the disk still says of every file what it said when they were read. No file is opened.
    pub fn still_holds(&self, root: &Utf8Path) -> bool {
        let Ok((entries, faults)) = walk::walk(root) else { return false };
        let Ok(hub) = Entry::at(root, Utf8Path::new("hub.yaml"), Role::Hub) else { return false };
        let mut known: BTreeMap<&str, Stamp> = self.texts.iter().map(|(disk, text)| (disk.as_str(), text.stamp)).collect();
        known.extend(self.assets.iter().map(|(disk, (stamp, _))| (disk.as_str(), *stamp)));
        known.extend(self.others.iter().map(|(disk, (stamp, _))| (disk.as_str(), *stamp)));
        let mut now = entries.iter().chain([&hub]);
        let is_same = now.all(|entry| known.remove(entry.disk.as_str()) == Some(entry.stamp));
        // What is left was read because the hub names it, wherever it lies.
        let stands = |(disk, stamp): (&str, Stamp)| Utf8Path::new(disk).metadata().is_ok_and(|metadata| Stamp::of(&metadata) == stamp);
        is_same && faults == self.walk_faults && known.into_iter().all(stands)
    }
}
