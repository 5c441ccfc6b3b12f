//! Pages gathered into lists: the sections of the hub and its topics, and which pages are like a page.

use std::collections::{BTreeMap, BTreeSet};

use camino::{Utf8Path, Utf8PathBuf};

use super::address;
use super::register::{PageIndex, Register};
use crate::load::content_type::ContentTypes;
use crate::load::document::Document;
use crate::load::hub::{Hub, Topics};
use crate::load::value::Value;
use crate::release::Released;

/// A folder of the hub, or a topic: a page that lists others.
#[derive(Debug, Clone, Default)]
pub struct Collection {
    pub title: String,
    pub summary: String,
    pub address: String,
    /// The page whose text introduces the list, if somebody wrote one.
    pub page: Option<PageIndex>,
    /// In the order in which they are listed.
    pub pages: Vec<PageIndex>,
    /// Collections inside this one, by position.
    pub children: Vec<usize>,
    pub parent: Option<usize>,
    /// Newest first, with a feed; else by title.
    pub by_date: bool,
}

impl Collection {
    /// The last part of its address, by which it is known in search, too.
    pub fn slug(&self) -> &str {
        self.address.trim_end_matches('/').rsplit('/').next().unwrap_or_default()
    }
}

/// Sections by address: every folder that has pages, directly or further down.
pub fn sections(documents: &[Released<Document>], types: &ContentTypes) -> Vec<Collection> {
    let mut folders = BTreeSet::<Utf8PathBuf>::new();
    for document in documents.iter().filter(|document| is_listed(document) || (document.is_landing() && document.is_whole())) {
        folders.extend(document.source.path.ancestors().skip(1).filter(|folder| !folder.as_str().is_empty()).map(Utf8Path::to_owned));
    }
    let folders: Vec<Utf8PathBuf> = folders.into_iter().collect();
    let mut sections: Vec<Collection> = folders
        .iter()
        .map(|folder| {
            let content_type = types.for_folder(folder.as_str());
            Collection {
                title: content_type
                    .map_or_else(|| sentence(folder.file_name().unwrap_or_default()), |content_type| content_type.plural.clone()),
                summary: content_type.map(|content_type| content_type.help.clone()).unwrap_or_default(),
                address: address::of_folder(folder),
                parent: folder.parent().and_then(|parent| folders.binary_search(&parent.to_owned()).ok()),
                ..Collection::default()
            }
        })
        .collect();
    for (index, document) in documents.iter().enumerate() {
        let folder = document.source.path.parent().unwrap_or(Utf8Path::new(""));
        let Ok(at) = folders.binary_search(&folder.to_owned()) else { continue };
        if document.is_landing() {
            sections[at].page = Some(index);
            sections[at].title.clone_from(&document.common.title);
            sections[at].summary.clone_from(&document.common.summary);
        } else if is_listed(document) {
            sections[at].pages.push(index);
        }
    }
    for index in 0..sections.len() {
        let section = &mut sections[index];
        section.by_date = section.pages.is_empty() || section.pages.iter().any(|page| documents[*page].content_type.in_feeds);
        sort(&mut section.pages, documents, section.by_date);
        if let Some(parent) = sections[index].parent {
            sections[parent].children.push(index);
        }
    }
    sections
}

/// Topics by address, each with the pages that name it; an empty topic is no topic yet.
pub fn topics(documents: &[Released<Document>], hub: &Hub, register: &Register) -> Vec<Collection> {
    let mut topics = BTreeMap::<String, Collection>::new();
    let to = ["topic".to_owned()];
    for (index, document) in documents.iter().enumerate().filter(|(_, document)| document.is_whole()) {
        if document.content_type.id == "topic" {
            topics.entry(register.address_of(index).to_owned()).or_default().page = Some(index);
        }
    }
    for (index, document) in documents.iter().enumerate().filter(|(_, document)| is_listed(document) && document.content_type.id != "topic")
    {
        for name in &document.common.topics {
            match register.page(name, &to) {
                Some(topic) => topics.entry(register.address_of(topic).to_owned()).or_default().pages.push(index),
                None if hub.topics == Topics::Free => {
                    let topic = topics.entry(format!("/topics/{}/", address::slug(name))).or_default();
                    if topic.title.is_empty() {
                        topic.title = sentence(name);
                    }
                    if topic.pages.last() != Some(&index) {
                        topic.pages.push(index);
                    }
                }
                None => {}
            }
        }
    }
    let mut topics: Vec<Collection> = topics
        .into_iter()
        .map(|(address, mut topic)| {
            if let Some(page) = topic.page {
                topic.title.clone_from(&documents[page].common.title);
                topic.summary.clone_from(&documents[page].common.summary);
            }
            topic.address = address;
            topic.by_date = true;
            sort(&mut topic.pages, documents, true);
            topic
        })
        .collect();
    nest(&mut topics, documents, register, &to);
    topics
}

