//! What the YAML parser says, in an editor's words and at the editor's slip: a parser notices a quotation mark that is never closed
//! at the end of the file, and an editor looks for it where it was opened.

use std::ops::Range;

use crate::diagnostic::Code;

/// Why a YAML text cannot be read, with the bytes at fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YamlFault {
    pub code: Code,
    pub range: Range<usize>,
    pub message: String,
    pub help: String,
}

/// `said` is the parser's message, and `at` the byte at which it stopped.
pub fn explain(text: &str, said: &str, at: usize) -> YamlFault {
    let at = text.floor_char_boundary(at.min(text.len()));
    if let Some(fault) = colon(text, said, at).or_else(|| tab(text, said)) {
        return fault;
    }
    if let Some(key) = said.split("duplicate entry with key \"").nth(1).and_then(|rest| rest.split('"').next()) {
        // The parser gives no useful place for it; `Locator::duplicates` does.
        let message = format!("field `{key}` is written twice");
        return YamlFault { code: Code::DuplicateField, range: 0..0, message, help: "keep one of the two".into() };
    }
    if said.contains("more than one document") {
        let fence = text.find("\n---").map_or(0, |found| found + 1);
        return syntax(fence..fence + 3.min(text.len() - fence), "a line of three hyphens ends the file before its end", "remove the line");
    }
    let opened = opened(text, said);
    text_after_its_end(text, said, at)
        .or_else(|| no_field(text, said, opened))
        .or_else(|| first_letter(text, said, opened.unwrap_or(at)))
        .unwrap_or_else(|| {
            let (message, help) = plain(said.split(" at line ").next().unwrap_or(said));
            let at = opened.unwrap_or(at);
            let end = text[at..].chars().next().map_or(at, |letter| at + letter.len_utf8());
            syntax(at..end, message, help)
        })
}

fn syntax(range: Range<usize>, message: impl Into<String>, help: impl Into<String>) -> YamlFault {
    YamlFault { code: Code::YamlSyntax, range, message: message.into(), help: help.into() }
}

/// A field where none may be: a second colon on the line, or one field indented below another that has its text.
fn colon(text: &str, said: &str, at: usize) -> Option<YamlFault> {
    if !said.contains("mapping values are not allowed") {
        return None;
    }
    let line = line_around(text, at);
    if let Some(range) = second_colon(text, &line) {
        return Some(YamlFault {
            code: Code::YamlColon,
            range,
            message: "this line has a second colon, so the text must be in quotes".into(),
            help: rewritten(&text[line])?,
        });
    }
    let written = &text[line.clone()];
    let indent = written.len() - written.trim_start().len();
    let name = written.split(':').next().unwrap_or_default().trim_end();
    (indent > 0).then(|| {
        syntax(
            line.start + indent..line.start + name.len(),
            "this field is indented, and the field above it already has its text",
            "start it in the same column as the field above it",
        )
    })
}

fn tab(text: &str, said: &str) -> Option<YamlFault> {
    let tab = leading_tab(text).filter(|_| said.contains("cannot start any token") || said.contains("tab"))?;
    Some(YamlFault {
        code: Code::YamlTab,
        range: tab..tab + 1,
        message: "a tab indents this line, and YAML allows only spaces".into(),
        help: "replace the tab by spaces".into(),
    })
}

/// `title: 'Children's homes'`, `title: [draft] Sleep`: what YAML took for the whole value is only its beginning.
fn text_after_its_end(text: &str, said: &str, at: usize) -> Option<YamlFault> {
    if !said.contains("did not find expected key") {
        return None;
    }
    let line = line_around(text, at);
    let (start, value) = value_of(&text[line.clone()])?;
    let begins = value.chars().next().filter(|first| "'\"[{".contains(*first) && line.start + start < at)?;
    let ends = match begins {
        '[' => "the list ends before this, at `]`".to_owned(),
        '{' => "the group ends before this, at `}`".to_owned(),
        quote => format!("the text ends before this, at the second `{quote}`"),
    };
    Some(syntax(at..line.start + text[line.clone()].trim_end().len(), ends, rewritten(&text[line])?))
}

