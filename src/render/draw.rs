//! The stage itself: every page, list, feed and file of the site, drawn in parallel and handed on at once,
//! so that no more than a few of them are ever held.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;

use rayon::prelude::*;

use super::view::{self, Card, Landing, SiteView, View};
use super::{Artifact, Theme, assets, discovery, feed, headers};
use crate::assemble::Site;
use crate::assemble::rules::sensitive::ADVICE_TYPE;
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
    let cards = view::cards(site);
    let figures = view::figures(site, &cards);
    let corrections = by_field(site, "correction", "affects");
    let translations = translations(site);
    let reporting = reporting(site);
    let base = view::site_view(site, &|name| theme.asset(name));
    let views = SiteViews::new(site, base);
    let desk = view::Desk {
        site,
        cards: &cards,
        figures: &figures,
        corrections: &corrections,
        translations: &translations,
        reporting: &reporting,
    };
    let easel = Easel { theme, put, drawn: Mutex::default(), faults: Mutex::default() };

    let pages: Vec<usize> = site.with_page().filter(|page| !is_list(site, *page)).collect();
    pages.par_iter().try_for_each(|page| {
        let document = &site.documents[*page];
        let address = &site.pages[*page].address;
        let place = document.source.whole();
        easel.page(address, &place, || {
            let shown = views.at(address);
            if !document.is_whole() || document.content_type.id == crate::assemble::address::REDIRECT_TYPE {
                return theme.draw("tombstone.html", &shown.value, &view::tombstone(site, &shown.view, &cards, *page), &place);
            }
            theme.draw(&theme.template_of(&document.content_type), &shown.value, &view::page(&desk, &shown.view, *page), &place)
        })
    })?;
    lists(site, &cards, &views, &easel)?;
    let base = &views.base;
    easel.list("/404.html", "404.html", base, &view::not_found(site, &base.view))?;
    if site.offers_copies() {
        easel.list(crate::assemble::OFFLINE_MISSING, "offline-missing.html", base, &view::offline_missing(site, &base.view))?;
    }
    let home_page = site.with_page().find(|page| site.pages[*page].address == "/");
    if site.hub().search.is_some() {
        easel.list(crate::assemble::SEARCH, "search.html", base, &view::search(site, &base.view))?;
    }
    easel.list("/", "home.html", base, &view::home(site, &base.view, &cards, &figures, home_page))?;
    site.redirects.par_iter().try_for_each(|redirect| {
        easel.list(&redirect.from, "redirect.html", base, &view::redirect(site, &base.view, &redirect.from, &redirect.to))
    })?;
    for artifact in feed::feeds(site, &cards).into_iter().chain(discovery::files(site)).chain(headers::files(site)) {
        put(artifact)?;
    }
    assets::publish(site, theme, put)?;

    let mut drawn = easel.drawn.into_inner().unwrap_or_default();
    drawn.pages = pages.len();
    Ok((drawn, easel.faults.into_inner().unwrap_or_default().into_values().collect()))
}

/// Landing pages of sections, topics and the home page are drawn with their lists.
fn is_list(site: &Site, page: usize) -> bool {
    site.documents[page].is_whole() && (site.documents[page].is_landing() || site.topics.iter().any(|topic| topic.page == Some(page)))
}

fn lists(site: &Site, cards: &[Card], views: &SiteViews, easel: &Easel) -> Result<(), Failure> {
    let landing = |page: Option<usize>| Landing::of(site, page);
    site.sections.par_iter().try_for_each(|section| {
        let shown = views.at(&section.address);
        let listed = section.pages.first().map(|page| &site.documents[*page].content_type);
        if section.address == crate::assemble::TOPICS && !site.topics.is_empty() {
            let page = section.page.map(|page| &*site.documents[page]);
            return easel.list(&section.address, "section.html", shown, &view::topics(site, &shown.view, landing(section.page), page));
        }
        if listed.is_some_and(|content_type| content_type.id == "glossary-term") {
            return easel.list(
                &section.address,
                "glossary.html",
                shown,
                &view::glossary(site, &shown.view, cards, section, landing(section.page)),
            );
        }
        let pages = view::collection_pages(site, &shown.view, cards, "section", section, landing(section.page));
        pages.iter().try_for_each(|page| easel.list(&page.page.url, "section.html", shown, page))
    })?;
    if !site.topics.is_empty() && !site.sections.iter().any(|section| section.address == crate::assemble::TOPICS) {
        let shown = views.at(crate::assemble::TOPICS);
        easel.list(crate::assemble::TOPICS, "section.html", shown, &view::topics(site, &shown.view, Landing::default(), None))?;
    }
    site.topics.par_iter().try_for_each(|topic| {
        let shown = views.at(&topic.address);
        let pages = view::collection_pages(site, &shown.view, cards, "topic", topic, landing(topic.page));
        pages.iter().try_for_each(|page| easel.list(&page.page.url, "topic.html", shown, page))
    })?;
    let shown = views.at(crate::assemble::A_TO_Z);
    let pages = view::a_to_z(site, &shown.view, cards);
    pages.par_iter().try_for_each(|page| easel.list(&page.page.url, "a-z.html", shown, page))
}

