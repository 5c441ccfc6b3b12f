//! Faults as a person reads them: code and message, the source line with a pointer, what to do next.
//! Everything shown was written by somebody else, so nothing in it may steer the terminal.

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::{Diagnostic, Place, Severity};

#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    pub colour: bool,
    /// At most so many are drawn; the rest are counted.
    pub limit: Option<usize>,
}

pub fn render(diagnostics: &[Diagnostic], options: Options) -> String {
    let renderer = if options.colour { Renderer::styled() } else { Renderer::plain() };
    let shown = chosen(diagnostics, options.limit);
    let mut text = String::new();
    for &at in &shown {
        text.push_str(&renderer.render(&[report(&diagnostics[at])]));
        text.push_str("\n\n");
    }
    let hidden = diagnostics.len() - shown.len();
    if hidden > 0 {
        text.push_str(&format!("… and {hidden} more; `--all` shows them\n"));
    }
    text
}

/// Which to draw, in the order given. Under a limit the worst win a place: twenty warnings must not hide the one error.
fn chosen(diagnostics: &[Diagnostic], limit: Option<usize>) -> Vec<usize> {
    let mut indices: Vec<usize> = (0..diagnostics.len()).collect();
    if let Some(limit) = limit.filter(|limit| *limit < indices.len()) {
        indices.sort_by_key(|at| diagnostics[*at].severity);
        indices.truncate(limit);
        indices.sort_unstable();
    }
    indices
}

fn report(diagnostic: &Diagnostic) -> Group<'static> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Advice => Level::INFO.with_name("advice"),
    };
    let mut group = Group::with_title(level.primary_title(visible(&diagnostic.message)).id(diagnostic.code.name()));
    group = at(group, &diagnostic.place, &diagnostic.label, AnnotationKind::Primary);
    for (place, what) in &diagnostic.related {
        group = at(group, place, what, AnnotationKind::Context);
    }
    for help in &diagnostic.help {
        group = group.element(Level::HELP.message(visible_lines(help)));
    }
    group
}

fn at(group: Group<'static>, place: &Place, label: &str, kind: AnnotationKind) -> Group<'static> {
    let path = visible(place.file.as_str());
    if place.text.is_empty() {
        // No line to draw: a fault of the whole file has no line number either, and its label becomes a note.
        let whole = place.line == 1 && place.column == 1;
        let origin = Origin::path(path);
        let group = group.element(if whole { origin } else { origin.line(place.line as usize).char_column(place.column as usize) });
        return if label.is_empty() { group } else { group.element(Level::NOTE.message(visible_lines(label))) };
    }
    let source = visible(&place.text);
    let annotation = pointer(place, &source, kind);
    let annotation = if label.is_empty() { annotation } else { annotation.label(visible(label)) };
    group.element(Snippet::source(source).line_start(place.line as usize).path(path).annotation(annotation))
}

/// The stretch under the pointer as bytes of the line that is drawn; a place past its end points just behind it.
fn pointer(place: &Place, source: &str, kind: AnnotationKind) -> Annotation<'static> {
    let byte = |character: usize| source.char_indices().nth(character).map_or(source.len(), |(at, _)| at);
    let start = (place.column as usize).saturating_sub(1);
    kind.span(byte(start)..byte(start + place.width as usize))
}

/// Text that cannot move a cursor, colour a screen or turn the reading direction. One character stays one character,
/// so that columns still hold.
pub(super) fn visible(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\t' => '\t',
            '\0'..='\x1f' => char::from_u32(0x2400 + u32::from(c)).expect("the control pictures start at U+2400"),
            '\x7f' => '␡',
            '\u{80}'..='\u{9f}' | '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{fffd}',
            c => c,
        })
        .collect()
}

