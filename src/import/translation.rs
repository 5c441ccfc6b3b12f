//! Which pages of the old site said the same in another language: files of one name with a mark of their language, or with one
//! `translationKey`.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::fields::Fields;
use super::plan::Page;
use super::site;
use crate::load::plural::primary;

/// Names, in each page that is a translation, the page of the site's own language that it was made from. A page that is not public
/// leads nobody on, and of two in one language the first is taken.
pub fn link(pages: &mut [Page], fields: &[Fields], own: Option<&str>, as_of: Timestamp) {
    let lang = |at: usize| {
        let lang = fields[at].lang.as_deref().or(pages[at].lang.as_deref()).or(own).unwrap_or("en");
        primary(&site::tag(lang)).to_lowercase()
    };
    let own = primary(own.unwrap_or("en")).to_lowercase();
    let is_seen = |at: usize| {
        let Fields { published, expires, .. } = &fields[at];
        pages[at].draft.is_none() && published.is_none_or(|moment| moment <= as_of) && expires.is_none_or(|moment| moment > as_of)
    };
    let mut sets: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, page) in pages.iter().enumerate() {
        let of_file = || format!("{}/{} {:?}", page.place(), page.name, page.kind);
        sets.entry(page.text("translationKey").unwrap_or_else(of_file)).or_default().push(at);
    }
    let mut found: Vec<(usize, String)> = Vec::new();
    for set in sets.values() {
        let Some(source) = set.iter().copied().find(|at| lang(*at) == own && is_seen(*at)) else { continue };
        let mut taken = BTreeSet::from([own.clone()]);
        let others = set.iter().copied().filter(|at| is_seen(*at) && taken.insert(lang(*at)));
        found.extend(others.map(|at| (at, pages[source].address.clone())));
    }
    for (at, source) in found {
        pages[at].translation_of = Some(source);
    }
}
