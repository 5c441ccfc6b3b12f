//! Where findings stand in a page of the old site.

use super::report::{Finding, Matter};
use super::shortcode::Call;
use crate::load::source::Source;

/// The places of one page. Its lines are counted once: a page may have three thousand calls.
pub struct Places<'a> {
    source: &'a Source,
    lines: Vec<usize>,
}

impl<'a> Places<'a> {
    pub fn of(source: &'a Source) -> Self {
        let ends = source.text.match_indices('\n').map(|(at, _)| at + 1);
        Places { source, lines: std::iter::once(0).chain(ends).collect() }
    }

    pub fn finding(&self, matter: Matter, kind: &str, became: &str, at: usize, words: String) -> Finding {
        let text = &self.source.text;
        let at = text.floor_char_boundary(at.min(text.len()));
        let line = self.lines.partition_point(|start| *start <= at);
        let column = text[self.lines[line - 1]..at].chars().count() + 1;
        Finding {
            matter,
            kind: kind.to_owned(),
            became: became.to_owned(),
            file: self.source.file.clone(),
            line: line as u32,
            column: column as u32,
            words,
        }
    }

    pub fn call(&self, call: &Call, became: &str) -> Finding {
        let words = self.source.text[call.open.clone()].split_whitespace().collect::<Vec<_>>().join(" ");
        self.finding(Matter::Shortcode, &call.name, became, call.open.start, words)
    }
}
