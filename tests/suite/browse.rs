//! Browsing as it is published: the pages of each value are those that search knows by the same facet, and no others.

use std::collections::{BTreeMap, BTreeSet};

use almoner::build::{self, BuildRequest};
use almoner::release::Include;
use camino::{Utf8Path, Utf8PathBuf};
use jiff::Timestamp;

use crate::cases::Silent;
use crate::folder::{Folder, tree};
use crate::markup::{self, Tag};

fn demonstration() -> Utf8PathBuf {
    Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join("content")
}

fn noon() -> Timestamp {
    "2026-11-22T12:00:00Z".parse().expect("a sound instant")
}

/// The tags of every page below `/browse/`, and of the A to Z, by address.
fn published() -> (BTreeMap<String, Vec<Tag>>, String) {
    let folder = Folder::empty();
    let output = folder.path().join("public");
    let request = BuildRequest {
        hub: demonstration(),
        output: output.clone(),
        base_url: None,
        as_of: noon(),
        include: Include::default(),
        sync: false,
    };
    build::build(&request, &mut Silent).expect("the demonstration hub can be built").made.expect("it is sound");
    let files = tree(&output);
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("a text file");
    let pages = files.iter().filter_map(|(path, bytes)| {
        let address = format!("/{}", path.strip_suffix("index.html")?);
        (address.starts_with("/browse/") || address == "/a-z/").then(|| (address, markup::tags(&text(bytes))))
    });
    (pages.collect(), text(&files["sitemap.xml"]))
}

/// What a page links to in its headings: the entries of a list. Markup is flat here, so a link belongs to the tag before it.
fn entries(tags: &[Tag], before: &str) -> BTreeSet<String> {
    let pairs = tags.iter().zip(tags.iter().skip(1));
    pairs
        .filter(|(first, link)| first.name == before && link.name == "a")
        .filter_map(|(_, link)| link.get("href"))
        .map(str::to_owned)
        .collect()
}

#[test]
fn the_pages_of_each_value_are_those_that_search_knows_by_it() {
    let (pages, sitemap) = published();
    // Menus stand in lists, too: what introduces a section lies less deep than its pages.
    let listed: BTreeSet<String> = entries(&pages["/a-z/"], "li").into_iter().filter(|url| url.matches('/').count() > 2).collect();
    assert!(listed.len() > 200, "the A to Z has the whole hub");
    let searchable = build::searchable(&demonstration(), noon(), Include::default(), &mut Silent).expect("the hub can be read");
    let records = searchable.made.flatten().expect("the hub has a search").gathered.records;
    let mut expected = BTreeMap::<String, BTreeSet<String>>::new();
    for record in records.iter().filter(|record| listed.contains(&record.url)) {
        for facet in ["audience", "strength", "nation", "year"] {
            for value in record.facets.get(facet).into_iter().flatten() {
                expected.entry(format!("/browse/{facet}/{value}/")).or_default().insert(record.url.clone());
            }
        }
    }
    let mut found = BTreeMap::<String, BTreeSet<String>>::new();
    for (address, tags) in pages.iter().filter(|(address, _)| address.matches('/').count() >= 4) {
        let (value, _) = address.split_once("page/").unwrap_or((address, ""));
        found.entry(value.to_owned()).or_default().extend(entries(tags, "h2"));
    }
    assert_eq!(found.keys().collect::<Vec<_>>(), expected.keys().collect::<Vec<_>>());
    for (value, pages) in &found {
        assert_eq!(pages, &expected[value], "{value}");
    }
    assert!(found.len() > 12 && found.values().all(|pages| !pages.is_empty()), "a value without a page does not exist");
    for address in found.keys().map(String::as_str).chain(["/browse/", "/browse/strength/"]) {
        assert!(sitemap.contains(&format!("{address}</loc>")), "the sitemap lacks {address}");
    }
    assert!(!sitemap.contains("/page/2/"), "the sitemap names the first page of a list");
    let ways: BTreeSet<&str> = pages["/browse/"].iter().filter_map(|tag| tag.get("href")).collect();
    assert!(found.keys().all(|value| ways.contains(value.as_str())), "the page of all ways leads to every value");
}
