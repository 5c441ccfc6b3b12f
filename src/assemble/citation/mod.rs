//! Citations: what an editor writes (`[@swtf-interim-2009, para. 1.42]`), the hub's list of sources, and what a page prints.
//! Names, dates, disambiguation and the form of a reference come from hayagriva and the style files;
//! here are the reading, the places of faults, and a cache, because ten thousand pages cite the same few sources.

mod bibliography;
#[cfg(test)]
mod cases;
mod form;
mod locator;
mod own_page;
mod page;
mod run;
mod style;

pub use bibliography::Bibliography;
pub use locator::{Locator, LocatorKind};
pub use own_page::{Author, HowToCite, OwnPage, cite_own};
pub use page::{CitedRun, CitedText, PageCitations, Reference, cite_page};
pub use style::Style;

use std::ops::Range;

/// One source, cited once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    pub key: String,
    pub locator: Option<Locator>,
    /// The author is part of the sentence: "Social Work Task Force (2009)". `parse` never sets it; whoever saw the brackets does.
    pub narrative: bool,
}

/// Why a citation cannot be understood; `range` counts bytes of the text that was given to `parse`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CitationFault {
    pub range: Range<usize>,
    pub message: String,
    pub help: String,
}

/// Reads what stands between the brackets, or in a field of the kind `citation`:
/// `gscc2009`, `@gscc2009, p. 12`, `@a, para. 1.42; @b, ch. 3`.
pub fn parse(text: &str) -> Result<Vec<Citation>, CitationFault> {
    let mut start = 0;
    let mut citations = Vec::new();
    for part in text.split(';') {
        citations.push(parse_one(part, start)?);
        start += part.len() + 1;
    }
    Ok(citations)
}

/// The key at the start of `text`, as far as it goes: for `@key` in running text. A full stop or colon at its end belongs to the sentence.
pub fn key_at_start(text: &str) -> &str {
    let end = text.find(|c: char| !is_key_character(c)).unwrap_or(text.len());
    text[..end].trim_end_matches(['.', ':', '/', '-'])
}

pub(super) fn is_key_character(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ':' | '/')
}

fn parse_one(part: &str, offset: usize) -> Result<Citation, CitationFault> {
    let trimmed = part.trim();
    let start = offset + part.len() - part.trim_start().len();
    let fault = |range: Range<usize>, message: String, help: &str| CitationFault { range, message, help: help.to_owned() };
    if trimmed.is_empty() {
        let range = offset..offset + part.len();
        return Err(fault(range, "a citation is missing here".into(), "write the key of a source, or remove the `;`"));
    }
    let bare = trimmed.strip_prefix('@').unwrap_or(trimmed);
    let start = start + trimmed.len() - bare.len();
    let key_end = bare.find(|c: char| !is_key_character(c)).unwrap_or(bare.len());
    let (key, rest) = bare.split_at(key_end);
    if key.is_empty() {
        let range = start..start + bare.chars().next().map_or(0, char::len_utf8);
        return Err(fault(
            range,
            "the key of a source was expected here".into(),
            "write it as in the list of sources: `@swtf-interim-2009`",
        ));
    }
    let rest_start = start + key_end + rest.len() - rest.trim_start().len();
    let rest = rest.trim();
    let locator = match rest.strip_prefix(',') {
        None if rest.is_empty() => None,
        None => {
            let range = rest_start..rest_start + rest.len();
            return Err(fault(
                range,
                format!("`{rest}` follows the key without a comma"),
                "write: `@key, p. 12`, and `;` between two sources",
            ));
        }
        Some(place) => Some(Locator::parse(place, rest_start + 1)?),
    };
    Ok(Citation { key: key.to_owned(), locator, narrative: false })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(String, Option<(LocatorKind, String)>)> {
        let citations = parse(text).expect("a sound citation");
        citations.into_iter().map(|c| (c.key, c.locator.map(|l| (l.kind, l.value)))).collect()
    }

    #[test]
    fn keys_and_places_are_read() {
        assert_eq!(read("gscc2009"), [("gscc2009".into(), None)]);
        assert_eq!(read(" @gscc2009 , p. 12"), [("gscc2009".into(), Some((LocatorKind::Page, "12".into())))]);
        assert_eq!(
            read("@a, paras 1.40-1.43; @b:2/c, ch. 3"),
            [("a".into(), Some((LocatorKind::Paragraph, "1.40–1.43".into()))), ("b:2/c".into(), Some((LocatorKind::Chapter, "3".into()))),]
        );
    }

    #[test]
    fn every_name_of_a_place_is_known() {
        use LocatorKind::*;
        for (written, kind) in [
            ("p. 1", Page),
            ("pp. 1-2", Page),
            ("p.1", Page),
            ("page 1", Page),
            ("para. 1", Paragraph),
            ("paras 1, 2", Paragraph),
            ("ch. 1", Chapter),
            ("s. 1", Section),
            ("s.47(1)", Section),
            ("section 1", Section),
            ("fig. 1", Figure),
            ("Table 1", Table),
            ("fn. 7", Footnote),
            ("fn 7", Footnote),
            ("annex A", Annex),
            ("app. B", Appendix),
            ("art. 6(1)(e)", Article),
            ("reg. 5", Regulation),
            ("sch. 2", Schedule),
        ] {
            assert_eq!(read(&format!("k, {written}"))[0].1.as_ref().expect("a place").0, kind, "{written}");
        }
    }

    #[test]
    fn faults_point_at_the_words_that_are_wrong() {
        let at = |text: &str| {
            let fault = parse(text).expect_err("a fault");
            (text[fault.range].to_owned(), fault.message, fault.help)
        };
        assert_eq!(at("@a, 12").0, "12");
        assert!(at("@a, 12").2.contains("`p. 12`"));
        assert_eq!(at("@a, parra. 12").0, "parra.");
        assert!(at("@a, parra. 12").2.contains("did you mean `para.`"));
        assert_eq!(at("@a p. 12").0, "p. 12");
        assert_eq!(at("@a; ").0, " ");
        assert_eq!(at("@a; é b").0, "b");
        assert_eq!(at("@a; @!").0, "!");
        assert_eq!(at("@a, p.").0, "p.");
        assert_eq!(at("@a,").0, "");
    }

    #[test]
    fn a_key_in_a_sentence_ends_before_the_full_stop() {
        assert_eq!(key_at_start("swtf-interim-2009. It says"), "swtf-interim-2009");
        assert_eq!(key_at_start("a:b, and"), "a:b");
        assert_eq!(key_at_start("!"), "");
    }
}
