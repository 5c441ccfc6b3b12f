//! Records become the files of FORMAT.md: inverted, grouped, cut into shards, packed.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use rayon::prelude::*;

use crate::bytes::{Header, gzip, put_strings, put_text, put_varint};
use crate::group::{Groups, group};
use crate::inverted::invert;
use crate::manifest::{Boundaries, FORMAT, FacetHead, Manifest};
use crate::rules::synonym_rules;
use crate::settings::{Facet, FacetKind, Settings, day};
use crate::shard;
use crate::shards::Shards;
use crate::spelling::can_be_misspelt;
use crate::stem::FUNCTION_WORDS;
use crate::texts::{self, KeptNames, Texts};
use crate::words::{by_code_unit, specials};
use crate::{Fault, Record, client};

const SUFFIXES_PER_SHARD: usize = 1_500;
const DOCUMENTS_PER_SHARD: usize = 8;
/// Above so many forms, those of one document alone are no candidates for a correction from afar.
const MANY_FORMS: usize = 20_000;
/// Shards are small and mixed: the highest level saves 2 % more and costs as much time as all other work together.
const SHARD_LEVEL: i32 = 7;
const SUMMARY_LETTERS: usize = 160;

/// What was written.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Written {
    pub documents: usize,
    pub forms: usize,
    pub groups: usize,
    pub postings: usize,
    pub files: usize,
    pub bytes: usize,
    /// Bytes of each kind of file.
    pub by_kind: BTreeMap<String, (usize, usize)>,
}

/// Takes each file, by its path under the folder of the search, from many threads at once.
pub type Put<'a, E> = &'a (dyn Fn(String, Vec<u8>) -> Result<(), E> + Sync);

/// Writes the index of these records. The same records in any order give the same bytes.
pub fn write<E: From<Fault> + Send>(records: Vec<Record>, settings: &Settings, put: Put<'_, E>) -> Result<Written, E> {
    let records = in_order(records.into_iter().map(Arc::new).collect());
    let specials = specials(&settings.specials);
    // What was read is let go of before anything is packed.
    let grouped = group(&invert(&records, settings.weights, &specials)?, &records);
    let made = Made::of(records, settings, specials, &grouped, &KeptNames::default())?;
    let written = Mutex::new(made.counted.clone());
    let put = |kind: &str, path: String, bytes: Vec<u8>| {
        if let Ok(mut written) = written.lock() {
            written.files += 1;
            written.bytes += bytes.len();
            let of_kind = written.by_kind.entry(kind.to_owned()).or_default();
            of_kind.0 += 1;
            of_kind.1 += bytes.len();
        }
        put(path, bytes)
    };
    made.contents.par_iter().try_for_each(|content| {
        let folder = content.folder();
        put(&folder.to_string(), format!("{}/{folder}/{}.bin", made.generation, content.number), made.packed(content))
    })?;
    made.texts.packs.par_iter().try_for_each(|pack| put("x", format!("x/{}.bin", pack.name), pack.packed(&made.records)))?;
    put("client", CLIENT_FILE.into(), client::bundle(&made.manifest).into_bytes())?;
    put("manifest", MANIFEST_FILE.into(), made.manifest.into_bytes())?;
    Ok(written.into_inner().unwrap_or_default())
}

/// An index whose files are packed when somebody asks for them.
#[derive(Debug)]
pub struct Made {
    pub(crate) records: Vec<Arc<Record>>,
    contents: Vec<Content>,
    pub(crate) texts: Texts,
    manifest: String,
    generation: String,
    counted: Written,
}

/// As they are numbered. Pages of a folder share words: neighbours compress better, and a list's documents lie closer together.
pub(crate) fn in_order(mut records: Vec<Arc<Record>>) -> Vec<Arc<Record>> {
    records.sort_by(|a, b| by_code_unit(&a.url, &b.url).then_with(|| by_code_unit(&a.id, &b.id)));
    records
}

