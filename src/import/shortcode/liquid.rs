//! Jekyll's marks: Liquid tags `{% name … %}`, ends such as `{% endname %}`, and values `{{ … }}`. What stands between `raw` and
//! `endraw` is shown as it is.

use std::ops::Range;

use super::arguments::{self, Style};
use super::{Argument, Mark, in_braces};

/// The name under which values are reported.
pub const VALUE: &str = "{{ }}";

pub(super) fn marks(text: &str, within: Range<usize>) -> Vec<Mark> {
    in_braces(text, within, |text, start, second| match second {
        "{" => value(text, start),
        "%" => tag(text, start),
        _ => None,
    })
}

fn value(text: &str, start: usize) -> Option<Mark> {
    let length = text[start + 2..].find("}}")?;
    let inside = &text[start + 2..start + 2 + length];
    if inside.contains(['{', '\n']) {
        return None;
    }
    let words = inside.trim().trim_start_matches('-').trim_end_matches('-').trim();
    let arguments = vec![Argument { name: None, value: words.to_owned() }];
    Some(Mark::Open { range: start..start + length + 4, name: VALUE.to_owned(), arguments, alone: true })
}

fn tag(text: &str, start: usize) -> Option<Mark> {
    let length = text[start + 2..].find("%}")?;
    let end = start + length + 4;
    let inside = text[start + 2..start + 2 + length].trim_start_matches('-').trim_end_matches('-').trim();
    let size = inside.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '-').unwrap_or(inside.len());
    let (name, rest) = inside.split_at(size);
    if name.is_empty() {
        return None;
    }
    if name == "raw" {
        let close = raw_end(text, end)?;
        return Some(Mark::Escaped(start..close.end, text[end..close.start].to_owned()));
    }
    if let Some(opened) = name.strip_prefix("end").filter(|opened| !opened.is_empty()) {
        return Some(Mark::Close { range: start..end, name: Some(opened.to_owned()) });
    }
    let arguments = match name {
        // The condition or the file is one thing.
        "if" | "elsif" | "unless" | "for" | "case" | "when" | "assign" | "capture" => {
            vec![Argument { name: None, value: rest.trim().to_owned() }]
        }
        "link" | "post_url" => vec![Argument { name: None, value: rest.trim().trim_matches(['"', '\'']).to_owned() }],
        _ => {
            let end = "\u{0}";
            arguments::read(&format!("{rest}{end}"), 0, &[end], Style::Commas).map(|(arguments, ..)| arguments).unwrap_or_default()
        }
    };
    let alone = matches!(
        name,
        "include" | "include_relative" | "link" | "post_url" | "assign" | "else" | "elsif" | "when" | "break" | "continue" | "seo"
    );
    Some(Mark::Open { range: start..end, name: name.to_owned(), arguments, alone })
}

fn raw_end(text: &str, from: usize) -> Option<Range<usize>> {
    let mut at = from;
    while let Some(start) = text[at..].find("{%").map(|offset| at + offset) {
        let length = text[start..].find("%}")?;
        let end = start + length + 2;
        if text[start + 2..end - 2].trim_matches(['-', ' ', '\t', '\n', '\r']) == "endraw" {
            return Some(start..end);
        }
        at = start + 2;
    }
    None
}
