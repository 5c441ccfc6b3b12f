//! What is in the index is found: by title, by word, by the beginning of a word; and the same however it was made.

use std::collections::{BTreeMap, BTreeSet};

use super::{answer, ask, corpus, found, tree};
use crate::words::{fold, words};
use crate::{Ask, Index, Record, Settings, counts};

fn texts(record: &Record) -> Vec<&str> {
    let sections = record.sections.iter().map(|section| section.text.as_str());
    sections.chain([record.title.as_str(), record.summary.as_str()]).collect()
}

#[test]
fn every_page_is_found_by_its_title_and_by_every_beginning_of_its_words() {
    let records = corpus::records(500, 12_000);
    let files = tree(records.clone(), &Settings::default().with_facets_of(&records));
    assert!(files.keys().any(|path| path.contains("/c/")), "the corpus is large enough for prefix shards");
    let index = Index::open(&files).expect("a sound index");
    let mut pages = BTreeMap::<String, BTreeSet<String>>::new();
    for record in &records {
        // Titles of two common words are not of one page alone.
        let asked: BTreeSet<&str> = record.title.split(' ').collect();
        let alike = records.iter().filter(|other| asked.iter().all(|word| other.title.split(' ').any(|of| of == *word))).count();
        let place = found(&index, &ask(&record.title)).iter().position(|id| *id == record.id);
        assert!(place.is_some_and(|place| place < 10 || alike > 3), "{}: {place:?}", record.title);
        for text in texts(record) {
            for word in words(&fold(text), &[]) {
                pages.entry(word.text.to_owned()).or_default().insert(record.id.clone());
            }
        }
    }
    let mut beginnings = BTreeMap::<String, BTreeSet<String>>::new();
    for (word, having) in &pages {
        let whole: BTreeSet<String> = found(&index, &ask(word)).into_iter().collect();
        assert!(having.is_subset(&whole), "{word} as a whole word");
        let ends: Vec<usize> = word.char_indices().skip(3).map(|(end, _)| end).chain([word.len()]).collect();
        for end in ends.into_iter().filter(|end| word[..*end].chars().count() >= 3) {
            beginnings.entry(word[..end].to_owned()).or_default().extend(having.iter().cloned());
        }
    }
    assert!(beginnings.len() > 2_000);
    for (beginning, having) in beginnings {
        let found: BTreeSet<String> = found(&index, &Ask { unfinished: true, ..ask(&beginning) }).into_iter().collect();
        assert!(having.is_subset(&found), "{beginning}: {:?} are missing", having.difference(&found).next());
    }
}

#[test]
fn the_order_of_records_and_the_number_of_threads_change_nothing() {
    let records = corpus::records(120, 2_000);
    let settings = Settings::default().with_facets_of(&records);
    let mut other = records.clone();
    other.reverse();
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a pool of one thread");
    let three = rayon::ThreadPoolBuilder::new().num_threads(3).build().expect("a pool of three threads");
    let first = one.install(|| tree(records, &settings));
    assert!(first == three.install(|| tree(other, &settings)));
}

#[test]
fn counts_are_what_a_count_by_hand_gives() {
    let records = corpus::records(200, 1_000);
    let settings = Settings::default().with_facets_of(&records);
    let files = tree(records.clone(), &settings);
    let index = Index::open(&files).expect("a sound index");
    for text in ["", "care", "work con", "zzzzzz", "topic:\"topic 3\"", "care type:t1 topic:\"topic 2\" topic:\"topic 4\""] {
        let answer = answer(&index, &ask(text));
        let open = |facets: &[&str]| -> BTreeSet<String> {
            // The same query with the filters of these facets alone.
            let kept: Vec<&str> = text.split_inclusive(&[' '][..]).collect();
            let joined: String = kept.concat();
            let pieces = crate::query::parse(&joined, &[], &["topic", "type", "day"]);
            let filters = pieces.filters.into_iter().filter(|(id, _)| facets.contains(&id.as_str())).collect();
            found(&index, &Ask { filters, limit: usize::MAX, ..ask(&pieces.words.join(" ")) }).into_iter().collect()
        };
        for facet in counts(&index, &answer, "2026-11-27").expect("columns of a sound index") {
            let others: Vec<&str> = ["topic", "type", "day"].into_iter().filter(|id| *id != facet.id).collect();
            let left = open(&others);
            for value in &facet.values {
                let has = |record: &&Record| match facet.id.as_str() {
                    "day" => record.facets["day"].iter().any(|day| day.as_str() >= "2025-11-27"),
                    id => record.facets[id].contains(&value.value),
                };
                let by_hand = records.iter().filter(|record| left.contains(&record.id)).filter(has).count();
                assert_eq!(value.count, by_hand, "{text}: {} {}", facet.id, value.value);
            }
        }
    }
}
