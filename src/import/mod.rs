//! A site that another generator builds, or a Word document, as a hub of ours. Reads, decides and reports; `publish` writes the files.
//! Nothing is published early by it: what the old site kept back is a draft, what waits for its day goes on waiting.

mod attributes;
mod body;
mod date;
mod fields;
mod front;
mod html;
mod hub_file;
mod library;
mod link;
mod old_address;
mod outcome;
mod picture;
mod places;
mod plan;
mod region;
pub mod report;
mod settle;
mod shortcode;
pub mod site;
mod surroundings;
mod toml;
mod translation;
pub mod word;
mod zip;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use jiff::Timestamp;
use rayon::prelude::*;

use crate::diagnostic::Failure;
use crate::load::foreign::{self, ForeignFile};
use crate::load::source::Source;
use crate::publish::fresh::{Content, NewFile};
use body::Body;
use fields::Fields;
use library::Library;
use plan::Page;
use report::{FieldCount, Finding, Matter, Report};
use site::{Generator, SAY_WHICH, Site};

/// What is to be imported. The clock is an input: it only serves to count what is waiting.
#[derive(Debug, Clone)]
pub struct Request {
    pub from: Utf8PathBuf,
    pub asked: Option<Generator>,
    /// Where the old site was, if its settings do not say it.
    pub base_url: Option<String>,
    pub as_of: Timestamp,
}

/// The files of a new hub, by their path below its folder, and what is to be said of them.
#[derive(Debug)]
pub struct Imported {
    pub files: Vec<NewFile>,
    pub report: Report,
}

/// Below the new folder.
pub const HUB: &str = "content";
pub const REPORT: &str = "import-report.txt";
/// The kind of a file that should have become a page and is at fault.
pub const UNREAD: &str = "page at fault";

/// Brings a whole site over.
pub fn import(request: &Request) -> Result<Imported, Failure> {
    let mut site = site::find(&request.from, request.asked)?;
    site.address.clone_from(&request.base_url);
    let found = foreign::walk(&site.content, &|path| enters(&site, path))?;
    let (page_files, others) = sorted(found.files);
    let mut findings: Vec<Finding> = found.passed_over.into_iter().map(|file| left_out(file.file, file.why)).collect();
    let (sources, faults) = read(page_files)?;
    findings.extend(faults);
    if site.generator.is_none() {
        recognise(&request.from, &mut site, &sources)?;
    }
    let sources: Vec<(Utf8PathBuf, Arc<Source>)> =
        sources.into_iter().filter(|(path, source)| is_page(&site, path, source, &mut findings)).collect();
    if sources.is_empty() {
        let advice = "name the folder of the site, or the one that holds its Markdown";
        return Err(Failure::new(&request.from, "there are no pages in this folder", advice));
    }
    let assets = assets(&site, others, &mut findings)?;
    let mut pages = plan::pages(&site, sources);
    let fields = mapped(&site, &assets, &mut pages, request.as_of);
    let mut library = Library::new(&site, &pages, assets);
    library.know_topics(settle::topics(&fields));
    let waits = |fields: &Fields| fields.published.is_some_and(|at| at > request.as_of);
    library.withhold((0..pages.len()).filter(|index| pages[*index].draft.is_some() || waits(&fields[*index])).collect());
    let bodies: Vec<Body> =
        (0..pages.len()).into_par_iter().map(|index| body::convert(&site, &library, index, fields[index].lent.as_ref())).collect();
    let aliases = settle::aliases(&pages, &fields, &library, &mut findings);
    Ok(together(request, &site, &library, &fields, bodies, aliases, findings))
}

/// Folders that hold no content, by the generator's own rules.
fn enters(site: &Site, path: &Utf8Path) -> bool {
    let first = path.components().next().map(|part| part.as_str()).unwrap_or_default();
    if site.generator != Some(Generator::Jekyll) {
        return path.file_name() != Some("node_modules");
    }
    let excluded: Vec<String> = site.setting("exclude").map(front::scalars).unwrap_or_default();
    let is_excluded = excluded.iter().any(|name| path == Utf8Path::new(name.trim_matches('/')));
    let own = ["_site", "_layouts", "_includes", "_sass", "_plugins", "_data", "node_modules", "vendor"];
    // Folders with an underscore are collections, if the settings say so.
    let collections = site.setting("collections").and_then(|value| value.as_map());
    let is_collection = |name: &str| matches!(name, "posts" | "drafts") || collections.is_some_and(|map| map.get(name).is_some());
    let hidden = path.file_name().and_then(|name| name.strip_prefix('_')).is_some_and(|name| !is_collection(name));
    !is_excluded && !own.contains(&first) && !hidden
}

