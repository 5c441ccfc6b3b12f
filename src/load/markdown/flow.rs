//! The one walk over a piece of Markdown: pulldown-cmark's events with our references recognised, as a flat list of steps.
//! It depends on the text alone, so whoever walks it again meets the same references in the same order.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use pulldown_cmark::{Alignment, BlockQuoteKind, BrokenLink, CodeBlockKind, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd};

use super::{Heading, Reference, ReferenceKind};
use crate::load::slug::slug;

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
        let cited = |link: BrokenLink<'t>| {
            let bracketed = link.link_type == LinkType::Shortcut
                && link.reference.strip_prefix('@').is_some_and(|k| k.starts_with(char::is_alphanumeric));
            bracketed.then_some((link.reference, CowStr::Borrowed("")))
        };
        let parser = Parser::new_with_broken_link_callback(text, OPTIONS, Some(cited));
        let mut builder = Builder::new(text);
        for (event, range) in parser.into_offset_iter() {
            builder.event(event, range);
        }
        builder.end_run();
        builder.flow
    }

    /// Which footnote a label means; of two with one label, the first.
    pub(crate) fn notes_by_label(&self) -> BTreeMap<&str, usize> {
        self.notes.iter().enumerate().rev().map(|(index, note)| (note.label.as_str(), index)).collect()
    }
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

/// A link or image that has begun.
enum Pending {
    /// A reference; `inner` is where its shown words end so far.
    Reference {
        index: usize,
        inner: usize,
        written: String,
    },
    /// A link within a link, or one that is refused: only its words are kept.
    Words,
    Image {
        link_type: LinkType,
        address: String,
        title: String,
        label: String,
        range: Range<usize>,
        inner: usize,
        alt: String,
    },
}

pub(super) struct Builder<'t> {
    pub(super) text: &'t str,
    pub(super) flow: Flow<'t>,
    /// Where the run of adjacent words began, and the source of each of its steps.
    pub(super) run: usize,
    pub(super) sources: Vec<Range<usize>>,
    pending: Vec<Pending>,
    /// How many of `pending` are references, and how many images.
    pub(super) links: usize,
    images: usize,
    elements: Vec<Element>,
    pub(super) heading: Option<usize>,
    in_code: bool,
    html_block: Option<String>,
    /// Where the current line of content began: after the last block mark.
    line: usize,
    ids: BTreeSet<String>,
    repeats: BTreeMap<String, usize>,
}

impl<'t> Builder<'t> {
    fn new(text: &'t str) -> Self {
        Builder {
            text,
            flow: Flow { steps: Vec::with_capacity(text.len() / 24), ..Flow::default() },
            run: 0,
            sources: Vec::new(),
            pending: Vec::new(),
            links: 0,
            images: 0,
            elements: Vec::new(),
            heading: None,
            in_code: false,
            html_block: None,
            line: 0,
            ids: BTreeSet::new(),
            repeats: BTreeMap::new(),
        }
    }

