//! The stage itself: walk, read in parallel, know the types, check every page against its own.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;

use super::asset::Asset;
use super::content_type::{ContentType, ContentTypes};
use super::document::Document;
use super::golden::Golden;
use super::hub::Hub;
use super::kept::{Kept, Reading};
use super::language::Languages;
use super::page::PageReader;
use super::plain_words;
use super::published::PublishedList;
use super::sheet::Sheet;
use super::source::{self, Source};
use super::table::Table;
use super::theme_files::ThemeFiles;
use super::type_file;
use super::walk::{self, Entry, Role};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Failure};

/// Everything that a hub's folder says.
#[derive(Debug)]
pub struct Loaded {
    pub hub: Hub,
    pub types: ContentTypes,
    pub theme: ThemeFiles,
    pub languages: Languages,
    pub documents: Vec<Arc<Document>>,
    /// Pages that could not be read. Whatever leads to one of them is not at fault for it.
    pub unread: Vec<Unread>,
    pub assets: BTreeMap<Utf8PathBuf, Asset>,
    /// The assets that are CSV files.
    pub tables: BTreeMap<Utf8PathBuf, Table>,
    pub bibliography: Option<Arc<Source>>,
    pub golden: Option<Golden>,
    /// Words of offices, in small letters, and what to say instead.
    pub plain_words: BTreeMap<String, String>,
    pub published: PublishedList,
}

/// A page of which only the name is known, and the id if it can be made out.
#[derive(Debug, Clone)]
pub struct Unread {
    pub path: Utf8PathBuf,
    pub id: Option<String>,
}

/// A page, or what is left of one, and what is wrong with it.
pub(super) type PageRead = (Result<Arc<Document>, Unread>, Diagnostics);

/// Reads the hub in `root`. `rules` are the names of the rules that types may ask for. No hub comes back when `hub.yaml` itself cannot be used.
pub fn load(root: &Utf8Path, rules: &[&str]) -> Result<(Option<Loaded>, Diagnostics), Failure> {
    let (loaded, faults, _) = load_again(root, rules, &Kept::default(), &BTreeSet::new())?;
    Ok((loaded, faults))
}

