//! Everything that a page says in running text, in the order in which it is written: its Markdown and its longer text fields.

use std::ops::Range;

use crate::assemble::Site;
use crate::assemble::register::PageIndex;
use crate::diagnostic::Place;
use crate::load::content_type::{Field, Kind, Shared};
use crate::load::document::{Document, Origin, Passage};
use crate::load::markdown::{self, Line, LineKind};
use crate::load::value::{KeyPath, Map, Value};

/// A text field with fewer words is a label, and labels follow rules of their own.
const SENTENCE: usize = 6;

pub struct Script<'a> {
    pub page: PageIndex,
    pub document: &'a Document,
    pub lines: Vec<Said<'a>>,
}

/// A line and where it is written.
pub struct Said<'a> {
    pub line: Line,
    pub written: Written<'a>,
}

pub enum Written<'a> {
    Body(&'a Passage),
    /// The value of a field, Markdown or not.
    Field(KeyPath, &'a str),
}

impl<'a> Script<'a> {
    /// Pages of a relaxed type are not read line by line: nobody here wrote them.
    pub fn of(site: &'a Site, page: PageIndex) -> Script<'a> {
        let document: &Document = &site.documents[page];
        let mut lines = Vec::new();
        if document.content_type.shared == Shared::Strict {
            for passage in &document.passages {
                let written = |line| match &passage.origin {
                    Origin::Body(_) => Said { line, written: Written::Body(passage) },
                    Origin::Field(path, text) => Said { line: of_field(path, line), written: Written::Field(path.clone(), text) },
                };
                lines.extend(markdown::lines(document.text(passage)).into_iter().map(written));
            }
            let lent = document.content_type.summary_from.is_some();
            if let Some(summary) = document.fields.text("summary").filter(|_| !lent) {
                lines.push(Said { line: Line::plain(summary), written: Written::Field("summary".into(), summary) });
            }
            texts(&document.content_type.fields, &document.fields, &KeyPath::top(), &mut lines);
        }
        Script { page, document, lines }
    }

    /// Where some of a line's text stands.
    pub fn place(&self, said: &Said, range: Range<usize>) -> Place {
        match &said.written {
            Written::Body(passage) => self.document.place(passage, said.line.source(range)),
            Written::Field(path, value) => {
                let source = said.line.source(range);
                let start = value.floor_char_boundary(source.start.min(value.len()));
                let end = value.ceil_char_boundary(source.end.clamp(start, value.len()));
                self.document.place_of_words(path, value, start..end)
            }
        }
    }

    /// The page's own running text, without headings, tables, notes and what others said.
    pub fn own(&self) -> impl Iterator<Item = &Said<'a>> {
        self.lines.iter().filter(|said| said.line.kind == LineKind::Text)
    }

    pub fn is_english(&self) -> bool {
        self.document.common.lang.split('-').next() == Some("en")
    }
}

/// What stands in a field for quotations was said by somebody else.
fn of_field(path: &KeyPath, mut line: Line) -> Line {
    if path.to_string().contains("quote") {
        line.kind = LineKind::Quote;
    }
    line
}

fn texts<'a>(fields: &[Field], values: &'a Map, path: &KeyPath, lines: &mut Vec<Said<'a>>) {
    for field in fields {
        if let Some(value) = values.get(&field.name) {
            text(field, value, path.key(&field.name), lines);
        }
    }
}

fn text<'a>(field: &Field, value: &'a Value, path: KeyPath, lines: &mut Vec<Said<'a>>) {
    match (&field.kind, value) {
        (Kind::Text, Value::Text(words)) if words.split_whitespace().count() >= SENTENCE => {
            lines.push(Said { line: of_field(&path, Line::plain(words)), written: Written::Field(path, words) });
        }
        (Kind::List { of, .. }, Value::List(items)) => {
            items.iter().enumerate().for_each(|(index, item)| text(of, item, path.item(index), lines));
        }
        (Kind::Group { fields, .. }, Value::Map(map)) => texts(fields, map, &path, lines),
        _ => {}
    }
}
