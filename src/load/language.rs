//! The words of the theme, language by language. English has them all, in `themes/college/i18n/en.yaml`; another language falls back
//! on it key by key, and a hub's `_theme/i18n/<language>.yaml` changes or adds what it names.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::content_type::ContentTypes;
use super::form;
use super::language_types::TypeWords;
use super::plural::{self, Category, primary};
use super::sheet::Sheet;
use super::source::Source;
use super::value::{KeyPath, Map, Value};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};

/// What every other language falls back on.
pub const BASE: &str = "en";

/// Files by the tag of their language; the theme's own comes before the hub's.
pub type LanguageFiles = BTreeMap<String, Vec<Arc<Source>>>;

#[derive(Debug, Clone)]
pub struct Language {
    pub tag: String,
    pub phrases: BTreeMap<String, Phrase>,
    /// By the id of the type; `_shared` for what every page has.
    pub types: BTreeMap<String, TypeWords>,
    /// What the hub itself is called and calls its menus and sections, by the words that it uses in its own language.
    pub hub: BTreeMap<String, HubWords>,
}

/// Words of the hub in another language, and where they are written.
#[derive(Debug, Clone)]
pub struct HubWords {
    pub text: String,
    pub place: Place,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    /// The language of these words, which is another one where nobody has translated them.
    pub lang: String,
    pub forms: Forms,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Forms {
    One(String),
    /// A number decides; `Other` is always there.
    Counted(BTreeMap<Category, String>),
}

/// A stretch of a phrase: words as they stand, or the name of a gap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<'a> {
    Words(&'a str),
    Gap(&'a str),
}

impl Phrase {
    /// The words for a number; without one, or in a phrase that has only one form, the words themselves.
    pub fn words(&self, n: Option<u64>) -> &str {
        match &self.forms {
            Forms::One(words) => words,
            Forms::Counted(forms) => {
                let category = n.map_or(Category::Other, |n| plural::category(&self.lang, n));
                forms.get(&category).or_else(|| forms.get(&Category::Other)).map_or("", String::as_str)
            }
        }
    }

    pub fn is_counted(&self) -> bool {
        matches!(self.forms, Forms::Counted(_))
    }

    /// The names of its gaps; a phrase that a number decides always takes `n`.
    pub fn gaps(&self) -> BTreeSet<&str> {
        let counted = self.is_counted().then_some("n");
        self.texts().flat_map(|(_, text)| gaps(text)).chain(counted).collect()
    }

    fn texts(&self) -> impl Iterator<Item = (Option<Category>, &str)> {
        let (one, counted) = match &self.forms {
            Forms::One(text) => (Some((None, text.as_str())), None),
            Forms::Counted(forms) => (None, Some(forms.iter().map(|(category, text)| (Some(*category), text.as_str())))),
        };
        one.into_iter().chain(counted.into_iter().flatten())
    }
}

/// A text as words and gaps in turn. Braces that are no gap are words; the reading of the file has refused them.
pub fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let (piece, end) = match gap_at(rest) {
            Some((name, end)) => (Piece::Gap(name), end),
            None => {
                let end = (1..rest.len()).find(|at| rest.is_char_boundary(*at) && gap_at(&rest[*at..]).is_some()).unwrap_or(rest.len());
                (Piece::Words(&rest[..end]), end)
            }
        };
        rest = &rest[end..];
        Some(piece)
    })
}

fn gap_at(text: &str) -> Option<(&str, usize)> {
    let (name, _) = text.strip_prefix('{')?.split_once('}')?;
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase() || c == '_');
    is_name.then_some((name, name.len() + 2))
}

fn gaps(text: &str) -> impl Iterator<Item = &str> {
    pieces(text).filter_map(|piece| match piece {
        Piece::Gap(name) => Some(name),
        Piece::Words(_) => None,
    })
}

/// Every language that has a file.
#[derive(Debug, Clone)]
pub struct Languages {
    all: BTreeMap<String, Arc<Language>>,
}

impl Languages {
    /// A language that pages are in and that nobody has written: all its words are lent by English, and are known to be English.
    pub fn speak(&mut self, tag: &str) {
        let tag = primary(tag);
        if !self.all.contains_key(tag) && form::language(tag).is_ok() {
            let phrases = self.base().phrases.clone();
            let language = Language { tag: tag.to_owned(), phrases, types: BTreeMap::new(), hub: BTreeMap::new() };
            self.all.insert(tag.to_owned(), Arc::new(language));
        }
    }

    /// The language of a page by its tag: `cy` for `cy-GB`, English for a tag that cannot be read.
    pub fn of(&self, tag: &str) -> &Arc<Language> {
        let found = [tag, primary(tag), BASE].into_iter().find_map(|tag| self.all.get(tag));
        found.expect("English is always there")
    }

