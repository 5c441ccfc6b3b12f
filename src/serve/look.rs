//! A look at the hub, behind what is shown: what has changed is read, and where anything has, a pass is made over the whole.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use camino::Utf8PathBuf;
use jiff::Timestamp;

use super::pass::{Input, KeptTheme, Passed, pass};
use crate::assemble::rules;
use crate::diagnostic::Failure;
use crate::load::{self, Kept};
use crate::release::Include;

/// What is to be looked at.
pub struct Look {
    pub hub: Utf8PathBuf,
    /// What the last look read.
    pub kept: Arc<Kept>,
    /// Files that rang since.
    pub told: BTreeSet<Utf8PathBuf>,
    pub theme: Option<KeptTheme>,
    pub as_of: Timestamp,
    pub include: Include,
    pub is_searched: bool,
    /// A pass is due whether or not anything has changed.
    pub is_pass_due: bool,
}

/// What it came to.
pub enum Seen {
    Unreadable(Failure),
    /// All is as it was.
    Same(Kept),
    Passed {
        kept: Kept,
        files: BTreeSet<Utf8PathBuf>,
        passed: Box<Passed>,
    },
}

pub fn look(look: Look) -> Seen {
    let Look { hub, kept: before, told, theme, as_of, include, is_searched, is_pass_due } = look;
    let read = catch_unwind(AssertUnwindSafe(|| load::load_again(&hub, &rules::names(), &before, &told)));
    let (loaded, faults, kept) = match read {
        Ok(Ok(read)) => read,
        Ok(Err(failure)) => return Seen::Unreadable(failure),
        Err(_) => {
            let what = "reading the hub failed inside almoner";
            return Seen::Unreadable(Failure::new(&hub, what, "please report it with what was changed last"));
        }
    };
    let changes = kept.changes_since(&before);
    if changes.is_empty() && !kept.differs_in_names_from(&before) && !is_pass_due {
        return Seen::Same(kept);
    }
    let files = changes.into_iter().map(|(file, _)| file).collect();
    drop(before);
    Seen::Passed { kept, files, passed: Box::new(pass(Input { loaded, faults, theme, as_of, include, is_searched })) }
}
