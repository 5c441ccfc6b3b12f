//! What a rule may ask of a page: its fields by key path, where they stand, and the day on which the question is asked.

use std::ops::Range;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::assemble::register::PageIndex;
use crate::assemble::world::World;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::load::check_value::{Need, need};
use crate::load::document::Document;
use crate::load::value::{KeyPath, Map, Step, Value};

#[derive(Debug, Clone, Copy)]
pub struct Page<'a> {
    pub world: &'a World<'a>,
    pub index: PageIndex,
    pub document: &'a Document,
    pub as_of: Timestamp,
    /// The day of `as_of` in the hub's zone.
    pub today: Date,
}

impl<'a> Page<'a> {
    pub fn asks_for(&self, rule: &str) -> bool {
        self.document.content_type.rules.iter().any(|asked| asked == rule)
    }

    pub fn text(&self, name: &str) -> Option<&'a str> {
        self.document.fields.text(name)
    }

    pub fn group(&self, name: &str) -> Option<&'a Map> {
        self.document.fields.get(name).and_then(Value::as_map)
    }

    /// The groups of a list with their paths. Items that the release gate took away are passed over.
    pub fn groups(&self, name: &str) -> impl Iterator<Item = (KeyPath, &'a Map)> {
        let list = KeyPath::from(name);
        self.document.fields.list(name).iter().enumerate().filter_map(move |(index, item)| Some((list.item(index), item.as_map()?)))
    }

    /// The texts of a list with their paths.
    pub fn texts(&self, name: &str) -> impl Iterator<Item = (KeyPath, &'a str)> {
        let list = KeyPath::from(name);
        self.document.fields.list(name).iter().enumerate().filter_map(move |(index, item)| Some((list.item(index), item.as_text()?)))
    }

    pub fn value(&self, path: &KeyPath) -> Option<&'a Value> {
        let (first, rest) = path.0.split_first()?;
        let Step::Key(name) = first else { return None };
        self.document.fields.get(name)?.at(&KeyPath(rest.to_vec()))
    }

    /// Whether the type itself requires this field of a page that has these neighbours: its absence was then reported with the fields.
    pub fn type_requires(&self, name: &str) -> bool {
        let field = self.document.content_type.field(name);
        field.is_some_and(|field| need(field, |neighbour| self.document.fields.get(neighbour)) != Need::No)
    }

    /// The page that a field names, if there is one that the public may see whole.
    pub fn other(&self, name: &str, to: &[&str]) -> Option<Page<'a>> {
        let to: Vec<String> = to.iter().map(|id| (*id).to_owned()).collect();
        let index = self.world.register.page(name, &to)?;
        let document = &self.world.documents[index];
        document.is_whole().then(|| Page { index, document, ..*self })
    }

    /// How another page names this one.
    pub fn name(&self) -> &'a str {
        self.document.common.id.as_deref().unwrap_or(self.document.stem())
    }

    pub fn value_place(&self, path: &KeyPath) -> Place {
        self.document.sheet.value_place(path)
    }

    pub fn key_place(&self, path: &KeyPath) -> Place {
        self.document.sheet.key_place(path)
    }

    /// A fault at a field's value.
    pub fn error(&self, code: Code, path: &KeyPath, message: impl Into<String>) -> Diagnostic {
        Diagnostic::error(code, self.value_place(path), message)
    }

    pub fn warning(&self, code: Code, path: &KeyPath, message: impl Into<String>) -> Diagnostic {
        Diagnostic::warning(code, self.value_place(path), message)
    }

    /// Where some of the words of a text field stand.
    pub fn place_of_words(&self, path: &KeyPath, value: &str, range: Range<usize>) -> Place {
        self.document.place_of_words(path, value, range)
    }
}
