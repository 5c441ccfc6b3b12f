//! What is wrong with a piece of Markdown by itself. What its references lead to is for `assemble` to say.

use std::collections::BTreeSet;
use std::ops::Range;

use super::flow::{Flow, Step, note_label, scheme};
use super::markup::{instead_of, tag_name};
use super::{MarkdownFault, ReferenceKind};
use crate::diagnostic::{Code, Severity};
use crate::load::content_type::RawHtml;

pub(super) fn find(text: &str, flow: &Flow<'_>, html: RawHtml) -> Vec<MarkdownFault> {
    // Foreign content is shown as well as can be: what would stop the hub's own page is only a warning there.
    let severity = match html {
        RawHtml::Refuse => Severity::Error,
        RawHtml::Escape => Severity::Warning,
    };
    let mut faults = Faults { severity, found: Vec::new() };
    match html {
        RawHtml::Refuse => {
            faults.each_piece_of_html(flow);
            faults.headings(flow);
        }
        RawHtml::Escape => faults.html_as_a_whole(flow),
    }
    faults.links(flow);
    faults.images(flow);
    faults.notes(text, flow);
    faults.found.sort_by_key(|fault| (fault.range.start, fault.range.end));
    faults.found
}

struct Faults {
    severity: Severity,
    found: Vec<MarkdownFault>,
}

impl Faults {
    fn push(&mut self, severity: Severity, code: Code, range: &Range<usize>, message: String, help: impl Into<String>) {
        self.found.push(MarkdownFault { range: range.clone(), severity, code, message, help: help.into() });
    }

    fn each_piece_of_html(&mut self, flow: &Flow<'_>) {
        let mut opened = BTreeSet::new();
        for (range, html) in &flow.html {
            if html.starts_with("<!--") {
                let help = "write `-->` where the comment ends; everything after its beginning is hidden until then";
                self.push(self.severity, Code::RawHtml, range, "this comment is never closed".to_owned(), help);
                continue;
            }
            let name = tag_name(html);
            // The end of a tag whose beginning has been reported says nothing new.
            if name.strip_prefix('/').is_some_and(|name| opened.contains(name)) {
                continue;
            }
            let (message, help) = match name.trim_start_matches('/') {
                "" => ("HTML is not published".to_owned(), instead_of("")),
                tag => (format!("the HTML tag `<{name}>` is not published"), instead_of(tag)),
            };
            self.push(self.severity, Code::RawHtml, range, message, help);
            opened.insert(name);
        }
    }

    fn html_as_a_whole(&mut self, flow: &Flow<'_>) {
        if let [(first, _), ..] = flow.html.as_slice() {
            let message = match flow.html.len() {
                1 => "1 piece of HTML is shown as text".to_owned(),
                pieces => format!("{pieces} pieces of HTML are shown as text"),
            };
            self.push(Severity::Warning, Code::RawHtml, first, message, "rewrite it as Markdown to have it shown as it was meant");
        }
    }

    fn headings(&mut self, flow: &Flow<'_>) {
        let mut above = 1;
        for heading in &flow.headings {
            let hashes = "#".repeat(heading.level.into());
            if heading.level == 1 {
                let message = format!("`{}` is a heading of level 1, which only the page's title may be", heading.text);
                self.push(Severity::Error, Code::HeadingOrder, &heading.range, message, "begin it with `##`");
            } else if heading.text.is_empty() && !holds_reference(flow, &heading.range) {
                let help = format!("write its words after `{hashes}`, or delete the line");
                self.push(Severity::Warning, Code::HeadingOrder, &heading.range, "this heading has no words".to_owned(), help);
                continue;
            } else if heading.level > above + 1 {
                let message = match above {
                    1 => format!("`{}` is a heading of level {}, but no heading of level 2 comes before it", heading.text, heading.level),
                    _ => format!("`{}` is a heading of level {}, but the one before it is of level {above}", heading.text, heading.level),
                };
                let help = format!("write `{}` instead of `{hashes}`", "#".repeat(above as usize + 1));
                self.push(Severity::Warning, Code::HeadingOrder, &heading.range, message, help);
            }
            above = heading.level;
        }
    }

    fn links(&mut self, flow: &Flow<'_>) {
        for (range, address) in &flow.refused {
            let scheme = scheme(address).unwrap_or_default();
            let message = format!("links may not begin with `{scheme}:`");
            let help = "use an address that begins with `https:`, `mailto:` or `tel:`, or the name of a file of this hub";
            self.push(self.severity, Code::LinkScheme, range, message, help);
        }
    }

    fn images(&mut self, flow: &Flow<'_>) {
        for reference in &flow.references {
            if let ReferenceKind::Image { address, alt, .. } = &reference.kind
                && alt.is_empty()
            {
                let message = format!("the image `{address}` has no description");
                let help = "say what it shows, for those who cannot see it: `![what the image shows](…)`";
                self.push(self.severity, Code::ImageAlt, &reference.range, message, help);
            }
        }
        for index in &flow.stray {
            let reference = &flow.references[*index];
            let (code, what) = match &reference.kind {
                ReferenceKind::Include { page, .. } => {
                    (Code::IncludeMissing, format!("the block from `{page}` cannot stand inside a line of text"))
                }
                ReferenceKind::Chart { name, .. } => (Code::BlockAlone, format!("the chart `{name}` cannot stand inside a line of text")),
                ReferenceKind::FigureCard(name) => {
                    (Code::BlockAlone, format!("the card of the figure `{name}` cannot stand inside a line of text"))
                }
                _ => continue,
            };
            let help = match &reference.kind {
                ReferenceKind::FigureCard(name) => {
                    format!(
                        "give it a paragraph of its own, with an empty line before and after it; in a line of text write `[](figure:{name})`, without the exclamation mark"
                    )
                }
                _ => "give it a paragraph of its own, with an empty line before and after it".to_owned(),
            };
            self.push(self.severity, code, &reference.range, what, help);
        }
    }

    fn notes(&mut self, text: &str, flow: &Flow<'_>) {
        for (range, label) in &flow.missing_notes {
            let message = format!("the footnote `[^{label}]` has no text");
            let help = format!("write it on a line of its own, at the left edge: `[^{label}]: text of the footnote`");
            self.push(self.severity, Code::FootnoteMissing, range, message, help);
        }
        if flow.notes.is_empty() {
            return;
        }
        let known = flow.notes_by_label();
        let marked: BTreeSet<usize> = flow
            .steps
            .iter()
            .filter_map(|step| match step {
                Step::Mark(label) => known.get(note_label(label).as_str()).copied(),
                _ => None,
            })
            .collect();
        for (index, note) in flow.notes.iter().enumerate().filter(|(index, _)| !marked.contains(index)) {
            let first_line = text[note.range.clone()].find('\n').map_or(note.range.end, |at| note.range.start + at);
            let label = &note.label;
            let message = match known.get(label.as_str()) {
                Some(first) if *first != index => format!("there is another footnote `[^{label}]` before this one"),
                _ => format!("nothing refers to the footnote `[^{label}]`"),
            };
            let help = format!("write `[^{label}]` where it belongs, give it a label of its own, or delete it");
            self.push(Severity::Warning, Code::FootnoteUnused, &(note.range.start..first_line), message, help);
        }
    }
}

/// References are listed in the order in which they begin.
fn holds_reference(flow: &Flow<'_>, range: &Range<usize>) -> bool {
    let first = flow.references.partition_point(|reference| reference.range.start < range.start);
    flow.references.get(first).is_some_and(|reference| reference.range.start < range.end)
}
