//! Rules that fields alone cannot say: between fields of a page, and between records. A content type asks for them by name.
//! Each fault stands at the field that is to be changed. What a reference names but nobody has is reported where references are followed.

#[cfg(test)]
mod case;
mod charts;
mod dates;
mod figures;
mod guides;
mod lineage;
mod media;
mod names;
pub(super) mod number;
mod page;
mod people;
mod records;
mod research;
pub mod sensitive;
mod sha256;
mod tables;

use jiff::Timestamp;
use rayon::prelude::*;

use super::world::World;
use crate::diagnostic::Diagnostics;
use page::Page;

enum Rule {
    /// Looks at one page, and at what it refers to.
    Each(fn(&Page, &mut Diagnostics)),
    /// Compares all pages whose types ask for it.
    All(fn(&[Page], &mut Diagnostics)),
}

/// Every rule by the name that content types use.
const RULES: &[(&str, Rule)] = &[
    ("must-needs-law", Rule::Each(guides::must_needs_law)),
    ("impact-needs-evidence", Rule::Each(guides::impact_needs_evidence)),
    ("retired-needs-reason", Rule::Each(guides::retired_needs_reason)),
    ("claim-fits-design", Rule::Each(research::claim_fits_design)),
    ("messages-rest-on-findings", Rule::Each(research::messages_rest_on_findings)),
    ("one-current", Rule::All(names::one_current)),
    ("numbers-from-figures", Rule::Each(media::numbers_from_figures)),
    ("speakers-are-spokespeople", Rule::Each(people::speakers_are_spokespeople)),
    ("contacts-complete", Rule::Each(media::contacts_complete)),
    ("proceedings-closed", Rule::Each(records::proceedings_closed)),
    ("status-has-source", Rule::Each(records::status_has_source)),
    ("figure-makes-sense", Rule::Each(figures::figure_makes_sense)),
    ("unique-term", Rule::All(names::unique_term)),
    ("closed-has-date", Rule::Each(records::closed_has_date)),
    ("unique-reference", Rule::All(names::unique_reference)),
    ("consent-in-force", Rule::Each(dates::consent_in_force)),
    ("dates-in-order", Rule::Each(dates::dates_in_order)),
    ("no-private-contact", Rule::Each(people::no_private_contact)),
    ("csv-matches-columns", Rule::Each(tables::csv_matches_columns)),
    ("one-kind-per-axis", Rule::Each(charts::one_kind_per_axis)),
    ("chart-has-data", Rule::Each(charts::chart_has_data)),
    ("question-form", Rule::Each(records::question_form)),
    ("unique-question", Rule::All(names::unique_question)),
    ("no-cycle", Rule::All(lineage::no_cycle)),
    ("checked-recently", Rule::Each(dates::checked_recently)),
    ("redirect-target", Rule::Each(records::redirect_target)),
];

/// The names, for the reader of content types.
pub fn names() -> Vec<&'static str> {
    RULES.iter().map(|(name, _)| *name).collect()
}

/// Runs each type's rules over its pages.
pub fn check(world: &World, as_of: Timestamp) -> Diagnostics {
    let today = as_of.to_zoned(world.hub.zone.clone()).date();
    let pages: Vec<Page> = world
        .documents
        .iter()
        .enumerate()
        .filter(|(_, document)| document.is_whole())
        .map(|(index, document)| Page { world, index, document, as_of, today })
        .collect();
    let mut faults = pages.par_iter().map(each).reduce(Diagnostics::new, |mut all, more| {
        all.append(more);
        all
    });
    sensitive::are_covered(&pages, &mut faults);
    for (name, rule) in RULES {
        if let Rule::All(rule) = rule {
            let asking: Vec<Page> = pages.iter().filter(|page| page.asks_for(name)).copied().collect();
            rule(&asking, &mut faults);
        }
    }
    faults
}

/// What the rules that look at one page alone say of this one.
pub fn check_page(world: &World, index: usize, as_of: Timestamp) -> Diagnostics {
    let today = as_of.to_zoned(world.hub.zone.clone()).date();
    each(&Page { world, index, document: &world.documents[index], as_of, today })
}

fn each(page: &Page) -> Diagnostics {
    let mut faults = Diagnostics::new();
    for (name, rule) in RULES {
        if let Rule::Each(rule) = rule
            && page.asks_for(name)
        {
            rule(page, &mut faults);
        }
    }
    sensitive::is_marked(page, &mut faults);
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_has_a_name_of_its_own() {
        let mut names = names();
        names.sort_unstable();
        let count = names.len();
        names.dedup();
        assert_eq!(names.len(), count);
    }
}
