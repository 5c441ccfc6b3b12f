//! Records of other types, each with the one thing that must hold for it.

use super::page::Page;
use crate::diagnostic::{Code, Diagnostics};
use crate::load::instant;
use crate::load::value::KeyPath;

/// While a court or a coroner is at work, a case is under embargo or a lawyer has agreed.
pub fn proceedings_closed(page: &Page, faults: &mut Diagnostics) {
    // An embargo that is over holds nothing back any more.
    let held_back = page.document.common.embargo.is_some_and(|until| until > page.as_of);
    if held_back || page.group("legal_sign_off").is_some() {
        return;
    }
    let path = KeyPath::from("parallel_proceedings");
    for (name, _) in
        page.group("parallel_proceedings").into_iter().flat_map(|map| map.iter()).filter(|(_, value)| value.as_text() == Some("open"))
    {
        faults.push(
            page.error(Code::RuleProceedings, &path.key(name), format!("the page is public while proceedings are open: `{name}`"))
                .help("keep the page back with an `embargo`, or set its `status` to `draft`")
                .help("if a lawyer agrees that it may be public, say who and when under `legal_sign_off`"),
        );
    }
}

/// What is said to have been done can be read somewhere.
pub fn status_has_source(page: &Page, faults: &mut Diagnostics) {
    let progress = page.text("progress").unwrap_or("unknown");
    let claims = ["in-progress", "done", "stalled", "superseded"].contains(&progress);
    if claims && page.text("progress_source").is_none() && !page.type_requires("progress_source") {
        faults.push(
            page.error(Code::RuleStatus, &"progress".into(), format!("the progress is `{progress}`, and no source says so"))
                .help("add `progress_source:` with the place where it can be read, or write `progress: unknown`"),
        );
    }
    for (path, _) in page.groups("milestones").filter(|(_, step)| step.get("done_on").is_some() && step.text("source").is_none()) {
        faults.push(
            page.error(Code::RuleStatus, &path.key("done_on"), "this step is said to be done, and no source says so")
                .help("add `source:` with the place where it can be read, or remove `done_on`"),
        );
    }
}

/// A body that is gone says since when, so that pages can write the year after its name.
pub fn closed_has_date(page: &Page, faults: &mut Diagnostics) {
    let path = KeyPath::from("standing");
    let closed_on = page.text("closed_on").and_then(|day| instant::date(day).ok());
    match (page.text("standing"), closed_on) {
        (Some(standing @ ("closed" | "merged")), None) => {
            let fault = page.error(Code::RuleStatus, &path, format!("the body is {standing}, and no day is given"));
            faults.push(if page.text("verified_on").is_some() {
                // Somebody looked and found none: an invented day would be worse.
                fault
                    .at_most(crate::diagnostic::Severity::Advice)
                    .help("add `closed_on:` once the day is known; until then no year stands after the name")
            } else {
                fault
                    .help("add the day as `closed_on: 2012-07-31`")
                    .help("if nobody knows it, add `verified_on:` with the day on which you looked")
            });
        }
        (Some("current"), Some(day)) if day <= page.today => faults.push(
            page.error(Code::FieldRule, &path, format!("the body is said to exist, and it closed on {day}"))
                .related(page.value_place(&"closed_on".into()), "the day is here")
                .help("write `standing: closed` or `standing: merged`, or remove `closed_on`"),
        ),
        _ => {}
    }
}

pub fn question_form(page: &Page, faults: &mut Diagnostics) {
    if let Some(question) = page.text("question").filter(|question| !question.trim_end().ends_with('?')) {
        let last = question.trim_end().chars().last().map(char::len_utf8).unwrap_or_default();
        let end = question.trim_end().len();
        let place = page.place_of_words(&"question".into(), question, end - last..end);
        faults.push(
            crate::diagnostic::Diagnostic::error(Code::FieldPattern, place, "the question has no question mark at its end")
                .help("write it as people ask it, and end it with `?`"),
        );
    }
}

