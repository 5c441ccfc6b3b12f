//! Hugo's marks: `{{< name args >}}` and `{{% name args %}}`, their ends with a slash, and `{{</* name */>}}`, which is shown as it is.

use std::ops::Range;

use super::Mark;
use super::arguments::{self, Style};

pub(super) fn marks(text: &str, within: Range<usize>) -> Vec<Mark> {
    let text = &text[..within.end];
    let mut found = Vec::new();
    let mut at = within.start;
    while let Some(start) = text[at..].find("{{").map(|offset| at + offset) {
        let end = match text[start + 2..].chars().next() {
            Some('<') => ">}}",
            Some('%') => "%}}",
            _ => {
                at = start + 1;
                continue;
            }
        };
        let mark = mark(text, start, end);
        at = mark.as_ref().map_or(start + 3, |mark| mark.range().end);
        found.extend(mark);
    }
    found
}

fn mark(text: &str, start: usize, end: &str) -> Option<Mark> {
    let inside = start + 3;
    let rest = &text[inside..];
    if let Some(shown) = rest.strip_prefix("/*") {
        let close = format!("*/{end}");
        let length = shown.find(&close)?;
        let words = format!("{}{}{end}", &text[start..inside], &shown[..length]);
        return Some(Mark::Escaped(start..inside + 2 + length + close.len(), words));
    }
    let blank = rest.len() - rest.trim_start().len();
    let mut at = inside + blank;
    let closes = text[at..].starts_with('/') && !text[at..].starts_with(&format!("/{end}"));
    if closes {
        at += 1;
        at += text[at..].len() - text[at..].trim_start().len();
    }
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/');
    let mut length = text[at..].find(|c: char| !is_name(c)).unwrap_or(text.len() - at);
    // `{{< x/>}}`: the slash is not part of the name.
    if text[at..at + length].ends_with('/') && text[at + length..].starts_with(end) {
        length -= 1;
    }
    let name = &text[at..at + length];
    if name.is_empty() {
        return None;
    }
    at += length;
    if closes {
        let length = text[at..].find(end)?;
        return text[at..at + length]
            .trim()
            .is_empty()
            .then(|| Mark::Close { range: start..at + length + end.len(), name: Some(name.to_owned()) });
    }
    let strict = arguments::read(text, at, &[end], Style::Blanks);
    // A quotation mark is missing: Hugo would refuse the page, we take what can be had.
    let is_sound =
        |arguments: &[super::Argument]| !arguments.iter().any(|argument| argument.name.is_none() && argument.value.contains('"'));
    let (arguments, close, alone) = strict.filter(|(arguments, ..)| is_sound(arguments)).or_else(|| {
        let length = text[at..].find(end)?;
        let close = at + length + end.len();
        let words = text[at..at + length].replace(['"', '`'], " ");
        let (arguments, _, alone) = arguments::read(&format!("{words}{end}"), 0, &[end], Style::Blanks)?;
        Some((arguments, close, alone))
    })?;
    Some(Mark::Open { range: start..close, name: name.to_owned(), arguments, alone })
}
