//! From a key path to bytes: where in a YAML text a field's name and value stand.
//! Made only when a fault must be shown. It reads parser events, so flow style, quotes and block text are all placed rightly.

use std::collections::BTreeMap;
use std::ops::Range;

use saphyr_parser::{Event, Parser, Span};

use super::value::{KeyPath, Step};

#[derive(Debug, Clone, Default)]
pub struct Locator {
    places: BTreeMap<KeyPath, Found>,
    duplicates: Vec<(KeyPath, Range<usize>, Range<usize>)>,
}

#[derive(Debug, Clone)]
struct Found {
    key: Range<usize>,
    value: Range<usize>,
}

/// Deeper than any content; a hostile file stops here instead of on the stack.
const MAX_DEPTH: usize = 64;

impl Locator {
    /// Reads as far as the text is sound YAML; places after a syntax fault are unknown.
    pub fn new(text: &str) -> Self {
        let mut reader = Reader { parser: Parser::new_from_str(text), lines: line_starts(text), text, locator: Locator::default() };
        while let Some(Ok((event, span))) = reader.parser.next_event() {
            match event {
                Event::StreamStart | Event::DocumentStart(_) => {}
                Event::StreamEnd | Event::DocumentEnd => break,
                event => {
                    if reader.node(event, span, &KeyPath::top(), 0).is_none() {
                        break;
                    }
                }
            }
        }
        reader.locator
    }

    /// The name of a field, or the start of a list item.
    pub fn key(&self, path: &KeyPath) -> Option<Range<usize>> {
        self.places.get(path).map(|found| found.key.clone())
    }

    pub fn value(&self, path: &KeyPath) -> Option<Range<usize>> {
        self.places.get(path).map(|found| found.value.clone())
    }

    /// Fields written twice: the path, the first and the second place.
    pub fn duplicates(&self) -> &[(KeyPath, Range<usize>, Range<usize>)] {
        &self.duplicates
    }
}

struct Reader<'a> {
    parser: Parser<'a, saphyr_parser::StrInput<'a>>,
    lines: Vec<usize>,
    text: &'a str,
    locator: Locator,
}

impl<'a> Reader<'a> {
    fn next(&mut self) -> Option<(Event<'a>, Span)> {
        self.parser.next_event().and_then(Result::ok)
    }

    /// Walks one node, records what is inside it, and gives the bytes it covers.
    fn node(&mut self, event: Event<'a>, span: Span, path: &KeyPath, depth: usize) -> Option<Range<usize>> {
        if depth > MAX_DEPTH {
            return None;
        }
        let start = self.bytes(span);
        match event {
            Event::MappingStart(..) => {
                let mut end = start.start;
                loop {
                    let (event, span) = self.next()?;
                    if matches!(event, Event::MappingEnd) {
                        return Some(start.start..self.closed(span, '}').unwrap_or(end).max(start.end));
                    }
                    let key = self.bytes(span);
                    let name = match &event {
                        Event::Scalar(name, ..) => name.to_string(),
                        _ => "?".to_owned(),
                    };
                    if !matches!(event, Event::Scalar(..)) {
                        self.node(event, span, &path.key("?"), depth + 1)?;
                    }
                    let inner = path.key(&name);
                    let (event, span) = self.next()?;
                    let value = self.node(event, span, &inner, depth + 1)?;
                    end = end.max(value.end).max(key.end);
                    self.record(inner, key, value);
                }
            }
            Event::SequenceStart(..) => {
                let mut end = start.start;
                for index in 0.. {
                    let (event, span) = self.next()?;
                    if matches!(event, Event::SequenceEnd) {
                        end = self.closed(span, ']').unwrap_or(end);
                        break;
                    }
                    let inner = path.item(index);
                    let value = self.node(event, span, &inner, depth + 1)?;
                    end = end.max(value.end);
                    self.record(inner, value.clone(), value);
                }
                Some(start.start..end.max(start.end))
            }
            _ => Some(start),
        }
    }

    /// The end of a list or a group in brackets; in block style nothing closes them.
    fn closed(&self, span: Span, bracket: char) -> Option<usize> {
        let at = self.bytes(span).start;
        self.text[at..].starts_with(bracket).then_some(at + 1)
    }

    fn record(&mut self, path: KeyPath, key: Range<usize>, value: Range<usize>) {
        match self.locator.places.get(&path) {
            Some(first) if matches!(path.0.last(), Some(Step::Key(_))) => {
                let first = first.key.clone();
                self.locator.duplicates.push((path, first, key));
            }
            _ => {
                self.locator.places.insert(path, Found { key, value });
            }
        }
    }

    /// Markers count characters; columns are turned to bytes line by line.
    fn bytes(&self, span: Span) -> Range<usize> {
        let at = |line: usize, column: usize| {
            let start = self.lines.get(line.saturating_sub(1)).copied().unwrap_or(self.text.len());
            self.text[start..].char_indices().nth(column).map_or(self.text.len(), |(offset, _)| start + offset)
        };
        let start = at(span.start.line(), span.start.col());
        let end = at(span.end.line(), span.end.col()).max(start);
        let end = start + self.text[start..end].trim_end().len();
        start..end
    }
}

fn line_starts(text: &str) -> Vec<usize> {
    std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value<'a>(text: &'a str, path: &KeyPath) -> &'a str {
        &text[Locator::new(text).value(path).expect("placed")]
    }

    #[test]
    fn block_flow_quotes_and_block_text_are_placed() {
        let text = "title: \"Caffè: x\"\nauthors:\n  - name: A\n    orcid: 1\n  - {name: B, orcid: 2}\ntext: |\n  one\n  two\nlast: z\n";
        assert_eq!(value(text, &"title".into()), "\"Caffè: x\"");
        assert_eq!(value(text, &KeyPath::from("authors").item(1).key("orcid")), "2");
        assert_eq!(value(text, &KeyPath::from("authors").item(0).key("name")), "A");
        assert_eq!(value(text, &"last".into()), "z");
        let key = Locator::new(text).key(&"last".into()).expect("placed");
        assert_eq!(&text[key], "last");
    }

    #[test]
    fn a_field_written_twice_is_found_with_both_places() {
        let text = "a: 1\nb:\n  c: 2\n  c: 3\n";
        let locator = Locator::new(text);
        let (path, first, second) = &locator.duplicates()[0];
        assert_eq!(
            (path.to_string(), first.start, second.start),
            ("b.c".to_owned(), text.find("c:").expect("first"), text.rfind("c:").expect("second"))
        );
    }
}
