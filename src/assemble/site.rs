//! The stage itself, and what it gives: every page with its address and everything that belongs to it.

use std::collections::{BTreeMap, BTreeSet};

use camino::Utf8PathBuf;
use jiff::Timestamp;
use rayon::prelude::*;

use super::address;
use super::booklet;
use super::browse::{self, Shelf};
use super::chart;
use super::citation::Bibliography;
use super::collection::{self, Collection};
use super::field_references::{self, FieldReferences};
use super::figure::Figure;
use super::navigation::{self, MenuEntry};
use super::published;
use super::redirect::{self, Redirects};
use super::register::{PageIndex, Register};
use super::resolve::{self, PageReferences};
use super::resolved::ChartBlock;
use super::rules;
use super::term::Terms;
use super::translation::{self, Translation};
use super::unique;
use super::world::{Anchors, World};
use crate::diagnostic::Diagnostics;
use crate::load::Loaded;
use crate::load::document::Document;
use crate::release::{Include, Release, Released};

/// The public site, whole: everything that rendering and indexing may know.
#[derive(Debug)]
pub struct Site {
    pub loaded: Loaded,
    pub as_of: Timestamp,
    pub include: Include,
    pub documents: Vec<Released<Document>>,
    /// What belongs to each document, at the same position.
    pub pages: Vec<Page>,
    pub register: Register,
    pub sections: Vec<Collection>,
    pub topics: Vec<Collection>,
    /// The facets by which the hub can be browsed.
    pub shelves: Vec<Shelf>,
    /// Which page says how the values of a facet are decided, by the facet.
    pub explained: BTreeMap<String, MenuEntry>,
    /// Where each kind of reader begins, with what they find there.
    pub readers: Vec<(MenuEntry, String)>,
    pub redirects: Redirects,
    /// Addresses of lists that no document introduces.
    pub made: BTreeSet<String>,
    pub navigation: Vec<MenuEntry>,
    pub footer: Vec<MenuEntry>,
    pub figures: BTreeMap<String, Figure>,
    pub terms: Terms,
    pub bibliography: Bibliography,
    pub charts: BTreeMap<PageIndex, ChartBlock>,
    /// The sources of figures in the hub's citation style.
    pub figure_sources: BTreeMap<String, String>,
    /// Files that a released page shows or offers; no other file is published.
    pub assets: BTreeSet<Utf8PathBuf>,
}

/// Everything about a page that is not written in its own file.
#[derive(Debug, Default)]
pub struct Page {
    pub address: String,
    pub references: PageReferences,
    pub fields: FieldReferences,
    /// Pages that lead here, by title.
    pub backlinks: Vec<PageIndex>,
    pub related: Vec<PageIndex>,
    pub previous: Option<PageIndex>,
    pub next: Option<PageIndex>,
    pub section: Option<usize>,
    pub topics: Vec<usize>,
    pub translation: Translation,
}

/// Pages that almoner always makes, whatever the hub holds.
pub const A_TO_Z: &str = "/a-z/";
pub const TOPICS: &str = "/topics/";
pub const SEARCH: &str = "/search/";
pub const OFFLINE: &str = "/offline/";
pub const OFFLINE_MISSING: &str = "/offline/missing/";

