//! Where in a source something stands: read in the forms that people write, printed in the form that the style asks for.

use std::ops::Range;

use super::CitationFault;
use super::style::{Style, Words};
use crate::diagnostic::nearest;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Locator {
    pub kind: LocatorKind,
    /// As written, with dashes between the ends of a range: `1.40–1.43`.
    pub value: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LocatorKind {
    Page,
    Paragraph,
    Chapter,
    Section,
    Figure,
    Table,
    Footnote,
    Annex,
    Appendix,
    Article,
    Regulation,
    Schedule,
}

/// What an editor may write, in small letters and without the full stop.
const NAMES: &[(&str, LocatorKind)] = &[
    ("p", LocatorKind::Page),
    ("pp", LocatorKind::Page),
    ("page", LocatorKind::Page),
    ("pages", LocatorKind::Page),
    ("para", LocatorKind::Paragraph),
    ("paras", LocatorKind::Paragraph),
    ("paragraph", LocatorKind::Paragraph),
    ("paragraphs", LocatorKind::Paragraph),
    ("ch", LocatorKind::Chapter),
    ("chs", LocatorKind::Chapter),
    ("chap", LocatorKind::Chapter),
    ("chapter", LocatorKind::Chapter),
    ("chapters", LocatorKind::Chapter),
    ("s", LocatorKind::Section),
    ("ss", LocatorKind::Section),
    ("sec", LocatorKind::Section),
    ("sect", LocatorKind::Section),
    ("section", LocatorKind::Section),
    ("sections", LocatorKind::Section),
    ("fig", LocatorKind::Figure),
    ("figs", LocatorKind::Figure),
    ("figure", LocatorKind::Figure),
    ("figures", LocatorKind::Figure),
    ("table", LocatorKind::Table),
    ("tables", LocatorKind::Table),
    ("fn", LocatorKind::Footnote),
    ("fns", LocatorKind::Footnote),
    ("footnote", LocatorKind::Footnote),
    ("footnotes", LocatorKind::Footnote),
    ("annex", LocatorKind::Annex),
    ("annexes", LocatorKind::Annex),
    ("app", LocatorKind::Appendix),
    ("appendix", LocatorKind::Appendix),
    ("appendices", LocatorKind::Appendix),
    ("art", LocatorKind::Article),
    ("arts", LocatorKind::Article),
    ("article", LocatorKind::Article),
    ("articles", LocatorKind::Article),
    ("reg", LocatorKind::Regulation),
    ("regs", LocatorKind::Regulation),
    ("regulation", LocatorKind::Regulation),
    ("regulations", LocatorKind::Regulation),
    ("sch", LocatorKind::Schedule),
    ("schedule", LocatorKind::Schedule),
    ("schedules", LocatorKind::Schedule),
];

const LONGEST: usize = 40;

impl Locator {
    /// `text` is what follows the comma; `offset` is where it stands in the whole, so that faults are placed.
    pub(super) fn parse(text: &str, offset: usize) -> Result<Locator, CitationFault> {
        let start = offset + text.len() - text.trim_start().len();
        let text = text.trim();
        let fault = |range: Range<usize>, message: String, help: String| {
            let range = start + range.start..start + range.end;
            Err(CitationFault { range, message, help })
        };
        if text.is_empty() {
            return fault(
                0..0,
                "a place in the source was expected after the comma".into(),
                "write `p. 12` or `para. 1.42`, or remove the comma".into(),
            );
        }
        let word = text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len());
        let label = word + usize::from(text[word..].starts_with('.'));
        let value = text[label..].trim();
        if word == 0 {
            let help = format!("say what it is: `p. {text}` for a page, `para. {text}` for a paragraph");
            return fault(0..text.len(), format!("`{text}` does not say whether it is a page or a paragraph"), help);
        }
        let name = text[..word].to_lowercase();
        let Some((_, kind)) = NAMES.iter().find(|(known, _)| *known == name) else {
            let mut help = "write p., pp., para., paras, ch., s., fig., table, fn., annex, app., art., reg. or sch.".to_owned();
            if let Some(near) = nearest(&name, NAMES.iter().map(|(known, _)| *known)) {
                let stop = if text[word..].starts_with('.') { "." } else { "" };
                help = format!("did you mean `{near}{stop}`?");
            }
            return fault(0..label, format!("`{}` is no part of a source that can be cited", &text[..label]), help);
        };
        if value.is_empty() {
            return fault(0..label, format!("`{text}` has no number"), format!("write it after the label: `{text} 12`"));
        }
        if value.chars().count() > LONGEST || value.contains(char::is_control) {
            return fault(
                label..text.len(),
                format!("a place in a source has at most {LONGEST} characters"),
                "move the words into the sentence".into(),
            );
        }
        Ok(Locator { kind: *kind, value: with_dashes(value) })
    }

    /// The label and the number. Both styles shorten pages and paragraphs; APA writes out the others.
    pub(super) fn print(&self, style: Style, words: Words) -> String {
        let many = self.value.contains(['–', ',', '&']) || self.value.contains(" and ");
        let (one, more) = match (words, style, self.kind) {
            (Words::English, _, LocatorKind::Page) => ("p.", "pp."),
            (Words::English, _, LocatorKind::Paragraph) => ("para.", "paras"),
            (Words::English, Style::Harvard, LocatorKind::Chapter) => ("ch.", "chs"),
            (Words::English, Style::Harvard, LocatorKind::Section) => ("section", "sections"),
            (Words::English, Style::Harvard, LocatorKind::Footnote) => ("fn.", "fns"),
            (Words::English, Style::Apa, LocatorKind::Chapter) => ("Chapter", "Chapters"),
            (Words::English, Style::Apa, LocatorKind::Section) => ("Section", "Sections"),
            (Words::English, Style::Apa, LocatorKind::Footnote) => ("Footnote", "Footnotes"),
            (Words::English, _, LocatorKind::Figure) => ("Figure", "Figures"),
            (Words::English, _, LocatorKind::Table) => ("Table", "Tables"),
            (Words::English, _, LocatorKind::Annex) => ("Annex", "Annexes"),
            (Words::English, _, LocatorKind::Appendix) => ("Appendix", "Appendices"),
            (Words::English, Style::Harvard, LocatorKind::Article) => ("article", "articles"),
            (Words::English, Style::Harvard, LocatorKind::Regulation) => ("regulation", "regulations"),
            (Words::English, Style::Harvard, LocatorKind::Schedule) => ("schedule", "schedules"),
            (Words::English, Style::Apa, LocatorKind::Article) => ("Article", "Articles"),
            (Words::English, Style::Apa, LocatorKind::Regulation) => ("Regulation", "Regulations"),
            (Words::English, Style::Apa, LocatorKind::Schedule) => ("Schedule", "Schedules"),
            (Words::Welsh, _, LocatorKind::Article) => ("erthygl", "erthyglau"),
            (Words::Welsh, _, LocatorKind::Regulation) => ("rheoliad", "rheoliadau"),
            (Words::Welsh, _, LocatorKind::Schedule) => ("atodlen", "atodlenni"),
            (Words::Welsh, _, LocatorKind::Page) => ("t.", "tt."),
            (Words::Welsh, _, LocatorKind::Paragraph) => ("para.", "paras"),
            (Words::Welsh, _, LocatorKind::Chapter) => ("pennod", "penodau"),
            (Words::Welsh, _, LocatorKind::Section) => ("adran", "adrannau"),
            (Words::Welsh, _, LocatorKind::Figure) => ("ffigur", "ffigurau"),
            (Words::Welsh, _, LocatorKind::Table) => ("tabl", "tablau"),
            (Words::Welsh, _, LocatorKind::Footnote) => ("troednodyn", "troednodiadau"),
            (Words::Welsh, _, LocatorKind::Annex | LocatorKind::Appendix) => ("atodiad", "atodiadau"),
        };
        format!("{} {}", if many { more } else { one }, self.value)
    }
}

