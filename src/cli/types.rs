//! `almoner types`.

use std::fmt::Write;

use camino::Utf8Path;

use super::args::{Format, Types};
use super::output::Output;
use crate::assemble::rules;
use crate::diagnostic::Failure;
use crate::load::content_type::{ContentTypes, Field, Kind};
use crate::load::json_schema::json_schema;
use crate::load::theme_files::ThemeFiles;
use crate::load::value::Map;
use crate::load::{content_types, load};

pub fn run(options: &Types, output: &Output) -> Result<i32, Failure> {
    let default = Utf8Path::new("content");
    let hub = options.hub.as_deref().or_else(|| default.join("hub.yaml").is_file().then_some(default));
    let (types, defaults, diagnostics) = match hub {
        Some(hub) => match load(hub, &rules::names())? {
            (Some(loaded), diagnostics) => (loaded.types, loaded.hub.defaults, diagnostics),
            (None, diagnostics) => {
                output.diagnostics(&diagnostics.sorted());
                return Ok(1);
            }
        },
        None => {
            let (types, diagnostics) = content_types(&ThemeFiles::college(), &rules::names());
            (types, Map::new(), diagnostics)
        }
    };
    // Faults of pages are not asked for here; those of the types themselves are.
    let of_types: Vec<_> = diagnostics.sorted().into_iter().filter(|fault| fault.place.file.as_str().contains("_types/")).collect();
    output.diagnostics(&of_types);
    match output.format {
        Format::JsonSchema => {
            output.data(&format!("{:#}", json_schema(&types, &defaults)));
        }
        _ => output.data(&table(&types)),
    }
    Ok(i32::from(!of_types.is_empty()))
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
