//! The one walk over a piece of Markdown: pulldown-cmark's events with our references recognised, as a flat list of steps.
//! It depends on the text alone, so whoever walks it again meets the same references in the same order.

use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{Alignment, BlockQuoteKind, BrokenLink, CowStr, Event, LinkType, Options, Parser};

use super::builder::Builder;
use super::{Heading, Reference};

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Step<'t> {
    Open(Element),
    Close(Element),
    Words(CowStr<'t>),
    Code(CowStr<'t>),
    SoftBreak,
    HardBreak,
    Rule,
    Task(bool),
    /// A footnote's mark, with the label as written.
    Mark(CowStr<'t>),
    /// Raw HTML in a line, or a block of it; comments are gone.
    Html(CowStr<'t>),
    HtmlBlock(CowStr<'t>),
    /// Reference n, whose written words follow until its `Closed`.
    Opened(usize),
    Closed(usize),
    /// Reference n within a line.
    Inline(usize),
    /// Reference n as a block of its own.
    Block(usize),
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Element {
    Paragraph,
    /// A paragraph that holds nothing but blocks.
    Blocks,
    Heading(usize),
    Quote,
    CallOut(BlockQuoteKind),
    CodeBlock(usize),
    List(Option<u64>),
    Item,
    Note(usize),
    Definitions,
    Term,
    Meaning,
    Table(usize),
    Head,
    Row,
    Cell,
    Emphasis,
    Strong,
    Deleted,
}

impl Element {
    pub(crate) fn is_inline(self) -> bool {
        matches!(self, Element::Emphasis | Element::Strong | Element::Deleted)
    }
}

/// A footnote's text: its steps, and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Note {
    pub label: String,
    pub range: Range<usize>,
    pub steps: Range<usize>,
}

#[derive(Debug, Default)]
pub(crate) struct Flow<'t> {
    pub steps: Vec<Step<'t>>,
    pub headings: Vec<Heading>,
    pub references: Vec<Reference>,
    pub notes: Vec<Note>,
    pub languages: Vec<CowStr<'t>>,
    pub tables: Vec<Vec<Alignment>>,
    /// Raw HTML: where, and what.
    pub html: Vec<(Range<usize>, CowStr<'t>)>,
    /// Links whose scheme is refused, with their address.
    pub refused: Vec<(Range<usize>, String)>,
    /// Marks of footnotes that have no text, with their label.
    pub missing_notes: Vec<(Range<usize>, String)>,
    /// References that have to be blocks but stand within a line.
    pub stray: Vec<usize>,
}

impl<'t> Flow<'t> {
    pub(crate) fn of(text: &'t str) -> Self {
        let mut builder = Builder::new(text);
        for (event, range) in events(text) {
            builder.event(event, range);
        }
        builder.finish()
    }

    /// Which footnote a label means; of two with one label, the first.
    pub(crate) fn notes_by_label(&self) -> BTreeMap<&str, usize> {
        self.notes.iter().enumerate().rev().map(|(index, note)| (note.label.as_str(), index)).collect()
    }
}

/// What pulldown-cmark makes of a text, each event with its bytes.
pub(super) fn events<'t>(text: &'t str) -> impl Iterator<Item = (Event<'t>, Range<usize>)> {
    // Of links to nowhere, those that look like `[@key]` are ours.
    let cited = |link: BrokenLink<'t>| {
        let key = link.reference.strip_prefix('@').filter(|key| key.starts_with(char::is_alphanumeric));
        (link.link_type == LinkType::Shortcut && key.is_some()).then_some((link.reference, CowStr::Borrowed("")))
    };
    Parser::new_with_broken_link_callback(text, OPTIONS, Some(cited)).into_offset_iter()
}

/// Labels of footnotes do not mind their case.
pub(crate) fn note_label(label: &str) -> String {
    label.to_lowercase()
}

/// The scheme of an address, as a browser would find it: blanks and control characters do not count, nor does case.
pub(crate) fn scheme(address: &str) -> Option<String> {
    let mut scheme = String::new();
    for letter in address.chars().filter(|c| *c > ' ' && *c != '\u{7f}') {
        match letter {
            ':' if !scheme.is_empty() => return Some(scheme),
            'a'..='z' | 'A'..='Z' => scheme.push(letter.to_ascii_lowercase()),
            '0'..='9' | '+' | '-' | '.' if !scheme.is_empty() => scheme.push(letter),
            _ => return None,
        }
    }
    None
}

/// Whether a page may lead there.
pub(crate) fn is_safe_address(address: &str) -> bool {
    scheme(address).is_none_or(|scheme| matches!(scheme.as_str(), "https" | "http" | "mailto" | "tel"))
}

const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_SMART_PUNCTUATION)
    .union(Options::ENABLE_HEADING_ATTRIBUTES)
    .union(Options::ENABLE_GFM)
    .union(Options::ENABLE_DEFINITION_LIST)
    .union(Options::ENABLE_WIKILINKS);
