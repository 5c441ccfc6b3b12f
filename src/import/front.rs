//! The front matter of another generator's page, in any of the three languages that are in use: YAML, TOML, JSON.
//! What its fields mean is for `fields` to say.

use std::ops::Range;

use super::toml;
use crate::load::value::{Map, Value};
use crate::load::yaml;

/// YAML costs more than its length, and nobody writes this much by hand.
const MAX_BYTES: usize = 256 << 10;

#[derive(Debug, Clone, Default)]
pub struct Front {
    pub fields: Map,
    /// Bytes between the fences, and those of the text after them.
    pub head: Range<usize>,
    pub body: Range<usize>,
    /// Why the fields could not be read, and where.
    pub fault: Option<(Range<usize>, String)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    Yaml,
    Toml,
    Json,
}

/// Splits a page and reads its fields. A page without front matter has no fields; one with a fault keeps its whole text.
pub fn read(text: &str) -> Front {
    // Generators do not mind empty lines before the first fence.
    let skipped = text.len() - text.trim_start().len();
    let rest = &text[skipped..];
    let none = Front { body: 0..text.len(), ..Front::default() };
    let (form, fence) = match rest.lines().next().map(str::trim_end) {
        Some("---") => (Form::Yaml, "---"),
        Some("+++") => (Form::Toml, "+++"),
        _ if rest.starts_with('{') && !rest.starts_with("{{") && !rest.starts_with("{%") => return json(text, skipped),
        _ => return none,
    };
    let first = rest.find('\n').map_or(rest.len(), |end| end + 1);
    let mut at = skipped + first;
    let start = at;
    for line in text[start..].split_inclusive('\n') {
        let words = line.trim_end();
        if words == fence || (form == Form::Yaml && words == "...") {
            return fields(text, form, start..at, at + line.len()..text.len());
        }
        at += line.len();
    }
    Front { fault: Some((skipped..skipped + 3, "the front matter is opened here and never closed".into())), ..none }
}

fn fields(text: &str, form: Form, head: Range<usize>, body: Range<usize>) -> Front {
    let mut front = Front { head: head.clone(), body, ..Front::default() };
    if head.len() > MAX_BYTES {
        front.fault = Some((head.start..head.start, format!("the front matter has more than {} kB", MAX_BYTES / 1000)));
        return front;
    }
    let found = parse(form, &text[head.clone()]);
    match found.or_else(|fault| once_each(form, &text[head.clone()]).ok_or(fault)) {
        Ok(fields) => front.fields = fields,
        Err((range, message)) => front.fault = Some((head.start + range.start..head.start + range.end, message)),
    }
    front
}

/// Fields of which some are written twice: generators take the last. Not where that decides when a page is seen: there somebody has to look.
fn once_each(form: Form, text: &str) -> Option<Map> {
    const DECIDES: &[&str] = &["draft", "date", "publishdate", "pubdate", "published", "headless"];
    let mut lines: Vec<&str> = text.lines().collect();
    for _ in 0..20 {
        let joined = lines.join("\n");
        let Err((_, message)) = parse(form, &joined) else { return parse(form, &joined).ok() };
        let name = message.strip_suffix("is written twice")?.rsplit('`').nth(1)?.to_owned();
        if form != Form::Yaml || DECIDES.contains(&name.to_ascii_lowercase().as_str()) {
            return None;
        }
        let first =
            lines.iter().position(|line| line.strip_prefix(name.as_str()).is_some_and(|rest| rest.trim_start().starts_with(':')))?;
        let belongs = |line: &&&str| line.starts_with([' ', '\t', '-']) || line.is_empty();
        let length = 1 + lines[first + 1..].iter().take_while(belongs).count();
        lines.drain(first..first + length);
    }
    None
}

/// Fields alone, as settings files have them.
pub fn parse(form: Form, text: &str) -> Result<Map, (Range<usize>, String)> {
    match form {
        Form::Yaml => yaml::parse(text).map_err(|fault| (fault.range, fault.message)),
        Form::Toml => toml::parse(text).map_err(|fault| (fault.range, fault.message)),
        Form::Json => match serde_json::from_str(text).map(value) {
            Ok(Value::Map(map)) => Ok(map),
            Ok(_) => Err((0..0, "expected fields between braces".into())),
            Err(error) => Err((0..0, format!("this is no sound JSON: {error}"))),
        },
    }
}

