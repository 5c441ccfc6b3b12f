//! What was typed, taken apart: words, phrases, exclusions, filters.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::words::{fold, words};

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    /// Words that ask for pages, in order; those of phrases among them.
    pub words: Vec<String>,
    /// Which of the words stand in quotation marks together.
    pub phrases: Vec<Range<usize>>,
    /// Each part that is to be excluded: pages with all words of one of them.
    pub excluded: Vec<Vec<String>>,
    /// Values by facet, as typed.
    pub filters: BTreeMap<String, Vec<String>>,
    /// The text ends in a plain word, which may go on.
    pub open: bool,
}

impl Query {
    pub fn in_phrase(&self, place: usize) -> bool {
        self.phrases.iter().any(|phrase| phrase.contains(&place))
    }
}

/// `facets` are the ids before a colon that make a filter; other words with a colon are words.
pub fn parse(text: &str, specials: &[String], facets: &[&str]) -> Query {
    let of = |text: &str| words(&fold(text), specials).map(|word| word.text.to_owned()).collect::<Vec<_>>();
    // Telephones type the quotation marks of print.
    let text = text.replace(['“', '”', '„'], "\"");
    let mut query = Query::default();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let facet = facets
            .iter()
            .find(|id| rest.get(..id.len()).is_some_and(|start| start.eq_ignore_ascii_case(id)) && rest[id.len()..].starts_with(':'));
        let (excluded, body) = match rest.strip_prefix('-') {
            Some(body) if facet.is_none() => (true, body),
            _ => (false, rest),
        };
        query.open = false;
        if let Some(id) = facet {
            let after = &rest[id.len() + 1..];
            let (value, after) = quotation(after).unwrap_or_else(|| run(after));
            if !value.trim().is_empty() {
                query.filters.entry((*id).to_owned()).or_default().push(value.trim().to_owned());
            }
            rest = after;
        } else if let Some((quoted, after)) = quotation(body) {
            let found = of(quoted);
            if excluded {
                query.excluded.push(found);
            } else if !found.is_empty() {
                query.phrases.push(query.words.len()..query.words.len() + found.len());
                query.words.extend(found);
            }
            rest = after;
        } else {
            let (piece, after) = run(body);
            if excluded {
                query.excluded.push(of(piece));
            } else {
                query.words.extend(of(piece));
                query.open = after.is_empty() && piece.ends_with(char::is_alphanumeric);
            }
            // A mark that is never closed is passed over, so that nothing vanishes while a phrase is being typed.
            rest = if piece.is_empty() && !excluded { after.strip_prefix('"').unwrap_or(after) } else { after };
        }
        rest = rest.trim_start();
    }
    query.excluded.retain(|part| !part.is_empty());
    query
}

/// What stands in quotation marks that are closed, and what follows.
fn quotation(text: &str) -> Option<(&str, &str)> {
    text.strip_prefix('"')?.split_once('"')
}

/// Up to white space or a quotation mark, and what follows.
fn run(text: &str) -> (&str, &str) {
    text.split_at(text.find(|c: char| c.is_whitespace() || c == '"').unwrap_or(text.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Query {
        parse(text, &[], &["type", "topic"])
    }

    #[test]
    fn a_query_is_taken_apart() {
        let query = of("Social work “newly qualified” -adult's -covid-19 Type:guide topic:\"Child protection\" note:this \"unclos");
        assert_eq!(query.words, ["social", "work", "newly", "qualified", "note", "this", "unclos"]);
        assert_eq!(query.phrases, vec![Range { start: 2, end: 4 }]);
        assert_eq!(query.excluded, [vec!["adult"], vec!["covid", "19"]]);
        assert_eq!(query.filters["type"], ["guide"]);
        assert_eq!(query.filters["topic"], ["Child protection"]);
        assert!(query.open);
    }

    #[test]
    fn odd_queries_are_taken_as_they_are() {
        assert_eq!(of("").words, [""; 0]);
        assert_eq!(of("-").words, [""; 0]);
        assert_eq!(of("- a -").words, ["a"]);
        assert_eq!(of("type: topic:\"").filters, BTreeMap::new());
        assert_eq!(of("\"one").words, ["one"]);
        assert_eq!(of("\"\" \"\"\"").words, [""; 0]);
        assert_eq!(of("well-being a\"b c\"d").words, ["well", "being", "a", "b", "c", "d"]);
        assert!(!of("case ").open && !of("case.").open && of("ca").open && !of("\"ca\"").open && !of("-ca").open && !of("type:ca").open);
    }
}
