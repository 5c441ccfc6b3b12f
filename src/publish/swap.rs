//! The moment at which the new site becomes the site.

use rustix::fs::{AtFlags, RenameFlags, renameat, renameat_with, statat};
use rustix::io::Errno;

use super::ground::Ground;
use super::last::Last;
use super::stage::Stage;
use crate::diagnostic::Failure;

/// Puts the stage in the output's place. Returns the name under which the last output now stands, to be cleared away.
pub(super) fn into_place(ground: &Ground, mut stage: Stage, last: Option<&Last>) -> Result<Option<String>, Failure> {
    let (parent, name) = (&ground.parent, ground.name.as_str());
    let Some(last) = last else {
        // No output, or an empty folder, which a rename replaces; a folder that somebody filled meanwhile it refuses.
        renameat(parent, &stage.name, parent, name).map_err(|error| failed(ground, error))?;
        stage.in_place = true;
        return Ok(None);
    };
    if !still_there(ground, last).map_err(|error| failed(ground, error))? {
        let what = "the output was moved or replaced while the new site was built";
        return Err(Failure::new(&ground.shown, what, "see what else writes there, then run the command again"));
    }
    let old = match renameat_with(parent, &stage.name, parent, name, RenameFlags::EXCHANGE) {
        Ok(()) => stage.name.clone(),
        Err(Errno::NOSYS | Errno::INVAL | Errno::OPNOTSUPP) => step_aside(ground, &stage)?,
        Err(error) => return Err(failed(ground, error)),
    };
    stage.in_place = true;
    Ok(Some(old))
}

/// For file systems that cannot exchange: between the two renames there is no output, and a build that is killed there leaves
/// the last one as `.old`, from where the next build puts it back.
pub(super) fn step_aside(ground: &Ground, stage: &Stage) -> Result<String, Failure> {
    let (parent, name) = (&ground.parent, ground.name.as_str());
    let mut number = 0;
    let old = loop {
        let old = ground.sibling(&format!("old-{number}"));
        match statat(parent, &old, AtFlags::SYMLINK_NOFOLLOW) {
            Err(Errno::NOENT) => break old,
            Ok(_) => number += 1,
            Err(error) => return Err(failed(ground, error)),
        }
    };
    renameat(parent, name, parent, &old).map_err(|error| failed(ground, error))?;
    if let Err(error) = renameat(parent, &stage.name, parent, name) {
        // If even this fails, the next build does it.
        let _ = renameat(parent, &old, parent, name);
        return Err(failed(ground, error));
    }
    Ok(old)
}

fn still_there(ground: &Ground, last: &Last) -> Result<bool, Errno> {
    let ours = rustix::fs::fstat(&last.folder)?;
    match statat(&ground.parent, &ground.name, AtFlags::SYMLINK_NOFOLLOW) {
        Ok(there) => Ok((there.st_dev, there.st_ino) == (ours.st_dev, ours.st_ino)),
        Err(Errno::NOENT) => Ok(false),
        Err(error) => Err(error),
    }
}

fn failed(ground: &Ground, error: Errno) -> Failure {
    Failure::io(&ground.shown, "put the new site in its place", &error.into())
}