fn sorted(files: Vec<ForeignFile>) -> (Vec<ForeignFile>, Vec<ForeignFile>) {
    files.into_iter().partition(|file| matches!(file.path.extension(), Some("md" | "markdown" | "mkd" | "mdown")))
}

type Sources = Vec<(Utf8PathBuf, Arc<Source>)>;

fn read(files: Vec<ForeignFile>) -> Result<(Sources, Vec<Finding>), Failure> {
    let read: Vec<(ForeignFile, Result<Arc<Source>, String>)> =
        files.into_par_iter().map(|file| foreign::text(&file).map(|text| (file, text))).collect::<Result<_, Failure>>()?;
    let mut sources = Vec::new();
    let mut findings = Vec::new();
    for (file, text) in read {
        match text {
            Ok(source) => sources.push((file.path, source)),
            Err(why) => findings.push(Finding { kind: UNREAD.into(), ..left_out(file.disk, why) }),
        }
    }
    Ok((sources, findings))
}

fn left_out(file: Utf8PathBuf, why: String) -> Finding {
    Finding { matter: Matter::File, kind: String::new(), became: String::new(), file, line: 0, column: 0, words: why }
}

/// Tells by its pages what a folder without settings was written for.
fn recognise(from: &Utf8Path, site: &mut Site, sources: &[(Utf8PathBuf, Arc<Source>)]) -> Result<(), Failure> {
    let signs = site::signs(sources.iter().map(|(path, source)| (path.as_path(), source.text.as_str())));
    match signs.as_slice() {
        [(generator, sign)] => {
            site.generator = Some(*generator);
            site.sign.clone_from(sign);
            Ok(())
        }
        [] if sources.is_empty() => {
            Err(Failure::new(from, "there are no pages in this folder", "name the folder of the site, or the one that holds its Markdown"))
        }
        [] => Err(Failure::new(
            from,
            "it cannot be told which generator this folder was written for: it has no settings and no marks of one",
            SAY_WHICH,
        )),
        several => {
            let names: Vec<String> = several.iter().map(|(generator, sign)| format!("{} by {sign}", generator.name())).collect();
            Err(Failure::new(
                from,
                format!("it cannot be told which generator this folder was written for: {}", names.join(", ")),
                SAY_WHICH,
            ))
        }
    }
}

/// Jekyll makes pages only of what begins with front matter.
fn is_page(site: &Site, path: &Utf8Path, source: &Source, findings: &mut Vec<Finding>) -> bool {
    let has = site.generator != Some(Generator::Jekyll) || source.text.starts_with("---");
    if !has {
        findings.push(left_out(source.file.clone(), "it has no front matter, so the old site had no page of it".into()));
    }
    // A site at the top of a repository stands beside what is about the repository.
    let about = path.parent().is_none_or(|folder| folder.as_str().is_empty())
        && matches!(path.as_str(), "README.md" | "CONTRIBUTING.md" | "CODE_OF_CONDUCT.md");
    let has_front = source.text.trim_start().starts_with(['-', '+', '{']);
    has && (has_front || !about)
}

/// Files that pages may mention, by where they go; pages in other languages of markup are said.
fn assets(site: &Site, others: Vec<ForeignFile>, findings: &mut Vec<Finding>) -> Result<BTreeMap<Utf8PathBuf, Utf8PathBuf>, Failure> {
    let mut assets = BTreeMap::new();
    let mut add = |path: &Utf8Path, disk: Utf8PathBuf| {
        let parts: Vec<&str> =
            path.components().map(|part| part.as_str().trim_start_matches('_')).filter(|part| !part.is_empty()).collect();
        assets.entry(Utf8PathBuf::from(parts.join("/"))).or_insert(disk);
    };
    for file in others {
        match file.path.extension().unwrap_or_default().to_ascii_lowercase().as_str() {
            "html" | "htm" | "adoc" | "asciidoc" | "org" | "rst" | "pandoc" => {
                findings.push(left_out(file.disk, "only pages in Markdown are brought over".into()));
            }
            "yml" | "yaml" | "toml" | "json" | "lock" | "scss" | "sass" | "rb" | "gemspec" if site.generator == Some(Generator::Jekyll) => {
            }
            _ => add(&file.path, file.disk),
        }
    }
    for folder in &site.statics {
        for file in foreign::walk(folder, &|_| true)?.files {
            add(&file.path, file.disk);
        }
    }
    Ok(assets)
}

