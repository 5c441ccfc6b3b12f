//! What is recognised in running words: `@key`, the mark of a footnote that has no text, and quotation marks
//! that pulldown-cmark, which sees one level of markup at a time, turned the wrong way.

use std::ops::Range;

use pulldown_cmark::CowStr;

use super::ReferenceKind;
use super::builder::Builder;
use super::flow::Step;

impl<'t> Builder<'t> {
    /// The words since the last other step are complete.
    pub(super) fn end_run(&mut self) {
        if self.sources.is_empty() {
            return;
        }
        self.turn_quotes();
        let (mut at, mut caret) = (false, false);
        for step in &self.flow.steps[self.run..] {
            if let Step::Words(words) = step {
                at |= words.contains('@');
                caret |= words.starts_with('^');
            }
        }
        if caret {
            self.find_missing_notes();
        }
        if at && self.links.open().is_none() {
            self.split_at_keys();
        } else if self.links.open().is_some() || self.heading.is_some() {
            for index in self.run..self.flow.steps.len() {
                if let Step::Words(words) = &self.flow.steps[index] {
                    let words = words.clone();
                    self.shown(&words);
                }
            }
        }
        self.run = self.flow.steps.len();
        self.sources.clear();
    }

    fn turn_quotes(&mut self) {
        for (offset, source) in self.sources.iter().enumerate() {
            let index = self.run + offset;
            let Step::Words(words) = &self.flow.steps[index] else { continue };
            let quote = match (&**words, self.text.as_bytes().get(source.start)) {
                ("“", Some(b'"')) => '“',
                ("’", Some(b'\'')) => '’',
                ("‘", Some(b'\'')) => '‘',
                _ => continue,
            };
            let before = letter_before(&self.flow.steps[..index]);
            let next = match self.flow.steps.get(index + 1) {
                Some(Step::Words(words)) => &**words,
                _ => "",
            };
            let opens = before.is_none_or(|c| c.is_whitespace() || "([{“‘—–-/".contains(c));
            let letter_after = next.chars().next().is_some_and(char::is_alphanumeric);
            let turned = match quote {
                // Nothing was open on this level of markup, yet it stands where only a closing mark can.
                '“' if !opens && !letter_after => '”',
                // The '90s; rock 'n' roll.
                '‘' if is_decade(next) || next == "n" => '’',
                // A quotation that goes on in the next paragraph, or ends inside other markup.
                '’' if opens && letter_after && !is_clipped(next) => '‘',
                same => same,
            };
            if turned != quote {
                self.flow.steps[index] = Step::Words(CowStr::from(turned));
            }
        }
    }

    /// A mark like `[^x]` that stayed text has no footnote.
    fn find_missing_notes(&mut self) {
        for (offset, pair) in self.sources.windows(2).enumerate() {
            let [before, mark] = [&pair[0], &pair[1]];
            let (Step::Words(open), Step::Words(label)) = (&self.flow.steps[self.run + offset], &self.flow.steps[self.run + offset + 1])
            else {
                continue;
            };
            let is_label = label.len() > 1 && label.starts_with('^') && !label.contains(char::is_whitespace);
            if **open == *"[" && is_label && self.text[mark.end..].starts_with(']') && !self.text[..before.start].ends_with('\\') {
                self.flow.missing_notes.push((before.start..mark.end + 1, label[1..].to_owned()));
            }
        }
    }

