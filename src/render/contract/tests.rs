mod constructs;
mod parts;
mod tidy;
mod types;

use std::sync::Arc;

use serde_json::{Value, json};

use super::*;
use crate::load::shipped::shipped;
use crate::load::source::Source;

fn college() -> (ThemeFiles, ContentTypes) {
    let (shared, types) = shipped();
    let types = types.into_iter().map(|content_type| (content_type.id.clone(), Arc::new(content_type))).collect();
    (ThemeFiles::college(), ContentTypes { types, shared, faulty: Default::default() })
}

/// The words of the shipped theme.
fn languages() -> Languages {
    let (files, types) = college();
    let (languages, faults) = Languages::read(&files.languages, &types);
    assert!(faults.is_empty(), "{faults:?}");
    languages
}

fn source(name: &str, text: &str) -> Arc<Source> {
    Arc::new(Source::new(name, name, text.to_owned()))
}

/// What small templates are drawn with.
fn view() -> Value {
    json!({
        "site": {"title": "text", "nav": [{"label": "text", "url": "text"}]},
        "page": {
            "title": "text",
            "count": 1,
            "shown": true,
            "body": {"html": "text", "text": "text"},
            "topics": [{"title": "text", "day": {"iso": "text"}}],
            "words": ["text"],
            "mixed": ["text", {"html": "text"}],
        },
    })
}

/// Templates by name: `a.html` is drawn. Every line is `line:column message`, or `file:line:column message` in another file.
/// The engine must take them too: what it refuses never comes here.
fn asked(templates: &[(&str, &str)]) -> Vec<String> {
    let mut tera = tera::Tera::new();
    tera.add_raw_templates(templates.iter().copied()).expect("the engine takes the templates");
    for (name, text) in templates {
        assert!(parse::parse(text).is_some(), "{name} cannot be read");
    }
    let mut files = ThemeFiles::college();
    files.templates = templates.iter().map(|(name, text)| ((*name).to_owned(), source(name, text))).collect();
    let drawing = Drawing { template: "a.html".to_owned(), said: "`a.html`".to_owned(), view: Shape::of(&view()) };
    let faults = faults(&files, vec![drawing], &|_| true).sorted();
    let line = |fault: crate::diagnostic::Diagnostic| {
        let place = fault.place;
        let file = if place.file == "a.html" { String::new() } else { format!("{}:", place.file) };
        format!("{file}{}:{} {}", place.line, place.column, fault.message)
    };
    faults.into_iter().map(line).collect()
}

fn in_one(text: &str) -> Vec<String> {
    asked(&[("a.html", text)])
}

const SOUND: [&str; 0] = [];

#[test]
fn the_shipped_theme_asks_for_nothing_that_is_not_there() {
    let (files, types) = college();
    for (name, source) in &files.templates {
        assert!(parse::parse(&source.text).is_some(), "{name} cannot be read");
    }
    let faults = faults(&files, drawings(&files, &types, &languages()), &|_| true).sorted();
    let said = faults.iter().map(|fault| format!("{}:{}:{} {}", fault.place.file, fault.place.line, fault.place.column, fault.message));
    assert_eq!(said.collect::<Vec<_>>(), SOUND);
}

/// One name in so many of the shipped theme, misspelt: each is found where it stands, whatever branch it is in.
#[test]
fn a_misspelt_name_of_the_shipped_theme_is_found_where_it_stands() {
    const ONE_IN: usize = 89;
    let (files, types) = college();
    let languages = languages();
    let mut names = 0;
    for (name, source) in &files.templates {
        let tokens = token::tokens(&source.text).expect("the theme can be read");
        for window in tokens.windows(3) {
            let [(token::Token::Word(owner), _), (token::Token::Symbol("."), _), (token::Token::Word(_), at)] = window else { continue };
            // Names of components have dots too, and what is asked of a loop is for the engine.
            let (before, after) = (&source.text[..window[0].1.start], source.text[at.end..].trim_start());
            let part = before.ends_with('<') || before.ends_with("</") || before.trim_end().ends_with("component");
            if part || *owner == "loop" || after.starts_with("is defined") || after.starts_with("is not defined") {
                continue;
            }
            names += 1;
            if names % ONE_IN != 0 {
                continue;
            }
            let mut text = source.text.clone();
            text.insert_str(at.end, "zz");
            let place = source.place(at.clone());
            let mut files = files.clone();
            files.templates.insert(name.clone(), Arc::new(Source::new(source.path.clone(), source.file.clone(), text)));
            let faults = faults(&files, drawings(&files, &types, &languages), &|_| true).sorted();
            let found = faults
                .iter()
                .any(|fault| (fault.place.line, fault.place.column) == (place.line, place.column) && fault.place.file == place.file);
            assert!(found, "{}:{}:{} misspelt: {faults:#?}", place.file, place.line, place.column);
        }
    }
    assert!(names > 1_000, "{names} names");
}
