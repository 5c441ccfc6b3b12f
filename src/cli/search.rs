//! `almoner search`: what a reader of the site would find at this moment, through the same reader of the same index.

use std::collections::BTreeMap;

use almoner_search::{Answer, Ask, Document, How, Index, Passage, passage, search};
use serde_json::{Value, json};

use super::args::{Format, Included, Search};
use super::output::{Output, Stopwatch, moment};
use crate::build::{self, Searchable};
use crate::diagnostic::{Failure, Severity, nearest};
use crate::index;

/// A page that was found, and the stretch of it that answers best.
struct Found {
    document: Document,
    passage: Passage,
}

pub fn run(options: &Search, output: &Output) -> Result<i32, Failure> {
    let mut watch = Stopwatch::new(output);
    let as_of = moment(options.moment.as_of.as_deref(), &jiff::tz::TimeZone::UTC)?;
    let outcome = build::searchable(&options.hub, as_of, Included::of(&options.include), &mut watch)?;
    let Some(searchable) = outcome.made else {
        let faults: Vec<_> = outcome.diagnostics.clone().sorted().into_iter().filter(|fault| fault.severity == Severity::Error).collect();
        output.diagnostics(&faults);
        output.say(&format!("{}: mend these first", output.counts(&outcome.diagnostics)));
        return Ok(1);
    };
    let Some(Searchable { gathered, types, today }) = searchable else {
        return Err(Failure::new(&options.hub, "this hub has no search of its own", "take `search: false` from its `hub.yaml`"));
    };
    let mut filters = BTreeMap::new();
    if let Some(wanted) = &options.content_type {
        let known = || types.iter().map(|(id, _)| id.as_str());
        if !known().any(|id| id == wanted) {
            let hint = nearest(wanted, known()).map(|near| format!("did you mean `{near}`? ")).unwrap_or_default();
            let advice = format!("{hint}the types are: {}", known().collect::<Vec<_>>().join(", "));
            return Err(Failure::new(wanted, "there is no content type of this name", advice));
        }
        filters.insert("type".to_owned(), vec![wanted.clone()]);
    }
    let files = index::in_memory(gathered)?;
    let index = Index::open(&files).map_err(|fault| index::failure(&fault))?;
    let query = options.query.join(" ");
    let ask = Ask { text: query.clone(), filters, today: today.to_string(), limit: options.limit, ..Ask::default() };
    let answer = search(&index, &ask).map_err(|fault| index::failure(&fault))?;
    let found = answer.hits.iter().take(options.limit).map(|hit| {
        let document = index.documents(&[hit.document])?.remove(0);
        let passage = passage(&index.text(&document)?, &answer.forms, &index.manifest.specials);
        Ok(Found { document, passage })
    });
    let found: Vec<Found> = found.collect::<Result<_, _>>().map_err(|fault| index::failure(&fault))?;
    let names: BTreeMap<String, String> = types.into_iter().collect();
    match output.format {
        Format::Json => output.data(&as_json(&query, &answer, &found).to_string()),
        _ => output.data(&as_text(&query, &answer, &found, &names, output)),
    }
    Ok(0)
}

fn as_text(query: &str, answer: &Answer, found: &[Found], names: &BTreeMap<String, String>, output: &Output) -> String {
    let pages = match answer.total {
        1 => "1 page".to_owned(),
        total if answer.exact => format!("{total} pages"),
        total => format!("{total} pages or more"),
    };
    let mut text = format!("{pages} for `{}`{}\n", output.plain(query), read_as(answer, output));
    for (at, Found { document, passage }) in found.iter().enumerate() {
        let name = names.get(&document.content_type).map_or(document.content_type.as_str(), String::as_str);
        text += &format!("\n{:>2}  {}  ({})\n", at + 1, output.plain(&document.title), output.plain(name));
        text += &format!("    {}\n", output.plain(&address(document, passage)));
        text += &format!("    {}\n", extract(document, passage, output));
    }
    text
}

/// What the words of a query became, where that is not what was typed.
fn read_as(answer: &Answer, output: &Output) -> String {
    let corrected = answer.corrections.iter().map(|(typed, meant)| format!("`{}` read as `{}`", output.plain(typed), output.plain(meant)));
    // A word that no page has may have been found by what it means.
    let unknown = answer.words.iter().filter(|word| word.how == How::Unknown && answer.total == 0);
    let unknown = unknown.map(|word| format!("`{}` is on no page", output.plain(&word.word)));
    corrected.chain(unknown).map(|said| format!("; {said}")).collect()
}

/// Where the passage stands; the page itself when nothing of it was asked for.
fn address(document: &Document, passage: &Passage) -> String {
    if passage.anchor.is_empty() || !is_marked(passage) { document.url.clone() } else { format!("{}#{}", document.url, passage.anchor) }
}

fn is_marked(passage: &Passage) -> bool {
    passage.words.iter().any(|word| word.mark)
}

/// The passage under its heading, or the summary when only the title or a name was found.
fn extract(document: &Document, passage: &Passage, output: &Output) -> String {
    if !is_marked(passage) {
        return output.plain(&document.summary);
    }
    let words: Vec<String> =
        passage.words.iter().map(|word| if word.mark { output.marked(&word.text) } else { output.plain(&word.text) }).collect();
    let heading = if passage.heading.is_empty() { String::new() } else { format!("{}: ", output.plain(&passage.heading)) };
    heading + &words.join(" ")
}

fn as_json(query: &str, answer: &Answer, found: &[Found]) -> Value {
    let words = answer.words.iter().map(|word| json!({ "word": word.word, "how": word.how, "meant": word.meant }));
    let hits = found.iter().map(|Found { document, passage }| {
        let words = passage.words.iter().map(|word| json!({ "text": word.text, "mark": word.mark }));
        json!({
            "id": document.id,
            "url": document.url,
            "title": document.title,
            "type": document.content_type,
            "lang": document.lang,
            "date": document.date,
            "summary": document.summary,
            "section": { "anchor": passage.anchor, "heading": passage.heading },
            "passage": words.collect::<Vec<_>>(),
        })
    });
    json!({
        "query": query,
        "total": answer.total,
        "exact": answer.exact,
        "words": words.collect::<Vec<_>>(),
        "corrections": answer.corrections.iter().map(|(typed, meant)| json!({ "typed": typed, "meant": meant })).collect::<Vec<_>>(),
        "hits": hits.collect::<Vec<_>>(),
    })
}
