//! What an import found, what became of it, and where: for the terminal in a few lines, for the file in full, for machines as JSON.

use std::collections::BTreeMap;

use camino::Utf8PathBuf;
use serde::Serialize;

/// What a finding is about, in the order in which a report speaks of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Matter {
    /// A file that was not brought over.
    File,
    /// A page that was brought over with a difference.
    Page,
    Shortcode,
    Html,
    /// A link or image that leads nowhere.
    DeadLink,
    /// An old address that could not be kept.
    Alias,
    /// Something of a Word document that was lost.
    Word,
}

impl Matter {
    pub fn heading(self) -> &'static str {
        match self {
            Matter::File => "Files that were not brought over",
            Matter::Page => "Pages to look at",
            Matter::Shortcode => "Shortcodes",
            Matter::Html => "HTML",
            Matter::DeadLink => "Links and images that lead nowhere",
            Matter::Alias => "Old addresses that lead nowhere now",
            Matter::Word => "Lost from Word documents",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Finding {
    pub matter: Matter,
    /// The name of the shortcode or tag; empty where every finding is of one kind.
    pub kind: String,
    /// What became of it.
    pub became: String,
    pub file: Utf8PathBuf,
    /// From 1; 0 for a file as a whole.
    pub line: u32,
    pub column: u32,
    /// The address, the reason, the mark as it was written.
    pub words: String,
}

impl Finding {
    /// HTML that became Markdown is counted; a list of its places would hide the others.
    pub fn needs_a_look(&self) -> bool {
        self.matter != Matter::Html || !matches!(self.became.as_str(), "Markdown" | "its words")
    }
}

/// How a field fared, over all pages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldCount {
    pub field: String,
    pub became: String,
    pub pages: usize,
}

#[derive(Debug, Clone, Default, Serialize)]
pub struct Report {
    /// `Hugo`, or `Word` for documents.
    pub source: String,
    /// What it was known by.
    pub sign: String,
    pub settings: Option<Utf8PathBuf>,
    pub pages: usize,
    /// Not public, and why, with how many pages.
    pub drafts: BTreeMap<String, usize>,
    /// Pages that wait for their day, and pages whose day is over, at the moment of the import.
    pub waiting: usize,
    pub ended: usize,
    pub topics: usize,
    pub files: usize,
    pub links: usize,
    pub aliases: usize,
    pub untitled: usize,
    pub comments: usize,
    pub unused_files: usize,
    /// What is missing in `hub.yaml` and was made up or left out.
    pub to_settle: Vec<String>,
    pub fields: Vec<FieldCount>,
    pub findings: Vec<Finding>,
}

/// Findings of one kind: how many, and what became of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally<'r> {
    pub kind: &'r str,
    pub count: usize,
    /// The most frequent first.
    pub became: Vec<(&'r str, usize)>,
}

impl Report {
    pub fn of(&self, matter: Matter) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(move |finding| finding.matter == matter)
    }

    /// Kinds with their counts, the most frequent first.
    pub fn tallies(&self, matter: Matter) -> Vec<Tally<'_>> {
        let mut kinds: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
        for finding in self.of(matter) {
            *kinds.entry(finding.kind.as_str()).or_default().entry(finding.became.as_str()).or_default() += 1;
        }
        let mut tallies: Vec<Tally<'_>> = kinds
            .into_iter()
            .map(|(kind, became)| {
                let mut became: Vec<(&str, usize)> = became.into_iter().collect();
                became.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
                Tally { kind, count: became.iter().map(|(_, count)| count).sum(), became }
            })
            .collect();
        tallies.sort_by_key(|tally| std::cmp::Reverse(tally.count));
        tallies
    }

    /// What became of the findings of a matter, the most frequent first.
    pub fn outcomes(&self, matter: Matter) -> Vec<(&str, usize)> {
        let mut outcomes: BTreeMap<&str, usize> = BTreeMap::new();
        for finding in self.of(matter) {
            *outcomes.entry(finding.became.as_str()).or_default() += 1;
        }
        let mut outcomes: Vec<(&str, usize)> = outcomes.into_iter().collect();
        outcomes.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        outcomes
    }

    /// The report in full: every finding with its place in the old folder.
    pub fn text(&self) -> String {
        let mut out = format!("Import from {}, known by {}\n\n", self.source, self.sign);
        let mut line = |text: String| {
            out.push_str(&text);
            out.push('\n');
        };
        line(format!("  {:>6}  pages", self.pages));
        for (why, pages) in &self.drafts {
            line(format!("  {pages:>6}  of them drafts: {why}"));
        }
        for (count, what) in [
            (self.waiting, "of them waiting for their day"),
            (self.ended, "of them past their last day: a note stands in their place"),
            (self.untitled, "of them without a title of their own"),
            (self.topics, "topics"),
            (self.files, "files that pages show or lead to"),
            (self.unused_files, "files that no page names, left where they are"),
            (self.links, "links that lead to their pages and files"),
            (self.aliases, "old addresses that lead on"),
            (self.comments, "comments in front matter, left out"),
        ] {
            if count > 0 {
                line(format!("  {count:>6}  {what}"));
            }
        }
        if !self.to_settle.is_empty() {
            line("\nTo settle in content/hub.yaml".into());
            self.to_settle.iter().for_each(|what| line(format!("  {what}")));
        }
        if !self.fields.is_empty() {
            line("\nFields of the front matter\n".into());
            for field in &self.fields {
                line(format!("  {:>6}  {:<24} {}", field.pages, field.field, field.became));
            }
        }
        for matter in [Matter::Shortcode, Matter::Html, Matter::Word, Matter::DeadLink, Matter::Alias, Matter::Page, Matter::File] {
            if self.of(matter).next().is_none() {
                continue;
            }
            line(format!("\n{}\n", matter.heading()));
            let tallies = self.tallies(matter);
            let listed = self.of(matter).any(Finding::needs_a_look);
            if tallies.len() > 1 || tallies.iter().any(|tally| !tally.kind.is_empty()) {
                for tally in tallies.iter().filter(|tally| !tally.kind.is_empty()) {
                    line(format!("  {:>6}  {:<24} {}", tally.count, tally.kind, list(&tally.became)).trim_end().to_owned());
                }
                if listed {
                    line(String::new());
                }
            }
            for finding in self.of(matter).filter(|finding| finding.needs_a_look()) {
                let place = if finding.line == 0 {
                    finding.file.to_string()
                } else {
                    format!("{}:{}:{}", finding.file, finding.line, finding.column)
                };
                let kind = if finding.kind.is_empty() { String::new() } else { format!(" {}", finding.kind) };
                let became = if finding.became.is_empty() { String::new() } else { format!(" -> {}", finding.became) };
                let words = if finding.words.is_empty() { String::new() } else { format!("  {}", finding.words) };
                line(format!("  {place}{kind}{became}{words}"));
            }
        }
        out
    }
}

/// `links (12), images (3)`.
pub fn list(outcomes: &[(&str, usize)]) -> String {
    match outcomes {
        // Of one kind, the count stands before it already.
        [(what, _)] => (*what).to_owned(),
        several => several
            .iter()
            .filter(|(what, _)| !what.is_empty())
            .map(|(what, count)| format!("{what} ({count})"))
            .collect::<Vec<_>>()
            .join(", "),
    }
}
