//! By what readers narrow a list of results. Types mark many fields as facets; these are the ones that hold for most pages
//! and that readers understand without an explanation, in the order in which they are shown.

use std::collections::{BTreeMap, BTreeSet};

use almoner_search::{Facet, FacetKind, Record};
use jiff::Timestamp;

use crate::assemble::Site;
use crate::load::content_type::{Choice, Field, Kind};
use crate::load::document::Document;
use crate::load::value::Map;

const TYPE: &str = "type";
const TOPIC: &str = "topic";
const YEAR: &str = "year";
/// Lists are sorted by the first facet of days.
const PUBLISHED: &str = "published";
const REVIEWED: &str = "reviewed";

/// Facets that are fields of choices: what they are called in an address and by readers, and the way to the field.
const CHOICES: &[(&str, &str, &[&str])] = &[
    ("audience", "Written for", &["audiences"]),
    ("strength", "Strength of the evidence", &["evidence", "strength"]),
    ("nation", "Nation", &["nations"]),
];

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
    put(TOPIC, site.pages[page].topics.iter().map(|topic| slug(&site.topics[*topic].address).to_owned()).collect());
    for (facet, _, path) in CHOICES {
        put(facet, chosen(&document.fields, path));
    }
    put(YEAR, common.published.map(|at| day(at).year().to_string()).into_iter().collect());
    // The day that a result shows, so that a list of the newest first reads as one.
    put(PUBLISHED, common.updated.max(common.published).map(|at| day(at).to_string()).into_iter().collect());
    put(REVIEWED, common.reviewed.map(|day| day.to_string()).into_iter().collect());
    values
}

/// What is written at a path of groups: one text or a list of them.
fn chosen(fields: &Map, path: &[&str]) -> Vec<String> {
    match path {
        [name] => fields.texts(name).into_iter().map(str::to_owned).collect(),
        [group, rest @ ..] => fields.get(group).and_then(|value| value.as_map()).map(|map| chosen(map, rest)).unwrap_or_default(),
        [] => Vec::new(),
    }
}

/// The facets of the whole index; one that no page has is left out.
pub fn facets(site: &Site, records: &[Record]) -> Vec<Facet> {
    let used = |id: &str| records.iter().any(|record| record.facets.contains_key(id));
    let facet = |id: &str, label: &str, kind, labels| Facet { id: id.to_owned(), label: label.to_owned(), kind, labels };
    let types = site.loaded.types.types.values().map(|content_type| (content_type.id.clone(), content_type.name.clone()));
    let mut topics: Vec<(String, String)> =
        site.topics.iter().map(|topic| (slug(&topic.address).to_owned(), topic.title.clone())).collect();
    topics.sort_by_cached_key(|(_, title)| title.to_lowercase());
    let years: BTreeSet<&String> = records.iter().filter_map(|record| record.facets.get(YEAR)).flatten().collect();
    let mut facets =
        vec![facet(TYPE, "Kind of page", FacetKind::Values, types.collect()), facet(TOPIC, "Topic", FacetKind::Values, topics)];
    facets.extend(CHOICES.iter().map(|(id, label, path)| facet(id, label, FacetKind::Values, labels(site, path))));
    facets.push(facet(YEAR, "Year", FacetKind::Values, years.into_iter().rev().map(|year| (year.clone(), year.clone())).collect()));
    facets.push(facet(PUBLISHED, "Published or changed", FacetKind::Days, Vec::new()));
    facets.push(facet(REVIEWED, "Reviewed", FacetKind::Days, Vec::new()));
    facets.retain(|facet| used(&facet.id));
    facets
}

/// The choices of every field that stands at the path and is a facet, in the order in which the types list them.
fn labels(site: &Site, path: &[&str]) -> Vec<(String, String)> {
    let types = &site.loaded.types;
    let mut labels: Vec<(String, String)> = Vec::new();
    let lists = std::iter::once(types.shared.as_slice()).chain(types.types.values().map(|content_type| content_type.fields.as_slice()));
    for choice in lists.filter_map(|fields| choices(fields, path)).flatten() {
        if !labels.iter().any(|(value, _)| *value == choice.value) {
            labels.push((choice.value.clone(), choice.label.clone()));
        }
    }
    labels
}

fn choices<'a>(fields: &'a [Field], path: &[&str]) -> Option<&'a [Choice]> {
    let (name, rest) = path.split_first()?;
    let field = fields.iter().find(|field| field.name == *name)?;
    match (&field.kind, rest) {
        (Kind::Group { fields, .. }, [_, ..]) => choices(fields, rest),
        (Kind::Choice(choices), []) if field.facet => Some(choices),
        (Kind::List { of, .. }, []) if field.facet => match &of.kind {
            Kind::Choice(choices) => Some(choices),
            _ => None,
        },
        _ => None,
    }
}

/// The last part of a topic's address, by which it is known in the address of a list, too.
fn slug(address: &str) -> &str {
    address.trim_end_matches('/').rsplit('/').next().unwrap_or_default()
}
