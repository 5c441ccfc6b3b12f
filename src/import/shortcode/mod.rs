//! Where a text calls its generator: Hugo's shortcodes, Zola's, Jekyll's Liquid. Each dialect finds its marks; here they become a tree.
//! What a call turns into is for `outcome` to say. No byte is lost: the pieces of a text, one after the other, are the text.

mod arguments;
mod hugo;
mod liquid;
mod zola;

use std::ops::Range;

use super::site::Generator;
pub use liquid::VALUE as LIQUID_VALUE;

/// The marks that begin with a brace. `read` is given the text, where a brace stands in it and what comes next to it.
fn in_braces(text: &str, within: Range<usize>, read: impl Fn(&str, usize, &str) -> Option<Mark>) -> Vec<Mark> {
    let text = &text[..within.end];
    let mut found = Vec::new();
    let mut at = within.start;
    while let Some(start) = text[at..].find('{').map(|offset| at + offset) {
        let mark = text.get(start + 1..start + 2).and_then(|second| read(text, start, second));
        at = mark.as_ref().map_or(start + 1, |mark| mark.range().end);
        found.extend(mark);
    }
    found
}

/// What a text consists of, in order and without gaps.
#[derive(Debug, Clone, PartialEq)]
pub enum Piece {
    Text(Range<usize>),
    /// A mark that was kept from being one: the words that readers were to see.
    Escaped(Range<usize>, String),
    Call(Call),
    /// An end without a beginning.
    Stray(Range<usize>, String),
}

impl Piece {
    pub fn range(&self) -> Range<usize> {
        match self {
            Piece::Text(range) | Piece::Escaped(range, _) | Piece::Stray(range, _) => range.clone(),
            Piece::Call(call) => call.range.clone(),
        }
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    pub name: String,
    pub arguments: Vec<Argument>,
    /// The mark that opens it.
    pub open: Range<usize>,
    /// All of it, up to the end of the mark that closes it.
    pub range: Range<usize>,
    /// What stands between the two marks.
    pub inner: Option<Vec<Piece>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Argument {
    pub name: Option<String>,
    pub value: String,
}

impl Call {
    /// A named argument, by any of its usual names.
    pub fn named(&self, names: &[&str]) -> Option<&str> {
        names
            .iter()
            .find_map(|name| {
                self.arguments.iter().find(|argument| argument.name.as_deref().is_some_and(|known| known.eq_ignore_ascii_case(name)))
            })
            .map(|argument| argument.value.trim())
            .filter(|value| !value.is_empty())
    }

    /// The n-th argument without a name.
    pub fn plain(&self, n: usize) -> Option<&str> {
        let mut plain = self.arguments.iter().filter(|argument| argument.name.is_none());
        plain.nth(n).map(|argument| argument.value.trim()).filter(|value| !value.is_empty())
    }
}

/// A mark that a dialect found.
#[derive(Debug, Clone, PartialEq)]
enum Mark {
    Open {
        range: Range<usize>,
        name: String,
        arguments: Vec<Argument>,
        /// It says itself that nothing belongs to it.
        alone: bool,
    },
    Close {
        range: Range<usize>,
        /// None closes whatever is open.
        name: Option<String>,
    },
    Escaped(Range<usize>, String),
}

impl Mark {
    fn range(&self) -> Range<usize> {
        match self {
            Mark::Open { range, .. } | Mark::Close { range, .. } | Mark::Escaped(range, _) => range.clone(),
        }
    }
}

/// Reads a stretch of a text; ranges are bytes of the whole text.
pub fn scan(text: &str, within: Range<usize>, generator: Generator) -> Vec<Piece> {
    let marks = match generator {
        Generator::Hugo => hugo::marks(text, within.clone()),
        Generator::Zola => zola::marks(text, within.clone()),
        Generator::Jekyll => liquid::marks(text, within.clone()),
    };
    let ends = matched(&marks);
    let mut next = 0;
    pieces(&marks, &ends, &mut next, within.start, within.end, marks.len())
}

/// For each mark that opens something, the one that closes it: the nearest of its name that nothing else claims.
fn matched(marks: &[Mark]) -> Vec<Option<usize>> {
    let mut ends = vec![None; marks.len()];
    let mut open: Vec<usize> = Vec::new();
    for (at, mark) in marks.iter().enumerate() {
        match mark {
            Mark::Open { alone: false, .. } => open.push(at),
            Mark::Close { name, .. } => {
                let belongs = |index: &usize| match &marks[*index] {
                    Mark::Open { name: opened, .. } => name.as_ref().is_none_or(|name| name == opened),
                    _ => false,
                };
                if let Some(found) = open.iter().rposition(belongs) {
                    // What was opened since and never closed stands alone.
                    ends[open[found]] = Some(at);
                    open.truncate(found);
                }
            }
            _ => {}
        }
    }
    ends
}

/// The pieces from `at` to `end`, made of the marks before `last`.
fn pieces(marks: &[Mark], ends: &[Option<usize>], next: &mut usize, mut at: usize, end: usize, last: usize) -> Vec<Piece> {
    let mut found = Vec::new();
    while *next < last {
        let index = *next;
        let range = marks[index].range();
        if at < range.start {
            found.push(Piece::Text(at..range.start));
        }
        at = range.end;
        *next += 1;
        match &marks[index] {
            Mark::Escaped(_, words) => found.push(Piece::Escaped(range, words.clone())),
            Mark::Close { name, .. } => found.push(Piece::Stray(range, name.clone().unwrap_or_else(|| "end".into()))),
            Mark::Open { name, arguments, .. } => {
                let mut call = Call { name: name.clone(), arguments: arguments.clone(), open: range.clone(), range, inner: None };
                if let Some(closing) = ends[index] {
                    let close = marks[closing].range();
                    call.inner = Some(pieces(marks, ends, next, call.open.end, close.start, closing));
                    *next = closing + 1;
                    at = close.end;
                    call.range.end = close.end;
                }
                found.push(Piece::Call(call));
            }
        }
    }
    if at < end {
        found.push(Piece::Text(at..end));
    }
    found
}

/// Every call of a text with those inside it, in order.
pub fn calls(pieces: &[Piece]) -> Vec<&Call> {
    let mut found = Vec::new();
    for piece in pieces {
        if let Piece::Call(call) = piece {
            found.push(call);
            found.extend(call.inner.iter().flat_map(|inner| calls(inner)));
        }
    }
    found
}

#[cfg(test)]
mod tests;
