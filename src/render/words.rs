//! What the theme and the program say, in the language of a page: to the views as text, to templates as the value `t`, which is made
//! once for each language and never for a page.

use std::collections::BTreeMap;

use tera::{Kwargs, State, Tera, TeraResult, Value};

use super::foreign;
use crate::assemble::figure::FIGURE_TYPE;
use crate::assemble::resolved::ChartBlock;
use crate::load::content_type::ContentType;
use crate::load::language::{BASE, Forms, Language, Phrase, Piece, pieces};
use crate::load::plural::{self, Category, primary};

/// Where every page's own fields are described.
pub const SHARED: &str = "_shared";

/// The words of one language in one hub.
#[derive(Debug, Clone, Copy)]
pub struct Words<'a> {
    language: &'a Language,
    /// In which the hub's own types are written.
    hub: &'a str,
}

impl<'a> Words<'a> {
    pub fn new(language: &'a Language, hub: &'a str) -> Self {
        Words { language, hub }
    }

    pub fn tag(&self) -> &'a str {
        &self.language.tag
    }

    pub fn text(&self, key: &str) -> String {
        self.fill(key, &[])
    }

    pub fn fill(&self, key: &str, gaps: &[(&str, &str)]) -> String {
        self.phrase(key, None, gaps)
    }

    /// Words that a number decides.
    pub fn count(&self, key: &str, n: u64, gaps: &[(&str, &str)]) -> String {
        self.phrase(key, Some(n), gaps)
    }

    /// The words of a language that has them itself; none where another stands in.
    pub fn own(&self, key: &str) -> Option<&'a str> {
        let phrase = self.language.phrases.get(key)?;
        (primary(&phrase.lang) == primary(&self.language.tag)).then(|| phrase.words(None))
    }

    fn phrase(&self, key: &str, n: Option<u64>, gaps: &[(&str, &str)]) -> String {
        // A test follows every key that the program asks for.
        let Some(phrase) = self.language.phrases.get(key) else { return key.to_owned() };
        let number = n.map(|n| n.to_string());
        let filled: String = pieces(phrase.words(n))
            .map(|piece| match piece {
                Piece::Words(words) => words,
                Piece::Gap("n") if number.is_some() => number.as_deref().unwrap_or_default(),
                Piece::Gap(name) => gaps.iter().find(|(gap, _)| *gap == name).map_or("", |(_, value)| value),
            })
            .collect();
        foreign::marked(&phrase.lang, &self.language.tag, &filled)
    }

    /// Words of the hub's own, such as an entry of its menu or the title of a section.
    pub fn of_hub(&self, written: &str) -> String {
        match self.language.hub.get(written) {
            Some(translated) => translated.text.clone(),
            None => foreign::marked(self.hub, &self.language.tag, written),
        }
    }

    /// Words that a page lends to a page that may be in another language.
    pub fn lent(&self, lang: &str, written: &str) -> String {
        foreign::marked(lang, &self.language.tag, written)
    }

    pub fn type_name(&self, content_type: &ContentType) -> String {
        let translated = self.language.types.get(&content_type.id).and_then(|words| words.name.as_deref());
        self.of_type(content_type.is_shipped(), translated, &content_type.name)
    }

    pub fn type_plural(&self, content_type: &ContentType) -> String {
        let translated = self.language.types.get(&content_type.id).and_then(|words| words.plural.as_deref());
        self.of_type(content_type.is_shipped(), translated, &content_type.plural)
    }

    /// A field's label; `written` is what stands in its type. `path` is the field's name after those of the groups in which it stands.
    pub fn label(&self, of: Owner, path: &str, written: &str) -> String {
        let translated = self.language.types.get(of.id).and_then(|words| words.labels.get(path)).map(String::as_str);
        self.of_type(of.is_shipped, translated, written)
    }

    pub fn choice(&self, of: Owner, path: &str, value: &str, written: &str) -> String {
        let translated = self.language.types.get(of.id).and_then(|words| words.choices.get(path)?.get(value)).map(String::as_str);
        self.of_type(of.is_shipped, translated, written)
    }

    /// Whether types are read as they are written: then nothing has to be looked up.
    pub fn is_base(&self) -> bool {
        self.language.types.is_empty() && primary(&self.language.tag) == BASE && primary(self.hub) == BASE
    }

    /// A type of the hub is in the hub's language already; what nobody has translated is marked as what it is.
    fn of_type(&self, is_shipped: bool, translated: Option<&str>, written: &str) -> String {
        let lang = if is_shipped { BASE } else { self.hub };
        match translated {
            Some(translated) if is_shipped || primary(lang) != primary(&self.language.tag) => translated.to_owned(),
            _ => foreign::marked(lang, &self.language.tag, written),
        }
    }

    /// `14 March 2026`, as the language writes it.
    pub fn day(&self, date: jiff::civil::Date) -> String {
        let month = self.text(MONTHS[usize::from(date.month().unsigned_abs().saturating_sub(1)).min(11)]);
        let parts = [("day", &date.day().to_string()), ("month", &month), ("year", &date.year().to_string())];
        self.fill("day_month_year", &parts.map(|(name, value)| (name, value.as_str())))
    }

    /// What templates ask as `t`.
    pub fn value(&self) -> Value {
        let phrases = self.language.phrases.iter();
        Value::from(phrases.map(|(key, phrase)| (key.clone(), self.phrase_value(phrase))).collect::<BTreeMap<_, _>>())
    }

    fn phrase_value(&self, phrase: &Phrase) -> Value {
        let marked = |text: &str| Value::normal_string(&foreign::marked(&phrase.lang, &self.language.tag, text));
        match &phrase.forms {
            Forms::One(text) => marked(text),
            Forms::Counted(forms) => {
                let forms = forms.iter().map(|(category, text)| (category.name(), marked(text)));
                Value::from(forms.chain([(RULES, Value::normal_string(&phrase.lang))]).collect::<BTreeMap<_, _>>())
            }
        }
    }
}

