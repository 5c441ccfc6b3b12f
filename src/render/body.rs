//! The one writer of Markdown as HTML. It walks the same steps as the reader and prints what each reference became.
//! Nothing of an author's text reaches the page but through `escape_into` and `address_into`.

mod blocks;
mod notes;
mod tables;

use std::collections::BTreeSet;
use std::ops::Range;

use pulldown_cmark::BlockQuoteKind;

use super::html::{Html, address_into, escape_into, may_lead};
use super::offprint::Offprints;
use super::words::Words;
use crate::assemble::resolved::{INCLUDE_DEPTH, Resolved};
use crate::load::markdown::ReferenceKind;
use crate::load::markdown::flow::{Element, Flow, Step};
use notes::Notes;
use tables::Table;

/// What differs between the places in which a piece of Markdown may stand on a page.
#[derive(Debug, Clone, Copy)]
#[cfg_attr(test, derive(Default))]
pub struct BodyOptions<'a> {
    /// Before every id that the piece makes itself, so that two pieces on one page cannot clash; empty for the body.
    pub id_prefix: &'a str,
    /// How many levels its headings move down.
    pub heading_offset: u8,
    /// The language of the page.
    pub words: Words<'a>,
    /// What of charts and figures may be taken away.
    pub offprints: Option<&'a Offprints>,
}

/// Writes a piece of Markdown. `resolved` answers the reader's references one by one; what it lacks stays words.
pub fn write(text: &str, resolved: &[Resolved], options: BodyOptions<'_>) -> Html {
    Html::written(write_to(text, resolved, options, INCLUDE_DEPTH))
}

/// The same without the paragraph around it, where the text is a single one: for a field that stands in a line.
pub fn inline(text: &str, resolved: &[Resolved], options: BodyOptions<'_>) -> Html {
    let flow = Flow::of(text);
    let mut writer = Writer::new(&flow, resolved, options, INCLUDE_DEPTH);
    let end = flow.steps.iter().position(|step| *step == Step::Close(Element::Paragraph));
    match (flow.steps.first(), end) {
        (Some(Step::Open(Element::Paragraph)), Some(end)) if end + 1 == flow.steps.len() => writer.steps(1..end),
        _ => writer.steps(0..flow.steps.len()),
    }
    writer.footnotes(&options.words.text("footnotes"));
    Html::written(writer.out)
}

fn write_to(text: &str, resolved: &[Resolved], options: BodyOptions<'_>, depth: usize) -> String {
    written(text, resolved, options, depth, &options.words.text("footnotes"))
}

fn written(text: &str, resolved: &[Resolved], options: BodyOptions<'_>, depth: usize, notes_title: &str) -> String {
    let flow = Flow::of(text);
    let mut writer = Writer::new(&flow, resolved, options, depth);
    writer.steps(0..flow.steps.len());
    writer.footnotes(notes_title);
    writer.out
}

struct Writer<'a> {
    out: String,
    flow: &'a Flow<'a>,
    resolved: &'a [Resolved],
    options: BodyOptions<'a>,
    /// How many more blocks may be included in one another.
    depth: usize,
    /// How the reference that is being written ends.
    ending: Ending<'a>,
    in_heading: bool,
    /// Where the button that was just written begins, and where it ends: what follows it on the same line may have to stay there.
    button: Option<(usize, usize)>,
    /// Where the paragraph or heading being written began, and its own content after that.
    begun: (usize, usize),
    table: Option<Table>,
    /// Names that tables already have on this page.
    table_names: BTreeSet<String>,
    notes: Notes<'a>,
    included: usize,
    charts: usize,
    /// The figures that stand in the text, by address, each with its facts in place; and how many cards there are.
    figures: Vec<&'a str>,
    cards: usize,
}

/// What no line begins with.
const CLOSING: &[char] = &['.', ',', ';', ':', '!', '?', ')', ']', '’', '”', '\'', '"', '…', '%'];

/// Around what stays on one line; closed by `</span>`.
const TOGETHER: &str = "<span class=\"nb\">";

