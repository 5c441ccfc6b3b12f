//! Where the sorted forms are cut into term shards, and which prefixes need a list of their own because of it.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::group::{Group, GroupedForm, Groups, Posting};
use crate::manifest::Boundaries;
use crate::score;
use crate::shard::{self, WrittenForm};
use crate::words;
use crate::write::Content;

/// A shard is closed before it grows beyond so many bytes unpacked. Small enough for one word to cost 5 kB, large enough for the
/// manifest to name all shards of 10,000 pages in 2 kB.
const SHARD_BYTES: usize = 6_000;
/// A group whose postings take more has a shard to itself: a rare word should not carry a common neighbour.
const BIG_GROUP_BYTES: usize = 4_000;
pub const PREFIX_LETTERS: usize = 3;

/// Which forms stand in which term shard.
pub struct Shards {
    ranges: Vec<std::ops::Range<usize>>,
    pub terms: Boundaries,
}

impl Shards {
    pub fn cut(grouped: &Groups) -> Self {
        let size = |group: usize| group_bytes(&grouped.groups[group]);
        let add = |form: &GroupedForm| form.text.len() / 2 + 2 + grouped.groups[form.group].postings.len() / 8;
        let ranges = cut(grouped.forms.len(), |form| grouped.forms[form].group, size, |form| add(&grouped.forms[form]));
        let text = |form: usize| grouped.forms[form].text.as_str();
        let terms = Boundaries::between(ranges.windows(2).map(|pair| (text(pair[0].end - 1), text(pair[1].start))));
        Shards { ranges, terms }
    }

    pub fn term_shards(&self, grouped: &Groups, synonyms: &BTreeMap<String, Vec<String>>, stop: &str) -> Vec<Content> {
        let mut rules = vec![String::new(); self.ranges.len()];
        let telling = |word: &&str| !stop.split(' ').any(|stop| stop == *word);
        for (trigger, alternatives) in synonyms {
            // Readers leave the shards of function words alone: they are the dearest.
            let first = trigger.split(' ').find(telling).or_else(|| trigger.split(' ').next()).unwrap_or_default();
            rules[self.terms.shard_of(first)] += &format!("{trigger}\t{}\n", alternatives.join("\t"));
        }
        let shard = |(number, range): (usize, &std::ops::Range<usize>)| {
            let forms = &grouped.forms[range.clone()];
            let mut places = BTreeMap::new();
            let mut groups: Vec<&Group> = Vec::new();
            let mut written = Vec::with_capacity(forms.len());
            for form in forms {
                let group = *places.entry(form.group).or_insert_with(|| {
                    groups.push(&grouped.groups[form.group]);
                    groups.len() - 1
                });
                written.push(WrittenForm { text: &form.text, group, documents: &form.documents });
            }
            let mut bytes = Vec::new();
            shard::encode(&mut bytes, &written, &groups, Some(&rules[number]));
            Content { kind: b'T', number, bytes }
        };
        let ranges: Vec<_> = self.ranges.iter().enumerate().collect();
        ranges.into_par_iter().map(shard).collect()
    }

    /// Prefixes whose forms lie in more shards than a reader should fetch have a list of their own.
    pub fn prefix_shards(&self, grouped: &Groups) -> (Option<Boundaries>, Vec<Content>) {
        let mut found = Vec::new();
        self.wide_prefixes(grouped, 0..grouped.forms.len(), 1, &mut found);
        if found.is_empty() {
            return (None, Vec::new());
        }
        let none = || vec![(0, 0); grouped.documents];
        let lists: Vec<Group> = found.par_iter().map_init(none, |best, (_, forms)| union(grouped, forms.clone(), best)).collect();
        let ranges = cut(found.len(), |prefix| prefix, |prefix| group_bytes(&lists[prefix]), |prefix| found[prefix].0.len());
        let text = |prefix: usize| found[prefix].0.as_str();
        let boundaries = Boundaries::between(ranges.windows(2).map(|pair| (text(pair[0].end - 1), text(pair[1].start))));
        let contents = ranges
            .par_iter()
            .enumerate()
            .map(|(number, range)| {
                let form = |prefix: usize| WrittenForm { text: &found[prefix].0, group: prefix - range.start, documents: &[] };
                let written: Vec<_> = range.clone().map(form).collect();
                let groups: Vec<&Group> = lists[range.clone()].iter().collect();
                let mut bytes = Vec::new();
                shard::encode(&mut bytes, &written, &groups, None);
                Content { kind: b'C', number, bytes }
            })
            .collect();
        (Some(boundaries), contents)
    }

