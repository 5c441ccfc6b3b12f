//! What there is to do about a page, in the order in which it matters.

use jiff::civil::Date;
use serde::Serialize;

use super::{Ending, Entry};

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Todo {
    /// 1 is what cannot wait.
    pub urgency: u8,
    /// One word for lists: `overdue`.
    pub kind: &'static str,
    pub what: String,
}

/// Ends and reviews that are nearer than so many days are spoken of.
const AHEAD: i64 = 90;
const SOON: i64 = 30;

/// The most urgent first. `left` is the day on which the page's owner left.
pub fn of(entry: &Entry, day: Date, left: Option<Date>) -> Vec<Todo> {
    let mut list = Vec::new();
    let mut add = |urgency, kind, what: String| list.push(Todo { urgency, kind, what });
    if let Some(left) = left.filter(|left| *left <= day) {
        add(1, "owner", format!("its owner left on {left}: name another one"));
    }
    if let (Some(days), Some(due)) = (entry.overdue, entry.review_by) {
        add(2, "overdue", format!("the review was due on {due}, {} ago", count(days)));
    }
    let mut ends: Vec<&Ending> = entry.ends.iter().filter(|end| end.days <= AHEAD).collect();
    ends.sort_by_key(|end| (end.what, end.on));
    for same in ends.chunk_by(|a, b| (a.what, a.on) == (b.what, b.on)) {
        let (end, many) = (same[0], same.len() > 1);
        let its = match (end.what, many) {
            ("page", _) => "it".to_owned(),
            (what, false) => format!("its {what}"),
            (what, true) => format!("{} {what}s", same.len()),
        };
        if end.days >= 0 {
            let urgency = if end.days <= SOON { 1 } else { 4 };
            add(urgency, end.what, format!("{its} {} on {}, in {}", if many { "end" } else { "ends" }, end.on, count(end.days)));
        } else if end.what == "rating" {
            add(3, end.what, format!("{its} ended on {}", end.on));
        } else if end.what == "line" {
            let are = if many { "are" } else { "is" };
            add(5, end.what, format!("{its} ended on {} and {are} no longer shown", end.on));
        }
    }
    if entry.translation_stale {
        add(3, "translation", "the original has changed since it was translated".to_owned());
    }
    if let Some(due) = entry.review_by.filter(|due| *due >= day) {
        let days = crate::assemble::editorial::due::days(day, due);
        if days <= AHEAD {
            add(5, "review", format!("the next review is due on {due}, in {}", count(days)));
        }
    }
    if let (Some(age), Some(ceiling)) = (entry.reading_age, entry.reading_ceiling)
        && age > usize::from(ceiling)
    {
        add(6, "reading", format!("readers need to be about {age}; its type stays at {ceiling} or below"));
    }
    if entry.orphan && entry.state == "public" {
        add(6, "orphan", "no page leads to it".to_owned());
    }
    list.sort();
    list
}

fn count(days: i64) -> String {
    format!("{days} {}", if days == 1 { "day" } else { "days" })
}
