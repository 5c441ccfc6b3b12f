//! Dates that follow each other, dates that cannot have come yet, and dates that are too long ago.

use std::cmp::Ordering;

use jiff::civil::Date;
use jiff::{Span, Timestamp, ToSpan};

use super::page::Page;
use crate::diagnostic::{Code, Diagnostics};
use crate::load::instant;
use crate::load::value::{KeyPath, Step, Value};

/// What comes first, what comes after it, and whether both may be the same.
const IN_ORDER: &[(&str, &str, bool)] = &[
    ("published", "updated", true),
    ("published", "expires", false),
    ("reviewed", "review_by", false),
    ("opens", "closes", false),
    ("studied_years.from", "studied_years.to", true),
    ("year_range.from", "year_range.to", true),
    ("found_on", "corrected_on", true),
    ("evidence.rated_on", "evidence.expires", false),
    ("origin.date_accessed", "next_release", false),
];

/// Days on which somebody did something. They cannot lie ahead, though a build of an earlier day may see them so: a warning.
const DONE: &[&str] = &[
    "reviewed",
    "evidence.rated_on",
    "search_date",
    "law[].as_at",
    "approved_on",
    "verified_on",
    "found_on",
    "corrected_on",
    "origin.date_accessed",
    "response.date",
    "progress_on",
    "milestones[].done_on",
    "searched.date",
    "checked",
    "as_at",
    "consent.date",
];

pub fn dates_in_order(page: &Page, faults: &mut Diagnostics) {
    for (first, then, same) in IN_ORDER.iter().filter(|(first, then, _)| begins(page, first) && begins(page, then)) {
        let (first_path, then_path) = (key_path(first), key_path(then));
        let (Some(a), Some(b)) = (when(page, &first_path), when(page, &then_path)) else { continue };
        let order = a.compare(&b, page);
        if order == Some(Ordering::Greater) || (order == Some(Ordering::Equal) && !same) {
            let word = if order == Some(Ordering::Equal) { "the same as" } else { "before" };
            faults.push(
                page.error(Code::RuleDates, &then_path, format!("`{then_path}` is {word} `{first_path}`"))
                    .related(page.value_place(&first_path), format!("`{first_path}` is here"))
                    .help("correct one of the two"),
            );
        }
    }
    for path in DONE.iter().flat_map(|pattern| paths(page, pattern)) {
        if let Some(day) = day(page, &path).filter(|day| *day > page.today) {
            faults.push(
                page.warning(Code::RuleDates, &path, format!("`{path}` is {day}, and the site is built as of {}", page.today))
                    .help("correct the day: it says when something was done"),
            );
        }
    }
    review_comes_in_time(page, faults);
    changes_are_newest_first(page, faults);
    if let Some(until) = page.document.common.embargo
        && let Ok(year_on) = page.today.checked_add(1.year())
        && until.to_zoned(page.world.hub.zone.clone()).date() > year_on
    {
        let path = KeyPath::from("embargo").key("until");
        faults.push(
            page.warning(Code::RuleDates, &path, "the embargo ends more than a year from now")
                .help("check the year; if nobody knows the day yet, keep the page as a draft"),
        );
    }
}

/// Law and evidence move: a guide is read again after two years, anything else after three.
fn review_comes_in_time(page: &Page, faults: &mut Diagnostics) {
    let (Some(reviewed), Some(due)) = (page.document.common.reviewed, page.document.common.review_by) else { return };
    let months = if page.document.content_type.id == "practice-guide" { 24 } else { 36 };
    let Ok(latest) = reviewed.checked_add(months.months()) else { return };
    if due > latest {
        let name = page.document.content_type.name.to_lowercase();
        faults.push(
            page.error(Code::RuleDates, &"review_by".into(), format!("the next review is more than {months} months after the last one"))
                .related(page.value_place(&"reviewed".into()), "the last review is here")
                .help(format!("a {name} is read again within {months} months: write `review_by: {latest}` or an earlier day")),
        );
    }
}

/// Feeds and the page's history take the first change for the latest.
fn changes_are_newest_first(page: &Page, faults: &mut Diagnostics) {
    let days: Vec<(KeyPath, Date)> =
        paths(page, "changes[].date").into_iter().filter_map(|path| day(page, &path).map(|day| (path, day))).collect();
    for pair in days.windows(2) {
        let [(upper, newer), (lower, older)] = pair else { continue };
        if older > newer {
            faults.push(
                page.error(Code::RuleDates, lower, format!("this change, of {older}, stands below an older one, of {newer}"))
                    .related(page.value_place(upper), "the older one is here")
                    .help("put the newest change first"),
            );
        }
    }
}

