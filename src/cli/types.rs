//! `almoner types`.

use std::collections::BTreeMap;
use std::fmt::Write;

use camino::Utf8Path;

use super::args::{Format, Types};
use super::output::Output;
use crate::assemble::rules;
use crate::diagnostic::Failure;
use crate::load::cms;
use crate::load::content_type::{ContentTypes, Field, Kind};
use crate::load::json_schema::json_schema;
use crate::load::record_names::Names;
use crate::load::theme_files::ThemeFiles;
use crate::load::value::Map;
use crate::load::{content_types, load, yaml};
use crate::publish::fresh;

pub fn run(options: &Types, output: &Output) -> Result<i32, Failure> {
    let default = Utf8Path::new("content");
    let hub = options.hub.as_deref().or_else(|| default.join("hub.yaml").is_file().then_some(default));
    let mut names = Names::default();
    let mut further = BTreeMap::new();
    let (types, settings, diagnostics) = match hub {
        Some(hub) => match load(hub, &rules::names())? {
            (Some(loaded), diagnostics) => {
                names = Names::of(loaded.documents.iter().map(AsRef::as_ref), &loaded.types.shared);
                further = cms::further_folders(loaded.documents.iter().map(AsRef::as_ref));
                (loaded.types, Some(loaded.hub), diagnostics)
            }
            (None, diagnostics) => {
                output.diagnostics(&diagnostics.sorted());
                return Ok(1);
            }
        },
        None => {
            let (types, diagnostics) = content_types(&ThemeFiles::college(), &rules::names());
            (types, None, diagnostics)
        }
    };
    // Faults of pages are not asked for here; those of the types themselves are.
    let of_types: Vec<_> = diagnostics.sorted().into_iter().filter(|fault| fault.place.file.as_str().contains("_types/")).collect();
    output.diagnostics(&of_types);
    let none = Map::new();
    let defaults = settings.as_ref().map_or(&none, |hub| &hub.defaults);
    if options.output.is_some() && output.format != Format::Cms {
        let advice = "leave it out, and send what is printed where you want it: almoner types > types.txt";
        return Err(Failure::new("--output", "only `--format cms` makes files", advice));
    }
    match output.format {
        Format::JsonSchema => output.data(&format!("{:#}", json_schema(&types, defaults))),
        Format::Cms => {
            let place = cms::Place {
                folder: &in_repository(hub.unwrap_or(default)),
                site_url: settings.as_ref().map_or("", |hub| &hub.base_url),
                lang: settings.as_ref().map_or("en-GB", |hub| &hub.lang),
                filled: defaults,
                names,
                further: &further,
            };
            if names.numbers > 0 && names.files > 0 {
                let (known, other) = if names.are_numbers() { ("numbers", names.files) } else { ("names of files", names.numbers) };
                output.note(&format!(
                    "Pages name records in two ways, and forms know them by their {known}: {other} otherwise, which a form does not show.\n\
                     Write those like the others, or a form that changes such a list loses them."
                ));
            }
            let text = format!("{CMS_HEADING}{}", yaml::write(&cms::configuration(&types, place)));
            match &options.output {
                None => output.data(&text),
                Some(folder) if !fresh::is_free(folder)? => {
                    return Err(Failure::new(folder, "this folder is not empty", "name a folder that does not exist yet"));
                }
                Some(folder) => {
                    fresh::write_new(&folder.join("config.yml"), &text)?;
                    fresh::write_new(&folder.join("index.html"), CMS_PAGE)?;
                    output.say(&format!("Wrote {folder}/config.yml and {folder}/index.html.\n\nNext:\n{CMS_NEXT}"));
                }
            }
        }
        _ => output.data(&table(&types)),
    }
    Ok(i32::from(!of_types.is_empty()))
}

const CMS_HEADING: &str = "\
# The form of every page, for Decap CMS or Sveltia CMS. Made by `almoner types --format cms`: make it anew when types change.
# `backend` says where pages are kept and who may write: see https://decapcms.org/docs/backends-overview/
";

