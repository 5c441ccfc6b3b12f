//! The front door: what this is, for whom, what is new.

use serde::Serialize;

use super::browse::{self, ShelfView};
use super::card::Card;
use super::figure::FigureView;
use super::landing::{Landing, ReferenceView};
use super::list::{self, Link};
use super::meta::Meta;
use super::{Desk, Rich, SiteView, View};
use crate::assemble::collection::is_listed;

#[derive(Debug, Serialize)]
pub struct HomeView<'a> {
    pub kind: &'static str,
    pub title: String,
    pub summary: String,
    pub url: &'static str,
    pub lang: String,
    pub body: Rich,
    pub references: Vec<ReferenceView>,
    /// Where each kind of reader begins.
    pub readers: Vec<Link>,
    /// Every way to browse.
    pub shelves: Vec<ShelfView>,
    pub latest: Vec<&'a Card>,
    pub featured: Vec<&'a Card>,
    pub figures: Vec<&'a FigureView>,
}

/// How many new pages the front door shows.
const LATEST: usize = 8;

pub fn home<'a>(desk: &Desk<'a>, view: &'a SiteView, landing: Option<usize>) -> View<'a, HomeView<'a>> {
    let Desk { site, cards, figures, .. } = *desk;
    let hub = site.hub();
    let Landing { body, references } = Landing::of(desk, landing);
    let common = landing.map(|page| &site.documents[page].common);
    let title = common.map_or(&hub.title, |common| &common.title).clone();
    let summary = common.map(|common| &common.summary).filter(|summary| !summary.is_empty()).unwrap_or(&hub.description).clone();
    let mut dated: Vec<usize> = (0..site.documents.len())
        .filter(|page| {
            is_listed(&site.documents[*page]) && site.documents[*page].content_type.in_feeds && !site.documents[*page].is_landing()
        })
        .filter(|page| site.documents[*page].common.published.is_some())
        .collect();
    dated.sort_by_key(|page| (std::cmp::Reverse(site.documents[*page].common.published), *page));
    let mut meta = Meta::plain(site, &title, &summary, "/");
    meta.alternates.extend(list::alternates(&hub.title, &list::feeds("/")));
    let readers = site.readers.iter().map(|(entry, text)| Link {
        title: entry.label.clone(),
        url: entry.href.clone(),
        count: 0,
        summary: text.clone(),
    });
    let page = HomeView {
        kind: "home",
        summary,
        url: "/",
        lang: hub.lang.clone(),
        body,
        references,
        readers: readers.collect(),
        shelves: browse::shelves(desk, view),
        latest: dated.iter().take(LATEST).map(|page| &cards[*page]).collect(),
        featured: hub.featured.iter().filter_map(|name| site.register.page(name, &[])).map(|page| &cards[page]).collect(),
        figures: hub.featured_figures.iter().filter_map(|name| figures.get(name)).collect(),
        title,
    };
    View { site: view, meta, page }
}
