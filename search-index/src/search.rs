//! A query answered: every page that has something of it, the best first. FORMAT.md, "Ranking", is what this does.

use std::collections::{BTreeMap, BTreeSet};

use crate::facets::{self, Chosen};
use crate::fault::Fault;
use crate::index::Index;
use crate::query::{self, Query};
use crate::resolve::{self, Entry, FormIdf, How};
use crate::score;
use crate::synonyms::{self, Span};
use crate::words::{fold, words};

/// What is asked, beside the text.
#[derive(Debug, Clone, Default)]
pub struct Ask {
    pub text: String,
    /// The last word may go on: results while somebody types.
    pub unfinished: bool,
    /// Corrections are refused.
    pub as_typed: bool,
    /// Chosen values by facet, beside those that are typed.
    pub filters: BTreeMap<String, Vec<String>>,
    pub by_date: bool,
    /// `YYYY-MM-DD`, for facets of days.
    pub today: String,
    /// How many of the pages with all words of a phrase are wanted; the texts of no more are read.
    pub limit: usize,
}

#[derive(Debug)]
pub struct Answer {
    /// All of them, best first; with a phrase at most as many as were wanted.
    pub hits: Vec<Hit>,
    pub total: usize,
    /// Every page with the words of a phrase was looked into, so `total` is the whole number.
    pub exact: bool,
    pub words: Vec<Understood>,
    pub corrections: Vec<(String, String)>,
    /// Forms to mark in passages.
    pub forms: BTreeSet<String>,
    /// Documents that pass everything but facets and phrases, for their counts.
    found: Vec<u32>,
    phrases: Vec<Vec<String>>,
    pub(crate) chosen: Vec<Chosen>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    pub document: u32,
    pub score: u64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Understood {
    pub word: String,
    pub how: How,
    /// What it was corrected to.
    pub meant: Option<String>,
}

/// Words of a query as lists of postings, and which words of the text each list came of.
pub struct Lists {
    pub entries: Vec<(Entry, Option<FormIdf>)>,
    /// For each word of the query, the entries that it was the first to ask for.
    pub first_asked: Vec<Vec<usize>>,
}

pub fn search(index: &Index<'_>, ask: &Ask) -> Result<Answer, Fault> {
    let facets: Vec<&str> = index.manifest.facets.iter().map(|facet| facet.id.as_str()).collect();
    let query = query::parse(&ask.text, &index.manifest.specials, &facets);
    let stop: BTreeSet<&str> = index.manifest.stop.split(' ').filter(|word| !word.is_empty()).collect();
    let matches = synonyms::matches(index, &query.words, &stop)?;
    let in_span: Vec<bool> = (0..query.words.len()).map(|place| matches.iter().any(|found| found.words.contains(&place))).collect();
    let mut understood = Vec::new();
    let lists = resolve(index, &query, ask, &stop, &in_span, &mut understood)?;
    let spans = synonyms::spans(index, matches, &lists, &stop)?;
    let mut scores = score_all(index, &lists, &spans);

    let chosen = facets::choose(index, &query.filters, &ask.filters, &ask.today)?;
    if query.words.is_empty() {
        let asked_for_something = !query.excluded.is_empty() || !chosen.is_empty() || ask.text.trim().is_empty();
        if asked_for_something {
            scores = vec![Tally { covered: 1, ..Tally::default() }; index.manifest.documents as usize];
        }
    }
    for part in &query.excluded {
        exclude(index, part, &mut scores)?;
    }
    // A misspelt word of a phrase is sought as what was meant.
    let meant: Vec<String> =
        query.words.iter().zip(&understood).map(|(word, found)| found.meant.clone().unwrap_or_else(|| word.clone())).collect();
    let phrases: Vec<&[String]> = query.phrases.iter().map(|phrase| &meant[phrase.clone()]).collect();
    for (place, word) in meant.iter().enumerate() {
        if query.in_phrase(place) && understood[place].how != How::Ignored {
            require(index, word, &mut scores)?;
        }
    }
    let found: Vec<u32> = (0..scores.len() as u32).filter(|document| scores[*document as usize].covered > 0).collect();
    let passing = facets::pass(&chosen, None, &found);
    let mut hits: Vec<Hit> = passing.into_iter().map(|document| Hit { document, score: scores[document as usize].score }).collect();
    if ask.by_date || query.words.is_empty() {
        let days = facets::days(index)?;
        let day = |hit: &Hit| days.as_ref().and_then(|days| days[hit.document as usize]).unwrap_or(i64::MIN);
        hits.sort_by_key(|hit| (std::cmp::Reverse(day(hit)), hit.document));
    } else {
        hits.sort_by_key(|hit| (std::cmp::Reverse(hit.score), hit.document));
    }
    let mut total = hits.len();
    let mut exact = true;
    let phrases: Vec<Vec<String>> = phrases.into_iter().filter(|phrase| phrase.len() > 1).map(<[String]>::to_vec).collect();
    if !phrases.is_empty() {
        (hits, exact) = with_phrases(index, &phrases, hits, ask.limit)?;
        total = hits.len();
    }
    let forms = lists
        .entries
        .iter()
        .flat_map(|(entry, _)| entry.forms.iter().cloned())
        .chain(spans.iter().flat_map(|span| span.forms.iter().cloned()));
    let mut corrections: Vec<(String, String)> = Vec::new();
    for found in &understood {
        let correction = found.meant.as_ref().map(|meant| (found.word.clone(), meant.clone()));
        corrections.extend(correction.filter(|correction| !corrections.contains(correction)));
    }
    Ok(Answer { hits, total, exact, words: understood, corrections, forms: forms.collect(), found, phrases, chosen })
}

fn resolve(
    index: &Index<'_>,
    query: &Query,
    ask: &Ask,
    stop: &BTreeSet<&str>,
    in_span: &[bool],
    understood: &mut Vec<Understood>,
) -> Result<Lists, Fault> {
    let all_stop = query.words.iter().all(|word| stop.contains(word.as_str()));
    let mut lists = Lists { entries: Vec::new(), first_asked: vec![Vec::new(); query.words.len()] };
    for (place, word) in query.words.iter().enumerate() {
        let goes_on = ask.unfinished && query.open && place + 1 == query.words.len();
        if stop.contains(word.as_str()) && !all_stop && !goes_on {
            understood.push(Understood { word: word.clone(), how: How::Ignored, meant: None });
            continue;
        }
        let (resolved, meant) = match resolve::form(index, word, score::WHOLE, How::Form)? {
            Some((mut entry, idf)) => {
                if goes_on && let Some(begun) = resolve::beginning(index, word, score::BEGINS, How::Begins)? {
                    entry.extend(&begun);
                }
                if !ask.as_typed
                    && !query.in_phrase(place)
                    && let Some(likelier) = resolve::likelier(index, word)?
                {
                    entry.extend(&likelier);
                }
                (vec![(entry, idf)], None)
            }
            None if query.in_phrase(place) => resolve::in_phrase(index, word, ask.as_typed)?,
            None if in_span[place] => resolve::known_to_a_rule(index, word)?,
            None => resolve::unknown(index, word, goes_on, ask.as_typed)?,
        };
        understood.push(Understood { word: word.clone(), how: resolved.first().map_or(How::Unknown, |(entry, _)| entry.how), meant });
        for (entry, idf) in resolved {
            match lists.entries.iter_mut().find(|(known, _)| known.identity == entry.identity) {
                Some((known, _)) => known.times += 1,
                None => {
                    lists.first_asked[place].push(lists.entries.len());
                    lists.entries.push((entry, idf));
                }
            }
        }
    }
    Ok(lists)
}

/// What a document has of a query.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    pub score: u64,
    pub covered: u64,
    pub titled: u64,
    /// Fifteenths of the title that the query's words make.
    pub share: u64,
}

