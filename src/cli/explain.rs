//! `almoner explain`.

use serde_json::{Value, json};

use super::args::{Explain, Format};
use super::output::{Output, env};
use crate::diagnostic::{Code, Failure, explained, nearest};

/// The width of a page that people read with ease; narrower where the terminal is.
const WIDTH: usize = 88;

pub fn run(options: &Explain, output: &Output) -> Result<i32, Failure> {
    let Some(written) = &options.code else {
        output.data(&if output.format == Format::Json {
            Value::Array(Code::ALL.iter().map(|code| as_json(*code)).collect()).to_string()
        } else {
            list()
        });
        return Ok(0);
    };
    // As a message shows it: `error[link-missing]`.
    let name = written.split_once('[').map_or(written.as_str(), |(_, rest)| rest.trim_end_matches([']', ':']));
    let Ok(code) = name.parse::<Code>() else {
        let near = nearest(name, Code::ALL.iter().map(|code| code.name())).map(|near| format!("did you mean `{near}`? "));
        let advice = format!("{}`almoner explain` lists them all", near.unwrap_or_default());
        return Err(Failure::new(written, "no fault has this code", advice));
    };
    output.data(&if output.format == Format::Json {
        as_json(code).to_string()
    } else {
        let width = env("COLUMNS").and_then(|columns| columns.parse().ok()).unwrap_or(WIDTH).clamp(40, WIDTH);
        format!("{}[{code}]\n\n{}", explained::severity(code).name(), explained::wrapped(&explained::page(code), width))
    });
    Ok(0)
}

fn list() -> String {
    let width = Code::ALL.iter().map(|code| code.name().len()).max().unwrap_or_default();
    Code::ALL
        .iter()
        .map(|code| format!("{:<width$}  {:<7}  {}\n", code.name(), explained::severity(*code).name(), code.explanation()))
        .collect()
}

fn as_json(code: Code) -> Value {
    json!({
        "code": code.name(),
        "level": explained::severity(code).name(),
        "summary": code.explanation(),
        "text": explained::page(code),
    })
}
