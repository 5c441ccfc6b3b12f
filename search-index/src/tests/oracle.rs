//! Our ranking beside tantivy's own, on a public test collection; skipped aloud where the collection is not at hand.

use std::collections::BTreeMap;
use std::io::BufRead;
use std::path::{Path, PathBuf};

use tantivy::collector::TopDocs;
use tantivy::query::QueryParser;
use tantivy::schema::{IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions, Value};
use tantivy::tokenizer::{Language, LowerCaser, RemoveLongFilter, SimpleTokenizer, Stemmer, TextAnalyzer};
use tantivy::{TantivyDocument, doc};

use super::{ask, found, tree};
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

#[expect(clippy::print_stderr, clippy::print_stdout, reason = "what is skipped must be seen, and so must the figures")]
#[test]
fn our_ranking_is_never_below_that_of_tantivy() {
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
    for variant in ["verbatim", "kw"] {
        let queries: Vec<Query> = lines(&data.join(format!("queries.{variant}.jsonl")));
        let ours: Ranking = queries.iter().map(|query| (query.qid.clone(), found(&index, &ask(&query.text)))).collect();
        let (ours, theirs) = (ndcg(&relevant, &ours), ndcg(&relevant, &tantivy_ranking(&records, &queries)));
        println!("scifact {variant}: nDCG@10 {ours:.3}, tantivy {theirs:.3}");
        assert!(ours >= theirs, "{variant}: {ours:.3} below {theirs:.3}");
    }
}
