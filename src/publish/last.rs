//! The output of the last build: proof that the folder is ours, and the files that need not be written again.

use std::fs::File;
use std::io::Read;
use std::os::fd::OwnedFd;

use camino::{Utf8Path, Utf8PathBuf};
use rustix::fs::{AtFlags, FileType, Mode, OFlags, Stat};
use rustix::io::Errno;

use super::ground::Ground;
use super::manifest::{self, Entry, Manifest};
use crate::diagnostic::Failure;

pub(super) struct Last {
    pub folder: OwnedFd,
    pub manifest: Manifest,
    /// When the manifest was written, which was after every file.
    written: (i64, i64),
}

const SHOWN: usize = 5;

impl Last {
    /// `None` if there is no output yet or it is an empty folder; a failure if there is anything that is not ours.
    pub fn open(ground: &Ground) -> Result<Option<Last>, Failure> {
        let failed = |error: std::io::Error| Failure::io(&ground.shown, "look into the output", &error);
        let Some((folder, found)) = open_with_manifest(&ground.parent, &ground.name).map_err(failed)? else {
            return Ok(None);
        };
        let path = ground.parent_path.join(&ground.name);
        let (list, written) = match found {
            Found::Ours(list, written) => (Some(list), written),
            Found::Nothing => (None, (0, 0)),
            Found::Unreadable => {
                let advice = "if the folder holds nothing but an old build, delete it and run the command again";
                return Err(Failure::new(ground.shown.join(manifest::NAME), "this list of what almoner wrote is damaged", advice));
            }
        };
        let mut strangers = strangers(&path, list.as_ref()).map_err(failed)?;
        if strangers.is_empty() {
            return Ok(list.map(|manifest| Last { folder, manifest, written }));
        }
        let more = if strangers.len() > SHOWN { " and more" } else { "" };
        strangers.truncate(SHOWN);
        let names = strangers.iter().map(|path| format!("`{path}`")).collect::<Vec<_>>().join(", ");
        let what = format!("the output holds what almoner did not write, and would be lost: {names}{more}");
        Err(Failure::new(&ground.shown, what, "move it elsewhere, or choose another folder with `--output`"))
    }

    /// Is this very file there already? Its hash is the manifest's word; a size that differs (a power cut, an edit) or a change
    /// after the manifest was written breaks that word. A time never makes a file good, it can only make one suspect.
    pub fn holds(&self, path: &Utf8Path, entry: &Entry) -> bool {
        self.manifest.files.get(path) == Some(entry)
            && rustix::fs::statat(&self.folder, path.as_str(), AtFlags::SYMLINK_NOFOLLOW)
                .is_ok_and(|there| is_file(&there) && there.st_size as u64 == entry.size && changed(&there) <= self.written)
    }
}

pub(super) enum Found {
    Ours(Manifest, (i64, i64)),
    Nothing,
    Unreadable,
}

/// A folder and the manifest in it; `None` if there is no such folder.
pub(super) fn open_with_manifest(parent: &OwnedFd, name: &str) -> std::io::Result<Option<(OwnedFd, Found)>> {
    let folder = match rustix::fs::openat(parent, name, OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC, Mode::empty()) {
        Ok(folder) => folder,
        Err(Errno::NOENT) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let file = match rustix::fs::openat(&folder, manifest::NAME, OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC, Mode::empty()) {
        Ok(file) => file,
        Err(Errno::NOENT) => return Ok(Some((folder, Found::Nothing))),
        Err(error) => return Err(error.into()),
    };
    let stat = rustix::fs::fstat(&file)?;
    let mut bytes = Vec::new();
    if is_file(&stat) {
        File::from(file).read_to_end(&mut bytes)?;
    }
    let found = Manifest::read(&bytes).map_or(Found::Unreadable, |list| Found::Ours(list, changed(&stat)));
    Ok(Some((folder, found)))
}

fn is_file(stat: &Stat) -> bool {
    FileType::from_raw_mode(stat.st_mode) == FileType::RegularFile
}

fn changed(stat: &Stat) -> (i64, i64) {
    (stat.st_mtime, stat.st_mtime_nsec as i64)
}

/// Some of what stands in the output and is not ours, sorted; at most one more than is shown. Without a manifest that is anything at all.
fn strangers(root: &Utf8Path, list: Option<&Manifest>) -> std::io::Result<Vec<String>> {
    let folders = list.map(Manifest::folders).unwrap_or_default();
    let mut strangers = Vec::new();
    let mut open = vec![Utf8PathBuf::new()];
    while let Some(folder) = open.pop() {
        for entry in root.join(&folder).as_std_path().read_dir()? {
            let entry = entry?;
            let (name, kind) = (entry.file_name(), entry.file_type()?);
            let path = name.to_str().map(|name| folder.join(name));
            match path {
                Some(path) if kind.is_dir() && folders.contains(path.as_path()) => open.push(path),
                Some(path) if kind.is_file() && list.is_some_and(|list| is_listed(list, &path)) => {}
                _ => strangers.push(format!("{}{}", folder.join(name.to_string_lossy().as_ref()), if kind.is_dir() { "/" } else { "" })),
            }
        }
        if strangers.len() > SHOWN {
            break;
        }
    }
    strangers.sort();
    strangers.truncate(SHOWN + 1);
    Ok(strangers)
}

fn is_listed(list: &Manifest, path: &Utf8Path) -> bool {
    list.files.contains_key(path) || [manifest::NAME, manifest::UNFINISHED].contains(&path.as_str())
}
