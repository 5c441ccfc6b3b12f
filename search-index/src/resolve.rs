//! What a word of a query stands for: the form itself, what it begins, what was probably meant. FORMAT.md, "A word that is no form".

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::fault::Fault;
use crate::group::Posting;
use crate::index::Index;
use crate::score;
use crate::shard::Shard;
use crate::shards::PREFIX_LETTERS;
use crate::spelling;
use crate::words::letters;

/// How a word was understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum How {
    Form,
    Begins,
    Corrected,
    Split,
    Near,
    Ignored,
    Unknown,
}

/// What identifies a list of postings, so that a word asked for twice counts as one asked for twice.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Identity {
    Group(usize, usize),
    Union(String),
}

/// One word's postings, ready to be scored.
#[derive(Debug)]
pub struct Entry {
    pub how: How,
    pub identity: Identity,
    pub times: u64,
    pub weight: u64,
    pub idf: u64,
    /// By document; the best score of each, and what it makes of the title.
    pub postings: Vec<Scored>,
    /// Forms to mark in a passage.
    pub forms: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scored {
    pub document: u32,
    /// Impact times scale.
    pub score: u64,
    pub has_form: bool,
    /// Fifteenths of the title that the group makes; 0 where the title lacks it.
    pub title: u8,
    /// Of other words that may have been meant, weighted: what the word begins, what else it may be a misspelling of.
    pub other: u64,
}

/// The idf of the form itself beside that of its group; the extra for the exact form is their ratio.
#[derive(Debug, Clone, Copy)]
pub struct FormIdf {
    pub form: u64,
    pub group: u64,
}

/// Beside the likeliest correction, so many others that are as near.
const OTHERS: usize = 2;
/// A form in so few documents may be a misspelling of its own; then one edit from it there is a form in so many times as many.
const RARE: usize = 2;
const MUCH_MORE: usize = 20;
const NEAR_SHARED: usize = 5;
const NEAR_LEFT: usize = 4;
const SPLIT_LETTERS: usize = 3;

impl Entry {
    /// Another list that may have been meant: each document has the better of the two.
    pub fn extend(&mut self, other: &Entry) {
        let mut merged: BTreeMap<u32, Scored> = self.postings.iter().map(|posting| (posting.document, *posting)).collect();
        for posting in &other.postings {
            let own = merged.entry(posting.document).or_insert(Scored { score: 0, title: 0, has_form: false, other: 0, ..*posting });
            own.other = own.other.max(posting.score * other.weight / score::WHOLE);
            own.title = own.title.max(posting.title);
        }
        self.postings = merged.into_values().collect();
        self.forms.extend(other.forms.iter().cloned());
    }
}

/// A word and what it stands for; `form_idf` belongs to a form, and is absent for unions.
pub type Resolved = (Entry, Option<FormIdf>);
/// The lists for a word, and with what it was replaced, if it was.
pub type Found = (Vec<Resolved>, Option<String>);

/// The form in its shard, if it is one.
pub fn form(index: &Index<'_>, word: &str, weight: u64, how: How) -> Result<Option<Resolved>, Fault> {
    let number = index.manifest.terms.shard_of(word);
    let shard = index.term_shard(number)?;
    let Some(form) = shard.form(word) else { return Ok(None) };
    let group = shard.group_of[form];
    let documents = u64::from(index.manifest.documents);
    let postings = shard.postings(group).map_err(|_| index.damaged(b'T', number))?;
    let scale = u64::from(shard.scale(group));
    let (having, has_form) = shard.having(form);
    let having = if having == 0 { shard.frequency(group) } else { having };
    let idf = score::idf(documents, shard.frequency(group) as u64);
    let scored = |(place, posting): (usize, &Posting)| Scored {
        document: posting.document,
        score: u64::from(posting.impact) * scale,
        has_form: has_form(place),
        title: posting.title,
        other: 0,
    };
    let entry = Entry {
        how,
        identity: Identity::Group(number, group),
        times: 1,
        weight,
        idf,
        postings: postings.iter().enumerate().map(scored).collect(),
        forms: shard.forms_of(group).map(str::to_owned).collect(),
    };
    Ok(Some((entry, Some(FormIdf { form: score::idf(documents, having as u64), group: idf }))))
}

/// Every word that begins so, as one list: from at most two shards, or from the prefix's own list.
pub fn beginning(index: &Index<'_>, word: &str, weight: u64, how: How) -> Result<Option<Entry>, Fault> {
    if letters(word) < PREFIX_LETTERS {
        return Ok(None);
    }
    let range = index.manifest.terms.shards_from(word);
    if range.end() - range.start() > 1 {
        let Some(prefixes) = &index.manifest.prefixes else { return Ok(None) };
        let number = prefixes.shard_of(word);
        let shard = index.prefix_shard(number)?;
        let Some(prefix) = shard.form(word) else { return Ok(None) };
        let group = shard.group_of[prefix];
        let postings = shard.postings(group).map_err(|_| index.damaged(b'C', number))?;
        let scale = u64::from(shard.scale(group));
        let best = postings.iter().map(|posting| (posting.document, (u64::from(posting.impact) * scale, posting.title))).collect();
        return Ok(Some(union(index, word, weight, how, best, Vec::new())));
    }
    let shards: Vec<(usize, Rc<Shard>)> = range.map(|number| Ok((number, index.term_shard(number)?))).collect::<Result<_, Fault>>()?;
    union_of_forms(index, word, weight, how, &shards, &|form| form.starts_with(word))
}

/// The forms of a word's own shard that agree with it longest, at the cost of an ending.
fn alike(index: &Index<'_>, word: &str) -> Result<Option<Entry>, Fault> {
    let number = index.manifest.terms.shard_of(word);
    let shard = index.term_shard(number)?;
    let letters: Vec<u16> = word.encode_utf16().collect();
    let shared = |form: &str| form.encode_utf16().zip(&letters).take_while(|(a, b)| a == *b).count();
    let most = shard.forms.iter().map(|form| shared(form)).max().unwrap_or_default();
    if most < NEAR_SHARED || most + NEAR_LEFT < letters.len() {
        return Ok(None);
    }
    union_of_forms(index, word, score::NEAR, How::Near, &[(number, shard.clone())], &|form| shared(form) == most)
}

fn union_of_forms(
    index: &Index<'_>,
    word: &str,
    weight: u64,
    how: How,
    shards: &[(usize, Rc<Shard>)],
    wanted: &dyn Fn(&str) -> bool,
) -> Result<Option<Entry>, Fault> {
    let mut best = BTreeMap::<u32, (u64, u8)>::new();
    let mut forms = Vec::new();
    for (number, shard) in shards {
        let mut groups: Vec<usize> =
            shard.forms.iter().zip(&shard.group_of).filter(|(form, _)| wanted(form)).map(|(_, group)| *group).collect();
        groups.sort_unstable();
        groups.dedup();
        for group in groups {
            let scale = u64::from(shard.scale(group));
            for posting in shard.postings(group).map_err(|_| index.damaged(b'T', *number))? {
                let entry = best.entry(posting.document).or_default();
                *entry = (entry.0.max(u64::from(posting.impact) * scale), entry.1.max(posting.title));
            }
            forms.extend(shard.forms_of(group).map(str::to_owned));
        }
    }
    Ok((!best.is_empty()).then(|| union(index, word, weight, how, best, forms)))
}

fn union(index: &Index<'_>, word: &str, weight: u64, how: How, best: BTreeMap<u32, (u64, u8)>, forms: Vec<String>) -> Entry {
    let scored = |(document, (score, title))| Scored { document, score, has_form: false, title, other: 0 };
    Entry {
        how,
        identity: Identity::Union(word.to_owned()),
        times: 1,
        weight,
        idf: score::idf(u64::from(index.manifest.documents), best.len() as u64),
        postings: best.into_iter().map(scored).collect(),
        forms,
    }
}

/// What a word that is no form stands for, and with what it was replaced, if it was. A word that may go on stands for what it begins
/// before it is taken for a mistake; one that is finished is the other way round.
pub fn unknown(index: &Index<'_>, word: &str, goes_on: bool, as_typed: bool) -> Result<Found, Fault> {
    let alone = |entry: Option<Entry>| (entry.into_iter().map(|entry| (entry, None)).collect(), None);
    let begun = beginning(index, word, score::BEGINS, How::Begins)?;
    if !(as_typed || (goes_on && begun.is_some()))
        && let Some((mut found, meant)) = corrected(index, word)?
    {
        if let (Some(begun), Some((entry, _))) = (begun, found.first_mut()) {
            entry.extend(&begun);
        }
        return Ok((found, meant));
    }
    Ok(alone(if begun.is_some() { begun } else { alike(index, word)? }))
}

/// A word that only a rule knows is not misspelt, and like no other.
pub fn known_to_a_rule(index: &Index<'_>, word: &str) -> Result<Found, Fault> {
    let begun = beginning(index, word, score::BEGINS, How::Begins)?;
    Ok((begun.into_iter().map(|entry| (entry, None)).collect(), None))
}

/// A word of a phrase that is no form: only a correction makes sense of it.
pub fn in_phrase(index: &Index<'_>, word: &str, as_typed: bool) -> Result<Found, Fault> {
    if as_typed || !spelling::can_be_misspelt(word) {
        return Ok((Vec::new(), None));
    }
    let Some(first) = nearest(index, word)?.into_iter().next() else { return Ok((Vec::new(), None)) };
    Ok((form(index, &first.form, score::CORRECTED, How::Corrected)?.into_iter().collect(), Some(first.form)))
}

fn corrected(index: &Index<'_>, word: &str) -> Result<Option<Found>, Fault> {
    if spelling::can_be_misspelt(word) {
        let mut meant = nearest(index, word)?.into_iter();
        if let Some(first) = meant.next()
            && let Some((mut entry, idf)) = form(index, &first.form, score::CORRECTED, How::Corrected)?
        {
            for other in meant.take(OTHERS).filter(|other| other.edits == first.edits) {
                if let Some((other, _)) = form(index, &other.form, score::OTHER, How::Corrected)? {
                    entry.extend(&other);
                }
            }
            return Ok(Some((vec![(entry, idf)], Some(first.form))));
        }
    }
    let Some((first, second)) = split(index, word)? else { return Ok(None) };
    let halves = [form(index, &first, score::CORRECTED, How::Split)?, form(index, &second, score::CORRECTED, How::Split)?];
    Ok(Some((halves.into_iter().flatten().collect(), Some(format!("{first} {second}")))))
}

/// What a form of very few documents may be a misspelling of: the likeliest of its own shard.
pub fn likelier(index: &Index<'_>, word: &str) -> Result<Option<Entry>, Fault> {
    let own = index.term_shard(index.manifest.terms.shard_of(word))?;
    let Some(known) = own.form(word).filter(|_| spelling::can_be_misspelt(word)) else { return Ok(None) };
    let pages = own.having(known).0;
    if !(1..=RARE).contains(&pages) {
        return Ok(None);
    }
    let of_another_group = |form: &usize| own.group_of[*form] != own.group_of[known];
    let forms = (0..own.forms.len()).filter(of_another_group).map(|form| (own.forms[form].as_str(), own.having(form).0));
    let forms = forms.filter(|(_, more)| *more >= MUCH_MORE * pages);
    let nearest = spelling::nearest(word, forms).into_iter().find(|candidate| candidate.edits == 1);
    let Some(nearest) = nearest else { return Ok(None) };
    Ok(form(index, &nearest.form, score::NEAR, How::Corrected)?.map(|(entry, _)| entry))
}

/// An edit near the end leaves the word in its own shard, one near the beginning leaves its end in a suffix shard.
fn nearest(index: &Index<'_>, word: &str) -> Result<Vec<spelling::Candidate>, Fault> {
    let own = index.term_shard(index.manifest.terms.shard_of(word))?;
    let mut candidates: Vec<(String, usize)> =
        (0..own.forms.len()).map(|form| (own.forms[form].clone(), own.having(form).0)).filter(|(_, pages)| *pages > 0).collect();
    if let Some(suffixes) = &index.manifest.suffixes {
        let reversed: String = word.chars().rev().collect();
        let found = index.suffix_shard(suffixes.shard_of(&reversed))?;
        candidates.extend(found.into_iter().map(|(form, pages)| (form.chars().rev().collect(), pages)));
    }
    Ok(spelling::nearest(word, candidates.iter().map(|(form, pages)| (form.as_str(), *pages))))
}

/// Two words that were written as one: the longest first half that its own shard knows.
fn split(index: &Index<'_>, word: &str) -> Result<Option<(String, String)>, Fault> {
    let own = index.term_shard(index.manifest.terms.shard_of(word))?;
    for (end, _) in word.char_indices().rev() {
        let (first, second) = word.split_at(end);
        let long_enough = letters(first) >= SPLIT_LETTERS && letters(second) >= SPLIT_LETTERS;
        if long_enough && own.form(first).is_some_and(|form| own.having(form).0 > 0) {
            let of_second = index.term_shard(index.manifest.terms.shard_of(second))?;
            if of_second.form(second).is_some_and(|form| of_second.having(form).0 > 0) {
                return Ok(Some((first.to_owned(), second.to_owned())));
            }
        }
    }
    Ok(None)
}
