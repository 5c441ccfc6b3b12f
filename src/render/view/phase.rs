//! What the clock makes of a record: a consultation is open or closed, a recommendation is overdue.

use serde::Serialize;

use crate::assemble::Site;
use crate::load::document::Document;
use crate::load::instant;
use crate::load::value::Value;

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Phase {
    pub value: &'static str,
    pub label: &'static str,
}

fn phase(value: &'static str, label: &'static str) -> Option<Phase> {
    Some(Phase { value, label })
}

pub fn of(site: &Site, document: &Document) -> Option<Phase> {
    match document.content_type.id.as_str() {
        "event" => event(site, document),
        "recommendation" => recommendation(site, document),
        "organisation" => match document.fields.text("standing") {
            Some("closed") => phase("closed", "Closed"),
            Some("merged") => phase("merged", "Merged"),
            _ => None,
        },
        _ => None,
    }
}

fn event(site: &Site, document: &Document) -> Option<Phase> {
    let fields = &document.fields;
    let at = |name: &str| fields.text(name).and_then(|text| instant::instant(text, &site.hub().zone).ok());
    let filled = |name: &str| fields.get(name).is_some_and(|value| !matches!(value, Value::Null | Value::Bool(false)));
    if filled("cancelled") {
        return phase("cancelled", "Cancelled");
    }
    if fields.text("kind") == Some("release") {
        return match at("release_at") {
            Some(moment) if moment <= site.as_of => phase("published", "Published"),
            _ if fields.get("provisional").and_then(Value::as_bool) == Some(true) => phase("provisional", "Provisional date"),
            _ if !fields.list("date_changes").is_empty() => phase("postponed", "Postponed"),
            _ => phase("confirmed", "Confirmed date"),
        };
    }
    if filled("outcome") {
        return phase("outcome", "Outcome published");
    }
    match (at("opens"), at("closes")) {
        (Some(opens), _) if opens > site.as_of => phase("upcoming", "Upcoming"),
        (_, Some(closes)) if closes <= site.as_of => phase("closed", "Closed"),
        (Some(_), _) => phase("open", "Open"),
        _ => None,
    }
}

/// Due and not done: nobody has to say so by hand.
fn recommendation(site: &Site, document: &Document) -> Option<Phase> {
    let due = instant::date(document.fields.text("due")?).ok()?;
    let today = site.as_of.to_zoned(site.hub().zone.clone()).date();
    let settled = matches!(document.fields.text("progress"), Some("done" | "superseded"));
    if due < today && !settled { phase("overdue", "Overdue") } else { None }
}
