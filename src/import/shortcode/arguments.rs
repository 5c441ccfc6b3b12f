//! What stands between the name of a call and its end: words, `name=value`, quotes of three kinds.

use super::Argument;

/// How values are written in a dialect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Parted by blanks; a backslash escapes in double quotes, backticks take all as it is.
    Blanks,
    /// Parted by commas; single quotes too, and lists in brackets.
    Commas,
}

/// The arguments from `at` on and where the mark ends, after one of `ends`; none if it never does. A slash before the end is passed over.
pub fn read(text: &str, mut at: usize, ends: &[&str], style: Style) -> Option<(Vec<Argument>, usize, bool)> {
    let mut arguments = Vec::new();
    loop {
        let rest = text.get(at..)?;
        let skipped = rest.len() - rest.trim_start_matches(|c: char| c.is_whitespace() || (style == Style::Commas && c == ',')).len();
        at += skipped;
        let rest = &text[at..];
        if rest.is_empty() {
            return None;
        }
        if let Some(end) = ends.iter().find(|end| rest.starts_with(**end)) {
            return Some((arguments, at + end.len(), false));
        }
        if let Some(end) = rest.strip_prefix('/').and_then(|rest| ends.iter().find(|end| rest.starts_with(**end))) {
            return Some((arguments, at + 1 + end.len(), true));
        }
        let (word, next) = value(text, at, ends, style)?;
        // `name = value` is a name and its value as well.
        let after = text[next..].trim_start();
        let is_name = after.starts_with('=') && is_plain(&word) && !text[at..].starts_with(['"', '\'', '`']);
        if is_name {
            let from = text.len() - after.len() + 1;
            let from = from + (text[from..].len() - text[from..].trim_start().len());
            if ends.iter().any(|end| text[from..].starts_with(*end)) {
                arguments.push(Argument { name: Some(word), value: String::new() });
                at = from;
                continue;
            }
            let (value, next) = value(text, from, ends, style)?;
            arguments.push(Argument { name: Some(word), value });
            at = next;
        } else {
            arguments.push(Argument { name: None, value: word });
            at = next;
        }
    }
}

fn is_plain(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ':'))
}

/// One value and where the next may begin; none if its quotes are never closed.
fn value(text: &str, at: usize, ends: &[&str], style: Style) -> Option<(String, usize)> {
    let rest = &text[at..];
    let mut letters = rest.char_indices();
    let (_, first) = letters.next()?;
    match first {
        '"' => {
            let mut out = String::new();
            let mut escaped = false;
            for (offset, letter) in letters {
                match letter {
                    _ if escaped => {
                        // Only what needs it is escaped; `C:\dir` stays as it is.
                        if !matches!(letter, '"' | '\\') {
                            out.push('\\');
                        }
                        out.push(letter);
                        escaped = false;
                    }
                    '\\' => escaped = true,
                    '"' => return Some((out, at + offset + 1)),
                    _ => out.push(letter),
                }
            }
            None
        }
        '`' => rest[1..].find('`').map(|end| (rest[1..1 + end].to_owned(), at + end + 2)),
        '\'' if style == Style::Commas => rest[1..].find('\'').map(|end| (rest[1..1 + end].to_owned(), at + end + 2)),
        '[' if style == Style::Commas => rest.find(']').map(|end| (rest[..=end].to_owned(), at + end + 1)),
        _ => {
            let stops = |offset: usize, letter: char| {
                letter.is_whitespace()
                    || letter == '='
                    || (style == Style::Commas && letter == ',')
                    || ends.iter().any(|end| rest[offset..].starts_with(*end))
                    || (letter == '/' && ends.iter().any(|end| rest[offset + 1..].starts_with(*end)))
            };
            let end = rest
                .char_indices()
                .find(|(offset, letter)| *offset > 0 && stops(*offset, *letter))
                .map_or(rest.len(), |(offset, _)| offset);
            Some((rest[..end].to_owned(), at + end))
        }
    }
}