/// A line that is neither a field nor part of one.
fn no_field(text: &str, said: &str, opened: Option<usize>) -> Option<YamlFault> {
    let line = line_around(text, opened.filter(|_| said.contains("could not find expected ':'"))?);
    let written = text[line.clone()].trim();
    let start = line.start + text[line.clone()].find(written).unwrap_or_default();
    Some(match written.split_once(':') {
        Some((name, value)) if !name.contains(' ') => syntax(
            start + name.len()..start + name.len() + 1,
            "there is no space after this colon, so YAML sees no field",
            format!("write: {name}: {value}"),
        ),
        _ => syntax(
            start..start + written.len(),
            "this line is not a field",
            "write `name: value`; if the line belongs to the text above it, indent it as that text is",
        ),
    })
}

/// Signs that have a meaning of their own at the start of a text.
fn first_letter(text: &str, said: &str, at: usize) -> Option<YamlFault> {
    let special = ["cannot start any token", "expected alphabetic or numeric", "unknown anchor", "expected comment or line break"];
    let letter = text[at..].chars().next().filter(|_| special.iter().any(|words| said.contains(words)))?;
    if !matches!(letter, '*' | '&' | '@' | '`' | '%' | '>' | '|') {
        return None;
    }
    let message = format!("a text that begins with `{letter}` must be in quotes");
    Some(syntax(at..at + 1, message, rewritten(&text[line_around(text, at)])?))
}

/// The line with its text in quotation marks that fit.
fn rewritten(line: &str) -> Option<String> {
    let (start, value) = value_of(line)?;
    let bare = ['"', '\'']
        .iter()
        .find_map(|quote| value.strip_prefix(*quote)?.strip_suffix(*quote).filter(|bare| !bare.is_empty()))
        .unwrap_or(value);
    let quoted = match (bare.contains('"') || bare.contains('\\'), bare.contains('\'')) {
        (false, _) => format!("\"{bare}\""),
        (true, false) => format!("'{bare}'"),
        (true, true) => format!("\"{}\"", bare.replace('\\', "\\\\").replace('"', "\\\"")),
    };
    Some(format!("write: {}{quoted}", line[..start].trim_start()))
}

/// The text of a field or of an item of a list, and where in the line it begins.
fn value_of(line: &str) -> Option<(usize, &str)> {
    let item = line.trim_start().strip_prefix("- ").map(|rest| line.len() - rest.len());
    let from = item.unwrap_or_default();
    let field = line[from..].find(": ").map(|colon| from + colon + 2);
    // In `- {a: b}` and `- "a: b"` the first colon belongs to the text.
    let start = match item {
        Some(from) if line[from..].trim_start().starts_with(['"', '\'', '{', '[']) => from,
        _ => field.or(item)?,
    };
    let value = line[start..].trim();
    Some((start + (line[start..].len() - line[start..].trim_start().len()), value)).filter(|(_, value)| !value.is_empty())
}

/// Where the construct that was never finished begins: the parser says it as "while parsing … at line 2 column 7".
fn opened(text: &str, said: &str) -> Option<usize> {
    let place = said.split_once("while ")?.1.split_once(" at line ")?.1;
    let (line, column) = place.split_once(" column ")?;
    let start: usize = text.split_inclusive('\n').take(line.parse::<usize>().ok()?.checked_sub(1)?).map(str::len).sum();
    let column = column.trim().parse::<usize>().ok()?.checked_sub(1)?;
    text[start..].char_indices().nth(column).map(|(offset, _)| start + offset)
}

