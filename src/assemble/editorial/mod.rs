//! What an editor would mark in the words of a page: links that say nothing, letters that nobody explains, numbers without a
//! record, words that stand elsewhere already, and what falls due. Only `check` asks; a build does without.
//! A page may set a mark aside with a reason (`waive`). Pages of a relaxed type come from elsewhere and get advice at most.

mod acronym;
mod copied;
pub mod due;
mod known;
mod link_text;
mod near_name;
pub mod orphan;
mod plain_word;
pub mod reading_age;
pub mod script;
mod sentence;
mod syllable;
mod table_header;
mod unbacked;
mod waiver;

use jiff::civil::Date;
use rayon::prelude::*;

use super::Site;
use super::register::PageIndex;
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::load::content_type::Shared;
use known::Known;
use script::Script;

/// A mark in the margin: the words that it is about, by which it can be waived, and what is wrong with them.
#[derive(Debug)]
pub struct Finding {
    pub words: String,
    pub fault: Diagnostic,
}

impl Finding {
    fn new(words: impl Into<String>, fault: Diagnostic) -> Self {
        Finding { words: words.into(), fault }
    }
}

/// What every rule may ask.
pub struct Desk<'a> {
    pub site: &'a Site,
    pub today: Date,
    known: Known<'a>,
}

/// A rule looks at one page and what it says.
type Rule = fn(&Desk<'_>, &Script<'_>, &mut Vec<Finding>);

/// For pages of the hub's own types.
const RULES: &[Rule] = &[
    link_text::check,
    table_header::check,
    acronym::check,
    near_name::check,
    unbacked::check,
    plain_word::check,
    reading_age::check,
    orphan::check,
    due::check,
];

/// For pages that were written for another generator.
const RELAXED: &[Rule] = &[link_text::check, near_name::check, due::check];

/// What is to be marked on the pages that are `wanted`; all others are only read for comparison.
pub fn check(site: &Site, wanted: impl Fn(PageIndex) -> bool + Sync) -> Diagnostics {
    let desk = Desk { site, today: site.as_of.to_zoned(site.hub().zone.clone()).date(), known: Known::of(site) };
    let pages: Vec<PageIndex> = (0..site.documents.len()).filter(|page| site.documents[*page].is_whole()).collect();
    let scripts: Vec<Script> = pages.par_iter().map(|page| Script::of(site, *page)).collect();
    let mut found: Vec<(usize, Vec<Finding>)> = scripts
        .par_iter()
        .enumerate()
        .filter(|(_, script)| wanted(script.page))
        .map(|(at, script)| {
            let relaxed = script.document.content_type.shared == Shared::Relaxed;
            let mut findings = Vec::new();
            for rule in if relaxed { RELAXED } else { RULES } {
                rule(&desk, script, &mut findings);
            }
            if relaxed {
                findings.iter_mut().for_each(|finding| finding.fault.severity = finding.fault.severity.max(Severity::Advice));
            }
            (at, findings)
        })
        .collect();
    for (at, finding) in copied::check(&desk, &scripts) {
        if let Some((_, findings)) = found.iter_mut().find(|(index, _)| *index == at) {
            findings.push(finding);
        }
    }
    found.into_iter().flat_map(|(at, findings)| waiver::apply(scripts[at].document, findings)).collect()
}
