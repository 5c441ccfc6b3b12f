//! The content inventory: every page of a hub, public or not, with its owner, its dates, its links, and what there is to do.
//! For the people who keep the hub, never for the public. It says what `assemble` found out; its forms are in files of their own.

mod csv;
mod html;
mod ics;
mod todo;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;

use jiff::Timestamp;
use jiff::civil::Date;
use rayon::prelude::*;
use serde::{Serialize, Serializer};

use crate::assemble::Site;
use crate::assemble::address::{REDIRECT_TYPE, has_page};
use crate::assemble::editorial::script::Script;
use crate::assemble::editorial::{due, orphan, reading_age};
use crate::assemble::register::PageIndex;
use crate::load::common::Status;
use crate::load::document::Document;
use crate::release::{Gone, Standing, State};
pub use todo::Todo;

#[derive(Debug, Serialize)]
pub struct Audit {
    /// The hub's title.
    pub hub: String,
    pub base_url: String,
    #[serde(serialize_with = "shown")]
    pub as_of: Timestamp,
    /// The day of `as_of` in the hub's zone.
    #[serde(serialize_with = "shown")]
    pub day: Date,
    pub pages: Vec<Entry>,
    /// Pictures and other files that no page shows or offers.
    pub unused_files: Vec<String>,
}

/// One page.
#[derive(Debug, Clone, Serialize)]
pub struct Entry {
    pub file: String,
    /// Empty for records without a page.
    pub address: String,
    pub id: String,
    #[serde(rename = "type")]
    pub content_type: String,
    pub title: String,
    /// The team, or the name of the person, that keeps the page right.
    pub owner: String,
    pub state: &'static str,
    pub lang: String,
    #[serde(serialize_with = "shown_if_any")]
    pub published: Option<Date>,
    #[serde(serialize_with = "shown_if_any")]
    pub updated: Option<Date>,
    #[serde(serialize_with = "shown_if_any")]
    pub reviewed: Option<Date>,
    #[serde(serialize_with = "shown_if_any")]
    pub review_by: Option<Date>,
    /// Days since the review was due.
    pub overdue: Option<i64>,
    pub words: usize,
    pub reading_age: Option<usize>,
    /// Below what its type wants it to stay.
    pub reading_ceiling: Option<u8>,
    /// Public pages that lead here.
    pub links_in: usize,
    /// Pages of the hub to which it leads.
    pub links_out: usize,
    pub orphan: bool,
    /// Consents, lines, ratings and the page itself, where they end by themselves.
    pub ends: Vec<Ending>,
    /// The original has changed since the translation did.
    pub translation_stale: bool,
    /// The most urgent first.
    pub to_do: Vec<Todo>,
}

#[derive(Debug, Clone, Serialize)]
pub struct Ending {
    pub what: &'static str,
    #[serde(serialize_with = "shown")]
    pub on: Date,
    /// Days until then; negative since.
    pub days: i64,
}

/// A form of the audit, and how each of its kind begins: by that a report knows an earlier one, over which it may be written.
#[derive(Debug)]
pub struct Report {
    pub text: String,
    pub mark: &'static str,
}

fn shown<T: Display, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(value)
}

fn shown_if_any<T: Display, S: Serializer>(value: &Option<T>, serializer: S) -> Result<S::Ok, S::Error> {
    match value {
        Some(value) => serializer.collect_str(value),
        None => serializer.serialize_none(),
    }
}

impl Audit {
    /// Everything that is to be known of each page. The site is the one with drafts and embargoed pages.
    pub fn of(site: &Site) -> Audit {
        let day = site.as_of.to_zoned(site.hub().zone.clone()).date();
        let all: Vec<PageIndex> = (0..site.documents.len()).filter(|page| site.documents[*page].content_type.id != REDIRECT_TYPE).collect();
        let mut pages: Vec<Entry> = all.par_iter().map(|page| entry(site, *page, day)).collect();
        pages.sort_by(|a, b| a.file.cmp(&b.file));
        let used: BTreeSet<&str> = site.assets.iter().map(|path| path.as_str()).collect();
        let unused_files = site.loaded.assets.keys().map(|path| path.as_str()).filter(|path| !used.contains(path));
        Audit {
            hub: site.hub().title.clone(),
            base_url: site.hub().base_url.clone(),
            as_of: site.as_of,
            day,
            pages,
            unused_files: unused_files.map(|path| site.hub().file(path.into()).into_string()).collect(),
        }
    }