/// What closes a reference whose words are being written.
#[derive(Clone, Copy)]
enum Ending<'a> {
    None,
    /// Only words: what stood before and after them.
    Words(&'static str),
    /// `</a>`; with the address, should there be no words, and where they began.
    Link(&'a str, usize),
    /// The button's end and the card; with where the button began.
    Term(&'a Resolved, usize),
}

impl<'a> Writer<'a> {
    fn new(flow: &'a Flow<'a>, resolved: &'a [Resolved], options: BodyOptions<'a>, depth: usize) -> Self {
        Writer {
            out: String::with_capacity(flow.steps.len() * 24),
            flow,
            resolved,
            options,
            depth,
            ending: Ending::None,
            in_heading: false,
            button: None,
            begun: (0, 0),
            table: None,
            table_names: BTreeSet::new(),
            notes: Notes::of(flow),
            included: 0,
            charts: 0,
            figures: Vec::new(),
            cards: 0,
        }
    }

    fn steps(&mut self, range: Range<usize>) {
        let flow = self.flow;
        let mut at = range.start;
        while at < range.end {
            let step = &flow.steps[at];
            at += 1;
            match step {
                // A footnote's text has its place at the end.
                Step::Open(Element::Note(index)) => at = flow.notes[*index].steps.end.min(range.end),
                Step::Open(Element::Table(index)) => self.open_table(*index, at),
                Step::Open(element) => self.open(*element),
                Step::Close(element) => self.close(*element),
                Step::Words(words) => self.words(words),
                Step::Code(code) => self.element("<code>", code, "</code>"),
                Step::SoftBreak => self.out.push('\n'),
                Step::HardBreak => self.out.push_str("<br>\n"),
                Step::Rule => self.out.push_str("<hr>\n"),
                Step::Task(true) => self.task("task_done", "☑"),
                Step::Task(false) => self.task("task_not_done", "☐"),
                Step::Mark(label) => self.mark(label),
                Step::Html(html) => escape_into(&mut self.out, html),
                Step::HtmlBlock(html) => self.element("<p>", html, "</p>\n"),
                Step::Opened(index) => {
                    if !self.open_reference(*index) {
                        at += flow.steps[at..].iter().position(|s| *s == Step::Closed(*index)).map_or(0, |words| words + 1);
                    }
                }
                Step::Closed(_) => self.close_reference(),
                Step::Inline(index) => self.in_line(*index),
                Step::Block(index) => self.block(*index),
            }
        }
    }

    /// Text. A stop or a comma behind a button stays on its line, which browsers do not see to by themselves: a button is a box to them.
    fn words(&mut self, words: &str) {
        let behind = self.button.take().filter(|(_, end)| *end == self.out.len());
        let closing = words.len() - words.trim_start_matches(CLOSING).len();
        match behind {
            Some((start, _)) if closing > 0 => {
                // A footnote's mark is kept together with its word already.
                match self.out[start..].starts_with(TOGETHER) {
                    true => self.out.truncate(self.out.len() - "</span>".len()),
                    false => self.out.insert_str(start, TOGETHER),
                }
                escape_into(&mut self.out, &words[..closing]);
                self.out.push_str("</span>");
                escape_into(&mut self.out, &words[closing..]);
            }
            _ => escape_into(&mut self.out, words),
        }
    }

    fn open(&mut self, element: Element) {
        let start = self.out.len();
        match element {
            Element::Paragraph => self.out.push_str("<p>"),
            Element::Heading(index) => self.open_heading(index),
            Element::Quote => self.out.push_str("<blockquote>\n"),
            Element::CallOut(kind) => {
                let class = call_out(kind);
                self.parts(["<div class=\"box ", class, "\" role=\"note\"><p class=\"t\">"]);
                self.said(class);
                self.out.push_str("</p>\n");
            }
            Element::CodeBlock(index) => self.open_code(index),
            Element::List(None) => self.out.push_str("<ul>\n"),
            Element::List(Some(1)) => self.out.push_str("<ol>\n"),
            Element::List(Some(first)) => self.parts(["<ol start=\"", &first.to_string(), "\">\n"]),
            Element::Item => self.out.push_str("<li>"),
            Element::Definitions => self.out.push_str("<dl>\n"),
            Element::Term => self.out.push_str("<dt>"),
            Element::Meaning => self.out.push_str("<dd>"),
            Element::Head => self.open_head(),
            Element::Row => self.open_row(),
            Element::Cell => self.open_cell(),
            Element::Emphasis => self.out.push_str("<em>"),
            Element::Strong => self.out.push_str("<strong>"),
            Element::Deleted => self.out.push_str("<del>"),
            Element::Blocks | Element::Note(_) | Element::Table(_) => {}
        }
        if matches!(element, Element::Paragraph | Element::Heading(_)) {
            self.begun = (start, self.out.len());
        }
    }

    fn close(&mut self, element: Element) {
        let end = match element {
            // What turned out to hold nothing is not there.
            Element::Paragraph | Element::Heading(_) if self.out.len() == self.begun.1 => {
                self.out.truncate(self.begun.0);
                self.in_heading = false;
                return;
            }
            Element::Heading(index) => return self.close_heading(index),
            Element::Head | Element::Row | Element::Cell | Element::Table(_) => return self.close_in_table(element),
            Element::Paragraph => "</p>\n",
            Element::Quote => "</blockquote>\n",
            Element::CallOut(_) => "</div>\n",
            Element::CodeBlock(_) => "</code></pre>\n",
            Element::List(None) => "</ul>\n",
            Element::List(Some(_)) => "</ol>\n",
            Element::Item => "</li>\n",
            Element::Definitions => "</dl>\n",
            Element::Term => "</dt>\n",
            Element::Meaning => "</dd>\n",
            Element::Emphasis => "</em>",
            Element::Strong => "</strong>",
            Element::Deleted => "</del>",
            Element::Blocks | Element::Note(_) => "",
        };
        self.out.push_str(end);
    }

    fn open_heading(&mut self, index: usize) {
        let level = self.heading_level(index);
        self.parts(["<h", level, " id=\""]);
        self.id(&self.flow.headings[index].id);
        self.out.push_str("\">");
        self.in_heading = true;
    }

    fn close_heading(&mut self, index: usize) {
        self.out.push_str("<a class=\"permalink\" href=\"#");
        address_into(&mut self.out, self.options.id_prefix);
        address_into(&mut self.out, &self.flow.headings[index].id);
        self.out.push_str("\"><span class=\"vh\">");
        self.said("link_to_this_section");
        self.out.push_str("</span><span aria-hidden=\"true\"> #</span></a></h");
        let level = self.heading_level(index);
        self.parts([level, ">\n"]);
        self.in_heading = false;
    }

    /// The page's title is its one heading of level 1, whatever foreign content thinks.
    fn heading_level(&self, index: usize) -> &'static str {
        let level = self.flow.headings[index].level.saturating_add(self.options.heading_offset);
        ["2", "3", "4", "5", "6"][usize::from(level.clamp(2, 6)) - 2]
    }

    fn open_code(&mut self, index: usize) {
        let language = self.flow.languages[index].split([' ', '\t', ',', '{']).next().unwrap_or_default();
        match language {
            "" => self.out.push_str("<pre tabindex=\"0\"><code>"),
            language => self.element("<pre tabindex=\"0\"><code class=\"language-", language, "\">"),
        }
    }

    /// Begins a reference with written words; false when it is finished and the words are not needed.
    fn open_reference(&mut self, index: usize) -> bool {
        self.ending = match self.resolved.get(index) {
            Some(Resolved::Link { href }) if may_lead(href) => {
                self.out.push_str("<a href=\"");
                address_into(&mut self.out, href);
                let external = href.starts_with("http:") || href.starts_with("https:");
                self.out.push_str(if external { "\" rel=\"external\">" } else { "\">" });
                Ending::Link(href, self.out.len())
            }
            Some(Resolved::Language { tag }) => {
                self.element("<span lang=\"", tag, "\">");
                Ending::Words("</span>")
            }
            Some(Resolved::Figure(figure)) if !figure.display.is_empty() => {
                self.figure_reference(figure);
                return false;
            }
            Some(Resolved::Citation { in_text, href, occurrence_id }) => {
                self.citation(in_text, href, occurrence_id);
                return false;
            }
            Some(term @ Resolved::Term { id, href, first, .. }) => {
                if *first && !self.in_heading {
                    let start = self.out.len();
                    self.out.push_str("<button type=\"button\" class=\"term\" popovertarget=\"");
                    escape_into(&mut self.out, id);
                    self.out.push_str("\">");
                    Ending::Term(term, start)
                } else if may_lead(href) {
                    self.out.push_str("<a class=\"term-link\" href=\"");
                    address_into(&mut self.out, href);
                    self.out.push_str("\">");
                    Ending::Link(href, self.out.len())
                } else {
                    Ending::Words("")
                }
            }
            _ if matches!(self.flow.references[index].kind, ReferenceKind::Citation(_)) => {
                self.out.push('[');
                Ending::Words("]")
            }
            _ => Ending::Words(""),
        };
        true
    }

    fn close_reference(&mut self) {
        match std::mem::replace(&mut self.ending, Ending::None) {
            Ending::None => {}
            Ending::Words(after) => self.out.push_str(after),
            Ending::Link(href, start) => {
                if self.out.len() == start {
                    escape_into(&mut self.out, href);
                }
                self.out.push_str("</a>");
            }
            Ending::Term(term, start) => {
                self.term_card(term);
                self.button = Some((start, self.out.len()));
            }
        }
    }

    fn in_link(&self) -> bool {
        matches!(self.ending, Ending::Link(..) | Ending::Term(..))
    }

    /// An id of the piece's own, as the value of an attribute.
    fn id(&mut self, id: &str) {
        escape_into(&mut self.out, self.options.id_prefix);
        escape_into(&mut self.out, id);
    }

    /// Escaped text between two pieces of markup.
    fn element(&mut self, open: &'static str, text: &str, close: &'static str) {
        self.out.push_str(open);
        escape_into(&mut self.out, text);
        self.out.push_str(close);
    }

    /// Words of the theme, in the language of the page.
    fn said(&mut self, key: &str) {
        escape_into(&mut self.out, &self.options.words.text(key));
    }

    fn task(&mut self, key: &str, sign: &str) {
        self.out.push_str("<span class=\"task\" role=\"img\" aria-label=\"");
        self.said(key);
        self.parts(["\">", sign, "</span> "]);
    }

    /// Markup made here, none of it from the author.
    fn parts<const N: usize>(&mut self, parts: [&str; N]) {
        for part in parts {
            self.out.push_str(part);
        }
    }
}

/// Its class, by which the theme's words know its title, too.
fn call_out(kind: BlockQuoteKind) -> &'static str {
    match kind {
        BlockQuoteKind::Note => "note",
        BlockQuoteKind::Tip => "tip",
        BlockQuoteKind::Important => "important",
        BlockQuoteKind::Warning => "warning",
        BlockQuoteKind::Caution => "caution",
    }
}

#[cfg(test)]
pub(super) mod tests;
