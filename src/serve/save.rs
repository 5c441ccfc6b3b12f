//! What is shown of a save at once: the pages of the files that rang, each right in itself. What others say of them follows with the pass.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};

use super::pass::Edition;
use super::shown::Shown;
use crate::load::document::Document;
use crate::load::{self, Again};
use crate::release::{self, Released};

/// So many files are what somebody saves. More are what a program does, and the pass is sooner there than all of them one by one.
const AT_ONCE: usize = 8;

/// Exchanges pages for their newest states, and says for which. A file that is no page, or no sound one, is left to the pass: editors
/// save by way of files that are gone a moment later. So is everything when a file rang that decides how pages are read.
pub fn show(shown: &Shown, paths: &BTreeSet<Utf8PathBuf>) -> Vec<Released<Document>> {
    let decides = |path: &Utf8PathBuf| path == "hub.yaml" || path.starts_with("_types");
    if paths.len() > AT_ONCE || paths.iter().any(decides) {
        return Vec::new();
    }
    let mut documents = Vec::new();
    if let Some(edition) = shown.state().edition.as_deref() {
        for path in paths {
            let again = catch_unwind(AssertUnwindSafe(|| newest(edition, path)));
            documents.extend(again.ok().flatten());
        }
    }
    documents.retain(|document| shown.exchange(document.clone()));
    if let Some(edition) = shown.state().edition.as_deref() {
        let pages = documents.iter().filter_map(|document| edition.site.page_of(&document.source.path));
        shown.finder.pages_changed(&edition.site, pages);
    }
    documents
}

/// The newest state of a page that is shown; none when it has not changed, or when only a pass can tell.
fn newest(edition: &Edition, path: &Utf8Path) -> Option<Released<Document>> {
    let site = &edition.site;
    let before = &site.documents[site.page_of(path)?];
    let Again::Changed(document) = load::page_again(&site.loaded, before) else { return None };
    let (decided, _) = release::decide(Arc::new(*document), site.as_of, &site.loaded.hub.zone, site.include);
    decided.ok()
}
