//! The records as lines that `_bulk` takes: an action and a document in turn, the same bytes for the same records in any order.

use serde_json::{Map, Value, json};

use super::layout::{Layout, field_of};
use crate::settings::{FacetKind, day};
use crate::words::by_code_unit;
use crate::write::summary;
use crate::{Record, Section};

/// The engine takes no longer ids.
const LONGEST_ID: usize = 512;

/// Gives the lines file after file, each file of at most `limit` bytes unless a single document is larger.
pub fn bulk<E>(records: &[Record], layout: &Layout, limit: usize, mut put: impl FnMut(usize, String) -> Result<(), E>) -> Result<usize, E> {
    let mut order: Vec<&Record> = records.iter().collect();
    order.sort_by(|a, b| by_code_unit(&a.url, &b.url).then_with(|| by_code_unit(&a.id, &b.id)));
    let mut lines = String::new();
    let mut files = 0;
    for record in order {
        let next = format!("{}\n{}\n", json!({ "index": { "_id": id(record) } }), document(record, layout));
        if !lines.is_empty() && lines.len() + next.len() > limit {
            files += 1;
            put(files, std::mem::take(&mut lines))?;
        }
        lines.push_str(&next);
    }
    if !lines.is_empty() {
        files += 1;
        put(files, lines)?;
    }
    Ok(files)
}

/// The same for as long as the page is known by the same name, so that a second import replaces the first.
fn id(record: &Record) -> String {
    let name = record.name();
    if name.len() <= LONGEST_ID { name.to_owned() } else { blake3::hash(name.as_bytes()).to_hex().to_string() }
}

fn document(record: &Record, layout: &Layout) -> Value {
    let mut document = Map::new();
    let mut put = |name: &str, value: Value| document.insert(name.to_owned(), value);
    put("id", json!(record.name()));
    put("url", json!(record.url));
    put("type", json!(record.content_type));
    put("lang", json!(record.lang));
    if day(&record.date).is_some() {
        put("date", json!(record.date));
    }
    put("shown", json!(summary(record)));
    for (name, _) in &layout.fields {
        let texts = texts(record, name);
        if !texts.is_empty() {
            put(name, json!(texts));
        }
    }
    put(
        "sections",
        sections(record).map(|(anchor, heading, text)| json!({ "anchor": anchor, "heading": heading, "text": text })).collect(),
    );
    let facets: Map<String, Value> = layout
        .facets
        .iter()
        .filter_map(|facet| {
            let mut values = record.facets.get(&facet.id)?.clone();
            if facet.kind == FacetKind::Days {
                values.retain(|value| day(value).is_some());
                values.truncate(1);
            }
            Some((facet.id.clone(), json!(values)))
        })
        .collect();
    put("facets", Value::Object(facets));
    put("boost", json!(if record.boost > 0.0 { record.boost.clamp(0.1, 10.0) } else { 1.0 }));
    Value::Object(document)
}

/// What a field holds of a record: as in the index of the browser, the text of sections counts where there is no other.
fn texts<'a>(record: &'a Record, field: &str) -> Vec<&'a str> {
    let mut texts: Vec<&str> = match field {
        "title" => vec![&record.title],
        "headings" => record.headings.iter().map(String::as_str).collect(),
        "summary" => vec![&record.summary],
        _ => {
            let of_sections = record.sections.iter().filter(|section| record.text.is_empty() && field_of(section.weight) == field);
            let of_text = std::iter::once(record.text.as_str()).filter(|_| field == "text");
            let of_fields = record.fields.iter().filter(|words| field_of(words.weight) == field).map(|words| words.text.as_str());
            of_text.chain(of_sections.map(|section| section.text.as_str())).chain(of_fields).collect()
        }
    };
    texts.retain(|text| !text.is_empty());
    texts
}

/// Where a record has no parts, its text is one. Signs that mark words in an answer are no part of a text.
fn sections(record: &Record) -> impl Iterator<Item = (&str, &str, String)> {
    let whole = (record.sections.is_empty() && !record.text.is_empty()).then_some(("", "", record.text.as_str()));
    let parts = record.sections.iter().map(|Section { anchor, heading, text, .. }| (anchor.as_str(), heading.as_str(), text.as_str()));
    whole.into_iter().chain(parts).map(|(anchor, heading, text)| (anchor, heading, text.replace(['\u{e000}', '\u{e001}'], " ")))
}
