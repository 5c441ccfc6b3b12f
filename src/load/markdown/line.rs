//! The running text of a piece of Markdown, a block a line, each letter with the place where it is written: for whoever reads
//! the words as an editor does. What the references among them lead to is not looked at here.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::flow::events;

/// One block of text: a paragraph, an item, a heading, a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub kind: LineKind,
    pub text: String,
    /// Stretches of `text` that are more than words. A citation and a footnote's mark show no words here and are empty.
    pub marks: Vec<(Range<usize>, Mark)>,
    /// Which table of the text it is a cell of.
    pub table: Option<usize>,
    /// Something that is no running text stands before it: code, an image, a block from elsewhere.
    pub after_gap: bool,
    /// The bytes of the whole block.
    pub range: Range<usize>,
    /// Where each stretch of `text` begins, and the bytes that it was read from.
    pieces: Vec<(usize, Range<usize>)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineKind {
    /// The page's own words: a paragraph, an item of a list, a call-out.
    Text,
    Heading,
    /// Somebody else's words.
    Quote,
    HeadCell,
    Cell,
    Footnote,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    Link,
    Figure,
    Citation,
    Term,
    Footnote,
    Code,
}

impl Line {
    /// Words that are no Markdown: the value of a text field.
    pub fn plain(text: &str) -> Line {
        let mut line = Line::new(LineKind::Text, 0..text.len());
        line.push(text, 0..text.len());
        line
    }

    fn new(kind: LineKind, range: Range<usize>) -> Line {
        Line { kind, text: String::new(), marks: Vec::new(), table: None, after_gap: false, range, pieces: Vec::new() }
    }

    fn push(&mut self, words: &str, source: Range<usize>) {
        self.pieces.push((self.text.len(), source));
        self.text.push_str(words);
    }

    /// The bytes from which a stretch of the text was read.
    pub fn source(&self, range: Range<usize>) -> Range<usize> {
        let start = self.byte(range.start);
        let end = if range.end > range.start { self.byte(range.end - 1) + 1 } else { start };
        start..end.max(start)
    }

    fn byte(&self, at: usize) -> usize {
        let piece = self.pieces.partition_point(|(start, _)| *start <= at).checked_sub(1).map(|index| &self.pieces[index]);
        piece.map_or(self.range.start, |(start, source)| (source.start + (at - start)).min(source.end.max(source.start + 1) - 1))
    }

    /// The text with blanks where such a stretch stands, byte for byte as long.
    pub fn without(&self, marks: &[Mark]) -> String {
        let mut bytes = self.text.clone().into_bytes();
        for (range, _) in self.marks.iter().filter(|(_, mark)| marks.contains(mark)) {
            bytes[range.clone()].fill(b' ');
        }
        // Marks begin and end between characters, so this is text still.
        String::from_utf8(bytes).unwrap_or_default()
    }

    /// Whether such a stretch begins in a part of the text, or just behind it.
    pub fn has(&self, mark: Mark, range: &Range<usize>) -> bool {
        self.marks.iter().any(|(at, found)| *found == mark && at.start >= range.start && at.start <= range.end)
    }
}

/// The lines of a piece of Markdown, in order. Code, images and HTML have none.
pub fn lines(text: &str) -> Vec<Line> {
    let mut reader = Reader::default();
    for (event, range) in events(text) {
        reader.event(event, range);
    }
    reader.end();
    reader.lines
}

#[derive(Default)]
struct Reader {
    lines: Vec<Line>,
    line: Option<Line>,
    /// For each block quote that is open, whether it is a quotation and no call-out.
    quotes: Vec<bool>,
    heading: bool,
    in_note: bool,
    in_head: bool,
    in_cell: bool,
    tables: usize,
    /// Blocks whose text is no running text, and descriptions of images.
    silent: usize,
    links: Vec<(Option<Mark>, usize)>,
    gap: bool,
}

