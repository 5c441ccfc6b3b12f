//! Which forms are one word: the stem that the writer groups them by. Readers never stem; they find a form's group in its shard.

pub mod british;
mod welsh;

use std::collections::BTreeMap;

use tantivy::tokenizer::{Language, RawTokenizer, Stemmer, TextAnalyzer};

use british::other_spellings;

/// English stems, as tantivy gives them.
#[derive(Clone)]
pub struct English {
    analyzer: TextAnalyzer,
}

impl Default for English {
    fn default() -> Self {
        let analyzer = TextAnalyzer::builder(RawTokenizer::default()).filter(Stemmer::new(Language::English)).build();
        English { analyzer }
    }
}

impl English {
    pub fn stem(&mut self, form: &str) -> String {
        let american = british::american(form);
        let mut stem = String::new();
        self.analyzer.token_stream(&american).process(&mut |token| stem.clone_from(&token.text));
        stem
    }
}

/// A form by itself, wherever it stands: what takes time to find out, and stays true.
#[derive(Debug, PartialEq, Eq)]
pub struct Lexeme {
    pub text: String,
    /// In English.
    pub stem: String,
    /// Spellings on the other side of the Atlantic.
    pub others: Vec<String>,
}

impl Lexeme {
    pub fn of(text: String, english: &mut English) -> Lexeme {
        Lexeme { stem: english.stem(&text), others: other_spellings(&text), text }
    }
}

/// Welsh forms and how many pages have each, to know which plain word a mutated one may be.
#[derive(Debug, Default)]
pub struct Welsh<'a> {
    forms: BTreeMap<&'a str, usize>,
}

impl<'a> Welsh<'a> {
    pub fn new(forms: BTreeMap<&'a str, usize>) -> Self {
        Welsh { forms }
    }

    /// The word without initial mutation and plural ending, where that word occurs; else the form itself.
    pub fn plain(&self, form: &str) -> String {
        let known = |word: &str| self.forms.get(word).copied();
        let radical = welsh::radicals(form).into_iter().filter_map(|word| Some((known(&word)?, word))).max_by_key(|(pages, _)| *pages);
        let own = known(form).unwrap_or_default();
        // A mutated form is as a rule the rarer one; where it is not, the likeness is chance.
        let radical = radical.filter(|(pages, _)| *pages * 2 >= own).map_or_else(|| form.to_owned(), |(_, word)| word);
        welsh::singulars(&radical).into_iter().find(|word| known(word).is_some()).unwrap_or(radical)
    }
}

/// Words that carry no subject of their own; left out of a query where they are common, unless nothing else is asked for.
pub const FUNCTION_WORDS: &[&str] = &[
    "a", "about", "after", "all", "also", "am", "an", "and", "any", "are", "as", "at", "be", "because", "been", "before", "being",
    "between", "both", "but", "by", "can", "could", "did", "do", "does", "during", "each", "for", "from", "had", "has", "have", "he",
    "her", "here", "his", "how", "i", "if", "in", "into", "is", "it", "its", "may", "me", "more", "most", "my", "no", "not", "of", "on",
    "or", "other", "our", "out", "over", "s", "she", "should", "so", "some", "such", "than", "that", "the", "their", "them", "then",
    "there", "these", "they", "this", "those", "through", "to", "under", "up", "was", "we", "were", "what", "when", "where", "which",
    "while", "who", "whom", "why", "will", "with", "would", "you", "your", "yn", "yr", "y", "ac", "ar", "i'r", "o'r", "mae", "sydd", "bod",
    "am", "gan", "neu",
];
