//! One of each view with nothing left out, so that what a template may ask for can be known before any page is drawn.
//! A field that is added to a view does not compile until it is here too.

use serde_json::{Map, Value, json};

use super::banner::Banner;
use super::booklet::{BookletLink, BookletView, Sheet};
use super::browse::ShelfView;
use super::card::{Card, Face, Fact, Strength};
use super::chart::{ChartRowView, ChartView};
use super::date::Day;
use super::facts::FactView;
use super::field::{CitationView, FileView, ImageView, RECORD_WORDS, Telephone};
use super::figure::{FigureView, Source};
use super::home::HomeView;
use super::landing::{BackReference, ReferenceView};
use super::line::CopyView;
use super::list::{Feeds, Group, Link, ListView, Number, Pager};
use super::meta::{Alternate, Language, Meta, Named, Property};
use super::names::Name;
use super::notice::{NoticeView, WithdrawnView};
use super::offline::{Amount, Amounts, OfflineView};
use super::page::{ChangeView, CiteView, CorrectionView, Licence, PageView, Person, ReportingView, TocEntry, Translation};
use super::phase::Phase;
use super::site::{NavEntry, PublisherView, SiteView, TypeCount};
use super::tally::{Counted, Tally};
use super::{Choice, Crumb, Rich, View};

fn text() -> String {
    "text".to_owned()
}

fn some() -> Option<String> {
    Some(text())
}

pub fn day() -> Value {
    json!(a_day())
}

pub fn rich() -> Value {
    json!(Rich { html: text(), text: text() })
}

pub fn choice() -> Value {
    json!(a_choice())
}

pub fn telephone() -> Value {
    json!(Telephone { text: text(), href: text() })
}

pub fn citation() -> Value {
    json!(CitationView { key: text(), text: text(), url: some(), locator: some() })
}

pub fn figure() -> Value {
    json!(a_figure())
}

pub fn image() -> Value {
    json!(ImageView {
        src: text(),
        width: Some(1),
        height: Some(1),
        alt: text(),
        caption: text(),
        credit: text(),
        licence: text(),
        decorative: true
    })
}

pub fn file() -> Value {
    json!(a_file())
}

/// What stands for a record that a field names.
pub fn record() -> Value {
    let mut card = json!(a_card());
    let words = RECORD_WORDS.iter().map(|word| ((*word).to_owned(), json!(text())));
    card.as_object_mut().expect("a card is a map").extend(words);
    card
}

/// `fields` is empty: it is another for each type.
pub fn page() -> Value {
    let (card, crumbs, choices) = (a_card(), vec![a_crumb()], vec![a_choice()]);
    let person = || vec![Person { name: text(), url: some(), orcid: some() }];
    whole(PageView {
        kind: "page",
        id: some(),
        content_type: text(),
        type_name: text(),
        type_plural: text(),
        type_url: some(),
        title: text(),
        summary: text(),
        url: text(),
        permalink: text(),
        lang: text(),
        status: "text",
        state: some(),
        embargo: Some(a_day()),
        published: Some(a_day()),
        updated: Some(a_day()),
        reviewed: Some(a_day()),
        review_by: Some(a_day()),
        review_overdue: true,
        reviewers: person(),
        owner: some(),
        authors: person(),
        topics: crumbs.clone(),
        audiences: choices.clone(),
        nations: choices.clone(),
        population: choices.clone(),
        phase: Some(Phase { value: "text", label: text() }),
        licence: Some(Licence { id: text(), name: text(), url: some() }),
        rights_note: some(),
        doi: some(),
        image: image(),
        sensitive: choices,
        exit_page: true,
        support: json!([record()]),
        reporting: vec![ReportingView {
            title: text(),
            url: text(),
            points: vec![text()],
            guidance: vec![a_crumb()],
            checked: Some(a_day()),
        }],
        changes: vec![ChangeView { date: Some(a_day()), kind: text(), kind_label: text(), note: text() }],
        corrections: vec![CorrectionView { date: Some(a_day()), was: text(), now: text(), cause: text(), url: text(), title: text() }],
        supersedes: Some(&card),
        superseded_by: Some(&card),
        related: vec![&card],
        backlinks: vec![&card],
        previous: Some(&card),
        next: Some(&card),
        breadcrumbs: crumbs,
        toc: vec![TocEntry { id: text(), text: text(), level: 2 }],
        body: a_rich(),
        references: a_list_of_sources(),
        cite: CiteView { text: text(), bibtex: text(), ris: text(), url: text() },
        copy: CopyView { text: text(), holding: text(), url: text() },
        word_count: 1,
        reading_minutes: 1,
        version: some(),
        translations: vec![Translation { lang: text(), title: text(), url: text(), text: text() }],
        banner: vec![Banner { kind: "text", title: text(), text: text(), url: some(), link_text: some(), link_lang: some() }],
        strength: Some(a_strength()),
        chart: Some(ChartView {
            title: text(),
            description: text(),
            drawing: a_rich(),
            columns: vec![text()],
            rows: vec![ChartRowView { label: text(), values: vec![text()], note: text() }],
            source: text(),
            note: text(),
            files: vec![a_file()],
        }),
        fields: Map::new(),
        facts: vec![FactView { name: text(), label: text(), html: text() }],
    })
}

