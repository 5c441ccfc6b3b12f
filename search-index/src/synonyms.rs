//! Words and phrases that mean the same, both ways, at a lower weight than the words themselves. FORMAT.md, "Synonyms".

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::fault::Fault;
use crate::index::Index;
use crate::resolve::{self, How};
use crate::score;
use crate::search::{Lists, Tally, contribution};

/// A stretch of the query for which there are other words.
#[derive(Debug)]
pub struct Span {
    /// The lists that were first asked for inside it.
    pub entries: Vec<usize>,
    pub idf: u64,
    /// For each document with every word of an alternative: the best one's score, and whether the title has all words of one.
    best: BTreeMap<u32, (u64, bool)>,
    pub forms: Vec<String>,
}

/// Where a rule matches: which words of the query, and what else they are called.
#[derive(Debug)]
pub struct Match {
    pub words: Range<usize>,
    alternatives: Vec<String>,
}

/// The longest first from the left, without overlap. Rules stand in the shards of words that tell something.
pub fn matches(index: &Index<'_>, words: &[String], stop: &BTreeSet<&str>) -> Result<Vec<Match>, Fault> {
    let mut rules = BTreeMap::new();
    for number in telling(words, stop).map(|word| index.manifest.terms.shard_of(word)) {
        rules.extend(index.term_shard(number)?.rules.iter().cloned());
    }
    let mut matches = Vec::new();
    let mut place = 0;
    while place < words.len() {
        let longest =
            (1..=words.len() - place).rev().find_map(|length| Some((length, rules.get(&words[place..place + length].join(" "))?)));
        match longest {
            Some((length, alternatives)) => {
                matches.push(Match { words: place..place + length, alternatives: alternatives.clone() });
                place += length;
            }
            None => place += 1,
        }
    }
    Ok(matches)
}

/// The words that are not left out: all where there are no others.
pub fn telling<'a>(words: &'a [String], stop: &'a BTreeSet<&str>) -> impl Iterator<Item = &'a String> {
    let all_stop = words.iter().all(|word| stop.contains(word.as_str()));
    words.iter().filter(move |word| all_stop || !stop.contains(word.as_str()))
}

pub fn spans(index: &Index<'_>, matches: Vec<Match>, lists: &Lists, stop: &BTreeSet<&str>) -> Result<Vec<Span>, Fault> {
    let span = |found: Match| {
        let entries = lists.first_asked[found.words].iter().flatten().copied().collect();
        span(index, entries, &found.alternatives, lists, stop)
    };
    matches.into_iter().filter_map(|found| span(found).transpose()).collect()
}

fn span(
    index: &Index<'_>,
    entries: Vec<usize>,
    alternatives: &[String],
    lists: &Lists,
    stop: &BTreeSet<&str>,
) -> Result<Option<Span>, Fault> {
    let mut best = BTreeMap::<u32, (u64, bool)>::new();
    let mut forms = Vec::new();
    let mut highest = 0;
    for alternative in alternatives {
        let words: Vec<String> = alternative.split(' ').map(str::to_owned).collect();
        let lists: Vec<_> =
            telling(&words, stop).map(|word| resolve::form(index, word, score::SYNONYM, How::Form)).collect::<Result<_, _>>()?;
        let Some(lists) = lists.into_iter().collect::<Option<Vec<_>>>() else { continue };
        let mut having = BTreeMap::<u32, (usize, u64, bool)>::new();
        for (entry, _) in &lists {
            highest = highest.max(entry.idf);
            forms.extend(entry.forms.iter().cloned());
            for posting in &entry.postings {
                let document = having.entry(posting.document).or_insert((0, 0, true));
                *document = (document.0 + 1, document.1.max(posting.score), document.2 && posting.title > 0);
            }
        }
        for (document, (_, score, in_title)) in having.into_iter().filter(|(_, (count, ..))| *count == lists.len()) {
            let entry = best.entry(document).or_default();
            *entry = (entry.0.max(score * score::SYNONYM / score::WHOLE), entry.1 | in_title);
        }
    }
    if best.is_empty() {
        return Ok(None);
    }
    let own: u64 = entries.iter().map(|entry| lists.entries[*entry].0.idf).sum();
    Ok(Some(Span { idf: if entries.is_empty() { highest } else { own }, entries, best, forms }))
}

impl Span {
    /// Adds what the alternative gives above what the document has of the span already.
    pub fn add(&self, lists: &Lists, tallies: &mut [Tally]) {
        let mut own = BTreeMap::<u32, Tally>::new();
        for (entry, idf) in self.entries.iter().map(|entry| &lists.entries[*entry]) {
            for posting in entry.postings.iter().filter(|posting| self.best.contains_key(&posting.document)) {
                let tally = own.entry(posting.document).or_default();
                tally.score += contribution(entry, *idf, posting);
                tally.covered += entry.idf;
                tally.titled += if posting.title > 0 { entry.idf } else { 0 };
            }
        }
        for (document, (score, in_title)) in &self.best {
            let own = own.get(document).copied().unwrap_or_default();
            let tally = &mut tallies[*document as usize];
            tally.score += score.saturating_sub(own.score);
            tally.covered += self.idf - own.covered.min(self.idf);
            if *in_title {
                tally.titled += (self.idf - own.titled.min(self.idf)) * score::SYNONYM / score::WHOLE;
            }
        }
    }
}
