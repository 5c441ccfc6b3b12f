//! Recommendations of practice guides: how strongly they are put, and what that rests on.

use super::page::Page;
use crate::assemble::register::Found;
use crate::diagnostic::{Code, Diagnostics};
use crate::load::block::scalar_text;
use crate::load::value::{KeyPath, Map};

/// From this strength on, research may carry a recommendation that claims impact.
const ENOUGH: i64 = 2;

/// Recommendations that still hold, with their paths and numbers.
fn in_force<'a>(page: &Page<'a>) -> impl Iterator<Item = (KeyPath, &'a Map, &'a str)> {
    let all = page.groups("recommendations").map(|(path, map)| (path, map, map.text("rid").unwrap_or("?")));
    all.filter(|(_, map, _)| map.get("retired").is_none())
}

/// `must` and `law` belong together, and the law is named.
pub fn must_needs_law(page: &Page, faults: &mut Diagnostics) {
    let guide_names_law = page.groups("law").next().is_some();
    for (path, map, rid) in in_force(page) {
        match (map.text("strength"), map.text("basis")) {
            (Some("must"), Some("law")) if !guide_names_law && map.list("sources").is_empty() => faults.push(
                page.error(Code::RuleLaw, &path.key("strength"), format!("recommendation {rid} says `must` and names no law"))
                    .help("add the Act with its section to the recommendation's `sources`, or to the guide's `law`"),
            ),
            (Some("must"), Some(basis)) if basis != "law" => faults.push(
                page.error(Code::RuleLaw, &path.key("strength"), format!("recommendation {rid} says `must` and rests on `{basis}`"))
                    .help("`must` is only for what the law requires: choose `offer`, `consider` or `avoid`")
                    .help("if a law does require it, write `basis: law` and name that law"),
            ),
            (Some(strength), Some("law")) if strength != "must" => faults.push(
                page.error(Code::RuleLaw, &path.key("strength"), format!("recommendation {rid} rests on law and says only `{strength}`"))
                    .help("what the law requires or forbids is put as a `must`; if the law only allows it, choose another `basis`"),
            ),
            _ => {}
        }
    }
}

/// A claim of impact names research that can carry it.
pub fn impact_needs_evidence(page: &Page, faults: &mut Diagnostics) {
    let to = ["research-summary".to_owned(), "evidence-gap".to_owned()];
    for (path, map, rid) in in_force(page).filter(|(_, map, _)| map.text("basis") == Some("impact")) {
        let names = map.texts("evidence");
        // A name that leads nowhere, or to a page that is not public, is a fault already: who knows what it would have shown.
        if names.iter().any(|name| !matches!(page.world.register.reference(name, &to), Found::Page(_))) {
            continue;
        }
        let research: Vec<Page> = names.iter().filter_map(|name| page.other(name, &["research-summary"])).collect();
        if research.iter().any(|page| strength(page) >= Some(ENOUGH)) {
            continue;
        }
        let at = if names.is_empty() { path.key("basis") } else { path.key("evidence") };
        let message = match names.len() {
            0 => format!("recommendation {rid} claims impact and names no research"),
            _ => format!("recommendation {rid} claims impact, and no research that it names has a strength of {ENOUGH} or more"),
        };
        let mut fault = page.error(Code::RuleImpact, &at, message);
        for weak in &research {
            let place = weak.value_place(&KeyPath::from("evidence").key("strength"));
            let shown =
                strength(weak).map_or("no strength is given here".to_owned(), |strength| format!("the strength is {strength} here"));
            fault = fault.related(place, shown);
        }
        faults.push(
            fault
                .help(format!("add a research summary with a strength of {ENOUGH} or more to `evidence`"))
                .help("if there is none, choose `implementation`, `consensus` or `lived-experience` as `basis`"),
        );
    }
}

fn strength(research: &Page) -> Option<i64> {
    scalar_text(research.value(&KeyPath::from("evidence").key("strength"))?)?.parse().ok()
}