/// Draws and hands on; a page that fails is a fault that names it, and the others are drawn all the same.
struct Easel<'a> {
    theme: &'a Theme,
    put: Put<'a>,
    drawn: Mutex<Drawn>,
    faults: Mutex<BTreeMap<(Place, String), Diagnostic>>,
}

impl Easel<'_> {
    fn page(&self, address: &str, place: &Place, draw: impl FnOnce() -> Result<String, Box<Diagnostic>>) -> Result<(), Failure> {
        // A fault of ours in one page must neither end the build without a word nor hide the other pages.
        let drawn = catch_unwind(AssertUnwindSafe(draw)).unwrap_or_else(|_| {
            Err(Box::new(
                Diagnostic::error(Code::Internal, place.clone(), format!("drawing `{address}` failed inside almoner"))
                    .help("this is a fault of almoner: please report it with this file"),
            ))
        });
        match drawn {
            Ok(html) => {
                if let Ok(mut so_far) = self.drawn.lock() {
                    let heavier = so_far.heaviest.as_ref().is_none_or(|(other, bytes)| (html.len(), address) > (*bytes, other.as_str()));
                    if heavier {
                        so_far.heaviest = Some((address.to_owned(), html.len()));
                    }
                }
                (self.put)(Artifact::page(address, html))
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

    fn list<P: serde::Serialize>(&self, address: &str, template: &str, shown: &Shown, view: &View<'_, P>) -> Result<(), Failure> {
        if let Ok(mut drawn) = self.drawn.lock() {
            drawn.lists += 1;
        }
        let place = Place::whole(address.trim_start_matches('/'));
        self.page(address, &place, || self.theme.draw(template, &shown.value, view, &place))
    }
}

/// The site's view once for each entry of the menu, so that each page marks where it is.
struct SiteViews {
    base: Shown,
    marked: Vec<(String, Shown)>,
}

/// A view of the site, and the same as templates read it.
struct Shown {
    view: SiteView,
    value: tera::Value,
}

impl Shown {
    fn new(view: SiteView) -> Self {
        let value = tera::Value::from_serializable(&view);
        Shown { view, value }
    }
}

impl SiteViews {
    fn new(site: &Site, base: SiteView) -> Self {
        let entries = site.navigation.iter().chain(&site.footer);
        let mut marked: Vec<(String, Shown)> =
            entries.filter(|entry| entry.href != "/").map(|entry| (entry.href.clone(), Shown::new(base.at(&entry.href)))).collect();
        // The entry that says most of an address is the one that is marked.
        marked.sort_by_key(|(address, _)| std::cmp::Reverse(address.len()));
        SiteViews { base: Shown::new(base), marked }
    }

    fn at(&self, address: &str) -> &Shown {
        self.marked.iter().find(|(entry, _)| address.starts_with(entry)).map_or(&self.base, |(_, shown)| shown)
    }
}

/// For each page, the records of a type that name it in a field.
fn by_field(site: &Site, content_type: &str, field: &str) -> BTreeMap<usize, Vec<usize>> {
    let mut found = BTreeMap::<usize, Vec<usize>>::new();
    for (index, document) in site.documents.iter().enumerate().filter(|(_, d)| d.content_type.id == content_type && d.is_whole()) {
        for page in document.fields.texts(field).into_iter().filter_map(|name| site.register.page(name, &[])) {
            found.entry(page).or_default().push(index);
        }
    }
    found
}

/// Advice on safe reporting by its subject.
fn reporting(site: &Site) -> BTreeMap<String, Vec<usize>> {
    let mut found = BTreeMap::<String, Vec<usize>>::new();
    for page in site.with_page().filter(|page| site.documents[*page].content_type.id == ADVICE_TYPE && site.documents[*page].is_whole()) {
        for subject in site.documents[page].fields.texts("subjects") {
            found.entry(subject.to_owned()).or_default().push(page);
        }
    }
    found
}

/// For each page, the same page in other languages, both ways.
fn translations(site: &Site) -> BTreeMap<usize, Vec<usize>> {
    let mut found = BTreeMap::<usize, Vec<usize>>::new();
    for (index, document) in site.documents.iter().enumerate().filter(|(_, d)| d.is_whole()) {
        let source = document.common.translation_of.as_deref().and_then(|name| site.register.page(name, &[]));
        if let Some(source) = source.filter(|source| *source != index) {
            found.entry(source).or_default().push(index);
            found.entry(index).or_default().push(source);
        }
    }
    found
}
