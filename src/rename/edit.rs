//! Changes to a text by place: every other byte stays as it was.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::load::document::Document;
use crate::load::value::{KeyPath, Value};

/// What is to stand in place of some bytes of a text.
#[derive(Debug, Default)]
pub struct Edits(BTreeMap<(usize, usize), String>);

impl Edits {
    /// False when other words are already to stand there.
    pub fn put(&mut self, range: Range<usize>, words: String) -> bool {
        let overlaps = self.0.iter().any(|((start, end), _)| *start < range.end && range.start < *end);
        match self.0.get(&(range.start, range.end)) {
            Some(known) => *known == words,
            None if overlaps => false,
            None => {
                self.0.insert((range.start, range.end), words);
                true
            }
        }
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn apply(&self, text: &str) -> String {
        let mut changed = String::with_capacity(text.len() + 64);
        let mut at = 0;
        for ((start, end), words) in &self.0 {
            changed.push_str(&text[at..*start]);
            changed.push_str(words);
            at = *end;
        }
        changed.push_str(&text[at..]);
        changed
    }

    /// Each change with the line in which it stands, for people.
    pub fn lines<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (usize, &'a str, &'a str)> {
        self.0.iter().map(|((start, end), words)| {
            let line = 1 + text[..*start].bytes().filter(|byte| *byte == b'\n').count();
            let old = &text[*start..*end];
            // Several lines that become one are not shown beside it.
            (line, if old.contains('\n') { "" } else { old }, words.trim())
        })
    }
}

/// Gives the page's `aliases` one more, and takes from them the address that it will have. None where they are written in a
/// way that cannot be added to.
pub fn aliases(document: &Document, edits: &mut Edits, add: Option<&str>, becomes: &str) -> Option<()> {
    let text = &document.source.text;
    let path = KeyPath::from("aliases");
    let mut aliases = document.common.aliases.clone();
    let before = aliases.len();
    aliases.retain(|alias| !super::spelling::is_same(alias, becomes));
    let shrinks = aliases.len() < before;
    aliases.extend(add.filter(|add| !aliases.iter().any(|alias| super::spelling::is_same(alias, add))).map(str::to_owned));
    if !shrinks && aliases.len() == before {
        return Some(());
    }
    let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let whole = || format!("[{}]", aliases.iter().map(|alias| super::spelling::as_value(alias, false)).collect::<Vec<_>>().join(", "));
    let place = document.sheet.value_range(&path);
    let written = document.sheet.key_range(&path);
    let items: Vec<Range<usize>> = (0..before).map_while(|index| document.sheet.value_range(&path.item(index))).collect();
    let put = match (written, place) {
        // A new last line of the front matter.
        (None, _) => {
            let end = document.sheet.end();
            edits.put(end..end, format!("aliases: {}{newline}", whole()))
        }
        (Some(key), None) => edits.put(key.end + 1..key.end + 1, format!(" {}", whole())),
        (Some(_), Some(place)) if text[place.clone()].starts_with('-') && items.len() == before && !shrinks => {
            // As one more item, with the indent and the hyphen of the last.
            let last = items.last()?;
            let start = text[..last.start].rfind('\n').map_or(0, |at| at + 1);
            let lead = &text[start..last.start];
            let end = text[last.end..].find('\n').map_or(text.len(), |at| last.end + at + 1);
            edits.put(end..end, format!("{lead}{}{newline}", super::spelling::as_value(add?, false)))
        }
        (Some(key), Some(place)) if text[place.clone()].starts_with('-') => {
            // Written anew in one line: the items as they stood, without the one that goes.
            edits.put(key.end + 1..place.end, format!(" {}", whole()))
        }
        (Some(_), Some(place)) => {
            let is_list = matches!(document.fields.get("aliases"), Some(Value::List(_) | Value::Text(_) | Value::Null) | None);
            is_list && edits.put(place, whole())
        }
    };
    put.then_some(())
}
