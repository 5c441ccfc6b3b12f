//! The index of nearly the same records as before, at the price of what has changed. Records are kept by where they are in memory: whoever
//! asks hands in the very same ones again. Nothing of the format is here, and the bytes are those of `write`.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::group::group;
use crate::inverted::{Inverted, Reading};
use crate::settings::{Settings, Weights};
use crate::texts::{KeptNames, place};
use crate::words::specials;
use crate::write::{Made, in_order};
use crate::{Fault, Record};

/// What was found out for an earlier index.
#[derive(Debug, Default)]
pub struct Kept {
    names: KeptNames,
    read: Option<Read>,
}

/// Records and what was read in them.
#[derive(Debug)]
struct Read {
    records: Vec<Arc<Record>>,
    reading: Reading,
    inverted: Inverted,
}

/// Makes the index of these records.
pub fn make(records: Vec<Arc<Record>>, settings: &Settings, kept: &mut Kept) -> Result<Made, Fault> {
    let records = in_order(records);
    let specials = specials(&settings.specials);
    let read = kept.read(&records, settings.weights, &specials)?;
    let grouped = group(&read.inverted, &records);
    let made = Made::of(records, settings, specials, &grouped, &kept.names)?;
    kept.names = KeptNames::of(&made.texts, &made.records);
    kept.read = Some(read);
    Ok(made)
}

impl Kept {
    /// Whatever is not there is read. After a fault nothing is kept.
    fn read(&mut self, records: &[Arc<Record>], weights: Weights, specials: &[String]) -> Result<Read, Fault> {
        let reading = Reading::of(records, weights, specials);
        let mut numbers: BTreeMap<usize, u32> = (0..).zip(records).map(|(number, record)| (place(record), number)).collect();
        let are_apart = numbers.len() == records.len();
        let mut number = |record: &Arc<Record>| numbers.remove(&place(record));
        let before = self.read.take().filter(|read| are_apart && read.reading == reading);
        let before = before.map(|read| (read.records.iter().map(&mut number).collect::<Vec<_>>(), read));
        // Records of one name may have changed places among each other; then nothing is known of the order.
        let Some((of_old, mut read)) = before.filter(|(of_old, _)| of_old.iter().flatten().is_sorted()) else {
            return Ok(Read { records: records.to_vec(), inverted: reading.invert(records)?, reading });
        };
        let mut of_more: Vec<u32> = numbers.into_values().collect();
        of_more.sort_unstable();
        let more: Vec<Arc<Record>> = of_more.iter().map(|number| records[*number as usize].clone()).collect();
        read.inverted.change(&of_old, reading.invert(&more)?, &of_more, records.len());
        read.records = records.to_vec();
        Ok(read)
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
        }
    }
}