    fn event(&mut self, event: Event<'t>, range: Range<usize>) {
        if let Some(Pending::Reference { inner, .. } | Pending::Image { inner, .. }) = self.pending.last_mut()
            && !matches!(event, Event::End(TagEnd::Link | TagEnd::Image))
        {
            *inner = range.end;
        }
        if self.images > 0
            && !matches!(event, Event::Start(Tag::Image { .. } | Tag::Link { .. }) | Event::End(TagEnd::Image | TagEnd::Link))
        {
            return self.in_image(event);
        }
        match event {
            Event::Text(words) => {
                if let Some(block) = &mut self.html_block {
                    block.push_str(&words);
                } else if self.in_code {
                    self.push(Step::Words(words));
                } else {
                    self.flow.steps.push(Step::Words(words));
                    self.sources.push(range);
                }
                return;
            }
            Event::Html(html) => {
                if let Some(block) = &mut self.html_block {
                    block.push_str(&html);
                }
                return;
            }
            _ => self.end_run(),
        }
        match event {
            Event::Code(code) => {
                self.shown(&code);
                self.push(Step::Code(code));
            }
            Event::InlineHtml(html) => {
                if !is_comment(&html) {
                    self.flow.html.push((range, html.clone()));
                    self.push(Step::Html(html));
                }
            }
            Event::SoftBreak => {
                self.shown(" ");
                self.push(Step::SoftBreak);
            }
            Event::HardBreak => {
                self.shown(" ");
                self.push(Step::HardBreak);
            }
            Event::Rule => self.block_mark(Step::Rule),
            Event::TaskListMarker(done) => self.push(Step::Task(done)),
            Event::FootnoteReference(label) => self.push(Step::Mark(label)),
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, range),
            Event::Text(_) | Event::Html(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
    }

    /// Steps after these are a new run of words.
    pub(super) fn push(&mut self, step: Step<'t>) {
        self.flow.steps.push(step);
        self.run = self.flow.steps.len();
    }

    /// A step that begins or ends a block, or is one.
    fn block_mark(&mut self, step: Step<'t>) {
        self.end_line();
        self.begin_line(step);
    }

    fn begin_line(&mut self, step: Step<'t>) {
        self.push(step);
        self.line = self.flow.steps.len();
    }

    fn open(&mut self, element: Element) {
        self.elements.push(element);
        if element.is_inline() { self.push(Step::Open(element)) } else { self.block_mark(Step::Open(element)) }
    }

    fn close(&mut self) {
        let Some(element) = self.elements.pop() else { return };
        if element.is_inline() {
            return self.push(Step::Close(element));
        }
        self.end_line();
        // A paragraph may have turned into blocks since it was opened.
        let element = match self.flow.steps[..self.line].last() {
            Some(Step::Open(Element::Blocks)) => Element::Blocks,
            _ => element,
        };
        self.begin_line(Step::Close(element));
    }

    /// Notes words that the page shows for the link and the heading that they stand in.
    pub(super) fn shown(&mut self, words: &str) {
        if self.links > 0
            && let Some(Pending::Reference { index, .. }) = self.pending.iter().find(|p| matches!(p, Pending::Reference { .. }))
        {
            self.flow.references[*index].words.push_str(words);
        }
        if let Some(heading) = self.heading {
            self.flow.headings[heading].text.push_str(words);
        }
    }

    fn start(&mut self, tag: Tag<'t>, range: Range<usize>) {
        match tag {
            Tag::Paragraph => self.open(Element::Paragraph),
            Tag::Heading { level, id, .. } => {
                let index = self.flow.headings.len();
                let nested = !self.elements.is_empty();
                let id = id.map(CowStr::into_string).unwrap_or_default();
                self.flow.headings.push(Heading { level: level as u8, id, text: String::new(), range, nested });
                self.heading = Some(index);
                self.open(Element::Heading(index));
            }
            Tag::BlockQuote(None) => self.open(Element::Quote),
            Tag::BlockQuote(Some(kind)) => self.open(Element::CallOut(kind)),
            Tag::CodeBlock(kind) => {
                let language = match kind {
                    CodeBlockKind::Fenced(info) => info,
                    CodeBlockKind::Indented => CowStr::Borrowed(""),
                };
                self.flow.languages.push(language);
                self.open(Element::CodeBlock(self.flow.languages.len() - 1));
                self.in_code = true;
            }
            Tag::List(start) => self.open(Element::List(start)),
            Tag::Item => self.open(Element::Item),
            Tag::FootnoteDefinition(label) => {
                let index = self.flow.notes.len();
                self.flow.notes.push(Note { label: note_label(&label), range, steps: 0..0 });
                self.open(Element::Note(index));
                self.flow.notes[index].steps = self.flow.steps.len() - 1..usize::MAX;
            }
            Tag::DefinitionList => self.open(Element::Definitions),
            Tag::DefinitionListTitle => self.open(Element::Term),
            Tag::DefinitionListDefinition => self.open(Element::Meaning),
            Tag::Table(alignments) => {
                self.flow.tables.push(alignments);
                self.open(Element::Table(self.flow.tables.len() - 1));
            }
            Tag::TableHead => self.open(Element::Head),
            Tag::TableRow => self.open(Element::Row),
            Tag::TableCell => self.open(Element::Cell),
            Tag::Emphasis => self.open(Element::Emphasis),
            Tag::Strong => self.open(Element::Strong),
            Tag::Strikethrough => self.open(Element::Deleted),
            Tag::Link { link_type, dest_url, id, .. } => self.start_link(link_type, dest_url.into_string(), id.into_string(), range),
            Tag::Image { link_type, dest_url, title, id } => {
                if link_type == LinkType::ShortcutUnknown && self.images == 0 {
                    // An exclamation mark before a citation.
                    self.shown("!");
                    self.push(Step::Words(CowStr::Borrowed("!")));
                    return self.start_link(link_type, dest_url.into_string(), id.into_string(), range.start + 1..range.end);
                }
                self.images += 1;
                let inner = range.start;
                let (address, title, label) = (dest_url.into_string(), title.into_string(), id.into_string());
                self.pending.push(Pending::Image { link_type, address, title, label, range, inner, alt: String::new() });
            }
            Tag::HtmlBlock => self.html_block = Some(String::new()),
            Tag::Superscript | Tag::Subscript | Tag::MetadataBlock(_) => {}
        }
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::Heading(_) => {
                self.close();
                self.end_heading();
            }
            TagEnd::FootnoteDefinition => {
                let open = self.elements.last().copied();
                self.close();
                if let Some(Element::Note(index)) = open {
                    self.flow.notes[index].steps.end = self.flow.steps.len();
                }
            }
            TagEnd::CodeBlock => {
                self.in_code = false;
                self.close();
            }
            TagEnd::HtmlBlock => self.end_html_block(range),
            TagEnd::Link | TagEnd::Image => self.end_link(),
            TagEnd::Superscript | TagEnd::Subscript | TagEnd::MetadataBlock(_) => {}
            _ => self.close(),
        }
    }

