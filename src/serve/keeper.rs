//! Keeps what is shown current: waits for the bell, exchanges the one page that was saved, and has a look taken and a pass made over the
//! whole hub behind it. One thread decides and never does what takes long: looks, passes and indexes are the work of others.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use camino::{Utf8Path, Utf8PathBuf};
use jiff::Timestamp;

use super::bell::Bell;
use super::look::{Look, Seen, look};
use super::pass::{Input, KeptTheme, Passed, pass};
use super::save;
use super::shown::{Faults, Shown};
use super::told::{Redrawn, Told};
use super::{Clock, ServeRequest, Tell};
use crate::assemble::rules;
use crate::diagnostic::{Code, Diagnostic, Failure, Severity, terminal};
use crate::load::document::Document;
use crate::load::{self, Kept};
use crate::release::Released;

pub enum Message {
    /// Something happened to these files of the hub, or so it is said; `is_over` when it seems that no more will.
    Rung {
        paths: BTreeSet<Utf8PathBuf>,
        is_over: bool,
    },
    /// Something happened, and nobody knows where.
    RungAll,
    /// The look that was asked for.
    Seen(Box<Seen>),
    /// The round that was asked for: whether the disk says what it said, and how long it took to ask it.
    Round {
        holds: bool,
        took: Duration,
    },
    /// Whether anything is left to be done, and whether the disk agrees.
    Current(Sender<bool>),
    Stop,
}

/// An editor saves in several steps, a version control system in hundreds: what follows within this time is one ring.
const STEP: Duration = Duration::from_millis(8);
/// So long must it be quiet before the whole hub is passed over: whoever looks at the saved page comes first.
const QUIET: Duration = Duration::from_millis(60);
/// So long a pass stands back for the index of a saved page.
const FINDING: Duration = Duration::from_secs(1);
/// A hub in which it never gets quiet is passed over all the same, after so many rings.
const RINGS: usize = 40;
/// Bells can fail: files are looked at this often without one, or less often where looking takes long.
const ROUNDS: Duration = Duration::from_millis(500);
const ROUNDS_PER_LOOK: u32 = 40;

pub struct Keeper {
    inbox: Sender<Message>,
    shown: Arc<Shown>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Keeper {
    /// Makes the first pass before it returns.
    pub fn start(request: &ServeRequest, clock: Clock, tell: Tell, shown: Arc<Shown>) -> Result<Keeper, Failure> {
        let (inbox, messages) = mpsc::channel();
        let mut watch = Watch {
            request: request.clone(),
            clock,
            tell,
            shown: shown.clone(),
            inbox: inbox.clone(),
            bell: None,
            kept: Arc::default(),
            theme: None,
            told: BTreeSet::new(),
            known: Vec::new(),
            exchanged: BTreeMap::new(),
            saved: BTreeSet::new(),
            rung_at: None,
            rings: 0,
            due_at: None,
            round_at: Timestamp::MIN,
            is_busy: false,
            asked_at: None,
            is_sound: false,
            is_unreadable: false,
            is_broken: false,
            is_of_clock: false,
            next_change: None,
            round: ROUNDS,
        };
        watch.hang_bell();
        watch.first()?;
        let finder = shown.clone();
        let failed = |error| Failure::io(&request.hub, "start a thread", &error);
        // Nobody waits for it at the end: what it makes is for readers who are gone by then.
        std::thread::Builder::new().name("finder".into()).spawn(move || finder.finder.work(&finder)).map_err(failed)?;
        let thread = std::thread::Builder::new().name("keeper".into()).spawn(move || watch.keep(&messages)).map_err(failed)?;
        Ok(Keeper { inbox, shown, thread: Mutex::new(Some(thread)) })
    }

    /// Whether what is shown is what lies on the disk at this moment, its search included.
    pub fn is_current(&self) -> bool {
        let (answer, told) = mpsc::channel();
        let _ = self.inbox.send(Message::Current(answer));
        told.recv_timeout(Duration::from_secs(10)).unwrap_or(false) && self.shown.finder.is_current()
    }

    pub fn stop(&self) {
        let _ = self.inbox.send(Message::Stop);
        self.shown.finder.stop();
        if let Some(thread) = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take() {
            let _ = thread.join();
        }
    }
}

struct Watch {
    request: ServeRequest,
    clock: Clock,
    tell: Tell,
    shown: Arc<Shown>,
    inbox: Sender<Message>,
    bell: Option<Bell>,
    kept: Arc<Kept>,
    theme: Option<KeptTheme>,
    /// Files that rang since the hub was last looked at.
    told: BTreeSet<Utf8PathBuf>,
    /// Faults that have been said.
    known: Vec<Diagnostic>,
    /// Pages exchanged since the pass began that is under way, or since the last.
    exchanged: BTreeMap<Utf8PathBuf, Released<Document>>,
    /// Files whose changes the pass under way is for.
    saved: BTreeSet<Utf8PathBuf>,
    rung_at: Option<Timestamp>,
    /// When what the pass under way is for was saved.
    asked_at: Option<Timestamp>,
    rings: usize,
    /// When the hub is to be looked at because somebody rang, and when because nobody did.
    due_at: Option<Timestamp>,
    round_at: Timestamp,
    /// A look, a pass or a round is under way.
    is_busy: bool,
    /// What is shown is the newest state of the hub, but for single pages.
    is_sound: bool,
    is_unreadable: bool,
    /// Pages are told that something is wrong.
    is_broken: bool,
    /// The pass under way is made because a moment has come.
    is_of_clock: bool,
    next_change: Option<Timestamp>,
    round: Duration,
}

impl Watch {
    fn as_of(&self) -> Timestamp {
        self.request.as_of.unwrap_or_else(|| (self.clock)())
    }

