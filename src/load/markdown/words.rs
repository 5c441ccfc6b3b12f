//! The words of a piece of Markdown without their markup, one line a block.

use std::ops::Range;

use super::flow::{Element, Flow, Step};
use super::{Part, ReferenceKind};

pub(super) fn of(flow: &Flow<'_>, fill: impl Fn(usize) -> Option<String>) -> String {
    write(flow, fill, false).pop().map(|part| part.text).unwrap_or_default()
}

/// The words under each heading that opens a section; those before the first heading come first, though there be none.
pub(super) fn parts(flow: &Flow<'_>, fill: impl Fn(usize) -> Option<String>) -> Vec<Part> {
    write(flow, fill, true)
}

/// The words of some of the steps.
pub(super) fn of_steps(flow: &Flow<'_>, steps: Range<usize>, fill: impl Fn(usize) -> Option<String>) -> String {
    write_steps(flow, steps, fill, false).pop().map(|part| part.text).unwrap_or_default()
}

fn write(flow: &Flow<'_>, fill: impl Fn(usize) -> Option<String>, split: bool) -> Vec<Part> {
    write_steps(flow, 0..flow.steps.len(), fill, split)
}

fn write_steps(flow: &Flow<'_>, steps: Range<usize>, fill: impl Fn(usize) -> Option<String>, split: bool) -> Vec<Part> {
    let mut done = Vec::new();
    let mut heading = None;
    let mut out = String::new();
    let mut at = steps.start;
    while let Some(step) = flow.steps.get(at).filter(|_| at < steps.end) {
        at += 1;
        match step {
            Step::Open(Element::Heading(index)) if split && !flow.headings[*index].nested => {
                done.push(Part::new(heading.replace(*index), std::mem::take(&mut out)));
                at += flow.steps[at..].iter().position(|s| *s == Step::Close(Element::Heading(*index))).unwrap_or(0);
            }
            Step::Words(words) | Step::Code(words) => out.push_str(words),
            Step::SoftBreak | Step::HardBreak => out.push(' '),
            Step::Html(_) => {}
            Step::HtmlBlock(html) => {
                without_tags(html, &mut out);
                end_line(&mut out);
            }
            Step::Open(Element::Cell) => {}
            Step::Close(Element::Cell) => out.push(' '),
            Step::Open(element) | Step::Close(element) if !element.is_inline() => end_line(&mut out),
            Step::Opened(index) => {
                let filled = fill(*index);
                let hidden = filled.is_none() && matches!(flow.references[*index].kind, ReferenceKind::Citation(_));
                if hidden || filled.is_some() {
                    out.push_str(&filled.unwrap_or_default());
                    at += flow.steps[at..].iter().position(|s| *s == Step::Closed(*index)).unwrap_or(0);
                }
            }
            Step::Inline(index) | Step::Block(index) => match fill(*index) {
                Some(words) => out.push_str(&words),
                None if matches!(flow.references[*index].kind, ReferenceKind::NarrativeCitation(_)) => {
                    out.push_str(&flow.references[*index].words)
                }
                None => {}
            },
            Step::Open(_) | Step::Close(_) | Step::Closed(_) | Step::Mark(_) | Step::Task(_) | Step::Rule => {}
        }
    }
    done.push(Part::new(heading, out));
    done
}

impl Part {
    fn new(heading: Option<usize>, mut text: String) -> Self {
        text.truncate(text.trim_end().len());
        Part { heading, text }
    }
}

fn end_line(out: &mut String) {
    out.truncate(out.trim_end_matches(' ').len());
    if !out.is_empty() && !out.ends_with('\n') {
        out.push('\n');
    }
}

/// For words only: what comes out is still text, never HTML.
fn without_tags(html: &str, out: &mut String) {
    let mut in_tag = false;
    for letter in html.chars() {
        match letter {
            '<' => in_tag = true,
            '>' if in_tag => {
                in_tag = false;
                out.push(' ');
            }
            _ if !in_tag => out.push(letter),
            _ => {}
        }
    }
}
