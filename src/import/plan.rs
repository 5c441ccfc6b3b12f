//! Which pages the old site has, at which addresses, and which file of the new hub each becomes. An address that two pages would have is
//! given to the first; names that our own pages need are given way to.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};

use super::date;
use super::front::{self, Front, is_no, is_yes};
use super::old_address;
use super::site::{Generator, Site, lookup};
use crate::assemble::address;
use crate::load::slug::slug;
use crate::load::source::Source;
use crate::load::value::Value;

/// A page of the old site and what it becomes.
#[derive(Debug, Clone)]
pub struct Page {
    pub source: Arc<Source>,
    /// Below the old folder of pages.
    pub path: Utf8PathBuf,
    pub front: Front,
    pub kind: Kind,
    /// The day that the file's name begins with.
    pub day: Option<String>,
    /// The file's name as the old site took it: without its ending, its language and its day.
    pub name: String,
    /// As the file's name or the folder of its language says it, where that is not the site's own.
    pub lang: Option<String>,
    /// The folder of its language, in which the old site began again; empty where languages have none.
    pub home: Utf8PathBuf,
    /// The new address of the page that this one says in another language.
    pub translation_of: Option<String>,
    /// Where a browser found it.
    pub old: String,
    /// Below the new hub.
    pub target: Utf8PathBuf,
    pub slug: Option<String>,
    pub address: String,
    /// Why nobody may see it yet.
    pub draft: Option<String>,
    /// It gathers the pages of a topic.
    pub is_topic: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Page,
    /// It introduces its folder.
    Landing,
    /// It stands for its folder, which holds its images.
    Bundle,
    Post,
}

impl Page {
    pub fn field(&self, name: &str) -> Option<&Value> {
        lookup(&self.front.fields, name).filter(|value| **value != Value::Null)
    }

    pub fn text(&self, name: &str) -> Option<String> {
        self.field(name).and_then(front::scalar).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
    }

    /// The folder that it lies in, as its address has it.
    pub fn place(&self) -> &Utf8Path {
        self.folder().strip_prefix(&self.home).unwrap_or(self.folder())
    }

    /// Below which its own files lie, in the old folder.
    pub fn folder(&self) -> &Utf8Path {
        self.path.parent().unwrap_or(Utf8Path::new(""))
    }
}

/// First parts of addresses that every hub needs for itself.
const OURS: &[&str] = &["search", "a-z", "offline", "browse", "id"];

/// The pages of the old site, each read, in the order of their files.
pub fn pages(site: &Site, sources: Vec<(Utf8PathBuf, Arc<Source>)>) -> Vec<Page> {
    let languages = languages(site);
    let homes = homes(site);
    let mut pages: Vec<Page> = sources.into_iter().map(|(path, source)| page(site, path, source, &languages, &homes)).collect();
    withhold(site, &mut pages);
    bundled(&mut pages);
    for page in &mut pages {
        page.old = old_address::of(site, page);
    }
    settle(&mut pages);
    pages
}

/// Languages that the old site's files may be named after.
fn languages(site: &Site) -> BTreeSet<String> {
    let mut found: BTreeSet<String> = BTreeSet::new();
    if let Some(Value::Map(map)) = site.setting("languages") {
        found.extend(map.iter().map(|(name, _)| name.to_owned()));
    }
    found.extend(site.lang().map(|lang| lang.to_lowercase()));
    found.extend(["defaultContentLanguage", "default_language"].iter().filter_map(|name| site.setting(name).and_then(front::scalar)));
    found
}

/// Folders that are of one language each, below the folder of pages.
fn homes(site: &Site) -> Vec<(Utf8PathBuf, String)> {
    let content = site.setting("contentDir").and_then(front::scalar).unwrap_or_else(|| "content".into());
    let languages = site.setting("languages").and_then(Value::as_map).into_iter().flat_map(|map| map.iter());
    let home = |(lang, of): (&str, &Value)| {
        let folder = lookup(of.as_map()?, "contentDir").and_then(front::scalar)?;
        let home = Utf8Path::new(folder.trim_matches('/')).strip_prefix(content.trim_matches('/')).ok()?.to_owned();
        (!home.as_str().is_empty()).then(|| (home, lang.to_owned()))
    };
    languages.filter_map(home).collect()
}

