//! Names and short forms that the hub knows: from its glossary, its organisations, its people and its sources.

use std::collections::{BTreeMap, BTreeSet};

use crate::assemble::Site;
use crate::load::document::Document;

pub struct Known<'a> {
    /// Short forms that need no explanation on a page.
    pub acronyms: BTreeSet<String>,
    /// Names of people and organisations as their records write them.
    pub names: Vec<&'a str>,
    /// Which of the names have a word.
    pub by_word: BTreeMap<String, Vec<usize>>,
    /// Whatever else is called by a name of its own, in small letters: a title, an author, a term.
    pub others: BTreeSet<String>,
    /// What the list of sources says, in small letters: nobody there is a slip.
    pub sources: String,
}

impl<'a> Known<'a> {
    pub fn of(site: &'a Site) -> Self {
        let mut acronyms: BTreeSet<String> = site.hub().acronyms.iter().cloned().collect();
        for name in site.terms.names() {
            acronyms.extend(name.split(|c: char| !c.is_alphanumeric()).filter(|word| is_capitals(word)).map(str::to_owned));
        }
        let mut known = Known { acronyms, names: Vec::new(), by_word: BTreeMap::new(), others: BTreeSet::new(), sources: String::new() };
        known.sources = site.loaded.bibliography.as_ref().map(|source| source.text.to_lowercase()).unwrap_or_default();
        for document in site.documents.iter().filter(|document| document.is_whole()) {
            let document: &'a Document = document;
            let named = ["person", "organisation"].contains(&document.content_type.id.as_str());
            if let Some(name) = document.fields.text("name").filter(|name| named && name.contains(' ')) {
                for word in words(name) {
                    known.by_word.entry(word.to_lowercase()).or_default().push(known.names.len());
                }
                known.names.push(name);
            }
            known.others.extend(document.fields.texts("aka").into_iter().map(plain));
            known.others.extend(document.common.authors.iter().map(|author| plain(&author.name)));
            known.others.insert(plain(&document.common.title));
        }
        known.others.extend(site.terms.names().map(plain));
        known.others.extend(known.names.iter().map(|name| plain(name)));
        known
    }
}

/// Letters that stand for words: two to six capitals.
pub fn is_capitals(word: &str) -> bool {
    (2..=6).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_uppercase())
}

pub fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’' && c != '-').filter(|word| !word.is_empty())
}

/// A name without its spaces' and letters' forms.
pub fn plain(name: &str) -> String {
    words(name).collect::<Vec<_>>().join(" ").to_lowercase().replace('’', "'")
}
