//! The citation styles that a hub may choose, each with its words in the languages that we have.
//! They are read once per run; the files carry their authors' names and licence.

use std::sync::LazyLock;

use hayagriva::citationberg::{IndependentStyle, Locale, LocaleCode, LocaleFile};

/// Named in `hub.yaml` as `citation_style`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Style {
    #[default]
    Harvard,
    Apa,
}

impl From<crate::load::hub::CitationStyle> for Style {
    fn from(style: crate::load::hub::CitationStyle) -> Self {
        match style {
            crate::load::hub::CitationStyle::Harvard => Style::Harvard,
            crate::load::hub::CitationStyle::Apa => Style::Apa,
        }
    }
}

impl Style {
    pub const ALL: &[Style] = &[Style::Harvard, Style::Apa];

    pub fn name(self) -> &'static str {
        match self {
            Style::Harvard => "harvard",
            Style::Apa => "apa",
        }
    }

    pub fn from_name(name: &str) -> Option<Style> {
        Style::ALL.iter().copied().find(|style| style.name() == name)
    }

    pub(super) fn rules(self) -> &'static IndependentStyle {
        match self {
            Style::Harvard => &HARVARD,
            Style::Apa => &APA,
        }
    }
}

static HARVARD: LazyLock<IndependentStyle> =
    LazyLock::new(|| read_style(include_str!("../../../themes/college/styles/harvard-cite-them-right.csl")));
static APA: LazyLock<IndependentStyle> = LazyLock::new(|| read_style(include_str!("../../../themes/college/styles/apa.csl")));

fn read_style(text: &str) -> IndependentStyle {
    IndependentStyle::from_xml(text).expect("the style is part of the program and a test reads it")
}

/// The words of a style ("accessed", "no date") for each language.
pub(super) fn locales() -> &'static [Locale] {
    static LOCALES: LazyLock<Vec<Locale>> = LazyLock::new(|| {
        let read = |text| -> Locale { LocaleFile::from_xml(text).expect("the words are part of the program and a test reads them").into() };
        let english = read(include_str!("../../../themes/college/styles/locales-en-GB.xml"));
        let welsh = read(include_str!("../../../themes/college/styles/locales-cy-GB.xml"));
        // The processor looks for a missing word in American English last; here British English answers to that name.
        let last = Locale { lang: Some(LocaleCode::en_us()), ..english.clone() };
        vec![english, welsh, last]
    });
    &LOCALES
}

/// The languages in which a reference list can be printed. A page in another language has the English words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Words {
    English,
    Welsh,
}

impl Words {
    pub(super) fn of(lang: &str) -> Words {
        let primary = lang.split('-').next().unwrap_or_default();
        if primary.eq_ignore_ascii_case("cy") { Words::Welsh } else { Words::English }
    }

    pub(super) fn locale(self) -> LocaleCode {
        LocaleCode(match self {
            Words::English => "en-GB".to_owned(),
            Words::Welsh => "cy-GB".to_owned(),
        })
    }
}
