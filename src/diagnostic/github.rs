//! Faults as GitHub's workflow commands, which become annotations beside the changed lines of a pull request.

use super::terminal::visible;
use super::{Diagnostic, Severity};

/// So many of each kind GitHub shows beside the files of one step.
const SHOWN: usize = 10;

/// A command for each fault, the worst first, because only the first of each kind are shown; a last line says how many are not.
pub fn render(diagnostics: &[Diagnostic]) -> String {
    let mut worst_first: Vec<&Diagnostic> = diagnostics.iter().collect();
    worst_first.sort_by_key(|diagnostic| diagnostic.severity);
    let mut text: String = worst_first.into_iter().map(command).collect();
    let more = [(Severity::Error, "errors"), (Severity::Warning, "warnings"), (Severity::Advice, "notices")]
        .map(|(severity, name)| (diagnostics.iter().filter(|d| d.severity == severity).count().saturating_sub(SHOWN), name));
    let more: Vec<String> = more.iter().filter(|(count, _)| *count > 0).map(|(count, name)| format!("{count} more {name}")).collect();
    if !more.is_empty() {
        text.push_str(&format!("GitHub shows {SHOWN} of a kind beside the files; only this log has {}.\n", more.join(", ")));
    }
    text
}

fn command(diagnostic: &Diagnostic) -> String {
    let kind = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice => "notice",
    };
    let place = &diagnostic.place;
    let mut message = vec![diagnostic.message.clone()];
    if !diagnostic.label.is_empty() {
        message.push(diagnostic.label.clone());
    }
    message.extend(diagnostic.related.iter().map(|(at, what)| format!("{}:{}:{}: {what}", at.file, at.line, at.column)));
    message.extend(diagnostic.help.iter().map(|help| format!("help: {help}")));
    // Lines are escaped one by one and joined with an escaped line end: what is written inside one cannot start another,
    // and so cannot pass for a command.
    let message = message.iter().map(|line| data(line)).collect::<Vec<_>>().join("%0A");
    format!(
        "::{kind} file={},line={},col={},endColumn={},title={}::{message}\n",
        property(place.file.as_str()),
        place.line,
        place.column,
        place.column + place.width,
        property(diagnostic.code.name()),
    )
}

fn data(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(visible).collect();
    lines.join("\n").replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    visible(text).replace('%', "%25").replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Code, Place};

    #[test]
    fn a_command_names_file_line_columns_and_help() {
        let fault = Diagnostic::error(Code::LinkMissing, Place::in_text("content/a.md", "see [x](y)", 8..9), "no page at `y`")
            .help("did you mean `z`?")
            .related(Place::whole("b.md"), "renamed here");
        assert_eq!(
            render(&[fault]),
            "::error file=content/a.md,line=1,col=9,endColumn=10,title=link-missing::no page at `y`%0Ab.md:1:1: renamed here%0Ahelp: did you mean `z`?\n"
        );
    }

    #[test]
    fn what_is_not_shown_is_counted() {
        let fault =
            |severity, at: usize| Diagnostic { severity, ..Diagnostic::error(Code::LinkMissing, Place::whole(format!("{at}.md")), "x") };
        let mut many: Vec<Diagnostic> = (0..12).map(|at| fault(Severity::Warning, at)).collect();
        many.push(fault(Severity::Error, 12));
        let text = render(&many);
        assert!(text.starts_with("::error file=12.md"), "{text}");
        assert!(text.ends_with("\nGitHub shows 10 of a kind beside the files; only this log has 2 more warnings.\n"), "{text}");
        assert!(!render(&many[2..]).contains("GitHub shows"));
    }

    #[test]
    fn nothing_written_can_start_a_command() {
        let fault = Diagnostic::advice(Code::LinkMissing, Place::whole("a,b:100%\n.md"), "50%\r\n::set-env name=x::y");
        assert_eq!(
            render(&[fault]),
            "::notice file=a%2Cb%3A100%25␊.md,line=1,col=1,endColumn=2,title=link-missing::50%25%0A::set-env name=x::y\n"
        );
    }
}
