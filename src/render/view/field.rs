//! A type's own fields as templates see them. Every declared field is there: null, empty or prepared by its kind.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map as Json, Value as JsonValue, json};

use super::card::Card;
use super::date::{day, moment};
use super::figure::FigureView;
use super::{Desk, Rich};
use crate::assemble::outline::item_anchor;
use crate::assemble::{Site, asset_address, link};
use crate::load::content_type::{Field, Kind};
use crate::load::document::{Document, Origin};
use crate::load::instant;
use crate::load::value::{KeyPath, Map, Step, Value};
use crate::render::body;
use crate::render::offprint::Offprints;
use crate::render::words::{Owner, Words};

/// What a record says beyond its card, needed where it stands for something: a helpline's number, a person's role.
pub const RECORD_WORDS: &[&str] =
    &["phone", "text_number", "hours", "role", "email", "acronym", "phonetic", "availability", "cost", "who_for"];

#[derive(Debug, Serialize)]
pub struct Telephone {
    pub text: String,
    /// `tel:` and the digits.
    pub href: String,
}

#[derive(Debug, Serialize)]
pub struct CitationView {
    pub key: String,
    pub text: String,
    pub url: Option<String>,
    pub locator: Option<String>,
}

#[derive(Debug, Serialize)]
pub struct ImageView {
    pub src: String,
    pub width: Option<u32>,
    pub height: Option<u32>,
    pub alt: String,
    pub caption: String,
    pub credit: String,
    pub licence: String,
    pub decorative: bool,
}

#[derive(Debug, Serialize)]
pub struct FileView {
    pub url: String,
    pub name: String,
    pub size: String,
    pub kind: String,
}

/// What is needed to prepare the fields of one page.
pub struct Prepared<'a> {
    site: &'a Site,
    words: Words<'a>,
    cards: &'a [Card],
    figures: &'a BTreeMap<String, FigureView>,
    offprints: &'a Offprints,
    page: usize,
    document: &'a Document,
    /// Markdown fields by path: the position of the passage.
    passages: BTreeMap<&'a KeyPath, usize>,
    /// Citations by path: the position among the page's printed citations.
    citations: BTreeMap<&'a KeyPath, usize>,
}

impl<'a> Prepared<'a> {
    pub fn new(desk: &Desk<'a>, page: usize) -> Self {
        let Desk { site, words, cards, figures, offprints, .. } = *desk;
        let document: &Document = &site.documents[page];
        let passages = document.passages.iter().enumerate().filter_map(|(index, passage)| match &passage.origin {
            Origin::Field(path, _) => Some((path, index)),
            Origin::Body(_) => None,
        });
        let citations = &site.pages[page].references.field_citations;
        Prepared {
            site,
            words,
            cards,
            figures,
            offprints,
            page,
            document,
            passages: passages.collect(),
            citations: citations.iter().map(|(path, index)| (path, *index)).collect(),
        }
    }

    pub fn fields(&self, fields: &[Field]) -> Json<String, JsonValue> {
        let of = Owner::of(&self.document.content_type);
        self.group(of, fields, &self.document.fields, &KeyPath::top())
    }

    /// Only the fields of these names: the others of all pages have a place of their own in the view.
    pub fn some(&self, fields: &[Field], names: &[&str]) -> Json<String, JsonValue> {
        let named = fields.iter().filter(|field| names.contains(&field.name.as_str()));
        let value = |field: &Field| self.value(Owner::SHARED, field, self.document.fields.get(&field.name), &field.name.as_str().into());
        named.map(|field| (field.name.clone(), value(field))).collect()
    }

    fn group(&self, of: Owner, fields: &[Field], values: &Map, path: &KeyPath) -> Json<String, JsonValue> {
        fields.iter().map(|field| (field.name.clone(), self.value(of, field, values.get(&field.name), &path.key(&field.name)))).collect()
    }

    /// The value of one field; what it has when nothing is written keeps templates simple.
    fn value(&self, owner: Owner, field: &Field, value: Option<&Value>, path: &KeyPath) -> JsonValue {
        let value = value.unwrap_or(&Value::Null);
        match (&field.kind, value) {
            (Kind::List { of, .. }, value) => {
                let items = value.as_list().unwrap_or_default();
                let items = items.iter().enumerate().filter(|(_, item)| **item != Value::Null);
                items.map(|(index, item)| self.item(owner, field, of, item, &path.item(index))).collect()
            }
            (Kind::Reference { to, many: true }, value) => {
                let names = value.as_list().unwrap_or_default().iter().filter_map(Value::as_text).chain(value.as_text());
                names.filter_map(|name| self.card(name, to)).collect()
            }
            (_, Value::Null) => JsonValue::Null,
            (Kind::Text | Kind::Url | Kind::Email | Kind::Language, Value::Text(text)) => json!(text),
            (Kind::Markdown, Value::Text(_)) => json!(self.rich(path)),
            (Kind::Integer, Value::Integer(number)) => json!(number),
            (Kind::Decimal, value) => json!(value.as_decimal()),
            (Kind::Boolean, Value::Bool(value)) => json!(value),
            (Kind::Date, Value::Text(text)) => json!(instant::date(text).ok().map(|date| day(date, self.words))),
            (Kind::Instant, Value::Text(text)) => {
                let zone = &self.site.hub().zone;
                json!(instant::instant(text, zone).ok().map(|at| moment(at, zone, self.words)))
            }
            (Kind::Choice(choices), Value::Text(text)) => {
                let choice = choices.iter().find(|choice| choice.value == *text);
                let label = choice.map_or_else(|| text.clone(), |choice| self.words.choice(owner, &names(path), text, &choice.label));
                json!({ "value": text, "label": label })
            }
            (Kind::Group { fields, .. }, Value::Map(map)) => JsonValue::Object(self.group(owner, fields, map, path)),
            (Kind::Reference { to, .. }, Value::Text(name)) => self.card(name, to).unwrap_or(JsonValue::Null),
            (Kind::Citation, Value::Text(written)) => self.citation(written, path),
            (Kind::Figure, Value::Text(name)) => self.figure(name),
            (Kind::Telephone, Value::Text(text)) => {
                let digits: String = text.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
                json!(Telephone { text: text.clone(), href: format!("tel:{digits}") })
            }
            (Kind::Image, value) => self.image(value),
            (Kind::File, value) => self.file(value),
            (_, other) => json!(other),
        }
    }

