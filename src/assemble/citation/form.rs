//! What hayagriva makes of a source in a style: the author and date of its citation, and its reference.
//! Made once for each source and kept; sources that look alike on one page ("2009a", "2009b") are made together and kept too.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use hayagriva::types::EntryType;
use hayagriva::{BibliographyDriver, BibliographyRequest, CitationItem, CitationRequest, Entry};

use super::run::{self, Run};
use super::style::{Style, Words, locales};

#[derive(Debug, Clone)]
pub(super) struct Form {
    pub author: Vec<Run>,
    /// Empty for an Act, whose title says its year.
    pub date: String,
    /// Two or more names, so that an "&" before the last of them is the style's and not part of a name.
    pub joins_names: bool,
    pub reference: Vec<Run>,
    pub order: Order,
}

/// Where a reference stands in the list: by the words before its date, then the year, then the rest.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Order {
    name: String,
    year: i32,
    whole: String,
}

impl Order {
    pub(super) fn year(&self) -> i32 {
        self.year
    }
}

/// One room for each style and language; within it one for each source, by its number in the list.
#[derive(Debug, Default)]
pub(super) struct Cache {
    rooms: Vec<Room>,
    /// References to our own pages, before a page's title and address are filled in.
    moulds: RwLock<BTreeMap<String, Arc<Vec<Run>>>>,
}

#[derive(Debug, Default)]
struct Room {
    single: Vec<OnceLock<Arc<Form>>>,
    alike: RwLock<BTreeMap<Vec<usize>, Vec<Arc<Form>>>>,
}

impl Cache {
    pub(super) fn for_entries(count: usize) -> Self {
        let room = || Room { single: (0..count).map(|_| OnceLock::new()).collect(), alike: RwLock::default() };
        Cache { rooms: (0..Style::ALL.len() * 2).map(|_| room()).collect(), moulds: RwLock::default() }
    }

    pub(super) fn mould(&self, name: String, make: impl FnOnce() -> Vec<Run>) -> Arc<Vec<Run>> {
        if let Some(mould) = self.moulds.read().unwrap_or_else(PoisonError::into_inner).get(&name) {
            return mould.clone();
        }
        let mould = Arc::new(make());
        self.moulds.write().unwrap_or_else(PoisonError::into_inner).insert(name, mould.clone());
        mould
    }

    fn room(&self, style: Style, words: Words) -> &Room {
        &self.rooms[style as usize * 2 + words as usize]
    }

    pub(super) fn single(&self, entries: &[Entry], index: usize, style: Style, words: Words) -> Arc<Form> {
        self.room(style, words).single[index].get_or_init(|| make(&[&entries[index]], style, words).remove(0)).clone()
    }

    /// The forms of sources that would look alike, in the order given, which decides who is "a".
    pub(super) fn alike(&self, entries: &[Entry], indices: &[usize], style: Style, words: Words) -> Vec<Arc<Form>> {
        let room = self.room(style, words);
        if let Some(forms) = room.alike.read().unwrap_or_else(PoisonError::into_inner).get(indices) {
            return forms.clone();
        }
        let alike: Vec<&Entry> = indices.iter().map(|index| &entries[*index]).collect();
        let forms = make(&alike, style, words);
        room.alike.write().unwrap_or_else(PoisonError::into_inner).insert(indices.to_vec(), forms.clone());
        forms
    }
}

/// Asks hayagriva for all the entries together, so that it tells them apart, and gives their forms in the same order.
pub(super) fn make(entries: &[&Entry], style: Style, words: Words) -> Vec<Arc<Form>> {
    let (rules, locales, locale) = (style.rules(), locales(), Some(words.locale()));
    let mut driver = BibliographyDriver::new();
    for entry in entries {
        driver.citation(CitationRequest::new(vec![CitationItem::with_entry(*entry)], rules, locale.clone(), locales, None));
    }
    let rendered = driver.finish(BibliographyRequest::new(rules, locale, locales));
    let list = rendered.bibliography.map(|list| list.items).unwrap_or_default();
    let mut forms: Vec<Form> = entries
        .iter()
        .zip(&rendered.citations)
        .map(|(entry, cited)| {
            let (author, date) = split(run::flatten(&cited.citation));
            let joins_names = entry.authors().or(entry.editors()).is_some_and(|names| names.len() > 1);
            let item = list.iter().find(|item| item.key == entry.key());
            let mut reference = item.map(|item| run::flatten(&item.content)).unwrap_or_default();
            for run in &mut reference {
                // The Harvard style's word for an article without volume and pages, which may just as well be unknown to us.
                run.text = run.text.replace(" [Preprint]", "");
            }
            let order = order(entry, &reference, style);
            let (author, date) = match *entry.entry_type() {
                EntryType::Legislation => law(entry, author, date, &mut reference),
                _ => (author, date),
            };
            Form { author, date, joins_names, reference, order }
        })
        .collect();
    letter_undated(&mut forms, style);
    forms.into_iter().map(Arc::new).collect()
}

