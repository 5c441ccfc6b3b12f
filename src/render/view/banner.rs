//! What a reader must know before anything else: that a page is not public, out of date, or overdue for review.

use serde::Serialize;

use super::card::Card;
use super::date::{day, moment};
use crate::assemble::Site;
use crate::load::common::Status;
use crate::release::{Standing, State};

#[derive(Debug, Serialize)]
pub struct Banner {
    pub kind: &'static str,
    pub title: String,
    pub text: String,
    pub url: Option<String>,
    pub link_text: Option<String>,
}

/// Why a page is not public; only previews show one.
pub fn state(site: &Site, index: usize) -> Option<State> {
    match site.documents[index].standing() {
        Standing::Preview(state) => Some(*state),
        _ => None,
    }
}

pub fn banners(site: &Site, cards: &[Card], index: usize, review_overdue: bool) -> Vec<Banner> {
    let document = &site.documents[index];
    let zone = &site.hub().zone;
    let banner = |kind, title: &str, text: String| Banner { kind, title: title.to_owned(), text, url: None, link_text: None };
    let mut banners = Vec::new();
    match state(site, index) {
        Some(State::Draft) => banners.push(banner("embargo", "Draft", "This page is not public.".to_owned())),
        Some(State::Scheduled(at) | State::Embargoed(at)) => {
            let at = moment(at, zone);
            let label = state(site, index).map_or("", State::label);
            banners.push(banner("embargo", label, format!("Not for publication before {} on {}.", at.time, at.text)));
        }
        None => {}
    }
    if document.common.status == Status::Superseded {
        let replaced = document.common.superseded_by.as_deref().and_then(|name| site.register.page(name, &[])).map(|page| &cards[page]);
        banners.push(Banner {
            url: replaced.map(|card| card.url.clone()),
            link_text: replaced.map(|card| card.title.clone()),
            ..banner("stop", "Out of date", "A newer page takes the place of this one.".to_owned())
        });
    }
    if let (true, Some(due)) = (review_overdue, document.common.review_by) {
        banners.push(banner(
            "caution",
            "Review overdue",
            format!("This page was due to be checked by {}. It may be out of date.", day(due).text),
        ));
    }
    banners
}
