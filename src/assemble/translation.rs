//! Pages that say the same in another language: who translates whom, and whether a translation has kept up with its source.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::register::{PageIndex, Register};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::load::document::Document;
use crate::load::plural::primary;
use crate::load::value::KeyPath;
use crate::release::Released;

/// What a page has to do with translations.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Translation {
    /// The same page in other languages, by language.
    pub others: Vec<PageIndex>,
    pub behind: Option<Behind>,
}

/// A source that has changed since it was translated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Behind {
    pub source: PageIndex,
    pub changed: Date,
    pub translated: Date,
}

/// For each document, at the same position.
pub fn translations(
    documents: &[Released<Document>],
    register: &Register,
    zone: &TimeZone,
    as_of: Timestamp,
) -> (Vec<Translation>, Diagnostics) {
    let mut found = Translations { documents, register, zone, today: local(as_of, zone), faults: Diagnostics::new() };
    let mut sets = BTreeMap::<PageIndex, Vec<PageIndex>>::new();
    let mut behind = BTreeMap::new();
    for page in (0..documents.len()).filter(|page| documents[*page].is_whole()) {
        let Some(source) = found.source(page, &sets) else { continue };
        sets.entry(source).or_default().push(page);
        behind.extend(found.behind(page, source).map(|behind| (page, behind)));
    }
    let mut all = vec![Translation::default(); documents.len()];
    for (source, mut pages) in sets {
        pages.push(source);
        pages.sort_by_key(|page| documents[*page].common.lang.as_str());
        for page in &pages {
            all[*page].others = pages.iter().copied().filter(|other| other != page).collect();
            all[*page].behind = behind.get(page).copied();
        }
    }
    (all, found.faults)
}

struct Translations<'a> {
    documents: &'a [Released<Document>],
    register: &'a Register,
    zone: &'a TimeZone,
    today: Date,
    faults: Diagnostics,
}

const OF: &str = "translation_of";
const ON: &str = "translated_on";

impl Translations<'_> {
    /// The page that another was made from; none where it makes none, or none that can stand.
    fn source(&mut self, page: PageIndex, sets: &BTreeMap<PageIndex, Vec<PageIndex>>) -> Option<PageIndex> {
        let document = &self.documents[page];
        let Some(name) = document.common.translation_of.as_deref() else {
            if document.common.translated_on.is_some() {
                let fault = self.error(page, ON, "`translated_on` is the day of a translation, and this page is none");
                self.faults.push(fault.help("add `translation_of` with the page that it was made from, or remove `translated_on`"));
            }
            return None;
        };
        if document.common.translated_on.is_some_and(|day| day > self.today) {
            let fault = self.error(page, ON, "this day is still to come");
            self.faults.push(fault.help("write the day on which the translation was last made to agree with its source"));
        }
        // What names no page, or one that is not public, was reported where references are followed.
        let source = self.register.page(name, &[])?;
        let other = &self.documents[source];
        if source == page {
            let fault = self.error(page, OF, "this page is named as a translation of itself");
            self.faults.push(fault.help(format!("name the page that it was made from, or remove `{OF}`")));
            return None;
        }
        if !other.is_whole() {
            return None;
        }
        if let Some(first) = &other.common.translation_of {
            let fault = self.error(page, OF, format!("`{name}` is itself a translation"));
            self.faults.push(
                fault
                    .related(other.sheet.value_place(&OF.into()), "it says so here")
                    .help(format!("name the page that both were made from: `{OF}: {first}`")),
            );
            return None;
        }
        let lang = primary(&document.common.lang);
        if primary(&other.common.lang) == lang {
            let fault = self.error(page, OF, format!("this page and `{name}` are both in the language `{lang}`"));
            self.faults.push(
                fault
                    .related(other.sheet.key_place(&KeyPath::from("lang")), "the page that it was made from")
                    .help("put `lang` right in one of the two"),
            );
            return None;
        }
        let twin = sets.get(&source).into_iter().flatten().find(|twin| primary(&self.documents[**twin].common.lang) == lang);
        if let Some(twin) = twin {
            let place = self.documents[*twin].sheet.value_place(&OF.into());
            let fault = self.error(page, OF, format!("another page translates `{name}` into the language `{lang}`"));
            self.faults.push(fault.related(place, "it is this one").help("keep one of the two, and withdraw the other"));
            return None;
        }
        Some(source)
    }

    /// Only a change that readers would notice, which is what `updated` says, leaves a translation behind.
    fn behind(&mut self, page: PageIndex, source: PageIndex) -> Option<Behind> {
        let (document, other) = (&self.documents[page], &self.documents[source]);
        let changed = local(other.common.updated?, self.zone);
        let own = document.common.updated.max(document.common.published).map(|at| local(at, self.zone));
        let translated = document.common.translated_on.or(own)?;
        if changed <= translated {
            return None;
        }
        let at = if document.common.translated_on.is_some() { ON } else { OF };
        let message = format!("the page that this one translates was updated on {changed}, after the translation of {translated}");
        self.faults.push(
            Diagnostic::warning(Code::TranslationStale, document.sheet.value_place(&at.into()), message)
                .related(other.sheet.value_place(&"updated".into()), "it was updated here")
                .help(format!("bring the translation up to date, then write `{ON}: {}` or a later day", changed.max(self.today)))
                .help("until then the page tells its readers, and leads them to the newer one"),
        );
        Some(Behind { source, changed, translated })
    }

    fn error(&self, page: PageIndex, field: &str, message: impl Into<String>) -> Diagnostic {
        Diagnostic::error(Code::TranslationFault, self.documents[page].sheet.value_place(&field.into()), message)
    }
}

fn local(at: Timestamp, zone: &TimeZone) -> Date {
    at.to_zoned(zone.clone()).date()
}
