//! One page as it was written and found sound: its type, what every page has, its own fields, its Markdown.

use std::ops::Range;
use std::sync::Arc;

use super::common::Common;
use super::content_type::ContentType;
use super::markdown::Prose;
use super::sheet::Sheet;
use super::source::Source;
use super::value::{KeyPath, Map};
use crate::diagnostic::Place;

#[derive(Debug, Clone)]
pub struct Document {
    pub source: Arc<Source>,
    pub sheet: Sheet,
    pub content_type: Arc<ContentType>,
    pub common: Common,
    /// Every field of the type and of all pages, checked, in the order in which they were written.
    pub fields: Map,
    /// The body first, then each Markdown field.
    pub passages: Vec<Passage>,
}

/// A piece of Markdown in a document.
#[derive(Debug, Clone)]
pub struct Passage {
    pub origin: Origin,
    pub prose: Prose,
}

#[derive(Debug, Clone)]
pub enum Origin {
    /// Bytes of the source file.
    Body(Range<usize>),
    Field(KeyPath, String),
}

impl Document {
    /// The Markdown of a passage.
    pub fn text<'a>(&'a self, passage: &'a Passage) -> &'a str {
        match &passage.origin {
            Origin::Body(range) => &self.source.text[range.clone()],
            Origin::Field(_, text) => text,
        }
    }

    pub fn body(&self) -> Option<&Passage> {
        self.passages.iter().find(|passage| matches!(passage.origin, Origin::Body(_)))
    }

    /// Where a stretch of a passage stands in the file. Inside a YAML text the whole value is shown: quoting moves its letters.
    pub fn place(&self, passage: &Passage, range: Range<usize>) -> Place {
        match &passage.origin {
            Origin::Body(body) => self.source.place(body.start + range.start..body.start + range.end),
            Origin::Field(path, _) => self.sheet.value_place(path),
        }
    }

    /// Where some of the words of a text field stand. Quotes and folded lines move words but keep the letters before them,
    /// so a stretch with the same letters before it is the one; escapes hide them, and then the whole value is shown.
    pub fn place_of_words(&self, path: &KeyPath, value: &str, range: Range<usize>) -> Place {
        let place = self.sheet.value_place(path);
        let text = &self.source.text;
        let start = offset(text, &place);
        let before: String = value[..range.start].chars().filter(|c| c.is_alphanumeric()).collect();
        let words = &value[range];
        let found = text[start..].match_indices(words).map(|(at, _)| start + at);
        let same = found
            .take_while(|at| *at <= start + 4 * value.len() + 64)
            .find(|at| text[start..*at].chars().filter(|c| c.is_alphanumeric()).eq(before.chars()));
        same.map_or(place, |at| self.source.place(at..at + words.len()))
    }

    /// The file's name without its ending; a folder's landing page is named after the folder.
    pub fn stem(&self) -> &str {
        let path = &self.source.path;
        match path.file_stem().unwrap_or_default() {
            "_index" => path.parent().and_then(|folder| folder.file_name()).unwrap_or("home"),
            stem => stem,
        }
    }

    /// It says so itself: a page whose status is missing or misspelt is kept back as well, but its faults are faults.
    pub fn is_draft(&self) -> bool {
        self.fields.text("status") == Some("draft")
    }

    pub fn is_landing(&self) -> bool {
        self.source.path.file_stem() == Some("_index")
    }
}

/// The byte at which a place begins.
fn offset(text: &str, place: &Place) -> usize {
    let line_start: usize = text.split_inclusive('\n').take(place.line as usize - 1).map(str::len).sum();
    let column = text[line_start..].char_indices().nth(place.column as usize - 1);
    column.map_or(text.len(), |(at, _)| line_start + at)
}
