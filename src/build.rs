//! The sentence: load, release, assemble, render, index, publish. What a command asks for is one plain request.

mod mv;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use camino::{Utf8Path, Utf8PathBuf};
use jiff::Timestamp;

use crate::assemble::{self, Site, editorial, published, rules};
use crate::audit::Audit;
use crate::diagnostic::{Diagnostic, Diagnostics, Failure, Severity};
use crate::index::{self, Exported, Gathered, Indexed, Trial, golden, unfound};
use crate::load::published::PublishedList;
use crate::load::{self, Loaded};
use crate::offline::{Kept, Offered, Offline, Scale};
use crate::publish::rewrite::{Rewrite, Text};
use crate::publish::{Published, Publisher};
use crate::release::{self, Include, NextChange, Standing, Withheld};
use crate::render::{self, Drawn, Theme};
pub use mv::{MoveRequest, Moved, mv};

/// Everything that a build depends on. The clock is one of its fields and is read nowhere else.
#[derive(Debug, Clone)]
pub struct BuildRequest {
    pub hub: Utf8PathBuf,
    pub output: Utf8PathBuf,
    /// Replaces the hub's own `base_url`.
    pub base_url: Option<String>,
    pub as_of: Timestamp,
    pub include: Include,
    /// Brings the new site safely to the disk before it takes its place.
    pub sync: bool,
}

/// What a build made, for those who asked for it.
#[derive(Debug)]
pub struct Built {
    pub published: Published,
    pub drawn: Drawn,
    /// None: the hub has no search of its own.
    pub indexed: Option<Indexed>,
    /// None: the hub offers no copies for devices.
    pub offered: Option<Offered>,
    /// Pages that were left out, by why.
    pub drafts: usize,
    pub embargoed: usize,
    pub next_change: Option<NextChange>,
    pub zone: jiff::tz::TimeZone,
    /// What was published before and what is public now.
    pub record: Record,
}

/// The list of published addresses with those of a new site.
#[derive(Debug)]
pub struct Record {
    pub list: PublishedList,
    /// Addresses that the list did not have.
    pub added: usize,
    /// The list is to be written: it is new, or has more than before.
    is_due: bool,
}

impl Record {
    fn of(site: &Site) -> Record {
        let before = &site.loaded.published;
        let list = before.with(published::addresses(site), site.as_of);
        Record { added: list.len() - before.len(), is_due: list.len() > before.len() || before.is_empty(), list }
    }
}

/// Keeps the addresses that a build has published, in the hub itself.
pub fn record(hub: &Utf8Path, record: &Record) -> Result<(), Failure> {
    if !record.is_due {
        return Ok(());
    }
    let path = hub.join(load::published::NAME);
    let text = Text { is_new: !path.exists(), path, bytes: record.list.write().into_bytes() };
    Rewrite { moved: None, texts: vec![text] }.apply(hub)
}

/// How a build ended: with a site or without, always with everything that was found.
#[derive(Debug)]
pub struct Outcome<T> {
    pub made: Option<T>,
    pub diagnostics: Diagnostics,
}

