//! The index of nearly the same records as before, at the price of what has changed. Records are kept by where they are in memory: whoever
//! asks hands in the very same ones again. Nothing of the format is here, and the bytes are those of `write`.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::inverted::{Form, Inverted, Occurrence, fields, index};
use crate::settings::{Settings, Weights};
use crate::texts::{KeptNames, places};
use crate::write::Made;
use crate::{Fault, Record};

/// One record in so many begins a run: few records are read again for the one that changed, and few runs are put together.
const RECORDS_PER_RUN: u8 = 64;
/// The least that tantivy takes.
const RUN_MEMORY: usize = 16 << 20;

/// What was found out for an earlier index.
#[derive(Debug, Default)]
pub struct Kept {
    names: KeptNames,
    /// By the places of their records.
    runs: BTreeMap<Vec<usize>, Arc<Run>>,
    /// What runs hold only for: which field each weight has, and what a word is.
    reading: Option<Reading>,
    numbers: BTreeMap<String, usize>,
    forms: Vec<String>,
}

#[derive(Debug, PartialEq)]
struct Reading {
    places: BTreeMap<u64, usize>,
    specials: Vec<String>,
}

/// Forms as tantivy gives them, field by field.
type Read = Vec<(String, Vec<Occurrence>)>;

/// What was found in neighbouring records, numbered from the first of them.
#[derive(Debug)]
struct Run {
    records: Vec<Arc<Record>>,
    /// Each form by its number, and where its occurrences end; sorted by document, then by field.
    forms: Vec<(usize, usize)>,
    occurrences: Vec<Occurrence>,
}

/// Makes the index of these records.
pub fn make(records: Vec<Arc<Record>>, settings: &Settings, kept: &mut Kept) -> Result<Made, Fault> {
    let names = std::mem::take(&mut kept.names);
    let made = Made::of(records, settings, &names, |records, specials| kept.invert(records, settings.weights, specials))?;
    kept.names = KeptNames::of(&made.texts, &made.records);
    Ok(made)
}

impl Kept {
    fn invert(&mut self, records: &[Arc<Record>], weights: Weights, specials: &[String]) -> Result<Inverted, Fault> {
        let (fields, of_weights) = fields(records, weights);
        let reading = Reading { places: of_weights, specials: specials.to_vec() };
        if self.reading.as_ref() != Some(&reading) {
            *self = Kept::default();
        }
        let begins = |record: &Arc<Record>| blake3::hash(record.url.as_bytes()).as_bytes()[0].is_multiple_of(RECORDS_PER_RUN);
        let runs: Vec<&[Arc<Record>]> = records.chunk_by(|_, next| !begins(next)).collect();
        // Whatever is not there is read.
        let read: Vec<Option<Read>> = runs
            .par_iter()
            .map(|run| match self.runs.contains_key(&places(run)) {
                true => Ok(None),
                false => index(run, 0, &fields, &reading.places, specials, RUN_MEMORY).map(Some),
            })
            .collect::<Result<_, Fault>>()?;
        let mut found = BTreeMap::new();
        for (run, read) in runs.iter().zip(read) {
            let key = places(run);
            let of_run = match (self.runs.remove(&key), read) {
                (Some(kept), _) => kept,
                (None, read) => Arc::new(self.run(run, read.unwrap_or_default())),
            };
            found.insert(key, of_run);
        }
        self.runs = found;
        self.reading = Some(reading);
        let mut of_forms = vec![Vec::new(); self.forms.len()];
        let mut first = 0;
        for run in runs {
            let run = &self.runs[&places(run)];
            let mut at = 0;
            for (form, end) in &run.forms {
                let occurrences = run.occurrences[at..*end].iter();
                of_forms[*form].extend(occurrences.map(|found| Occurrence { document: first + found.document, ..*found }));
                at = *end;
            }
            first += run.records.len() as u32;
        }
        let forms = self.forms.iter().zip(of_forms).filter(|(_, occurrences)| !occurrences.is_empty());
        let forms = forms.map(|(text, occurrences)| Form { text: text.clone(), occurrences }).collect();
        Ok(Inverted::of(forms, fields, records.len()))
    }

    fn run(&mut self, records: &[Arc<Record>], read: Read) -> Run {
        let mut by_form = BTreeMap::<usize, Vec<Occurrence>>::new();
        for (text, occurrences) in read {
            let next = self.forms.len();
            let number = *self.numbers.entry(text).or_insert_with_key(|text| {
                self.forms.push(text.clone());
                next
            });
            by_form.entry(number).or_default().extend(occurrences);
        }
        let mut run = Run { records: records.to_vec(), forms: Vec::with_capacity(by_form.len()), occurrences: Vec::new() };
        for (form, mut occurrences) in by_form {
            occurrences.sort_unstable();
            run.occurrences.append(&mut occurrences);
            run.forms.push((form, run.occurrences.len()));
        }
        run.occurrences.shrink_to_fit();
        run
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Field;
    use crate::tests::{record, tree};

    #[test]
    fn the_index_of_changed_records_is_the_one_that_is_written() {
        let number = |at: usize| format!("page-{at}");
        let of =
            |at: usize, words: &str| record(&number(at), &format!("Title {at}"), &format!("{words} word{} and word{}", at % 7, at % 31));
        let mut records: BTreeMap<String, Arc<Record>> = (0..300).map(|at| (number(at), Arc::new(of(at, "plain")))).collect();
        let mut settings = Settings::default();
        let mut kept = Kept::default();
        for round in 0..7 {
            match round {
                1 => drop(records.insert(number(5), Arc::new(of(5, "zyzzyva")))),
                2 => drop(records.remove(&number(100))),
                3 => drop(records.insert(number(400), Arc::new(of(400, "zyzzyvas")))),
                // The last pages with a word lose it.
                4 => [5, 400].into_iter().for_each(|at| drop(records.insert(number(at), Arc::new(of(at, "plain"))))),
                5 => {
                    let fields = vec![Field { weight: 3.0, text: "heavier c++".into() }];
                    records.insert(number(0), Arc::new(Record { fields, ..of(0, "plain") }));
                }
                6 => settings.specials = vec!["C++".into()],
                _ => {}
            }
            let made = make(records.values().cloned().collect(), &settings, &mut kept).expect("sound records");
            for (path, bytes) in tree(records.values().map(|record| Record::clone(record)).collect(), &settings) {
                assert!(made.file(&path).as_ref() == Some(&bytes), "{path} in round {round}");
            }
            assert_eq!(made.file("x/0000000000.bin"), None);
            assert!(round == 0 || kept.runs.len() > 2, "many runs stand, and few were read");
        }
    }
}
