use super::*;
use crate::load::shipped::shipped;
use crate::load::theme_files::ThemeFiles;

fn types() -> ContentTypes {
    let (shared, types) = shipped();
    let types = types.into_iter().map(|content_type| (content_type.id.clone(), Arc::new(content_type))).collect();
    ContentTypes { types, shared, faulty: Default::default() }
}

/// The languages of files that stand for those of a theme, and what is said about them.
fn read(files: &[(&str, &str)]) -> (Languages, Vec<String>) {
    let mut all = LanguageFiles::new();
    for (name, text) in files {
        let file = format!("{name}.yaml");
        all.entry((*name).to_owned()).or_default().push(Arc::new(Source::new(file.clone(), file, (*text).to_owned())));
    }
    let (languages, faults) = Languages::read(&all, &types());
    let line = |fault: &Diagnostic| {
        format!("{}:{}:{} {} | {}", fault.place.file, fault.place.line, fault.place.column, fault.message, fault.help.join(" | "))
    };
    (languages, faults.sorted().iter().map(line).collect())
}

const EN: &str = "strings:\n  pages: {one: '{n} page', other: '{n} pages'}\n  by: by {who}\n  home: Home\n";

fn said(cy: &str) -> Vec<String> {
    read(&[("en", EN), ("cy", cy)]).1
}

#[test]
fn words_fall_back_on_english_key_by_key_and_a_region_on_its_language() {
    let (languages, faults) = read(&[("en", EN), ("cy", "strings: {home: Hafan}\n"), ("cy-GB", "strings:\n  by: oddi wrth {who}\n")]);
    assert_eq!(faults, Vec::<String>::new());
    let of = |tag: &str, key: &str| {
        let phrase = &languages.of(tag).phrases[key];
        (phrase.lang.clone(), phrase.words(Some(1)).to_owned())
    };
    assert_eq!(of("cy", "home"), ("cy".to_owned(), "Hafan".to_owned()));
    assert_eq!(of("cy-GB", "home"), ("cy".to_owned(), "Hafan".to_owned()));
    assert_eq!(of("cy", "pages"), ("en".to_owned(), "{n} page".to_owned()));
    assert_eq!(of("fr", "home"), ("en".to_owned(), "Home".to_owned()));
    let mut languages = languages;
    languages.speak("ga-IE");
    let irish = languages.of("ga-IE");
    assert_eq!((irish.tag.as_str(), irish.phrases["home"].lang.as_str()), ("ga", "en"));
    assert_eq!(languages.of("en-GB").tag, "en");
}

#[test]
fn a_number_takes_the_form_of_the_language_whose_words_they_are() {
    let welsh = "strings:\n  pages: {zero: dim tudalen, one: un dudalen, two: dwy dudalen, few: '{n} tudalen', many: '{n} tudalen', other: '{n} o dudalennau'}\n";
    let (languages, faults) = read(&[("en", EN), ("cy", welsh)]);
    assert_eq!(faults, Vec::<String>::new());
    let pages = &languages.of("cy").phrases["pages"];
    let words: Vec<&str> = [0, 1, 2, 3, 6, 7].map(|n| pages.words(Some(n))).to_vec();
    assert_eq!(words, ["dim tudalen", "un dudalen", "dwy dudalen", "{n} tudalen", "{n} tudalen", "{n} o dudalennau"]);
}

#[test]
fn a_translation_has_the_gaps_that_pages_fill() {
    assert_eq!(
        said("strings:\n  by: gan {pwy}\n  home: Hafan {n}\n"),
        [
            "cy.yaml:2:7 no page fills the gap `{pwy}` here | the gaps are: `{who}`",
            "cy.yaml:2:7 the gap `{who}` is missing | the English words are: by {who}",
            "cy.yaml:3:9 no page fills the gap `{n}` here | these words have no gap",
        ]
    );
    assert_eq!(
        said("strings:\n  by: gan {who\n"),
        [
            "cy.yaml:2:7 a brace here belongs to no gap | a gap is a name in small letters between two braces, as in `{n}`",
            "cy.yaml:2:7 the gap `{who}` is missing | the English words are: by {who}",
        ]
    );
}