/// What one posting of a list gives, as often as its word was asked for.
pub fn contribution(entry: &Entry, idf: Option<FormIdf>, posting: &resolve::Scored) -> u64 {
    let exact = idf.filter(|_| posting.has_form).map_or(0, |idf| posting.score * idf.form / (2 * idf.group));
    let own = (posting.score + exact) * entry.weight / score::WHOLE;
    entry.times * own.max(posting.other)
}

fn score_all(index: &Index<'_>, lists: &Lists, spans: &[Span]) -> Vec<Tally> {
    let mut tallies = vec![Tally::default(); index.manifest.documents as usize];
    let mut whole = 0;
    for (entry, idf) in &lists.entries {
        whole += entry.idf;
        for posting in &entry.postings {
            let tally = &mut tallies[posting.document as usize];
            tally.score += contribution(entry, *idf, posting);
            tally.covered += entry.idf;
            tally.titled += if posting.title > 0 { entry.idf } else { 0 };
            tally.share += u64::from(posting.title);
        }
    }
    let mut groups = lists.entries.len();
    for span in spans {
        if span.entries.is_empty() {
            whole += span.idf;
            groups += 1;
        }
        span.add(lists, &mut tallies);
    }
    for tally in tallies.iter_mut().filter(|tally| tally.covered > 0) {
        let in_title = score::PARTS * (tally.titled * tally.titled / whole * tally.titled / whole);
        // A title that says this and nothing else is the one that was meant.
        let share = tally.share.min(score::STEPS);
        tally.score += in_title + in_title * 2 * share * share / (score::STEPS * score::STEPS);
        if groups <= score::SHORT_QUERY {
            tally.score = tally.score * tally.covered / whole;
        }
    }
    tallies
}

