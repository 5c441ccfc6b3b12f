//! Lists: sections and topics page by page, the A to Z, the glossary.

use std::collections::BTreeMap;

use serde::Serialize;

use super::booklet::{self, BookletLink};
use super::browse::ShelfView;
use super::card::Card;
use super::landing::{Landing, ReferenceView};
use super::meta::{Alternate, Meta};
use super::site::{home, title_of, trail};
use super::tally::{self, Tally};
use super::{Crumb, Desk, Rich, SiteView, View};
use crate::assemble::collection::{Collection, is_listed, topic_order};
use crate::assemble::{A_TO_Z, Site, TOPICS, address};
use crate::load::document::Document;
use crate::render::words::Words;

#[derive(Debug, Serialize)]
pub struct ListView<'a> {
    pub kind: &'static str,
    pub title: String,
    pub summary: String,
    pub url: String,
    pub lang: String,
    pub body: Rich,
    pub references: Vec<ReferenceView>,
    pub breadcrumbs: Vec<Crumb>,
    pub items: Vec<&'a Card>,
    pub groups: Vec<Group<'a>>,
    pub children: Vec<Link>,
    /// Where someone new to a topic should start.
    pub lead: Vec<&'a Card>,
    pub pager: Option<Pager>,
    pub feeds: Option<Feeds>,
    /// Ways to browse with the values of each; on the page of one value, only that of its facet.
    pub shelves: Vec<ShelfView>,
    /// The section as one document to print.
    pub booklet: Option<BookletLink>,
    /// How many pages of the section chose what, on its first page.
    pub tally: Vec<Tally>,
}

#[derive(Debug, Serialize)]
pub struct Group<'a> {
    pub title: String,
    pub id: String,
    pub items: Vec<&'a Card>,
}

/// A list inside another, with how many pages it has.
#[derive(Debug, Clone, Serialize)]
pub struct Link {
    pub title: String,
    pub url: String,
    pub count: usize,
    pub summary: String,
}

#[derive(Debug, Serialize)]
pub struct Pager {
    pub page: usize,
    pub pages: usize,
    pub total: usize,
    pub previous: Option<String>,
    pub next: Option<String>,
    pub numbers: Vec<Number>,
}

#[derive(Debug, Serialize)]
pub struct Number {
    pub n: usize,
    pub url: String,
    pub current: bool,
}

#[derive(Debug, Clone, Serialize)]
pub struct Feeds {
    pub atom: String,
    pub json: String,
}

/// The feeds of a list.
pub fn feeds(address: &str) -> Feeds {
    Feeds { atom: format!("{address}feed.xml"), json: format!("{address}feed.json") }
}

/// The pages of a section or a topic: as many as its entries need, at least one.
/// `landing` is what its landing page says; only the first page shows it.
pub fn collection_pages<'a>(
    desk: &Desk<'a>,
    view: &'a SiteView,
    kind: &'static str,
    collection: &'a Collection,
    landing: Landing,
) -> Vec<View<'a, ListView<'a>>> {
    let Desk { site, words, .. } = *desk;
    let (breadcrumbs, siblings) = match kind {
        "topic" => (topic_trail(site, words, collection), &site.topics),
        _ => (trail(site, words, collection.parent), &site.sections),
    };
    let (title, summary) = (collection.title.clone(), collection.summary.clone());
    paged(desk, view, kind, collection, Opening { title, summary, landing, breadcrumbs, children: children(desk, siblings, collection) })
}

/// What a list says beside its entries. Landing and children stand on its first page, the rest on all of them.
pub(super) struct Opening {
    pub title: String,
    pub summary: String,
    pub landing: Landing,
    pub breadcrumbs: Vec<Crumb>,
    pub children: Vec<Link>,
}

