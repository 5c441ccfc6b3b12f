//! The page that offers the hub for keeping on a device, and the one that a device shows for an address that it has not kept.

use serde::Serialize;

use super::meta::Meta;
use super::notice::{NoticeView, notice};
use super::site::home;
use super::{Crumb, Desk, SiteView, View};
use crate::assemble::{OFFLINE, OFFLINE_MISSING, Site};
use crate::render::words::Words;

#[derive(Debug, Serialize)]
pub struct OfflineView {
    pub kind: &'static str,
    pub title: String,
    pub summary: String,
    pub url: &'static str,
    pub lang: String,
    pub breadcrumbs: Vec<Crumb>,
    /// The look of what the script shows.
    pub style: String,
    #[serde(flatten)]
    pub amounts: Amounts,
}

/// What a copy takes, known once everything else is published.
#[derive(Debug, Serialize)]
pub struct Amounts {
    pub script: String,
    pub pages: usize,
    /// Pages, search and what they need.
    pub needed: Amount,
    /// What files for download add to that.
    pub downloads: Amount,
}

/// In words: what goes over the network, and what it takes on the device.
#[derive(Debug, Serialize)]
pub struct Amount {
    pub files: usize,
    pub transferred: String,
    pub kept: String,
}

pub fn offline_meta(site: &Site, words: Words) -> Meta {
    Meta { robots: Some("noindex"), ..Meta::plain(site, &words.text("offline_title"), &words.text("offline_summary"), OFFLINE) }
}

/// What the page says of itself, which outlives the site.
#[derive(Debug)]
pub struct Opening {
    lang: String,
    title: String,
    summary: String,
    home: Crumb,
}

impl Opening {
    pub fn of(site: &Site, words: Words) -> Self {
        let (title, summary) = (words.text("offline_title"), words.text("offline_summary"));
        Opening { lang: site.hub().lang.clone(), title, summary, home: home(words) }
    }
}

pub fn offline(opening: Opening, style: &str, amounts: Amounts) -> OfflineView {
    let Opening { lang, title, summary, home } = opening;
    OfflineView { kind: "offline", title, summary, url: OFFLINE, lang, breadcrumbs: vec![home], style: style.to_owned(), amounts }
}

pub fn offline_missing<'a>(desk: &Desk, view: &'a SiteView) -> View<'a, NoticeView<'a>> {
    let page =
        notice(desk, "offline-missing", &desk.words.text("offline_missing"), &desk.words.text("offline_missing_summary"), OFFLINE_MISSING);
    let meta = Meta { robots: Some("noindex"), ..Meta::plain(desk.site, &page.title, &page.summary, OFFLINE_MISSING) };
    View { site: view, meta, page }
}