    /// Words of the hub that a language translates and nobody uses: a menu or a section has another name now.
    pub fn unused(&self, used: &BTreeSet<&str>) -> Diagnostics {
        let all = self.all.values().flat_map(|language| language.hub.iter());
        let unused = all.filter(|(words, _)| !used.contains(words.as_str()));
        let faults = unused.map(|(words, translated)| {
            Diagnostic::warning(Code::LanguageFault, translated.place.clone(), format!("nothing on this hub is called `{words}`"))
                .did_you_mean(words, used.iter().copied())
                .help("write the title, menu entry, section or topic as the hub itself writes it, or remove the line")
        });
        faults.collect()
    }

    pub fn base(&self) -> &Language {
        self.of(BASE)
    }

    pub fn read(files: &LanguageFiles, types: &ContentTypes) -> (Languages, Diagnostics) {
        let mut faults = Diagnostics::new();
        let none = Language { tag: BASE.to_owned(), phrases: BTreeMap::new(), types: BTreeMap::new(), hub: BTreeMap::new() };
        let base = read(BASE, files, &none, types, &mut faults);
        let mut all = BTreeMap::new();
        // A language comes before its regions, which fall back on it.
        for tag in files.keys().filter(|tag| *tag != BASE) {
            let further = all.get(primary(tag)).map_or(&base, |language: &Arc<Language>| language);
            let language = read(tag, files, further, types, &mut faults);
            all.insert(tag.clone(), Arc::new(language));
        }
        all.insert(BASE.to_owned(), Arc::new(base));
        (Languages { all }, faults)
    }
}

fn read(tag: &str, files: &LanguageFiles, further: &Language, types: &ContentTypes, faults: &mut Diagnostics) -> Language {
    let mut language = Language { tag: tag.to_owned(), phrases: further.phrases.clone(), types: BTreeMap::new(), hub: BTreeMap::new() };
    for source in files.get(tag).into_iter().flatten() {
        let sheet = Sheet::whole(source.clone());
        if form::language(tag).is_err() {
            let message = format!("`{tag}` is no language");
            faults.push(Diagnostic::error(Code::LanguageFault, sheet.top(), message).help("name the file as in `cy.yaml` or `en-GB.yaml`"));
            continue;
        }
        match sheet.read() {
            Ok(map) => Reader { sheet: &sheet, tag, further, types }.file(&map, &mut language, faults),
            Err(fault) => faults.push(*fault),
        }
    }
    if primary(tag) == primary(&further.tag) {
        // A region calls types as its language does, but for what it says otherwise.
        for (id, words) in &further.types {
            language.types.entry(id.clone()).or_default().fill(words);
        }
        for (words, translated) in &further.hub {
            language.hub.entry(words.clone()).or_insert_with(|| translated.clone());
        }
    }
    language
}

struct Reader<'a> {
    sheet: &'a Sheet,
    tag: &'a str,
    further: &'a Language,
    types: &'a ContentTypes,
}

const PARTS: &[&str] = &["strings", "types", "hub"];

