//! One page as search sees it: its words as a reader sees them, in parts that can be linked to, each with what it weighs.

use std::collections::BTreeMap;

use almoner_search::{Field as Words, Record, Section, Weights};

use super::facet;
use crate::assemble::Site;
use crate::assemble::address::REDIRECT_TYPE;
use crate::assemble::outline::item_anchor;
use crate::assemble::resolved::{Resolved, plain, plain_parts};
use crate::load::common::Status;
use crate::load::content_type::{Field, Kind};
use crate::load::document::{Document, Origin, Passage};
use crate::load::value::{KeyPath, Map, Value};

/// A text of fewer words is a name, a number or a label: it is searched, but it is no passage to show.
const PASSAGE_WORDS: usize = 6;
/// What has lent its words to the summary is there to be shown; as a summary it is searched already.
const LENT: f64 = 0.1;
/// A page that was replaced stands behind the one that replaced it.
const REPLACED: f64 = 0.7;

/// Whether a page is found at all: whole, with words of its own, and not kept out by its editor.
pub fn is_searched(site: &Site, page: usize) -> bool {
    let document = &site.documents[page];
    let hidden = document.fields.get("search").and_then(Value::as_map).and_then(|search| search.get("hide")).and_then(Value::as_bool);
    document.is_whole() && document.content_type.id != REDIRECT_TYPE && hidden != Some(true)
}

/// What titles and summaries count for, as the fields of all pages say.
pub fn weights(shared: &[Field]) -> Weights {
    let weight = |name: &str| shared.iter().find(|field| field.name == name).and_then(|field| field.search).map(f64::from);
    let usual = Weights::default();
    Weights { title: weight("title").unwrap_or(usual.title), summary: weight("summary").unwrap_or(usual.summary), ..usual }
}

/// None for a landing page that says nothing of its own.
pub fn of(site: &Site, page: usize) -> Option<Record> {
    let document: &Document = &site.documents[page];
    let common = &document.common;
    let content_type = &document.content_type;
    let mut gatherer = Gatherer::new(site, page);
    gatherer.fields(&content_type.fields, &document.fields, &KeyPath::top(), None, &Spot::default());
    gatherer.names(&site.loaded.types.shared);
    if let Some(chart) = site.charts.get(&page) {
        gatherer.section(&Spot::default(), 0.0, chart.words());
    }
    gatherer.body();
    let Gatherer { sections, words, headings, .. } = gatherer;
    if document.is_landing() && sections.is_empty() {
        return None;
    }
    let day = |at: jiff::Timestamp| at.to_zoned(site.hub().zone.clone()).date().to_string();
    let search = document.fields.get("search").and_then(Value::as_map);
    let own = search.and_then(|search| search.get("boost")).and_then(Value::as_decimal).unwrap_or(1.0);
    let replaced = if common.status == Status::Superseded { REPLACED } else { 1.0 };
    Some(Record {
        id: common.id.clone().unwrap_or_default(),
        url: site.pages[page].address.clone(),
        title: common.title.clone(),
        summary: common.summary.clone(),
        content_type: content_type.id.clone(),
        lang: common.lang.clone(),
        date: common.updated.max(common.published).map(day).unwrap_or_default(),
        text: String::new(),
        headings,
        sections,
        fields: words,
        facets: facet::values(site, page),
        boost: own * content_type.search_boost * replaced,
    })
}

/// An item that no longer holds stays on its page, which says so; a passage in a list of results would not.
fn is_retired(item: &Value) -> bool {
    item.as_map().is_some_and(|map| map.text("retired").is_some())
}

/// Where on the page a text stands.
#[derive(Debug, Clone, Default)]
struct Spot {
    anchor: String,
    heading: String,
}

struct Gatherer<'a> {
    site: &'a Site,
    document: &'a Document,
    /// Markdown fields by path: the passage and what its references became.
    passages: BTreeMap<&'a KeyPath, (&'a Passage, &'a [Resolved])>,
    resolved: &'a [Vec<Resolved>],
    sections: Vec<Section>,
    headings: Vec<String>,
    words: Vec<Words>,
}

impl<'a> Gatherer<'a> {
    fn new(site: &'a Site, page: usize) -> Self {
        let document: &Document = &site.documents[page];
        let resolved = site.pages[page].references.passages.as_slice();
        let passages = document.passages.iter().enumerate().filter_map(|(index, passage)| match &passage.origin {
            Origin::Field(path, _) => Some((path, (passage, resolved.get(index).map(Vec::as_slice).unwrap_or_default()))),
            Origin::Body(_) => None,
        });
        let passages = passages.collect();
        Gatherer { site, document, passages, resolved, sections: Vec::new(), headings: Vec::new(), words: Vec::new() }
    }

    /// The type's own fields that are searched: a field's weight holds for those inside it that have none.
    fn fields(&mut self, fields: &[Field], values: &Map, path: &KeyPath, weight: Option<f32>, spot: &Spot) {
        for field in fields {
            let Some(value) = values.get(&field.name) else { continue };
            let spot = if path.0.is_empty() { Spot { heading: field.label.clone(), ..Spot::default() } } else { spot.clone() };
            self.value(field, value, &path.key(&field.name), field.search.or(weight), &spot);
        }
    }

