//! What may exist only once among records: words, reference numbers, questions, the description in force.

use std::collections::BTreeMap;

use super::page::Page;
use crate::diagnostic::{Code, Diagnostics};
use crate::load::value::{KeyPath, Value};

/// A word, a short form or another name belongs to one record. Two bodies may share a short form if each names the other,
/// because readers can then tell them apart.
pub fn unique_term(pages: &[Page], faults: &mut Diagnostics) {
    let mut taken = BTreeMap::<(&str, String), (Page, KeyPath, bool)>::new();
    for page in pages {
        let single = ["term", "name", "acronym"].into_iter().filter_map(|field| Some((KeyPath::from(field), page.text(field)?)));
        for (path, word) in single.chain(page.texts("aka")) {
            let is_short = path == "acronym".into();
            let key = (page.document.common.lang.as_str(), normal(word));
            let Some((first, first_path, first_is_short)) = taken.get(&key) else {
                taken.insert(key, (*page, path, is_short));
                continue;
            };
            if first.index == page.index || (is_short && *first_is_short && names(page, first) && names(first, page)) {
                continue;
            }
            let fault = page
                .error(Code::DuplicateTerm, &path, format!("two records explain `{word}`"))
                .related(first.value_place(first_path), "the other one is here");
            faults.push(if is_short && *first_is_short {
                fault.help(format!(
                    "if both are right, let each name the other: add `{}` to this record's `related`, and `{}` to that one's",
                    first.name(),
                    page.name()
                ))
            } else {
                fault.help("keep the word in one of the two, so that a link from a text can lead to only one place")
            });
        }
    }
}

/// Whether a record leads its readers to another.
fn names(page: &Page, other: &Page) -> bool {
    let fields = &page.document.fields;
    let named = fields.texts("see_also").into_iter().chain(fields.texts("related"));
    named.into_iter().any(|name| page.world.register.page(name, &[]) == Some(other.index))
}

pub fn unique_reference(pages: &[Page], faults: &mut Diagnostics) {
    let mut taken = BTreeMap::<String, &Page>::new();
    for page in pages {
        let Some(reference) = page.text("reference") else { continue };
        let Some(first) = taken.get(reference) else {
            taken.insert(reference.to_owned(), page);
            continue;
        };
        let path = KeyPath::from("reference");
        let fault = page
            .error(Code::DuplicateReference, &path, format!("another notice has the reference `{reference}`"))
            .related(first.value_place(&path), "it is this one");
        faults.push(match next_free(pages, reference) {
            Some(free) => fault.help(format!("the next free number of the year is `{free}`")),
            None => fault.help("give the newer notice the next free number of the year"),
        });
    }
}

/// The number after the highest of the same year.
fn next_free(pages: &[Page], reference: &str) -> Option<String> {
    let (year, _) = reference.split_once('/')?;
    let numbers = pages.iter().filter_map(|page| page.text("reference")?.split_once('/')).filter(|(of, _)| *of == year);
    let highest = numbers.filter_map(|(_, number)| number.parse::<u32>().ok()).max()?;
    Some(format!("{year}/{:04}", highest + 1))
}

/// The same question in the same language, whatever its stops and spaces.
pub fn unique_question(pages: &[Page], faults: &mut Diagnostics) {
    let mut taken = BTreeMap::<(&str, String), &Page>::new();
    let path = KeyPath::from("question");
    for page in pages {
        let Some(question) = page.text("question") else { continue };
        let words: Vec<String> =
            question.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
        let key = (page.document.common.lang.as_str(), words.join(" "));
        let Some(first) = taken.get(&key) else {
            taken.insert(key, page);
            continue;
        };
        faults.push(
            page.error(Code::DuplicateTitle, &path, "another page asks the same question")
                .related(first.value_place(&path), "it is this one")
                .help("put the two answers on one page, or ask for what is different"),
        );
    }
}

/// In each language exactly one description is in force.
pub fn one_current(pages: &[Page], faults: &mut Diagnostics) {
    let path = KeyPath::from("current");
    let mut by_language = BTreeMap::<&str, Vec<&Page>>::new();
    for page in pages {
        by_language.entry(page.document.common.lang.as_str()).or_default().push(page);
    }
    for (lang, pages) in by_language {
        let current: Vec<&&Page> =
            pages.iter().filter(|page| page.document.fields.get("current").and_then(Value::as_bool) == Some(true)).collect();
        match current.as_slice() {
            [_] => {}
            [] => {
                let newest = pages.iter().max_by_key(|page| (page.text("approved_on").unwrap_or_default(), page.index));
                let Some(newest) = newest else { continue };
                faults.push(
                    newest
                        .error(Code::RuleOneCurrent, &path, format!("no description in `{lang}` is in force"))
                        .help("write `current: true` on the one that the College stands by"),
                );
            }
            [first, others @ ..] => {
                for other in others {
                    faults.push(
                        other
                            .error(Code::RuleOneCurrent, &path, format!("two descriptions in `{lang}` are in force"))
                            .related(first.value_place(&path), "the other one is here")
                            .help("write `current: false` on the older one"),
                    );
                }
            }
        }
    }
}

fn normal(word: &str) -> String {
    word.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::super::case::said;

    #[test]
    fn a_word_belongs_to_one_record() {
        let files = "=== glossary/a.md\nid: gt-0001\nterm: assessment\nacronym: ABC\n=== glossary/b.md\nid: gt-0002\nterm: appraisal\naka: [Assessment]\n=== organisations/c.md\nid: og-0001\nname: A Body of Carers\nacronym: ABC\n";
        assert_eq!(
            said(files),
            [
                "glossary/b.md:6:7 error duplicate-term | two records explain `Assessment` | keep the word in one of the two, so that a link from a text can lead to only one place",
                "organisations/c.md:6:10 error duplicate-term | two records explain `ABC` | if both are right, let each name the other: add `gt-0001` to this record's `related`, and `og-0001` to that one's",
            ]
        );
        let both = "=== glossary/a.md\nterm: assessment\nacronym: ABC\nsee_also: [c]\n=== organisations/c.md\nname: A Body of Carers\nacronym: ABC\nrelated: [a]\n";
        assert_eq!(said(both), Vec::<String>::new());
    }

    #[test]
    fn a_reference_is_given_once() {
        assert_eq!(
            said("=== news/a.md\nreference: 2026/0001\n=== news/b.md\nreference: 2026/0001\n=== news/c.md\nreference: 2026/0007\n"),
            [
                "news/b.md:4:12 error duplicate-reference | another notice has the reference `2026/0001` | the next free number of the year is `2026/0008`"
            ]
        );
    }

    #[test]
    fn a_question_is_answered_once() {
        assert_eq!(
            said("=== questions/a.md\nquestion: Do they feel ready?\n=== questions/b.md\nquestion: 'Do they – feel “ready”?'\n"),
            [
                "questions/b.md:4:11 error duplicate-title | another page asks the same question | put the two answers on one page, or ask for what is different"
            ]
        );
    }

    #[test]
    fn one_description_is_in_force_in_each_language() {
        let help = "write `current: true` on the one that the College stands by";
        assert_eq!(
            said("=== social-work/a.md\ncurrent: true\n=== social-work/b.md\ncurrent: true\n=== social-work/c.md\nlang: cy\ncurrent: false\n"),
            [
                "social-work/b.md:4:10 error rule-one-current | two descriptions in `en-GB` are in force | write `current: false` on the older one".to_owned(),
                format!("social-work/c.md:5:10 error rule-one-current | no description in `cy` is in force | {help}"),
            ]
        );
    }
}
