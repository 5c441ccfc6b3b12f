//! What `hub.yaml` leads to: each entry of a menu must be a page that every reader can open, and what the front page
//! features must exist.

use std::collections::BTreeMap;

use super::figure::FIGURE_TYPE;
use super::link::{self, Destination};
use super::register::Found;
use super::world::World;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::load::hub::{Entry, Reading};
use crate::load::value::KeyPath;
use crate::release::State;
use camino::Utf8Path;

#[derive(Debug, Clone)]
pub struct MenuEntry {
    pub label: String,
    pub href: String,
}

/// The entries of a menu with their addresses.
pub fn menu(world: &World, entries: &[Entry]) -> (Vec<MenuEntry>, Diagnostics) {
    let mut faults = Diagnostics::new();
    let mut menu = Vec::new();
    for entry in entries {
        match link::from_root(world, &entry.to) {
            Destination::Page { href, .. } | Destination::Made { href } | Destination::Outside { href } => {
                menu.push(MenuEntry { label: entry.label.clone(), href });
            }
            Destination::Unread => {}
            other => {
                let place = world.hub.sheet.value_place(&entry.path.key("to"));
                let fault = match other {
                    Destination::Withheld(unseen) => Diagnostic::error(
                        Code::LinkWithheld,
                        place,
                        format!("`{}` leads to a page that is not public yet ({})", entry.label, unseen.state.label().to_lowercase()),
                    )
                    .help("remove the entry until the page is public"),
                    _ => Diagnostic::error(
                        Code::NavigationTarget,
                        place,
                        format!("`{}` leads nowhere: there is no page `{}`", entry.label, entry.to),
                    )
                    .did_you_mean(&entry.to, world.register.paths().map(Utf8Path::as_str).chain(world.folders()))
                    .help("name a folder as in `research/`, a file, a permanent id, or an address as in `/a-z/`"),
                };
                faults.push(fault);
            }
        }
    }
    (menu, faults)
}

/// The pages that explain facets, by facet.
pub fn by_facet(world: &World, explained: &BTreeMap<String, Entry>) -> (BTreeMap<String, MenuEntry>, Diagnostics) {
    let mut faults = Diagnostics::new();
    let mut found = BTreeMap::new();
    for (facet, entry) in explained {
        let (entries, more) = menu(world, std::slice::from_ref(entry));
        faults.append(more);
        found.extend(entries.into_iter().map(|entry| (facet.clone(), entry)));
    }
    (found, faults)
}

/// Where each kind of reader begins, and what they find there.
pub fn readers(world: &World, readers: &[Reading]) -> (Vec<(MenuEntry, String)>, Diagnostics) {
    let mut faults = Diagnostics::new();
    let mut found = Vec::new();
    for reading in readers {
        let (entries, more) = menu(world, std::slice::from_ref(&reading.entry));
        faults.append(more);
        found.extend(entries.into_iter().map(|entry| (entry, reading.text.clone())));
    }
    (found, faults)
}

/// Pages and figures that the front page is to feature.
pub fn featured(world: &World) -> Diagnostics {
    let mut faults = Diagnostics::new();
    let place = |list: &str, index: usize| world.hub.sheet.value_place(&KeyPath::from("home").key(list).item(index));
    for (index, name) in world.hub.featured.iter().enumerate() {
        match world.register.reference(name, &[]) {
            Found::Page(_) | Found::Unread => {}
            Found::Withheld(unseen) => faults.push(left_out(name, unseen.state, place("featured", index))),
            _ => faults.push(
                Diagnostic::error(
                    Code::ReferenceMissing,
                    place("featured", index),
                    format!("the front page features `{name}`, and there is no such page"),
                )
                .did_you_mean(name, world.register.names(&[]))
                .help("name the page by its id, or by its file name without the ending"),
            ),
        }
    }
    for (index, name) in world.hub.featured_figures.iter().enumerate().filter(|(_, name)| !world.figures.contains_key(*name)) {
        match world.register.reference(name, &[FIGURE_TYPE.to_owned()]) {
            Found::Unread => {}
            Found::Withheld(unseen) => faults.push(left_out(name, unseen.state, place("figures", index))),
            _ => faults.push(
                Diagnostic::error(Code::FigureMissing, place("figures", index), format!("there is no key figure `{name}`"))
                    .did_you_mean(name, world.figures.keys().map(String::as_str))
                    .help("name the figure by its file name without the ending"),
            ),
        }
    }
    faults
}

fn left_out(name: &str, state: State, place: Place) -> Diagnostic {
    let message = format!("`{name}` is left out of the front page until it is public ({})", state.label().to_lowercase());
    Diagnostic::advice(Code::LinkWithheld, place, message)
}