/// The parser's own terms, and what an editor can do about each.
fn plain(words: &str) -> (String, String) {
    let table = [
        (
            "did not find expected ',' or ']'",
            "a list in brackets is not finished",
            "close the list with `]`, or put commas between its items",
        ),
        (
            "did not find expected ',' or '}'",
            "a group in braces is not finished",
            "close the group with `}`, or put commas between its fields",
        ),
        (
            "did not find expected key",
            "a field name was expected here",
            "check the indentation: fields of one group start in the same column",
        ),
        (
            "did not find expected '-' indicator",
            "a list item was expected here",
            "start each item of the list with `- ` in the same column",
        ),
        (
            "block sequence entries are not allowed",
            "a list may not begin on the line of its field's name",
            "put each item on a line of its own, with `- ` before it",
        ),
        ("found unexpected end of stream", "a quotation mark is opened and never closed", "close the text with the same quotation mark"),
        ("mapping values are not allowed", "a field is not allowed here", "check the indentation, or put text that has a colon in quotes"),
        ("found character that cannot start any token", "this character may not start a value", "put the text in quotes"),
        ("found unknown escape character", "this is no escape that YAML knows", "use single quotes, or write `\\\\` for a backslash"),
        (
            "repetition limit exceeded",
            "the file repeats itself through aliases without end",
            "write the values out instead of using `*` aliases",
        ),
        ("recursion limit exceeded", "the file is nested too deeply", "use fewer levels"),
        (
            "unknown anchor",
            "this alias refers to nothing",
            "write the value out instead of using a `*` alias, or put text that starts with `*` in quotes",
        ),
        ("control characters are not allowed", "there is a control character in the text", "delete the invisible character"),
    ];
    table
        .iter()
        .find(|(theirs, _, _)| words.contains(theirs))
        .map(|(_, ours, help)| ((*ours).to_owned(), (*help).to_owned()))
        .unwrap_or_else(|| (words.to_lowercase(), "check quotes, colons and indentation around here".into()))
}

fn line_around(text: &str, at: usize) -> Range<usize> {
    let start = text[..at].rfind('\n').map_or(0, |found| found + 1);
    let end = text[at..].find('\n').map_or(text.len(), |found| at + found);
    start..end
}

/// The second `: ` of a line.
fn second_colon(text: &str, line: &Range<usize>) -> Option<Range<usize>> {
    let mut colons = text[line.clone()].match_indices(": ").map(|(found, _)| line.start + found).chain(
        // A colon that ends the line opens a group just the same.
        text[line.clone()].trim_end().ends_with(':').then(|| line.start + text[line.clone()].trim_end().len() - 1),
    );
    colons.nth(1).map(|found| found..found + 1)
}

fn leading_tab(text: &str) -> Option<usize> {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let indent = line.len() - line.trim_start_matches([' ', '\t']).len();
        if let Some(tab) = line[..indent].find('\t') {
            return Some(start + tab);
        }
        start += line.len();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::yaml::parse;

    /// What is pointed at, what is said, and what to do.
    fn said(text: &str) -> String {
        let fault = parse(text).expect_err("a slip");
        format!("{} | {} | {}", &text[fault.range], fault.message, fault.help)
    }

    #[test]
    fn slips_of_editors_are_pointed_at_and_mended() {
        let table = [
            ("a: b\ntitle: Kinship: x\n", ": | this line has a second colon, so the text must be in quotes | write: title: \"Kinship: x\""),
            ("a: [b, c\nd: e\n", "[ | a list in brackets is not finished | close the list with `]`, or put commas between its items"),
            ("a: \"never\n", "\" | a quotation mark is opened and never closed | close the text with the same quotation mark"),
            ("a: 'Children's homes'\n", "s homes' | the text ends before this, at the second `'` | write: a: \"Children's homes\""),
            ("a: \"x \"y\" z\"\n", "y\" z\" | the text ends before this, at the second `\"` | write: a: 'x \"y\" z'"),
            ("a: [draft] Sleep\n", "Sleep | the list ends before this, at `]` | write: a: \"[draft] Sleep\""),
            ("a: b\nslug:one\n", ": | there is no space after this colon, so YAML sees no field | write: slug: one"),
            ("a: *editors*\n", "* | a text that begins with `*` must be in quotes | write: a: \"*editors*\""),
            ("- @gscc\n", "@ | a text that begins with `@` must be in quotes | write: - \"@gscc\""),
            ("a: >x\n", "> | a text that begins with `>` must be in quotes | write: a: \">x\""),
            (
                "a: b\n  c: d\n",
                "c | this field is indented, and the field above it already has its text | start it in the same column as the field above it",
            ),
            (
                "a: - b\n",
                "- | a list may not begin on the line of its field's name | put each item on a line of its own, with `- ` before it",
            ),
        ];
        for (text, expected) in table {
            assert_eq!(said(text), expected);
        }
    }
}
