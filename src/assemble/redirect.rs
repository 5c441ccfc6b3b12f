//! Old addresses that lead to new ones: aliases of pages, redirect records, permanent addresses.
//! Every redirect leads to a page in one hop; loops, chains and dead ends are faults.

use std::collections::BTreeMap;

use super::address;
use super::register::{Found, Register};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::load::document::Document;
use crate::load::value::KeyPath;
use crate::release::{Released, Standing};

#[derive(Debug, Clone)]
pub struct Redirect {
    pub from: String,
    pub to: String,
    place: Place,
}

#[derive(Debug, Default)]
pub struct Redirects(BTreeMap<String, Redirect>);

impl Redirects {
    pub fn target(&self, from: &str) -> Option<&str> {
        self.0.get(from).map(|redirect| redirect.to.as_str())
    }

    pub fn iter(&self) -> impl Iterator<Item = &Redirect> {
        self.0.values()
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// `is_page` says whether an address is taken by a page or a list.
    pub fn gather(documents: &[Released<Document>], register: &Register, is_page: &dyn Fn(&str) -> bool) -> (Redirects, Diagnostics) {
        let mut faults = Diagnostics::new();
        let mut redirects = BTreeMap::<String, Redirect>::new();
        let mut add = |redirect: Redirect, faults: &mut Diagnostics| {
            if is_page(&redirect.from) {
                faults.push(
                    Diagnostic::error(Code::AddressTaken, redirect.place, format!("a page already has the address `{}`", redirect.from))
                        .help("remove the alias, or give the page another name"),
                );
            } else if let Some(other) = redirects.get(&redirect.from) {
                // Two pages with one id were reported as such.
                if other.to != redirect.to && !redirect.from.starts_with("/id/") {
                    faults.push(
                        Diagnostic::error(Code::AddressTaken, redirect.place, format!("`{}` is redirected twice", redirect.from))
                            .related(other.place.clone(), format!("here it leads to `{}`", other.to))
                            .help("keep one of the two"),
                    );
                }
            } else {
                redirects.insert(redirect.from.clone(), redirect);
            }
        };
        for document in documents {
            let to = address::of_page(document);
            if let Some(id) = document.common.id.as_ref().filter(|_| address::has_page(document)) {
                let from = address::permanent(id);
                let place = document.sheet.value_place(&"id".into());
                add(Redirect { from, to: to.clone(), place }, &mut faults);
            }
            for (index, alias) in document.common.aliases.iter().enumerate() {
                let from = address::normal(alias);
                let place = document.sheet.value_place(&KeyPath::from("aliases").item(index));
                if from == to {
                    faults.push(
                        Diagnostic::error(Code::RedirectLoop, place, format!("the alias `{alias}` is the page's own address"))
                            .help("remove the alias"),
                    );
                } else {
                    add(Redirect { from, to: to.clone(), place }, &mut faults);
                }
            }
            if document.content_type.id == address::REDIRECT_TYPE && *document.standing() == Standing::Public {
                record(document, register, is_page, &mut add, &mut faults);
            }
        }
        let redirects = Redirects(redirects);
        redirects.check_hops(&mut faults);
        (redirects, faults)
    }

    fn check_hops(&self, faults: &mut Diagnostics) {
        for redirect in self.0.values() {
            let Some(next) = self.0.get(&redirect.to) else { continue };
            let mut seen = vec![redirect.from.as_str()];
            let mut at = next;
            let looped = loop {
                if seen.contains(&at.from.as_str()) {
                    break true;
                }
                seen.push(&at.from);
                match self.0.get(&at.to) {
                    Some(further) => at = further,
                    None => break false,
                }
            };
            let diagnostic = if looped {
                Diagnostic::error(
                    Code::RedirectLoop,
                    redirect.place.clone(),
                    format!("`{}` leads back to itself: {} → {}", redirect.from, seen.join(" → "), at.from),
                )
                .help("let one of them lead to a page")
            } else {
                Diagnostic::error(
                    Code::RedirectChain,
                    redirect.place.clone(),
                    format!("`{}` leads to another redirect: {} → {}", redirect.from, seen.join(" → "), at.to),
                )
                .help(format!("let it lead to `{}`", at.to))
            };
            faults.push(diagnostic);
        }
    }
}

fn record(
    document: &Document,
    register: &Register,
    is_page: &dyn Fn(&str) -> bool,
    add: &mut dyn FnMut(Redirect, &mut Diagnostics),
    faults: &mut Diagnostics,
) {
    let (Some(from), Some(to)) = (document.fields.text("from"), document.fields.text("to")) else { return };
    let place = document.sheet.value_place(&"to".into());
    let target = match register.reference(to, &[]) {
        Found::Unread => return,
        Found::Page(_) | Found::Withheld(_) | Found::Nothing if to.contains('/') => Some(address::normal(to)),
        Found::Page(index) => Some(register.address_of(index).to_owned()),
        _ => None,
    };
    match target {
        Some(target) if is_page(&target) || target != address::normal(from) => {
            add(Redirect { from: address::normal(from), to: target, place }, faults);
        }
        Some(target) => faults.push(
            Diagnostic::error(Code::RedirectLoop, place, format!("`{target}` leads to itself"))
                .help("name the page that it should lead to"),
        ),
        None => faults.push(
            Diagnostic::error(Code::RedirectTarget, place, format!("there is no page `{to}`"))
                .did_you_mean(to, register.names(&[]))
                .help("name the page by its id, its file name, or its address"),
        ),
    }
}

/// Redirect records whose target address no page, list or other redirect has.
pub fn check_targets(redirects: &Redirects, register: &Register, is_page: &dyn Fn(&str) -> bool, faults: &mut Diagnostics) {
    for redirect in redirects.iter() {
        let known = is_page(&redirect.to) || redirects.target(&redirect.to).is_some();
        if !known && !matches!(register.address(&redirect.to), Found::Unread) {
            faults.push(
                Diagnostic::error(Code::RedirectTarget, redirect.place.clone(), format!("there is no page at `{}`", redirect.to))
                    .help("name the page by its id, its file name, or its address"),
            );
        }
    }
}
