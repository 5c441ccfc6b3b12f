//! What a reader must know before anything else: that a page is not public, out of date, or overdue for review.

use serde::Serialize;

use super::Desk;
use super::date::{day, moment};
use super::page::Translation;
use crate::assemble::Site;
use crate::assemble::translation::Behind;
use crate::load::common::Status;
use crate::release::{Standing, State};

#[derive(Debug, Serialize)]
pub struct Banner {
    pub kind: &'static str,
    pub title: String,
    pub text: String,
    pub url: Option<String>,
    pub link_text: Option<String>,
    /// The language of the link, where it is another than that of the page.
    pub link_lang: Option<String>,
}

/// Why a page is not public; only previews show one.
pub fn state(site: &Site, index: usize) -> Option<State> {
    match site.documents[index].standing() {
        Standing::Preview(state) => Some(*state),
        _ => None,
    }
}

/// The words for why a page is not public.
pub fn state_key(state: State) -> &'static str {
    match state {
        State::Draft | State::Unclear => "draft",
        State::Scheduled(_) => "scheduled",
        State::Embargoed(_) => "embargoed",
    }
}

pub fn banners(desk: &Desk, index: usize, review_overdue: bool, translations: &[Translation]) -> Vec<Banner> {
    let Desk { site, words, cards, .. } = *desk;
    let document = &site.documents[index];
    let zone = &site.hub().zone;
    let banner =
        |kind, title: &str, text: String| Banner { kind, title: words.text(title), text, url: None, link_text: None, link_lang: None };
    let mut banners = Vec::new();
    match state(site, index) {
        Some(State::Draft | State::Unclear) => banners.push(banner("embargo", "draft", words.text("not_public"))),
        Some(State::Scheduled(at) | State::Embargoed(at)) => {
            let at = moment(at, zone, words);
            let label = state(site, index).map_or("", state_key);
            banners.push(banner("embargo", label, words.fill("not_before", &[("time", &at.time), ("date", &at.text)])));
        }
        None => {}
    }
    if document.common.status == Status::Superseded {
        let replaced = document.common.superseded_by.as_deref().and_then(|name| site.register.page(name, &[])).map(|page| &cards[page]);
        banners.push(Banner {
            url: replaced.map(|card| card.url.clone()),
            link_text: replaced.map(|card| card.title.clone()),
            ..banner("stop", "out_of_date", words.text("newer_page"))
        });
    }
    if let Some(Behind { source, changed, translated }) = site.pages[index].translation.behind {
        let newer = translations.iter().find(|other| other.url == cards[source].url);
        let [changed, translated] = [changed, translated].map(|date| words.day(date));
        banners.push(Banner {
            url: Some(cards[source].url.clone()),
            link_text: newer.map(|newer| newer.text.clone()),
            link_lang: Some(cards[source].lang.clone()),
            ..banner("caution", "stale_title", words.fill("stale_text", &[("changed", &changed), ("translated", &translated)]))
        });
    }
    if let (true, Some(due)) = (review_overdue, document.common.review_by) {
        banners.push(banner("caution", "review_overdue", words.fill("check_due", &[("date", &day(due, words).text)])));
    }
    banners
}
