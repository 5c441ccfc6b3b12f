//! What is exported of a few pages, against files that the tests of the client read, too. `SNAPSHOTS=overwrite` writes them anew.

use std::collections::BTreeMap;

use super::*;
use crate::{Facet, FacetKind, Field, Record, Section, Settings};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/client/tests/opensearch");

fn settings() -> Settings {
    let facet = |id: &str, label: &str, kind, labels: &[(&str, &str)]| Facet {
        id: id.into(),
        label: label.into(),
        kind,
        labels: labels.iter().map(|(value, label)| ((*value).to_owned(), (*label).to_owned())).collect(),
    };
    Settings {
        facets: vec![
            facet("type", "Kind of page", FacetKind::Values, &[("rs", "Research summary"), ("pg", "Practice guide")]),
            facet("topic", "Topic", FacetKind::Values, &[("workforce", "The workforce"), ("children", "Children")]),
            facet("published", "Published", FacetKind::Days, &[]),
        ],
        types: BTreeMap::from([("rs".into(), "Research summary".into()), ("pg".into(), "Practice guide".into())]),
        synonyms: vec![vec!["NQSW".into(), "newly qualified social worker".into()], vec!["C++".into(), "c plus plus".into()]],
        specials: vec!["C++".into(), ".NET".into()],
        ..Settings::default()
    }
}

fn records() -> Vec<Record> {
    let section = |anchor: &str, heading: &str, weight, text: &str| Section {
        anchor: anchor.into(),
        heading: heading.into(),
        text: text.into(),
        weight,
    };
    let facets = |pairs: &[(&str, &[&str])]| {
        pairs.iter().map(|(id, values)| ((*id).to_owned(), values.iter().map(|value| (*value).to_owned()).collect())).collect()
    };
    vec![
        Record {
            id: "rs-0001".into(),
            url: "/research/vacancies/".into(),
            title: "Vacancies in children’s services".into(),
            summary: "One post in ten was empty.".into(),
            content_type: "rs".into(),
            lang: "en-GB".into(),
            date: "2026-03-01".into(),
            headings: vec!["What we found".into()],
            sections: vec![
                section("", "", 2.5, "One post in ten was empty."),
                section("found", "What we found", 0.0, "Newly qualified \u{e000}social workers\u{e001} left soonest."),
            ],
            fields: vec![Field { weight: 1.5, text: "workforce".into() }],
            facets: facets(&[
                ("type", &["rs"]),
                ("topic", &["workforce", "children"]),
                ("published", &["2026-02-11"]),
                ("unknown", &["x"]),
            ]),
            boost: 1.2,
            ..Record::default()
        },
        Record {
            url: "/guides/ymweliad/".into(),
            title: "Ymweliad cyntaf â theulu".into(),
            content_type: "pg".into(),
            lang: "cy".into(),
            date: "soon".into(),
            text: "Cyn yr ymweliadau, darllenwch y ffeil.".into(),
            facets: facets(&[("type", &["pg"]), ("published", &["soon"])]),
            ..Record::default()
        },
    ]
}

fn bulk_of(records: &[Record], limit: usize) -> Vec<String> {
    let layout = Layout::of(records, &settings());
    let mut files = Vec::new();
    let count = bulk(records, &layout, limit, |number, lines| {
        assert_eq!(number, files.len() + 1);
        files.push(lines);
        Ok::<(), ()>(())
    });
    assert_eq!(count, Ok(files.len()));
    files
}

/// The file as it is kept, and as it was made.
fn kept(name: &str, made: &str) -> String {
    let path = format!("{FOLDER}/{name}");
    #[expect(clippy::disallowed_methods, reason = "how a tester asks for new snapshots")]
    let overwrite = std::env::var("SNAPSHOTS").is_ok_and(|value| value == "overwrite");
    if overwrite {
        std::fs::write(&path, made).expect("the folder of the tests can be written");
    }
    std::fs::read_to_string(&path).expect("the file is kept with the tests")
}