/// Told when each stage ends.
pub trait Watch {
    fn stage(&mut self, name: &'static str, what: String);
}

/// What `load` gave, without what `release` took.
struct Read {
    loaded: Loaded,
    documents: Vec<Arc<load::document::Document>>,
    theme: Theme,
}

fn read(hub: &Utf8Path, base_url: Option<&str>, watch: &mut dyn Watch) -> Result<(Option<Read>, Diagnostics), Failure> {
    let (loaded, mut diagnostics) = load::load(hub, &rules::names())?;
    let Some(mut loaded) = loaded else { return Ok((None, diagnostics)) };
    if let Some(url) = base_url {
        url.clone_into(&mut loaded.hub.base_url);
    }
    let (theme, theme_faults) = Theme::load(&loaded.theme, &loaded.types, &loaded.languages);
    diagnostics.append(theme_faults);
    let documents = std::mem::take(&mut loaded.documents);
    watch.stage("load", format!("{} pages, {} types", documents.len(), loaded.types.types.len()));
    let levels = loaded.hub.levels.clone();
    Ok((theme.map(|theme| Read { loaded, documents, theme }), diagnostics.with_levels(&levels)))
}

/// Builds the hub. With faults, nothing is written and the last output stays as it was.
pub fn build(request: &BuildRequest, watch: &mut dyn Watch) -> Result<Outcome<Built>, Failure> {
    let (read, mut diagnostics) = read(&request.hub, request.base_url.as_deref(), watch)?;
    let Some(Read { loaded, documents, theme }) = read else { return Ok(Outcome { made: None, diagnostics }) };
    let zone = loaded.hub.zone.clone();
    let levels = loaded.hub.levels.clone();
    let mut release = release::release(documents, request.as_of, &zone, request.include);
    let next_change = release.next_change.take();
    let (drafts, embargoed) = count(&release.withheld);
    watch.stage("release", format!("{} public, {drafts} drafts and {embargoed} embargoed left out", release.documents.len()));
    let (site, faults) = assemble::assemble(loaded, release, request.as_of, request.include);
    diagnostics.append(faults.with_levels(&levels));
    watch.stage("assemble", assembled(&site));
    if diagnostics.has_errors() {
        return Ok(Outcome { made: None, diagnostics });
    }
    let publisher = Publisher::begin(&request.output, &[&request.hub])?;
    let scale = Scale::new(site.documents.len());
    let put = |path: &Utf8Path, bytes: &[u8]| {
        scale.weigh(path, bytes);
        publisher.put(path, bytes)
    };
    let (drawn, faults) = render::render(&site, &theme, &|artifact| put(&artifact.path, &artifact.bytes))?;
    diagnostics.append(faults.with_levels(&levels));
    watch.stage("render", format!("{} pages, {} lists", drawn.pages, drawn.lists));
    if diagnostics.has_errors() {
        return Ok(Outcome { made: None, diagnostics });
    }
    let record = Record::of(&site);
    let gathered = index::gather(&site);
    let offline = Offline::of(&site, &theme);
    // The records hold all that search needs: the site makes room for the index.
    drop(site);
    let indexed = match gathered {
        Some(gathered) => {
            let indexed = index::write(gathered, &|path, bytes| put(path.into(), bytes))?;
            watch.stage("index", format!("{} pages, {} files, {} kB", indexed.pages, indexed.files, indexed.bytes.div_ceil(1000)));
            Some(indexed)
        }
        None => None,
    };
    let files = || publisher.files().into_iter().map(|(path, size, hash)| Kept { path, size, hash }).collect();
    let offered = match offline.publish(&theme, &scale, &files, &|artifact| put(&artifact.path, &artifact.bytes))? {
        Ok(offered) => offered,
        Err(fault) => {
            diagnostics.push(*fault);
            return Ok(Outcome { made: None, diagnostics });
        }
    };
    if let Some(offered) = &offered {
        let sent = offered.transferred.div_ceil(1000);
        watch.stage("offline", format!("{} files, {sent} kB on their way to a device", offered.files));
    }
    let published = publisher.commit(request.sync)?;
    watch.stage("publish", format!("{} files, {} of them new", published.files, published.written));
    Ok(Outcome { made: Some(Built { published, drawn, indexed, offered, drafts, embargoed, next_change, zone, record }), diagnostics })
}

/// What `search` asks: the records of the site, and its settings for whoever asks.
#[derive(Debug)]
pub struct Searchable {
    pub gathered: Gathered,
    pub types: Vec<(String, String)>,
    pub today: jiff::civil::Date,
}

/// The hub as it is public at a moment, made ready to be searched; nothing is written. None where the hub wants no search.
pub fn searchable(
    hub: &Utf8Path,
    as_of: Timestamp,
    include: Include,
    watch: &mut dyn Watch,
) -> Result<Outcome<Option<Searchable>>, Failure> {
    let (read, mut diagnostics) = read(hub, None, watch)?;
    let Some(Read { loaded, documents, .. }) = read else { return Ok(Outcome { made: None, diagnostics }) };
    let levels = loaded.hub.levels.clone();
    let zone = loaded.hub.zone.clone();
    let release = release::release(documents, as_of, &zone, include);
    let (site, faults) = assemble::assemble(loaded, release, as_of, include);
    diagnostics.append(faults.with_levels(&levels));
    if diagnostics.has_errors() {
        return Ok(Outcome { made: None, diagnostics });
    }
    let types = site.loaded.types.types.values().map(|content_type| (content_type.id.clone(), content_type.name.clone())).collect();
    let today = as_of.to_zoned(zone).date();
    let searchable = index::gather(&site).map(|gathered| Searchable { gathered, types, today });
    Ok(Outcome { made: Some(searchable), diagnostics })
}

/// What an export depends on.
#[derive(Debug, Clone)]
pub struct ExportRequest {
    pub hub: Utf8PathBuf,
    pub output: Utf8PathBuf,
    /// What the index will be called.
    pub name: String,
    pub as_of: Timestamp,
    pub include: Include,
}

/// Writes the records for another engine, with the same care for what stands in the folder as a build has. None where the hub
/// wants no search.
pub fn export(request: &ExportRequest, watch: &mut dyn Watch) -> Result<Outcome<Option<(Exported, Published)>>, Failure> {
    let Outcome { made, diagnostics } = searchable(&request.hub, request.as_of, request.include, watch)?;
    let made = match made {
        Some(Some(Searchable { gathered, .. })) => {
            let publisher = Publisher::begin(&request.output, &[&request.hub])?;
            let put = |path: &str, bytes: &[u8]| publisher.put(path.into(), bytes);
            let exported = index::export(&gathered, &request.name, request.include.is_preview(), &put)?;
            Some(Some((exported, publisher.commit(false)?)))
        }
        Some(None) => Some(None),
        None => None,
    };
    Ok(Outcome { made, diagnostics })
}

/// The inventory of the hub at a moment: of every page, whether it is public or not.
pub fn audit(hub: &Utf8Path, as_of: Timestamp, watch: &mut dyn Watch) -> Result<Outcome<Audit>, Failure> {
    let (read, mut diagnostics) = read(hub, None, watch)?;
    let Some(Read { loaded, documents, .. }) = read else { return Ok(Outcome { made: None, diagnostics }) };
    let levels = loaded.hub.levels.clone();
    let release = release::release(documents, as_of, &loaded.hub.zone, Include::EVERYTHING);
    let (site, faults) = assemble::assemble(loaded, release, as_of, Include::EVERYTHING);
    diagnostics.append(faults.with_levels(&levels));
    Ok(Outcome { made: Some(Audit::of(&site)), diagnostics })
}

/// What `check` looked at.
#[derive(Debug, Default)]
pub struct Checked {
    pub pages: usize,
    pub types: usize,
    pub links: usize,
    pub citations: usize,
    pub figures: usize,
    pub files: usize,
    pub drafts: usize,
    pub embargoed: usize,
}

/// Finds every fault of the public site, and apart from it of the site with everything released,
/// so that an embargoed page is known to be sound before its moment.
pub fn check(hub: &Utf8Path, as_of: Timestamp, watch: &mut dyn Watch) -> Result<Outcome<Checked>, Failure> {
    let mut diagnostics = Diagnostics::new();
    let mut checked = None;
    let mut waiting = None;
    for include in [Include::default(), Include::EVERYTHING] {
        let (read, faults) = read(hub, None, watch)?;
        let Some(Read { loaded, documents, theme }) = read else { return Ok(Outcome { made: None, diagnostics: faults }) };
        let levels = loaded.hub.levels.clone();
        let zone = loaded.hub.zone.clone();
        let release = release::release(documents, as_of, &zone, include);
        let (drafts, embargoed) = count(&release.withheld);
        let drafts_files: Vec<Utf8PathBuf> =
            release.documents.iter().filter(|document| document.is_draft()).map(|document| document.source.file.clone()).collect();
        let (site, more) = assemble::assemble(loaded, release, as_of, include);
        let (_, drawn) = render::render(&site, &theme, &|_| Ok(()))?;
        let mut found = more.with_levels(&levels);
        // A page that lacks what its template prints has been spoken of; the theme is not at fault. What a draft lacks is only advice.
        let is_lack = |fault: &&Diagnostic| fault.severity == Severity::Error || drafts_files.contains(&fault.place.file);
        let faulty: BTreeSet<&Utf8Path> = faults.iter().chain(found.iter()).filter(is_lack).map(|fault| &*fault.place.file).collect();
        let of_sound_page = |fault: &&Diagnostic| !fault.related.iter().any(|(place, _)| faulty.contains(&*place.file));
        let drawn: Vec<Diagnostic> = drawn.with_levels(&levels).iter().filter(of_sound_page).cloned().collect();
        found.extend(drawn);
        let (of_search, waits) = try_search(&site, waiting.as_ref())?;
        found.append(of_search.with_levels(&levels));
        // In the second world only what is not public yet is new.
        let is_new = |page: usize| matches!(site.documents[page].standing(), Standing::Preview(_));
        found.append(editorial::check(&site, |page| checked.is_none() || is_new(page)).with_levels(&levels));
        waiting = Some(waits);
        // What a draft still lacks is advice, in whichever stage it shows.
        let found = found.iter().cloned().map(|fault| {
            let of_draft = drafts_files.contains(&fault.place.file);
            if of_draft { fault.at_most(Severity::Advice) } else { fault }
        });
        // The second world says again what the first has said, at times with another suggestion.
        let said: BTreeSet<_> = diagnostics.iter().map(Diagnostic::what).collect();
        let found: Vec<Diagnostic> = found.chain(faults.iter().cloned()).filter(|fault| !said.contains(&fault.what())).collect();
        diagnostics.extend(found);
        if checked.is_none() {
            checked = Some(tally(&site, drafts, embargoed));
        }
        if drafts + embargoed == 0 {
            // Nothing is withheld: the two worlds are one.
            break;
        }
    }
    // What is wrong in both worlds is one fault.
    Ok(Outcome { made: checked, diagnostics: diagnostics.sorted().into_iter().collect() })
}

/// Whether search finds what it should. The second world, in which everything is released, is asked only for what is `waiting` for it
/// in the first, and for pages that are not public.
fn try_search(site: &Site, waiting: Option<&BTreeSet<usize>>) -> Result<(Diagnostics, BTreeSet<usize>), Failure> {
    let Some(trial) = Trial::of(site)? else { return Ok((Diagnostics::new(), BTreeSet::new())) };
    let (mut faults, waits) = golden::check(site, &trial, waiting)?;
    let is_new = |page: usize| matches!(site.documents[page].standing(), Standing::Preview(_));
    faults.append(unfound::check(site, &trial, |page| waiting.is_none() || is_new(page))?);
    Ok((faults, waits))
}

fn tally(site: &Site, drafts: usize, embargoed: usize) -> Checked {
    let references = |of: fn(&assemble::PageReferences) -> usize| site.pages.iter().map(|page| of(&page.references)).sum();
    Checked {
        pages: site.documents.len(),
        types: site.loaded.types.types.len(),
        links: references(|references| references.passages.iter().map(Vec::len).sum()),
        citations: references(|references| references.citations.in_text.len()),
        figures: site.figures.len(),
        files: site.assets.len(),
        drafts,
        embargoed,
    }
}

fn count(withheld: &[Withheld]) -> (usize, usize) {
    let drafts = withheld.iter().filter(|withheld| withheld.state == release::State::Draft).count();
    (drafts, withheld.len() - drafts)
}

fn assembled(site: &Site) -> String {
    let links: usize = site.pages.iter().map(|page| page.references.passages.iter().map(Vec::len).sum::<usize>()).sum();
    format!("{links} references, {} sections, {} topics, {} redirects", site.sections.len(), site.topics.len(), site.redirects.len())
}

/// How long a stage took, in the unit that people read.
pub fn shown(time: Duration) -> String {
    if time.as_millis() < 1_000 { format!("{} ms", time.as_millis()) } else { format!("{:.1} s", time.as_secs_f64()) }
}
