//! The queries of `_search.yaml`, asked: each page that should be among the first and is not is a fault.

use std::collections::BTreeSet;

use super::trial::{Asker, Trial};
use crate::assemble::Site;
use crate::assemble::register::{Found, PageIndex};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Failure};
use crate::load::golden::{Golden, GoldenQuery};

/// What came of the queries, and which of them wait for a page that is not public yet.
pub fn check(site: &Site, trial: &Trial, only: Option<&BTreeSet<usize>>) -> Result<(Diagnostics, BTreeSet<usize>), Failure> {
    let mut faults = Diagnostics::new();
    let mut waiting = BTreeSet::new();
    let Some(golden) = &site.loaded.golden else { return Ok((faults, waiting)) };
    let mut asked = Vec::new();
    for (number, query) in golden.queries.iter().enumerate().filter(|(number, _)| only.is_none_or(|only| only.contains(number))) {
        match pages(site, trial, golden, query) {
            Ok(pages) => asked.push((query, pages)),
            Err(Unasked::Waiting) => {
                waiting.insert(number);
            }
            Err(Unasked::Unread) => {}
            Err(Unasked::Fault(fault)) => faults.push(*fault),
        }
    }
    let missed = trial.each(&asked, |asker, (query, pages)| missed(site, golden, asker, query, pages))?;
    faults.extend(missed.into_iter().flatten());
    Ok((faults, waiting))
}

/// Why a query is not asked.
enum Unasked {
    Waiting,
    /// The page's own file is at fault and has been spoken of.
    Unread,
    Fault(Box<Diagnostic>),
}

fn pages(site: &Site, trial: &Trial, golden: &Golden, query: &GoldenQuery) -> Result<Vec<PageIndex>, Unasked> {
    let mut pages = Vec::new();
    for name in &query.finds {
        let place = || golden.place_of_page(query);
        match site.register.reference(name, &[]) {
            Found::Page(page) if trial.has(&site.pages[page].address) => pages.push(page),
            Found::Page(_) => {
                return Err(Unasked::Fault(Box::new(
                    Diagnostic::warning(Code::SearchMiss, place(), format!("`{name}` is no page that search can find"))
                        .help("it is gone, says nothing of its own, or has `search: {hide: true}`: name another page"),
                )));
            }
            Found::Withheld(_) => return Err(Unasked::Waiting),
            Found::Unread => return Err(Unasked::Unread),
            Found::Nothing | Found::WrongType(_) | Found::Ambiguous(_) => {
                return Err(Unasked::Fault(Box::new(
                    Diagnostic::error(Code::ReferenceMissing, place(), format!("there is no page `{name}`, or more than one"))
                        .did_you_mean(name, site.register.names(&[]))
                        .help("name the page by its id, or by its file name without the ending"),
                )));
            }
        }
    }
    Ok(pages)
}

fn missed(site: &Site, golden: &Golden, asker: &Asker<'_>, query: &GoldenQuery, pages: &[PageIndex]) -> Result<Vec<Diagnostic>, Failure> {
    let found = asker.first(&query.text, query.typing, query.within)?;
    let missing = pages.iter().filter(|page| found.iter().all(|document| document.url != site.pages[**page].address));
    let instead: Vec<String> = found.iter().map(|document| format!("`{}` ({})", document.title, document.url)).collect();
    let instead = if instead.is_empty() { "nothing was found".to_owned() } else { format!("what came: {}", instead.join(", ")) };
    let fault = |page: &PageIndex| {
        let title = &site.documents[*page].common.title;
        let message = match query.within {
            1 => format!("`{}` does not find `{title}` first", query.text),
            within => format!("`{}` does not find `{title}` among the first {within}", query.text),
        };
        Diagnostic::warning(Code::SearchMiss, golden.place(query), message)
            .help(instead.clone())
            .help("say the words in the page's title, summary or `search.synonyms`, or expect another page")
    };
    Ok(missing.map(fault).collect())
}
