//! What is shown: one edition of the site, swapped whole or exchanged by the page, and what is wrong with the newest state of the hub.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use tokio::sync::watch;

use super::answer::{self, Answer};
use super::behind;
use super::finder::Finder;
use super::pass::Edition;
use crate::assemble::exchange;
use crate::diagnostic::Failure;
use crate::load::document::Document;
use crate::release::Released;

/// Answers that are kept drawn. They are cheap to draw again, and a walk over the whole hub must not fill the memory with it.
const KEPT_ANSWERS: usize = 400;

pub struct Shown {
    state: RwLock<State>,
    answers: Mutex<Answers>,
    pub finder: Finder,
    /// Counts every change of what is shown.
    ticks: watch::Sender<u64>,
    /// Pages are drawn by threads of their own, not to wait for those that put the whole site together.
    hands: rayon::ThreadPool,
    /// These do.
    pub behind: rayon::ThreadPool,
}

#[derive(Default)]
pub struct State {
    pub edition: Option<Box<Edition>>,
    /// The errors of the newest state of the hub, as the terminal says them.
    pub faults: Option<Faults>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Faults {
    pub errors: usize,
    pub text: String,
}

/// Drawn answers, and for which tick they hold.
#[derive(Default)]
struct Answers {
    tick: u64,
    drawn: BTreeMap<String, Arc<Answer>>,
}

impl Shown {
    pub fn new() -> Result<Self, Failure> {
        let hands = rayon::ThreadPoolBuilder::new().num_threads(2).thread_name(|number| format!("draw-{number}")).build();
        let hands = hands.map_err(|error| Failure::new("serve", format!("cannot start threads: {error}"), "close other programs"))?;
        Ok(Shown {
            state: RwLock::default(),
            answers: Mutex::default(),
            finder: Finder::default(),
            ticks: watch::Sender::new(0),
            hands,
            behind: behind::hands()?,
        })
    }

    pub fn state(&self) -> RwLockReadGuard<'_, State> {
        self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn state_mut(&self) -> RwLockWriteGuard<'_, State> {
        self.state.write().unwrap_or_else(PoisonError::into_inner)
    }

    fn answers(&self) -> MutexGuard<'_, Answers> {
        self.answers.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Tells of every change from now on.
    pub fn ticks(&self) -> watch::Receiver<u64> {
        self.ticks.subscribe()
    }

    /// Shows another edition. The old one comes back: letting go of ten thousand pages takes its time.
    pub fn swap(&self, edition: Box<Edition>) -> Option<Box<Edition>> {
        let mut state = self.state_mut();
        let old = state.edition.replace(edition);
        state.faults = None;
        self.changed();
        old
    }

    /// Says what is wrong; what is shown stays as it is.
    pub fn fault(&self, faults: Faults) {
        let mut state = self.state_mut();
        if state.faults.as_ref() != Some(&faults) {
            state.faults = Some(faults);
            self.changed();
        }
    }

    /// Puts the newest state of one page in its place; false where only a whole pass can.
    pub fn exchange(&self, document: Released<Document>) -> bool {
        let mut state = self.state_mut();
        let done = state.edition.as_deref_mut().is_some_and(|edition| edition.exchange(document));
        if done {
            self.changed();
        }
        done
    }

    /// With the state still locked, so that nobody takes an old answer for a new one.
    fn changed(&self) {
        let mut answers = self.answers();
        answers.tick += 1;
        answers.drawn.clear();
        self.ticks.send_replace(answers.tick);
    }

    /// The answer to an address. `path` is only ever a key.
    pub fn answer(&self, path: &str) -> Arc<Answer> {
        if let Some(answer) = self.answers().drawn.get(path) {
            return answer.clone();
        }
        let (answer, tick) = self.hands.install(|| {
            let state = self.state();
            let tick = self.answers().tick;
            (Arc::new(answer::draw(&state, path)), tick)
        });
        let mut answers = self.answers();
        if answers.tick == tick && answer.keep {
            if answers.drawn.len() >= KEPT_ANSWERS {
                answers.drawn.clear();
            }
            answers.drawn.insert(path.to_owned(), answer.clone());
        }
        answer
    }
}

impl Edition {
    /// See `assemble::exchange`.
    pub fn exchange(&mut self, document: Released<Document>) -> bool {
        let Some(page) = self.site.page_of(&document.source.path) else { return false };
        if self.site.documents[page].source.hash == document.source.hash {
            return true;
        }
        let done = exchange(&mut self.site, page, document).is_some();
        if done {
            self.palette.exchanged(&self.site, page);
        }
        done
    }
}
