//! Lines that may be quoted, as text to take away: the words, who says them and until when, the figures in them with all that belongs
//! to those, and what cannot be said. Nothing of it can be copied without the rest.

use serde::Serialize;
use serde_json::{Map as Json, Value as JsonValue, json};

use super::Desk;
use crate::assemble::resolved::Resolved;
use crate::load::document::{Document, Origin};
use crate::load::value::{KeyPath, Value};
use crate::render::words::Words;
use crate::render::{foreign, offprint};

/// The field that holds lines, and that of the line for while facts are still coming in.
const LINES: &str = "lines";
const HOLDING: &str = "holding_line";
const LIMITS: &str = "what_we_cannot_say";

/// What a page with lines may be left with: all of them, and the holding line.
#[derive(Debug, Default)]
pub struct Lines {
    pub all: String,
    pub holding: String,
}

/// What the page is about as text to take away: of a key figure its sentence, of a media kit its lines. Empty for other pages.
#[derive(Debug, Default, Serialize)]
pub struct CopyView {
    pub text: String,
    /// The line for while facts are still coming in, with what belongs to it.
    pub holding: String,
    /// Where the text stands as a file of its own.
    pub url: String,
}

/// A page is about one figure, or has lines, or neither.
pub fn copy(desk: &Desk, address: &str, lines: Option<Lines>) -> CopyView {
    if let Some(text) = desk.offprints.figure(address) {
        return CopyView { text: text.to_owned(), url: format!("{address}{}", offprint::FIGURE), ..CopyView::default() };
    }
    let of_lines = |lines: Lines| CopyView { text: lines.all, holding: lines.holding, url: format!("{address}{}", offprint::LINES) };
    lines.map(of_lines).unwrap_or_default()
}

/// Gives each line its text, `copy`, and puts all of them together. None where the page has no lines.
pub fn add_copies(desk: &Desk, page: usize, permalink: &str, fields: &mut Json<String, JsonValue>) -> Option<Lines> {
    let document: &Document = &desk.site.documents[page];
    let limits: Vec<String> = fields.get(LIMITS)?.as_array()?.iter().map(limit).collect();
    let holding = fields.get(HOLDING).and_then(JsonValue::as_str).unwrap_or_default().to_owned();
    let publisher = &desk.site.hub().publisher.name;
    let end = format!("{}\n{permalink}", document.common.title);
    let words = desk.words;
    let main_limit = limits.first().map(|limit| words.fill("cannot_say_is", &[("limit", limit)]));
    let whole = |parts: Vec<String>| {
        let parts = parts.into_iter().chain(main_limit.clone()).chain([end.clone()]);
        foreign::plain(&parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n"))
    };
    // What has ended is nothing here, and is not among the lines of the view.
    let written = document.fields.list(LINES).iter().enumerate().filter(|(_, line)| **line != Value::Null).map(|(at, _)| at);
    let lines = fields.get_mut(LINES)?.as_array_mut()?;
    let mut all = Vec::new();
    for (line, at) in lines.iter_mut().zip(written) {
        let said = said(line, publisher, words);
        let figures = figures(desk, page, &KeyPath::from(LINES).item(at));
        let whole_line = [said].into_iter().chain(figures).collect::<Vec<_>>();
        all.push(whole_line.join("\n\n"));
        line.as_object_mut()?.insert("copy".to_owned(), json!(whole(whole_line)));
    }
    let holding = if holding.is_empty() { holding } else { format!("{}\n– {publisher}", holding.trim()) };
    let limits = limits.iter().map(|limit| format!("– {limit}")).collect::<Vec<_>>().join("\n");
    let limits = if limits.is_empty() { limits } else { format!("{}\n\n{limits}", words.text("cannot_say_why")) };
    let parts = [holding.clone()].into_iter().chain(all).chain([limits, end.clone()]).filter(|part| !part.is_empty());
    let all = foreign::plain(&parts.collect::<Vec<_>>().join("\n\n* * *\n\n"));
    Some(Lines { all, holding: if holding.is_empty() { holding } else { whole(vec![holding]) } })
}

/// The words, who says them, and how long.
fn said(line: &JsonValue, publisher: &str, words: Words) -> String {
    let text = |part: &str, name: &str| line.get(part).and_then(|part| part.get(name)).and_then(JsonValue::as_str).unwrap_or_default();
    let speaker = match (text("speaker", "title"), text("speaker", "role")) {
        ("", _) => publisher.to_owned(),
        (name, "") => name.to_owned(),
        (name, role) => format!("{name}, {role}"),
    };
    let until = match (text("valid_until", "text"), text("valid_until", "time")) {
        ("", _) => String::new(),
        (day, "") => format!("\n{}", words.fill("use_until", &[("date", day)])),
        (day, time) => format!("\n{}", words.fill("use_until", &[("date", &format!("{day}, {time}"))])),
    };
    format!("{}\n– {speaker}{until}", text("text", "text").trim())
}

fn limit(limit: &JsonValue) -> String {
    let text = |name: &str| limit.get(name).and_then(JsonValue::as_str).unwrap_or_default().trim();
    format!("{} {}", text("what"), text("reason")).trim().to_owned()
}

/// The texts of the figures that a line names, each once.
fn figures(desk: &Desk, page: usize, line: &KeyPath) -> Vec<String> {
    let document: &Document = &desk.site.documents[page];
    let resolved = &desk.site.pages[page].references.passages;
    let in_line = |origin: &Origin| matches!(origin, Origin::Field(path, _) if path.0.starts_with(&line.0));
    let passages = document.passages.iter().zip(resolved).filter(|(passage, _)| in_line(&passage.origin));
    let mut found = Vec::new();
    for resolved in passages.flat_map(|(_, resolved)| resolved) {
        if let Resolved::Figure(figure) | Resolved::FigureCard(figure) = resolved
            && let Some(text) = desk.offprints.figure(&figure.href)
            && !found.iter().any(|known| known == text)
        {
            found.push(text.to_owned());
        }
    }
    found
}
