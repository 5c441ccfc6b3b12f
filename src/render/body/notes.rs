//! Footnotes: numbered in the order in which the text refers to them, opened in place, and listed at the end, each with ways back.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::{TOGETHER, Writer};
use crate::assemble::resolved::filled;
use crate::load::markdown::flow::{Flow, note_label};
use crate::load::markdown::plain_steps;
use crate::render::html::escape_into;

pub(super) struct Notes<'a> {
    by_label: BTreeMap<&'a str, usize>,
    /// For each note, its number, and how often the text refers to it with a link.
    numbers: Vec<Option<usize>>,
    uses: Vec<usize>,
    /// Whether its words stand in place already.
    shown: Vec<bool>,
    /// Notes by number.
    order: Vec<usize>,
}

impl<'a> Notes<'a> {
    pub(super) fn of(flow: &'a Flow<'a>) -> Self {
        let count = flow.notes.len();
        Notes {
            by_label: flow.notes_by_label(),
            numbers: vec![None; count],
            uses: vec![0; count],
            shown: vec![false; count],
            order: Vec::new(),
        }
    }

    fn number(&mut self, note: usize) -> usize {
        let order = &mut self.order;
        *self.numbers[note].get_or_insert_with(|| {
            order.push(note);
            order.len()
        })
    }
}

impl Writer<'_> {
    pub(super) fn mark(&mut self, label: &str) {
        let Some(note) = self.notes.by_label.get(note_label(label).as_str()).copied() else {
            return self.element("[^", label, "]");
        };
        let number = self.notes.number(note);
        if self.in_link() {
            return self.parts(["<sup class=\"fn\">", &number.to_string(), "</sup>"]);
        }
        self.notes.uses[note] += 1;
        let place = self.notes.uses[note];
        // A heading stays a line of words.
        let (open, to) = match self.in_heading {
            true => ("<a id=\"", "\" href=\"#"),
            false => ("<button type=\"button\" class=\"term\" id=\"", "\" popovertarget=\"_"),
        };
        // A mark stays with the word that it belongs to.
        let start = self.out.rfind([' ', '\n', '>']).map_or(0, |before| before + 1);
        self.out.insert_str(start, TOGETHER);
        self.parts(["<sup class=\"fn\">", open]);
        self.id(&way_back(number, place));
        self.out.push_str(to);
        self.id(&format!("fn-{number}"));
        let close = if self.in_heading { "a" } else { "button" };
        let name = self.options.words.fill("footnote", &[("number", &number.to_string())]);
        self.element("\" aria-label=\"", &name, "\">");
        write!(self.out, "{number}</{close}></sup>").expect("writing to memory");
        if !self.in_heading && !std::mem::replace(&mut self.notes.shown[note], true) {
            self.note_card(note, number, &name);
        }
        self.out.push_str("</span>");
        self.button = Some((start, self.out.len()));
    }

    /// The words of a note in place, and the way to the note itself, which has its links.
    fn note_card(&mut self, note: usize, number: usize, name: &str) {
        let words = plain_steps(self.flow, self.flow.notes[note].steps.clone(), |index| filled(self.resolved.get(index)?));
        self.out.push_str("<span popover id=\"_");
        self.id(&format!("fn-{number}"));
        self.element("\" class=\"term-card\">", &words, " <a href=\"#");
        self.id(&format!("fn-{number}"));
        self.element("\">", name, "</a></span>");
    }

    pub(super) fn footnotes(&mut self, title: &str) {
        let flow = self.flow;
        if flow.notes.is_empty() {
            return;
        }
        self.out.push_str("<section class=\"footnotes\" aria-label=\"");
        escape_into(&mut self.out, title);
        self.out.push_str("\"><ol>\n");
        let mut number = 0;
        let mut unmarked = 0;
        // A note may be the first to refer to another; one that nothing refers to comes last, and is not lost.
        loop {
            let note = match self.notes.order.get(number) {
                Some(note) => *note,
                None => {
                    while self.notes.numbers.get(unmarked).is_some_and(Option::is_some) {
                        unmarked += 1;
                    }
                    if unmarked == flow.notes.len() {
                        break;
                    }
                    unmarked
                }
            };
            self.notes.number(note);
            number += 1;
            self.out.push_str("<li id=\"");
            self.id(&format!("fn-{number}"));
            self.out.push_str("\">");
            let steps = &flow.notes[note].steps;
            self.steps(steps.start + 1..steps.end.saturating_sub(1).max(steps.start + 1));
            self.ways_back(number, self.notes.uses[note]);
            self.out.push_str("</li>\n");
        }
        self.out.push_str("</ol></section>\n");
    }

    fn ways_back(&mut self, number: usize, uses: usize) {
        let paragraph_ends = "</p>\n";
        let in_paragraph = self.out.ends_with(paragraph_ends);
        if in_paragraph {
            self.out.truncate(self.out.len() - paragraph_ends.len());
        }
        for place in 1..=uses {
            self.out.push_str(" <a href=\"#");
            self.id(&way_back(number, place));
            self.out.push_str("\" class=\"back\" aria-label=\"");
            match place {
                1 => {
                    self.said("back_to_text");
                    self.out.push_str("\">↩</a>");
                }
                _ => {
                    let name = self.options.words.fill("back_to_text_place", &[("place", &place.to_string())]);
                    escape_into(&mut self.out, &name);
                    write!(self.out, "\">↩<sup>{place}</sup></a>").expect("writing to memory");
                }
            }
        }
        if in_paragraph {
            self.out.push_str(paragraph_ends);
        }
    }
}

/// The id of the n-th mark of a footnote.
fn way_back(number: usize, place: usize) -> String {
    if place == 1 { format!("fnref-{number}") } else { format!("fnref-{number}-{place}") }
}
