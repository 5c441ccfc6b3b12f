//! A hub whose readers ask an index elsewhere: what is published for it, and that nothing else names that host.

use std::collections::BTreeMap;

use crate::command;
use crate::folder::{Folder, tree};

const HUB: &str = "title: A hub\ntopics: free\ndefault_type: page\n";

/// Every file of the built site, by its path.
fn built(search: &str) -> BTreeMap<String, String> {
    let folder = Folder::empty();
    folder.write("content/hub.yaml", &format!("{HUB}{search}"));
    folder.write(
        "content/about/a-page.md",
        "---\ntitle: A page about vacancies\nsummary: One post in ten was empty.\n---\n\nOne post in ten was empty.\n",
    );
    let ran = command::run(&folder, &["build".to_owned(), "content".to_owned()], "2026-06-01T12:00:00Z");
    assert_eq!(ran.exit, 0, "{}", ran.stderr);
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    tree(&folder.path().join("public")).into_iter().map(|(path, bytes)| (path, text(bytes))).collect()
}

#[test]
fn only_the_policy_and_the_client_name_the_host() {
    let files = built("search: {endpoint: \"https://search.example.org/hub/\"}\n");
    let naming: Vec<&str> = files.iter().filter(|(_, text)| text.contains("search.example.org")).map(|(path, _)| path.as_str()).collect();
    assert_eq!(naming, ["_headers", "search/opensearch.js"]);
    let headers = &files["_headers"];
    assert!(headers.contains("; connect-src 'self' https://search.example.org; "));
    assert!(headers.contains("\n/search/opensearch.js\n  Cache-Control: no-cache\n"));
    assert!(files["search/opensearch.js"].contains("\"endpoint\":\"https://search.example.org/hub\",\"embedded\":true"));
    assert!(files["index.html"].contains("data-find=\"/search/opensearch.js\""));
    assert!(files["search/index.html"].contains("data-find=\"/search/opensearch.js\""));
}

#[test]
fn without_an_endpoint_nothing_of_it_is_published() {
    let usual = built("");
    assert!(!usual.contains_key("search/opensearch.js"));
    assert!(usual["_headers"].contains("; connect-src 'self'; ") && !usual["_headers"].contains("opensearch"));
    assert!(usual["index.html"].contains("data-find=\"/search/search.js\""));
    // What pages load of search is the same to the byte.
    let other = built("search: {endpoint: \"https://search.example.org/hub\"}\n");
    assert_eq!(usual["search/search.js"], other["search/search.js"]);
}

#[test]
fn a_hub_may_publish_no_index_of_its_own() {
    let files = built("search: {endpoint: \"https://search.example.org/hub\", embedded: false}\n");
    let manifest = &files["search/manifest.json"];
    assert!(manifest.contains("\"documents\":0,"), "{manifest}");
    assert!(manifest.contains("\"id\":\"type\""), "the facets are known all the same");
    assert!(!files.keys().any(|path| path.starts_with("search/x/")));
    assert!(files["search/opensearch.js"].contains("\"embedded\":false"));
}