/// Puts the site together. The faults are those of what is released; withheld documents only lend their names to them.
pub fn assemble(loaded: Loaded, release: Release, as_of: Timestamp, include: Include) -> (Site, Diagnostics) {
    let mut faults = Diagnostics::new();
    let documents = release.documents;
    let register = Register::new(&documents, &release.withheld, &loaded.unread);
    let everyone: Vec<&Document> = documents.iter().map(|d| &**d).chain(release.withheld.iter().map(|w| &*w.document)).collect();
    faults.append(unique::check(&everyone));

    let sections = collection::sections(&documents, &loaded.types);
    let topics = collection::topics(&documents, &loaded.hub, &register);
    let shelves = browse::shelves(&documents, &loaded);
    let has_home = documents.iter().any(|document| address::of_page(document) == "/");
    let mut made = made_addresses(&sections, &topics, has_home);
    made.extend(sections.iter().filter_map(|section| booklet::address(section, &documents)));
    made.extend(browse::addresses(&shelves).into_iter().map(str::to_owned));
    if loaded.hub.search.is_some() {
        made.extend(languages_of(&loaded, &documents).into_iter().map(|tag| search_address(&loaded, tag)));
    }
    if loaded.hub.offline {
        made.extend([OFFLINE, OFFLINE_MISSING].map(str::to_owned));
    }
    let made_list: Vec<&str> = made.iter().map(String::as_str).collect();
    faults.append(unique::check_addresses(documents.iter().map(|d| &**d), &made_list));

    let pages: BTreeSet<&str> =
        (0..documents.len()).filter(|index| address::has_page(&documents[*index])).map(|index| register.address_of(index)).collect();
    let is_page = |address: &str| pages.contains(address) || made.contains(address);
    let (redirects, redirect_faults) = Redirects::gather(&documents, &register, &is_page);
    faults.append(redirect_faults);
    redirect::check_targets(&redirects, &register, &is_page, &mut faults);

    let leads_somewhere = |address: &str| is_page(address) || redirects.target(address).is_some();
    faults.append(published::check(&loaded.published, &register, as_of, &leads_somewhere));

    let bibliography = match &loaded.bibliography {
        Some(source) => {
            let (bibliography, bibliography_faults) = Bibliography::read(source);
            faults.append(bibliography_faults);
            bibliography
        }
        None => Bibliography::empty(),
    };

    let (figures, terms) = (Figure::all(&documents), Terms::new(&documents));
    let source = |figure: &Figure| resolve::source_text(&bibliography, &loaded.hub, &figure.source);
    let figure_sources = figures.values().map(|figure| (figure.name.clone(), source(figure))).collect();
    let world = World {
        hub: &loaded.hub,
        documents: &documents,
        register: &register,
        assets: &loaded.assets,
        tables: &loaded.tables,
        bibliography: &bibliography,
        figures: &figures,
        figure_sources: &figure_sources,
        terms: &terms,
        redirects: &redirects,
        made: &made,
        anchors: Anchors::of(&documents),
    };
    let resolved: Vec<(FieldReferences, PageReferences, Diagnostics)> = (0..documents.len())
        .into_par_iter()
        .map(|page| {
            let (mut fields, mut faults) = field_references::follow(&world, page, &loaded.types.shared);
            let (references, more) = resolve::resolve(&world, page, std::mem::take(&mut fields.citations));
            faults.append(more);
            (fields, references, faults)
        })
        .collect();
    faults.append(rules::check(&world, as_of));
    let (navigation, menu_faults) = navigation::menu(&world, &loaded.hub.navigation);
    faults.append(menu_faults);
    let (footer, menu_faults) = navigation::menu(&world, &loaded.hub.footer);
    faults.append(menu_faults);
    faults.append(navigation::featured(&world));
    let (readers, menu_faults) = navigation::readers(&world, &loaded.hub.readers);
    faults.append(menu_faults);
    let (explained, menu_faults) = navigation::by_facet(&world, &loaded.hub.explained);
    faults.append(menu_faults);
    let (translations, translation_faults) = translation::translations(&documents, &register, &loaded.hub.zone, as_of);
    faults.append(translation_faults);
    let menus = navigation.iter().chain(&footer).map(|entry| entry.label.as_str());
    let lists = sections.iter().chain(&topics).map(|list| list.title.as_str());
    let owners = documents.iter().filter_map(|document| document.common.owner.as_deref());
    let own = [&loaded.hub.title, &loaded.hub.tagline, &loaded.hub.publisher.name].map(String::as_str);
    let note = loaded.hub.defaults.text("rights_note");
    faults.append(loaded.languages.unused(&menus.chain(lists).chain(owners).chain(own).chain(note).collect()));
    let charts = (0..documents.len())
        .filter(|page| documents[*page].content_type.id == chart::CHART_TYPE && documents[*page].is_whole())
        .map(|page| (page, chart::block(&world, page, "")))
        .collect();

    let mut site = Site {
        as_of,
        include,
        pages: Vec::with_capacity(documents.len()),
        register,
        sections,
        topics,
        shelves,
        explained,
        readers,
        redirects,
        made,
        navigation,
        footer,
        figures,
        terms,
        bibliography,
        charts,
        figure_sources,
        assets: BTreeSet::new(),
        documents,
        loaded,
    };
    for ((page, (fields, references, page_faults)), translation) in resolved.into_iter().enumerate().zip(translations) {
        faults.append(page_faults);
        site.assets.extend(references.assets.iter().chain(&fields.assets).cloned());
        site.pages.push(Page { address: site.register.address_of(page).to_owned(), fields, references, translation, ..Page::default() });
    }
    site.connect();
    (site, faults)
}

/// The languages in which the theme speaks on some page: those of the pages, and that of the hub.
fn languages_of<'a>(loaded: &'a Loaded, documents: &'a [Released<Document>]) -> BTreeSet<&'a str> {
    let spoken: BTreeSet<&str> = documents.iter().map(|document| document.common.lang.as_str()).chain([loaded.hub.lang.as_str()]).collect();
    spoken.into_iter().map(|lang| loaded.languages.of(lang).tag.as_str()).collect()
}

