//! Key figures: the records to which every number on the site is bound.

use std::collections::BTreeMap;

use super::register::PageIndex;
use crate::load::content_type::{Field, Kind};
use crate::load::document::Document;
use crate::load::value::{Map, Value};
use crate::release::Released;

/// What a page that uses a figure needs of its record.
#[derive(Debug, Clone)]
pub struct Figure {
    pub page: PageIndex,
    /// The file's name, by which Markdown refers to it.
    pub name: String,
    pub id: String,
    pub display: String,
    pub what: String,
    pub base: String,
    pub base_n: Option<i64>,
    pub period: String,
    pub area: String,
    pub kind: Labelled,
    pub quality: Labelled,
    pub caveat: String,
    /// The citation as written: `swtf-interim-2009, para. 1.10`.
    pub source: String,
    pub value: Option<f64>,
    pub low: Option<f64>,
    pub high: Option<f64>,
    pub unit: String,
    pub not_comparable: Vec<String>,
}

/// A choice and its words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Labelled {
    pub value: String,
    pub label: String,
}

/// The id of the content type whose records are figures.
pub const FIGURE_TYPE: &str = "key-figure";

impl Figure {
    /// Every public figure by its name.
    pub fn all(documents: &[Released<Document>]) -> BTreeMap<String, Figure> {
        let figures = documents.iter().enumerate().filter_map(|(page, document)| Figure::of(page, document));
        figures.map(|figure| (figure.name.clone(), figure)).collect()
    }

    pub fn of(page: PageIndex, document: &Released<Document>) -> Option<Figure> {
        if document.content_type.id != FIGURE_TYPE || !document.is_whole() {
            return None;
        }
        let fields = &document.fields;
        let text = |name: &str| fields.text(name).unwrap_or_default().to_owned();
        let number = |name: &str| fields.get(name).and_then(Value::as_decimal);
        let base = fields.get("base").and_then(Value::as_map).cloned().unwrap_or_else(Map::new);
        Some(Figure {
            page,
            name: document.stem().to_owned(),
            id: document.common.id.clone().unwrap_or_default(),
            display: text("display"),
            what: text("what"),
            base: base.text("text").unwrap_or_default().to_owned(),
            base_n: base.get("n").and_then(Value::as_integer),
            period: text("period"),
            area: text("area"),
            kind: labelled(&document.content_type.fields, fields, "kind"),
            quality: labelled(&document.content_type.fields, fields, "quality"),
            caveat: text("caveat"),
            source: text("source"),
            value: number("value"),
            low: number("low"),
            high: number("high"),
            unit: text("unit"),
            not_comparable: fields.texts("not_comparable_with").into_iter().map(str::to_owned).collect(),
        })
    }

    /// Of whom, with how many there were where the words do not say it.
    pub fn base(&self) -> String {
        match self.base_n {
            Some(n) if !self.base.contains(&n.to_string()) => format!("{} (n = {n})", self.base),
            _ => self.base.clone(),
        }
    }

    /// Whether words in running text say what the record says; spaces and dashes may differ, signs and numbers may not.
    pub fn agrees(&self, words: &str) -> bool {
        plain(words) == plain(&self.display)
    }
}

fn plain(text: &str) -> String {
    let text: String = text.chars().map(|c| if c == '\u{2013}' || c == '\u{2011}' || c == '\u{2012}' { '-' } else { c }).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// A choice field's value with its label from the type.
pub fn labelled(fields: &[Field], values: &Map, name: &str) -> Labelled {
    let value = values.text(name).unwrap_or_default();
    let label = fields.iter().find(|field| field.name == name).and_then(|field| match &field.kind {
        Kind::Choice(choices) => choices.iter().find(|choice| choice.value == value),
        _ => None,
    });
    Labelled { value: value.to_owned(), label: label.map_or(value, |choice| &choice.label).to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_agree_but_for_spaces_dashes_and_capitals() {
        assert_eq!(plain("About\u{a0}5,500"), plain("about 5,500"));
        assert_eq!(plain("128\u{2013}371"), plain("128-371"));
        assert_ne!(plain("9.5%"), plain("9.6%"));
    }
}