    fn item(&self, owner: Owner, list: &Field, of: &Field, item: &Value, path: &KeyPath) -> JsonValue {
        let mut prepared = self.value(owner, of, Some(item), path);
        // What ends is a line to be quoted. Its text is put together once all fields are known.
        if let (Kind::List { hides: Some(_), .. }, Some(object)) = (&list.kind, prepared.as_object_mut()) {
            object.insert("copy".to_owned(), json!(""));
        }
        if let (Kind::Group { key: Some(key), .. }, Some(object)) = (&of.kind, prepared.as_object_mut()) {
            let anchor = item.as_map().and_then(|map| map.text(key)).map(|key| item_anchor(&list.name, key));
            object.insert("anchor".to_owned(), json!(anchor));
        }
        prepared
    }

    fn card(&self, name: &str, to: &[String]) -> Option<JsonValue> {
        let page = self.site.register.page(name, to)?;
        let mut card = serde_json::to_value(&self.cards[page]).ok()?;
        let object = card.as_object_mut()?;
        let document = &self.site.documents[page];
        for plain in RECORD_WORDS {
            object.insert((*plain).to_owned(), json!(document.fields.text(plain)));
        }
        Some(card)
    }

    fn figure(&self, name: &str) -> JsonValue {
        let figure = self.figures.get(name).or_else(|| self.figures.values().find(|figure| figure.id == name));
        json!(figure)
    }

    fn rich(&self, path: &KeyPath) -> Rich {
        let Some(index) = self.passages.get(path).copied() else { return Rich::default() };
        let passage = &self.document.passages[index];
        let resolved = self.site.pages[self.page].references.passages.get(index).map(Vec::as_slice).unwrap_or_default();
        let text = self.document.text(passage);
        let prefix: String = path.to_string().chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
        let options =
            body::BodyOptions { id_prefix: &format!("{prefix}-"), heading_offset: 1, words: self.words, offprints: Some(self.offprints) };
        let html = body::inline(text, resolved, options);
        Rich::new(html, crate::assemble::resolved::plain(text, resolved))
    }

    fn citation(&self, written: &str, path: &KeyPath) -> JsonValue {
        let key = crate::assemble::citation::key_at_start(written.trim_start_matches('@'));
        let cited = self.citations.get(path).and_then(|index| self.site.pages[self.page].references.citations.in_text.get(*index));
        // A field's citation stands alone or in brackets of the template's own.
        let text = cited.map_or_else(|| written.to_owned(), |cited| cited.text().trim_matches(['(', ')']).to_owned());
        let locator = written.split_once(',').map(|(_, locator)| locator.trim());
        json!(CitationView { url: cited.map(|_| format!("#ref-{key}")), key: key.to_owned(), text, locator: locator.map(str::to_owned) })
    }

    pub fn image(&self, value: &Value) -> JsonValue {
        let map = value.as_map();
        let Some(asset) = self.asset(value) else { return JsonValue::Null };
        let text = |name: &str| map.and_then(|map| map.text(name)).unwrap_or_default().to_owned();
        let decorative = map.and_then(|map| map.get("decorative")).and_then(Value::as_bool).unwrap_or_default();
        json!(ImageView {
            src: asset_address(asset),
            width: asset.pixels.map(|pixels| pixels.0),
            height: asset.pixels.map(|pixels| pixels.1),
            alt: text("alt"),
            caption: text("caption"),
            credit: text("credit"),
            licence: text("licence"),
            decorative,
        })
    }

    fn file(&self, value: &Value) -> JsonValue {
        let Some(asset) = self.asset(value) else { return JsonValue::Null };
        let kind = asset.path.extension().unwrap_or("file").to_uppercase();
        let name = asset.path.file_name().unwrap_or_default().to_owned();
        json!(FileView { url: asset_address(asset), name, size: file_size(asset.bytes, self.words), kind })
    }

    fn asset(&self, value: &Value) -> Option<&crate::load::asset::Asset> {
        let written = value.as_text().or_else(|| value.as_map()?.text("src"))?;
        let folder = self.document.source.path.parent()?;
        self.site.loaded.assets.get(&link::hub_path(folder, written)?)
    }
}

/// The names of a path without the numbers of items: what a type calls the field.
fn names(path: &KeyPath) -> String {
    let names = path.0.iter().filter_map(|step| match step {
        Step::Key(name) => Some(name.as_str()),
        Step::Item(_) => None,
    });
    names.collect::<Vec<_>>().join(".")
}

/// A file's size as readers know it.
pub fn file_size(bytes: u64, words: Words) -> String {
    match bytes {
        0..1_000 => words.count("bytes", bytes, &[]),
        1_000..1_000_000 => format!("{} KB", bytes.div_ceil(1_000)),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}
