//! Marks that a page sets aside, each with its reason: `waive: [{fault: number-unbacked, text: 1 in 4, reason: …}]`.

use super::Finding;
use crate::diagnostic::{Code, Diagnostic};
use crate::load::document::Document;
use crate::load::value::{KeyPath, Map, Value};

/// What is left to say: the findings that no waiver speaks of, and each waiver that speaks of none.
pub fn apply(document: &Document, findings: Vec<Finding>) -> Vec<Diagnostic> {
    let waivers: Vec<(usize, &Map)> =
        document.fields.list("waive").iter().enumerate().filter_map(|(index, waiver)| Some((index, waiver.as_map()?))).collect();
    if waivers.is_empty() {
        return findings.into_iter().map(|finding| finding.fault).collect();
    }
    let mut used = vec![false; waivers.len()];
    let mut left = Vec::new();
    for finding in findings {
        let mut waived = false;
        for (at, (_, waiver)) in waivers.iter().enumerate().filter(|(_, (_, waiver))| speaks_of(waiver, &finding)) {
            used[at] = waiver.get("reason").is_some();
            waived |= used[at];
        }
        if !waived {
            left.push(finding.fault);
        }
    }
    // That a waiver lacks its reason has been said with the other fields.
    for ((index, _), _) in waivers.iter().zip(used).filter(|((_, waiver), used)| !used && waiver.get("reason").is_some()) {
        let place = document.sheet.value_place(&KeyPath::from("waive").item(*index));
        left.push(
            Diagnostic::advice(Code::WaiverUnused, place, "this waiver sets nothing aside").help("delete it: what it was for is gone"),
        );
    }
    left
}

/// A waiver without a text speaks of every such mark on the page.
fn speaks_of(waiver: &Map, finding: &Finding) -> bool {
    let text = waiver.get("text").and_then(Value::as_text);
    waiver.text("fault") == Some(finding.fault.code.name()) && text.is_none_or(|text| said(&finding.words).contains(&said(text)))
}

fn said(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}