#[test]
fn words_have_the_forms_of_their_language() {
    assert_eq!(
        said("strings:\n  pages:\n    dual: '{n} dudalen'\n"),
        [
            "cy.yaml:2:3 these words lack the form `other` | `other` stands for every number that has no form of its own",
            "cy.yaml:3:5 `cy` has no form `dual` for numbers | its forms are: zero, one, two, few, many, other",
        ]
    );
    assert_eq!(
        said("strings:\n  home: {one: Hafan, other: Hafan}\n"),
        ["cy.yaml:2:3 no number decides the form of these words | write one text"]
    );
    assert_eq!(
        said("strings:\n  home: 3\n"),
        ["cy.yaml:2:9 words are text, or text by number, not a whole number | put the value in quotes, or remove the line"]
    );
}

#[test]
fn what_english_lacks_no_language_has() {
    assert_eq!(
        said("strings:\n  hom: Hafan\nstring: {}\n"),
        [
            "cy.yaml:2:3 no English words are called `hom` | did you mean `home`? | other languages fall back on English: add it to `_theme/i18n/en.yaml`, too",
            "cy.yaml:3:1 a language has no `string` | did you mean `strings`? | it has `strings`, `types` and `hub`",
        ]
    );
    let (_, faults) = read(&[("en", EN), ("Welsh", "strings: {}\n")]);
    assert_eq!(faults, ["Welsh.yaml:1:1 `Welsh` is no language | name the file as in `cy.yaml` or `en-GB.yaml`"]);
}

#[test]
fn a_language_names_types_fields_and_choices_that_there_are() {
    let cy = "types:
  helpine: {name: Llinell gymorth}
  helpline:
    name: Llinell gymorth
    labels: {phone: Ffôn, fone: Ffôn}
  research-summary:
    choices:
      evidence.strength: {'4': Cryf, '5': Cryfach}
  _shared: {choices: {nations: {wales: Cymru}}}
";
    let (languages, faults) = read(&[("en", EN), ("cy", cy)]);
    let short: Vec<&str> = faults.iter().filter_map(|fault| fault.split(" | ").next()).collect();
    assert_eq!(
        short,
        [
            "cy.yaml:2:3 there is no content type `helpine`",
            "cy.yaml:5:27 the type has no field `fone`",
            "cy.yaml:8:38 the field has no choice `5`",
        ]
    );
    let words = &languages.of("cy").types;
    assert_eq!(words["helpline"].labels["phone"], "Ffôn");
    assert_eq!(words["research-summary"].choices["evidence.strength"]["4"], "Cryf");
    assert_eq!(words["_shared"].choices["nations"]["wales"], "Cymru");
}

/// English and Welsh are both whole: the same words, and in Welsh a name for every type and choice, and a label for what cards show.
#[test]
fn english_and_welsh_are_both_whole() {
    let (languages, faults) = Languages::read(&ThemeFiles::college().languages, &types());
    assert!(faults.is_empty(), "{faults:?}");
    let welsh = languages.of("cy");
    let lacking: Vec<&String> = languages.base().phrases.keys().filter(|key| welsh.phrases[*key].lang != "cy").collect();
    assert_eq!(lacking, Vec::<&String>::new());
    let mut lacking = Vec::new();
    let none = TypeWords::default();
    let types = types();
    for (id, content_type) in &types.types {
        let words = welsh.types.get(id).unwrap_or(&none);
        let shared = &welsh.types["_shared"];
        let has_label = |name: &String| words.labels.contains_key(name) || shared.labels.contains_key(name);
        if words.name.is_none() || words.plural.is_none() {
            lacking.push(format!("{id}: name or plural"));
        }
        lacking.extend(content_type.card.iter().filter(|name| !has_label(name)).map(|name| format!("{id}: label of {name}")));
        lacking.extend(choices_without(id, &content_type.fields, words));
    }
    lacking.extend(choices_without("_shared", &types.shared, welsh.types.get("_shared").unwrap_or(&none)));
    assert_eq!(lacking, Vec::<String>::new());
}

fn choices_without(id: &str, fields: &[crate::load::content_type::Field], words: &TypeWords) -> Vec<String> {
    let all = crate::load::language_types::outline(fields);
    let choices = all.iter().flat_map(|(path, choices)| choices.iter().map(move |choice| (path, &choice.value)));
    choices
        .filter(|(path, value)| words.choices.get(*path).is_none_or(|known| !known.contains_key(*value)))
        .map(|(path, value)| format!("{id}: {path} {value}"))
        .collect()
}