/// A hyphen between two numbers means "to", and is printed as a dash.
fn with_dashes(value: &str) -> String {
    let letters: Vec<char> = value.chars().collect();
    let is_digit = |at: Option<&char>| at.is_some_and(char::is_ascii_digit);
    letters
        .iter()
        .enumerate()
        .map(|(at, letter)| match letter {
            '-' if at > 0 && is_digit(letters.get(at - 1)) && is_digit(letters.get(at + 1)) => '–',
            other => *other,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(text: &str, style: Style) -> String {
        Locator::parse(text, 0).expect("a place").print(style, Words::English)
    }

    #[test]
    fn a_range_and_a_list_take_the_plural() {
        assert_eq!(printed("para. 1.40-1.43", Style::Harvard), "paras 1.40–1.43");
        assert_eq!(printed("p. 12, 14", Style::Apa), "pp. 12, 14");
        assert_eq!(printed("pp. 12", Style::Apa), "p. 12");
        assert_eq!(printed("annex A-3", Style::Harvard), "Annex A-3");
    }

    #[test]
    fn each_style_has_its_labels() {
        assert_eq!((printed("ch 3", Style::Harvard), printed("ch 3", Style::Apa)), ("ch. 3".into(), "Chapter 3".into()));
        assert_eq!((printed("s. 47(1)", Style::Harvard), printed("s 2", Style::Apa)), ("section 47(1)".into(), "Section 2".into()));
        assert_eq!(Locator::parse("pp. 1-2", 0).expect("a place").print(Style::Harvard, Words::Welsh), "tt. 1–2");
    }
}