fn json(text: &str, skipped: usize) -> Front {
    let none = Front { body: 0..text.len(), ..Front::default() };
    let mut values = serde_json::Deserializer::from_str(&text[skipped..]).into_iter::<serde_json::Value>();
    match values.next() {
        Some(Ok(found)) => {
            let end = skipped + values.byte_offset();
            match value(found) {
                Value::Map(fields) => Front { fields, head: skipped..end, body: end..text.len(), fault: None },
                _ => none,
            }
        }
        Some(Err(error)) => Front { fault: Some((skipped..skipped + 1, format!("this is no sound JSON: {error}"))), ..none },
        None => none,
    }
}

fn value(json: serde_json::Value) -> Value {
    match json {
        serde_json::Value::Null => Value::Null,
        serde_json::Value::Bool(flag) => Value::Bool(flag),
        serde_json::Value::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(whole), _) => Value::Integer(whole),
            (None, Some(decimal)) => Value::Decimal(decimal),
            (None, None) => Value::Text(number.to_string()),
        },
        serde_json::Value::String(text) => Value::Text(text),
        serde_json::Value::Array(items) => Value::List(items.into_iter().map(value).collect()),
        serde_json::Value::Object(map) => Value::Map(map.into_iter().map(|(key, inner)| (key, value(inner))).collect()),
    }
}

/// What a scalar says, as text; none for lists, groups and nothing.
pub fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::Text(text) => Some(text.clone()),
        Value::Integer(number) => Some(number.to_string()),
        Value::Decimal(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Null | Value::List(_) | Value::Map(_) => None,
    }
}

/// The texts of a list, or of a single text.
pub fn scalars(value: &Value) -> Vec<String> {
    let texts: Vec<String> = match value {
        Value::List(items) => items.iter().filter_map(scalar).collect(),
        other => scalar(other).into_iter().collect(),
    };
    texts.into_iter().map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()).collect()
}

/// Yes, as the YAML of Go and Ruby has it, where `yes` and `on` are words for it, and as editors type it.
pub fn is_yes(value: &Value) -> bool {
    match value {
        Value::Bool(flag) => *flag,
        Value::Integer(number) => *number != 0,
        Value::Text(text) => matches!(text.trim().to_ascii_lowercase().as_str(), "true" | "yes" | "on" | "y" | "t" | "1"),
        _ => false,
    }
}

/// No, in the same words: what is said neither way is neither.
pub fn is_no(value: &Value) -> bool {
    match value {
        Value::Bool(flag) => !*flag,
        Value::Integer(number) => *number == 0,
        Value::Text(text) => matches!(text.trim().to_ascii_lowercase().as_str(), "false" | "no" | "off" | "n" | "f" | "0" | "never"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> (String, String) {
        let front = read(text);
        let fields = serde_json::to_string(&front.fields).expect("plain data");
        (front.fault.map_or(fields, |(_, message)| message), text[front.body].to_owned())
    }

    #[test]
    fn three_languages_are_told_apart() {
        let cases = [
            ("---\na: 1\n---\nb", "{\"a\":1}", "b"),
            ("\n\n---\r\na: x\r\n...\r\nb", "{\"a\":\"x\"}", "b"),
            ("+++\na = 1\n+++\nb", "{\"a\":1}", "b"),
            ("{\"a\": [1, {\"b\": null}]}\nb", "{\"a\":[1,{\"b\":null}]}", "\nb"),
            ("{{< x >}} b", "{}", "{{< x >}} b"),
            ("b", "{}", "b"),
            ("", "{}", ""),
            ("---\na: 1\n", "the front matter is opened here and never closed", "---\na: 1\n"),
            ("---\na: 1\nb: 2\na:\n - 3\n---\n", "{\"b\":2,\"a\":[3]}", ""),
            ("---\ndraft: true\ndraft: false\n---\n", "field `draft` is written twice", ""),
            ("{\"a\": }\nb", "this is no sound JSON: expected value at line 1 column 7", "{\"a\": }\nb"),
            ("+++\na = b\n+++\nc", "`b` is no value: text needs quotes", "c"),
        ];
        for (text, fields, body) in cases {
            assert_eq!(said(text), (fields.to_owned(), body.to_owned()), "{text}");
        }
    }

    #[test]
    fn yes_and_no_have_many_words() {
        for yes in [Value::Bool(true), Value::Text("Yes".into()), Value::Text("on".into()), Value::Integer(1)] {
            assert!(is_yes(&yes) && !is_no(&yes));
        }
        for no in [Value::Bool(false), Value::Text("off".into()), Value::Text("never".into()), Value::Integer(0)] {
            assert!(is_no(&no) && !is_yes(&no));
        }
        assert!(!is_yes(&Value::Null) && !is_no(&Value::Null));
    }
}