    fn end_heading(&mut self) {
        let Some(index) = self.heading.take() else { return };
        let heading = &mut self.flow.headings[index];
        heading.text = heading.text.trim().to_owned();
        let mut id = if heading.id.is_empty() { slug(&heading.text) } else { heading.id.clone() };
        if id.is_empty() {
            id.push_str("section");
        }
        // The ids that footnotes, citations and terms take for themselves.
        if ["fn-", "fnref-", "cite-", "ref-", "term-"].iter().any(|taken| id.starts_with(taken)) {
            id.insert_str(0, "on-");
        }
        let repeats = self.repeats.entry(id.clone()).or_insert(0);
        let mut unique = id.clone();
        loop {
            *repeats += 1;
            if *repeats > 1 {
                unique = format!("{id}-{repeats}");
            }
            if self.ids.insert(unique.clone()) {
                break;
            }
        }
        heading.id = unique;
    }

    fn end_html_block(&mut self, range: Range<usize>) {
        let Some(html) = self.html_block.take() else { return };
        let html = without_comments(&html);
        let html = html.trim();
        if html.is_empty() {
            return;
        }
        let from = range.start + self.text[range.clone()].find('<').unwrap_or(0);
        let html = CowStr::from(html.to_owned());
        self.flow.html.push((from..range.end, html.clone()));
        self.block_mark(Step::HtmlBlock(html));
    }

    fn start_link(&mut self, link_type: LinkType, address: String, label: String, range: Range<usize>) {
        if self.links > 0 || self.images > 0 {
            return self.pending.push(Pending::Words);
        }
        let (kind, written) = match link_type {
            LinkType::WikiLink { .. } => (ReferenceKind::Term(address.trim().to_owned()), address),
            LinkType::ShortcutUnknown => (ReferenceKind::Citation(address.clone()), address),
            _ => match address.strip_prefix("figure:") {
                Some(name) => (ReferenceKind::Figure(name.to_owned()), name.to_owned()),
                None if is_safe_address(&address) || scheme(&address).as_deref() == Some("id") => {
                    let written = if label.is_empty() { address.clone() } else { label };
                    (ReferenceKind::Link(address), written)
                }
                None => {
                    self.flow.refused.push((range, address));
                    return self.pending.push(Pending::Words);
                }
            },
        };
        let index = self.flow.references.len();
        let inner = range.start;
        let in_heading = self.heading.is_some();
        self.flow.references.push(Reference { target: range.clone(), range, words: String::new(), kind, in_heading });
        self.push(Step::Opened(index));
        self.links += 1;
        self.pending.push(Pending::Reference { index, inner, written });
    }

    fn end_link(&mut self) {
        match self.pending.pop() {
            Some(Pending::Reference { index, inner, written }) => {
                self.links -= 1;
                let text = self.text;
                let reference = &mut self.flow.references[index];
                reference.target = written_at(text, &reference.range, inner, &written);
                self.push(Step::Closed(index));
            }
            Some(Pending::Image { link_type, address, title, label, range, inner, alt }) => {
                self.images -= 1;
                if let Some(Pending::Image { alt: outer, inner, .. }) = self.pending.last_mut().filter(|_| self.images > 0) {
                    outer.push_str(&alt);
                    *inner = range.end;
                    return;
                }
                if self.images > 0 {
                    return self.in_image(Event::Text(alt.into()));
                }
                self.image(link_type, address, title, label, range, inner, alt);
            }
            Some(Pending::Words) | None => {}
        }
    }

