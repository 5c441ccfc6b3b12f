//! What both styles make of each kind of source, pinned: `cases/sources.yaml` in, `cases/<style>.txt` out.
//! hayagriva has quirks, and a new version of it must not change a published reference unnoticed.

use super::*;
use crate::diagnostic::{Code, Diagnostics, Severity};
use crate::load::source::Source;

fn read(path: &str, text: &str) -> (Bibliography, Diagnostics) {
    Bibliography::read(&Source::new(path, format!("content/{path}"), text.to_owned()))
}

fn sources() -> Bibliography {
    let (bibliography, diagnostics) = read("references.yaml", include_str!("cases/sources.yaml"));
    assert_eq!(diagnostics.sorted(), []);
    bibliography
}

fn cite(bibliography: &Bibliography, style: Style, groups: &[&str]) -> PageCitations {
    let groups: Vec<_> = groups.iter().map(|group| parse(group).expect("a sound citation")).collect();
    cite_page(bibliography, style, "en", &groups)
}

/// Each source on a page of its own: in brackets, in a sentence with a paragraph, with two pages, and as a reference.
fn listing(bibliography: &Bibliography, style: Style) -> String {
    let mut listing = String::new();
    for key in bibliography.keys() {
        let mut narrative = parse(&format!("@{key}, para. 1.42")).expect("a sound citation");
        narrative[0].narrative = true;
        let groups = [parse(key).expect("a key"), narrative, parse(&format!("{key}, p. 12-15")).expect("a key")];
        let page = cite_page(bibliography, style, "en", &groups);
        listing.push_str(&format!("{key}\n"));
        for cited in &page.in_text {
            listing.push_str(&format!("  {}\n", cited.text()));
        }
        listing.push_str(&format!("  {}\n", page.references[0].html));
    }
    listing
}

#[test]
fn every_kind_of_source_in_both_styles() {
    let bibliography = sources();
    for (style, expected) in [(Style::Harvard, include_str!("cases/harvard.txt")), (Style::Apa, include_str!("cases/apa.txt"))] {
        let found = listing(&bibliography, style);
        assert!(found == expected, "cases/{}.txt should be:\n{found}", style.name());
    }
}

#[test]
fn sources_that_look_alike_get_letters_in_the_order_of_the_list() {
    let bibliography = sources();
    let page = cite(&bibliography, Style::Harvard, &["same-b", "report, p. 3; web; same-b", "no-date; same-no-date"]);
    let texts: Vec<String> = page.in_text.iter().map(CitedText::text).collect();
    assert_eq!(
        texts,
        [
            "(Social Work Task Force, 2009b)",
            "(GSCC, 2009; Social Work Task Force, 2009a, p. 3; Social Work Task Force, 2009b)",
            "(UNISON, no date a, no date b)"
        ]
    );
    let references: Vec<&str> = page.references.iter().map(|reference| reference.text.split(')').next().unwrap_or_default()).collect();
    assert_eq!(
        references,
        ["GSCC (2009", "Social Work Task Force (2009a", "Social Work Task Force (2009b", "UNISON (no date a", "UNISON (no date b"]
    );
    let apa = cite(&bibliography, Style::Apa, &["report; same-b; letter"]);
    assert_eq!(apa.in_text[0].text(), "(Balls & Johnson, 2008; Social Work Task Force, 2009a, 2009b)");
}

#[test]
fn in_a_sentence_apa_writes_and() {
    let bibliography = sources();
    let mut group = parse("letter").expect("a key");
    group[0].narrative = true;
    assert_eq!(cite_page(&bibliography, Style::Apa, "en", &[group.clone()]).in_text[0].text(), "Balls and Johnson (2008)");
    assert_eq!(cite_page(&bibliography, Style::Harvard, "en", &[group]).in_text[0].text(), "Balls and Johnson (2008)");
}

#[test]
fn the_runs_say_which_source_they_name() {
    let page = cite(&sources(), Style::Harvard, &["article-many; web"]);
    let runs: Vec<(&str, bool, Option<&str>)> =
        page.in_text[0].runs.iter().map(|run| (run.text.as_str(), run.emphasis, run.key.as_deref())).collect();
    assert_eq!(
        runs,
        [
            ("(", false, None),
            ("GSCC, 2009", false, Some("web")),
            ("; ", false, None),
            ("Sumner ", false, Some("article-many")),
            ("et al.", true, Some("article-many")),
            (", 2014", false, Some("article-many")),
            (")", false, None),
        ]
    );
}

#[test]
fn a_welsh_page_has_welsh_words() {
    let bibliography = sources();
    let groups = [parse("web, pp. 1-2").expect("a key")];
    let page = cite_page(&bibliography, Style::Harvard, "cy", &groups);
    assert_eq!(page.in_text[0].text(), "(GSCC, 2009, tt. 1–2)");
    assert!(!page.references[0].text.contains("accessed") && !page.references[0].text.contains("Available"), "{}", page.references[0].text);
}

#[test]
fn an_unknown_key_is_printed_as_it_is() {
    let page = cite(&sources(), Style::Harvard, &["nobody2020; web", "nobody2020"]);
    assert_eq!(page.in_text[0].text(), "(nobody2020; GSCC, 2009)");
    assert_eq!(page.in_text[1].text(), "(nobody2020)");
    assert_eq!(page.references.len(), 1);
}

