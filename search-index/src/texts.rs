//! Page texts for passages and phrases: short pages share a file, each file is named by its content, and so outlives the index.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;

use crate::Record;
use crate::bytes::gzip;
use crate::write::with_header;

/// Pages share a file up to so many bytes: fewer files, at little cost to whoever needs one of them.
const PACK_BYTES: usize = 3_000;
/// Texts are most of what is written; a higher level gains 2 % and takes five times as long.
const LEVEL: i32 = 6;

#[derive(Debug)]
pub struct Texts {
    pub packs: Vec<Pack>,
}

#[derive(Debug)]
pub struct Pack {
    /// Ten hexadecimal digits of the content's hash.
    pub name: String,
    pub records: Range<usize>,
}

pub fn pack(records: &[Arc<Record>], kept: &KeptNames) -> Texts {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    let mut size = 0;
    for (number, record) in records.iter().enumerate() {
        let length =
            if record.sections.is_empty() { record.text.len() } else { record.sections.iter().map(|section| section.text.len()).sum() };
        match ranges.last_mut().filter(|_| size + length <= PACK_BYTES) {
            Some(range) => range.end = number + 1,
            None => {
                size = 0;
                ranges.push(number..number + 1);
            }
        }
        size += length;
    }
    let named = |records_of: Range<usize>| Pack { name: kept.name(&records[records_of.clone()]), records: records_of };
    Texts { packs: ranges.into_par_iter().map(named).collect() }
}

/// The names of packs whose records are the very same as in an earlier index.
#[derive(Debug, Default)]
pub struct KeptNames(BTreeMap<Vec<usize>, (Vec<Arc<Record>>, String)>);

impl KeptNames {
    fn name(&self, records: &[Arc<Record>]) -> String {
        let kept = self.0.get(&places(records)).map(|(_, name)| name.clone());
        kept.unwrap_or_else(|| blake3::hash(&content(records)).to_hex()[..10].to_owned())
    }

    /// As they hold for the next index.
    pub fn of(texts: &Texts, records: &[Arc<Record>]) -> Self {
        let kept = texts.packs.iter().map(|pack| {
            let records = &records[pack.records.clone()];
            (places(records), (records.to_vec(), pack.name.clone()))
        });
        KeptNames(kept.collect())
    }
}

/// Where a record is in memory, which tells it from all others for as long as somebody holds it.
pub fn place(record: &Arc<Record>) -> usize {
    Arc::as_ptr(record).addr()
}

fn places(records: &[Arc<Record>]) -> Vec<usize> {
    records.iter().map(place).collect()
}

impl Texts {
    pub fn name_of(&self, document: usize) -> &str {
        let pack = self.packs.partition_point(|pack| pack.records.end <= document);
        self.packs.get(pack).map_or("", |pack| &pack.name)
    }
}

impl Pack {
    pub fn packed(&self, records: &[Arc<Record>]) -> Vec<u8> {
        gzip(&with_header(b'X', 0, [0; 4], &content(&records[self.records.clone()])), LEVEL)
    }
}

fn content(records: &[Arc<Record>]) -> Vec<u8> {
    let row = |record: &Arc<Record>| {
        let name = if record.url.is_empty() { &record.id } else { &record.url };
        let mut row = vec![serde_json::Value::from(name.as_str())];
        if record.sections.is_empty() {
            row.push(serde_json::json!(["", "", record.text]));
        }
        row.extend(record.sections.iter().map(|section| serde_json::json!([section.anchor, section.heading, section.text])));
        row
    };
    serde_json::to_vec(&records.iter().map(row).collect::<Vec<_>>()).expect("texts are always JSON")
}