/// Whose fields are meant: those of a type, or those of every page.
#[derive(Debug, Clone, Copy)]
pub struct Owner<'a> {
    pub id: &'a str,
    pub is_shipped: bool,
}

impl<'a> Owner<'a> {
    pub const SHARED: Owner<'static> = Owner { id: SHARED, is_shipped: true };
    pub const FIGURE: Owner<'static> = Owner { id: FIGURE_TYPE, is_shipped: true };

    pub fn of(content_type: &'a ContentType) -> Self {
        Owner { id: &content_type.id, is_shipped: content_type.is_shipped() }
    }
}

/// The columns of a chart's table: those of a data file are its own, those of figures are the program's.
pub fn headings(chart: &ChartBlock, words: Words) -> Vec<String> {
    let said = |column: &String| match column.as_str() {
        "What" if chart.is_of_figures => words.text("chart_what"),
        "Period" if chart.is_of_figures => words.text("chart_period"),
        "Figure" if chart.is_of_figures => words.text("chart_figure"),
        "Base" if chart.is_of_figures => words.text("chart_base"),
        own => own.to_owned(),
    };
    chart.columns.iter().map(said).collect()
}

const MONTHS: [&str; 12] =
    ["month_1", "month_2", "month_3", "month_4", "month_5", "month_6", "month_7", "month_8", "month_9", "month_10", "month_11", "month_12"];

/// Beside the forms of a phrase: the language by whose rules a number chooses among them.
const RULES: &str = "lang";

/// The filters by which templates use phrases: `fill` puts values into gaps, `json` writes a phrase for a script to fill.
pub fn register(tera: &mut Tera) {
    tera.register_filter("fill", fill);
    tera.register_filter("json", json);
}

/// What is filled in is escaped unless it is HTML that a part of the theme has made; so is the phrase itself.
fn fill(phrase: Value, gaps: Kwargs, state: &State) -> TeraResult<Value> {
    let form = match phrase.as_map() {
        Some(forms) => {
            let get = |name: &'static str| forms.get(&tera::value::Key::Str(name));
            let lang = get(RULES).and_then(Value::as_str).unwrap_or(BASE);
            let n = gaps.get::<u64>("n").ok().flatten();
            let category = n.map_or(Category::Other, |n| plural::category(lang, n));
            get(category.name()).or_else(|| get(Category::Other.name())).and_then(Value::as_str)
        }
        None => phrase.as_str(),
    };
    let form = form.ok_or_else(|| tera::Error::message("only words of the theme can be filled"))?;
    let mut filled = String::new();
    for piece in pieces(form) {
        match piece {
            Piece::Words(words) => filled.push_str(&state.escape(words)?),
            Piece::Gap(name) => filled.push_str(&state.escape_if_needed(&gaps.must_get::<Value>(name)?)?),
        }
    }
    Ok(Value::safe_string(&filled))
}

/// Safe inside a script element, where only `<` could end the data.
fn json(phrase: Value, _: Kwargs, _: &State) -> TeraResult<Value> {
    let quoted = |text: &Value| {
        let text = serde_json::Value::from(text.as_str().unwrap_or_default()).to_string();
        text.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
    };
    let written = match phrase.as_map() {
        Some(forms) => {
            let forms = Category::ALL.iter().filter_map(|category| {
                Some(format!("\"{}\": {}", category.name(), quoted(forms.get(&tera::value::Key::Str(category.name()))?)))
            });
            format!("{{ {} }}", forms.collect::<Vec<_>>().join(", "))
        }
        None => quoted(&phrase),
    };
    Ok(Value::safe_string(&written))
}

/// The words of the shipped theme in English, for tests that draw apart from any hub.
#[cfg(test)]
impl Default for Words<'_> {
    fn default() -> Self {
        static ENGLISH: std::sync::LazyLock<Language> = std::sync::LazyLock::new(|| {
            let (shared, types) = crate::load::shipped::shipped();
            let types = types.into_iter().map(|content_type| (content_type.id.clone(), std::sync::Arc::new(content_type))).collect();
            let types = crate::load::content_type::ContentTypes { types, shared, faulty: Default::default() };
            let files = crate::load::theme_files::ThemeFiles::college();
            let (languages, faults) = crate::load::language::Languages::read(&files.languages, &types);
            assert!(faults.is_empty(), "{faults:?}");
            languages.base().clone()
        });
        Words::new(&ENGLISH, BASE)
    }
}

#[cfg(test)]
mod tests;
