//! The page that offers the hub for keeping. It says how much there is, so it is drawn after everything else and holds of the site
//! what it needs for that.

use super::Theme;
use super::view::{self, Amounts, Meta, SiteView, View};
use crate::assemble::{OFFLINE, Site};
use crate::diagnostic::{Diagnostic, Place};

#[derive(Debug)]
pub struct Offer {
    site: SiteView,
    meta: Meta,
    lang: String,
}

/// The template, and the style sheet that only this page has.
pub(super) const TEMPLATE: &str = "offline.html";
const STYLE: &str = "offline.css";

impl Offer {
    /// None where the hub offers no copies.
    pub fn of(site: &Site, theme: &Theme) -> Option<Offer> {
        site.offers_copies().then(|| Offer {
            site: view::site_view(site, &|name| theme.asset(name)).at(OFFLINE),
            meta: view::offline_meta(site),
            lang: site.hub().lang.clone(),
        })
    }

    pub fn draw(self, theme: &Theme, amounts: Amounts) -> Result<String, Box<Diagnostic>> {
        let site = tera::Value::from_serializable(&self.site);
        let page = view::offline(&self.lang, &theme.asset(STYLE), amounts);
        theme.draw(TEMPLATE, &site, &View { site: &self.site, meta: self.meta, page }, &Place::whole(OFFLINE.trim_start_matches('/')))
    }
}
