//! `run OUT QUERIES.jsonl [--counts]`: asks the index in OUT each query, and prints `{"qid", "ranking": [id …]}` a line.
//! A query is `{"qid", "text"}` with optional `unfinished`, `asTyped`, `filters`, `sort`, `today` and `limit` (100).

use std::collections::BTreeMap;
use std::error::Error;
use std::io::{BufRead, Write};
use std::path::PathBuf;

use almoner_search::{Ask, Folder, Index, counts, search};

#[derive(serde::Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Question {
    qid: serde_json::Value,
    text: String,
    unfinished: bool,
    as_typed: bool,
    filters: BTreeMap<String, Vec<String>>,
    sort: String,
    today: String,
    limit: usize,
}

impl Default for Question {
    fn default() -> Self {
        Question {
            qid: serde_json::Value::Null,
            text: String::new(),
            unfinished: false,
            as_typed: false,
            filters: BTreeMap::new(),
            sort: String::new(),
            today: String::new(),
            limit: 100,
        }
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (out, queries, with_counts) = match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [out, queries] => (PathBuf::from(out), *queries, false),
        [out, queries, "--counts"] => (PathBuf::from(out), *queries, true),
        _ => return Err("usage: run OUT QUERIES.jsonl [--counts]".into()),
    };
    let files = Folder(out);
    let index = Index::open(&files)?;
    let mut names = BTreeMap::new();
    let mut printed = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::BufReader::new(std::fs::File::open(queries)?).lines() {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        let question: Question = serde_json::from_str(&line)?;
        let ask = Ask {
            text: question.text,
            unfinished: question.unfinished,
            as_typed: question.as_typed,
            filters: question.filters,
            by_date: question.sort == "date",
            today: question.today.clone(),
            limit: if with_counts { usize::MAX } else { question.limit },
        };
        let answer = search(&index, &ask)?;
        let mut ranking = Vec::new();
        for hit in answer.hits.iter().take(question.limit) {
            let name = match names.get(&hit.document) {
                Some(name) => name,
                None => {
                    let document = index.documents(&[hit.document])?.remove(0);
                    names.entry(hit.document).or_insert(if document.id.is_empty() { document.url } else { document.id })
                }
            };
            ranking.push(name.clone());
        }
        let mut row = serde_json::json!({ "qid": question.qid, "ranking": ranking });
        if with_counts {
            let counts = counts(&index, &answer, &question.today)?;
            let values = |values: &[almoner_search::Count]| values.iter().map(|count| (count.value.clone(), count.count.into())).collect();
            let counts: serde_json::Map<String, serde_json::Value> =
                counts.iter().map(|facet| (facet.id.clone(), serde_json::Value::Object(values(&facet.values)))).collect();
            let corrections: Vec<_> = answer.corrections.iter().map(|(from, to)| serde_json::json!({ "from": from, "to": to })).collect();
            row["total"] = answer.total.into();
            row["corrections"] = corrections.into();
            row["counts"] = counts.into();
        }
        serde_json::to_writer(&mut printed, &row)?;
        printed.write_all(b"\n")?;
    }
    Ok(())
}
