//! The index as its readers would meet it, opened for questions: what `check` tries it with, on every thread at once.

use std::collections::{BTreeMap, BTreeSet};

use almoner_search::{Ask, Document, Index, search};
use rayon::prelude::*;

use super::{Gathered, failure, gather, in_memory};
use crate::assemble::Site;
use crate::diagnostic::Failure;

/// The files of an index, and which addresses it can find.
pub struct Trial {
    files: BTreeMap<String, Vec<u8>>,
    addresses: BTreeSet<String>,
    /// For each word of a title, in how many titles it stands.
    titles: BTreeMap<String, usize>,
    today: String,
}

impl Trial {
    /// None where the hub wants no search.
    pub fn of(site: &Site) -> Result<Option<Trial>, Failure> {
        let Some(gathered) = gather(site) else { return Ok(None) };
        let Gathered { records, .. } = &gathered;
        let addresses = records.iter().map(|record| record.url.clone()).collect();
        let mut titles = BTreeMap::new();
        for record in records {
            words(&record.title).into_iter().collect::<BTreeSet<_>>().into_iter().for_each(|word| *titles.entry(word).or_default() += 1);
        }
        let today = site.as_of.to_zoned(site.hub().zone.clone()).date().to_string();
        Ok(Some(Trial { files: in_memory(gathered)?, addresses, titles, today }))
    }

    pub fn has(&self, address: &str) -> bool {
        self.addresses.contains(address)
    }

    /// In how many titles a word stands: the fewer, the more it tells.
    pub fn titles_with(&self, word: &str) -> usize {
        self.titles.get(word).copied().unwrap_or_default()
    }

    /// Puts each of many questions to the index.
    pub fn each<T: Sync, R: Send>(
        &self,
        questions: &[T],
        answer: impl Fn(&Asker<'_>, &T) -> Result<R, Failure> + Sync,
    ) -> Result<Vec<R>, Failure> {
        let open = || Index::open(&self.files).map(|index| Asker { index, today: &self.today }).map_err(|fault| failure(&fault));
        // A reader of the index belongs to one thread; what it has read once it keeps.
        questions
            .par_iter()
            .map_init(open, |asker, question| match asker {
                Ok(asker) => answer(asker, question),
                Err(failure) => Err(failure.clone()),
            })
            .collect()
    }
}

/// The words of a title, without signs and capitals.
pub fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’').filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

pub struct Asker<'a> {
    index: Index<'a>,
    today: &'a str,
}

impl Asker<'_> {
    /// The first pages for a query.
    pub fn first(&self, text: &str, typing: bool, count: usize) -> Result<Vec<Document>, Failure> {
        let ask = Ask { text: text.to_owned(), unfinished: typing, today: self.today.to_owned(), limit: count, ..Ask::default() };
        let answer = search(&self.index, &ask).map_err(|fault| failure(&fault))?;
        let numbers: Vec<u32> = answer.hits.iter().take(count).map(|hit| hit.document).collect();
        self.index.documents(&numbers).map_err(|fault| failure(&fault))
    }
}
