//! Sets of synonyms as rules: what to look for in a query, and what else it is called.

use std::collections::BTreeMap;

use crate::group::Groups;
use crate::words::{by_code_unit, fold, words};

/// A synonym is also known in the other forms of its last word; of a word with more forms than this, in the first ones.
const TRIGGER_FORMS: usize = 8;

/// Readers look for no longer triggers.
const TRIGGER_WORDS: usize = 16;

/// What each phrase of a set also means, by trigger. A trigger is also known in the other forms of its last word.
pub fn synonym_rules(grouped: &Groups, sets: &[Vec<String>], specials: &[String]) -> BTreeMap<String, Vec<String>> {
    let find = |word: &str| grouped.forms.binary_search_by(|form| by_code_unit(&form.text, word)).ok();
    let mut rules = BTreeMap::<String, Vec<String>>::new();
    for set in sets {
        let phrases: Vec<Vec<String>> =
            set.iter().map(|phrase| words(&fold(phrase), specials).map(|word| word.text.to_owned()).collect()).collect();
        for trigger in phrases.iter().filter(|trigger| (1..=TRIGGER_WORDS).contains(&trigger.len())) {
            let (last, before) = trigger.split_last().expect("checked to be of one word or more");
            // The plural may stand on no page and be asked for all the same.
            let mut endings = vec![last.clone(), format!("{last}s")];
            if let Some(group) = find(last).map(|form| grouped.forms[form].group) {
                endings.extend(grouped.forms.iter().filter(|form| form.group == group).map(|form| form.text.clone()).take(TRIGGER_FORMS));
            }
            for ending in endings {
                let written = [before, std::slice::from_ref(&ending)].concat().join(" ");
                let others = phrases.iter().filter(|other| *other != trigger && other.iter().all(|word| find(word).is_some()));
                let others: Vec<String> =
                    others.map(|other| other.join(" ")).filter(|other| !other.is_empty() && *other != written).collect();
                let rule = rules.entry(written).or_default();
                rule.extend(others);
                rule.sort();
                rule.dedup();
            }
        }
    }
    rules.retain(|_, alternatives| !alternatives.is_empty());
    rules
}
