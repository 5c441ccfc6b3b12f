//! A whole page: who it is, what it says, where it leads, and how to cite it.

use serde::Serialize;
use serde_json::{Map as Json, Value as JsonValue};

use super::banner::{self, Banner};
use super::card::{Card, Strength, strength};
use super::chart::{self, ChartView};
use super::date::{Day, day, moment};
use super::facts::{self, FactView};
use super::field::Prepared;
use super::landing::{ReferenceView, body_of, references};
use super::line::{self, CopyView};
use super::phase::{self, Phase};
use super::site::{title_of, trail};
use super::{Choice, Crumb, Desk, Rich, SiteView, View};
use crate::assemble::citation::{self, Author as CitedAuthor, OwnPage};
use crate::assemble::{Site, address};
use crate::load::document::Document;
use crate::load::markdown::one_line;
use crate::render::offprint;
use crate::render::words::{Owner, Words};
use crate::render::{foreign, metadata};

#[derive(Debug, Serialize)]
pub struct PageView<'a> {
    pub kind: &'static str,
    pub id: Option<String>,
    #[serde(rename = "type")]
    pub content_type: String,
    pub type_name: String,
    pub type_plural: String,
    pub type_url: Option<String>,
    pub title: String,
    pub summary: String,
    pub url: String,
    pub permalink: String,
    pub lang: String,
    pub status: &'static str,
    pub state: Option<String>,
    pub embargo: Option<Day>,
    pub published: Option<Day>,
    pub updated: Option<Day>,
    pub reviewed: Option<Day>,
    pub review_by: Option<Day>,
    pub review_overdue: bool,
    pub reviewers: Vec<Person>,
    pub owner: Option<String>,
    pub authors: Vec<Person>,
    pub topics: Vec<Crumb>,
    pub audiences: Vec<Choice>,
    pub nations: Vec<Choice>,
    pub population: Vec<Choice>,
    /// What the clock makes of it: open, closed, overdue.
    pub phase: Option<Phase>,
    pub licence: Option<Licence>,
    pub rights_note: Option<String>,
    pub doi: Option<String>,
    pub image: JsonValue,
    pub sensitive: Vec<Choice>,
    pub exit_page: bool,
    pub support: JsonValue,
    /// How to report on the page's subjects.
    pub reporting: Vec<ReportingView>,
    pub changes: Vec<ChangeView>,
    pub corrections: Vec<CorrectionView>,
    pub supersedes: Option<&'a Card>,
    pub superseded_by: Option<&'a Card>,
    pub related: Vec<&'a Card>,
    pub backlinks: Vec<&'a Card>,
    pub previous: Option<&'a Card>,
    pub next: Option<&'a Card>,
    pub breadcrumbs: Vec<Crumb>,
    pub toc: Vec<TocEntry>,
    pub body: Rich,
    pub references: Vec<ReferenceView>,
    pub cite: CiteView,
    pub copy: CopyView,
    pub word_count: usize,
    pub reading_minutes: usize,
    pub version: Option<String>,
    pub translations: Vec<Translation>,
    pub banner: Vec<Banner>,
    pub strength: Option<Strength>,
    pub chart: Option<ChartView>,
    pub fields: Json<String, JsonValue>,
    /// The fields as a plain list, for types without a template of their own.
    pub facts: Vec<FactView>,
}

#[derive(Debug, Clone, Serialize)]
pub struct Person {
    pub name: String,
    pub url: Option<String>,
    pub orcid: Option<String>,
}

#[derive(Debug, Clone, Serialize)]
pub struct Licence {
    pub id: String,
    pub name: String,
    pub url: Option<String>,
}

#[derive(Debug, Serialize)]
pub struct ChangeView {
    pub date: Option<Day>,
    pub kind: String,
    pub kind_label: String,
    pub note: String,
}

#[derive(Debug, Serialize)]
pub struct CorrectionView {
    pub date: Option<Day>,
    pub was: String,
    pub now: String,
    pub cause: String,
    pub url: String,
    pub title: String,
}

/// Advice for those who report on a subject.
#[derive(Debug, Serialize)]
pub struct ReportingView {
    pub title: String,
    pub url: String,
    pub points: Vec<String>,
    pub guidance: Vec<Crumb>,
    pub checked: Option<Day>,
}

#[derive(Debug, Serialize)]
pub struct TocEntry {
    pub id: String,
    pub text: String,
    pub level: u8,
}

