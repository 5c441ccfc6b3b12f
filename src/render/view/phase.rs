//! What the clock makes of a record: a consultation is open or closed, a recommendation is overdue.

use serde::Serialize;

use crate::assemble::Site;
use crate::load::document::Document;
use crate::load::instant;
use crate::load::value::Value;
use crate::render::words::Words;

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Phase {
    pub value: &'static str,
    pub label: String,
}

pub fn of(site: &Site, words: Words, document: &Document) -> Option<Phase> {
    let value = value_of(site, document)?;
    Some(Phase { value, label: words.text(&format!("phase_{value}")) })
}

/// Each has its words, `phase_…`.
fn value_of(site: &Site, document: &Document) -> Option<&'static str> {
    match document.content_type.id.as_str() {
        "event" => event(site, document),
        "recommendation" => recommendation(site, document),
        "organisation" => match document.fields.text("standing") {
            Some("closed") => Some("closed"),
            Some("merged") => Some("merged"),
            _ => None,
        },
        _ => None,
    }
}

fn event(site: &Site, document: &Document) -> Option<&'static str> {
    let fields = &document.fields;
    let at = |name: &str| fields.text(name).and_then(|text| instant::instant(text, &site.hub().zone).ok());
    let filled = |name: &str| fields.get(name).is_some_and(|value| !matches!(value, Value::Null | Value::Bool(false)));
    if filled("cancelled") {
        return Some("cancelled");
    }
    if fields.text("kind") == Some("release") {
        return match at("release_at") {
            Some(moment) if moment <= site.as_of => Some("published"),
            _ if fields.get("provisional").and_then(Value::as_bool) == Some(true) => Some("provisional"),
            _ if !fields.list("date_changes").is_empty() => Some("postponed"),
            _ => Some("confirmed"),
        };
    }
    if filled("outcome") {
        return Some("outcome");
    }
    match (at("opens"), at("closes")) {
        (Some(opens), _) if opens > site.as_of => Some("upcoming"),
        (_, Some(closes)) if closes <= site.as_of => Some("closed"),
        (Some(_), _) => Some("open"),
        _ => None,
    }
}

/// Due and not done: nobody has to say so by hand.
fn recommendation(site: &Site, document: &Document) -> Option<&'static str> {
    let due = instant::date(document.fields.text("due")?).ok()?;
    let today = site.as_of.to_zoned(site.hub().zone.clone()).date();
    let settled = matches!(document.fields.text("progress"), Some("done" | "superseded"));
    if due < today && !settled { Some("overdue") } else { None }
}
