//! Page texts for passages and phrases: short pages share a file, each file is named by its content, and so outlives the index.

use std::ops::Range;

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

pub fn pack(records: &[Record]) -> Texts {
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
    use rayon::prelude::*;
    let named =
        |range: Range<usize>| Pack { name: blake3::hash(&content(&records[range.clone()])).to_hex()[..10].to_owned(), records: range };
    Texts { packs: ranges.into_par_iter().map(named).collect() }
}

impl Texts {
    pub fn name_of(&self, document: usize) -> &str {
        let pack = self.packs.partition_point(|pack| pack.records.end <= document);
        self.packs.get(pack).map_or("", |pack| &pack.name)
    }
}

impl Pack {
    pub fn packed(&self, records: &[Record]) -> Vec<u8> {
        gzip(&with_header(b'X', 0, [0; 4], &content(&records[self.records.clone()])), LEVEL)
    }
}

fn content(records: &[Record]) -> Vec<u8> {
    let row = |record: &Record| {
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
