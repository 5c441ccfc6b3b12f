//! The one bridge from the site to its search: what a page gives to be found by, and what holds for all of them.
//! The format of the index and the ranking are the work of `almoner-search`, which knows nothing of pages.

mod export;
mod facet;
pub mod golden;
mod record;
mod standing;
mod trial;
pub mod unfound;
mod vocabulary;

pub use standing::{Made, PageFound, Standing};
pub use trial::Trial;

use std::collections::BTreeMap;

use almoner_search::opensearch::{self, Endpoint, Layout};
use almoner_search::{Fault, Record, Settings};
use rayon::prelude::*;

use crate::assemble::Site;
use crate::diagnostic::Failure;
pub use export::{Exported, export, sound_name};

/// The folder of the public tree in which the index lies.
pub const FOLDER: &str = "search";

/// Everything that the index is made of; the site is not needed for more.
#[derive(Debug)]
pub struct Gathered {
    pub records: Vec<Record>,
    pub settings: Settings,
    /// Whom readers ask instead of the published index.
    pub endpoint: Option<Endpoint>,
}

/// What was written, for the report of a build.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Indexed {
    pub pages: usize,
    pub files: usize,
    pub bytes: usize,
}

/// The records of every page that search may find; none where the hub wants no search.
pub fn gather(site: &Site) -> Option<Gathered> {
    let search = site.hub().search.as_ref()?;
    let pages: Vec<usize> = site.with_page().filter(|page| record::is_searched(site, *page)).collect();
    let records: Vec<Record> = pages.par_iter().filter_map(|page| record::of(site, *page)).collect();
    let settings = Settings {
        facets: facet::facets(site, &records),
        types: site.loaded.types.types.iter().map(|(id, content_type)| (id.clone(), content_type.name.clone())).collect(),
        synonyms: vocabulary::synonyms(site, search),
        specials: search.specials.clone(),
        weights: record::weights(&site.loaded.types.shared),
    };
    let endpoint = search.endpoint.as_ref().map(|to| Endpoint { url: to.url.clone(), embedded: to.embedded });
    Some(Gathered { records, settings, endpoint })
}

/// Takes each file of the public tree, from many threads at once.
pub type Put<'a> = &'a (dyn Fn(&str, &[u8]) -> Result<(), Failure> + Sync);

/// Writes the index below the folder of the search.
pub fn write(gathered: Gathered, put: Put<'_>) -> Result<Indexed, Failure> {
    let Gathered { mut records, settings, endpoint } = gathered;
    let pages = records.len();
    let put = |path: &str, bytes: &[u8]| put(&format!("{FOLDER}/{path}"), bytes);
    let mut client = 0;
    if let Some(endpoint) = &endpoint {
        let text = opensearch::client(&Layout::of(&records, &settings), endpoint);
        put(opensearch::CLIENT_FILE, text.as_bytes())?;
        client = text.len();
        // The page of search stands on an index of its own, and be it one without pages.
        if !endpoint.embedded {
            records.clear();
        }
    }
    let written = almoner_search::write(records, &settings, &|path, bytes| put(&path, &bytes).map_err(Stopped::Failed));
    let written = written.map_err(Failure::from)?;
    Ok(Indexed { pages, files: written.files + usize::from(client > 0), bytes: written.bytes + client })
}

/// The index as its readers find it, for those who ask without a published site.
pub fn in_memory(gathered: Gathered) -> Result<BTreeMap<String, Vec<u8>>, Failure> {
    let files = std::sync::Mutex::new(BTreeMap::new());
    let keep = |path: String, bytes: Vec<u8>| {
        files.lock().unwrap_or_else(std::sync::PoisonError::into_inner).insert(path, bytes);
        Ok::<(), Stopped>(())
    };
    almoner_search::write(gathered.records, &gathered.settings, &keep).map_err(Failure::from)?;
    Ok(files.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner))
}

/// Why the writing of an index ended early.
enum Stopped {
    Failed(Failure),
    Fault(Fault),
}

impl From<Fault> for Stopped {
    fn from(fault: Fault) -> Self {
        Stopped::Fault(fault)
    }
}

impl From<Stopped> for Failure {
    fn from(stopped: Stopped) -> Self {
        match stopped {
            Stopped::Failed(failure) => failure,
            Stopped::Fault(fault) => failure(&fault),
        }
    }
}

/// Our own index cannot be at fault for what is in the hub.
pub fn failure(fault: &Fault) -> Failure {
    Failure::new(FOLDER, format!("the search index: {fault}"), "this is a fault of almoner itself: please report it with the message above")
}
