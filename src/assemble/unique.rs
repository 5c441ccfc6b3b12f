//! What may exist only once: permanent ids, titles in one language, values of fields that say so, and addresses.
//! Withheld documents take part, because an id stays taken before its page is public.

use std::collections::BTreeMap;

use super::address;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::load::content_type::Shared;
use crate::load::document::Document;

/// Faults of ids, titles and unique fields over all documents, released or not.
pub fn check(documents: &[&Document]) -> Diagnostics {
    let mut faults = Diagnostics::new();
    let mut ids = BTreeMap::<&str, Place>::new();
    let mut titles = BTreeMap::<(String, String, String), Place>::new();
    let mut values = BTreeMap::<(&str, &str, String), Place>::new();
    for document in documents {
        if let Some(id) = &document.common.id {
            let place = document.sheet.value_place(&"id".into());
            match ids.get(id.as_str()) {
                Some(first) => faults.push(
                    Diagnostic::error(Code::DuplicateId, place, format!("the id `{id}` is taken"))
                        .related(first.clone(), "it belongs to this page")
                        .help("give one of the two pages another id; an id that was ever public is never used again"),
                ),
                None => {
                    ids.insert(id, place);
                }
            }
        }
        // A title that another field lends is written there; where that field is to be unique, its own check says so.
        let content_type = &document.content_type;
        let lent = content_type.title_from.as_deref().filter(|lender| document.fields.text(lender) == Some(&document.common.title));
        let checked_as_field = lent.and_then(|lender| content_type.field(lender)).is_some_and(|field| {
            field.limits.unique || content_type.rules.iter().any(|rule| rule == "unique-term" || rule == "unique-question")
        });
        if content_type.shared == Shared::Strict && !document.common.title.is_empty() && !checked_as_field {
            let key = (document.content_type.id.clone(), document.common.lang.clone(), document.common.title.to_lowercase());
            let place = document.sheet.value_place(&lent.unwrap_or("title").into());
            match titles.get(&key) {
                Some(first) => faults.push(
                    Diagnostic::error(Code::DuplicateTitle, place, format!("another page has the title `{}`", document.common.title))
                        .related(first.clone(), "it is this one")
                        .help("say in one of the titles what is different"),
                ),
                None => {
                    titles.insert(key, place);
                }
            }
        }
        for field in document.content_type.fields.iter().filter(|field| field.limits.unique) {
            let Some(value) = document.fields.text(&field.name) else { continue };
            let place = document.sheet.value_place(&field.name.as_str().into());
            let key = (document.content_type.id.as_str(), field.name.as_str(), value.to_lowercase());
            match values.get(&key) {
                Some(first) => faults.push(
                    Diagnostic::error(
                        Code::DuplicateTerm,
                        place,
                        format!("another {} has the same `{}`: `{value}`", document.content_type.id, field.name),
                    )
                    .related(first.clone(), "it is this one")
                    .help("keep one of the two records, or tell them apart"),
                ),
                None => {
                    values.insert(key, place);
                }
            }
        }
    }
    faults
}

/// Addresses of pages that only differ in their file, or that a list of the site needs. `made` are the addresses of lists that no page introduces.
pub fn check_addresses<'a>(documents: impl Iterator<Item = &'a Document>, made: &[&str]) -> Diagnostics {
    let mut faults = Diagnostics::new();
    let mut taken = BTreeMap::<String, &Document>::new();
    for document in documents.filter(|document| address::has_page(document)) {
        let address = address::of_page(document);
        let place = match document.common.slug {
            Some(_) => document.sheet.value_place(&"slug".into()),
            None => document.sheet.top(),
        };
        if made.contains(&address.as_str()) {
            faults.push(
                Diagnostic::error(
                    Code::AddressTaken,
                    place.clone(),
                    format!("the address `{address}` belongs to a page that almoner makes"),
                )
                .help("give the page another `slug`, or rename its file"),
            );
        }
        match taken.get(&address.to_lowercase()) {
            Some(first) => faults.push(
                Diagnostic::error(Code::AddressTaken, place, format!("two pages would have the address `{address}`"))
                    .related(Place::whole(&first.source.file), "the other one is here")
                    .help("give one of them another `slug`, or rename its file"),
            ),
            None => {
                taken.insert(address.to_lowercase(), document);
            }
        }
    }
    faults
}
