//! The one file that names serde_yaml: text in, `Value` out, or one fault with its place in that text.
//! Duplicate keys and empty values are found by `locate`, which sees the text; serde_yaml sees only values.

use std::ops::Range;

use super::value::{Map, Value};
use crate::diagnostic::Code;

/// Why a YAML text cannot be read, with the bytes at fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YamlFault {
    pub code: Code,
    pub range: Range<usize>,
    pub message: String,
    pub help: String,
}

/// The fields of a YAML text. An empty text has no fields.
pub fn parse(text: &str) -> Result<Map, YamlFault> {
    let value: serde_yaml::Value = serde_yaml::from_str(text).map_err(|error| fault(text, &error))?;
    match convert(value) {
        Value::Map(map) => Ok(map),
        Value::Null => Ok(Map::new()),
        other => Err(YamlFault {
            code: Code::YamlSyntax,
            range: 0..text.find('\n').unwrap_or(text.len()),
            message: format!("expected fields, found {}", other.kind_name()),
            help: "write one field a line, each as `name: value`".into(),
        }),
    }
}

fn convert(value: serde_yaml::Value) -> Value {
    match value {
        serde_yaml::Value::Null => Value::Null,
        serde_yaml::Value::Bool(value) => Value::Bool(value),
        serde_yaml::Value::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(integer), _) => Value::Integer(integer),
            (None, Some(decimal)) => Value::Decimal(decimal),
            (None, None) => Value::Text(number.to_string()),
        },
        serde_yaml::Value::String(text) => Value::Text(text),
        serde_yaml::Value::Sequence(items) => Value::List(items.into_iter().map(convert).collect()),
        serde_yaml::Value::Mapping(map) => Value::Map(map.into_iter().map(|(key, value)| (key_text(key), convert(value))).collect()),
        serde_yaml::Value::Tagged(tagged) => convert(tagged.value),
    }
}

/// YAML lets anything be a key; in content a key is a word.
fn key_text(key: serde_yaml::Value) -> String {
    match key {
        serde_yaml::Value::String(text) => text,
        serde_yaml::Value::Bool(value) => value.to_string(),
        serde_yaml::Value::Number(number) => number.to_string(),
        _ => "?".into(),
    }
}

/// serde_yaml's error in an editor's words.
fn fault(text: &str, error: &serde_yaml::Error) -> YamlFault {
    let said = error.to_string();
    let at = error.location().map_or(0, |location| location.index().min(text.len()));
    let at = text.floor_char_boundary(at);
    if let Some(range) = second_colon(text, at).filter(|_| said.contains("mapping values are not allowed")) {
        let line = line_around(text, range.start);
        let (name, value) = text[line.clone()].split_once(':').unwrap_or_default();
        return YamlFault {
            code: Code::YamlColon,
            range,
            message: "this line has a second colon, so the text must be in quotes".into(),
            help: format!("write: {}: \"{}\"", name.trim_end(), value.trim().replace('"', "\\\"")),
        };
    }
    if let Some(tab) = leading_tab(text).filter(|_| said.contains("cannot start any token") || said.contains("tab")) {
        return YamlFault {
            code: Code::YamlTab,
            range: tab..tab + 1,
            message: "a tab indents this line, and YAML allows only spaces".into(),
            help: "replace the tab by spaces".into(),
        };
    }
    if let Some(key) = said.split("duplicate entry with key \"").nth(1).and_then(|rest| rest.split('"').next()) {
        // serde_yaml gives no useful place for it; `Locator::duplicates` does.
        return YamlFault {
            code: Code::DuplicateField,
            range: 0..0,
            message: format!("field `{key}` is written twice"),
            help: "keep one of the two".into(),
        };
    }
    let words = said.split(" at line ").next().unwrap_or(&said);
    let (message, help) = plain(words);
    // A fault found at the start of a line belongs to what was left open before it.
    let at =
        if at > 0 && text[..at].ends_with('\n') && help.contains("close") { text[..at].trim_end().len().saturating_sub(1) } else { at };
    let at = text.floor_char_boundary(at);
    YamlFault { code: Code::YamlSyntax, range: at..(at + 1).min(text.len()).max(at), message, help }
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
        ("found unexpected end of stream", "a quotation mark is opened and never closed", "close the text with the same quotation mark"),
        ("could not find expected ':'", "this line is not a field", "write `name: value`, or put the text in quotes"),
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
        (
            "deserializing from YAML containing more than one document",
            "a line of three hyphens starts a second document",
            "remove the line, or put it in quotes",
        ),
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

/// The second `: ` of the line that holds `at`.
fn second_colon(text: &str, at: usize) -> Option<Range<usize>> {
    let line = line_around(text, at);
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
    use super::*;

    #[test]
    fn values_keep_their_kinds_and_their_order() {
        let map = parse("b: 1\na: [x, 2.5, true]\nc:\n  d: 2026-03-14\n").expect("sound YAML");
        assert_eq!(map.iter().map(|(key, _)| key).collect::<Vec<_>>(), ["b", "a", "c"]);
        assert_eq!(map.list("a")[1], Value::Decimal(2.5));
        assert_eq!(map.get("c").and_then(Value::as_map).and_then(|c| c.text("d")), Some("2026-03-14"));
    }

    #[test]
    fn the_second_colon_is_named_and_mended() {
        let text = "id: x\ntitle: Kinship: what works\n";
        let fault = parse(text).expect_err("a second colon");
        assert_eq!(fault.code, Code::YamlColon);
        assert_eq!(&text[..fault.range.start], "id: x\ntitle: Kinship");
        assert_eq!(fault.help, "write: title: \"Kinship: what works\"");
    }

    #[test]
    fn an_open_list_a_tab_and_a_bomb_are_said_in_plain_words() {
        assert!(parse("title: [oops\n").expect_err("open").message.contains("not finished"));
        assert_eq!(parse("a:\n\tb: 1\n").expect_err("tab").code, Code::YamlTab);
        let bomb = "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e]\ng: [*f,*f,*f,*f,*f,*f,*f,*f,*f]\n";
        assert!(parse(bomb).expect_err("bomb").message.contains("without end"));
    }
}
