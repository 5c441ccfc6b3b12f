//! The one file that names serde_yaml: text in, `Value` out, or one fault with its place in that text.
//! Duplicate keys and empty values are found by `locate`, which sees the text; serde_yaml sees only values.

use super::value::{Map, Value};
use super::yaml_fault::{YamlFault, explain};
use crate::diagnostic::Code;

/// The fields of a YAML text. An empty text has no fields.
pub fn parse(text: &str) -> Result<Map, YamlFault> {
    let value: serde_yaml::Value = serde_yaml::from_str(text)
        .map_err(|error| explain(text, &error.to_string(), error.location().map_or(0, |location| location.index())))?;
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

/// Data as YAML text, for files that people go on to edit.
pub fn write(data: &serde_json::Value) -> String {
    serde_yaml::to_string(data).expect("plain data can always be written")
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
    fn an_open_list_a_tab_and_a_bomb_are_said_in_plain_words() {
        assert!(parse("title: [oops\n").expect_err("open").message.contains("not finished"));
        assert_eq!(parse("a:\n\tb: 1\n").expect_err("tab").code, Code::YamlTab);
        let bomb = "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e]\ng: [*f,*f,*f,*f,*f,*f,*f,*f,*f]\n";
        assert!(parse(bomb).expect_err("bomb").message.contains("without end"));
    }
}