    fn since(&self, then: Timestamp) -> Duration {
        (self.clock)().duration_since(then).try_into().unwrap_or_default()
    }

    /// Says what happened, at the hour that it is where the hub is.
    fn say(&self, told: Told) {
        let zone = self.shown.state().edition.as_deref().map_or(jiff::tz::TimeZone::UTC, |edition| edition.site.hub().zone.clone());
        (self.tell)((self.clock)().to_zoned(zone), told);
    }

    fn hang_bell(&mut self) {
        // The old one first: a folder that came back under its name is another folder.
        self.bell = None;
        match Bell::hang(&self.request.hub, self.inbox.clone()) {
            Ok(bell) => self.bell = Some(bell),
            Err(failure) if self.request.hub.as_std_path().is_dir() => self.say(Told::Unwatched(failure)),
            // Without the folder, that it is missing is all there is to say.
            Err(_) => {}
        }
    }

    /// A hub that is none, or cannot be read, is not served at all.
    fn first(&mut self) -> Result<(), Failure> {
        let (loaded, faults, kept) = load::load_again(&self.request.hub, &rules::names(), &self.kept, &self.told)?;
        self.kept = Arc::new(kept);
        let passed = pass(Input { loaded, faults, theme: None, as_of: self.as_of(), include: self.request.include, is_searched: false });
        self.saved.insert(self.request.hub.clone());
        self.take(passed);
        Ok(())
    }

    fn keep(mut self, messages: &Receiver<Message>) {
        loop {
            match messages.recv_timeout(self.until_next()) {
                Ok(Message::Stop) | Err(RecvTimeoutError::Disconnected) => return,
                Ok(Message::Seen(seen)) => self.seen(*seen),
                Ok(Message::Round { holds, took }) => self.went_round(holds, took),
                Ok(Message::Current(answer)) => self.say_whether_current(&answer),
                Ok(message) => {
                    if self.rung(message, messages) {
                        return;
                    }
                }
                Err(RecvTimeoutError::Timeout) => {}
            }
            if !self.is_busy {
                self.act();
            }
        }
    }

    fn say_whether_current(&self, answer: &Sender<bool>) {
        let is_idle = self.due_at.is_none() && !self.is_busy && !self.is_unreadable;
        let _ = answer.send(is_idle && self.kept.still_holds(&self.request.hub));
    }

    /// The moment at which the site changes by itself, where time goes on.
    fn moment(&self) -> Option<Timestamp> {
        self.next_change.filter(|_| self.request.as_of.is_none())
    }

    fn until_next(&self) -> Duration {
        if self.is_busy {
            return ROUNDS;
        }
        let next = [self.due_at, self.moment(), Some(self.round_at)].into_iter().flatten().min().unwrap_or(self.round_at);
        // A clock that is set back must not put the server to sleep.
        Duration::try_from(next.duration_since((self.clock)())).unwrap_or_default().min(self.round)
    }