/// Each language has a page of search; that of the hub itself stands first.
fn search_address(loaded: &Loaded, tag: &str) -> String {
    let is_hubs = loaded.languages.of(&loaded.hub.lang).tag == tag;
    if is_hubs { SEARCH.to_owned() } else { format!("{SEARCH}{tag}/") }
}

/// Addresses of lists that no document introduces.
fn made_addresses(sections: &[Collection], topics: &[Collection], has_home: bool) -> BTreeSet<String> {
    let lists = sections.iter().chain(topics).filter(|list| list.page.is_none()).map(|list| list.address.clone());
    let mut made: BTreeSet<String> = lists.collect();
    made.extend([A_TO_Z, "/feed.xml", "/feed.json", "/sitemap.xml"].map(str::to_owned));
    if !has_home {
        made.insert("/".to_owned());
    }
    if !topics.is_empty() && !sections.iter().any(|section| section.address == TOPICS && section.page.is_some()) {
        made.insert(TOPICS.to_owned());
    }
    made
}

impl Site {
    /// Everything that references may lead to, once more, for whoever has to follow one after the site was put together.
    pub fn world(&self) -> World<'_> {
        World {
            hub: &self.loaded.hub,
            documents: &self.documents,
            register: &self.register,
            assets: &self.loaded.assets,
            tables: &self.loaded.tables,
            bibliography: &self.bibliography,
            figures: &self.figures,
            figure_sources: &self.figure_sources,
            terms: &self.terms,
            redirects: &self.redirects,
            made: &self.made,
            anchors: Anchors::of(&self.documents),
        }
    }

    /// Backlinks, neighbours, topics and related pages.
    fn connect(&mut self) {
        let mut backlinks = vec![BTreeSet::new(); self.pages.len()];
        for (from, page) in self.pages.iter().enumerate() {
            let has_page = address::has_page(&self.documents[from]) && self.documents[from].is_whole();
            for to in page.references.links.iter().chain(&page.fields.pages).filter(|to| **to != from && has_page) {
                backlinks[*to].insert(from);
            }
        }
        for (page, from) in backlinks.into_iter().enumerate() {
            let mut from: Vec<PageIndex> = from.into_iter().collect();
            from.sort_by_cached_key(|index| (self.documents[*index].common.title.to_lowercase(), *index));
            self.pages[page].backlinks = from;
        }
        for (index, section) in self.sections.iter().enumerate() {
            for (at, page) in section.pages.iter().enumerate() {
                self.pages[*page].section = Some(index);
                self.pages[*page].previous = at.checked_sub(1).map(|before| section.pages[before]);
                self.pages[*page].next = section.pages.get(at + 1).copied();
            }
            if let Some(page) = section.page {
                self.pages[page].section = section.parent;
            }
        }
        for (index, topic) in self.topics.iter().enumerate() {
            for page in &topic.pages {
                self.pages[*page].topics.push(index);
            }
        }
        for (page, related) in collection::related(&self.documents, &self.topics, &self.register).into_iter().enumerate() {
            self.pages[page].related = related;
        }
    }

    pub fn hub(&self) -> &crate::load::hub::Hub {
        &self.loaded.hub
    }

    /// Whether readers may keep a copy on their devices. What a preview shows is not for keeping.
    pub fn offers_copies(&self) -> bool {
        self.hub().offline && !self.include.is_preview()
    }

    /// The tags of the languages in which pages are drawn.
    pub fn languages(&self) -> BTreeSet<&str> {
        languages_of(&self.loaded, &self.documents)
    }

    /// Where search speaks a language.
    pub fn search_address(&self, tag: &str) -> String {
        search_address(&self.loaded, tag)
    }

    /// An absolute address of something on the site.
    pub fn absolute(&self, address: &str) -> String {
        format!("{}{address}", self.loaded.hub.base_url)
    }

    /// The document whose page has the address.
    pub fn page_at(&self, address: &str) -> Option<PageIndex> {
        self.register.at(address)
    }

    /// The document that was read from a file of the hub.
    pub fn page_of(&self, path: &camino::Utf8Path) -> Option<PageIndex> {
        match self.register.path(path) {
            super::register::Found::Page(page) => Some(page),
            _ => None,
        }
    }

    /// Documents with a page of their own: all but redirects.
    pub fn with_page(&self) -> impl Iterator<Item = PageIndex> + '_ {
        (0..self.documents.len()).filter(|index| address::has_page(&self.documents[*index]))
    }
}
