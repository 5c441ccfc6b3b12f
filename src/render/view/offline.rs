//! The page that offers the hub for keeping on a device, and the one that a device shows for an address that it has not kept.

use serde::Serialize;

use super::meta::Meta;
use super::notice::{NoticeView, notice};
use super::{Crumb, SiteView, View};
use crate::assemble::{OFFLINE, OFFLINE_MISSING, Site};

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

const TITLE: &str = "Keep this hub on my phone";
const SUMMARY: &str = "Read and search this hub where there is no signal, on a phone or on any other device.";

pub fn offline_meta(site: &Site) -> Meta {
    Meta { robots: Some("noindex"), ..Meta::plain(site, TITLE, SUMMARY, OFFLINE) }
}

pub fn offline(lang: &str, style: &str, amounts: Amounts) -> OfflineView {
    OfflineView {
        kind: "offline",
        title: TITLE.to_owned(),
        summary: SUMMARY.to_owned(),
        url: OFFLINE,
        lang: lang.to_owned(),
        breadcrumbs: vec![Crumb { title: "Home".to_owned(), url: "/".to_owned() }],
        style: style.to_owned(),
        amounts,
    }
}

pub fn offline_missing<'a>(site: &Site, view: &'a SiteView) -> View<'a, NoticeView<'a>> {
    let page = notice(
        site,
        "offline-missing",
        "This page is not on your device",
        "There is no connection, and this page was not kept.",
        OFFLINE_MISSING,
    );
    let meta = Meta { robots: Some("noindex"), ..Meta::plain(site, &page.title, &page.summary, OFFLINE_MISSING) };
    View { site: view, meta, page }
}