/// A story is told with consent that was given before, and that ends after it began.
pub fn consent_in_force(page: &Page, faults: &mut Diagnostics) {
    let [given, expires] = ["date", "expires"].map(|name| KeyPath::from("consent").key(name));
    let Some(day_given) = day(page, &given) else { return };
    if let Some(published) = page.document.common.published.map(|at| local_day(page, at)).filter(|day| day_given > *day) {
        faults.push(
            page.error(
                Code::RuleDates,
                &given,
                format!("the consent was given on {day_given}, after the story was published on {published}"),
            )
            .related(page.value_place(&"published".into()), "the story is public from here")
            .help("publish a story only once its consent has been given; correct the day that is wrong"),
        );
    }
    if let Some(end) = day(page, &expires).filter(|end| *end <= day_given) {
        faults.push(
            page.error(Code::RuleDates, &expires, format!("the consent ends on {end} and was given on {day_given}"))
                .related(page.value_place(&given), "it was given here")
                .help("correct one of the two days"),
        );
    }
}

/// A day on which somebody checked, for how many months that holds, and what is to be done then.
const HOLDS_FOR: &[(&str, i64, &str)] = &[
    ("checked", 6, "try the number and the website, then write today's date"),
    ("searched.date", 24, "search again, say what you found, then write the date of the new search"),
    ("law[].as_at", 12, "see on legislation.gov.uk whether it is still in force, then write the date on which you looked"),
];

pub fn checked_recently(page: &Page, faults: &mut Diagnostics) {
    let stated = page.document.fields.get("max_age").and_then(Value::as_integer);
    let own = stated.map(|months| ("as_at", months, "look for a newer figure, or write the date on which you found that there is none"));
    for (pattern, months, help) in HOLDS_FOR.iter().copied().chain(own) {
        for path in paths(page, pattern) {
            let Some(checked) = day(page, &path) else { continue };
            let span = Span::new().try_months(months).unwrap_or_default();
            if checked.checked_add(span).is_ok_and(|end| end < page.today) {
                faults.push(
                    page.warning(Code::RuleStale, &path, format!("last checked on {checked}, more than {months} months ago")).help(help),
                );
            }
        }
    }
}

enum When {
    Moment(Timestamp),
    Day(Date),
    Year(i64),
}

impl When {
    /// A day and a moment meet as days; a year meets only years.
    fn compare(&self, other: &When, page: &Page) -> Option<Ordering> {
        match (self, other) {
            (When::Moment(a), When::Moment(b)) => Some(a.cmp(b)),
            (When::Year(a), When::Year(b)) => Some(a.cmp(b)),
            _ => Some(self.day(page)?.cmp(&other.day(page)?)),
        }
    }

    fn day(&self, page: &Page) -> Option<Date> {
        match self {
            When::Moment(at) => Some(local_day(page, *at)),
            When::Day(day) => Some(*day),
            When::Year(_) => None,
        }
    }
}

fn local_day(page: &Page, at: Timestamp) -> Date {
    at.to_zoned(page.world.hub.zone.clone()).date()
}

fn when(page: &Page, path: &KeyPath) -> Option<When> {
    match page.value(path)? {
        Value::Integer(year) => Some(When::Year(*year)),
        Value::Text(text) => {
            let moment = instant::instant(text, &page.world.hub.zone).ok().map(When::Moment);
            moment.or_else(|| instant::date(text).ok().map(When::Day))
        }
        _ => None,
    }
}

fn day(page: &Page, path: &KeyPath) -> Option<Date> {
    when(page, path)?.day(page)
}

/// `law[].as_at` as the path of each item that the page has.
fn paths(page: &Page, pattern: &str) -> Vec<KeyPath> {
    if !begins(page, pattern) {
        return Vec::new();
    }
    match pattern.split_once("[].") {
        Some((list, rest)) => page.groups(list).map(|(item, _)| KeyPath([item.0, key_path(rest).0].concat())).collect(),
        None => vec![key_path(pattern)],
    }
}

/// Whether the page has the first field of a path at all: most pages lack most of them, and a path costs more than a look.
fn begins(page: &Page, pattern: &str) -> bool {
    let first = pattern.split(['.', '[']).next().unwrap_or_default();
    page.document.fields.get(first).is_some()
}

fn key_path(dotted: &str) -> KeyPath {
    KeyPath(dotted.split('.').map(|name| Step::Key(name.to_owned())).collect())
}

#[cfg(test)]
mod tests {
    use super::super::case::{said, said_of_everything};

