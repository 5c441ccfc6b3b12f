//! The index of the demonstration hub, read back through its published files: where its passages lead, what it may not hold,
//! and whether it finds what its editors expect.

use std::collections::BTreeMap;

use almoner::build::{self, BuildRequest};
use almoner::diagnostic::Code;
use almoner::release::Include;
use almoner_search::{Ask, Document, Files, Folder as IndexFolder, Index, counts, search};
use camino::{Utf8Path, Utf8PathBuf};
use jiff::Timestamp;

use crate::cases::Silent;
use crate::folder::{Folder, tree};
use crate::markup;
use crate::said;

const TODAY: &str = "2026-11-22";

fn demonstration() -> Utf8PathBuf {
    Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join("content")
}

fn at_noon() -> Timestamp {
    format!("{TODAY}T12:00:00Z").parse().expect("a sound instant")
}

/// Builds a hub and gives the folder of its public tree.
fn build(hub: &Utf8Path, folder: &Folder) -> Utf8PathBuf {
    let output = folder.path().join("public");
    let request = BuildRequest {
        hub: hub.to_owned(),
        output: output.clone(),
        base_url: None,
        as_of: at_noon(),
        include: Include::default(),
        sync: false,
    };
    let outcome = build::build(&request, &mut Silent).expect("the hub can be built");
    assert!(outcome.made.is_some(), "{}", said::lines(folder.path(), &outcome.diagnostics));
    output
}

fn documents(index: &Index<'_>) -> Vec<Document> {
    index.documents(&(0..index.manifest.documents).collect::<Vec<_>>()).expect("every document can be read")
}

#[test]
fn every_passage_leads_to_a_place_that_its_page_has() {
    let folder = Folder::empty();
    let output = build(&demonstration(), &folder);
    let files = IndexFolder(output.join("search").into());
    let index = Index::open(&files).expect("the index can be opened");
    let mut faults = Vec::new();
    let (mut anchored, mut items) = (0, 0);
    for document in documents(&index) {
        let page = output.join(document.url.trim_start_matches('/')).join("index.html");
        let Ok(html) = std::fs::read_to_string(&page) else {
            faults.push(format!("{} has no page", document.url));
            continue;
        };
        let tags = markup::tags(&html);
        for part in index.text(&document).expect("every text can be read").iter().filter(|part| !part.anchor.is_empty()) {
            anchored += 1;
            items += usize::from(part.anchor == "r-2.1");
            if !tags.iter().any(|tag| tag.get("id") == Some(part.anchor.as_str())) {
                faults.push(format!("{}#{}", document.url, part.anchor));
            }
        }
    }
    assert!(faults.is_empty(), "these lead nowhere: {faults:?}");
    assert!(anchored > 300 && items > 0, "{anchored} places, {items} of them recommendation 2.1");
}

#[test]
fn what_is_no_answer_is_not_found() {
    let folder = Folder::empty();
    let output = build(&demonstration(), &folder);
    let files = IndexFolder(output.join("search").into());
    let index = Index::open(&files).expect("the index can be opened");
    let urls: Vec<String> = documents(&index).into_iter().map(|document| document.url).collect();
    // Withdrawn, a draft, embargoed, a redirect.
    for gone in ["/guides/caseload-points/", "/guides/group-supervision/", "/media/yearly-count/", "/guidance/supervision/"] {
        assert!(!urls.iter().any(|url| url == gone), "{gone} can be found");
    }
    assert!(urls.iter().any(|url| url == "/guides/supervision-basics/"), "a page that was replaced can still be found");
    // A recommendation that no longer holds is told of on its page alone.
    let guide = documents(&index).into_iter().find(|document| document.url == "/guides/supervision-that-works/").expect("it is there");
    let anchors: Vec<String> = index.text(&guide).expect("a text").into_iter().map(|part| part.anchor).collect();
    assert!(anchors.contains(&"r-3.3".to_owned()) && !anchors.contains(&"r-4.1".to_owned()), "{anchors:?}");
}