    /// Only the pages of one owner, whatever the case of the name.
    pub fn of_owner(mut self, owner: &str) -> Audit {
        self.pages.retain(|entry| entry.owner.to_lowercase() == owner.to_lowercase());
        self.unused_files.clear();
        self
    }

    /// Owners by name, each with their pages.
    pub fn owners(&self) -> BTreeMap<&str, Vec<&Entry>> {
        let mut owners = BTreeMap::<&str, Vec<&Entry>>::new();
        for entry in &self.pages {
            owners.entry(&entry.owner).or_default().push(entry);
        }
        owners
    }

    pub fn text(&self) -> Report {
        Report { text: words::write(self), mark: words::MARK }
    }

    pub fn json(&self) -> Report {
        let object = serde_json::json!({ "audit": self });
        Report { text: format!("{object:#}\n"), mark: "{\n  \"audit\":" }
    }

    pub fn csv(&self) -> Report {
        Report { text: csv::write(self), mark: csv::MARK }
    }

    pub fn html(&self) -> Report {
        Report { text: html::write(self), mark: html::MARK }
    }

    pub fn ics(&self) -> Report {
        Report { text: ics::write(self), mark: ics::MARK }
    }
}

fn entry(site: &Site, page: PageIndex, day: Date) -> Entry {
    let document: &Document = &site.documents[page];
    let common = &document.common;
    let own = &site.pages[page];
    let script = Script::of(site, page);
    let local = |at: Timestamp| at.to_zoned(site.hub().zone.clone()).date();
    let is_public = |from: &&PageIndex| *site.documents[**from].standing() == Standing::Public;
    let links_out: BTreeSet<PageIndex> = own.references.links.iter().chain(&own.fields.pages).copied().filter(|to| *to != page).collect();
    let ends = due::ends(site, document);
    let ends = ends.iter().map(|end| Ending { what: end.what.name(), on: end.day, days: due::days(day, end.day) });
    let whole = site.documents[page].is_whole();
    let mut entry = Entry {
        file: document.source.file.to_string(),
        address: if has_page(document) { own.address.clone() } else { String::new() },
        id: common.id.clone().unwrap_or_default(),
        content_type: document.content_type.id.clone(),
        title: common.title.clone(),
        owner: owner(site, document),
        state: state(site, page),
        lang: common.lang.clone(),
        published: common.published.map(local),
        updated: common.updated.map(local),
        reviewed: common.reviewed,
        review_by: common.review_by,
        overdue: due::overdue(site, document).map(|(_, days)| days).filter(|_| whole),
        words: document.passages.iter().map(|passage| passage.prose.words).sum(),
        reading_age: reading_age::of(&script),
        reading_ceiling: document.content_type.reading_age.map(|(_, ceiling)| ceiling),
        links_in: own.backlinks.iter().filter(is_public).count(),
        links_out: links_out.len(),
        orphan: orphan::is_orphan(site, page),
        ends: ends.filter(|_| whole).collect(),
        translation_stale: whole && own.translation.behind.is_some(),
        to_do: Vec::new(),
    };
    if whole && common.status != Status::Superseded {
        entry.to_do = todo::of(&entry, day, left(site, document));
    }
    entry
}

/// A team's name as it is written, or the name of the person whose record it is.
fn owner(site: &Site, document: &Document) -> String {
    let written = document.common.owner.as_deref().unwrap_or_default().trim();
    let person = site.register.page(written, &["person".to_owned()]).and_then(|page| site.documents[page].fields.text("name"));
    if written.is_empty() { "Nobody".to_owned() } else { person.unwrap_or(written).to_owned() }
}

/// The day on which the owner left, if they did.
fn left(site: &Site, document: &Document) -> Option<Date> {
    let person = site.register.page(document.common.owner.as_deref()?, &["person".to_owned()])?;
    crate::load::instant::date(site.documents[person].fields.text("left_on")?).ok()
}

fn state(site: &Site, page: PageIndex) -> &'static str {
    match site.documents[page].standing() {
        Standing::Preview(State::Draft) => match site.documents[page].common.status {
            Status::Review => "in review",
            Status::Approved => "approved",
            _ => "draft",
        },
        Standing::Preview(State::Scheduled(_)) => "scheduled",
        Standing::Preview(State::Embargoed(_)) => "embargoed",
        Standing::Preview(State::Unclear) => "unclear",
        Standing::Tombstone(Gone::Withdrawn) => "withdrawn",
        Standing::Tombstone(Gone::Expired) => "expired",
        Standing::Tombstone(Gone::ConsentEnded) => "consent ended",
        Standing::Public if site.documents[page].common.status == Status::Superseded => "superseded",
        Standing::Public => "public",
    }
}
