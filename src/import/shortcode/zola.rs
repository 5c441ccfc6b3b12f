//! Zola's marks: `{{ name(args) }}`, `{% name(args) %}` up to `{% end %}`, and `{{/* name() */}}`, which is shown as it is.

use std::ops::Range;

use super::arguments::{self, Style};
use super::{Mark, in_braces};

pub(super) fn marks(text: &str, within: Range<usize>) -> Vec<Mark> {
    in_braces(text, within, |text, start, second| match second {
        "{" => mark(text, start, "}}"),
        "%" => mark(text, start, "%}"),
        _ => None,
    })
}

fn mark(text: &str, start: usize, end: &str) -> Option<Mark> {
    let inside = start + 2;
    if let Some(shown) = text[inside..].strip_prefix("/*") {
        let close = format!("*/{end}");
        let length = shown.find(&close)?;
        let words = format!("{}{}{end}", &text[start..inside], &shown[..length]);
        return Some(Mark::Escaped(start..inside + 2 + length + close.len(), words));
    }
    let skip = |at: usize| at + (text[at..].len() - text[at..].trim_start().len());
    let mut at = skip(inside);
    if text[at..].starts_with('-') {
        at = skip(at + 1);
    }
    let length = text[at..].find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len() - at);
    let name = &text[at..at + length];
    at = skip(at + length);
    let closes =
        |at: usize| [end.to_owned(), format!("-{end}")].iter().find(|end| text[at..].starts_with(end.as_str())).map(|end| at + end.len());
    if name == "end" && end == "%}" {
        return closes(at).map(|close| Mark::Close { range: start..close, name: None });
    }
    if name.is_empty() || !text[at..].starts_with('(') {
        return None;
    }
    let (arguments, after, _) = arguments::read(text, at + 1, &[")"], Style::Commas)?;
    let close = closes(skip(after))?;
    Some(Mark::Open { range: start..close, name: name.to_owned(), arguments, alone: end == "}}" })
}
