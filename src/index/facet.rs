//! What the facets of the hub are in search: the values of each page, and their names.

use std::collections::{BTreeMap, BTreeSet};

use almoner_search::{Facet, FacetKind, Record};
use jiff::Timestamp;

use crate::assemble::Site;
use crate::load::document::Document;
use crate::load::facet::{self, CHOICES, TOPIC, TYPE, YEAR};

/// Lists are sorted by the first facet of days.
const PUBLISHED: &str = "published";
const REVIEWED: &str = "reviewed";

/// What one page has of each facet.
pub fn values(site: &Site, page: usize) -> BTreeMap<String, Vec<String>> {
    let document: &Document = &site.documents[page];
    let common = &document.common;
    let day = |at: Timestamp| at.to_zoned(site.hub().zone.clone()).date();
    let mut values = BTreeMap::new();
    let mut put = |facet: &str, found: Vec<String>| {
        if !found.is_empty() {
            values.insert(facet.to_owned(), found);
        }
    };
    put(TYPE, vec![document.content_type.id.clone()]);
    put(TOPIC, site.pages[page].topics.iter().map(|topic| site.topics[*topic].slug().to_owned()).collect());
    for facet in CHOICES {
        put(facet.id, facet.chosen(document));
    }
    put(YEAR, facet::year(document, &site.hub().zone).into_iter().collect());
    // The day that a result shows, so that a list of the newest first reads as one.
    put(PUBLISHED, common.updated.max(common.published).map(|at| day(at).to_string()).into_iter().collect());
    put(REVIEWED, common.reviewed.map(|day| day.to_string()).into_iter().collect());
    values
}

/// The facets of the whole index; one that no page has is left out.
pub fn facets(site: &Site, records: &[Record]) -> Vec<Facet> {
    let used = |id: &str| records.iter().any(|record| record.facets.contains_key(id));
    let facet = |id: &str, label: &str, kind, labels| Facet { id: id.to_owned(), label: label.to_owned(), kind, labels };
    let types = site.loaded.types.types.values().map(|content_type| (content_type.id.clone(), content_type.name.clone()));
    let mut topics: Vec<(String, String)> = site.topics.iter().map(|topic| (topic.slug().to_owned(), topic.title.clone())).collect();
    topics.sort_by_cached_key(|(_, title)| title.to_lowercase());
    let years: BTreeSet<&String> = records.iter().filter_map(|record| record.facets.get(YEAR)).flatten().collect();
    let mut facets =
        vec![facet(TYPE, "Kind of page", FacetKind::Values, types.collect()), facet(TOPIC, "Topic", FacetKind::Values, topics)];
    facets.extend(CHOICES.iter().map(|of| {
        let labels = of.choices(&site.loaded.types).into_iter().map(|choice| (choice.value, choice.label));
        facet(of.id, of.label, FacetKind::Values, labels.collect())
    }));
    facets.push(facet(YEAR, "Year", FacetKind::Values, years.into_iter().rev().map(|year| (year.clone(), year.clone())).collect()));
    facets.push(facet(PUBLISHED, "Published or changed", FacetKind::Days, Vec::new()));
    facets.push(facet(REVIEWED, "Reviewed", FacetKind::Days, Vec::new()));
    facets.retain(|facet| used(&facet.id));
    facets
}
