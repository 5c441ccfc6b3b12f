//! What a person means by the two names of a move: a file or folder as they see it, an address, or a permanent id.

use camino::{Utf8Path, Utf8PathBuf};

use crate::assemble::register::Found;
use crate::assemble::{Site, address};
use crate::diagnostic::{Failure, nearest};

/// A file or a whole folder of the hub, and where it goes. Both paths are inside the hub.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Move {
    pub from: Utf8PathBuf,
    pub to: Utf8PathBuf,
    /// The hub's folder as it was named.
    pub root: Utf8PathBuf,
}

impl Move {
    /// Where a file is after the move; none for one that stays.
    pub fn after(&self, path: &Utf8Path) -> Option<Utf8PathBuf> {
        let rest = path.strip_prefix(&self.from).ok()?;
        Some(if rest.as_str().is_empty() { self.to.clone() } else { self.to.join(rest) })
    }

    /// The same for a file as diagnostics name it.
    pub fn after_disk(&self, file: &Utf8Path) -> Utf8PathBuf {
        let moved = file.strip_prefix(&self.root).ok().and_then(|path| self.after(path));
        moved.map_or_else(|| file.to_owned(), |path| self.root.join(path))
    }

    /// Where the list of a folder is after the move.
    pub fn after_address(&self, at: &str) -> Option<String> {
        if self.from.extension() == Some("md") {
            return None;
        }
        let rest = at.strip_prefix(&address::of_folder(&self.from))?;
        Some(format!("{}{rest}", address::of_folder(&self.to)))
    }
}

/// Reads the two names. `is_folder` says whether a path of the hub is a folder, `is_file` whether it is a file.
pub fn find(
    site: &Site,
    root: &Utf8Path,
    old: &str,
    new: &str,
    is_folder: &dyn Fn(&Utf8Path) -> bool,
    is_file: &dyn Fn(&Utf8Path) -> bool,
) -> Result<Move, Failure> {
    let from = source(site, root, old, is_folder, is_file)?;
    let is_page = from.extension() == Some("md") && !is_folder(&from);
    let inside = within(root, new);
    let into_folder = !new.starts_with('/') && (new.ends_with('/') || is_folder(&inside)) && inside != from;
    let mut to = if into_folder {
        inside.join(from.file_name().unwrap_or_default())
    } else if !new.contains('/') {
        // A bare name is a new name in the same folder.
        from.parent().unwrap_or(Utf8Path::new("")).join(new)
    } else {
        inside
    };
    if is_page && to.extension() != Some("md") {
        to = Utf8PathBuf::from(format!("{to}.md"));
    }
    let refuse = |what: &str, advice: &str| Err(Failure::new(new, what, advice));
    if to.as_str().is_empty() || to.components().any(|part| part.as_str() == "..") {
        return refuse("this lies outside the hub", "name a place in the hub, as in `guides/first-visit.md`");
    }
    if to.components().any(|part| part.as_str().starts_with('.') || (part.as_str().starts_with('_') && part.as_str() != "_index.md")) {
        return refuse("what is called so is not published", "choose a name without a leading dot or underscore");
    }
    if to == from {
        return refuse("it has this name already", "choose another name");
    }
    if to.starts_with(&from) {
        return refuse("a folder cannot be moved into itself", "choose another place");
    }
    if is_file(&to) || is_folder(&to) {
        return Err(Failure::new(root.join(&to), "there is already a file or folder of this name", "choose another name"));
    }
    Ok(Move { from, to, root: root.to_owned() })
}

fn source(
    site: &Site,
    root: &Utf8Path,
    old: &str,
    is_folder: &dyn Fn(&Utf8Path) -> bool,
    is_file: &dyn Fn(&Utf8Path) -> bool,
) -> Result<Utf8PathBuf, Failure> {
    let path = within(root, old);
    let is_hidden = |path: &Utf8Path| path.components().any(|part| part.as_str().starts_with(['.', '_']) && part.as_str() != "_index.md");
    let named = [path.clone(), Utf8PathBuf::from(format!("{path}.md"))];
    // A page `a.md` and a folder `a` may stand side by side: the one that is written is meant.
    if let Some(found) = named.into_iter().find(|path| !path.as_str().is_empty() && (is_file(path) || is_folder(path))) {
        if is_hidden(&found) || found == "hub.yaml" || site.hub().bibliography.as_ref() == Some(&found) {
            return Err(Failure::new(old, "this file steers the hub and keeps its name", "rename it by hand, and what names it with it"));
        }
        return Ok(found);
    }
    let name = old.strip_prefix("id:").unwrap_or(old);
    let found = match site.register.reference(name, &[]) {
        Found::Nothing => site.register.address(&address::normal(name)),
        found => found,
    };
    match found {
        Found::Page(page) => {
            let path = site.documents[page].source.path.clone();
            // The page that introduces a folder stands for it.
            let folder = path.parent().filter(|folder| path.file_name() == Some("_index.md") && !folder.as_str().is_empty());
            Ok(folder.map_or_else(|| path.clone(), Utf8Path::to_owned))
        }
        Found::Ambiguous(pages) => {
            let files: Vec<&str> = pages.iter().map(|page| site.documents[*page].source.path.as_str()).collect();
            Err(Failure::new(old, "more than one page has this name", format!("name its file: {}", files.join(", "))))
        }
        _ => {
            let known = site.register.paths().map(Utf8Path::as_str).chain(site.register.names(&[]));
            let hint = nearest(old, known).map(|near| format!("did you mean `{near}`? ")).unwrap_or_default();
            Err(Failure::new(old, "the hub has no such page, file or folder", format!("{hint}name a file, a folder, an address or an id")))
        }
    }
}

/// A name as a path inside the hub, with or without the hub's own folder before it.
fn within(root: &Utf8Path, name: &str) -> Utf8PathBuf {
    let plain: Utf8PathBuf = Utf8Path::new(name).components().filter(|part| part.as_str() != ".").collect();
    let root: Utf8PathBuf = root.components().filter(|part| part.as_str() != ".").collect();
    let inside = plain.strip_prefix(&root).map(Utf8Path::to_owned).unwrap_or(plain);
    Utf8PathBuf::from(inside.as_str().trim_start_matches('/'))
}
