//! Subjects that can harm readers. A page says so itself, because words alone do not: a page may name abuse once, in passing.
//! Advice only, and slow to speak: a hub of social work names these things on many pages.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::page::Page;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};

/// Advice on how to report a subject, shown on every page that is marked with it.
pub const ADVICE_TYPE: &str = "safe-reporting";

const SUBJECT: &str = "domestic-abuse";
const WORDS: &[&str] = &["domestic abuse", "domestic violence", "coercive control", "abusive partner", "violent partner"];
static ANY_WORDS: LazyLock<AhoCorasick> =
    LazyLock::new(|| AhoCorasick::builder().ascii_case_insensitive(true).build(WORDS).expect("few and short words"));
/// What follows where the words are only part of a name.
const NAMES: &[&str] = &["helpline", "act", "commissioner", "bill", "protection", "alliance"];
/// Records of what others are, which name their subject as often as they must.
const EXCUSED: &[&str] = &["helpline", "organisation", "glossary-term", "redirect", ADVICE_TYPE];
/// A page that names it as often is about it.
const OFTEN: usize = 4;

/// A page that is about domestic abuse and has no quick way off.
pub fn is_marked(page: &Page, faults: &mut Diagnostics) {
    let document = page.document;
    let is_excused = EXCUSED.contains(&document.content_type.id.as_str()) || document.is_landing();
    if is_excused || document.common.sensitive.iter().any(|subject| subject == SUBJECT) {
        return;
    }
    let mut first = None;
    let mut count = 0;
    for passage in &document.passages {
        let text = document.text(passage);
        for words in ANY_WORDS.find_iter(text.as_bytes()) {
            let next = text[words.end()..].trim_start().split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
            if !NAMES.contains(&next.to_ascii_lowercase().as_str()) {
                count += 1;
                first.get_or_insert_with(|| document.place(passage, words.range()));
            }
        }
    }
    if let Some(place) = first.filter(|_| count >= OFTEN) {
        faults.push(
            Diagnostic::advice(Code::Sensitive, place, format!("the page speaks of domestic abuse {count} times and is not marked as sensitive"))
                .help(format!(
                    "if readers may live with it, write `sensitive: [{SUBJECT}]` and name helplines in `support`: the page then has a quick way off"
                )),
        );
    }
}

/// Subjects on which the hub says nothing to those who report them; each is said once, at the first page that is marked with it.
pub fn are_covered(pages: &[Page], faults: &mut Diagnostics) {
    let advice = pages.iter().filter(|page| page.document.content_type.id == ADVICE_TYPE);
    let covered: BTreeSet<&str> = advice.flat_map(|page| page.texts("subjects").map(|(_, subject)| subject)).collect();
    let mut said = BTreeSet::new();
    for page in pages {
        for (path, subject) in page.texts("sensitive").filter(|(_, subject)| !covered.contains(subject)) {
            if said.insert(subject) {
                faults.push(
                    Diagnostic::advice(
                        Code::Sensitive,
                        page.value_place(&path),
                        format!("no page advises those who report on `{subject}`"),
                    )
                    .help(format!("write one with `almoner new {ADVICE_TYPE}`: it then appears on every page that is marked so")),
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::case::said;

    fn page(name: &str, front: &str, body: &str) -> String {
        format!("=== notes/{name}.md\n---\ntype: page\nstatus: published\npublished: 2026-01-10T09:00:00Z\n{front}---\n{body}\n")
    }

    #[test]
    fn a_page_about_domestic_abuse_is_marked() {
        let often = "Domestic abuse harms. Domestic abuse kills, and *coercive control* is a part. Domestic violence is one form.";
        let found = said(&page("a", "", often));
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].starts_with("notes/a.md:6:1 advice sensitive | the page speaks of domestic abuse 4 times"), "{found:?}");
        let marked = said(&page("a", "sensitive: [domestic-abuse]\n", often));
        assert!(marked.iter().all(|fault| fault.contains("no page advises")), "{marked:?}");
        let names = "The Domestic Abuse Act, the Domestic Abuse Commissioner, the National Domestic Abuse Helpline. Domestic abuse, once.";
        assert_eq!(said(&page("a", "", names)), Vec::<String>::new());
    }

    #[test]
    fn a_subject_without_advice_is_said_once() {
        let marked = "sensitive: [suicide, self-harm]\n";
        let pages = page("a", marked, "Words.") + &page("b", marked, "Words.");
        let found = said(&pages);
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].starts_with("notes/a.md:5:13 advice sensitive | no page advises those who report on `suicide`"), "{found:?}");
        assert_eq!(said(&format!("{pages}=== safe-reporting/a.md\nsubjects: [self-harm]\n")).len(), 1);
    }
}
