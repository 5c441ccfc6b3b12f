//! Which fields the documents have: one for each weight that words of the records have, as in the index of the browser.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::settings::{Facet, FacetKind, Settings};
use crate::words::{fold, specials, words};
use crate::{Record, inverted};

/// Readers of another number must not build queries from what they find.
const FORMAT: u32 = 1;

/// What is the same for all documents of an index.
#[derive(Debug, Clone, PartialEq)]
pub struct Layout {
    /// The fields that are searched, each with what a word in it counts for.
    pub(super) fields: Vec<(String, f64)>,
    /// Some page is in Welsh, so every text is also analysed as Welsh.
    pub(super) is_welsh: bool,
    pub(super) facets: Vec<Facet>,
    pub(super) types: BTreeMap<String, String>,
    /// Folded, the longest first.
    pub(super) specials: Vec<String>,
    /// Words and phrases that mean the same: folded words with spaces between.
    pub(super) synonyms: Vec<Vec<String>>,
}

impl Layout {
    pub fn of(records: &[Record], settings: &Settings) -> Layout {
        let sound = |weight: f64| inverted::sound_weight(weight);
        let weights = settings.weights;
        let mut fields = vec![
            ("title".to_owned(), sound(weights.title)),
            ("headings".to_owned(), sound(weights.headings)),
            ("summary".to_owned(), sound(weights.summary)),
            ("text".to_owned(), 1.0),
        ];
        let sections = records.iter().flat_map(|record| &record.sections).map(|section| section.weight);
        let mut others: Vec<f64> =
            records.iter().flat_map(|record| &record.fields).map(|field| field.weight).chain(sections).map(sound).collect();
        others.retain(|weight| *weight != 1.0);
        others.sort_by(f64::total_cmp);
        others.dedup();
        fields.extend(others.into_iter().map(|weight| (field_of(weight), weight)));
        let specials = specials(&settings.specials);
        Layout {
            fields,
            is_welsh: records.iter().any(is_welsh),
            facets: settings.clone().with_facets_of(records).facets,
            types: settings.types.clone(),
            synonyms: settings.synonyms.iter().filter_map(|set| same(set, &specials)).collect(),
            specials,
        }
    }

    /// What a client needs for building queries, as it stands in the index itself.
    pub(super) fn meta(&self) -> Value {
        let facet = |facet: &Facet| {
            let kind = if facet.kind == FacetKind::Days { "days" } else { "values" };
            json!({ "id": facet.id, "label": facet.label, "kind": kind, "values": facet.labels })
        };
        json!({
            "format": FORMAT,
            "fields": self.fields,
            "welsh": self.is_welsh,
            "facets": self.facets.iter().map(facet).collect::<Vec<_>>(),
            "types": self.types,
            "specials": self.specials,
        })
    }
}

/// The field of the words that count for so much.
pub(super) fn field_of(weight: f64) -> String {
    let weight = inverted::sound_weight(weight);
    if weight == 1.0 { "text".into() } else { format!("weight_{weight}").replace('.', "_") }
}

pub(super) fn is_welsh(record: &Record) -> bool {
    record.lang == "cy" || record.lang.starts_with("cy-")
}

/// A set of synonyms as words; none where fewer than two are left that differ.
fn same(set: &[String], specials: &[String]) -> Option<Vec<String>> {
    let mut phrases = Vec::<String>::new();
    for written in set {
        let phrase = words(&fold(written), specials).map(|word| word.text).collect::<Vec<_>>().join(" ");
        if !phrase.is_empty() && !phrases.contains(&phrase) {
            phrases.push(phrase);
        }
    }
    (phrases.len() > 1).then_some(phrases)
}
