//! A template's expressions as tokens with their places. What stands outside of them is text and leaves no token.

use std::ops::Range;

#[derive(Debug, Clone, PartialEq)]
pub enum Token<'a> {
    /// `{{`
    PrintStart,
    PrintEnd,
    /// `{%`
    TagStart,
    TagEnd,
    Word(&'a str),
    Text(String),
    Number,
    Symbol(&'a str),
}

/// Longer ones first: what is found first is taken.
const SYMBOLS: &[&str] = &[
    "...", "//", "**", "==", "!=", ">=", "<=", "</", "?.", "?[", "+", "-", "*", "/", "%", ".", ",", ":", "~", "|", "=", ">", "<", "(", ")",
    "[", "]", "{", "}", "@",
];

/// None for what the template engine would not take either.
pub fn tokens(text: &str) -> Option<Vec<(Token<'_>, Range<usize>)>> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find('{').map(|found| at + found) {
        match text.as_bytes().get(start + 1) {
            Some(b'#') => at = start + text[start..].find("#}")? + 2,
            Some(b'{') => at = inside(text, start, ("{{", "}}"), (Token::PrintStart, Token::PrintEnd), &mut tokens)?,
            Some(b'%') => match raw(&text[start..]) {
                Some(length) => at = start + length?,
                None => at = inside(text, start, ("{%", "%}"), (Token::TagStart, Token::TagEnd), &mut tokens)?,
            },
            _ => at = start + 1,
        }
    }
    Some(tokens)
}

/// How long a `{% raw %}` block is; the inner option is none when it does not end.
fn raw(text: &str) -> Option<Option<usize>> {
    let start = tag(text, "raw")?;
    let mut at = start;
    while let Some(found) = text[at..].find("{%") {
        if let Some(length) = tag(&text[at + found..], "endraw") {
            return Some(Some(at + found + length));
        }
        at += found + 2;
    }
    Some(None)
}

/// The length of a tag that has this one word.
fn tag(text: &str, word: &str) -> Option<usize> {
    let rest = text.strip_prefix("{%")?;
    let rest = rest.strip_prefix('-').unwrap_or(rest).trim_ascii_start().strip_prefix(word)?.trim_ascii_start();
    let rest = rest.strip_prefix('-').unwrap_or(rest).strip_prefix("%}")?;
    Some(text.len() - rest.len())
}

/// The tokens of one print or tag, and where the text goes on.
fn inside<'a>(
    text: &'a str,
    start: usize,
    (open, close): (&str, &str),
    (first, last): (Token<'a>, Token<'a>),
    tokens: &mut Vec<(Token<'a>, Range<usize>)>,
) -> Option<usize> {
    let mut at = start + open.len();
    at += usize::from(text[at..].starts_with('-'));
    tokens.push((first, start..at));
    loop {
        let rest = &text[at..];
        at += rest.len() - rest.trim_ascii_start().len();
        let rest = &text[at..];
        let end = usize::from(rest.starts_with('-'));
        if rest[end..].starts_with(close) {
            let after = at + end + close.len();
            tokens.push((last, at..after));
            return Some(after);
        }
        let (token, length) = one(rest)?;
        tokens.push((token, at..at + length));
        at += length;
    }
}

fn one(rest: &str) -> Option<(Token<'_>, usize)> {
    let first = *rest.as_bytes().first()?;
    if matches!(first, b'"' | b'\'' | b'`') {
        return quoted(rest, first);
    }
    if first.is_ascii_digit() {
        let length = rest.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count();
        return Some((Token::Number, length));
    }
    if first.is_ascii_alphabetic() || first == b'_' {
        let length = rest.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count();
        return Some((Token::Word(&rest[..length]), length));
    }
    let symbol = SYMBOLS.iter().find(|symbol| rest.starts_with(**symbol))?;
    Some((Token::Symbol(symbol), symbol.len()))
}

fn quoted(rest: &str, quote: u8) -> Option<(Token<'_>, usize)> {
    let mut text = String::new();
    let mut letters = rest.char_indices().skip(1);
    while let Some((at, letter)) = letters.next() {
        match letter {
            '\\' => text.push(match letters.next()?.1 {
                'n' => '\n',
                't' => '\t',
                'r' => '\r',
                other => other,
            }),
            letter if letter == char::from(quote) => return Some((Token::Text(text), at + 1)),
            letter => text.push(letter),
        }
    }
    None
}
