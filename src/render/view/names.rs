//! What search finds, in the language of the page on which it is shown: the index is made once for the hub and names facets and their
//! values in one language only. What nobody has translated is left out, and stands as the index has it.

use serde::Serialize;

use super::browse;
use super::site::title_of;
use crate::assemble::Site;
use crate::load::facet::{CHOICES, TOPIC, TYPE, YEAR};
use crate::render::words::Words;

#[derive(Debug, Clone, Serialize)]
pub struct Name {
    /// The id of a facet, or of a facet and a value: `type`, `type:research-summary`.
    pub of: String,
    pub name: String,
    pub is_type: bool,
}

/// Empty where the page's language is that of the index.
pub fn names(site: &Site, words: Words) -> Vec<Name> {
    if words.is_base() {
        return Vec::new();
    }
    let mut names = Vec::new();
    let mut put = |facet: &str, value: &str, name: String, written: &str| {
        if crate::render::foreign::plain(&name) != written {
            let of = if value.is_empty() { facet.to_owned() } else { format!("{facet}:{value}") };
            names.push(Name { of, name, is_type: facet == TYPE });
        }
    };
    for (facet, key) in
        [(TYPE, "kind_of_page"), (TOPIC, "topic"), (YEAR, "year"), ("published", "published_or_changed"), ("reviewed", "reviewed")]
    {
        put(facet, "", words.text(key), "");
    }
    for content_type in site.loaded.types.types.values() {
        put(TYPE, &content_type.id, words.type_name(content_type), &content_type.name);
    }
    for topic in &site.topics {
        put(TOPIC, topic.slug(), title_of(site, words, topic), &topic.title);
    }
    for facet in CHOICES {
        put(facet.id, "", browse::facet_name(words, facet.id), facet.label);
        for choice in facet.choices(&site.loaded.types) {
            put(facet.id, &choice.value, browse::value_name(words, facet.id, &choice.value, &choice.label), &choice.label);
        }
    }
    names
}
