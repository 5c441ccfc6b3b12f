//! Our ranking beside tantivy's own, on a public test collection; skipped aloud where the collection is not at hand.

use std::collections::BTreeMap;
use std::io::BufRead;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tantivy::collector::TopDocs;
use tantivy::query::QueryParser;
use tantivy::schema::{IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions, Value};
use tantivy::tokenizer::{Language, LowerCaser, RemoveLongFilter, SimpleTokenizer, Stemmer, TextAnalyzer};
use tantivy::{TantivyDocument, doc};

use super::{ask, found, tree};
use crate::group::{Documents, FloatScore, float_scores, stems};
use crate::inverted::{Form, invert};
use crate::stem::FUNCTION_WORDS;
use crate::words::{fold, words};
use crate::{Index, Record, Settings};

type Ranking = BTreeMap<String, Vec<String>>;

fn lines<T: serde::de::DeserializeOwned>(path: &Path) -> Vec<T> {
    let file = std::fs::File::open(path).expect("a file of the collection");
    std::io::BufReader::new(file).lines().map(|line| serde_json::from_str(&line.expect("a line")).expect("JSON")).collect()
}

#[derive(serde::Deserialize)]
struct Query {
    qid: String,
    text: String,
}

/// nDCG at ten, as `evaluate.py` of the collections computes it.
fn ndcg(relevant: &BTreeMap<String, Vec<String>>, ranking: &Ranking) -> f64 {
    let gain = |place: usize| 1.0 / (place as f64 + 2.0).log2();
    let of = |(query, relevant): (&String, &Vec<String>)| {
        let found = ranking.get(query).map(Vec::as_slice).unwrap_or_default();
        let got: f64 = found.iter().take(10).enumerate().filter(|(_, id)| relevant.contains(id)).map(|(place, _)| gain(place)).sum();
        got / (0..relevant.len().min(10)).map(gain).sum::<f64>()
    };
    relevant.iter().map(of).sum::<f64>() / relevant.len() as f64
}

fn tantivy_ranking(records: &[Record], queries: &[Query]) -> Ranking {
    let mut schema = Schema::builder();
    let id = schema.add_text_field("id", STRING | STORED);
    let indexing = TextFieldIndexing::default().set_tokenizer("english").set_index_option(IndexRecordOption::WithFreqs);
    let text = schema.add_text_field("text", TextOptions::default().set_indexing_options(indexing));
    let index = tantivy::Index::create_in_ram(schema.build());
    let english = TextAnalyzer::builder(SimpleTokenizer::default())
        .filter(RemoveLongFilter::limit(40))
        .filter(LowerCaser)
        .filter(Stemmer::new(Language::English));
    index.tokenizers().register("english", english.build());
    let mut writer = index.writer_with_num_threads(1, 64 << 20).expect("a writer");
    for record in records {
        writer.add_document(doc!(id => record.id.as_str(), text => format!("{} {}", record.title, record.text))).expect("a document");
    }
    writer.commit().expect("a commit");
    let searcher = index.reader().expect("a reader").searcher();
    let parser = QueryParser::for_index(&index, vec![text]);
    let of = |query: &Query| {
        let words: String = query.text.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
        let (parsed, _) = parser.parse_query_lenient(&words.to_lowercase());
        let top = searcher.search(&parsed, &TopDocs::with_limit(10).order_by_score()).expect("an answer");
        let ids = top.into_iter().map(|(_, address)| {
            let document: TantivyDocument = searcher.doc(address).expect("a document");
            document.get_first(id).and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
        });
        (query.qid.clone(), ids.collect())
    };
    queries.iter().map(of).collect()
}

/// The same formula as `search` has for words that are forms, without any rounding.
struct Exact {
    documents: f64,
    stems: BTreeMap<String, String>,
    groups: BTreeMap<String, Vec<FloatScore>>,
    forms: BTreeMap<String, Vec<u32>>,
    names: Vec<String>,
    /// The idf of each title without function words.
    titles: Vec<f64>,
}