    #[allow(clippy::too_many_arguments, reason = "the parts of one image, taken apart once")]
    fn image(
        &mut self,
        link_type: LinkType,
        address: String,
        title: String,
        label: String,
        range: Range<usize>,
        inner: usize,
        alt: String,
    ) {
        let alt = alt.trim().to_owned();
        let (kind, written) = if matches!(link_type, LinkType::WikiLink { .. }) {
            let (page, block) = match address.split_once('#') {
                Some((page, block)) => (page.trim().to_owned(), Some(block.trim().to_owned())),
                None => (address.trim().to_owned(), None),
            };
            (ReferenceKind::Include { page, block }, address)
        } else if let Some(name) = address.strip_prefix("figure:") {
            (ReferenceKind::FigureCard(name.to_owned()), name.to_owned())
        } else if let Some(name) = address.strip_prefix("chart:") {
            (ReferenceKind::Chart { name: name.to_owned(), alt: alt.clone() }, name.to_owned())
        } else if is_safe_address(&address) {
            let written = if label.is_empty() { address.clone() } else { label };
            (ReferenceKind::Image { address, alt: alt.clone(), title }, written)
        } else {
            self.flow.refused.push((range, address));
            self.shown(&alt);
            return self.push(Step::Words(alt.into()));
        };
        if !matches!(kind, ReferenceKind::Include { .. }) {
            self.shown(&alt);
        }
        let target = written_at(self.text, &range, inner, &written);
        let index = self.flow.references.len();
        self.flow.references.push(Reference { range, target, words: alt, kind, in_heading: self.heading.is_some() });
        self.push(Step::Inline(index));
    }

    /// Whatever stands between the brackets of an image is its description, as words.
    fn in_image(&mut self, event: Event<'t>) {
        let words = match &event {
            Event::Text(words) | Event::Code(words) => words,
            Event::SoftBreak | Event::HardBreak => " ",
            _ => return,
        };
        if let Some(Pending::Image { alt, .. }) = self.pending.iter_mut().rev().find(|p| matches!(p, Pending::Image { .. })) {
            alt.push_str(words);
        }
    }

    /// A line of content is over: if it held nothing but references that make blocks, they become blocks.
    fn end_line(&mut self) {
        let line = self.line;
        let references = &self.flow.references;
        let makes_block = |index: usize| {
            matches!(references[index].kind, ReferenceKind::FigureCard(_) | ReferenceKind::Chart { .. } | ReferenceKind::Include { .. })
        };
        let steps = &mut self.flow.steps;
        let blocks = steps[line..].iter().filter(|s| matches!(s, Step::Inline(index) if makes_block(*index))).count();
        let inside = line.checked_sub(1).map(|before| &steps[before]);
        if blocks == 0 {
            let captioned = match (inside, &steps[line..]) {
                (Some(Step::Open(Element::Paragraph)), [Step::Inline(index)]) => match &references[*index].kind {
                    ReferenceKind::Image { title, .. } if !title.trim().is_empty() => Some(*index),
                    _ => None,
                },
                _ => None,
            };
            if let Some(index) = captioned {
                steps[line] = Step::Block(index);
                steps[line - 1] = Step::Open(Element::Blocks);
            }
            return;
        }
        let room = !matches!(inside, Some(Step::Open(Element::Heading(_) | Element::Cell | Element::Term)));
        let alone = steps[line..].iter().all(|step| match step {
            Step::Inline(index) => makes_block(*index),
            Step::SoftBreak | Step::HardBreak => true,
            Step::Words(words) => words.trim().is_empty(),
            _ => false,
        });
        if room && alone {
            if let Some(before @ Step::Open(Element::Paragraph)) = line.checked_sub(1).map(|before| &mut steps[before]) {
                *before = Step::Open(Element::Blocks);
            }
            for step in &mut steps[line..] {
                match *step {
                    Step::Inline(index) => *step = Step::Block(index),
                    _ => *step = Step::Words(CowStr::Borrowed("")),
                }
            }
        } else {
            let stray = steps[line..].iter().filter_map(|step| match step {
                Step::Inline(index) if makes_block(*index) => Some(*index),
                _ => None,
            });
            self.flow.stray.extend(stray);
        }
    }
}

/// Where the address of a link is written: after its words, or anywhere in it, or all of it.
fn written_at(text: &str, range: &Range<usize>, inner: usize, written: &str) -> Range<usize> {
    let inner = inner.clamp(range.start, range.end);
    let found = |from: usize| text.get(from..range.end).and_then(|slice| slice.find(written)).map(|at| from + at);
    match found(inner).or_else(|| found(range.start)) {
        Some(at) if !written.is_empty() => at..at + written.len(),
        _ => range.clone(),
    }
}

fn is_comment(html: &str) -> bool {
    html.starts_with("<!--") && html.ends_with("-->")
}

/// An HTML block without its closed comments; one that is never closed stays, since it hides what follows it.
fn without_comments(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some(start) = rest.find("<!--") {
        let Some(end) = rest[start + 4..].find("-->") else { break };
        out.push_str(&rest[..start]);
        rest = &rest[start + 4 + end + 3..];
    }
    out.push_str(rest);
    out
}