    /// Forms of `range` agree in all letters before the `letters`-th. In the order of prefixes.
    fn wide_prefixes(
        &self,
        grouped: &Groups,
        range: std::ops::Range<usize>,
        letters: usize,
        found: &mut Vec<(String, std::ops::Range<usize>)>,
    ) {
        let prefix = |form: usize| {
            grouped.forms[form]
                .text
                .char_indices()
                .nth(letters)
                .map_or(grouped.forms[form].text.as_str(), |(end, _)| &grouped.forms[form].text[..end])
        };
        let mut start = range.start;
        while start < range.end {
            let text = prefix(start);
            let end = (start..range.end).find(|form| prefix(*form) != text).unwrap_or(range.end);
            let shards = self.terms.shards_from(text);
            if text.chars().count() == letters && shards.end() - shards.start() > 1 {
                if words::letters(text) >= PREFIX_LETTERS {
                    found.push((text.to_owned(), start..end));
                }
                self.wide_prefixes(grouped, start..end, letters + 1, found);
            }
            start = end;
        }
    }
}

/// Cuts numbered strings into runs whose groups' postings stay within a shard.
fn cut(
    count: usize,
    group_of: impl Fn(usize) -> usize,
    group_size: impl Fn(usize) -> usize,
    own_size: impl Fn(usize) -> usize,
) -> Vec<std::ops::Range<usize>> {
    let mut ranges = Vec::new();
    let (mut start, mut size, mut big) = (0, 0, false);
    let mut held = std::collections::BTreeSet::new();
    for form in 0..count {
        let group = group_of(form);
        let is_new = !held.contains(&group);
        let of_group = if is_new { group_size(group) } else { 0 };
        let full = size + of_group + own_size(form) > SHARD_BYTES;
        let is_big = group_size(group) > BIG_GROUP_BYTES;
        if form > start && (full || (is_new && (is_big || big))) {
            ranges.push(start..form);
            held.clear();
            (start, size, big) = (form, 0, false);
        }
        size += own_size(form) + if held.insert(group) { group_size(group) } else { 0 };
        big |= is_big;
    }
    ranges.push(start..count);
    ranges
}

/// About what a group's postings take: gaps of one or two bytes, half a byte of impact, a bit of title.
fn group_bytes(group: &Group) -> usize {
    let count = group.postings.len();
    count + count / 2 + count / 8 + 4
}

/// The documents of every group of these forms, each with its best score. `best` has room for every document and is all zero before
/// and after.
fn union(grouped: &Groups, forms: std::ops::Range<usize>, best: &mut [(u32, u8)]) -> Group {
    let mut groups: Vec<usize> = grouped.forms[forms].iter().map(|form| form.group).collect();
    groups.sort_unstable();
    groups.dedup();
    for group in groups.into_iter().map(|group| &grouped.groups[group]) {
        for posting in &group.postings {
            let score = u32::from(posting.impact) * u32::from(group.scale);
            let best = &mut best[posting.document as usize];
            *best = (best.0.max(score), best.1.max(posting.title));
        }
    }
    // An impact is never zero, and so no score is.
    let found = (0..).zip(best).filter(|(_, best)| best.0 > 0).map(|(document, best)| (document, std::mem::take(best)));
    let found: Vec<(u32, (u32, u8))> = found.collect();
    let (scale, impacts) = score::quantise(found.iter().map(|(_, (score, _))| f64::from(*score) / score::PARTS as f64));
    let postings = found.into_iter().zip(impacts).map(|((document, (_, title)), impact)| Posting { document, impact, title }).collect();
    Group { scale, postings }
}