    #[test]
    fn what_follows_comes_after() {
        let order = |files: &str| said(&files.replace("; ", "\n"));
        assert_eq!(
            order("=== explainers/a.md\nupdated: 2026-01-09T09:00:00Z; reviewed: 2026-03-01; review_by: 2026-03-01\n"),
            [
                "explainers/a.md:4:10 error rule-dates | `updated` is before `published` | correct one of the two",
                "explainers/a.md:6:12 error rule-dates | `review_by` is the same as `reviewed` | correct one of the two",
            ]
        );
        assert_eq!(
            order(
                "=== events/a.md\nopens: 2026-05-01T09:00:00+01:00; closes: 2026-05-01T08:30:00Z\n=== events/b.md\nopens: 2026-05-01T09:00:00+01:00; closes: 2026-05-01T07:30:00Z\n"
            ),
            ["events/b.md:5:9 error rule-dates | `closes` is before `opens` | correct one of the two"]
        );
        assert_eq!(
            order(
                "=== research/a.md\nstudied_years: {from: 2009, to: 2006}\n=== corrections/a.md\nfound_on: 2026-03-02; corrected_on: 2026-03-01\n"
            ),
            [
                "corrections/a.md:5:15 error rule-dates | `corrected_on` is before `found_on` | correct one of the two",
                "research/a.md:4:33 error rule-dates | `studied_years.to` is before `studied_years.from` | correct one of the two",
            ]
        );
    }

    #[test]
    fn what_was_done_does_not_lie_ahead() {
        assert_eq!(
            said("=== explainers/a.md\nreviewed: 2026-06-16\n"),
            [
                "explainers/a.md:4:11 warning rule-dates | `reviewed` is 2026-06-16, and the site is built as of 2026-06-15 | correct the day: it says when something was done"
            ]
        );
        assert_eq!(
            said("=== guides/a.md\nlaw: [{act: An Act, as_at: 2027-01-01}]\n"),
            [
                "guides/a.md:4:28 warning rule-dates | `law[1].as_at` is 2027-01-01, and the site is built as of 2026-06-15 | correct the day: it says when something was done"
            ]
        );
    }

    #[test]
    fn reviews_come_in_time() {
        assert_eq!(
            said(
                "=== guides/a.md\nreviewed: 2026-03-01\nreview_by: 2028-03-02\n=== explainers/a.md\nreviewed: 2026-03-01\nreview_by: 2029-03-01\n"
            ),
            [
                "guides/a.md:5:12 error rule-dates | the next review is more than 24 months after the last one | a practice guide is read again within 24 months: write `review_by: 2028-03-01` or an earlier day"
            ]
        );
    }

    #[test]
    fn changes_and_embargoes() {
        assert_eq!(
            said("=== explainers/a.md\nchanges:\n  - {date: 2026-02-01}\n  - {date: 2026-03-01}\n"),
            [
                "explainers/a.md:6:12 error rule-dates | this change, of 2026-03-01, stands below an older one, of 2026-02-01 | put the newest change first"
            ]
        );
        assert_eq!(
            said_of_everything("=== explainers/a.md\nembargo: {until: 2027-07-01T09:00:00Z}\n"),
            [
                "explainers/a.md:4:18 warning rule-dates | the embargo ends more than a year from now | check the year; if nobody knows the day yet, keep the page as a draft"
            ]
        );
    }

    #[test]
    fn consent_comes_first_and_ends_later() {
        assert_eq!(
            said(
                "=== stories/a.md\nconsent: {date: 2026-01-11, expires: 2027-01-01}\n=== stories/b.md\nconsent: {date: 2026-01-10, expires: 2027-01-01}\n"
            ),
            [
                "stories/a.md:4:17 error rule-dates | the consent was given on 2026-01-11, after the story was published on 2026-01-10 | publish a story only once its consent has been given; correct the day that is wrong"
            ]
        );
        assert_eq!(
            said_of_everything("=== stories/a.md\n---\nstatus: draft\nconsent: {date: 2026-01-11, expires: 2026-01-11}\n---\n"),
            [
                "stories/a.md:3:38 error rule-dates | the consent ends on 2026-01-11 and was given on 2026-01-11 | correct one of the two days"
            ]
        );
    }

    #[test]
    fn what_was_checked_long_ago_is_checked_again() {
        assert_eq!(
            said(
                "=== helplines/a.md\nchecked: 2025-12-14\n=== helplines/b.md\nchecked: 2025-12-15\n=== gaps/a.md\nsearched: {date: 2024-06-14}\n=== guides/a.md\nlaw:\n  - {act: An Act, as_at: 2025-06-14}\n=== figures/a.md\ndisplay: none\nvalue: 0\nas_at: 2025-12-14\nmax_age: 6\n"
            ),
            [
                "figures/a.md:6:8 warning rule-stale | last checked on 2025-12-14, more than 6 months ago | look for a newer figure, or write the date on which you found that there is none",
                "gaps/a.md:4:18 warning rule-stale | last checked on 2024-06-14, more than 24 months ago | search again, say what you found, then write the date of the new search",
                "guides/a.md:5:26 warning rule-stale | last checked on 2025-06-14, more than 12 months ago | see on legislation.gov.uk whether it is still in force, then write the date on which you looked",
                "helplines/a.md:4:10 warning rule-stale | last checked on 2025-12-14, more than 6 months ago | try the number and the website, then write today's date",
            ]
        );
    }
}
