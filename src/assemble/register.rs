//! Who is who: every released page by id, file, name and address, and, for diagnostics alone, every withheld one.

use std::collections::{BTreeMap, BTreeSet};

use camino::{Utf8Path, Utf8PathBuf};

use super::address;
use crate::load::Unread;
use crate::load::document::Document;
use crate::release::{Released, State, Withheld};

/// The position of a page in the site.
pub type PageIndex = usize;

#[derive(Debug, Default)]
pub struct Register {
    by_id: BTreeMap<String, PageIndex>,
    /// As text: comparing paths part by part costs several times as much.
    by_path: BTreeMap<String, PageIndex>,
    by_stem: BTreeMap<String, Vec<PageIndex>>,
    by_address: BTreeMap<String, PageIndex>,
    /// The type and the address of each page.
    types: Vec<String>,
    addresses: Vec<String>,
    withheld: BTreeMap<String, Vec<Unseen>>,
    unread: BTreeSet<String>,
}

/// What a diagnostic may say of a withheld page.
#[derive(Debug, Clone)]
pub struct Unseen {
    pub file: Utf8PathBuf,
    pub state: State,
    content_type: String,
}

/// What a name leads to.
#[derive(Debug, Clone)]
pub enum Found {
    Page(PageIndex),
    /// It exists, but is not public at this moment.
    Withheld(Unseen),
    /// It exists, but is of another type than asked for.
    WrongType(PageIndex),
    /// More than one page has the name.
    Ambiguous(Vec<PageIndex>),
    /// Its own file is at fault and has been spoken of.
    Unread,
    Nothing,
}

impl Register {
    pub fn new(documents: &[Released<Document>], withheld: &[Withheld], unread: &[Unread]) -> Self {
        let mut register = Register::default();
        for page in unread {
            let folder = page.path.parent().unwrap_or(Utf8Path::new(""));
            let stem = page.path.file_stem().unwrap_or_default();
            let address = if stem == "_index" { address::of_folder(folder) } else { address::of_folder(&folder.join(stem)) };
            register.unread.extend([page.path.to_string(), stem.to_owned(), address]);
            register.unread.extend(page.id.clone());
        }
        for (index, document) in documents.iter().enumerate() {
            register.types.push(document.content_type.id.clone());
            register.by_path.insert(document.source.path.to_string(), index);
            register.by_stem.entry(document.stem().to_owned()).or_default().push(index);
            register.addresses.push(address::of_page(document));
            if address::has_page(document) {
                register.by_address.entry(address::of_page(document)).or_insert(index);
            }
            if let Some(id) = &document.common.id {
                register.by_id.entry(id.clone()).or_insert(index);
            }
        }
        for Withheld { document, state } in withheld {
            let unseen = Unseen { file: document.source.file.clone(), state: *state, content_type: document.content_type.id.clone() };
            let mut names = vec![document.source.path.to_string(), document.stem().to_owned(), address::of_page(document)];
            names.extend(document.common.id.clone());
            for name in names {
                register.withheld.entry(name).or_default().push(unseen.clone());
            }
        }
        register
    }

    /// By permanent id, file name or, for content of other generators, by address; of one of the types in `to`, or of any.
    pub fn reference(&self, name: &str, to: &[String]) -> Found {
        let fits = |index: PageIndex| to.is_empty() || to.contains(&self.types[index]);
        if let Some(&index) = self.by_id.get(name) {
            return if fits(index) { Found::Page(index) } else { Found::WrongType(index) };
        }
        let named = self.by_stem.get(name).map(Vec::as_slice).unwrap_or_default();
        let fitting: Vec<PageIndex> = named.iter().copied().filter(|index| fits(*index)).collect();
        match (fitting.as_slice(), named) {
            ([index], _) => return Found::Page(*index),
            ([_, _, ..], _) => return Found::Ambiguous(fitting),
            ([], _) => {}
        }
        if let Some(unseen) =
            self.withheld.get(name).into_iter().flatten().find(|unseen| to.is_empty() || to.contains(&unseen.content_type))
        {
            return Found::Withheld(unseen.clone());
        }
        if self.unread.contains(name) {
            return Found::Unread;
        }
        if let [index, ..] = named {
            return Found::WrongType(*index);
        }
        if name.contains('/') { self.address(&address::normal(name)) } else { Found::Nothing }
    }

    pub fn path(&self, path: &Utf8Path) -> Found {
        match self.by_path.get(path.as_str()) {
            Some(index) => Found::Page(*index),
            None => self.unseen(path.as_str()),
        }
    }

    pub fn address(&self, address: &str) -> Found {
        match self.by_address.get(address) {
            Some(index) => Found::Page(*index),
            None => self.unseen(address),
        }
    }

    fn unseen(&self, name: &str) -> Found {
        if self.unread.contains(name) {
            return Found::Unread;
        }
        self.withheld.get(name).and_then(|found| found.first()).map_or(Found::Nothing, |unseen| Found::Withheld(unseen.clone()))
    }

    /// The page of that id or name when there is exactly one of the right type; for rendering, after faults were reported.
    pub fn page(&self, name: &str, to: &[String]) -> Option<PageIndex> {
        match self.reference(name, to) {
            Found::Page(index) => Some(index),
            _ => None,
        }
    }

    /// The page at an address, whatever it is.
    pub fn at(&self, address: &str) -> Option<PageIndex> {
        self.by_address.get(address).copied()
    }

    pub fn address_of(&self, page: PageIndex) -> &str {
        &self.addresses[page]
    }

    /// Names near to which a misspelt reference may be meant.
    pub fn names<'a>(&'a self, to: &'a [String]) -> impl Iterator<Item = &'a str> {
        let fits = move |index: &PageIndex| to.is_empty() || to.contains(&self.types[*index]);
        let stems = self.by_stem.iter().filter(move |(_, pages)| pages.iter().any(fits)).map(|(stem, _)| stem.as_str());
        let ids = self.by_id.iter().filter(move |(_, index)| fits(index)).map(|(id, _)| id.as_str());
        stems.chain(ids)
    }

    pub fn paths(&self) -> impl Iterator<Item = &Utf8Path> {
        self.by_path.keys().map(Utf8Path::new)
    }

    pub fn addresses(&self) -> impl Iterator<Item = &str> {
        self.by_address.keys().map(String::as_str)
    }
}