impl Made {
    /// `records` in their order, and what was read in them.
    pub(crate) fn of(
        records: Vec<Arc<Record>>,
        settings: &Settings,
        specials: Vec<String>,
        grouped: &Groups,
        names: &KeptNames,
    ) -> Result<Made, Fault> {
        let shards = Shards::cut(grouped);
        let texts = texts::pack(&records, names);

        let stop = FUNCTION_WORDS.join(" ");
        let column = |(number, facet): (usize, &Facet)| Content { kind: b'F', number, bytes: facet_column(facet, &records) };
        let of_terms =
            || (shards.term_shards(grouped, &synonym_rules(grouped, &settings.synonyms, &specials), &stop), shards.prefix_shards(grouped));
        let of_pages = || {
            let columns: Vec<Content> = settings.facets.iter().enumerate().map(column).collect();
            (suffix_shards(grouped), document_shards(&records, &texts), columns)
        };
        let ((terms, (prefixes, prefix_shards)), ((suffixes, suffix_shards), documents, columns)) = rayon::join(of_terms, of_pages);
        let contents: Vec<Content> = [terms, prefix_shards, suffix_shards, documents, columns].into_iter().flatten().collect();

        let mut hash = blake3::Hasher::new();
        for content in &contents {
            hash.update(&[content.kind]);
            hash.update(&(content.number as u64).to_le_bytes());
            hash.update(&(content.bytes.len() as u64).to_le_bytes());
            hash.update(&content.bytes);
        }
        let generation = hash.finalize().to_hex()[..10].to_owned();
        let facet = |facet: &Facet| FacetHead { id: facet.id.clone(), label: facet.label.clone(), kind: facet.kind };
        let manifest = Manifest {
            format: FORMAT,
            documents: records.len() as u32,
            per_shard: DOCUMENTS_PER_SHARD as u32,
            terms: shards.terms.clone(),
            prefixes,
            suffixes,
            stop,
            specials,
            types: settings.types.clone(),
            facets: settings.facets.iter().map(facet).collect(),
            generation: generation.clone(),
        };
        let manifest = serde_json::to_string(&manifest).map_err(|error| Fault::from(std::io::Error::from(error)))?;
        let counted = Written {
            documents: records.len(),
            forms: grouped.forms.len(),
            groups: grouped.groups.len(),
            postings: grouped.groups.iter().map(|group| group.postings.len()).sum(),
            ..Written::default()
        };
        Ok(Made { records, contents, texts, manifest, generation, counted })
    }

    /// The file at a path below the folder of the search, as `write` would have put it there.
    pub fn file(&self, path: &str) -> Option<Vec<u8>> {
        match path {
            CLIENT_FILE => return Some(client::bundle(&self.manifest).into_bytes()),
            MANIFEST_FILE => return Some(self.manifest.clone().into_bytes()),
            _ => {}
        }
        let stem = path.strip_suffix(".bin")?;
        if let Some(name) = stem.strip_prefix("x/") {
            return self.texts.packs.iter().find(|pack| pack.name == name).map(|pack| pack.packed(&self.records));
        }
        let (folder, number) = stem.strip_prefix(self.generation.as_str())?.strip_prefix('/')?.split_once('/')?;
        let number: usize = number.parse().ok()?;
        let is_it = |content: &&Content| content.number == number && folder.chars().eq([content.folder()]);
        self.contents.iter().find(is_it).map(|content| self.packed(content))
    }

    fn packed(&self, content: &Content) -> Vec<u8> {
        gzip(&with_header(content.kind, content.number, generation_bytes(&self.generation), &content.bytes), SHARD_LEVEL)
    }
}

const CLIENT_FILE: &str = "search.js";
const MANIFEST_FILE: &str = "manifest.json";

/// A file before it is packed.
#[derive(Debug)]
pub struct Content {
    pub kind: u8,
    pub number: usize,
    pub bytes: Vec<u8>,
}

impl Content {
    fn folder(&self) -> char {
        char::from(self.kind).to_ascii_lowercase()
    }
}

pub(crate) fn with_header(kind: u8, number: usize, generation: [u8; 4], content: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(content.len() + 10);
    Header { kind, number: number as u64, generation }.put(&mut bytes);
    bytes.extend_from_slice(content);
    bytes
}

/// The first 8 hexadecimal digits of a generation as bytes.
pub(crate) fn generation_bytes(generation: &str) -> [u8; 4] {
    u32::from_str_radix(generation.get(..8).unwrap_or_default(), 16).unwrap_or_default().to_be_bytes()
}

