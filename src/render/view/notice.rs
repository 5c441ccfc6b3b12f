//! Pages that say what is not there: not found, moved, gone.

use serde::Serialize;

use super::card::Card;
use super::date::{Day, day};
use super::meta::Meta;
use super::site::home;
use super::{Crumb, Desk, Rich, SiteView, View};
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

pub(super) fn notice<'a>(desk: &Desk, kind: &'static str, title: &str, summary: &str, url: &str) -> NoticeView<'a> {
    NoticeView {
        kind,
        title: title.to_owned(),
        summary: summary.to_owned(),
        url: url.to_owned(),
        lang: desk.site.hub().lang.clone(),
        body: Rich::default(),
        target: None,
        withdrawn: None,
        breadcrumbs: vec![home(desk.words)],
    }
}

pub fn not_found<'a>(desk: &Desk, view: &'a SiteView) -> View<'a, NoticeView<'a>> {
    let page = notice(desk, "404", &desk.words.text("not_found"), &desk.words.text("not_found_summary"), "/404.html");
    let mut meta = Meta::plain(desk.site, &page.title, &page.summary, "/404.html");
    meta.robots = Some("noindex");
    View { site: view, meta, page }
}

pub fn redirect<'a>(desk: &Desk, view: &'a SiteView, from: &str, to: &str) -> View<'a, NoticeView<'a>> {
    let page = NoticeView { target: Some(to.to_owned()), ..notice(desk, "redirect", &desk.words.text("this_page_has_moved"), "", from) };
    let mut meta = Meta::plain(desk.site, &page.title, "", to);
    meta.robots = Some("noindex");
    View { site: view, meta, page }
}

/// What stands where a page was: that it is gone, since when and why, and what took its place.
pub fn tombstone<'a>(desk: &Desk<'a>, view: &'a SiteView, index: usize) -> View<'a, NoticeView<'a>> {
    let Desk { site, words, cards, .. } = *desk;
    let document = &site.documents[index];
    let address = site.pages[index].address.as_str();
    let (title, reason) = match document.standing() {
        Standing::Tombstone(Gone::ConsentEnded) => (words.text("page_withdrawn"), words.text("consent_ended")),
        Standing::Tombstone(Gone::Expired) => (document.common.title.clone(), words.text("time_over")),
        _ if document.content_type.id == crate::assemble::address::REDIRECT_TYPE => {
            (words.text("page_gone"), document.fields.text("gone_reason").unwrap_or_default().to_owned())
        }
        _ => (document.common.title.clone(), document.common.withdrawn.as_ref().map(|w| w.reason.clone()).unwrap_or_default()),
    };
    let withdrawn = document.common.withdrawn.as_ref();
    let replaced_by = withdrawn.and_then(|w| w.replaced_by.as_deref()).and_then(|name| site.register.page(name, &[]));
    let view_of = WithdrawnView {
        on: withdrawn.and_then(|w| w.on).map(|date| day(date, words)),
        reason,
        replaced_by: replaced_by.map(|page| &cards[page]),
    };
    let lang = Some(document.common.lang.clone()).filter(|lang| !lang.is_empty()).unwrap_or_else(|| site.hub().lang.clone());
    let page =
        NoticeView { lang, withdrawn: Some(view_of), ..notice(desk, "tombstone", &title, &words.text("withdrawn_summary"), address) };
    let mut meta = Meta::plain(site, &page.title, &page.summary, address);
    meta.robots = Some("noindex");
    View { site: view, meta, page }
}