pub(super) fn paged<'a>(
    desk: &Desk<'a>,
    view: &'a SiteView,
    kind: &'static str,
    collection: &'a Collection,
    opening: Opening,
) -> Vec<View<'a, ListView<'a>>> {
    let Desk { site, words, cards, .. } = *desk;
    let Opening { title: name, summary, landing, breadcrumbs, children } = opening;
    let size = site.hub().pagination;
    let chunks: Vec<&[usize]> = if collection.pages.is_empty() { vec![&[]] } else { collection.pages.chunks(size).collect() };
    let pages = chunks.len();
    let mut landing = Some(landing);
    chunks
        .into_iter()
        .enumerate()
        .map(|(at, chunk)| {
            let Landing { body, references } = landing.take().unwrap_or_default();
            let url = page_address(&collection.address, at + 1);
            let numbered =
                || words.fill("title_of_page", &[("title", &name), ("page", &(at + 1).to_string()), ("pages", &pages.to_string())]);
            let title = if at == 0 { name.clone() } else { numbered() };
            let mut meta = Meta::plain(site, &title, &summary, &url);
            let feeds = collection.by_date.then(|| feeds(&collection.address));
            meta.alternates.extend(feeds.iter().flat_map(|feeds| alternates(&name, feeds)));
            let page = ListView {
                kind,
                title: name.clone(),
                summary: summary.clone(),
                lang: collection.page.map_or_else(|| site.hub().lang.clone(), |page| site.documents[page].common.lang.clone()),
                body,
                references,
                breadcrumbs: breadcrumbs.clone(),
                items: chunk.iter().map(|page| &cards[*page]).collect(),
                groups: Vec::new(),
                children: if at == 0 { children.clone() } else { Vec::new() },
                lead: if at == 0 { lead(site, cards, collection) } else { Vec::new() },
                pager: (pages > 1).then(|| pager(&collection.address, at + 1, pages, collection.pages.len())),
                feeds,
                shelves: Vec::new(),
                booklet: if kind == "section" && at == 0 { booklet::link(site, collection) } else { None },
                tally: if kind == "section" && at == 0 { tally::tally(desk, collection) } else { Vec::new() },
                url,
            };
            View { site: view, meta, page }
        })
        .collect()
}

/// The pages that a topic's own record puts first.
fn lead<'a>(site: &Site, cards: &'a [Card], topic: &Collection) -> Vec<&'a Card> {
    let names = topic.page.map(|page| site.documents[page].fields.texts("lead_pages")).unwrap_or_default();
    let pages = names.into_iter().filter_map(|name| site.register.page(name, &[]));
    pages.filter(|page| site.documents[*page].is_whole()).map(|page| &cards[page]).collect()
}

pub fn alternates(title: &str, feeds: &Feeds) -> [Alternate; 2] {
    [
        Alternate { media_type: "application/atom+xml", title: title.to_owned(), href: feeds.atom.clone() },
        Alternate { media_type: "application/feed+json", title: title.to_owned(), href: feeds.json.clone() },
    ]
}

fn children(desk: &Desk, siblings: &[Collection], collection: &Collection) -> Vec<Link> {
    let mut children: Vec<&Collection> = collection.children.iter().map(|index| &siblings[*index]).collect();
    children.sort_by_cached_key(|child| topic_order(child, &desk.site.documents));
    children.into_iter().map(|child| link(desk, child)).collect()
}

pub fn link(desk: &Desk, collection: &Collection) -> Link {
    let Desk { site, words, .. } = *desk;
    let lang = collection.page.map_or(&site.hub().lang, |page| &site.documents[page].common.lang);
    Link {
        title: title_of(site, words, collection),
        url: collection.address.clone(),
        count: collection.pages.len(),
        summary: words.lent(lang, &collection.summary),
    }
}

fn topic_trail(site: &Site, words: Words, topic: &Collection) -> Vec<Crumb> {
    let mut crumbs = Vec::new();
    let mut at = topic.parent;
    // A circle of topics was reported as a fault; it must not hold the build.
    while let Some(index) = at.filter(|_| crumbs.len() < 16) {
        crumbs.push(Crumb { title: title_of(site, words, &site.topics[index]), url: site.topics[index].address.clone() });
        at = site.topics[index].parent;
    }
    crumbs.push(Crumb { title: words.text("topics"), url: TOPICS.to_owned() });
    crumbs.push(home(words));
    crumbs.reverse();
    crumbs
}

fn page_address(address: &str, page: usize) -> String {
    if page == 1 { address.to_owned() } else { format!("{address}page/{page}/") }
}

fn pager(address: &str, page: usize, pages: usize, total: usize) -> Pager {
    // The first, the last and the neighbours: a list of a hundred pages stays one line on a phone.
    let shown = (1..=pages).filter(|n| *n == 1 || *n == pages || n.abs_diff(page) <= 1);
    Pager {
        page,
        pages,
        total,
        previous: (page > 1).then(|| page_address(address, page - 1)),
        next: (page < pages).then(|| page_address(address, page + 1)),
        numbers: shown.map(|n| Number { n, url: page_address(address, n), current: n == page }).collect(),
    }
}

/// Every topic with its number of pages.
pub fn topics<'a>(desk: &Desk<'a>, view: &'a SiteView, landing: Landing, page: Option<&Document>) -> View<'a, ListView<'a>> {
    let Desk { site, words, .. } = *desk;
    let (title, summary) = (words.text("topics"), words.text("topics_summary"));
    let title = page.map_or(title.as_str(), |page| page.common.title.as_str());
    let summary = page.map_or(summary.as_str(), |page| page.common.summary.as_str());
    let list = list(desk, "topics", title, summary, TOPICS, landing);
    View { site: view, meta: Meta::plain(site, title, summary, TOPICS), page: ListView { children: top_topics(desk), ..list } }
}

