//! `almoner new`.

use serde_json::json;

use super::args::{Format, New};
use super::output::Output;
use crate::assemble::rules;
use crate::diagnostic::{Failure, nearest};
use crate::load::value::Value;
use crate::load::{self, Loaded, blank, slug};
use crate::publish::fresh;

pub fn run(options: &New, output: &Output) -> Result<i32, Failure> {
    let (loaded, diagnostics) = load::load(&options.hub, &rules::names())?;
    let Some(loaded) = loaded else {
        output.diagnostics(&diagnostics.sorted());
        return Ok(1);
    };
    let Some(content_type) = loaded.types.get(&options.content_type) else {
        let known: Vec<&str> = loaded.types.types.keys().map(String::as_str).collect();
        let hint = nearest(&options.content_type, known.iter().copied()).map(|near| format!("did you mean `{near}`? ")).unwrap_or_default();
        let advice = format!("{hint}the types are: {}", known.join(", "));
        return Err(Failure::new(&options.content_type, "there is no content type of this name", advice));
    };
    let id = content_type.prefix.as_deref().map(|prefix| next_id(&loaded, prefix));
    let name = slug::slug(&options.title);
    let name = if name.is_empty() { id.clone().unwrap_or_else(|| "new-page".to_owned()) } else { name };
    let folder = content_type.folder.as_deref().unwrap_or("");
    let path = options.hub.join(folder).join(format!("{name}.md"));
    // The hub's language fills every page's, as its defaults do.
    let mut filled = loaded.hub.defaults.clone();
    if filled.get("lang").is_none() {
        filled.insert("lang", Value::Text(loaded.hub.lang.clone()));
    }
    let blank = blank::blank(content_type, &loaded.types.shared, &filled, id.as_deref(), &options.title);
    fresh::write_new(&path, &blank.text)?;
    if output.format == Format::Json {
        output.data(&json!({ "file": path, "id": id, "type": content_type.id, "needed": blank.needed }).to_string());
    } else {
        output.say(&format!("Created {path} (type: {}, draft)", content_type.id));
        if !blank.needed.is_empty() {
            output.say(&format!("Still needed before it can be published: {}", blank.needed.join(", ")));
        }
    }
    Ok(0)
}

/// The number after the highest that any page of the hub has, public or not: an id is never used again.
fn next_id(loaded: &Loaded, prefix: &str) -> String {
    let numbers = loaded
        .documents
        .iter()
        .filter_map(|document| document.common.id.as_deref()?.strip_prefix(prefix)?.strip_prefix('-')?.parse::<u32>().ok());
    format!("{prefix}-{:04}", numbers.max().unwrap_or(0) + 1)
}
