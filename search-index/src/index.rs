//! A published index, opened: its manifest, and its files read once each.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use crate::bytes::Bytes;
use crate::fault::{Damage, Fault};
use crate::files::{self, Files};
use crate::manifest::Manifest;
use crate::settings::FacetKind;
use crate::shard::Shard;

/// The reference reader. It reads the published files and nothing else, as the browser does.
pub struct Index<'a> {
    files: &'a dyn Files,
    pub manifest: Manifest,
    shards: RefCell<BTreeMap<(u8, usize), Rc<Shard>>>,
    columns: RefCell<BTreeMap<usize, Rc<Column>>>,
}

/// A document as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    pub id: String,
    pub url: String,
    pub title: String,
    pub summary: String,
    pub content_type: String,
    pub lang: String,
    pub date: String,
    pub text: String,
}

/// A part of a page's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    pub anchor: String,
    pub heading: String,
    pub text: String,
}

/// A facet's values and who has them, or each document's day.
#[derive(Debug)]
pub enum Column {
    Values(Vec<FacetValue>),
    Days(Vec<Option<i64>>),
}

#[derive(Debug)]
pub struct FacetValue {
    pub value: String,
    pub label: String,
    pub documents: Vec<u32>,
}

impl<'a> Index<'a> {
    pub fn open(files: &'a dyn Files) -> Result<Self, Fault> {
        Ok(Index { files, manifest: files::manifest(files)?, shards: RefCell::default(), columns: RefCell::default() })
    }

    pub fn term_shard(&self, number: usize) -> Result<Rc<Shard>, Fault> {
        self.shard(b'T', number)
    }

    pub fn prefix_shard(&self, number: usize) -> Result<Rc<Shard>, Fault> {
        self.shard(b'C', number)
    }

    fn shard(&self, kind: u8, number: usize) -> Result<Rc<Shard>, Fault> {
        if let Some(shard) = self.shards.borrow().get(&(kind, number)) {
            return Ok(shard.clone());
        }
        let content = files::content(self.files, &self.manifest, kind, number)?;
        let shard = Shard::decode(Bytes::new(&content), self.manifest.documents, kind == b'T').map_err(|_| self.damaged(kind, number))?;
        let shard = Rc::new(shard);
        self.shards.borrow_mut().insert((kind, number), shard.clone());
        Ok(shard)
    }

    pub fn damaged(&self, kind: u8, number: usize) -> Fault {
        Fault::Damaged(format!("{}/{}/{number}.bin", self.manifest.generation, char::from(kind).to_ascii_lowercase()))
    }

    /// Forms by suffix, reversed, with the number of documents that have them.
    pub fn suffix_shard(&self, number: usize) -> Result<Vec<(String, usize)>, Fault> {
        let content = files::content(self.files, &self.manifest, b'S', number)?;
        let mut bytes = Bytes::new(&content);
        let read = |bytes: &mut Bytes<'_>| -> Result<Vec<(String, usize)>, Damage> {
            let forms = bytes.strings()?;
            forms.into_iter().map(|form| Ok((form, bytes.count(self.manifest.documents as usize)?))).collect::<Result<_, _>>()
        };
        read(&mut bytes).map_err(|_| self.damaged(b'S', number))
    }

    pub fn documents(&self, numbers: &[u32]) -> Result<Vec<Document>, Fault> {
        numbers.iter().map(|number| self.document(*number)).collect()
    }

    fn document(&self, number: u32) -> Result<Document, Fault> {
        let per_shard = self.manifest.per_shard;
        let shard = (number / per_shard) as usize;
        let content = files::content(self.files, &self.manifest, b'D', shard)?;
        type Row = (String, String, String, String, String, String, String, String);
        let rows: Vec<Row> = serde_json::from_slice(&content).map_err(|_| self.damaged(b'D', shard))?;
        let row = rows.into_iter().nth((number % per_shard) as usize).ok_or_else(|| self.damaged(b'D', shard))?;
        let (id, url, title, summary, content_type, lang, date, text) = row;
        Ok(Document { id, url, title, summary, content_type, lang, date, text })
    }

    /// The text of a page, in parts.
    pub fn text(&self, document: &Document) -> Result<Vec<Part>, Fault> {
        let damaged = || Fault::Damaged(format!("x/{}.bin", document.text));
        let content = files::text(self.files, &document.text)?;
        let rows: Vec<Vec<serde_json::Value>> = serde_json::from_slice(&content).map_err(|_| damaged())?;
        let name = if document.url.is_empty() { &document.id } else { &document.url };
        let row = rows.into_iter().find(|row| row.first().and_then(serde_json::Value::as_str) == Some(name)).ok_or_else(damaged)?;
        let part = |value: serde_json::Value| {
            let (anchor, heading, text) = serde_json::from_value(value).map_err(|_| damaged())?;
            Ok(Part { anchor, heading, text })
        };
        row.into_iter().skip(1).map(part).collect()
    }

    pub fn column(&self, facet: usize) -> Result<Rc<Column>, Fault> {
        if let Some(column) = self.columns.borrow().get(&facet) {
            return Ok(column.clone());
        }
        let content = files::content(self.files, &self.manifest, b'F', facet)?;
        let column =
            read_column(&content, self.manifest.facets[facet].kind, self.manifest.documents).ok_or_else(|| self.damaged(b'F', facet))?;
        let column = Rc::new(column);
        self.columns.borrow_mut().insert(facet, column.clone());
        Ok(column)
    }
}

fn read_column(content: &[u8], kind: FacetKind, documents: u32) -> Option<Column> {
    #[derive(serde::Deserialize)]
    struct Values {
        values: Vec<(String, String)>,
    }
    #[derive(serde::Deserialize)]
    struct Days {
        first: i64,
    }
    let mut bytes = Bytes::new(content);
    let head = bytes.text().ok()?;
    let column = match kind {
        FacetKind::Days => {
            let Days { first } = serde_json::from_str(head).ok()?;
            let day = |number: u64| (number > 0).then(|| first + number as i64 - 1);
            Column::Days((0..documents).map(|_| bytes.varint().ok().map(day)).collect::<Option<_>>()?)
        }
        FacetKind::Values => {
            let Values { values } = serde_json::from_str(head).ok()?;
            let mut read = |(value, label)| {
                let count = bytes.count(documents as usize).ok()?;
                let mut next = 0u64;
                let mut of_value = Vec::with_capacity(count);
                for _ in 0..count {
                    let document = u32::try_from(next + bytes.varint().ok()?).ok().filter(|document| *document < documents)?;
                    of_value.push(document);
                    next = u64::from(document) + 1;
                }
                Some(FacetValue { value, label, documents: of_value })
            };
            Column::Values(values.into_iter().map(&mut read).collect::<Option<_>>()?)
        }
    };
    (bytes.left() == 0).then_some(column)
}