    fn value(&mut self, field: &Field, value: &Value, path: &KeyPath, weight: Option<f32>, spot: &Spot) {
        match (&field.kind, value) {
            (_, Value::Null) => {}
            (Kind::List { of, .. }, Value::List(items)) => {
                for (index, item) in items.iter().enumerate().filter(|(_, item)| !is_retired(item)) {
                    let key = match &of.kind {
                        Kind::Group { key: Some(key), .. } => item.as_map().and_then(|map| map.text(key)),
                        _ => None,
                    };
                    let spot = key.map_or_else(
                        || spot.clone(),
                        |key| Spot { anchor: item_anchor(&field.name, key), heading: format!("{} {key}", field.label) },
                    );
                    self.value(of, item, &path.item(index), of.search.or(weight), &spot);
                }
            }
            (Kind::Group { fields, .. }, Value::Map(map)) => self.fields(fields, map, path, weight, spot),
            _ => {
                let Some(weight) = weight.map(f64::from) else { return };
                for text in self.texts(field, value, path) {
                    self.text(field, path, weight, spot, text);
                }
            }
        }
    }

    /// The words of a single value as the page prints them.
    fn texts(&self, field: &Field, value: &Value, path: &KeyPath) -> Vec<String> {
        let names = || value.as_list().unwrap_or_default().iter().chain(value.as_text().map(|_| value)).filter_map(Value::as_text);
        match (&field.kind, value) {
            (Kind::Markdown, _) => {
                let printed = self.passages.get(path).map(|(passage, resolved)| plain(self.document.text(passage), resolved));
                printed.into_iter().collect()
            }
            (Kind::Choice(choices), Value::Text(text)) => {
                vec![choices.iter().find(|choice| choice.value == *text).map_or_else(|| text.clone(), |choice| choice.label.clone())]
            }
            (Kind::Reference { to, .. }, _) => names().filter_map(|name| self.title(name, to)).collect(),
            (Kind::Figure, Value::Text(name)) => {
                self.site.figures.get(name).map(|figure| format!("{} {}", figure.display, figure.what)).into_iter().collect()
            }
            (_, Value::Text(text)) => vec![text.clone()],
            (_, Value::Integer(number)) => vec![number.to_string()],
            (_, Value::Decimal(number)) => vec![number.to_string()],
            _ => Vec::new(),
        }
    }

    fn text(&mut self, field: &Field, path: &KeyPath, weight: f64, spot: &Spot, text: String) {
        let is_top = path.0.len() == 1;
        let lends = |name: &Option<String>| is_top && name.as_deref() == Some(field.name.as_str());
        let content_type = &self.document.content_type;
        let common = &self.document.common;
        if lends(&content_type.title_from) && common.title == text {
            return;
        }
        let is_summary =
            lends(&content_type.summary_from) && self.document.fields.text("summary") == self.document.fields.text(&field.name);
        let is_prose = matches!(field.kind, Kind::Text | Kind::Markdown)
            && (!spot.anchor.is_empty() || text.split_whitespace().nth(PASSAGE_WORDS - 1).is_some());
        match (is_prose, is_summary) {
            (true, true) => self.section(spot, LENT, text),
            (true, false) => self.section(spot, weight, text),
            (false, true) => {}
            (false, false) => self.words.push(Words { weight, text }),
        }
    }

    /// The title of a record that is public.
    fn title(&self, name: &str, to: &[String]) -> Option<String> {
        let page = self.site.register.page(name, to).filter(|page| self.site.documents[*page].is_whole())?;
        Some(self.site.documents[page].common.title.clone())
    }

    /// Fields of all pages: names of topics and people, and words that the editor added. They are no text of the page.
    fn names(&mut self, shared: &[Field]) {
        let sections = std::mem::take(&mut self.sections);
        // Titles and summaries are parts of the record itself.
        for field in shared.iter().filter(|field| field.name != "title" && field.name != "summary") {
            if let Some(value) = self.document.fields.get(&field.name) {
                self.value(field, value, &KeyPath::from(field.name.as_str()), field.search, &Spot::default());
            }
        }
        let added = std::mem::replace(&mut self.sections, sections);
        self.words.extend(added.into_iter().map(|section| Words { weight: section.weight, text: section.text }));
    }

    fn body(&mut self) {
        let Some(index) = self.document.passages.iter().position(|passage| matches!(passage.origin, Origin::Body(_))) else { return };
        let passage = &self.document.passages[index];
        let resolved = self.resolved.get(index).map(Vec::as_slice).unwrap_or_default();
        for part in plain_parts(self.document.text(passage), resolved) {
            let heading = part.heading.and_then(|heading| passage.prose.headings.get(heading));
            let spot = heading.map(|heading| Spot { anchor: heading.id.clone(), heading: heading.text.clone() }).unwrap_or_default();
            if !spot.heading.is_empty() {
                self.headings.push(spot.heading.clone());
            }
            self.section(&spot, 0.0, part.text);
        }
    }

    /// What stands in one place and weighs the same is one section.
    fn section(&mut self, spot: &Spot, weight: f64, text: String) {
        if text.trim().is_empty() {
            return;
        }
        match self.sections.last_mut() {
            Some(last) if last.anchor == spot.anchor && last.heading == spot.heading && last.weight == weight => {
                last.text.push('\n');
                last.text.push_str(&text);
            }
            _ => self.sections.push(Section { anchor: spot.anchor.clone(), heading: spot.heading.clone(), text, weight }),
        }
    }
}