/// The fields of all pages; which of them gather a topic is known then.
fn mapped(site: &Site, assets: &BTreeMap<Utf8PathBuf, Utf8PathBuf>, pages: &mut Vec<Page>, as_of: Timestamp) -> Vec<Fields> {
    let library = Library::new(site, pages, assets.clone());
    let mut fields: Vec<Fields> = pages.par_iter().map(|page| fields::map(site, &library, page)).collect();
    for (page, fields) in pages.iter_mut().zip(&mut fields) {
        if page.draft.is_none() {
            page.draft = fields.doubt.clone();
        }
    }
    settle::topic_pages(pages, &mut fields);
    translation::link(pages, &fields, site.lang().as_deref(), as_of);
    fields
}

/// Everything that was found, as files and as a report.
fn together(
    request: &Request,
    site: &Site,
    library: &Library<'_>,
    fields: &[Fields],
    bodies: Vec<Body>,
    aliases: Vec<Vec<String>>,
    mut findings: Vec<Finding>,
) -> Imported {
    let mut report = Report {
        source: site.generator.map_or("", Generator::name).to_owned(),
        sign: site.sign.clone(),
        settings: site.settings_file.clone(),
        pages: library.pages.len(),
        topics: settle::topics(fields).len(),
        aliases: aliases.iter().map(Vec::len).sum(),
        ..Report::default()
    };
    let mut files = Vec::new();
    let mut used: BTreeSet<Utf8PathBuf> = BTreeSet::new();
    let mut counts: BTreeMap<(String, &str), usize> = BTreeMap::new();
    let lang = site.lang();
    for (index, body) in bodies.into_iter().enumerate() {
        let (page, fields) = (&library.pages[index], &fields[index]);
        used.extend(body.assets);
        report.links += body.links;
        report.untitled += usize::from(fields.untitled);
        report.comments += page.source.text[page.front.head.clone()].lines().filter(|line| line.trim_start().starts_with('#')).count();
        for (field, became) in &fields.became {
            *counts.entry((field.clone(), became)).or_default() += 1;
        }
        match &page.draft {
            Some(why) => *report.drafts.entry(kind_of_reason(why)).or_default() += 1,
            None => {
                report.waiting += usize::from(fields.published.is_some_and(|at| at > request.as_of));
                report.ended += usize::from(fields.expires.is_some_and(|at| at <= request.as_of));
            }
        }
        findings.extend(body.findings);
        findings.extend(settle::remarks(page, fields));
        let written = settle::page_files(page, fields, lang.as_deref(), &aliases[index], &body.text);
        files.extend(written.into_iter().map(|(path, text)| NewFile { path: Utf8Path::new(HUB).join(path), content: Content::Text(text) }));
    }
    report.fields = counts.into_iter().map(|((field, became), pages)| FieldCount { field, became: became.to_owned(), pages }).collect();
    report.fields.sort_by(|a, b| b.pages.cmp(&a.pages).then_with(|| a.field.cmp(&b.field)));
    for path in &used {
        if let Some(disk) = library.asset(path) {
            files.push(NewFile { path: Utf8Path::new(HUB).join(path), content: Content::CopyOf(disk.clone()) });
        }
    }
    report.files = used.len();
    report.unused_files = library.asset_count() - used.len();
    let (text, to_settle) = hub_file::hub_yaml(site, library, fields);
    report.to_settle = to_settle;
    files.push(NewFile { path: Utf8Path::new(HUB).join("hub.yaml"), content: Content::Text(text) });
    if library.pages.iter().any(|page| page.is_topic) {
        files.push(NewFile { path: Utf8Path::new(HUB).join("_types/topic.yaml"), content: Content::Text(hub_file::TOPIC.into()) });
    }
    findings.sort();
    report.findings = findings;
    files.push(NewFile { path: REPORT.into(), content: Content::Text(report.text()) });
    Imported { files, report }
}

/// Reasons of one kind count together, whatever they quote.
fn kind_of_reason(why: &str) -> String {
    why.split(": `").next().unwrap_or(why).split(" can be read").next().unwrap_or(why).to_owned()
}

#[cfg(test)]
mod tests;