fn suffix_shards(grouped: &Groups) -> (Option<Boundaries>, Vec<Content>) {
    let least = if grouped.forms.len() > MANY_FORMS { 2 } else { 1 };
    let mut reversed: Vec<(String, usize)> = grouped
        .forms
        .iter()
        .filter(|form| form.documents.len() >= least && can_be_misspelt(&form.text))
        .map(|form| (form.text.chars().rev().collect(), form.documents.len()))
        .collect();
    if reversed.is_empty() {
        return (None, Vec::new());
    }
    reversed.sort_by(|a, b| by_code_unit(&a.0, &b.0));
    let shards: Vec<&[(String, usize)]> = reversed.chunks(SUFFIXES_PER_SHARD).collect();
    let boundaries = Boundaries::between(shards.windows(2).map(|pair| (pair[0][pair[0].len() - 1].0.as_str(), pair[1][0].0.as_str())));
    let content = |(number, shard): (usize, &&[(String, usize)])| {
        let mut bytes = Vec::new();
        put_strings(&mut bytes, shard.iter().map(|(text, _)| text.as_str()));
        for (_, frequency) in *shard {
            put_varint(&mut bytes, *frequency as u64);
        }
        Content { kind: b'S', number, bytes }
    };
    let contents = shards.iter().enumerate().map(content).collect();
    (Some(boundaries), contents)
}

fn document_shards(records: &[Arc<Record>], texts: &texts::Texts) -> Vec<Content> {
    let shard = |(number, records): (usize, &[Arc<Record>])| {
        let rows: Vec<_> = records
            .iter()
            .enumerate()
            .map(|(index, record)| {
                let id = if record.id == record.url { "" } else { &record.id };
                let text = texts.name_of(number * DOCUMENTS_PER_SHARD + index);
                (id, &record.url, &record.title, summary(record), &record.content_type, &record.lang, &record.date, text)
            })
            .collect();
        let bytes = serde_json::to_vec(&rows).expect("texts are always JSON");
        Content { kind: b'D', number, bytes }
    };
    records.par_chunks(DOCUMENTS_PER_SHARD).enumerate().map(shard).collect()
}

/// What a list shows below the title: the summary, or the beginning of the text, cut at a word.
pub fn summary(record: &Record) -> String {
    let first = record.sections.iter().map(|section| section.text.as_str()).find(|text| !text.is_empty());
    let written =
        [record.summary.as_str(), record.text.as_str(), first.unwrap_or_default()].into_iter().find(|text| !text.trim().is_empty());
    let mut shown = String::new();
    let mut letters = 0;
    for word in written.unwrap_or_default().split_whitespace() {
        letters += word.chars().count() + usize::from(!shown.is_empty());
        if letters > SUMMARY_LETTERS {
            return if shown.is_empty() { format!("{}…", word.chars().take(SUMMARY_LETTERS).collect::<String>()) } else { shown + "…" };
        }
        if !shown.is_empty() {
            shown.push(' ');
        }
        shown.push_str(word);
    }
    shown
}

fn facet_column(facet: &Facet, records: &[Arc<Record>]) -> Vec<u8> {
    let values = |record: &Arc<Record>| record.facets.get(&facet.id).cloned().unwrap_or_default();
    let mut bytes = Vec::new();
    if facet.kind == FacetKind::Days {
        let days: Vec<Option<i64>> = records.iter().map(|record| values(record).first().and_then(|value| day(value))).collect();
        let first = days.iter().flatten().min().copied().unwrap_or_default();
        put_text(&mut bytes, &serde_json::json!({ "first": first }).to_string());
        for day in days {
            put_varint(&mut bytes, day.map_or(0, |day| (day - first + 1) as u64));
        }
        return bytes;
    }
    let mut documents = BTreeMap::<String, Vec<u32>>::new();
    for (number, record) in records.iter().enumerate() {
        for value in values(record) {
            let of_value = documents.entry(value).or_default();
            if of_value.last() != Some(&(number as u32)) {
                of_value.push(number as u32);
            }
        }
    }
    let labelled = facet.labels.iter().filter_map(|(value, label)| Some((value.clone(), label.clone(), documents.remove(value)?)));
    let mut columns: Vec<(String, String, Vec<u32>)> = labelled.collect();
    columns.extend(documents.into_iter().map(|(value, documents)| (value.clone(), value, documents)));
    let names: Vec<(&str, &str)> = columns.iter().map(|(value, label, _)| (value.as_str(), label.as_str())).collect();
    put_text(&mut bytes, &serde_json::json!({ "values": names }).to_string());
    for (_, _, documents) in &columns {
        put_varint(&mut bytes, documents.len() as u64);
        bytes.extend(shard::gaps(documents.iter().copied()));
    }
    bytes
}
