//! What `mv` does: the hub is read as it is, thought through as it would be, and only then changed.

use std::collections::BTreeSet;

use camino::{Utf8Path, Utf8PathBuf};
use jiff::Timestamp;

use super::{Outcome, Watch};
use crate::assemble::{self, Site, rules};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Failure, Severity};
use crate::load::{self, Loaded};
use crate::publish::rewrite::{Rewrite, Text};
use crate::release::{self, Include};
use crate::rename::{self, Change, Move, Plan, Worlds};

/// What a move depends on.
#[derive(Debug, Clone)]
pub struct MoveRequest {
    pub hub: Utf8PathBuf,
    /// A file or folder, an address or a permanent id.
    pub old: String,
    pub new: String,
    pub as_of: Timestamp,
    /// Only say what would change.
    pub dry_run: bool,
}

/// What was done, or would be.
#[derive(Debug)]
pub struct Moved {
    pub asked: Move,
    pub plan: Plan,
}

/// Gives a page, a file or a folder another name and repairs whatever names it. Nothing is written unless everything can be repaired.
pub fn mv(request: &MoveRequest, watch: &mut dyn Watch) -> Result<Outcome<Moved>, Failure> {
    let hub = request.hub.as_path();
    let nothing = |diagnostics| Ok(Outcome { made: None, diagnostics });
    let (loaded, faults) = load::load(hub, &rules::names())?;
    let Some(loaded) = loaded else { return nothing(faults) };
    watch.stage("load", format!("{} pages", loaded.documents.len()));
    let unsure = unreadable(&loaded, &faults);
    if unsure.has_errors() {
        return nothing(unsure);
    }
    let (before, faults_before) = whole(loaded, faults, request.as_of);
    let on_disk = |path: &Utf8Path| hub.join(path);
    let asked = rename::find(&before, hub, &request.old, &request.new, &|path| on_disk(path).is_dir(), &|path| on_disk(path).is_file())?;
    let path = |old: &Utf8Path| asked.after(old);
    let (again, mut faults) = read_again(hub)?;
    let (moved, more) = again.changed(&path, &rename::Texts::new());
    faults.append(more);
    let Some(moved) = moved else { return nothing(faults) };
    let (moved, _) = whole(moved, Diagnostics::new(), request.as_of);
    if moved.documents.len() != before.documents.len() {
        return nothing(faults);
    }
    let worlds = Worlds { before: &before, moved: &moved, asked: &asked };
    let (plan, texts, faults) = worlds.plan()?;
    watch.stage("plan", format!("{} repairs in {} files", plan.repaired, plan.changes.len()));
    if faults.has_errors() {
        return nothing(faults);
    }
    let (again, mut faults) = read_again(hub)?;
    let (after, more) = again.changed(&path, &texts);
    faults.append(more);
    let Some(mut after) = after else { return nothing(faults) };
    for change in plan.changes.iter().filter(|change| change.before.is_none()) {
        let (with, more) = after.with_page(&change.path, &hub.join(&change.path), &change.after);
        after = with;
        faults.append(more);
    }
    let (after, faults_after) = whole(after, faults, request.as_of);
    // What a draft still lacks is advice, and no move brings it about.
    let is_fault = |fault: &Diagnostic| fault.severity != Severity::Advice;
    let new_faults: Diagnostics = worlds.proof(&after, &faults_before, &faults_after).into_iter().filter(is_fault).collect();
    if new_faults.iter().next().is_some() {
        return nothing(new_faults);
    }
    watch.stage("proof", "everything leads where it led".to_owned());
    if !request.dry_run {
        write(hub, &asked, &plan)?;
    }
    Ok(Outcome { made: Some(Moved { asked, plan }), diagnostics: Diagnostics::new() })
}

/// Faults that hide what a file names.
fn unreadable(loaded: &Loaded, faults: &Diagnostics) -> Diagnostics {
    let is_unread = |fault: &Diagnostic| {
        let of_page = loaded.unread.iter().any(|page| fault.place.file.ends_with(&page.path));
        of_page || matches!(fault.code, Code::SearchFault | Code::ConfigFault | Code::TypeFault | Code::FileNotText)
    };
    faults.iter().filter(|fault| is_unread(fault)).cloned().collect()
}

/// The hub once more, with the faults of everything but its pages: with a change all of these are read anew, and say theirs then.
fn read_again(hub: &Utf8Path) -> Result<(Loaded, Diagnostics), Failure> {
    let (loaded, faults) = load::load(hub, &rules::names())?;
    let lost = || Failure::new(hub, "somebody changed the hub meanwhile", "run the command again; nothing was changed");
    let loaded = loaded.ok_or_else(lost)?;
    let pages: BTreeSet<&Utf8Path> = loaded.documents.iter().map(|document| document.source.file.as_path()).collect();
    let of_others = faults.iter().filter(|fault| !pages.contains(&*fault.place.file)).cloned().collect();
    Ok((loaded, of_others))
}

/// The hub with everything that is written in it, public or not.
fn whole(mut loaded: Loaded, mut faults: Diagnostics, as_of: Timestamp) -> (Site, Diagnostics) {
    let documents = std::mem::take(&mut loaded.documents);
    let release = release::for_editors(documents, as_of, &loaded.hub.zone);
    let (site, more) = assemble::assemble(loaded, release, as_of, Include::EVERYTHING);
    faults.append(more);
    (site, faults)
}

fn write(hub: &Utf8Path, asked: &Move, plan: &Plan) -> Result<(), Failure> {
    let mut texts = Vec::new();
    for Change { path, old, before, after, .. } in &plan.changes {
        let mut bytes = Vec::new();
        if let (Some(old), Some(before)) = (old, before) {
            let disk = hub.join(old);
            let found = load::bytes(&disk)?;
            let text = found.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(&found);
            if text != before.as_bytes() {
                return Err(Failure::new(disk, "somebody changed this file meanwhile", "run the command again; nothing was changed"));
            }
            bytes.extend_from_slice(&found[..found.len() - text.len()]);
        }
        bytes.extend_from_slice(after.as_bytes());
        texts.push(Text { path: hub.join(path), bytes, is_new: before.is_none() });
    }
    Rewrite { moved: Some((hub.join(&asked.from), hub.join(&asked.to))), texts }.apply(hub)
}
