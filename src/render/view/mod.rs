//! What a template may see: plain data, complete, with nothing left to look up. Every field is always there,
//! null or empty when a page has no such thing, so that a template can ask without fear.

mod banner;
mod booklet;
mod browse;
mod card;
mod chart;
mod date;
mod facts;
mod field;
mod figure;
mod home;
mod landing;
mod line;
mod list;
pub mod meta;
mod names;
mod notice;
mod offline;
pub mod page;
pub mod phase;
pub mod sample;
mod search;
mod site;
mod tally;

pub use booklet::booklet;
pub use browse::{browse, shelf_pages};
pub use card::{Card, card, cards};
pub use date::{Day, day, moment};
pub use field::{Prepared, RECORD_WORDS, file_size};
pub use figure::{FigureView, figures};
pub use home::{HomeView, home};
pub use landing::{Landing, body_of};
pub use list::{Link, ListView, Pager, a_to_z, collection_pages, glossary, topics};
pub use meta::{Alternate, Meta, Property};
pub use notice::{NoticeView, not_found, redirect, tombstone};
pub use offline::{Amount, Amounts, OfflineView, Opening, offline, offline_meta, offline_missing};
pub use page::{PageView, page};
pub use search::search;
pub use site::{SiteView, site_view};

use std::collections::BTreeMap;

use serde::Serialize;

use crate::assemble::Site;
use crate::render::html::Html;
use crate::render::offprint::Offprints;
use crate::render::words::Words;

/// Text in both its forms: `.html` is safe to print as it is, `.text` is plain.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Rich {
    pub html: String,
    pub text: String,
}

impl Rich {
    pub fn new(html: Html, text: String) -> Self {
        Rich { html: html.into_string(), text }
    }
}

/// A choice of a field: what is written, and what readers see.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Choice {
    pub value: String,
    pub label: String,
}

/// An entry of a trail or a list: where it leads and what it is called.
#[derive(Debug, Clone, Serialize)]
pub struct Crumb {
    pub title: String,
    pub url: String,
}

/// The whole of what one template is given.
#[derive(Debug, Serialize)]
pub struct View<'a, P: Serialize> {
    pub site: &'a SiteView,
    pub meta: Meta,
    pub page: P,
}

/// What stays the same for every page of one language while a site is drawn.
#[derive(Debug, Clone, Copy)]
pub struct Desk<'a> {
    pub site: &'a Site,
    pub words: Words<'a>,
    pub cards: &'a [Card],
    pub figures: &'a BTreeMap<String, FigureView>,
    pub offprints: &'a Offprints,
    /// Corrections by the page that they affect.
    pub corrections: &'a BTreeMap<usize, Vec<usize>>,
    /// Advice on safe reporting by its subject.
    pub reporting: &'a BTreeMap<String, Vec<usize>>,
}
