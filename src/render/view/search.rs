//! The page of search: a form, and the ways to browse for readers without a script. What is found is no part of it.

use super::browse::shelves;
use super::list::{ListView, list};
use super::{Desk, Landing, Meta, SiteView, View};
use crate::assemble::SEARCH;

pub fn search<'a>(desk: &Desk, view: &'a SiteView) -> View<'a, ListView<'a>> {
    let Desk { site, words, .. } = *desk;
    let (title, summary) = (&words.text("search"), &words.text("search_summary"));
    let address = &view.search_url;
    let lang = if address == SEARCH { site.hub().lang.clone() } else { words.tag().to_owned() };
    let page = ListView { lang, shelves: shelves(desk, view), ..list(desk, "search", title, summary, address, Landing::default()) };
    View { site: view, meta: Meta::plain(site, title, summary, address), page }
}
