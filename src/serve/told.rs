//! What happens while a hub is served, for whoever says it to people.

use camino::Utf8PathBuf;

use crate::diagnostic::{Diagnostic, Failure};

/// Something that an editor wants to hear of.
#[derive(Debug, Clone)]
pub enum Told {
    /// What a save, or the clock, changed of what is shown.
    Redrawn(Redrawn),
    /// Faults that were not there before. With an error among them, what is shown stays as it was.
    Faults { files: Vec<Utf8PathBuf>, new: Vec<Diagnostic>, errors: usize, took: std::time::Duration },
    /// The hub cannot be read at the moment; what is shown stays as it was.
    Unreadable(Failure),
    /// The disk will not say when something happens: it is looked at every so often instead.
    Unwatched(Failure),
}

#[derive(Debug, Clone)]
pub struct Redrawn {
    /// Nobody's save when empty: a moment had come at which the site changes by itself.
    pub files: Vec<Utf8PathBuf>,
    /// Only the pages of these files were drawn anew; what others say of them follows.
    pub alone: bool,
    /// Faults had kept it from being shown until now.
    pub fixed: bool,
    pub took: std::time::Duration,
}