#[test]
fn an_export_is_what_is_kept_of_it() {
    let layout = Layout::of(&records(), &settings());
    let index = format!("{:#}\n", index(&layout));
    assert_eq!(index, kept("index.json", &index));
    let lines = bulk_of(&records(), usize::MAX).concat();
    assert_eq!(lines, kept("bulk.ndjson", &lines));
    let endpoint = Endpoint { url: "https://search.example.org/hub".into(), embedded: true };
    let settings = format!("{:#}\n", super::client::settings(&layout, &endpoint));
    assert_eq!(settings, kept("settings.json", &settings));
}

#[test]
fn the_order_of_the_records_does_not_matter() {
    let mut turned = records();
    turned.reverse();
    assert_eq!(bulk_of(&turned, usize::MAX), bulk_of(&records(), usize::MAX));
    assert_eq!(Layout::of(&turned, &settings()), Layout::of(&records(), &settings()));
}

#[test]
fn files_end_between_documents() {
    let whole = bulk_of(&records(), usize::MAX);
    let split = bulk_of(&records(), 10);
    assert_eq!((whole.len(), split.len()), (1, 2));
    assert_eq!(split.concat(), whole[0]);
    assert!(split.iter().all(|file| file.lines().count() == 2 && file.ends_with('\n')));
    assert_eq!(bulk_of(&[], 10), [""; 0]);
    let exactly = split[0].len() + split[1].len();
    assert_eq!(bulk_of(&records(), exactly).len(), 1);
    assert_eq!(bulk_of(&records(), exactly - 1).len(), 2);
}

#[test]
fn ids_are_stable_and_short_enough() {
    let long = Record { url: format!("/{}/", "a".repeat(600)), title: "x".into(), ..Record::default() };
    let lines = bulk_of(std::slice::from_ref(&long), usize::MAX).concat();
    let action: serde_json::Value = serde_json::from_str(lines.lines().next().expect("an action")).expect("JSON");
    assert_eq!(action["index"]["_id"].as_str().map(str::len), Some(64));
    assert!(lines.contains(&long.url), "the document keeps its address");
}

#[test]
fn without_welsh_pages_and_synonyms_nothing_is_made_for_them() {
    let records = [Record { url: "/a/".into(), text: "Text".into(), ..Record::default() }];
    let body = index(&Layout::of(&records, &Settings::default()));
    let body = format!("{}{}", body["settings"], body["mappings"]["properties"]);
    for absent in ["welsh", "synonym", "special_", "weight_"] {
        assert!(!body.contains(absent), "{absent}");
    }
}

#[test]
fn every_field_of_a_document_is_in_the_mapping() {
    let layout = Layout::of(&records(), &settings());
    let body = index(&layout);
    let known = |name: &str| body["mappings"]["properties"].get(name).is_some();
    for line in bulk_of(&records(), usize::MAX).concat().lines().skip(1).step_by(2) {
        let document: serde_json::Value = serde_json::from_str(line).expect("JSON");
        for name in document.as_object().expect("an object").keys() {
            assert!(known(name), "{name}");
        }
    }
    assert_eq!(body["mappings"]["dynamic"], "strict");
}

/// What the modules do, and that they can be joined, the tests of the client show.
#[test]
fn the_client_takes_the_place_of_the_other() {
    let endpoint = Endpoint { url: "https://search.example.org/hub".into(), embedded: false };
    let text = client::client(&Layout::of(&records(), &settings()), &endpoint);
    assert!(text.starts_with("import * as local from './search.js';\n"));
    assert_eq!(text.matches("import ").count(), 1);
    assert!(text.contains("\nclass Remote {\n") && text.contains("\nfunction parse("));
    assert!(text.contains("\"endpoint\":\"https://search.example.org/hub\",\"embedded\":false"));
    for name in ["{ manifest }", "startBox", "startPage"] {
        assert!(text.contains(&format!("\nexport const {name} = ")), "{name}");
    }
}
