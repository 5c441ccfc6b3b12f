//! What every template knows of the hub: its name, its menus, its files.

use serde::Serialize;

use super::Crumb;
use super::names::{Name, names};
use super::page::licence;
use crate::assemble::Site;
use crate::assemble::collection::Collection;
use crate::load::plural::primary;
use crate::render::words::Words;

#[derive(Debug, Clone, Serialize)]
pub struct SiteView {
    pub title: String,
    pub tagline: String,
    pub description: String,
    pub base_url: String,
    pub lang: String,
    pub nav: Vec<NavEntry>,
    pub footer: Vec<NavEntry>,
    pub css: String,
    pub js: String,
    /// The look of what search finds: for its page, and for the box once somebody turns to it.
    pub search_css: String,
    /// The look of a section as one document.
    pub print_css: String,
    /// The script that searches: the hub's own, or the one that asks an index elsewhere; empty where the hub wants no search.
    pub search_js: &'static str,
    /// Where a copy for a device is offered; empty where none is.
    pub offline_url: &'static str,
    /// The script of pages with a quick way off, and where it leads.
    pub exit_js: String,
    pub exit_url: String,
    /// Names of facets and their values, where the index has them in another language.
    pub names: Vec<Name>,
    /// The page of search, in the language of the page that leads to it.
    pub search_url: String,
    pub icon: String,
    pub home_url: &'static str,
    pub publisher: PublisherView,
    pub feed_url: &'static str,
    /// Set when the output shows what is not public: every page says so.
    pub preview: Option<String>,
    pub types: Vec<TypeCount>,
    /// Under which licence the hub's words are, where a page does not say otherwise.
    pub licence_note: String,
}

#[derive(Debug, Clone, Serialize)]
pub struct NavEntry {
    pub label: String,
    pub url: String,
    pub current: bool,
}

#[derive(Debug, Clone, Serialize)]
pub struct PublisherView {
    pub name: String,
    pub email: String,
}

#[derive(Debug, Clone, Serialize)]
pub struct TypeCount {
    pub id: String,
    pub plural: String,
    pub url: String,
    pub count: usize,
}

/// `asset` gives the published address of a theme file by its name.
pub fn site_view(site: &Site, words: Words, asset: &dyn Fn(&str) -> String) -> SiteView {
    let hub = site.hub();
    let menu = |entries: &[crate::assemble::MenuEntry]| {
        entries
            .iter()
            .map(|entry| NavEntry { label: words.of_hub(&entry.label), url: entry.href.clone(), current: false })
            .collect::<Vec<_>>()
    };
    let types = site.loaded.types.types.values().filter(|content_type| content_type.listed).filter_map(|content_type| {
        let folder = content_type.folder.as_deref()?;
        let section = site.sections.iter().find(|section| section.address == format!("/{folder}/"))?;
        let of_type = section.pages.iter().filter(|page| site.documents[**page].content_type.id == content_type.id);
        let count = of_type.count();
        (count > 0).then(|| TypeCount {
            id: content_type.id.clone(),
            plural: words.type_plural(content_type),
            url: section.address.clone(),
            count,
        })
    });
    SiteView {
        title: words.of_hub(&hub.title),
        tagline: words.of_hub(&hub.tagline),
        description: hub.description.clone(),
        base_url: hub.base_url.clone(),
        lang: hub.lang.clone(),
        nav: menu(&site.navigation),
        footer: menu(&site.footer),
        css: asset("hub.css"),
        js: asset("hub.js"),
        search_css: asset("search.css"),
        print_css: asset("print.css"),
        search_js: match hub.search.as_ref().map(|search| &search.endpoint) {
            Some(Some(_)) => "/search/opensearch.js",
            Some(None) => "/search/search.js",
            None => "",
        },
        offline_url: if site.offers_copies() { crate::assemble::OFFLINE } else { "" },
        exit_js: asset("exit.js"),
        exit_url: hub.exit_url.clone(),
        names: names(site, words),
        search_url: site.search_address(words.tag()),
        icon: asset("icon.svg"),
        home_url: "/",
        publisher: PublisherView { name: words.of_hub(&hub.publisher.name), email: hub.publisher.email.clone() },
        feed_url: "/feed.xml",
        preview: site.include.is_preview().then(|| words.text("preview_note")),
        types: types.collect(),
        licence_note: hub
            .defaults
            .text("licence")
            .map(|id| words.fill("licence_note", &[("licence", &licence(id, words).name)]))
            .unwrap_or_default(),
    }
}

impl SiteView {
    /// The same with the menu's entry marked under which an address lies.
    pub fn at(&self, address: &str) -> SiteView {
        let mut view = self.clone();
        for entry in view.nav.iter_mut().chain(&mut view.footer) {
            entry.current = entry.url != "/" && address.starts_with(&entry.url);
        }
        view
    }
}

/// A list's title in the language of a page that leads to it.
pub fn title_of(site: &Site, words: Words, list: &Collection) -> String {
    let lang = list.page.map_or(&site.hub().lang, |page| &site.documents[page].common.lang);
    if primary(lang) == primary(words.tag()) { list.title.clone() } else { words.of_hub(&list.title) }
}

/// Where every trail begins.
pub fn home(words: Words) -> Crumb {
    Crumb { title: words.text("home"), url: "/".to_owned() }
}

/// The trail from the home page to a section.
pub fn trail(site: &Site, words: Words, section: Option<usize>) -> Vec<Crumb> {
    let mut crumbs = Vec::new();
    let mut at = section;
    while let Some(index) = at {
        let section = &site.sections[index];
        crumbs.push(Crumb { title: title_of(site, words, section), url: section.address.clone() });
        at = section.parent;
    }
    crumbs.push(home(words));
    crumbs.reverse();
    crumbs
}
