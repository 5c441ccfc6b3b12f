//! Browsing without a script: every facet with its values and how many pages have each, and the pages of one value.

use serde::Serialize;

use super::list::{Link, ListView, Opening, list, paged, top_topics};
use super::site::home;
use super::{Crumb, Desk, Landing, Meta, SiteView, View};
use crate::assemble::browse::{Shelf, ShelfValue};
use crate::assemble::{BROWSE, TOPICS};
use crate::load::facet::YEAR;
use crate::render::words::{Owner, Words};

/// A way to browse.
#[derive(Debug, Clone, Serialize)]
pub struct ShelfView {
    pub id: String,
    pub title: String,
    /// Its own page; empty where it has none.
    pub url: String,
    pub values: Vec<Link>,
    /// The page that says how its values are decided.
    pub explained: Option<Crumb>,
}

/// Every way to browse: by topic, by kind, and by each facet.
pub(super) fn shelves(desk: &Desk, view: &SiteView) -> Vec<ShelfView> {
    let Desk { site, words, .. } = *desk;
    let shelf =
        |id: &str, title: String, url: &str, values| ShelfView { id: id.to_owned(), title, url: url.to_owned(), values, explained: None };
    let kinds =
        view.types.iter().map(|kind| Link { title: kind.plural.clone(), url: kind.url.clone(), count: kind.count, summary: String::new() });
    let bare = |link: Link| Link { summary: String::new(), ..link };
    let mut shelves = vec![
        shelf("topic", words.text("topic"), TOPICS, top_topics(desk).into_iter().map(bare).collect()),
        shelf("type", words.text("kind_of_page"), "", kinds.collect()),
    ];
    shelves.extend(site.shelves.iter().map(|of| shelf_view(desk, of)));
    shelves.retain(|shelf| !shelf.values.is_empty());
    shelves
}

fn shelf_view(desk: &Desk, shelf: &Shelf) -> ShelfView {
    let Desk { site, words, .. } = *desk;
    ShelfView {
        id: shelf.id.to_owned(),
        title: facet_name(words, shelf.id),
        url: shelf.address.clone(),
        values: shelf.values.iter().map(|each| Link { title: label(words, shelf, each), ..value(each) }).collect(),
        explained: site.explained.get(shelf.id).map(|entry| Crumb { title: entry.label.clone(), url: entry.href.clone() }),
    }
}

pub(super) fn facet_name(words: Words, id: &str) -> String {
    match id {
        "audience" => words.text("written_for"),
        "strength" => words.text("strength_of_the_evidence"),
        "nation" => words.text("nation"),
        _ => words.text("year_of_publication"),
    }
}

fn label(words: Words, shelf: &Shelf, value: &ShelfValue) -> String {
    let choice = value.list.address.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    value_name(words, shelf.id, choice, &value.label)
}

/// What a value is called in the language of the page that leads to it: the choices of fields have names in each.
pub(super) fn value_name(words: Words, facet: &str, choice: &str, written: &str) -> String {
    let (owner, path) = match facet {
        "audience" => (Owner::SHARED, "audiences"),
        "nation" => (Owner::SHARED, "nations"),
        "strength" => (Owner { id: "research-summary", is_shipped: true }, "evidence.strength"),
        _ => return written.to_owned(),
    };
    words.choice(owner, path, choice, written)
}

fn value(value: &ShelfValue) -> Link {
    let ShelfValue { label, list } = value;
    Link { title: label.clone(), url: list.address.clone(), count: list.pages.len(), summary: list.summary.clone() }
}

fn trail(words: Words) -> Vec<Crumb> {
    vec![home(words), Crumb { title: words.text("browse"), url: BROWSE.to_owned() }]
}

/// The page that leads to every way to browse, and one for each facet.
pub fn browse<'a>(desk: &Desk<'a>, view: &'a SiteView) -> Vec<View<'a, ListView<'a>>> {
    let Desk { site, words, .. } = *desk;
    let (name, summary) = (words.text("browse"), words.text("browse_summary"));
    let all = ListView { shelves: shelves(desk, view), ..list(desk, "browse", &name, &summary, BROWSE, Landing::default()) };
    let mut pages = vec![View { site: view, meta: Meta::plain(site, &name, &summary, BROWSE), page: all }];
    for shelf in &site.shelves {
        let name = facet_name(words, shelf.id);
        let summary = words.fill("browse_by", &[("facet", &name)]);
        let own = list(desk, "browse", &name, &summary, &shelf.address, Landing::default());
        let page = ListView { shelves: vec![shelf_view(desk, shelf)], breadcrumbs: trail(words), ..own };
        pages.push(View { site: view, meta: Meta::plain(site, &name, &summary, &shelf.address), page });
    }
    pages
}

/// The pages of every value of a facet.
pub fn shelf_pages<'a>(desk: &Desk<'a>, view: &'a SiteView, shelf: &'a Shelf) -> Vec<View<'a, ListView<'a>>> {
    let words = desk.words;
    let others = shelf_view(desk, shelf);
    let mut breadcrumbs = trail(words);
    breadcrumbs.push(Crumb { title: others.title.clone(), url: shelf.address.clone() });
    let lists = shelf.values.iter().flat_map(|value| {
        let ShelfValue { label, list } = value;
        let title = match shelf.id {
            YEAR => words.fill("published_in", &[("year", label)]),
            _ if list.title.is_empty() => words.fill("facet_value", &[("facet", &others.title), ("value", label)]),
            _ => list.title.clone(),
        };
        let count = list.pages.len();
        let counted = || words.count("pages_newest_first", count as u64, &[("n", &count.to_string())]);
        let summary = if list.summary.is_empty() { counted() } else { list.summary.clone() };
        let (landing, breadcrumbs) = (Landing::default(), breadcrumbs.clone());
        paged(desk, view, "browse", list, Opening { title, summary, landing, breadcrumbs, children: Vec::new() })
    });
    let pages = lists.map(|mut list| {
        list.page.shelves = vec![others.clone()];
        list
    });
    pages.collect()
}
