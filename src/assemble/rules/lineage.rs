//! Records that lead to their elders: the wider topic, the record that was replaced. None may lead back to itself,
//! and what replaces and what is replaced name each other.

use std::collections::BTreeSet;

use super::page::Page;
use crate::assemble::register::PageIndex;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::load::value::KeyPath;

pub fn no_cycle(pages: &[Page], faults: &mut Diagnostics) {
    for field in ["parent", "supersedes", "superseded_by"] {
        let mut reported = BTreeSet::new();
        for page in pages.iter().filter(|page| page.text(field).is_some()) {
            cycle(page, field, &mut reported, faults);
        }
    }
    for page in pages {
        replaced(page, faults);
    }
}

fn next<'a>(page: &Page<'a>, field: &str) -> Option<Page<'a>> {
    page.other(page.text(field)?, &[])
}

/// Each circle is reported once, at the first of its pages.
fn cycle(page: &Page, field: &str, reported: &mut BTreeSet<PageIndex>, faults: &mut Diagnostics) {
    let mut way = vec![*page];
    let mut at = *page;
    while let Some(further) = next(&at, field) {
        if further.index == page.index {
            if way.iter().any(|page| reported.contains(&page.index)) {
                return;
            }
            reported.extend(way.iter().map(|page| page.index));
            let names: Vec<&str> = way.iter().map(Page::name).chain([page.name()]).collect();
            let mut fault = page
                .error(Code::RuleCycle, &field.into(), format!("`{field}` leads back to this page: {}", names.join(" → ")))
                .help(format!("remove `{field}` from one of them"));
            for other in &way[1..] {
                fault = fault.related(other.value_place(&field.into()), "and on from here");
            }
            faults.push(fault);
            return;
        }
        if way.iter().any(|seen| seen.index == further.index) {
            // The circle lies further on and does not include this page.
            return;
        }
        way.push(further);
        at = further;
    }
}

fn replaced(page: &Page, faults: &mut Diagnostics) {
    let leads_to = |from: &Page, field: &str, to: &Page| next(from, field).is_some_and(|found| found.index == to.index);
    let (newer, older) = (KeyPath::from("superseded_by"), KeyPath::from("supersedes"));
    if let Some(old) = next(page, "supersedes")
        && !leads_to(&old, "superseded_by", page)
    {
        // Only a warning: what replaces a page may come out at a set time, and until then the old page cannot name it.
        faults.push(
            page.warning(Code::RuleReplaced, &older, format!("`{}` does not say that this page replaces it", old.name()))
                .related(old.key_place(&newer), "this record should say so")
                .help(format!("add `superseded_by: {}` to {}", page.name(), old.document.source.file)),
        );
    }
    if let Some(new) = next(page, "superseded_by")
        // One record may replace several, and can name only one of them.
        && new.text("supersedes").is_none()
    {
        faults.push(
            Diagnostic::error(
                Code::RuleReplaced,
                page.value_place(&newer),
                format!("`{}` does not say that it replaces this page", new.name()),
            )
            .related(new.key_place(&older), "this record should say so")
            .help(format!("add `supersedes: {}` to {}", page.name(), new.document.source.file)),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::super::case::said;

    #[test]
    fn nothing_leads_back_to_itself() {
        assert_eq!(
            said(
                "=== topics/a.md\nid: tp-0001\nparent: b\n=== topics/b.md\nid: tp-0002\nparent: c\n=== topics/c.md\nid: tp-0003\nparent: b\n=== topics/d.md\nid: tp-0004\nparent: d\n"
            ),
            [
                "topics/b.md:5:9 error rule-cycle | `parent` leads back to this page: tp-0002 → tp-0003 → tp-0002 | remove `parent` from one of them",
                "topics/d.md:5:9 error rule-cycle | `parent` leads back to this page: tp-0004 → tp-0004 | remove `parent` from one of them",
            ]
        );
    }

    #[test]
    fn old_and_new_name_each_other() {
        let said = said(
            "=== organisations/a.md\nid: og-0001\nsuperseded_by: b\n=== organisations/b.md\nid: og-0002\n=== organisations/c.md\nid: og-0003\nsupersedes: b\n",
        );
        let short: Vec<&str> = said.iter().filter_map(|line| line.rsplit_once(" to ").map(|(said, _)| said)).collect();
        assert_eq!(
            short,
            [
                "organisations/a.md:5:16 error rule-replaced | `og-0002` does not say that it replaces this page | add `supersedes: og-0001`",
                "organisations/c.md:5:13 warning rule-replaced | `og-0002` does not say that this page replaces it | add `superseded_by: og-0003`",
            ]
        );
    }

    #[test]
    fn one_record_may_replace_several() {
        let files =
            "=== organisations/a.md\nsuperseded_by: c\n=== organisations/b.md\nsuperseded_by: c\n=== organisations/c.md\nsupersedes: a\n";
        assert_eq!(said(files), Vec::<String>::new());
    }
}