#[test]
fn facets_have_the_words_of_readers_in_their_order() {
    let folder = Folder::empty();
    let output = build(&demonstration(), &folder);
    let files = IndexFolder(output.join("search").into());
    let index = Index::open(&files).expect("the index can be opened");
    let answer = search(&index, &Ask { text: "supervision".into(), today: TODAY.into(), ..Ask::default() }).expect("an answer");
    let facets = counts(&index, &answer, TODAY).expect("counts");
    let ids: Vec<&str> = facets.iter().map(|facet| facet.id.as_str()).collect();
    assert_eq!(ids, ["type", "topic", "audience", "strength", "nation", "year", "published", "reviewed"]);
    let labels = |id: &str| -> Vec<&str> {
        let facet = facets.iter().find(|facet| facet.id == id).expect("checked above");
        facet.values.iter().map(|value| value.label.as_str()).collect()
    };
    assert!(labels("type").contains(&"Practice guide"));
    assert!(labels("topic").contains(&"Tools and support"));
    assert_eq!(labels("audience")[..3], ["Practitioners", "Managers", "Students"]);
    assert_eq!(labels("strength")[..2], ["Too little to say", "Very weak"]);
    let chosen = BTreeMap::from([("type".to_owned(), vec!["evidence-gap".to_owned()])]);
    let gaps =
        search(&index, &Ask { text: "supervision topic:tools-and-support".into(), filters: chosen, ..Ask::default() }).expect("an answer");
    let gaps = index.documents(&gaps.hits.iter().map(|hit| hit.document).collect::<Vec<_>>()).expect("documents");
    assert!(!gaps.is_empty() && gaps.iter().all(|document| document.content_type == "evidence-gap"), "{gaps:?}");
}

#[test]
fn the_golden_queries_find_their_pages_and_every_page_is_found() {
    let outcome = build::check(&demonstration(), at_noon(), &mut Silent).expect("the hub can be read");
    let of_search =
        outcome.diagnostics.iter().filter(|fault| matches!(fault.code, Code::SearchMiss | Code::SearchUnfound | Code::SearchFault));
    let said: Vec<String> = of_search.map(|fault| format!("{} | {}", fault.message, fault.help.join(" | "))).collect();
    assert!(said.is_empty(), "{}", said.join("\n"));
}

#[test]
fn a_hub_without_a_search_publishes_nothing_of_it() {
    let folder = Folder::empty();
    folder.write("content/hub.yaml", "title: A hub\ntopics: free\ndefault_type: page\nsearch: false\n");
    folder.write("content/about/a-page.md", "---\ntitle: A page\n---\n\nWords.\n");
    let tree = tree(&build(&folder.hub(), &folder));
    let text = |path: &str| String::from_utf8_lossy(&tree[path]).into_owned();
    assert!(!tree.keys().any(|path| path.starts_with("search/")), "{:?}", tree.keys().collect::<Vec<_>>());
    assert!(!text("about/a-page/index.html").contains("data-find"), "the page has the box of a search");
    assert!(!text("_headers").contains("/search/"));
}

#[test]
fn each_file_of_the_index_is_kept_or_asked_for_anew_by_one_rule() {
    let folder = Folder::empty();
    folder.write("content/hub.yaml", "title: A hub\ntopics: free\ndefault_type: page\n");
    folder.write("content/about/a-page.md", "---\ntitle: A page\n---\n\nWords.\n");
    let output = build(&folder.hub(), &folder);
    let tree = tree(&output);
    let headers = String::from_utf8_lossy(&tree["_headers"]).into_owned();
    let rules: Vec<(&str, &str)> = headers
        .split("\n/")
        .filter_map(|rule| rule.split_once('\n'))
        .filter_map(|(path, set)| Some((path, set.lines().find_map(|line| line.trim().strip_prefix("Cache-Control: "))?)))
        .collect();
    // `:name` stands for one part of a path.
    let fits = |rule: &str, path: &str| {
        let (rule, path): (Vec<&str>, Vec<&str>) = (rule.split('/').collect(), path.split('/').collect());
        rule.len() == path.len() && rule.iter().zip(&path).all(|(rule, path)| rule.starts_with(':') || rule == path)
    };
    for path in tree.keys().filter(|path| path.starts_with("search/") && !path.ends_with(".html")) {
        let said: Vec<&str> = rules.iter().filter(|(rule, _)| fits(rule, path)).map(|(_, cache)| *cache).collect();
        let expected = if path.ends_with(".bin") { "public, max-age=31536000, immutable" } else { "no-cache" };
        assert_eq!(said, [expected], "{path}");
    }
    let files = IndexFolder(output.join("search").into());
    assert!(files.read("manifest.json").is_ok() && files.read("search.js").is_ok());
}
