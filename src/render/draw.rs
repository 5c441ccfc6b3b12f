//! The stage itself: every page, list, feed and file of the site, drawn in parallel and handed on at once,
//! so that no more than a few of them are ever held.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;

use rayon::prelude::*;

use super::edition::{Editions, Palette, Shown};
use super::html::Html;
use super::view::{self, Landing, View};
use super::{Artifact, Theme, assets, discovery, feed, foreign, headers, offprint, part};
use crate::assemble::{Site, booklet};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Failure, Place};

/// What was drawn, for the report of a build.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Drawn {
    pub pages: usize,
    pub lists: usize,
    /// The heaviest page: its address and the bytes of its HTML.
    pub heaviest: Option<(String, usize)>,
}

type Put<'a> = &'a (dyn Fn(Artifact) -> Result<(), Failure> + Sync);

/// Draws the whole site. `put` takes each artifact, from many threads at once.
pub fn render(site: &Site, theme: &Theme, put: Put<'_>) -> Result<(Drawn, Diagnostics), Failure> {
    draw(site, theme, &Palette::new(site, theme), Wanted::Everything, put)
}

/// What is asked for: everything, or the one file of the public tree at an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted<'a> {
    Everything,
    /// `/guides/supervision/`, `/feed.xml`
    One(&'a str),
}

impl Wanted<'_> {
    fn is(self, address: &str) -> bool {
        match self {
            Wanted::Everything => true,
            Wanted::One(wanted) => wanted == address,
        }
    }

    /// Whether one of the few files may be meant that stand in no folder.
    fn is_at_the_top(self) -> bool {
        match self {
            Wanted::Everything => true,
            Wanted::One(wanted) => wanted.len() > 1 && wanted.rfind('/') == Some(0),
        }
    }

    /// Whether something below a list's address may be meant.
    fn is_below(self, address: &str) -> bool {
        match self {
            Wanted::Everything => true,
            Wanted::One(wanted) => wanted.starts_with(address),
        }
    }
}

/// Draws what is wanted. Small files that are made together may come along.
pub fn draw(site: &Site, theme: &Theme, palette: &Palette, wanted: Wanted<'_>, put: Put<'_>) -> Result<(Drawn, Diagnostics), Failure> {
    let editions = Editions { site, palette };
    let easel = Easel { theme, wanted, put, drawn: Mutex::default(), faults: Mutex::default() };

    let pages: Vec<usize> = match wanted {
        Wanted::Everything => site.with_page().filter(|page| !is_list(site, *page)).collect(),
        Wanted::One(address) => {
            let page = site.page_at(address).or_else(|| site.page_at(offprint::folder_of(address)?));
            page.into_iter().filter(|page| !is_list(site, *page)).collect()
        }
    };
    pages.par_iter().try_for_each(|page| {
        let document = &site.documents[*page];
        let address = &site.pages[*page].address;
        let place = document.source.whole();
        easel.page(address, &place, || {
            if document.is_whole() && document.content_type.id != crate::assemble::address::REDIRECT_TYPE {
                return whole_page(theme, editions, *page);
            }
            let edition = editions.of(&document.common.lang);
            let (desk, shown) = (&editions.desk(edition), edition.at(address));
            theme.draw("tombstone.html", shown.values(), &view::tombstone(desk, &shown.view, *page), &place).map(Sheets::from)
        })
    })?;
    if wanted == Wanted::Everything || pages.is_empty() {
        apart_from_pages(site, theme, editions, &easel)?;
    }

    let mut drawn = easel.drawn.into_inner().unwrap_or_default();
    drawn.pages = pages.len();
    Ok((drawn, easel.faults.into_inner().unwrap_or_default().into_values().collect()))
}

/// Lists, and everything that belongs to no document.
fn apart_from_pages(site: &Site, theme: &Theme, editions: Editions, easel: &Easel) -> Result<(), Failure> {
    let (wanted, put) = (easel.wanted, easel.put);
    lists(site, editions, easel)?;
    booklets(site, editions, easel)?;
    let edition = editions.of(&site.hub().lang);
    let (desk, base) = (&editions.desk(edition), edition.at("/"));
    easel.list("/404.html", "404.html", base, || view::not_found(desk, &base.view))?;
    if site.offers_copies() {
        easel.list(crate::assemble::OFFLINE_MISSING, "offline-missing.html", base, || view::offline_missing(desk, &base.view))?;
    }
    let home_page = site.with_page().find(|page| site.pages[*page].address == "/");
    for edition in editions.all().filter(|_| site.hub().search.is_some()) {
        let base = edition.at("/");
        easel.list(&base.view.search_url, "search.html", base, || view::search(&editions.desk(edition), &base.view))?;
    }
    easel.list("/", "home.html", base, || view::home(desk, &base.view, home_page))?;
    let redirects: Vec<_> = site.redirects.iter().filter(|redirect| wanted.is(&redirect.from)).collect();
    redirects.par_iter().try_for_each(|redirect| {
        easel.list(&redirect.from, "redirect.html", base, || view::redirect(desk, &base.view, &redirect.from, &redirect.to))
    })?;
    let is_feed = |list: &str| ["feed.xml", "feed.json"].iter().any(|name| wanted.is(&format!("{list}{name}")));
    for artifact in feed::feeds(site, desk.cards, &is_feed) {
        put(artifact)?;
    }
    if wanted.is_at_the_top() {
        for artifact in discovery::files(site).into_iter().chain(headers::files(site)) {
            put(artifact)?;
        }
    }
    assets::publish(site, theme, &|address| wanted.is(address), put)
}

