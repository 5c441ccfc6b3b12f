//! Groups of forms with one stem, and how well each document answers to one of them: BM25F with one saturation over
//! weighted fields (Robertson, Zaragoza and Taylor 2004), quantised to 4 bits with a scale a group.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use crate::Record;
use crate::inverted::{FieldKind, Inverted, Occurrence, TITLE};
use crate::score;
use crate::stem::{English, FUNCTION_WORDS, Welsh};

const K1: f64 = 1.2;

#[derive(Debug)]
pub struct Group {
    pub scale: u16,
    pub postings: Vec<Posting>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Posting {
    pub document: u32,
    pub impact: u8,
    /// Fifteenths of the title that the group makes, by idf; 0 where the title lacks it.
    pub title: u8,
}

/// A form as it is published.
#[derive(Debug)]
pub struct GroupedForm {
    pub text: String,
    pub group: usize,
    /// The documents that have it; none for a spelling that no page uses.
    pub documents: Vec<u32>,
}

#[derive(Debug)]
pub struct Groups {
    /// By the order of code units.
    pub forms: Vec<GroupedForm>,
    pub groups: Vec<Group>,
    /// How many there are; numbers of documents are below it.
    pub documents: usize,
}

pub fn group(inverted: &Inverted, records: &[Arc<Record>]) -> Groups {
    let stems = stems(inverted, records);
    let mut members = BTreeMap::<&str, Vec<usize>>::new();
    for (form, stem) in stems.iter().enumerate() {
        members.entry(stem).or_default().push(form);
    }
    let documents = Documents::of(inverted, records);
    let members: Vec<Vec<usize>> = members.into_values().collect();
    let mut groups: Vec<Group> = members.par_iter().map(|forms| score_group(inverted, forms, &documents)).collect();
    let tells = |members: &Vec<usize>| !members.iter().any(|form| FUNCTION_WORDS.contains(&inverted.forms[*form].lexeme.text.as_str()));
    share_titles(&mut groups, &members.iter().map(tells).collect::<Vec<_>>(), records.len());
    let known = |text: &str| inverted.forms.binary_search_by(|form| crate::words::by_code_unit(&form.lexeme.text, text)).is_ok();
    let forms_of = |(group, members): (usize, &Vec<usize>)| {
        let mut forms = Vec::with_capacity(members.len());
        let mut added = BTreeSet::new();
        for form in members.iter().map(|form| &inverted.forms[*form]) {
            let documents = form.occurrences.chunk_by(|a, b| a.document == b.document).map(|of_document| of_document[0].document);
            forms.push(GroupedForm { text: form.lexeme.text.clone(), group, documents: documents.collect() });
            added.extend(form.lexeme.others.iter().filter(|other| !known(other)));
        }
        forms.extend(added.into_iter().map(|text| GroupedForm { text: text.clone(), group, documents: Vec::new() }));
        forms
    };
    let mut forms: Vec<GroupedForm> = members.par_iter().enumerate().flat_map_iter(forms_of).collect();
    forms.par_sort_by(|a, b| crate::words::by_code_unit(&a.text, &b.text).then(a.group.cmp(&b.group)));
    // A spelling that two groups would lend stays with the first.
    forms.dedup_by(|later, first| later.text == first.text);
    Groups { forms, groups, documents: records.len() }
}

/// The stem of each form. A form of an English page is English; one that only Welsh pages have is Welsh.
pub fn stems<'a>(inverted: &'a Inverted, records: &[Arc<Record>]) -> Vec<Cow<'a, str>> {
    let welsh_document: Vec<bool> = records.iter().map(|record| record.lang == "cy" || record.lang.starts_with("cy-")).collect();
    let in_welsh = |form: usize| inverted.forms[form].occurrences.iter().any(|occurrence| welsh_document[occurrence.document as usize]);
    let in_english = |form: usize| inverted.forms[form].occurrences.iter().any(|occurrence| !welsh_document[occurrence.document as usize]);
    let mut welsh = Welsh::default();
    if welsh_document.contains(&true) {
        let forms = (0..inverted.forms.len()).filter(|form| in_welsh(*form));
        welsh = Welsh::new(forms.map(|form| (inverted.forms[form].lexeme.text.as_str(), inverted.forms[form].occurrences.len())).collect());
    }
    let is_english: BTreeMap<&str, ()> = if welsh_document.contains(&true) {
        (0..inverted.forms.len()).filter(|form| in_english(*form)).map(|form| (inverted.forms[form].lexeme.text.as_str(), ())).collect()
    } else {
        BTreeMap::new()
    };
    (0..inverted.forms.len())
        .into_par_iter()
        .map_init(English::default, |english, form| {
            let lexeme = &inverted.forms[form].lexeme;
            if in_english(form) {
                return Cow::Borrowed(lexeme.stem.as_str());
            }
            let plain = welsh.plain(&lexeme.text);
            Cow::Owned(if is_english.contains_key(plain.as_str()) { english.stem(&plain) } else { format!("cy {plain}") })
        })
        .collect()
}