pub fn list() -> Value {
    let card = a_card();
    whole(ListView {
        kind: "section",
        title: text(),
        summary: text(),
        url: text(),
        lang: text(),
        body: a_rich(),
        references: a_list_of_sources(),
        breadcrumbs: vec![a_crumb()],
        items: vec![&card],
        lead: vec![&card],
        groups: vec![Group { title: text(), id: text(), items: vec![&card] }],
        children: vec![a_link()],
        pager: Some(Pager {
            page: 1,
            pages: 1,
            total: 1,
            previous: some(),
            next: some(),
            numbers: vec![Number { n: 1, url: text(), current: true }],
        }),
        feeds: Some(Feeds { atom: text(), json: text() }),
        shelves: vec![a_shelf()],
        booklet: Some(BookletLink { url: text(), count: 1, most: 1 }),
        tally: vec![Tally { label: text(), values: vec![Counted { label: text(), count: 1 }] }],
    })
}

pub fn booklet() -> Value {
    whole(BookletView {
        kind: "booklet",
        title: text(),
        summary: text(),
        url: text(),
        lang: text(),
        breadcrumbs: vec![a_crumb()],
        exit_page: true,
        newest: Some(a_day()),
        sheets: vec![Sheet { id: text(), title: text(), lang: text(), body: a_rich() }],
    })
}

pub fn home() -> Value {
    let (card, figure) = (a_card(), a_figure());
    whole(HomeView {
        kind: "home",
        title: text(),
        summary: text(),
        url: "/",
        lang: text(),
        body: a_rich(),
        references: a_list_of_sources(),
        readers: vec![a_link()],
        shelves: vec![a_shelf()],
        latest: vec![&card],
        featured: vec![&card],
        figures: vec![&figure],
    })
}

pub fn notice() -> Value {
    let card = a_card();
    whole(NoticeView {
        kind: "404",
        title: text(),
        summary: text(),
        url: text(),
        lang: text(),
        body: a_rich(),
        target: some(),
        withdrawn: Some(WithdrawnView { on: Some(a_day()), reason: text(), replaced_by: Some(&card) }),
        breadcrumbs: vec![a_crumb()],
    })
}

pub fn offline() -> Value {
    let amount = || Amount { files: 1, transferred: text(), kept: text() };
    whole(OfflineView {
        kind: "offline",
        title: text(),
        summary: text(),
        url: "/offline/",
        lang: text(),
        breadcrumbs: vec![a_crumb()],
        style: text(),
        amounts: Amounts { script: text(), pages: 1, needed: amount(), downloads: amount() },
    })
}