/// The same for text of our own making that may run over several lines.
pub fn visible_lines(text: &str) -> String {
    text.lines().map(visible).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;

    fn plain(diagnostics: &[Diagnostic]) -> String {
        render(diagnostics, Options::default())
    }

    fn misspelt() -> Diagnostic {
        let text = "---\ntype: research-summary\nratting: moderate\n---\n";
        let at = text.find("ratting").expect("in text");
        Diagnostic::error(Code::UnknownField, Place::in_text("content/research/x.md", text, at..at + 7), "unknown field `ratting`")
            .label("research-summary has no field `ratting`")
            .did_you_mean("ratting", ["rating"])
    }

    #[test]
    fn points_into_the_line_and_says_what_to_do() {
        let expected = "\
error[unknown-field]: unknown field `ratting`
 --> content/research/x.md:3:1
  |
3 | ratting: moderate
  | ^^^^^^^ research-summary has no field `ratting`
  |
  = help: did you mean `rating`?

";
        assert_eq!(plain(&[misspelt()]), expected);
    }

    #[test]
    fn related_places_follow_with_their_own_line() {
        let text = "a\nembargo: 2026-12-01\n";
        let fault = misspelt().related(Place::in_text("content/media/report.md", text, 2..9), "embargoed here");
        let shown = plain(&[fault]);
        assert!(
            shown.contains("\n ::: content/media/report.md:2:1\n  |\n2 | embargo: 2026-12-01\n  | ------- embargoed here\n"),
            "{shown}"
        );
    }

    #[test]
    fn a_whole_file_has_no_line_number_and_keeps_its_label() {
        let fault = Diagnostic::warning(Code::FileHidden, Place::whole("content/.x.md"), "hidden file `.x.md`").label("not published");
        assert_eq!(plain(&[fault]), "warning[file-hidden]: hidden file `.x.md`\n--> content/.x.md\n = note: not published\n\n");
    }

    #[test]
    fn columns_are_characters_and_the_end_of_a_line_can_be_pointed_at() {
        let text = "título: Für 你 x";
        let place = Place::in_text("a.md", text, text.find('x').expect("in text")..text.len());
        let shown = plain(&[Diagnostic::error(Code::FieldKind, place, "m")]);
        assert!(shown.contains("a.md:1:15\n"), "{shown}");
        let shown = plain(&[Diagnostic::error(Code::FieldKind, Place::in_text("a.md", "ab", 2..2), "m")]);
        assert!(shown.contains("a.md:1:3\n  |\n1 | ab\n  |   ^\n"), "{shown}");
    }

    #[test]
    fn nothing_written_can_steer_the_terminal() {
        let hostile = "\u{1b}]0;owned\u{7}\u{9b}31m\u{202e}x\r\u{1b}[2J";
        let fault = Diagnostic::error(Code::FieldKind, Place::in_text(hostile, hostile, 0..3), format!("no `{hostile}`\nerror: forged"))
            .label(hostile)
            .help(hostile)
            .related(Place::in_text(hostile, hostile, 0..3), hostile)
            .related(Place::whole(hostile), hostile);
        let shown = plain(&[fault]);
        assert!(!shown.chars().any(|c| (c.is_control() && c != '\n') || c == '\u{202e}'), "{shown:?}");
        assert!(!shown.contains("\nerror: forged"), "{shown}");
    }

    #[test]
    fn colour_is_only_for_those_who_ask() {
        assert!(!plain(&[misspelt()]).contains('\u{1b}'));
        assert!(render(&[misspelt()], Options { colour: true, limit: None }).contains('\u{1b}'));
    }

    #[test]
    fn a_limit_shows_the_worst_and_counts_the_rest() {
        let warning = |file| Diagnostic::warning(Code::RuleStale, Place::whole(file), "stale");
        let all = [warning("a.md"), warning("b.md"), misspelt(), warning("d.md")];
        let shown = render(&all, Options { colour: false, limit: Some(2) });
        assert!(shown.contains("a.md") && shown.contains("ratting") && !shown.contains("b.md"), "{shown}");
        assert!(shown.ends_with("… and 2 more; `--all` shows them\n"), "{shown}");
        assert!(!render(&all, Options { colour: false, limit: Some(4) }).contains("more;"));
    }
}
