//! Pages that say what is not there: not found, moved, gone.

use serde::Serialize;

use super::card::Card;
use super::date::{Day, day};
use super::meta::Meta;
use super::{Crumb, Rich, SiteView, View};
use crate::assemble::Site;
use crate::release::{Gone, Standing};

#[derive(Debug, Serialize)]
pub struct NoticeView<'a> {
    pub kind: &'static str,
    pub title: String,
    pub summary: String,
    pub url: String,
    pub lang: String,
    pub body: Rich,
    /// Where a redirect leads.
    pub target: Option<String>,
    pub withdrawn: Option<WithdrawnView<'a>>,
    pub breadcrumbs: Vec<Crumb>,
}

#[derive(Debug, Serialize)]
pub struct WithdrawnView<'a> {
    pub on: Option<Day>,
    pub reason: String,
    pub replaced_by: Option<&'a Card>,
}

pub(super) fn notice<'a>(site: &Site, kind: &'static str, title: &str, summary: &str, url: &str) -> NoticeView<'a> {
    NoticeView {
        kind,
        title: title.to_owned(),
        summary: summary.to_owned(),
        url: url.to_owned(),
        lang: site.hub().lang.clone(),
        body: Rich::default(),
        target: None,
        withdrawn: None,
        breadcrumbs: vec![Crumb { title: "Home".to_owned(), url: "/".to_owned() }],
    }
}

pub fn not_found<'a>(site: &Site, view: &'a SiteView) -> View<'a, NoticeView<'a>> {
    let page = notice(site, "404", "Page not found", "There is no page at this address.", "/404.html");
    let mut meta = Meta::plain(site, &page.title, &page.summary, "/404.html");
    meta.robots = Some("noindex");
    View { site: view, meta, page }
}

pub fn redirect<'a>(site: &Site, view: &'a SiteView, from: &str, to: &str) -> View<'a, NoticeView<'a>> {
    let page = NoticeView { target: Some(to.to_owned()), ..notice(site, "redirect", "This page has moved", "", from) };
    let mut meta = Meta::plain(site, &page.title, "", to);
    meta.robots = Some("noindex");
    View { site: view, meta, page }
}

/// What stands where a page was: that it is gone, since when and why, and what took its place.
pub fn tombstone<'a>(site: &Site, view: &'a SiteView, cards: &'a [Card], index: usize) -> View<'a, NoticeView<'a>> {
    let document = &site.documents[index];
    let address = site.pages[index].address.as_str();
    let (title, reason) = match document.standing() {
        Standing::Tombstone(Gone::ConsentEnded) => {
            ("This page has been withdrawn".to_owned(), "The person whose story it told no longer wishes it to be public.".to_owned())
        }
        Standing::Tombstone(Gone::Expired) => (document.common.title.clone(), "The page was meant for a time that is over.".to_owned()),
        _ if document.content_type.id == crate::assemble::address::REDIRECT_TYPE => {
            ("This page is gone".to_owned(), document.fields.text("gone_reason").unwrap_or_default().to_owned())
        }
        _ => (document.common.title.clone(), document.common.withdrawn.as_ref().map(|w| w.reason.clone()).unwrap_or_default()),
    };
    let withdrawn = document.common.withdrawn.as_ref();
    let replaced_by = withdrawn.and_then(|w| w.replaced_by.as_deref()).and_then(|name| site.register.page(name, &[]));
    let view_of = WithdrawnView { on: withdrawn.and_then(|w| w.on).map(day), reason, replaced_by: replaced_by.map(|page| &cards[page]) };
    let page = NoticeView { withdrawn: Some(view_of), ..notice(site, "tombstone", &title, "This page has been withdrawn.", address) };
    let mut meta = Meta::plain(site, &page.title, &page.summary, address);
    meta.robots = Some("noindex");
    View { site: view, meta, page }
}
