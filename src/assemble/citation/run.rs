//! Formatted words: what hayagriva gives, flattened, tidied, and written as plain text or as HTML in which every letter is escaped.

use hayagriva::citationberg::FontStyle;
use hayagriva::{ElemChild, ElemChildren};

/// A stretch of words with one look.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Run {
    pub text: String,
    pub emphasis: bool,
    pub link: Option<String>,
}

impl Run {
    pub(super) fn plain(text: impl Into<String>) -> Run {
        Run { text: text.into(), ..Run::default() }
    }
}

/// A private-use letter, which no source has.
const GUARD: char = '\u{E000}';
const GUARD_END: &str = "\u{E000} \u{E000}";

/// A serial number that hayagriva leaves alone: it would take `DCSF-00752-2009` for a range of numbers and drop its zeros,
/// and give `pg-0003` a capital. The guards are taken out again in `flatten`.
pub(super) fn guarded(number: &str) -> String {
    format!("{GUARD}{number}{GUARD_END}")
}

pub(super) fn flatten(children: &ElemChildren) -> Vec<Run> {
    let mut runs = Vec::new();
    collect(children, &mut runs);
    tidy(runs)
}

fn collect(children: &ElemChildren, runs: &mut Vec<Run>) {
    for child in &children.0 {
        match child {
            ElemChild::Text(formatted) => {
                let emphasis = formatted.formatting.font_style == FontStyle::Italic;
                runs.push(Run { text: formatted.text.replace(GUARD_END, "").replace(GUARD, ""), emphasis, link: None });
            }
            ElemChild::Elem(elem) => collect(&elem.children, runs),
            ElemChild::Markup(text) => runs.push(Run::plain(text.clone())),
            ElemChild::Link { text, url } => {
                let emphasis = text.formatting.font_style == FontStyle::Italic;
                runs.push(Run { text: text.text.clone(), emphasis, link: Some(url.clone()) });
            }
            ElemChild::Transparent { .. } => {}
        }
    }
}

/// Joins runs of one look, and mends what the processor leaves behind: a comma before a bracket ("(2009,)"),
/// a full stop after a question mark, two full stops where a name ended in one.
pub(super) fn tidy(runs: Vec<Run>) -> Vec<Run> {
    let mut tidied: Vec<Run> = Vec::with_capacity(runs.len());
    let mut before = [' '; 2];
    for run in runs {
        if run.text.is_empty() {
            continue;
        }
        let joins = tidied.last().is_some_and(|last| last.emphasis == run.emphasis && last.link == run.link);
        if !joins {
            tidied.push(Run { text: String::new(), ..run.clone() });
        }
        let mut letters = run.text.chars().peekable();
        while let Some(letter) = letters.next() {
            if run.link.is_none() {
                let ellipsis = before == ['.', '.'] || letters.peek() == Some(&'.');
                if letter == '.' && (matches!(before[1], '?' | '!') || (before[1] == '.' && !ellipsis)) {
                    continue;
                }
                if letter == ')'
                    && before[1] == ','
                    && let Some(with_comma) = tidied.iter_mut().rev().find(|run| !run.text.is_empty())
                {
                    with_comma.text.pop();
                }
            }
            if let Some(last) = tidied.last_mut() {
                last.text.push(letter);
            }
            before = [before[1], letter];
        }
    }
    tidied.retain(|run| !run.text.is_empty());
    tidied
}

pub(super) fn text(runs: &[Run]) -> String {
    runs.iter().map(|run| run.text.as_str()).collect()
}

/// Italics are titles, except the "et al." of a list of names and a volume's number.
pub(super) fn html(runs: &[Run]) -> String {
    let mut html = String::new();
    for run in runs {
        let element = match run.emphasis {
            false => None,
            true if run.text.trim() == "et al." || !run.text.contains(char::is_alphabetic) => Some("em"),
            true => Some("cite"),
        };
        let link = run.link.as_deref().filter(|url| is_web_address(url));
        if let Some(url) = link {
            html.push_str("<a href=\"");
            escape(url, &mut html);
            html.push_str("\">");
        }
        if let Some(element) = element {
            html.push_str(&format!("<{element}>"));
        }
        escape(&run.text, &mut html);
        if let Some(element) = element {
            html.push_str(&format!("</{element}>"));
        }
        if link.is_some() {
            html.push_str("</a>");
        }
    }
    html
}

pub(super) fn is_web_address(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://")
}

fn escape(text: &str, html: &mut String) {
    for letter in text.chars() {
        match letter {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            other => html.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn italic(text: &str) -> Run {
        Run { text: text.into(), emphasis: true, link: None }
    }

    #[test]
    fn every_letter_is_escaped_and_only_web_addresses_are_links() {
        let link = |url: &str| Run { text: url.into(), emphasis: false, link: Some(url.into()) };
        assert_eq!(html(&[italic("<b>&\"'")]), "<cite>&lt;b&gt;&amp;&quot;&#39;</cite>");
        assert_eq!(html(&[link("javascript:alert(1)")]), "javascript:alert(1)");
        assert_eq!(html(&[link("https://x.org/?a=\"&b")]), "<a href=\"https://x.org/?a=&quot;&amp;b\">https://x.org/?a=&quot;&amp;b</a>");
        assert_eq!(html(&[italic("et al."), italic("349")]), "<em>et al.</em><em>349</em>");
    }

    #[test]
    fn doubled_and_stray_punctuation_goes() {
        let tidied = |texts: &[&str]| text(&tidy(texts.iter().map(|text| Run::plain(*text)).collect()));
        assert_eq!(tidied(&["GSCC. (2009,", "). A page"]), "GSCC. (2009). A page");
        assert_eq!(tidied(&["Penguin Inc.", ". London"]), "Penguin Inc. London");
        assert_eq!(tidied(&["What works?", ". ", "One... two"]), "What works? One... two");
    }
}