/// Whether pages in this language stand at the root.
fn is_own(site: &Site, lang: &str) -> bool {
    let set = ["defaultContentLanguage", "default_language"].iter().find_map(|name| site.setting(name).and_then(front::scalar));
    let is_below = site.setting("defaultContentLanguageInSubdir").is_some_and(is_yes);
    !is_below && set.as_deref().unwrap_or("en") == lang
}

fn page(site: &Site, path: Utf8PathBuf, source: Arc<Source>, languages: &BTreeSet<String>, homes: &[(Utf8PathBuf, String)]) -> Page {
    let front = front::read(&source.text);
    let generator = site.generator.unwrap_or(Generator::Hugo);
    let full = path.file_stem().unwrap_or_default();
    let folder = path.parent().unwrap_or(Utf8Path::new(""));
    let (home, of_home) = homes.iter().find(|(home, _)| folder.starts_with(home)).cloned().unzip();
    let (stem, lang) = match full.rsplit_once('.') {
        Some((stem, lang)) if generator != Generator::Jekyll && languages.contains(lang) => (stem.to_owned(), Some(lang.to_owned())),
        _ => (full.to_owned(), of_home),
    };
    let lang = lang.filter(|lang| !is_own(site, lang));
    let home = home.unwrap_or_default();
    let in_folder = |name: &str| folder.components().any(|part| part.as_str() == name);
    let (in_posts, in_drafts) = (in_folder("_posts"), in_folder("_drafts"));
    let dated = date::dated_name(&stem).filter(|_| generator == Generator::Zola || in_posts || in_drafts);
    let day = dated.map(|(day, _)| day.to_owned());
    let name = dated.map_or(stem.clone(), |(_, rest)| rest.to_owned());
    let kind = match (generator, stem.as_str()) {
        (Generator::Jekyll, _) if in_posts || in_drafts => Kind::Post,
        (Generator::Jekyll, "index") => Kind::Landing,
        (_, "_index") => Kind::Landing,
        (_, "index") if folder == home => Kind::Landing,
        (_, "index") => Kind::Bundle,
        _ => Kind::Page,
    };
    let mut page = Page {
        source,
        front,
        kind,
        day,
        name,
        lang,
        home,
        translation_of: None,
        old: String::new(),
        target: Utf8PathBuf::new(),
        slug: None,
        address: String::new(),
        draft: None,
        is_topic: false,
        path,
    };
    if in_drafts {
        page.draft = Some("it lies in `_drafts`".into());
    }
    page.target = target(&page, &stem);
    page.slug = wanted_slug(generator, &mut page);
    page
}

/// The file of the new hub: the old one's place, with names that a hub keeps back or needs itself changed.
fn target(page: &Page, stem: &str) -> Utf8PathBuf {
    let mut parts: Vec<String> = page.place().components().map(|part| part.as_str().to_owned()).collect();
    if let Some(lang) = &page.lang {
        parts.insert(0, lang.clone());
    }
    let file = match page.kind {
        Kind::Landing => "_index".to_owned(),
        Kind::Bundle => parts.pop().unwrap_or_else(|| "index".into()),
        Kind::Page | Kind::Post => stem.to_owned(),
    };
    // Drafts go where they are to go when they are ready.
    let parts: Vec<String> = parts
        .into_iter()
        .map(|part| if part == "_drafts" { "posts".to_owned() } else { part.trim_start_matches('_').to_owned() })
        .filter(|part| !part.is_empty())
        .enumerate()
        .map(|(depth, part)| if depth == 0 && OURS.contains(&part.as_str()) { format!("{part}-pages") } else { part })
        .collect();
    let file = match file.as_str() {
        "_index" => file,
        name if parts.is_empty() && (OURS.contains(&name) || name == "topics") => format!("{name}-page"),
        name => name.trim_start_matches(['_', '.']).to_owned(),
    };
    let file = if file.is_empty() { "page".to_owned() } else { file };
    Utf8PathBuf::from(parts.join("/")).join(format!("{file}.md"))
}

