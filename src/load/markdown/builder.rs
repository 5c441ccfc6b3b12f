//! Turns events into steps: what each block, line and heading comes to once it is complete.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, Tag, TagEnd};

use super::flow::{Element, Flow, Note, Step, note_label};
use super::links::Links;
use super::{Heading, ReferenceKind};
use crate::load::slug::slug;

pub(super) struct Builder<'t> {
    pub(super) text: &'t str,
    pub(super) flow: Flow<'t>,
    /// Where the run of adjacent words began, and the source of each of its steps.
    pub(super) run: usize,
    pub(super) sources: Vec<Range<usize>>,
    pub(super) links: Links,
    /// The heading that is being read.
    pub(super) heading: Option<usize>,
    elements: Vec<Element>,
    in_code: bool,
    html_block: Option<String>,
    /// Where the current line of content began: after the last block mark.
    line: usize,
    ids: BTreeSet<String>,
    repeats: BTreeMap<String, usize>,
}

impl<'t> Builder<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Builder {
            text,
            flow: Flow { steps: Vec::with_capacity(text.len() / 24), ..Flow::default() },
            run: 0,
            sources: Vec::new(),
            links: Links::default(),
            heading: None,
            elements: Vec::new(),
            in_code: false,
            html_block: None,
            line: 0,
            ids: BTreeSet::new(),
            repeats: BTreeMap::new(),
        }
    }

    pub(super) fn finish(mut self) -> Flow<'t> {
        self.end_run();
        self.flow
    }

    pub(super) fn event(&mut self, event: Event<'t>, range: Range<usize>) {
        if self.links.take_in(&event, &range) {
            return;
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
        if let Some(index) = self.links.open() {
            self.flow.references[index].words.push_str(words);
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
            Tag::Link { link_type, dest_url, id, .. } => self.start_link(link_type, dest_url, id, range),
            Tag::Image { link_type, dest_url, title, id } => self.start_image(link_type, dest_url, title, id, range),
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
            TagEnd::Link | TagEnd::Image => self.end_link(range),
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