impl Exact {
    fn new(records: &[Record]) -> Self {
        let mut records: Vec<Arc<Record>> = records.iter().cloned().map(Arc::new).collect();
        records.sort_by(|a, b| a.id.cmp(&b.id));
        let inverted = invert(&records, Settings::default().weights, &[]).expect("the records can be indexed");
        let documents = Documents::of(&inverted, &records);
        let stems = stems(&inverted, &records);
        let mut members = BTreeMap::<&str, Vec<usize>>::new();
        for (form, stem) in stems.iter().enumerate() {
            members.entry(stem).or_default().push(form);
        }
        let groups = members.iter().map(|(stem, forms)| ((*stem).to_owned(), float_scores(&inverted, forms, &documents))).collect();
        let having = |form: &Form| form.occurrences.iter().map(|occurrence| occurrence.document).collect::<Vec<_>>();
        let forms: BTreeMap<String, Vec<u32>> = inverted
            .forms
            .iter()
            .map(|form| {
                let mut documents = having(form);
                documents.dedup();
                (form.lexeme.text.clone(), documents)
            })
            .collect();
        let mut exact = Exact {
            documents: records.len() as f64,
            stems: inverted.forms.iter().map(|form| form.lexeme.text.clone()).zip(stems.iter().map(|stem| stem.to_string())).collect(),
            titles: vec![0.0; records.len()],
            groups,
            forms,
            names: records.iter().map(|record| record.id.clone()).collect(),
        };
        let tells = |stem: &str| !exact.stems.iter().any(|(form, of)| of == stem && FUNCTION_WORDS.contains(&form.as_str()));
        let mut titles = exact.titles.clone();
        for scores in exact
            .groups
            .iter()
            .filter(|(_, scores)| scores.iter().any(|scored| scored.in_title))
            .filter(|(stem, _)| tells(stem))
            .map(|(_, scores)| scores)
        {
            let idf = exact.idf(scores.len());
            scores.iter().filter(|scored| scored.in_title).for_each(|scored| titles[scored.document as usize] += idf);
        }
        exact.titles = titles;
        exact
    }

    fn idf(&self, having: usize) -> f64 {
        256.0 * ((self.documents + 1.0) / (having as f64 + 0.5)).log2()
    }

    fn ranking(&self, text: &str) -> Vec<String> {
        let folded = fold(text);
        let asked: Vec<&str> = words(&folded, &[]).map(|word| word.text).filter(|word| !FUNCTION_WORDS.contains(word)).collect();
        let mut times = BTreeMap::<&str, (f64, &str)>::new();
        for (word, stem) in asked.iter().filter_map(|word| Some((*word, self.stems.get(*word)?))) {
            times.entry(stem).or_insert((0.0, word)).0 += 1.0;
        }
        let mut tallies = BTreeMap::<u32, (f64, f64, f64)>::new();
        let mut whole = 0.0;
        for (stem, (times, form)) in &times {
            let scores = &self.groups[*stem];
            let idf = self.idf(scores.len());
            whole += idf;
            let having = &self.forms[*form];
            for scored in scores {
                let exact = if having.binary_search(&scored.document).is_ok() { 0.5 * self.idf(having.len()) / idf } else { 0.0 };
                let tally = tallies.entry(scored.document).or_default();
                tally.0 += times * scored.score * (1.0 + exact);
                tally.1 += idf;
                tally.2 += if scored.in_title { idf } else { 0.0 };
            }
        }
        let score = |document: u32, (score, covered, titled): (f64, f64, f64)| {
            let share = if titled > 0.0 { titled / self.titles[document as usize] } else { 0.0 };
            let score = score + titled * titled / whole * titled / whole * (1.0 + 2.0 * share * share);
            if times.len() <= 4 { score * covered / whole } else { score }
        };
        let mut ranked: Vec<(f64, u32)> = tallies.into_iter().map(|(document, tally)| (score(document, tally), document)).collect();
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        ranked.into_iter().take(100).map(|(_, document)| self.names[document as usize].clone()).collect()
    }
}

#[expect(clippy::print_stderr, clippy::print_stdout, reason = "what is skipped must be seen, and so must the figures")]
#[test]
fn our_ranking_loses_nothing_by_rounding_and_is_never_below_that_of_tantivy() {
    let data = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/relevance/data/scifact");
    if !data.exists() {
        eprintln!("!!! SKIPPED: no test collection beside this repository");
        return;
    }
    let records: Vec<Record> = lines(&data.join("docs.jsonl"));
    let mut relevant = BTreeMap::<String, Vec<String>>::new();
    for line in std::fs::read_to_string(data.join("qrels.tsv")).expect("the judgements").lines() {
        let parts: Vec<&str> = line.split('\t').collect();
        relevant.entry(parts[0].to_owned()).or_default().push(parts[1].to_owned());
    }
    let files = tree(records.clone(), &Settings::default());
    let index = Index::open(&files).expect("a sound index");
    let exact = Exact::new(&records);
    for variant in ["verbatim", "kw"] {
        let queries: Vec<Query> = lines(&data.join(format!("queries.{variant}.jsonl")));
        let ours: Ranking = queries.iter().map(|query| (query.qid.clone(), found(&index, &ask(&query.text)))).collect();
        let unrounded: Ranking = queries.iter().map(|query| (query.qid.clone(), exact.ranking(&query.text))).collect();
        let (ours, theirs) = (ndcg(&relevant, &ours), ndcg(&relevant, &tantivy_ranking(&records, &queries)));
        let unrounded = ndcg(&relevant, &unrounded);
        println!("scifact {variant}: nDCG@10 {ours:.3}, without rounding {unrounded:.3}, tantivy {theirs:.3}");
        assert!(ours > unrounded - 0.005, "{variant}: four bits for an impact are enough");
        assert!(ours >= theirs, "{variant}: {ours:.3} below {theirs:.3}");
    }
}
