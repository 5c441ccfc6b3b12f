//! A fault in what somebody wrote: where it stands, what is wrong, what to do next.
//! A `Diagnostic` cannot be made without a `Place`. Nothing here knows a stage, a page or a theme;
//! the forms for people and machines are in `terminal`, `json`, `sarif` and `github`.

mod code;
pub mod explained;
mod failure;
pub mod github;
pub mod json;
mod place;
pub mod sarif;
pub mod terminal;

pub use code::Code;
pub use failure::Failure;
pub use place::Place;

use std::collections::BTreeMap;

/// How bad it is: an error stops a build, a warning does not, advice never will.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    Error,
    Warning,
    Advice,
}

impl Severity {
    pub fn name(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Advice => "advice",
        }
    }
}

/// One fault. `message` is a lower-case fragment without a full stop that names the thing in backticks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    pub severity: Severity,
    pub code: Code,
    pub message: String,
    pub place: Place,
    /// What stands under the pointer; empty when the message says it all.
    pub label: String,
    /// What to do next, one step a line.
    pub help: Vec<String>,
    /// Other places that belong to the fault, each with what it shows.
    pub related: Vec<(Place, String)>,
}

impl Diagnostic {
    pub fn error(code: Code, place: Place, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, place, message)
    }

    pub fn warning(code: Code, place: Place, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, place, message)
    }

    pub fn advice(code: Code, place: Place, message: impl Into<String>) -> Self {
        Self::new(Severity::Advice, code, place, message)
    }

    fn new(severity: Severity, code: Code, place: Place, message: impl Into<String>) -> Self {
        Diagnostic { severity, code, message: message.into(), place, label: String::new(), help: Vec::new(), related: Vec::new() }
    }

    /// The same, but no worse than `ceiling`.
    pub fn at_most(mut self, ceiling: Severity) -> Self {
        self.severity = self.severity.max(ceiling);
        self
    }

    /// What makes it this fault and no other, whatever is advised against it.
    pub fn what(&self) -> (Code, &Place, &str) {
        (self.code, &self.place, &self.message)
    }

    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }

    /// Adds "did you mean …" when one of `known` is close to `written`.
    pub fn did_you_mean<'a>(self, written: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        match nearest(written, known) {
            Some(name) => self.help(format!("did you mean `{name}`?")),
            None => self,
        }
    }

    pub fn related(mut self, place: Place, what: impl Into<String>) -> Self {
        self.related.push((place, what.into()));
        self
    }
}

/// The known name closest to what was written, if it is close enough to be a slip.
pub fn nearest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = (written.chars().count() / 3).clamp(1, 3);
    let written = written.to_lowercase();
    let letters = Letters::of(&written);
    known
        .into_iter()
        // Thousands of faults meet thousands of names: most are told apart by their letters alone.
        .filter(|name| letters.difference(&Letters::of(name)) <= limit)
        .map(|name| (strsim::damerau_levenshtein(&written, &name.to_lowercase()), name))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, name)| name)
}

/// How often each letter stands in a word: the edit distance of two words is never below the difference of their letters.
struct Letters([i16; 64]);

impl Letters {
    fn of(word: &str) -> Self {
        let mut counts = [0; 64];
        for c in word.chars() {
            counts[c.to_lowercase().next().unwrap_or(c) as usize % 64] += 1;
        }
        Letters(counts)
    }

    fn difference(&self, other: &Letters) -> usize {
        let (mut more, mut fewer) = (0i32, 0i32);
        for (a, b) in self.0.iter().zip(other.0) {
            let difference = i32::from(a - b);
            if difference > 0 { more += difference } else { fewer -= difference }
        }
        more.max(fewer) as usize
    }
}

/// Every fault of a run. Order of arrival does not matter: `sorted` puts them by file and place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    pub fn append(&mut self, other: Diagnostics) {
        self.0.extend(other.0);
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn count(&self, severity: Severity) -> usize {
        self.0.iter().filter(|d| d.severity == severity).count()
    }

    pub fn has_errors(&self) -> bool {
        self.0.iter().any(|d| d.severity == Severity::Error)
    }

    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.0.iter()
    }

    /// `hub.yaml` may lower or raise a code, as a linter's levels do; the hub decides for its own content.
    pub fn with_levels(mut self, levels: &BTreeMap<Code, Severity>) -> Self {
        for diagnostic in &mut self.0 {
            if let Some(severity) = levels.get(&diagnostic.code) {
                diagnostic.severity = *severity;
            }
        }
        self
    }

    /// Nothing here is worse than `ceiling`.
    pub fn at_most(mut self, ceiling: Severity) -> Self {
        for diagnostic in &mut self.0 {
            diagnostic.severity = diagnostic.severity.max(ceiling);
        }
        self
    }

    /// By file, line and column, each fault once.
    pub fn sorted(mut self) -> Vec<Diagnostic> {
        self.0.sort_by(|a, b| (&a.place, a.severity, a.code, &a.message).cmp(&(&b.place, b.severity, b.code, &b.message)));
        self.0.dedup();
        self.0
    }
}

impl Extend<Diagnostic> for Diagnostics {
    fn extend<T: IntoIterator<Item = Diagnostic>>(&mut self, iter: T) {
        self.0.extend(iter);
    }
}

impl FromIterator<Diagnostic> for Diagnostics {
    fn from_iter<T: IntoIterator<Item = Diagnostic>>(iter: T) -> Self {
        Diagnostics(iter.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_recognised_and_a_stranger_is_not() {
        assert_eq!(nearest("ratting", ["rating", "title"]), Some("rating"));
        assert_eq!(nearest("colour", ["rating", "title"]), None);
    }
}
