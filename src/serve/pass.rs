//! A pass over the whole hub: what was read becomes a site that can be shown, or faults. The same stages as a build's, to the point
//! where a build begins to draw.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use jiff::Timestamp;

use crate::assemble::{self, Site};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Severity};
use crate::index::{self, Gathered};
use crate::load::Loaded;
use crate::release::{self, Include, NextChange};
use crate::render::{Palette, Theme};

/// A site with everything that is needed to draw its pages.
pub struct Edition {
    pub site: Site,
    pub theme: Arc<Theme>,
    pub palette: Palette,
}

/// A theme, kept while its files and those of the types stay as they are.
#[derive(Clone)]
pub struct KeptTheme {
    key: blake3::Hash,
    theme: Option<Arc<Theme>>,
    faults: Diagnostics,
}

/// What a pass is made from.
pub struct Input {
    /// None: `hub.yaml` itself is at fault.
    pub loaded: Option<Loaded>,
    pub faults: Diagnostics,
    pub theme: Option<KeptTheme>,
    pub as_of: Timestamp,
    pub include: Include,
    /// Somebody searches: what search is made of is gathered along, while nobody else has the site yet.
    pub is_searched: bool,
}

/// How it ended.
pub struct Passed {
    /// None with an error among the faults.
    pub edition: Option<Box<Edition>>,
    /// None when nobody searches.
    pub gathered: Option<Option<Gathered>>,
    pub faults: Vec<Diagnostic>,
    pub theme: Option<KeptTheme>,
    pub next_change: Option<NextChange>,
}

/// A fault of ours must not end the server: it is told like one of the hub's.
pub fn pass(input: Input) -> Passed {
    let whole = catch_unwind(AssertUnwindSafe(|| whole(input)));
    whole.unwrap_or_else(|_| Passed {
        edition: None,
        gathered: None,
        faults: vec![
            Diagnostic::error(Code::Internal, Place::whole("hub.yaml"), "putting the site together failed inside almoner")
                .help("this is a fault of almoner: please report it with what was changed last"),
        ],
        theme: None,
        next_change: None,
    })
}

fn whole(input: Input) -> Passed {
    let Input { loaded, faults, theme, as_of, include, is_searched } = input;
    let sorted = |faults: Diagnostics| faults.sorted().into_iter().filter(|fault| fault.severity != Severity::Advice).collect();
    let failed = |faults, theme, next_change| Passed { edition: None, gathered: None, faults: sorted(faults), theme, next_change };
    let Some(mut loaded) = loaded else { return failed(faults, theme, None) };
    let levels = loaded.hub.levels.clone();
    let kept = KeptTheme::of(&loaded, theme);
    let mut all = faults;
    all.append(kept.faults.clone());
    let mut all = all.with_levels(&levels);
    let documents = std::mem::take(&mut loaded.documents);
    let zone = loaded.hub.zone.clone();
    let mut release = release::release(documents, as_of, &zone, include);
    let next_change = release.next_change.take();
    let Some(theme) = kept.theme.clone() else { return failed(all, Some(kept), next_change) };
    let (site, more) = assemble::assemble(loaded, release, as_of, include);
    all.append(more.with_levels(&levels));
    let edition = (!all.has_errors()).then(|| {
        let palette = Palette::new(&site, &theme);
        Box::new(Edition { site, theme, palette })
    });
    let gathered = edition.as_deref().filter(|_| is_searched).map(|edition| index::gather(&edition.site));
    Passed { edition, gathered, faults: sorted(all), theme: Some(kept), next_change }
}

impl KeptTheme {
    fn of(loaded: &Loaded, before: Option<KeptTheme>) -> KeptTheme {
        let files = &loaded.theme;
        let mut key = blake3::Hasher::new();
        let mut languages = std::collections::BTreeSet::new();
        for (name, source) in files.templates.iter().chain(&files.types) {
            key.update(name.as_bytes()).update(source.hash.as_bytes());
        }
        // What a theme checks of its words hangs on the languages that pages are written in.
        for (tag, sources) in &files.languages {
            key.update(tag.as_bytes());
            sources.iter().for_each(|source| _ = key.update(source.hash.as_bytes()));
        }
        loaded.documents.iter().for_each(|document| _ = languages.insert(document.common.lang.as_str()));
        languages.iter().for_each(|tag| _ = key.update(tag.as_bytes()));
        for (name, bytes) in &files.assets {
            key.update(name.as_bytes()).update(blake3::hash(bytes).as_bytes());
        }
        let key = key.finalize();
        if let Some(before) = before.filter(|before| before.key == key) {
            return before;
        }
        let (theme, faults) = Theme::load(files, &loaded.types, &loaded.languages);
        KeptTheme { key, theme: theme.map(Arc::new), faults }
    }
}
