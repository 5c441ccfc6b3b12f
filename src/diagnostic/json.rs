//! Faults for programs: one object a run. Columns and widths count characters, from 1, as in `Place`.

use serde::Serialize;
use serde_json::Value;

use super::{Diagnostic, Place, Severity};

#[derive(Serialize)]
struct Run<'a> {
    diagnostics: Vec<Fault<'a>>,
    errors: usize,
    warnings: usize,
    advice: usize,
}

#[derive(Serialize)]
struct Fault<'a> {
    severity: &'static str,
    code: &'static str,
    message: &'a str,
    #[serde(flatten)]
    place: Where<'a>,
    label: &'a str,
    help: &'a [String],
    related: Vec<Related<'a>>,
}

#[derive(Serialize)]
struct Related<'a> {
    message: &'a str,
    #[serde(flatten)]
    place: Where<'a>,
}

#[derive(Serialize)]
struct Where<'a> {
    file: &'a str,
    line: u32,
    column: u32,
    width: u32,
    text: &'a str,
}

pub fn render(diagnostics: &[Diagnostic]) -> String {
    let mut text = value(diagnostics).to_string();
    text.push('\n');
    text
}

/// The same as a value, for a command that says more than its faults.
pub fn value(diagnostics: &[Diagnostic]) -> Value {
    let count = |severity| diagnostics.iter().filter(|d| d.severity == severity).count();
    let run = Run {
        diagnostics: diagnostics.iter().map(fault).collect(),
        errors: count(Severity::Error),
        warnings: count(Severity::Warning),
        advice: count(Severity::Advice),
    };
    serde_json::to_value(run).expect("text and numbers are JSON")
}

fn fault(diagnostic: &Diagnostic) -> Fault<'_> {
    Fault {
        severity: diagnostic.severity.name(),
        code: diagnostic.code.name(),
        message: &diagnostic.message,
        place: at(&diagnostic.place),
        label: &diagnostic.label,
        help: &diagnostic.help,
        related: diagnostic.related.iter().map(|(place, what)| Related { message: what, place: at(place) }).collect(),
    }
}

fn at(place: &Place) -> Where<'_> {
    Where { file: place.file.as_str(), line: place.line, column: place.column, width: place.width, text: &place.text }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;

    #[test]
    fn one_object_with_every_fault_and_the_counts() {
        let fault = Diagnostic::error(Code::LinkMissing, Place::in_text("a.md", "see [x](y)", 8..9), "no page at `y`")
            .label("nothing here")
            .help("did you mean `z`?")
            .related(Place::whole("b.md"), "was here");
        let warning = Diagnostic::warning(Code::RuleStale, Place::whole("c.md"), "stale");
        let expected = concat!(
            r#"{"diagnostics":[{"severity":"error","code":"link-missing","message":"no page at `y`","file":"a.md","line":1,"column":9,"#,
            r#""width":1,"text":"see [x](y)","label":"nothing here","help":["did you mean `z`?"],"related":[{"message":"was here","#,
            r#""file":"b.md","line":1,"column":1,"width":1,"text":""}]},{"severity":"warning","code":"rule-stale","message":"stale","#,
            r#""file":"c.md","line":1,"column":1,"width":1,"text":"","label":"","help":[],"related":[]}],"errors":1,"warnings":1,"advice":0}"#,
            "\n"
        );
        assert_eq!(render(&[fault, warning]), expected);
    }
}
