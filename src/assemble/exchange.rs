//! One page of a standing site in its newest state, before the whole site is put together again. The page's own words, references
//! and faults are right at once; what others say of it (lists, neighbours, backlinks, counts) follows with the next whole pass.

use super::address;
use super::register::PageIndex;
use super::site::Site;
use super::{field_references, resolve, rules};
use crate::diagnostic::Diagnostics;
use crate::load::common::Common;
use crate::load::document::Document;
use crate::release::Released;

/// Puts `document` in the place of the page `index`. The site is left as it was, and the answer is `None`, where the page would be
/// at fault, or where more than its own words has changed: its name, its type, its language, or whether it is public.
pub fn exchange(site: &mut Site, index: PageIndex, document: Released<Document>) -> Option<Diagnostics> {
    let old = &site.documents[index];
    if identity(old) != identity(&document) || old.standing() != document.standing() || !document.is_whole() {
        return None;
    }
    let old = std::mem::replace(&mut site.documents[index], document);
    let world = site.world();
    let (mut fields, mut faults) = field_references::follow(&world, index, &site.loaded.types.shared);
    let (references, more) = resolve::resolve(&world, index, std::mem::take(&mut fields.citations));
    faults.append(more);
    faults.append(rules::check_page(&world, index, site.as_of));
    let faults = faults.with_levels(&site.loaded.hub.levels);
    if faults.has_errors() {
        site.documents[index] = old;
        return None;
    }
    site.assets.extend(references.assets.iter().chain(&fields.assets).cloned());
    let page = &mut site.pages[index];
    page.fields = fields;
    page.references = references;
    Some(faults)
}

/// What other pages know a page by.
fn identity(document: &Document) -> (&str, Option<&str>, &str, String, &[String], &str) {
    let Common { id, aliases, lang, .. } = &document.common;
    (document.source.path.as_str(), id.as_deref(), &document.content_type.id, address::of_page(document), aliases, lang)
}
