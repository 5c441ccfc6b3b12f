//! Which form stands how often in which field of which document: the postings, as tantivy indexes them.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;
use tantivy::directory::RamDirectory;
use tantivy::index::SegmentReader;
use tantivy::postings::Postings;
use tantivy::schema::{Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer, TokenizerManager};
use tantivy::{DocSet, Index, TERMINATED, TantivyDocument};

use crate::settings::Weights;
use crate::stem::{English, Lexeme};
use crate::words::{self, Words};
use crate::{Fault, Record};

/// What a field counts for (`weight`), and how far a long one is held against it (`b` of BM25).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FieldKind {
    pub weight: f64,
    pub b: f64,
}

pub const TITLE: usize = 0;
const HEADINGS: usize = 1;
const SUMMARY: usize = 2;
const TEXT: usize = 3;
/// How far a long field is held against a document.
const B_TITLE: f64 = 0.5;
const B: f64 = 0.75;

#[derive(Debug)]
pub struct Inverted {
    /// By the order of code units.
    pub forms: Vec<Form>,
    pub fields: Vec<FieldKind>,
    /// For each field, the length of each document in words.
    pub lengths: Vec<Vec<u32>>,
}

#[derive(Debug)]
pub struct Form {
    pub lexeme: Arc<Lexeme>,
    /// By document, then by field.
    pub occurrences: Vec<Occurrence>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Occurrence {
    pub document: u32,
    pub field: u16,
    pub count: u32,
}

/// The records in the order in which they are numbered.
pub fn invert(records: &[Arc<Record>], weights: Weights, specials: &[String]) -> Result<Inverted, Fault> {
    Reading::of(records, weights, specials).invert(records)
}

/// How records are read: what must be the same for what was read at different times to be put together.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    fields: Vec<FieldKind>,
    /// The field of each weight.
    places: BTreeMap<u64, usize>,
    specials: Vec<String>,
}

impl Reading {
    pub fn of(records: &[Arc<Record>], weights: Weights, specials: &[String]) -> Reading {
        let (fields, places) = fields(records, weights);
        Reading { fields, places, specials: specials.to_vec() }
    }

    pub fn invert(&self, records: &[Arc<Record>]) -> Result<Inverted, Fault> {
        // Each thread fills an index of its own with a run of documents: no merging, and the same result for any number of threads.
        let run = records.len().div_ceil(rayon::current_num_threads()).max(1);
        let indexes: Vec<Vec<(String, Vec<Occurrence>)>> = records
            .par_chunks(run)
            .enumerate()
            .map(|(chunk, records)| self.index(records, (chunk * run) as u32))
            .collect::<Result<_, Fault>>()?;
        let mut forms = BTreeMap::<String, Vec<Occurrence>>::new();
        for (text, occurrences) in indexes.into_iter().flatten() {
            forms.entry(text).or_default().extend(occurrences);
        }
        let form = |english: &mut English, (text, mut occurrences): (String, Vec<Occurrence>)| {
            occurrences.sort_unstable();
            Form { lexeme: Arc::new(Lexeme::of(text, english)), occurrences }
        };
        let mut forms: Vec<Form> = forms.into_par_iter().map_init(English::default, form).collect();
        forms.par_sort_unstable_by(by_text);
        let mut lengths = vec![vec![0; records.len()]; self.fields.len()];
        for occurrence in forms.iter().flat_map(|form| &form.occurrences) {
            lengths[usize::from(occurrence.field)][occurrence.document as usize] += occurrence.count;
        }
        Ok(Inverted { forms, fields: self.fields.clone(), lengths })
    }
}

fn by_text(a: &Form, b: &Form) -> Ordering {
    words::by_code_unit(&a.lexeme.text, &b.lexeme.text)
}

impl Inverted {
    /// The same of other documents: `of_old` has the new number of each document that stays, and `of_more` those of the documents of
    /// `more`, which was read in the same way. Together they are `documents`.
    pub fn change(&mut self, of_old: &[Option<u32>], more: Inverted, of_more: &[u32], documents: usize) {
        for (lengths, more) in self.lengths.iter_mut().zip(&more.lengths) {
            let mut changed = vec![0; documents];
            let stay = of_old.iter().zip(&*lengths).filter_map(|(number, length)| Some((number.as_ref()?, length)));
            for (number, length) in stay.chain(of_more.iter().zip(more)) {
                changed[*number as usize] = *length;
            }
            *lengths = changed;
        }
        // Those that stay keep their order, because records are always in the same.
        self.forms.par_iter_mut().for_each(|form| {
            form.occurrences.retain_mut(|occurrence| {
                let number = of_old[occurrence.document as usize];
                occurrence.document = number.unwrap_or_default();
                number.is_some()
            });
        });
        let mut new = Vec::new();
        for mut form in more.forms {
            form.occurrences.iter_mut().for_each(|occurrence| occurrence.document = of_more[occurrence.document as usize]);
            match self.forms.binary_search_by(|known| by_text(known, &form)) {
                Ok(known) => {
                    let occurrences = &mut self.forms[known].occurrences;
                    occurrences.append(&mut form.occurrences);
                    occurrences.sort();
                }
                Err(_) => new.push(form),
            }
        }
        self.forms.append(&mut new);
        self.forms.retain(|form| !form.occurrences.is_empty());
        self.forms.sort_by(by_text);
    }
}

/// What a word counts for: 1 where nothing is said, and nothing out of proportion.
pub fn sound_weight(weight: f64) -> f64 {
    if weight > 0.0 { weight.clamp(0.1, 10.0) } else { 1.0 }
}