/// An Act is cited by its short title, which ends in its year: "Children Act 1989", not "Children Act 1989 (1989)".
/// Other law that has a short title in the list is cited by that.
fn law(entry: &Entry, mut author: Vec<Run>, date: String, reference: &mut [Run]) -> (Vec<Run>, String) {
    if let Some(short) = entry.title().and_then(|title| title.short.as_ref()) {
        return (vec![Run::plain(short.to_string())], String::new());
    }
    let title = run::text(&author);
    if !title.ends_with(&format!(" {date}")) {
        return (author, date);
    }
    let again = format!(" ({date})");
    if let Some(run) = reference.iter_mut().find(|run| run.text.contains(&again)) {
        run.text = run.text.replacen(&again, "", 1);
    }
    // Acts stand upright in a sentence.
    author.iter_mut().for_each(|run| run.emphasis = false);
    (author, String::new())
}

/// hayagriva gives letters to years only; "no date a" and "n.d.-a" are ours.
fn letter_undated(forms: &mut [Form], style: Style) {
    let looks: Vec<(Vec<Run>, String)> = forms.iter().map(|form| (form.author.clone(), form.date.clone())).collect();
    let parts = if style == Style::Apa { "-" } else { " " };
    for (at, form) in forms.iter_mut().enumerate() {
        let is_alike = |look: &(Vec<Run>, String)| *look == looks[at];
        if looks.iter().filter(|look| is_alike(look)).count() < 2 {
            continue;
        }
        let before = looks[..at].iter().filter(|look| is_alike(look)).count();
        let letter = char::from(b'a' + (before % 26) as u8);
        let lettered = format!("{}{parts}{letter}", form.date);
        let (old, new) = (format!("({})", form.date), format!("({lettered})"));
        if let Some(run) = form.reference.iter_mut().find(|run| run.text.contains(&old)) {
            run.text = run.text.replacen(&old, &new, 1);
        }
        form.date = lettered;
    }
}

/// "(Author, 2009)" is author and date: in both styles the last comma parts them, and the layout's brackets come off.
fn split(mut citation: Vec<Run>) -> (Vec<Run>, String) {
    if let Some(first) = citation.first_mut() {
        first.text = first.text.strip_prefix('(').unwrap_or(&first.text).to_owned();
    }
    if let Some(last) = citation.last_mut() {
        last.text = last.text.strip_suffix(')').unwrap_or(&last.text).to_owned();
    }
    let mut date = String::new();
    while let Some(last) = citation.pop() {
        match last.text.rsplit_once(", ") {
            Some((before, after)) => {
                date.insert_str(0, after);
                citation.push(Run { text: before.to_owned(), ..last });
                break;
            }
            None => date.insert_str(0, &last.text),
        }
    }
    citation.retain(|run| !run.text.is_empty());
    (citation, date)
}

fn order(entry: &Entry, reference: &[Run], style: Style) -> Order {
    let whole = run::text(reference);
    let name = whole.split(" (").next().unwrap_or_default();
    let has_author = entry.authors().is_some() || entry.editors().is_some();
    let mut name = letters(name);
    if !has_author {
        // A title is filed under its first word that means something.
        if let Some(rest) = ["the ", "a ", "an "].iter().find_map(|article| name.strip_prefix(article)) {
            name = rest.to_owned();
        }
    }
    // Undated work comes last in Harvard lists and first in APA's.
    let undated = if style == Style::Apa { i32::MIN } else { i32::MAX };
    Order { name, year: entry.date_any().map_or(undated, |date| date.year), whole: letters(&whole) }
}

/// Small plain letters and digits, one space between words: accents and punctuation do not decide an order.
fn letters(text: &str) -> String {
    let folded = deunicode::deunicode(text).to_lowercase();
    let words: Vec<String> = folded
        .split_whitespace()
        .map(|word| word.chars().filter(char::is_ascii_alphanumeric).collect::<String>())
        .filter(|w| !w.is_empty())
        .collect();
    words.join(" ")
}
