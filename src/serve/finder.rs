//! The search of what is shown: the real index, made when somebody first asks for it and kept current from then on. A page that was
//! exchanged is in it at once; what the pass says differs seldom from that, and then it is made once more.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::shown::Shown;
use crate::assemble::Site;
use crate::index::{self, FOLDER, Gathered, Made, PageFound, Standing};

/// How many indexes are kept: a page that was opened before a save goes on with the one that it knows.
const GENERATIONS: usize = 3;
/// Nobody waits longer than this; a browser asks again.
const PATIENCE: Duration = Duration::from_secs(20);

#[derive(Default)]
pub struct Finder {
    state: Mutex<Finding>,
    done: Condvar,
}

#[derive(Default)]
struct Finding {
    /// Somebody has asked: from now on every change is followed by an index.
    is_asked: bool,
    is_stopped: bool,
    /// The change that is shown, and the one whose index is ready.
    shown: u64,
    ready: u64,
    due: Due,
    /// Newest first.
    generations: Vec<Arc<Made>>,
}

/// What has changed since the last index.
#[derive(Default)]
struct Due {
    whole: Whole,
    /// Pages exchanged since the whole was gathered.
    pages: Vec<PageFound>,
}

#[derive(Default)]
enum Whole {
    #[default]
    AsItWas,
    /// Nobody had asked for an index when the pass began.
    ToBeGathered,
    Gathered(Option<Gathered>),
}

impl Finder {
    fn state(&self) -> MutexGuard<'_, Finding> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn is_asked(&self) -> bool {
        self.state().is_asked
    }

    /// A whole pass is shown. `gathered` is what it says to search, if somebody had asked for search when it was made; none in it
    /// where the hub wants no search.
    pub fn site_changed(&self, gathered: Option<Option<Gathered>>) {
        let mut state = self.state();
        state.shown += 1;
        state.due = Due { whole: gathered.map_or(Whole::ToBeGathered, Whole::Gathered), pages: Vec::new() };
        drop(state);
        self.done.notify_all();
    }

    /// Single pages are shown in another state.
    pub fn pages_changed(&self, site: &Site, pages: impl Iterator<Item = usize>) {
        if !self.is_asked() {
            return;
        }
        let found: Vec<PageFound> = pages.map(|page| PageFound::of(site, page)).collect();
        let mut state = self.state();
        if !found.is_empty() {
            state.shown += 1;
            state.due.pages.extend(found);
        }
        drop(state);
        self.done.notify_all();
    }

    pub fn stop(&self) {
        self.state().is_stopped = true;
        self.done.notify_all();
    }

    /// Whether whoever asks now is told of the newest site.
    pub fn is_current(&self) -> bool {
        let state = self.state();
        !state.is_asked || state.ready == state.shown
    }

    /// A file of the index by its address. The two that lead to all others wait for the newest; the others are of whoever asks for them.
    pub fn file(&self, address: &str) -> Option<Vec<u8>> {
        let path = address.strip_prefix('/')?;
        let mut state = self.state();
        if !state.is_asked {
            state.is_asked = true;
            self.done.notify_all();
        }
        let is_first = path.matches('/').count() == 1;
        if is_first || state.generations.is_empty() {
            let waiting = |state: &mut Finding| !state.is_stopped && (state.ready != state.shown || state.shown == 0);
            let (woken, _) = self.done.wait_timeout_while(state, PATIENCE, waiting).unwrap_or_else(PoisonError::into_inner);
            state = woken;
        }
        // What leads to the others is never that of an earlier index.
        let asked = if is_first { 1 } else { GENERATIONS };
        let generations: Vec<Arc<Made>> = state.generations.iter().take(asked).cloned().collect();
        drop(state);
        generations.iter().find_map(|made| made.file(path))
    }

    /// Makes an index whenever one is missing, until it is stopped.
    pub fn work(&self, shown: &Shown) {
        let mut standing = Standing::default();
        loop {
            let state = self.state();
            let idle = |state: &mut Finding| !state.is_stopped && (!state.is_asked || state.ready == state.shown);
            let mut state = self.done.wait_while(state, idle).unwrap_or_else(PoisonError::into_inner);
            if state.is_stopped {
                return;
            }
            let of = state.shown;
            let due = std::mem::take(&mut state.due);
            drop(state);
            // What panics here is a fault of ours; the last index still answers.
            let made = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| make(shown, &mut standing, due)));
            if made.is_err() {
                standing = Standing::default();
            }
            let mut state = self.state();
            if made.is_ok() && standing.is_empty() {
                // The hub wants no search any more.
                state.generations.clear();
            }
            if let Ok(Some(made)) = made {
                state.generations.insert(0, Arc::new(made));
                state.generations.truncate(GENERATIONS);
            }
            state.ready = of;
            drop(state);
            self.done.notify_all();
        }
    }
}

/// None where the last index still holds.
fn make(shown: &Shown, standing: &mut Standing, due: Due) -> Option<Made> {
    let Due { whole, pages } = due;
    let whole = match whole {
        Whole::Gathered(gathered) => Some(gathered),
        Whole::AsItWas if !standing.is_empty() => None,
        // Once, and after a fault: for this long what is shown stays what it is, so that it is not done by hands that give way.
        Whole::AsItWas | Whole::ToBeGathered => Some(shown.state().edition.as_deref().and_then(|edition| index::gather(&edition.site))),
    };
    // It fails only where writing does, and nothing is written.
    shown.behind.install(|| standing.make(whole, pages)).ok().flatten()
}

/// Whether an address is a file of the index; the page of search itself is drawn like any other.
pub fn is_of_index(address: &str) -> bool {
    address.strip_prefix('/').and_then(|path| path.strip_prefix(FOLDER)).is_some_and(|rest| rest.len() > 1 && rest.starts_with('/'))
        && !address.ends_with('/')
        && !address.ends_with("/index.html")
}