/// Every way to browse, and the pages of each value.
fn browsing(site: &Site, editions: Editions, easel: &Easel) -> Result<(), Failure> {
    let hub = editions.of(&site.hub().lang);
    let (desk, shown) = (&editions.desk(hub), hub.at(crate::assemble::BROWSE));
    let ways = view::browse(desk, &shown.view);
    ways.into_par_iter().try_for_each(|page| easel.list(&page.page.url.clone(), "browse.html", shown, || page))?;
    site.shelves.par_iter().filter(|shelf| easel.wanted.is_below(&shelf.address)).try_for_each(|shelf| {
        let pages = view::shelf_pages(desk, &shown.view, shelf);
        pages.into_par_iter().try_for_each(|page| easel.list(&page.page.url.clone(), "browse-value.html", shown, || page))
    })
}

fn whole_page(theme: &Theme, editions: Editions, page: usize) -> Result<Sheets, Box<Diagnostic>> {
    let site = editions.site;
    let document = &site.documents[page];
    let address = &site.pages[page].address;
    let edition = editions.of(&document.common.lang);
    let (desk, shown) = (&editions.desk(edition), edition.at(address));
    let view = view::page(desk, &shown.view, page);
    let html = theme.draw(&theme.template_of(&document.content_type), shown.values(), &view, &document.source.whole())?;
    let texts = [(&view.page.copy.url, &view.page.copy.text), (&view.page.cite.url, &view.page.cite.text)];
    let of = |(url, text): (&String, &String)| Artifact::new(url.trim_start_matches('/'), format!("{}\n", foreign::plain(text)));
    let texts = texts.into_iter().filter(|(url, _)| !url.is_empty()).map(of);
    Ok(Sheets { html, beside: texts.chain(desk.offprints.files(address)).collect() })
}

/// Sections as one document each. Their pages are drawn again and not kept from the first time: few sections are, and those are small.
fn booklets(site: &Site, editions: Editions, easel: &Easel) -> Result<(), Failure> {
    let booklets = site.sections.iter().filter_map(|section| Some((section, booklet::address(section, &site.documents)?)));
    let booklets = booklets.filter(|(_, address)| easel.wanted.is(address));
    booklets.collect::<Vec<_>>().par_iter().try_for_each(|(section, address)| {
        let numbers: BTreeMap<&str, usize> =
            section.pages.iter().enumerate().map(|(at, page)| (site.pages[*page].address.as_str(), at + 1)).collect();
        let parts: Result<Vec<Html>, _> = section
            .pages
            .par_iter()
            .map(|page| {
                let html = whole_page(easel.theme, editions, *page)?.html;
                Ok::<_, Box<Diagnostic>>(part::of_page(&html, numbers[site.pages[*page].address.as_str()], &numbers))
            })
            .collect();
        // A page that cannot be drawn has said so itself.
        let Ok(parts) = parts else { return Ok(()) };
        let edition = editions.of(section.page.map_or(&site.hub().lang, |page| &site.documents[page].common.lang));
        let (desk, shown) = (&editions.desk(edition), edition.at(&section.address));
        easel.document(address, "booklet.html", shown, &view::booklet(desk, &shown.view, section, address, parts))
    })
}

/// Landing pages of sections, topics and the home page are drawn with their lists.
fn is_list(site: &Site, page: usize) -> bool {
    site.documents[page].is_whole() && (site.documents[page].is_landing() || site.topics.iter().any(|topic| topic.page == Some(page)))
}

