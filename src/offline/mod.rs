//! A copy of the hub on a reader's device: the list of what belongs to it, the worker that answers from it, and the page that
//! offers it. Made last and of nothing but published files, so that nothing can be on a device that is not on the site.

mod amount;
mod client;
mod list;

pub use amount::Scale;

use camino::Utf8Path;

use crate::assemble::Site;
use crate::diagnostic::{Diagnostic, Failure};
use crate::render::view::Amounts;
use crate::render::{Artifact, Offer, Theme, hashed_address};
use list::{Choice, List, Marks};

/// A file of the published tree, as the publisher knows it.
#[derive(Debug, Clone)]
pub struct Kept {
    pub path: camino::Utf8PathBuf,
    pub size: u64,
    pub hash: blake3::Hash,
}

/// What was offered, for the report of a build.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Offered {
    pub files: usize,
    pub bytes: u64,
    /// What of it goes over the network, as a host packs it.
    pub transferred: u64,
}

/// Takes an artifact of the public tree.
pub type Put<'a> = &'a dyn Fn(Artifact) -> Result<(), Failure>;

/// What is needed of the site for all this, since the site itself is let go of before.
pub struct Offline {
    offer: Option<Offer>,
    marks: Marks,
}

impl Offline {
    /// A hub that wants no copies gets a worker that frees the devices which have one. So does a preview: what it shows is not public.
    pub fn of(site: &Site, theme: &Theme) -> Offline {
        Offline { offer: Offer::of(site, theme), marks: Marks::of(site) }
    }

    /// Writes the page, its script, the worker and the list. `files` says what was published so far.
    pub fn publish(
        self,
        theme: &Theme,
        scale: &Scale,
        files: &dyn Fn() -> Vec<Kept>,
        put: Put<'_>,
    ) -> Result<Result<Option<Offered>, Box<Diagnostic>>, Failure> {
        let Some(offer) = self.offer else {
            put(retired())?;
            return Ok(Ok(None));
        };
        let script = client::page();
        let address = hashed_address("offline.js", script.as_bytes());
        put(Artifact::new(address.trim_start_matches('/'), script))?;
        let before = List::of(&files(), &self.marks);
        let amounts = Amounts {
            script: address,
            // With the page that is about to be drawn.
            pages: before.pages() + 1,
            needed: before.amount(Choice::Needed, scale),
            downloads: before.amount(Choice::Downloads, scale),
        };
        let html = match offer.draw(theme, amounts) {
            Ok(html) => html,
            Err(fault) => return Ok(Err(fault)),
        };
        put(Artifact::page(crate::assemble::OFFLINE, html))?;
        // Now that the page of the offer is there, too.
        let list = List::of(&files(), &self.marks);
        put(Artifact::new(list::PATH, list.to_json()))?;
        put(Artifact::new(client::WORKER, client::worker()))?;
        let (bytes, transferred) = list.weigh(Choice::All, scale);
        Ok(Ok(Some(Offered { files: list.len(), bytes, transferred })))
    }
}

/// The worker of a site that offers no copies: it frees the devices which have one.
pub fn retired() -> Artifact {
    Artifact::new(client::WORKER, client::retired())
}

/// Whether a file is one that hosts pack on its way.
fn is_text(path: &Utf8Path) -> bool {
    path.extension().is_some_and(|ending| ["html", "css", "js", "json", "svg", "csv", "txt", "xml", "bib", "ris"].contains(&ending))
}
