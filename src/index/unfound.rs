//! Pages that nobody is likely to find: none of the short queries that their titles and names suggest brings them up.

use almoner_search::FUNCTION_WORDS;

use super::trial::{Asker, Trial, words};
use crate::assemble::Site;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Failure};
use crate::load::document::Document;
use crate::load::value::Value;

/// As far down as somebody looks who is not sure of the words.
const WITHIN: usize = 5;
/// Nobody types a longer title.
const TITLE_WORDS: usize = 4;
/// How many of a title's most telling words make a query.
const TELLING: [usize; 2] = [3, 2];

/// Advice for each of these pages that no likely query finds.
pub fn check(site: &Site, trial: &Trial, wanted: impl Fn(usize) -> bool) -> Result<Diagnostics, Failure> {
    let pages: Vec<usize> = site.with_page().filter(|page| wanted(*page) && trial.has(&site.pages[*page].address)).collect();
    let advice = trial.each(&pages, |asker, page| unfound(site, trial, asker, *page))?;
    Ok(advice.into_iter().flatten().collect())
}

fn unfound(site: &Site, trial: &Trial, asker: &Asker<'_>, page: usize) -> Result<Option<Diagnostic>, Failure> {
    let document: &Document = &site.documents[page];
    let queries = likely(trial, document);
    if queries.is_empty() {
        // A page without a title is at fault for that, and has been spoken of.
        return Ok(None);
    }
    for query in &queries {
        if asker.first(query, false, WITHIN)?.iter().any(|found| found.url == site.pages[page].address) {
            return Ok(None);
        }
    }
    let title = document.content_type.title_from.as_deref().filter(|_| document.fields.text("title").is_none()).unwrap_or("title");
    let tried: Vec<String> = queries.iter().map(|query| format!("`{query}`")).collect();
    let advice = Diagnostic::advice(Code::SearchUnfound, document.sheet.value_place(&title.into()), "no likely query finds this page")
        .label(format!("not among the first {WITHIN} for {}", tried.join(", ")))
        .help("give it a title of its own, or add what people would type to `search: {synonyms: […]}`");
    Ok(Some(advice))
}

/// What somebody would type who wants this page: a short title, the words of it that tell most, and its other names.
fn likely(trial: &Trial, document: &Document) -> Vec<String> {
    let title = words(&document.common.title);
    let mut queries = Vec::new();
    if title.len() <= TITLE_WORDS {
        queries.push(title.join(" "));
    }
    // Function words tell nothing, unless there is nothing else.
    let tells = |at: &usize| !FUNCTION_WORDS.contains(&title[*at].as_str());
    let mut by_telling: Vec<usize> = (0..title.len()).filter(tells).collect();
    if by_telling.is_empty() {
        by_telling = (0..title.len()).collect();
    }
    by_telling.sort_by_key(|at| (trial.titles_with(&title[*at]), *at));
    for count in TELLING {
        let mut telling: Vec<usize> = by_telling.iter().copied().take(count).collect();
        telling.sort_unstable();
        queries.push(telling.into_iter().map(|at| title[at].as_str()).collect::<Vec<_>>().join(" "));
    }
    queries.extend(document.fields.text("acronym").map(str::to_owned));
    queries.extend(document.fields.texts("aka").into_iter().map(str::to_owned));
    let search = document.fields.get("search").and_then(Value::as_map);
    queries.extend(search.map(|search| search.texts("synonyms")).unwrap_or_default().into_iter().map(str::to_owned));
    let mut seen = Vec::new();
    queries.retain(|query| {
        !query.is_empty() && !seen.contains(query) && {
            seen.push(query.clone());
            true
        }
    });
    queries
}
