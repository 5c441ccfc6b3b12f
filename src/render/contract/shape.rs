//! What a value may be, without the value: enough to know whether a template asks for something that is not there.

use std::cmp::Ordering;
use std::ops::Deref;
use std::sync::Arc;

use serde_json::Value;

use crate::load::content_type::{Field, Kind};
use crate::load::language::Language;
use crate::render::view::sample;

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shape {
    /// Not known: whatever is asked of it is right.
    Any,
    /// Asked for and not there.
    Missing,
    Null,
    Text,
    Number,
    Bool,
    /// Words of the theme with the gaps that must be filled.
    Phrase(Shared<String>),
    /// Every shape that an item may have; none for a list that is written out empty.
    List(Shared<Shape>),
    /// Names in the order of the view.
    Map(Shared<(String, Shape)>),
}

/// Parts that many shapes have in common: what is the same is not compared part by part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shared<T: Eq>(Arc<Vec<T>>);

impl<T: Eq> Shared<T> {
    pub fn new(parts: Vec<T>) -> Self {
        Shared(Arc::new(parts))
    }
}

impl<T: Eq> Deref for Shared<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.0
    }
}

impl<T: Ord> Ord for Shared<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        if Arc::ptr_eq(&self.0, &other.0) { Ordering::Equal } else { self.0.cmp(&other.0) }
    }
}

impl<T: Ord> PartialOrd for Shared<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Shape {
    pub fn map(entries: impl IntoIterator<Item = (String, Shape)>) -> Self {
        let mut names = Vec::<(String, Shape)>::new();
        for (name, shape) in entries {
            match names.iter_mut().find(|(known, _)| *known == name) {
                Some(known) => known.1 = shape,
                None => names.push((name, shape)),
            }
        }
        Shape::Map(Shared::new(names))
    }

    pub fn list(items: impl IntoIterator<Item = Shape>) -> Self {
        let mut items: Vec<Shape> = items.into_iter().collect();
        items.sort();
        items.dedup();
        Shape::List(Shared::new(items))
    }

    /// The shape of a sample.
    pub fn of(sample: &Value) -> Self {
        match sample {
            Value::Null => Shape::Any,
            Value::Bool(_) => Shape::Bool,
            Value::Number(_) => Shape::Number,
            Value::String(_) => Shape::Text,
            Value::Array(items) => Shape::list(items.iter().map(Shape::of)),
            Value::Object(entries) => Shape::map(entries.iter().map(|(name, value)| (name.clone(), Shape::of(value)))),
        }
    }

    /// A type's own fields as `view::Prepared` makes them.
    pub fn of_fields(fields: &[Field]) -> Self {
        Shape::map(fields.iter().map(|field| (field.name.clone(), Shape::of_kind(&field.kind))))
    }

    fn of_kind(kind: &Kind) -> Self {
        match kind {
            Kind::Text | Kind::Url | Kind::Email | Kind::Language => Shape::Text,
            Kind::Integer | Kind::Decimal => Shape::Number,
            Kind::Boolean => Shape::Bool,
            Kind::Markdown => Shape::of(&sample::rich()),
            Kind::Date | Kind::Instant => Shape::of(&sample::day()),
            Kind::Choice(_) => Shape::of(&sample::choice()),
            Kind::Group { fields, .. } => Shape::of_fields(fields),
            // What ends is a line to be quoted, and brings its text to take away.
            Kind::List { of, hides: Some(_) } => match Shape::of_kind(&of.kind) {
                Shape::Map(names) => Shape::list([Shape::map(names.iter().cloned().chain([("copy".to_owned(), Shape::Text)]))]),
                item => Shape::list([item]),
            },
            Kind::List { of, .. } => {
                let item = Shape::of_kind(&of.kind);
                match (&of.kind, item) {
                    // Only an item of a list has an address.
                    (Kind::Group { key: Some(_), .. }, Shape::Map(names)) => {
                        let anchor = std::iter::once(("anchor".to_owned(), Shape::Text));
                        Shape::list([Shape::map(names.iter().cloned().chain(anchor))])
                    }
                    (_, item) => Shape::list([item]),
                }
            }
            Kind::Reference { many: true, .. } => Shape::list([Shape::of(&sample::record())]),
            Kind::Reference { many: false, .. } => Shape::of(&sample::record()),
            Kind::Citation => Shape::of(&sample::citation()),
            Kind::Figure => Shape::of(&sample::figure()),
            Kind::Image => Shape::of(&sample::image()),
            Kind::File => Shape::of(&sample::file()),
            Kind::Telephone => Shape::of(&sample::telephone()),
        }
    }

    /// What templates see of the theme's words: all languages have the same.
    pub fn of_words(language: &Language) -> Self {
        Shape::map(language.phrases.iter().map(|(key, phrase)| {
            let gaps: Vec<String> = phrase.gaps().into_iter().map(str::to_owned).collect();
            (key.clone(), if gaps.is_empty() { Shape::Text } else { Shape::Phrase(Shared::new(gaps)) })
        }))
    }

    /// The same with one more name.
    pub fn and(&self, name: &str, shape: &Shape) -> Shape {
        let Shape::Map(names) = self else { return self.clone() };
        Shape::map(names.iter().cloned().chain([(name.to_owned(), shape.clone())]))
    }

    /// The same with another shape at a path of names.
    pub fn with(&self, path: &[&str], shape: Shape) -> Shape {
        let (Shape::Map(names), Some((first, rest))) = (self, path.split_first()) else { return shape };
        Shape::map(names.iter().map(|(name, inner)| {
            let inner = if name == first { inner.with(rest, shape.clone()) } else { inner.clone() };
            (name.clone(), inner)
        }))
    }

    pub fn get(&self, name: &str) -> Option<&Shape> {
        match self {
            Shape::Map(names) => names.iter().find(|(known, _)| known == name).map(|(_, shape)| shape),
            _ => None,
        }
    }

    pub fn names(&self) -> Vec<&str> {
        match self {
            Shape::Map(names) => names.iter().map(|(name, _)| name.as_str()).collect(),
            _ => Vec::new(),
        }
    }

    /// Where it is not known which of two it is.
    pub fn or(self, other: Shape) -> Shape {
        if self == other { self } else { Shape::Any }
    }

    /// The shape of some one item of a list or map.
    pub fn item(&self) -> Shape {
        let one = |shapes: &mut dyn Iterator<Item = &Shape>| {
            let first = shapes.next().cloned().unwrap_or(Shape::Any);
            shapes.cloned().fold(first, Shape::or)
        };
        match self {
            Shape::List(items) => one(&mut items.iter()),
            Shape::Map(names) => one(&mut names.iter().map(|(_, shape)| shape)),
            Shape::Text => Shape::Text,
            _ => Shape::Any,
        }
    }

    /// A list, a map, a phrase with gaps: something that is not shown as it is.
    pub fn has_parts(&self) -> bool {
        matches!(self, Shape::List(_) | Shape::Map(_) | Shape::Phrase(_))
    }

    pub fn is_plain(&self) -> bool {
        matches!(self, Shape::Text | Shape::Number | Shape::Bool)
    }

    /// What it is, as a message says it.
    pub fn noun(&self) -> &'static str {
        match self {
            Shape::Any | Shape::Missing | Shape::Null => "nothing",
            Shape::Text => "a text",
            Shape::Phrase(_) => "a text with gaps",
            Shape::Number => "a number",
            Shape::Bool => "yes or no",
            Shape::List(_) => "a list",
            Shape::Map(_) => "a value with parts",
        }
    }
}
