//! The stage itself: walk, read in parallel, know the types, check every page against its own.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;

use super::asset::Asset;
use super::common::Common;
use super::content_type::{BodyRule, ContentType, ContentTypes, Field, Kind};
use super::document::{Document, Origin, Passage};
use super::front_matter::{self, Missing};
use super::hub::Hub;
use super::markdown;
use super::sheet::Sheet;
use super::source::Source;
use super::table::Table;
use super::theme_files::ThemeFiles;
use super::value::{KeyPath, Map, Value};
use super::walk::{self, Role};
use super::{type_file, validate};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Failure, Place, Severity};

/// Everything that a hub's folder says.
#[derive(Debug)]
pub struct Loaded {
    pub hub: Hub,
    pub types: ContentTypes,
    pub theme: ThemeFiles,
    pub documents: Vec<Document>,
    pub assets: BTreeMap<Utf8PathBuf, Asset>,
    /// The assets that are CSV files.
    pub tables: BTreeMap<Utf8PathBuf, Table>,
    pub bibliography: Option<Arc<Source>>,
}

/// YAML costs more than its length: 100 kB of brackets keep a parser busy for a second.
const MAX_FRONT_MATTER_BYTES: usize = 64 << 10;

/// Reads the hub in `root`. `rules` are the names of the rules that types may ask for. No hub comes back when `hub.yaml` itself cannot be used.
pub fn load(root: &Utf8Path, rules: &[&str]) -> Result<(Option<Loaded>, Diagnostics), Failure> {
    let hub_file = root.join("hub.yaml");
    if !hub_file.is_file() {
        return Err(Failure::new(
            root,
            "this is not a hub: it has no `hub.yaml`",
            format!("name the folder that holds it, or make a new hub with `almoner init {root}`"),
        ));
    }
    let mut faults = Diagnostics::new();
    let Some(hub_source) = read_text(&hub_file, Utf8Path::new("hub.yaml"), &mut faults)? else { return Ok((None, faults)) };
    let (hub, hub_faults) = Hub::read(Sheet::whole(hub_source));
    faults.append(hub_faults);
    let Some(hub) = hub else { return Ok((None, faults)) };

    let (entries, walk_faults) = walk::walk(root)?;
    faults.append(walk_faults);

    let mut theme = ThemeFiles::college();
    for entry in entries.iter().filter(|entry| entry.role == Role::Type || entry.role == Role::Theme) {
        let name = entry.path.file_name().unwrap_or_default();
        if entry.role == Role::Theme && !name.ends_with(".html") {
            let bytes = std::fs::read(&entry.disk).map_err(|error| Failure::io(&entry.disk, "read the file", &error))?;
            theme.replace(name, Err(bytes));
        } else if let Some(source) = read_text(&entry.disk, &entry.path, &mut faults)? {
            match entry.role {
                Role::Theme => theme.replace(name, Ok(source)),
                _ => {
                    theme.types.insert(entry.path.file_stem().unwrap_or_default().to_owned(), source);
                }
            }
        }
    }
    let (types, type_faults) = content_types(&theme, rules);
    faults.append(type_faults);

    let bibliography = match &hub.bibliography {
        Some(path) if root.join(path).is_file() => read_text(&root.join(path), path, &mut faults)?,
        Some(path) => {
            let place = hub.sheet.value_place(&"bibliography".into());
            faults.push(
                Diagnostic::error(Code::ConfigFault, place, format!("there is no file `{path}` in the hub"))
                    .help("name it from the hub's folder"),
            );
            None
        }
        None => None,
    };
    let reader = PageReader { hub: &hub, types: &types };
    let read: Vec<Result<(Option<Document>, Diagnostics), Failure>> = entries
        .par_iter()
        .filter(|entry| entry.role == Role::Page)
        .map(|entry| {
            let mut faults = Diagnostics::new();
            let source = read_text(&entry.disk, &entry.path, &mut faults)?;
            let document = source.and_then(|source| reader.page(source, &mut faults));
            Ok((document, faults))
        })
        .collect();
    let mut documents = Vec::new();
    for page in read {
        let (document, page_faults) = page?;
        documents.extend(document);
        faults.append(page_faults);
    }
    let assets = entries
        .par_iter()
        .filter(|entry| entry.role == Role::Asset && Some(&entry.path) != hub.bibliography.as_ref())
        .map(|entry| Asset::measure(&entry.path, &entry.disk).map(|asset| (asset.path.clone(), asset)))
        .collect::<Result<BTreeMap<_, _>, Failure>>()?;
    let mut tables = BTreeMap::new();
    for entry in entries.iter().filter(|entry| entry.role == Role::Asset && entry.path.extension() == Some("csv")) {
        if let Some(source) = read_text(&entry.disk, &entry.path, &mut faults)? {
            tables.insert(entry.path.clone(), Table::read(source));
        }
    }
    Ok((Some(Loaded { hub, types, theme, documents, assets, tables, bibliography }), faults))
}

