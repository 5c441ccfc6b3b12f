//! Words that the hub explains: glossary terms and organisations, under every name they go by.

use std::collections::BTreeMap;

use super::register::PageIndex;
use crate::load::document::Document;
use crate::release::Released;

#[derive(Debug, Clone)]
pub struct Term {
    pub page: PageIndex,
    pub term: String,
    pub acronym: Option<String>,
    pub meaning: String,
}

/// Terms by each of their names in lower case.
#[derive(Debug, Default)]
pub struct Terms {
    terms: Vec<Term>,
    /// The name as it is written, and the term.
    by_name: BTreeMap<String, (String, usize)>,
}

impl Terms {
    pub fn new(documents: &[Released<Document>]) -> Self {
        let mut terms = Terms::default();
        // A glossary term comes first where an organisation shares its acronym: `rules` reports the clash.
        for content_type in ["glossary-term", "organisation"] {
            let of_type = documents.iter().enumerate().filter(|(_, d)| d.content_type.id == content_type && d.is_whole());
            for (page, document) in of_type {
                let fields = &document.fields;
                let name = fields.text("term").or_else(|| fields.text("name")).unwrap_or(&document.common.title).to_owned();
                let meaning = fields.text("definition").or_else(|| fields.text("role")).unwrap_or(&document.common.summary).to_owned();
                let acronym = fields.text("acronym").map(str::to_owned);
                let index = terms.terms.len();
                let mut names = vec![name.clone()];
                names.extend(acronym.clone());
                names.extend(fields.texts("aka").into_iter().map(str::to_owned));
                names.push(document.stem().replace('-', " "));
                terms.terms.push(Term { page, term: name, acronym, meaning });
                for name in names {
                    terms.by_name.entry(name.to_lowercase()).or_insert((name, index));
                }
            }
        }
        terms
    }

    pub fn get(&self, name: &str) -> Option<&Term> {
        let name = name.trim().to_lowercase();
        self.by_name.get(&name).or_else(|| self.by_name.get(name.strip_suffix('s')?)).map(|(_, index)| &self.terms[*index])
    }

    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.by_name.values().map(|(name, _)| name.as_str())
    }

    pub fn iter(&self) -> impl Iterator<Item = &Term> {
        self.terms.iter()
    }
}
