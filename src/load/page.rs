//! One page: its front matter, its type, its fields, its Markdown. What is wrong with it by itself is all said here.

use std::sync::Arc;

use super::common::Common;
use super::content_type::{BodyRule, ContentType, ContentTypes, Field, Kind};
use super::document::{Document, Origin, Passage};
use super::front_matter::{self, Missing};
use super::hub::Hub;
use super::markdown;
use super::sheet::Sheet;
use super::source::Source;
use super::validate;
use super::value::{KeyPath, Map, Value};
use super::walk::kilobytes;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};

/// YAML costs more than its length: 100 kB of brackets keep a parser busy for a second.
const MAX_FRONT_MATTER_BYTES: usize = 64 << 10;

/// What is the same for every page of a hub.
#[derive(Debug, Clone, Copy)]
pub struct PageReader<'a> {
    pub hub: &'a Hub,
    pub types: &'a ContentTypes,
}

impl PageReader<'_> {
    /// The page with everything that can be known of it alone; none when there is too little to go on.
    pub fn page(&self, source: Arc<Source>, faults: &mut Diagnostics) -> Option<Document> {
        let parts = match front_matter::split(&source.text) {
            Ok(parts) => parts,
            Err(missing) => {
                faults.push(missing_front_matter(&source, missing));
                return None;
            }
        };
        if parts.yaml.len() > MAX_FRONT_MATTER_BYTES {
            faults.push(
                Diagnostic::error(
                    Code::FileTooLarge,
                    source.place(0..0),
                    format!("the front matter has {}", kilobytes(parts.yaml.len() as u64, MAX_FRONT_MATTER_BYTES as u64)),
                )
                .help("move long text from the front matter to the body of the page"),
            );
            return None;
        }
        let sheet = Sheet::part(source.clone(), parts.yaml);
        let mut written = match sheet.read() {
            Ok(map) => map,
            Err(fault) => {
                faults.push(*fault);
                return None;
            }
        };
        let content_type = self.type_of(&source, &written, &sheet, faults)?;
        for (name, value) in self.hub.defaults.iter() {
            let takes = self.types.shared.iter().chain(&content_type.fields).any(|field| field.name == name);
            if takes && written.get(name).is_none() {
                written.insert(name, value.clone());
            }
        }
        if written.get("lang").is_none() {
            written.insert("lang", Value::Text(self.hub.lang.clone()));
        }
        let (fields, mut page_faults) = validate::validate(&content_type, &self.types.shared, &written, &sheet, &self.hub.zone);
        let common = Common::from_fields(&content_type, &fields, &written, &self.hub.zone);
        let mut document = Document { source, sheet, content_type, common, fields, passages: Vec::new() };
        self.read_passages(&mut document, parts.body, &mut page_faults);
        if document.is_draft() {
            // What a draft still lacks is no fault yet: it is what remains to be done before it can be published.
            page_faults = page_faults.at_most(Severity::Advice);
        }
        faults.append(page_faults);
        Some(document)
    }

    /// What the page says it is, or else what the hub says, or else what its folder says. A hub that names a type for its pages
    /// may have folders that happen to be called like ours.
    fn type_of(&self, source: &Source, written: &Map, sheet: &Sheet, faults: &mut Diagnostics) -> Option<Arc<ContentType>> {
        let folder = source.path.parent().and_then(|parent| parent.components().next()).map(|part| part.as_str().to_owned());
        let landing = source.path.file_name() == Some("_index.md");
        let by_folder = folder.as_deref().filter(|_| !landing).and_then(|folder| self.types.for_folder(folder));
        let place = sheet.value_place(&"type".into());
        if let Some(other) = written.get("type").filter(|value| !matches!(value, Value::Text(_) | Value::Null)) {
            faults.push(
                Diagnostic::error(Code::FieldKind, place, format!("`type` takes the name of a content type, found {}", other.kind_name()))
                    .help(format!("the types are: {}", self.type_names())),
            );
            return None;
        }
        let Some(name) = written.text("type") else {
            let default = self.hub.default_type.as_deref().and_then(|id| self.types.get(id));
            let landing = self.types.get("page").filter(|_| landing);
            if let Some(content_type) = landing.or(default).or(by_folder) {
                return Some(content_type.clone());
            }
            if !self.types.faulty.is_empty() || self.hub.default_type.is_some() {
                // The page may well belong to a type whose own file, or name in `hub.yaml`, is at fault.
                return None;
            }
            faults.push(
                Diagnostic::error(Code::FieldMissing, sheet.top(), "the page does not say its `type`")
                    .help(format!("add a line `type: …` with one of: {}", self.type_names())),
            );
            return None;
        };
        let Some(content_type) = self.types.get(name) else {
            if self.types.faulty.contains(name) {
                return None;
            }
            faults.push(
                Diagnostic::error(Code::UnknownType, place, format!("there is no content type `{name}`"))
                    .did_you_mean(name, self.types.types.keys().map(String::as_str))
                    .help(format!("the types are: {}", self.type_names())),
            );
            return None;
        };
        if let Some(expected) = &content_type.folder
            && folder.as_deref() != Some(expected)
        {
            faults.push(
                Diagnostic::error(Code::TypeFolder, place, format!("a `{name}` lives in the folder `{expected}/`"))
                    .help(format!("move the file to `{expected}/{}`, or change its type", source.path.file_name().unwrap_or_default())),
            );
        }
        Some(content_type.clone())
    }

    fn type_names(&self) -> String {
        self.types.types.keys().map(String::as_str).collect::<Vec<_>>().join(", ")
    }

    fn read_passages(&self, document: &mut Document, body: std::ops::Range<usize>, faults: &mut Diagnostics) {
        let text = &document.source.text[body.clone()];
        let content_type = document.content_type.clone();
        let is_empty = text.trim().is_empty();
        match content_type.body {
            BodyRule::Required if is_empty && !document.is_landing() => faults.push(
                Diagnostic::error(
                    Code::FieldMissing,
                    document.source.place(body.end..body.end),
                    format!("a {} needs a text below its front matter", content_type.id),
                )
                .help("write the page's text after the second line of three hyphens"),
            ),
            BodyRule::Forbidden if !is_empty => {
                let start = body.start + (text.len() - text.trim_start().len());
                faults.push(
                    Diagnostic::error(
                        Code::FieldForbidden,
                        document.source.place(start..start + 1),
                        format!("a {} has no text below its front matter", content_type.id),
                    )
                    .help("move the words to one of the fields, or delete them"),
                );
            }
            _ => {}
        }
        let mut passages = Vec::new();
        if !is_empty && content_type.body != BodyRule::Forbidden {
            passages.push((Origin::Body(body), content_type.html));
        }
        let mut fields = Vec::new();
        for field in self.types.shared.iter().chain(&content_type.fields) {
            if let Some(value) = document.fields.get(&field.name) {
                markdown_fields(field, value, &KeyPath::from(field.name.as_str()), &mut fields);
            }
        }
        passages.extend(fields.into_iter().map(|(path, text)| (Origin::Field(path, text), content_type.html)));
        for (origin, html) in passages {
            let text = match &origin {
                Origin::Body(range) => &document.source.text[range.clone()],
                Origin::Field(_, text) => text,
            };
            let (prose, found) = markdown::read(text, html);
            let passage = Passage { origin, prose };
            for fault in found {
                let place = document.place(&passage, fault.range);
                faults
                    .push(Diagnostic { severity: fault.severity, ..Diagnostic::error(fault.code, place, fault.message).help(fault.help) });
            }
            self.check_length(&content_type, document, &passage, faults);
            document.passages.push(passage);
        }
    }

    fn check_length(&self, content_type: &ContentType, document: &Document, passage: &Passage, faults: &mut Diagnostics) {
        let (Some(limit), Origin::Body(_)) = (content_type.max_body_words, &passage.origin) else { return };
        if passage.prose.words > limit {
            faults.push(
                Diagnostic::warning(
                    Code::FieldLimit,
                    document.sheet.top(),
                    format!("the text has {} words, and a {} should have at most {limit}", passage.prose.words, content_type.id),
                )
                .help("shorten the text, or move detail to a page of its own"),
            );
        }
    }
}