/// The program of the web editor stands beside the page: no other site is asked for it.
const CMS_PAGE: &str = "\
<!doctype html>
<html lang=\"en-GB\">
<meta charset=\"utf-8\">
<meta name=\"viewport\" content=\"width=device-width\">
<meta name=\"robots\" content=\"noindex\">
<title>Edit the hub</title>
<body>
<script src=\"decap-cms.js\"></script>
";

const CMS_NEXT: &str = "\
  1. Put the program beside them: dist/decap-cms.js of the npm package `decap-cms`, with the files that stand with it there.
     (For Sveltia CMS: dist/sveltia-cms.js of `@sveltia/cms`, and its name in index.html.)
  2. Say in config.yml under `backend` where the repository is.
  3. Publish the folder as a site of its own, as in edit.example.org: the pages of the hub allow no foreign request, and this one needs them.";

/// The hub's folder as a repository names it: the current folder is taken to be the repository's top.
fn in_repository(hub: &Utf8Path) -> String {
    let parts: Vec<&str> = hub.components().map(|part| part.as_str()).filter(|part| *part != ".").collect();
    let from_here = !hub.is_absolute() && !parts.contains(&"..");
    if from_here { parts.join("/") } else { parts.last().copied().unwrap_or_default().to_owned() }
}

/// Every type with its fields: name, kind, whether it is needed, and what it is for.
fn table(types: &ContentTypes) -> String {
    let mut text = String::new();
    for content_type in types.types.values() {
        let id = content_type.prefix.as_deref().map(|prefix| format!(", ids {prefix}-0001")).unwrap_or_default();
        let folder = content_type.folder.as_deref().map(|folder| format!(", folder {folder}/")).unwrap_or_default();
        let _ = writeln!(text, "{} ({}{folder}{id})\n  {}", content_type.id, content_type.name, content_type.help);
        fields(&mut text, &content_type.fields, 1);
        text.push('\n');
    }
    text.push_str("Every page also has\n");
    fields(&mut text, &types.shared, 1);
    text
}

fn fields(text: &mut String, list: &[Field], depth: usize) {
    for field in list {
        let needed = if field.required {
            "required"
        } else if field.required_if.is_empty() {
            ""
        } else {
            "sometimes"
        };
        let name = format!("{}{}", "  ".repeat(depth), field.name);
        let _ = writeln!(text, "{name:<28} {:<26} {needed:<10} {}", kind(&field.kind), field.hint);
        match &field.kind {
            Kind::Group { fields: inner, .. } => fields(text, inner, depth + 1),
            Kind::List { of, .. } => {
                if let Kind::Group { fields: inner, .. } = &of.kind {
                    fields(text, inner, depth + 1);
                }
            }
            _ => {}
        }
    }
}

fn kind(kind: &Kind) -> String {
    match kind {
        Kind::Text => "text".into(),
        Kind::Markdown => "Markdown".into(),
        Kind::Integer => "whole number".into(),
        Kind::Decimal => "number".into(),
        Kind::Boolean => "true or false".into(),
        Kind::Date => "date".into(),
        Kind::Instant => "moment".into(),
        Kind::Choice(choices) => format!("one of {}", choices.len()),
        Kind::List { of, .. } => format!("list of {}", self::kind(&of.kind)),
        Kind::Group { .. } => "group".into(),
        Kind::Reference { many: true, .. } => "records".into(),
        Kind::Reference { .. } => "record".into(),
        Kind::Citation => "source".into(),
        Kind::Figure => "key figure".into(),
        Kind::Image => "image".into(),
        Kind::File => "file".into(),
        Kind::Url => "web address".into(),
        Kind::Email => "e-mail address".into(),
        Kind::Telephone => "telephone".into(),
        Kind::Language => "language".into(),
    }
}
