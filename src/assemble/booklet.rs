//! Sections that can be printed as one document, because the type of their pages says so.

use super::collection::Collection;
use crate::load::document::Document;
use crate::release::Released;

/// A document of more pages is too heavy for a phone and too thick for a stapler; the section says so instead.
pub const MOST: usize = 100;

/// Whether a section is one that is read as a whole, however long it is.
pub fn is_asked_for(section: &Collection, documents: &[Released<Document>]) -> bool {
    section.pages.len() > 1 && section.pages.iter().all(|page| documents[*page].content_type.booklet)
}

/// Where the document stands; none for sections that have none.
pub fn address(section: &Collection, documents: &[Released<Document>]) -> Option<String> {
    (is_asked_for(section, documents) && section.pages.len() <= MOST).then(|| format!("{}print/", section.address))
}