fn whole<P: serde::Serialize>(page: P) -> Value {
    let entries = || vec![NavEntry { label: text(), url: text(), current: true }];
    let site = SiteView {
        title: text(),
        tagline: text(),
        description: text(),
        base_url: text(),
        lang: text(),
        nav: entries(),
        footer: entries(),
        css: text(),
        js: text(),
        search_css: text(),
        print_css: text(),
        search_js: "/search/search.js",
        offline_url: "/offline/",
        exit_js: text(),
        exit_url: text(),
        search_url: text(),
        icon: text(),
        home_url: "/",
        publisher: PublisherView { name: text(), email: text() },
        feed_url: "/feed.xml",
        preview: some(),
        types: vec![TypeCount { id: text(), plural: text(), url: text(), count: 1 }],
        names: vec![Name { of: text(), name: text(), is_type: true }],
        licence_note: text(),
    };
    let meta = Meta {
        title: text(),
        description: text(),
        canonical: text(),
        robots: Some("noindex"),
        og: vec![Property { property: "og:type", content: text() }],
        highwire: vec![Named { name: "citation_title", content: text() }],
        json_ld: a_rich(),
        alternates: vec![Alternate { media_type: "text/html", title: text(), href: text() }],
        hreflang: vec![Language { lang: text(), href: text() }],
    };
    json!(View { site: &site, meta, page })
}

fn a_day() -> Day {
    Day { iso: text(), text: text(), time: text() }
}

fn a_list_of_sources() -> Vec<ReferenceView> {
    vec![ReferenceView { id: text(), entry: a_rich(), backrefs: vec![BackReference { id: text(), label: text() }] }]
}

fn a_file() -> FileView {
    FileView { url: text(), name: text(), size: text(), kind: text() }
}

fn a_rich() -> Rich {
    Rich { html: text(), text: text() }
}

fn a_choice() -> Choice {
    Choice { value: text(), label: text() }
}

fn a_crumb() -> Crumb {
    Crumb { title: text(), url: text() }
}

fn a_link() -> Link {
    Link { title: text(), url: text(), count: 1, summary: text() }
}

fn a_shelf() -> ShelfView {
    ShelfView { id: text(), title: text(), url: text(), values: vec![a_link()], explained: Some(a_crumb()) }
}

fn a_strength() -> Strength {
    Strength { value: 4, label: text(), direction: text(), expired: true }
}

fn a_card() -> Card {
    Card::from(Face {
        title: text(),
        url: text(),
        summary: text(),
        content_type: text(),
        type_name: text(),
        id: text(),
        lang: text(),
        date: Some(a_day()),
        facts: vec![Fact { label: text(), text: text() }],
        strength: Some(a_strength()),
        state: some(),
    })
}

fn a_figure() -> FigureView {
    FigureView {
        id: text(),
        name: text(),
        display: text(),
        title: text(),
        what: text(),
        base: text(),
        base_n: Some(1),
        period: text(),
        area: text(),
        kind: text(),
        kind_label: text(),
        quality: text(),
        quality_label: text(),
        caveat: text(),
        source: Some(Source { text: text(), url: text() }),
        url: text(),
        not_comparable: vec![a_card()],
        copy: text(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A null or an empty list would hide what it may hold.
    #[test]
    fn nothing_is_left_out() {
        fn hidden(value: &Value, path: &str, found: &mut Vec<String>) {
            match value {
                Value::Null => found.push(path.to_owned()),
                Value::Array(items) if items.is_empty() => found.push(path.to_owned()),
                Value::Array(items) => items.iter().for_each(|item| hidden(item, path, found)),
                Value::Object(map) if map.is_empty() => found.push(path.to_owned()),
                Value::Object(map) => map.iter().for_each(|(name, value)| hidden(value, &format!("{path}.{name}"), found)),
                _ => {}
            }
        }
        let mut found = Vec::new();
        let parts = [record(), figure(), citation(), image(), file(), telephone(), page(), list(), booklet(), home(), notice(), offline()];
        parts.iter().for_each(|part| hidden(part, "", &mut found));
        assert_eq!(found, [".page.fields"]);
    }
}
