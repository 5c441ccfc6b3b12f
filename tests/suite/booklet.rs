//! A section as one document for paper: whole, apart from search and sitemap, and only as long as somebody can print it.

use crate::folder::Folder;
use crate::markup;

const TYPE: &str = "name: Note\nplural: Notes\nhelp: A page of a case.\nfolder: notes\nshared_optional: [id]\nbooklet: true\n";

/// The files of a hub with so many notes, each of which leads to the first and has a heading of the same name.
fn built(notes: usize) -> std::collections::BTreeMap<String, Vec<u8>> {
    let folder = Folder::of_base();
    folder.write("content/_types/note.yaml", TYPE);
    for n in 1..=notes {
        let text = format!(
            "---\ntitle: The note number {n}\n---\n\n## Why it matters\n\nSee [the first](note-1.md#why-it-matters) and [all](_index.md).\n"
        );
        folder.write(&format!("content/notes/note-{n}.md"), &text);
    }
    folder.write("content/notes/_index.md", "---\ntype: page\ntitle: All our notes\n---\n");
    folder.built()
}

#[test]
fn every_page_of_the_section_is_in_it_with_places_of_its_own() {
    let files = built(3);
    let html = String::from_utf8(files["notes/print/index.html"].clone()).expect("a text file");
    let tags = markup::tags(&html);
    let ids: Vec<&str> = tags.iter().filter_map(|tag| tag.get("id")).collect();
    for n in 1..=3 {
        assert!(ids.contains(&format!("page-{n}").as_str()) && ids.contains(&format!("p{n}-why-it-matters").as_str()), "{ids:?}");
        assert!(html.contains(&format!(">The note number {n}</h2>")), "its title is one level down");
    }
    let leads = tags.iter().filter(|tag| tag.get("href") == Some("#p1-why-it-matters")).count();
    assert_eq!(leads, 3 + 1, "each leads to the first within the document, and its heading to itself");
    assert!(tags.iter().any(|tag| tag.get("content") == Some("noindex")), "it is no page to be found");
    assert!(!String::from_utf8_lossy(&files["sitemap.xml"]).contains("/print/"));
    assert!(String::from_utf8_lossy(&files["notes/index.html"]).contains("href=\"/notes/print/\""), "its section leads to it");
}

#[test]
fn a_section_that_is_too_long_says_so() {
    let files = built(101);
    assert!(!files.contains_key("notes/print/index.html"));
    let section = String::from_utf8_lossy(&files["notes/index.html"]).into_owned();
    assert!(section.contains("These 101 pages are too many to print as one document: 100 are the most."), "the section says nothing");
    assert!(!built(1).contains_key("notes/print/index.html"), "one page is no document of its own");
}