/// The last part of the address, where it is not the file's name. A slug that ours may not be becomes the name of the file.
fn wanted_slug(generator: Generator, page: &mut Page) -> Option<String> {
    if page.kind == Kind::Landing {
        return None;
    }
    let dated = page.day.is_some().then(|| page.name.clone());
    let written = page.text("slug").filter(|_| generator != Generator::Jekyll || page.kind == Kind::Post).or(dated)?;
    let plain = slug(written.rsplit('/').next().unwrap_or_default());
    if plain.is_empty() || Some(plain.as_str()) == page.target.file_stem() {
        return None;
    }
    // As the field `slug` takes it.
    if (3..=80).contains(&plain.len()) {
        return Some(plain);
    }
    page.target.set_file_name(format!("{plain}.md"));
    None
}

/// What keeps a page from being public, in its own fields or in those of what stands above it.
fn withhold(site: &Site, pages: &mut [Page]) {
    let generator = site.generator.unwrap_or(Generator::Hugo);
    if generator == Generator::Hugo {
        cascade(pages);
    }
    for page in pages.iter_mut() {
        let said = own_reason(generator, site, page);
        page.draft = page.draft.take().or(said);
    }
    // A section of Zola's that is a draft takes its pages along; so we do with every generator.
    let sections: Vec<Utf8PathBuf> = pages
        .iter()
        .filter(|page| page.kind == Kind::Landing && page.draft.is_some() && generator == Generator::Zola)
        .map(|page| page.folder().to_owned())
        .collect();
    for page in pages.iter_mut().filter(|page| page.draft.is_none()) {
        if sections.iter().any(|section| page.folder().starts_with(section)) {
            page.draft = Some("the section above it is a draft".into());
        }
    }
}

fn own_reason(generator: Generator, site: &Site, page: &Page) -> Option<String> {
    let yes = |name: &str| page.field(name).is_some_and(is_yes);
    let no = |name: &str| page.field(name).is_some_and(is_no);
    if let Some((_, message)) = &page.front.fault {
        return Some(format!("its front matter cannot be read: {message}"));
    }
    if yes("draft") {
        return Some("`draft`".into());
    }
    match generator {
        Generator::Hugo if yes("headless") => Some("`headless`: the old site gave it no page".into()),
        Generator::Hugo => {
            let build = ["build", "_build"].iter().find_map(|name| page.field(name).and_then(Value::as_map))?;
            lookup(build, "render").is_some_and(is_no).then(|| "`build`: the old site gave it no page".into())
        }
        Generator::Zola => no("render").then(|| "`render = false`: the old site gave it no page".into()),
        Generator::Jekyll if no("published") => Some("`published: false`".into()),
        Generator::Jekyll => {
            let first = page.path.components().next().map(|part| part.as_str()).unwrap_or_default();
            let name = first.strip_prefix('_').filter(|name| !matches!(*name, "posts" | "drafts"))?;
            let output = site.setting("collections").and_then(Value::as_map).and_then(|map| map.get(name)).and_then(Value::as_map);
            let has_pages = output.and_then(|map| map.get("output")).is_some_and(is_yes);
            (!has_pages).then(|| format!("the old site gave the collection `{name}` no pages"))
        }
    }
}