/// The same for whoever reads a hub again and again: only what changed since `kept` is opened. `told` are files of which a change is known.
pub fn load_again(
    root: &Utf8Path,
    rules: &[&str],
    kept: &Kept,
    told: &BTreeSet<Utf8PathBuf>,
) -> Result<(Option<Loaded>, Diagnostics, Kept), Failure> {
    let hub_file = root.join("hub.yaml");
    if !root.is_dir() {
        return Err(Failure::new(root, "there is no such folder", "name the folder that holds `hub.yaml`"));
    }
    if !hub_file.is_file() {
        return Err(Failure::new(
            root,
            "this is not a hub: it has no `hub.yaml`",
            format!("name the folder that holds it, or make a new hub with `almoner init {root}`"),
        ));
    }
    let reading = Reading::begin(kept, told);
    let mut faults = Diagnostics::new();
    let (entries, walk_faults) = walk::walk(root)?;
    faults.append(walk_faults.clone());
    let mut context = blake3::Hasher::new();
    let hub_source = reading.text(&Entry::at(root, Utf8Path::new("hub.yaml"), Role::Hub)?, &mut faults)?;
    let hub = hub_source.and_then(|source| {
        context.update(source.hash.as_bytes());
        let (hub, hub_faults) = Hub::read(Sheet::whole(source));
        faults.append(hub_faults);
        hub
    });
    let Some(hub) = hub else {
        // Faults of names are not shown without the hub that they are faults of, but they are part of what was read.
        let faults = faults.iter().filter(|fault| fault.place.file == hub_file).cloned().collect();
        return Ok((None, faults, reading.end_early(walk_faults)));
    };

    let mut theme = ThemeFiles::college();
    for entry in entries.iter().filter(|entry| matches!(entry.role, Role::Type | Role::Theme | Role::Language)) {
        let name = entry.path.file_name().unwrap_or_default();
        if entry.role == Role::Theme && !name.ends_with(".html") {
            theme.replace(name, Err((entry.disk.clone(), reading.bytes(entry)?.to_vec())));
        } else if let Some(source) = reading.text(entry, &mut faults)? {
            match entry.role {
                Role::Theme => theme.replace(name, Ok(source)),
                Role::Language => theme.translate(entry.path.file_stem().unwrap_or_default(), source),
                _ => {
                    theme.types.insert(entry.path.file_stem().unwrap_or_default().to_owned(), source);
                }
            }
        }
    }
    let mut of_types = blake3::Hasher::new();
    theme.types.iter().for_each(|(id, source)| _ = of_types.update(id.as_bytes()).update(source.hash.as_bytes()));
    let of_types = of_types.finalize();
    let context = context.update(of_types.as_bytes()).finalize();
    let (types, type_faults) = reading.types(of_types).unwrap_or_else(|| content_types(&theme, rules));
    faults.append(type_faults.clone());
    let (mut languages, language_faults) = Languages::read(&theme.languages, &types);
    faults.append(language_faults);
    if let Some(default) = hub.default_type.as_deref().filter(|id| types.get(id).is_none() && !types.faulty.contains(*id)) {
        let place = hub.sheet.value_place(&"default_type".into());
        faults.push(
            Diagnostic::error(Code::ConfigFault, place, format!("there is no content type `{default}`"))
                .did_you_mean(default, types.types.keys().map(String::as_str))
                .help(format!("the types are: {}", types.types.keys().map(String::as_str).collect::<Vec<_>>().join(", "))),
        );
    }

    let bibliography = match &hub.bibliography {
        Some(path) if root.join(path).is_file() => reading.text(&Entry::at(root, path, Role::Asset)?, &mut faults)?,
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
    let mut golden = None;
    if let Some(entry) = entries.iter().find(|entry| entry.role == Role::Golden)
        && let Some(source) = reading.text(entry, &mut faults)?
    {
        let (read, golden_faults) = Golden::read(Sheet::whole(source));
        faults.append(golden_faults);
        golden = Some(read);
    }
    let mut published = PublishedList::default();
    if let Some(entry) = entries.iter().find(|entry| entry.role == Role::Published)
        && let Some(source) = reading.text(entry, &mut faults)?
    {
        let (read, published_faults) = PublishedList::read(source);
        faults.append(published_faults);
        published = read;
    }
    let reader = PageReader { hub: &hub, types: &types };
    let read: Vec<Result<Arc<PageRead>, Failure>> =
        entries.par_iter().filter(|entry| entry.role == Role::Page).map(|entry| page(&reading, &reader, entry, context)).collect();
    languages.speak(&hub.lang);
    let mut documents = Vec::new();
    let mut unread = Vec::new();
    for page in read {
        let page = page?;
        let (page, page_faults) = &*page;
        match page {
            Ok(document) => {
                languages.speak(&document.common.lang);
                documents.push(document.clone());
            }
            Err(page) => unread.push(page.clone()),
        }
        faults.extend(page_faults.iter().cloned());
    }
    let assets = entries
        .par_iter()
        .filter(|entry| entry.role == Role::Asset && Some(&entry.path) != hub.bibliography.as_ref())
        .map(|entry| reading.asset(entry).map(|asset| (asset.path.clone(), asset)))
        .collect::<Result<BTreeMap<_, _>, Failure>>()?;
    let mut tables = BTreeMap::new();
    for entry in entries.iter().filter(|entry| entry.role == Role::Asset && entry.path.extension() == Some("csv")) {
        if let Some(source) = reading.text(entry, &mut faults)? {
            tables.insert(entry.path.clone(), Table::read(source));
        }
    }
    let plain_words = plain_words::read(&hub, &mut faults);
    let kept = Kept { walk_faults, context: Some(context), types: Some((of_types, types.clone(), type_faults)), ..reading.end() };
    Ok((
        Some(Loaded { hub, types, theme, languages, documents, unread, assets, tables, bibliography, golden, plain_words, published }),
        faults,
        kept,
    ))
}

impl Loaded {
    /// The hub as it would be read with files of another path or another text. `path` gives the new path of a file that moves,
    /// `texts` the new texts by the path that the file had.
    pub fn changed(
        mut self,
        path: &dyn Fn(&Utf8Path) -> Option<Utf8PathBuf>,
        texts: &BTreeMap<Utf8PathBuf, String>,
    ) -> (Option<Loaded>, Diagnostics) {
        let mut faults = Diagnostics::new();
        let renewed = |source: &Arc<Source>| {
            let moved = path(&source.path);
            if moved.is_none() && !texts.contains_key(&source.path) {
                return None;
            }
            let text = texts.get(&source.path).unwrap_or(&source.text).clone();
            let disk = match &moved {
                Some(moved) => Utf8PathBuf::from(source.file.as_str().strip_suffix(source.path.as_str()).unwrap_or_default()).join(moved),
                None => source.file.clone(),
            };
            Some(Arc::new(Source::new(moved.unwrap_or_else(|| source.path.clone()), disk, text)))
        };
        if let Some(source) = renewed(&self.hub.sheet.source) {
            let (hub, hub_faults) = Hub::read(Sheet::whole(source));
            faults.append(hub_faults);
            let Some(hub) = hub else { return (None, faults) };
            self.hub = hub;
        }
        if let Some(source) = self.golden.as_ref().and_then(|golden| renewed(&golden.sheet.source)) {
            let (golden, golden_faults) = Golden::read(Sheet::whole(source));
            faults.append(golden_faults);
            self.golden = Some(golden);
        }
        // Settings of the hub may be filled into any page, so that each is read again.
        let reader = PageReader { hub: &self.hub, types: &self.types };
        let mut documents = Vec::with_capacity(self.documents.len());
        for document in self.documents {
            let source = renewed(&document.source).unwrap_or_else(|| document.source.clone());
            let unread = Unread { path: source.path.clone(), id: document.common.id.clone() };
            match reader.page(source, &mut faults) {
                Some(document) => documents.push(Arc::new(document)),
                None => self.unread.push(unread),
            }
        }
        self.documents = documents;
        let here = |old: Utf8PathBuf| path(&old).unwrap_or(old);
        self.assets = self
            .assets
            .into_iter()
            .map(|(old, asset)| {
                let new = here(old);
                (new.clone(), asset.moved(new))
            })
            .collect();
        self.tables = self.tables.into_iter().map(|(old, table)| (here(old), table)).collect();
        (Some(self), faults)
    }

    /// A further page, as if its file were there.
    pub fn with_page(mut self, path: &Utf8Path, disk: &Utf8Path, text: &str) -> (Loaded, Diagnostics) {
        let mut faults = Diagnostics::new();
        let page = PageReader { hub: &self.hub, types: &self.types }.page(Arc::new(Source::new(path, disk, text.to_owned())), &mut faults);
        self.documents.extend(page.map(Arc::new));
        (self, faults)
    }
}

/// The bytes of a file that is about to be written anew, to be held against the text that was read from it.
pub fn bytes(disk: &Utf8Path) -> Result<Vec<u8>, Failure> {
    std::fs::read(disk).map_err(|error| Failure::io(disk, "read the file", &error))
}

/// One page, read or as it was kept.
fn page(reading: &Reading, reader: &PageReader, entry: &Entry, context: blake3::Hash) -> Result<Arc<PageRead>, Failure> {
    let mut faults = Diagnostics::new();
    let source = reading.text(entry, &mut faults)?;
    if let Some(page) = source.as_ref().and_then(|source| reading.page(&entry.disk, source, context)) {
        reading.keep_page(&entry.disk, page.clone());
        return Ok(page);
    }
    let id = source.as_ref().and_then(|source| written_id(&source.text));
    let document = source.and_then(|source| reader.page(source, &mut faults));
    let page = Arc::new((document.map(Arc::new).ok_or_else(|| Unread { path: entry.path.clone(), id }), faults));
    reading.keep_page(&entry.disk, page.clone());
    Ok(page)
}

/// What a page's own file says, read apart from the rest of the hub.
#[derive(Debug)]
pub enum Again {
    Same,
    Changed(Box<Document>),
    /// It has gone, is at fault, or is no plain file: the next reading of the whole hub will say.
    Unclear,
}

/// A page whose file alone may have changed, with what the hub says for all pages.
pub fn page_again(loaded: &Loaded, before: &Document) -> Again {
    let Ok(Some(entry)) = Entry::of_file(&before.source.path, &before.source.file) else { return Again::Unclear };
    let Ok(Ok(source)) = source::read(&entry.disk, &entry.path) else { return Again::Unclear };
    if source.hash == before.source.hash {
        return Again::Same;
    }
    let mut faults = Diagnostics::new();
    let document = PageReader { hub: &loaded.hub, types: &loaded.types }.page(source, &mut faults);
    let is_sound = !faults.with_levels(&loaded.hub.levels).has_errors();
    document.filter(|_| is_sound).map_or(Again::Unclear, |document| Again::Changed(Box::new(document)))
}

/// The id of a page that nobody may be able to read.
fn written_id(text: &str) -> Option<String> {
    let id = text.lines().take(40).find_map(|line| line.strip_prefix("id:"))?.trim().trim_matches(['"', '\'']);
    (!id.is_empty()).then(|| id.to_owned())
}

/// The content types of the theme and the hub, and the fields of all pages.
pub fn content_types(theme: &ThemeFiles, rules: &[&str]) -> (ContentTypes, Diagnostics) {
    let mut faults = Diagnostics::new();
    let known: BTreeSet<String> = theme.types.keys().filter(|id| *id != "_shared").cloned().collect();
    let mut types = BTreeMap::<String, Arc<ContentType>>::new();
    let mut faulty = BTreeSet::new();
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
        match content_type {
            Some(content_type) => {
                types.insert(id.clone(), Arc::new(content_type));
            }
            None => {
                faulty.insert(id.clone());
            }
        }
    }
    faults.append(shared_folders(&types));
    (ContentTypes { types, shared, faulty }, faults)
}

/// A folder belongs to one type, or its pages would be of either.
fn shared_folders(types: &BTreeMap<String, Arc<ContentType>>) -> Diagnostics {
    let mut faults = Diagnostics::new();
    for (id, content_type) in types {
        let Some(folder) = &content_type.folder else { continue };
        let others = types.values().filter(|other| other.id != *id && other.folder.as_ref() == Some(folder));
        // The theme's own types came first.
        for other in others.filter(|other| !content_type.is_shipped() && (other.is_shipped() || other.id < *id)) {
            let place = Sheet::whole(content_type.source.clone()).value_place(&"folder".into());
            faults.push(
                Diagnostic::error(Code::TypeFault, place, format!("the folder `{folder}` belongs to the type `{}`", other.id))
                    .help("choose another folder"),
            );
        }
    }
    faults
}