    /// Splits the run where an `@key` stands, and lists each as a reference.
    fn split_at_keys(&mut self) {
        let mut content = String::new();
        // For each step: where it begins in `content`, and its source.
        let mut pieces: Vec<(usize, Range<usize>)> = Vec::with_capacity(self.sources.len());
        let steps: Vec<Step<'t>> = self.flow.steps.drain(self.run..).collect();
        for (step, source) in steps.iter().zip(&self.sources) {
            if let Step::Words(words) = step {
                pieces.push((content.len(), source.clone()));
                content.push_str(words);
            }
        }
        let mut done = 0;
        let mut search = 0;
        while let Some(at) = content[search..].find('@').map(|found| search + found) {
            search = at + 1;
            let Some(length) = key_length(&content[at + 1..]) else { continue };
            let before = if at == 0 { letter_before(&self.flow.steps) } else { content[..at].chars().next_back() };
            if before.is_some_and(|c| c.is_alphanumeric() || "_-.+/@:=".contains(c)) || !self.is_plain(&pieces, at) {
                continue;
            }
            let end = at + 1 + length;
            self.words(&content[done..at]);
            let range = self.source_of(&pieces, at).start..self.source_of(&pieces, end - 1).end;
            let target = (range.start + 1).min(range.end)..range.end;
            let (key, words) = (content[at + 1..end].to_owned(), content[at..end].to_owned());
            self.shown(&words);
            let index = self.refer(range, target, words, ReferenceKind::NarrativeCitation(key));
            self.flow.steps.push(Step::Inline(index));
            done = end;
            search = end;
        }
        self.words(&content[done..]);
    }

    fn words(&mut self, words: &str) {
        if !words.is_empty() {
            self.shown(words);
            self.flow.steps.push(Step::Words(CowStr::from(words.to_owned())));
        }
    }

    /// The source of the character at a place in the run's content.
    fn source_of(&self, pieces: &[(usize, Range<usize>)], at: usize) -> Range<usize> {
        let index = pieces.partition_point(|(start, _)| *start <= at).saturating_sub(1);
        let (start, source) = &pieces[index];
        let here = source.start + (at - start);
        if here < source.end { here..here + 1 } else { source.clone() }
    }

    /// Whether the at sign is written as itself, and not as `\@` or `&#64;`. A backslash that escapes is in no piece.
    fn is_plain(&self, pieces: &[(usize, Range<usize>)], at: usize) -> bool {
        let source = self.source_of(pieces, at).start;
        let escaped = pieces.binary_search_by_key(&at, |(start, _)| *start).is_ok_and(|index| {
            let follows = index > 0 && pieces[index - 1].1.end == source;
            !follows && self.text[..source].ends_with('\\')
        });
        self.text[source..].starts_with('@') && !escaped
    }
}

/// How long a key is that begins here: letters and digits, with single marks inside it.
fn key_length(text: &str) -> Option<usize> {
    let mut end = 0;
    let mut mark = true;
    for (at, letter) in text.char_indices() {
        if letter.is_alphanumeric() {
            end = at + letter.len_utf8();
            mark = false;
        } else if !mark && matches!(letter, '-' | '_' | ':' | '.') {
            mark = true;
        } else {
            break;
        }
    }
    (end > 0).then_some(end)
}

/// The last letter shown before this step in the same line; a few steps of markup may stand between.
fn letter_before(steps: &[Step<'_>]) -> Option<char> {
    for step in steps.iter().rev().take(8) {
        match step {
            Step::Words(words) | Step::Code(words) if !words.is_empty() => return words.chars().next_back(),
            Step::Inline(_) | Step::Mark(_) => return Some('x'),
            Step::Opened(_) | Step::Closed(_) | Step::Words(_) | Step::Code(_) | Step::Html(_) => {}
            Step::Open(element) | Step::Close(element) if element.is_inline() => {}
            _ => return None,
        }
    }
    None
}

fn is_decade(next: &str) -> bool {
    let bytes = next.as_bytes();
    bytes.len() >= 3 && bytes[0].is_ascii_digit() && bytes[1].is_ascii_digit() && bytes[2] == b's'
}

/// Words that begin with an apostrophe: 'tis, 'em, the '90s.
fn is_clipped(next: &str) -> bool {
    let word: String = next.chars().take_while(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    is_decade(next) || matches!(word.as_str(), "tis" | "twas" | "twere" | "em" | "n" | "til")
}