/// What every score asks of documents.
#[derive(Debug)]
pub struct Documents {
    /// For each field, how far the length of each document is held against it.
    norms: Vec<Vec<f64>>,
    boosts: Vec<f64>,
}

impl Documents {
    pub fn of(inverted: &Inverted, records: &[Arc<Record>]) -> Documents {
        let of_field = |((FieldKind { b, .. }, lengths), average): ((&FieldKind, &Vec<u32>), f64)| {
            lengths.iter().map(|length| 1.0 - b + b * f64::from(*length) / average).collect()
        };
        let norms = inverted.fields.iter().zip(&inverted.lengths).zip(averages(&inverted.lengths)).map(of_field).collect();
        let boost = |record: &Arc<Record>| if record.boost > 0.0 { record.boost.clamp(0.1, 10.0) } else { 1.0 };
        Documents { norms, boosts: records.iter().map(boost).collect() }
    }
}

/// The mean length of each field over the documents that have it.
fn averages(lengths: &[Vec<u32>]) -> Vec<f64> {
    let mean = |lengths: &Vec<u32>| {
        let total: u64 = lengths.iter().map(|length| u64::from(*length)).sum();
        let having = lengths.iter().filter(|length| **length > 0).count();
        (total as f64 / having.max(1) as f64).max(1.0)
    };
    lengths.iter().map(mean).collect()
}

/// Which part of a title each group makes, by idf: a title that says what was asked and nothing else is the one that was meant.
/// Function words make no part of a title, because queries leave them out.
fn share_titles(groups: &mut [Group], tells: &[bool], documents: usize) {
    let idf = |group: &Group| score::idf(documents as u64, group.postings.len() as u64);
    let mut whole = vec![0; documents];
    for (group, _) in groups.iter().zip(tells).filter(|(_, tells)| **tells) {
        let idf = idf(group);
        group.postings.iter().filter(|posting| posting.title > 0).for_each(|posting| whole[posting.document as usize] += idf);
    }
    for (group, _) in groups.iter_mut().zip(tells).filter(|(_, tells)| **tells) {
        let idf = idf(group);
        for posting in group.postings.iter_mut().filter(|posting| posting.title > 0) {
            let whole = whole[posting.document as usize];
            posting.title = ((2 * score::STEPS * idf + whole) / (2 * whole)).clamp(1, score::STEPS) as u8;
        }
    }
}

fn score_group(inverted: &Inverted, forms: &[usize], documents: &Documents) -> Group {
    let scores = float_scores(inverted, forms, documents);
    let (scale, impacts) = score::quantise(scores.iter().map(|scored| scored.score));
    let posting = |(scored, impact): (&FloatScore, u8)| Posting { document: scored.document, impact, title: u8::from(scored.in_title) };
    Group { scale, postings: scores.iter().zip(impacts).map(posting).collect() }
}

/// What a group is worth to a document before it is quantised, in units of idf.
#[derive(Debug, Clone, Copy)]
pub struct FloatScore {
    pub document: u32,
    pub score: f64,
    pub in_title: bool,
}

pub fn float_scores(inverted: &Inverted, forms: &[usize], documents: &Documents) -> Vec<FloatScore> {
    let occurrences = match forms {
        [form] => Cow::Borrowed(&inverted.forms[*form].occurrences),
        _ => {
            let mut occurrences: Vec<_> = forms.iter().flat_map(|form| inverted.forms[*form].occurrences.iter().copied()).collect();
            // Runs that are in order: what a stable sort is good at.
            occurrences.sort();
            Cow::Owned(occurrences)
        }
    };
    let of_documents = || occurrences.chunk_by(|a, b| a.document == b.document);
    let having = of_documents().count();
    let idf = score::idf(documents.boosts.len() as u64, having as u64) as f64;
    let of_document = |occurrences: &[Occurrence]| {
        let document = occurrences[0].document;
        let mut weight = 0.0;
        for occurrence in occurrences {
            let field = usize::from(occurrence.field);
            let of_field = inverted.fields[field].weight;
            weight += of_field * f64::from(occurrence.count) / documents.norms[field][document as usize];
        }
        let boost = documents.boosts[document as usize];
        let score = boost * idf * weight * (K1 + 1.0) / (K1 + weight);
        FloatScore { document, score, in_title: usize::from(occurrences[0].field) == TITLE }
    };
    let mut scores = Vec::with_capacity(having);
    scores.extend(of_documents().map(of_document));
    scores
}
