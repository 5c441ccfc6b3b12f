//! The index of a hub that is being written: each is made from what was kept of the last, and its files are packed when they are asked for.

use std::collections::BTreeMap;
use std::sync::Arc;

use almoner_search::opensearch::{self, Endpoint, Layout};
use almoner_search::{Fault, Kept, Record, Settings};

use super::{FOLDER, Gathered, record};
use crate::assemble::Site;

/// What the last index was made of.
#[derive(Debug, Default)]
pub struct Standing {
    records: BTreeMap<String, Arc<Record>>,
    settings: Option<Settings>,
    endpoint: Option<Endpoint>,
    client: Option<String>,
    kept: Kept,
}

/// One page as search finds it: its address, and none where it does not.
#[derive(Debug)]
pub struct PageFound {
    address: String,
    record: Option<Record>,
}

/// An index, file by file.
#[derive(Debug)]
pub struct Made {
    index: almoner_search::Made,
    client: Option<String>,
}

impl Standing {
    /// Nothing was made yet.
    pub fn is_empty(&self) -> bool {
        self.settings.is_none()
    }

    /// The index of `whole`, or of what the last one was made of, with `pages` in their newest state. None where the last one still
    /// holds, or where the hub wants no search.
    pub fn make(&mut self, whole: Option<Option<Gathered>>, pages: Vec<PageFound>) -> Result<Option<Made>, Fault> {
        let mut is_otherwise = false;
        match whole {
            Some(Some(gathered)) => is_otherwise |= self.take(gathered),
            Some(None) => {
                *self = Standing::default();
                return Ok(None);
            }
            None => {}
        }
        let is_embedded = self.endpoint.as_ref().is_none_or(|endpoint| endpoint.embedded);
        for PageFound { address, record } in pages.into_iter().filter(|_| is_embedded) {
            let before = self.records.get(&address).map(|record| &**record);
            if before != record.as_ref() {
                is_otherwise = true;
                match record {
                    Some(record) => self.records.insert(address, Arc::new(record)),
                    None => self.records.remove(&address),
                };
            }
        }
        let Some(settings) = self.settings.as_ref().filter(|_| is_otherwise) else { return Ok(None) };
        let index = almoner_search::make(self.records.values().cloned().collect(), settings, &mut self.kept)?;
        Ok(Some(Made { index, client: self.client.clone() }))
    }

    /// Whether anything is otherwise. Records that are what they were stay the very same: that is how what was kept of them is known.
    fn take(&mut self, gathered: Gathered) -> bool {
        let Gathered { mut records, settings, endpoint } = gathered;
        let client = endpoint.as_ref().map(|endpoint| opensearch::client(&Layout::of(&records, &settings), endpoint));
        if endpoint.as_ref().is_some_and(|endpoint| !endpoint.embedded) {
            records.clear();
        }
        let count = records.len();
        let mut before = std::mem::take(&mut self.records);
        let mut is_otherwise = before.len() != count || client != self.client || self.settings.as_ref() != Some(&settings);
        for record in records {
            let same = before.remove(&record.url).filter(|before| **before == record);
            is_otherwise |= same.is_none();
            self.records.insert(record.url.clone(), same.unwrap_or_else(|| Arc::new(record)));
        }
        (self.settings, self.endpoint, self.client) = (Some(settings), endpoint, client);
        is_otherwise
    }
}

impl PageFound {
    pub fn of(site: &Site, page: usize) -> PageFound {
        let record = record::is_searched(site, page).then(|| record::of(site, page)).flatten();
        PageFound { address: site.pages[page].address.clone(), record }
    }
}

impl Made {
    /// A file of the public tree by its path.
    pub fn file(&self, path: &str) -> Option<Vec<u8>> {
        let path = path.strip_prefix(FOLDER)?.strip_prefix('/')?;
        match &self.client {
            Some(client) if path == opensearch::CLIENT_FILE => Some(client.clone().into_bytes()),
            _ => self.index.file(path),
        }
    }
}
