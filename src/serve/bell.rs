//! The doorbell. What the system says happened is not believed, neither in kind nor in place; it only says that it is time to look.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::mpsc::Sender;

use camino::{Utf8Path, Utf8PathBuf};
use notify::event::{AccessKind, AccessMode, ModifyKind, RenameMode};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::keeper::Message;
use crate::diagnostic::Failure;

/// Rings as long as it is kept.
pub struct Bell {
    _watcher: RecommendedWatcher,
}

impl Bell {
    /// Watches a folder and everything below it.
    pub fn hang(hub: &Utf8Path, inbox: Sender<Message>) -> Result<Bell, Failure> {
        let failed = |error: notify::Error| {
            let advice = match error.kind {
                notify::ErrorKind::MaxFilesWatch => "raise the limit with `sysctl fs.inotify.max_user_watches=524288`",
                _ => "saves are noticed all the same, a little later",
            };
            Failure::new(hub, format!("the system will not watch this folder: {error}"), advice)
        };
        let below = Below::of(hub);
        let rung = move |event: notify::Result<Event>| {
            if let Some(message) = heard(event, &below) {
                // Nobody listens any more when the server ends.
                let _ = inbox.send(message);
            }
        };
        let mut watcher = notify::recommended_watcher(rung).map_err(failed)?;
        watcher.watch(hub.as_std_path(), RecursiveMode::Recursive).map_err(failed)?;
        Ok(Bell { _watcher: watcher })
    }
}

/// Names of events are absolute, however the hub was named.
struct Below {
    hub: Utf8PathBuf,
    absolute: Option<std::path::PathBuf>,
}

impl Below {
    fn of(hub: &Utf8Path) -> Self {
        Below { hub: hub.to_owned(), absolute: std::path::absolute(hub).ok() }
    }

    /// A path inside the hub.
    fn path(&self, path: &Path) -> Option<Utf8PathBuf> {
        let inside = self.absolute.as_deref().and_then(|hub| path.strip_prefix(hub).ok()).or_else(|| path.strip_prefix(&self.hub).ok())?;
        Some(Utf8Path::from_path(inside)?.to_owned())
    }
}

fn heard(event: notify::Result<Event>, below: &Below) -> Option<Message> {
    let Ok(event) = event else { return Some(Message::RungAll) };
    if event.need_rescan() {
        return Some(Message::RungAll);
    }
    // Somebody has written a file to its end, or put a whole one in its place.
    let is_over = matches!(
        event.kind,
        EventKind::Access(AccessKind::Close(AccessMode::Write)) | EventKind::Modify(ModifyKind::Name(RenameMode::To | RenameMode::Both))
    );
    // Our own reading opens and closes files: with these, each look would ring for the next.
    if matches!(event.kind, EventKind::Access(_)) && !is_over {
        return None;
    }
    let paths: Option<BTreeSet<Utf8PathBuf>> = event.paths.iter().map(|path| below.path(path)).collect();
    match paths {
        Some(paths) if paths.is_empty() || paths.contains(Utf8Path::new("")) => Some(Message::RungAll),
        Some(paths) => {
            // What tools keep in hidden folders, version control above all, is no part of the hub.
            let hidden = |path: &Utf8PathBuf| path.components().any(|part| part.as_str().starts_with('.'));
            let seen: BTreeSet<Utf8PathBuf> = paths.into_iter().filter(|path| !hidden(path)).collect();
            (!seen.is_empty()).then_some(Message::Rung { paths: seen, is_over })
        }
        None => Some(Message::RungAll),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use notify::event::{CreateKind, Flag};

    fn says(event: Event) -> String {
        let below = Below { hub: "hub".into(), absolute: Some("/home/hub".into()) };
        match heard(Ok(event), &below) {
            None => "nothing".to_owned(),
            Some(Message::RungAll) => "all".to_owned(),
            Some(Message::Rung { paths, is_over }) => {
                let paths: Vec<&str> = paths.iter().map(|path| path.as_str()).collect();
                format!("{}{}", paths.join(" "), if is_over { ", and it is over" } else { "" })
            }
            Some(_) => "something else".to_owned(),
        }
    }

    fn event(kind: EventKind, path: &str) -> Event {
        Event::new(kind).add_path(path.into())
    }

    #[test]
    fn reading_rings_no_bell() {
        assert_eq!(says(event(EventKind::Access(AccessKind::Read), "/home/hub/a.md")), "nothing");
        assert_eq!(says(event(EventKind::Modify(ModifyKind::Any), "/home/hub/guides/a.md")), "guides/a.md");
        assert_eq!(says(event(EventKind::Create(CreateKind::Any), "/home/hub/.git/index.lock")), "nothing");
    }

    #[test]
    fn a_file_that_is_closed_or_in_its_place_needs_no_waiting() {
        let closed = |mode| EventKind::Access(AccessKind::Close(mode));
        assert_eq!(says(event(closed(AccessMode::Write), "/home/hub/a.md")), "a.md, and it is over");
        assert_eq!(says(event(closed(AccessMode::Read), "/home/hub/a.md")), "nothing");
        let named = EventKind::Modify(ModifyKind::Name(RenameMode::To));
        assert_eq!(says(event(named, "/home/hub/a.md")), "a.md, and it is over");
    }

    #[test]
    fn what_is_lost_or_unclear_rings_for_everything() {
        assert_eq!(says(Event::new(EventKind::Other).set_flag(Flag::Rescan)), "all");
        assert_eq!(says(event(EventKind::Modify(ModifyKind::Any), "/home/hub")), "all");
        assert_eq!(says(event(EventKind::Modify(ModifyKind::Any), "/elsewhere/a.md")), "all");
    }
}
