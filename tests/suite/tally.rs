//! What the pages of a section have chosen, counted: all public pages of it, however many a list shows at a time, and no others.

use crate::folder::Folder;

const TYPE: &str = "name: Note\nplural: Notes\nhelp: A page of a case.\nfolder: notes\nshared_optional: [id]\nfields:\n  state: {kind: choice, facet: true, of: {open: Still open, done: All done, gone: Given up}}\n  answer:\n    kind: group\n    label: The answer\n    fields:\n      said: {kind: choice, facet: true, of: [yes-indeed, no-indeed]}\ntally: [state, answer.said]\n";

/// The section's pages as they are published, one for each part of the list.
fn built(notes: &[&str]) -> Vec<String> {
    let folder = Folder::of_base();
    folder.write("content/_types/note.yaml", TYPE);
    for (n, more) in notes.iter().enumerate() {
        folder.write(&format!("content/notes/note-{n}.md"), &format!("---\ntitle: The note number {n}\n{more}---\n\nWords.\n"));
    }
    let files = folder.built();
    let pages = ["notes/index.html", "notes/page/2/index.html"].into_iter().filter_map(|path| files.get(path));
    pages.map(|bytes| String::from_utf8(bytes.clone()).expect("a text file")).collect()
}

#[test]
fn a_section_counts_what_all_its_public_pages_chose() {
    let mut notes = vec!["state: done\nanswer: {said: yes-indeed}\n"; 60];
    notes.extend(["state: open\n"; 2]);
    notes.extend(["state: gone\nstatus: draft\n", "state: gone\npublished: 2026-06-02T09:00:00Z\n"]);
    let pages = built(&notes);
    assert_eq!(pages.len(), 2, "the list has a second page");
    let of = |label: &str, counts: &str| format!("<div><dt>{label}</dt><dd>{counts}</dd></div>");
    let state = of("State", "<strong>2</strong> Still open, <strong>60</strong> All done");
    let answer = of("The answer", "<strong>60</strong> Yes indeed");
    assert!(pages[0].contains(&format!("<dl class=\"strip\">\n{state}\n{answer}\n</dl>")), "{}", pages[0]);
    assert!(!pages[1].contains("Still open"), "it is said once");
}

#[test]
fn a_section_without_anything_to_count_says_nothing() {
    assert!(!built(&["", ""])[0].contains("<dl class=\"strip\">"));
}
