//! What each code means in plain words, with an example and a way to mend it: a text file a code in `explained/`.
//! The example is one of a case in `tests/cases`, and a test holds that it still is.

use include_dir::{Dir, include_dir};

use super::{Code, Severity};

static PAGES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/src/diagnostic/explained");

/// Codes that keep from the public what must not get there: a hub can lower them, and should not.
const GUARDS: &[Code] = &[Code::LinkWithheld, Code::RuleProceedings, Code::RulePrivate, Code::FieldForbidden];

/// The explanation as it is written: lines `name: value`, an empty line, paragraphs.
fn written(code: Code) -> (&'static str, &'static str) {
    let file = PAGES.get_file(format!("{code}.txt")).and_then(|file| file.contents_utf8());
    file.and_then(|text| text.split_once("\n\n")).unwrap_or_default()
}

fn setting(code: Code, name: &str) -> Option<&'static str> {
    written(code).0.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
}

/// The level that the code mostly has.
pub fn severity(code: Code) -> Severity {
    match setting(code, "level") {
        Some("warning") => Severity::Warning,
        Some("advice") => Severity::Advice,
        _ => Severity::Error,
    }
}

/// The case in `tests/cases` from which its example is.
pub fn case(code: Code) -> Option<&'static str> {
    setting(code, "case")
}

/// The lines of its example.
pub fn example(code: Code) -> impl Iterator<Item = &'static str> {
    written(code).1.lines().filter_map(|line| line.strip_prefix("    "))
}

/// The whole explanation in paragraphs; indented lines are an example.
pub fn page(code: Code) -> String {
    format!("{}\n\n{}\n\n{}\n", code.explanation(), written(code).1.trim_end(), level(code))
}

fn level(code: Code) -> String {
    if GUARDS.contains(&code) {
        return "It stops a build. `levels` in `hub.yaml` could lower it, and should not: it keeps from the public what must not get there."
            .to_owned();
    }
    match severity(code) {
        Severity::Error => {
            format!("It stops a build. `levels: {{{code}: warning}}` in `hub.yaml` makes it a warning for the whole hub.")
        }
        Severity::Warning => format!(
            "It stops no build; `almoner check --deny warnings` fails on it. `levels: {{{code}: advice}}` in `hub.yaml` lowers it, `error` raises it."
        ),
        Severity::Advice => format!("It is advice and stops nothing. `levels: {{{code}: warning}}` in `hub.yaml` raises it."),
    }
}

/// Paragraphs in lines no longer than `width`; indented lines stay as they are.
pub fn wrapped(text: &str, width: usize) -> String {
    let mut out = String::new();
    for line in text.lines() {
        if line.starts_with("    ") {
            out.push_str(line);
            out.push('\n');
            continue;
        }
        let mut column = 0;
        for word in line.split(' ') {
            let length = word.chars().count();
            if column > 0 && column + 1 + length > width {
                out.push('\n');
                column = 0;
            } else if column > 0 {
                out.push(' ');
                column += 1;
            }
            out.push_str(word);
            column += length;
        }
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_explained_and_nothing_else_is() {
        for code in Code::ALL {
            let (settings, text) = written(*code);
            assert!(settings.starts_with("level: "), "{code} has no file in src/diagnostic/explained");
            // What it means and how to mend it, and between them what almoner says of the example.
            let own = text.split("\n\n").filter(|part| !part.starts_with("    ")).count();
            assert!(own >= 2 && text.len() > 80, "{code}: say what it means and how to mend it");
            assert!(*code == Code::Internal || example(*code).any(|line| line.contains(&format!("[{code}]: "))), "{code} has no example");
        }
        for file in PAGES.files() {
            let name = file.path().file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
            assert!(name.parse::<Code>().is_ok(), "no code is called `{name}`");
        }
    }

    #[test]
    fn paragraphs_are_wrapped_and_examples_are_not() {
        assert_eq!(wrapped("one two three\n\n    one two three\n", 8), "one two\nthree\n\n    one two three\n");
    }
}
