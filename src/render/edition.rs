//! The site in each language that its pages are written in: what the hub says, and the cards and menus that say it.
//! Made once; a page takes the edition of its own language.

use std::collections::BTreeMap;

use super::Theme;
use super::offprint::Offprints;
use super::view::{self, Card, Desk, FigureView, SiteView};
use super::words::Words;
use crate::assemble::Site;
use crate::assemble::rules::sensitive::ADVICE_TYPE;

/// It stays what it is while single pages of the site are exchanged.
pub struct Palette {
    corrections: BTreeMap<usize, Vec<usize>>,
    reporting: BTreeMap<String, Vec<usize>>,
    offprints: Offprints,
    /// By the language's tag.
    editions: BTreeMap<String, Edition>,
}

pub struct Edition {
    tag: String,
    cards: Vec<Card>,
    figures: BTreeMap<String, FigureView>,
    base: Shown,
    /// The site's view once for each entry of the menu, so that each page marks where it is.
    marked: Vec<(String, Shown)>,
}

/// A view of the site, and the same as templates read it, with the words that the theme says.
pub struct Shown {
    pub view: SiteView,
    value: tera::Value,
    words: tera::Value,
}

impl Shown {
    fn new(view: SiteView, words: &tera::Value) -> Self {
        let value = tera::Value::from_serializable(&view);
        Shown { view, value, words: words.clone() }
    }

    pub fn values(&self) -> (&tera::Value, &tera::Value) {
        (&self.value, &self.words)
    }
}

impl Palette {
    pub fn new(site: &Site, theme: &Theme) -> Self {
        let editions: BTreeMap<String, Edition> =
            site.languages().into_iter().map(|tag| (tag.to_owned(), Edition::new(site, theme, tag))).collect();
        // What is taken away is the same in each.
        let offprints = editions.values().next().map(|edition| Offprints::of(site, &edition.figures)).unwrap_or_default();
        Palette { corrections: by_field(site, "correction", "affects"), reporting: reporting(site), offprints, editions }
    }

    /// After one page of the site was exchanged: how others name it.
    pub fn exchanged(&mut self, site: &Site, page: usize) {
        for (tag, edition) in &mut self.editions {
            edition.cards[page] = view::card(site, words(site, tag), page);
        }
    }
}

fn words<'a>(site: &'a Site, tag: &str) -> Words<'a> {
    Words::new(site.loaded.languages.of(tag), &site.hub().lang)
}

/// A site and what its pages are drawn with.
#[derive(Clone, Copy)]
pub struct Editions<'a> {
    pub site: &'a Site,
    pub palette: &'a Palette,
}

impl<'a> Editions<'a> {
    /// The one in which a page of a language is drawn.
    pub fn of(self, lang: &str) -> &'a Edition {
        let tag = self.site.loaded.languages.of(lang).tag.as_str();
        self.palette.editions.get(tag).expect("every language of a page has an edition")
    }

    pub fn all(self) -> impl Iterator<Item = &'a Edition> {
        self.palette.editions.values()
    }

    pub fn desk(self, edition: &'a Edition) -> Desk<'a> {
        let Edition { tag, cards, figures, .. } = edition;
        let Palette { corrections, reporting, offprints, .. } = self.palette;
        Desk { site: self.site, words: words(self.site, tag), cards, figures, offprints, corrections, reporting }
    }
}

impl Edition {
    fn new(site: &Site, theme: &Theme, tag: &str) -> Self {
        let words = words(site, tag);
        let said = words.value();
        let cards = view::cards(site, words);
        let figures = view::figures(site, words, &cards);
        let base = view::site_view(site, words, &|name| theme.asset(name));
        let entries = site.navigation.iter().chain(&site.footer);
        let mut marked: Vec<(String, Shown)> =
            entries.filter(|entry| entry.href != "/").map(|entry| (entry.href.clone(), Shown::new(base.at(&entry.href), &said))).collect();
        // The entry that says most of an address is the one that is marked.
        marked.sort_by_key(|(address, _)| std::cmp::Reverse(address.len()));
        Edition { tag: tag.to_owned(), cards, figures, base: Shown::new(base, &said), marked }
    }

    pub fn at(&self, address: &str) -> &Shown {
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