#[test]
fn the_same_page_twice_and_from_many_threads_is_the_same() {
    let keys = ["same-b", "report; web", "no-date; same-no-date", "article-many", "letter"];
    let first = cite(&sources(), Style::Apa, &keys);
    let bibliography = sources();
    std::thread::scope(|scope| {
        let pages: Vec<_> = (0..4).map(|_| scope.spawn(|| cite(&bibliography, Style::Apa, &keys))).collect();
        for page in pages {
            assert_eq!(page.join().expect("no panic"), first);
        }
    });
}

/// (line, words at fault, message, help) of each fault.
fn faults(path: &str, text: &str) -> Vec<(u32, String, String, String)> {
    let (_, diagnostics) = read(path, text);
    diagnostics
        .sorted()
        .into_iter()
        .map(|d| {
            assert_eq!(d.code, Code::BibliographyFault);
            let words: String = d.place.text.chars().skip(d.place.column as usize - 1).take(d.place.width as usize).collect();
            (d.place.line, words, d.message, d.help.join(" "))
        })
        .collect()
}

#[test]
fn every_fault_of_the_list_is_placed() {
    let text = "\
a:
  type: report
  titel: A
b:
  type: reprot
  title: B
c:
  type: report
  title: C
  date: next year
d:
  title: D
e e:
  type: report
  title: E
f:
  type: web
  title: F
  url: javascript:alert(1)
g: nothing
h:
  type: report
  title: H
  author: Department for Children, Schools and Families
";
    let found = faults("references.yaml", text);
    let short: Vec<(u32, &str, &str)> = found.iter().map(|(line, words, message, _)| (*line, words.as_str(), message.as_str())).collect();
    assert_eq!(
        short,
        [
            (1, "a", "source `a` has no title"),
            (3, "titel", "a source has no field `titel`"),
            (5, "reprot", "`reprot` is no type of source"),
            (10, "next year", "`date` of source `c` cannot be read"),
            (11, "d", "source `d` has no type"),
            (13, "e e", "`e e` cannot be cited, because a key is one word"),
            (19, "javascript:alert(1)", "`javascript:alert(1)` is no web address"),
            (20, "g", "`g` should be a group of fields, but is text"),
            (
                24,
                "Department for Children, Schools and Families",
                "`Department for Children, Schools and Families` is read as a person with a family name and given names"
            ),
        ]
    );
    assert_eq!(found[1].3, "did you mean `title`?");
    let (bibliography, diagnostics) = read("references.yaml", text);
    assert_eq!(diagnostics.count(Severity::Warning), 1);
    assert_eq!(bibliography.keys().collect::<Vec<_>>(), ["a", "b", "c", "d", "e e", "f", "g", "h"], "a faulty source is still known");
}

#[test]
fn two_sources_with_one_key_are_found_with_both_places() {
    let text = "a: {type: book, title: A}\nb: {type: book, title: B}\na: {type: book, title: C}\n";
    let (bibliography, diagnostics) = read("references.yaml", text);
    let diagnostics = diagnostics.sorted();
    assert_eq!((diagnostics.len(), diagnostics[0].place.line, diagnostics[0].related[0].0.line), (1, 3, 1));
    assert_eq!(diagnostics[0].message, "two sources have the key `a`");
    assert!(bibliography.contains("a") && bibliography.contains("b") && !bibliography.contains("c"));
    assert_eq!(faults("references.yaml", "a: {type: book, title: [A}\n")[0].0, 1);
}

#[test]
fn a_bib_file_is_a_list_of_sources_too() {
    let text = "@book{okafor2012,\n  author = {Okafor, Ada and {Young People \\& Care}},\n  title = {Social Work},\n  year = 2012,\n  publisher = {Policy Press},\n}\n";
    let (bibliography, diagnostics) = read("references.bib", text);
    assert_eq!(diagnostics.sorted(), []);
    let page = cite(&bibliography, Style::Harvard, &["okafor2012, p. 3"]);
    assert_eq!(page.in_text[0].text(), "(Okafor and Young People & Care, 2012, p. 3)");
    assert_eq!(page.references[0].text, "Okafor, A. and Young People & Care (2012) Social Work. Policy Press.");
    let found = faults("references.bib", "@book{a,\n  title = {A},\n  date = {2012-99},\n}\n@book{b,\n  title = {B},\n");
    assert_eq!(found.len(), 1);
    let found = faults("references.bib", "@book{a,\n  title = {A},\n}\n@book{a,\n  title = {B},\n}\n");
    assert_eq!((found.len(), found[0].0), (1, 4), "{found:?}");
}

#[test]
fn the_demonstration_hub_has_a_sound_list() {
    let (bibliography, diagnostics) = read("references.yaml", include_str!("../../../content/references.yaml"));
    assert_eq!(diagnostics.sorted(), []);
    for style in Style::ALL {
        for key in bibliography.keys() {
            let page = cite(&bibliography, *style, &[key]);
            assert!(page.references[0].text.ends_with('.') || page.references[0].text.contains("https://"), "{}", page.references[0].text);
        }
    }
}

#[test]
fn twenty_citations_take_a_moment() {
    let bibliography = sources();
    let keys: Vec<&str> = bibliography.keys().chain(bibliography.keys()).take(20).collect();
    cite(&bibliography, Style::Apa, &keys);
    let start = std::time::Instant::now();
    for _ in 0..100 {
        cite(&bibliography, Style::Apa, &keys);
    }
    // Ten milliseconds a page is far above what is seen; it fails if the cache is lost.
    assert!(start.elapsed().as_millis() < 1000, "{:?} for a page", start.elapsed() / 100);
}