/// A redirect leads somewhere or says why it does not.
pub fn redirect_target(page: &Page, faults: &mut Diagnostics) {
    match (page.text("to"), page.text("gone_reason")) {
        (None, None) => faults.push(
            page.error(Code::RedirectTarget, &"from".into(), "the old address leads nowhere, and nothing says why")
                .help("add `to:` with the new address, or `gone_reason:` with why there is none"),
        ),
        (Some(to), Some(_)) => faults.push(
            page.error(Code::RedirectTarget, &"gone_reason".into(), format!("the old address leads to `{to}` and is said to be gone"))
                .related(page.value_place(&"to".into()), "it leads on here")
                .help("keep one of the two: `to`, or `gone_reason`"),
        ),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::super::case::{said, said_of_everything};

    #[test]
    fn a_case_before_a_court_is_held_back() {
        let case = |more: &str| {
            said_of_everything(&format!("=== case-reviews/a.md\n{more}parallel_proceedings: {{criminal: open, inquest: ended}}\n"))
        };
        assert_eq!(
            case(""),
            [
                "case-reviews/a.md:4:34 error rule-proceedings | the page is public while proceedings are open: `criminal` | keep the page back with an `embargo`, or set its `status` to `draft`; if a lawyer agrees that it may be public, say who and when under `legal_sign_off`"
            ]
        );
        assert_eq!(case("embargo: {until: 2026-02-01T09:00:00Z}\n").len(), 1);
        assert_eq!(case("embargo: {until: 2026-09-01T09:00:00Z}\n"), Vec::<String>::new());
        assert_eq!(case("legal_sign_off: {by: A lawyer, date: 2026-01-01}\n"), Vec::<String>::new());
    }

    #[test]
    fn what_was_done_can_be_read_somewhere() {
        assert_eq!(
            said(
                "=== recommendations/a.md\nmilestones:\n  - {text: One, done_on: 2026-02-01}\n  - {text: Two, done_on: 2026-02-01, source: a-2026}\n"
            ),
            [
                "recommendations/a.md:5:26 error rule-status | this step is said to be done, and no source says so | add `source:` with the place where it can be read, or remove `done_on`"
            ]
        );
        let kind = "=== _types/step.yaml\nname: Step\nplural: Steps\nhelp: x\nfolder: steps\nfields:\n  progress: {kind: text}\n  progress_source: {kind: citation}\nrules: [status-has-source]\n";
        assert_eq!(
            said(&format!("{kind}=== steps/a.md\nprogress: done\n")),
            [
                "steps/a.md:4:11 error rule-status | the progress is `done`, and no source says so | add `progress_source:` with the place where it can be read, or write `progress: unknown`"
            ]
        );
    }

    #[test]
    fn a_closed_body_says_since_when() {
        assert_eq!(
            said(
                "=== organisations/a.md\nname: A\nstanding: closed\n=== organisations/b.md\nname: B\nstanding: closed\nverified_on: 2026-01-01\n=== organisations/c.md\nname: C\nstanding: current\nclosed_on: 2012-07-31\n"
            ),
            [
                "organisations/a.md:5:11 error rule-status | the body is closed, and no day is given | add the day as `closed_on: 2012-07-31`; if nobody knows it, add `verified_on:` with the day on which you looked",
                "organisations/b.md:5:11 advice rule-status | the body is closed, and no day is given | add `closed_on:` once the day is known; until then no year stands after the name",
                "organisations/c.md:5:11 error field-rule | the body is said to exist, and it closed on 2012-07-31 | write `standing: closed` or `standing: merged`, or remove `closed_on`",
            ]
        );
    }

    #[test]
    fn a_question_asks() {
        assert_eq!(
            said("=== questions/a.md\nquestion: Do they feel ready.\n"),
            [
                "questions/a.md:4:29 error field-pattern | the question has no question mark at its end | write it as people ask it, and end it with `?`"
            ]
        );
        assert_eq!(said("=== questions/a.md\nquestion: Do they feel ready?\n"), Vec::<String>::new());
    }

    #[test]
    fn a_redirect_leads_on_or_says_why_not() {
        assert_eq!(
            said("=== redirects/a.md\nfrom: /a/\n=== redirects/b.md\nfrom: /b/\nto: /c/\ngone_reason: Nobody needs it any more.\n"),
            [
                "redirects/a.md:4:7 error redirect-target | the old address leads nowhere, and nothing says why | add `to:` with the new address, or `gone_reason:` with why there is none",
                "redirects/b.md:6:14 error redirect-target | the old address leads to `/c/` and is said to be gone | keep one of the two: `to`, or `gone_reason`",
            ]
        );
    }
}
