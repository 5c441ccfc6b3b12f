//! What was published once leads somewhere for good: each address of `_published.txt` is a page, a tombstone or a redirect.
//! Pages of long lists and feeds are not in it: they come and go with what they list.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::register::{Found, Register};
use super::site::Site;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::load::published::PublishedList;
use crate::release::Standing;

/// Addresses of the list that lead nowhere. `leads_somewhere` knows pages, lists and redirects.
pub fn check(list: &PublishedList, register: &Register, as_of: Timestamp, leads_somewhere: &dyn Fn(&str) -> bool) -> Diagnostics {
    let mut faults = Diagnostics::new();
    if list.as_of.is_some_and(|recorded| as_of < recorded) {
        return faults;
    }
    for address in list.iter().filter(|address| !leads_somewhere(address)) {
        let Some(place) = list.place(address) else { continue };
        let fault = Diagnostic::error(Code::AddressVanished, place, format!("`{address}` was published, and nothing is there any more"));
        faults.push(match register.address(address) {
            Found::Unread | Found::Page(_) => continue,
            Found::Withheld(unseen) => fault
                .related(Place::whole(unseen.file), format!("this page is not public now ({})", unseen.state.label().to_lowercase()))
                .help("publish it again, or take it back with `status: withdrawn` and a reason, which stays at its address"),
            _ => fault
                .help("if the page has moved, add the address to `aliases` of its file; `almoner mv` does so by itself")
                .help("if it was taken back, restore its file with `status: withdrawn`, or say why it is gone in a page of the type `redirect`")
                .help("if nobody can have kept the address, delete this line"),
        });
    }
    faults
}

/// The addresses of a public site that a list of published addresses keeps: pages, tombstones, sections and topics.
pub fn addresses(site: &Site) -> BTreeSet<&str> {
    let is_out = |page: &usize| !matches!(site.documents[*page].standing(), Standing::Preview(_));
    let pages = site.with_page().filter(is_out).map(|page| site.pages[page].address.as_str());
    pages.chain(site.sections.iter().chain(&site.topics).map(|list| list.address.as_str())).collect()
}
