//! The body that makes the index: how texts are taken apart, and what each field of a document is.

use serde_json::{Map, Value, json};

use super::analysis::analysis;
use super::layout::Layout;
use crate::settings::FacetKind;

/// From so many letters on a beginning is looked up instead of sought, to so many.
const PREFIX: (u8, u8) = (3, 8);

/// The body of the request that makes an index.
pub fn index(layout: &Layout) -> Value {
    let mut properties = Map::new();
    for name in ["id", "url", "type", "lang"] {
        properties.insert(name.into(), json!({ "type": "keyword" }));
    }
    properties.insert("date".into(), days());
    // What lists show of a page; nobody searches it.
    properties.insert("shown".into(), json!({ "type": "keyword", "index": false, "doc_values": false }));
    for (name, _) in &layout.fields {
        let mut field = text(layout);
        field["copy_to"] = json!("words");
        if name == "title" {
            field["similarity"] = json!("titles");
        }
        if name == "title" || name == "headings" {
            field["fields"]["plain"] = begun();
        }
        properties.insert(name.clone(), field);
    }
    // All of a page's words: which words there are, what they begin, and what a page must not have.
    let mut words = text(layout);
    words["fields"]["plain"] = begun();
    properties.insert("words".into(), words);
    properties.insert("sections".into(), sections(layout));
    let facet = |kind| if kind == FacetKind::Days { days() } else { json!({ "type": "keyword", "ignore_above": 8191 }) };
    let facets: Map<String, Value> = layout.facets.iter().map(|of| (of.id.clone(), facet(of.kind))).collect();
    properties.insert("facets".into(), json!({ "properties": facets }));
    properties.insert("boost".into(), json!({ "type": "float" }));
    json!({
        "settings": {
            "analysis": analysis(layout),
            // How far a long title is held against a page: less than a long text.
            "index": { "similarity": { "titles": { "type": "BM25", "k1": 1.2, "b": 0.5 } } },
        },
        "mappings": {
            // A document with a field that this index does not know comes of a newer export, and needs a new index.
            "dynamic": "strict",
            "_meta": { "almoner": layout.meta() },
            "properties": properties,
        },
    })
}

fn days() -> Value {
    json!({ "type": "date", "format": "strict_date" })
}

fn text(layout: &Layout) -> Value {
    let mut field = json!({ "type": "text", "analyzer": "english" });
    if layout.is_welsh {
        field["fields"]["welsh"] = json!({ "type": "text", "analyzer": "welsh" });
    }
    field
}

/// Words as they are written, for phrases and for words that are still being typed.
fn begun() -> Value {
    json!({ "type": "text", "analyzer": "plain", "index_prefixes": { "min_chars": PREFIX.0, "max_chars": PREFIX.1 } })
}

/// Each section on its own, so that the best one is known and no phrase begins in one and ends in the next.
fn sections(layout: &Layout) -> Value {
    let part = |offsets: bool| {
        let mut field = text(layout);
        field["fields"]["plain"] = json!({ "type": "text", "analyzer": "plain" });
        if offsets {
            field["index_options"] = json!("offsets");
        }
        field
    };
    json!({
        "type": "nested",
        "properties": {
            "anchor": { "type": "keyword", "index": false, "doc_values": false },
            "heading": part(false),
            "text": part(true),
        },
    })
}
