//! What a build that was killed left beside the output. A folder is reclaimed only if its name and what stands in it both say
//! that it is ours; from an old output nothing goes that its manifest does not list.

use std::collections::BTreeMap;
use std::io;

use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;
use rustix::fs::{AtFlags, renameat, statat, unlinkat};
use rustix::io::Errno;

use super::ground::Ground;
use super::last::{Found, open_with_manifest};
use super::{manifest, stage};
use crate::diagnostic::Failure;

/// Under the lock: whoever made these is gone.
pub(super) fn reclaim(ground: &Ground) -> Result<(), Failure> {
    let failed = |error: io::Error| Failure::io(&ground.parent_path, "look for what a stopped build left", &error);
    let mut olds = named(ground, "old-").map_err(failed)?;
    let stages = named(ground, "staging-").map_err(failed)?;
    if !olds.is_empty() && !stands(ground, &ground.name).map_err(failed)? {
        // Killed between the two renames of a swap: the last site comes back before anything else happens.
        // One that cannot be looked into may be that site, so it is a failure and not a leftover.
        let mut ours = Vec::new();
        for (at, old) in olds.iter().enumerate() {
            if is_sealed(ground, old).map_err(failed)? {
                ours.push(at);
            }
        }
        if let Some(at) = ours.pop() {
            let old = olds.remove(at);
            let put_back = |error: Errno| Failure::io(ground.shown_sibling(&old), "put the last site back in its place", &error.into());
            renameat(&ground.parent, &old, &ground.parent, &ground.name).map_err(put_back)?;
        }
    }
    for name in olds.iter().chain(&stages) {
        clear(ground, name).map_err(|error| Failure::io(ground.shown_sibling(name), "clear away what a stopped build left", &error))?;
    }
    Ok(())
}

/// Removes from an old output what its manifest lists, and the folder if that was all. `false` if somebody else's files keep it.
/// The manifest goes last: a build that is killed here must be able to go on.
pub(super) fn remove_listed(ground: &Ground, name: &str) -> io::Result<bool> {
    let Some((folder, found)) = open_with_manifest(&ground.parent, name)? else { return Ok(true) };
    if let Found::Ours(list, _) = found {
        let files: Vec<&Utf8Path> = list.files.keys().map(Utf8PathBuf::as_path).collect();
        side_by_side(&files, |path| gone(unlinkat(&folder, path.as_str(), AtFlags::empty())).map(|_| ()))?;
        // Level by level from the deepest: a folder can go once those in it are gone.
        let mut levels: BTreeMap<usize, Vec<&Utf8Path>> = BTreeMap::new();
        for path in list.folders() {
            levels.entry(path.components().count()).or_default().push(path);
        }
        for level in levels.values().rev() {
            side_by_side(level, |path| gone(unlinkat(&folder, path.as_str(), AtFlags::REMOVEDIR)).map(|_| ()))?;
        }
        gone(unlinkat(&folder, manifest::UNFINISHED, AtFlags::empty()))?;
        gone(unlinkat(&folder, manifest::NAME, AtFlags::empty()))?;
    }
    gone(unlinkat(&ground.parent, name, AtFlags::REMOVEDIR))
}

/// Deleting waits for the disk, not for the processor. On ext4 that discards freed blocks at once, 5,000 files took 17 s one by
/// one and less than 1 s by eight; on other file systems it made no difference.
const DELETERS: usize = 8;

fn side_by_side(paths: &[&Utf8Path], delete: impl Fn(&Utf8Path) -> io::Result<()> + Sync) -> io::Result<()> {
    // Threads cost a little, and may be refused; one by one always works.
    if paths.len() > 20 * DELETERS
        && let Ok(pool) = rayon::ThreadPoolBuilder::new().num_threads(DELETERS).build()
    {
        return pool.install(|| paths.par_iter().try_for_each(|path| delete(path)));
    }
    paths.iter().try_for_each(|path| delete(path))
}

/// Was it removed? What is gone already is as good; what has become something else, or is not empty, is somebody's and stays.
fn gone(removed: Result<(), Errno>) -> io::Result<bool> {
    match removed {
        Ok(()) | Err(Errno::NOENT) => Ok(true),
        Err(Errno::NOTEMPTY | Errno::EXIST | Errno::ISDIR | Errno::NOTDIR) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

fn clear(ground: &Ground, name: &str) -> io::Result<()> {
    if !is_sealed(ground, name)? && stands(ground, &format!("{name}/{}", manifest::UNFINISHED))? {
        stage::discard(&ground.parent_path.join(name))
    } else {
        remove_listed(ground, name).map(|_| ())
    }
}

fn is_sealed(ground: &Ground, name: &str) -> io::Result<bool> {
    Ok(matches!(open_with_manifest(&ground.parent, name)?, Some((_, Found::Ours(..)))))
}

fn stands(ground: &Ground, name: &str) -> io::Result<bool> {
    match statat(&ground.parent, name, AtFlags::SYMLINK_NOFOLLOW) {
        Ok(_) => Ok(true),
        Err(Errno::NOENT) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// Folders beside the output with a name that we give, `.public.staging-0`, by number.
fn named(ground: &Ground, role: &str) -> io::Result<Vec<String>> {
    let prefix = ground.sibling(role);
    let mut found = Vec::new();
    for entry in ground.parent_path.as_std_path().read_dir()? {
        let entry = entry?;
        let Ok(name) = entry.file_name().into_string() else { continue };
        if let Some(number) = name.strip_prefix(&prefix).and_then(|number| number.parse::<u32>().ok())
            && entry.file_type()?.is_dir()
        {
            found.push((number, name));
        }
    }
    found.sort();
    Ok(found.into_iter().map(|(_, name)| name).collect())
}
