//! How far the pages of a section have come, in numbers: what `tally` of their type says is counted, over the whole section and not
//! only the pages that a list shows at a time.

use serde::Serialize;

use super::Desk;
use crate::assemble::collection::Collection;
use crate::load::content_type::ContentType;
use crate::load::facet::{choices_at, chosen_at};
use crate::render::words::Owner;

#[derive(Debug, Serialize)]
pub struct Tally {
    pub label: String,
    /// In the order of the type's file, without what nobody chose.
    pub values: Vec<Counted>,
}

#[derive(Debug, Serialize)]
pub struct Counted {
    pub label: String,
    pub count: usize,
}

/// None for a section whose pages are of several types: numbers of unlike things say nothing.
pub fn tally(desk: &Desk, section: &Collection) -> Vec<Tally> {
    let documents = || section.pages.iter().map(|page| &desk.site.documents[*page]);
    let Some(content_type) = documents().next().map(|document| &document.content_type) else { return Vec::new() };
    if documents().any(|document| document.content_type.id != content_type.id) {
        return Vec::new();
    }
    let owner = Owner::of(content_type);
    let of_field = |path: &String| {
        let chosen: Vec<Vec<String>> = documents().map(|document| chosen_at(&document.fields, path)).collect();
        let count = |value: &str| chosen.iter().filter(|of_page| of_page.iter().any(|each| each == value)).count();
        let values = choices_at(&content_type.fields, path).unwrap_or_default().iter();
        let values = values
            .map(|choice| Counted { label: desk.words.choice(owner, path, &choice.value, &choice.label), count: count(&choice.value) });
        Tally { label: label(desk, content_type, path), values: values.filter(|each| each.count > 0).collect() }
    };
    content_type.tally.iter().map(of_field).filter(|tally| !tally.values.is_empty()).collect()
}

/// A field in a group goes by the name of the group: `Response` says more than `Position`.
fn label(desk: &Desk, content_type: &ContentType, path: &str) -> String {
    let top = path.split('.').next().unwrap_or_default();
    let written = content_type.fields.iter().find(|field| field.name == top).map_or(top, |field| field.label.as_str());
    desk.words.label(Owner::of(content_type), top, written)
}