/// The fields of all records: the four that each has, and one for each other weight.
fn fields(records: &[Arc<Record>], weights: Weights) -> (Vec<FieldKind>, BTreeMap<u64, usize>) {
    let kind = |weight: f64, b| FieldKind { weight: sound_weight(weight), b };
    let mut fields = vec![kind(weights.title, B_TITLE), kind(weights.headings, B), kind(weights.summary, B), kind(1.0, B)];
    // A section that weighs as a text does is of the text.
    let mut places = BTreeMap::from([(0f64.to_bits(), TEXT), (1f64.to_bits(), TEXT)]);
    let sections = records.iter().flat_map(|record| &record.sections).map(|section| section.weight);
    for weight in records.iter().flat_map(|record| &record.fields).map(|field| field.weight).chain(sections) {
        places.entry(weight.to_bits()).or_insert_with(|| {
            fields.push(kind(weight, B));
            fields.len() - 1
        });
    }
    (fields, places)
}

impl Reading {
    /// A run of records, the first of which has the number `first`, in an index of its own.
    fn index(&self, records: &[Arc<Record>], first: u32) -> Result<Vec<(String, Vec<Occurrence>)>, Fault> {
        let Reading { fields, places, specials } = self;
        let mut schema = Schema::builder();
        let indexing =
            TextFieldIndexing::default().set_tokenizer("words").set_index_option(IndexRecordOption::WithFreqs).set_fieldnorms(false);
        let handles: Vec<Field> = (0..fields.len())
            .map(|field| schema.add_text_field(&format!("field{field}"), TextOptions::default().set_indexing_options(indexing.clone())))
            .collect();
        let tokenizers = TokenizerManager::new();
        tokenizers.register("words", TextAnalyzer::from(FoldedWords { specials: specials.clone(), folded: String::new() }));
        let builder = Index::builder().schema(schema.build()).tokenizers(tokenizers);
        let mut writer = builder.single_segment_index_writer::<TantivyDocument>(RamDirectory::create(), WRITER_MEMORY)?;
        for record in records {
            let mut document = TantivyDocument::new();
            document.add_text(handles[TITLE], &record.title);
            for heading in &record.headings {
                document.add_text(handles[HEADINGS], heading);
            }
            document.add_text(handles[SUMMARY], &record.summary);
            if record.text.is_empty() {
                for section in &record.sections {
                    document.add_text(handles[places[&section.weight.to_bits()]], &section.text);
                }
            } else {
                document.add_text(handles[TEXT], &record.text);
            }
            for field in &record.fields {
                document.add_text(handles[places[&field.weight.to_bits()]], &field.text);
            }
            writer.add_document(document)?;
        }
        let index = writer.finalize()?;
        let mut found = Vec::new();
        for segment in index.reader()?.searcher().segment_readers() {
            for (field, handle) in handles.iter().enumerate() {
                read(segment, *handle, field as u16, first, &mut found)?;
            }
        }
        Ok(found)
    }
}

/// One segment of these many bytes is never split: a writer of one segment only flushes what it holds when it ends.
const WRITER_MEMORY: usize = 64 << 20;

fn read(segment: &SegmentReader, handle: Field, field: u16, first: u32, found: &mut Vec<(String, Vec<Occurrence>)>) -> Result<(), Fault> {
    let inverted = segment.inverted_index(handle)?;
    let mut terms = inverted.terms().stream()?;
    while let Some((bytes, info)) = terms.next() {
        let mut postings = inverted.read_postings_from_terminfo(info, IndexRecordOption::WithFreqs)?;
        let mut occurrences = Vec::with_capacity(info.doc_freq as usize);
        let mut document = postings.doc();
        while document != TERMINATED {
            occurrences.push(Occurrence { document: first + document, field, count: postings.term_freq() });
            document = postings.advance();
        }
        found.push((String::from_utf8_lossy(bytes).into_owned(), occurrences));
    }
    Ok(())
}

/// Our words as a tokenizer of tantivy.
#[derive(Debug, Clone)]
pub struct FoldedWords {
    pub specials: Vec<String>,
    pub folded: String,
}

impl Tokenizer for FoldedWords {
    type TokenStream<'a> = FoldedWordStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> FoldedWordStream<'a> {
        self.folded = words::fold(text).into_owned();
        FoldedWordStream { words: words::words(&self.folded, &self.specials), token: Token::default() }
    }
}

#[derive(Debug)]
pub struct FoldedWordStream<'a> {
    words: Words<'a>,
    token: Token,
}

impl TokenStream for FoldedWordStream<'_> {
    fn advance(&mut self) -> bool {
        let Some(word) = self.words.next() else { return false };
        self.token.text.clear();
        self.token.text.push_str(word.text);
        self.token.offset_from = word.at;
        self.token.offset_to = word.at + word.text.len();
        self.token.position = self.token.position.wrapping_add(1);
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Field as Weighted, Section};

    #[test]
    fn words_are_of_the_field_that_weighs_what_their_section_does() {
        let section = |weight, text: &str| Section { weight, text: text.to_owned(), ..Section::default() };
        let record = Record {
            url: "/a/".into(),
            sections: vec![section(0.0, "plain"), section(1.0, "same"), section(2.5, "heavy")],
            fields: vec![Weighted { weight: 2.5, text: "heavy".into() }],
            ..Record::default()
        };
        let inverted = invert(&[Arc::new(record)], Weights::default(), &[]).expect("a sound record");
        let of = |word: &str| {
            let form = inverted.forms.iter().find(|form| form.lexeme.text == word).expect("the word is indexed");
            form.occurrences.iter().map(|found| (inverted.fields[usize::from(found.field)].weight, found.count)).collect::<Vec<_>>()
        };
        assert_eq!((of("plain"), of("same"), of("heavy")), (vec![(1.0, 1)], vec![(1.0, 1)], vec![(2.5, 2)]));
    }
}