#[derive(Debug, Default, Serialize)]
pub struct CiteView {
    pub text: String,
    pub bibtex: String,
    pub ris: String,
    /// Where the text stands as a file of its own; empty where the page has no permanent name.
    pub url: String,
}

#[derive(Debug, Serialize)]
pub struct Translation {
    pub lang: String,
    pub title: String,
    pub url: String,
    /// "Read this page in …", in the language of that page.
    pub text: String,
}

/// Words a practised reader takes in a minute.
const WORDS_A_MINUTE: usize = 220;

pub fn page<'a>(desk: &Desk<'a>, view: &'a SiteView, index: usize) -> View<'a, PageView<'a>> {
    let Desk { site, words, .. } = *desk;
    let document: &Document = &site.documents[index];
    let common = &document.common;
    let place = &site.pages[index];
    let zone = &site.hub().zone;
    let today = site.as_of.to_zoned(zone.clone()).date();
    let prepared = Prepared::new(desk, index);
    let shared = prepared.some(&site.loaded.types.shared, &["audiences", "nations", "population", "sensitive", "support", "changes"]);
    let mut fields = prepared.fields(&document.content_type.fields);
    let choices = |name: &str| -> Vec<Choice> {
        let items = shared.get(name).and_then(JsonValue::as_array);
        items.into_iter().flatten().filter_map(choice).collect()
    };
    let body = body_of(desk, index);
    let word_count = document.body().map_or(0, |passage| passage.prose.words);
    let canonical = site.absolute(&place.address);
    let permalink = common.id.as_deref().map_or_else(|| canonical.clone(), |id| site.absolute(&address::permanent(id)));
    let lines = line::add_copies(desk, index, &permalink, &mut fields);
    let version = document.fields.text("version").map(str::to_owned);
    let authors = people(site, desk.cards, common.authors.iter().map(|author| (author.name.as_str(), author.orcid.clone())));
    let reviewed_by = common.reviewed_by.iter().map(|name| (name.as_str(), None));
    let card_of = |name: &Option<String>| name.as_deref().and_then(|name| site.register.page(name, &[])).map(|page| &desk.cards[page]);
    let state = banner::state(site, index).map(|state| words.text(banner::state_key(state)));
    let sensitive = choices("sensitive");
    let review_overdue = common.review_by.is_some_and(|due| due < today);
    let cards = |pages: &[usize]| pages.iter().filter(|page| site.documents[**page].is_whole()).map(|page| &desk.cards[*page]).collect();
    let translations = translations(desk, index);
    let page = PageView {
        kind: "page",
        id: common.id.clone(),
        content_type: document.content_type.id.clone(),
        type_name: words.type_name(&document.content_type),
        type_plural: words.type_plural(&document.content_type),
        type_url: document.content_type.folder.as_ref().map(|folder| format!("/{folder}/")),
        title: common.title.clone(),
        summary: common.summary.clone(),
        url: place.address.clone(),
        permalink,
        lang: common.lang.clone(),
        status: common.status.name(),
        state,
        embargo: common.embargo.filter(|until| *until > site.as_of).map(|until| moment(until, zone, words)),
        published: common.published.map(|at| moment(at, zone, words)),
        updated: common.updated.filter(|updated| Some(*updated) != common.published).map(|at| moment(at, zone, words)),
        reviewed: common.reviewed.map(|date| day(date, words)),
        review_by: common.review_by.map(|date| day(date, words)),
        review_overdue,
        reviewers: people(site, desk.cards, reviewed_by),
        owner: common.owner.as_deref().map(|owner| words.of_hub(&name_of(site, owner))),
        topics: place
            .topics
            .iter()
            .map(|topic| &site.topics[*topic])
            .map(|topic| Crumb { title: title_of(site, words, topic), url: topic.address.clone() })
            .collect(),
        audiences: choices("audiences"),
        nations: choices("nations"),
        population: choices("population"),
        phase: phase::of(site, words, document),
        licence: common.licence.as_deref().map(|id| licence(id, words)),
        rights_note: common.rights_note.as_ref().map(|note| if is_hubs(site, note) { words.of_hub(note) } else { note.clone() }),
        doi: common.doi.clone(),
        image: common.image.as_ref().map_or(JsonValue::Null, |image| prepared.image(image)),
        exit_page: sensitive.iter().any(|choice| choice.value == "domestic-abuse"),
        sensitive,
        support: shared.get("support").cloned().unwrap_or_else(|| JsonValue::Array(Vec::new())),
        reporting: reporting(desk, index),
        changes: changes(common, &shared, words),
        corrections: corrections(desk, index),
        supersedes: card_of(&common.supersedes),
        superseded_by: card_of(&common.superseded_by),
        related: cards(&place.related),
        backlinks: cards(&place.backlinks),
        previous: place.previous.map(|page| &desk.cards[page]),
        next: place.next.map(|page| &desk.cards[page]),
        breadcrumbs: trail(site, words, place.section),
        toc: toc(document),
        body,
        references: references(site, index),
        cite: cite(desk, document, &place.address, &authors, version.as_deref()),
        copy: line::copy(desk, &place.address, lines),
        word_count,
        reading_minutes: word_count.div_ceil(WORDS_A_MINUTE),
        version,
        banner: banner::banners(desk, index, review_overdue, &translations),
        translations,
        strength: strength(site, words, index),
        chart: site.charts.get(&index).map(|block| chart::chart(desk, &place.address, block)),
        facts: facts::facts(words, Owner::of(&document.content_type), &document.content_type.fields, &fields),
        authors,
        fields,
    };
    let meta = metadata::page(site, words, &page, index);
    View { site: view, meta, page }
}

