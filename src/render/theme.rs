//! Templates and the files that go with them, ready to draw. A template that cannot be read is a fault with its place.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::Serialize;
use tera::{Context, ErrorKind, ReportError, Tera};

use super::view::View;
use super::{contract, foreign, script, stylesheet, words};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::load::content_type::{ContentType, ContentTypes};
use crate::load::language::Languages;
use crate::load::sheet::Sheet;
use crate::load::source::Source;
use crate::load::theme_files::ThemeFiles;

#[derive(Debug)]
pub struct Theme {
    tera: Tera,
    sources: BTreeMap<String, Arc<Source>>,
    /// Published address and bytes of each file by its name.
    files: BTreeMap<String, (String, Cow<'static, [u8]>)>,
}

/// The template of types that bring none of their own.
pub(super) const GENERIC: &str = "page.html";

/// Templates that the program itself asks for.
const NEEDED: &[&str] = &[
    GENERIC,
    "home.html",
    "section.html",
    "topic.html",
    "a-z.html",
    "glossary.html",
    "booklet.html",
    "browse.html",
    "browse-value.html",
    "search.html",
    "404.html",
    "offline.html",
    "offline-missing.html",
    "redirect.html",
    "tombstone.html",
];

impl Theme {
    pub fn load(files: &ThemeFiles, types: &ContentTypes, languages: &Languages) -> (Option<Theme>, Diagnostics) {
        let mut faults = Diagnostics::new();
        let mut sources = files.templates.clone();
        // A template that cannot be read is set aside, so that the faults of the others are found in the same run.
        let mut aside = BTreeSet::new();
        let tera = loop {
            let mut tera = Tera::new();
            words::register(&mut tera);
            match tera.add_raw_templates(sources.iter().map(|(name, source)| (name.as_str(), source.text.as_str()))) {
                Ok(()) => break tera,
                Err(error) => {
                    if let ErrorKind::MissingParent { current, parent } = error.kind()
                        && aside.contains(parent)
                        && sources.remove(current).is_some()
                    {
                        // It is only as broken as the template that it stands on.
                        aside.insert(current.clone());
                        continue;
                    }
                    let found = match error.kind() {
                        ErrorKind::Msg(reports) => unknown_names(&sources, reports),
                        _ => vec![fault(&sources, &error)],
                    };
                    let names: Vec<String> =
                        found.iter().map(|fault| fault.place.file.file_name().unwrap_or_default().to_owned()).collect();
                    faults.extend(found);
                    let removed = names.iter().filter(|name| sources.remove(*name).is_some()).count();
                    // Parts and layouts are needed by the others: without them every further fault would be a false one.
                    if removed == 0 || names.iter().any(|name| name == "components.html" || name == "base.html") {
                        return (None, faults);
                    }
                    aside.extend(names);
                }
            }
        };
        for name in NEEDED.iter().filter(|name| !files.templates.contains_key(**name)) {
            faults.push(Diagnostic::error(Code::TemplateMissing, Place::whole("themes"), format!("the theme has no template `{name}`")));
        }
        for content_type in types.types.values() {
            let Some(name) = &content_type.template else { continue };
            if !files.templates.contains_key(name) {
                let place = Sheet::whole(content_type.source.clone()).value_place(&"template".into());
                faults.push(
                    Diagnostic::error(
                        Code::TemplateMissing,
                        place,
                        format!("the type `{}` asks for the template `{name}`, which does not exist", content_type.id),
                    )
                    .did_you_mean(name, files.templates.keys().map(String::as_str))
                    .help(format!("add `_theme/{name}`, or remove `template:` from the type")),
                );
            }
        }
        for (name, own) in files.own.iter().filter(|(name, own)| !own.replaces && !used(name, types, &files.templates)) {
            let known =
                files.templates.keys().chain(files.assets.keys()).filter(|known| known.as_str() != name.as_str()).map(String::as_str);
            faults.push(
                Diagnostic::warning(Code::ThemeOverride, Place::whole(&own.file), format!("`_theme/{name}` replaces no file of the theme"))
                    .did_you_mean(name, known)
                    .help("give it the name of the file that it should replace, or remove it"),
            );
        }
        // Templates that lack a part or cannot be read have said so; what they ask for can wait until they can be.
        if !faults.has_errors() {
            faults.append(contract::check(files, types, languages));
        }
        let assets = files.assets.iter().map(|(name, bytes)| {
            let bytes = published(name, bytes.clone());
            (name.clone(), (hashed_address(name, &bytes), bytes))
        });
        let assets = assets.collect();
        (Some(Theme { tera, sources, files: assets }).filter(|_| !faults.has_errors()), faults)
    }

    /// The published address of a file of the theme; empty when it has none of that name.
    pub fn asset(&self, name: &str) -> String {
        self.files.get(name).map(|(address, _)| address.clone()).unwrap_or_default()
    }

    pub fn files(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files.values().map(|(address, bytes)| (address.as_str(), bytes.as_ref()))
    }

    /// The template in which pages of a type are drawn.
    pub fn template_of(&self, content_type: &ContentType) -> String {
        template_of(content_type, &|name| self.sources.contains_key(name))
    }