impl Reader<'_> {
    fn file(&self, map: &Map, language: &mut Language, faults: &mut Diagnostics) {
        for (name, value) in map.iter() {
            let path = KeyPath::from(name);
            match (name, value) {
                (_, Value::Null) => {}
                ("strings", Value::Map(strings)) => self.strings(strings, language, faults),
                ("types", Value::Map(types)) => TypeWords::read(self.sheet, types, self.types, &mut language.types, faults),
                ("hub", Value::Map(words)) => self.hub(words, language, faults),
                ("strings" | "types" | "hub", other) => {
                    faults.push(self.error(&path, format!("`{name}` takes a group of fields, not {}", other.kind_name())));
                }
                _ => faults.push(
                    Diagnostic::error(Code::LanguageFault, self.sheet.key_place(&path), format!("a language has no `{name}`"))
                        .did_you_mean(name, PARTS.iter().copied())
                        .help("it has `strings`, `types` and `hub`"),
                ),
            }
        }
    }

    fn hub(&self, words: &Map, language: &mut Language, faults: &mut Diagnostics) {
        for (name, value) in words.iter() {
            let path = KeyPath::from("hub").key(name);
            match value {
                Value::Text(text) => {
                    let place = self.sheet.key_place(&path);
                    language.hub.insert(name.to_owned(), HubWords { text: text.clone(), place });
                }
                other => faults.push(self.error(&path, format!("words are text, not {}", other.kind_name()))),
            }
        }
    }

    fn strings(&self, strings: &Map, language: &mut Language, faults: &mut Diagnostics) {
        for (name, value) in strings.iter() {
            let path = KeyPath::from("strings").key(name);
            let Some(phrase) = self.phrase(&path, value, faults) else { continue };
            if self.tag != BASE {
                match self.further.phrases.get(name) {
                    Some(known) => self.same_gaps(&path, known, &phrase, faults),
                    None => {
                        faults.push(
                            Diagnostic::error(
                                Code::LanguageFault,
                                self.sheet.key_place(&path),
                                format!("no English words are called `{name}`"),
                            )
                            .did_you_mean(name, self.further.phrases.keys().map(String::as_str))
                            .help("other languages fall back on English: add it to `_theme/i18n/en.yaml`, too"),
                        );
                        continue;
                    }
                }
            } else if let Some(known) = language.phrases.get(name) {
                // The theme's templates fill the gaps of the theme's own words.
                self.same_gaps(&path, known, &phrase, faults);
            }
            language.phrases.insert(name.to_owned(), phrase);
        }
    }

    fn phrase(&self, path: &KeyPath, value: &Value, faults: &mut Diagnostics) -> Option<Phrase> {
        let lang = self.tag.to_owned();
        match value {
            Value::Text(text) => {
                self.braces(path, text, faults);
                Some(Phrase { lang, forms: Forms::One(text.clone()) })
            }
            Value::Map(map) => {
                let mut forms = BTreeMap::new();
                for (name, value) in map.iter() {
                    let path = path.key(name);
                    let known = plural::categories(self.tag);
                    let category = Category::parse(name).filter(|category| known.contains(category));
                    match (category, value) {
                        (Some(category), Value::Text(text)) => {
                            self.braces(&path, text, faults);
                            forms.insert(category, text.clone());
                        }
                        (Some(_), other) => faults.push(self.error(&path, format!("words are text, not {}", other.kind_name()))),
                        (None, _) => {
                            let known: Vec<&str> = known.iter().map(|category| category.name()).collect();
                            faults.push(
                                Diagnostic::error(
                                    Code::LanguageFault,
                                    self.sheet.key_place(&path),
                                    format!("`{}` has no form `{name}` for numbers", self.tag),
                                )
                                .help(format!("its forms are: {}", known.join(", "))),
                            );
                        }
                    }
                }
                if !forms.contains_key(&Category::Other) {
                    faults.push(
                        Diagnostic::error(Code::LanguageFault, self.sheet.key_place(path), "these words lack the form `other`")
                            .help("`other` stands for every number that has no form of its own"),
                    );
                    return None;
                }
                Some(Phrase { lang, forms: Forms::Counted(forms) })
            }
            other => {
                faults.push(
                    self.error(path, format!("words are text, or text by number, not {}", other.kind_name()))
                        .help("put the value in quotes, or remove the line"),
                );
                None
            }
        }
    }

    /// A brace that opens or closes no gap is a slip of the pen that readers would see.
    fn braces(&self, path: &KeyPath, text: &str, faults: &mut Diagnostics) {
        let stray = pieces(text).any(|piece| matches!(piece, Piece::Words(words) if words.contains(['{', '}'])));
        if stray {
            faults.push(
                self.error(path, "a brace here belongs to no gap").help("a gap is a name in small letters between two braces, as in `{n}`"),
            );
        }
    }

    /// A translation has the gaps that the page fills: one that it lacks would lose what stands there, one that is new would stay empty.
    fn same_gaps(&self, path: &KeyPath, known: &Phrase, phrase: &Phrase, faults: &mut Diagnostics) {
        let wanted = known.gaps();
        if phrase.is_counted() && !wanted.contains("n") {
            let message = "no number decides the form of these words";
            faults.push(Diagnostic::error(Code::LanguageFault, self.sheet.key_place(path), message).help("write one text"));
            return;
        }
        for (category, text) in phrase.texts() {
            let path = category.map_or_else(|| path.clone(), |category| path.key(category.name()));
            let has: BTreeSet<&str> = gaps(text).collect();
            for name in has.difference(&wanted) {
                let fault = self.error(&path, format!("no page fills the gap `{{{name}}}` here"));
                let known: Vec<String> = wanted.iter().map(|name| format!("`{{{name}}}`")).collect();
                faults.push(fault.did_you_mean(name, wanted.iter().copied()).help(match known.as_slice() {
                    [] => "these words have no gap".to_owned(),
                    known => format!("the gaps are: {}", known.join(", ")),
                }));
            }
            // Words may say a number without its figure: "one page".
            for name in wanted.difference(&has).filter(|name| **name != "n" || !(known.is_counted() || phrase.is_counted())) {
                faults.push(
                    self.error(&path, format!("the gap `{{{name}}}` is missing"))
                        .help(format!("the English words are: {}", known.words(None))),
                );
            }
        }
    }

    fn error(&self, path: &KeyPath, message: impl Into<String>) -> Diagnostic {
        Diagnostic::error(Code::LanguageFault, self.sheet.value_place(path), message)
    }
}

#[cfg(test)]
mod tests;
