//! A section as one document to print: a title sheet, its contents, and every page in whole.

use serde::Serialize;

use super::date::{Day, moment};
use super::meta::Meta;
use super::site::trail;
use super::{Crumb, Desk, Rich, SiteView, View};
use crate::assemble::collection::Collection;
use crate::assemble::{Site, booklet};
use crate::render::html::Html;
use crate::render::part;

/// What a section says of its document.
#[derive(Debug, Clone, Serialize)]
pub struct BookletLink {
    /// Empty where the section has more pages than one document takes.
    pub url: String,
    pub count: usize,
    pub most: usize,
}

#[derive(Debug, Serialize)]
pub struct BookletView {
    pub kind: &'static str,
    pub title: String,
    pub summary: String,
    pub url: String,
    pub lang: String,
    pub breadcrumbs: Vec<Crumb>,
    /// Whether one of its pages is one that a reader may have to leave at once.
    pub exit_page: bool,
    /// The day of its newest page or change.
    pub newest: Option<Day>,
    pub sheets: Vec<Sheet>,
}

/// One page of the document.
#[derive(Debug, Serialize)]
pub struct Sheet {
    pub id: String,
    pub title: String,
    pub lang: String,
    pub body: Rich,
}

/// None for a section that is not read as one document.
pub fn link(site: &Site, section: &Collection) -> Option<BookletLink> {
    booklet::is_asked_for(section, &site.documents).then(|| BookletLink {
        url: booklet::address(section, &site.documents).unwrap_or_default(),
        count: section.pages.len(),
        most: booklet::MOST,
    })
}

/// `parts` are the pages of the section in their order, each made fit for the document.
pub fn booklet<'a>(desk: &Desk, view: &'a SiteView, section: &Collection, address: &str, parts: Vec<Html>) -> View<'a, BookletView> {
    let Desk { site, words, .. } = *desk;
    let common = |page: &usize| &site.documents[*page].common;
    let newest = section.pages.iter().filter_map(|page| common(page).updated.max(common(page).published)).max();
    let sheets = section.pages.iter().zip(parts).enumerate().map(|(at, (page, body))| Sheet {
        id: part::id(at + 1),
        title: common(page).title.clone(),
        lang: common(page).lang.clone(),
        body: Rich::new(body, String::new()),
    });
    let mut breadcrumbs = trail(site, words, section.parent);
    breadcrumbs.push(Crumb { title: section.title.clone(), url: section.address.clone() });
    let page = BookletView {
        kind: "booklet",
        title: section.title.clone(),
        summary: section.summary.clone(),
        url: address.to_owned(),
        lang: section.page.map_or_else(|| site.hub().lang.clone(), |page| common(&page).lang.clone()),
        breadcrumbs,
        exit_page: section.pages.iter().any(|page| common(page).sensitive.iter().any(|kind| kind == "domestic-abuse")),
        newest: newest.map(|at| moment(at, &site.hub().zone, words)),
        sheets: sheets.collect(),
    };
    // Its pages are what is to be found; this is a copy of them for paper.
    let meta = Meta { robots: Some("noindex"), ..Meta::plain(site, &section.title, &section.summary, address) };
    View { site: view, meta, page }
}
