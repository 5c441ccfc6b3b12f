//! Ways to browse: for each facet its values, and for each value the pages that have it. Made of what is public, as every list is,
//! so a value that only a withheld page has does not exist.

use std::collections::BTreeMap;

use super::address::slug;
use super::collection::{self, Collection, is_listed};
use super::register::PageIndex;
use crate::load::Loaded;
use crate::load::content_type::Choice;
use crate::load::document::Document;
use crate::load::facet::{self, CHOICES, YEAR};
use crate::release::Released;

/// The page that leads to every way to browse.
pub const BROWSE: &str = "/browse/";

/// A facet with a list of pages for each of its values.
#[derive(Debug)]
pub struct Shelf {
    pub id: &'static str,
    pub address: String,
    /// In the order in which readers see them.
    pub values: Vec<ShelfValue>,
}

#[derive(Debug)]
pub struct ShelfValue {
    /// What the value is called beside the others: `Strong`.
    pub label: String,
    /// The pages, the newest first. What the list is called and what the value means are empty where the type does not say.
    pub list: Collection,
}

/// Every facet that a page has a value of.
pub fn shelves(documents: &[Released<Document>], loaded: &Loaded) -> Vec<Shelf> {
    let listed = || (0..documents.len()).filter(|page| is_listed(&documents[*page]) && !documents[*page].is_landing());
    let mut shelves = Vec::new();
    for facet in CHOICES {
        let mut pages = BTreeMap::<String, Vec<PageIndex>>::new();
        for page in listed() {
            for value in facet.chosen(&documents[page]) {
                let of_value = pages.entry(value).or_default();
                if of_value.last() != Some(&page) {
                    of_value.push(page);
                }
            }
        }
        let mut choices = facet.choices(&loaded.types);
        if facet.last_first {
            choices.reverse();
        }
        let values = choices.into_iter().filter_map(|choice| {
            let pages = pages.remove(&choice.value)?;
            let Choice { value, label, title, means } = choice;
            Some(ShelfValue { list: list(facet.id, &value, title, means, pages, documents), label })
        });
        shelves.push(Shelf { id: facet.id, address: format!("{BROWSE}{}/", facet.id), values: values.collect() });
    }
    let mut years = BTreeMap::<String, Vec<PageIndex>>::new();
    for page in listed() {
        if let Some(year) = facet::year(&documents[page], &loaded.hub.zone) {
            years.entry(year).or_default().push(page);
        }
    }
    let values = years.into_iter().rev().map(|(year, pages)| {
        let list = list(YEAR, &year, String::new(), String::new(), pages, documents);
        ShelfValue { label: year, list }
    });
    shelves.push(Shelf { id: YEAR, address: format!("{BROWSE}{YEAR}/"), values: values.collect() });
    shelves.retain(|shelf| !shelf.values.is_empty());
    shelves
}

fn list(facet: &str, value: &str, title: String, means: String, mut pages: Vec<PageIndex>, documents: &[Released<Document>]) -> Collection {
    collection::sort(&mut pages, documents, true);
    // By date, but with no feed: `by_date` promises one.
    Collection { title, summary: means, address: format!("{BROWSE}{facet}/{}/", slug(value)), pages, ..Collection::default() }
}

/// Every address that browsing needs.
pub fn addresses(shelves: &[Shelf]) -> Vec<&str> {
    let mut addresses = vec![BROWSE];
    for shelf in shelves {
        addresses.push(&shelf.address);
        addresses.extend(shelf.values.iter().map(|value| value.list.address.as_str()));
    }
    addresses
}
