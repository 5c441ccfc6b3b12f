//! A type's fields as a plain list of label and value, for a template that knows nothing of the type.

use serde::Serialize;
use serde_json::{Map as Json, Value as JsonValue};

use super::Rich;
use crate::load::content_type::{Field, Kind};
use crate::render::html::escape;
use crate::render::words::{Owner, Words};

#[derive(Debug, Serialize)]
pub struct FactView {
    pub name: String,
    pub label: String,
    pub html: String,
}

pub fn facts(words: Words, owner: Owner, fields: &[Field], prepared: &Json<String, JsonValue>) -> Vec<FactView> {
    let reading = Reading { words, owner };
    fields
        .iter()
        .filter_map(|field| {
            let html = reading.rich(&field.kind, prepared.get(&field.name)?, &field.name)?.html;
            Some(FactView { name: field.name.clone(), label: words.label(owner, &field.name, &field.label), html })
        })
        .collect()
}

/// Whose fields are read, and in which language.
struct Reading<'a> {
    words: Words<'a>,
    owner: Owner<'a>,
}

impl Reading<'_> {
    /// A prepared value as one piece of text; groups become `label: value` in a row.
    fn rich(&self, kind: &Kind, value: &JsonValue, path: &str) -> Option<Rich> {
        let text_of = |name: &str| value.get(name).and_then(JsonValue::as_str);
        let words = |text: &str| Some(Rich { html: escape(text), text: text.to_owned() });
        match (kind, value) {
            (_, JsonValue::Null) => None,
            (Kind::List { .. } | Kind::Reference { many: true, .. }, JsonValue::Array(items)) if items.is_empty() => None,
            (Kind::List { of, .. }, JsonValue::Array(items)) => {
                joined(items.iter().filter_map(|item| self.rich(&of.kind, item, path)), "; ")
            }
            (Kind::Reference { to, many: true }, JsonValue::Array(items)) => {
                let one = Kind::Reference { to: to.clone(), many: false };
                joined(items.iter().filter_map(|item| self.rich(&one, item, path)), "; ")
            }
            (Kind::Group { fields, .. }, JsonValue::Object(_)) => {
                let parts = fields.iter().filter_map(|field| {
                    let path = format!("{path}.{}", field.name);
                    let inner = self.rich(&field.kind, value.get(&field.name)?, &path)?;
                    let label = self.words.label(self.owner, &path, &field.label);
                    Some(Rich { html: format!("{}: {}", escape(&label), inner.html), text: format!("{label}: {}", inner.text) })
                });
                joined(parts, ", ")
            }
            (Kind::Markdown, _) => Some(Rich { html: text_of("html")?.to_owned(), text: text_of("text")?.to_owned() }),
            (Kind::Reference { .. }, _) => linked(text_of("url")?, text_of("title")?),
            (Kind::Figure, _) => linked(text_of("url")?, text_of("display")?),
            (Kind::Citation, _) => match text_of("url") {
                Some(url) => linked(url, text_of("text")?),
                None => words(text_of("text")?),
            },
            (Kind::File, _) => linked(text_of("url")?, text_of("name")?),
            (Kind::Telephone, _) => linked(text_of("href")?, text_of("text")?),
            (Kind::Image, _) => None,
            (Kind::Url, JsonValue::String(url)) => linked(url, url),
            (Kind::Email, JsonValue::String(address)) => linked(&format!("mailto:{address}"), address),
            (Kind::Boolean, JsonValue::Bool(value)) => words(&self.words.text(if *value { "yes" } else { "no" })),
            (_, JsonValue::String(text)) => words(text),
            (_, JsonValue::Number(number)) => words(&number.to_string()),
            (_, JsonValue::Object(_)) => words(text_of("label").or_else(|| text_of("text"))?),
            _ => None,
        }
    }
}

fn linked(url: &str, text: &str) -> Option<Rich> {
    Some(Rich { html: format!("<a href=\"{}\">{}</a>", escape(url), escape(text)), text: text.to_owned() })
}

fn joined(parts: impl Iterator<Item = Rich>, between: &str) -> Option<Rich> {
    let parts: Vec<Rich> = parts.collect();
    let join = |of: fn(&Rich) -> &str| parts.iter().map(of).collect::<Vec<_>>().join(between);
    (!parts.is_empty()).then(|| Rich { html: join(|part| &part.html), text: join(|part| &part.text) })
}
