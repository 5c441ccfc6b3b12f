//! What a page says in its own words: its body, and the list of sources that its citations lead to. Landing pages of sections,
//! topics and the hub cite as other pages do, and are printed with their lists.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Desk, Rich};
use crate::assemble::Site;
use crate::assemble::resolved::Resolved;
use crate::load::document::{Document, Origin};
use crate::render::body;

#[derive(Debug, Default)]
pub struct Landing {
    pub body: Rich,
    pub references: Vec<ReferenceView>,
}

impl Landing {
    /// Of the page that introduces a list; nothing when no page does.
    pub fn of(desk: &Desk, page: Option<usize>) -> Self {
        page.map(|page| Landing { body: body_of(desk, page), references: references(desk.site, page) }).unwrap_or_default()
    }
}

#[derive(Debug, Serialize)]
pub struct ReferenceView {
    pub id: String,
    pub entry: Rich,
    pub backrefs: Vec<BackReference>,
}

#[derive(Debug, Serialize)]
pub struct BackReference {
    pub id: String,
    pub label: String,
}

/// The body of a page in both forms.
pub fn body_of(desk: &Desk, index: usize) -> Rich {
    let Desk { site, words, offprints, .. } = *desk;
    let document: &Document = &site.documents[index];
    let found = document.passages.iter().position(|passage| matches!(passage.origin, Origin::Body(_)));
    let Some(at) = found else { return Rich::default() };
    let text = document.text(&document.passages[at]);
    let resolved = site.pages[index].references.passages.get(at).map(Vec::as_slice).unwrap_or_default();
    // The plain form of a body is for search, which asks for it itself: templates print the other.
    let options = body::BodyOptions { id_prefix: "", heading_offset: 0, words, offprints: Some(offprints) };
    Rich::new(body::write(text, resolved, options), String::new())
}

/// The list of sources, each with the ways back to where it is cited.
pub fn references(site: &Site, index: usize) -> Vec<ReferenceView> {
    let references = &site.pages[index].references;
    let mut occurrences = BTreeMap::<String, Vec<String>>::new();
    references.passages.iter().for_each(|resolved| gather(resolved, &mut occurrences));
    references
        .citations
        .references
        .iter()
        .map(|reference| {
            let back = occurrences.remove(&reference.key).unwrap_or_default();
            ReferenceView {
                id: format!("ref-{}", reference.key),
                entry: Rich { html: reference.html.clone(), text: reference.text.clone() },
                backrefs: back.into_iter().enumerate().map(|(at, id)| BackReference { id, label: (at + 1).to_string() }).collect(),
            }
        })
        .collect()
}

fn gather(resolved: &[Resolved], occurrences: &mut BTreeMap<String, Vec<String>>) {
    for item in resolved {
        match item {
            Resolved::Citation { href, occurrence_id, .. } => {
                occurrences.entry(href.trim_start_matches("#ref-").to_owned()).or_default().push(occurrence_id.clone());
            }
            Resolved::Include(included) => gather(&included.references, occurrences),
            _ => {}
        }
    }
}
