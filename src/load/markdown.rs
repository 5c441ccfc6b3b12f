//! What a piece of Markdown says and refers to, and what is wrong with it. Its HTML is `render::body`'s work.
//! Both walk the same `flow`, so the n-th reference that is listed here is the n-th that is printed there.

mod builder;
mod cite;
mod faults;
pub(crate) mod flow;
mod line;
mod links;
mod markup;
mod words;

use std::ops::Range;

use super::content_type::RawHtml;
use crate::diagnostic::{Code, Severity};
use flow::Flow;
pub use line::{Line, LineKind, Mark, lines};

/// What a piece of Markdown contains, without its HTML. Ranges are bytes of the text it was read from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Prose {
    pub headings: Vec<Heading>,
    pub references: Vec<Reference>,
    pub words: usize,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    pub level: u8,
    /// Unique in its piece of Markdown.
    pub id: String,
    pub text: String,
    pub range: Range<usize>,
    /// Inside a quotation or a list, where it opens no section.
    pub nested: bool,
}

/// Something that the text points at and that the site has to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// The whole construct.
    pub range: Range<usize>,
    /// The part to point at: the address, the key, the name.
    pub target: Range<usize>,
    /// What is shown, without markup; empty when the text leaves it to the record.
    pub words: String,
    pub kind: ReferenceKind,
    /// In a heading, where only a plain link may stand: no pop-up, so not the first use of a term.
    pub in_heading: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReferenceKind {
    /// An address as written: a file, `id:…`, `#anchor` or an address on the web.
    Link(String),
    Image {
        address: String,
        alt: String,
        title: String,
    },
    /// `[9.5%](figure:vac-child)`
    Figure(String),
    /// `[geiriau](lang:cy)`: words in another language than the page.
    Language(String),
    /// `![](figure:vac-child)`
    FigureCard(String),
    /// `![what it shows](chart:vacancy)`
    Chart {
        name: String,
        alt: String,
    },
    /// What stands between the brackets of `[@key, p. 12; @other]`.
    Citation(String),
    /// `@key` in running text. Any word after an @ is listed, a name on social media too: whether it is a key
    /// is known only with the bibliography (see `looks_like_key`).
    NarrativeCitation(String),
    /// `[[NQSW]]`
    Term(String),
    /// `![[page#block]]`
    Include {
        page: String,
        block: Option<String>,
    },
}

/// The words between two headings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Which of the headings stands above; none for what comes before the first.
    pub heading: Option<usize>,
    pub text: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkdownFault {
    pub range: Range<usize>,
    pub severity: Severity,
    pub code: Code,
    pub message: String,
    pub help: String,
}

/// Reads a piece of Markdown. `html` says whether it is the hub's own, held to its rules, or foreign, shown as well as can be.
pub fn read(text: &str, html: RawHtml) -> (Prose, Vec<MarkdownFault>) {
    let flow = Flow::of(text);
    let faults = faults::find(text, &flow, html);
    let plain = words::of(&flow, |_| None);
    let words = plain.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count();
    (Prose { headings: flow.headings, references: flow.references, words }, faults)
}

/// The words alone, one line a block, for search and summaries. What only a record can fill stays empty.
pub fn plain(text: &str) -> String {
    words::of(&Flow::of(text), |_| None)
}

/// The words in one line, for a list: without citations, and without the gap that one would leave before a full stop.
pub fn one_line(text: &str) -> String {
    let plain = plain(text).split_whitespace().collect::<Vec<_>>().join(" ");
    [" .", " ,", " ;", " :", " !", " ?"].iter().fold(plain, |words, gap| words.replace(gap, gap.trim_start()))
}

/// The words alone, with `fill` giving those of a reference by its number; `None` leaves what is written.
pub fn plain_with(text: &str, fill: impl Fn(usize) -> Option<String>) -> String {
    words::of(&Flow::of(text), fill)
}

/// The words in parts, one for each heading that opens a section and one for what stands before the first.
pub fn parts_with(text: &str, fill: impl Fn(usize) -> Option<String>) -> Vec<Part> {
    words::parts(&Flow::of(text), fill)
}

/// The words of some steps of a text that is being read, in which references are filled in like above.
pub(crate) fn plain_steps(flow: &flow::Flow<'_>, steps: Range<usize>, fill: impl Fn(usize) -> Option<String>) -> String {
    words::of_steps(flow, steps, fill)
}

/// The text under the heading with this id, without the heading itself, up to the next of the same or a higher level.
pub fn section(text: &str, prose: &Prose, block: &str) -> Option<Range<usize>> {
    let at = prose.headings.iter().position(|heading| heading.id == block)?;
    let heading = &prose.headings[at];
    let end = prose.headings[at + 1..]
        .iter()
        .find(|next| next.level <= heading.level && !next.nested)
        .map_or(text.len(), |next| next.range.start);
    Some(heading.range.end.min(end)..end)
}

/// Whether an unknown `@word` is more likely a misspelt key than a name: keys carry a year.
pub fn looks_like_key(word: &str) -> bool {
    word.contains(|c: char| c.is_ascii_digit()) && word.contains(char::is_alphabetic)
}

#[cfg(test)]
pub(crate) mod tests;