/// What the hub says for all its pages is in the hub's language.
fn is_hubs(site: &Site, rights_note: &str) -> bool {
    site.hub().defaults.text("rights_note") == Some(rights_note)
}

fn choice(value: &JsonValue) -> Option<Choice> {
    let text = |name: &str| value.get(name).and_then(JsonValue::as_str).map(str::to_owned);
    // A relaxed page's lists are any words.
    let plain = value.as_str().map(|word| Choice { value: word.to_owned(), label: word.to_owned() });
    plain.or_else(|| Some(Choice { value: text("value")?, label: text("label")? }))
}

/// People by record or by name.
fn people<'a>(site: &Site, cards: &[Card], names: impl Iterator<Item = (&'a str, Option<String>)>) -> Vec<Person> {
    names
        .map(|(name, orcid)| match site.register.page(name, &["person".to_owned()]) {
            Some(page) => Person {
                name: cards[page].title.clone(),
                url: Some(cards[page].url.clone()),
                orcid: orcid.or_else(|| site.documents[page].fields.text("orcid").map(str::to_owned)),
            },
            None => Person { name: name.to_owned(), url: None, orcid },
        })
        .collect()
}

fn name_of(site: &Site, name: &str) -> String {
    site.register.page(name, &["person".to_owned()]).map_or_else(|| name.to_owned(), |page| site.documents[page].common.title.clone())
}

/// The licences that public bodies use, in words; others as written.
pub fn licence(id: &str, words: Words) -> Licence {
    let reserved = words.text("all_rights_reserved");
    let (name, url) = match id {
        "OGL-UK-3.0" => ("Open Government Licence v3.0", "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"),
        "CC-BY-4.0" => ("Creative Commons Attribution 4.0", "https://creativecommons.org/licenses/by/4.0/"),
        "CC-BY-SA-4.0" => ("Creative Commons Attribution-ShareAlike 4.0", "https://creativecommons.org/licenses/by-sa/4.0/"),
        "CC-BY-NC-4.0" => ("Creative Commons Attribution-NonCommercial 4.0", "https://creativecommons.org/licenses/by-nc/4.0/"),
        "CC0-1.0" => ("Creative Commons Zero (no rights reserved)", "https://creativecommons.org/publicdomain/zero/1.0/"),
        "all-rights-reserved" => (reserved.as_str(), ""),
        other if other.starts_with("https://") => (other, other),
        other => (other, ""),
    };
    Licence { id: id.to_owned(), name: name.to_owned(), url: Some(url.to_owned()).filter(|url| !url.is_empty()) }
}

fn changes(common: &crate::load::common::Common, shared: &Json<String, JsonValue>, words: Words) -> Vec<ChangeView> {
    let labels = shared.get("changes").and_then(JsonValue::as_array);
    common
        .changes
        .iter()
        .enumerate()
        .map(|(at, change)| ChangeView {
            date: change.date.map(|date| day(date, words)),
            kind: change.kind.clone(),
            kind_label: labels.and_then(|labels| labels.get(at)?.get("kind")?.get("label")?.as_str()).unwrap_or(&change.kind).to_owned(),
            note: change.note.clone(),
        })
        .collect()
}

