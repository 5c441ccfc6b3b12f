//! Pages that nobody comes upon: no page leads to them, and no section, topic or menu lists them.

use super::script::Script;
use super::{Desk, Finding};
use crate::assemble::Site;
use crate::assemble::address::{REDIRECT_TYPE, has_page};
use crate::assemble::register::PageIndex;
use crate::diagnostic::{Code, Diagnostic};
use crate::release::Standing;

pub fn check(desk: &Desk<'_>, script: &Script<'_>, findings: &mut Vec<Finding>) {
    if is_orphan(desk.site, script.page) {
        let fault = Diagnostic::advice(Code::PageOrphan, script.document.sheet.top(), "no page of the hub leads here")
            .help("link to it where a reader would want it, name a topic, or add it to a menu");
        findings.push(Finding::new("orphan", fault));
    }
}

/// Whether readers can only search for the page. Links from pages that are not public do not count.
pub fn is_orphan(site: &Site, page: PageIndex) -> bool {
    let document = &site.documents[page];
    let entry = &site.pages[page];
    let is_page = has_page(document) && document.is_whole() && document.content_type.id != REDIRECT_TYPE;
    if !is_page || document.is_landing() || entry.address == "/" {
        return false;
    }
    let listed = document.content_type.listed && (entry.section.is_some() || !entry.topics.is_empty());
    let linked = entry.backlinks.iter().any(|from| *site.documents[*from].standing() == Standing::Public);
    let in_menu = site.navigation.iter().chain(&site.footer).any(|menu| menu.href == entry.address);
    let names = [document.common.id.as_deref().unwrap_or_default(), document.stem()];
    let featured = site.hub().featured.iter().any(|name| names.contains(&name.as_str()));
    !listed && !linked && !in_menu && !featured
}