fn lists(site: &Site, editions: Editions, easel: &Easel) -> Result<(), Failure> {
    // A list speaks the language of the page that introduces it.
    let of = |page: Option<usize>| editions.of(page.map_or(&site.hub().lang, |page| &site.documents[page].common.lang));
    let hub = editions.of(&site.hub().lang);
    let landing = |desk: &view::Desk, page: Option<usize>| Landing::of(desk, page);
    site.sections.par_iter().filter(|section| easel.wanted.is_below(&section.address)).try_for_each(|section| {
        let listed = section.pages.first().map(|page| &site.documents[*page].content_type);
        if section.address == crate::assemble::TOPICS && !site.topics.is_empty() {
            let (desk, shown) = (&editions.desk(hub), hub.at(&section.address));
            let page = section.page.map(|page| &*site.documents[page]);
            return easel
                .list(&section.address, "section.html", shown, || view::topics(desk, &shown.view, landing(desk, section.page), page));
        }
        let edition = of(section.page);
        let (desk, shown) = (&editions.desk(edition), edition.at(&section.address));
        if listed.is_some_and(|content_type| content_type.id == "glossary-term") {
            let view = || view::glossary(desk, &shown.view, section, landing(desk, section.page));
            return easel.list(&section.address, "glossary.html", shown, view);
        }
        let pages = view::collection_pages(desk, &shown.view, "section", section, landing(desk, section.page));
        pages.into_iter().try_for_each(|page| easel.list(&page.page.url.clone(), "section.html", shown, || page))
    })?;
    if !site.topics.is_empty() && !site.sections.iter().any(|section| section.address == crate::assemble::TOPICS) {
        let (desk, shown) = (&editions.desk(hub), hub.at(crate::assemble::TOPICS));
        easel.list(crate::assemble::TOPICS, "section.html", shown, || view::topics(desk, &shown.view, Landing::default(), None))?;
    }
    site.topics.par_iter().filter(|topic| easel.wanted.is_below(&topic.address)).try_for_each(|topic| {
        let edition = of(topic.page);
        let (desk, shown) = (&editions.desk(edition), edition.at(&topic.address));
        let pages = view::collection_pages(desk, &shown.view, "topic", topic, landing(desk, topic.page));
        pages.into_iter().try_for_each(|page| easel.list(&page.page.url.clone(), "topic.html", shown, || page))
    })?;
    if easel.wanted.is_below(crate::assemble::BROWSE) {
        browsing(site, editions, easel)?;
    }
    if !easel.wanted.is_below(crate::assemble::A_TO_Z) {
        return Ok(());
    }
    let (desk, shown) = (&editions.desk(hub), hub.at(crate::assemble::A_TO_Z));
    let pages = view::a_to_z(desk, &shown.view);
    pages.into_par_iter().try_for_each(|page| easel.list(&page.page.url.clone(), "a-z.html", shown, || page))
}

/// A page, and what stands beside it.
struct Sheets {
    html: String,
    beside: Vec<Artifact>,
}

impl From<String> for Sheets {
    fn from(html: String) -> Self {
        Sheets { html, beside: Vec::new() }
    }
}

/// Draws and hands on; a page that fails is a fault that names it, and the others are drawn all the same.
struct Easel<'a> {
    theme: &'a Theme,
    wanted: Wanted<'a>,
    put: Put<'a>,
    drawn: Mutex<Drawn>,
    faults: Mutex<BTreeMap<(Place, String), Diagnostic>>,
}

impl Easel<'_> {
    fn page(&self, address: &str, place: &Place, draw: impl FnOnce() -> Result<Sheets, Box<Diagnostic>>) -> Result<(), Failure> {
        let is_beside = |wanted: Wanted| matches!(wanted, Wanted::One(file) if offprint::folder_of(file) == Some(address));
        if !self.wanted.is(address) && !is_beside(self.wanted) {
            return Ok(());
        }
        // A fault of ours in one page must neither end the build without a word nor hide the other pages.
        let drawn = catch_unwind(AssertUnwindSafe(draw)).unwrap_or_else(|_| {
            Err(Box::new(
                Diagnostic::error(Code::Internal, place.clone(), format!("drawing `{address}` failed inside almoner"))
                    .help("this is a fault of almoner: please report it with this file"),
            ))
        });
        match drawn {
            Ok(Sheets { html, beside }) => {
                if let Ok(mut so_far) = self.drawn.lock() {
                    let heavier = so_far.heaviest.as_ref().is_none_or(|(other, bytes)| (html.len(), address) > (*bytes, other.as_str()));
                    if heavier {
                        so_far.heaviest = Some((address.to_owned(), html.len()));
                    }
                }
                if self.wanted.is(address) {
                    (self.put)(Artifact::page(address, html))?;
                }
                beside.into_iter().filter(|file| self.wanted.is(&format!("/{}", file.path))).try_for_each(self.put)
            }
            Err(fault) => {
                if let Ok(mut faults) = self.faults.lock() {
                    // One mistake in a template fails every page that it draws: it is said once, with the first page in order.
                    let key = (fault.place.clone(), fault.message.clone());
                    let first = faults.entry(key).or_insert_with(|| (*fault).clone());
                    if fault.related < first.related {
                        *first = *fault;
                    }
                }
                Ok(())
            }
        }
    }

    /// A document for paper: no page that a reader on the way has to wait for, so it is none of the heaviest.
    fn document<P: serde::Serialize>(&self, address: &str, template: &str, shown: &Shown, view: &View<'_, P>) -> Result<(), Failure> {
        let place = Place::whole(address.trim_start_matches('/'));
        match self.theme.draw(template, shown.values(), view, &place) {
            Ok(html) => (self.put)(Artifact::page(address, html)),
            Err(fault) => self.page(address, &place, || Err(fault)),
        }
    }

    fn list<'v, P: serde::Serialize>(
        &self,
        address: &str,
        template: &str,
        shown: &Shown,
        view: impl FnOnce() -> View<'v, P>,
    ) -> Result<(), Failure> {
        if !self.wanted.is(address) {
            return Ok(());
        }
        if let Ok(mut drawn) = self.drawn.lock() {
            drawn.lists += 1;
        }
        let place = Place::whole(address.trim_start_matches('/'));
        self.page(address, &place, || self.theme.draw(template, shown.values(), &view(), &place).map(Sheets::from))
    }
}