fn corrections(desk: &Desk, index: usize) -> Vec<CorrectionView> {
    let corrections = desk.corrections.get(&index).map(Vec::as_slice).unwrap_or_default();
    corrections
        .iter()
        .map(|page| {
            let document: &Document = &desk.site.documents[*page];
            let text = |name: &str| document.fields.text(name).map(one_line).unwrap_or_default();
            CorrectionView {
                date: document
                    .fields
                    .text("corrected_on")
                    .and_then(|text| crate::load::instant::date(text).ok())
                    .map(|date| day(date, desk.words)),
                was: text("was"),
                now: text("now"),
                cause: text("cause"),
                url: desk.cards[*page].url.clone(),
                title: document.common.title.clone(),
            }
        })
        .collect()
}

/// Each piece of advice once, in the order of the page's subjects.
fn reporting(desk: &Desk, index: usize) -> Vec<ReportingView> {
    let subjects = &desk.site.documents[index].common.sensitive;
    let mut pages: Vec<usize> = Vec::new();
    for page in subjects.iter().filter_map(|subject| desk.reporting.get(subject)).flatten() {
        if !pages.contains(page) {
            pages.push(*page);
        }
    }
    let view = |page: usize| {
        let document: &Document = &desk.site.documents[page];
        let guidance = document.fields.list("guidance").iter().filter_map(|item| item.as_map());
        ReportingView {
            title: document.common.title.clone(),
            url: desk.cards[page].url.clone(),
            points: document.fields.texts("points").into_iter().map(one_line).collect(),
            guidance: guidance
                .filter_map(|group| Some(Crumb { title: group.text("name")?.to_owned(), url: group.text("url")?.to_owned() }))
                .collect(),
            checked: document
                .fields
                .text("checked")
                .and_then(|text| crate::load::instant::date(text).ok())
                .map(|date| day(date, desk.words)),
        }
    };
    pages.into_iter().map(view).collect()
}

fn translations(desk: &Desk, index: usize) -> Vec<Translation> {
    let languages = &desk.site.loaded.languages;
    let others = desk.site.pages[index].translation.others.iter().map(|page| &desk.cards[*page]);
    others
        .map(|card| {
            // Said in the language to which it leads; where that has no words for it, the title stands.
            let words = Words::new(languages.of(&card.lang), &desk.site.hub().lang);
            let text = words.own("read_this").unwrap_or(&card.title).to_owned();
            Translation { lang: card.lang.clone(), title: card.title.clone(), url: card.url.clone(), text }
        })
        .collect()
}

fn toc(document: &Document) -> Vec<TocEntry> {
    let headings = document.body().map(|passage| passage.prose.headings.as_slice()).unwrap_or_default();
    headings
        .iter()
        .filter(|heading| heading.level <= 3 && !heading.nested)
        .map(|heading| TocEntry { id: heading.id.clone(), text: heading.text.clone(), level: heading.level })
        .collect()
}

fn cite(desk: &Desk, document: &Document, address: &str, authors: &[Person], version: Option<&str>) -> CiteView {
    let Desk { site, words, .. } = *desk;
    let hub = site.hub();
    let kind = foreign::plain(&words.type_name(&document.content_type));
    let date = document.common.updated.or(document.common.published).map(|at| at.to_zoned(hub.zone.clone()).date());
    let authors: Vec<CitedAuthor> = authors.iter().map(|author| CitedAuthor::person(&author.name)).collect();
    let cited = citation::cite_own(
        &site.bibliography,
        OwnPage {
            title: &document.common.title,
            authors: &authors,
            publisher: &hub.publisher.name,
            published: date.map(|date| (date.year(), Some(date.month()), Some(date.day()))),
            version,
            url: &site.absolute(address),
            id: document.common.id.as_deref().unwrap_or_else(|| document.stem()),
            kind: &kind,
            lang: &document.common.lang,
        },
        hub.citation_style.into(),
    );
    // What has no permanent name is seldom cited, and a file for each such page would be as many files again.
    let url = document.common.id.as_ref().map(|_| format!("{address}{}", offprint::CITATION)).unwrap_or_default();
    CiteView { text: cited.text, bibtex: cited.bibtex, ris: cited.ris, url }
}