    /// `site` is the view's own site and `words` what the theme says in the page's language, both already in the form that templates
    /// read: they are the same for thousands of pages.
    pub fn draw(
        &self,
        template: &str,
        (site, words): (&tera::Value, &tera::Value),
        view: &View<'_, impl Serialize>,
        page: &Place,
    ) -> Result<String, Box<Diagnostic>> {
        let mut context = Context::new();
        context.insert_value("site", site.clone());
        context.insert_value("t", words.clone());
        context.insert("meta", &view.meta);
        context.insert("page", &view.page);
        let drawn = self.tera.render(template, &context);
        drawn.map(foreign::shown).map_err(|error| {
            let fault = fault(&self.sources, &error);
            Box::new(Diagnostic { code: Code::TemplateRender, ..fault }.related(page.clone(), "while this page was drawn"))
        })
    }
}

/// The template that a type names, the one of its own name, or the generic one.
pub(super) fn template_of(content_type: &ContentType, has: &dyn Fn(&str) -> bool) -> String {
    let own = format!("{}.html", content_type.id);
    match &content_type.template {
        Some(template) => template.clone(),
        None if has(&own) => own,
        None => GENERIC.to_owned(),
    }
}

/// Files with a name of their own are of use when a type or another template names them, or when they are fonts and pictures of a style sheet.
fn used(name: &str, types: &ContentTypes, templates: &BTreeMap<String, Arc<Source>>) -> bool {
    let by_type = types
        .types
        .values()
        .any(|content_type| content_type.template.as_deref() == Some(name) || format!("{}.html", content_type.id) == name);
    let quoted = [format!("\"{name}\""), format!("'{name}'")];
    by_type || templates.values().any(|source| quoted.iter().any(|quoted| source.text.contains(quoted)))
}

/// What readers fetch: style sheets and scripts without their comments, every other file as it is.
fn published(name: &str, bytes: Cow<'static, [u8]>) -> Cow<'static, [u8]> {
    match std::str::from_utf8(&bytes) {
        Ok(css) if name.ends_with(".css") => Cow::Owned(stylesheet::packed(css).into_bytes()),
        Ok(js) if name.ends_with(".js") => Cow::Owned(script::packed(js).into_bytes()),
        _ => bytes,
    }
}

/// Where a file is published under a name that carries the hash of what it holds.
pub fn hashed_address(name: &str, bytes: &[u8]) -> String {
    let hash = blake3::hash(bytes).to_hex();
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, "bin"));
    format!("/assets/{stem}.{}.{extension}", &hash[..10])
}

/// What the template engine says, with its place in our terms.
fn fault(sources: &BTreeMap<String, Arc<Source>>, error: &tera::Error) -> Diagnostic {
    match error.kind() {
        ErrorKind::SyntaxError(report) => placed(sources, report, Code::TemplateSyntax),
        ErrorKind::RenderingError(report) => placed(sources, report, Code::TemplateField),
        ErrorKind::MissingParent { current, parent } => {
            let place = sources
                .get(current)
                .map_or_else(|| Place::whole(current.as_str()), |source| source.place(0..source.text.find('\n').unwrap_or(0)));
            Diagnostic::error(Code::TemplateMissing, place, format!("this template extends `{parent}`, which does not exist"))
                .did_you_mean(parent, sources.keys().map(String::as_str))
        }
        ErrorKind::CircularExtend { tpl, inheritance_chain } => Diagnostic::error(
            Code::TemplateSyntax,
            whole(sources, tpl),
            format!("templates extend one another in a circle: {}", inheritance_chain.join(" → ")),
        )
        .help("let one of them extend `base.html`"),
        ErrorKind::CircularInclude { tpl, include_chain } => Diagnostic::error(
            Code::TemplateSyntax,
            whole(sources, tpl),
            format!("templates include one another in a circle: {}", include_chain.join(" → ")),
        )
        .help("remove one of the includes in the circle"),
        other => Diagnostic::error(Code::TemplateSyntax, Place::whole("themes"), other.to_string()),
    }
}

/// Filters, functions and parts that do not exist: the engine gives them as drawn reports, one after the other.
fn unknown_names(sources: &BTreeMap<String, Arc<Source>>, reports: &str) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for report in format!("\n{reports}").split("\nerror: ").skip(1) {
        let mut lines = report.lines();
        let message = lines.next().unwrap_or_default();
        let name = message.split('`').nth(1).unwrap_or_default();
        let spot = lines.next().and_then(|line| line.split_once("--> ")).map_or("", |(_, spot)| spot.trim());
        let mut parts = spot.rsplitn(3, ':');
        let column = parts.next().and_then(|column| column.parse::<usize>().ok());
        let line = parts.next().and_then(|line| line.parse::<usize>().ok());
        let place = match (parts.next().and_then(|file| sources.get(file)), line, column) {
            (Some(source), Some(line), Some(column)) => {
                let start = offset(&source.text, line, column.saturating_sub(1));
                let start = if source.text[start..].starts_with('"') { start + 1 } else { start };
                source.place(start..start + name.len().max(1))
            }
            _ => Place::whole("themes"),
        };
        found.push(Diagnostic::error(Code::TemplateSyntax, place, lower_case(message)).help("the theme's templates show what there is"));
    }
    if found.is_empty() {
        found.push(Diagnostic::error(Code::TemplateSyntax, Place::whole("themes"), lower_case(reports)));
    }
    found
}

fn lower_case(message: &str) -> String {
    let mut letters = message.trim().trim_end_matches('.').chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

fn whole(sources: &BTreeMap<String, Arc<Source>>, name: &str) -> Place {
    sources.get(name).map_or_else(|| Place::whole(name), |source| source.whole())
}

fn placed(sources: &BTreeMap<String, Arc<Source>>, report: &ReportError, code: Code) -> Diagnostic {
    let span = report.span();
    let place = match sources.get(report.filename()) {
        Some(source) => {
            let start = offset(&source.text, span.start_line, span.start_col);
            source.place(start..offset(&source.text, span.end_line, span.end_col).max(start))
        }
        None => Place::whole(report.filename()),
    };
    Diagnostic::error(code, place, lower_case(report.message()))
}

/// Bytes up to a line (from 1) and a column (from 0).
fn offset(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    text[start..].char_indices().nth(column).map_or(text.len(), |(at, _)| start + at)
}