/// A text file without its byte order mark; a diagnostic instead when it is no text.
fn read_text(disk: &Utf8Path, path: &Utf8Path, faults: &mut Diagnostics) -> Result<Option<Arc<Source>>, Failure> {
    let bytes = std::fs::read(disk).map_err(|error| Failure::io(disk, "read the file", &error))?;
    let fault = match String::from_utf8(bytes) {
        Ok(text) if !text.contains('\0') => {
            let text = match text.strip_prefix('\u{FEFF}') {
                Some(rest) => rest.to_owned(),
                None => text,
            };
            return Ok(Some(Arc::new(Source::new(path, disk, text))));
        }
        Ok(text) => {
            let at = text.find('\0').unwrap_or_default();
            Diagnostic::error(
                Code::FileNotText,
                Place::in_text(disk, &text.replace('\0', "\u{FFFD}"), at..at + 1),
                "this file has a zero byte in it",
            )
            .help("save the file again as plain UTF-8 text")
        }
        Err(error) => {
            let sound = error.utf8_error().valid_up_to();
            let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
            Diagnostic::error(Code::FileNotText, Place::in_text(disk, &text, sound..sound + 1), "this file is not UTF-8 text")
                .help("open it in your editor and save it with the encoding UTF-8")
        }
    };
    faults.push(fault);
    Ok(None)
}

/// The content types of the theme and the hub, and the fields of all pages.
pub fn content_types(theme: &ThemeFiles, rules: &[&str]) -> (ContentTypes, Diagnostics) {
    let mut faults = Diagnostics::new();
    let known: BTreeSet<String> = theme.types.keys().filter(|id| *id != "_shared").cloned().collect();
    let mut types = BTreeMap::new();
    let mut shared = Vec::new();
    if let Some(source) = theme.types.get("_shared") {
        let (fields, shared_faults) = type_file::read_shared(&Sheet::whole(source.clone()), &known);
        shared = fields;
        faults.append(shared_faults);
    }
    for (id, source) in theme.types.iter().filter(|(id, _)| *id != "_shared") {
        let sheet = Sheet::whole(source.clone());
        let (content_type, type_faults) = type_file::read(&sheet, id, type_file::Known { types: &known, rules, shared: &shared });
        faults.append(type_faults);
        types.extend(content_type.map(|content_type| (id.clone(), Arc::new(content_type))));
    }
    (ContentTypes { types, shared }, faults)
}

struct PageReader<'a> {
    hub: &'a Hub,
    types: &'a ContentTypes,
}

impl PageReader<'_> {
    fn page(&self, source: Arc<Source>, faults: &mut Diagnostics) -> Option<Document> {
        let parts = match front_matter::split(&source.text) {
            Ok(parts) => parts,
            Err(missing) => {
                faults.push(missing_front_matter(&source, missing));
                return None;
            }
        };
        if parts.yaml.len() > MAX_FRONT_MATTER_BYTES {
            faults.push(
                Diagnostic::error(Code::FileTooLarge, source.place(0..0), "the front matter has more than 64 KiB")
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
        let common = Common::from_fields(&content_type, &fields, &self.hub.zone);
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
        let Some(name) = written.text("type") else {
            let default = self.hub.default_type.as_deref().and_then(|id| self.types.get(id));
            let landing = self.types.get("page").filter(|_| landing);
            if let Some(content_type) = landing.or(default).or(by_folder) {
                return Some(content_type.clone());
            }
            faults.push(
                Diagnostic::error(Code::FieldMissing, sheet.top(), "the page does not say its `type`")
                    .help(format!("add a line `type: …` with one of: {}", self.type_names())),
            );
            return None;
        };
        let place = sheet.value_place(&"type".into());
        let Some(content_type) = self.types.get(name) else {
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