    /// Does what is due.
    fn act(&mut self) {
        let now = (self.clock)();
        let is_over = |at: Timestamp, within: Duration| at <= now || at.duration_since(now).unsigned_abs() > within;
        if self.rings >= RINGS || self.due_at.is_some_and(|at| is_over(at, QUIET)) {
            if self.is_search_first() {
                self.due_at = Some(now.saturating_add(QUIET).unwrap_or(now));
            } else {
                self.look(false);
            }
        } else if self.moment().is_some_and(|at| at <= now) {
            self.next_change = None;
            self.look(true);
        } else if is_over(self.round_at, self.round) {
            self.go_round();
        }
    }

    /// Whether the index of what was exchanged comes before the pass, which says the same in nearly all cases. It is not waited for long.
    fn is_search_first(&self) -> bool {
        !self.shown.finder.is_current() && self.rung_at.is_some_and(|rung| self.since(rung) < FINDING)
    }

    /// Takes a ring and what follows on its heels. True when it is time to end.
    fn rung(&mut self, first: Message, messages: &Receiver<Message>) -> bool {
        let began = (self.clock)();
        let mut paths = BTreeSet::new();
        let mut is_clear = true;
        let mut next = Some(first);
        while let Some(message) = next {
            // Whoever has closed a file is done with it; only what waits already is taken along.
            let mut wait = STEP;
            match message {
                Message::Rung { paths: more, is_over } => {
                    paths.extend(more);
                    wait = if is_over { Duration::ZERO } else { STEP };
                }
                Message::RungAll => is_clear = false,
                Message::Seen(seen) => self.seen(*seen),
                Message::Round { holds, took } => self.went_round(holds, took),
                Message::Current(answer) => {
                    let _ = answer.send(false);
                }
                Message::Stop => return true,
            }
            next = messages.recv_timeout(wait).ok().filter(|_| self.since(began) < STEP * 6);
        }
        if !is_clear {
            // The hub's own folder may have been replaced.
            self.hang_bell();
        }
        self.rung_at = self.rung_at.or(Some(began));
        self.rings += 1;
        if is_clear && self.is_sound {
            let documents = save::show(&self.shown, &paths);
            if !documents.is_empty() {
                let files = documents.iter().map(|document| document.source.file.clone()).collect();
                self.say(Told::Redrawn(Redrawn { files, alone: true, fixed: false, took: self.since(began) }));
            }
            self.exchanged.extend(documents.into_iter().map(|document| (document.source.path.clone(), document)));
        }
        self.due_at = Some((self.clock)().saturating_add(QUIET).unwrap_or(began));
        let hub = &self.request.hub;
        self.told.extend(paths.iter().map(|path| hub.join(path)));
        false
    }

    /// Has the disk asked whether the bell has failed.
    fn go_round(&mut self) {
        self.is_busy = true;
        let (hub, kept, clock, inbox) = (self.request.hub.clone(), self.kept.clone(), self.clock.clone(), self.inbox.clone());
        self.shown.behind.spawn(move || {
            let began = clock();
            let holds = catch_unwind(AssertUnwindSafe(|| kept.still_holds(&hub))).unwrap_or(true);
            drop(kept);
            let took = clock().duration_since(began).try_into().unwrap_or_default();
            let _ = inbox.send(Message::Round { holds, took });
        });
    }

    fn went_round(&mut self, holds: bool, took: Duration) {
        self.is_busy = false;
        self.round = ROUNDS.max(took * ROUNDS_PER_LOOK);
        self.round_at = (self.clock)().saturating_add(self.round).unwrap_or(Timestamp::MAX);
        if !holds && !self.is_unreadable {
            self.hang_bell();
        }
        if !holds || self.is_unreadable {
            self.look(false);
        }
    }

    /// Has what changed read, and a pass made if anything has, or if a moment has come at which the site changes by itself.
    fn look(&mut self, is_moment: bool) {
        self.asked_at = Some(self.rung_at.take().unwrap_or_else(|| (self.clock)()));
        self.due_at = None;
        self.rings = 0;
        self.is_busy = true;
        self.is_of_clock = is_moment;
        let asked = Look {
            hub: self.request.hub.clone(),
            kept: self.kept.clone(),
            told: std::mem::take(&mut self.told),
            theme: self.theme.clone(),
            as_of: self.as_of(),
            include: self.request.include,
            is_searched: self.shown.finder.is_asked(),
            // A page that was exchanged and is as it was again has left its traces.
            is_pass_due: is_moment || self.is_unreadable || !self.exchanged.is_empty(),
        };
        // What is read from now on holds these already.
        self.exchanged.clear();
        let inbox = self.inbox.clone();
        self.shown.behind.spawn(move || drop(inbox.send(Message::Seen(Box::new(look(asked))))));
    }

