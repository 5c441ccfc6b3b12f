//! The search of what is shown: the real index, made when somebody first asks for it and kept current from then on.

use std::collections::BTreeMap;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::shown::Shown;
use crate::index::{self, FOLDER};

/// How many indexes are kept: a page that was opened before a save goes on with the one that it knows.
const GENERATIONS: usize = 2;
/// Nobody waits longer than this; a browser asks again.
const PATIENCE: Duration = Duration::from_secs(20);

#[derive(Default)]
pub struct Finder {
    state: Mutex<Finding>,
    done: Condvar,
}

#[derive(Default)]
struct Finding {
    /// Somebody has asked: from now on every whole pass is followed by an index.
    is_asked: bool,
    is_stopped: bool,
    /// The pass whose site is shown, and the one whose index is ready.
    shown: u64,
    ready: u64,
    /// Newest first.
    generations: Vec<Files>,
}

type Files = BTreeMap<String, Arc<Vec<u8>>>;

impl Finder {
    fn state(&self) -> MutexGuard<'_, Finding> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A whole pass is shown.
    pub fn site_changed(&self) {
        self.state().shown += 1;
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
    pub fn file(&self, address: &str) -> Option<Arc<Vec<u8>>> {
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
        state.generations.iter().find_map(|files| files.get(path)).cloned()
    }

    /// Makes an index whenever one is missing, until it is stopped.
    pub fn work(&self, shown: &Shown) {
        loop {
            let state = self.state();
            let idle = |state: &mut Finding| !state.is_stopped && (!state.is_asked || state.ready == state.shown);
            let state = self.done.wait_while(state, idle).unwrap_or_else(PoisonError::into_inner);
            if state.is_stopped {
                return;
            }
            let of = state.shown;
            drop(state);
            // What panics here is a fault of ours; the last index still answers.
            let made = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| make(shown)));
            let mut state = self.state();
            if let Ok(files) = made {
                state.generations.insert(0, files);
                state.generations.truncate(GENERATIONS);
            }
            state.ready = of;
            drop(state);
            self.done.notify_all();
        }
    }
}

fn make(shown: &Shown) -> Files {
    let gathered = shown.state().edition.as_deref().and_then(|edition| index::gather(&edition.site));
    let files = Mutex::new(Files::new());
    if let Some(gathered) = gathered {
        let put = |path: &str, bytes: &[u8]| {
            files.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned(), Arc::new(bytes.to_vec()));
            Ok(())
        };
        // It fails only where writing does, and nothing is written.
        let _ = index::write(gathered, &put);
    }
    files.into_inner().unwrap_or_else(PoisonError::into_inner)
}

/// Whether an address is a file of the index; the page of search itself is drawn like any other.
pub fn is_of_index(address: &str) -> bool {
    address.strip_prefix('/').and_then(|path| path.strip_prefix(FOLDER)).is_some_and(|rest| rest.len() > 1 && rest.starts_with('/'))
        && !address.ends_with('/')
        && !address.ends_with("/index.html")
}
