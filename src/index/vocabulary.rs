//! Words that mean the same: a term with its acronym and its other names, an organisation with its own, and what the hub adds.

use crate::assemble::Site;
use crate::load::document::Document;
use crate::load::hub_search::HubSearch;

/// Sets of words that stand for each other, each sorted by nothing but the order in which its record names them.
pub fn synonyms(site: &Site, search: &HubSearch) -> Vec<Vec<String>> {
    let of_records = site.terms.iter().map(|term| {
        let document: &Document = &site.documents[term.page];
        let mut names = vec![term.term.clone()];
        names.extend(term.acronym.clone());
        names.extend(document.fields.texts("aka").into_iter().map(str::to_owned));
        names
    });
    search.synonyms.iter().cloned().chain(of_records).filter(|names| names.len() > 1).collect()
}