impl Reader {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Text(words) if self.silent == 0 => self.line(&range).push(&words, range),
            Event::Code(words) if self.silent == 0 => {
                let line = self.line(&range);
                let start = line.text.len();
                line.push(&words, range);
                let end = line.text.len();
                line.marks.push((start..end, Mark::Code));
            }
            Event::SoftBreak | Event::HardBreak if self.silent == 0 => self.line(&range).push(" ", range),
            Event::FootnoteReference(_) => {
                let line = self.line(&range);
                let at = line.text.len();
                line.marks.push((at..at, Mark::Footnote));
            }
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.close(tag),
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Link { link_type, dest_url, .. } => {
                let mark = match link_type {
                    LinkType::WikiLink { .. } => Mark::Term,
                    LinkType::ShortcutUnknown => Mark::Citation,
                    _ if dest_url.starts_with("figure:") => Mark::Figure,
                    _ => Mark::Link,
                };
                let at = self.line(&range).text.len();
                if mark == Mark::Citation {
                    self.line(&range).marks.push((at..at, mark));
                    self.silent += 1;
                }
                self.links.push((Some(mark), at));
            }
            Tag::Image { .. } => {
                self.links.push((None, 0));
                self.silent += 1;
                self.gap = true;
            }
            Tag::CodeBlock(_) | Tag::HtmlBlock => {
                self.end();
                self.silent += 1;
                self.gap = true;
            }
            Tag::BlockQuote(kind) => {
                self.end();
                self.quotes.push(kind.is_none());
            }
            Tag::Heading { .. } => {
                self.end();
                self.heading = true;
                self.line(&range);
            }
            Tag::FootnoteDefinition(_) => {
                self.end();
                self.in_note = true;
            }
            Tag::Table(_) => {
                self.end();
                self.tables += 1;
            }
            Tag::TableHead => self.in_head = true,
            Tag::TableCell => {
                self.end();
                self.in_cell = true;
                self.line(&range);
            }
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Superscript | Tag::Subscript => {}
            _ => self.end(),
        }
    }

    fn close(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Link | TagEnd::Image => match self.links.pop() {
                Some((Some(Mark::Citation) | None, _)) => self.silent = self.silent.saturating_sub(1),
                Some((Some(mark), start)) => {
                    if let Some(line) = &mut self.line {
                        let end = line.text.len();
                        line.marks.push((start.min(end)..end, mark));
                    }
                }
                None => {}
            },
            TagEnd::CodeBlock | TagEnd::HtmlBlock => self.silent = self.silent.saturating_sub(1),
            TagEnd::BlockQuote(_) => {
                self.end();
                self.quotes.pop();
            }
            TagEnd::Heading(_) => {
                self.end();
                self.heading = false;
            }
            TagEnd::FootnoteDefinition => {
                self.end();
                self.in_note = false;
            }
            TagEnd::TableHead => {
                self.end();
                self.in_head = false;
            }
            TagEnd::TableCell => {
                self.end();
                self.in_cell = false;
            }
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Superscript | TagEnd::Subscript => {}
            _ => self.end(),
        }
    }

    fn line(&mut self, range: &Range<usize>) -> &mut Line {
        let kind = match self {
            Reader { in_cell: true, in_head: true, .. } => LineKind::HeadCell,
            Reader { in_cell: true, .. } => LineKind::Cell,
            Reader { quotes, .. } if quotes.contains(&true) => LineKind::Quote,
            Reader { in_note: true, .. } => LineKind::Footnote,
            Reader { heading: true, .. } => LineKind::Heading,
            _ => LineKind::Text,
        };
        let (gap, table) = (&mut self.gap, self.in_cell.then_some(self.tables));
        self.line.get_or_insert_with(|| Line { after_gap: std::mem::take(gap), table, ..Line::new(kind, range.clone()) })
    }

    fn end(&mut self) {
        self.lines.extend(self.line.take());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_block_is_a_line_with_its_place() {
        let text = "## Why\n\nOne *two* [three](x.md) [@gscc-2009, p. 2] [9.5%](figure:vac).\n\n> Quoted.\n\n- item\n- [[NQSW]]\n\n```\ncode\n```\n\n| A | |\n|---|---|\n| b | c |\n\nEnd.[^1]\n\n[^1]: Note.\n";
        let lines = lines(text);
        let said: Vec<(LineKind, &str)> = lines.iter().map(|line| (line.kind, line.text.as_str())).collect();
        assert_eq!(
            said,
            [
                (LineKind::Heading, "Why"),
                (LineKind::Text, "One two three  9.5%."),
                (LineKind::Quote, "Quoted."),
                (LineKind::Text, "item"),
                (LineKind::Text, "NQSW"),
                (LineKind::HeadCell, "A"),
                (LineKind::HeadCell, ""),
                (LineKind::Cell, "b"),
                (LineKind::Cell, "c"),
                (LineKind::Text, "End."),
                (LineKind::Footnote, "Note."),
            ]
        );
        let body = &lines[1];
        assert_eq!(&text[body.source(8..13)], "three");
        assert_eq!(&text[body.source(4..7)], "two");
        let marks: Vec<(&str, Mark)> = body.marks.iter().map(|(range, mark)| (&body.text[range.clone()], *mark)).collect();
        assert_eq!(marks, [("three", Mark::Link), ("", Mark::Citation), ("9.5%", Mark::Figure)]);
        assert!(lines[5].after_gap && !lines[4].after_gap);
        assert_eq!(lines[9].marks, [(4..4, Mark::Footnote)]);
        assert_eq!(body.without(&[Mark::Link]), "One two        9.5%.");
    }
}
