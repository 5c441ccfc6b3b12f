//! The page that offers the hub for keeping. It says how much there is, so it is drawn after everything else and holds of the site
//! what it needs for that.

use super::Theme;
use super::view::{self, Amounts, Meta, Opening, SiteView, View};
use super::words::Words;
use crate::assemble::{OFFLINE, Site};
use crate::diagnostic::{Diagnostic, Place};

#[derive(Debug)]
pub struct Offer {
    site: SiteView,
    meta: Meta,
    opening: Opening,
    words: tera::Value,
}

/// The template, and the style sheet that only this page has.
pub(super) const TEMPLATE: &str = "offline.html";
const STYLE: &str = "offline.css";

impl Offer {
    /// None where the hub offers no copies.
    pub fn of(site: &Site, theme: &Theme) -> Option<Offer> {
        let hub = &site.hub().lang;
        let words = Words::new(site.loaded.languages.of(hub), hub);
        site.offers_copies().then(|| Offer {
            site: view::site_view(site, words, &|name| theme.asset(name)).at(OFFLINE),
            meta: view::offline_meta(site, words),
            opening: Opening::of(site, words),
            words: words.value(),
        })
    }

    pub fn draw(self, theme: &Theme, amounts: Amounts) -> Result<String, Box<Diagnostic>> {
        let site = tera::Value::from_serializable(&self.site);
        let page = view::offline(self.opening, &theme.asset(STYLE), amounts);
        theme.draw(
            TEMPLATE,
            (&site, &self.words),
            &View { site: &self.site, meta: self.meta, page },
            &Place::whole(OFFLINE.trim_start_matches('/')),
        )
    }
}