fn missing_front_matter(source: &Source, missing: Missing) -> Diagnostic {
    let first = source.text.find('\n').unwrap_or(source.text.len());
    match missing {
        Missing::Opening if source.text.trim_start().starts_with("---") => {
            let fence = source.text.find("---").unwrap_or_default();
            Diagnostic::error(Code::FrontMatterMissing, source.place(fence..fence + 3), "the front matter does not begin in the first line")
                .help("delete the empty lines above it")
        }
        Missing::Opening => {
            Diagnostic::error(Code::FrontMatterMissing, source.place(0..first), "the page does not start with front matter")
                .help("put a line `---`, the fields, and another line `---` at the very top of the file")
        }
        Missing::Closing => {
            Diagnostic::error(Code::FrontMatterOpen, source.place(0..first), "the front matter is opened here and never closed")
                .help("put a line `---` after the last field")
        }
    }
}

/// The Markdown inside a field's value, item by item.
fn markdown_fields(field: &Field, value: &Value, path: &KeyPath, found: &mut Vec<(KeyPath, String)>) {
    match (&field.kind, value) {
        (Kind::Markdown, Value::Text(text)) => found.push((path.clone(), text.clone())),
        (Kind::List { of, .. }, Value::List(items)) => {
            for (index, item) in items.iter().enumerate() {
                markdown_fields(of, item, &path.item(index), found);
            }
        }
        (Kind::Group { fields, .. }, Value::Map(map)) => {
            for inner in fields {
                if let Some(value) = map.get(&inner.name) {
                    markdown_fields(inner, value, &path.key(&inner.name), found);
                }
            }
        }
        _ => {}
    }
}