/// No page with all groups of these words remains; if one of them is no form, there is no such page.
fn exclude(index: &Index<'_>, part: &[String], tallies: &mut [Tally]) -> Result<(), Fault> {
    let entries: Vec<_> = part.iter().map(|word| resolve::form(index, word, score::WHOLE, How::Form)).collect::<Result<_, _>>()?;
    let mut having = vec![0; tallies.len()];
    for posting in entries.iter().flatten().flat_map(|(entry, _)| &entry.postings) {
        having[posting.document as usize] += 1;
    }
    tallies.iter_mut().zip(having).filter(|(_, having)| *having == part.len()).for_each(|(tally, _)| tally.covered = 0);
    Ok(())
}

/// Only pages with this very word remain.
fn require(index: &Index<'_>, word: &str, tallies: &mut [Tally]) -> Result<(), Fault> {
    let entry = resolve::form(index, word, score::WHOLE, How::Form)?;
    let mut having = vec![false; tallies.len()];
    for posting in entry.iter().flat_map(|(entry, _)| &entry.postings).filter(|posting| posting.has_form) {
        having[posting.document as usize] = true;
    }
    tallies.iter_mut().zip(having).filter(|(_, having)| !having).for_each(|(tally, _)| tally.covered = 0);
    Ok(())
}

impl Answer {
    /// Documents that pass everything but facets; for a phrase the text of every candidate is read.
    pub(crate) fn found(&self, index: &Index<'_>) -> Result<Vec<u32>, Fault> {
        let mut passing = Vec::with_capacity(self.found.len());
        for document in &self.found {
            if self.phrases.is_empty() || has_phrases(index, &self.phrases, *document)? {
                passing.push(*document);
            }
        }
        Ok(passing)
    }
}

/// The hits that have every phrase, up to `limit`; whether all were looked into.
fn with_phrases(index: &Index<'_>, phrases: &[Vec<String>], hits: Vec<Hit>, limit: usize) -> Result<(Vec<Hit>, bool), Fault> {
    let mut passing = Vec::new();
    for hit in hits {
        if passing.len() >= limit {
            return Ok((passing, false));
        }
        if has_phrases(index, phrases, hit.document)? {
            passing.push(hit);
        }
    }
    Ok((passing, true))
}

/// Whether the title, a heading or the text of a section has each phrase.
fn has_phrases(index: &Index<'_>, phrases: &[Vec<String>], document: u32) -> Result<bool, Fault> {
    let specials = &index.manifest.specials;
    let has = |text: &str, phrase: &[String]| {
        let folded = fold(text);
        let found: Vec<&str> = words(&folded, specials).map(|word| word.text).collect();
        found.windows(phrase.len()).any(|window| window.iter().zip(phrase).all(|(a, b)| a == b))
    };
    let document = &index.documents(&[document])?[0];
    let parts = index.text(document)?;
    let texts = || parts.iter().flat_map(|part| [part.heading.as_str(), part.text.as_str()]).chain([document.title.as_str()]);
    Ok(phrases.iter().all(|phrase| texts().any(|text| has(text, phrase))))
}
