//! Rules that fields alone cannot say: between fields of a page, and between records. A content type asks for them by name.

use jiff::Timestamp;

use super::world::World;
use crate::diagnostic::Diagnostics;

/// A rule looks at one released page and reports what breaks it.
type Rule = fn(&World, super::register::PageIndex, Timestamp, &mut Diagnostics);

/// Every rule by the name that content types use.
const RULES: &[(&str, Rule)] = &[];

const NAMES: &[&str] = &[
    "must-needs-law",
    "impact-needs-evidence",
    "retired-needs-reason",
    "claim-fits-design",
    "messages-rest-on-findings",
    "one-current",
    "numbers-from-figures",
    "speakers-are-spokespeople",
    "contacts-complete",
    "proceedings-closed",
    "status-has-source",
    "figure-makes-sense",
    "unique-term",
    "closed-has-date",
    "unique-reference",
    "consent-in-force",
    "dates-in-order",
    "no-private-contact",
    "csv-matches-columns",
    "one-kind-per-axis",
    "question-form",
    "unique-question",
    "no-cycle",
    "checked-recently",
    "redirect-target",
];

/// The names, for the reader of content types.
pub fn names() -> Vec<&'static str> {
    NAMES.to_vec()
}

/// Runs each type's rules over its pages.
pub fn check(world: &World, as_of: Timestamp) -> Diagnostics {
    let mut faults = Diagnostics::new();
    for (page, document) in world.documents.iter().enumerate().filter(|(_, document)| document.is_whole()) {
        for (_, rule) in RULES.iter().filter(|(name, _)| document.content_type.rules.iter().any(|asked| asked == name)) {
            rule(world, page, as_of, &mut faults);
        }
    }
    faults
}
