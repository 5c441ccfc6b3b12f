//! Research summaries: no claim beyond what the design can show, no message without something to rest on.

use std::sync::LazyLock;

use regex::Regex;

use super::page::Page;
use crate::diagnostic::{Code, Diagnostics};

/// Designs that compare like with like, and so can speak of causes.
const SHOW_CAUSES: &[&str] = &["rct", "quasi", "systematic-review"];

static CLAIM: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)\b(proves|proved|proven|causes|caused|causing|leads to|led to)\b").expect("a sound pattern"));

/// Before a claim, these turn it into a caution: "nothing here proves".
const DENIALS: &[&str] = &["not", "no", "never", "nothing", "nobody", "cannot", "neither", "nor", "none"];

/// Before `causes`, these make a thing of it: "the causes of turnover".
const ARTICLES: &[&str] = &["the", "its", "their", "these", "of", "many", "other", "main", "root", "possible", "likely"];

/// The bottom line claims no cause that the design of the study cannot show.
pub fn claim_fits_design(page: &Page, faults: &mut Diagnostics) {
    let (Some(line), Some(design)) = (page.text("bottom_line"), page.text("study_type")) else { return };
    if SHOW_CAUSES.contains(&design) {
        return;
    }
    let path = "bottom_line".into();
    for found in CLAIM.find_iter(line) {
        let mut before =
            line[..found.start()].split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).rev();
        let last = before.next().unwrap_or_default();
        let a_thing = found.as_str().eq_ignore_ascii_case("causes") && ARTICLES.contains(&last.as_str());
        let denied = std::iter::once(last).chain(before.take(2)).any(|word| DENIALS.contains(&word.as_str()));
        if a_thing || denied {
            continue;
        }
        let place = page.place_of_words(&path, line, found.range());
        faults.push(
            crate::diagnostic::Diagnostic::error(
                Code::RuleClaim,
                place,
                format!("`{}` claims more than this sort of study can show (`{design}`)", found.as_str()),
            )
            .help("say what was seen together, as in `is linked with`, or who says so, as in `social workers report that`")
            .help(format!("only these show causes: {}", SHOW_CAUSES.join(", "))),
        );
    }
}

/// Each key message names a finding of the same page, or a source.
pub fn messages_rest_on_findings(page: &Page, faults: &mut Diagnostics) {
    let findings: Vec<&str> = page.groups("findings").filter_map(|(_, map)| map.text("fid")).collect();
    for (path, message) in page.groups("key_messages") {
        let keys = message.texts("rests_on");
        for (at, key) in keys.iter().enumerate().filter(|(_, key)| !findings.contains(key)) {
            let fault = page.error(Code::RuleMessage, &path.key("rests_on").item(at), format!("there is no finding `{key}` on this page"));
            let fault = fault.did_you_mean(key, findings.iter().copied());
            faults.push(match findings.as_slice() {
                [] => fault.help("write the finding under `findings`, with this key as its `fid`"),
                findings => fault.help(format!("the findings here are: {}", findings.join(", "))),
            });
        }
        if keys.is_empty() && message.list("sources").is_empty() {
            faults.push(
                page.error(Code::RuleMessage, &path.key("text"), "this key message rests on nothing")
                    .help("name findings, as in `rests_on: [f1]`, or a source, as in `sources: [swtf-interim-2009, para. 1.42]`"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::case::said;

    #[test]
    fn a_survey_proves_nothing() {
        let page = |line: &str, design: &str| said(&format!("=== research/a.md\nstudy_type: {design}\nbottom_line: {line}\n"));
        assert_eq!(
            page("Lack of time leads to worse work.", "survey"),
            [
                "research/a.md:5:27 error rule-claim | `leads to` claims more than this sort of study can show (`survey`) | say what was seen together, as in `is linked with`, or who says so, as in `social workers report that`; only these show causes: rct, quasi, systematic-review"
            ]
        );
        assert_eq!(page(">-\n  It is now\n  \"proven\" that time helps.", "mixed").len(), 1);
        assert!(
            page(">-\n  It is now\n  \"proven\" that time helps.", "mixed")[0].starts_with("research/a.md:7:4 error rule-claim | `proven`")
        );
        for fine in ["It has not been proven that time helps.", "We asked about the causes of turnover.", "Nothing here proves it."] {
            assert_eq!(page(fine, "survey"), Vec::<String>::new());
        }
        assert_eq!(page("Training causes better work.", "rct"), Vec::<String>::new());
    }

    #[test]
    fn messages_name_findings_or_sources() {
        let page = "=== research/a.md\nfindings: [{fid: f1}, {fid: f2}]\nkey_messages:\n  - {text: One., rests_on: [f1, f3]}\n  - text: Two.\n  - {text: Three., sources: [a-2009]}\n";
        assert_eq!(
            said(page),
            [
                "research/a.md:6:33 error rule-message | there is no finding `f3` on this page | did you mean `f1`?; the findings here are: f1, f2",
                "research/a.md:7:11 error rule-message | this key message rests on nothing | name findings, as in `rests_on: [f1]`, or a source, as in `sources: [swtf-interim-2009, para. 1.42]`",
            ]
        );
    }
}
