//! What is due, soon or long ago: the next review, and the ends of consents, lines, ratings and pages.

use jiff::civil::Date;

use super::script::Script;
use super::{Desk, Finding};
use crate::assemble::Site;
use crate::diagnostic::{Code, Diagnostic};
use crate::load::content_type::Kind;
use crate::load::document::Document;
use crate::load::instant;
use crate::load::value::{KeyPath, Value};

/// Days before an end at which somebody must act, and at which somebody may want to know.
const SOON: i64 = 30;
const AHEAD: i64 = 90;

/// Something of a page that ends on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct End {
    pub path: KeyPath,
    pub what: EndOf,
    pub day: Date,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EndOf {
    Page,
    Consent,
    /// An item of a list that leaves the page when it ends, such as a line for the press.
    Line,
    Rating,
}

impl EndOf {
    pub fn name(self) -> &'static str {
        match self {
            EndOf::Page => "page",
            EndOf::Consent => "consent",
            EndOf::Line => "line",
            EndOf::Rating => "rating",
        }
    }
}

pub fn check(desk: &Desk<'_>, script: &Script<'_>, findings: &mut Vec<Finding>) {
    let document = script.document;
    if let Some((due, days)) = overdue(desk.site, document) {
        let owner = document.common.owner.as_deref().unwrap_or_default();
        let fault = Diagnostic::warning(
            Code::ReviewOverdue,
            document.sheet.value_place(&"review_by".into()),
            format!("the review was due on {due}, {}", ago(days)),
        );
        let fault = if owner.is_empty() { fault } else { fault.label(format!("owner: {owner}")) };
        findings.push(Finding::new(
            "review",
            fault.help("read the whole page again, mend it, and write the day in `reviewed` and the next one in `review_by`"),
        ));
    }
    for end in ends(desk.site, document) {
        findings.extend(of_end(desk, document, &end));
    }
}

fn of_end(desk: &Desk<'_>, document: &Document, end: &End) -> Option<Finding> {
    let days = days(desk.today, end.day);
    let place = document.sheet.value_place(&end.path);
    let (subject, then) = match end.what {
        EndOf::Page => ("page", "a note that it is gone takes its place"),
        EndOf::Consent => ("consent", "the story leaves the site"),
        EndOf::Line => ("line", "it leaves the page"),
        EndOf::Rating => ("rating", "the page says that it is out of date"),
    };
    let fault = if days < 0 {
        match end.what {
            EndOf::Line => Diagnostic::advice(Code::EndsSoon, place, format!("this line ended on {} and is no longer shown", end.day))
                .help("renew it with a later day, or delete it"),
            EndOf::Rating => Diagnostic::warning(Code::EndsSoon, place, format!("this rating ended on {}", end.day))
                .help("rate the evidence again, or say in `rationale` why the rating still holds, with a later day"),
            // The gate has taken the page away: there is nothing left to read.
            EndOf::Page | EndOf::Consent => return None,
        }
    } else if days <= AHEAD {
        let message = format!("this {subject} ends on {}, in {days} {}: then {then}", end.day, if days == 1 { "day" } else { "days" });
        let fault = if days <= SOON {
            Diagnostic::warning(Code::EndsSoon, place, message)
        } else {
            Diagnostic::advice(Code::EndsSoon, place, message)
        };
        fault.help(match end.what {
            EndOf::Consent => "ask the person again and write the new day, or let the story go",
            EndOf::Rating => "see whether there is newer evidence, and rate it again",
            EndOf::Page | EndOf::Line => "renew it with a later day, or let it end",
        })
    } else {
        return None;
    };
    Some(Finding::new(end.what.name(), fault))
}

/// When the review of a page was due, and how many days ago.
pub fn overdue(site: &Site, document: &Document) -> Option<(Date, i64)> {
    let today = site.as_of.to_zoned(site.hub().zone.clone()).date();
    let due = document.common.review_by.filter(|due| *due < today)?;
    Some((due, -days(today, due)))
}

/// Everything of a page that ends by itself, in the order of its fields.
pub fn ends(site: &Site, document: &Document) -> Vec<End> {
    let zone = &site.hub().zone;
    let read =
        |text: &str| instant::instant(text, zone).ok().map(|at| at.to_zoned(zone.clone()).date()).or_else(|| instant::date(text).ok());
    let mut ends = Vec::new();
    if let Some(at) = document.common.expires {
        ends.push(End { path: "expires".into(), what: EndOf::Page, day: at.to_zoned(zone.clone()).date() });
    }
    for (group, what) in [("consent", EndOf::Consent), ("evidence", EndOf::Rating)] {
        let written = document.fields.get(group).and_then(Value::as_map).and_then(|map| map.text("expires"));
        if let Some(day) = written.and_then(read) {
            ends.push(End { path: KeyPath::from(group).key("expires"), what, day });
        }
    }
    let lists = document.content_type.fields.iter().filter_map(|field| match &field.kind {
        Kind::List { hides: Some(until), .. } => Some((field.name.as_str(), until.as_str())),
        _ => None,
    });
    for (list, until) in lists.filter(|(list, _)| document.fields.get(list).is_some()) {
        // What has ended was taken away at the gate; only the file still says when.
        let written = document.sheet.read().ok();
        let items = written.as_ref().map(|fields| fields.list(list)).unwrap_or_default();
        for (index, item) in items.iter().enumerate() {
            if let Some(day) = item.as_map().and_then(|map| map.text(until)).and_then(read) {
                ends.push(End { path: KeyPath::from(list).item(index).key(until), what: EndOf::Line, day });
            }
        }
    }
    ends
}

/// From one day to another; negative where it has passed.
pub fn days(from: Date, to: Date) -> i64 {
    from.until(to).map_or(0, |span| i64::from(span.get_days()))
}

fn ago(days: i64) -> String {
    format!("{days} {} ago", if days == 1 { "day" } else { "days" })
}
