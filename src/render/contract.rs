//! Whether every template asks only for what its page has, found before any page is drawn: the engine itself would say
//! so only while it draws, and only on the way that this page takes.

mod evaluate;
mod ledger;
mod operators;
mod parse;
mod scope;
mod shape;
mod syntax;
#[cfg(test)]
mod tests;
mod token;
mod walk;

use std::collections::BTreeMap;

use shape::Shape;
use syntax::Template;
use walk::{Library, Walk};

use super::offer::TEMPLATE;
use super::theme::{GENERIC, template_of};
use super::view::sample;
use crate::assemble::address::REDIRECT_TYPE;
use crate::diagnostic::Diagnostics;
use crate::load::content_type::ContentTypes;
use crate::load::language::Languages;
use crate::load::theme_files::ThemeFiles;

/// Drawn as lists of the pages that they gather.
const TOPIC_TYPE: &str = "topic";

/// What is drawn, in the words of a message, and what it has.
#[derive(Debug)]
struct Drawing {
    template: String,
    said: String,
    view: Shape,
}

pub fn check(files: &ThemeFiles, types: &ContentTypes, languages: &Languages) -> Diagnostics {
    faults(files, drawings(files, types, languages), &|name| files.own.contains_key(name))
}

fn faults(files: &ThemeFiles, drawings: Vec<Drawing>, own: &dyn Fn(&str) -> bool) -> Diagnostics {
    let parsed = files.templates.iter().filter_map(|(name, source)| Some((name.clone(), parse::parse(&source.text)?)));
    let templates: BTreeMap<String, Template> = parsed.collect();
    let components = templates
        .iter()
        .flat_map(|(file, template)| template.components.iter().map(move |component| (component.name.as_str(), (file.as_str(), component))))
        .collect();
    let library = Library { sources: &files.templates, templates: &templates, components };
    let mut walk = Walk::new(&library);
    for drawing in &drawings {
        walk.draw(&drawing.template, drawing.said.clone(), &drawing.view);
    }
    walk.uncalled();
    walk.ledger.close(&files.templates, own)
}

/// Every template that is drawn by itself, with all that it is drawn for.
fn drawings(files: &ThemeFiles, types: &ContentTypes, languages: &Languages) -> Vec<Drawing> {
    let words = Shape::of_words(languages.base());
    let shape = |sample: serde_json::Value| Shape::of(&sample).and("t", &words);
    let (page, list, notice) = (shape(sample::page()), shape(sample::list()), shape(sample::notice()));
    let named = |template: &str, view: &Shape| Drawing { template: template.to_owned(), said: format!("`{template}`"), view: view.clone() };
    let mut drawings = vec![named("home.html", &shape(sample::home())), named("booklet.html", &shape(sample::booklet()))];
    drawings.extend(
        ["section.html", "topic.html", "a-z.html", "glossary.html", "browse.html", "browse-value.html", "search.html"]
            .map(|template| named(template, &list)),
    );
    drawings.extend(["404.html", "redirect.html", "tombstone.html", "offline-missing.html"].map(|template| named(template, &notice)));
    drawings.push(named(TEMPLATE, &shape(sample::offline())));
    drawings.push(named(GENERIC, &page.with(&["page", "fields"], Shape::Any)));
    // Topics are drawn as lists, and redirects as what says that a page is gone.
    for content_type in types.types.values().filter(|own| own.id != TOPIC_TYPE && own.id != REDIRECT_TYPE) {
        let template = template_of(content_type, &|name| files.templates.contains_key(name));
        if template != GENERIC {
            let fields = Shape::of_fields(&content_type.fields);
            let view = page.with(&["page", "fields"], fields);
            drawings.push(Drawing { template, said: format!("pages of the type `{}`", content_type.id), view });
        }
    }
    drawings
}