/// Topics inside topics, in the order that their records ask for.
fn nest(topics: &mut [Collection], documents: &[Released<Document>], register: &Register, to: &[String]) {
    let by_page: BTreeMap<PageIndex, usize> = topics.iter().enumerate().filter_map(|(index, topic)| Some((topic.page?, index))).collect();
    for index in 0..topics.len() {
        let parent = topics[index].page.and_then(|page| documents[page].fields.text("parent")).and_then(|name| register.page(name, to));
        if let Some(parent) = parent.and_then(|page| by_page.get(&page)).copied().filter(|parent| *parent != index) {
            topics[index].parent = Some(parent);
            topics[parent].children.push(index);
        }
    }
}

/// The order of a topic among others.
pub fn topic_order(topic: &Collection, documents: &[Released<Document>]) -> (i64, String) {
    let order = topic.page.and_then(|page| documents[page].fields.get("order")).and_then(Value::as_integer);
    (order.unwrap_or(i64::MAX), topic.title.to_lowercase())
}

/// Whether lists, feeds and the sitemap name a page.
pub fn is_listed(document: &Released<Document>) -> bool {
    document.is_whole() && document.content_type.listed && address::has_page(document)
}

pub(super) fn sort(pages: &mut [PageIndex], documents: &[Released<Document>], by_date: bool) {
    pages.sort_by_cached_key(|index| {
        let common = &documents[*index].common;
        let date = if by_date { common.published.map_or(i64::MAX, |at| -at.as_second()) } else { 0 };
        (date, common.title.to_lowercase(), *index)
    });
}

/// A folder's or a topic's name as a heading: `topic-guides` is "Topic guides".
fn sentence(name: &str) -> String {
    let words = name.replace(['-', '_'], " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// How many pages a page names as related when its editor named fewer.
const RELATED: usize = 4;

/// For each page: what its editor named, then pages that share most of its topics.
pub fn related(documents: &[Released<Document>], topics: &[Collection], register: &Register) -> Vec<Vec<PageIndex>> {
    let mut topics_of = vec![Vec::new(); documents.len()];
    for (topic, collection) in topics.iter().enumerate() {
        for page in &collection.pages {
            topics_of[*page].push(topic);
        }
    }
    let mut shared = vec![0u16; documents.len()];
    documents
        .iter()
        .enumerate()
        .map(|(page, document)| {
            let mut related: Vec<PageIndex> = Vec::new();
            for name in &document.common.related {
                let named = register.page(name, &[]).filter(|named| *named != page && documents[*named].is_whole());
                related.extend(named.filter(|named| !related.contains(named)));
            }
            if related.len() < RELATED && is_listed(document) {
                let mut touched = Vec::new();
                for other in topics_of[page].iter().flat_map(|topic| &topics[*topic].pages).filter(|other| **other != page) {
                    if shared[*other] == 0 {
                        touched.push(*other);
                    }
                    shared[*other] += 1;
                }
                let mut ranked: Vec<_> = touched.iter().map(|other| (std::cmp::Reverse(shared[*other]), *other)).collect();
                touched.iter().for_each(|other| shared[*other] = 0);
                ranked.retain(|(_, other)| !related.contains(other));
                ranked.sort_unstable();
                related.extend(ranked.iter().map(|(_, other)| *other).take(RELATED - related.len()));
            }
            related
        })
        .collect()
}