/// Hugo lets a section set fields of all pages below it. Only those that decide what is public are taken over.
fn cascade(pages: &mut [Page]) {
    const FIELDS: &[&str] = &["draft", "headless", "build", "_build", "date", "publishdate", "pubdate", "expirydate"];
    let mut given: Vec<(Utf8PathBuf, String, Value)> = Vec::new();
    for page in pages.iter().filter(|page| page.kind == Kind::Landing) {
        let maps: Vec<&Value> = match page.field("cascade") {
            Some(Value::List(items)) => items.iter().collect(),
            Some(other) => vec![other],
            None => continue,
        };
        for (name, value) in maps.iter().filter_map(|value| value.as_map()).flat_map(|map| map.iter()) {
            // Newer versions gather them under `params`, but these stand beside it.
            if FIELDS.contains(&name.to_ascii_lowercase().as_str()) {
                given.push((page.folder().to_owned(), name.to_owned(), value.clone()));
            }
        }
    }
    // What stands nearer says it last.
    given.sort_by_key(|(folder, ..)| std::cmp::Reverse(folder.components().count()));
    for page in pages.iter_mut() {
        for (folder, name, value) in &given {
            if page.folder().starts_with(folder) && page.field(name).is_none() {
                page.front.fields.insert(name.as_str(), value.clone());
            }
        }
    }
}

/// Pages inside another page's folder were parts of it and had no address of their own.
fn bundled(pages: &mut [Page]) {
    let folders: BTreeSet<Utf8PathBuf> =
        pages.iter().filter(|page| page.kind == Kind::Bundle).map(|page| page.folder().to_owned()).collect();
    for page in pages.iter_mut().filter(|page| page.kind != Kind::Bundle && page.draft.is_none()) {
        let inside = page.folder().ancestors().any(|above| folders.contains(above));
        if inside {
            page.draft = Some("it was a part of the page in whose folder it lies, and had no page of its own".into());
        }
    }
}

/// Gives each page its address, one that no other has.
fn settle(pages: &mut [Page]) {
    let folders: BTreeSet<String> = pages
        .iter()
        .flat_map(|page| {
            page.target.ancestors().skip(1).filter(|folder| !folder.as_str().is_empty()).map(address::of_folder).collect::<Vec<_>>()
        })
        .collect();
    let landings: BTreeSet<String> =
        pages.iter().filter(|page| page.kind == Kind::Landing).map(|page| address::of_file(&page.target, None)).collect();
    let mut taken: BTreeMap<String, usize> = BTreeMap::new();
    let mut files: BTreeSet<String> = BTreeSet::new();
    let mut order: Vec<usize> = (0..pages.len()).collect();
    // What introduces a folder has its address before anything else.
    order.sort_by_key(|index| (pages[*index].kind != Kind::Landing, pages[*index].draft.is_some()));
    for index in order {
        let page = &mut pages[index];
        let mut own = address::of_file(&page.target, page.slug.as_deref());
        if page.kind != Kind::Landing && folders.contains(&own) && !landings.contains(&own) && !taken.contains_key(&own) {
            // It stands where the list of a folder would be: it introduces that folder.
            let folder = page.target.with_extension("");
            let folder = page.slug.as_ref().map_or(folder.clone(), |slug| folder.with_file_name(slug));
            if address::of_folder(&folder) == own {
                page.target = folder.join("_index.md");
                page.slug = None;
            }
        }
        if page.target.file_stem() != Some("_index") && taken.contains_key(&own) && page.slug.is_some() {
            page.slug = None;
            own = address::of_file(&page.target, None);
        }
        let mut number = 2;
        let stem = page.target.file_stem().unwrap_or("page").trim_start_matches('_').to_owned();
        let is_landing = page.target.file_stem() == Some("_index");
        while taken.contains_key(&own)
            || files.contains(&page.target.as_str().to_lowercase())
            || (folders.contains(&own) && page.target.file_stem() != Some("_index"))
        {
            page.target.set_file_name(format!("{}-{number}.md", if is_landing { "index" } else { stem.as_str() }));
            page.slug = None;
            own = address::of_file(&page.target, None);
            number += 1;
        }
        taken.insert(own.clone(), index);
        files.insert(page.target.as_str().to_lowercase());
        page.address = own;
    }
}
