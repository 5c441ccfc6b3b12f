//! The page of search: a form, and the ways to browse for readers without a script. What is found is no part of it.

use super::list::{ListView, list, top_topics};
use super::{Landing, Meta, SiteView, View};
use crate::assemble::{SEARCH, Site};

pub fn search<'a>(site: &Site, view: &'a SiteView) -> View<'a, ListView<'a>> {
    let (title, summary) = ("Search", "Find a page of this hub by what it says.");
    let page = ListView { children: top_topics(site), ..list(site, "search", title, summary, SEARCH, Landing::default()) };
    View { site: view, meta: Meta::plain(site, title, summary, SEARCH), page }
}