/// The topics that stand in no other.
pub(super) fn top_topics(desk: &Desk) -> Vec<Link> {
    let site = desk.site;
    let mut top: Vec<&Collection> = site.topics.iter().filter(|topic| topic.parent.is_none()).collect();
    top.sort_by_cached_key(|topic| topic_order(topic, &site.documents));
    top.into_iter().map(|topic| link(desk, topic)).collect()
}

/// Beyond this many entries the A to Z is a page a letter: on a phone, half a megabyte is no list.
const ON_ONE_PAGE: usize = 600;

/// Every listed page by the first letter of its title: one page, or one for each letter and one that leads to them.
pub fn a_to_z<'a>(desk: &Desk<'a>, view: &'a SiteView) -> Vec<View<'a, ListView<'a>>> {
    let Desk { site, words, cards, .. } = *desk;
    let listed = (0..site.documents.len()).filter(|page| is_listed(&site.documents[*page]) && !site.documents[*page].is_landing());
    let groups = by_letter(listed.map(|page| &cards[page]));
    let (title, summary) = (&words.text("a_to_z"), &words.text("a_to_z_summary"));
    let whole = |groups, children| ListView { groups, children, ..list(desk, "a-z", title, summary, A_TO_Z, Landing::default()) };
    let meta = || Meta::plain(site, title, summary, A_TO_Z);
    if groups.iter().map(|group| group.items.len()).sum::<usize>() <= ON_ONE_PAGE {
        return vec![View { site: view, meta: meta(), page: whole(groups, Vec::new()) }];
    }
    let address = |group: &Group| format!("{A_TO_Z}{}/", group.id);
    let letters = groups.iter().map(|group| Link {
        title: group.title.clone(),
        url: address(group),
        count: group.items.len(),
        summary: String::new(),
    });
    let first = View { site: view, meta: meta(), page: whole(Vec::new(), letters.collect()) };
    let pages = groups.into_iter().map(|group| {
        let (url, title) = (address(&group), words.fill("a_to_z_letter", &[("letter", &group.title)]));
        let meta = Meta::plain(site, &title, summary, &url);
        let mut page = ListView { items: group.items, ..list(desk, "a-z", &title, summary, &url, Landing::default()) };
        page.breadcrumbs.push(Crumb { title: words.text("a_to_z"), url: A_TO_Z.to_owned() });
        View { site: view, meta, page }
    });
    std::iter::once(first).chain(pages).collect()
}

/// A whole section on one page, by letter: what a glossary is read as.
pub fn glossary<'a>(desk: &Desk<'a>, view: &'a SiteView, section: &'a Collection, landing: Landing) -> View<'a, ListView<'a>> {
    let Desk { site, words, cards, .. } = *desk;
    let groups = by_letter(section.pages.iter().map(|page| &cards[*page]));
    let page = ListView {
        groups,
        breadcrumbs: trail(site, words, section.parent),
        ..list(desk, "glossary", &section.title, &section.summary, &section.address, landing)
    };
    View { site: view, meta: Meta::plain(site, &section.title, &section.summary, &section.address), page }
}

pub(super) fn list<'a>(desk: &Desk, kind: &'static str, title: &str, summary: &str, url: &str, landing: Landing) -> ListView<'a> {
    ListView {
        kind,
        title: title.to_owned(),
        summary: summary.to_owned(),
        url: url.to_owned(),
        lang: desk.site.hub().lang.clone(),
        body: landing.body,
        references: landing.references,
        breadcrumbs: vec![home(desk.words)],
        items: Vec::new(),
        groups: Vec::new(),
        children: Vec::new(),
        lead: Vec::new(),
        pager: None,
        feeds: None,
        shelves: Vec::new(),
        booklet: None,
        tally: Vec::new(),
    }
}

fn by_letter<'a>(cards: impl Iterator<Item = &'a Card>) -> Vec<Group<'a>> {
    let mut letters = BTreeMap::<char, Vec<&Card>>::new();
    for card in cards {
        let first = address::slug(&card.title).chars().next().unwrap_or('#').to_ascii_uppercase();
        letters.entry(if first.is_ascii_alphabetic() { first } else { '#' }).or_default().push(card);
    }
    letters
        .into_iter()
        .map(|(letter, mut items)| {
            items.sort_by_cached_key(|card| (card.title.to_lowercase(), card.url.clone()));
            let (title, id) = if letter == '#' {
                ("0–9".to_owned(), "numbers".to_owned())
            } else {
                (letter.to_string(), letter.to_lowercase().to_string())
            };
            Group { title, id, items }
        })
        .collect()
}