    /// A look has ended, and the pass with it.
    fn seen(&mut self, seen: Seen) {
        self.is_busy = false;
        let (kept, passed) = match seen {
            Seen::Unreadable(failure) => return self.unreadable(failure),
            Seen::Same(kept) => (kept, None),
            Seen::Passed { kept, files, passed } => {
                self.saved = files;
                (kept, Some(passed))
            }
        };
        let before = std::mem::replace(&mut self.kept, Arc::new(kept));
        self.shown.behind.spawn(move || drop(before));
        if std::mem::take(&mut self.is_unreadable) {
            self.hang_bell();
        }
        if let Some(passed) = passed {
            self.take(*passed);
        }
    }

    fn unreadable(&mut self, failure: Failure) {
        self.is_sound = false;
        let text = terminal::visible_lines(&failure.to_string());
        let is_new = !self.is_unreadable;
        self.is_unreadable = true;
        self.is_broken = true;
        self.shown.fault(Faults { errors: 1, text });
        if is_new {
            self.say(Told::Unreadable(failure));
        }
    }

    /// A pass has ended.
    fn take(&mut self, passed: Passed) {
        let Passed { edition, gathered, faults, theme, next_change } = passed;
        let took = self.asked_at.take().map(|then| self.since(then)).unwrap_or_default();
        self.theme = theme;
        self.next_change = next_change.map(|next| next.at);
        let files: Vec<Utf8PathBuf> = std::mem::take(&mut self.saved).into_iter().collect();
        let errors = faults.iter().filter(|fault| fault.severity == Severity::Error).count();
        let was_broken = std::mem::take(&mut self.is_broken);
        let known: BTreeSet<_> = self.known.iter().map(Diagnostic::what).collect();
        let new: Vec<Diagnostic> = faults.iter().filter(|fault| !known.contains(&fault.what())).cloned().collect();
        drop(known);
        let is_silent = new.is_empty();
        let alone = !std::mem::take(&mut self.is_of_clock) && self.is_sound && files.iter().all(|file| self.is_shown(file));
        self.known = faults;
        if !is_silent || errors > 0 {
            self.say(Told::Faults { files: files.clone(), new, errors, took });
        }
        match edition {
            Some(mut edition) => {
                // What was exchanged while this pass was made is newer than it.
                let mut newer = Vec::new();
                for (path, document) in std::mem::take(&mut self.exchanged) {
                    edition.exchange(document);
                    newer.extend(edition.site.page_of(&path));
                }
                let old = self.shown.swap(edition);
                let is_first = old.is_none() && !was_broken;
                // Letting go of ten thousand pages takes longer than an editor should wait.
                self.shown.behind.spawn(move || drop(old));
                self.shown.finder.site_changed(gathered);
                if let Some(edition) = self.shown.state().edition.as_deref() {
                    self.shown.finder.pages_changed(&edition.site, newer.into_iter());
                }
                self.is_sound = true;
                // A page that was shown at once has been spoken of.
                if !is_first && !alone && (is_silent || was_broken) {
                    self.say(Told::Redrawn(Redrawn { files, alone: false, fixed: was_broken, took }));
                }
            }
            None => {
                self.is_sound = false;
                self.is_broken = true;
                let of: Vec<Diagnostic> = self.known.iter().filter(|fault| fault.severity == Severity::Error).cloned().collect();
                let of = if of.is_empty() { vec![unexplained()] } else { of };
                let text = terminal::render(&of, terminal::Options { colour: false, limit: Some(20) });
                self.shown.fault(Faults { errors: of.len(), text });
            }
        }
    }

    /// Whether the page of a file is shown as the file is now.
    fn is_shown(&self, file: &Utf8Path) -> bool {
        let state = self.shown.state();
        let site = state.edition.as_deref().map(|edition| &edition.site);
        let shown = site.and_then(|site| {
            let path = file.strip_prefix(&self.request.hub).ok()?;
            Some(site.documents[site.page_of(path)?].source.hash)
        });
        shown.is_some() && shown == self.kept.hash_of(file)
    }
}

/// A site that was not made although nothing is wrong would be a fault of ours.
fn unexplained() -> Diagnostic {
    Diagnostic::error(Code::Internal, crate::diagnostic::Place::whole("hub.yaml"), "the site was not put together, and nothing says why")
        .help("this is a fault of almoner: please report it with what was changed last")
}
