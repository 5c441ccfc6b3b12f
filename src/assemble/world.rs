//! Everything that references may lead to, gathered before the first reference is followed.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use camino::{Utf8Path, Utf8PathBuf};

use super::citation::Bibliography;
use super::figure::Figure;
use super::link;
use super::outline;
use super::redirect::Redirects;
use super::register::{PageIndex, Register};
use super::term::Terms;
use crate::load::asset::Asset;
use crate::load::document::Document;
use crate::load::hub::Hub;
use crate::load::table::Table;
use crate::release::Released;

#[derive(Debug)]
pub struct World<'a> {
    pub hub: &'a Hub,
    pub documents: &'a [Released<Document>],
    pub register: &'a Register,
    pub assets: &'a BTreeMap<Utf8PathBuf, Asset>,
    pub tables: &'a BTreeMap<Utf8PathBuf, Table>,
    pub bibliography: &'a Bibliography,
    pub figures: &'a BTreeMap<String, Figure>,
    /// The sources of figures in the hub's citation style, by the figure's name.
    pub figure_sources: &'a BTreeMap<String, String>,
    pub terms: &'a Terms,
    pub redirects: &'a Redirects,
    /// Addresses of pages without a document: sections, topics, lists.
    pub made: &'a BTreeSet<String>,
    pub anchors: Anchors,
}

/// The anchors of each page that a link to a place inside it asks for; most pages are only ever linked to as a whole.
#[derive(Debug)]
pub struct Anchors(Vec<OnceLock<BTreeSet<String>>>);

impl Anchors {
    pub fn of(documents: &[Released<Document>]) -> Self {
        Anchors(documents.iter().map(|_| OnceLock::new()).collect())
    }
}

impl World<'_> {
    pub fn address(&self, page: PageIndex) -> &str {
        self.register.address_of(page)
    }

    fn anchors_of(&self, page: PageIndex) -> &BTreeSet<String> {
        self.anchors.0[page].get_or_init(|| outline::anchors(&self.documents[page]))
    }

    pub fn has_anchor(&self, page: PageIndex, anchor: &str) -> bool {
        self.anchors_of(page).contains(anchor)
    }

    pub fn anchors(&self, page: PageIndex) -> impl Iterator<Item = &str> {
        self.anchors_of(page).iter().map(String::as_str)
    }

    pub fn made(&self, address: &str) -> Option<&str> {
        self.made.get(address).map(String::as_str)
    }

    /// Folders that have a list or a landing page, as menus name them: `research/`.
    pub fn folders(&self) -> impl Iterator<Item = &str> {
        self.made.iter().map(String::as_str).chain(self.register.addresses()).map(|address| address.trim_start_matches('/'))
    }

    pub fn redirected(&self, from: &str) -> Option<&str> {
        self.redirects.target(from)
    }

    /// The rows of a dataset's first CSV file.
    pub fn table_of(&self, dataset: PageIndex) -> Option<&Table> {
        let document = &self.documents[dataset];
        let folder = document.source.path.parent().unwrap_or(Utf8Path::new(""));
        document.fields.list("files").iter().find_map(|file| {
            let written = file
                .as_text()
                .or_else(|| file.as_map()?.iter().find_map(|(_, value)| value.as_text().filter(|text| text.ends_with(".csv"))))?;
            self.tables.get(&link::hub_path(folder, written)?)
        })
    }

    /// A key figure by its file's name or its id.
    pub fn figure(&self, name: &str) -> Option<&Figure> {
        self.figures.get(name).or_else(|| self.figures.values().find(|figure| figure.id == name))
    }
}