/// Whoever linked to a recommendation that was dropped learns why.
pub fn retired_needs_reason(page: &Page, faults: &mut Diagnostics) {
    for (path, map) in page.groups("recommendations") {
        let rid = map.text("rid").unwrap_or("?");
        let retired = map.get("retired").is_some();
        let reason = map.text("retired_reason").is_some_and(|reason| !reason.trim().is_empty());
        if retired && !reason {
            faults.push(
                page.error(Code::RuleRetired, &path.key("retired"), format!("recommendation {rid} was dropped and does not say why"))
                    .help("add a line `retired_reason: …`; readers who followed a link to it will see those words"),
            );
        } else if reason && !retired {
            faults.push(
                page.error(
                    Code::RuleRetired,
                    &path.key("retired_reason"),
                    format!("recommendation {rid} says why it was dropped, but not when"),
                )
                .help("add the day as `retired: 2026-03-14`, or remove the reason if the recommendation still holds"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::case::said;

    #[test]
    fn must_and_law_belong_together() {
        let guide = "=== guides/a.md\nid: pg-0001\nrecommendations:\n  - {rid: '1.1', strength: must, basis: consensus}\n  - {rid: '1.2', strength: offer, basis: law}\n  - rid: '1.3'\n    strength: must\n    basis: law\n  - {rid: '1.4', strength: must, basis: law, sources: ['act-1989, s. 17']}\n  - {rid: '1.5', strength: must, basis: impact, retired: 2026-02-01, retired_reason: No longer so.}\n";
        assert_eq!(
            said(guide),
            [
                "guides/a.md:6:28 error rule-law | recommendation 1.1 says `must` and rests on `consensus` | `must` is only for what the law requires: choose `offer`, `consider` or `avoid`; if a law does require it, write `basis: law` and name that law",
                "guides/a.md:7:28 error rule-law | recommendation 1.2 rests on law and says only `offer` | what the law requires or forbids is put as a `must`; if the law only allows it, choose another `basis`",
                "guides/a.md:9:15 error rule-law | recommendation 1.3 says `must` and names no law | add the Act with its section to the recommendation's `sources`, or to the guide's `law`",
            ]
        );
    }

    #[test]
    fn a_claim_of_impact_names_strong_research() {
        let guide = "=== guides/a.md\nrecommendations:\n  - {rid: '1.1', strength: offer, basis: impact, evidence: [weak]}\n  - {rid: '1.2', strength: offer, basis: impact}\n  - {rid: '1.3', strength: offer, basis: impact, evidence: [weak, strong]}\n  - {rid: '1.4', strength: offer, basis: impact, evidence: [nobody]}\n=== research/weak.md\nevidence: {strength: '1'}\n=== research/strong.md\nevidence: {strength: '2'}\n";
        assert_eq!(
            said(guide),
            [
                "guides/a.md:5:60 error rule-impact | recommendation 1.1 claims impact, and no research that it names has a strength of 2 or more | add a research summary with a strength of 2 or more to `evidence`; if there is none, choose `implementation`, `consensus` or `lived-experience` as `basis`",
                "guides/a.md:6:42 error rule-impact | recommendation 1.2 claims impact and names no research | add a research summary with a strength of 2 or more to `evidence`; if there is none, choose `implementation`, `consensus` or `lived-experience` as `basis`",
            ]
        );
    }

    #[test]
    fn what_was_dropped_says_why_and_when() {
        let guide = "=== guides/a.md\nrecommendations:\n  - {rid: '1.1', retired: 2026-02-01}\n  - {rid: '1.2', retired_reason: It was found to do harm.}\n";
        assert_eq!(
            said(guide),
            [
                "guides/a.md:5:27 error rule-retired | recommendation 1.1 was dropped and does not say why | add a line `retired_reason: …`; readers who followed a link to it will see those words",
                "guides/a.md:6:34 error rule-retired | recommendation 1.2 says why it was dropped, but not when | add the day as `retired: 2026-03-14`, or remove the reason if the recommendation still holds",
            ]
        );
    }
}
